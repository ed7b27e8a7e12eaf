//! What the index keeps of an article, field by field.

use crate::tokens::{BeginningsTokenizer, FormsTokenizer};
use tantivy::schema::{
    BytesOptions, FAST, Field, INDEXED, IndexRecordOption, STORED, STRING, Schema, TextFieldIndexing,
    TextOptions,
};
use tantivy::tokenizer::TokenizerManager;

/// Rises with every change of what is written, so that an older index is made anew.
pub(crate) const FORMAT: u32 = 4;

/// Names of the columns that are sorted, counted and told apart by.
pub(crate) mod column {
    pub const ID: &str = "id";
    pub const FIRST: &str = "first";
    pub const LAST: &str = "last";
    pub const ADDED: &str = "added";
    pub const TITLE_KEY: &str = "title-key";
    pub const TAG: &str = "tag";
    pub const KIND: &str = "kind";
    pub const LANGUAGE: &str = "main-language";
    pub const PUBLICATION: &str = "publication-name";
}

/// The fields.
#[derive(Clone, Copy)]
pub(crate) struct Fields {
    pub id: Field,
    /// Kept for showing hits.
    pub title: Field,
    pub text: Field,
    pub note: Field,
    /// Where in the text each note belongs, in the order of the notes.
    pub note_place: Field,
    /// Every word of the article.
    pub words: Field,
    /// Words of it side by side that are both frequent in the article.
    pub pairs: Field,
    /// The words of title and creators, which count more.
    pub head: Field,
    /// The first letters of all words.
    pub beginnings: Field,
    pub creators: Field,
    pub publication: Field,
    /// The publication's whole name, its words joined.
    pub called: Field,
    pub publication_name: Field,
    pub tag: Field,
    pub kind: Field,
    /// The language, and its main part.
    pub language: Field,
    pub main_language: Field,
    pub has: Field,
    /// The days that its date may mean.
    pub first: Field,
    pub last: Field,
    /// Milliseconds since 1970.
    pub added: Field,
    pub title_key: Field,
    /// Bands of the text's likeness.
    pub bands: Field,
    pub url: Field,
}

pub(super) fn schema() -> (Schema, Fields) {
    let mut schema = Schema::builder();
    let text = |tokenizer: &str, option: IndexRecordOption, norms: bool| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(norms))
    };
    let ranked = text("forms", IndexRecordOption::WithFreqsAndPositions, true);
    let matched = text("forms", IndexRecordOption::WithFreqsAndPositions, false);
    let paired = text("whitespace", IndexRecordOption::WithFreqs, false);
    let begun = text("beginnings", IndexRecordOption::Basic, false);
    let counted = TextOptions::from(FAST);
    let fields = Fields {
        id: schema.add_text_field(column::ID, STRING | STORED | FAST),
        title: schema.add_text_field("title", STORED),
        text: schema.add_text_field("text", STORED),
        note: schema.add_text_field("note", STORED),
        note_place: schema.add_u64_field("note-place", STORED),
        words: schema.add_text_field("words", ranked.clone()),
        pairs: schema.add_text_field("pairs", paired),
        head: schema.add_text_field("head", ranked),
        beginnings: schema.add_text_field("beginnings", begun),
        creators: schema.add_text_field("creators", matched.clone()),
        publication: schema.add_text_field("publication", matched),
        called: schema.add_text_field("called", STRING),
        publication_name: schema.add_text_field(column::PUBLICATION, counted.clone()),
        tag: schema.add_text_field(column::TAG, STRING | FAST),
        kind: schema.add_text_field(column::KIND, STRING | FAST),
        language: schema.add_text_field("language", STRING),
        main_language: schema.add_text_field(column::LANGUAGE, counted),
        has: schema.add_text_field("has", STRING),
        first: schema.add_i64_field(column::FIRST, FAST),
        last: schema.add_i64_field(column::LAST, FAST),
        added: schema.add_i64_field(column::ADDED, FAST),
        title_key: schema.add_bytes_field(column::TITLE_KEY, BytesOptions::default().set_fast()),
        bands: schema.add_u64_field("bands", INDEXED),
        url: schema.add_text_field("url", STRING),
    };
    (schema.build(), fields)
}

pub(super) fn register(tokenizers: &TokenizerManager) {
    tokenizers.register("forms", FormsTokenizer::default());
    tokenizers.register("beginnings", BeginningsTokenizer::default());
}
