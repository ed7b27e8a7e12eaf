//! The article: one record of the archive, with what is known about it and its body tree.

use crate::body::Block;
use crate::{ArticleId, Diagnostic, Digest, Edtf, TagId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

pub use crate::field::{Field, FieldError, is_citekey};

/// A record of the archive.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Article {
    /// Its name within the library; empty until the library gives one.
    pub id: ArticleId,
    /// A readable name within the library, ASCII, such as `nguyen2022`; empty until the library gives one.
    pub citekey: String,
    /// What sort of document it is.
    pub kind: ArticleKind,
    /// Its title, without the publication's name.
    pub title: String,
    /// Who made it, in order.
    pub creators: Vec<Creator>,
    /// The newspaper, journal or site it appeared in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publication: Option<String>,
    /// Who published that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub publisher: Option<String>,
    /// Where it was published.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub place: Option<String>,
    /// The dateline's place, as printed at the head of a news report.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub dateline: Option<String>,
    /// When it appeared (EDTF).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issued: Option<Edtf>,
    /// When it was last changed by its publisher (EDTF).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub modified: Option<Edtf>,
    /// Issue number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub issue: Option<String>,
    /// Volume number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volume: Option<String>,
    /// Page or pages.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pages: Option<String>,
    /// Edition.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub edition: Option<String>,
    /// The section of the publication, such as *Thời sự*.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Where it was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// DOI, ISSN, ISBN and the like.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub identifiers: Vec<Identifier>,
    /// Its main language, BCP 47.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub language: Option<String>,
    /// Who holds the rights and what they allow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub rights: Option<String>,
    /// The opening summary (standfirst, sapo), plain text, NFC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// Keywords that the publication gave.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub keywords: Vec<String>,
    /// Where the physical or digital original is kept.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub holding: Option<Holding>,
    /// Where the bytes came from.
    pub source: Source,
    /// The pictures it shows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub assets: Vec<AssetInfo>,
    /// Its text.
    pub body: Vec<Block>,
    /// Its tags, in the order they were given.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub tags: Vec<TagId>,
}

/// What sort of document an article is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ArticleKind {
    /// A newspaper article.
    #[default]
    Newspaper,
    /// A magazine article.
    Magazine,
    /// A journal article.
    Journal,
    /// A page on the web.
    WebPage,
    /// A report.
    Report,
    /// A letter.
    Letter,
    /// An interview.
    Interview,
    /// A speech.
    Speech,
    /// A law or decree.
    Legislation,
    /// An archival document.
    Manuscript,
    /// Any other document.
    Document,
}

/// A person or body that made an article.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Creator {
    /// The whole name as it is written (*Nguyễn Văn An*, *Jane Smith*, *TTXVN*).
    pub name: String,
    /// The family name, where it is known to be one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub family: Option<String>,
    /// The given names, where they are known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub given: Option<String>,
    /// What they did.
    pub role: Role,
}

/// What a creator did.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Role {
    /// Wrote it.
    #[default]
    Author,
    /// Edited it.
    Editor,
    /// Translated it.
    Translator,
    /// Took the photographs.
    Photographer,
    /// Was interviewed.
    Interviewee,
    /// Contributed otherwise.
    Contributor,
}

impl Role {
    /// Its code among the MARC relators, such as `aut`.
    pub fn relator(self) -> &'static str {
        match self {
            Self::Author => "aut",
            Self::Editor => "edt",
            Self::Translator => "trl",
            Self::Photographer => "pht",
            Self::Interviewee => "ive",
            Self::Contributor => "ctb",
        }
    }
}

/// A DOI, ISSN or other identifier.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identifier {
    /// Lower-case scheme: `doi`, `issn`, `isbn`.
    pub scheme: String,
    /// The identifier itself.
    pub value: String,
}

/// Where an archival original is kept, from the institution down to the folder.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Holding {
    /// The institution.
    pub repository: String,
    /// The fonds or collection.
    pub fonds: String,
    /// The series.
    pub series: String,
    /// The box.
    #[serde(rename = "box")]
    pub box_: String,
    /// The folder.
    pub folder: String,
    /// The call number.
    pub call_number: String,
}

/// Where an article's bytes came from and how they were read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Source {
    /// SHA-256 of the exact bytes received.
    pub digest: Digest,
    /// Media type, such as `text/html`.
    pub media_type: String,
    /// Name of the file, without folders.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Which part of the bytes it is, where they hold several articles: a path in an archive, a record's number.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// SHA-256 of the file that described it, where that is another one, such as a reference manager's export.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<Digest>,
    /// SHA-256 of the further pages that it goes on on.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub further: Vec<Digest>,
    /// When it was taken from where it stood: by Fonds, or by the web archive that it comes from.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub captured: Option<Timestamp>,
    /// The importer and its version, such as `text/1`.
    pub importer: String,
    /// The character encoding it was read with.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// For each field, where its value was found, such as `json-ld` or `byline`.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub provenance: BTreeMap<String, String>,
    /// What was imperfect.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub diagnostics: Vec<Diagnostic>,
    /// Its source in the library that handed it on, where it came from one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<Box<Source>>,
}

