//! Tables without rules between their columns: rows whose cells stand under each other, with white space between them.
//!
//! What may be columns of text, a letterhead or a form is none: a table has three columns, or two of which one holds
//! numbers, or a rule under its head.

use super::columns::side_by_side;
use super::page::Glyph;
use super::ruling::{Rule, Ruling};
use super::spans::{Line, Span};
use super::tables::{self, Cell, Table};
use kurbo::Rect;

/// White space between columns is at least so wide, as a multiple of the size.
const GUTTER: f64 = 0.7;
/// From row to row, as a multiple of the size, at most.
const FURTHEST: f64 = 3.2;
/// On average cells are not longer, in characters, except in one column.
const LONG: usize = 25;
/// More columns are no table.
const MOST_COLUMNS: usize = 25;

/// Spans at one height.
struct Row {
    /// As they were.
    whole: Vec<Span>,
    cells: Vec<Span>,
    y: f64,
    size: f64,
}

impl Row {
    fn of(whole: Vec<Span>) -> Self {
        let mut spans: Vec<Span> = whole.iter().flat_map(parted).collect();
        spans.sort_by(|a, b| a.x0.total_cmp(&b.x0));
        let mut cells: Vec<Span> = Vec::new();
        for span in spans {
            // What was drawn in pieces is one cell.
            let goes_on = |last: &&mut Span| {
                let is_level = (span.y - last.y).abs() < span.size.max(last.size) * 0.45;
                is_level && span.x0 - last.x1 < last.size * GUTTER
            };
            match cells.last_mut().filter(goes_on) {
                Some(last) => {
                    last.x1 = last.x1.max(span.x1);
                    last.size = last.size.max(span.size);
                    last.glyphs.extend(span.glyphs);
                }
                None => cells.push(span),
            }
        }
        let first = cells.first();
        let (y, size) = (first.map_or(0.0, |cell| cell.y), first.map_or(10.0, |cell| cell.size));
        Self { whole, cells, y, size }
    }

    /// The white space between its cells.
    fn gaps(&self) -> Vec<(f64, f64)> {
        self.cells.windows(2).map(|two| (two[0].x1, two[1].x0)).collect()
    }
}

/// The parts of a span that stand as far from each other as columns do, without white space at their ends.
fn parted(span: &Span) -> Vec<Span> {
    let mut parts: Vec<Span> = Vec::new();
    let mut blanks: Vec<Glyph> = Vec::new();
    let Span { glyphs, y, size, .. } = span;
    for glyph in glyphs {
        let x1 = glyph.x() + glyph.width();
        if glyph.is_blank() {
            blanks.push(glyph.clone());
            continue;
        }
        match parts.last_mut().filter(|part| glyph.x() - part.x1 < size * GUTTER) {
            Some(part) => {
                part.x1 = part.x1.max(x1);
                part.glyphs.append(&mut blanks);
                part.glyphs.push(glyph.clone());
            }
            None => {
                blanks.clear();
                let glyphs = vec![glyph.clone()];
                parts.push(Span { x0: glyph.x(), x1, y: *y, size: *size, table: None, glyphs });
            }
        }
    }
    parts
}

/// Takes the tables from a page's spans.
pub(super) fn take(spans: &mut Vec<Span>, ruling: &Ruling) -> Vec<Table> {
    let rows: Vec<Row> = side_by_side(std::mem::take(spans)).into_iter().map(Row::of).collect();
    let rules = tables::joined(&ruling.level);
    let mut rows = rows.into_iter().map(Some).collect::<Vec<_>>();
    let (mut found, mut at) = (Vec::new(), 0);
    while at < rows.len() {
        let count = candidate(&rows[at..], &rules);
        if count == 0 {
            at += 1;
            continue;
        }
        let block: Vec<Row> = rows[at..at + count].iter_mut().filter_map(Option::take).collect();
        found.push(table(block));
        at += count;
    }
    spans.extend(rows.into_iter().flatten().flat_map(|row| row.whole));
    found
}

