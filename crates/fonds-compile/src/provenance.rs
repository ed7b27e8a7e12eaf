//! Who made a book's articles, and where they were taken from, for its package.

use fonds_model::{Article, Contributor};
use std::collections::HashSet;

/// The makers of these articles, each once in each role, in order of first appearance.
pub(crate) fn contributors(order: &[&Article]) -> Vec<Contributor> {
    let all = order.iter().flat_map(|article| &article.creators);
    let named = all.map(|creator| (creator.name.trim(), creator.role)).filter(|(name, _)| !name.is_empty());
    let mut seen = HashSet::new();
    named
        .filter(|(name, role)| seen.insert((*name, role.relator())))
        .map(|(name, role)| Contributor { name: name.to_owned(), role })
        .collect()
}

/// The best identifier of each article's source: DOI, else address. An article that has neither gives none.
pub(crate) fn sources(order: &[&Article]) -> Vec<String> {
    let mut seen = HashSet::new();
    let all = order.iter().filter_map(|article| {
        let doi = article.identifiers.iter().find(|identifier| identifier.scheme == "doi");
        doi.map(|doi| format!("https://doi.org/{}", doi.value.trim()))
            .or_else(|| article.url.as_ref().map(|url| url.trim().to_owned()))
    });
    all.filter(|source| !source.is_empty() && seen.insert(source.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::{Creator, Identifier, Role};

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
