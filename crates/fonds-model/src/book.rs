//! The book: a collection compiled for writing. Everything is ordered, numbered, cited and worded; a writer
//! only has to render it.

use crate::{Annotation, AssetInfo, Block, Digest, Inline, Projection, Role, Timestamp};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::io;

/// What the address of a link to a section of the same book begins with; the section's id follows. Only compiled books
/// hold such links, in [`Inline::Link`].
pub const SECTION_LINK: &str = "fonds:";

/// What the id of a note that an annotation brought begins with; the annotation's id follows.
pub const ANNOTATION_NOTE: &str = "fonds-n-";

/// A book ready to be written as EPUB or PDF.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Book {
    /// What the title page and the package say.
    pub meta: BookMeta,
    /// The words that the writers print, in the book's language.
    pub labels: BookLabels,
    /// Its texts in reading order. Parts are flat: a part runs to the next part, or to the first section that
    /// [closes the book](SectionKind::closes_book).
    pub sections: Vec<Section>,
    /// The pictures that the sections show, each once, in order of first use.
    pub assets: Vec<AssetInfo>,
    /// The annotations that travel with the book as data, in reading order.
    #[serde(default)]
    pub annotations: Vec<PlacedAnnotation>,
}

/// An annotation, and the section that it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlacedAnnotation {
    /// The section's id.
    pub section: String,
    /// The annotation; its target is where the quote stands now.
    pub annotation: Annotation,
    /// Labels of its tags.
    #[serde(default)]
    pub tags: Vec<String>,
    /// Who made it and when, as printed, or empty.
    #[serde(default)]
    pub signature: String,
}

/// What the title page and the package document say.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BookMeta {
    /// A URN that names this book for good, such as `urn:uuid:…`; the same collection gives the same one.
    pub identifier: String,
    /// The title.
    pub title: String,
    /// The subtitle, or empty.
    pub subtitle: String,
    /// Who compiled it, or empty.
    pub compiler: String,
    /// The institution, or empty.
    pub institution: String,
    /// The date as printed, such as "25 tháng 11 năm 2022", or empty.
    pub date: String,
    /// The date for machines, such as "2022-11-25", or empty when the printed one is free text.
    pub date_iso: String,
    /// The rights statement, or empty.
    pub rights: String,
    /// BCP 47.
    pub language: String,
    /// A number by which the book is known, such as an ISBN, or empty.
    #[serde(default)]
    pub number: String,
    /// When what it is made of was last changed.
    pub modified: Timestamp,
    /// What the book is about, or empty.
    #[serde(default)]
    pub description: String,
    /// The series that the book belongs to, or empty.
    #[serde(default)]
    pub series: String,
    /// The book's number in its series, such as "3", or empty.
    #[serde(default)]
    pub series_position: String,
    /// Who made its articles and in what role, each once, in order of first appearance.
    #[serde(default)]
    pub contributors: Vec<Contributor>,
    /// Identifiers of what its articles were taken from: `urn:` and web addresses, each once.
    #[serde(default)]
    pub sources: Vec<String>,
    /// The tags that its articles carry, sorted by label.
    pub subjects: Vec<Subject>,
    /// Which volume it is of a book that comes in several.
    #[serde(default)]
    pub volume: Option<Volume>,
}

/// What a book is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Subject {
    /// What people read.
    pub label: String,
    /// The vocabulary that it is taken from, such as `LCSH` or an address, or empty.
    #[serde(default)]
    pub authority: String,
    /// Its code or address in that vocabulary, or empty.
    #[serde(default)]
    pub term: String,
}

impl From<&str> for Subject {
    fn from(label: &str) -> Self {
        Self { label: label.to_owned(), ..Self::default() }
    }
}

/// A volume of a book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Volume {
    /// Its number, from 1.
    pub number: usize,
    /// How many there are.
    pub of: usize,
    /// The identifier of the whole book.
    pub book: String,
}

