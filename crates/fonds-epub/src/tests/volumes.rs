//! Books in volumes: none too large, everything in its order, each a sound e-book of its own.

use super::any_book::{self, EveryPicture, check_links, files, squeezed};
use super::{sample, unpacked};
use crate::{
    AnnotationForm, CarriedFile, Epub, EpubError, EpubOptions, Putting, Sources, write_to, write_volumes,
};
use fonds_model::book::{Credits, InBook, IndexGroup, IndexPlace, IndexTerm, PlacedAnnotation};
use fonds_model::{
    AssetInfo, Block, Book, Contributor, Digest, Image, Inline, Quiet, Role, Section, SectionKind,
};
use proptest::prelude::*;
use std::io::Cursor;

/// Text that hardly shrinks: letters after a rule that no compressor knows.
fn noise(seed: u64, letters: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        char::from(b'a' + (state % 26) as u8)
    };
    (0..letters).map(|n| if n % 9 == 8 { ' ' } else { next() }).collect()
}

fn section(id: &str, kind: SectionKind, letters: usize) -> Section {
    let seed = id.bytes().map(u64::from).sum::<u64>() + letters as u64;
    let blocks = if letters == 0 { vec![] } else { vec![Block::paragraph(noise(seed, letters))] };
    let section = sample::book().sections.swap_remove(0);
    Section {
        id: id.into(),
        kind,
        title: id.to_uppercase(),
        blocks,
        lead: vec![],
        citation: vec![],
        ..section
    }
}

/// A foreword, two parts of chapters of about 6 kB, an index and a bibliography.
fn book() -> Book {
    use SectionKind::{Article, Bibliography, Foreword, Index, Part};
    let mut sections = vec![section("fw", Foreword, 500)];
    for part in ["p1", "p2"] {
        sections.push(section(part, Part, 0));
        sections.extend((1..=3).map(|n| section(&format!("{part}-ch-{n}"), Article, 10_000)));
    }
    let links = ["p1-ch-2", "p2-ch-3"].map(|id| Inline::Link {
        href: format!("fonds:{id}"),
        content: vec![Inline::text(format!("xem {id}"))],
    });
    sections[2].blocks.push(Block::Paragraph { content: links.to_vec() });
    let place = |id: &str| IndexPlace { section: id.into(), start: 0, end: 3 };
    let term = |label: &str, ids: &[&str]| IndexTerm {
        label: label.into(),
        places: ids.iter().map(|id| place(id)).collect(),
        ..IndexTerm::default()
    };
    let terms = vec![term("Cầu", &["p1-ch-1", "p2-ch-1"]), term("Phà", &["p2-ch-3"])];
    let index = section("index", Index, 0);
    sections.push(section("list", Bibliography, 800));
    sections.push(Section { index: vec![IndexGroup { title: String::new(), terms }], ..index });
    let sample = sample::book();
    let annotations = sample.annotations.iter().flat_map(|one| {
        ["p1-ch-1", "p2-ch-1"].map(|id| PlacedAnnotation { section: id.into(), ..one.clone() })
    });
    Book { annotations: annotations.collect(), assets: vec![], sections, ..sample }
}

/// Each carries the ids of its sections.
fn carried(book: &Book, put: &mut Putting<'_>) -> Result<(), EpubError> {
    let ids: Vec<&str> = book.sections.iter().map(|section| section.id.as_str()).collect();
    put(CarriedFile { name: "sections.txt".into(), content: ids.join(" ") })
}

const SOURCES: Sources<'_> = Sources { texts: &InBook, assets: &EveryPicture, carried: &carried };

/// The volumes, and their words.
fn volumes(book: &Book, options: &EpubOptions, most: u64) -> Vec<(Epub, Option<String>)> {
    let mut open = || Ok(Cursor::new(Vec::new()));
    let written = write_volumes(book, SOURCES, options, Some(most), &Quiet, &mut open);
    let volumes = written.unwrap().into_iter().map(|volume| {
        let bytes = volume.out.into_inner();
        assert_eq!(bytes.len() as u64, volume.written.length);
        let diagnostics = volume.written.diagnostics;
        (Epub { bytes, diagnostics, picture_bytes: volume.written.picture_bytes }, volume.words)
    });
    volumes.collect()
}

/// The ids of the sections in a volume, as its spine has them.
fn spine(epub: &Epub) -> Vec<String> {
    let package = &unpacked(epub).1["OEBPS/content.opf"];
    let ids = package.split("<itemref idref=\"").skip(1).filter_map(|rest| rest.split('"').next());
    ids.skip(3).map(str::to_owned).collect()
}

