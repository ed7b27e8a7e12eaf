//! The way there and back.

use super::*;
use crate::Digest;
use crate::body::{Cell, Image};
use proptest::prelude::*;

fn round_trip(blocks: &[Block]) -> Vec<Block> {
    let notes = note_references(blocks);
    let notes: Vec<&str> = notes.iter().map(String::as_str).collect();
    markdown::parse_part(&write(blocks), &notes)
}

#[test]
fn what_reads_as_a_mark_stays_text() {
    let hard = [
        "1945. Năm đói",
        "- Anh đi đâu?",
        "# không phải đề mục",
        "a*b*c _d_ `e` [f](g) <b> &amp; ~~x~~",
        "|a|b|",
        "C:\\tệp\\*",
        "> trích",
        "+ cộng",
        "12) mười hai",
        "___",
        "![x](y)",
        "<script>alert(1)</script>",
        "https://a.vn/b_c_d",
        "===",
        "    thụt vào",
    ];
    for text in hard {
        let blocks = [Block::paragraph(text)];
        assert_eq!(round_trip(&blocks), blocks, "{text} was written {}", write(&blocks));
    }
    assert_eq!(
        escape("bình thường, có-gạch, snake_case (1945)!"),
        "bình thường, có-gạch, snake_case (1945)!"
    );
}

#[test]
fn figures_keep_picture_and_caption() {
    let image = Image::new(Digest("ab12".into()), "Cầu [mới]");
    let caption = vec![Inline::text("Ảnh: "), Inline::Emphasis { content: vec![Inline::text("Vân Khánh")] }];
    let figure = Block::Figure { image, caption };
    assert_eq!(write(std::slice::from_ref(&figure)), "![Cầu \\[mới\\]](ab12)\\\nẢnh: *Vân Khánh*");
    assert_eq!(losses(&figure), []);
}

#[test]
fn what_is_lost_is_named() {
    let cell = |colspan| Cell { blocks: vec![Block::paragraph("a")], header: false, colspan, rowspan: 1 };
    let table = |colspan| Block::Table {
        caption: vec![],
        head: vec![],
        rows: vec![Row { cells: vec![cell(colspan)] }],
    };
    assert_eq!(losses(&table(1)), []);
    assert_eq!(losses(&table(2)), [Loss::Table]);
    let unsafe_link = Inline::Link { href: "ftp://a.vn".into(), content: vec![Inline::text("a")] };
    assert_eq!(losses(&Block::Paragraph { content: vec![unsafe_link] }), [Loss::Links]);
}

/// Text as articles hold it: with Vietnamese, with what Markdown means something by, with spaces inside.
fn text() -> impl Strategy<Value = String> {
    "[a-cđờế😀0-9.,()!#*_`|<>&\\[\\]~+=:\\\\-]([ a-cđờế😀0-9.,()!#*_`|<>&;\\[\\]~+=:/\\\\-]{0,12}[a-cđờế😀0-9.,()!#*_`|<>&\\[\\]~+=:\\\\-])?"
}

fn inlines(depth: u32) -> BoxedStrategy<Vec<Inline>> {
    let leaf = prop_oneof![
        6 => text().prop_map(Inline::text),
        1 => "[a-c` ]{1,6}".prop_filter("spaces alone", |t| !t.trim().is_empty()).prop_map(|text| Inline::Code { text }),
        1 => Just(Inline::Break),
        1 => "[a-c1-9]{1,4}".prop_map(|note| Inline::NoteRef { note }),
        1 => (text(), "[0-9a-f]{8}").prop_map(|(alt, asset)| Inline::Image { image: Image::new(Digest(asset), alt) }),
    ];
    if depth == 0 {
        return proptest::collection::vec(leaf, 1..4).prop_map(tidy).boxed();
    }
    let inner = inlines(depth - 1);
    let wrap = (inner, 0..6, "[a-z/()&?=]{1,8}").prop_map(|(content, sort, path)| match sort {
        0 => Inline::Emphasis { content },
        1 => Inline::Strong { content },
        2 => Inline::Sub { content },
        3 => Inline::Sup { content },
        4 => Inline::Span { lang: "fr-CA".into(), content },
        _ => Inline::Link { href: format!("https://a.vn/{path}"), content: vec![Inline::text("đây")] },
    });
    proptest::collection::vec(prop_oneof![3 => leaf, 1 => wrap], 1..5).prop_map(tidy).boxed()
}

/// As articles hold them: texts are joined, a break is neither first nor last, a figure is no paragraph.
fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for inline in inlines {
        match (out.last_mut(), inline) {
            (Some(Inline::Text { text: last }), Inline::Text { text }) => last.push_str(&text),
            (None | Some(Inline::Break), Inline::Break) => {}
            (_, inline) => out.push(inline),
        }
    }
    if out.last() == Some(&Inline::Break) {
        out.pop();
    }
    if out.is_empty() || matches!(out[0], Inline::Image { .. }) {
        out.insert(0, Inline::text("ảnh "));
    }
    out
}

fn leaf_block() -> impl Strategy<Value = Block> {
    prop_oneof![
        4 => inlines(2).prop_map(|content| Block::Paragraph { content }),
        1 => (1u8..=6, inlines(1)).prop_map(|(level, content)| Block::Heading { level, content }),
        1 => "[a-c`~ \n-]{0,20}[a-c]".prop_map(|text| Block::Code { language: None, text }),
        1 => ("[0-9a-f]{8}", proptest::option::of(inlines(1))).prop_map(|(asset, caption)| Block::Figure {
            image: Image::new(Digest(asset), ""),
            caption: caption.unwrap_or_default(),
        }),
        1 => Just(Block::Rule),
    ]
}

fn block() -> impl Strategy<Value = Block> {
    let cell = inlines(1).prop_map(|content| vec![Block::Paragraph { content }]);
    let table = (1usize..4, proptest::collection::vec(cell, 12), any::<bool>()).prop_map(
        |(columns, cells, headed)| {
            let cell = |blocks: Vec<Block>, header| Cell { blocks, header, colspan: 1, rowspan: 1 };
            let mut rows: Vec<Row> = cells
                .chunks_exact(columns)
                .map(|row| Row { cells: row.iter().map(|blocks| cell(blocks.clone(), false)).collect() })
                .collect();
            let mut head = if headed { vec![rows.remove(0)] } else { vec![] };
            head.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| cell.header = true);
            Block::Table { caption: vec![], head, rows }
        },
    );
    let leaf = prop_oneof![6 => leaf_block(), 1 => table];
    leaf.prop_recursive(3, 16, 3, |inner| {
        prop_oneof![
            proptest::collection::vec(inner.clone(), 1..3).prop_map(|blocks| Block::Quote { blocks }),
            (
                any::<bool>(),
                0u32..200,
                proptest::collection::vec(proptest::collection::vec(inner, 1..3), 1..4)
            )
                .prop_map(|(ordered, start, items)| Block::List {
                    ordered,
                    start: if ordered { start } else { 1 },
                    items
                }),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]
    #[test]
    fn blocks_come_back_as_they_were(blocks in proptest::collection::vec(block(), 1..5)) {
        let markdown = write(&blocks);
        prop_assert_eq!(round_trip(&blocks), blocks, "{}", markdown);
    }

    #[test]
    fn any_text_comes_back(text in "\\PC{1,40}") {
        let text = crate::text::nfc(&text);
        prop_assume!(!text.is_empty());
        let blocks = [Block::paragraph(text)];
        prop_assert_eq!(round_trip(&blocks), blocks);
    }
}
