//! Tables that are ruled: level and upright lines that meet, with text between them.
//!
//! What looks like a table without rules is found by [`super::aligned`].

use super::columns;
use super::page::{Glyph, Page};
use super::ruling::Rule;
use super::spans::{self, Line};
use kurbo::Rect;

/// Rules that are nearer are one, in points.
const NEAR: f64 = 3.0;
/// Parts of one rule may be so far apart, in points.
const APART: f64 = 2.5;
/// More rules in one direction are a drawing.
const MOST_RULES: usize = 600;
/// More columns and rows are a drawing.
const MOST: (usize, usize) = (40, 400);
/// More text in a cell is a page's column, in characters.
const LONGEST: usize = 1500;

/// A table on a page.
#[derive(Clone, Debug)]
pub(super) struct Table {
    pub area: Rect,
    /// Where its columns begin and end, from the left.
    pub edges: Vec<f64>,
    pub rows: Vec<Vec<Cell>>,
}

/// A cell of a table.
#[derive(Clone, Debug)]
pub(super) struct Cell {
    pub lines: Vec<Line>,
    pub colspan: u32,
    pub rowspan: u32,
}

impl Table {
    /// Whether its first row is in bold type and the others are not.
    pub fn is_headed(&self) -> bool {
        let is_bold = |row: &Vec<Cell>| {
            let mut lines = row.iter().flat_map(|cell| &cell.lines).peekable();
            lines.peek().is_some() && lines.all(|line| line.bold)
        };
        let mut rows = self.rows.iter();
        rows.next().is_some_and(is_bold) && self.rows.len() > 1 && !rows.all(is_bold)
    }
}

/// Takes the ruled tables from a page's characters.
pub(super) fn ruled(page: &mut Page) -> Vec<Table> {
    let (level, upright) = (joined(&page.ruling.level), joined(&page.ruling.upright));
    if level.len() > MOST_RULES || upright.len() > MOST_RULES {
        return vec![];
    }
    let frames = frames(&level, &upright);
    frames.into_iter().filter_map(|frame| Frame::of(frame)?.table(&mut page.glyphs)).collect()
}

/// Rules in one direction, with those put together that are parts of one line.
pub(super) fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut rules = rules.to_vec();
    rules.sort_by(|a, b| a.at.total_cmp(&b.at));
    let mut out = Vec::new();
    for mut line in rules.chunk_by(|a, b| b.at - a.at < 0.8).map(<[Rule]>::to_vec) {
        line.sort_by(|a, b| a.from.total_cmp(&b.from));
        let mut rest = line.into_iter();
        let Some(mut open) = rest.next() else { continue };
        for rule in rest {
            if rule.from <= open.to + APART {
                open.to = open.to.max(rule.to);
            } else {
                out.push(std::mem::replace(&mut open, rule));
            }
        }
        out.push(open);
    }
    out
}

/// Level and upright rules that meet.
type Meeting = (Vec<Rule>, Vec<Rule>);

/// Groups of rules that hang together.
fn frames(level: &[Rule], upright: &[Rule]) -> Vec<Meeting> {
    let reaches = |rule: &Rule, at: f64| rule.from - NEAR <= at && at <= rule.to + NEAR;
    // The group of each level rule, then of each upright one.
    let mut group: Vec<usize> = (0..level.len() + upright.len()).collect();
    for (n, a) in level.iter().enumerate() {
        for (m, b) in upright.iter().enumerate() {
            let (one, other) = (group[n], group[level.len() + m]);
            if one != other && reaches(a, b.at) && reaches(b, a.at) {
                group.iter_mut().filter(|known| **known == other).for_each(|known| *known = one);
            }
        }
    }
    let mut found: Vec<Meeting> = vec![(vec![], vec![]); group.len()];
    level.iter().zip(&group).for_each(|(rule, at)| found[*at].0.push(*rule));
    upright.iter().zip(&group[level.len()..]).for_each(|(rule, at)| found[*at].1.push(*rule));
    found.retain(|(level, upright)| level.len() >= 2 && !upright.is_empty());
    found
}

/// How far a cell goes.
struct Extent {
    row: usize,
    colspan: u32,
    rowspan: u32,
}

/// Rules that divide an area into rows and columns.
struct Frame {
    level: Vec<Rule>,
    upright: Vec<Rule>,
    /// From the left.
    xs: Vec<f64>,
    /// From above.
    ys: Vec<f64>,
}

impl Frame {
    fn of((level, upright): Meeting) -> Option<Self> {
        // Tables may be open at the sides: their level rules show how far they go.
        let ends = level.iter().flat_map(|rule| [rule.from, rule.to]);
        let outer = [ends.clone().fold(f64::MAX, f64::min), ends.fold(f64::MIN, f64::max)];
        let xs = apart(upright.iter().map(|rule| rule.at).chain(outer).collect(), 2.0 * NEAR);
        let mut ys = apart(level.iter().map(|rule| rule.at).collect(), NEAR);
        ys.reverse();
        let fits = xs.len() > 2 && ys.len() > 2 && xs.len() <= MOST.0 && ys.len() <= MOST.1;
        fits.then_some(Self { level, upright, xs, ys })
    }

