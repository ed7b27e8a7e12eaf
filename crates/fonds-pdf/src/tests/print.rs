//! What a print file is made of: structure, notes, lists, marks, carried files.

use super::reading::{Part, info, string, structure};
use super::{Pictures, book, everything, options, print, section, squeezed, text_of};
use crate::house::{HouseStyle, TEMPLATE};
use crate::{Embedded, Layouts, PdfError, PdfOptions, write};
use fonds_model::book::{BibliographyEntry, IndexGroup, IndexPlace, IndexTerm, PlacedAnnotation};
use fonds_model::{
    Annotation, Block, Colour, Inline, Motivation, NotePlace, Paper, PrintSettings, Quiet, SectionKind,
    TextTarget,
};
use lopdf::{Document, Object};
use std::collections::BTreeMap;

const LONG: &str =
    "Từ năm giờ sáng, hàng nghìn người dân ở hai bên sông đã đứng dọc đường dẫn để chờ những chuyến xe.";

fn long_text(paragraphs: usize) -> Vec<Block> {
    (0..paragraphs).map(|n| Block::paragraph(format!("{n}. {LONG} {LONG} {LONG}"))).collect()
}

#[test]
fn the_structure_of_everything() {
    let mut blocks = everything();
    blocks.retain(|block| !matches!(block, Block::Table { .. }));
    let pdf = print(&book(vec![section("b", SectionKind::Article, "Bài", blocks)]));
    let document = structure(&pdf.bytes);
    let mut sections = Vec::new();
    document.all("Sect", &mut sections);
    insta::assert_snapshot!(sections[1].outline());
}

#[test]
fn a_note_that_goes_on_overleaf_is_one_note() {
    let mut blocks = long_text(4);
    blocks.push(Block::Paragraph {
        content: vec![Inline::text("Cuối."), Inline::NoteRef { note: "n".into() }],
    });
    blocks.extend(long_text(2));
    blocks.push(Block::Note { id: "n".into(), blocks: long_text(9) });
    let pdf = print(&book(vec![section("a", SectionKind::Article, "Bài", blocks)]));
    let document = structure(&pdf.bytes);
    let mut notes = Vec::new();
    document.all("Note", &mut notes);
    assert_eq!(notes.len(), 1);
    let text = squeezed(&notes[0].text_without(&["Lbl"]));
    let expected: Vec<String> = (0..9).map(|n| format!("{n}. {LONG} {LONG} {LONG}")).collect();
    assert_eq!(text, expected.join(" "));
}

#[test]
fn a_table_that_goes_on_overleaf_repeats_its_head_as_furniture() {
    let cell = |text: String| fonds_model::Cell {
        blocks: vec![Block::paragraph(text)],
        header: false,
        colspan: 1,
        rowspan: 1,
    };
    let rows =
        (0..80).map(|n| fonds_model::Row { cells: vec![cell(format!("Hàng {n}")), cell(LONG.into())] });
    let head = fonds_model::Row { cells: vec![cell("Năm".into()), cell("Việc".into())] };
    let table = Block::Table { caption: vec![], head: vec![head], rows: rows.collect() };
    let pdf = print(&book(vec![section("a", SectionKind::Article, "Bài", vec![table])]));
    assert!(text_of(&pdf).matches("Năm").count() > 3, "the head is on every page");
    let document = structure(&pdf.bytes);
    let (mut heads, mut rows) = (Vec::new(), Vec::new());
    document.all("TH", &mut heads);
    document.all("TR", &mut rows);
    assert_eq!((heads.len(), rows.len()), (2, 81));
    assert_eq!(squeezed(&rows[80].text_without(&[])), format!("Hàng 79 {LONG}"));
}

fn annotated() -> fonds_model::Book {
    let annotation = Annotation {
        id: "m".into(),
        article: "a".into(),
        target: TextTarget::default(),
        motivation: Motivation::Commenting,
        note: "So với năm 1998.".into(),
        tags: vec![],
        colour: Colour::Blue,
        creator: "Lan".into(),
        created: "2022-12-01T01:02:03Z".parse().unwrap(),
        modified: "2022-12-02T01:02:03Z".parse().unwrap(),
    };
    let mark =
        Inline::Mark { colour: Colour::Blue, annotation: "m".into(), content: vec![Inline::text(LONG)] };
    let blocks = vec![
        Block::Paragraph {
            content: vec![Inline::text("Mở. "), mark, Inline::NoteRef { note: "fonds-n-m".into() }],
        },
        Block::Note { id: "fonds-n-m".into(), blocks: vec![Block::paragraph("So với năm 1998.")] },
    ];
    let mut book = book(vec![section("a", SectionKind::Article, "Bài", blocks)]);
    let signature = "Lan, 02/12/2022".into();
    book.annotations = vec![PlacedAnnotation { section: "a".into(), annotation, tags: vec![], signature }];
    book
}

