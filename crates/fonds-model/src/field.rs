//! The fields of an article that a person edits, each as one line of text.

use crate::text::clean_line;
use crate::{Article, ArticleKind, Creator, Edtf, Holding, Identifier, Role};
use serde::{Deserialize, Serialize};

/// A field of an article that a person may edit as one line of text; lists are split at `;`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// [`Article::dateline`]
    Dateline,
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
    /// [`Article::identifiers`]: each as `scheme:value`.
    Identifiers,
    /// [`Article::language`]
    Language,
    /// [`Article::keywords`]
    Keywords,
    /// [`Article::rights`]
    Rights,
    /// [`Article::lead`]
    Lead,
    /// [`Holding::repository`]
    Repository,
    /// [`Holding::fonds`]
    Fonds,
    /// [`Holding::series`]
    Series,
    /// [`Holding::box_`]
    Box,
    /// [`Holding::folder`]
    Folder,
    /// [`Holding::call_number`]
    CallNumber,
    /// [`Article::citekey`]
    Citekey,
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
    /// Not `scheme:value`.
    #[error("\"{0}\" is not an identifier with its scheme")]
    Identifier(String),
    /// Not letters, digits and `-_.:`.
    #[error("\"{0}\" cannot be a citekey")]
    Citekey(String),
}

impl Field {
    /// Every field, in the order a form shows them.
    pub const ALL: [Field; 26] = [
        Field::Title,
        Field::Kind,
        Field::Creators,
        Field::Publication,
        Field::Publisher,
        Field::Place,
        Field::Dateline,
        Field::Issued,
        Field::Issue,
        Field::Volume,
        Field::Pages,
        Field::Edition,
        Field::Section,
        Field::Url,
        Field::Identifiers,
        Field::Language,
        Field::Keywords,
        Field::Rights,
        Field::Lead,
        Field::Repository,
        Field::Fonds,
        Field::Series,
        Field::Box,
        Field::Folder,
        Field::CallNumber,
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
            Self::Dateline => "dateline",
            Self::Issued => "issued",
            Self::Issue => "issue",
            Self::Volume => "volume",
            Self::Pages => "pages",
            Self::Edition => "edition",
            Self::Section => "section",
            Self::Url => "url",
            Self::Identifiers => "identifiers",
            Self::Language => "language",
            Self::Keywords => "keywords",
            Self::Rights => "rights",
            Self::Lead => "lead",
            Self::Repository => "repository",
            Self::Fonds => "fonds",
            Self::Series => "series",
            Self::Box => "box",
            Self::Folder => "folder",
            Self::CallNumber => "call-number",
            Self::Citekey => "citekey",
        }
    }

    /// The field of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.name() == name)
    }

    /// Whether it holds several values, split at `;`.
    pub fn is_list(self) -> bool {
        matches!(self, Self::Creators | Self::Identifiers | Self::Keywords)
    }
}

impl Article {
    /// A field's value as one line of text, empty when it has none.
    pub fn field(&self, field: Field) -> String {
        let joined = |parts: Vec<String>| parts.join("; ");
        match field {
            Field::Title => self.title.clone(),
            Field::Kind => self.kind.name().to_owned(),
            Field::Creators => joined(self.creators.iter().map(creator_line).collect()),
            Field::Issued => self.issued.as_ref().map(ToString::to_string).unwrap_or_default(),
            Field::Identifiers => joined(self.identifiers.iter().map(identifier_line).collect()),
            Field::Keywords => joined(self.keywords.clone()),
            Field::Citekey => self.citekey.clone(),
            _ => self.line(field).cloned().unwrap_or_default(),
        }
    }

