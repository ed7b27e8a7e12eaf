//! Why no article could be made.

/// No article could be made of the input.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Nothing but white space.
    #[error("the input is empty")]
    Empty,
    /// Not text.
    #[error("the input is not text but {what}")]
    Binary {
        /// What it looks like.
        what: &'static str,
    },
    /// A page without an article.
    #[error("the input holds no article text")]
    NoText,
    /// No importer reads files of that name.
    #[error("there is no importer for {name}")]
    UnknownFormat {
        /// The file's name.
        name: String,
    },
    /// Damaged or cut short, so that nothing can be read of it.
    #[error("the {format} is damaged: {reason}")]
    Broken {
        /// What it should be, such as `ZIP archive`.
        format: &'static str,
        /// What is wrong with it.
        reason: String,
    },
    /// It needs a password.
    #[error("the {format} needs a password")]
    Encrypted {
        /// What it is, such as `PDF`.
        format: &'static str,
    },
    /// More than 64 MiB.
    #[error("the input has {bytes} bytes, more than an article can have")]
    TooLarge {
        /// How many bytes it has.
        bytes: usize,
    },
}

impl ImportError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Empty => "empty-file",
            Self::Binary { .. } => "binary-file",
            Self::NoText => "no-text",
            Self::UnknownFormat { .. } => "unknown-format",
            Self::Broken { .. } => "broken-file",
            Self::Encrypted { .. } => "encrypted-file",
            Self::TooLarge { .. } => "too-large",
        }
    }
}