#[test]
fn a_highlight_is_an_annotation_that_readers_list() {
    let pdf = print(&annotated());
    let file = Document::load_mem(&pdf.bytes).unwrap();
    let highlights: Vec<_> = file
        .objects
        .values()
        .filter_map(|object| object.as_dict().ok())
        .filter(|dict| dict.get(b"Subtype").and_then(Object::as_name).ok() == Some(b"Highlight"))
        .collect();
    let [highlight] = highlights.as_slice() else { panic!("{highlights:?}") };
    assert_eq!(string(highlight.get(b"Contents").unwrap()), "So với năm 1998.");
    assert_eq!(string(highlight.get(b"T").unwrap()), "Lan");
    let quads = highlight.get(b"QuadPoints").unwrap().as_array().unwrap().len();
    assert!(quads % 8 == 0 && quads >= 16, "a piece a line: {quads}");
    let document = structure(&pdf.bytes);
    let mut elements = Vec::new();
    document.all("Annot", &mut elements);
    assert!(matches!(elements[0].parts[..], [Part::Object(ref kind)] if kind == "Highlight"));
}

#[test]
fn notes_stand_where_they_are_wanted_and_are_signed() {
    for place in [NotePlace::Footnotes, NotePlace::Endnotes, NotePlace::Margin] {
        let mut wanted = options("dossier", Paper::A4);
        wanted.print.note_place = Some(place);
        let pdf = write(&annotated(), &Pictures, &wanted, &Layouts::default(), &Quiet).unwrap();
        let document = structure(&pdf.bytes);
        let mut notes = Vec::new();
        document.all("Note", &mut notes);
        assert_eq!(notes.len(), 1, "{place:?}");
        let text = squeezed(&notes[0].text_without(&[]));
        assert_eq!(text, "1 So với năm 1998. — Lan, 02/12/2022", "{place:?}");
        assert!(squeezed(&text_of(&pdf)).contains("So với năm 1998."), "{place:?}");
    }
}

#[test]
fn the_index_knows_its_pages() {
    let mut index = section("index", SectionKind::Index, "Chỉ mục", vec![]);
    let place = |start: usize| IndexPlace { section: "a".into(), start, end: start + 5 };
    let term = IndexTerm { label: "Cầu".into(), also: String::new(), places: vec![place(0), place(3600)] };
    index.index = vec![IndexGroup { title: "Chủ đề".into(), terms: vec![term] }];
    let pdf = print(&book(vec![section("a", SectionKind::Article, "Bài", long_text(30)), index]));
    let begins: Vec<_> = pdf.page_list.iter().filter(|page| page.section == "a").collect();
    assert!(begins.windows(2).all(|pair| pair[0].offset < pair[1].offset), "{begins:?}");
    let last = begins.iter().rfind(|page| page.offset.unwrap() <= 3600).unwrap();
    assert!(squeezed(&text_of(&pdf)).contains(&format!("Cầu, 1, {}", last.label)), "{begins:?}");
    // The page begins with the words that the list says.
    let text = section("a", SectionKind::Article, "Bài", long_text(30)).projection().text;
    let from: String = text.chars().skip(begins[2].offset.unwrap()).take(20).collect();
    let page = text_of(&pdf).split('\u{c}').nth(4 + 2).unwrap().to_owned();
    assert!(squeezed(&page).contains(squeezed(&from).as_str()), "{from}\n{page}");
}

#[test]
fn unchanged_sections_are_not_set_again() {
    let mut sections: Vec<_> =
        (0..6).map(|n| section(&format!("s{n}"), SectionKind::Article, "Bài", long_text(3))).collect();
    let layouts = Layouts::default();
    let wanted = options("dossier", Paper::A5);
    let first = write(&book(sections.clone()), &Pictures, &wanted, &layouts, &Quiet).unwrap();
    let again = write(&book(sections.clone()), &Pictures, &wanted, &layouts, &Quiet).unwrap();
    assert!(first.bytes == again.bytes);
    sections[3].blocks = long_text(4);
    let changed = write(&book(sections.clone()), &Pictures, &wanted, &layouts, &Quiet).unwrap();
    let fresh = write(&book(sections), &Pictures, &wanted, &Layouts::default(), &Quiet).unwrap();
    assert!(changed.bytes == fresh.bytes, "what was kept does not show");
}

