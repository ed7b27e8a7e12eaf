//! The text projection as a golden file, `projections.json`, that the window's tests read too: both sides count the same.
//!
//! The articles are drawn from a fixed seed: nested blocks, empty leaves, Vietnamese, marks that stand alone, emoji of
//! several code points, letters beyond the first plane. `INSTA_UPDATE=always` writes the file anew.

use fonds_model::body::{Cell, Image, Row};
use fonds_model::text::nfc;
use fonds_model::{Article, Block, Digest, Inline, Projection};
use proptest::prelude::*;
use proptest::strategy::ValueTree;
use proptest::test_runner::TestRunner;
use serde_json::{Value, json};
use std::path::PathBuf;

const ARTICLES: usize = 120;

/// Pieces that have been counted wrongly somewhere.
const PIECES: [&str; 20] = [
    "Cầu mới ",
    "nối hai bờ",
    "ho\u{300}a bi\u{300}nh",
    "Nguye\u{302}\u{303}n ",
    "đường ",
    "x\u{323}\u{302}\u{301}",
    "😀",
    "👩‍👩‍👧‍👦",
    "🇻🇳",
    "👍🏽",
    "1️⃣",
    "𠀋𡃁",
    "\u{915}\u{94d}\u{937}\u{93f}",
    "שָׁלוֹם ",
    "العربية",
    "\u{200d}",
    "\u{feff}",
    "a\u{308}\u{323}b",
    "\u{1d11e}",
    "“…”",
];

fn text() -> impl Strategy<Value = String> {
    prop::collection::vec(prop::sample::select(&PIECES[..]), 0..5).prop_map(|pieces| nfc(&pieces.concat()))
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    let leaf = prop_oneof![
        6 => text().prop_map(Inline::text),
        1 => text().prop_map(|text| Inline::Code { text }),
        1 => Just(Inline::Break),
        1 => Just(Inline::Image { image: image() }),
        1 => Just(Inline::NoteRef { note: "n".into() }),
    ];
    let inline = leaf.prop_recursive(3, 12, 3, |inner| {
        let content = prop::collection::vec(inner, 0..3);
        prop_oneof![
            content.clone().prop_map(|content| Inline::Emphasis { content }),
            content.clone().prop_map(|content| Inline::Strong { content }),
            content.clone().prop_map(|content| Inline::Link { href: "https://bao.vn".into(), content }),
            content.prop_map(|content| Inline::Span { lang: "en".into(), content }),
        ]
    });
    prop::collection::vec(inline, 0..4)
}

fn image() -> Image {
    Image::new(Digest("0".repeat(64)), "😀 ảnh")
}

fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let leaf = prop_oneof![
        4 => inlines().prop_map(|content| Block::Paragraph { content }),
        1 => (2u8..6, inlines()).prop_map(|(level, content)| Block::Heading { level, content }),
        1 => text().prop_map(|text| Block::Code { language: None, text: format!("{text}\n😀") }),
        1 => inlines().prop_map(|caption| Block::Figure { image: image(), caption }),
        1 => Just(Block::Rule),
    ];
    let block = leaf.prop_recursive(3, 10, 3, |inner| {
        let some = prop::collection::vec(inner, 0..3);
        let items = prop::collection::vec(some.clone(), 0..3);
        prop_oneof![
            some.clone().prop_map(|blocks| Block::Quote { blocks }),
            some.clone().prop_map(|blocks| Block::Note { id: "n".into(), blocks }),
            items.prop_map(|items| Block::List { ordered: true, start: 3, items }),
            (inlines(), some.clone(), some).prop_map(|(caption, head, body)| Block::Table {
                caption,
                head: vec![row(head)],
                rows: vec![row(body)],
            }),
        ]
    });
    prop::collection::vec(block, 0..5)
}

fn row(blocks: Vec<Block>) -> Row {
    Row { cells: vec![Cell { blocks, header: false, colspan: 1, rowspan: 1 }] }
}

/// An article with its projection, and some of its passages.
fn case((lead, body, cuts): (Option<String>, Vec<Block>, Vec<(usize, usize)>)) -> Value {
    let article = Article { lead: lead.filter(|lead| !lead.is_empty()), body, ..Article::default() };
    let projection = Projection::of(&article);
    let count = projection.text.chars().count();
    let passages = cuts.into_iter().map(|(a, b)| (a % (count + 1), b % (count + 1))).filter(|(a, b)| a < b);
    let passages: Vec<Value> = passages.map(|(a, b)| json!([a, b, projection.slice(a, b)])).collect();
    json!({
        "lead": article.lead,
        "body": article.body,
        "text": projection.text,
        "leaves": projection.leaves,
        "pictures": projection.pictures.iter().map(|picture| picture.at).collect::<Vec<_>>(),
        "passages": passages,
    })
}

#[test]
fn the_window_counts_as_this_does() {
    let cuts = prop::collection::vec((0usize..400, 0usize..400), 12);
    let strategy = (prop::option::of(text()), blocks(), cuts);
    let mut runner = TestRunner::deterministic();
    let cases: Vec<Value> =
        (0..ARTICLES).map(|_| case(strategy.new_tree(&mut runner).unwrap().current())).collect();
    let lines: Vec<String> = cases.iter().map(Value::to_string).collect();
    let written = format!("[\n{}\n]\n", lines.join(",\n"));
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/projections.json");
    if std::env::var("INSTA_UPDATE").is_ok_and(|update| update == "always") {
        std::fs::write(&path, &written).unwrap();
    }
    assert!(
        std::fs::read_to_string(&path).unwrap() == written,
        "projections.json is not what the projection gives"
    );
}
