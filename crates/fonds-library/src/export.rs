//! Export: a collection compiled to a book and written as one file, beside its place and then renamed.

use crate::bodies::Bodies;
use crate::problem::{unread_text, write_error};
use crate::{ExportReport, Library, LibraryError};
use fonds_compile::{CompileError, Compiled, Material, Plan, Texts};
use fonds_model::{
    Annotation, Article, ArticleId, Book, Collection, CollectionId, CollectionItem, Diagnostic, Digest,
    ExportSettings, ItemContent, ItemId, Progress, SectionKind, Timestamp,
};
use rayon::prelude::*;
use serde::Deserialize;
use std::collections::{BTreeMap, HashSet};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

/// Articles that the library is asked about at once.
const ASKED: usize = 100;

/// The kind of file that an export makes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// An e-book.
    Epub,
    /// A print file.
    Pdf,
}

/// What a book is made of.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize)]
#[serde(tag = "type", content = "id", rename_all = "kebab-case")]
pub enum BookOf {
    /// A collection.
    Collection(CollectionId),
    /// One article.
    Article(ArticleId),
}

impl From<&CollectionId> for BookOf {
    fn from(id: &CollectionId) -> Self {
        Self::Collection(id.clone())
    }
}

impl From<&ArticleId> for BookOf {
    fn from(id: &ArticleId) -> Self {
        Self::Article(id.clone())
    }
}

/// An original that was written to a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenOriginal {
    /// Its digest.
    pub digest: Digest,
    /// Its length.
    pub bytes: usize,
}

/// A book, and what it is made of. The texts of its articles are in the library.
pub(crate) struct Bound {
    pub book: Book,
    plan: Plan,
    pub material: Material,
    /// The item that each section is made of, by the section's id.
    pub items: BTreeMap<String, ItemId>,
    pub diagnostics: Vec<Diagnostic>,
    /// It is of one article, without a collection.
    pub is_alone: bool,
}

impl Bound {
    /// The texts of the book.
    pub fn texts<'a>(&'a self, bodies: &'a Bodies<'_>, settings: &'a ExportSettings) -> Texts<'a> {
        self.plan.texts(&self.material, bodies, settings)
    }

    /// The book with all texts in it.
    pub fn whole(&self, library: &Library, settings: &ExportSettings) -> Result<Book, LibraryError> {
        self.book
            .with_texts(&self.texts(&Bodies::of(&library.store, &self.material.collection), settings))
            .map_err(unread_text)
    }

    /// How many articles stand in it.
    fn articles(&self) -> usize {
        self.book.sections.iter().filter(|section| section.kind == SectionKind::Article).count()
    }
}

/// What the printer gave back.
pub(crate) struct Written {
    pub bytes: Vec<u8>,
    pub pages: Option<u32>,
    pub diagnostics: Vec<Diagnostic>,
}

impl Target {
    /// By the ending of a file's name.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_str()?.to_ascii_lowercase();
        match ending.as_str() {
            "epub" => Some(Self::Epub),
            "pdf" => Some(Self::Pdf),
            _ => None,
        }
    }
}

