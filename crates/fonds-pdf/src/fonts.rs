//! The fonts: those that come with Fonds, and the system's for what they lack.

use crate::PdfError;
use fonds_model::{Book, Digest, Typeface};
use printpdf::{FontId, ParsedFont};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock, Mutex, PoisonError};
use subsetter::GlyphRemapper;
use ttf_parser::gsub::SubstitutionSubtable;
use ttf_parser::opentype_layout::Coverage;
use typst::foundations::Bytes;
use typst::text::Font;

/// Text: Noto Serif. Furniture, and text in some house styles: Noto Sans. Code: Noto Sans Mono. All have Vietnamese.
static BUNDLED: LazyLock<Vec<Case>> = LazyLock::new(|| {
    let serif = bundled_faces(Typeface::Serif).into_iter().map(|face| face.bytes);
    let sans = bundled_faces(Typeface::Sans).into_iter().map(|face| face.bytes);
    let mono: &'static [u8] = include_bytes!("../fonts/NotoSansMono-Regular.ttf");
    let files = serif.chain(sans).chain([mono]);
    let fonts = files.filter_map(|file| Font::new(Bytes::new(file), 0));
    fonts.filter_map(Case::of).collect()
});

/// Reads the bundled fonts, which takes a moment, before they are wanted.
pub fn warm_up() {
    LazyLock::force(&BUNDLED);
}

/// A face that comes with Fonds.
#[derive(Clone, Copy, Debug)]
pub struct BundledFace {
    /// The name of its file.
    pub name: &'static str,
    /// The whole font.
    pub bytes: &'static [u8],
    /// Whether it is a bold one.
    pub bold: bool,
    /// Whether it is a slanted one.
    pub italic: bool,
}

/// The terms under which the bundled fonts may be handed on.
pub const FONT_LICENCE: &str = include_str!("../fonts/LICENCE-Noto.txt");

/// The faces of a typeface: upright, slanted, bold, and both.
pub fn bundled_faces(typeface: Typeface) -> [BundledFace; 4] {
    macro_rules! face {
        ($name:literal, $bold:literal, $italic:literal) => {
            BundledFace {
                name: $name,
                bytes: include_bytes!(concat!("../fonts/", $name)),
                bold: $bold,
                italic: $italic,
            }
        };
    }
    match typeface {
        Typeface::Serif => [
            face!("NotoSerif-Regular.ttf", false, false),
            face!("NotoSerif-Italic.ttf", false, true),
            face!("NotoSerif-Bold.ttf", true, false),
            face!("NotoSerif-BoldItalic.ttf", true, true),
        ],
        Typeface::Sans => [
            face!("NotoSans-Regular.ttf", false, false),
            face!("NotoSans-Italic.ttf", false, true),
            face!("NotoSans-Bold.ttf", true, false),
            face!("NotoSans-BoldItalic.ttf", true, true),
        ],
    }
}

/// A font, and what of it the file tells.
#[derive(Clone)]
pub(crate) struct Case {
    pub font: Font,
    /// What printpdf has to know of it, without the font's bytes and widths.
    bare: Arc<ParsedFont>,
    /// The letter that each glyph shows by the font's own table.
    letters: Arc<Vec<Option<char>>>,
    /// Widths as the file states them, in thousandths of the size.
    widths: Arc<Vec<f32>>,
}

/// A font as the file has it: only the glyphs that are used.
pub(crate) struct Subset {
    pub parsed: ParsedFont,
    /// The subset's glyph for each of the whole font's that is used.
    pub glyphs: BTreeMap<u16, u16>,
    /// Whether its outlines are of the PostScript kind.
    pub is_cff: bool,
}

