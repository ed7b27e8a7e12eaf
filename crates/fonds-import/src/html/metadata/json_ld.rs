//! JSON-LD: the article among a page's objects (lists, `@graph`, nested ones) and what it says.

use super::super::page::Page;
use super::facts::Facts;
use super::values::{keywords, language_tag, people, plain, web_address};
use crate::dates::machine_date;
use fonds_model::{ArticleKind, Creator, Diagnostic, Role, json};
use serde_json::Value;

/// Longer scripts are no metadata, in bytes.
const LONGEST: usize = 4 << 20;
/// So many scripts are looked at; pages have one or a few.
const MOST_SCRIPTS: usize = 50;
/// Deeper objects are not looked into.
const DEEPEST: usize = 6;

/// What a page's JSON-LD says. A remark tells what of it was left out.
pub(crate) fn read(page: &Page, remarks: &mut Vec<Diagnostic>) -> Option<Facts> {
    let scripts = || page.data().iter().map(|script| bare_script(script)).filter(|script| !script.is_empty());
    let values: Vec<Value> = scripts().take(MOST_SCRIPTS).filter_map(parse).collect();
    if values.len() < scripts().count() {
        let message = "some of what the page says of itself for machines (JSON-LD) is broken or too long, and was left out";
        remarks.push(Diagnostic::info("data-unread", message).hint("check title, creators and dates"));
    }
    let mut articles = Vec::new();
    let mut all = Vec::new();
    for value in &values {
        gather(value, 0, &mut articles, &mut all);
    }
    // A page of no kind of its own says less than an article on it.
    let (kind, found) = articles.iter().min_by_key(|(_, value)| types(value).contains(&"WebPage"))?;
    let mut facts = facts(found, *kind, &all);
    if facts.section.is_none() {
        facts.section = breadcrumb(&all, facts.title.as_deref());
    }
    Some(facts)
}

/// What pages write around a script for old browsers, or so that it is XML.
const AROUND: [(&str, &str); 4] =
    [("<!--", "-->"), ("//<![CDATA[", "//]]>"), ("/*<![CDATA[*/", "/*]]>*/"), ("<![CDATA[", "]]>")];

/// A script without what stands around it.
fn bare_script(text: &str) -> &str {
    AROUND.iter().fold(text.trim(), |text, (before, after)| {
        let text = text.strip_prefix(before).unwrap_or(text);
        text.strip_suffix(after).unwrap_or(text).trim().trim_end_matches(';')
    })
}

/// Many pages write line ends into strings.
fn parse(text: &str) -> Option<Value> {
    if text.len() > LONGEST {
        return None;
    }
    json::parse(text).ok().or_else(|| {
        let tame: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
        json::parse(&tame).ok()
    })
}

fn gather<'a>(
    value: &'a Value,
    depth: usize,
    articles: &mut Vec<(ArticleKind, &'a Value)>,
    all: &mut Vec<&'a Value>,
) {
    if depth > DEEPEST {
        return;
    }
    match value {
        Value::Array(items) => items.iter().for_each(|item| gather(item, depth + 1, articles, all)),
        Value::Object(fields) => {
            all.push(value);
            if let Some(kind) = types(value).into_iter().find_map(kind_of) {
                articles.push((kind, value));
            }
            for name in ["@graph", "mainEntity", "mainEntityOfPage"] {
                if let Some(inner) = fields.get(name) {
                    gather(inner, depth + 1, articles, all);
                }
            }
        }
        _ => {}
    }
}

fn types(value: &Value) -> Vec<&str> {
    match value.get("@type") {
        Some(Value::String(name)) => vec![bare(name)],
        Some(Value::Array(names)) => names.iter().filter_map(Value::as_str).map(bare).collect(),
        _ => vec![],
    }
}

fn bare(name: &str) -> &str {
    name.rsplit(['/', ':', '#']).next().unwrap_or(name)
}