impl Library {
    /// Writes a collection, or one article, as EPUB or PDF, by the ending of `path`. An earlier file there is replaced only
    /// when the new one is complete. `title` stands for that of the collection or article.
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-article`, `empty-collection`, `unknown-style`, `style-broken`, `target-…`, `disk-full`,
    /// `cancelled`.
    pub fn export(
        &self,
        of: impl Into<BookOf>,
        path: &Path,
        settings: &ExportSettings,
        title: Option<&str>,
        progress: &dyn Progress,
    ) -> Result<ExportReport, LibraryError> {
        let of = of.into();
        let target = Target::of(path).ok_or_else(|| LibraryError::UnknownTarget(path.to_owned()))?;
        // The place is tried before the work is done.
        let beside = beside(path)?;
        if target == Target::Pdf {
            // While the book is made.
            rayon::spawn(fonds_pdf::warm_up);
        }
        let bound = self.bound(&of, settings, title, progress)?;
        let articles = bound.articles();
        let mut report = match target {
            Target::Epub => self.write_ebook(bound, beside, path, settings, progress)?,
            Target::Pdf => self.write_print(bound, beside, path, settings, progress)?,
        };
        report.articles = articles;
        Ok(report)
    }

    fn write_print(
        &self,
        bound: Bound,
        beside: NamedTempFile,
        path: &Path,
        settings: &ExportSettings,
        progress: &dyn Progress,
    ) -> Result<ExportReport, LibraryError> {
        let book = bound.whole(self, settings)?;
        let written = self.print(&book, &bound.material, settings, progress)?;
        place(beside, path, &written.bytes)?;
        let mut report = ExportReport::of(path, written.bytes.len() as u64);
        report.pages = written.pages;
        report.diagnostics = bound.diagnostics;
        report.diagnostics.extend(written.diagnostics);
        Ok(report)
    }

    /// Writes exactly the bytes that an article was made of.
    ///
    /// # Errors
    /// `unknown-article`, `damaged`, `target-…`, `disk-full`.
    pub fn write_original(&self, id: &ArticleId, path: &Path) -> Result<WrittenOriginal, LibraryError> {
        let digest = self.article(id)?.source.digest;
        let beside = beside(path)?;
        let bytes = self.original(&digest)?;
        place(beside, path, &bytes)?;
        Ok(WrittenOriginal { digest, bytes: bytes.len() })
    }

    /// A collection or an article as a book.
    pub(crate) fn bound(
        &self,
        of: &BookOf,
        settings: &ExportSettings,
        title: Option<&str>,
        progress: &dyn Progress,
    ) -> Result<Bound, LibraryError> {
        let collection = match of {
            BookOf::Collection(id) => self.whole_collection(id)?,
            BookOf::Article(id) => self.alone(id)?,
        };
        let material = self.material(collection, &settings.style)?;
        let edition = self.edition(&material)?;
        let bodies = Bodies::of(&self.store, &material.collection);
        let compiled = fonds_compile::compile(&material, &bodies, settings, title, edition, progress);
        let Compiled { book, plan, items, diagnostics } = compiled.map_err(|error| match error {
            CompileError::Unreadable(error) => unread_text(error),
            error => error.into(),
        })?;
        let is_alone = matches!(of, BookOf::Article(_));
        Ok(Bound { book, plan, material, items, diagnostics, is_alone })
    }

    /// A collection of nothing but one article.
    fn alone(&self, id: &ArticleId) -> Result<Collection, LibraryError> {
        let article = self.article(id)?;
        let content = ItemContent::Article { article: id.clone() };
        Ok(Collection {
            id: format!("article-{id}").into(),
            title: article.title,
            items: vec![CollectionItem { id: id.0.as_str().into(), content }],
            ..Collection::default()
        })
    }

    /// When what a book is made of was last changed: the same material gives the same book on any day.
    fn edition(&self, material: &Material) -> Result<Timestamp, LibraryError> {
        let annotated = material.annotations.iter().map(|annotation| annotation.modified).max();
        let mut records: Vec<String> = material.articles.keys().map(ToString::to_string).collect();
        records.push(material.collection.id.to_string());
        let latest = |records: &[String]| self.store.last_change(records.to_vec());
        let changed = records.par_chunks(ASKED).map(latest).collect::<Result<Vec<_>, _>>()?;
        Ok(changed.into_iter().max().flatten().max(annotated).unwrap_or_else(|| self.now()))
    }

    fn material(&self, collection: Collection, style: &str) -> Result<Material, LibraryError> {
        let mut known = HashSet::new();
        let ids: Vec<ArticleId> = collection.articles().filter(|id| known.insert(*id)).cloned().collect();
        let read = |ids: &[ArticleId]| self.store.heads_with_annotations(ids.to_vec());
        let read = ids.par_chunks(ASKED).map(read).collect::<Result<Vec<_>, _>>()?;
        let mut annotations = Vec::new();
        let with_id = |(article, of_article): (Article, Vec<Annotation>)| {
            annotations.extend(of_article);
            (article.id.clone(), article)
        };
        // Put together at once, a tree has no gaps: of many articles that is memory.
        let mut articles: BTreeMap<_, _> = read.into_iter().flatten().map(with_id).collect();
        // What forewords and notes cite without its being in the collection.
        for key in fonds_compile::cited_keys(&collection, &annotations) {
            if let Some(id) = self.store.article_with_citekey(&key)?
                && let Some(article) = self.store.head(&id)?
            {
                articles.entry(id).or_insert(article);
            }
        }
        let styles = self.added_styles(style)?;
        Ok(Material { articles, annotations, tags: self.store.tags()?, collection, styles })
    }
}

/// A new file in the target's folder, made before the work so that a bad place is told at once.
pub(crate) fn beside(path: &Path) -> Result<NamedTempFile, LibraryError> {
    if path.is_dir() {
        return Err(write_error(path)(io::ErrorKind::IsADirectory.into()));
    }
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    let folder = folder.map_or_else(|| PathBuf::from("."), Path::to_owned);
    if !folder.is_dir() {
        return Err(LibraryError::NoTargetFolder(folder));
    }
    new_file(&folder).map_err(write_error(path))
}

/// A new file in a folder.
pub(crate) fn new_file(folder: &Path) -> io::Result<NamedTempFile> {
    tempfile::Builder::new().prefix(".fonds-").tempfile_in(folder)
}

pub(crate) fn place(mut file: NamedTempFile, path: &Path, bytes: &[u8]) -> Result<(), LibraryError> {
    file.write_all(bytes).map_err(write_error(path))?;
    put(file, path)
}

/// Gives a file that is written its place.
pub(crate) fn put(file: NamedTempFile, path: &Path) -> Result<(), LibraryError> {
    file.as_file().sync_all().map_err(write_error(path))?;
    open_to_others(&file).map_err(write_error(path))?;
    file.persist(path).map_err(|error| write_error(path)(error.error))?;
    Ok(())
}

/// A temporary file is private to the user; an exported one is an ordinary file.
#[cfg(unix)]
fn open_to_others(file: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt;
    file.as_file().set_permissions(std::fs::Permissions::from_mode(0o644))
}

#[cfg(not(unix))]
fn open_to_others(_: &NamedTempFile) -> io::Result<()> {
    Ok(())
}
