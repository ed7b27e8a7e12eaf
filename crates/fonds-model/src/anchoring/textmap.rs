//! What became of each piece of a text in a correction.
//!
//! 1. Blocks that were kept are told by whoever corrected; they keep their places, wherever they went.
//! 2. What stands between them is compared line by line, then word by word, then letter by letter where the words are
//!    alike (Myers' algorithm, by the crate `similar`).
//! 3. A passage is where its kept pieces are. If less than half of its letters were kept, or something foreign came to
//!    stand between its pieces, it has no place.

use super::alike::{Letter, distance, letters};
use crate::TextPosition;
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::ops::Range;

/// Pieces of an old text and where they are in the new one.
#[derive(Clone, Debug, Default)]
pub struct TextMap {
    old: Vec<char>,
    new: Vec<char>,
    runs: Vec<Run>,
}

/// A piece of the old text and what it became.
#[derive(Clone, Debug)]
struct Run {
    old: Range<usize>,
    new: Range<usize>,
    /// Nothing changed.
    same: bool,
}

/// More words than these are not compared one by one.
const MOST_WORDS: usize = 12_000;
/// More letters than these are not compared one by one.
const MOST_LETTERS: usize = 600;

impl TextMap {
    /// What became of a text, nothing being known but the two texts.
    pub fn between(old: &str, new: &str) -> Self {
        let mut map = Self::of(old, new);
        let (old, new) = (0..map.old.len(), 0..map.new.len());
        map.change(old, new);
        map
    }

    /// Of two texts, with nothing said yet of what became of what.
    pub fn of(old: &str, new: &str) -> Self {
        Self { old: old.chars().collect(), new: new.chars().collect(), runs: vec![] }
    }

    /// Says that a piece was kept as it was, in code points.
    pub fn keep(&mut self, old: Range<usize>, new: Range<usize>) {
        self.push(old, new, true);
    }

    /// Says that a piece became another; what of it was kept is found out.
    pub fn change(&mut self, old: Range<usize>, new: Range<usize>) {
        let (a, b) = (lines(&self.old, old.clone()), lines(&self.new, new.clone()));
        let texts = (texts(&self.old, &a), texts(&self.new, &b));
        for op in capture_diff_slices(Algorithm::Myers, &texts.0, &texts.1) {
            let (from, to) = (hull(&a, op.old_range(), old.end), hull(&b, op.new_range(), new.end));
            match op {
                DiffOp::Equal { .. } => self.push(from, to, true),
                _ => self.words(from, to),
            }
        }
    }

    fn words(&mut self, old: Range<usize>, new: Range<usize>) {
        let (a, b) = (words(&self.old, old.clone()), words(&self.new, new.clone()));
        if a.len() + b.len() > MOST_WORDS {
            return self.push(old, new, false);
        }
        let texts = (texts(&self.old, &a), texts(&self.new, &b));
        for op in capture_diff_slices(Algorithm::Myers, &texts.0, &texts.1) {
            let (from, to) = (hull(&a, op.old_range(), old.end), hull(&b, op.new_range(), new.end));
            match op {
                DiffOp::Equal { .. } => self.push(from, to, true),
                _ => self.letters(from, to),
            }
        }
    }

    /// Letters are compared only where the words are alike: any two texts share letters by chance.
    fn letters(&mut self, old: Range<usize>, new: Range<usize>) {
        let (a, b) = (&self.old[old.clone()], &self.new[new.clone()]);
        let longest = a.len().max(b.len());
        let is_small = longest <= MOST_LETTERS && !a.is_empty() && !b.is_empty();
        if !is_small || distance(&letters(a), &letters(b)) > longest {
            return self.push(old, new, false);
        }
        let ops = capture_diff_slices(Algorithm::Myers, a, b);
        let mut runs: Vec<Run> = ops.iter().map(|op| run_of(op, old.start, new.start)).collect();
        keep_edges(&mut runs);
        for run in runs {
            self.push(run.old, run.new, run.same);
        }
    }

    fn push(&mut self, old: Range<usize>, new: Range<usize>, same: bool) {
        if !old.is_empty() || !new.is_empty() {
            let at = self.runs.partition_point(|run| (run.old.start, run.old.end) <= (old.start, old.end));
            self.runs.insert(at, Run { old, new, same });
        }
    }

    /// Where a passage of the old text is in the new one; `None` when its words are gone.
    pub fn passage(&self, at: TextPosition) -> Option<TextPosition> {
        let pieces: Vec<Run> = self.runs.iter().filter_map(|run| cut(run, at.start..at.end)).collect();
        let first = pieces.iter().position(|piece| piece.same)?;
        let last = pieces.iter().rposition(|piece| piece.same)?;
        let in_order = pieces.iter().filter(|piece| piece.same).is_sorted_by(|a, b| a.new.end <= b.new.start);
        if !in_order {
            return None;
        }
        let (mut start, mut end) = (pieces[first].new.start, pieces[last].new.end);
        // What stood at the edges and was corrected belongs to it as well.
        for piece in pieces[..first].iter().rev() {
            start = self.likely(piece, start).map_or(start, |range| range.start);
        }
        for piece in &pieces[last + 1..] {
            end = self.likely(piece, end).map_or(end, |range| range.end);
        }
        while start < end && self.new[start].is_whitespace() {
            start += 1;
        }
        while start < end && self.new[end - 1].is_whitespace() {
            end -= 1;
        }
        let is_foreign = |run: &Run| {
            let overlaps = run.new.start.max(start) < run.new.end.min(end);
            run.same && overlaps && (run.old.end <= at.start || at.end <= run.old.start)
        };
        let found = start < end && self.is_kept(&pieces, at) && !self.runs.iter().any(is_foreign);
        found.then(|| self.unchanged(at, start..end).unwrap_or(TextPosition { start, end }))
    }

