//! The law of the crate: any book gives a sound e-book that says what the book says, in its order.

use super::{sample, unpacked};
use crate::{Epub, EpubOptions, write};
use fonds_model::book::BibliographyEntry;
use fonds_model::{
    Area, AssetSource, Block, Book, Cell, Colour, Digest, Image, Inline, Outline, Quiet, Row, Section,
    SectionKind,
};
use proptest::collection::vec;
use proptest::prelude::*;
use quick_xml::events::{BytesStart, Event};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

pub(super) struct EveryPicture;

impl AssetSource for EveryPicture {
    fn read(&self, _: &Digest) -> io::Result<Vec<u8>> {
        Ok(b"GIF89a".to_vec())
    }
}

pub(super) fn words() -> impl Strategy<Value = String> {
    prop_oneof!["[a-zđờếữ <>&\"']{0,12}", "\\PC{0,6}", Just("\u{1}\u{b}\u{ffff}]]>".to_owned())]
}

fn image() -> impl Strategy<Value = Image> {
    let outline = ("(n[1-4])?", 0f64..90.0).prop_map(|(note, at)| {
        let area = Area::percent(at, at, 9.0, 9.0)?;
        Some(Outline { area, colour: Colour::Pink, annotation: "m".into(), note })
    });
    ("(aa|bb)", words(), vec(outline, 0..3)).prop_map(|(name, alt, outlines)| Image {
        outlines: outlines.into_iter().flatten().collect(),
        ..Image::new(Digest(name.repeat(32)), alt)
    })
}

fn inline() -> impl Strategy<Value = Inline> {
    let leaf = prop_oneof![
        4 => words().prop_map(Inline::text),
        1 => words().prop_map(|text| Inline::Code { text }),
        1 => Just(Inline::Break),
        1 => image().prop_map(|image| Inline::Image { image }),
        2 => "n[1-4]".prop_map(|note| Inline::NoteRef { note }),
    ];
    leaf.prop_recursive(3, 12, 3, |inner| {
        let content = || vec(inner.clone(), 0..3);
        prop_oneof![
            content().prop_map(|content| Inline::Emphasis { content }),
            content().prop_map(|content| Inline::Strong { content }),
            content().prop_map(|content| Inline::Sub { content }),
            (words(), content()).prop_map(|(lang, content)| Inline::Span { lang, content }),
            ("(https://a.vn/|doi:|x:)[a #|\\[%]{0,5}", content())
                .prop_map(|(href, content)| Inline::Link { href, content }),
            content().prop_map(|content| Inline::Mark {
                colour: Colour::Blue,
                annotation: "m".into(),
                content
            }),
        ]
    })
}

fn inlines() -> impl Strategy<Value = Vec<Inline>> {
    vec(inline(), 0..4)
}

pub(super) fn block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        3 => inlines().prop_map(|content| Block::Paragraph { content }),
        1 => (0u8..9, inlines()).prop_map(|(level, content)| Block::Heading { level, content }),
        1 => words().prop_map(|text| Block::Code { language: None, text }),
        1 => (image(), inlines()).prop_map(|(image, caption)| Block::Figure { image, caption }),
        1 => Just(Block::Rule),
    ];
    leaf.prop_recursive(3, 16, 3, |inner| {
        let blocks = || vec(inner.clone(), 0..3);
        let cell = (blocks(), any::<bool>(), 0u32..3, 0u32..3)
            .prop_map(|(blocks, header, colspan, rowspan)| Cell { blocks, header, colspan, rowspan });
        let rows = || vec(vec(cell.clone(), 0..3).prop_map(|cells| Row { cells }), 0..3);
        prop_oneof![
            blocks().prop_map(|blocks| Block::Quote { blocks }),
            (any::<bool>(), 0u32..4, vec(blocks(), 0..3)).prop_map(|(ordered, start, items)| Block::List {
                ordered,
                start,
                items
            }),
            (inlines(), rows(), rows()).prop_map(|(caption, head, rows)| Block::Table {
                caption,
                head,
                rows
            }),
        ]
    })
}

