//! Citing while one writes: what can be cited, and a text with its citations as they will be printed.

use crate::{Language, Library, LibraryError};
use fonds_cite::{KeyedCite, Piece, pieces};
use fonds_model::text::fold;
use fonds_model::{Article, ArticleId, ArticleSummary, Block, CollectionId, Edtf, ExportSettings};
use serde::Serialize;
use std::collections::{BTreeMap, HashSet};

/// An article that can be cited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Citable {
    /// Its id.
    pub id: ArticleId,
    /// What it is cited by.
    pub citekey: String,
    /// Its title.
    pub title: String,
    /// Names of its creators.
    pub creators: Vec<String>,
    /// Where it appeared.
    pub publication: Option<String>,
    /// When it appeared.
    pub issued: Option<Edtf>,
    /// It stands in the collection, so that a citation leads to its chapter.
    pub in_collection: bool,
}

/// A citation in a text. Places are code points.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlacedCitation {
    /// The first code point.
    pub start: usize,
    /// One past the last code point.
    pub end: usize,
    /// What it cites.
    pub cites: Vec<KeyedCite>,
}

/// A text with its citations set in.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct CitedText {
    /// The text as it will be printed; in note styles with the footnotes at its end.
    pub blocks: Vec<Block>,
    /// Where in the text as it was typed the citations stand.
    pub citations: Vec<PlacedCitation>,
    /// Citekeys that no article has.
    pub unknown: Vec<String>,
}

impl Library {
    /// Articles that a text may cite: each word that was typed is in title, names, publication, year or citekey, without
    /// regard to case and marks. Those of the collection come first, then by how well the citekey fits.
    ///
    /// # Errors
    /// `unknown-collection`.
    pub fn citable(
        &self,
        typed: &str,
        collection: Option<&CollectionId>,
        limit: usize,
    ) -> Result<Vec<Citable>, LibraryError> {
        let inside: HashSet<ArticleId> = match collection {
            Some(id) => self.collection(id)?.articles().cloned().collect(),
            None => HashSet::new(),
        };
        let typed = fold(typed.trim());
        let words: Vec<&str> = typed.split_whitespace().collect();
        let mut found: Vec<ArticleSummary> = self.store.summaries()?;
        found.retain(|summary| fits(summary, &words));
        found.sort_by_cached_key(|summary| {
            let begins = fold(&summary.citekey).starts_with(&typed);
            (!inside.contains(&summary.id), !begins, fold(&summary.title), summary.id.clone())
        });
        found.truncate(limit);
        let citable = |summary: ArticleSummary| Citable {
            in_collection: inside.contains(&summary.id),
            id: summary.id,
            citekey: summary.citekey,
            title: summary.title,
            creators: summary.creators,
            publication: summary.publication,
            issued: summary.issued,
        };
        Ok(found.into_iter().map(citable).collect())
    }

    /// A text, or a note, with its citations as the collection's style prints them.
    ///
    /// # Errors
    /// `unknown-collection`, `unknown-style`, `unknown-locale`, `style-broken`.
    pub fn cited_text(
        &self,
        text: &str,
        collection: Option<&CollectionId>,
        is_note: bool,
        language: Language,
    ) -> Result<CitedText, LibraryError> {
        let settings = match collection {
            Some(id) => self.collection(id)?.settings,
            None => ExportSettings { locale: language.locale().to_owned(), ..ExportSettings::default() },
        };
        let citations = placed(text);
        let keys = citations.iter().flat_map(|citation| &citation.cites).map(|cite| &cite.key);
        let mut articles: BTreeMap<&String, Article> = BTreeMap::new();
        for key in keys {
            if let Some(id) = self.store.article_with_citekey(key)?
                && let Some(article) = self.store.article(&id)?
            {
                articles.insert(key, article);
            }
        }
        let articles: Vec<&Article> = articles.values().collect();
        let citer = self.citer(&settings.style, &settings.locale)?;
        let made = fonds_compile::preview(text, &articles, &citer, &settings.locale, is_note);
        Ok(CitedText { blocks: made.blocks, unknown: made.unknown, citations })
    }
}

/// A citation as it is typed in a text.
pub fn written_citation(cites: &[KeyedCite], language: Language) -> String {
    fonds_cite::written(cites, language == Language::Vietnamese)
}

fn fits(summary: &ArticleSummary, words: &[&str]) -> bool {
    let year = summary.issued.as_ref().map(ToString::to_string).unwrap_or_default();
    let publication = summary.publication.as_deref().unwrap_or_default();
    let all = [&summary.citekey, &summary.title, &summary.creators.join(" "), &year, publication]
        .map(|text| fold(text));
    words.iter().all(|word| all.iter().any(|text| text.contains(word)))
}

fn placed(text: &str) -> Vec<PlacedCitation> {
    let mut at = 0;
    let mut citations = Vec::new();
    for piece in pieces(text) {
        let start = at;
        match piece {
            Piece::Text(text) => at += text.chars().count(),
            Piece::Citation(written) => {
                at += written.source.chars().count();
                citations.push(PlacedCitation { start, end: at, cites: written.cites });
            }
        }
    }
    citations
}
