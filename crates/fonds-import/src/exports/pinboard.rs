//! Pinboard: a list of bookmarks in JSON, as its export and its API write them. The title stands in `description`, what was
//! noted in `extended`, the tags in one text between blanks.

use super::saved::{Saved, labels};
use super::times::moment;
use super::{listed, text};
use crate::{AssetLoader, Batch, ImportError};
use serde_json::Value;

/// Reads a list of bookmarks.
pub(crate) fn read(json: &str, loader: &dyn AssetLoader) -> Result<Batch, ImportError> {
    listed(json, "Pinboard export", &["posts"], |post| saved(post).imported(loader))
}

fn saved(post: &Value) -> Saved {
    let url = text(post, "href").map(str::to_owned);
    let mut saved = Saved {
        part: url.clone().unwrap_or_default(),
        title: text(post, "description").unwrap_or_default().to_owned(),
        captured: text(post, "time").and_then(moment),
        tags: labels(text(post, "tags").unwrap_or_default(), ' '),
        url,
        ..Saved::default()
    };
    // Its own programs quote the page in HTML's way.
    let noted = text(post, "extended").unwrap_or_default();
    let quote = noted.strip_prefix("<blockquote>").and_then(|rest| rest.strip_suffix("</blockquote>"));
    match quote {
        Some(quote) => {
            saved.mark(quote, "", saved.captured);
        }
        None => saved.note(noted, saved.captured),
    }
    saved
}