    /// Where the very words of a passage stand once within what it became: a word before them that looks like their
    /// first one is not theirs.
    fn unchanged(&self, at: TextPosition, within: Range<usize>) -> Option<TextPosition> {
        let words = self.old.get(at.start..at.end)?;
        let mut found =
            self.new[within.clone()].windows(words.len()).enumerate().filter(|(_, window)| *window == words);
        match (found.next(), found.next()) {
            (Some((start, _)), None) => {
                let start = within.start + start;
                Some(TextPosition { start, end: start + words.len() })
            }
            _ => None,
        }
    }

    /// What a corrected piece at the edge of a passage became, next to `edge`; not what was added there.
    fn likely(&self, piece: &Run, edge: usize) -> Option<Range<usize>> {
        let (old, new) = (&self.old[piece.old.clone()], &self.new[piece.new.clone()]);
        let is_next = piece.new.start == edge || piece.new.end == edge;
        let is_correction = !old.is_empty() && !new.is_empty() && new.len() <= 2 * old.len() + 2;
        (is_next && is_correction).then(|| piece.new.clone())
    }

    /// Whether at least half of a passage's letters were kept; those of which only the marks changed count.
    fn is_kept(&self, pieces: &[Run], at: TextPosition) -> bool {
        let count =
            |range: &Range<usize>| self.old[range.clone()].iter().filter(|c| !c.is_whitespace()).count();
        let kept: usize = pieces
            .iter()
            .map(|piece| match piece.same {
                true => count(&piece.old),
                false => same_letters(
                    &letters(&self.old[piece.old.clone()]),
                    &letters(&self.new[piece.new.clone()]),
                ),
            })
            .sum();
        2 * kept >= count(&(at.start..at.end.min(self.old.len())))
    }
}

fn run_of(op: &DiffOp, old: usize, new: usize) -> Run {
    let shifted = |range: Range<usize>, by: usize| range.start + by..range.end + by;
    Run {
        old: shifted(op.old_range(), old),
        new: shifted(op.new_range(), new),
        same: matches!(op, DiffOp::Equal { .. }),
    }
}

/// Letters that were added at an edge of words that are alike belong to them: they go with the letter beside them.
fn keep_edges(runs: &mut [Run]) {
    if let [first, second, ..] = runs
        && first.old.is_empty()
        && second.same
    {
        (first.old.end, first.new.end) = (first.old.end + 1, first.new.end + 1);
        (second.old.start, second.new.start) = (second.old.start + 1, second.new.start + 1);
    }
    if let [.., second, last] = runs
        && last.old.is_empty()
        && second.same
        && !second.old.is_empty()
    {
        (last.old.start, last.new.start) = (last.old.start - 1, last.new.start - 1);
        (second.old.end, second.new.end) = (second.old.end - 1, second.new.end - 1);
    }
}

/// Letters of a corrected piece that stayed but for their marks.
fn same_letters(old: &[Letter], new: &[Letter]) -> usize {
    if old.len() != new.len() || old.len() > MOST_LETTERS {
        return 0;
    }
    let (cost, length) = (distance(old, new), old.len());
    if cost <= length { length - cost.div_ceil(2) } else { 0 }
}

/// The part of a run that lies in a passage. Where words were changed there are no parts.
fn cut(run: &Run, passage: Range<usize>) -> Option<Run> {
    let (start, end) = (run.old.start.max(passage.start), run.old.end.min(passage.end));
    let is_inside = passage.start <= run.old.start && run.old.end <= passage.end;
    if run.same && start < end {
        let new = run.new.start + (start - run.old.start)..run.new.start + (end - run.old.start);
        return Some(Run { old: start..end, new, same: true });
    }
    (!run.same && is_inside && !run.old.is_empty()).then(|| run.clone())
}

/// The lines of a text, each with its end.
fn lines(text: &[char], range: Range<usize>) -> Vec<Range<usize>> {
    let mut out = Vec::new();
    let mut start = range.start;
    for at in range.clone() {
        if text[at] == '\n' {
            out.push(start..at + 1);
            start = at + 1;
        }
    }
    if start < range.end {
        out.push(start..range.end);
    }
    out
}

/// The words of a text, and each sign between them by itself.
fn words(text: &[char], range: Range<usize>) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    for at in range {
        match out.last_mut() {
            Some(last) if text[at].is_alphanumeric() && text[last.end - 1].is_alphanumeric() => {
                last.end = at + 1
            }
            _ => out.push(at..at + 1),
        }
    }
    out
}

fn texts<'a>(text: &'a [char], ranges: &[Range<usize>]) -> Vec<&'a [char]> {
    ranges.iter().map(|range| &text[range.clone()]).collect()
}

/// What several pieces cover; where there are none, the empty range before the next one.
fn hull(pieces: &[Range<usize>], which: Range<usize>, end: usize) -> Range<usize> {
    let start = pieces.get(which.start).map_or(end, |piece| piece.start);
    if which.is_empty() { start..start } else { start..pieces[which.end - 1].end }
}
