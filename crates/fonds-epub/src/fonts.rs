//! The typeface that travels with the book: of each face only the letters that the book sets in it, as a font that readers can
//! use by themselves (with `cmap`, kerning and marks). What it lacks, the reader's own fonts have.

mod letters;

pub(crate) use letters::Letters;

use crate::container::Container;
use crate::{EpubError, EpubOptions, Written};
use fonds_model::Diagnostic;
use skera::{DEFAULT_LAYOUT_FEATURES, Plan, SubsetFlags, subset_font};
use std::fmt::Write as _;
use std::io::{Seek, Write};
use write_fonts::read::FontRef;
use write_fonts::read::collections::IntSet;
use write_fonts::types::NameId;

/// A typeface that may travel with books.
#[derive(Clone, Debug)]
pub struct BookFont {
    /// What style sheets call it.
    pub family: &'static str,
    /// `serif` or `sans-serif`: what stands for it where it lacks a letter.
    pub generic: &'static str,
    /// Its faces.
    pub faces: Vec<FontFace>,
    /// The terms under which it may be handed on, which go with it.
    pub licence: &'static str,
}

/// A face of a typeface.
#[derive(Clone, Copy, Debug)]
pub struct FontFace {
    /// The name of its file, with the ending `.ttf`.
    pub name: &'static str,
    /// The whole font: OpenType with TrueType outlines.
    pub bytes: &'static [u8],
    /// Whether it is the bold one.
    pub bold: bool,
    /// Whether it is the slanted one.
    pub italic: bool,
}

/// The file of the licence. It is no part of the publication, so it lies beside it.
const LICENCE: &str = "META-INF/licences/fonts.txt";

/// The faces that were written, and the style sheet that names them.
#[derive(Default)]
pub(crate) struct Fonts {
    /// Their paths below the package.
    pub hrefs: Vec<String>,
    /// Rules of the style sheet.
    pub style: String,
}

/// Writes the faces that the options want, with these letters; one that nothing is set in is left out. So is one that cannot be
/// made smaller, and told.
pub(crate) fn put<W: Write + Seek>(
    container: &mut Container<W>,
    options: &EpubOptions,
    letters: &Letters,
    written: &mut Written,
) -> Result<Fonts, EpubError> {
    let mut fonts = Fonts::default();
    let Some(font) = &options.font else { return Ok(fonts) };
    for face in &font.faces {
        let letters = letters.of_face(face);
        if letters.is_empty() {
            continue;
        }
        match subset(face.bytes, &letters) {
            Ok(bytes) => {
                let href = format!("fonts/{}", face.name);
                container.deflate(&format!("OEBPS/{href}"), &bytes)?;
                fonts.style.push_str(&rule(font, face, &href));
                fonts.hrefs.push(href);
            }
            Err(reason) => {
                let message = format!("the font {} could not travel with the book: {reason}", face.name);
                written.diagnostics.push(Diagnostic::warning("font-not-embedded", message));
            }
        }
    }
    if !fonts.hrefs.is_empty() {
        container.deflate(LICENCE, font.licence.as_bytes())?;
        let BookFont { family, generic, .. } = font;
        let _ = writeln!(fonts.style, "body {{ font-family: \"{family}\", {generic}; }}");
    }
    Ok(fonts)
}

/// How many bytes the faces take with these letters.
pub(crate) fn length(options: &EpubOptions, letters: &Letters) -> usize {
    let faces = options.font.iter().flat_map(|font| &font.faces);
    let wanted = faces.map(|face| (face, letters.of_face(face))).filter(|(_, letters)| !letters.is_empty());
    wanted
        .filter_map(|(face, letters)| subset(face.bytes, &letters).ok())
        .map(|bytes| crate::volumes::deflated(&bytes))
        .sum()
}

fn rule(font: &BookFont, face: &FontFace, href: &str) -> String {
    let weight = if face.bold { "bold" } else { "normal" };
    let style = if face.italic { "italic" } else { "normal" };
    format!(
        "@font-face {{ font-family: \"{}\"; font-weight: {weight}; font-style: {style}; src: url({href}) format(\"truetype\"); }}\n",
        font.family
    )
}

/// The font with only these letters, those that they are joined to, and what sets them well.
fn subset(font: &[u8], letters: &IntSet<u32>) -> Result<Vec<u8>, String> {
    let font = FontRef::new(font).map_err(|error| error.to_string())?;
    let mut names = IntSet::<NameId>::empty();
    // Names, version, and the notices that a copy must keep.
    names.insert_range(NameId::from(0)..=NameId::from(6));
    names.insert_range(NameId::from(13)..=NameId::from(14));
    let mut scripts = IntSet::empty();
    scripts.invert();
    let features = DEFAULT_LAYOUT_FEATURES.iter().copied().collect();
    let plan = Plan::new(
        &IntSet::empty(),
        letters,
        &font,
        SubsetFlags::SUBSET_FLAGS_NO_HINTING,
        &IntSet::empty(),
        &scripts,
        &features,
        &names,
        &[0x0409].into_iter().collect(),
    );
    subset_font(&font, &plan).map_err(|error| error.to_string())
}
