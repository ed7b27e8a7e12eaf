//! Which page stands on which side of which sheet.

use super::{Imposition, Scheme};

/// One side of a sheet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Side {
    /// The pages at the left and at the right, counted from 0; none for a blank one.
    pub pages: [Option<usize>; 2],
    /// How many sheets lie around this one in its signature.
    pub depth: usize,
}

/// All sides in the order in which they are printed: front and back of the first sheet, then of the next.
pub(super) struct Order {
    pub sides: Vec<Side>,
    /// Blank pages that were added.
    pub blanks: usize,
    pub signatures: usize,
}

/// The order of so many pages. Signatures come one after the other, each from its outermost sheet inwards.
pub(super) fn arrange(pages: usize, options: &Imposition) -> Order {
    let mut order = match options.scheme {
        Scheme::SaddleStitch { sheets_per_signature } => {
            stitch(&padded(pages, 4, options.keep_back_cover), sheets_per_signature.unwrap_or(0) as usize)
        }
        Scheme::TwoUp => side_by_side(&padded(pages, 2, false)),
    };
    if options.right_to_left {
        order.sides.iter_mut().for_each(|side| side.pages.swap(0, 1));
    }
    order.blanks = (order.sides.len() * 2).saturating_sub(pages);
    order
}

/// The pages with as many blank ones as make their number a multiple.
fn padded(pages: usize, multiple: usize, keep_back_cover: bool) -> Vec<Option<usize>> {
    let mut all: Vec<Option<usize>> = (0..pages).map(Some).collect();
    all.resize(pages.next_multiple_of(multiple), None);
    // A lone page is a front cover.
    if keep_back_cover && pages > 1 {
        let last = all.len() - 1;
        all.swap(pages - 1, last);
    }
    all
}

fn stitch(pages: &[Option<usize>], sheets_per_signature: usize) -> Order {
    let most = if sheets_per_signature == 0 { pages.len() } else { sheets_per_signature.saturating_mul(4) };
    let signatures = pages.chunks(most.max(1));
    let count = signatures.len();
    Order { sides: signatures.flat_map(signature).collect(), blanks: 0, signatures: count }
}

/// Each sheet takes two pages from the front and two from the end of those that are left.
fn signature(pages: &[Option<usize>]) -> Vec<Side> {
    let mut sides = Vec::with_capacity(pages.len() / 2);
    let mut left = pages;
    while let [first, second, inner @ .., last_but_one, last] = left {
        let depth = sides.len() / 2;
        sides.push(Side { pages: [*last, *first], depth });
        sides.push(Side { pages: [*second, *last_but_one], depth });
        left = inner;
    }
    sides
}

