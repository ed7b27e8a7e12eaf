//! Citations within a text: which articles at which places, in what words.

use hayagriva::citationberg::taxonomy;
use serde::{Deserialize, Serialize};

/// A citation in a text: one or several articles, cited together.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cluster {
    /// What is cited, in the order it was written.
    pub cites: Vec<Cite>,
    /// The number of the footnote that it stands in, counted through the whole text; note styles tell by it what has
    /// been cited before.
    pub note: Option<usize>,
}

/// One article of a citation.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Cite {
    /// Its place among the articles that are cited.
    pub article: usize,
    /// Where in the article.
    pub locator: Option<Locator>,
    /// Words before it, such as *see*.
    pub prefix: String,
    /// Words after it.
    pub suffix: String,
    /// How its author is told.
    pub author: AuthorForm,
}

/// A place within an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Locator {
    /// What is counted: pages, chapters.
    pub label: LocatorLabel,
    /// The number or name: `3`, `12–14`.
    pub value: String,
}

/// How the author of a cited article is told.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AuthorForm {
    /// As the style has it: `(Nguyễn 2022, 3)`.
    #[default]
    Styled,
    /// Not at all, because the sentence does: `(2022, 3)`.
    Suppressed,
    /// In the sentence, the rest after it: `Nguyễn (2022, 3)`.
    InText,
}

/// What a locator counts, by its CSL name.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LocatorLabel {
    /// Appendix, *phụ lục*.
    Appendix,
    /// Article of a law, *điều*.
    Article,
    /// Book, *quyển*.
    Book,
    /// Chapter, *chương*.
    Chapter,
    /// Column, *cột*.
    Column,
    /// Figure, *hình*.
    Figure,
    /// Folio, *tờ*.
    Folio,
    /// Issue, *số*.
    Issue,
    /// Line, *dòng*.
    Line,
    /// Note, *chú thích*.
    Note,
    /// Page, *trang*: what a bare number means.
    #[default]
    Page,
    /// Paragraph, *đoạn*.
    Paragraph,
    /// Part, *phần*.
    Part,
    /// Section, *mục*.
    Section,
    /// Table, *bảng*.
    Table,
    /// Verse, *câu*.
    Verse,
    /// Volume, *tập*.
    Volume,
}

impl LocatorLabel {
    /// Every label.
    pub const ALL: [LocatorLabel; 17] = [
        Self::Appendix,
        Self::Article,
        Self::Book,
        Self::Chapter,
        Self::Column,
        Self::Figure,
        Self::Folio,
        Self::Issue,
        Self::Line,
        Self::Note,
        Self::Page,
        Self::Paragraph,
        Self::Part,
        Self::Section,
        Self::Table,
        Self::Verse,
        Self::Volume,
    ];

    pub(crate) fn csl(self) -> taxonomy::Locator {
        use taxonomy::Locator;
        match self {
            Self::Appendix => Locator::Appendix,
            Self::Article => Locator::ArticleLocator,
            Self::Book => Locator::Book,
            Self::Chapter => Locator::Chapter,
            Self::Column => Locator::Column,
            Self::Figure => Locator::Figure,
            Self::Folio => Locator::Folio,
            Self::Issue => Locator::Issue,
            Self::Line => Locator::Line,
            Self::Note => Locator::Note,
            Self::Page => Locator::Page,
            Self::Paragraph => Locator::Paragraph,
            Self::Part => Locator::Part,
            Self::Section => Locator::Section,
            Self::Table => Locator::Table,
            Self::Verse => Locator::Verse,
            Self::Volume => Locator::Volume,
        }
    }
}
