//! The law from end to end: any collection, compiled and written, is a sound e-book that says what its articles say, in the
//! collection's order.

use super::any_book::{EveryPicture, block, check_links, files, squeezed, words};
use super::{sample, unpacked};
use crate::{Epub, EpubOptions, Sources, Written, write, write_to};
use fonds_compile::Material;
use fonds_model::{
    Article, ArticleId, CitationPlace, Collection, CollectionItem, ExportSettings, ItemContent, Projection,
    Quiet, TextRole,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use std::collections::BTreeMap;
use std::io::Cursor;

fn article() -> impl Strategy<Value = Article> {
    (words(), proptest::option::of(words()), vec(block(), 0..5), "(vi|en|ar)").prop_map(
        |(title, lead, body, language)| Article {
            title,
            lead,
            body,
            language: Some(language),
            assets: vec![sample::asset("aa"), sample::asset("bb")],
            ..Article::default()
        },
    )
}

fn content() -> impl Strategy<Value = ItemContent> {
    let roles = vec![TextRole::Foreword, TextRole::Introduction, TextRole::Afterword];
    prop_oneof![
        4 => (0usize..3).prop_map(|n| ItemContent::Article { article: format!("a{n}").into() }),
        1 => words().prop_map(|title| ItemContent::Part { title }),
        1 => (select(roles), "[A-ZĐ][a-zđờế]{2,9}", "[a-zđờ ]{1,20}")
            .prop_map(|(role, title, text)| ItemContent::Text { role, title, text }),
    ]
}

/// A collection and the articles of the library.
type Made = (Collection, BTreeMap<ArticleId, Article>);

fn collection() -> impl Strategy<Value = Made> {
    (vec(article(), 3), vec(content(), 0..6), words()).prop_map(|(articles, mut contents, title)| {
        contents.push(ItemContent::Article { article: "a0".into() });
        let item = |(n, content)| CollectionItem { id: format!("i{n}").into(), content };
        let articles = articles.into_iter().enumerate().map(|(n, article)| {
            let id = ArticleId(format!("a{n}"));
            (id.clone(), Article { id, citekey: format!("key{n}"), ..article })
        });
        let items = contents.into_iter().enumerate().map(item).collect();
        (Collection { id: "c".into(), title, items, ..Collection::default() }, articles.collect())
    })
}

fn settings() -> impl Strategy<Value = ExportSettings> {
    let places = vec![CitationPlace::UnderTitle, CitationPlace::Footnote, CitationPlace::None];
    (any::<[bool; 6]>(), select(places), "(vi-VN|en-GB)").prop_map(|(lists, citation_place, locale)| {
        ExportSettings {
            locale,
            citation_place,
            style: "apa".into(),
            bibliography: lists[0],
            bibliography_by_part: lists[1],
            bibliography_by_article: lists[2],
            index: lists[3],
            sources: lists[4],
            colophon: lists[5],
            ..ExportSettings::default()
        }
    })
}

/// What each item says, forewords first; the heading that a text has in Markdown is its title.
fn said((collection, articles): &Made) -> Vec<String> {
    let is_foreword =
        |item: &&CollectionItem| matches!(item.content, ItemContent::Text { role: TextRole::Foreword, .. });
    let (first, then): (Vec<_>, Vec<_>) = collection.items.iter().partition(is_foreword);
    let words = first.into_iter().chain(then).map(|item| match &item.content {
        ItemContent::Article { article } => Projection::of(&articles[article]).text,
        ItemContent::Part { title } => title.clone(),
        ItemContent::Text { title, text, .. } => format!("{title}{text}"),
    });
    words.map(|text| squeezed(&text)).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn any_collection_becomes_a_sound_book(made in collection(), settings in settings()) {
        let (collection, articles) = made.clone();
        let styles = fonds_cite::AddedStyles::default();
        let material = Material { collection, articles, annotations: vec![], tags: vec![], styles };
        let edition = fonds_model::Timestamp::UNIX_EPOCH;
        let bodies = &material.articles;
        let compiled = fonds_compile::compile(&material, bodies, &settings, None, edition, &Quiet).unwrap();
        let texts = compiled.plan.texts(&material, bodies, &settings);
        let mut bytes = Vec::new();
        let sources = Sources { texts: &texts, assets: &EveryPicture, carried: &|_, _| Ok(()) };
        let (options, out) = (EpubOptions::default(), Cursor::new(&mut bytes));
        let written = write_to(&compiled.book, sources, &options, &Quiet, out).unwrap();
        let Written { diagnostics, picture_bytes, .. } = written;
        let epub = Epub { bytes, diagnostics, picture_bytes };
        // Texts that are made when they are asked for are those of a book that has them all.
        let whole = compiled.book.with_texts(&texts).unwrap();
        prop_assert!(write(&whole, &EveryPicture, &options, &Quiet).unwrap().bytes == epub.bytes);
        let (names, files) = files(&epub).map_err(TestCaseError::fail)?;
        check_links(&names, &files)?;
        let package = &unpacked(&epub).1["OEBPS/content.opf"];
        let spine = package.split("<itemref idref=\"").skip(4).filter_map(|rest| rest.split('"').next());
        let ids = spine.filter(|id| compiled.items.contains_key(*id));
        let texts: Vec<_> =
            ids.map(|id| squeezed(&files[&format!("OEBPS/text/{id}.xhtml")].text)).collect();
        let expected = said(&made);
        prop_assert_eq!(texts.len(), expected.len());
        for (text, wanted) in texts.iter().zip(&expected) {
            prop_assert!(text.contains(wanted.as_str()), "{} is not in {}", wanted, text);
        }
    }
}