    /// Sets a field from one line of text; the empty line clears it.
    ///
    /// # Errors
    /// [`FieldError`] when the value is not one that the field can hold; the article is unchanged.
    pub fn set_field(&mut self, field: Field, value: &str) -> Result<(), FieldError> {
        let value = clean_line(value);
        match field {
            Field::Title if value.is_empty() => return Err(FieldError::Empty(field)),
            Field::Title => self.title = value,
            Field::Kind => {
                self.kind = ArticleKind::named(&value).ok_or(FieldError::Kind(value))?;
            }
            Field::Creators => self.creators = parse_creators(&value, &self.creators),
            Field::Issued if value.is_empty() => self.issued = None,
            Field::Issued => {
                self.issued = Some(Edtf::parse(&value).ok_or(FieldError::Date(value))?);
            }
            Field::Identifiers => {
                self.identifiers = parts(&value).map(parse_identifier).collect::<Result<_, _>>()?;
            }
            Field::Keywords => self.keywords = parts(&value).map(str::to_owned).collect(),
            Field::Citekey if !is_citekey(&value) => return Err(FieldError::Citekey(value)),
            Field::Citekey => self.citekey = value,
            _ => self.set_line(field, value),
        }
        Ok(())
    }

    /// The value of a field that is a plain line of text.
    fn line(&self, field: Field) -> Option<&String> {
        let holding = self.holding.as_ref();
        match field {
            Field::Publication => self.publication.as_ref(),
            Field::Publisher => self.publisher.as_ref(),
            Field::Place => self.place.as_ref(),
            Field::Dateline => self.dateline.as_ref(),
            Field::Issue => self.issue.as_ref(),
            Field::Volume => self.volume.as_ref(),
            Field::Pages => self.pages.as_ref(),
            Field::Edition => self.edition.as_ref(),
            Field::Section => self.section.as_ref(),
            Field::Url => self.url.as_ref(),
            Field::Language => self.language.as_ref(),
            Field::Rights => self.rights.as_ref(),
            Field::Lead => self.lead.as_ref(),
            Field::Repository => holding.map(|holding| &holding.repository),
            Field::Fonds => holding.map(|holding| &holding.fonds),
            Field::Series => holding.map(|holding| &holding.series),
            Field::Box => holding.map(|holding| &holding.box_),
            Field::Folder => holding.map(|holding| &holding.folder),
            Field::CallNumber => holding.map(|holding| &holding.call_number),
            _ => None,
        }
    }

    fn set_line(&mut self, field: Field, value: String) {
        let text = (!value.is_empty()).then(|| value.clone());
        match field {
            Field::Publication => self.publication = text,
            Field::Publisher => self.publisher = text,
            Field::Place => self.place = text,
            Field::Dateline => self.dateline = text,
            Field::Issue => self.issue = text,
            Field::Volume => self.volume = text,
            Field::Pages => self.pages = text,
            Field::Edition => self.edition = text,
            Field::Section => self.section = text,
            Field::Url => self.url = text,
            Field::Language => self.language = text,
            Field::Rights => self.rights = text,
            Field::Lead => self.lead = text,
            _ => self.set_holding(field, value),
        }
    }

    /// A holding of which nothing is said is none.
    fn set_holding(&mut self, field: Field, value: String) {
        let mut holding = self.holding.take().unwrap_or_default();
        match field {
            Field::Repository => holding.repository = value,
            Field::Fonds => holding.fonds = value,
            Field::Series => holding.series = value,
            Field::Box => holding.box_ = value,
            Field::Folder => holding.folder = value,
            Field::CallNumber => holding.call_number = value,
            _ => {}
        }
        self.holding = (holding != Holding::default()).then_some(holding);
    }
}

/// Whether a text can be a citekey.
pub fn is_citekey(text: &str) -> bool {
    !text.is_empty() && text.chars().all(|c| c.is_ascii_alphanumeric() || "-_.:".contains(c))
}

fn parts(text: &str) -> impl Iterator<Item = &str> {
    text.split(';').map(str::trim).filter(|part| !part.is_empty())
}

