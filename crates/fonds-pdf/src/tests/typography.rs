//! Laws of typesetting, on long texts in both languages.

use super::{Pictures, book, options, section};
use crate::data::{self, Nowhere, Stock};
use crate::design::Design;
use crate::drawing::{Draw, Page, Run};
use crate::press::Press;
use crate::structure::{Kid, Node, Role, Tree};
use crate::taking::Taken;
use crate::{Layouts, PdfOptions};
use fonds_model::{Block, Book, Cell, Paper, Row, SectionKind};
use std::collections::BTreeSet;

const VIETNAMESE: [&str; 4] = [
    "Sáng nay, hàng trăm người dân đã có mặt hai bên bờ sông để chờ chuyến phà đầu tiên trong năm.",
    "Ông Trần Văn Khuê nhớ lại những năm tháng nước lên tận hiên nhà, cả làng phải đi lại bằng thuyền nghiêng ngả.",
    "Các nhà nghiên cứu cho biết nguồn tài liệu còn giữ được ở xã rất quý và cần được số hoá sớm, trước mùa mưa.",
    "Bà con mong muốn chính quyền giữ lại bến cũ như một phần ký ức.",
];
const ENGLISH: [&str; 4] = [
    "The ferry made its last crossing on a Sunday, with more photographers than passengers on board.",
    "Conservators measured the acidity of every sheet before deciding which ones could be handled without gloves.",
    "Residents said they would miss the landing, the tea stall and the old fare list painted on tin.",
    "Internationalisation of the correspondence was characteristically slow; nobody answered.",
];

fn text(sentences: [&str; 4], paragraphs: usize) -> Vec<Block> {
    (0..paragraphs)
        .flat_map(|n| {
            let words: Vec<&str> = (0..3 + n % 5).map(|k| sentences[(n * 7 + k * 3) % 4]).collect();
            let heading = (n % 6 == 5).then(|| Block::heading(2, "Một tiêu đề"));
            heading.into_iter().chain([Block::paragraph(words.join(" "))])
        })
        .collect()
}

fn sample() -> Book {
    let mut english = section("e", SectionKind::Article, "Notes", text(ENGLISH, 40));
    english.language = "en".into();
    book(vec![section("v", SectionKind::Article, "Bài", text(VIETNAMESE, 40)), english])
}

/// The drawings of all sections.
pub(super) fn drawn(book: &Book, wanted: &PdfOptions) -> Vec<Taken> {
    taken(book, wanted, &|press, data| {
        let data = serde_json::to_vec(data).unwrap();
        press.take(data, "", crate::press::Kind::Text(1)).unwrap()
    })
}

/// The same, with even columns on last pages.
pub(super) fn even(book: &Book, wanted: &PdfOptions) -> Vec<Taken> {
    taken(book, wanted, &|press, data| press.take_even(data, "", crate::press::Kind::Text(1)).unwrap())
}

fn taken(
    book: &Book,
    wanted: &PdfOptions,
    take: &dyn Fn(&Press<'_>, &serde_json::Value) -> Taken,
) -> Vec<Taken> {
    let (design, letters) = (Design::of(wanted), crate::fonts::letters(book));
    let layouts = Layouts::default();
    let press =
        Press::new(book, &Pictures, (&design, &letters), &wanted.house, &layouts, &fonds_model::Quiet)
            .unwrap();
    let stock = Stock {
        book,
        design: &design,
        pictures: &press.pictures,
        fontless: &crate::data::Fontless::default(),
        small_caps: press.small_caps,
        annotations: &press.annotations,
        places: &Nowhere,
    };
    book.sections.iter().map(|section| take(&press, &data::section(&stock, section, false))).collect()
}

fn runs<'p>(page: &'p Page, tree: &'p Tree) -> impl Iterator<Item = (&'p Run, Role)> {
    page.draws.iter().filter_map(|placed| match (&placed.draw, placed.content) {
        (Draw::Text(run), Some(content)) => Some((run, tree.nodes[content.node].role)),
        _ => None,
    })
}

/// The widest space as a multiple of the font's own.
fn loosest(taken: &Taken) -> f32 {
    // Noto Serif's space, in thousandths of the size.
    const NATURAL: f32 = 260.0;
    let mut widest = 0.0f32;
    for page in &taken.pages {
        for (run, _) in runs(page, &taken.tree).filter(|(_, role)| *role == Role::P) {
            let spaces = run
                .glyphs
                .iter()
                .filter(|glyph| run.text.get(usize::from(glyph.from)..usize::from(glyph.to)) == Some(" "));
            widest = spaces.map(|glyph| glyph.advance / NATURAL).fold(widest, f32::max);
        }
    }
    widest
}

