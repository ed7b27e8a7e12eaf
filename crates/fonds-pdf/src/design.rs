//! The design of a book: every choice of print made, of the collection's settings, its house style and its paper.

use crate::PdfOptions;
use fonds_model::{NotePlace, Numerals, PageNumbers, Paper, RunningHead, Typeface};
use serde_json::{Value, json};

/// Points in a millimetre.
pub(crate) const POINTS: f64 = 72.0 / 25.4;

/// Every choice of print. Lengths are millimetres where not said otherwise.
#[derive(Clone, Debug)]
pub(crate) struct Design {
    pub width: f64,
    pub height: f64,
    pub inner: f64,
    pub outer: f64,
    pub top: f64,
    pub bottom: f64,
    pub bleed: f64,
    pub crop_marks: bool,
    pub columns: u8,
    /// Points.
    pub size: f64,
    /// A share of the size.
    pub leading: f64,
    pub typeface: Typeface,
    pub numerals: Numerals,
    pub left_head: RunningHead,
    pub right_head: RunningHead,
    pub page_numbers: PageNumbers,
    pub note_place: NotePlace,
    pub contents_depth: u8,
    pub half_title: bool,
    pub imprint: bool,
    pub open_right: bool,
    pub qr_codes: bool,
    pub annotations: bool,
    pub embed_data: bool,
    /// Whether all letters of the book are Latin: then none has to be looked at for what other scripts need.
    pub is_latin: bool,
}

/// Paper that is left around the trimmed page for crop marks.
const SLUG: f64 = 9.0;
/// A column of fewer sizes of its type is too narrow to be justified: some five words.
const NARROW: f64 = 15.0;
/// White between two columns; the template has the same.
pub(crate) const GUTTER: f64 = 5.5;

impl Design {
    /// The design of a book with these options. Settings that leave no room for text give way.
    pub fn of(options: &PdfOptions) -> Self {
        let print = options.print.or(&options.house.settings);
        let [width, height] = page_size(options.paper, print.custom_paper);
        // The classical proportions: two parts at the spine, three at the fore edge, a little more at the foot.
        let unit = (width / 10.0).clamp(10.0, 22.0);
        let noted = print.note_place == Some(NotePlace::Margin);
        let outer = print.outer.unwrap_or(if noted { unit * 2.6 } else { unit * 1.25 });
        let inner = print.inner.unwrap_or(unit * 1.2);
        let (top, bottom) = (print.top.unwrap_or(unit * 1.35), print.bottom.unwrap_or(unit * 1.45));
        let (inner, outer) = room(inner, outer, width, 40.0);
        let (top, bottom) = room(top, bottom, height, 60.0);
        Self {
            width,
            height,
            inner,
            outer,
            top,
            bottom,
            bleed: print.bleed.unwrap_or_default().clamp(0.0, 20.0),
            crop_marks: print.crop_marks.unwrap_or_default(),
            columns: print.columns.unwrap_or(1).clamp(1, 3),
            size: print.size.unwrap_or(if width < 160.0 { 9.8 } else { 10.8 }).clamp(5.0, 36.0),
            leading: print.leading.unwrap_or(0.76).clamp(0.4, 2.0),
            typeface: print.typeface.unwrap_or_default(),
            numerals: print.numerals.unwrap_or_default(),
            left_head: print.left_head.unwrap_or(RunningHead::Book),
            right_head: print.right_head.unwrap_or(RunningHead::Article),
            page_numbers: print.page_numbers.unwrap_or_default(),
            note_place: print.note_place.unwrap_or_default(),
            contents_depth: print.contents_depth.unwrap_or(2),
            half_title: print.half_title.unwrap_or(false),
            imprint: print.imprint.unwrap_or(true),
            open_right: print.open_right.unwrap_or(false),
            qr_codes: print.qr_codes.unwrap_or(false),
            annotations: print.annotations.unwrap_or(true),
            embed_data: print.embed_data.unwrap_or(false),
            is_latin: false,
        }
    }

    /// Width and height of a column of text in points.
    pub fn area_pt(&self) -> (f64, f64) {
        let columns = f64::from(self.columns);
        let width = (self.width - self.inner - self.outer - GUTTER * (columns - 1.0)) / columns;
        (width * POINTS, (self.height - self.top - self.bottom) * POINTS)
    }

    /// Width of a note in the margin in points.
    pub fn margin_pt(&self) -> f64 {
        (self.outer - 7.0).max(8.0) * POINTS
    }

    /// Width and height of the trimmed page in points.
    pub fn page_pt(&self) -> [f32; 2] {
        [(self.width * POINTS) as f32, (self.height * POINTS) as f32]
    }

    /// Paper around the trimmed page, in points.
    pub fn around_pt(&self) -> f32 {
        let around = if self.crop_marks { self.bleed.max(3.0) + SLUG } else { self.bleed };
        (around * POINTS) as f32
    }

    /// What the template reads.
    pub fn value(&self) -> Value {
        let (serif, sans) = (["Noto Serif"], ["Noto Sans", "Noto Serif"]);
        let text: &[&str] = if self.typeface == Typeface::Serif { &serif } else { &sans };
        json!({
            "w": self.width, "h": self.height, "inner": self.inner, "outer": self.outer, "top": self.top,
            "bottom": self.bottom, "columns": self.columns, "size": self.size, "leading": self.leading,
            "text-fonts": text, "sans": sans,
            "figures": if self.numerals == Numerals::OldStyle { "old-style" } else { "lining" },
            "number-place": if self.page_numbers == PageNumbers::Centre { "centre" } else { "outside" },
            "notes": self.note_place,
            // In large print notes are large, too.
            "note-size": if self.size >= 14.0 { 0.95 } else { 0.84 },
            "latin": self.is_latin,
            "ragged": self.area_pt().0 < NARROW * self.size,
        })
    }
}

fn page_size(paper: Paper, custom: Option<[f64; 2]>) -> [f64; 2] {
    let (width, height) = paper.size_mm();
    let [width, height] = custom.unwrap_or([width, height]);
    let fits = |length: f64, usual: f64| if length.is_finite() { length.clamp(70.0, 600.0) } else { usual };
    [fits(width, 210.0), fits(height, 297.0)]
}

/// Two margins that leave that much of the length for text.
fn room(first: f64, second: f64, length: f64, least: f64) -> (f64, f64) {
    let (first, second) = (first.clamp(4.0, 200.0), second.clamp(4.0, 200.0));
    let free = (length - least.min(length * 0.6)).max(8.0);
    let over = (first + second) / free;
    if over > 1.0 { (first / over, second / over) } else { (first, second) }
}