fn side_by_side(pages: &[Option<usize>]) -> Order {
    let sides = pages.as_chunks().0.iter().map(|pages| Side { pages: *pages, depth: 0 });
    Order { sides: sides.collect(), blanks: 0, signatures: 0 }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn stitched(sheets_per_signature: u32) -> Imposition {
        let scheme = Scheme::SaddleStitch { sheets_per_signature: Some(sheets_per_signature) };
        Imposition { scheme, ..Imposition::default() }
    }

    /// A line a sheet: its depth, front and back; pages count from 1, and a blank one is a dash.
    fn table(pages: usize, options: &Imposition) -> String {
        let name = |page: Option<usize>| page.map_or("-".into(), |page| (page + 1).to_string());
        let side = |side: &Side| format!("{:>2} {:>2}", name(side.pages[0]), name(side.pages[1]));
        let order = arrange(pages, options);
        let mut lines = Vec::new();
        for sheet in order.sides.chunks(2) {
            let both: Vec<String> = sheet.iter().map(side).collect();
            lines.push(format!("{}: {}", sheet[0].depth, both.join(" | ")));
        }
        lines.join("\n")
    }

    #[test]
    fn four_pages_are_one_sheet() {
        insta::assert_snapshot!(table(4, &stitched(0)), @"0:  4  1 |  2  3");
    }

    #[test]
    fn five_pages_take_two_sheets() {
        insta::assert_snapshot!(table(5, &stitched(0)), @r"
        0:  -  1 |  2  -
        1:  -  3 |  4  5
        ");
    }

    #[test]
    fn eight_pages() {
        insta::assert_snapshot!(table(8, &stitched(0)), @r"
        0:  8  1 |  2  7
        1:  6  3 |  4  5
        ");
    }

    #[test]
    fn sixteen_pages_in_one_signature_and_in_two() {
        insta::assert_snapshot!(table(16, &stitched(0)), @r"
        0: 16  1 |  2 15
        1: 14  3 |  4 13
        2: 12  5 |  6 11
        3: 10  7 |  8  9
        ");
        insta::assert_snapshot!(table(16, &stitched(2)), @r"
        0:  8  1 |  2  7
        1:  6  3 |  4  5
        0: 16  9 | 10 15
        1: 14 11 | 12 13
        ");
    }

    #[test]
    fn seventeen_pages_end_with_a_thinner_signature() {
        insta::assert_snapshot!(table(17, &stitched(0)), @r"
        0:  -  1 |  2  -
        1:  -  3 |  4 17
        2: 16  5 |  6 15
        3: 14  7 |  8 13
        4: 12  9 | 10 11
        ");
        insta::assert_snapshot!(table(17, &stitched(2)), @r"
        0:  8  1 |  2  7
        1:  6  3 |  4  5
        0: 16  9 | 10 15
        1: 14 11 | 12 13
        0:  - 17 |  -  -
        ");
    }

    #[test]
    fn thirty_two_pages_in_one_signature_and_in_two() {
        insta::assert_snapshot!(table(32, &stitched(0)), @r"
        0: 32  1 |  2 31
        1: 30  3 |  4 29
        2: 28  5 |  6 27
        3: 26  7 |  8 25
        4: 24  9 | 10 23
        5: 22 11 | 12 21
        6: 20 13 | 14 19
        7: 18 15 | 16 17
        ");
        insta::assert_snapshot!(table(32, &stitched(4)), @r"
        0: 16  1 |  2 15
        1: 14  3 |  4 13
        2: 12  5 |  6 11
        3: 10  7 |  8  9
        0: 32 17 | 18 31
        1: 30 19 | 20 29
        2: 28 21 | 22 27
        3: 26 23 | 24 25
        ");
    }

    #[test]
    fn the_back_cover_stays_outside() {
        let options = Imposition { keep_back_cover: true, ..stitched(0) };
        insta::assert_snapshot!(table(6, &options), @r"
        0:  6  1 |  2  -
        1:  -  3 |  4  5
        ");
    }

    #[test]
    fn the_spine_may_be_at_the_right() {
        let options = Imposition { right_to_left: true, ..stitched(0) };
        insta::assert_snapshot!(table(8, &options), @r"
        0:  1  8 |  7  2
        1:  3  6 |  5  4
        ");
    }

    #[test]
    fn two_up_pages_are_in_reading_order() {
        let options = Imposition { scheme: Scheme::TwoUp, ..Imposition::default() };
        insta::assert_snapshot!(table(5, &options), @r"
        0:  1  2 |  3  4
        0:  5  -
        ");
    }

    /// The pages as a reader turns them: down the stack the fronts' right and the backs' left, then up again.
    fn folded(sides: &[Side], right_to_left: bool) -> Vec<Option<usize>> {
        let (inner, outer) = if right_to_left { (0, 1) } else { (1, 0) };
        let mut book = Vec::new();
        let sheets: Vec<(Side, Side)> =
            sides.as_chunks().0.iter().map(|[front, back]| (*front, *back)).collect();
        for signature in sheets.chunk_by(|one, next| next.0.depth > one.0.depth) {
            let pages = signature.iter().map(|(front, back)| (front.pages, back.pages));
            book.extend(pages.clone().flat_map(|(front, back)| [front[inner], back[outer]]));
            book.extend(pages.rev().flat_map(|(front, back)| [back[inner], front[outer]]));
        }
        book
    }

    proptest! {
        #[test]
        fn folding_gives_reading_order(
            pages in 1..300usize,
            sheets in 0..9u32,
            right_to_left: bool,
            keep_back_cover: bool,
        ) {
            let options = Imposition { right_to_left, keep_back_cover, ..stitched(sheets) };
            let order = arrange(pages, &options);
            let book = folded(&order.sides, right_to_left);
            let read: Vec<usize> = book.iter().copied().flatten().collect();
            prop_assert_eq!(read, (0..pages).collect::<Vec<_>>());
            prop_assert_eq!(book.len() % 4, 0);
            prop_assert_eq!(book.len() - pages, order.blanks);
            prop_assert!(order.blanks < 4);
            if keep_back_cover && pages > 1 {
                prop_assert_eq!(book.last().copied().flatten(), Some(pages - 1));
            }
        }
    }
}
