//! What became of an article's text when blocks of it were kept: they are the fixed points, and only what lies between
//! them is compared.

use fonds_model::anchoring::TextMap;
use fonds_model::{Article, Block, Projection};
use std::ops::Range;

/// A block that was kept, by its numbers in the old and in the new body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kept {
    pub old: usize,
    pub new: usize,
}

/// What became of the pieces of the old text.
pub(super) fn text_map(
    before: &Article,
    after: &Article,
    kept: &[Kept],
    old: &Projection,
    new: &Projection,
) -> TextMap {
    let (old_ranges, new_ranges) = (ranges(before, old), ranges(after, new));
    let mut map = TextMap::of(&old.text, &new.text);
    if has_lead(before) {
        let lead = |text: &Projection| text.leaves.first().map_or(0..0, |leaf| leaf.start..leaf.end);
        map.keep(lead(old), lead(new));
    }
    for Kept { old, new } in kept {
        map.keep(old_ranges[*old].clone(), new_ranges[*new].clone());
    }
    let is_kept = |side: fn(&Kept) -> usize, n: usize| kept.iter().any(|kept| side(kept) == n);
    let mut ends = in_order(kept);
    ends.push(Kept { old: before.body.len(), new: after.body.len() });
    let mut from = Kept { old: 0, new: 0 };
    for end in ends {
        // Kept blocks that went elsewhere lie in a gap too; what is compared are the runs without them.
        let gaps_old = runs(from.old..end.old, |n| is_kept(|kept| kept.old, n), &old_ranges);
        let gaps_new = runs(from.new..end.new, |n| is_kept(|kept| kept.new, n), &new_ranges);
        match (gaps_old.as_slice(), gaps_new.as_slice()) {
            ([], []) => {}
            (olds, news) if olds.len() == news.len() => {
                for (old, new) in olds.iter().zip(news) {
                    map.change(old.clone(), new.clone());
                }
            }
            ([old, ..], [new, ..]) => map.change(old.clone(), new.clone()),
            ([old, ..], []) => map.change(old.clone(), 0..0),
            ([], _) => {}
        }
        from = Kept { old: end.old + 1, new: end.new + 1 };
    }
    map
}

fn has_lead(article: &Article) -> bool {
    article.lead.as_deref().is_some_and(|lead| !lead.is_empty())
}

/// Where each block of the body lies in the text. Blocks without text of their own have no length.
fn ranges(article: &Article, projection: &Projection) -> Vec<Range<usize>> {
    let mut leaf = usize::from(has_lead(article));
    let mut end = leaf.checked_sub(1).map_or(0, |lead| projection.leaves[lead].end);
    let mut out = Vec::with_capacity(article.body.len());
    for block in &article.body {
        let count = leaves(block);
        if count == 0 {
            out.push(end..end);
            continue;
        }
        let start = projection.leaves[leaf].start;
        end = projection.leaves[leaf + count - 1].end;
        leaf += count;
        out.push(start..end);
    }
    out
}

fn leaves(block: &Block) -> usize {
    Projection::of_blocks(std::slice::from_ref(block)).leaves.len()
}

/// The longest sequence of kept blocks that are in the same order as before.
fn in_order(kept: &[Kept]) -> Vec<Kept> {
    // For each length, the sequence of that length that ends with the smallest number.
    let mut tails: Vec<usize> = Vec::new();
    let mut before: Vec<Option<usize>> = vec![None; kept.len()];
    for (n, this) in kept.iter().enumerate() {
        let at = tails.partition_point(|&tail| kept[tail].old < this.old);
        before[n] = at.checked_sub(1).map(|at| tails[at]);
        if at == tails.len() {
            tails.push(n);
        } else {
            tails[at] = n;
        }
    }
    let mut out = Vec::new();
    let mut next = tails.last().copied();
    while let Some(n) = next {
        out.push(kept[n]);
        next = before[n];
    }
    out.reverse();
    out
}

/// The texts of neighbouring blocks that were not kept.
fn runs(blocks: Range<usize>, is_kept: impl Fn(usize) -> bool, ranges: &[Range<usize>]) -> Vec<Range<usize>> {
    let mut out: Vec<Range<usize>> = Vec::new();
    let mut goes_on = false;
    for n in blocks {
        let (is_open, range) = (!is_kept(n), &ranges[n]);
        match out.last_mut() {
            Some(last) if is_open && goes_on => last.end = range.end,
            _ if is_open && !range.is_empty() => out.push(range.clone()),
            _ => {}
        }
        goes_on = is_open && !out.is_empty();
    }
    out
}