/// The stated limits: spaces at most twice their width in a book's column, three times in a newspaper's.
#[test]
fn no_line_is_looser_than_stated() {
    for (house, paper, limit) in
        [("dossier", Paper::A4, 2.0), ("dossier", Paper::A5, 2.0), ("newspaper", Paper::A4, 3.0)]
    {
        for taken in drawn(&sample(), &options(house, paper)) {
            let widest = loosest(&taken);
            assert!(widest <= limit, "{house} {paper:?}: {widest}");
        }
    }
}

#[test]
fn no_heading_stands_at_the_foot() {
    for taken in drawn(&sample(), &options("dossier", Paper::A5)) {
        for (number, page) in taken.pages.iter().enumerate() {
            let lowest = runs(page, &taken.tree).min_by(|(a, _), (b, _)| a.matrix[5].total_cmp(&b.matrix[5]));
            let is_heading = matches!(lowest, Some((_, Role::Heading(_))));
            assert!(!is_heading, "page {number}");
        }
    }
}

/// Nor does one with the only line of its paragraph, wherever on the page the heading falls.
#[test]
fn a_heading_keeps_more_than_a_line() {
    for house in ["dossier", "reader", "newspaper", "large-print"] {
        for lines in 8..44 {
            let mut blocks: Vec<Block> = (0..lines).map(|_| Block::paragraph("Nước lên.")).collect();
            blocks.push(Block::heading(2, "Bến cũ"));
            blocks.push(Block::paragraph("Chỉ một dòng."));
            blocks.extend(text(VIETNAMESE, 2));
            let book = book(vec![section("a", SectionKind::Article, "Bài", blocks)]);
            for taken in drawn(&book, &options(house, Paper::A5)) {
                for page in &taken.pages {
                    let words: Vec<&str> = runs(page, &taken.tree).map(|(run, _)| &*run.text).collect();
                    assert_ne!(words.last(), Some(&"Chỉ một dòng."), "{house} {lines}: {words:?}");
                }
            }
        }
    }
}

/// A short paragraph under a heading stands as a long one does, and so does what follows it.
#[test]
fn under_a_heading_lines_stand_as_ever() {
    let long = VIETNAMESE.join(" ");
    let places = |first: &str| {
        let blocks = [Block::heading(2, "Bến cũ"), Block::paragraph(first), Block::paragraph("Nước lên.")];
        let book = book(vec![section("a", SectionKind::Article, "Bài", blocks.to_vec())]);
        let taken = drawn(&book, &options("dossier", Paper::A5)).remove(0);
        let all: Vec<&Run> = runs(&taken.pages[0], &taken.tree).map(|(run, _)| run).collect();
        let place = |text: &str| all.iter().position(|run| *run.text == *text).unwrap();
        let text = &all[place("Bến cũ")..=place("Nước lên.")];
        text.iter().map(|run| (run.matrix[4].round(), run.matrix[5])).collect::<Vec<_>>()
    };
    let (short, long) = (places("Chỉ một dòng."), places(&long));
    let [heading, line, next] = short[..] else { panic!("{short:?}") };
    assert_eq!((heading, line), (long[0], long[1]));
    let (last, after) = (long[long.len() - 2], long[long.len() - 1]);
    assert_eq!(next.0, after.0, "indents");
    assert!((line.1 - next.1 - (last.1 - after.1)).abs() < 0.1, "{short:?} {long:?}");
}

/// A page neither begins with the last line of a paragraph nor ends with the first one of another.
#[test]
fn no_widows_and_no_orphans() {
    for taken in drawn(&sample(), &options("dossier", Paper::A5)) {
        for pair in taken.pages.windows(2) {
            let lines = |page: &Page, node: usize| {
                let heights = page.draws.iter().filter_map(|placed| match (&placed.draw, placed.content) {
                    (Draw::Text(run), Some(content)) if content.node == node => Some(run.matrix[5].to_bits()),
                    _ => None,
                });
                heights.collect::<BTreeSet<_>>().len()
            };
            let last = pair[0].draws.iter().filter_map(|placed| placed.content).next_back();
            let Some(last) = last.filter(|last| lines(&pair[1], last.node) > 0) else { continue };
            assert!(lines(&pair[0], last.node) > 1, "an orphan");
            assert!(lines(&pair[1], last.node) > 1, "a widow");
        }
    }
}

