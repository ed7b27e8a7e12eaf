//! Where pages and marks stand on a sheet.

use super::geometry::{MM, Matrix, Rect};
use super::source::SourcePage;
use super::{Fit, Imposition, ImpositionError, Scheme};

/// Marks stand off the trim by this, or by the bleed if that is wider. In points.
const MARK_DISTANCE: f64 = 3.0 * MM;

/// Length of a mark, in points.
const MARK_LENGTH: f64 = 5.0 * MM;

/// Paper names are rounded to millimetres; pages that are too large by less are not scaled.
const TOLERANCE: f64 = 1e-4;

/// The geometry that all sheets of a file share: two cells beside the spine, each as large as the largest page.
#[derive(Clone, Copy, Debug)]
pub(super) struct Frame {
    /// The whole sheet.
    pub sheet: Rect,
    /// Pages are scaled by this; never more than 1.
    pub scale: f64,
    /// Width and height of a cell on the sheet.
    cell: (f64, f64),
    /// How far the bleed reaches.
    bleed: f64,
    /// From the trim to the beginning of a mark.
    mark_distance: f64,
    /// How far the pages of a sheet are pushed, for each sheet around it.
    creep: f64,
}

/// A page on a sheet.
#[derive(Clone, Copy, Debug)]
pub(super) struct Placed {
    /// From the page's coordinates to the sheet's.
    pub matrix: Matrix,
    /// What of the sheet it may cover.
    pub clip: Rect,
}

/// A straight mark, from one point to another.
pub(super) type Mark = [(f64, f64); 2];

impl Frame {
    /// The frame for these pages. `depth` is that of the innermost sheet.
    pub fn new(pages: &[SourcePage], depth: usize, options: &Imposition) -> Result<Self, ImpositionError> {
        let largest = pages.iter().map(SourcePage::size).fold((0.0, 0.0), larger);
        let bleed = pages.iter().map(SourcePage::bleed_width).fold(0.0, f64::max);
        let mark_distance = bleed.max(MARK_DISTANCE);
        let marks = if options.fold_marks || options.crop_marks { mark_distance + MARK_LENGTH } else { 0.0 };
        let spread = (largest.0 * 2.0, largest.1);
        let (width, height, scale) = match options.sheet.size_mm() {
            None => {
                let margin = marks.max(bleed) * 2.0;
                (spread.0 + margin, spread.1 + margin, 1.0)
            }
            Some((width, height)) => {
                let (width, height) = (width * MM, height * MM);
                (width, height, scale(spread, (width - marks * 2.0, height - marks * 2.0), options.fit)?)
            }
        };
        let frame = Self {
            sheet: Rect::new(0.0, 0.0, width, height),
            scale,
            cell: (largest.0 * scale, largest.1 * scale),
            bleed: bleed * scale,
            mark_distance,
            creep: creep(options)?,
        };
        // Beyond that the innermost pages would lose their text in the fold.
        let pushed = frame.creep * depth as f64;
        if pushed > frame.cell.0 / 4.0 { Err(ImpositionError::Creep) } else { Ok(frame) }
    }

    /// The cell at the left (0) or at the right (1), pushed to the spine.
    fn cell(&self, half: usize, depth: usize) -> Rect {
        let (spine, middle) = (self.sheet.right / 2.0, self.sheet.top / 2.0);
        let (width, height) = self.cell;
        let pushed = self.creep * depth as f64;
        let left = if half == 0 { spine - width + pushed } else { spine - pushed };
        Rect::new(left, middle - height / 2.0, left + width, middle + height / 2.0)
    }

    /// Both cells, as they are cut.
    pub fn trim(&self, depth: usize) -> Rect {
        self.cell(0, depth).union(&self.cell(1, depth))
    }

    /// Both cells with the bleed around them, as far as the sheet reaches.
    pub fn bleed(&self, depth: usize) -> Rect {
        self.trim(depth).grown(self.bleed).intersect(&self.sheet)
    }

    /// A page in the middle of its cell. Its bleed ends at the spine.
    pub fn place(&self, page: &SourcePage, half: usize, depth: usize) -> Placed {
        let cell = self.cell(half, depth);
        let scaled = page.upright().scaled(self.scale);
        let size = scaled.apply(&page.trim);
        let (x, y) = ((cell.width() - size.width()) / 2.0, (cell.height() - size.height()) / 2.0);
        let matrix = scaled.moved(cell.left + x, cell.bottom + y);
        Placed { matrix, clip: matrix.apply(&page.bleed).intersect(&self.half(half)) }
    }

