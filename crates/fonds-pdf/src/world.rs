//! What Typst sees: our template, the house style's files, the data, the pictures, the fonts. No files, no network, no
//! clock.

use crate::PdfError;
use crate::house::{HouseStyle, TEMPLATE};
use crate::pictures::{self, Picture};
use fonds_model::Digest;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, LazyLock};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{DiagSpan, DiagSpanKind, FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// What all layouts of a book share.
pub(crate) struct Shelf {
    fonts: Vec<Font>,
    book: LazyHash<FontBook>,
    main: Source,
    core: Source,
    style: Source,
    /// The house style's other files, such as a logo.
    files: HashMap<FileId, Bytes>,
}

/// One layout's world.
pub(crate) struct Desk {
    pub shelf: Arc<Shelf>,
    pub data: Bytes,
    pub pictures: Arc<BTreeMap<Digest, Picture>>,
}

impl Shelf {
    /// The pictures that the house style brings are added to the book's.
    pub fn of(fonts: Vec<Font>, house: &HouseStyle, pictures: &mut BTreeMap<Digest, Picture>) -> Self {
        let style = house.files.get(TEMPLATE).map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let mut files = HashMap::new();
        for (name, bytes) in house.files.iter().filter(|(name, _)| name.as_str() != TEMPLATE) {
            let Some(id) = file(name) else { continue };
            let kept = match pictures::of_house(bytes) {
                Some(picture) => {
                    let kept = picture.placed.clone();
                    pictures.insert(Digest::of(bytes), picture);
                    kept
                }
                None => Bytes::new(bytes.clone()),
            };
            files.insert(id, kept);
        }
        Self {
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: source("main.typ", include_str!("template/main.typ")),
            core: source("core.typ", include_str!("template/core.typ")),
            style: source(TEMPLATE, &style.unwrap_or_default()),
            files,
        }
    }

    /// Whether the house style's template has something of that name.
    pub fn style_defines(&self, name: &str) -> bool {
        self.style.text().contains(name)
    }

    /// What is wrong with the house style's template, if one of these is about it.
    pub fn blame(&self, errors: &[SourceDiagnostic], style: &str) -> Option<PdfError> {
        errors.iter().find_map(|error| {
            let places = std::iter::once(error.span).chain(error.trace.iter().map(|point| point.span.into()));
            let line = places.filter_map(|span| self.line_in_style(span)).next()?;
            Some(PdfError::Template {
                style: style.to_owned(),
                file: TEMPLATE.to_owned(),
                line,
                reason: error.message.to_string(),
                hint: error.hints.iter().map(|hint| hint.v.to_string()).collect::<Vec<_>>().join("; "),
            })
        })
    }

    fn line_in_style(&self, span: DiagSpan) -> Option<usize> {
        if span.id() != Some(self.style.id()) {
            return None;
        }
        let range = match span.get() {
            DiagSpanKind::Number { num, sub_range, .. } => self.style.range(num, sub_range)?,
            DiagSpanKind::Range { range, .. } => range,
            DiagSpanKind::Detached => return None,
        };
        self.style.lines().byte_to_line(range.start).map(|line| line + 1)
    }
}

impl World for Desk {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.shelf.book
    }

    fn main(&self) -> FileId {
        self.shelf.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = [&self.shelf.main, &self.shelf.core, &self.shelf.style];
        if let Some(known) = known.into_iter().find(|source| source.id() == id) {
            return Ok(known.clone());
        }
        let bytes = self.shelf.files.get(&id).ok_or(FileError::AccessDenied)?;
        Ok(Source::new(id, String::from_utf8_lossy(bytes).into_owned()))
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        let name = id.vpath().get_without_slash();
        if name == "data.json" {
            return Ok(self.data.clone());
        }
        let picture = self.pictures.get(&Digest(name.to_owned())).map(|picture| picture.placed.clone());
        picture.or_else(|| self.shelf.files.get(&id).cloned()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.shelf.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn source(name: &str, text: &str) -> Source {
    let id = file(name).unwrap_or_else(|| unreachable!("names of templates are ours"));
    Source::new(id, text.to_owned())
}

fn file(name: &str) -> Option<FileId> {
    let path = VirtualPath::new(name).ok()?;
    Some(RootedPath::new(VirtualRoot::Project, path).intern())
}
