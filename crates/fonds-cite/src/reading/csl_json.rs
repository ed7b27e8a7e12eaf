//! CSL-JSON (the CSL 1.0.2 schema, and what Zotero and citeproc-js accept beside it).

use super::values::{identify, keywords, language, line, page_range, text};
use super::{Record, Records, dates, kinds, people, unread};
use fonds_model::json::for_each_item;
use fonds_model::{Creator, Edtf, Holding, Role, season_named};
use serde_json::{Map, Value};
use std::ops::ControlFlow;

/// Reads items of CSL-JSON: an array of them, one alone, or an array under `items`.
///
/// # Errors
/// The place and the reason, when the text is not JSON.
pub fn from_csl_json(text: &str) -> Result<Records, String> {
    let mut out = Records::default();
    // One item after the other: all of them at once would take many times the file's length.
    let each = |item: Value| {
        let is_one_too_many = out.records.len() == super::MOST && item.is_object();
        take(item, &mut out);
        if is_one_too_many { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    };
    let read = for_each_item(text.trim_start_matches('\u{feff}'), &["items"], each);
    read.map(|()| out).map_err(|error| error.to_string())
}

fn take(item: Value, out: &mut Records) {
    match item {
        Value::Object(map) => out.add(record(&map)),
        other if out.diagnostics.len() < super::MOST => {
            out.diagnostics.push(unread("CSL", "it is no object", &other.to_string()));
        }
        _ => {}
    }
}

fn record(item: &Map<String, Value>) -> Record {
    let field = |name: &str| item.get(name).and_then(scalar);
    let mut record = Record::default();
    record.set_name(field("id"));
    if let Some(key) = field("citation-key") {
        record.set_key(&key);
    }
    let article = &mut record.article;
    article.kind = kinds::of_csl(&field("type").unwrap_or_default());
    article.title = field("title").unwrap_or_default();
    article.publication = field("container-title");
    article.publisher = field("publisher");
    article.place = field("publisher-place").or_else(|| field("event-place"));
    article.section = field("section");
    article.edition = field("edition");
    article.volume = field("volume");
    article.issue = field("issue").or_else(|| field("number"));
    article.pages = field("page").and_then(|pages| page_range(&pages));
    article.language = field("language").and_then(|written| language(&written));
    article.url = field("URL");
    article.rights = field("license");
    article.lead = item.get("abstract").and_then(Value::as_str).and_then(text);
    article.keywords = field("keyword").map(|written| keywords(&written)).unwrap_or_default();
    article.holding = holding(&field);
    for scheme in ["DOI", "ISSN", "ISBN", "PMID", "PMCID"] {
        if let Some(value) = field(scheme) {
            identify(&mut article.identifiers, &scheme.to_ascii_lowercase(), &value);
        }
    }
    for (variable, role) in NAMES {
        let names = item.get(variable).and_then(Value::as_array).into_iter().flatten();
        article.creators.extend(names.filter_map(|name| creator(name, role)));
    }
    // Zotero writes its "Extra" as the note.
    record.set_extra(item.get("note").and_then(Value::as_str).unwrap_or_default());
    record.notes.extend(item.get("annote").and_then(Value::as_str).and_then(text));
    if let Some(date) = item.get("issued") {
        record.set_issued(edtf(date), &written(date));
    }
    record.set_accessed(item.get("accessed").and_then(edtf));
    record
}

const NAMES: [(&str, Role); 8] = [
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("editorial-director", Role::Editor),
    ("translator", Role::Translator),
    ("illustrator", Role::Photographer),
    ("contributor", Role::Contributor),
    ("interviewer", Role::Contributor),
    ("collection-editor", Role::Contributor),
];

fn scalar(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => line(text),
        Value::Number(number) => Some(number.to_string()),
        // Crossref gives titles as lists of one.
        Value::Array(items) => items.first().and_then(Value::as_str).and_then(line),
        _ => None,
    }
}

/// A name: literal, or family and given names with particles and suffix.
fn creator(name: &Value, role: Role) -> Option<Creator> {
    let part = |key: &str| name.get(key).and_then(Value::as_str).and_then(line);
    if let Some(literal) = part("literal").or_else(|| name.as_str().and_then(line)) {
        return Some(Creator { role, ..Creator::author(literal) });
    }
    let join = |parts: [Option<String>; 2]| parts.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let family = join([part("non-dropping-particle"), part("family")]);
    let given = join([part("given"), part("dropping-particle")]);
    let mut creator = people::person(&family, &given, role)?;
    if let Some(suffix) = part("suffix") {
        creator.name = format!("{}, {suffix}", creator.name);
        // It stays with the given names.
        creator.given = creator.given.map(|given| format!("{given}, {suffix}"));
    }
    Some(creator)
}