#[test]
fn what_fits_is_one_file() {
    let book = book();
    let volumes = volumes(&book, &EpubOptions::default(), 1_000_000);
    assert_eq!((volumes.len(), volumes[0].1.clone()), (1, None));
    let mut whole = Vec::new();
    write_to(&book, SOURCES, &EpubOptions::default(), &Quiet, Cursor::new(&mut whole)).unwrap();
    assert!(volumes[0].0.bytes == whole);
    assert!(!unpacked(&volumes[0].0).1["OEBPS/content.opf"].contains("\"set\""));
}

#[test]
fn parts_stay_whole_where_they_fit() {
    let options = EpubOptions { annotations: AnnotationForm::Epub34Draft, ..EpubOptions::default() };
    let most = 40_000;
    let volumes = volumes(&book(), &options, most);
    let words: Vec<_> = volumes.iter().map(|(_, words)| words.clone().unwrap()).collect();
    assert_eq!(words, ["Tập 1/2", "Tập 2/2"]);
    assert!(volumes.iter().all(|(epub, _)| epub.bytes.len() as u64 <= most));
    let spines: Vec<_> = volumes.iter().map(|(epub, _)| spine(epub).join(" ")).collect();
    assert_eq!(spines, ["fw p1 p1-ch-1 p1-ch-2 p1-ch-3 index", "p2 p2-ch-1 p2-ch-2 p2-ch-3 list index"]);
    let texts: Vec<_> = volumes.iter().map(|(epub, _)| unpacked(epub).1).collect();
    let package = &texts[1]["OEBPS/content.opf"];
    for line in [
        "<dc:title id=\"title\">Cầu &amp; đường – Tập 2/2</dc:title>",
        "<meta property=\"belongs-to-collection\" id=\"set\">Cầu &amp; đường</meta>",
        "<meta refines=\"#set\" property=\"collection-type\">set</meta>",
        "<meta refines=\"#set\" property=\"group-position\">2</meta>",
        "<meta refines=\"#set\" property=\"dcterms:identifier\">urn:uuid:12345678-1234-8234-8234-123456789012</meta>",
        "<meta property=\"belongs-to-collection\" id=\"series\">Tủ sách Cầu</meta>",
    ] {
        assert!(package.contains(line), "{line} is not in {package}");
    }
    let identifier = |n: usize| {
        let package = &texts[n]["OEBPS/content.opf"];
        package.split("id=\"book-id\">").nth(1).unwrap().split('<').next().unwrap().to_owned()
    };
    assert_ne!(identifier(0), identifier(1));
    assert!(texts[0]["OEBPS/text/title-page.xhtml"].contains("<p class=\"volume\">Tập 1/2</p>"));
    // What leads to another volume is words.
    let first = &texts[0]["OEBPS/text/p1-ch-1.xhtml"];
    assert!(first.contains("<a href=\"p1-ch-2.xhtml\">xem p1-ch-2</a>xem p2-ch-3"), "{first}");
    // Each has the index of its own chapters, and what is carried of them.
    let indexes = [0, 1].map(|n| texts[n]["OEBPS/text/index.xhtml"].clone());
    assert!(indexes[0].contains("Cầu") && !indexes[0].contains("Phà") && indexes[1].contains("Phà"));
    let marks = [0, 1].map(|n: usize| texts[n]["META-INF/fonds.annotation"].clone());
    assert!(marks[0].contains("p1-ch-1") && !marks[0].contains("p2-ch-1") && marks[1].contains("p2-ch-1"));
    assert!(texts[1]["META-INF/fonds/sections.txt"].starts_with("p2 p2-ch-1"));
}

#[test]
fn a_volume_names_what_its_own_articles_bring() {
    let mut book = book();
    let by = |name: &str| Contributor { name: name.into(), role: Role::Author };
    book.meta.contributors = vec![by("An"), by("Bình"), by("Chi")];
    book.meta.sources = vec!["https://a.vn/".into(), "https://b.vn/".into()];
    book.meta.subjects = vec!["Cầu".into(), "Phà".into()];
    let brings = |contributors: &[usize], rest: usize| Credits {
        contributors: contributors.to_vec(),
        sources: vec![rest],
        subjects: vec![rest],
    };
    for section in &mut book.sections {
        match section.id.as_str() {
            "p1-ch-1" => section.credits = brings(&[0, 1], 0),
            "p2-ch-3" => section.credits = brings(&[2, 1], 1),
            _ => {}
        }
    }
    let told = |package: &String| {
        let lines = package.lines().filter(|line| {
            ["<dc:contributor", "<dc:source", "<dc:subject"].iter().any(|name| line.starts_with(name))
        });
        lines.map(|line| line.split(['>', '<']).nth(2).unwrap_or_default().to_owned()).collect::<Vec<_>>()
    };
    let volumes = volumes(&book, &EpubOptions::default(), 40_000);
    let told: Vec<_> = volumes.iter().map(|(epub, _)| told(&unpacked(epub).1["OEBPS/content.opf"])).collect();
    let expected = [["An", "Bình", "Cầu", "https://a.vn/"], ["Bình", "Chi", "Phà", "https://b.vn/"]];
    assert_eq!(told, expected);
}

