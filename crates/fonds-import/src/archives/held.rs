//! The files of one captured page, found by address.

use crate::AssetLoader;
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use url::Url;

/// Files by the addresses that they were loaded from.
#[derive(Default)]
pub(crate) struct Held<'a> {
    files: Vec<Cow<'a, [u8]>>,
    at: HashMap<String, usize>,
}

impl<'a> Held<'a> {
    /// Holds a file under its addresses; the first under an address stays.
    pub fn add(&mut self, addresses: &[String], bytes: Cow<'a, [u8]>) {
        for address in addresses {
            self.at.entry(key(address)).or_insert(self.files.len());
        }
        self.files.push(bytes);
    }

    fn find(&self, address: &str) -> io::Result<Vec<u8>> {
        let found = self.at.get(&key(address)).and_then(|at| self.files.get(*at));
        found.map(|bytes| bytes.to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
    }
}

impl AssetLoader for Held<'_> {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        self.find(reference)
    }

    fn load_address(&self, address: &str) -> Option<io::Result<Vec<u8>>> {
        Some(self.find(address))
    }
}

/// What addresses of the same file have in common: no fragment, `http` and `https` alike, a content id in one spelling.
pub(crate) fn key(address: &str) -> String {
    let address = address.trim();
    let Ok(mut url) = Url::parse(address) else { return decoded(address) };
    if url.scheme() == "cid" {
        return decoded(address);
    }
    url.set_fragment(None);
    let text = String::from(url);
    text.strip_prefix("https:").map_or_else(|| text.clone(), |rest| format!("http:{rest}"))
}

fn decoded(address: &str) -> String {
    percent_encoding::percent_decode_str(address).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_file_has_one_key() {
        assert_eq!(key("https://Bao.example/a b.png#x"), key("http://bao.example/a%20b.png"));
        assert_eq!(key("cid:a%40b"), key("cid:a@b"));
        assert_ne!(key("http://bao.example/a?1"), key("http://bao.example/a?2"));
    }
}