/// Somebody who made articles of the book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Contributor {
    /// The name as printed.
    pub name: String,
    /// What they did.
    pub role: Role,
}

/// The words that writers print, in the book's language.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BookLabels {
    /// "Mục lục", "Contents"
    pub contents: String,
    /// "Bìa", "Cover"
    pub cover: String,
    /// "Trang tên sách", "Title page"
    pub title_page: String,
    /// "Chú thích", "Notes"
    pub notes: String,
    /// "Tài liệu tham khảo", "Bibliography"
    pub bibliography: String,
    /// "Nguồn", "Source"
    pub source: String,
    /// "Biên soạn", "Compiled by"
    pub compiled_by: String,
    /// "Từ khoá", "Keywords"
    pub keywords: String,
    /// "Trở lại", "Back": the link from a note to its place.
    pub back: String,
    /// "Hình", "Figure"
    pub figure: String,
    /// "Trang", "Page"
    pub page: String,
    /// "tr.", "p.": before a page number.
    #[serde(default)]
    pub page_short: String,
    /// "Ngày", "Date"
    #[serde(default)]
    pub date: String,
    /// "Bản quyền", "Rights"
    #[serde(default)]
    pub rights: String,
    /// "Mã số", "Identifier"
    #[serde(default)]
    pub identifier: String,
    /// "Cơ quan", "Institution"
    #[serde(default)]
    pub institution: String,
    /// "Tập {n}/{all}", "Volume {n} of {all}"
    #[serde(default)]
    pub volume: String,
    /// "tiếp theo", "continued": behind the title of a part that began in an earlier volume.
    #[serde(default)]
    pub continued: String,
}

impl Book {
    /// The book with all texts in its sections, for who has to go through them again and again.
    ///
    /// # Errors
    /// As the source.
    pub fn with_texts(&self, texts: &dyn TextSource) -> io::Result<Self> {
        let whole = |section| texts.whole(section).map(Cow::into_owned);
        Ok(Self {
            sections: self.sections.iter().map(whole).collect::<io::Result<_>>()?,
            meta: self.meta.clone(),
            labels: self.labels.clone(),
            assets: self.assets.clone(),
            annotations: self.annotations.clone(),
        })
    }

    /// Which volume it is, in words; none where the book is one file.
    pub fn volume_words(&self) -> Option<String> {
        let Volume { number, of, .. } = self.meta.volume.as_ref()?;
        Some(self.labels.volume.replace("{n}", &number.to_string()).replace("{all}", &of.to_string()))
    }
}

/// A text of the book: one EPUB file, one run of pages. Its lead and its blocks may be elsewhere; a [`TextSource`] gives them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Section {
    /// ASCII, unique in the book, starting with a letter; file names and link targets are made of it.
    pub id: String,
    /// What it is.
    pub kind: SectionKind,
    /// Its heading, one line.
    pub title: String,
    /// BCP 47; the book's when the text did not say.
    pub language: String,
    /// Names of the creators, joined in the section's language, or empty.
    #[serde(default)]
    pub byline: String,
    /// Publication, place and date as one printed line, or empty.
    #[serde(default)]
    pub dateline: String,
    /// The standfirst, which a writer sets apart from the body. Highlights and note references may be in it.
    #[serde(default)]
    pub lead: Vec<Inline>,
    /// The text. Footnotes are [`Block::Note`] at its end, in the order of their references.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// The article's own citation, for under its title; empty when it goes elsewhere.
    #[serde(default)]
    pub citation: Vec<Inline>,
    /// The tags to print under the text, or none.
    #[serde(default)]
    pub tags: Vec<String>,
    /// In a list: its entries in order. In an article: its own bibliography.
    #[serde(default)]
    pub entries: Vec<BibliographyEntry>,
    /// In an index: its terms, in groups.
    #[serde(default)]
    pub index: Vec<IndexGroup>,
    /// Where and when an article appeared, for running heads, or empty.
    #[serde(default)]
    pub appeared: String,
    /// What of the package's lists is due to this section.
    #[serde(default)]
    pub credits: Credits,
}

