//! Settings of an e-book, kept with its collection beside those of print.

use crate::{Digest, Typeface};
use serde::{Deserialize, Serialize};

/// Settings of an e-book.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct EbookSettings {
    /// Put articles, notes, tags and order into the file as data, so that another library can take the book in.
    pub data: bool,
    /// Pictures that are wider are made this wide, in pixels; none leaves them as they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub image_width: Option<u32>,
    /// Close with all notes on the articles, each with the words that it is about.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub notes_appendix: bool,
    /// The picture on the cover: an original of the library; none for a cover of letters.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cover: Option<Digest>,
    /// The most that a file may hold, in megabytes (10⁶ bytes): a larger book comes in volumes; none for one file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub volumes: Option<u32>,
    /// The typeface that travels with the book, the letters of it that are used; none for that of the reader.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub font: Option<Typeface>,
}