#[test]
fn a_broken_template_is_told_with_its_line() {
    let template = "#let opening(section, core) = {\n  text(size: 1em, section.headline)\n}\n";
    let files = BTreeMap::from([(TEMPLATE.to_owned(), template.as_bytes().to_vec())]);
    let house = HouseStyle::from_files("ours", files).unwrap();
    let wanted = PdfOptions { house, ..PdfOptions::default() };
    let book = book(vec![section("a", SectionKind::Article, "Bài", long_text(1))]);
    match write(&book, &Pictures, &wanted, &Layouts::default(), &Quiet) {
        Err(PdfError::Template { style, line, reason, .. }) => {
            assert_eq!((style.as_str(), line), ("ours", 2));
            assert!(reason.contains("headline"), "{reason}");
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_are_carried_when_they_are_wanted() {
    let book = book(vec![section("a", SectionKind::Article, "Bài", long_text(1))]);
    let data = vec![Embedded {
        name: "citations.json".into(),
        media_type: "application/json".into(),
        description: "Trích dẫn".into(),
        bytes: b"[]".to_vec(),
    }];
    let print = PrintSettings { embed_data: Some(true), ..PrintSettings::default() };
    let wanted = PdfOptions { data, print, ..options("dossier", Paper::A5) };
    let pdf = write(&book, &Pictures, &wanted, &Layouts::default(), &Quiet).unwrap();
    let file = Document::load_mem(&pdf.bytes).unwrap();
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"AF").unwrap().as_array().unwrap().len(), 1);
    let xmp = catalog.get(b"Metadata").unwrap().as_reference().unwrap();
    let xmp = file.get_object(xmp).unwrap().as_stream().unwrap();
    assert!(String::from_utf8_lossy(&xmp.content).contains("<pdfaid:part>3</pdfaid:part>"));
}

#[test]
fn lists_close_the_book_and_say_where() {
    let mut sources = section("sources", SectionKind::Sources, "Danh mục nguồn", vec![]);
    sources.entries = vec![BibliographyEntry {
        section: "b".into(),
        content: vec![Inline::text("Hai")],
        group: "Báo Ví Dụ".into(),
        ..BibliographyEntry::default()
    }];
    let articles = ["a", "b"].map(|id| section(id, SectionKind::Article, id, long_text(9)));
    let [a, b] = articles;
    let pdf = print(&book(vec![a, b, sources]));
    let page = pdf.section_pages["b"];
    assert!(page > 2);
    assert!(squeezed(&text_of(&pdf)).contains(&format!("Báo Ví Dụ Hai → tr. {page}")));
    assert_eq!(string(info(&pdf.bytes).get(b"Title").unwrap()), "Cầu đường Việt Nam");
}

#[test]
fn clusters_are_told_in_their_place_by_structure() {
    let blocks = vec![Block::paragraph("trước x\u{302} giữa y\u{302}\u{323} sau hết")];
    let pdf = super::print(&book(vec![section("a", SectionKind::Article, "Bài", blocks)]));
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.pdf");
    std::fs::write(&path, &pdf.bytes).unwrap();
    let output = std::process::Command::new("pdfinfo").arg("-struct-text").arg(&path).output();
    let output = output.expect("pdfinfo (poppler-utils) must be installed for the tests");
    let text = String::from_utf8(output.stdout).unwrap();
    let paragraph: String =
        text.lines().filter_map(|line| line.trim().strip_prefix('"')?.strip_suffix('"')).collect();
    for word in ["trước ", "x\u{302}", " giữa ", " sau hết"] {
        assert!(paragraph.contains(word), "{word}: {text}");
    }
}

/// Stopped once it has been told so.
struct Stopping(std::sync::atomic::AtomicBool);

impl fonds_model::Progress for Stopping {
    fn step(&self, _: fonds_model::Stage, _: u64, _: u64) {}
    fn is_cancelled(&self) -> bool {
        self.0.load(std::sync::atomic::Ordering::Relaxed)
    }
}

#[test]
fn stopping_does_not_wait_for_a_long_list() {
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::{Duration, Instant};
    let mut list = section("bib", SectionKind::Bibliography, "Thư mục", vec![]);
    list.entries = (0..3000)
        .map(|n| fonds_model::book::BibliographyEntry {
            content: vec![Inline::text(format!("Mục {n}. {}", "Từ năm giờ sáng. ".repeat(20)))],
            ..fonds_model::book::BibliographyEntry::default()
        })
        .collect();
    let book = book(vec![section("a", SectionKind::Article, "Bài", vec![]), list]);
    let stopping = Stopping(AtomicBool::new(false));
    std::thread::scope(|scope| {
        let stop = scope.spawn(|| {
            std::thread::sleep(Duration::from_millis(700));
            stopping.0.store(true, Ordering::Relaxed);
            Instant::now()
        });
        let options = super::options("dossier", fonds_model::Paper::A5);
        let result = crate::write(&book, &super::Pictures, &options, &crate::Layouts::default(), &stopping);
        let waited = stop.join().unwrap().elapsed();
        assert!(matches!(result, Err(crate::PdfError::Cancelled(_))));
        // Setting the list takes several times as long; the machine may be busy.
        assert!(waited < Duration::from_secs(20), "{waited:?}");
    });
}
