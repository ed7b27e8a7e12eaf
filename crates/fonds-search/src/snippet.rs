//! Snippets: the part of a text where the found words stand.

use crate::query::{Condition, parse};
use crate::words::{Word, words};

/// A piece of a text with the found words marked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The piece, with `…` where it was cut.
    pub text: String,
    /// Ranges of the words, in code points of `text`.
    pub marks: Vec<(usize, usize)>,
}

/// About `length` code points of `text` around the first words that the query finds.
pub fn snippet(text: &str, query: &str, length: usize) -> Snippet {
    let conditions: Vec<_> = parse(query).into_iter().filter(|condition| !condition.not).collect();
    let all = words(text);
    let exact: Vec<_> = all.iter().filter(|word| conditions.iter().any(|c| c.finds(word, true))).collect();
    let found = if exact.is_empty() {
        all.iter().filter(|word| conditions.iter().any(|c| c.finds(word, false))).collect()
    } else {
        exact
    };
    let first = found.first().map_or(0, |word| word.start);
    let wanted = first.saturating_sub(length / 3);
    let start =
        if wanted == 0 { 0 } else { all.iter().map(|w| w.start).find(|s| *s >= wanted).unwrap_or(wanted) };
    let mut piece: String = if start > 0 { "…".into() } else { String::new() };
    let shift = piece.chars().count();
    piece.extend(text.chars().skip(start).take(length).map(|c| if c == '\n' { ' ' } else { c }));
    if text.chars().nth(start + length).is_some() {
        piece.push('…');
    }
    let inside = found.iter().filter(|word| word.start >= start && word.end <= start + length);
    let marks = inside.map(|word| (word.start - start + shift, word.end - start + shift)).collect();
    Snippet { text: piece, marks }
}

impl Condition {
    /// Whether a word of a text is one that this condition looks for.
    fn finds(&self, word: &Word, exactly: bool) -> bool {
        self.words.iter().enumerate().any(|(n, wanted)| {
            let marked = exactly && wanted.is_marked();
            let (have, want) =
                if marked { (&word.exact, &wanted.exact) } else { (&word.folded, &wanted.folded) };
            let open = self.prefix && n + 1 == self.words.len();
            if open { have.starts_with(want.as_str()) } else { have == want }
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn found_words_are_marked() {
        let text = format!(
            "{} Cây cầu mới bắc qua sông. {}",
            "Mở đầu rất dài. ".repeat(20),
            "Kết thúc. ".repeat(30)
        );
        let found = snippet(&text, "cau moi", 80);
        let marked: Vec<String> =
            found.marks.iter().map(|(a, b)| found.text.chars().skip(*a).take(b - a).collect()).collect();
        assert_eq!(marked, ["cầu", "mới"]);
        assert!(found.text.starts_with('…') && found.text.ends_with('…'));
    }

    #[test]
    fn without_words_it_is_the_beginning() {
        assert_eq!(snippet("Một hai.", "", 80), Snippet { text: "Một hai.".into(), marks: vec![] });
    }
}
