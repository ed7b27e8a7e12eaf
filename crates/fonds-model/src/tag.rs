//! Tags: a tree of terms with synonyms, after SKOS.

use crate::{Colour, TagId};
use serde::{Deserialize, Serialize};

/// A term that articles and annotations can carry.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Tag {
    /// Its name within the library.
    pub id: TagId,
    /// What people read, one line, without `/`.
    pub label: String,
    /// The broader term it stands under.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<TagId>,
    /// Synonyms.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub alt_labels: Vec<String>,
    /// When to use it.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub scope_note: String,
    /// The vocabulary that it is taken from: a name such as `LCSH`, or an address.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub authority: String,
    /// Its code or address in that vocabulary.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub term: String,
    /// Its colour in lists.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub colour: Option<Colour>,
}