fn creator_line(creator: &Creator) -> String {
    match creator.role {
        Role::Author => creator.name.clone(),
        role => format!("{} ({})", creator.name, role.name()),
    }
}

fn identifier_line(identifier: &Identifier) -> String {
    format!("{}:{}", identifier.scheme, identifier.value)
}

/// What was known of the parts of a name stays with it.
fn parse_creators(text: &str, known: &[Creator]) -> Vec<Creator> {
    let named = |creator: Creator| {
        let same = known.iter().find(|other| other.name == creator.name);
        let (family, given) = same.map_or((None, None), |same| (same.family.clone(), same.given.clone()));
        Creator { family, given, ..creator }
    };
    text.split(';').filter_map(parse_creator).map(named).collect()
}

fn parse_creator(text: &str) -> Option<Creator> {
    let text = text.trim();
    let with_role = text.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')).and_then(|(name, role)| {
        Some(Creator { role: Role::named(role.trim())?, ..Creator::author(name.trim()) })
    });
    let creator = with_role.unwrap_or_else(|| Creator::author(text));
    (!creator.name.is_empty()).then_some(creator)
}

fn parse_identifier(text: &str) -> Result<Identifier, FieldError> {
    let bad = || FieldError::Identifier(text.to_owned());
    let (scheme, value) = text.split_once(':').ok_or_else(bad)?;
    let scheme = scheme.trim().to_ascii_lowercase();
    let value = value.trim();
    // An address is not an identifier's scheme.
    let good = !scheme.is_empty()
        && scheme.chars().all(|c| c.is_ascii_alphanumeric() || "-.".contains(c))
        && !value.is_empty()
        && !value.starts_with("//");
    if good { Ok(Identifier { scheme, value: value.to_owned() }) } else { Err(bad()) }
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
    fn every_field_gives_back_what_was_set() {
        for field in Field::ALL {
            let value = match field {
                Field::Kind => "letter",
                Field::Issued => "1945-09?",
                Field::Identifiers => "issn:0866-7691; doi:10.1000/x:y",
                Field::Citekey => "an1945",
                _ if field.is_list() => "Một; Hai",
                _ => "Một dòng",
            };
            let mut article = Article::default();
            article.set_field(field, value).unwrap();
            assert_eq!(article.field(field), value);
            if !matches!(field, Field::Title | Field::Kind | Field::Citekey) {
                article.set_field(field, "").unwrap();
                assert_eq!(article, Article::default(), "{}", field.name());
            }
        }
    }

    #[test]
    fn parts_of_a_name_stay_with_it() {
        let smith = Creator {
            name: "Jane Smith".into(),
            family: Some("Smith".into()),
            given: Some("Jane".into()),
            role: Role::Author,
        };
        let mut article = Article { creators: vec![smith], ..Article::default() };
        article.set_field(Field::Creators, "Lê Bình; Jane Smith (editor)").unwrap();
        assert_eq!(article.creators[1].family.as_deref(), Some("Smith"));
        assert_eq!((article.creators[1].role, article.creators[0].family.clone()), (Role::Editor, None));
    }

    #[test]
    fn wrong_values_are_refused() {
        let mut article = Article::default();
        assert_eq!(article.set_field(Field::Issued, "hôm qua"), Err(FieldError::Date("hôm qua".into())));
        assert_eq!(article.set_field(Field::Title, " "), Err(FieldError::Empty(Field::Title)));
        assert!(article.set_field(Field::Kind, "poem").is_err());
        assert!(article.set_field(Field::Citekey, "có dấu").is_err());
        for text in ["0866-7691", "https://doi.org/10.1", "doi:", ":x"] {
            assert_eq!(article.set_field(Field::Identifiers, text), Err(FieldError::Identifier(text.into())));
        }
        assert_eq!(article, Article::default());
    }

    #[test]
    fn every_field_has_its_name() {
        for field in Field::ALL {
            assert_eq!(Field::named(field.name()), Some(field));
        }
    }
}
