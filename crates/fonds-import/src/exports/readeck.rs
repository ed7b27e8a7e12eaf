//! Readeck: the archive that `readeck export` and the profile page write, or a list of bookmarks of its API.
//!
//! The archive has `bookmarks/ID/info.json` for each bookmark, with its labels and annotations, and beside it what the
//! bookmark's own archive holds: `container/index.html` and `container/_resources/…`.

use super::saved::Saved;
use super::times::{moment, published};
use super::{MOST, listed, text, texts, too_many};
use crate::package::{Beside, Package};
use crate::remarks::colour;
use crate::{Batch, ImportError, NoAssets, Unread};
use fonds_model::json;
use serde_json::Value;

/// Reads an archive.
pub(crate) fn read(bytes: &[u8]) -> Result<Batch, ImportError> {
    let package = Package::open(bytes, "Readeck export")?;
    let mut out = Batch::default();
    for name in package.names() {
        let id = name.strip_prefix("bookmarks/").and_then(|rest| rest.strip_suffix("/info.json"));
        let Some(id) = id.filter(|id| !id.contains('/')) else { continue };
        if out.articles.len() == MOST {
            out.diagnostics.push(too_many());
            break;
        }
        let info = package
            .text(&name)
            .map_err(|error| error.to_string())
            .and_then(|text| json::parse(&text).map_err(|error| error.to_string()));
        match info {
            Ok(info) => {
                let path = format!("bookmarks/{id}/container/index.html");
                let mut saved = saved(&info, id);
                saved.html = package.text(&path).ok();
                out.articles.push(saved.imported(&Beside { package: &package, path: &path }));
            }
            Err(reason) => {
                out.failed
                    .push(Unread { part: name, error: ImportError::Broken { format: "bookmark", reason } });
            }
        }
    }
    Ok(out)
}

/// Reads a list of bookmarks, which has no texts.
pub(crate) fn read_list(json: &str) -> Result<Batch, ImportError> {
    listed(json, "list of bookmarks", &["bookmarks", "items"], |item| saved(item, "").imported(&NoAssets))
}

/// A bookmark; its fields are named as Go names them in an archive, and in small letters in the API.
fn saved(info: &Value, id: &str) -> Saved {
    let either =
        |archive: &str, api: &str| text(info, archive).or_else(|| text(info, api)).map(str::to_owned);
    let list = |archive: &str, api: &str| {
        let found = texts(info, archive);
        if found.is_empty() { texts(info, api) } else { found }
    };
    let mut saved = Saved {
        part: either("UID", "id").unwrap_or_else(|| id.to_owned()),
        url: either("URL", "url"),
        title: either("Title", "title").unwrap_or_default(),
        lead: either("Description", "description"),
        creators: list("Authors", "authors"),
        publication: either("SiteName", "site_name"),
        issued: either("Published", "published").and_then(|time| published(&time)),
        language: either("Lang", "lang"),
        captured: either("Created", "created").and_then(|time| moment(&time)),
        tags: list("Labels", "labels"),
        ..Saved::default()
    };
    let annotations = info.get("Annotations").or_else(|| info.get("annotations"));
    for annotation in annotations.and_then(Value::as_array).into_iter().flatten() {
        let created = text(annotation, "created").and_then(moment);
        let (quote, note) = (text(annotation, "text"), text(annotation, "note"));
        if quote.or(note).is_some() {
            let marking = saved.mark(quote.unwrap_or_default(), note.unwrap_or_default(), created);
            marking.colour = colour(text(annotation, "color").unwrap_or_default());
        }
    }
    saved
}
