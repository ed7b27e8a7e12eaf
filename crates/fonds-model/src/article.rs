//! The article: one record of the archive, with what is known about it and its body tree.

use crate::body::Block;
use crate::{ArticleId, Diagnostic, Digest, Edtf, TagId, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
}

/// A field of an article that a person may edit as one line of text (`creators` splits at `;`).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Field {
    /// [`Article::title`]
    Title,
    /// [`Article::kind`]
    Kind,
    /// [`Article::creators`]: names split at `;`, each may end in a role such as `(translator)`.
    Creators,
    /// [`Article::publication`]
    Publication,
    /// [`Article::publisher`]
    Publisher,
    /// [`Article::place`]
    Place,
    /// [`Article::issued`]
    Issued,
    /// [`Article::issue`]
    Issue,
    /// [`Article::volume`]
    Volume,
    /// [`Article::pages`]
    Pages,
    /// [`Article::edition`]
    Edition,
    /// [`Article::section`]
    Section,
    /// [`Article::url`]
    Url,
    /// [`Article::language`]
    Language,
    /// [`Article::rights`]
    Rights,
    /// [`Article::lead`]
    Lead,
    /// [`Article::citekey`]
    Citekey,
}

impl Field {
    /// Every field, in the order a form shows them.
    pub const ALL: [Field; 17] = [
        Field::Title,
        Field::Kind,
        Field::Creators,
        Field::Publication,
        Field::Publisher,
        Field::Place,
        Field::Issued,
        Field::Issue,
        Field::Volume,
        Field::Pages,
        Field::Edition,
        Field::Section,
        Field::Url,
        Field::Language,
        Field::Rights,
        Field::Lead,
        Field::Citekey,
    ];

    /// Its name on the command line and in JSON.
    pub fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Kind => "kind",
            Self::Creators => "creators",
            Self::Publication => "publication",
            Self::Publisher => "publisher",
            Self::Place => "place",
            Self::Issued => "issued",
            Self::Issue => "issue",
            Self::Volume => "volume",
            Self::Pages => "pages",
            Self::Edition => "edition",
            Self::Section => "section",
            Self::Url => "url",
            Self::Language => "language",
            Self::Rights => "rights",
            Self::Lead => "lead",
            Self::Citekey => "citekey",
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }
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
        }
    }

    /// A field's value as one line of text, empty when it has none.
    pub fn field(&self, field: Field) -> String {
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        match field {
            Field::Title => self.title.clone(),
            Field::Kind => self.kind.name().to_owned(),
            Field::Creators => self.creators.iter().map(creator_line).collect::<Vec<_>>().join("; "),
            Field::Publication => text(&self.publication),
            Field::Publisher => text(&self.publisher),
            Field::Place => text(&self.place),
            Field::Issued => self.issued.as_ref().map(ToString::to_string).unwrap_or_default(),
            Field::Issue => text(&self.issue),
            Field::Volume => text(&self.volume),
            Field::Pages => text(&self.pages),
            Field::Edition => text(&self.edition),
            Field::Section => text(&self.section),
            Field::Url => text(&self.url),
            Field::Language => text(&self.language),
            Field::Rights => text(&self.rights),
            Field::Lead => text(&self.lead),
            Field::Citekey => self.citekey.clone(),
        }
    }

    /// Sets a field from one line of text; the empty line clears it.
    ///
    /// # Errors
    /// [`FieldError`] when the value is not one that the field can hold; the article is unchanged.
    pub fn set_field(&mut self, field: Field, value: &str) -> Result<(), FieldError> {
        let value = crate::text::clean_line(value);
        let text = || (!value.is_empty()).then(|| value.clone());
        match field {
            Field::Title if value.is_empty() => return Err(FieldError::Empty(field)),
            Field::Title => self.title = value,
            Field::Kind => {
                self.kind = ArticleKind::named(&value).ok_or(FieldError::Kind(value))?;
            }
            Field::Creators => self.creators = value.split(';').filter_map(parse_creator).collect(),
            Field::Publication => self.publication = text(),
            Field::Publisher => self.publisher = text(),
            Field::Place => self.place = text(),
            Field::Issued if value.is_empty() => self.issued = None,
            Field::Issued => {
                self.issued = Some(Edtf::parse(&value).ok_or(FieldError::Date(value))?);
            }
            Field::Issue => self.issue = text(),
            Field::Volume => self.volume = text(),
            Field::Pages => self.pages = text(),
            Field::Edition => self.edition = text(),
            Field::Section => self.section = text(),
            Field::Url => self.url = text(),
            Field::Language => self.language = text(),
            Field::Rights => self.rights = text(),
            Field::Lead => self.lead = text(),
            Field::Citekey if !is_citekey(&value) => return Err(FieldError::Citekey(value)),
            Field::Citekey => self.citekey = value,
        }
        Ok(())
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

/// Why a field could not be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum FieldError {
    /// The field must have a value.
    #[error("{} cannot be empty", .0.name())]
    Empty(Field),
    /// Not one of the kinds.
    #[error("there is no article kind named \"{0}\"")]
    Kind(String),
    /// Not an EDTF date.
    #[error("\"{0}\" is not a date")]
    Date(String),
    /// Not letters, digits and `-_.:`.
    #[error("\"{0}\" cannot be a citekey")]
    Citekey(String),
}

/// Whether a text can be a citekey.
pub fn is_citekey(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c))
}

fn creator_line(creator: &Creator) -> String {
    match creator.role {
        Role::Author => creator.name.clone(),
        role => format!("{} ({})", creator.name, role.name()),
    }
}

fn parse_creator(text: &str) -> Option<Creator> {
    let text = text.trim();
    let with_role = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).and_then(|(name, role)| {
        Some(Creator { role: Role::named(role.trim())?, ..Creator::author(name.trim()) })
    });
    let creator = with_role.unwrap_or_else(|| Creator::author(text));
    (!creator.name.is_empty()).then_some(creator)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fields_round_trip() {
        let mut article = Article::default();
        article.set_field(Field::Creators, "Nguyễn Văn An; Lê Bình (translator)").unwrap();
        article.set_field(Field::Issued, "2022-11-25T17:05").unwrap();
        assert_eq!(article.creators[1].role, Role::Translator);
        assert_eq!(article.field(Field::Creators), "Nguyễn Văn An; Lê Bình (translator)");
        assert_eq!(article.field(Field::Issued), "2022-11-25T17:05");
        article.set_field(Field::Issued, "").unwrap();
        assert_eq!(article.issued, None);
    }

    #[test]
    fn wrong_values_are_refused() {
        let mut article = Article::default();
        assert_eq!(article.set_field(Field::Issued, "hôm qua"), Err(FieldError::Date("hôm qua".into())));
        assert_eq!(article.set_field(Field::Title, " "), Err(FieldError::Empty(Field::Title)));
        assert!(article.set_field(Field::Kind, "poem").is_err());
        assert!(article.set_field(Field::Citekey, "có dấu").is_err());
    }

    #[test]
    fn every_field_has_its_name() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
        }
    }
}
