//! Texts as tantivy reads them: the words' forms, and the beginnings of words.
//!
//! A marked word gives two terms at one position, the folded form and, behind [`EXACT`], the exact one. So one field
//! answers both ways of typing, word by word, in phrases too.

use crate::words::{Forms, Words, words};
use std::collections::HashSet;
use tantivy::tokenizer::{Token, TokenStream, Tokenizer};

/// Stands before exact forms; no folded form holds it.
pub(crate) const EXACT: char = '=';
/// Beginnings up to this many letters are terms of their own, because so many words have them.
pub(crate) const BEGINNING: usize = 3;

/// Gives the forms of each word.
#[derive(Clone, Default)]
pub(crate) struct FormsTokenizer {
    token: Token,
    forms: Forms,
}

/// Gives the first letters of each word, folded, each once.
#[derive(Clone, Default)]
pub(crate) struct BeginningsTokenizer {
    token: Token,
    forms: Forms,
    known: HashSet<[char; BEGINNING]>,
}

impl Tokenizer for FormsTokenizer {
    type TokenStream<'a> = FormsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> FormsStream<'a> {
        self.token.reset();
        FormsStream { words: words(text), tokenizer: self, has_exact: false }
    }
}

pub(crate) struct FormsStream<'a> {
    words: Words<'a>,
    tokenizer: &'a mut FormsTokenizer,
    /// The exact form of the word is still to come.
    has_exact: bool,
}

impl TokenStream for FormsStream<'_> {
    fn advance(&mut self) -> bool {
        let FormsTokenizer { token, forms } = &mut *self.tokenizer;
        if std::mem::take(&mut self.has_exact) {
            token.text.clear();
            token.text.push(EXACT);
            token.text.push_str(&forms.exact);
            return true;
        }
        let Some(word) = self.words.next() else { return false };
        forms.set(word.text);
        self.has_exact = forms.is_marked();
        token.text.clone_from(&forms.folded);
        token.position = token.position.wrapping_add(1);
        true
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

impl Tokenizer for BeginningsTokenizer {
    type TokenStream<'a> = BeginningsStream<'a>;

    fn token_stream<'a>(&'a mut self, text: &'a str) -> BeginningsStream<'a> {
        self.token.reset();
        self.token.position = 0;
        self.known.clear();
        BeginningsStream { words: words(text), tokenizer: self, letters: 0, of_word: 0 }
    }
}

pub(crate) struct BeginningsStream<'a> {
    words: Words<'a>,
    tokenizer: &'a mut BeginningsTokenizer,
    /// Letters of the beginning that was given last, and of the word, as far as they are taken.
    letters: usize,
    of_word: usize,
}

impl TokenStream for BeginningsStream<'_> {
    fn advance(&mut self) -> bool {
        let BeginningsTokenizer { token, forms, known } = &mut *self.tokenizer;
        loop {
            if self.letters == self.of_word {
                let Some(word) = self.words.next() else { return false };
                forms.set(word.text);
                let longest = forms.folded.chars().take(BEGINNING).count();
                // Where the longest is known, the others are too.
                let is_known = known.contains(&beginning(forms, longest));
                (self.letters, self.of_word) = (0, if is_known { 0 } else { longest });
                continue;
            }
            self.letters += 1;
            if known.insert(beginning(forms, self.letters)) {
                token.text.clear();
                token.text.extend(forms.folded.chars().take(self.letters));
                return true;
            }
        }
    }

    fn token(&self) -> &Token {
        &self.tokenizer.token
    }

    fn token_mut(&mut self) -> &mut Token {
        &mut self.tokenizer.token
    }
}

fn beginning(forms: &Forms, letters: usize) -> [char; BEGINNING] {
    let mut beginning = ['\0'; BEGINNING];
    for (slot, c) in beginning.iter_mut().zip(forms.folded.chars().take(letters)) {
        *slot = c;
    }
    beginning
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(tokenizer: &mut impl Tokenizer, text: &str) -> Vec<(String, usize)> {
        let mut found = Vec::new();
        tokenizer.token_stream(text).process(&mut |token| found.push((token.text.clone(), token.position)));
        found
    }

    #[test]
    fn marked_words_have_two_forms_at_one_place() {
        let found = tokens(&mut FormsTokenizer::default(), "Đường số 7");
        let expected = [("duong", 0), ("=đương\u{300}", 0), ("so", 1), ("=sô\u{301}", 1), ("7", 2)]
            .map(|(t, n)| (t.to_owned(), n));
        assert_eq!(found, expected);
    }

    #[test]
    fn beginnings_come_once() {
        let found = tokens(&mut BeginningsTokenizer::default(), "Đường đua a 1954");
        let texts: Vec<_> = found.iter().map(|(text, _)| text.as_str()).collect();
        assert_eq!(texts, ["d", "du", "duo", "dua", "a", "1", "19", "195"]);
    }
}
