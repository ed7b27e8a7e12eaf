//! The press: a text as data becomes pages, ready to be bound.

use crate::PdfError;
use crate::content::{self, Contents};
use crate::data::{self, Fontless, Stock};
use crate::design::Design;
use crate::drawing::{Draw, Page};
use crate::fonts::{self, Case};
use crate::house::HouseStyle;
use crate::layouts::Layouts;
use crate::numbers;
use crate::pictures::{self, Picture};
use crate::structure::{Kid, Role, Tree};
use crate::taking::{Taken, Taker};
use crate::world::{Desk, Shelf};
use fonds_model::book::PlacedAnnotation;
use fonds_model::{AssetSource, Book, Cancelled, Diagnostic, Digest, NotePlace, Progress, Section, apart};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;
use typst::foundations::Bytes;
use typst_layout::PagedDocument;

/// A text that is set: its pages with links and highlights but without drawings, which are in the contents.
#[derive(Debug)]
pub(crate) struct SetText {
    pub pages: Vec<Page>,
    pub contents: Contents,
    pub tree: Tree,
    pub remarks: Vec<Diagnostic>,
}

impl SetText {
    /// The same text with another remark.
    fn with(&self, remark: Diagnostic) -> Arc<Self> {
        let mut remarks = self.remarks.clone();
        remarks.push(remark);
        let (pages, contents, tree) = (self.pages.clone(), self.contents.clone(), self.tree.clone());
        Arc::new(Self { pages, contents, tree, remarks })
    }
}

/// Sets a book's texts.
pub(crate) struct Press<'a> {
    pub book: &'a Book,
    pub design: &'a Design,
    pub cases: Vec<Case>,
    /// Letters that no font has.
    pub fontless: Fontless,
    /// Whether all names and titles can be set in small capitals.
    pub small_caps: bool,
    pub pictures: Arc<BTreeMap<Digest, Picture>>,
    pub remarks: Vec<Diagnostic>,
    style: &'a str,
    shelf: Arc<Shelf>,
    /// Names everything that texts are set with besides their data.
    stock_digest: Digest,
    /// Names all that the data of a section is made of besides the section.
    shared: Digest,
    pictures_by_hash: HashMap<u128, Digest>,
    layouts: &'a Layouts,
    assets: &'a dyn AssetSource,
    progress: &'a dyn Progress,
    /// The book's annotations by their ids.
    pub annotations: HashMap<&'a str, &'a PlacedAnnotation>,
}

/// What kind of text is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// A text whose title is a heading of that level.
    Text(u8),
    /// Running heads and page numbers.
    Furniture,
}

