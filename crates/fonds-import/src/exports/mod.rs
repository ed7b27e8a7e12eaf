//! Exports of programs for reading later, with their highlights, notes and tags, and feeds.
//!
//! Each format has a file of its own, which says what it is; all give [`saved::Saved`] articles. [`columns`] reads
//! tables, [`times`] the moments that these formats write.
//!
//! Invariant: an item that cannot be read takes no other one with it; a link without a text is an article too.

mod bookmarks;
mod columns;
mod feed;
mod instapaper;
mod omnivore;
mod pinboard;
mod pocket;
mod raindrop;
mod readeck;
mod readwise;
mod saved;
mod times;
mod wallabag;

#[cfg(test)]
mod samples;

use crate::{AssetLoader, Batch, Format, ImportError, Imported, Input, Options, decode};
use fonds_model::Diagnostic;
use fonds_model::json::for_each_item;
use serde_json::Value;
use std::ops::ControlFlow;

/// Items that are read of one export; real ones have fewer.
const MOST: usize = 100_000;

/// The articles of an export.
pub(crate) fn read(
    format: Format,
    input: &Input<'_>,
    _options: Options,
    loader: &dyn AssetLoader,
) -> Result<Batch, ImportError> {
    let mut batch = read_as(format, input, loader)?;
    for imported in &mut batch.articles {
        media_type(format, input.bytes).clone_into(&mut imported.article.source.media_type);
    }
    Ok(batch)
}

fn read_as(format: Format, input: &Input<'_>, loader: &dyn AssetLoader) -> Result<Batch, ImportError> {
    if input.bytes.starts_with(b"PK\x03\x04") {
        return match format {
            Format::Omnivore => omnivore::read(input.bytes),
            Format::Readeck => readeck::read(input.bytes),
            Format::Pocket => pocket::read_archive(input.bytes),
            _ => Err(ImportError::Broken { format: format.name(), reason: "it is a ZIP archive".into() }),
        };
    }
    if format == Format::Feed {
        return feed::read(input.bytes, loader);
    }
    let decoded = decode::decode(input.bytes, false)?;
    let mut batch = match format {
        Format::Wallabag => wallabag::read(&decoded.text, loader)?,
        Format::Omnivore => omnivore::read_list(&decoded.text)?,
        Format::Readeck => readeck::read_list(&decoded.text)?,
        Format::Pocket => pocket::read(&decoded.text),
        Format::Instapaper => instapaper::read(&decoded.text),
        Format::Pinboard => pinboard::read(&decoded.text, loader)?,
        Format::Raindrop => raindrop::read(&decoded.text),
        Format::Readwise => readwise::read(&decoded.text),
        _ => bookmarks::read(&decoded.text),
    };
    batch.diagnostics.extend(decoded.diagnostics);
    Ok(batch)
}

/// Programs that export in several forms are told apart by the first bytes.
fn media_type(format: Format, bytes: &[u8]) -> &'static str {
    let first = bytes.iter().find(|byte| !byte.is_ascii_whitespace() && byte.is_ascii());
    match (format, first) {
        (Format::Pocket | Format::Omnivore | Format::Readeck, Some(b'P')) if bytes.starts_with(b"PK") => {
            "application/zip"
        }
        (Format::Omnivore | Format::Readeck, Some(b'[' | b'{')) => "application/json",
        (Format::Pocket, Some(first)) if *first != b'<' => "text/csv",
        _ => format.media_type(),
    }
}

/// The articles of a list in JSON: an array, or one somewhere under the names given.
fn listed(
    json: &str,
    format: &'static str,
    under: &[&str],
    read: impl FnMut(&Value) -> Imported,
) -> Result<Batch, ImportError> {
    let mut batch = Batch::default();
    gather(json, format, under, &mut batch, read)?;
    Ok(batch)
}

/// Adds the articles of a list in JSON to a batch, one after the other.
fn gather(
    json: &str,
    format: &'static str,
    under: &[&str],
    batch: &mut Batch,
    mut read: impl FnMut(&Value) -> Imported,
) -> Result<(), ImportError> {
    let each = |item: Value| {
        if batch.articles.len() == MOST {
            batch.diagnostics.push(too_many());
            return ControlFlow::Break(());
        }
        batch.articles.extend(item.is_object().then(|| read(&item)));
        ControlFlow::Continue(())
    };
    for_each_item(json, under, each)
        .map_err(|error| ImportError::Broken { format, reason: error.to_string() })
}

/// The text of a field of JSON; `None` where it is empty or none.
fn text<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name)?.as_str().map(str::trim).filter(|text| !text.is_empty())
}

/// The texts in a field that holds a list of them, or of objects with a `label` or `name`.
fn texts(value: &Value, name: &str) -> Vec<String> {
    let list = value.get(name).and_then(Value::as_array).into_iter().flatten();
    let texts =
        list.filter_map(|item| item.as_str().or_else(|| text(item, "label")).or_else(|| text(item, "name")));
    texts.map(fonds_model::text::clean_line).filter(|text| !text.is_empty()).collect()
}

/// A remark that an export has more than is read of it.
fn too_many() -> Diagnostic {
    let message = format!("the export has more than {MOST} items; the rest was left out");
    Diagnostic::warning("items-left", message).hint("divide the file and import each part")
}
