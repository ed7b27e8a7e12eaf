//! The body of an article: a typed tree of blocks and inlines, in the manner of Pandoc's.
//!
//! No raw HTML exists here: that is the security model, and what lets one tree become the reader's page,
//! XHTML and Typst data.

use crate::{AnnotationId, Area, Colour, Digest};
use serde::{Deserialize, Serialize};

/// A block of an article.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Block {
    /// A section heading. The article's title is not in the body; levels start at 2.
    Heading {
        /// 2 to 6.
        level: u8,
        /// The words.
        content: Vec<Inline>,
    },
    /// A paragraph.
    Paragraph {
        /// The words.
        content: Vec<Inline>,
    },
    /// A quotation.
    Quote {
        /// What is quoted, and its attribution if it had one as a last paragraph.
        blocks: Vec<Block>,
    },
    /// A list.
    List {
        /// Numbered rather than bulleted.
        ordered: bool,
        /// The first number of a numbered list.
        #[serde(default = "one", skip_serializing_if = "is_one")]
        start: u32,
        /// Each item's blocks.
        items: Vec<Vec<Block>>,
    },
    /// A table.
    Table {
        /// Its caption, empty when it has none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
        /// Heading rows, repeated on each page.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        head: Vec<Row>,
        /// The other rows.
        rows: Vec<Row>,
    },
    /// A figure: an image with its caption.
    Figure {
        /// The picture.
        image: Image,
        /// Its caption, empty when it has none.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        caption: Vec<Inline>,
    },
    /// Text whose spaces and line ends count.
    Code {
        /// Programming language, if it was said.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        language: Option<String>,
        /// The text.
        text: String,
    },
    /// A note of the article, referred to by [`Inline::NoteRef`].
    Note {
        /// Unique within the article.
        id: String,
        /// What it says.
        blocks: Vec<Block>,
    },
    /// A break between sections.
    Rule,
}

/// A row of a table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// From the first column on.
    pub cells: Vec<Cell>,
}

/// A cell of a table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    /// What it holds.
    pub blocks: Vec<Block>,
    /// Heads its row or column.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub header: bool,
    /// Columns it spans, at least 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub colspan: u32,
    /// Rows it spans, at least 1.
    #[serde(default = "one", skip_serializing_if = "is_one")]
    pub rowspan: u32,
}

/// A picture in the text. Its bytes are the asset of that digest.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Image {
    /// The asset that holds the bytes.
    pub asset: Digest,
    /// Alternative text; empty when the picture is decoration or none was given.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub alt: String,
    /// What is outlined in it. Made when a book is compiled; articles never hold it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outlines: Vec<Outline>,
}

/// A part of a picture that an annotation is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outline {
    /// Which part.
    pub area: Area,
    /// The annotation's colour.
    pub colour: Colour,
    /// Whose outline it is.
    pub annotation: AnnotationId,
    /// The id of its note in the same section, or empty.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub note: String,
}

impl Image {
    /// A picture with its alternative text.
    pub fn new(asset: Digest, alt: impl Into<String>) -> Self {
        Self { asset, alt: alt.into(), outlines: vec![] }
    }
}

/// A run of text within a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "type", rename_all = "kebab-case")]
pub enum Inline {
    /// Plain text, NFC, white space collapsed.
    Text {
        /// The characters.
        text: String,
    },
    /// Emphasis (italics).
    Emphasis {
        /// What is emphasised.
        content: Vec<Inline>,
    },
    /// Strong importance (bold).
    Strong {
        /// What is strong.
        content: Vec<Inline>,
    },
    /// A hyperlink to `http`, `https`, `mailto` or `doi`; others are dropped on import.
    Link {
        /// Where it leads, absolute; in a compiled book also [`crate::book::SECTION_LINK`] and a section's id.
        href: String,
        /// What is linked.
        content: Vec<Inline>,
    },
    /// A piece of code.
    Code {
        /// The characters.
        text: String,
    },
    /// Subscript.
    Sub {
        /// What is lowered.
        content: Vec<Inline>,
    },
    /// Superscript.
    Sup {
        /// What is raised.
        content: Vec<Inline>,
    },
    /// A line break within a block.
    Break,
    /// A picture in a line of text.
    Image {
        /// The picture.
        image: Image,
    },
    /// A reference to the note of that id.
    NoteRef {
        /// [`Block::Note`]'s id.
        note: String,
    },
    /// Text in another language.
    Span {
        /// BCP 47.
        lang: String,
        /// What is in that language.
        content: Vec<Inline>,
    },
    /// Highlighted text. Made when a book is compiled; articles never hold it.
    Mark {
        /// The highlight's colour.
        colour: Colour,
        /// Whose highlight it is.
        annotation: AnnotationId,
        /// What is highlighted.
        content: Vec<Inline>,
    },
}

impl Block {
    /// A paragraph of plain text.
    pub fn paragraph(text: impl Into<String>) -> Self {
        Self::Paragraph { content: vec![Inline::text(text)] }
    }

