//! What holds within a group of braces, and what its end ends.

use crate::documents::runs::Look;

/// Where characters go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Target {
    #[default]
    Text,
    Nothing,
    Fonts,
    Styles,
    Lists,
    Overrides,
    /// A property of the document.
    Info(&'static str),
    /// The code of a field.
    Code,
    Picture,
    /// The number of the comment whose passage begins or ends.
    PassageStart,
    PassageEnd,
    CommentAuthor,
    CommentDate,
    CommentNumber,
}

/// What closing a group ends.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Ends {
    #[default]
    Nothing,
    Field,
    Note,
    Comment,
    Picture,
    /// What gathers in `gathered`.
    Value,
}

/// What holds until the group ends.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub target: Target,
    pub ends: Ends,
    pub look: Look,
    pub font: i32,
    /// Characters behind a `\u` that stand for it elsewhere.
    pub fallback: usize,
    pub hidden: bool,
    pub deleted: bool,
    /// Whether the text stands here twice, and its second form is to be read.
    pub twofold: bool,
}

impl Default for State {
    fn default() -> Self {
        Self {
            target: Target::Text,
            ends: Ends::Nothing,
            look: Look::default(),
            font: 0,
            fallback: 1,
            hidden: false,
            deleted: false,
            twofold: false,
        }
    }
}
