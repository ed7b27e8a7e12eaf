//! Any text: what is read out of a print file is what the article says, word for word and in order.

use super::reading::structure;
use super::{book, options, section, squeezed};
use crate::{Layouts, Pdf, write};
use fonds_model::{Block, Cell, Colour, Inline, Paper, Quiet, Row, SectionKind};
use proptest::prelude::*;
use std::process::Command;

fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        prop::sample::select(vec![
            "Nghiêng",
            "ngả",
            "ưỡn",
            "ẹo,",
            "khuỷu",
            "tay",
            "thuở",
            "nào.",
            "ĐƯỜNG",
            "SẮT",
            "ằẳẵặ",
            "ớừửữự",
            "1.240",
            "tỷ",
            "“ngoặc”",
            "—",
            "fi",
            "ffl",
            "office",
            "international",
            "responsibility",
            "archives",
            "co-operate",
            "đ",
            "Ở",
            "(ký",
            "hiệu)",
            "#set",
            "$x$",
            "*sao*",
            "\\",
            "50%",
            "số:",
            "a/b",
            "x²",
            "№",
            "…",
            "½",
        ])
        .prop_map(str::to_owned),
        "[a-zđăâêôơư]{1,12}",
    ];
    prop::collection::vec(word, 1..40).prop_map(|words| words.join(" "))
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let text = words().prop_map(Inline::text);
    let wrapped = (0..5u8, words()).prop_map(|(kind, words)| {
        let content = vec![Inline::text(words)];
        match kind {
            0 => Inline::Emphasis { content },
            1 => Inline::Strong { content },
            2 => Inline::Link { href: "https://example.vn/đường".into(), content },
            3 => Inline::Span { lang: "en-GB".into(), content },
            _ => Inline::Mark { colour: Colour::Pink, annotation: "m".into(), content },
        }
    });
    // A space between inlines, so that words stay words.
    prop::collection::vec(prop_oneof![3 => text, 1 => wrapped], 1..4).prop_map(|inlines| {
        inlines.into_iter().flat_map(|inline| [inline, Inline::text(" ")]).collect::<Vec<_>>()
    })
}

fn block() -> impl Strategy<Value = Block> {
    let paragraph = inlines().prop_map(|content| Block::Paragraph { content });
    let leaf = prop_oneof![
        4 => paragraph,
        1 => (2..6u8, words()).prop_map(|(level, text)| Block::heading(level, text)),
        1 => words().prop_map(|text| Block::Code { language: None, text }),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(|blocks| Block::Quote { blocks }),
            (any::<bool>(), prop::collection::vec(prop::collection::vec(inner, 1..3), 1..4))
                .prop_map(|(ordered, items)| Block::List { ordered, start: 1, items }),
        ]
    })
}

fn table() -> impl Strategy<Value = Block> {
    let cell = words().prop_map(|text| {
        let text: String = text.split(' ').take(3).collect::<Vec<_>>().join(" ");
        Cell { blocks: vec![Block::paragraph(text)], header: false, colspan: 1, rowspan: 1 }
    });
    let row = prop::collection::vec(cell, 2).prop_map(|cells| Row { cells }).boxed();
    (row.clone(), prop::collection::vec(row, 1..30), inlines())
        .prop_map(|(head, rows, caption)| Block::Table { caption, head: vec![head], rows })
}

fn printed(blocks: Vec<Block>, house: &str) -> (Pdf, String) {
    let mut article = section("a", SectionKind::Article, "Bài", blocks);
    article.citation = vec![];
    article.byline = String::new();
    article.dateline = String::new();
    article.tags = vec![];
    article.language = "en".into();
    let expected = squeezed(&article.projection().text);
    let book = book(vec![article]);
    let pdf =
        write(&book, &super::Pictures, &options(house, Paper::A5), &Layouts::default(), &Quiet).unwrap();
    (pdf, expected)
}

/// The words without what hyphenation put in.
fn said(text: &str) -> String {
    let mut text = text.to_owned();
    while let Some(at) = text.find('\u{ad}') {
        let end = at + '\u{ad}'.len_utf8();
        let next = text[end..].find(|c: char| !c.is_whitespace()).map_or(text.len(), |next| end + next);
        text.replace_range(at..next, "");
    }
    squeezed(&text)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn the_structure_says_what_the_article_says(
        blocks in prop::collection::vec(prop_oneof![4 => block(), 1 => table()], 1..12),
        house in prop::sample::select(vec!["dossier", "newspaper", "reader"]),
    ) {
        let (pdf, expected) = printed(blocks, house);
        let document = structure(&pdf.bytes);
        let mut sections = Vec::new();
        document.all("Sect", &mut sections);
        let text = said(&sections[1].text_without(&["H1", "Lbl"]));
        prop_assert_eq!(text, expected);
    }

    #[test]
    fn plain_extraction_says_what_the_article_says(blocks in prop::collection::vec(flow(), 1..12)) {
        let (pdf, expected) = printed(blocks, "dossier");
        // pdftotext guesses spaces from distances, and takes every hyphen at a line's end for one that was put in.
        let letters = |text: &str| text.replace(|c: char| c.is_whitespace() || c == '-', "");
        let expected = letters(&format!("Bài {expected}"));
        let text = letters(&said(&cropped_text(&pdf, &[])));
        prop_assert_eq!(letters(&said(&cropped_text(&pdf, &["-raw"]))), &expected[..]);
        // Where it guesses the order too, lines of few long words have gaps that it takes for those of columns.
        let sorted = |text: &str| text.chars().collect::<std::collections::BinaryHeap<_>>().into_sorted_vec();
        prop_assert_eq!(sorted(&text), sorted(&expected));
    }
}

/// Blocks whose text stands in one stream, without numbers of lists in it.
fn flow() -> impl Strategy<Value = Block> {
    prop_oneof![
        3 => inlines().prop_map(|content| Block::Paragraph { content }),
        1 => (2..6u8, words()).prop_map(|(level, text)| Block::heading(level, text)),
        1 => words().prop_map(|text| Block::Quote { blocks: vec![Block::paragraph(text)] }),
        1 => words().prop_map(|text| Block::Code { language: None, text }),
    ]
}

/// The text of the pages after the front, without running heads and page numbers.
fn cropped_text(pdf: &Pdf, how: &[&str]) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.pdf");
    std::fs::write(&path, &pdf.bytes).unwrap();
    let output = Command::new("pdftotext")
        .args(["-f", "5", "-x", "0", "-y", "45", "-W", "420", "-H", "495"])
        .args(how)
        .arg(&path)
        .arg("-")
        .output()
        .unwrap();
    String::from_utf8(output.stdout).unwrap()
}
