//! Asking over HTTP: one request at a time, within limits of time and size, and kept as it went.

use super::WebError;
use fonds_import::Input;
use fonds_model::{Progress, Timestamp, apart};
use fonds_store::Exchange;
use std::borrow::Cow;
use std::io::Read;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};
use ureq::http::{HeaderMap, Response, header};
use ureq::tls::{RootCerts, TlsConfig};
use ureq::{Agent, Body};
use url::Url;

/// Redirects that are followed.
const REDIRECTS: usize = 10;
/// The most that the page of a redirect may have, in bytes; it is kept with the exchange.
const REDIRECT_BODY: u64 = 64 << 10;
/// How long reaching a server may take.
const CONNECT: Duration = Duration::from_secs(15);
/// What a server is told of who asks.
const AGENT: &str = concat!("Mozilla/5.0 (compatible; Fonds/", env!("CARGO_PKG_VERSION"), ")");
const ACCEPT: &str = "text/html,application/xhtml+xml,application/pdf;q=0.9,*/*;q=0.8";

/// Asks servers for one import.
pub(super) struct Client<'a> {
    agent: Agent,
    largest: u64,
    progress: &'a dyn Progress,
    now: &'a dyn Fn() -> Timestamp,
}

/// What came from an address.
pub(in crate::import) struct Fetched {
    /// Where it came from at last.
    pub url: Url,
    pub body: Vec<u8>,
    pub exchange: Exchange,
    /// The redirects on the way, with their bodies.
    pub hops: Vec<(Exchange, Vec<u8>)>,
    headers: HeaderMap,
}

/// An address of the web.
pub(super) fn parse(text: &str) -> Result<Url, WebError> {
    let not_one = || WebError::NotAnAddress(text.to_owned());
    let url = Url::parse(text.trim()).map_err(|_| not_one())?;
    if matches!(url.scheme(), "http" | "https") && url.host().is_some() { Ok(url) } else { Err(not_one()) }
}

impl<'a> Client<'a> {
    pub fn new(largest: u64, progress: &'a dyn Progress, now: &'a dyn Fn() -> Timestamp) -> Self {
        let config = Agent::config_builder()
            .max_redirects(0)
            .http_status_as_error(false)
            .timeout_connect(Some(CONNECT))
            .user_agent(AGENT)
            .tls_config(TlsConfig::builder().root_certs(RootCerts::PlatformVerifier).build())
            .build();
        Self { agent: config.into(), largest, progress, now }
    }

    /// A page or document: anything but a success is an error.
    pub fn get_page(&self, url: &Url, time: Duration) -> Result<Fetched, WebError> {
        let (fetched, status) = self.get(url, time, self.largest, &|_| true)?;
        let url = fetched.url.to_string();
        match status {
            200..=299 => {}
            404 | 410 => return Err(WebError::Missing { url, status }),
            401..=403 | 407 | 429 | 451 => return Err(WebError::Refused { url, status }),
            _ => return Err(WebError::Failed { url, status }),
        }
        let media_type = fetched.media_type();
        let is_media =
            ["image/", "video/", "audio/", "font/"].iter().any(|kind| media_type.starts_with(kind));
        if is_media { Err(WebError::NotAnArticle { url, media_type }) } else { Ok(fetched) }
    }

    /// What an address gives, redirects followed as far as `may` lets them, with its status.
    pub fn get(
        &self,
        url: &Url,
        time: Duration,
        largest: u64,
        may: &dyn Fn(&Url) -> bool,
    ) -> Result<(Fetched, u16), WebError> {
        let deadline = Instant::now() + time;
        let mut at = url.clone();
        let mut hops = Vec::new();
        loop {
            let response = self.ask(&at, deadline)?;
            let status = response.status().as_u16();
            let next = redirect(&at, &response);
            let limit = if next.is_some() { REDIRECT_BODY } else { largest };
            let (exchange, headers, body) = self.take(&at, response, limit, deadline)?;
            match next {
                Some(_) if hops.len() >= REDIRECTS => return Err(WebError::Loop(url.to_string())),
                Some(next) if may(&next) => {
                    hops.push((exchange, body));
                    at = next;
                }
                _ => return Ok((Fetched { url: at, body, exchange, hops, headers }, status)),
            }
        }
    }

