//! Microdata of schema.org and the properties of RDFa: attributes on the page's own elements.

use super::super::page::{At, Page};
use super::facts::Facts;
use super::json_ld::kind_of;
use super::values::{keywords, language_tag, people, plain, web_address};
use crate::dates::machine_date;
use fonds_model::text::clean_line;

/// What the page's first article in microdata says.
pub(crate) fn read(page: &Page) -> Facts {
    let mut facts = Facts::from("microdata");
    let kind = |at: At| page.attr(at, "itemtype").and_then(|kind| kind_of(kind.trim().rsplit('/').next()?));
    let scopes = || page.below(0).filter(|at| page.attr(*at, "itemscope").is_some());
    // A page of its own kind says less than an article on it.
    let article = |at: &At| {
        kind(*at).is_some() && !page.attr(*at, "itemtype").is_some_and(|kind| kind.ends_with("/WebPage"))
    };
    let Some(scope) = scopes().find(article).or_else(|| scopes().find(|at| kind(*at).is_some())) else {
        return facts;
    };
    facts.kind = kind(scope);
    let mut at = scope + 1;
    while at < page.end(scope) {
        for name in page.attr(at, "itemprop").unwrap_or_default().split_ascii_whitespace() {
            property(page, at, name, &mut facts);
        }
        // What belongs to an inner thing is not said of the article.
        at = if page.attr(at, "itemscope").is_some() { page.end(at) } else { at + 1 };
    }
    facts
}

/// What RDFa says with properties of schema.org and Dublin Core.
pub(crate) fn rdfa(page: &Page) -> Facts {
    let mut facts = Facts::from("rdfa");
    for at in page.below(0).filter(|at| !matches!(page.name(*at), "meta" | "link")) {
        for name in page.attr(at, "property").unwrap_or_default().split_ascii_whitespace() {
            let Some((prefix, name)) = name.split_once(':') else { continue };
            match (prefix, name) {
                ("dc" | "dcterms", "title") => property(page, at, "headline", &mut facts),
                ("dc" | "dcterms", "creator") => property(page, at, "author", &mut facts),
                ("dc" | "dcterms", "date" | "issued" | "created") => {
                    property(page, at, "datePublished", &mut facts)
                }
                ("dc" | "dcterms", "modified") => property(page, at, "dateModified", &mut facts),
                ("schema" | "s", name) => property(page, at, name, &mut facts),
                _ => {}
            }
        }
    }
    facts
}

fn property(page: &Page, at: At, name: &str, facts: &mut Facts) {
    let value = || Some(value(page, at)).filter(|value| !value.is_empty() && value.chars().count() <= 1000);
    match name {
        "headline" if facts.title.is_none() => facts.title = value(),
        "name" if facts.title.is_none() && matches!(page.name(at), "h1" | "h2" | "meta") => {
            facts.title = value()
        }
        "author" | "creator" if facts.creators.len() < 12 => {
            let line = named(page, at).filter(|line| line.chars().count() <= 120);
            for creator in line.map(|line| people(&line)).unwrap_or_default() {
                if !facts.creators.contains(&creator) {
                    facts.creators.push(creator);
                }
            }
        }
        "publisher" if facts.publication.is_none() => {
            facts.publication =
                named(page, at).filter(|name| name.chars().count() <= 80 && !name.contains("://"));
        }
        "datePublished" if facts.issued.is_none() => {
            facts.issued = value().and_then(|date| machine_date(&date))
        }
        "dateModified" if facts.modified.is_none() => {
            facts.modified = value().and_then(|date| machine_date(&date))
        }
        "articleSection" if facts.section.is_none() => facts.section = value(),
        "inLanguage" if facts.language.is_none() => {
            facts.language = value().and_then(|tag| language_tag(&tag))
        }
        "description" if facts.description.is_none() => facts.description = value(),
        "keywords" => facts.keywords.extend(value().map(|line| keywords(&line)).unwrap_or_default()),
        "license" if facts.rights.is_none() => facts.rights = value(),
        "isAccessibleForFree" => {
            facts.closed |= value().is_some_and(|word| word.to_ascii_lowercase().ends_with("false"));
        }
        "url" | "mainEntityOfPage" if facts.url.is_none() => {
            facts.url = value().filter(|url| web_address(url))
        }
        _ => {}
    }
}

/// A property's value: what is written for machines, else what is shown.
fn value(page: &Page, at: At) -> String {
    let written = ["content", "datetime", "href", "itemid"].iter().find_map(|name| page.attr(at, name));
    match written {
        Some(written) => plain(written),
        None => clean_line(page.text(at)),
    }
}

/// The name of a person or body: a property of it, or all that is shown.
fn named(page: &Page, at: At) -> Option<String> {
    let inner =
        page.below(at).find(|below| matches!(page.attr(*below, "itemprop"), Some("name" | "legalName")));
    let line = match inner {
        Some(inner) => value(page, inner),
        None if page.attr(at, "content").is_some() => value(page, at),
        None => clean_line(page.text(at)),
    };
    Some(line).filter(|line| !line.is_empty())
}