impl Case {
    fn of(font: Font) -> Option<Self> {
        let face = ttf_parser::Face::parse(font.data(), font.index()).ok()?;
        let mut bare = ParsedFont::from_bytes(font.data(), font.index() as usize, &mut Vec::new())?;
        let units = f32::from(face.units_per_em());
        let width = |glyph| face.glyph_hor_advance(ttf_parser::GlyphId(glyph));
        let stated = |glyph| (f32::from(width(glyph).unwrap_or_default()) * 1000.0 / units).trunc();
        let widths = (0..face.number_of_glyphs()).map(stated).collect();
        bare.original_bytes = vec![];
        bare.font_index = 0;
        bare.glyph_widths.clear();
        bare.codepoint_to_glyph.clear();
        let letters = by_glyph(&letters_of(&face), face.number_of_glyphs());
        Some(Self { bare: Arc::new(bare), letters: Arc::new(letters), widths: Arc::new(widths), font })
    }

    /// Whether the font itself tells that the glyph shows this text.
    pub fn tells(&self, glyph: u16, shown: &str) -> bool {
        match self.letter(glyph) {
            Some(letter) => shown.strip_prefix(letter).is_some_and(str::is_empty),
            None => !shown.is_empty(),
        }
    }

    /// The letter that the glyph shows by the font's own table.
    pub fn letter(&self, glyph: u16) -> Option<char> {
        self.letters.get(usize::from(glyph)).copied().flatten()
    }

    /// The glyph's width as the file states it, in thousandths of the size.
    pub fn width(&self, glyph: u16) -> f32 {
        self.widths.get(usize::from(glyph)).copied().unwrap_or_default()
    }

    /// The font as printpdf needs it to write texts with these glyphs.
    fn for_writing<'g>(&self, used: impl Iterator<Item = &'g u16>) -> ParsedFont {
        let mut parsed = (*self.bare).clone();
        let units = f32::from(parsed.pdf_font_metrics.units_per_em);
        parsed.glyph_widths = used
            .filter_map(|glyph| {
                // printpdf states whole thousandths, rounded down; rounding up here keeps what the font says.
                let width = self.widths.get(usize::from(*glyph))? * units / 1000.0;
                Some((*glyph, width.ceil() as u16))
            })
            .collect();
        parsed
    }

    /// The subset with these glyphs.
    ///
    /// # Errors
    /// When the font's tables cannot be read.
    pub fn subset(&self, used: &BTreeMap<u16, String>) -> Result<Subset, PdfError> {
        let mut remapper = GlyphRemapper::new();
        used.keys().for_each(|glyph| {
            remapper.remap(*glyph);
        });
        let bytes = subsetter::subset(self.font.data(), self.font.index(), &remapper)
            .map_err(|error| PdfError::Write(format!("the font {}: {error}", self.font.info().family)))?;
        let is_cff = bytes.starts_with(b"OTTO");
        let mut parsed = self.for_writing(used.keys());
        parsed.original_bytes = bytes;
        parsed.font_name = Some(subset_name(&self.font, used));
        let glyphs = used.keys().filter_map(|glyph| Some((*glyph, remapper.get(*glyph)?))).collect();
        Ok(Subset { parsed, glyphs, is_cff })
    }
}

/// The name of a font among a file's resources.
pub(crate) fn font_id(number: usize) -> FontId {
    FontId(format!("T{number}"))
}

/// Six letters that tell subsets of one font apart, made of the glyphs in it (ISO 32000-1, 9.6.4).
fn subset_name(font: &Font, used: &BTreeMap<u16, String>) -> String {
    let seed: Vec<u8> = used.keys().flat_map(|glyph| glyph.to_be_bytes()).collect();
    let digest = Digest::of(&seed).0;
    let tag: String = digest.bytes().take(6).map(|b| char::from(b'A' + b % 26)).collect();
    let name = font.post_script_name().unwrap_or_else(|| "Font".into());
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("{tag}+{name}")
}