    fn ask(&self, url: &Url, deadline: Instant) -> Result<Response<Body>, WebError> {
        let left = deadline.saturating_duration_since(Instant::now());
        if left.is_zero() {
            return Err(WebError::Slow(url.to_string()));
        }
        let (agent, address) = (self.agent.clone(), url.clone());
        let call = move || {
            let request = agent.get(address.as_str()).header("accept", ACCEPT);
            let request = request.header("accept-encoding", "identity");
            request.config().timeout_global(Some(left)).build().call()
        };
        // A server may be silent for as long as it likes; nobody waits for it who wants to stop.
        let answer = apart(self.progress, call).map_err(|_| WebError::Cancelled)?;
        answer.map_err(|error| failed(url, error))
    }

    /// Reads the answer's body, as far as its limits go.
    fn take(
        &self,
        url: &Url,
        response: Response<Body>,
        limit: u64,
        deadline: Instant,
    ) -> Result<(Exchange, HeaderMap, Vec<u8>), WebError> {
        let exchange = Exchange {
            url: url.to_string(),
            time: (self.now)(),
            request: request_head(url),
            response: response_head(&response),
        };
        let (parts, body) = response.into_parts();
        let stopped = Arc::new(AtomicBool::new(false));
        let (told, address) = (Arc::clone(&stopped), url.clone());
        let read = apart(self.progress, move || read_body(&address, body, limit, deadline, &told));
        let bytes = read.map_err(|_| {
            stopped.store(true, Ordering::Relaxed);
            WebError::Cancelled
        })??;
        Ok((exchange, parts.headers, bytes))
    }
}

impl Fetched {
    /// The media type without its parameters, in lower case; empty when the server gave none.
    pub fn media_type(&self) -> String {
        let value = self.header(header::CONTENT_TYPE.as_str());
        value.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
    }

    /// The encoding that the server names.
    pub fn charset(&self) -> Option<&str> {
        let parameters = self.header(header::CONTENT_TYPE.as_str()).split(';').skip(1);
        let charset = parameters
            .filter_map(|one| one.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("charset"));
        charset.map(|(_, value)| value.trim().trim_matches('"')).filter(|value| !value.is_empty())
    }

    /// As import takes it, with its body as [`Fetched::decoded`] gives it.
    pub fn input<'b>(&'b self, body: &'b [u8]) -> Input<'b> {
        Input {
            bytes: body,
            file_name: self.file_name(),
            url: Some(self.url.as_str()),
            charset: self.charset(),
            ..Input::default()
        }
    }

    /// The last part of the address, where it is a file's name.
    pub fn file_name(&self) -> Option<&str> {
        self.url.path_segments()?.next_back().filter(|name| name.contains('.'))
    }

    /// Whether the server asks that no copies be kept.
    pub fn is_noarchive(&self) -> bool {
        self.header("x-robots-tag").to_ascii_lowercase().contains("noarchive")
    }

    /// The body without the encoding that a server used though it was asked for none.
    pub fn decoded(&self, largest: u64) -> Result<Cow<'_, [u8]>, WebError> {
        let reader: Box<dyn Read + '_> = match self.header(header::CONTENT_ENCODING.as_str()).trim() {
            "gzip" | "x-gzip" => Box::new(flate2::read::MultiGzDecoder::new(self.body.as_slice())),
            "deflate" => Box::new(flate2::read::ZlibDecoder::new(self.body.as_slice())),
            _ => return Ok(Cow::Borrowed(&self.body)),
        };
        let mut bytes = Vec::new();
        let read = reader.take(largest + 1).read_to_end(&mut bytes);
        read.map_err(|error| WebError::Damaged(error.to_string()))?;
        if bytes.len() as u64 > largest {
            return Err(WebError::TooLarge(self.url.to_string()));
        }
        Ok(Cow::Owned(bytes))
    }

    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }
}

