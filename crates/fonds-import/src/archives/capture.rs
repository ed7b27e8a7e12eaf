//! A page as an archive holds it: its bytes, and what the archive says of them.

use crate::html::saved::is_web;
use crate::{AssetLoader, ImportError, Imported, Input, decode, read_page};
use fonds_model::Timestamp;

/// A captured page.
pub(crate) struct Capture<'a> {
    pub bytes: &'a [u8],
    /// The encoding that a header beside the page declares.
    pub charset: Option<&'a str>,
    /// Where it stood.
    pub address: Option<&'a str>,
    /// When it was taken from there.
    pub captured: Option<Timestamp>,
}

impl Capture<'_> {
    /// The article of the page. A path on somebody's disk is no address of it.
    pub fn article(&self, loader: &dyn AssetLoader) -> Result<Imported, ImportError> {
        let decoded = decode::decode_page(self.bytes, self.charset)?;
        let mut imported = read_page(decoded, &Input { url: self.address, ..Input::default() }, loader)?;
        let article = &mut imported.article;
        article.url = article.url.take().filter(|url| is_web(url));
        article.source.captured = self.captured.or(article.source.captured);
        Ok(imported)
    }
}

/// The value of `charset` in a media type.
pub(crate) fn charset(content_type: &str) -> Option<&str> {
    let parameters = content_type.split(';').skip(1);
    let value = parameters.filter_map(|parameter| parameter.split_once('=')).find_map(|(name, value)| {
        name.trim().eq_ignore_ascii_case("charset").then(|| value.trim().trim_matches(['"', '\'']))
    });
    value.filter(|value| !value.is_empty())
}

/// Whether a media type is that of a web page.
pub(crate) fn is_page(content_type: &str) -> bool {
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "text/html" || kind == "application/xhtml+xml"
}