    /// The part of the sheet on one side of the spine.
    fn half(&self, half: usize) -> Rect {
        let spine = self.sheet.right / 2.0;
        let half = if half == 0 { (0.0, spine) } else { (spine, self.sheet.right) };
        Rect::new(half.0, 0.0, half.1, self.sheet.top)
    }

    /// Two marks at each corner of what is cut. They move with the pages, as the folded sheets are cut together.
    pub fn crop_marks(&self, depth: usize) -> Vec<Mark> {
        let trim = self.trim(depth);
        let (from, to) = self.mark_ends(&trim);
        let level = [trim.bottom, trim.top]
            .into_iter()
            .flat_map(|y| [[(to.left, y), (from.left, y)], [(from.right, y), (to.right, y)]]);
        let upright = [trim.left, trim.right]
            .into_iter()
            .flat_map(|x| [[(x, to.bottom), (x, from.bottom)], [(x, from.top), (x, to.top)]]);
        level.chain(upright).collect()
    }

    /// A mark below and one above the spine.
    pub fn fold_marks(&self) -> [Mark; 2] {
        let spine = self.sheet.right / 2.0;
        let (from, to) = self.mark_ends(&self.trim(0));
        [[(spine, to.bottom), (spine, from.bottom)], [(spine, from.top), (spine, to.top)]]
    }

    /// Where marks begin and where they end.
    fn mark_ends(&self, trim: &Rect) -> (Rect, Rect) {
        (trim.grown(self.mark_distance), trim.grown(self.mark_distance + MARK_LENGTH))
    }
}

fn larger(one: (f64, f64), other: (f64, f64)) -> (f64, f64) {
    (one.0.max(other.0), one.1.max(other.1))
}

fn scale(spread: (f64, f64), room: (f64, f64), fit: Fit) -> Result<f64, ImpositionError> {
    let scale = (room.0 / spread.0).min(room.1 / spread.1);
    match fit {
        _ if scale >= 1.0 - TOLERANCE => Ok(1.0),
        Fit::ScaleDown if scale > 0.0 => Ok(scale),
        _ => Err(ImpositionError::TooLarge { width_mm: spread.0 / MM, height_mm: spread.1 / MM }),
    }
}