/// An answer's body, as far as its limits go.
fn read_body(
    url: &Url,
    body: Body,
    limit: u64,
    deadline: Instant,
    stopped: &AtomicBool,
) -> Result<Vec<u8>, WebError> {
    let mut reader = body.into_with_config().limit(u64::MAX).reader();
    let mut bytes = Vec::new();
    let mut part = vec![0; 64 << 10];
    loop {
        if stopped.load(Ordering::Relaxed) {
            return Err(WebError::Cancelled);
        }
        if Instant::now() > deadline {
            return Err(WebError::Slow(url.to_string()));
        }
        match reader.read(&mut part) {
            Ok(0) => return Ok(bytes),
            Ok(read) => bytes.extend_from_slice(&part[..read]),
            Err(error) => return Err(failed(url, ureq::Error::from(error))),
        }
        if bytes.len() as u64 > limit {
            return Err(WebError::TooLarge(url.to_string()));
        }
    }
}

/// Where a redirect leads.
fn redirect(from: &Url, response: &Response<Body>) -> Option<Url> {
    if !matches!(response.status().as_u16(), 301 | 302 | 303 | 307 | 308) {
        return None;
    }
    let to = response.headers().get(header::LOCATION)?.to_str().ok()?;
    from.join(to).ok().filter(|to| matches!(to.scheme(), "http" | "https"))
}

fn request_head(url: &Url) -> Vec<u8> {
    let host = url.host_str().unwrap_or_default();
    let host = url.port().map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"));
    let query = url.query().map(|query| format!("?{query}")).unwrap_or_default();
    format!(
        "GET {}{query} HTTP/1.1\r\nhost: {host}\r\nuser-agent: {AGENT}\r\naccept: {ACCEPT}\r\n\
         accept-encoding: identity\r\n\r\n",
        url.path()
    )
    .into_bytes()
}

/// The status line and the fields. The body is kept without its transfer encoding, so that field is not.
fn response_head(response: &Response<Body>) -> Vec<u8> {
    let status = response.status();
    let reason = status.canonical_reason().unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\n", status.as_u16()).into_bytes();
    for (name, value) in response.headers().iter().filter(|(name, _)| *name != header::TRANSFER_ENCODING) {
        head.extend_from_slice(name.as_str().as_bytes());
        head.extend_from_slice(b": ");
        head.extend_from_slice(value.as_bytes());
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    head
}

fn failed(url: &Url, error: ureq::Error) -> WebError {
    let address = url.to_string();
    let host = url.host_str().unwrap_or_default().to_owned();
    match error {
        ureq::Error::HostNotFound | ureq::Error::ConnectionFailed => WebError::NoConnection(host),
        ureq::Error::Timeout(_) => WebError::Slow(address),
        ureq::Error::Tls(_) | ureq::Error::Rustls(_) => WebError::Unsafe(host),
        ureq::Error::BodyExceedsLimit(_) => WebError::TooLarge(address),
        ureq::Error::BadUri(_) | ureq::Error::Http(_) => WebError::NotAnAddress(address),
        ureq::Error::Io(error) => match error.kind() {
            std::io::ErrorKind::TimedOut | std::io::ErrorKind::WouldBlock => WebError::Slow(address),
            std::io::ErrorKind::ConnectionRefused | std::io::ErrorKind::NotConnected => {
                WebError::NoConnection(host)
            }
            std::io::ErrorKind::InvalidData if error.to_string().contains("certificate") => {
                WebError::Unsafe(host)
            }
            _ => WebError::Damaged(error.to_string()),
        },
        other => WebError::Damaged(other.to_string()),
    }
}
