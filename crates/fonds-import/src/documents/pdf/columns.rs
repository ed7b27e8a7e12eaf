//! The order of reading: columns from left to right, between what stands across them.

use super::page::Page;
use super::spans::{self, Line, Span};
use super::{aligned, tables};

/// Columns are divided again at most so often.
const DEEPEST: usize = 3;
/// A page of more spans is read as one column: no press prints so much on a page.
const MOST_SPANS: usize = 20_000;

/// The lines of a page in reading order; a table stands as one.
pub(super) fn lines(page: &mut Page) -> Vec<Line> {
    let mut found = tables::ruled(page);
    let mut spans = spans::of(std::mem::take(&mut page.glyphs));
    if spans.len() <= MOST_SPANS {
        found.extend(aligned::take(&mut spans, &page.ruling));
    }
    spans.extend(found.into_iter().map(Span::of_table));
    let mut out = Vec::new();
    ordered(spans, 0, &mut out);
    out
}

/// Finds the edges of columns again when lines were taken out.
pub(super) fn refit(lines: &mut [Line]) {
    for column in lines.chunk_by_mut(|a, b| a.column == b.column) {
        let texts = || column.iter().filter(|line| line.table.is_none());
        let x0 = texts().map(|line| line.x0).fold(f64::MAX, f64::min);
        let x1 = texts().map(|line| line.x1).fold(f64::MIN, f64::max);
        column.iter_mut().for_each(|line| line.column = (x0, x1));
    }
}

fn ordered(mut spans: Vec<Span>, depth: usize, out: &mut Vec<Line>) {
    let Some(gutter) = gutter(&spans).filter(|_| depth < DEEPEST) else {
        rows(spans, out);
        return;
    };
    spans.sort_by(|a, b| b.y.total_cmp(&a.y));
    let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), Vec::new());
    for span in spans {
        if span.x0 < gutter && span.x1 > gutter {
            columns(&mut left, &mut right, depth, out);
            across.push(span);
        } else {
            rows(std::mem::take(&mut across), out);
            if span.x1 <= gutter { left.push(span) } else { right.push(span) }
        }
    }
    rows(across, out);
    columns(&mut left, &mut right, depth, out);
}

fn columns(left: &mut Vec<Span>, right: &mut Vec<Span>, depth: usize, out: &mut Vec<Line>) {
    ordered(std::mem::take(left), depth + 1, out);
    ordered(std::mem::take(right), depth + 1, out);
}

/// Where two columns part: hardly any span lies across, and both sides have several long lines side by side.
fn gutter(spans: &[Span]) -> Option<f64> {
    if spans.len() > MOST_SPANS {
        return None;
    }
    let x0 = spans.iter().map(|span| span.x0).fold(f64::MAX, f64::min);
    let x1 = spans.iter().map(|span| span.x1).fold(f64::MIN, f64::max);
    let mut starts: Vec<f64> =
        spans.iter().map(|span| span.x0).filter(|x| *x > x0 + (x1 - x0) * 0.2).collect();
    starts.sort_by(f64::total_cmp);
    starts.dedup_by(|a, b| (*a - *b).abs() < 2.0);
    let fits = |start: f64| {
        let at = start - 2.0;
        let (mut left, mut right, mut across) = (Vec::new(), Vec::new(), 0);
        for span in spans {
            match (span.x0 < at, span.x1 > at) {
                (true, true) => across += 1,
                (true, false) => left.push(span),
                _ => right.push(span),
            }
        }
        let edge = left.iter().map(|span| span.x1).fold(f64::MIN, f64::max);
        let long = |side: &[&Span]| side.iter().filter(|span| span.x1 - span.x0 > (x1 - x0) * 0.2).count();
        let apart = start - edge > spans.first().map_or(10.0, |span| span.size) * 0.6;
        (apart && long(&left) >= 4 && long(&right) >= 4 && across * 3 <= spans.len()).then_some((across, at))
    };
    starts.into_iter().take(200).filter_map(fits).min_by_key(|(across, _)| *across).map(|(_, at)| at)
}

/// The lines of one column, from above.
pub(super) fn rows(spans: Vec<Span>, out: &mut Vec<Line>) {
    let texts = || spans.iter().filter(|span| span.table.is_none());
    let column = (
        texts().map(|span| span.x0).fold(f64::MAX, f64::min),
        texts().map(|span| span.x1).fold(f64::MIN, f64::max),
    );
    out.extend(side_by_side(spans).into_iter().filter_map(|row| line(row, column)));
}

/// Spans at one height, from above.
pub(super) fn side_by_side(mut spans: Vec<Span>) -> Vec<Vec<Span>> {
    spans.sort_by(|a, b| b.y.total_cmp(&a.y));
    let mut rows: Vec<Vec<Span>> = Vec::new();
    for span in spans {
        let level = |other: &Span| {
            let is_text = other.table.is_none() && span.table.is_none();
            is_text && (other.y - span.y).abs() < other.size.max(span.size) * 0.45
        };
        // From the end: the last is nearest.
        match rows.last_mut().filter(|row| row.iter().rev().any(level)) {
            Some(row) => row.push(span),
            None => rows.push(vec![span]),
        }
    }
    rows
}

fn line(mut row: Vec<Span>, column: (f64, f64)) -> Option<Line> {
    row.sort_by(|a, b| a.x0.total_cmp(&b.x0));
    Line::of(row, column)
}
