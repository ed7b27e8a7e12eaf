//! The annotations that travel with a book as data: those that its reader may see.

use crate::labels::is_vietnamese;
use crate::section::Inputs;
use fonds_model::book::PlacedAnnotation;
use fonds_model::{Annotation, Tag, TagId};
use std::collections::HashMap;

/// An article's annotations with their places of today, in reading order. What the settings leave out stays at home, and
/// so does what is detached.
pub(crate) fn placed(
    section: &str,
    inputs: &Inputs<'_>,
    tags: &HashMap<&TagId, &Tag>,
) -> Vec<PlacedAnnotation> {
    let settings = inputs.settings;
    let mut all: Vec<PlacedAnnotation> = inputs
        .annotations
        .iter()
        .filter(|annotation| settings.highlights || settings.notes && !annotation.note.is_empty())
        .filter_map(|annotation| {
            let target = annotation.target.placed_anew(&inputs.projection)?;
            let labels = annotation.tags.iter().filter_map(|tag| tags.get(tag));
            let labels = labels.map(|tag| tag.label.clone()).collect();
            let mut annotation = (*annotation).clone();
            annotation.target = target;
            if !settings.notes {
                annotation.note.clear();
            }
            let signature = signature(&annotation, &settings.locale);
            Some(PlacedAnnotation { section: section.to_owned(), annotation, tags: labels, signature })
        })
        .collect();
    all.sort_by_key(|placed| (placed.annotation.target.position.start, placed.annotation.id.clone()));
    all
}

/// Who made an annotation and when; empty when nobody is named.
fn signature(annotation: &Annotation, locale: &str) -> String {
    let creator = annotation.creator.trim();
    if creator.is_empty() {
        return String::new();
    }
    let format = if is_vietnamese(locale) { "%d/%m/%Y" } else { "%Y-%m-%d" };
    format!("{creator}, {}", annotation.modified.strftime(format))
}