impl<'a> Press<'a> {
    pub fn new(
        book: &'a Book,
        assets: &'a dyn AssetSource,
        (design, letters): (&'a Design, &BTreeSet<char>),
        house: &'a HouseStyle,
        layouts: &'a Layouts,
        progress: &'a dyn Progress,
    ) -> Result<Self, Cancelled> {
        let mut remarks = Vec::new();
        let mut pictures = layouts.pictures(book, assets, &mut remarks, progress)?;
        if design.qr_codes {
            pictures::add_codes(book, &mut pictures);
        }
        progress.check()?;
        let (cases, fontless) = fonts::for_letters(letters);
        progress.check()?;
        let fonts = cases.iter().map(|case| case.font.clone()).collect();
        let shelf = Shelf::of(fonts, house, &mut pictures);
        let hashed =
            |(digest, picture): (&Digest, &Picture)| (typst::utils::hash128(&picture.placed), digest.clone());
        let annotations = book.annotations.iter().map(|placed| (placed.annotation.id.as_str(), placed));
        let stock_digest = stock_digest(&cases, house);
        let small_caps = fonts::has_small_capitals(&cases, book);
        let sizes: Vec<_> = pictures.iter().map(|(name, one)| (name, one.width, one.height)).collect();
        let said = (&book.labels, &book.meta.language, &book.annotations);
        let shared = format!("{stock_digest} {design:?} {small_caps} {fontless:?} {sizes:?} {said:?}");
        Ok(Self {
            pictures_by_hash: pictures.iter().map(hashed).collect(),
            stock_digest,
            shared: Digest::of(shared.as_bytes()),
            annotations: annotations.collect(),
            small_caps,
            book,
            design,
            cases,
            fontless: Fontless(fontless),
            pictures: Arc::new(pictures),
            remarks,
            style: &house.name,
            shelf: Arc::new(shelf),
            layouts,
            assets,
            progress,
        })
    }

    /// A picture's content as the file has it.
    pub fn picture(&self, digest: &Digest) -> std::io::Result<Vec<u8>> {
        let picture = self.pictures.get(digest).ok_or(std::io::ErrorKind::NotFound)?;
        picture.content(digest, self.assets)
    }

    /// Whether the house style has a way of its own to draw furniture.
    pub fn draws_furniture(&self) -> bool {
        self.shelf.style_defines("running")
    }

    /// A section that prints no page numbers.
    pub fn plain_section(&self, section: &Section, level: u8) -> Result<Arc<SetText>, PdfError> {
        let with = Digest::of(format!("{}\n{level}", self.shared).as_bytes());
        if let Some(known) = self.layouts.section(section, &with) {
            return Ok(known);
        }
        let text = self.section(section, &data::Nowhere, level)?;
        self.layouts.keep_section(section, with, &text);
        Ok(text)
    }

    /// A section. One that Typst refuses is laid out as plain paragraphs.
    pub fn section(
        &self,
        section: &Section,
        places: &(dyn data::Places + Sync),
        level: u8,
    ) -> Result<Arc<SetText>, PdfError> {
        let stock = Stock {
            book: self.book,
            design: self.design,
            pictures: &self.pictures,
            fontless: &self.fontless,
            small_caps: self.small_caps,
            annotations: &self.annotations,
            places,
        };
        let data = data::section(&stock, section, false);
        let margin = self.design.note_place == NotePlace::Margin
            && section.blocks.iter().any(|block| matches!(block, fonds_model::Block::Note { .. }));
        let margin = margin.then(|| data::margin_notes(&stock, section));
        let set = match &margin {
            Some(margin) => self.set(&data, Some(margin), &section.title, Kind::Text(level)),
            None => self.numbered(&data, &section.title, Kind::Text(level)),
        };
        match set {
            Err(PdfError::NoMargin) => {
                let design = Design { note_place: NotePlace::Endnotes, ..self.design.clone() };
                let data = data::section(&Stock { design: &design, ..stock }, section, false);
                let set = self.set(&data, None, &section.title, Kind::Text(level))?;
                let message =
                    format!("the notes of “{}” stand at its end: the margin has no room", section.title);
                Ok(set.with(Diagnostic::warning("notes-moved", message)))
            }
            Err(PdfError::Layout { reason, .. }) => {
                let data = data::section(&stock, section, true);
                let plain = self.set(&data, None, &section.title, Kind::Text(level))?;
                let message = format!("“{}” was printed as plain paragraphs ({reason})", section.title);
                Ok(plain.with(Diagnostic::warning("section-simplified", message)))
            }
            other => other,
        }
    }

    /// A text that may tell page numbers. When pages move on, only these are put in anew.
    pub fn numbered(&self, data: &Value, what: &str, kind: Kind) -> Result<Arc<SetText>, PdfError> {
        let (masked, numbers) = numbers::masked(data);
        if numbers.is_empty() {
            return self.set(data, None, what, kind);
        }
        let failed =
            |error: serde_json::Error| PdfError::Layout { what: what.to_owned(), reason: error.to_string() };
        let bytes = serde_json::to_vec(&masked).map_err(failed)?;
        let key = self.key(&bytes, Some(numbers.join("\n").as_bytes()), kind);
        let form = self.key(&bytes, None, kind);
        let form = self.layouts.form(form, || self.take_even(&masked, what, kind))?;
        if let Some(known) = self.layouts.get(&key) {
            return Ok(known);
        }
        let Some(taken) = numbers::filled(&form, &numbers) else { return self.set(data, None, what, kind) };
        let set = Arc::new(self.write(taken, what, kind)?);
        self.layouts.keep(key, &set);
        Ok(set)
    }

    /// Any text. `margin`: its notes, a page each, to be put beside their references.
    pub fn set(
        &self,
        data: &Value,
        margin: Option<&Value>,
        what: &str,
        kind: Kind,
    ) -> Result<Arc<SetText>, PdfError> {
        let failed =
            |error: serde_json::Error| PdfError::Layout { what: what.to_owned(), reason: error.to_string() };
        let bytes = serde_json::to_vec(data).map_err(failed)?;
        let margin = margin.map(serde_json::to_vec).transpose().map_err(failed)?;
        let key = self.key(&bytes, margin.as_deref(), kind);
        if let Some(known) = self.layouts.get(&key) {
            return Ok(known);
        }
        let mut taken = self.take_even(data, what, kind)?;
        if let Some(margin) = margin {
            let notes = self.take(margin, what, kind)?;
            if !crate::margin::place(&mut taken, notes, self.design) {
                return Err(PdfError::NoMargin);
            }
        }
        let set = Arc::new(self.write(taken, what, kind)?);
        self.layouts.keep(key, &set);
        Ok(set)
    }

    fn key(&self, data: &[u8], margin: Option<&[u8]>, kind: Kind) -> Digest {
        let (highlights, length) = (self.design.annotations, data.len());
        let mut text = format!("{}\n{kind:?}\n{highlights}\n{length}\n", self.stock_digest).into_bytes();
        text.extend_from_slice(data);
        text.extend_from_slice(margin.unwrap_or_default());
        Digest::of(&text)
    }

    pub(crate) fn take(&self, bytes: Vec<u8>, what: &str, kind: Kind) -> Result<Taken, PdfError> {
        let failed = |reason: String| PdfError::Layout { what: what.to_owned(), reason };
        let large = bytes.len() > LARGE;
        let desk = Desk {
            shelf: Arc::clone(&self.shelf),
            data: Bytes::new(bytes),
            pictures: Arc::clone(&self.pictures),
        };
        let compile = move || typst::compile::<PagedDocument>(&desk).output;
        let result = if large { apart(self.progress, move || alone(compile))? } else { compile() };
        let document = result.map_err(|errors| {
            let all = errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; ");
            self.shelf.blame(&errors, self.style).unwrap_or_else(|| failed(all))
        })?;
        let furniture = kind == Kind::Furniture;
        let mut taker = Taker::new(&self.cases, &self.pictures_by_hash, furniture);
        document.pages().iter().for_each(|page| taker.page(&page.frame));
        Ok(taker.finish())
    }

    fn write(&self, taken: Taken, what: &str, kind: Kind) -> Result<SetText, PdfError> {
        let Taken { mut pages, mut tree, missing, .. } = taken;
        word_links(&mut pages, &tree);
        if let Kind::Text(level) = kind {
            tree.complete(level);
        }
        if self.design.annotations {
            self.add_highlights(&mut pages, &mut tree);
        }
        let contents = content::write(&pages, &tree, &self.cases, &self.pictures, self.design.page_pt())
            .map_err(|error| PdfError::Write(error.to_string()))?;
        for page in &mut pages {
            page.draws = vec![];
            page.margin = vec![];
        }
        let remarks = fontless_letters(&missing).map(|remark| remark.at(what)).into_iter().collect();
        Ok(SetText { pages, contents, tree, remarks })
    }

    /// Highlights of annotations that travel become annotations of the file, one on each page that they touch.
    fn add_highlights(&self, pages: &mut [Page], tree: &mut Tree) {
        for (number, page) in pages.iter_mut().enumerate() {
            let marks = std::mem::take(&mut page.marks);
            for mark in
                marks.into_iter().filter(|mark| self.annotations.contains_key(mark.annotation.as_str()))
            {
                let known = page.highlights.iter_mut().find(|(id, _)| *id == mark.annotation);
                if let Some((_, pieces)) = known {
                    pieces.push(mark.place);
                    continue;
                }
                // A part of a picture belongs to its figure, a passage to the words around it.
                let node = match tree.nodes[mark.node].role {
                    Role::Figure => tree.add(Role::Annot, mark.node),
                    _ => tree.add_after(Role::Annot, mark.node),
                };
                let at = page.links.len() + page.highlights.len();
                tree.nodes[node].kids.push(Kid::Box { page: number, number: at });
                page.highlights.push((mark.annotation, vec![mark.place]));
            }
        }
    }
}

/// So many letters without a font are named in one remark.
const NAMED: usize = 8;

/// One remark for all letters of a text that no font has: a whole script may be missing.
fn fontless_letters(missing: &BTreeSet<char>) -> Option<Diagnostic> {
    let named = |letter: &char| format!("U+{:04X} {letter}", u32::from(*letter));
    let first: Vec<String> = missing.iter().take(NAMED).map(named).collect();
    let (letters, count) = (first.join(", "), missing.len());
    let (message, hint) = match count {
        0 => return None,
        1 => (format!("no font has {letters}"), "install a font that has it"),
        2..=NAMED => (format!("no font has {count} letters: {letters}"), "install a font that has them"),
        _ => (format!("no font has {count} letters, such as {letters}"), "install a font that has them"),
    };
    Some(Diagnostic::warning("glyph-missing", message).hint(hint))
}

/// Data of a text of so many bytes takes longer to set than people wait for a job to stop.
const LARGE: usize = 50_000;

/// Does work with a thread of its own: those of the pool may all be waiting for such work.
fn alone<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    match rayon::ThreadPoolBuilder::new().num_threads(1).build() {
        Ok(pool) => pool.install(work),
        Err(_) => work(),
    }
}

/// A link tells what words it stands on.
fn word_links(pages: &mut [Page], tree: &Tree) {
    for page in pages {
        let Page { draws, links, .. } = page;
        for link in links {
            let Some(node) = link.node else { continue };
            let runs = draws.iter().filter_map(|placed| match (&placed.draw, placed.content) {
                (Draw::Text(run), Some(content)) if run.first => Some((content.node, &*run.text)),
                _ => None,
            });
            let within = |at: usize| tree.nearest(at, |node| node.role == Role::Link) == Some(node);
            link.words = runs.filter(|(at, _)| within(*at)).map(|(_, text)| text).collect();
        }
    }
}

fn stock_digest(cases: &[Case], house: &HouseStyle) -> Digest {
    let mut text = format!("{}\n{}\n", env!("CARGO_PKG_VERSION"), include_str!("template/core.typ"));
    for case in cases {
        text.push_str(&case.font.info().family);
        text.push('\n');
    }
    let mut bytes = text.into_bytes();
    for (name, file) in &house.files {
        bytes.extend_from_slice(name.as_bytes());
        bytes.extend_from_slice(file);
    }
    Digest::of(&bytes)
}