/// A date of any form that CSL has: `date-parts` of one or two dates, a season, `raw` and `literal` text.
fn edtf(date: &Value) -> Option<Edtf> {
    let season = date.get("season").and_then(season);
    let mut ends = date.get("date-parts").and_then(Value::as_array).into_iter().flatten().map(|parts| {
        let number = |at: usize| whole(parts.get(at)?);
        let small = |at: usize| number(at).and_then(|n| u8::try_from(n).ok());
        dates::of_numbers(i32::try_from(number(0)?).ok()?, small(1).or(season), small(2))
    });
    let Some(start) = ends.next().flatten() else {
        let text = ["raw", "literal", "edtf"].iter().find_map(|name| date.get(*name)?.as_str());
        return text.or_else(|| date.as_str()).and_then(dates::of_text);
    };
    let date = match ends.next().flatten() {
        Some(end) => Edtf::parse(&format!("{start}/{end}")),
        None if is_circa(date) => Edtf::parse(&format!("{start}~")),
        None => None,
    };
    date.or(Some(start))
}

/// What stands in a date that is not understood.
fn written(date: &Value) -> String {
    let text = ["raw", "literal"].iter().find_map(|name| date.get(*name)?.as_str());
    text.or_else(|| date.as_str()).map_or_else(String::new, str::to_owned)
}

fn is_circa(date: &Value) -> bool {
    match date.get("circa") {
        Some(Value::Bool(circa)) => *circa,
        Some(Value::Number(number)) => number.as_f64() != Some(0.0),
        Some(Value::String(text)) => !matches!(text.as_str(), "" | "false" | "0"),
        _ => false,
    }
}

/// Seasons are numbered 1 to 4, by EDTF 21 to 24, or named.
fn season(value: &Value) -> Option<u8> {
    match whole(value) {
        Some(number @ 1..=4) => u8::try_from(number + 20).ok(),
        Some(number @ 21..=24) => u8::try_from(number).ok(),
        _ => season_named(value.as_str()?),
    }
}

fn whole(value: &Value) -> Option<i64> {
    value.as_i64().or_else(|| value.as_str()?.trim().parse().ok())
}

fn holding(field: &dyn Fn(&str) -> Option<String>) -> Option<Holding> {
    let value = |name| field(name).unwrap_or_default();
    let holding = Holding {
        repository: value("archive"),
        fonds: value("archive_collection"),
        folder: value("archive_location"),
        call_number: value("call-number"),
        ..Holding::default()
    };
    (holding != Holding::default()).then_some(holding)
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn date(value: Value) -> String {
        edtf(&value).map(|date| date.to_string()).unwrap_or_default()
    }

    #[test]
    fn dates_of_all_forms() {
        assert_eq!(date(json!({"date-parts": [[2022, 11, 25]]})), "2022-11-25");
        assert_eq!(date(json!({"date-parts": [["2022", "11"]]})), "2022-11");
        assert_eq!(date(json!({"date-parts": [[1930], [1935]]})), "1930/1935");
        assert_eq!(date(json!({"date-parts": [[1930]], "circa": 1})), "1930~");
        assert_eq!(date(json!({"date-parts": [[2022]], "season": 2})), "2022-22");
        assert_eq!(date(json!({"raw": "2022-11-25"})), "2022-11-25");
        assert_eq!(date(json!({"literal": "mùa lũ 1971"})), "");
        assert_eq!(date(json!({"date-parts": [[]]})), "");
        assert_eq!(date(json!({"date-parts": [[99999999999u64, 1e9]]})), "");
    }

    #[test]
    fn names_of_all_forms() {
        let name = |value: Value| creator(&value, Role::Author).map(|c| c.name).unwrap_or_default();
        assert_eq!(name(json!({"family": "Nguyễn", "given": "Văn An"})), "Nguyễn Văn An");
        assert_eq!(
            name(json!({"family": "Beethoven", "given": "Ludwig", "non-dropping-particle": "van"})),
            "Ludwig van Beethoven"
        );
        assert_eq!(name(json!({"literal": "TTXVN"})), "TTXVN");
        assert_eq!(
            name(json!({"family": "King", "given": "Martin Luther", "suffix": "Jr."})),
            "Martin Luther King, Jr."
        );
        assert_eq!(name(json!({})), "");
        let king = json!({"family": "King", "given": "Martin Luther", "suffix": "Jr."});
        let king = creator(&king, Role::Author).unwrap();
        let given = king.given.unwrap_or_default();
        assert_eq!(crate::names::suffix(&given), ("Martin Luther", Some("Jr.")));
    }

    #[test]
    fn not_json_and_not_items() {
        assert!(from_csl_json("[{").is_err());
        let records = from_csl_json("[1, {\"id\": 5, \"title\": \"x\"}]").unwrap();
        assert_eq!((records.records.len(), records.diagnostics.len()), (1, 1));
        assert_eq!(records.records[0].article.source.part.as_deref(), Some("5"));
    }
}
