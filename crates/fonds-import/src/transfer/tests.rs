//! Transfers: what is good comes through as it is, whatever is not is mended or left out.

use crate::package::packed;
use crate::{Batch, Input, NoAssets, Options, read};
use fonds_model::transfer::article_file;
use fonds_model::{
    Annotation, Article, Block, Cell, Collection, CollectionItem, Colour, Digest, Image, Inline, ItemContent,
    Motivation, Row, Tag, TextTarget, Timestamp, Transfer, TransferHead,
};
use proptest::prelude::*;
use serde_json::{Value, json};

const CONTAINER: &str = "<container><rootfiles><rootfile full-path=\"c.opf\"/></rootfiles></container>";
const PACKAGE: &str = "<package><metadata><title>Sách</title></metadata><manifest><item id=\"a\" href=\"a.xhtml\"/></manifest>\
    <spine><itemref idref=\"a\"/></spine></package>";
const CHAPTER: &str = "<html><body><h1>Chương</h1><p>Chữ của chương, đủ dài để đọc được.</p></body></html>";

/// An e-book with these files beside one chapter.
fn book(files: &[(String, String)]) -> Vec<u8> {
    let mut all: Vec<(String, String)> = vec![
        ("mimetype".into(), "application/epub+zip".into()),
        ("META-INF/container.xml".into(), CONTAINER.into()),
        ("c.opf".into(), PACKAGE.into()),
        ("a.xhtml".into(), CHAPTER.into()),
    ];
    all.extend(files.iter().map(|(name, text)| (format!("META-INF/fonds/{name}"), text.clone())));
    let all: Vec<(&str, &str)> = all.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    packed(&all)
}

fn received(files: &[(String, String)]) -> Batch {
    let bytes = book(files);
    read(
        &Input { bytes: &bytes, file_name: Some("s.epub"), ..Input::default() },
        Options::default(),
        &NoAssets,
    )
    .unwrap()
}

fn article(id: &str, body: Vec<Block>) -> Article {
    Article { id: id.into(), citekey: id.into(), title: "Bài".into(), body, ..Article::default() }
}

fn annotation(id: &str, article: &str) -> Annotation {
    Annotation {
        id: id.into(),
        article: article.into(),
        target: TextTarget::default(),
        motivation: Motivation::Commenting,
        note: "Ghi".into(),
        tags: vec!["t1".into(), "t9".into()],
        colour: Colour::Blue,
        creator: "Lan".into(),
        created: Timestamp::UNIX_EPOCH,
        modified: Timestamp::UNIX_EPOCH,
    }
}

#[test]
fn an_unknown_or_broken_transfer_is_a_book_like_any_other() {
    for head in [
        "{",
        "[]",
        r#"{"format":"fonds-transfer","version":99,"articles":1}"#,
        r#"{"format":"x","version":1}"#,
    ] {
        let batch = received(&[("transfer.json".into(), head.into())]);
        assert_eq!((batch.articles.len(), batch.received.len()), (1, 0), "{head}");
        assert_eq!(batch.diagnostics[0].code, "transfer-unusable");
    }
}

#[test]
fn what_belongs_to_nothing_is_left_out() {
    let items = [
        ItemContent::Article { article: "a1".into() },
        ItemContent::Article { article: "gone".into() },
        ItemContent::Part { title: " Phần\u{0} một ".into() },
    ];
    let items = items.map(|content| CollectionItem { id: "same".into(), content });
    let tag = |id: &str, label: &str, parent: Option<&str>| Tag {
        id: id.into(),
        label: label.into(),
        parent: parent.map(Into::into),
        ..Tag::default()
    };
    let transfer = Transfer {
        collection: Some(Collection { id: "C/1".into(), items: items.to_vec(), ..Collection::default() }),
        articles: vec![
            article("a1", vec![Block::paragraph("Chữ.")]),
            article("a1", vec![Block::paragraph("Hai.")]),
        ],
        annotations: vec![annotation("n1", "a1"), annotation("n2", "gone")],
        tags: vec![tag("t1", "a/b", Some("t2")), tag("t2", "c", Some("t1")), tag("T 3", "d", None)],
    };
    let batch = received(&transfer.files());
    let got = &batch.received[0];
    let ids: Vec<_> = got.articles.iter().map(|one| one.article.id.as_str()).collect();
    assert_eq!(ids, ["a1", ""]);
    assert_eq!(got.annotations.len(), 1);
    assert_eq!(got.annotations[0].tags, ["t1".into()]);
    let tags: Vec<_> =
        got.tags.iter().map(|tag| (tag.id.as_str(), tag.label.as_str(), tag.parent.is_none())).collect();
    assert_eq!(tags, [("t1", "a∕b", true), ("t2", "c", true)]);
    let collection = got.collection.as_ref().unwrap();
    assert_eq!((collection.id.as_str(), collection.items.len()), ("", 2));
    assert_eq!(collection.items[0].id.as_str(), "same");
    assert_eq!(collection.items[1].content, ItemContent::Part { title: "Phần một".into() });
    assert_eq!(collection.items[1].id.as_str(), "");
}

