//! What stands on a page: the little that is kept of Typst's frames until printpdf writes it.

use fonds_model::Digest;
use std::sync::Arc;

/// A page. Lengths are points from its lower left corner.
#[derive(Clone, Debug, Default)]
pub(crate) struct Page {
    pub draws: Vec<Placed>,
    /// Notes in the outer margin of a right page; on a left page they move to the other side.
    pub margin: Vec<Placed>,
    pub links: Vec<LinkBox>,
    /// Where highlights stand, a piece a line.
    pub marks: Vec<MarkBox>,
    /// Highlights that become annotations: the annotation's id and its pieces.
    pub highlights: Vec<(String, Vec<[f32; 4]>)>,
    /// The code point of the text's projection with which the page begins, if text begins or goes on here.
    pub offset: Option<usize>,
    /// The upper edge of that text's first line.
    pub begins: Option<f32>,
    /// Its height in points.
    pub height: f32,
    /// How many pieces of marked content it has.
    pub contents: u32,
}

/// A thing on a page, and the marked content that it belongs to; without one it is furniture.
#[derive(Clone, Debug)]
pub(crate) struct Placed {
    pub content: Option<Marked>,
    pub draw: Draw,
}

/// A piece of marked content: the structure element that it belongs to, and its number on the page.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Marked {
    pub node: usize,
    pub mcid: u32,
}

/// A thing on a page.
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
        dashes: Option<Dashes>,
    },
    /// A picture in the box of lower left corner, width and height.
    Picture {
        digest: Digest,
        place: [f32; 4],
    },
}

/// How a stroke is broken. Lengths are points.
#[derive(Clone, Debug)]
pub(crate) struct Dashes {
    /// Dash, gap, dash, gap.
    pub lengths: Vec<f32>,
    /// Where in them it begins.
    pub phase: f32,
    /// Whether the ends are round, which makes dots of dashes without a length.
    pub round: bool,
}

impl Draw {
    /// The same thing at another place.
    pub fn moved(mut self, dx: f32, dy: f32) -> Self {
        match &mut self {
            Self::Text(run) => {
                run.matrix[4] += dx;
                run.matrix[5] += dy;
            }
            Self::Fill { path, .. } | Self::Stroke { path, .. } => {
                path.iter_mut().for_each(|step| step.shift(dx, dy));
            }
            Self::Picture { place, .. } => {
                place[0] += dx;
                place[1] += dy;
            }
        }
        self
    }
}

/// The active area of a link: lower left and upper right corner.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LinkBox {
    pub place: [f32; 4],
    pub target: Target,
    pub node: Option<usize>,
    /// The words that are linked.
    pub words: String,
}

/// A piece of a highlight: lower left and upper right corner.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct MarkBox {
    pub place: [f32; 4],
    /// The annotation's id.
    pub annotation: String,
    pub node: usize,
}

/// A step of a path.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Step {
    Move(f32, f32),
    Line(f32, f32),
    Cubic([f32; 6]),
    Close,
}

impl Step {
    fn shift(&mut self, dx: f32, dy: f32) {
        match self {
            Self::Move(x, y) | Self::Line(x, y) => {
                *x += dx;
                *y += dy;
            }
            Self::Cubic([ax, ay, bx, by, cx, cy]) => {
                [ax, bx, cx].into_iter().for_each(|x| *x += dx);
                [ay, by, cy].into_iter().for_each(|y| *y += dy);
            }
            Self::Close => {}
        }
    }
}

/// Glyphs of one font on one line.
#[derive(Clone, Debug)]
pub(crate) struct Run {
    /// Number of the font.
    pub font: usize,
    pub size: f32,
    /// The matrix of the text's space, without the size: a, b, c, d, x, y.
    pub matrix: [f32; 6],
    pub colour: [u8; 3],
    /// The text that the glyphs show. A run that was cut shares it among its pieces.
    pub text: Arc<str>,
    /// Whether it is the first piece with this text.
    pub first: bool,
    /// The page number that it shows, by its place among those of the text.
    pub slot: Option<usize>,
    /// What the glyphs say, where their font does not tell it.
    pub said: Option<String>,
    pub glyphs: Vec<Glyph>,
}

impl Run {
    /// The text that a glyph's cluster shows. Places where a line may break are not part of it.
    pub fn shown(&self, glyph: &Glyph) -> &str {
        let text = self.text.get(usize::from(glyph.from)..usize::from(glyph.to)).unwrap_or_default();
        text.trim_end_matches('\u{200b}')
    }
}

impl Draw {
    /// What is said in the place of its glyphs.
    pub fn said(&self) -> Option<&str> {
        if let Self::Text(run) = self { run.said.as_deref() } else { None }
    }
}

/// A glyph of a run.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Glyph {
    /// Its number in the whole font.
    pub id: u16,
    /// Bytes of the run's text that its cluster shows.
    pub from: u16,
    pub to: u16,
    /// How far the pen moves, and how far the glyph is set off from it, in thousandths of the size.
    pub advance: f32,
    pub offset: f32,
}

/// Where a link leads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Target {
    /// An address.
    Address(String),
    /// A section of the book.
    Section(String),
}