/// Where several letters share a glyph, the lowest is told, except that Đ comes before the Icelandic letter.
fn letters_of(face: &ttf_parser::Face<'_>) -> HashMap<u16, char> {
    let mut letters: HashMap<u16, char> = HashMap::new();
    let tables = face.tables().cmap.iter().flat_map(|cmap| cmap.subtables).filter(|table| table.is_unicode());
    for table in tables {
        table.codepoints(|code| {
            let (Some(glyph), Some(letter)) = (table.glyph_index(code), char::from_u32(code)) else { return };
            if glyph.0 == 0 || letter.is_control() {
                return;
            }
            let told = letters.entry(glyph.0).or_insert(letter);
            if letter == 'Đ' || (letter < *told && *told != 'Đ') {
                *told = letter;
            }
        });
    }
    letters
}

fn by_glyph(letters: &HashMap<u16, char>, glyphs: u16) -> Vec<Option<char>> {
    (0..glyphs).map(|glyph| letters.get(&glyph).copied()).collect()
}

/// Whether the text's face has small capitals for every letter of a book's names and titles. A book where some are set in them
/// and others are not looks like a mistake, and most Vietnamese letters have none.
pub(crate) fn has_small_capitals(cases: &[Case], book: &Book) -> bool {
    let font = cases.first().map(|case| &case.font);
    let face = font.and_then(|font| ttf_parser::Face::parse(font.data(), font.index()).ok());
    let Some(face) = face else { return false };
    let covered = small_capitals(&face);
    let names = book.sections.iter().flat_map(|section| [&section.title, &section.byline, &section.appeared]);
    let mut letters =
        names.chain([&book.meta.title]).flat_map(|name| name.chars()).filter(|c| c.is_lowercase());
    letters.all(|letter| face.glyph_index(letter).is_some_and(|glyph| covered.contains(&glyph.0)))
}

