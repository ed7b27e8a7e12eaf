//! Snippets: the part of an article where the found words stand.

use crate::query::{Condition, Query};
use crate::words::{Forms, forms, words};
use serde::Serialize;

/// Found places that are looked at in one text.
const PLACES: usize = 400;
/// Words of a phrase that are compared.
const PHRASE: usize = 64;

/// A piece of an article with the found words marked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Snippet {
    /// The piece, with `…` where it was cut; `snippet` in JSON.
    #[serde(rename = "snippet")]
    pub text: String,
    /// Ranges of the words, in code points of the piece.
    pub marks: Vec<(usize, usize)>,
    /// Where the piece comes from.
    pub part: Part,
    /// Where to go in the article, in code points of its text: the first marked word, or the passage that the note is
    /// about. Nothing where only title or facts match.
    pub place: Option<usize>,
}

/// A part of an article.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part {
    /// The text itself.
    #[default]
    Text,
    /// A note on it.
    Note,
}

/// Whether a query has words with marks, which fold when they are not found.
pub(super) fn is_marked(query: &Query) -> bool {
    let typed = |condition: &Condition| match condition {
        Condition::Text(words) | Condition::Author(words) | Condition::Source(words) => {
            forms(&words.text).iter().any(Forms::is_marked)
        }
        _ => false,
    };
    query.root.conditions().iter().any(|(condition, _)| typed(condition))
}

/// Marks what a query looks for.
pub(super) struct Marker {
    sought: Vec<Sought>,
    exactly: bool,
}

/// A word, or words side by side.
struct Sought {
    words: Vec<Forms>,
    is_beginning: bool,
}

/// A found word of a text, and the number of what it belongs to.
struct Place {
    start: usize,
    end: usize,
    of: usize,
}

impl Marker {
    pub fn of(query: &Query, exactly: bool) -> Self {
        let query = query.typed();
        let wanted = query.root.conditions().into_iter().filter(|(_, wanted)| *wanted);
        let sought = wanted.filter_map(|(condition, _)| match condition {
            Condition::Text(typed) => Some(Sought {
                words: forms(&typed.text).into_iter().take(PHRASE).collect(),
                is_beginning: typed.is_beginning,
            }),
            _ => None,
        });
        Self { sought: sought.filter(|sought| !sought.words.is_empty()).collect(), exactly }
    }

    /// Ranges of all found words in a short text.
    pub fn marks(&self, text: &str) -> Vec<(usize, usize)> {
        ranges(&self.places(text), 0, usize::MAX)
    }

    /// The best piece of the text; where the words stand only in a note, the best piece of that.
    pub fn snippet<'a>(
        &self,
        text: &str,
        notes: impl Iterator<Item = (&'a str, usize)>,
        length: usize,
    ) -> Snippet {
        let places = self.places(text);
        if places.is_empty() {
            for (note, passage) in notes {
                let places = self.places(note);
                if !places.is_empty() {
                    return Snippet {
                        part: Part::Note,
                        place: Some(passage),
                        ..self.piece(note, &places, length)
                    };
                }
            }
        }
        self.piece(text, &places, length)
    }

    fn piece(&self, text: &str, places: &[Place], length: usize) -> Snippet {
        let best = self.best(places, length * 2 / 3);
        let wanted = best.map_or(0, |place| place.start.saturating_sub(length / 3));
        let mut rest = text.chars().skip(wanted).peekable();
        let mut start = wanted;
        let most = best.map_or(wanted, |place| place.start);
        while wanted > 0 && start < most && rest.next_if(|c| !c.is_whitespace()).is_some() {
            start += 1;
        }
        while start < most && rest.next_if(|c| c.is_whitespace()).is_some() {
            start += 1;
        }
        let mut piece = String::from(if start > 0 { "…" } else { "" });
        piece.extend(rest.by_ref().take(length).map(|c| if c == '\n' { ' ' } else { c }));
        if rest.next().is_some() {
            piece.push('…');
        }
        let shift = usize::from(start > 0);
        let marks = ranges(places, start, start + length);
        let marks = marks.into_iter().map(|(from, to)| (from - start + shift, to - start + shift));
        Snippet {
            text: piece,
            marks: marks.collect(),
            part: Part::Text,
            place: best.map(|place| place.start),
        }
    }

    /// The first place from which the most different words stand within a length.
    fn best<'p>(&self, places: &'p [Place], length: usize) -> Option<&'p Place> {
        let mut found = vec![0_usize; self.sought.len()];
        let (mut best, mut most, mut distinct, mut end) = (None, 0, 0, 0);
        for place in places {
            while let Some(next) = places.get(end).filter(|next| next.end <= place.start + length.max(1)) {
                let count = found.get_mut(next.of);
                distinct += count.as_ref().map_or(0, |count| usize::from(**count == 0));
                count.into_iter().for_each(|count| *count += 1);
                end += 1;
            }
            if distinct > most || best.is_none() {
                (best, most) = (Some(place), distinct);
            }
            if let Some(count) = found.get_mut(place.of).filter(|count| **count > 0) {
                *count -= 1;
                distinct -= usize::from(*count == 0);
            } else {
                end += 1;
            }
        }
        best
    }

    /// Where the words stand, in the order of the text. Phrases are found by Shift-And (Baeza-Yates and Gonnet 1992).
    fn places(&self, text: &str) -> Vec<Place> {
        let mut places: Vec<Place> = Vec::new();
        let mut states = vec![0_u64; self.sought.len()];
        let mut latest: Vec<(usize, usize)> = Vec::new();
        let longest = self.sought.iter().map(|sought| sought.words.len()).max().unwrap_or(0);
        let mut forms = Forms::default();
        let texts = if longest > 0 { text } else { "" };
        for word in words(texts) {
            forms.set(word.text);
            if latest.len() == longest {
                latest.remove(0);
            }
            latest.push((word.start, word.end));
            for (of, (sought, state)) in self.sought.iter().zip(&mut states).enumerate() {
                *state = sought.step(*state, &forms, self.exactly);
                let length = sought.words.len();
                if *state & (1 << (length - 1)) != 0 {
                    let phrase = latest.iter().skip(latest.len() - length);
                    places.extend(phrase.map(|(start, end)| Place { start: *start, end: *end, of }));
                }
            }
            if places.len() >= PLACES {
                break;
            }
        }
        places.sort_by_key(|place| place.start);
        places
    }
}

impl Sought {
    /// Bit `n` is set when the words up to the one of that number stand here.
    fn step(&self, state: u64, word: &Forms, exactly: bool) -> u64 {
        let last = self.words.len() - 1;
        let open = (state << 1) | 1;
        self.words.iter().enumerate().fold(0, |next, (n, sought)| {
            let bit = open & (1 << n);
            let is_there = bit != 0 && sought.finds(word, exactly, self.is_beginning && n == last);
            if is_there { next | bit } else { next }
        })
    }
}

/// The ranges of places between two others, each once.
fn ranges(places: &[Place], start: usize, end: usize) -> Vec<(usize, usize)> {
    let inside = places.iter().filter(|place| place.start >= start && place.end <= end);
    let mut ranges: Vec<_> = inside.map(|place| (place.start, place.end)).collect();
    ranges.dedup();
    ranges
}
