//! The pictures of a fetched page, asked for where the article shows them.

use super::client::{Client, Fetched};
use fonds_import::AssetLoader;
use fonds_model::Digest;
use fonds_store::Exchange;
use std::collections::HashMap;
use std::io;
use std::net::IpAddr;
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};
use url::{Host, Url};

/// The most that one picture may have, in bytes.
const LARGEST: u64 = 32 << 20;
/// How long one picture may take.
const TIME: Duration = Duration::from_secs(20);
/// Pictures asked for on one page.
const MOST: usize = 200;

/// Fetches pictures, and keeps how each came.
pub(super) struct Pictures<'a> {
    client: &'a Client<'a>,
    deadline: Instant,
    /// The page itself lies in the local network, so that its pictures may.
    local: bool,
    fetched: Mutex<HashMap<Digest, Exchange>>,
}

impl<'a> Pictures<'a> {
    pub fn of(client: &'a Client<'a>, page: &Url, time: Duration) -> Self {
        Self { client, deadline: Instant::now() + time, local: is_local(page), fetched: Mutex::default() }
    }

    /// How each picture came, by its digest.
    pub fn into_fetched(self) -> HashMap<Digest, Exchange> {
        self.fetched.into_inner().unwrap_or_else(PoisonError::into_inner)
    }

    fn fetch(&self, url: &Url) -> io::Result<Vec<u8>> {
        let asked = self.fetched.lock().unwrap_or_else(PoisonError::into_inner).len();
        let left = self.deadline.saturating_duration_since(Instant::now()).min(TIME);
        if asked >= MOST || left.is_zero() {
            return Err(io::ErrorKind::TimedOut.into());
        }
        // A page of the world must not make Fonds ask the machines of the local network.
        let may = |url: &Url| matches!(url.scheme(), "http" | "https") && (self.local || !is_local(url));
        if !may(url) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        match self.client.get(url, left, LARGEST, &may) {
            Ok((Fetched { body, exchange, .. }, 200..=299)) => {
                let mut fetched = self.fetched.lock().unwrap_or_else(PoisonError::into_inner);
                fetched.insert(Digest::of(&body), exchange);
                Ok(body)
            }
            Ok((_, 404 | 410)) => Err(io::ErrorKind::NotFound.into()),
            Ok((_, status)) => Err(io::Error::other(format!("the server answered {status}"))),
            Err(error) => Err(io::Error::other(error)),
        }
    }
}

impl AssetLoader for Pictures<'_> {
    fn load(&self, _: &str) -> io::Result<Vec<u8>> {
        Err(io::ErrorKind::NotFound.into())
    }

    fn load_address(&self, address: &str) -> Option<io::Result<Vec<u8>>> {
        let url = Url::parse(address).ok()?;
        Some(self.fetch(&url))
    }
}

/// Whether an address names this machine or one of a local network.
fn is_local(url: &Url) -> bool {
    match url.host() {
        Some(Host::Ipv4(ip)) => is_local_ip(IpAddr::V4(ip)),
        Some(Host::Ipv6(ip)) => is_local_ip(IpAddr::V6(ip)),
        Some(Host::Domain(name)) => {
            let name = name.trim_end_matches('.');
            !name.contains('.')
                || [".localhost", ".local", ".internal", ".lan"].iter().any(|end| name.ends_with(end))
        }
        None => true,
    }
}

fn is_local_ip(ip: IpAddr) -> bool {
    match ip {
        IpAddr::V4(ip) => ip.is_loopback() || ip.is_private() || ip.is_link_local() || ip.is_unspecified(),
        IpAddr::V6(ip) => {
            let inner = ip.to_ipv4_mapped().is_some_and(|ip| is_local_ip(IpAddr::V4(ip)));
            inner
                || ip.is_loopback()
                || ip.is_unspecified()
                || ip.is_unique_local()
                || ip.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_of_the_local_network() {
        let local = |url: &str| is_local(&Url::parse(url).unwrap());
        for url in [
            "http://localhost/a",
            "http://127.0.0.1/",
            "http://192.168.1.1/",
            "http://[::1]/",
            "http://[::ffff:10.0.0.1]/",
            "http://169.254.169.254/",
            "http://router/",
            "http://nas.local/",
        ] {
            assert!(local(url), "{url}");
        }
        for url in ["https://bao.vn/a.jpg", "http://203.0.113.5/", "http://[2001:db8::1]/"] {
            assert!(!local(url), "{url}");
        }
    }
}
