//! Citations as they are typed in a text, after Pandoc: `[@key, tr. 3]`, `[xem @a; @b, p. 5]`, `[-@a]`, `@a [p. 3]`.
//!
//! 1. [`pieces`] divides a text at its citations.
//! 2. What follows a key is a locator as far as it reads like one ([`crate::locators`]), then words.
//!
//! Invariant: the pieces as written, one after the other, are the text.

use crate::cluster::{AuthorForm, Locator};
use crate::locators;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// A piece of a text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Piece {
    /// Words.
    Text(String),
    /// A citation.
    Citation(Written),
}

/// A citation as it was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The exact characters.
    pub source: String,
    /// What it cites, in order; never empty.
    pub cites: Vec<KeyedCite>,
}

/// One article of a citation, by its citekey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct KeyedCite {
    /// The citekey.
    pub key: String,
    /// Where in the article.
    pub locator: Option<Locator>,
    /// Words before it.
    pub prefix: String,
    /// Words after it, with the punctuation that they begin with.
    pub suffix: String,
    /// How its author is told.
    pub author: AuthorForm,
}

/// Divides a text at its citations.
pub fn pieces(text: &str) -> Vec<Piece> {
    let mut out = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(found) = text[at..].find(['[', '@']).map(|found| at + found) {
        let parsed = if text[found..].starts_with('[') { bracketed(text, found) } else { bare(text, found) };
        let Some((cites, end)) = parsed else {
            at = found + 1;
            continue;
        };
        if plain < found {
            out.push(Piece::Text(text[plain..found].to_owned()));
        }
        out.push(Piece::Citation(Written { source: text[found..end].to_owned(), cites }));
        (plain, at) = (end, end);
    }
    if plain < text.len() {
        out.push(Piece::Text(text[plain..].to_owned()));
    }
    out
}

