//! Articles as CSL-JSON items (the CSL 1.0.2 schema).

use crate::dates::csl_date;
use crate::names::{Parts, parts, suffix};
use fonds_model::article::Holding;
use fonds_model::{Article, ArticleKind, Creator, Edtf, Role};
use serde_json::{Map, Value, json};

/// An article as a CSL-JSON item. With `for_styles`, what the processor cannot take is put in a form that it can:
/// intervals become their first date ([`crate::dates`] mends what is printed), names that are written family name
/// first become one word that no style turns round, and what styles would leave out stands where they look.
pub(crate) fn item(article: &Article, id: &str, for_styles: bool) -> Value {
    let mut item = Fields(Map::new());
    item.text("id", id);
    item.text("type", kind(article.kind));
    item.text("title", &article.title);
    item.some("publisher", &article.publisher);
    item.some("section", &article.section);
    item.some("edition", &article.edition);
    item.some("volume", &article.volume);
    item.some("page", &article.pages);
    item.some("URL", &article.url);
    places(&mut item, article, for_styles);
    numbers(&mut item, article, for_styles);
    names(&mut item, article, for_styles);
    item.set("issued", article.issued.as_ref().map(|when| csl_date(when, for_styles)));
    item.set("accessed", accessed(article).map(|day| csl_date(&day, for_styles)));
    for identifier in &article.identifiers {
        let variable = identifier.scheme.to_ascii_uppercase();
        if matches!(variable.as_str(), "DOI" | "ISSN" | "ISBN" | "PMID" | "PMCID") {
            item.text(&variable, &identifier.value);
        }
    }
    if let Some(holding) = &article.holding {
        archive(&mut item, holding, for_styles);
    }
    if for_styles {
        // English makes the processor rewrite capitals ("NASA" to "Nasa"). Titles are cited as they were printed.
        let foreign = article.language.as_deref().filter(|tag| !tag.starts_with("en"));
        item.text("language", foreign.unwrap_or("mul"));
    } else {
        item.some("language", &article.language);
        item.some("abstract", &article.lead);
        item.some("license", &article.rights);
        item.text("keyword", &article.keywords.join(", "));
    }
    Value::Object(item.0)
}

/// The variables of an item; empty values are left out.
struct Fields(Map<String, Value>);

impl Fields {
    fn set(&mut self, name: &str, value: Option<Value>) {
        if let Some(value) = value {
            self.0.insert(name.to_owned(), value);
        }
    }

    fn text(&mut self, name: &str, text: &str) {
        self.set(name, (!text.is_empty()).then(|| json!(text)));
    }

    fn some(&mut self, name: &str, text: &Option<String>) {
        self.text(name, text.as_deref().unwrap_or_default());
    }
}

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

/// Where it appeared. What was written or said somewhere has its dateline for a place; a speech was
/// given at an event.
fn places(item: &mut Fields, article: &Article, for_styles: bool) {
    use ArticleKind::{Interview, Letter, Manuscript, Speech};
    let written = matches!(article.kind, Letter | Manuscript | Speech | Interview);
    let dateline = article.dateline.as_ref().filter(|_| written);
    let place = article.place.as_ref().or(dateline).cloned();
    item.some("publisher-place", &place);
    item.some("container-title", &article.publication);
    if article.kind == ArticleKind::Speech {
        item.some("event-place", &place);
        // To styles, the event is where the speech appeared: told as both, it would be printed twice.
        if !for_styles {
            item.some("event-title", &article.publication);
        }
    }
}

/// Laws and reports have a number, not an issue; a law's publisher is the authority that passed it.
fn numbers(item: &mut Fields, article: &Article, for_styles: bool) {
    let numbered = matches!(article.kind, ArticleKind::Report | ArticleKind::Legislation);
    if numbered {
        item.some("number", &article.issue);
    }
    if !(numbered && for_styles) {
        item.some("issue", &article.issue);
    }
    if article.kind == ArticleKind::Legislation {
        item.some("authority", &article.publisher);
    }
}

/// When a page was seen on the web: the day it was captured.
fn accessed(article: &Article) -> Option<Edtf> {
    article.url.as_ref()?;
    let captured = article.source.captured?;
    Edtf::parse(&captured.strftime("%Y-%m-%d").to_string())
}

fn archive(item: &mut Fields, holding: &Holding, for_styles: bool) {
    let place = [&holding.fonds, &holding.series, &holding.box_, &holding.folder];
    let call_number = Some(&holding.call_number).filter(|_| for_styles);
    let place = place.into_iter().chain(call_number).map(String::as_str);
    let place: Vec<&str> = place.filter(|part| !part.is_empty()).collect();
    item.text("archive", &holding.repository);
    item.text("archive_location", &place.join(", "));
    // Few styles print a call number, and a document is asked for by it: for styles it is part of the location.
    if !for_styles {
        item.text("archive_collection", &holding.fonds);
        item.text("call-number", &holding.call_number);
    }
}

/// Who is cited as what. The author of an interview is who was interviewed, as CSL has it.
fn names(item: &mut Fields, article: &Article, for_styles: bool) {
    let asked = article.creators.iter().any(|creator| creator.role == Role::Interviewee);
    let interview = article.kind == ArticleKind::Interview && asked;
    let (author, interviewer) =
        if interview { (Role::Interviewee, Some(Role::Author)) } else { (Role::Author, None) };
    let mut roles = vec![
        ("author", author),
        ("editor", Role::Editor),
        ("translator", Role::Translator),
        ("contributor", Role::Contributor),
    ];
    roles.extend(interviewer.map(|role| ("interviewer", role)));
    // A photographer is no illustrator to a reader; the exchange formats have no better word.
    if !for_styles {
        roles.push(("illustrator", Role::Photographer));
    }
    for (variable, role) in roles {
        let of_role =
            article.creators.iter().filter(|creator| creator.role == role && !creator.name.trim().is_empty());
        let names: Vec<_> = of_role.map(|creator| name(creator, for_styles)).collect();
        item.set(variable, (!names.is_empty()).then_some(Value::Array(names)));
    }
}

fn name(creator: &Creator, for_styles: bool) -> Value {
    match parts(creator) {
        Parts::Whole(name) => json!({ "literal": name }),
        Parts::Eastern { .. } if for_styles => json!({ "literal": creator.name.trim() }),
        Parts::Western { family, given } | Parts::Eastern { family, given } => {
            let (given, suffix) = suffix(&given);
            let mut name = json!({ "family": family, "given": given });
            if let Some(suffix) = suffix {
                name["suffix"] = json!(suffix);
            }
            name
        }
    }
}