    /// A heading of plain text.
    pub fn heading(level: u8, text: impl Into<String>) -> Self {
        Self::Heading { level, content: vec![Inline::text(text)] }
    }
}

impl Inline {
    /// A run of plain text.
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text { text: text.into() }
    }

    /// The inlines inside this one, if it wraps others.
    pub fn children(&self) -> Option<&[Inline]> {
        match self {
            Self::Emphasis { content }
            | Self::Strong { content }
            | Self::Link { content, .. }
            | Self::Sub { content }
            | Self::Sup { content }
            | Self::Span { content, .. }
            | Self::Mark { content, .. } => Some(content),
            _ => None,
        }
    }

    /// The inlines inside this one, if it wraps others.
    pub fn children_mut(&mut self) -> Option<&mut Vec<Inline>> {
        match self {
            Self::Emphasis { content }
            | Self::Strong { content }
            | Self::Link { content, .. }
            | Self::Sub { content }
            | Self::Sup { content }
            | Self::Span { content, .. }
            | Self::Mark { content, .. } => Some(content),
            _ => None,
        }
    }
}

/// The plain text of inlines: line breaks as `\n`, pictures and note references as nothing.
pub fn plain_text(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_plain(inlines, &mut out);
    out
}

/// Calls `visit` with each picture in these blocks, in reading order.
pub fn for_each_image<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Image)) {
    for block in blocks {
        match block {
            Block::Figure { image, caption } => {
                visit(image);
                for_each_image_in(caption, visit);
            }
            Block::Heading { content, .. } | Block::Paragraph { content } => {
                for_each_image_in(content, visit)
            }
            Block::Quote { blocks } | Block::Note { blocks, .. } => for_each_image(blocks, visit),
            Block::List { items, .. } => items.iter().for_each(|item| for_each_image(item, visit)),
            Block::Table { caption, head, rows } => {
                for_each_image_in(caption, visit);
                for cell in head.iter().chain(rows).flat_map(|row| &row.cells) {
                    for_each_image(&cell.blocks, visit);
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

/// Calls `visit` with each picture in these blocks, to change it.
pub fn for_each_image_mut(blocks: &mut [Block], visit: &mut dyn FnMut(&mut Image)) {
    for block in blocks {
        match block {
            Block::Figure { image, caption } => {
                visit(image);
                inline_images_mut(caption, visit);
            }
            Block::Heading { content, .. } | Block::Paragraph { content } => {
                inline_images_mut(content, visit)
            }
            Block::Quote { blocks } | Block::Note { blocks, .. } => for_each_image_mut(blocks, visit),
            Block::List { items, .. } => items.iter_mut().for_each(|item| for_each_image_mut(item, visit)),
            Block::Table { caption, head, rows } => {
                inline_images_mut(caption, visit);
                for cell in head.iter_mut().chain(rows).flat_map(|row| &mut row.cells) {
                    for_each_image_mut(&mut cell.blocks, visit);
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn inline_images_mut(inlines: &mut [Inline], visit: &mut dyn FnMut(&mut Image)) {
    for inline in inlines {
        if let Inline::Image { image } = inline {
            visit(image);
        } else if let Some(children) = inline.children_mut() {
            inline_images_mut(children, visit);
        }
    }
}

/// Calls `visit` with each inline in these blocks, outer ones first, in reading order.
pub fn for_each_inline<'a>(blocks: &'a [Block], visit: &mut dyn FnMut(&'a Inline)) {
    for block in blocks {
        match block {
            Block::Heading { content, .. } | Block::Paragraph { content } => each_inline(content, visit),
            Block::Figure { caption, .. } => each_inline(caption, visit),
            Block::Quote { blocks } | Block::Note { blocks, .. } => for_each_inline(blocks, visit),
            Block::List { items, .. } => items.iter().for_each(|item| for_each_inline(item, visit)),
            Block::Table { caption, head, rows } => {
                each_inline(caption, visit);
                for cell in head.iter().chain(rows).flat_map(|row| &row.cells) {
                    for_each_inline(&cell.blocks, visit);
                }
            }
            Block::Code { .. } | Block::Rule => {}
        }
    }
}

fn each_inline<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Inline)) {
    for inline in inlines {
        visit(inline);
        each_inline(inline.children().unwrap_or_default(), visit);
    }
}

pub(crate) fn push_plain(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        match inline {
            Inline::Text { text } | Inline::Code { text } => out.push_str(text),
            Inline::Break => out.push('\n'),
            Inline::Image { .. } | Inline::NoteRef { .. } => {}
            other => push_plain(other.children().unwrap_or_default(), out),
        }
    }
}

/// Calls `visit` with each picture in these inlines, in reading order.
pub fn for_each_image_in<'a>(inlines: &'a [Inline], visit: &mut dyn FnMut(&'a Image)) {
    for inline in inlines {
        if let Inline::Image { image } = inline {
            visit(image);
        }
        for_each_image_in(inline.children().unwrap_or_default(), visit);
    }
}

fn one() -> u32 {
    1
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
fn is_one(n: &u32) -> bool {
    *n == 1
}
