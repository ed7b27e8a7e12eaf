//! An annotation of the W3C Web Annotation Data Model, as Fonds, Recogito and Annotorious write it.

use super::Noted;
use super::values::{add_name, add_tag, list, markdown, selectors, text, text_within, time};
use fonds_model::text::clean_line;
use fonds_model::{Colour, Digest, TextRevision};
use serde_json::Value;

pub(super) fn is_annotation(value: &Value) -> bool {
    let is_so = |name: &str| {
        value.get(name).is_some_and(|t| list(t).iter().any(|t| t == "Annotation" || t == "oa:Annotation"))
    };
    (is_so("type") || is_so("@type")) && value.get("target").is_some()
}

pub(super) fn read(value: &Value) -> Noted {
    let mut noted = Noted {
        id: text_within(value, &["id", "@id"]).to_owned(),
        created: time(value, "created"),
        modified: time(value, "modified"),
        creator: value.get("creator").map(creator).unwrap_or_default(),
        note: markdown(text(value, "bodyValue"), ""),
        is_reply: list(value.get("motivation").unwrap_or(&Value::Null)).iter().any(|m| m == "replying"),
        ..Noted::default()
    };
    let mut transcribed = String::new();
    for body in value.get("body").map(list).unwrap_or_default() {
        read_body(body, &mut noted, &mut transcribed);
    }
    for target in value.get("target").map(list).unwrap_or_default() {
        read_target(target, &mut noted);
    }
    if noted.quote.exact.is_empty() && noted.position.is_some() {
        // Recogito repeats the passage in a body; without it a position alone says nothing about another text.
        noted.quote.exact = transcribed;
    }
    noted
}

fn creator(value: &Value) -> String {
    let first = list(value).first().unwrap_or(&Value::Null);
    clean_line(text_within(first, &["name", "nickname", "id", "@id"]))
}

fn read_body(body: &Value, noted: &mut Noted, transcribed: &mut String) {
    let purposes: Vec<&str> =
        body.get("purpose").map(list).unwrap_or_default().iter().filter_map(Value::as_str).collect();
    let said = text_within(body, &["value", "@value", "label", "id", "@id", "source"]);
    let has = |purpose: &str| purposes.contains(&purpose);
    if let Some(colour) = Colour::named(said).filter(|_| has("classifying") || has("highlighting")) {
        noted.colour = Some(colour);
    } else if has("tagging") || has("classifying") {
        add_tag(&mut noted.tags, said);
    } else if has("transcribing") {
        *transcribed = fonds_model::text::nfc(said);
    } else if !said.trim().is_empty() {
        if noted.creator.is_empty() {
            noted.creator = body.get("creator").map(creator).unwrap_or_default();
        }
        let said = markdown(said, text(body, "format"));
        if !noted.note.is_empty() {
            noted.note.push_str("\n\n");
        }
        noted.note.push_str(&said);
    }
}

fn read_target(target: &Value, noted: &mut Noted) {
    target.get("selector").into_iter().for_each(|selector| selectors(selector, noted));
    let source = target.get("source").unwrap_or(target);
    let mut about = source;
    if !noted.fragment.is_empty() {
        names(source, &mut noted.pictures);
        // The picture is the source; the page that it stands in is the scope, where one is told.
        if let Some(scope) = target.get("scope") {
            about = scope.get("source").unwrap_or(scope);
            scope.get("selector").into_iter().for_each(|selector| selectors(selector, noted));
        }
    }
    names(about, &mut noted.sources);
    noted.title = title(about);
    if !noted.fragment.is_empty() && noted.quote.exact.is_empty() {
        noted.quote.exact = title(source);
    }
    noted.revision = target.get("state").map(list).unwrap_or_default().iter().find_map(|state| {
        let digest = text(state, "id").strip_prefix("urn:fonds:text:")?.to_owned();
        Some(TextRevision { digest: Digest(digest), written: time(state, "sourceDate")? })
    });
}

/// Adds what a resource is called.
fn names(resource: &Value, names: &mut Vec<String>) {
    let mut add = |name: &str| add_name(names, name);
    for one in list(resource) {
        add(text_within(one, &["id", "@id"]));
        for field in ["dc:identifier", "dcterms:identifier", "canonical", "via"] {
            let values = one.get(field).map(list).unwrap_or_default();
            values.iter().for_each(|value| add(value.as_str().unwrap_or_default()));
        }
    }
}

fn title(resource: &Value) -> String {
    let title = text(resource, "dc:title");
    clean_line(if title.is_empty() { text(resource, "dcterms:title") } else { title })
}
