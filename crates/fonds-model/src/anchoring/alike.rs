//! Words that are nearly the same: how far two texts are from each other, and where one stands in the other.

/// A letter, and what is left of it without case and marks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Letter {
    whole: char,
    base: char,
}

impl Letter {
    pub const SPACE: Letter = Letter { whole: ' ', base: ' ' };

    fn of(c: char) -> Self {
        let base = if c.is_ascii() {
            c.to_ascii_lowercase()
        } else {
            crate::text::fold(c.encode_utf8(&mut [0; 4])).chars().next().unwrap_or(c)
        };
        Self { whole: c, base }
    }

    /// What it costs that one letter stands for another.
    fn cost(self, other: Self) -> usize {
        match self {
            _ if self.whole == other.whole => 0,
            _ if self.base == other.base => MARKS,
            _ => LETTER,
        }
    }
}

/// Letters that differ in case or marks only.
const MARKS: usize = 1;
/// Letters that differ, are missing or are too many.
const LETTER: usize = 2;

/// Shorter words are like too many others.
const SHORTEST: usize = 6;
/// Of longer quotes, so many letters from each end are looked for.
const LONGEST: usize = 240;

pub(super) fn letters(chars: &[char]) -> Vec<Letter> {
    chars.iter().map(|c| Letter::of(*c)).collect()
}

/// The weighted edit distance of two texts (Levenshtein): 2 for a letter, 1 where only its marks differ.
pub(super) fn distance(a: &[Letter], b: &[Letter]) -> usize {
    let mut row: Vec<usize> = (0..=b.len()).map(|n| n * LETTER).collect();
    for (n, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = (n + 1) * LETTER;
        for (m, y) in b.iter().enumerate() {
            let replaced = diagonal + x.cost(*y);
            diagonal = row[m + 1];
            row[m + 1] = replaced.min(diagonal + LETTER).min(row[m] + LETTER);
        }
    }
    row[b.len()]
}

/// A place where nearly the same words stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Hit {
    pub start: usize,
    pub end: usize,
    pub distance: usize,
}

/// The cost that words of that many letters may have: a fifth of them.
fn bound(length: usize) -> usize {
    LETTER * length / 5
}

/// The places where words stand of which at most a fifth of the letters differ; the best of those that overlap.
pub(super) fn matches(text: &[Letter], quote: &[Letter]) -> Vec<Hit> {
    if quote.len() < SHORTEST {
        return vec![];
    }
    if quote.len() <= 2 * LONGEST {
        return apart(approximate(text, quote, bound(quote.len())), quote.len());
    }
    by_ends(text, quote)
}

/// A long quote is where its two ends are, at about its length from each other.
fn by_ends(text: &[Letter], quote: &[Letter]) -> Vec<Hit> {
    let (head, tail) = (&quote[..LONGEST], &quote[quote.len() - LONGEST..]);
    let heads = apart(approximate(text, head, bound(LONGEST)), LONGEST);
    let tails = apart(approximate(text, tail, bound(LONGEST)), LONGEST);
    let slack = quote.len() / 5;
    let mut found = Vec::new();
    for head in &heads {
        let fitting =
            |tail: &&Hit| tail.start >= head.start && (tail.end - head.start).abs_diff(quote.len()) <= slack;
        found.extend(tails.iter().filter(fitting).map(|tail| Hit {
            start: head.start,
            end: tail.end,
            distance: head.distance + tail.distance,
        }));
    }
    apart(found, quote.len())
}

/// Where a pattern stands in a text with a distance up to `bound`: for each end the best beginning (Sellers 1980).
/// Only as much of each column is worked out as can still lead to a match (Ukkonen 1985).
fn approximate(text: &[Letter], pattern: &[Letter], bound: usize) -> Vec<Hit> {
    let length = pattern.len();
    // For each beginning of the pattern: its cost at this place of the text, and where that match begins.
    let mut column: Vec<(usize, usize)> = (0..=length).map(|n| (n * LETTER, 0)).collect();
    let mut last = (bound / LETTER).min(length);
    let mut hits = Vec::new();
    for (at, letter) in text.iter().enumerate() {
        let mut diagonal = column[0];
        column[0] = (0, at + 1);
        let reach = (last + 1).min(length);
        for n in 1..=reach {
            let replaced = (diagonal.0 + letter.cost(pattern[n - 1]), diagonal.1);
            // Beyond what was worked out before, nothing can come from the left.
            let left = if n > last { (usize::MAX - LETTER, 0) } else { column[n] };
            diagonal = column[n];
            let up = column[n - 1];
            let mut best = replaced;
            for other in [(up.0 + LETTER, up.1), (left.0 + LETTER, left.1)] {
                if other.0 < best.0 {
                    best = other;
                }
            }
            column[n] = best;
        }
        last = reach;
        while last > 0 && column[last].0 > bound {
            last -= 1;
        }
        if last == length {
            let (distance, start) = column[length];
            hits.push(Hit { start, end: at + 1, distance });
        }
    }
    hits.retain(|hit| hit.start < hit.end);
    hits
}

/// The best of matches that overlap; of equal ones, that of the right length.
fn apart(mut hits: Vec<Hit>, length: usize) -> Vec<Hit> {
    hits.sort_by_key(|hit| (hit.distance, (hit.end - hit.start).abs_diff(length), hit.start));
    let mut kept: Vec<Hit> = Vec::new();
    for hit in hits {
        if kept.iter().all(|other| hit.end <= other.start || other.end <= hit.start) {
            kept.push(hit);
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn of(text: &str) -> Vec<Letter> {
        letters(&text.chars().collect::<Vec<_>>())
    }

    #[test]
    fn marks_count_half() {
        assert_eq!(distance(&of("ma"), &of("mã")), 1);
        assert_eq!(distance(&of("l945"), &of("1945")), 2);
        assert_eq!(distance(&of("cau"), &of("cầu đường")), 13);
        assert_eq!(distance(&of(""), &of("ba")), 4);
    }

    #[test]
    fn the_best_place_is_found() {
        let text = of("Ngày 2 tháng 9 năm l945, tai Quảng trường Ba Đình");
        let hit = matches(&text, &of("năm 1945, tại Quảng trường"))[0];
        let found: String = text[hit.start..hit.end].iter().map(|letter| letter.whole).collect();
        assert_eq!((found.as_str(), hit.distance), ("năm l945, tai Quảng trường", 3));
        assert_eq!(matches(&text, &of("năm 1954, hội nghị Giơ-ne-vơ")), []);
    }

    proptest! {
        /// The cut-off loses no match: each window that is near enough ends one.
        #[test]
        fn nothing_near_is_missed(text in "[abá]{0,24}", pattern in "[abá]{6,9}") {
            let (text, pattern) = (of(&text), of(&pattern));
            let bound = bound(pattern.len());
            let hits = approximate(&text, &pattern, bound);
            for end in 1..=text.len() {
                let best = (0..end).map(|start| distance(&text[start..end], &pattern)).min().unwrap();
                let found = hits.iter().find(|hit| hit.end == end);
                prop_assert_eq!(found.map(|hit| hit.distance), (best <= bound).then_some(best));
                if let Some(hit) = found {
                    prop_assert_eq!(distance(&text[hit.start..hit.end], &pattern), best);
                }
            }
        }
    }
}
