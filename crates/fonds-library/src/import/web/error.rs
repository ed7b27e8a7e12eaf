//! Why nothing came from an address.

use fonds_import::ImportError;

/// Nothing could be imported from an address.
#[derive(Debug, thiserror::Error)]
pub enum WebError {
    /// Not an address of the web.
    #[error("{0} is not an address that begins with http or https")]
    NotAnAddress(String),
    /// The site's rules ask programs to keep away from this page.
    #[error("the rules of the site (robots.txt) refuse {0}")]
    Robots(String),
    /// No server was reached.
    #[error("no connection: {0}")]
    NoConnection(String),
    /// The server's certificate is not right.
    #[error("no safe connection: {0}")]
    Unsafe(String),
    /// It took too long.
    #[error("{0} did not answer in time")]
    Slow(String),
    /// There is no such page.
    #[error("{url} is not there ({status})")]
    Missing {
        /// The address.
        url: String,
        /// The status of HTTP.
        status: u16,
    },
    /// The page wants a login, a payment or a person.
    #[error("{url} was refused ({status})")]
    Refused {
        /// The address.
        url: String,
        /// The status of HTTP.
        status: u16,
    },
    /// The server failed.
    #[error("{url} failed ({status})")]
    Failed {
        /// The address.
        url: String,
        /// The status of HTTP.
        status: u16,
    },
    /// It leads from one address to the next without end.
    #[error("{0} leads on and on")]
    Loop(String),
    /// Less came than was announced, or what is not HTTP.
    #[error("the answer was cut short or is damaged: {0}")]
    Damaged(String),
    /// More came than an article can have.
    #[error("{0} is too large")]
    TooLarge(String),
    /// Something else than a page or document.
    #[error("{url} is {media_type}")]
    NotAnArticle {
        /// The address.
        url: String,
        /// What the server says it is.
        media_type: String,
    },
    /// The user stopped.
    #[error("stopped by the user")]
    Cancelled,
    /// What came is no article.
    #[error(transparent)]
    Import(#[from] ImportError),
}

impl WebError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotAnAddress(_) => "not-an-address",
            Self::Robots(_) => "robots-refused",
            Self::NoConnection(_) => "no-connection",
            Self::Unsafe(_) => "connection-unsafe",
            Self::Slow(_) => "server-slow",
            Self::Missing { .. } => "page-missing",
            Self::Refused { .. } => "page-refused",
            Self::Failed { .. } => "server-failed",
            Self::Loop(_) => "redirect-loop",
            Self::Damaged(_) => "answer-damaged",
            Self::TooLarge(_) => "page-too-large",
            Self::NotAnArticle { .. } => "not-a-page",
            Self::Cancelled => "cancelled",
            Self::Import(error) => error.code(),
        }
    }

    /// What the sentence for people is about.
    pub fn subject(&self) -> String {
        match self {
            Self::NotAnAddress(what)
            | Self::Robots(what)
            | Self::NoConnection(what)
            | Self::Unsafe(what)
            | Self::Slow(what)
            | Self::Loop(what)
            | Self::Damaged(what)
            | Self::TooLarge(what) => what.clone(),
            Self::Missing { url, status } | Self::Refused { url, status } | Self::Failed { url, status } => {
                format!("{url} ({status})")
            }
            Self::NotAnArticle { media_type, .. } => media_type.clone(),
            other => other.to_string(),
        }
    }
}
