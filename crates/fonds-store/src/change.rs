//! What can happen to a library: the actions of the journal.

use crate::Position;
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, CollectionId, CollectionItem, Digest, ItemId, Tag, TagId,
};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

/// One change, as a journal line holds it in `action` and `data`.
///
/// `fields` are top-level fields of the record's JSON with their new values; `null` takes a field away.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", content = "data", rename_all = "kebab-case")]
#[expect(missing_docs, reason = "the fields are named after what they hold")]
pub enum Change {
    /// Nothing: stands where an undo found nothing left to change.
    Nothing {},
    /// Every byte was checked (a PREMIS fixity event).
    NoteFixity { ok: bool, articles: u64, originals: u64, changes: u64, problems: u64 },
    /// An original was purged: its bytes are kept no more. What it was is kept here.
    PurgeOriginal { purge: Box<Purge> },
    /// An article came in. Its original and pictures are in the originals by their digests.
    AddArticle { article: Box<Article> },
    /// Fields of an article changed.
    SetArticle { id: ArticleId, fields: Map<String, Value> },
    /// An article went to the trash with its annotations and its places in collections. Its original stays.
    RemoveArticle { id: ArticleId },
    /// An article came back from the trash, with all that went with it.
    RestoreArticle { id: ArticleId },
    /// An article left the trash for good. Its lines in the journal and its original stay.
    DiscardArticle { id: ArticleId },
    /// An article got a tag.
    TagArticle { article: ArticleId, tag: TagId },
    /// An article lost a tag.
    UntagArticle { article: ArticleId, tag: TagId },
    /// A tag was made or changed.
    SetTag { tag: Tag },
    /// A tag and every use of it went.
    RemoveTag { id: TagId },
    /// Every use of `from` became a use of `into`, and `from` went.
    MergeTags { from: TagId, into: TagId },
    /// An annotation was made.
    AddAnnotation { annotation: Box<Annotation> },
    /// Fields of an annotation changed.
    SetAnnotation { id: AnnotationId, fields: Map<String, Value> },
    /// An annotation went.
    RemoveAnnotation { id: AnnotationId },
    /// A collection was made, or fields of it changed (all but its items).
    SetCollection { id: CollectionId, fields: Map<String, Value> },
    /// A collection went to the trash; its articles stay.
    RemoveCollection { id: CollectionId },
    /// A collection came back from the trash.
    RestoreCollection { id: CollectionId },
    /// A collection left the trash for good.
    DiscardCollection { id: CollectionId },
    /// Something was put into a collection.
    AddItem { collection: CollectionId, item: CollectionItem, position: Position },
    /// What stands at a place of a collection changed.
    SetItem { collection: CollectionId, item: CollectionItem },
    /// Something was taken out of a collection.
    RemoveItem { collection: CollectionId, item: ItemId },
    /// Something moved within a collection.
    MoveItem { collection: CollectionId, item: ItemId, position: Position },
}

/// An original that is to be kept no more.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Purge {
    /// The article that was made of it.
    pub article: ArticleId,
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// How many there were.
    pub bytes: u64,
    /// Their media type.
    pub media_type: String,
    /// The file's name, without folders.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file_name: Option<String>,
    /// Why, in the words of who did it.
    pub reason: String,
    /// Only because nothing referred to it: where a device did that nobody had heard of, its copy stays.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub unused: bool,
}

impl Change {
    /// Its name in the journal.
    pub fn name(&self) -> &'static str {
        match self {
            Self::Nothing {} => "nothing",
            Self::NoteFixity { .. } => "note-fixity",
            Self::PurgeOriginal { .. } => "purge-original",
            Self::AddArticle { .. } => "add-article",
            Self::SetArticle { .. } => "set-article",
            Self::RemoveArticle { .. } => "remove-article",
            Self::RestoreArticle { .. } => "restore-article",
            Self::DiscardArticle { .. } => "discard-article",
            Self::TagArticle { .. } => "tag-article",
            Self::UntagArticle { .. } => "untag-article",
            Self::SetTag { .. } => "set-tag",
            Self::RemoveTag { .. } => "remove-tag",
            Self::MergeTags { .. } => "merge-tags",
            Self::AddAnnotation { .. } => "add-annotation",
            Self::SetAnnotation { .. } => "set-annotation",
            Self::RemoveAnnotation { .. } => "remove-annotation",
            Self::SetCollection { .. } => "set-collection",
            Self::RemoveCollection { .. } => "remove-collection",
            Self::RestoreCollection { .. } => "restore-collection",
            Self::DiscardCollection { .. } => "discard-collection",
            Self::AddItem { .. } => "add-item",
            Self::SetItem { .. } => "set-item",
            Self::RemoveItem { .. } => "remove-item",
            Self::MoveItem { .. } => "move-item",
        }
    }

    /// The article that it is about, when it is about one.
    pub fn article(&self) -> Option<&ArticleId> {
        match self {
            Self::AddArticle { article } => Some(&article.id),
            Self::SetArticle { id, .. }
            | Self::RemoveArticle { id }
            | Self::RestoreArticle { id }
            | Self::DiscardArticle { id } => Some(id),
            Self::TagArticle { article, .. } | Self::UntagArticle { article, .. } => Some(article),
            Self::AddAnnotation { annotation } => Some(&annotation.article),
            Self::PurgeOriginal { purge } => Some(&purge.article),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_journal() {
        let id = || "x".into();
        let changes = [
            Change::Nothing {},
            Change::AddArticle { article: Box::default() },
            Change::RestoreArticle { id: "x".into() },
            Change::MergeTags { from: "x".into(), into: "y".into() },
            Change::DiscardCollection { id: id() },
            Change::RemoveItem { collection: id(), item: "y".into() },
        ];
        for change in changes {
            assert_eq!(serde_json::to_value(&change).unwrap()["action"], change.name());
        }
    }
}
