//! The door of Fonds: one library on disk, and every piece of work that a shell can ask of it.
//!
//! Start at [`Library`]: create or open one, then import ([`Library::import_paths`]), read, annotate, tag,
//! arrange, find, cite and export. Every long job takes a [`Progress`](fonds_model::Progress), which also
//! cancels it. Failures are [`LibraryError`]s; [`LibraryError::problem`] words them for people.
//!
//! Invariant: no format logic here, and nothing is printed; a change is in the journal before a call returns.

mod annotations;
mod articles;
mod backup;
mod bodies;
mod bulk;
mod citations;
mod citing;
mod collections;
mod correcting;
mod covers;
mod dates;
mod derived;
mod ebook;
mod export;
mod finding;
mod history;
mod houses;
mod import;
mod items;
mod library;
mod listing;
mod picture_source;
mod pictures;
mod printing;
mod problem;
mod reading;
mod recent;
mod remarks;
mod renewing;
mod samples;
mod saved_views;
mod smart;
mod system;
mod tags;
mod transfer;
mod unused;
mod views;
mod vocabulary;
mod words;
mod workers;

pub use annotations::{
    AnnotationFilter, AnnotationOrder, AnnotationPage, AnnotationsReport, AnnotationsWritten, Selection,
    Unplaced,
};
pub use backup::{DatedBackup, PlannedBackups, restore};
pub use bulk::{EditPreview, EditReport, EditedArticle, EditedField, FieldEdit, Operation, Refused};
pub use citations::CitationFormat;
pub use citing::{Citable, CitedText, PlacedCitation, written_citation};
pub use collections::CollectionValues;
pub use correcting::{EditableBlock, EditableText, TextCorrected, TextPart};
pub use dates::{DateReading, read_date};
pub use derived::{CatalogPlace, catalog_place, place_catalog};
pub use ebook::{EbookFiles, EbookPreview, EbookVolume};
pub use export::{BookOf, Target, WrittenOriginal};
pub use fonds_cite::{KeyedCite, LocaleInfo, StyleInfo, find_styles, locales, styles};
pub use fonds_import::Format;
pub use fonds_model::Sort;
pub use fonds_search::{
    Facet, FacetKind, FacetValue, Found as SearchResult, Hit as SearchHit, Part, Problem as QueryProblem,
    ProblemCode as QueryProblemCode, Query, SearchOptions, Snippet,
};
pub use fonds_store::{
    BackupPlan, BackupReport, Compaction, DeviceInfo, Entry, Env as Environment, FixityEvent, PurgeReport,
    TurnState, Unused, UnusedPurged, VerifyProblem, VerifyReport,
};
pub use history::{TrashEntry, TurnReport};
pub use houses::{HouseInfo, bundled_house_styles};
pub use import::{
    Alike, Brought, Chosen, Duplicate, Failed, ImportOptions, ImportReport, Imported, Piece, Remark,
    WebError, WebOptions, extract_bytes, extract_file, is_web_address,
};
pub use library::{Fixity, Library};
pub use listing::{Column, ListFilter, ListPage, ListRow, ListSort};
pub use pictures::Undescribed;
pub use printing::Preview;
pub use problem::{LibraryError, Problem};
pub use reading::{Copied, OriginalInfo, OriginalKind, may_be_opened, note_blocks};
pub use recent::{RecentChange, RecentRecord};
pub use remarks::{worded, worded_check};
pub use saved_views::{Look, SavedView, ViewColumn};
pub use system::{environment, suggested_folder, system_language};
pub use views::{
    CollectionEntry, CollectionRef, ExportReport, ExportedVolume, FieldValue, FileSizes, LibraryInfo,
    ReaderArticle, ShownAnnotation, ShownCollection, SourceView, TagEntry, TagRef, article_html,
};
pub use vocabulary::TagValues;
pub use words::Language;