#[test]
fn one_broken_article_is_told_and_the_others_come() {
    let transfer = Transfer {
        articles: vec![article("a1", vec![]), article("a2", vec![Block::paragraph("Hai.")])],
        ..Transfer::default()
    };
    let mut files = transfer.files();
    files[1].1 = "{\"issued\":\"hôm qua\"}".into();
    let batch = received(&files);
    assert_eq!((batch.received[0].articles.len(), batch.failed.len()), (1, 1));
    // The head may claim what is not there.
    let head = TransferHead {
        format: "fonds-transfer".into(),
        version: 1,
        articles: usize::MAX,
        ..TransferHead::default()
    };
    files[0].1 = json!(head).to_string();
    let batch = received(&files);
    assert_eq!(batch.received[0].articles.len(), 1);
    assert!(batch.failed.len() < 200);
}

#[test]
fn hostile_articles_are_mended() {
    let text = |text: &str| vec![Inline::text(text)];
    let body = vec![
        Block::Heading { level: 9, content: text("Đề\u{0}") },
        Block::Paragraph {
            content: vec![
                Inline::Link { href: "javascript:alert(1)".into(), content: text("bấm") },
                Inline::Link { href: "fonds:ch-001".into(), content: text("chương") },
                Inline::Mark { colour: Colour::Pink, annotation: "n".into(), content: text("dấu") },
                Inline::NoteRef { note: "không có".into() },
                Inline::Span { lang: "\"><script>".into(), content: text("ngữ") },
                Inline::Image { image: Image::new(Digest("../../etc/passwd".into()), "") },
            ],
        },
        Block::Figure { image: Image::new(Digest::of(b"x"), "Ảnh"), caption: vec![] },
        Block::Note { id: "1".into(), blocks: vec![] },
        Block::Note { id: "1".into(), blocks: vec![Block::paragraph("hai")] },
    ];
    let mut article = article("a1", body);
    article.url = Some("file:///etc/passwd".into());
    article.language = Some("vi\"".into());
    article.citekey = "../x".into();
    article.source.digest = Digest("zz".into());
    article.source.file_name = Some("a\n b".into());
    let batch = received(&Transfer { articles: vec![article], ..Transfer::default() }.files());
    let got = &batch.received[0].articles[0].article;
    assert_eq!((got.url.clone(), got.language.clone(), got.citekey.as_str()), (None, None, ""));
    let before = got.source.before.as_ref().unwrap();
    assert_eq!((before.digest.as_str(), before.file_name.as_deref()), ("", Some("a b")));
    let words = ["bấm", "chương", "dấu", "ngữ"].map(Inline::text).to_vec();
    assert_eq!(
        got.body,
        [
            Block::heading(6, "Đề"),
            Block::Paragraph { content: words },
            Block::paragraph("Ảnh"),
            Block::Note { id: "1".into(), blocks: vec![] },
            Block::Quote { blocks: vec![Block::paragraph("hai")] },
        ]
    );
}