/// Blocks, and notes at their end as a compiled book has them: their ids may come twice or have no reference.
fn blocks() -> impl Strategy<Value = Vec<Block>> {
    let note = ("n[1-3]", vec(block(), 0..3)).prop_map(|(id, blocks)| Block::Note { id, blocks });
    (vec(block(), 0..5), vec(note, 0..4)).prop_map(|(blocks, notes)| [blocks, notes].concat())
}

fn section() -> impl Strategy<Value = Section> {
    let kinds = [SectionKind::Foreword, SectionKind::Part, SectionKind::Introduction, SectionKind::Article];
    (
        prop::sample::select(kinds.to_vec()),
        words(),
        "(vi|ar|en-GB||x y)",
        words(),
        inlines(),
        blocks(),
        inlines(),
    )
        .prop_map(|(kind, title, language, byline, lead, blocks, citation)| Section {
            id: String::new(),
            kind,
            title,
            language,
            dateline: byline.chars().rev().collect(),
            byline,
            lead,
            blocks,
            citation,
            tags: vec![],
            entries: vec![],
            index: vec![],
            appeared: String::new(),
            credits: fonds_model::book::Credits::default(),
        })
}

pub(super) fn book() -> impl Strategy<Value = Book> {
    (words(), vec(section(), 0..5), inlines()).prop_map(|(title, mut sections, content)| {
        sections.iter_mut().enumerate().for_each(|(n, section)| section.id = format!("ch-{n:03}"));
        let first = sections.first().map(|section| section.id.clone());
        let mut book = sample::book();
        let list = book.sections.pop().map(|list| Section {
            entries: first
                .map(|section| BibliographyEntry {
                    section,
                    label: "[1]".into(),
                    content,
                    ..BibliographyEntry::default()
                })
                .into_iter()
                .collect(),
            byline: String::new(),
            lead: vec![],
            citation: vec![],
            tags: vec![],
            ..list
        });
        sections.extend(list);
        book.meta.title.clone_from(&title);
        book.meta.subjects = vec![title.as_str().into()];
        // The heading of the notes is not the book's own text.
        book.labels.notes.clear();
        Book { sections, ..book }
    })
}

/// What a section's file says before the section's text, white space aside.
pub(super) fn said_before(section: &Section) -> String {
    let title = if section.title.trim().is_empty() { "—" } else { &section.title };
    let citation = fonds_model::body::plain_text(&section.citation);
    squeezed(&format!("{title}{}{}{citation}", section.byline, section.dateline))
}

/// What the section says, white space aside.
pub(super) fn said(section: &Section) -> String {
    let plain = fonds_model::body::plain_text;
    let mut text = said_before(section) + &section.projection().text;
    for entry in &section.entries {
        text.push_str(&entry.label);
        text.push_str(&plain(&entry.content));
    }
    squeezed(&text)
}

/// Without white space and without what XML cannot say, in NFC: letters that are canonically the same are no difference.
pub(super) fn squeezed(text: &str) -> String {
    let kept = |c: &char| !c.is_whitespace() && !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}');
    fonds_model::text::nfc(&text.chars().filter(kept).collect::<String>())
}

/// What a file of the e-book says, its anchors and what it refers to.
#[derive(Default)]
pub(super) struct File {
    pub text: String,
    /// The labels of its page breaks, and how much of the text stands before each, in bytes.
    pub pages: Vec<(String, usize)>,
    ids: Vec<String>,
    links: Vec<String>,
}

/// What stands in these is the writer's own: numbers of notes and labels.
const OWN: [&str; 3] = ["noteref", "back", "label"];