#[test]
fn a_part_that_is_too_large_goes_on_in_the_next_volume() {
    let most = 33_500;
    let made = || volumes(&book(), &EpubOptions::default(), most);
    let volumes = made();
    assert!(volumes.len() > 2 && volumes.iter().all(|(epub, _)| epub.bytes.len() as u64 <= most));
    let mut order: Vec<String> = Vec::new();
    let mut continued = 0;
    for (epub, _) in &volumes {
        let ids: Vec<String> = spine(epub).into_iter().filter(|id| id != "index").collect();
        // No heading is the last of its volume.
        assert!(ids.last().is_some_and(|id| !["p1", "p2"].contains(&id.as_str())), "{ids:?}");
        if order.contains(&ids[0]) {
            continued += 1;
            let nav = &unpacked(epub).1["OEBPS/nav.xhtml"];
            let head = format!("{}.xhtml\">{} (tiếp theo)</a>\n<ol>", ids[0], ids[0].to_uppercase());
            assert!(nav.contains(&head), "{nav}");
        }
        order.extend(ids.into_iter().filter(|id| !order.contains(id)).collect::<Vec<_>>());
    }
    assert!(continued > 0);
    let all = book().sections.into_iter().map(|section| section.id).filter(|id| id != "index");
    assert_eq!(order, all.collect::<Vec<_>>());
    let again = made();
    assert!(volumes.iter().zip(&again).all(|(one, other)| one.0.bytes == other.0.bytes));
    if let Some(folder) = std::env::var_os("FONDS_KEEP_VOLUMES") {
        for (n, (epub, _)) in volumes.iter().enumerate() {
            std::fs::write(std::path::Path::new(&folder).join(format!("{n}.epub")), &epub.bytes).unwrap();
        }
    }
}

#[test]
fn a_chapter_that_is_too_large_stands_alone() {
    let mut book = book();
    book.sections[3] = section("p1-ch-2", SectionKind::Article, 60_000);
    let volumes = volumes(&book, &EpubOptions::default(), 26_000);
    let over: Vec<_> = volumes.iter().filter(|(epub, _)| epub.bytes.len() > 26_000).collect();
    assert_eq!(over.len(), 1);
    assert_eq!(spine(&over[0].0), ["p1", "p1-ch-2"]);
}

#[test]
fn a_picture_that_two_chapters_show_counts_once_a_volume() {
    let mut book = book();
    let digest = Digest("aa".repeat(32));
    let image = Image::new(digest.clone(), "Cầu");
    for n in [2, 3, 7] {
        book.sections[n].blocks.push(Block::Figure { image: image.clone(), caption: vec![] });
    }
    book.assets = vec![AssetInfo {
        digest,
        media_type: "image/gif".into(),
        file_name: "a.gif".into(),
        width: 1,
        height: 1,
        length: 6,
    }];
    let names = volumes(&book, &EpubOptions::default(), 40_000)
        .iter()
        .map(|(epub, _)| unpacked(epub).0.iter().filter(|name| name.ends_with(".gif")).count())
        .collect::<Vec<_>>();
    assert_eq!(names, [1, 1]);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn any_book_comes_whole_and_in_order(book in any_book::book(), most in 1u64..60_000) {
        let volumes = volumes(&book, &EpubOptions::default(), most);
        let mut order = Vec::new();
        for (epub, _) in &volumes {
            let (names, files) = files(epub).map_err(TestCaseError::fail)?;
            check_links(&names, &files)?;
            let ids = spine(epub);
            let section = |id: &str| book.sections.iter().find(|section| section.id == *id);
            let chapters = ids.iter().filter(|id| section(id).is_some_and(|one| one.kind != SectionKind::Part));
            prop_assert!(epub.bytes.len() as u64 <= most || chapters.count() <= 1, "{:?} in {}", ids, epub.bytes.len());
            for id in ids {
                let text = squeezed(&files[&format!("OEBPS/text/{id}.xhtml")].text);
                let wanted = section(&id).map(any_book::said).unwrap_or_default();
                if text == wanted {
                    order.push(id);
                } else {
                    // Only the heading of a part may stand in two volumes.
                    prop_assert!(order.contains(&id) && text.contains("(tiếptheo)"), "{} says {}", id, text);
                }
            }
        }
        let all: Vec<_> = book.sections.iter().map(|section| section.id.clone()).collect();
        prop_assert_eq!(order, all);
    }
}