#[test]
fn endless_depths_are_refused() {
    let deep =
        format!("{{\"body\":{}{}}}", "[{\"type\":\"quote\",\"blocks\":".repeat(5000), "[]}]".repeat(5000));
    let head = r#"{"format":"fonds-transfer","version":1,"articles":1}"#;
    let batch = received(&[("transfer.json".into(), head.into()), (article_file(0), deep)]);
    assert_eq!((batch.articles.len(), batch.received.len()), (1, 0));
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        "[a-zđờế 😀]{1,8}".prop_map(Inline::text),
        "[a-z<&]{1,4}".prop_map(|text| Inline::Code { text }),
        Just(Inline::Break),
        Just(Inline::NoteRef { note: "n1".into() }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let content = prop::collection::vec(inner, 1..3);
        prop_oneof![
            content.clone().prop_map(|content| Inline::Emphasis { content }),
            content.clone().prop_map(|content| Inline::Strong { content }),
            content.clone().prop_map(|content| Inline::Sup { content }),
            content.clone().prop_map(|content| Inline::Link { href: "https://vd.vn/a?b=đ".into(), content }),
            content.prop_map(|content| Inline::Span { lang: "fr-CA".into(), content }),
        ]
    })
}

fn block() -> impl Strategy<Value = Block> {
    let inlines = || prop::collection::vec(inline(), 0..4);
    let leaf = prop_oneof![
        (2u8..=6, inlines()).prop_map(|(level, content)| Block::Heading { level, content }),
        inlines().prop_map(|content| Block::Paragraph { content }),
        "[a-z\n ]{0,12}".prop_map(|text| Block::Code { language: None, text }),
        Just(Block::Rule),
    ];
    leaf.prop_recursive(3, 16, 3, move |inner| {
        let blocks = prop::collection::vec(inner, 0..3);
        let row =
            |blocks: Vec<Block>| Row { cells: vec![Cell { blocks, header: true, colspan: 2, rowspan: 1 }] };
        prop_oneof![
            blocks.clone().prop_map(|blocks| Block::Quote { blocks }),
            (any::<bool>(), prop::collection::vec(blocks.clone(), 0..3))
                .prop_map(|(ordered, items)| Block::List { ordered, start: 1, items }),
            (inlines(), blocks).prop_map(move |(caption, blocks)| Block::Table {
                caption,
                head: vec![row(blocks.clone())],
                rows: vec![row(blocks)],
            }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn good_trees_come_through_as_they_are(mut body in prop::collection::vec(block(), 0..5)) {
        body.push(Block::Note { id: "n1".into(), blocks: vec![Block::paragraph("Chú thích.")] });
        let sent = article("a1", body);
        let batch = received(&Transfer { articles: vec![sent.clone()], ..Transfer::default() }.files());
        prop_assert_eq!(&batch.received[0].articles[0].article.body, &sent.body);
    }

    #[test]
    fn no_values_are_too_strange(n in 0usize..40, strange in prop_oneof![
        Just(json!(null)), Just(json!(-1)), Just(json!(1e300)), Just(json!("\u{0}\u{202e}")), Just(json!([[]])), Just(json!({"a": {}}))
    ]) {
        let transfer = Transfer {
            collection: Some(Collection { id: "c1".into(), ..Collection::default() }),
            articles: vec![article("a1", vec![Block::paragraph("Chữ.")])],
            annotations: vec![annotation("n1", "a1")],
            tags: vec![],
        };
        let mut files = transfer.files();
        for (_, text) in &mut files {
            let mut value: Value = serde_json::from_str(text).unwrap();
            let mut left = n;
            exchange(&mut value, &strange, &mut left);
            *text = value.to_string();
        }
        let bytes = book(&files);
        let _ = read(&Input { bytes: &bytes, file_name: Some("s.epub"), ..Input::default() }, Options::default(), &NoAssets);
    }
}

/// Puts a value in the place of the n-th one.
fn exchange(value: &mut Value, with: &Value, left: &mut usize) {
    if *left == 0 {
        *value = with.clone();
    }
    *left = left.wrapping_sub(1);
    match value {
        Value::Array(all) => all.iter_mut().for_each(|one| exchange(one, with, left)),
        Value::Object(all) => all.values_mut().for_each(|one| exchange(one, with, left)),
        _ => {}
    }
}
