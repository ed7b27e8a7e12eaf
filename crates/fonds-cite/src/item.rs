//! Articles as CSL-JSON items (the CSL 1.0.2 schema).

use crate::names::{Parts, parts};
use fonds_model::date::DateParts;
use fonds_model::{Article, ArticleKind, Creator, Edtf, Role};
use serde_json::{Map, Value, json};

/// An article as a CSL-JSON item. With `for_styles`, what the processor cannot take is put in a form that it can:
/// intervals become their first date, and names in Vietnamese order become one word that no style turns round.
pub(crate) fn item(article: &Article, id: &str, for_styles: bool) -> Value {
    let mut item = Map::new();
    let mut set = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.to_owned(), value);
        }
    };
    let text =
        |value: &Option<String>| value.as_ref().filter(|text| !text.is_empty()).map(|text| json!(text));
    set("id", Some(json!(id)));
    set("type", Some(json!(kind(article.kind))));
    set("title", Some(json!(article.title)));
    set("container-title", text(&article.publication));
    set("publisher", text(&article.publisher));
    set("publisher-place", text(&article.place));
    set("section", text(&article.section));
    set("edition", text(&article.edition));
    set("volume", text(&article.volume));
    set("issue", text(&article.issue));
    set("page", text(&article.pages));
    if for_styles {
        // English makes the processor rewrite capitals ("NASA" to "Nasa"). Titles are cited as they were printed.
        let foreign = article.language.clone().filter(|tag| !tag.starts_with("en"));
        set("language", Some(json!(foreign.unwrap_or_else(|| "mul".into()))));
    } else {
        set("language", text(&article.language));
    }
    set("URL", text(&article.url));
    set("issued", article.issued.as_ref().map(|when| date(when, for_styles)));
    if article.url.is_some() {
        let day =
            article.source.captured.and_then(|time| Edtf::parse(&time.strftime("%Y-%m-%d").to_string()));
        set("accessed", day.map(|day| date(&day, for_styles)));
    }
    for (variable, role) in NAMES {
        // A photographer is no illustrator to a reader; the exchange formats have no better word.
        if for_styles && role == Role::Photographer {
            continue;
        }
        let of_role: Vec<_> = article.creators.iter().filter(|creator| creator.role == role).collect();
        let names: Vec<_> = of_role.into_iter().map(|creator| name(creator, for_styles)).collect();
        set(variable, (!names.is_empty()).then_some(Value::Array(names)));
    }
    for identifier in &article.identifiers {
        let variable = identifier.scheme.to_ascii_uppercase();
        if matches!(variable.as_str(), "DOI" | "ISSN" | "ISBN") {
            set(&variable, Some(json!(identifier.value)));
        }
    }
    if let Some(holding) = &article.holding {
        let place = [&holding.fonds, &holding.series, &holding.box_, &holding.folder];
        let place: Vec<&str> =
            place.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        set("archive", (!holding.repository.is_empty()).then(|| json!(holding.repository)));
        set("archive_location", (!place.is_empty()).then(|| json!(place.join(", "))));
        set("call-number", (!holding.call_number.is_empty()).then(|| json!(holding.call_number)));
    }
    Value::Object(item)
}

const NAMES: [(&str, Role); 5] = [
    ("author", Role::Author),
    ("editor", Role::Editor),
    ("translator", Role::Translator),
    ("illustrator", Role::Photographer),
    ("interviewer", Role::Interviewee),
];

fn kind(kind: ArticleKind) -> &'static str {
    match kind {
        ArticleKind::Newspaper => "article-newspaper",
        ArticleKind::Magazine => "article-magazine",
        ArticleKind::Journal => "article-journal",
        ArticleKind::WebPage => "webpage",
        ArticleKind::Report => "report",
        ArticleKind::Letter => "personal_communication",
        ArticleKind::Interview => "interview",
        ArticleKind::Speech => "speech",
        ArticleKind::Legislation => "legislation",
        ArticleKind::Manuscript => "manuscript",
        ArticleKind::Document => "document",
    }
}

fn name(creator: &Creator, for_styles: bool) -> Value {
    match parts(creator) {
        Parts::Whole(name) => json!({ "literal": name }),
        Parts::Eastern { family, given } if for_styles => json!({ "literal": format!("{family} {given}") }),
        Parts::Western { family, given } | Parts::Eastern { family, given } => {
            json!({ "family": family, "given": given })
        }
    }
}

fn date(date: &Edtf, for_styles: bool) -> Value {
    let start = date.start();
    let mut all = vec![parts_of(&start)];
    if !for_styles {
        all.extend(date.end().map(|end| parts_of(&end)));
    }
    let mut value = json!({ "date-parts": all });
    if start.uncertain || start.approximate || start.unspecified_digits > 0 {
        value["circa"] = json!(true);
    }
    value
}

fn parts_of(parts: &DateParts) -> Vec<i32> {
    // Seasons (21 to 24) are no months.
    let month = parts.month.filter(|month| *month <= 12).map(i32::from);
    [Some(parts.year), month, month.and(parts.day.map(i32::from))]
        .into_iter()
        .map_while(|part| part)
        .collect()
}