    /// The table, with its characters taken from the page; `None` where there is hardly any text between the rules, or
    /// so much that they divide a page and no table.
    fn table(&self, glyphs: &mut Vec<Glyph>) -> Option<Table> {
        let (left, right) = (*self.xs.first()?, *self.xs.last()?);
        let (top, bottom) = (*self.ys.first()?, *self.ys.last()?);
        let area = Rect::new(left, bottom, right, top);
        let (places, extents) = self.cells();
        let mut texts: Vec<usize> = vec![0; extents.len()];
        let cell_of = |glyph: &Glyph| {
            let (x, y) = (glyph.x() + glyph.width() / 2.0, glyph.y() + glyph.size() * 0.3);
            let column = self.xs.iter().rposition(|edge| *edge <= x)?;
            let row = self.ys.iter().rposition(|edge| *edge >= y)?;
            places.get(row)?.get(column).copied()
        };
        for glyph in glyphs.iter().filter(|glyph| !glyph.is_blank()) {
            if let Some(cell) = cell_of(glyph) {
                texts[cell] += 1;
            }
        }
        let filled = texts.iter().filter(|text| **text > 0).count();
        let is_table = extents.len() >= 4 && filled * 5 >= extents.len() * 2 && filled >= 3;
        if !is_table || texts.iter().any(|text| *text > LONGEST) {
            return None;
        }
        let mut held: Vec<Vec<Glyph>> = vec![vec![]; extents.len()];
        for glyph in glyphs.extract_if(.., |glyph| cell_of(glyph).is_some()) {
            if let Some(cell) = cell_of(&glyph) {
                held[cell].push(glyph);
            }
        }
        let mut rows: Vec<Vec<Cell>> = self.ys.iter().skip(1).map(|_| vec![]).collect();
        for (Extent { row, colspan, rowspan }, glyphs) in extents.into_iter().zip(held) {
            let mut lines = Vec::new();
            columns::rows(spans::of(glyphs), &mut lines);
            rows[row].push(Cell { lines, colspan, rowspan });
        }
        Some(Table { area, edges: self.xs.clone(), rows })
    }

    /// For each place in the grid the cell that covers it, and how far each cell goes.
    fn cells(&self) -> (Vec<Vec<usize>>, Vec<Extent>) {
        let (columns, rows) = (self.xs.len() - 1, self.ys.len() - 1);
        let mut places: Vec<Vec<Option<usize>>> = vec![vec![None; columns]; rows];
        let mut cells = Vec::new();
        for row in 0..rows {
            for column in 0..columns {
                if places[row][column].is_some() {
                    continue;
                }
                let open = |at: &usize| places[row][*at].is_none() && !self.has_upright(*at, row);
                let right = (column + 1..columns).take_while(open).count();
                let wide = column..column + right + 1;
                let down = (row + 1..rows).take_while(|at| !self.has_level(*at, wide.clone())).count();
                for line in &mut places[row..row + down + 1] {
                    line[wide.clone()].fill(Some(cells.len()));
                }
                cells.push(Extent { row, colspan: right as u32 + 1, rowspan: down as u32 + 1 });
            }
        }
        let places = places.into_iter().map(|row| row.into_iter().flatten().collect()).collect();
        (places, cells)
    }

    /// Whether a rule parts a column from the one before it, in a row.
    fn has_upright(&self, column: usize, row: usize) -> bool {
        is_ruled(&self.upright, (self.xs[column], 2.0 * NEAR), self.ys[row + 1], self.ys[row])
    }

    /// Whether rules part a row from the one above it, in any of some columns.
    fn has_level(&self, row: usize, mut columns: std::ops::Range<usize>) -> bool {
        let here = (self.ys[row], NEAR);
        columns.any(|column| is_ruled(&self.level, here, self.xs[column], self.xs[column + 1]))
    }
}

/// Whether a rule that is hardly beside a place covers most of a way.
fn is_ruled(rules: &[Rule], (at, beside): (f64, f64), from: f64, to: f64) -> bool {
    let covered = |rule: &Rule| rule.to.min(to) - rule.from.max(from);
    let near = rules.iter().filter(|rule| (rule.at - at).abs() <= beside);
    near.map(covered).fold(0.0, f64::max) > (to - from) * 0.6
}

/// Places in ascending order, those left out that are near the one before.
fn apart(mut places: Vec<f64>, least: f64) -> Vec<f64> {
    places.sort_by(f64::total_cmp);
    places.dedup_by(|next, known| *next - *known < least);
    places
}
