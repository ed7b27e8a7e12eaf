//! How a collection is exported: title page, citations, paper, what is included.

use crate::{EbookSettings, PrintSettings};
use serde::{Deserialize, Serialize};

/// The settings of an export, kept with its collection.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct ExportSettings {
    /// The book's subtitle.
    pub subtitle: String,
    /// Who compiled it.
    pub compiler: String,
    /// The institution that publishes it.
    pub institution: String,
    /// The date on the title page, as written; empty for the day of the last change.
    pub date: String,
    /// The rights statement.
    pub rights: String,
    /// A number by which the book is known, such as an ISBN.
    pub identifier: String,
    /// What the book is about, for catalogues.
    pub description: String,
    /// The series that the book belongs to.
    pub series: String,
    /// The book's number in its series.
    pub series_position: String,
    /// The book's language, BCP 47: chapter labels, table of contents, citations.
    pub locale: String,
    /// The name of a CSL style, as `fonds styles` lists them.
    pub style: String,
    /// Where each article's own citation goes.
    pub citation_place: CitationPlace,
    /// Tell of the archived copy after each article's own citation: when it was captured, where the original is kept,
    /// its SHA-256.
    pub archived_copy: bool,
    /// The paper, for PDF.
    pub paper: Paper,
    /// Mark highlights in the text.
    pub highlights: bool,
    /// Print notes as footnotes.
    pub notes: bool,
    /// Close with a bibliography.
    pub bibliography: bool,
    /// Close each part with a bibliography of its own.
    pub bibliography_by_part: bool,
    /// Close each article with what it cites and its own entry.
    pub bibliography_by_article: bool,
    /// Close with an index of persons, places and terms.
    pub index: bool,
    /// Close with a list of the articles by publication and date.
    pub sources: bool,
    /// Close with a colophon: when each article was captured, from where, and its original's SHA-256.
    pub colophon: bool,
    /// Print the list of tags under each article.
    pub tags: bool,
    /// Tell in the e-book where the pages of the printed edition begin, as these settings print it.
    pub printed_pages: bool,
    /// How it is printed, for PDF.
    pub print: PrintSettings,
    /// What is particular to the e-book.
    pub ebook: EbookSettings,
}

impl Default for ExportSettings {
    fn default() -> Self {
        Self {
            subtitle: String::new(),
            compiler: String::new(),
            institution: String::new(),
            date: String::new(),
            rights: String::new(),
            identifier: String::new(),
            description: String::new(),
            series: String::new(),
            series_position: String::new(),
            locale: "vi-VN".into(),
            style: "chicago-notes".into(),
            citation_place: CitationPlace::default(),
            archived_copy: false,
            paper: Paper::default(),
            highlights: true,
            notes: true,
            bibliography: true,
            bibliography_by_part: false,
            bibliography_by_article: false,
            index: false,
            sources: false,
            colophon: false,
            tags: false,
            printed_pages: false,
            print: PrintSettings::default(),
            ebook: EbookSettings::default(),
        }
    }
}

/// Where an article's own citation is printed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CitationPlace {
    /// Under its title.
    #[default]
    UnderTitle,
    /// As its first footnote.
    Footnote,
    /// Nowhere; the bibliography has it.
    None,
}

/// A paper size.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Paper {
    /// 210 × 297 mm
    #[default]
    A4,
    /// 148 × 210 mm
    A5,
    /// 176 × 250 mm
    B5,
    /// 8.5 × 11 in
    Letter,
    /// 6 × 9 in
    #[serde(rename = "6x9")]
    SixByNine,
}

impl Paper {
    /// Every size.
    pub const ALL: [Paper; 5] = [Self::A4, Self::A5, Self::B5, Self::Letter, Self::SixByNine];

    /// Its name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::A4 => "a4",
            Self::A5 => "a5",
            Self::B5 => "b5",
            Self::Letter => "letter",
            Self::SixByNine => "6x9",
        }
    }

    /// The size of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|paper| paper.name().eq_ignore_ascii_case(name))
    }

    /// Width and height in millimetres.
    pub fn size_mm(self) -> (f64, f64) {
        match self {
            Self::A4 => (210.0, 297.0),
            Self::A5 => (148.0, 210.0),
            Self::B5 => (176.0, 250.0),
            Self::Letter => (215.9, 279.4),
            Self::SixByNine => (152.4, 228.6),
        }
    }
}