/// What a section brings into the lists of [`BookMeta`], by the places there. A volume tells what its own sections bring.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Credits {
    /// Of [`BookMeta::contributors`].
    pub contributors: Vec<usize>,
    /// Of [`BookMeta::sources`].
    pub sources: Vec<usize>,
    /// Of [`BookMeta::subjects`].
    pub subjects: Vec<usize>,
}

/// Terms of an index that stand together.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexGroup {
    /// Its heading, or empty.
    pub title: String,
    /// Its terms, sorted.
    pub terms: Vec<IndexTerm>,
}

/// A term of an index.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexTerm {
    /// What is printed.
    pub label: String,
    /// Other names of it, joined, or empty.
    #[serde(default)]
    pub also: String,
    /// Where it is found, in reading order.
    pub places: Vec<IndexPlace>,
}

/// Where a term is found: code points of a section's text ([`Section::projection`]).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IndexPlace {
    /// The section's id.
    pub section: String,
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
}

/// One entry of a bibliography or another list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct BibliographyEntry {
    /// The section that it describes; empty when what it describes is cited without being in the book.
    pub section: String,
    /// What stands before it in numbered styles, such as `[1]`; else empty.
    #[serde(default)]
    pub label: String,
    /// The entry.
    pub content: Vec<Inline>,
    /// The heading under which it stands with its neighbours, or empty.
    #[serde(default)]
    pub group: String,
    /// The address to print as a code beside it, or empty.
    #[serde(default)]
    pub address: String,
}

/// What a section is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum SectionKind {
    /// The collection's foreword.
    Foreword,
    /// A part heading on a page of its own.
    Part,
    /// The collection's introduction to what follows.
    Introduction,
    /// An article.
    Article,
    /// The collection's afterword.
    Afterword,
    /// The bibliography of the part that it closes.
    PartBibliography,
    /// The list of everything cited.
    Bibliography,
    /// The articles by publication and date.
    Sources,
    /// Persons, places and terms.
    Index,
    /// Where each article was taken from.
    Colophon,
}

impl SectionKind {
    /// Whether it stands after the parts, at the end of the book.
    pub fn closes_book(self) -> bool {
        matches!(self, Self::Bibliography | Self::Sources | Self::Index | Self::Colophon)
    }

    /// Whether it can stand within a part.
    pub fn is_within_part(self) -> bool {
        !self.closes_book() && !matches!(self, Self::Part | Self::Foreword)
    }
}

impl Section {
    /// The text that offsets within the section count in: lead, body and notes.
    pub fn projection(&self) -> Projection {
        Projection::of_parts(&self.lead, &self.blocks)
    }
}

/// Where a numbered page begins.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageStart {
    /// The number printed on it.
    pub label: String,
    /// The section that stands on it.
    pub section: String,
    /// The code point of the section's text ([`Section::projection`]) with which the page begins; none for
    /// a page that has no text of it.
    pub offset: Option<usize>,
}

/// Gives the texts of a book's sections, one at a time, so that not all of them need be in memory.
pub trait TextSource: Sync {
    /// The section with its lead and its blocks.
    ///
    /// # Errors
    /// When they cannot be read; without them there is no book.
    fn whole<'s>(&self, section: &'s Section) -> io::Result<Cow<'s, Section>>;
}

/// The texts of a book that has them in its sections.
#[derive(Clone, Copy, Debug, Default)]
pub struct InBook;

impl TextSource for InBook {
    fn whole<'s>(&self, section: &'s Section) -> io::Result<Cow<'s, Section>> {
        Ok(Cow::Borrowed(section))
    }
}

/// Gives the bytes of a book's pictures.
pub trait AssetSource: Sync {
    /// The bytes of the asset.
    ///
    /// # Errors
    /// When they cannot be read; a writer then leaves the picture out and says so.
    fn read(&self, digest: &Digest) -> io::Result<Vec<u8>>;
}
