//! What stands around the articles of a transfer: its collection, annotations and tags.

use super::fields::{is_id, line, text};
use super::{MOST_PARTS, Received};
use fonds_model::text::nfc;
use fonds_model::{
    Annotation, ArticleId, Collection, CollectionItem, Digest, ExportSettings, ItemContent, Tag, TagId,
    TextQuote, TransferHead,
};
use std::collections::{HashMap, HashSet};

/// Characters of a note, a scope note or a text of the collection at most.
pub(super) const LONGEST_TEXT: usize = 1_000_000;
/// Levels that a tree of tags may have.
const DEEPEST: usize = 32;
/// Other names of a tag at most.
const MOST_LABELS: usize = 100;

/// Takes over what is sound in the head.
pub(super) fn check(head: TransferHead, received: &mut Received) {
    received.tags = tags(head.tags);
    let known: HashSet<&TagId> = received.tags.iter().map(|tag| &tag.id).collect();
    let ids = received.articles.iter().map(|imported| &imported.article.id);
    let ids: HashSet<ArticleId> = ids.filter(|id| !id.as_str().is_empty()).cloned().collect();
    let annotations = head.annotations.into_iter().take(MOST_PARTS);
    received.annotations = annotations
        .filter(|one| ids.contains(&one.article))
        .map(|one| annotation(one, &known, &received.pictures))
        .collect();
    for imported in &mut received.articles {
        imported.article.tags.retain(|tag| known.contains(tag));
    }
    received.collection = head.collection.map(|one| collection(one, &ids));
}

/// Tags with a label, broader ones first. One whose broader tag is not there, or that lies too deep, stands alone.
fn tags(given: Vec<Tag>) -> Vec<Tag> {
    let mut waiting: Vec<Tag> = given.into_iter().take(MOST_PARTS).filter_map(tag).collect();
    let mut seen = HashSet::new();
    waiting.retain(|tag| seen.insert(tag.id.clone()));
    let mut tags: Vec<Tag> = Vec::with_capacity(waiting.len());
    let mut placed: HashSet<TagId> = HashSet::new();
    for _ in 0..DEEPEST {
        let is_ready = |tag: &Tag| tag.parent.as_ref().is_none_or(|parent| placed.contains(parent));
        let (mut ready, rest): (Vec<Tag>, Vec<Tag>) = waiting.into_iter().partition(is_ready);
        waiting = rest;
        placed.extend(ready.iter().map(|tag| tag.id.clone()));
        tags.append(&mut ready);
    }
    tags.extend(waiting.into_iter().map(|tag| Tag { parent: None, ..tag }));
    tags
}

fn tag(mut tag: Tag) -> Option<Tag> {
    // `/` divides the labels of a path.
    tag.label = line(&tag.label).replace('/', "∕");
    tag.alt_labels.truncate(MOST_LABELS);
    tag.alt_labels.iter_mut().for_each(|label| *label = line(label));
    tag.alt_labels.retain(|label| !label.is_empty());
    tag.scope_note = text(&tag.scope_note);
    tag.authority = line(&tag.authority);
    tag.term = line(&tag.term);
    (is_id(tag.id.as_str()) && !tag.label.is_empty()).then_some(tag)
}

/// A region of a picture that is not there becomes a note on what was said of the picture.
fn annotation(mut one: Annotation, known: &HashSet<&TagId>, held: &HashMap<Digest, Digest>) -> Annotation {
    if !is_id(one.id.as_str()) {
        one.id = String::new().into();
    }
    let quote = &one.target.quote;
    one.target.quote =
        TextQuote { exact: nfc(&quote.exact), prefix: nfc(&quote.prefix), suffix: nfc(&quote.suffix) };
    one.target.region = one.target.region.filter(|region| held.contains_key(&region.asset));
    one.note = text(&one.note);
    one.creator = line(&one.creator);
    one.tags.retain(|tag| known.contains(tag));
    one
}

fn collection(mut one: Collection, ids: &HashSet<ArticleId>) -> Collection {
    if !is_id(one.id.as_str()) {
        one.id = String::new().into();
    }
    one.title = line(&one.title);
    one.description = line(&one.description);
    check_settings(&mut one.settings);
    let mut seen = HashSet::new();
    one.items.truncate(MOST_PARTS);
    one.items.retain(|item| match &item.content {
        ItemContent::Article { article } => ids.contains(article),
        _ => true,
    });
    for item in &mut one.items {
        check_item(item);
        if !seen.insert(item.id.clone()) {
            item.id = String::new().into();
        }
    }
    one
}

fn check_item(item: &mut CollectionItem) {
    if !is_id(item.id.as_str()) {
        item.id = String::new().into();
    }
    match &mut item.content {
        ItemContent::Article { .. } => {}
        ItemContent::Part { title } => *title = line(title),
        ItemContent::Text { title, text: words, .. } => {
            *title = line(title);
            *words = text(words);
        }
    }
}

fn check_settings(settings: &mut ExportSettings) {
    for field in [
        &mut settings.subtitle,
        &mut settings.compiler,
        &mut settings.institution,
        &mut settings.date,
        &mut settings.rights,
        &mut settings.identifier,
        &mut settings.description,
        &mut settings.series,
        &mut settings.series_position,
        &mut settings.locale,
        &mut settings.style,
        &mut settings.print.house,
    ] {
        *field = line(field);
    }
    // A picture of the other library's.
    settings.ebook.cover = None;
}
