//! The columns of a text's last page, made even.
//!
//! Typst fills one column after the other, so a short text leaves the second one empty. The last page is looked at, and the
//! text laid out again with a float without content at the foot of all columns that takes away what is too much of their
//! height. Where that does not fit because of what must not be broken, a little less is taken away; a few tries, no more. Typst
//! remembers the lines of paragraphs, so a try costs a fraction of the layout.

use crate::PdfError;
use crate::design::{Design, GUTTER, POINTS};
use crate::drawing::{Draw, Placed, Run, Step};
use crate::press::{Kind, Press};
use crate::structure::Role;
use crate::taking::Taken;
use serde_json::Value;

/// What is left of the height to be taken away at each try, in lines.
const TRIES: [f64; 4] = [0.6, 2.0, 4.5, 10.0];
/// Less than so many lines is not worth it.
const LEAST: f64 = 2.0;

impl Press<'_> {
    /// Takes a text, with even columns on its last page.
    pub fn take_even(&self, data: &Value, what: &str, kind: Kind) -> Result<Taken, PdfError> {
        let bytes = |data: &Value| {
            let failed = |error: serde_json::Error| error.to_string();
            let layout = |reason| PdfError::Layout { what: what.to_owned(), reason };
            serde_json::to_vec(data).map_err(failed).map_err(layout)
        };
        let taken = self.take(bytes(data)?, what, kind)?;
        if self.design.columns < 2 || !has_columns(data) {
            return Ok(taken);
        }
        let Some(free) = free(&taken, self.design) else { return Ok(taken) };
        let line = self.design.size * (1.0 + self.design.leading);
        let mut data = data.clone();
        for lines in TRIES {
            let height = free - lines * line;
            if height < LEAST * line {
                break;
            }
            data["balance"] = height.into();
            let even = self.take(bytes(&data)?, what, kind)?;
            if even.pages.len() == taken.pages.len() {
                return Ok(even);
            }
        }
        Ok(taken)
    }
}

/// Lists and parts are set across the page.
fn has_columns(data: &Value) -> bool {
    let kind = data["section"]["kind"].as_str().unwrap_or("part");
    !["part", "bibliography", "part-bibliography", "sources", "colophon"].contains(&kind)
}

/// Between the text of a column and its notes: the line, and white around it. In points.
const ABOVE_NOTES: f64 = 14.0;

/// How much of each column the last page leaves free on average, in points.
fn free(taken: &Taken, design: &Design) -> Option<f64> {
    let page = taken.pages.last()?;
    let (width, _) = design.area_pt();
    let (foot, top) = (design.bottom * POINTS, (design.height - design.top) * POINTS);
    let is_note = |placed: &Placed| {
        let node = placed.content.map(|content| content.node);
        node.is_some_and(|node| taken.tree.nearest(node, |node| node.role == Role::Note).is_some())
    };
    let free = (0..design.columns).map(|column| {
        let left = design.inner * POINTS + f64::from(column) * (width + GUTTER * POINTS);
        let within =
            |(_, [from, _, to, _]): &(bool, [f64; 4])| *to > left + 2.0 && *from < left + width - 2.0;
        let boxes = page.draws.iter().filter_map(|placed| Some((is_note(placed), bounds(&placed.draw)?)));
        let (notes, text): (Vec<_>, Vec<_>) = boxes.filter(within).partition(|(is_note, _)| *is_note);
        let notes = notes.into_iter().map(|(_, [.., high])| high + ABOVE_NOTES).fold(foot, f64::max);
        // The line above the notes is no text.
        let low = text.into_iter().map(|(_, [_, low, ..])| low).filter(|low| *low >= notes).reduce(f64::min);
        // Below a headline across all columns, an empty column begins where the others do.
        let low = low.map_or(top, |low| page.begins.map_or(low, |begins| low.min(f64::from(begins))));
        (low - notes).max(0.0)
    });
    Some(free.sum::<f64>() / f64::from(design.columns))
}

/// Left, lower, right and upper edge of what is drawn.
fn bounds(draw: &Draw) -> Option<[f64; 4]> {
    match draw {
        Draw::Text(run) => Some(line(run)),
        Draw::Picture { place: [x, y, width, height], .. } => {
            Some([*x, *y, x + width, y + height].map(f64::from))
        }
        Draw::Fill { path, .. } | Draw::Stroke { path, .. } => {
            let points = path.iter().filter_map(|step| match step {
                Step::Move(x, y) | Step::Line(x, y) | Step::Cubic([.., x, y]) => Some([*x, *y, *x, *y]),
                Step::Close => None,
            });
            let around =
                |a: [f32; 4], b: [f32; 4]| [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])];
            Some(points.reduce(around)?.map(f64::from))
        }
    }
}

fn line(run: &Run) -> [f64; 4] {
    let [.., x, y] = run.matrix;
    let width = run.glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0;
    [x, y - run.size * 0.24, x + width, y + run.size * 0.8].map(f64::from)
}