/// The text with other keys in its citations; keys that are not named stay.
pub fn with_keys(text: &str, keys: &HashMap<String, String>) -> String {
    if keys.is_empty() {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    for piece in pieces(text) {
        match piece {
            Piece::Text(text) => out.push_str(&text),
            Piece::Citation(written) => rekey(&written.source, keys, &mut out),
        }
    }
    out
}

fn rekey(source: &str, keys: &HashMap<String, String>, out: &mut String) {
    let mut copied = 0;
    for (at, _) in source.match_indices('@') {
        let Some((key, end)) = key_at(source, at).filter(|_| at >= copied) else { continue };
        if let Some(other) = keys.get(&key) {
            out.push_str(&source[copied..at]);
            out.push('@');
            out.push_str(&written_key(other));
            copied = end;
        }
    }
    out.push_str(&source[copied..]);
}

/// `[…]` with a key in each of its parts, and where it ends.
fn bracketed(text: &str, start: usize) -> Option<(Vec<KeyedCite>, usize)> {
    let end = closing(text, start)?;
    let inside = text.get(start + 1..end)?;
    let cites = parts(inside).into_iter().map(cite).collect::<Option<Vec<_>>>()?;
    (!cites.is_empty()).then_some((cites, end + 1))
}

/// `@key` in a sentence, with the locator in brackets that may follow.
fn bare(text: &str, at: usize) -> Option<(Vec<KeyedCite>, usize)> {
    let (key, after) = key_at(text, at)?;
    let mut first = KeyedCite { key, author: AuthorForm::InText, ..KeyedCite::default() };
    let rest = text.get(after..)?;
    let bracket = after + rest.len() - rest.trim_start_matches(' ').len();
    if !text.get(bracket..)?.starts_with('[') || bracketed(text, bracket).is_some() {
        return Some((vec![first], after));
    }
    let Some(end) = closing(text, bracket) else { return Some((vec![first], after)) };
    let inside = text.get(bracket + 1..end)?;
    let mut parts = parts(inside).into_iter();
    let (locator, suffix) = locators::split(parts.next().unwrap_or_default());
    let more: Option<Vec<KeyedCite>> = parts.map(cite).collect();
    // Brackets after a key that hold no place belong to the sentence.
    match more {
        Some(more) if locator.is_some() || !more.is_empty() => {
            (first.locator, first.suffix) = (locator, suffix);
            let cites = std::iter::once(first).chain(more).collect();
            Some((cites, end + 1))
        }
        _ => Some((vec![first], after)),
    }
}

/// Brackets that hold more characters than this hold no citation.
const LONGEST: usize = 2000;

/// The bracket that closes the one at `start`, others within it counted.
fn closing(text: &str, start: usize) -> Option<usize> {
    let mut depth = 0usize;
    for (at, c) in text.get(start..)?.char_indices().take(LONGEST) {
        match c {
            '[' => depth += 1,
            ']' if depth == 1 => return Some(start + at),
            ']' => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    None
}

fn parts(inside: &str) -> Vec<&str> {
    inside.split(';').collect()
}

/// One part of a bracket: words, `-@key` or `@key`, a locator, words.
fn cite(part: &str) -> Option<KeyedCite> {
    let (at, (key, after)) =
        part.match_indices('@').find_map(|(at, _)| key_at(part, at).map(|found| (at, found)))?;
    let before = part.get(..at)?;
    let suppressed = before.ends_with('-')
        && before[..before.len() - 1].chars().next_back().is_none_or(char::is_whitespace);
    let prefix = if suppressed { &before[..before.len() - 1] } else { before };
    let (locator, suffix) = locators::split(part.get(after..)?);
    Some(KeyedCite {
        key,
        locator,
        prefix: prefix.trim().to_owned(),
        suffix,
        author: if suppressed { AuthorForm::Suppressed } else { AuthorForm::Styled },
    })
}

/// A key as it stands behind its `@`: in braces where it would end too early.
pub(crate) fn written_key(key: &str) -> String {
    let whole = key_at(&format!("@{key}"), 0).is_some_and(|(found, _)| found == key);
    if whole && !key.starts_with('{') { key.to_owned() } else { format!("{{{key}}}") }
}

/// The key after the `@` at this place, and where it ends: `@key`, or `@{key}` for one with other characters.
fn key_at(text: &str, at: usize) -> Option<(String, usize)> {
    // An address of mail has a letter or digit before its `@`.
    if text.get(..at)?.chars().next_back().is_some_and(|c| c.is_alphanumeric() || c == '@' || c == '\\') {
        return None;
    }
    let rest = text.get(at..)?.strip_prefix('@')?;
    if let Some(braced) = rest.strip_prefix('{') {
        let key = braced.get(..braced.find('}')?)?;
        let good = !key.is_empty() && !key.contains(char::is_whitespace);
        return good.then(|| (key.to_owned(), at + 3 + key.len()));
    }
    let length =
        rest.find(|c: char| !(c.is_alphanumeric() || ":.#$%&-+?<>~/_".contains(c))).unwrap_or(rest.len());
    let key = rest.get(..length)?.trim_end_matches(|c: char| !c.is_alphanumeric() && c != '_');
    let starts = key.starts_with(|c: char| c.is_alphanumeric() || c == '_');
    starts.then(|| (key.to_owned(), at + 1 + key.len()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(text: &str) -> String {
        let cite = |cite: &KeyedCite| {
            let locator =
                cite.locator.as_ref().map(|locator| format!(" {:?} {}", locator.label, locator.value));
            format!(
                "{}|{:?} {}{}|{}",
                cite.prefix,
                cite.author,
                cite.key,
                locator.unwrap_or_default(),
                cite.suffix
            )
        };
        let piece = |piece: &Piece| match piece {
            Piece::Text(text) => format!("“{text}”"),
            Piece::Citation(written) => written.cites.iter().map(cite).collect::<Vec<_>>().join(" + "),
        };
        pieces(text).iter().map(piece).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn as_pandoc_reads_them() {
        insta::assert_snapshot!(shown("Cầu đã xong [@an2022, tr. 3], rồi [xem @an2022, chương 2; -@le1998, pp. 33-35 và tiếp]."), @r"
“Cầu đã xong ”
|Styled an2022 Page 3|
“, rồi ”
xem|Styled an2022 Chapter 2| + |Suppressed le1998 Page 33-35| và tiếp
“.”
");
        insta::assert_snapshot!(shown("Theo @an2022 [tr. 3], và @le1998, cầu đã xong."), @r"
“Theo ”
|InText an2022 Page 3|
“, và ”
|InText le1998|
“, cầu đã xong.”
");
        insta::assert_snapshot!(shown("[@{http://x.vn/a}] [@a 12–14; @b, mục 4, nhất là đoạn đầu; @c, {tr. iv, dòng 2} thôi]"), @r"
|Styled http://x.vn/a|
“ ”
|Styled a Page 12–14| + |Styled b Section 4|, nhất là đoạn đầu + |Styled c Page iv, dòng 2| thôi
");
        insta::assert_snapshot!(shown("@an2022 [-@le1998] @an2022. [không] lan@vidu.vn [a; @b]"), @r"
|InText an2022|
“ ”
|Suppressed le1998|
“ ”
|InText an2022|
“. [không] lan@vidu.vn [a; ”
|InText b|
“]”
");
    }

    #[test]
    fn keys_are_exchanged_in_citations_only() {
        let keys =
            HashMap::from([("an2022".to_owned(), "an2022a".to_owned()), ("le1998".into(), "le-1998".into())]);
        let text = "Xem [xem @an2022, tr. 3; -@le1998] và @an2022. Thư: x@an2022 [@anh2022]";
        let expected = "Xem [xem @an2022a, tr. 3; -@le-1998] và @an2022a. Thư: x@an2022 [@anh2022]";
        assert_eq!(with_keys(text, &keys), expected);
    }

    #[test]
    fn keys_end_before_punctuation() {
        for (text, key) in [("@an2022a.", "an2022a"), ("@an_2022:b)", "an_2022:b"), ("@a-b, c", "a-b")] {
            let Some(Piece::Citation(written)) = pieces(text).into_iter().next() else { panic!("{text}") };
            assert_eq!(written.cites[0].key, key);
        }
    }

    proptest! {
        #[test]
        fn nothing_is_lost(text in "[-a-c@\\[\\]{};, .0-9đ–\\\\]{0,60}") {
            let written: String = pieces(&text).iter().map(|piece| match piece {
                Piece::Text(text) => text.as_str(),
                Piece::Citation(written) => written.source.as_str(),
            }).collect();
            prop_assert_eq!(written, text);
        }
    }
}
