//! What the shells show: records with everything about them that one screen or one JSON document needs.

use fonds_model::projection::Leaf;
use fonds_model::{
    AnnotationId, Article, ArticleId, ArticleSummary, Block, Collection, CollectionId, Colour, Creator,
    Diagnostic, Digest, Field, ItemId, Region, TagId, Timestamp,
};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

/// An open library.
#[derive(Clone, Debug, Serialize)]
pub struct LibraryInfo {
    /// Its title.
    pub title: String,
    /// Its folder.
    pub path: PathBuf,
    /// How many articles it holds.
    pub articles: usize,
    /// What opening it repaired, a line each.
    pub notices: Vec<String>,
}

/// A tag as a reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TagRef {
    /// Its id.
    pub id: TagId,
    /// Its label.
    pub label: String,
}

/// A tag in the list of tags.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TagEntry {
    /// Its id.
    pub id: TagId,
    /// Its label.
    pub label: String,
    /// The broader tag.
    pub parent: Option<TagId>,
    /// Articles that carry it.
    pub count: usize,
    /// Articles that carry it or a tag under it.
    pub total: usize,
    /// Synonyms.
    pub alt_labels: Vec<String>,
    /// When to use it.
    pub scope_note: String,
    /// The vocabulary that it is taken from, or empty.
    pub authority: String,
    /// Its code or address in that vocabulary, or empty.
    pub term: String,
    /// Its colour in lists.
    pub colour: Option<Colour>,
}

/// A collection as a reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CollectionRef {
    /// Its id.
    pub id: CollectionId,
    /// Its title.
    pub title: String,
}

/// A collection in the list of collections.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CollectionEntry {
    /// Its id.
    pub id: CollectionId,
    /// Its title.
    pub title: String,
    /// The collection that it stands under.
    pub parent: Option<CollectionId>,
    /// The search of a smart collection.
    pub query: Option<String>,
    /// Articles in it. `None` for a smart one while the search index cannot answer at once.
    pub count: Option<usize>,
}

/// A collection with a line for each article in it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShownCollection {
    /// The collection, with what its search finds if it is a smart one.
    pub collection: Collection,
    /// The items that its search found.
    pub found: Vec<ItemId>,
    /// The other collections that articles of it are in. Smart ones are not counted.
    pub also_in: BTreeMap<ArticleId, Vec<CollectionRef>>,
    /// Its articles; one that was removed is missing here.
    pub articles: BTreeMap<ArticleId, ArticleSummary>,
}

/// A field's name and its value as one line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FieldValue {
    /// Which field.
    pub field: String,
    /// Its value.
    pub value: String,
}

/// An annotation with its place in the text as it is now.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ShownAnnotation {
    /// Its id.
    pub id: AnnotationId,
    /// The article it is about.
    pub article: ArticleId,
    /// That article's title.
    pub article_title: String,
    /// Its colour.
    pub colour: Colour,
    /// What was said.
    pub note: String,
    /// Its tags.
    pub tags: Vec<TagRef>,
    /// Who made it.
    pub creator: String,
    /// When it was made.
    pub created: Timestamp,
    /// When it was last changed.
    pub modified: Timestamp,
    /// The passage; of a part of a picture, what is said of the picture.
    pub quote: String,
    /// The part of a picture that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub region: Option<Region>,
    /// Its first code point in the text projection, or where its picture stands; `None` when it is no longer in the text.
    pub start: Option<usize>,
    /// One past its last code point.
    pub end: Option<usize>,
    /// Since when the article had the text that it belongs to, where that is an earlier one.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text_of: Option<Timestamp>,
}

/// Where an article's bytes came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct SourceView {
    /// The file's name.
    pub file_name: Option<String>,
    /// SHA-256 of the original.
    pub digest: Digest,
    /// When it was taken in.
    pub captured: Option<Timestamp>,
    /// Media type of the original.
    pub media_type: String,
}

/// An article as the reader shows it.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReaderArticle {
    /// Its id.
    pub id: ArticleId,
    /// Its citekey.
    pub citekey: String,
    /// Its title.
    pub title: String,
    /// Its language.
    pub language: Option<String>,
    /// Names of its creators, one line.
    pub byline: String,
    /// Publication, place and date, one line.
    pub dateline: String,
    /// Where it was found.
    pub url: Option<String>,
    /// Its lead.
    pub lead: Option<String>,
    /// Its text.
    pub body: Vec<Block>,
    /// The leaves of the text projection.
    pub leaves: Vec<Leaf>,
    /// The text projection.
    pub text: String,
    /// The fields of its form.
    pub fields: Vec<FieldValue>,
    /// Its creators with the parts of their names.
    pub creators: Vec<Creator>,
    /// For each field that the import filled, where the value was found.
    pub provenance: BTreeMap<String, String>,
    /// Its tags.
    pub tags: Vec<TagRef>,
    /// The collections it is in.
    pub collections: Vec<CollectionRef>,
    /// Its annotations by place, detached ones last.
    pub annotations: Vec<ShownAnnotation>,
    /// What was imperfect about the input.
    pub diagnostics: Vec<Diagnostic>,
    /// Where its bytes came from.
    pub source: SourceView,
    /// Its citation in the default style.
    pub citation: String,
}

/// What an export made.
#[derive(Clone, Debug, Serialize)]
pub struct ExportReport {
    /// The file; of an e-book in volumes, the first.
    pub path: PathBuf,
    /// The files of an e-book that came in volumes; none for one file.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub volumes: Vec<ExportedVolume>,
    /// Pages of a PDF.
    pub pages: Option<u32>,
    /// Articles in it.
    pub articles: usize,
    /// How large it is.
    pub sizes: FileSizes,
    /// What was imperfect.
    pub diagnostics: Vec<Diagnostic>,
}

impl ExportReport {
    /// Of a file of that length in bytes.
    pub(crate) fn of(path: &Path, length: u64) -> Self {
        let sizes = FileSizes { file: length, ..FileSizes::default() };
        Self { path: path.to_owned(), volumes: vec![], pages: None, articles: 0, sizes, diagnostics: vec![] }
    }
}

/// A volume of an e-book.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExportedVolume {
    /// The file.
    pub path: PathBuf,
    /// How large it is, in bytes.
    pub bytes: u64,
}

/// Lengths of what was written, in bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct FileSizes {
    /// The file, or all volumes together.
    pub file: u64,
    /// The pictures of an e-book, as the library has them.
    pub pictures_given: u64,
    /// The pictures of an e-book, as they are in it.
    pub pictures_written: u64,
}

/// An article's lead and body as an HTML fragment, without pictures' bytes.
pub fn article_html(article: &Article) -> String {
    let mut blocks: Vec<Block> = article.lead.iter().map(Block::paragraph).collect();
    blocks.extend(article.body.iter().cloned());
    fonds_epub::fragment(&blocks)
}

/// The fields of an article's form.
pub(crate) fn fields(article: &Article) -> Vec<FieldValue> {
    let value = |field: Field| FieldValue { field: field.name().to_owned(), value: article.field(field) };
    Field::ALL.into_iter().map(value).collect()
}
