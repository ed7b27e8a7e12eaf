//! What a book's package says: whose it is, who made its articles, where they were taken from and what they are about; and
//! which of that is due to which article.

use crate::Material;
use fonds_cite::printed_date;
use fonds_model::book::{Credits, Subject};
use fonds_model::{Article, BookMeta, Contributor, Digest, ExportSettings, Role, Tag, TagId, Timestamp};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What title page and package of a book of these articles say.
pub(crate) fn meta(
    material: &Material,
    settings: &ExportSettings,
    title: Option<&str>,
    edition: Timestamp,
    order: &[&Article],
) -> BookMeta {
    let today = edition.strftime("%Y-%m-%d").to_string();
    let printed = fonds_model::Edtf::parse(&today).map(|day| printed_date(&day, &settings.locale));
    let given = settings.date.trim();
    let used: HashSet<&TagId> = order.iter().flat_map(|article| &article.tags).collect();
    let used = material.tags.iter().filter(|tag| used.contains(&tag.id));
    let mut subjects: Vec<Subject> = used.map(subject).collect();
    subjects.sort();
    subjects.dedup();
    BookMeta {
        identifier: Digest::of(format!("fonds collection {}", material.collection.id).as_bytes()).uuid_urn(),
        title: title
            .map(str::trim)
            .filter(|title| !title.is_empty())
            .unwrap_or(&material.collection.title)
            .to_owned(),
        subtitle: settings.subtitle.trim().to_owned(),
        compiler: settings.compiler.trim().to_owned(),
        institution: settings.institution.trim().to_owned(),
        date: if given.is_empty() { printed.unwrap_or_default() } else { given.to_owned() },
        date_iso: match fonds_model::Edtf::parse(given) {
            Some(date) => date.to_string(),
            None if given.is_empty() => today,
            None => String::new(),
        },
        rights: settings.rights.trim().to_owned(),
        number: settings.identifier.trim().to_owned(),
        language: settings.locale.clone(),
        modified: edition,
        description: settings.description.trim().to_owned(),
        series: settings.series.trim().to_owned(),
        series_position: settings.series_position.trim().to_owned(),
        contributors: contributors(order),
        sources: sources(order),
        subjects,
        volume: None,
    }
}

/// A vocabulary without a term in it says nothing, and so does a term of none.
fn subject(tag: &Tag) -> Subject {
    let is_whole = !tag.authority.is_empty() && !tag.term.is_empty();
    let named = |text: &str| if is_whole { text.to_owned() } else { String::new() };
    Subject { label: tag.label.clone(), authority: named(&tag.authority), term: named(&tag.term) }
}

/// What each article brings into the lists of the package.
pub(crate) fn credits(meta: &BookMeta, order: &[&Article], tags: &HashMap<&TagId, &Tag>) -> Vec<Credits> {
    let contributors: HashMap<(&str, &str), usize> =
        (0..).zip(&meta.contributors).map(|(n, one)| ((one.name.as_str(), one.role.relator()), n)).collect();
    let sources: HashMap<&str, usize> = meta.sources.iter().map(String::as_str).zip(0..).collect();
    let subjects: BTreeMap<&Subject, usize> = meta.subjects.iter().zip(0..).collect();
    let of_article = |article: &&Article| Credits {
        contributors: makers(article)
            .filter_map(|(name, role)| contributors.get(&(name, role.relator())).copied())
            .collect(),
        sources: source(article)
            .and_then(|source| sources.get(source.as_str()).copied())
            .into_iter()
            .collect(),
        subjects: article
            .tags
            .iter()
            .filter_map(|tag| subjects.get(&subject(tags.get(tag)?)).copied())
            .collect(),
    };
    order.iter().map(of_article).collect()
}

/// The makers of these articles, each once in each role, in order of first appearance.
fn contributors(order: &[&Article]) -> Vec<Contributor> {
    let mut seen = HashSet::new();
    order
        .iter()
        .flat_map(|article| makers(article))
        .filter(|(name, role)| seen.insert((*name, role.relator())))
        .map(|(name, role)| Contributor { name: name.to_owned(), role })
        .collect()
}

/// Who made an article, and in what role.
fn makers(article: &Article) -> impl Iterator<Item = (&str, Role)> {
    let all = article.creators.iter().map(|creator| (creator.name.trim(), creator.role));
    all.filter(|(name, _)| !name.is_empty())
}

/// The best identifier of each article's source.
fn sources(order: &[&Article]) -> Vec<String> {
    let mut seen = HashSet::new();
    order.iter().filter_map(|article| source(article)).filter(|source| seen.insert(source.clone())).collect()
}

/// DOI, else address. An article that has neither gives none.
fn source(article: &Article) -> Option<String> {
    let doi = article.identifiers.iter().find(|identifier| identifier.scheme == "doi");
    let source = doi
        .map(|doi| format!("https://doi.org/{}", doi.value.trim()))
        .or_else(|| article.url.as_ref().map(|url| url.trim().to_owned()));
    source.filter(|source| !source.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::{Creator, Identifier};

    #[test]
    fn makers_and_sources_are_named_once() {
        let by = |name: &str, role| Creator { name: name.into(), role, ..Creator::default() };
        let a = Article {
            creators: vec![by("An", Role::Author), by("Bình", Role::Translator)],
            url: Some("https://example.vn/a".into()),
            ..Article::default()
        };
        let doi = Identifier { scheme: "doi".into(), value: "10.1/x".into() };
        let b = Article {
            creators: vec![by("An", Role::Author), by("An", Role::Translator), by(" ", Role::Author)],
            identifiers: vec![doi],
            ..a.clone()
        };
        let found = contributors(&[&a, &b]);
        let found: Vec<_> = found.iter().map(|one| (one.name.as_str(), one.role.relator())).collect();
        assert_eq!(found, [("An", "aut"), ("Bình", "trl"), ("An", "trl")]);
        assert_eq!(sources(&[&a, &b, &a]), ["https://example.vn/a", "https://doi.org/10.1/x"]);
    }
}
