//! What a Fonds library put into an e-book so that another library can take it in ([`fonds_model::transfer`]).
//!
//! 1. [`read`] looks for the head, then for each article's file and its pictures in the book.
//! 2. [`fields`] and [`body`] go through every field of an article, [`around`] through collection, annotations and tags.
//!
//! Invariant: nothing is believed. Ids are only hints, text is cleaned, references lead somewhere, sizes are bounded; what
//! breaks a rule is mended or left out.

mod around;
mod body;
mod fields;
mod pictures;

use crate::package::Package;
use crate::{Format, ImportError, Imported, Input, Unread};
use fonds_model::transfer::{FORMAT, HEAD, VERSION, article_file};
use fonds_model::{Annotation, Article, Collection, Diagnostic, Digest, Tag, TransferHead};
use pictures::Pictures;
use std::collections::{HashMap, HashSet};
use std::sync::Arc;

/// Where the files lie.
const FOLDER: &str = "META-INF/fonds/";
/// More articles are not read.
const MOST_ARTICLES: usize = 20_000;
/// More annotations, tags or places of a collection are not read.
const MOST_PARTS: usize = 200_000;

/// Larger files are not read, in bytes: what they hold could take many times their length.
const LARGEST: usize = 24 << 20;

/// What one library handed to another. Ids in it are those of the library that it comes from.
#[derive(Clone, Debug, Default)]
pub struct Received {
    /// The collection; its places lead to [`Received::articles`] only.
    pub collection: Option<Collection>,
    /// The articles with their pictures. One without a body stands for what is only cited.
    pub articles: Vec<Imported>,
    /// Their annotations.
    pub annotations: Vec<Annotation>,
    /// What pictures are called in [`Received::annotations`], and what they are called in this book.
    pub pictures: HashMap<Digest, Digest>,
    /// The tags; broader ones before narrower ones.
    pub tags: Vec<Tag>,
    /// The exact bytes of the book, where they are not the input's.
    pub original: Option<Arc<[u8]>>,
}

impl Received {
    /// Says of each article that it was made of this input, unless it was made of a file in it.
    pub(crate) fn name_source(&mut self, input: &Input<'_>, digest: &Digest, format: Format) {
        for imported in &mut self.articles {
            let source = &mut imported.article.source;
            if source.digest == Digest::default() {
                source.digest = digest.clone();
                format.media_type().clone_into(&mut source.media_type);
                source.file_name = input.file_name.map(fields::line);
            }
        }
    }
}

/// What was found in a book.
pub(crate) struct Found {
    pub received: Received,
    pub failed: Vec<Unread>,
    pub diagnostics: Vec<Diagnostic>,
}

/// What a book carries for other libraries. `None` where it carries nothing that can be read; a remark says when it
/// should have been something.
pub(crate) fn read(files: &Package<'_>, remarks: &mut Vec<Diagnostic>) -> Option<Found> {
    let names = files.names();
    let head = format!("{FOLDER}{HEAD}");
    if names.binary_search(&head).is_err() {
        return None;
    }
    let found = head_of(files, &head).map(|head| gather(files, &names, head));
    match found {
        Ok(found) if !found.received.articles.is_empty() => Some(found),
        Ok(_) => {
            remarks.push(unusable("it holds no article that can be read"));
            None
        }
        Err(reason) => {
            remarks.push(unusable(&reason));
            None
        }
    }
}

fn unusable(reason: &str) -> Diagnostic {
    let message = format!("what the book carries for other libraries cannot be used: {reason}");
    Diagnostic::warning("transfer-unusable", message).hint("its chapters are read as those of any book")
}

fn head_of(files: &Package<'_>, path: &str) -> Result<TransferHead, String> {
    let text = text_of(files, path).map_err(|error| error.to_string())?;
    let head: TransferHead = serde_json::from_str(&text).map_err(|error| error.to_string())?;
    match head.version {
        _ if head.format != FORMAT => Err("it is of another format".into()),
        VERSION => Ok(head),
        _ => Err("it was made by a newer Fonds".into()),
    }
}

fn text_of(files: &Package<'_>, path: &str) -> Result<String, ImportError> {
    let too_large = || ImportError::Broken { format: "EPUB", reason: format!("{path} is too large") };
    let text = files.text(path)?;
    (text.len() <= LARGEST).then_some(text).ok_or_else(too_large)
}

fn gather(files: &Package<'_>, names: &[String], head: TransferHead) -> Found {
    let mut found = Found { received: Received::default(), failed: vec![], diagnostics: vec![] };
    if head.articles > MOST_ARTICLES {
        let message = format!("only the first {MOST_ARTICLES} articles of the book were read");
        found.diagnostics.push(Diagnostic::warning("transfer-cut", message));
    }
    let mut seen = HashSet::new();
    let mut pictures = Pictures::of(files, names);
    for place in 0..head.articles.min(MOST_ARTICLES) {
        let path = format!("{FOLDER}{}", article_file(place));
        match article(files, &mut pictures, &mut found.received.pictures, &path) {
            // A second article of one id would stand in the first one's places.
            Ok(mut imported) => {
                if !seen.insert(imported.article.id.clone()) {
                    imported.article.id = String::new().into();
                }
                found.received.articles.push(imported);
            }
            Err(error) => {
                found.failed.push(Unread { part: path, error });
                if found.failed.len() > 100 {
                    break;
                }
            }
        }
    }
    around::check(head, &mut found.received);
    found
}

/// An article, checked field by field, with its pictures; what they are called is added to `all_held`.
fn article(
    files: &Package<'_>,
    pictures: &mut Pictures<'_, '_>,
    all_held: &mut HashMap<Digest, Digest>,
    path: &str,
) -> Result<Imported, ImportError> {
    let text = text_of(files, path)?;
    let broken = |error: serde_json::Error| ImportError::Broken { format: "EPUB", reason: error.to_string() };
    let mut article: Article = serde_json::from_str(&text).map_err(broken)?;
    let mut remarks = Vec::new();
    let (assets, held) = pictures.of_article(&article, &mut remarks);
    fields::check(&mut article, path);
    body::check(&mut article, &held);
    all_held.extend(held);
    article.source.diagnostics.extend(remarks);
    article.assets = assets.iter().map(|asset| asset.info.clone()).collect();
    Ok(Imported { article, assets, ..Imported::default() })
}

#[cfg(test)]
mod tests;