/// The kind of document of a schema.org type.
pub(crate) fn kind_of(kind: &str) -> Option<ArticleKind> {
    Some(match kind {
        "NewsArticle"
        | "ReportageNewsArticle"
        | "AnalysisNewsArticle"
        | "OpinionNewsArticle"
        | "BackgroundNewsArticle"
        | "ReviewNewsArticle"
        | "AskPublicNewsArticle" => ArticleKind::Newspaper,
        "ScholarlyArticle" | "MedicalScholarlyArticle" => ArticleKind::Journal,
        "Report" | "TechArticle" => ArticleKind::Report,
        "Article"
        | "BlogPosting"
        | "SocialMediaPosting"
        | "WebPage"
        | "LiveBlogPosting"
        | "Review"
        | "AdvertiserContentArticle"
        | "SatiricalArticle"
        | "DiscussionForumPosting" => ArticleKind::WebPage,
        _ => return None,
    })
}

/// Pages write the truth value as a word too.
fn is_no(value: &Value) -> bool {
    value.as_bool() == Some(false)
        || value
            .as_str()
            .is_some_and(|word| matches!(bare(word).to_ascii_lowercase().as_str(), "false" | "no"))
}

fn facts(found: &Value, kind: ArticleKind, all: &[&Value]) -> Facts {
    let text = |name: &str| found.get(name).and_then(first_text);
    let is_page = types(found).contains(&"WebPage");
    let mut facts = Facts::from("json-ld");
    facts.kind = Some(kind);
    facts.closed = found.get("isAccessibleForFree").is_some_and(is_no);
    facts.title = text("headline").or_else(|| text("name"));
    for name in ["author", "creator"] {
        if facts.creators.is_empty() {
            let names = found.get(name).map(|value| names(value, all, 0)).unwrap_or_default();
            facts.creators = names.iter().flat_map(|name| people(name)).collect();
        }
    }
    let translators = found.get("translator").map(|value| names(value, all, 0)).unwrap_or_default();
    let translators = translators.iter().flat_map(|name| people(name));
    facts.creators.extend(translators.map(|creator| Creator { role: Role::Translator, ..creator }));
    let named = |name: &str| found.get(name).and_then(|value| names(value, all, 0).into_iter().next());
    facts.publication = whole(found, all).or_else(|| named("publisher"));
    facts.publisher = named("publisher").filter(|name| facts.publication.as_ref() != Some(name));
    // The page's own times are those of its template.
    if !is_page || facts.title.is_some() {
        facts.issued =
            text("datePublished").or_else(|| text("dateCreated")).and_then(|date| machine_date(&date));
        facts.modified = text("dateModified").and_then(|date| machine_date(&date));
    }
    facts.language = found
        .get("inLanguage")
        .and_then(|value| first_text(value).or_else(|| first_text(value.get("alternateName")?)));
    facts.language = facts.language.as_deref().and_then(language_tag);
    facts.section = text("articleSection");
    let main =
        found.get("mainEntityOfPage").and_then(|page| page.as_str().or_else(|| page.get("@id")?.as_str()));
    facts.url = text("url").or_else(|| main.map(str::to_owned)).filter(|url| web_address(url));
    facts.rights = text("license").or_else(|| text("copyrightNotice"));
    facts.description = text("description");
    facts.keywords = found
        .get("keywords")
        .map(|value| texts(value).iter().flat_map(|line| keywords(line)).collect())
        .unwrap_or_default();
    identify(found, &mut facts);
    bibliography(found, &mut facts);
    facts
}

