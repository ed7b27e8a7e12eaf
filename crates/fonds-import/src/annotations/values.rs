//! What both forms have in common.

use super::Noted;
use fonds_model::text::{clean_line, nfc};
use fonds_model::{Projection, TextPosition, Timestamp};
use serde_json::Value;

/// An annotation has no more names of its article, and no more tags.
const MOST_NAMES: usize = 200;
/// Longer notes are not looked at for tags of HTML, in bytes.
const LONGEST_HTML: usize = 1 << 20;

/// One value or several: JSON-LD makes no difference.
pub(super) fn list(value: &Value) -> &[Value] {
    match value {
        Value::Array(values) => values,
        Value::Null => &[],
        one => std::slice::from_ref(one),
    }
}

pub(super) fn text<'a>(value: &'a Value, name: &str) -> &'a str {
    value.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// The text of a field that may be a text or an object with one of these fields.
pub(super) fn text_within<'a>(value: &'a Value, names: &[&str]) -> &'a str {
    value.as_str().unwrap_or_else(|| {
        names.iter().map(|name| text(value, name)).find(|t| !t.is_empty()).unwrap_or_default()
    })
}

pub(super) fn time(value: &Value, name: &str) -> Option<Timestamp> {
    text(value, name).parse().ok()
}

/// Takes quote and position of selectors, wherever they stand in each other.
pub(super) fn selectors(value: &Value, noted: &mut Noted) {
    for selector in list(value) {
        match text(selector, "type") {
            "TextQuoteSelector" if noted.quote.exact.is_empty() => {
                noted.quote.exact = nfc(text(selector, "exact"));
                noted.quote.prefix = nfc(text(selector, "prefix"));
                noted.quote.suffix = nfc(text(selector, "suffix"));
            }
            "TextPositionSelector" => {
                let number = |name: &str| {
                    selector.get(name).and_then(Value::as_u64).and_then(|n| usize::try_from(n).ok())
                };
                if let (Some(start), Some(end)) = (number("start"), number("end")) {
                    noted.position = Some(TextPosition { start, end });
                }
            }
            "FragmentSelector" if text(selector, "value").contains("xywh=") => {
                noted.fragment = text(selector, "value").trim().to_owned();
            }
            "SvgSelector" if noted.fragment.is_empty() => noted.fragment = "SvgSelector".into(),
            _ => {}
        }
        selector.get("refinedBy").into_iter().for_each(|inner| selectors(inner, noted));
    }
}

/// What a body says, in Markdown.
pub(super) fn markdown(value: &str, format: &str) -> String {
    let value = nfc(value.trim());
    match format {
        // Tags mean nothing here; the words are kept.
        "text/html" if value.len() <= LONGEST_HTML => {
            Projection::of_blocks(&fonds_model::markdown::parse(&value)).text
        }
        _ => value,
    }
}

pub(super) fn add_tag(tags: &mut Vec<String>, tag: &str) {
    let tag = clean_line(tag);
    add_name(tags, &tag);
}

/// Adds a name that is not there.
pub(super) fn add_name(names: &mut Vec<String>, name: &str) {
    if !name.is_empty() && names.len() < MOST_NAMES && !names.iter().any(|known| known == name) {
        names.push(name.to_owned());
    }
}
