//! Page numbers in lists, which are put in after the layout, and even columns.

use super::typography::even;
use super::{Pictures, book, options, section, squeezed, text_of};
use crate::drawing::Draw;
use crate::house::{HouseStyle, TEMPLATE};
use crate::{Layouts, PdfOptions, write};
use fonds_model::book::BibliographyEntry;
use fonds_model::{Block, Book, Inline, Numerals, Paper, Quiet, Section, SectionKind};
use std::collections::BTreeMap;

/// Articles, one of which may be longer, and a list of them.
fn listed(longer: usize) -> Book {
    let article = |n: usize| {
        let length = if n == 3 { longer } else { 4 + n % 3 };
        let blocks =
            (0..length).map(|k| Block::paragraph(format!("{k}. {}", "Trên sông có cầu mới. ".repeat(12))));
        section(&format!("s{n}"), SectionKind::Article, &format!("Bài {n}"), blocks.collect())
    };
    let mut sections: Vec<Section> = (0..14).map(article).collect();
    let entry = |section: &Section| BibliographyEntry {
        section: section.id.clone(),
        content: vec![Inline::text(format!("Nguồn của {}", section.title))],
        ..BibliographyEntry::default()
    };
    let entries = sections.iter().map(entry).collect();
    let list = section("list", SectionKind::Bibliography, "Nguồn", vec![]);
    sections.push(Section { entries, ..list });
    book(sections)
}

/// What the contents and the list say, against where the articles begin.
fn assert_told(book: &Book, wanted: &PdfOptions, layouts: &Layouts) -> crate::Pdf {
    let pdf = write(book, &Pictures, wanted, layouts, &Quiet).unwrap();
    let text = squeezed(&text_of(&pdf));
    for article in book.sections.iter().filter(|section| section.kind == SectionKind::Article) {
        let page = pdf.section_pages[&article.id];
        assert!(
            text.contains(&format!("Nguồn của {} → tr. {page} ", article.title)),
            "{}: {page}",
            article.id
        );
    }
    pdf
}

#[test]
fn numbers_are_put_in_when_pages_move_on() {
    for numerals in [Numerals::Lining, Numerals::OldStyle] {
        let mut wanted = options("dossier", Paper::A5);
        wanted.print.numerals = Some(numerals);
        let layouts = Layouts::default();
        let first = assert_told(&listed(5), &wanted, &layouts);
        let changed = assert_told(&listed(40), &wanted, &layouts);
        assert!(changed.section_pages["s4"] > first.section_pages["s4"] + 2);
        let fresh = write(&listed(40), &Pictures, &wanted, &Layouts::default(), &Quiet).unwrap();
        assert!(changed.bytes == fresh.bytes, "what was kept does not show");
        let back = write(&listed(5), &Pictures, &wanted, &layouts, &Quiet).unwrap();
        assert!(back.bytes == first.bytes, "nor does what was set in between");
    }
}

#[test]
fn a_style_may_print_contents_in_its_own_way() {
    let template = "#let contents(core) = for line in (core.data)().contents {\n\
        par((core.mark)(\"P\", \"«\" + line.title + \"» trang \" + line.page + \".\"))\n}\n";
    let files = BTreeMap::from([(TEMPLATE.to_owned(), template.as_bytes().to_vec())]);
    let wanted =
        PdfOptions { house: HouseStyle::from_files("ours", files).unwrap(), ..PdfOptions::default() };
    let book = listed(20);
    let pdf = assert_told(&book, &wanted, &Layouts::default());
    let text = squeezed(&text_of(&pdf));
    for article in &book.sections {
        let expected = format!("«{}» trang {}.", article.title, pdf.section_pages[&article.id]);
        assert!(text.contains(&expected), "{expected}");
    }
}

#[test]
fn the_columns_of_a_last_page_are_even() {
    for (paragraphs, noted) in [(3, false), (5, false), (5, true), (9, true), (14, false)] {
        let mut blocks: Vec<Block> =
            (0..paragraphs).map(|_| Block::paragraph("Trên sông có cầu mới. ".repeat(14))).collect();
        if noted {
            let reference = Inline::NoteRef { note: "n".into() };
            blocks[0] = Block::Paragraph {
                content: vec![Inline::text("Trên sông có cầu mới. ".repeat(14)), reference],
            };
            blocks.push(Block::Note { id: "n".into(), blocks: vec![Block::paragraph("Chú thích.")] });
        }
        let book = book(vec![section("a", SectionKind::Article, "Bài", blocks)]);
        let wanted = options("newspaper", Paper::A4);
        let taken = even(&book, &wanted).remove(0);
        let middle = crate::design::Design::of(&wanted).page_pt()[0] / 2.0;
        let mut low = [f32::MAX; 2];
        for placed in taken.pages.iter().next_back().into_iter().flat_map(|page| &page.draws) {
            let Draw::Text(run) = &placed.draw else { continue };
            let is_note = |node: &crate::structure::Node| node.role == crate::structure::Role::Note;
            if placed.content.is_some_and(|content| taken.tree.nearest(content.node, is_note).is_some()) {
                continue;
            }
            let column = &mut low[usize::from(run.matrix[4] > middle)];
            *column = column.min(run.matrix[5]);
        }
        // A paragraph's last line stays with the one before it, and a note stands below one of the columns.
        let lines = if noted { 5.2 } else { 3.2 };
        assert!((low[0] - low[1]).abs() < lines * 9.4 * 1.62, "{paragraphs} {noted}: {low:?}");
    }
}

#[test]
fn notes_that_follow_one_another_are_set_apart() {
    let note = |id: &str| Inline::NoteRef { note: id.into() };
    let content = vec![Inline::text("Cầu"), note("m"), note("n"), Inline::text(" mới"), note("m")];
    let blocks = ["m", "n"].map(|id| Block::Note { id: id.into(), blocks: vec![Block::paragraph("Chú.")] });
    let blocks = [Block::Paragraph { content }].into_iter().chain(blocks).collect();
    let text =
        squeezed(&text_of(&super::print(&book(vec![section("a", SectionKind::Article, "Bài", blocks)]))));
    let letters: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    assert!(letters.contains("Cầu1,2mới1"), "{text}");
}