/// Identifiers: in fields of their own, under `identifier`, or as addresses of the same.
fn identify(found: &Value, facts: &mut Facts) {
    for (name, scheme) in [("doi", "doi"), ("issn", "issn"), ("isbn", "isbn")] {
        if let Some(value) = found.get(name).and_then(first_text) {
            facts.identify(scheme, &value);
        }
    }
    let listed = |name: &str| match found.get(name) {
        Some(Value::Array(items)) => items.iter().collect(),
        Some(one) => vec![one],
        None => vec![],
    };
    for value in ["identifier", "sameAs"].into_iter().flat_map(listed) {
        let scheme = value.get("propertyID").and_then(Value::as_str).unwrap_or_default();
        let text = first_text(value.get("value").unwrap_or(value)).unwrap_or_default();
        let is_doi = scheme.to_ascii_lowercase().ends_with("doi") || text.starts_with("doi:");
        if text.contains("10.") && (is_doi || text.contains("doi.org/10.")) {
            facts.identify("doi", &text);
        }
    }
}

/// Volume, issue and pages, and what the issue and the volume are part of.
fn bibliography(found: &Value, facts: &mut Facts) {
    let parts: Vec<&Value> =
        std::iter::successors(Some(found), |part| part.get("isPartOf")).take(DEEPEST).collect();
    let text = |name: &str| parts.iter().find_map(|part| part.get(name).and_then(first_text));
    facts.volume = text("volumeNumber");
    facts.issue = text("issueNumber");
    let end = |name: &str| found.get(name).and_then(first_text);
    facts.pages = end("pagination").or_else(|| match (end("pageStart"), end("pageEnd")) {
        (Some(first), Some(last)) if first != last => Some(format!("{first}–{last}")),
        (first, last) => first.or(last),
    });
    for part in &parts[1..] {
        if let Some(issn) = part.get("issn").and_then(first_text) {
            facts.identify("issn", &issn);
        }
        if types(part).contains(&"Periodical") {
            facts.publication = part.get("name").and_then(first_text).or_else(|| facts.publication.take());
        }
    }
}

/// What the article is part of: the paper or the site. The page that it stands in is named after the article, and is a part
/// of the site itself.
fn whole(found: &Value, all: &[&Value]) -> Option<String> {
    let mut part = found;
    for _ in 0..DEEPEST {
        part = part.get("isPartOf")?;
        let id = part.get("@id").filter(|_| part.get("@type").is_none());
        let meant = id.and_then(|id| {
            all.iter().find(|other| other.get("@id") == Some(id) && other.get("@type").is_some())
        });
        part = meant.copied().unwrap_or(part);
        if !types(part).iter().any(|kind| kind.ends_with("Page")) {
            return names(part, all, 0).into_iter().next();
        }
    }
    None
}

/// Names of people or bodies: texts, objects, lists of them, or references to objects elsewhere on the page.
fn names(value: &Value, all: &[&Value], depth: usize) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(|item| names(item, all, depth)).collect(),
        Value::String(name) => {
            Some(plain(name)).filter(|name| !name.is_empty() && !name.contains("://")).into_iter().collect()
        }
        Value::Object(fields) => {
            if let Some(name) = fields.get("name").or_else(|| fields.get("legalName")) {
                return if depth > DEEPEST { vec![] } else { names(name, all, depth + 1) };
            }
            let id = fields.get("@id").filter(|_| depth == 0);
            let meant = id.and_then(|id| {
                all.iter().find(|other| other.get("@id") == Some(id) && other.get("name").is_some())
            });
            meant.map(|meant| names(meant, all, depth + 1)).unwrap_or_default()
        }
        _ => vec![],
    }
}

/// The last step but the article itself of a trail of sections.
fn breadcrumb(all: &[&Value], title: Option<&str>) -> Option<String> {
    let trail = all.iter().find(|value| types(value).contains(&"BreadcrumbList"))?;
    let steps = trail.get("itemListElement")?.as_array()?;
    let name = |step: &Value| first_text(step.get("name").or_else(|| step.get("item")?.get("name"))?);
    let names: Vec<String> =
        steps.iter().filter_map(name).filter(|name| Some(name.as_str()) != title).collect();
    (names.len() > 1).then(|| names.into_iter().next_back())?
}