/// How many rows from the first on are certainly a table.
fn candidate(rows: &[Option<Row>], rules: &[Rule]) -> usize {
    let rows: Vec<&Row> = rows.iter().map_while(Option::as_ref).take(400).collect();
    let Some(first) = rows.first().filter(|row| (2..=MOST_COLUMNS).contains(&row.cells.len())) else {
        return 0;
    };
    let mut gutters = first.gaps();
    let mut count = 1;
    for two in rows.windows(2) {
        let (above, row) = (two[0], two[1]);
        let near = above.y - row.y < row.size.max(above.size) * FURTHEST;
        let Some(narrowed) = narrowed(&gutters, row).filter(|_| near) else { break };
        gutters = narrowed;
        count += 1;
    }
    // Lines at the end that fill the first column only belong to what follows.
    let in_first = |row: &Row| row.cells.len() == 1 && column(&gutters, &row.cells[0]) == 0;
    while count > 1 && in_first(rows[count - 1]) {
        count -= 1;
    }
    if is_table(&rows[..count], &gutters, rules) { count } else { 0 }
}

/// The white space that is left between columns with another row; `None` where a cell of it lies across.
fn narrowed(gutters: &[(f64, f64)], row: &Row) -> Option<Vec<(f64, f64)>> {
    // More cells than columns are words set apart, or another table.
    if row.cells.len() > gutters.len() + 1 {
        return None;
    }
    let mut left = Vec::with_capacity(gutters.len());
    for (from, to) in gutters {
        let before = row.cells.iter().filter(|cell| cell.x0 < (from + to) / 2.0);
        let after = row.cells.iter().filter(|cell| cell.x0 >= (from + to) / 2.0);
        let from = before.map(|cell| cell.x1).fold(*from, f64::max);
        let to = after.map(|cell| cell.x0).fold(*to, f64::min);
        if to - from < row.size * GUTTER {
            return None;
        }
        left.push((from, to));
    }
    Some(left)
}

/// The column that a cell stands in.
fn column(gutters: &[(f64, f64)], cell: &Span) -> usize {
    gutters.iter().filter(|(_, to)| *to <= cell.x0 + 1.0).count()
}

fn is_table(rows: &[&Row], gutters: &[(f64, f64)], rules: &[Rule]) -> bool {
    let columns = gutters.len() + 1;
    let full = rows.iter().filter(|row| row.cells.len() >= 2).count();
    if full < 2 {
        return false;
    }
    let mut held: Vec<Vec<&Span>> = vec![vec![]; columns];
    for cell in rows.iter().flat_map(|row| &row.cells) {
        if let Some(cells) = held.get_mut(column(gutters, cell)) {
            cells.push(cell);
        }
    }
    let long = held.iter().filter(|cells| length(cells) > LONG).count();
    let is_prose = held.iter().filter(|cells| fills(cells)).count() * 2 >= columns;
    if long > 1 || is_prose || is_justified(rows) || held.iter().any(Vec::is_empty) {
        return false;
    }
    let numeric = held.iter().skip(1).any(|cells| is_numeric(cells));
    columns >= 3 && full >= 3 || columns == 2 && full >= 4 && numeric || is_headed(rows, rules)
}

/// Whether all lines but one begin and end at the same edges, as those of justified text do, and end in no number.
fn is_justified(rows: &[&Row]) -> bool {
    let ends = rows.iter().filter_map(|row| Some((row.cells.first()?.x0, row.cells.last()?)));
    let ends: Vec<(f64, &Span)> = ends.collect();
    let right = ends.iter().map(|(_, last)| last.x1).fold(f64::MIN, f64::max);
    let left = ends.iter().map(|(x0, _)| *x0).fold(f64::MAX, f64::min);
    let full = ends.iter().filter(|(x0, last)| x0 - left < 1.5 && right - last.x1 < 1.5).count();
    let lasts: Vec<&Span> = ends.iter().map(|(_, last)| *last).collect();
    full + 1 >= rows.len() && !is_numeric(&lasts)
}

