//! What stands on a page: the little that is kept of Typst's frames until printpdf writes it.

use fonds_model::Digest;

/// A page.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub draws: Vec<Draw>,
}

/// A thing on a page. Lengths are points from the page's lower left corner.
#[derive(Clone, Debug)]
pub(crate) enum Draw {
    Text(Run),
    /// A closed path, filled.
    Fill {
        path: Vec<Step>,
        colour: [u8; 3],
    },
    /// A path, stroked.
    Stroke {
        path: Vec<Step>,
        colour: [u8; 3],
        width: f32,
    },
    Picture {
        digest: Digest,
        x: f32,
        y: f32,
        width: f32,
        height: f32,
    },
    Link {
        x: f32,
        y: f32,
        width: f32,
        height: f32,
        target: Target,
    },
}

/// A step of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Move(f32, f32),
    Line(f32, f32),
    Cubic([f32; 6]),
    Close,
}

/// Glyphs of one font on one line.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Number of the font.
    pub font: usize,
    pub size: f32,
    pub x: f32,
    pub y: f32,
    pub colour: [u8; 3],
    /// The text that the glyphs show.
    pub text: String,
    pub glyphs: Vec<Glyph>,
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    /// Its number in the whole font.
    pub id: u16,
    /// Bytes of the run's text that it shows; empty for further glyphs of a cluster.
    pub from: u16,
    pub to: u16,
    /// How far the pen moves, and how far the glyph is set off from it, in thousandths of the size.
    pub advance: f32,
    pub offset: f32,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Target {
    /// An address.
    Address(String),
    /// A section of the book.
    Section(String),
}