/// The creep of a sheet, in points.
fn creep(options: &Imposition) -> Result<f64, ImpositionError> {
    match options.scheme {
        Scheme::TwoUp => Ok(0.0),
        Scheme::SaddleStitch { .. } if options.creep_mm.is_finite() && options.creep_mm >= 0.0 => {
            Ok(options.creep_mm * MM)
        }
        Scheme::SaddleStitch { .. } => Err(ImpositionError::Creep),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::imposition::SheetSize;
    use proptest::prelude::*;

    fn page(width: f64, height: f64, bleed: f64) -> SourcePage {
        let trim = Rect::new(0.0, 0.0, width * MM, height * MM);
        SourcePage { id: (1, 0), trim, bleed: trim.grown(bleed * MM), quarters: 0, unit: 1.0 }
    }

    fn inside(inner: &Rect, outer: &Rect) -> bool {
        let outer = outer.grown(0.1);
        inner.left >= outer.left
            && inner.right <= outer.right
            && inner.bottom >= outer.bottom
            && inner.top <= outer.top
    }

    #[test]
    fn creep_starts_at_the_second_sheet_and_grows_evenly() {
        let pages = [page(148.0, 210.0, 0.0)];
        let options = Imposition { creep_mm: 0.1, ..Imposition::default() };
        let frame = Frame::new(&pages, 9, &options).unwrap();
        let still = Frame::new(&pages, 9, &Imposition::default()).unwrap();
        let places = |frame: &Frame, half| -> Vec<f64> {
            (0..10).map(|depth| frame.place(&pages[0], half, depth).matrix.0[4] / MM).collect()
        };
        assert_eq!(places(&still, 0), [0.0; 10]);
        for (depth, (left, right)) in places(&frame, 0).into_iter().zip(places(&frame, 1)).enumerate() {
            assert!((left - depth as f64 * 0.1).abs() < 1e-9, "{depth}: {left}");
            assert!((148.0 - right - depth as f64 * 0.1).abs() < 1e-9, "{depth}: {right}");
        }
    }

    #[test]
    fn a_page_pushed_into_the_spine_ends_there() {
        let pages = [page(148.0, 210.0, 3.0)];
        let options = Imposition { creep_mm: 0.2, ..Imposition::default() };
        let frame = Frame::new(&pages, 20, &options).unwrap();
        let spine = frame.sheet.right / 2.0;
        assert_eq!(frame.place(&pages[0], 0, 20).clip.right, spine);
        assert_eq!(frame.place(&pages[0], 1, 20).clip.left, spine);
        // The bleed beyond the fore-edge is printed.
        assert!(frame.place(&pages[0], 0, 0).clip.left.abs() < 1e-9);
    }

    #[test]
    fn a_smaller_page_stands_in_the_middle_of_its_cell() {
        let pages = [page(148.0, 210.0, 0.0), page(100.0, 150.0, 0.0)];
        let frame = Frame::new(&pages, 0, &Imposition::default()).unwrap();
        let corners = [0, 1].map(|half| {
            let [.., x, y] = frame.place(&pages[1], half, 0).matrix.0;
            ((x / MM).round(), (y / MM).round())
        });
        assert_eq!(corners, [(24.0, 30.0), (172.0, 30.0)]);
    }

    #[test]
    fn too_much_creep_is_an_error() {
        let pages = [page(100.0, 150.0, 0.0)];
        let with = |creep_mm| Frame::new(&pages, 10, &Imposition { creep_mm, ..Imposition::default() });
        assert!(with(2.0).is_ok());
        for creep in [-0.1, 3.0, f64::NAN, f64::INFINITY] {
            assert!(matches!(with(creep), Err(ImpositionError::Creep)), "{creep}");
        }
    }

    #[test]
    fn a_named_sheet_scales_down_but_never_up() {
        let on = |width, height, fit| {
            let options = Imposition { sheet: SheetSize::A4, fit, ..Imposition::default() };
            Frame::new(&[page(width, height, 0.0)], 0, &options).map(|frame| frame.scale)
        };
        assert_eq!(on(148.5, 210.0, Fit::ScaleDown).unwrap(), 1.0);
        assert_eq!(on(105.0, 148.0, Fit::ScaleDown).unwrap(), 1.0);
        assert!((on(210.0, 297.0, Fit::ScaleDown).unwrap() - 210.0 / 297.0).abs() < 1e-9);
        assert!(matches!(on(210.0, 297.0, Fit::Centre), Err(ImpositionError::TooLarge { .. })));
    }

    proptest! {
        #[test]
        fn pages_and_marks_stay_on_the_sheet_and_marks_outside_of_the_trim(
            sizes in prop::collection::vec((20.0..400.0f64, 20.0..400.0f64), 1..5),
            sheet in prop::sample::select(vec![SheetSize::Automatic, SheetSize::A4, SheetSize::Sra3]),
            bleed in 0.0..5.0f64,
            depth in 0..20usize,
        ) {
            let pages: Vec<SourcePage> = sizes.into_iter().map(|(w, h)| page(w, h, bleed)).collect();
            let options = Imposition { sheet, crop_marks: true, fold_marks: true, creep_mm: 0.1, ..Imposition::default() };
            let Ok(frame) = Frame::new(&pages, depth, &options) else { return Ok(()) };
            for (page, half) in pages.iter().flat_map(|page| [(page, 0), (page, 1)]) {
                let placed = frame.place(page, half, depth);
                prop_assert!(inside(&placed.matrix.apply(&page.trim), &frame.sheet));
                prop_assert!(inside(&placed.clip, &frame.half(half)));
            }
            let trim = frame.trim(depth);
            for [from, to] in frame.crop_marks(depth).into_iter().chain(frame.fold_marks()) {
                let mark = Rect::new(from.0, from.1, to.0, to.1);
                prop_assert!(inside(&mark, &frame.sheet));
                let common = mark.intersect(&trim);
                prop_assert!(common.width() <= 1e-9 && common.height() <= 1e-9);
            }
        }
    }
}
