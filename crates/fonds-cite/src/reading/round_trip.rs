//! What is written is read again as it was, as far as each format can hold it.

use super::{Record, Records, from_bibtex, from_csl_json, from_ris};
use crate::exchange::{bibtex, csl_json, ris};
use fonds_model::{Article, ArticleKind, Creator, Edtf, Identifier, Role};
use proptest::prelude::*;
use proptest::sample::select;

/// Kinds that all three formats tell apart.
const KINDS: [ArticleKind; 8] = [
    ArticleKind::Newspaper,
    ArticleKind::Journal,
    ArticleKind::WebPage,
    ArticleKind::Report,
    ArticleKind::Letter,
    ArticleKind::Legislation,
    ArticleKind::Manuscript,
    ArticleKind::Document,
];

/// A line of text with what is special in one of the formats, without what they turn into other characters.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[A-Za-z0-9ĐđăâêôơưáàảãạÝỹ]{1,8}",
        select(vec![
            "50%",
            "R&D",
            "#3",
            "a_b",
            "{x}",
            "$5",
            "~",
            "^",
            "\"trích\"",
            "C:",
            "—",
            "[sic]",
            "a\\b"
        ])
        .prop_map(str::to_owned),
    ];
    proptest::collection::vec(word, 1..6).prop_map(|words| words.join(" "))
}

fn maybe<T: std::fmt::Debug>(inner: impl Strategy<Value = T>) -> impl Strategy<Value = Option<T>> {
    proptest::option::of(inner)
}

fn creators() -> impl Strategy<Value = Vec<Creator>> {
    let names = select(vec![
        "Nguyễn Văn An",
        "Lê Bình",
        "Jane Smith",
        "Ludwig van Beethoven",
        "TTXVN",
        "Trần Thị Cúc",
    ]);
    let roles = select(vec![Role::Author, Role::Editor, Role::Translator]);
    let one = (names, roles).prop_map(|(name, role)| Creator { role, ..Creator::author(name) });
    proptest::collection::vec(one, 0..4).prop_map(|mut creators| {
        // The formats keep the order within a role only.
        creators.sort_by_key(|creator| creator.role.name());
        creators
    })
}

prop_compose! {
    fn articles()(
        kind in select(KINDS.to_vec()),
        title in words(),
        creators in creators(),
        texts in proptest::collection::vec(maybe(words()), 3),
        issued in maybe(select(vec!["2022", "2022-11", "2022-11-25", "0987"])),
        numbers in proptest::collection::vec(maybe("[1-9][0-9]{0,3}"), 2),
        pages in maybe(select(vec!["12", "12–15", "A1"])),
        url in maybe(select(vec!["https://example.vn/a_b?c=1&d=%20#e", "https://example.vn/~an"])),
        language in maybe(select(vec!["vi", "en", "fr", "ja"])),
        keywords in proptest::collection::vec("[a-zđ]{1,6}( [a-zư]{1,6})?", 0..3),
        doi in maybe(Just("10.1000/182_a(b)")),
        issn in maybe(Just("0866-756X")),
    ) -> Article {
        let identifier = |scheme: &str, value: Option<&str>| {
            value.map(|value| Identifier { scheme: scheme.into(), value: value.into() })
        };
        Article {
            citekey: "an2022".into(),
            kind,
            title,
            creators,
            publication: texts[0].clone(),
            publisher: texts[1].clone(),
            place: texts[2].clone(),
            issued: issued.and_then(Edtf::parse),
            volume: numbers[0].clone(),
            issue: numbers[1].clone(),
            pages: pages.map(str::to_owned),
            url: url.map(str::to_owned),
            language: language.map(str::to_owned),
            keywords,
            identifiers: [identifier("doi", doi), identifier("issn", issn)].into_iter().flatten().collect(),
            ..Article::default()
        }
    }
}

/// The one record that was read, in the form of what was written.
fn only(records: Records) -> Article {
    assert_eq!(records.diagnostics, []);
    let [Record { mut article, .. }] = <[Record; 1]>::try_from(records.records).unwrap();
    assert_eq!(article.source.part.take().as_ref(), Some(&article.citekey));
    for creator in &mut article.creators {
        (creator.family, creator.given) = (None, None);
    }
    article.creators.sort_by_key(|creator| creator.role.name());
    article
}

proptest! {
    #[test]
    fn through_biblatex(mut article in articles()) {
        // An address ends at a brace; an organization is the only container of a page.
        article.publisher = article.publisher.filter(|_| article.kind != ArticleKind::WebPage);
        prop_assert_eq!(only(from_bibtex(&bibtex(&[&article]))), article);
    }

    #[test]
    fn through_ris(mut article in articles()) {
        // A container that is called as the article is taken for the same.
        article.publication.take_if(|name| *name == article.title);
        prop_assert_eq!(only(from_ris(&ris(&[&article]))), article);
    }

    #[test]
    fn through_csl_json(mut article in articles()) {
        article.keywords.clear();
        let read = from_csl_json(&csl_json(&[&article]).to_string()).unwrap();
        prop_assert_eq!(only(read), article);
    }

    #[test]
    fn dates_through_biblatex_and_csl(date in select(vec!["1945?", "1930~", "194X", "1930/1935", "../1954", "2022-11-25T17:05"])) {
        let article = Article { title: "x".into(), citekey: "x".into(), issued: Edtf::parse(date), ..Article::default() };
        prop_assert_eq!(only(from_bibtex(&bibtex(&[&article]))).issued, article.issued.clone());
        if matches!(date, "1930~" | "1930/1935") {
            let read = from_csl_json(&csl_json(&[&article]).to_string()).unwrap();
            prop_assert_eq!(only(read).issued, article.issued);
        }
    }

    #[test]
    fn nothing_panics(text in "(TY  - |ER  - |@misc\\{a,|title=|[\\{\\}\\\\\"#,~^'=a1ơ\n]){0,60}") {
        let _ = (from_ris(&text), from_bibtex(&text), from_csl_json(&text));
    }
}
