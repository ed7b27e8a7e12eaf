//! What Typst sees: our template, the data, the pictures, the fonts. No files, no network, no clock.

use crate::pictures::Picture;
use fonds_model::Digest;
use std::collections::BTreeMap;
use std::sync::LazyLock;
use typst::diag::{FileError, FileResult};
use typst::foundations::{Bytes, Datetime, Duration};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt, World};

const TEMPLATE: &str = include_str!("book.typ");

static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| LazyHash::new(Library::default()));

/// The fonts with their book, shared by all layouts of a book.
pub(crate) struct Cases {
    pub fonts: Vec<Font>,
    book: LazyHash<FontBook>,
}

/// One layout's world.
pub(crate) struct Desk<'a> {
    cases: &'a Cases,
    main: Source,
    data: Bytes,
    pictures: &'a BTreeMap<Digest, Picture>,
}

impl Cases {
    pub fn of(fonts: Vec<Font>) -> Self {
        Self { book: LazyHash::new(FontBook::from_fonts(&fonts)), fonts }
    }
}

impl<'a> Desk<'a> {
    pub fn with(cases: &'a Cases, data: Vec<u8>, pictures: &'a BTreeMap<Digest, Picture>) -> Self {
        Self {
            cases,
            main: Source::new(file("main.typ"), TEMPLATE.to_owned()),
            data: Bytes::new(data),
            pictures,
        }
    }
}

impl World for Desk<'_> {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.cases.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == file("data.json") {
            return Ok(self.data.clone());
        }
        let found = self.pictures.iter().find(|(digest, _)| id == file(digest.as_str()));
        found.map(|(_, picture)| picture.bytes.clone()).ok_or(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.cases.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}

fn file(name: &str) -> FileId {
    let path =
        VirtualPath::new(name).unwrap_or_else(|_| unreachable!("names are ours: letters, digits and a dot"));
    RootedPath::new(VirtualRoot::Project, path).intern()
}