impl Source {
    /// Its sources in the libraries that handed it on, the latest first.
    pub fn earlier(&self) -> impl Iterator<Item = &Source> {
        std::iter::successors(self.before.as_deref(), |source| source.before.as_deref())
    }

    /// The name under which the same source is known again: the digest, and the part behind `#` where there is one.
    pub fn name(&self) -> String {
        match &self.part {
            Some(part) => format!("{}#{part}", self.digest),
            None => self.digest.to_string(),
        }
    }
}

/// What is known about a picture without its bytes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetInfo {
    /// SHA-256 of the bytes, which names the asset.
    pub digest: Digest,
    /// Media type: `image/png`, `image/jpeg`, `image/gif` or `image/webp`.
    pub media_type: String,
    /// Name of the file, without folders.
    pub file_name: String,
    /// Width in pixels.
    pub width: u32,
    /// Height in pixels.
    pub height: u32,
    /// Length in bytes.
    pub length: u64,
}

impl AssetInfo {
    /// The media type of a picture by its first bytes, where it is of a kind that articles show.
    pub fn media_type_of(bytes: &[u8]) -> Option<&'static str> {
        match bytes {
            [0x89, b'P', b'N', b'G', ..] => Some("image/png"),
            [0xff, 0xd8, 0xff, ..] => Some("image/jpeg"),
            [b'G', b'I', b'F', b'8', ..] => Some("image/gif"),
            [b'R', b'I', b'F', b'F', _, _, _, _, b'W', b'E', b'B', b'P', ..] => Some("image/webp"),
            _ => None,
        }
    }
}

/// A picture with its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Asset {
    /// What is known about it.
    pub info: AssetInfo,
    /// The exact bytes.
    pub bytes: Vec<u8>,
}

/// A line of a list of articles.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ArticleSummary {
    /// The article's id.
    pub id: ArticleId,
    /// Its citekey.
    pub citekey: String,
    /// Its kind.
    pub kind: ArticleKind,
    /// Its title.
    pub title: String,
    /// Names of its creators.
    pub creators: Vec<String>,
    /// Where it appeared.
    pub publication: Option<String>,
    /// When it appeared.
    pub issued: Option<Edtf>,
    /// Where it was found.
    pub url: Option<String>,
    /// Its language.
    pub language: Option<String>,
    /// Its tags.
    pub tags: Vec<TagId>,
    /// When it was taken in.
    pub captured: Option<Timestamp>,
    /// The beginning of its lead or text, at most 160 code points.
    pub excerpt: String,
    /// When its record was last changed in the library, where the catalog knows that.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changed: Option<Timestamp>,
}

impl ArticleKind {
    /// Its name in JSON and on the command line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Newspaper => "newspaper",
            Self::Magazine => "magazine",
            Self::Journal => "journal",
            Self::WebPage => "web-page",
            Self::Report => "report",
            Self::Letter => "letter",
            Self::Interview => "interview",
            Self::Speech => "speech",
            Self::Legislation => "legislation",
            Self::Manuscript => "manuscript",
            Self::Document => "document",
        }
    }

    /// The kind of that name.
    pub fn named(name: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
    }
}

impl Role {
    /// Its name in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Author => "author",
            Self::Editor => "editor",
            Self::Translator => "translator",
            Self::Photographer => "photographer",
            Self::Interviewee => "interviewee",
            Self::Contributor => "contributor",
        }
    }

    /// The role of that name.
    pub fn named(name: &str) -> Option<Self> {
        serde_json::from_value(serde_json::Value::String(name.to_owned())).ok()
    }
}

impl Creator {
    /// An author of that name.
    pub fn author(name: impl Into<String>) -> Self {
        Self { name: name.into(), ..Self::default() }
    }
}

impl Article {
    /// The line that lists show for it.
    pub fn summary(&self) -> ArticleSummary {
        ArticleSummary {
            id: self.id.clone(),
            citekey: self.citekey.clone(),
            kind: self.kind,
            title: self.title.clone(),
            creators: self.creators.iter().map(|creator| creator.name.clone()).collect(),
            publication: self.publication.clone(),
            issued: self.issued.clone(),
            url: self.url.clone(),
            language: self.language.clone(),
            tags: self.tags.clone(),
            captured: self.source.captured,
            excerpt: self.excerpt(),
            changed: None,
        }
    }

    fn excerpt(&self) -> String {
        let text = match &self.lead {
            Some(lead) => lead.clone(),
            None => {
                crate::Projection::of_blocks(&self.body[..self.body.len().min(3)]).text.replace('\n', " ")
            }
        };
        text.chars().take(160).collect()
    }
}