impl File {
    fn read(xml: &str) -> Result<Self, String> {
        let mut reader = quick_xml::Reader::from_str(xml);
        let mut file = Self::default();
        // How deep the reader is in something that is not the book's text.
        let mut own = 0;
        loop {
            match reader.read_event().map_err(|error| format!("{error} in {xml}"))? {
                Event::Start(element) => {
                    let is_own = file.look_at(&element)?;
                    own += usize::from(own > 0 || is_own);
                }
                Event::Empty(element) => {
                    file.look_at(&element)?;
                }
                Event::End(_) => own = own.saturating_sub(1),
                Event::Text(text) if own == 0 => file.text.push_str(&text),
                Event::GeneralRef(name) if own == 0 => {
                    let unescaped = format!("&{};", &*name);
                    file.text.push_str(&quick_xml::escape::unescape(&unescaped).map_err(|e| e.to_string())?);
                }
                Event::Eof => return Ok(file),
                _ => {}
            }
        }
    }

    fn look_at(&mut self, element: &BytesStart<'_>) -> Result<bool, String> {
        let mut own = element.name().as_ref() == "head";
        for attribute in element.attributes() {
            let attribute = attribute.map_err(|error| error.to_string())?;
            let value = quick_xml::escape::unescape(&attribute.value)
                .map_err(|error| error.to_string())?
                .into_owned();
            match attribute.key.as_ref() {
                "id" => self.ids.push(value),
                "href" | "src" => self.links.push(value),
                "aria-label" if element.name().as_ref() == "span" => {
                    self.pages.push((value, self.text.len()))
                }
                "class" => own |= OWN.contains(&value.as_str()),
                _ => {}
            }
        }
        Ok(own)
    }
}

/// Every file that is XML, by name.
pub(super) fn files(epub: &Epub) -> Result<(Vec<String>, BTreeMap<String, File>), String> {
    let (names, all) = unpacked(epub);
    let xml = all.iter().filter(|(name, _)| !name.ends_with(".gif") && !name.ends_with(".png"));
    let xml = xml.filter(|(name, _)| {
        *name != "mimetype" && ![".css", ".ttf", ".txt"].iter().any(|end| name.ends_with(end))
    });
    let read = xml.map(|(name, text)| Ok((name.clone(), File::read(text)?)));
    Ok((names, read.collect::<Result<_, String>>()?))
}

/// Where a link of a file leads within the archive; `None` out of the book.
fn target(from: &str, link: &str) -> Option<(String, String)> {
    let (path, anchor) = link.split_once('#').unwrap_or((link, ""));
    if path.contains(':') {
        return None;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    if !path.is_empty() {
        parts.pop();
    }
    // The container names its package from the root.
    if from.starts_with("META-INF/") {
        parts.clear();
    }
    for part in path.split('/').filter(|part| !part.is_empty()) {
        if part == ".." {
            parts.pop();
        } else {
            parts.push(part);
        }
    }
    Some((parts.join("/"), anchor.to_owned()))
}

/// Ids come once in a file, and links lead to what is in the book.
pub(super) fn check_links(names: &[String], files: &BTreeMap<String, File>) -> Result<(), TestCaseError> {
    for (name, file) in files {
        let distinct: BTreeSet<_> = file.ids.iter().collect();
        prop_assert_eq!(distinct.len(), file.ids.len(), "ids of {} repeat: {:?}", name, file.ids);
        for (path, anchor) in file.links.iter().filter_map(|link| target(name, link)) {
            prop_assert!(names.contains(&path), "{} leads to {}", name, path);
            let there = files.get(&path).is_some_and(|file| file.ids.contains(&anchor));
            prop_assert!(anchor.is_empty() || there, "{} leads to {}#{}", name, path, anchor);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn any_book_is_sound(book in book()) {
        let epub = write(&book, &EveryPicture, &EpubOptions::default(), &Quiet).unwrap();
        prop_assert_eq!(&epub.bytes[30..58], b"mimetypeapplication/epub+zip");
        let (names, files) = files(&epub).map_err(TestCaseError::fail)?;
        check_links(&names, &files)?;
        for section in &book.sections {
            let file = &files[&format!("OEBPS/text/{}.xhtml", section.id)];
            prop_assert_eq!(squeezed(&file.text), said(section));
        }
    }
}
