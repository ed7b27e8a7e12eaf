//! What travels with a book beside its text: letters of a typeface, and places of its subjects in vocabularies.

use super::{OnePicture, sample, unpacked};
use crate::{BookFont, EpubOptions, FontFace, write};
use fonds_model::book::Subject;
use fonds_model::{Block, Inline, Quiet, Section};
use std::io::{Cursor, Read};
use ttf_parser::Face;

const REGULAR: &[u8] = include_bytes!("../../../fonds-pdf/fonts/NotoSerif-Regular.ttf");
const ITALIC: &[u8] = include_bytes!("../../../fonds-pdf/fonts/NotoSerif-Italic.ttf");

fn font() -> BookFont {
    let face = |name, bytes, italic| FontFace { name, bytes, bold: false, italic };
    BookFont {
        family: "Noto Serif",
        generic: "serif",
        faces: vec![
            face("NotoSerif-Regular.ttf", REGULAR, false),
            face("NotoSerif-Italic.ttf", ITALIC, true),
        ],
        licence: "SIL Open Font License",
    }
}

/// A file of the e-book as bytes.
fn file(epub: &[u8], name: &str) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(epub)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

#[test]
fn the_letters_of_the_book_travel_with_it() {
    let mut book = sample::book();
    let vowels = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
    let text = format!("{vowels} {} 漢 fi", vowels.to_uppercase());
    let slanted = Inline::Emphasis { content: vec![Inline::text(text.clone())] };
    book.sections[0].blocks =
        vec![Block::paragraph(text.clone()), Block::Paragraph { content: vec![slanted] }];
    let options = EpubOptions { font: Some(font()), ..EpubOptions::default() };
    let write = || write(&book, &OnePicture, &options, &Quiet).unwrap();
    let epub = write();
    assert!(epub.bytes == write().bytes, "the same book gives other bytes");
    let files = unpacked(&epub).1;
    let style = &files["OEBPS/stylesheet.css"];
    assert!(style.starts_with("@font-face { font-family: \"Noto Serif\"; font-weight: normal; font-style: normal; src: url(fonts/NotoSerif-Regular.ttf)"), "{style}");
    assert!(style.contains("body { font-family: \"Noto Serif\", serif; }"), "{style}");
    assert!(
        files["OEBPS/content.opf"].contains("href=\"fonts/NotoSerif-Italic.ttf\" media-type=\"font/ttf\"")
    );
    assert_eq!(files["META-INF/licences/fonts.txt"], "SIL Open Font License");
    for (name, whole) in [("NotoSerif-Regular.ttf", REGULAR), ("NotoSerif-Italic.ttf", ITALIC)] {
        let bytes = file(&epub.bytes, &format!("OEBPS/fonts/{name}"));
        assert!(bytes.len() * 6 < whole.len(), "{} of {} bytes", bytes.len(), whole.len());
        let (face, before) = (Face::parse(&bytes, 0).unwrap(), Face::parse(whole, 0).unwrap());
        for letter in text.chars().filter(|letter| before.glyph_index(*letter).is_some()) {
            let glyph = face.glyph_index(letter).unwrap_or_else(|| panic!("{letter} is not in {name}"));
            let wide = before.glyph_index(letter).and_then(|glyph| before.glyph_hor_advance(glyph));
            assert_eq!(face.glyph_hor_advance(glyph), wide, "{letter}");
        }
        assert_eq!(face.glyph_index('Ω'), None);
        assert!(face.tables().gpos.is_some(), "{name} is not kerned");
    }
}

#[test]
fn a_face_has_the_letters_that_are_set_in_it() {
    let mut book = sample::book();
    let words = |text: &str| vec![Inline::text(text)];
    let blocks =
        |slanted| vec![Block::Paragraph { content: words("ỷ") }, Block::Paragraph { content: slanted }];
    let options = EpubOptions { font: Some(font()), ..EpubOptions::default() };
    book.sections[0].blocks = blocks(vec![Inline::Emphasis { content: words("ẫ") }]);
    let epub = write(&book, &OnePicture, &options, &Quiet).unwrap();
    let has = |name: &str, letter: char| {
        let bytes = file(&epub.bytes, &format!("OEBPS/fonts/{name}"));
        Face::parse(&bytes, 0).unwrap().glyph_index(letter).is_some()
    };
    assert_eq!([has("NotoSerif-Regular.ttf", 'ỷ'), has("NotoSerif-Regular.ttf", 'ẫ')], [true, false]);
    assert_eq!([has("NotoSerif-Italic.ttf", 'ỷ'), has("NotoSerif-Italic.ttf", 'ẫ')], [false, true]);
    // Nothing slanted, no slanted face.
    book.sections.truncate(1);
    book.sections[0] = Section { blocks: blocks(words("ẫ")), citation: vec![], ..book.sections[0].clone() };
    let (names, files) = unpacked(&write(&book, &OnePicture, &options, &Quiet).unwrap());
    assert!(names.iter().all(|name| !name.contains("Italic")), "{names:?}");
    assert!(!files["OEBPS/stylesheet.css"].contains("Italic"));
}

#[test]
fn without_a_typeface_the_reader_s_is_left_alone() {
    let epub = write(&sample::book(), &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let (names, files) = unpacked(&epub);
    assert!(!files["OEBPS/stylesheet.css"].contains("font-family"));
    assert!(names.iter().all(|name| !name.ends_with(".ttf") && !name.starts_with("META-INF/licences")));
}

#[test]
fn a_font_that_cannot_be_read_is_told_and_left_out() {
    let broken = FontFace { name: "X.ttf", bytes: b"no font", bold: false, italic: false };
    let font = BookFont { faces: vec![broken], ..font() };
    let options = EpubOptions { font: Some(font), ..EpubOptions::default() };
    let epub = write(&sample::book(), &OnePicture, &options, &Quiet).unwrap();
    assert!(epub.diagnostics.iter().any(|remark| remark.code == "font-not-embedded"));
    let (names, files) = unpacked(&epub);
    assert!(!files["OEBPS/stylesheet.css"].contains("font-fa"), "{}", files["OEBPS/stylesheet.css"]);
    assert!(names.iter().all(|name| !name.ends_with(".ttf")));
}

#[test]
fn subjects_have_their_places_in_vocabularies() {
    let mut book = sample::book();
    let subject = |label: &str, authority: &str, term: &str| Subject {
        label: label.into(),
        authority: authority.into(),
        term: term.into(),
    };
    book.meta.subjects = vec![
        "Cầu".into(),
        subject("Phà & đò", "LCSH", "sh85047875"),
        subject("Sông", "https://vocab.vn/", ""),
    ];
    let epub = write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let package = &unpacked(&epub).1["OEBPS/content.opf"];
    let expected = "<dc:subject>Cầu</dc:subject>\n<dc:subject id=\"subject-1\">Phà &amp; đò</dc:subject>\n\
        <meta refines=\"#subject-1\" property=\"authority\">LCSH</meta>\n\
        <meta refines=\"#subject-1\" property=\"term\">sh85047875</meta>\n<dc:subject>Sông</dc:subject>\n";
    assert!(package.contains(expected), "{package}");
}