/// The average length of cells, in characters.
fn length(cells: &[&Span]) -> usize {
    cells.iter().map(|cell| cell.glyphs.len()).sum::<usize>() / cells.len().max(1)
}

/// Whether most cells are long and end at the same edge, as lines of running text do.
fn fills(cells: &[&Span]) -> bool {
    let right = cells.iter().map(|cell| cell.x1).fold(f64::MIN, f64::max);
    let full =
        cells.iter().filter(|cell| right - cell.x1 < cell.size * 1.5 && cell.glyphs.len() >= 18).count();
    full * 5 > cells.len() * 3
}

/// Whether nearly all cells but the first, which may be the head, are numbers.
fn is_numeric(cells: &[&Span]) -> bool {
    let is_sign = |c: char| c.is_ascii_digit() || ".,-–+%/() \u{a0}".contains(c);
    let is_number = |cell: &&&Span| {
        cell.glyphs.iter().any(|glyph| glyph.c.is_ascii_digit())
            && cell.glyphs.iter().all(|glyph| is_sign(glyph.c))
    };
    let rest = cells.get(1..).unwrap_or_default();
    !rest.is_empty() && rest.iter().filter(is_number).count() * 10 >= rest.len() * 8
}

/// Whether a rule under the first row goes over the whole width, and another above or under the table.
fn is_headed(rows: &[&Row], rules: &[Rule]) -> bool {
    let cells = || rows.iter().flat_map(|row| &row.cells);
    let (x0, x1) = (
        cells().map(|cell| cell.x0).fold(f64::MAX, f64::min),
        cells().map(|cell| cell.x1).fold(f64::MIN, f64::max),
    );
    let [first, second, ..] = rows else { return false };
    let Some(last) = rows.last() else { return false };
    let wide =
        |rule: &&Rule| rule.from <= x0 + 3.0 && rule.to >= x1 - 3.0 && rule.to - rule.from < (x1 - x0) * 1.5;
    let between =
        |upper: f64, lower: f64| rules.iter().filter(wide).any(|rule| rule.at < upper && rule.at > lower);
    between(first.y, second.y + second.size * 0.5)
        && (between(first.y + first.size * 2.5, first.y + first.size * 0.5)
            || between(last.y, last.y - last.size * 2.0))
}

/// The table of rows; lines of which only some columns hold anything go on with the row above.
fn table(rows: Vec<Row>) -> Table {
    let gutters =
        rows.iter().skip(1).fold(rows.first().map(Row::gaps).unwrap_or_default(), |gutters, row| {
            narrowed(&gutters, row).unwrap_or(gutters)
        });
    let starts = row_starts(&rows, &gutters);
    let x0 = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.x0).fold(f64::MAX, f64::min);
    let x1 = rows.iter().flat_map(|row| &row.cells).map(|cell| cell.x1).fold(f64::MIN, f64::max);
    let top = rows.first().map_or(0.0, |row| row.y + row.size * 0.8);
    let bottom = rows.last().map_or(0.0, |row| row.y);
    let mut edges = vec![x0];
    edges.extend(gutters.iter().map(|(_, to)| *to));
    edges.push(x1);
    let mut made: Vec<Vec<Cell>> = Vec::new();
    for (row, starts) in rows.into_iter().zip(starts) {
        if starts {
            let empty = || Cell { lines: vec![], colspan: 1, rowspan: 1 };
            made.push((0..=gutters.len()).map(|_| empty()).collect());
        }
        for cell in row.cells {
            let at = column(&gutters, &cell);
            let edge = (cell.x0, edges.get(at + 1).copied().unwrap_or(cell.x1));
            let held = made.last_mut().and_then(|row| row.get_mut(at));
            if let (Some(held), Some(line)) = (held, Line::of(vec![cell], edge)) {
                held.lines.push(line);
            }
        }
    }
    Table { area: Rect::new(x0, bottom, x1, top), edges, rows: made }
}

