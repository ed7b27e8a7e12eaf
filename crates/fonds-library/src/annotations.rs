//! Annotations: making them by place or by quote, changing them, showing where they are now. All of them in one list
//! (`listing.rs`), as a file and from one (`export.rs`, `import.rs`).

mod export;
mod import;
mod listing;
mod regions;
mod table;
#[cfg(test)]
mod tests;

pub use export::AnnotationsWritten;
pub use import::{AnnotationsReport, Unplaced};
pub use listing::{AnnotationFilter, AnnotationOrder, AnnotationPage};

use crate::articles::tag_refs;
use crate::{Library, LibraryError, ShownAnnotation};
use fonds_model::{
    Annotation, AnnotationId, ArticleId, Colour, Motivation, Projection, Region, TagId, TextPosition,
    TextQuote, TextTarget,
};
use fonds_store::Change;
use serde_json::{Map, Value, json};
use std::collections::HashMap;

/// The passage to annotate.
#[derive(Clone, Debug)]
pub enum Selection {
    /// A range of the text projection, in code points.
    Position(TextPosition),
    /// A quotation, with as much of its surroundings as is needed to tell it from others.
    Quote(TextQuote),
    /// A part of a picture; of several that are the same, the one nearest to the code point `near`.
    Region {
        /// Which part of which picture.
        region: Region,
        /// [`fonds_model::projection::PlacedPicture::at`]
        near: usize,
    },
}

impl Library {
    /// Highlights a passage or a part of a picture, with a note and tags (by label; new ones are made).
    ///
    /// # Errors
    /// `unknown-article`, `quote-not-found`, `picture-not-found`, `empty-tag`.
    pub fn annotate(
        &self,
        article: &ArticleId,
        selection: &Selection,
        colour: Colour,
        note: &str,
        tags: &[String],
    ) -> Result<ShownAnnotation, LibraryError> {
        let record = self.article(article)?;
        let projection = Projection::of(&record);
        let target = match selection {
            Selection::Position(position) => TextTarget::at(&projection, *position),
            Selection::Quote(quote) => {
                TextTarget::quoting(&projection, quote).filter(|target| stands_so(target, quote, &projection))
            }
            Selection::Region { region, near } => TextTarget::of_region(&projection, region.clone(), *near),
        };
        let target = target.ok_or_else(|| not_there(selection))?;
        let (tags, mut changes) = self.tags_by_label(tags)?;
        let now = self.now();
        let annotation = Annotation {
            id: AnnotationId(self.ids().next_id()),
            article: article.clone(),
            target,
            motivation: motivation(note),
            note: clean_note(note),
            tags,
            colour,
            creator: self.env.agent.clone(),
            created: now,
            modified: now,
        };
        changes.push(Change::AddAnnotation { annotation: Box::new(annotation.clone()) });
        self.commit(&[], &changes)?;
        Ok(self.shown(annotation, &record.title, &projection, &self.tag_labels()?))
    }

    /// Changes an annotation's colour, note and tags (by label).
    ///
    /// # Errors
    /// `unknown-annotation`, `empty-tag`.
    pub fn set_annotation(
        &self,
        id: &AnnotationId,
        colour: Colour,
        note: &str,
        tags: &[String],
    ) -> Result<ShownAnnotation, LibraryError> {
        let before = self.annotation(id)?;
        let (tags, mut changes) = self.tags_by_label(tags)?;
        let mut fields = Map::new();
        let mut set = |name: &str, value: Value| fields.insert(name.to_owned(), value);
        set("colour", json!(colour));
        set("note", json!(clean_note(note)));
        set("tags", json!(tags));
        set("motivation", json!(motivation(note)));
        set("modified", json!(self.now()));
        changes.push(Change::SetAnnotation { id: id.clone(), fields });
        self.commit(&[], &changes)?;
        let article = self.article(&before.article)?;
        let projection = Projection::of(&article);
        Ok(self.shown(self.annotation(id)?, &article.title, &projection, &self.tag_labels()?))
    }

    /// Removes an annotation.
    ///
    /// # Errors
    /// `unknown-annotation`.
    pub fn remove_annotation(&self, id: &AnnotationId) -> Result<(), LibraryError> {
        self.annotation(id)?;
        self.commit(&[], &[Change::RemoveAnnotation { id: id.clone() }])
    }

