//! wallabag: a list of entries in JSON, of its export or of its API, with annotations of the Annotator schema. The first
//! wallabag's has its tags in one text between commas.

use super::saved::{Saved, labels};
use super::times::{moment, published};
use super::{listed, text, texts};
use crate::{AssetLoader, Batch, ImportError};
use serde_json::Value;

/// Reads a list of entries.
pub(crate) fn read(json: &str, loader: &dyn AssetLoader) -> Result<Batch, ImportError> {
    listed(json, "wallabag export", &["_embedded", "items", "entries"], |entry| saved(entry).imported(loader))
}

fn saved(entry: &Value) -> Saved {
    let own = |name: &str| text(entry, name).map(str::to_owned);
    let url = own("url").or_else(|| own("given_url")).or_else(|| own("origin_url"));
    let id = entry.get("id").filter(|id| id.is_number() || id.is_string());
    let part = id.map(|id| id.as_str().map_or_else(|| id.to_string(), str::to_owned));
    let mut saved = Saved {
        part: part.or_else(|| url.clone()).unwrap_or_default(),
        title: own("title").unwrap_or_default(),
        html: own("content"),
        creators: texts(entry, "published_by"),
        issued: text(entry, "published_at").and_then(published),
        language: own("language").map(|tag| tag.replace('_', "-")),
        captured: text(entry, "created_at").and_then(moment),
        tags: text(entry, "tags").map_or_else(|| texts(entry, "tags"), |tags| labels(tags, ',')),
        url,
        ..Saved::default()
    };
    for annotation in entry.get("annotations").and_then(Value::as_array).into_iter().flatten() {
        let created = text(annotation, "created_at").and_then(moment);
        let (quote, note) = (text(annotation, "quote"), text(annotation, "text"));
        if quote.or(note).is_some() {
            let marking = saved.mark(quote.unwrap_or_default(), note.unwrap_or_default(), created);
            marking.creator = text(annotation, "user").unwrap_or_default().to_owned();
        }
    }
    saved
}