/// Which lines begin a row of the table. A line that fills all columns does; one that does not goes on with the row above
/// where it is nearer to it than full rows are to each other, or where its first column is empty.
fn row_starts(rows: &[Row], gutters: &[(f64, f64)]) -> Vec<bool> {
    let is_full = |row: &Row| row.cells.len() > gutters.len();
    let gap = |n: usize| rows[n - 1].y - rows[n].y;
    let full = (1..rows.len()).filter(|n| is_full(&rows[*n]) && is_full(&rows[*n - 1])).map(gap);
    let usual = full.fold(f64::MAX, f64::min);
    let begins = |(n, row): (usize, &Row)| {
        let in_first = row.cells.iter().any(|cell| column(gutters, cell) == 0);
        let is_apart = usual == f64::MAX || n > 0 && gap(n) >= usual * 0.85;
        n == 0 || is_full(row) || in_first && is_apart
    };
    rows.iter().enumerate().map(begins).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Lines of cells, each with its left edge, 14 points under each other; characters are 5 points wide.
    fn found(lines: &[&[(f64, &str)]]) -> (usize, usize) {
        let mut spans = Vec::new();
        for (n, cells) in lines.iter().enumerate() {
            let y = 700.0 - 14.0 * n as f64;
            for (x, text) in *cells {
                let glyph = |(at, c): (usize, char)| {
                    let x = x + 5.0 * at as f64;
                    Glyph::new(c, Rect::new(x, y, x + 5.0, y + 10.0))
                };
                let glyphs: Vec<Glyph> = text.chars().enumerate().map(glyph).collect();
                let x1 = x + 5.0 * glyphs.len() as f64;
                spans.push(Span { glyphs, x0: *x, x1, y, size: 10.0, table: None });
            }
        }
        let tables = take(&mut spans, &Ruling::default());
        (tables.first().map_or(0, |table| table.rows.len()), spans.len())
    }

    #[test]
    fn rows_that_stand_under_each_other() {
        let rows: &[&[(f64, &str)]] = &[
            &[(50.0, "Bảng kê các hộp của phông, chép theo sổ")],
            &[(50.0, "Năm"), (150.0, "Lượt khách"), (250.0, "Ghi chú")],
            &[(50.0, "1968"), (170.0, "10.250"), (250.0, "thiếu")],
            &[(50.0, "1971"), (175.0, "3.120"), (250.0, "lũ lớn, hai")],
            &[(250.0, "tháng")],
            &[(50.0, "1975"), (170.0, "12.000")],
            &[(50.0, "Hết.")],
        ];
        assert_eq!(found(rows), (4, 2));
    }

    #[test]
    fn letterheads_columns_and_forms_are_none() {
        let letterhead: &[&[(f64, &str)]] = &[
            &[(50.0, "UỶ BAN NHÂN DÂN"), (250.0, "CỘNG HOÀ XÃ HỘI CHỦ NGHĨA")],
            &[(70.0, "TỈNH VÍ DỤ"), (260.0, "Độc lập - Tự do - Hạnh phúc")],
            &[(60.0, "Số: 12/BC"), (280.0, "Hà Nội, ngày 3 tháng 2")],
        ];
        assert_eq!(found(letterhead).0, 0);
        let line = "mặt nước mênh mông, ông lái đò";
        let columns: Vec<Vec<(f64, &str)>> =
            (0..9).map(|_| vec![(50.0, line), (220.0, line), (390.0, line)]).collect();
        let columns: Vec<&[(f64, &str)]> = columns.iter().map(Vec::as_slice).collect();
        assert_eq!(found(&columns).0, 0);
    }
}