/// Where everything stands, in points from the upper left corner.
#[test]
fn an_opening_page_in_words() {
    let blocks = vec![
        Block::paragraph(VIETNAMESE[0]),
        Block::heading(2, "Bến cũ"),
        Block::Quote { blocks: vec![Block::paragraph("Nước lên.")] },
        Block::List {
            ordered: true,
            start: 1,
            items: vec![vec![Block::paragraph("một")], vec![Block::paragraph("hai")]],
        },
    ];
    let book = book(vec![section("a", SectionKind::Article, "Cầu mới nối hai bờ", blocks)]);
    let mut told = String::new();
    for house in ["dossier", "reader", "newspaper", "large-print"] {
        let taken = drawn(&book, &options(house, Paper::A5)).remove(0);
        told.push_str(&format!("{house}\n"));
        for (run, role) in taken.pages.iter().flat_map(|page| runs(page, &taken.tree)) {
            let (x, y) = (run.matrix[4].round(), (taken.pages[0].height - run.matrix[5]).round());
            told.push_str(&format!("  {x:3} {y:3} {:4.1} {:4} {}\n", run.size, role.name(), run.text));
        }
    }
    insta::assert_snapshot!(told);
}

#[test]
fn small_capitals_are_used_where_all_names_have_them() {
    let options = options("reader", Paper::A4);
    let mut english = book(vec![section("e", SectionKind::Article, "Notes", text(ENGLISH, 2))]);
    english.meta.title = "Bridges".into();
    english.sections[0].byline = "Jane Smith".into();
    let vietnamese = book(vec![section("v", SectionKind::Article, "Bài", text(VIETNAMESE, 2))]);
    let plain = crate::fonts::for_letters(&crate::fonts::letters(&english)).0;
    let has_own_glyphs = |book: &Book| {
        let taken = drawn(book, &options);
        let byline = &book.sections[0].byline;
        let mut runs = taken[0].pages[0].draws.iter().filter_map(|placed| match &placed.draw {
            Draw::Text(run) if *run.text == **byline => Some(run),
            _ => None,
        });
        let run = runs.next().unwrap();
        run.glyphs.iter().any(|glyph| plain[run.font].letter(glyph.id).is_none())
    };
    assert!(has_own_glyphs(&english));
    assert!(!has_own_glyphs(&vietnamese));
    let pdf = crate::write(&english, &Pictures, &options, &Layouts::default(), &fonds_model::Quiet).unwrap();
    assert!(super::text_of(&pdf).contains("Jane Smith"));
}

#[test]
fn a_small_table_is_not_broken() {
    let cell =
        |text: &str| Cell { blocks: vec![Block::paragraph(text)], header: false, colspan: 1, rowspan: 1 };
    let table = |rows: usize| Block::Table {
        caption: vec![],
        head: vec![Row { cells: vec![cell("Năm"), cell("Lượt")] }],
        rows: (0..rows).map(|n| Row { cells: vec![cell(&n.to_string()), cell("12")] }).collect(),
    };
    let pages = |rows: usize, before: usize| {
        let mut blocks = text(VIETNAMESE, before);
        blocks.push(table(rows));
        let taken = &drawn(
            &book(vec![section("t", SectionKind::Article, "Bài", blocks)]),
            &options("dossier", Paper::A5),
        )[0];
        let tree = &taken.tree;
        let page = |node: &Node| {
            node.kids.iter().find_map(|kid| match kid {
                Kid::Content { page, .. } => Some(*page),
                _ => None,
            })
        };
        let within = |at: usize| tree.nearest(at, |node| node.role == Role::Table).is_some();
        let nodes = tree.nodes.iter().enumerate().filter(|(at, _)| within(*at));
        nodes.filter_map(|(_, node)| page(node)).collect::<BTreeSet<_>>().len()
    };
    assert!((1..14).all(|before| pages(4, before) == 1));
    assert!((1..14).any(|before| pages(12, before) == 2));
}

#[test]
fn no_line_of_a_title_is_a_word_alone() {
    let options = options("reader", Paper::A5);
    let title = "The Ferry That Became a Museum Piece";
    let taken = drawn(&book(vec![section("e", SectionKind::Article, title, vec![])]), &options);
    let draws = taken[0].pages[0].draws.iter();
    let lines: Vec<&str> = draws
        .filter_map(|placed| match &placed.draw {
            Draw::Text(run) if title.contains(run.text.trim()) => Some(run.text.trim()),
            _ => None,
        })
        .collect();
    assert_eq!(lines, ["The Ferry That Became", "a Museum Piece"]);
}
