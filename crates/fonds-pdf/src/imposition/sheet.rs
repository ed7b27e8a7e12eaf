//! What is drawn on a side of a sheet: its pages and the marks.

use super::frame::{Frame, Mark, Placed};
use super::geometry::Rect;
use super::order::Side;
use super::source::SourcePage;
use super::{Imposition, Scheme};
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Object, dictionary};

/// Width of a mark, in points.
const MARK_WIDTH: f64 = 0.25;

/// The name of the marks' colour.
const REGISTRATION: &str = "All";

/// The name of a page among the resources of a sheet; pages count from 0.
pub(super) fn page_name(page: usize) -> String {
    format!("P{}", page + 1)
}

/// The colour of marks: it is printed with every ink (ISO 32000-2, 8.6.6.4), and screens show it black.
pub(super) fn colours() -> Dictionary {
    let tint = dictionary! {
        "FunctionType" => 2,
        "Domain" => vec![0.into(), 1.into()],
        "C0" => vec![1.into()],
        "C1" => vec![0.into()],
        "N" => 1,
    };
    let space = vec!["Separation".into(), REGISTRATION.into(), "DeviceGray".into(), tint.into()];
    dictionary! { REGISTRATION => space }
}

/// The operations that draw a side.
pub(super) fn draw(side: &Side, pages: &[SourcePage], frame: &Frame, options: &Imposition) -> Content {
    let mut operations = Vec::new();
    for (half, number) in side.pages.iter().enumerate() {
        if let Some((number, page)) = number.and_then(|number| Some((number, pages.get(number)?))) {
            operations.extend(place(number, &frame.place(page, half, side.depth)));
        }
    }
    operations.extend(marks(side.depth, frame, options));
    Content { operations }
}

fn place(number: usize, placed: &Placed) -> [Operation; 7] {
    let Rect { left, bottom, .. } = placed.clip;
    [
        operation("q", &[]),
        operation("re", &[left, bottom, placed.clip.width(), placed.clip.height()]),
        operation("W", &[]),
        operation("n", &[]),
        operation("cm", &placed.matrix.0),
        Operation::new("Do", vec![page_name(number).as_str().into()]),
        operation("Q", &[]),
    ]
}

fn marks(depth: usize, frame: &Frame, options: &Imposition) -> Vec<Operation> {
    if !options.crop_marks && !options.fold_marks {
        return vec![];
    }
    let mut operations = vec![
        Operation::new("CS", vec![REGISTRATION.into()]),
        operation("SCN", &[1.0]),
        operation("w", &[MARK_WIDTH]),
    ];
    if options.crop_marks {
        operations.extend(frame.crop_marks(depth).into_iter().flat_map(line));
    }
    if options.fold_marks {
        if options.scheme != Scheme::TwoUp {
            let dashes = vec![real(3.0), real(2.0)];
            operations.push(Operation::new("d", vec![dashes.into(), 0.into()]));
        }
        operations.extend(frame.fold_marks().into_iter().flat_map(line));
    }
    operations
}

fn line([from, to]: Mark) -> [Operation; 3] {
    [operation("m", &[from.0, from.1]), operation("l", &[to.0, to.1]), operation("S", &[])]
}

fn operation(operator: &str, numbers: &[f64]) -> Operation {
    Operation::new(operator, numbers.iter().copied().map(real).collect())
}

/// A box of a page.
pub(super) fn corners(rect: &Rect) -> Object {
    [rect.left, rect.bottom, rect.right, rect.top].map(real).to_vec().into()
}

/// Rounded to what no printer can resolve.
fn real(value: f64) -> Object {
    Object::Real(((value * 1e5).round() / 1e5) as f32)
}
