//! What can happen to a library: the actions of the journal.

use crate::Position;
use fonds_model::{
    Annotation, AnnotationId, Article, ArticleId, CollectionId, CollectionItem, ItemId, Tag, TagId,
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
    /// An article came in. Its original and pictures are in the originals by their digests.
    AddArticle { article: Box<Article> },
    /// Fields of an article changed.
    SetArticle { id: ArticleId, fields: Map<String, Value> },
    /// An article left the catalog, its annotations and every collection. Its original stays.
    RemoveArticle { id: ArticleId },
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
    /// A collection went; its articles stay.
    RemoveCollection { id: CollectionId },
    /// Something was put into a collection.
    AddItem { collection: CollectionId, item: CollectionItem, position: Position },
    /// What stands at a place of a collection changed.
    SetItem { collection: CollectionId, item: CollectionItem },
    /// Something was taken out of a collection.
    RemoveItem { collection: CollectionId, item: ItemId },
    /// Something moved within a collection.
    MoveItem { collection: CollectionId, item: ItemId, position: Position },
}