    /// Removes several annotations, or none of them.
    ///
    /// # Errors
    /// `unknown-annotation`.
    pub fn remove_annotations(&self, ids: &[AnnotationId]) -> Result<(), LibraryError> {
        let mut changes = Vec::new();
        for id in ids {
            self.annotation(id)?;
            changes.push(Change::RemoveAnnotation { id: id.clone() });
        }
        self.commit_if_any(&changes)
    }

    /// The annotations of an article, or of the whole library, as records.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn annotations(&self, article: Option<&ArticleId>) -> Result<Vec<Annotation>, LibraryError> {
        Ok(match article {
            Some(id) => self.store.annotations_of(id)?,
            None => self.store.annotations()?,
        })
    }

    /// The annotations of an article, or of the whole library, with their places.
    ///
    /// # Errors
    /// When the catalog cannot be read.
    pub fn shown_annotations(
        &self,
        article: Option<&ArticleId>,
    ) -> Result<Vec<ShownAnnotation>, LibraryError> {
        let labels = self.tag_labels()?;
        let mut texts: HashMap<ArticleId, (String, Projection)> = HashMap::new();
        let mut shown = Vec::new();
        for annotation in self.annotations(article)? {
            if !texts.contains_key(&annotation.article) {
                let Some(article) = self.store.article(&annotation.article)? else { continue };
                let projection = Projection::of(&article);
                texts.insert(annotation.article.clone(), (article.title, projection));
            }
            if let Some((title, projection)) = texts.get(&annotation.article) {
                shown.push(self.shown(annotation, title, projection, &labels));
            }
        }
        Ok(shown)
    }

    /// The labels of all tags.
    pub(crate) fn tag_labels(&self) -> Result<HashMap<TagId, String>, LibraryError> {
        Ok(self.store.tags()?.into_iter().map(|tag| (tag.id, tag.label)).collect())
    }

    pub(crate) fn shown(
        &self,
        annotation: Annotation,
        title: &str,
        projection: &Projection,
        labels: &HashMap<TagId, String>,
    ) -> ShownAnnotation {
        let place = annotation.target.resolve(projection);
        ShownAnnotation {
            tags: tag_refs(&annotation.tags, labels),
            id: annotation.id,
            article: annotation.article,
            article_title: title.to_owned(),
            colour: annotation.colour,
            note: annotation.note,
            creator: annotation.creator,
            created: annotation.created,
            modified: annotation.modified,
            text_of: annotation.target.revision.filter(|_| place.is_none()).map(|revision| revision.written),
            quote: annotation.target.quote.exact,
            region: annotation.target.region,
            start: place.map(|place| place.start),
            end: place.map(|place| place.end),
        }
    }

    pub(crate) fn annotation(&self, id: &AnnotationId) -> Result<Annotation, LibraryError> {
        self.store.annotation(id)?.ok_or_else(|| LibraryError::NoAnnotation(id.0.clone()))
    }
}

/// Whether what was given as standing before and after the passage stands there, white space apart.
fn stands_so(target: &TextTarget, quote: &TextQuote, projection: &Projection) -> bool {
    let squeezed = |text: String| text.split_whitespace().collect::<String>();
    let before = squeezed(projection.text.chars().take(target.position.start).collect());
    let after = squeezed(projection.text.chars().skip(target.position.end).collect());
    before.ends_with(&squeezed(fonds_model::text::nfc(&quote.prefix)))
        && after.starts_with(&squeezed(fonds_model::text::nfc(&quote.suffix)))
}

pub(crate) fn motivation(note: &str) -> Motivation {
    if note.trim().is_empty() { Motivation::Highlighting } else { Motivation::Commenting }
}

pub(crate) fn clean_note(note: &str) -> String {
    fonds_model::text::nfc(note.trim())
}

fn not_there(selection: &Selection) -> LibraryError {
    match selection {
        Selection::Position(TextPosition { start, end }) => {
            LibraryError::QuoteNotFound(format!("{start}–{end}"))
        }
        Selection::Quote(quote) => LibraryError::QuoteNotFound(quote.exact.clone()),
        Selection::Region { region, .. } => LibraryError::PictureNotFound(region.asset.0.clone()),
    }
}
