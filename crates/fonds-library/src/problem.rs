//! Failures at the door: what went wrong as a value, and as words for people.

use crate::Language;
use crate::WebError;
use crate::words;
use fonds_cite::CiteError;
use fonds_compile::CompileError;
use fonds_epub::EpubError;
use fonds_import::ImportError;
use fonds_model::Cancelled;
use fonds_model::article::FieldError;
use fonds_pdf::PdfError;
use fonds_search::SearchError;
use fonds_store::StoreError;
use serde::Serialize;
use std::io;
use std::path::{Path, PathBuf};

/// Why a piece of work could not be done.
#[derive(Debug, thiserror::Error)]
pub enum LibraryError {
    /// The archive on disk refused or failed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The search index failed.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// A file is not an article.
    #[error(transparent)]
    Import(#[from] ImportError),
    /// A citation style or locale is not there.
    #[error(transparent)]
    Cite(#[from] CiteError),
    /// A collection could not become a book.
    #[error(transparent)]
    Compile(#[from] CompileError),
    /// The e-book could not be written.
    #[error(transparent)]
    Epub(#[from] EpubError),
    /// The pages could not be laid out or written.
    #[error(transparent)]
    Pdf(#[from] PdfError),
    /// The pages could not be put on sheets.
    #[error(transparent)]
    Imposition(#[from] fonds_pdf::ImpositionError),
    /// There is no house style of that name.
    #[error("no house style {0}")]
    NoHouse(String),
    /// A house style's files cannot be used.
    #[error("{}: {reason}", path.display())]
    HouseBroken {
        /// Its folder.
        path: PathBuf,
        /// What is wrong.
        reason: String,
    },
    /// A field cannot hold the value.
    #[error(transparent)]
    Field(#[from] FieldError),
    /// The user stopped the work.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
    /// A file or folder could not be read.
    #[error("cannot read {}: {source}", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// A file could not be written.
    #[error("cannot write {}: {source}", path.display())]
    Write {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: io::Error,
    },
    /// The folder that the export should go to is not there.
    #[error("there is no folder {}", .0.display())]
    NoTargetFolder(PathBuf),
    /// The export's name ends in neither `.epub` nor `.pdf`.
    #[error("{} ends in neither .epub nor .pdf", .0.display())]
    UnknownTarget(PathBuf),
    /// A picture or other file that is not an article was named for import.
    #[error("{} is not an article", .0.display())]
    NotAnArticle(PathBuf),
    /// What is to be a picture is none, or none of a kind that books show.
    #[error("{} is not a picture", .0.display())]
    NotAPicture(PathBuf),
    /// No article has that id, prefix or citekey.
    #[error("there is no article \"{0}\"")]
    NoArticle(String),
    /// Several articles' ids begin so.
    #[error("\"{given}\" is the beginning of several articles' ids: {}", ids.join(", "))]
    Ambiguous {
        /// What was given.
        given: String,
        /// The ids, at most five.
        ids: Vec<String>,
    },
    /// No collection has that id or title.
    #[error("there is no collection \"{0}\"")]
    NoCollection(String),
    /// The collection has no such item.
    #[error("the collection has no item \"{0}\"")]
    NoItem(String),
    /// No tag has that id or label.
    #[error("there is no tag \"{0}\"")]
    NoTag(String),
    /// Another tag has that label in the same place.
    #[error("there is a tag \"{0}\" already")]
    TagTaken(String),
    /// A tag's label holds a slash.
    #[error("a tag's name holds no slash: \"{0}\"")]
    TagSlash(String),
    /// Something would stand under itself.
    #[error("\"{0}\" cannot stand under itself")]
    WithinItself(String),
    /// A smart collection is filled by its search alone.
    #[error("\"{0}\" is filled by its search")]
    SmartCollection(String),
    /// A collection that holds articles cannot become a smart one.
    #[error("\"{0}\" holds articles")]
    HoldsArticles(String),
    /// A smart collection needs a search.
    #[error("a smart collection needs a search")]
    EmptyQuery,
    /// Several collections have that title.
    #[error("several collections are called \"{0}\"")]
    AmbiguousCollection(String),
    /// Nothing, or more than one thing, in the trash has that id.
    #[error("the trash holds no \"{0}\"")]
    NotInTrash(String),
    /// The folder for backups is not there, or lies in the library itself.
    #[error("no backups can be made in {}", .0.display())]
    BackupFolder(PathBuf),
    /// Nothing came from an address of the web.
    #[error(transparent)]
    Web(#[from] WebError),
    /// The folder to watch is not there, or lies in the library itself.
    #[error("{} cannot be watched", .0.display())]
    WatchedFolder(PathBuf),
    /// Nobody said where backups are to be made.
    #[error("there is no plan for backups")]
    NoBackupPlan,
    /// The system names no folder of the user's own for what programs keep.
    #[error("there is no folder of the user's own for data")]
    NoLocalFolder,
    /// A tag needs a label.
    #[error("a tag needs a label")]
    EmptyTag,
    /// A collection needs a title.
    #[error("a collection needs a title")]
    EmptyTitle,
    /// No annotation has that id.
    #[error("there is no annotation \"{0}\"")]
    NoAnnotation(String),
    /// The quote is not in the article's text.
    #[error("the article does not contain \"{0}\"")]
    QuoteNotFound(String),
    /// The article's text is another one than when its correction began.
    #[error("the text of \"{0}\" has changed meanwhile")]
    TextChanged(String),
    /// A picture stands in a corrected text that the article does not have.
    #[error("the article has no picture \"{0}\"")]
    NoPicture(String),
    /// A file for annotations has another ending.
    #[error("{} ends in none of .md, .csv, .jsonld", .0.display())]
    AnnotationsTarget(PathBuf),
    /// A file holds no annotations.
    #[error("{} holds no annotations: {reason}", path.display())]
    NotAnnotations {
        /// Which one.
        path: PathBuf,
        /// Why not.
        reason: String,
    },
    /// Nothing of an annotation says which article of the library it belongs to.
    #[error("no article is at \"{0}\"")]
    NoSource(String),
    /// An article shows no such picture.
    #[error("the article shows no picture \"{0}\"")]
    PictureNotFound(String),
    /// No part of a picture is meant.
    #[error("\"{0}\" is no part of a picture")]
    RegionUnclear(String),
    /// An annotation answers another one.
    #[error("it answers another annotation")]
    Reply,
    /// No field has that name.
    #[error("articles have no field \"{0}\"")]
    NoField(String),
    /// Nothing can be put before or behind the values of a field that holds only one.
    #[error("{0} holds one value")]
    EditNotList(String),
    /// A replacement without words to look for.
    #[error("nothing to look for in {0}")]
    EditNothingToFind(String),
    /// A shell was asked for something before a library was open.
    #[error("no library is open")]
    NoLibrary,
    /// A shell was asked to close a library in which work goes on.
    #[error("work goes on in the library")]
    Busy,
    /// The system's file manager did not answer.
    #[error("no file manager shows {}", .0.display())]
    NoFileManager(PathBuf),
    /// An address that is not opened outside of Fonds: neither of the web nor of mail.
    #[error("{0} is not opened")]
    LinkRefused(String),
    /// The system's browser did not answer.
    #[error("no browser opens {0}")]
    NoBrowser(String),
    /// The citekey belongs to another article.
    #[error("the citekey \"{0}\" is taken")]
    CitekeyTaken(String),
}

/// A failure in words, for a person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// Stable, kebab-case.
    pub code: String,
    /// What happened.
    pub message: String,
    /// What to do next.
    pub hint: String,
}

impl LibraryError {
    /// A stable kebab-case name, which shells may act on.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Store(error) => error.code(),
            Self::Search(_) => "search-failed",
            Self::Import(error) => error.code(),
            Self::Cite(error) => error.code(),
            Self::Compile(error) => error.code(),
            Self::Epub(error) => error.code(),
            Self::Pdf(error) => error.code(),
            Self::Imposition(error) => error.code(),
            Self::NoHouse(_) => "unknown-house",
            Self::HouseBroken { .. } => "house-broken",
            Self::Field(FieldError::Empty(_)) => "field-empty",
            Self::Field(FieldError::Kind(_)) => "field-kind",
            Self::Field(FieldError::Date(_)) => "field-date",
            Self::Field(FieldError::Identifier(_)) => "field-identifier",
            Self::Field(FieldError::Citekey(_)) => "field-citekey",
            Self::EditNotList(_) => "edit-not-list",
            Self::EditNothingToFind(_) => "edit-nothing-to-find",
            Self::Cancelled(_) => "cancelled",
            Self::Read { source, .. } => read_code(source),
            Self::Write { source, .. } => write_code(source),
            Self::NoTargetFolder(_) => "target-folder-missing",
            Self::UnknownTarget(_) => "target-unknown",
            Self::NotAnArticle(_) => "not-an-article",
            Self::NotAPicture(_) => "not-a-picture",
            Self::NoArticle(_) => "unknown-article",
            Self::Ambiguous { .. } => "ambiguous-article",
            Self::NoCollection(_) => "unknown-collection",
            Self::NoItem(_) => "unknown-item",
            Self::NoTag(_) => "unknown-tag",
            Self::TagTaken(_) => "tag-taken",
            Self::TagSlash(_) => "tag-slash",
            Self::WithinItself(_) => "within-itself",
            Self::SmartCollection(_) => "smart-collection",
            Self::HoldsArticles(_) => "holds-articles",
            Self::EmptyQuery => "empty-query",
            Self::AmbiguousCollection(_) => "ambiguous-collection",
            Self::NotInTrash(_) => "not-in-trash",
            Self::BackupFolder(_) => "backup-folder",
            Self::WatchedFolder(_) => "watched-folder",
            Self::NoBackupPlan => "no-backup-plan",
            Self::NoLocalFolder => "no-local-folder",
            Self::Web(error) => error.code(),
            Self::EmptyTag => "empty-tag",
            Self::EmptyTitle => "empty-title",
            Self::NoAnnotation(_) => "unknown-annotation",
            Self::QuoteNotFound(_) => "quote-not-found",
            Self::TextChanged(_) => "text-changed",
            Self::NoPicture(_) => "unknown-picture",
            Self::AnnotationsTarget(_) => "annotations-target-unknown",
            Self::NotAnnotations { .. } => "not-annotations",
            Self::NoSource(_) => "annotation-source-unknown",
            Self::PictureNotFound(_) => "picture-not-found",
            Self::RegionUnclear(_) => "region-unclear",
            Self::Reply => "annotation-reply",
            Self::NoField(_) => "unknown-field",
            Self::CitekeyTaken(_) => "citekey-taken",
            Self::NoLibrary => "no-library",
            Self::Busy => "library-busy",
            Self::NoFileManager(_) => "no-file-manager",
            Self::LinkRefused(_) => "link-refused",
            Self::NoBrowser(_) => "no-browser",
        }
    }

    /// The failure in words. A code without words of its own shows the technical message.
    pub fn problem(&self, language: Language) -> Problem {
        let code = self.code();
        let (message, hint) = words::problem(code, language, &self.subject())
            .unwrap_or_else(|| words::unexpected(language, &self.to_string()));
        Problem { code: code.to_owned(), message, hint }
    }

    /// What the sentence is about: a path, a name, a value.
    fn subject(&self) -> String {
        match self {
            Self::Read { path, .. } | Self::Write { path, .. } | Self::NotAnnotations { path, .. } => {
                shown(path)
            }
            Self::AnnotationsTarget(path) => shown(path),
            Self::NoTargetFolder(path)
            | Self::UnknownTarget(path)
            | Self::NotAnArticle(path)
            | Self::NotAPicture(path)
            | Self::BackupFolder(path)
            | Self::WatchedFolder(path)
            | Self::NoFileManager(path) => shown(path),
            Self::Ambiguous { given, .. } => given.clone(),
            Self::NoArticle(name)
            | Self::NoCollection(name)
            | Self::NoItem(name)
            | Self::NoTag(name)
            | Self::NotInTrash(name)
            | Self::TagTaken(name)
            | Self::TagSlash(name)
            | Self::WithinItself(name)
            | Self::SmartCollection(name)
            | Self::HoldsArticles(name)
            | Self::AmbiguousCollection(name)
            | Self::NoAnnotation(name)
            | Self::QuoteNotFound(name)
            | Self::TextChanged(name)
            | Self::NoPicture(name)
            | Self::PictureNotFound(name)
            | Self::RegionUnclear(name)
            | Self::NoSource(name)
            | Self::NoField(name)
            | Self::EditNotList(name)
            | Self::EditNothingToFind(name)
            | Self::LinkRefused(name)
            | Self::NoBrowser(name)
            | Self::CitekeyTaken(name) => name.clone(),
            Self::Web(error) => error.subject(),
            Self::Import(ImportError::Broken { format, reason }) => format!("{format}, {reason}"),
            Self::Import(ImportError::Encrypted { format }) => (*format).to_owned(),
            Self::Field(FieldError::Empty(field)) => field.name().to_owned(),
            Self::Field(
                FieldError::Kind(v)
                | FieldError::Date(v)
                | FieldError::Identifier(v)
                | FieldError::Citekey(v),
            ) => v.clone(),
            other => other.to_string(),
        }
    }
}

/// Maps the failure to read `path`.
pub(crate) fn read_error(path: &Path) -> impl FnOnce(io::Error) -> LibraryError + '_ {
    move |source| LibraryError::Read { path: path.to_owned(), source }
}

/// The failure to read a text for a book, as the store told it.
pub(crate) fn unread_text(error: io::Error) -> LibraryError {
    match error.downcast::<StoreError>() {
        Ok(error) => error.into(),
        Err(error) => CompileError::Unreadable(error).into(),
    }
}

/// Maps the failure to write `path`.
pub(crate) fn write_error(path: &Path) -> impl FnOnce(io::Error) -> LibraryError + '_ {
    move |source| LibraryError::Write { path: path.to_owned(), source }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

fn read_code(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::NotFound => "file-missing",
        io::ErrorKind::PermissionDenied => "file-unreadable",
        _ => "file-failed",
    }
}

fn write_code(error: &io::Error) -> &'static str {
    match error.kind() {
        io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem => "target-refused",
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded | io::ErrorKind::FileTooLarge => {
            "disk-full"
        }
        io::ErrorKind::IsADirectory => "target-is-folder",
        _ => "target-failed",
    }
}