/// The glyphs that OpenType's feature for small capitals replaces.
fn small_capitals(face: &ttf_parser::Face<'_>) -> BTreeSet<u16> {
    let Some(table) = face.tables().gsub else { return BTreeSet::new() };
    let tag = ttf_parser::Tag::from_bytes(b"smcp");
    let features = table.features.into_iter().filter(|feature| feature.tag == tag);
    let lookups = features.flat_map(|feature| feature.lookup_indices).filter_map(|n| table.lookups.get(n));
    let coverages = lookups
        .flat_map(|lookup| lookup.subtables.into_iter::<SubstitutionSubtable<'_>>())
        .map(|subtable| subtable.coverage());
    let all: Vec<Coverage<'_>> = coverages.collect();
    let glyphs =
        (0..face.number_of_glyphs()).filter(|n| all.iter().any(|one| one.contains(ttf_parser::GlyphId(*n))));
    glyphs.collect()
}

/// The fonts that a book with these letters needs: the bundled ones, and the system's only where it has letters that they
/// lack, so that other books do not depend on the machine.
///
/// Also gives the letters that no font has.
pub(crate) fn for_letters(letters: &BTreeSet<char>) -> (Vec<Case>, BTreeSet<char>) {
    let mut cases = BUNDLED.clone();
    let mut missing = letters.clone();
    missing.retain(|letter| !cases.iter().any(|case| covers(&case.font, *letter)));
    if missing.is_empty() {
        return (cases, missing);
    }
    let (more, missing) = of_system(missing);
    cases.extend(more);
    (cases, missing)
}

/// Letters that were looked for, the system's fonts that have them, and those that none has.
type Looked = (BTreeSet<char>, Vec<Case>, BTreeSet<char>);

/// Reading all fonts takes seconds, so the last answer is kept: a preview asks the same again.
static LOOKED: Mutex<Option<Looked>> = Mutex::new(None);

/// The system's fonts that have these letters, and the letters that none has.
fn of_system(wanted: BTreeSet<char>) -> (Vec<Case>, BTreeSet<char>) {
    let mut looked = LOOKED.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some((asked, cases, missing)) = looked.as_ref()
        && *asked == wanted
    {
        return (cases.clone(), missing.clone());
    }
    let (mut cases, mut missing) = (Vec::new(), wanted.clone());
    let mut files = system_files();
    files.sort_by_key(|path| (is_special(path), path.clone()));
    for file in files {
        if missing.is_empty() {
            break;
        }
        let Ok(bytes) = std::fs::read(&file) else { continue };
        let found =
            Font::iter(Bytes::new(bytes)).find(|font| missing.iter().any(|letter| covers(font, *letter)));
        if let Some(case) = found.and_then(Case::of) {
            missing.retain(|letter| !covers(&case.font, *letter));
            cases.push(case);
        }
    }
    *looked = Some((wanted, cases.clone(), missing.clone()));
    (cases, missing)
}

/// Bold, slanted and narrow fonts come after the regular ones.
fn is_special(path: &Path) -> bool {
    let name = path.file_stem().map(|stem| stem.to_string_lossy().to_lowercase()).unwrap_or_default();
    let special =
        ["bold", "black", "heavy", "light", "thin", "medium", "italic", "oblique", "condensed", "mono"];
    special.iter().any(|word| name.contains(word))
}

fn covers(font: &Font, letter: char) -> bool {
    font.info().coverage.contains(u32::from(letter))
}

/// Whether these are all Latin letters, with digits, signs and marks that stand in any script.
pub(crate) fn are_latin(letters: &BTreeSet<char>) -> bool {
    letters.iter().all(|letter| match letter {
        '\0'..='\u{24f}' | '\u{300}'..='\u{36f}' | '\u{1e00}'..='\u{1eff}' => true,
        '\u{2000}'..='\u{2bff}' => !letter.is_alphabetic(),
        _ => false,
    })
}

/// Every letter that the book prints.
pub(crate) fn letters(book: &Book) -> BTreeSet<char> {
    let mut seen = Seen::default();
    // What cannot be written as JSON has no letters that are missed: a book is made of strings and numbers.
    let _ = serde_json::to_writer(&mut seen, &(&book.sections, &book.meta));
    book.annotations.iter().for_each(|placed| seen.text(&placed.signature));
    let mut letters = seen.letters();
    letters.retain(|c| !c.is_control() && !c.is_whitespace());
    letters
}

/// A bit for each letter: books have millions of letters, but few different ones.
#[derive(Default)]
struct Seen(Vec<u64>);

impl Seen {
    fn text(&mut self, text: &str) {
        for letter in text.chars() {
            let (word, bit) = (letter as usize / 64, letter as usize % 64);
            if word >= self.0.len() {
                self.0.resize(word + 1, 0);
            }
            self.0[word] |= 1 << bit;
        }
    }

    fn letters(&self) -> BTreeSet<char> {
        let codes = self.0.iter().enumerate().flat_map(|(word, bits)| {
            (0..64).filter(move |bit| bits >> bit & 1 == 1).map(move |bit| (word * 64 + bit) as u32)
        });
        codes.filter_map(char::from_u32).collect()
    }
}

impl std::io::Write for Seen {
    /// JSON is written in pieces that are whole letters.
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.text(&String::from_utf8_lossy(bytes));
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

fn system_files() -> Vec<PathBuf> {
    let home = std::env::var_os("HOME").map(PathBuf::from).unwrap_or_default();
    let windows = std::env::var_os("WINDIR").map(|folder| PathBuf::from(folder).join("Fonts"));
    let folders = ["/usr/share/fonts", "/usr/local/share/fonts", "/System/Library/Fonts", "/Library/Fonts"];
    let mut stack: Vec<PathBuf> = folders.iter().map(PathBuf::from).collect();
    stack.extend([home.join(".fonts"), home.join(".local/share/fonts"), home.join("Library/Fonts")]);
    stack.extend(windows);
    let mut files = Vec::new();
    while let Some(folder) = stack.pop() {
        for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
            let path = entry.path();
            let ending = path.extension().map(|ending| ending.to_ascii_lowercase());
            if entry.file_type().is_ok_and(|kind| kind.is_dir()) {
                stack.push(path);
            } else if ending
                .is_some_and(|ending| ["ttf", "otf", "ttc", "otc"].iter().any(|known| ending == *known))
            {
                files.push(path);
            }
        }
    }
    files
}