fn first_text(value: &Value) -> Option<String> {
    texts(value).iter().map(|text| plain(text)).find(|text| !text.is_empty())
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Number(number) => vec![number.to_string()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        _ => vec![],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn papers_in_journals() {
        let page = r#"<script type="application/ld+json">{"@type": "WebPage", "mainEntity": {"@type": "ScholarlyArticle",
            "headline": "On bridges", "author": [{"name": "An Le"}], "translator": {"name": "Bo Tran"}, "pageStart": "1",
            "pageEnd": "9", "sameAs": "https://doi.org/10.1007/s11192-022-1", "publisher": {"name": "Springer"},
            "isPartOf": {"@type": "PublicationIssue", "issueNumber": "2", "isPartOf": {"@type": ["PublicationVolume",
            "Periodical"], "volumeNumber": 127, "name": "Scientometrics", "issn": ["1588-2861", "0138-9130"]}}}}</script>"#;
        let facts = read(&Page::parse(page), &mut vec![]).unwrap();
        let told =
            [&facts.publication, &facts.volume, &facts.issue, &facts.pages].map(|told| told.clone().unwrap());
        assert_eq!(told, ["Scientometrics", "127", "2", "1–9"]);
        let identifiers: Vec<_> =
            facts.identifiers.iter().map(|id| format!("{} {}", id.scheme, id.value)).collect();
        assert_eq!(identifiers, ["doi 10.1007/s11192-022-1", "issn 1588-2861"]);
        let people: Vec<_> = facts.creators.iter().map(|c| format!("{} {}", c.name, c.role.name())).collect();
        assert_eq!(people, ["An Le author", "Bo Tran translator"]);
        let page = r#"<script type="application/ld+json">{"@type": "Article", "name": "x", "identifier": [{"@type":
            "PropertyValue", "propertyID": "DOI", "value": "10.5/x"}, "internal 10.7"]}</script>"#;
        assert_eq!(read(&Page::parse(page), &mut vec![]).unwrap().identifiers.len(), 1);
    }

    fn remarks(scripts: &[&str]) -> usize {
        let script = |data: &&str| format!("<script type='application/ld+json'>{data}</script>");
        let page: String = scripts.iter().map(script).collect();
        let mut remarks = vec![];
        let _ = read(&Page::parse(&page), &mut remarks);
        remarks.len()
    }

    #[test]
    fn what_is_left_out_is_told() {
        let article = "{\"@type\": \"Article\", \"name\": \"x\"}";
        assert_eq!(
            remarks(&[
                article,
                " ",
                "<!-- {\"a\": 1} -->",
                "\n<![CDATA[ {} ]]>\n",
                "//<![CDATA[\n{};\n//]]>"
            ]),
            0
        );
        assert_eq!(remarks(&[article, "{broken"]), 1);
        let long = format!("{{\"@type\": \"Article\", \"name\": \"{}\"}}", "x".repeat(LONGEST));
        assert_eq!(remarks(&[&long]), 1);
        assert_eq!(remarks(&vec![article; MOST_SCRIPTS + 1]), 1);
    }

    #[test]
    fn the_page_is_no_publication() {
        let graph = |site: &str| {
            format!(
                r##"<script type="application/ld+json">{{"@graph": [{{"@type": "Article", "headline": "Cầu mới",
                "isPartOf": {{"@id": "#webpage"}}, "publisher": {{"name": "Ban biên tập"}}}},
                {{"@type": "WebPage", "@id": "#webpage", "name": "Cầu mới - Tin sông" {site}}},
                {{"@type": "WebSite", "@id": "#website", "name": "Tin sông"}}]}}</script>"##
            )
        };
        let publication =
            |site: &str| read(&Page::parse(&graph(site)), &mut vec![]).unwrap().publication.unwrap();
        assert_eq!(publication(", \"isPartOf\": {\"@id\": \"#website\"}"), "Tin sông");
        assert_eq!(publication(""), "Ban biên tập");
    }
}
