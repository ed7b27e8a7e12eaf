//! A query cut into tokens.

use std::ops::Range;

/// The fields that a clause may name.
const FIELDS: [&str; 8] = ["author", "source", "tag", "date", "kind", "has", "in", "lang"];
/// Quotation marks; any of them opens, and any closes.
const QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// A piece of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Token {
    pub kind: Kind,
    /// Where it stands, in code points.
    pub place: Range<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Open,
    Close,
    Not,
    Or,
    Term(Term),
}

/// A word, a phrase, or a field with its value.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Term {
    pub field: Option<&'static str>,
    pub text: String,
    pub is_quoted: bool,
    /// A star stood at its end.
    pub is_beginning: bool,
    /// Its quotation mark is not closed.
    pub is_unclosed: bool,
}

/// Cuts a query into tokens.
pub(super) fn lex(text: &str) -> Vec<Token> {
    let mut lexer = Lexer { chars: text.chars().collect(), at: 0 };
    std::iter::from_fn(|| lexer.next()).collect()
}

/// Whether the last word is still being typed: a word outside of quotes that must be there, right at the end.
pub(super) fn is_open(tokens: &[Token], text: &str) -> bool {
    let Some((last, before)) = tokens.split_last() else { return false };
    let is_plain =
        matches!(&last.kind, Kind::Term(Term { field: None, is_quoted: false, is_beginning: false, .. }));
    let is_negated = before.last().is_some_and(|token| token.kind == Kind::Not);
    is_plain && !is_negated && last.place.end == text.chars().count()
}

/// Whether a value means itself without quotation marks.
pub(super) fn is_plain(field: Option<&'static str>, value: &str) -> bool {
    let text = field.map_or_else(|| value.to_owned(), |field| format!("{field}:{value}"));
    let alone = Term { field, text: value.to_owned(), ..Term::default() };
    matches!(lex(&text).as_slice(), [Token { kind: Kind::Term(term), .. }] if *term == alone)
}

struct Lexer {
    chars: Vec<char>,
    at: usize,
}

impl Lexer {
    fn next(&mut self) -> Option<Token> {
        while self.peek()?.is_whitespace() {
            self.at += 1;
        }
        let from = self.at;
        let kind = match self.peek()? {
            '(' => self.single(Kind::Open),
            ')' => self.single(Kind::Close),
            '-' if self.chars.get(from + 1).is_some_and(|c| !c.is_whitespace()) => self.single(Kind::Not),
            c if QUOTES.contains(&c) => Kind::Term(self.quoted()),
            _ => self.word(),
        };
        Some(Token { kind, place: from..self.at })
    }

    fn peek(&self) -> Option<char> {
        self.chars.get(self.at).copied()
    }

    fn single(&mut self, kind: Kind) -> Kind {
        self.at += 1;
        kind
    }

    fn quoted(&mut self) -> Term {
        let mut term = Term { is_quoted: true, is_unclosed: true, ..Term::default() };
        self.at += 1;
        while let Some(c) = self.peek() {
            self.at += 1;
            match (c, self.peek()) {
                ('\\', Some(next)) if next == '\\' || QUOTES.contains(&next) => {
                    term.text.push(next);
                    self.at += 1;
                }
                _ if QUOTES.contains(&c) => {
                    term.is_unclosed = false;
                    break;
                }
                _ => term.text.push(c),
            }
        }
        while self.peek() == Some('*') {
            term.is_beginning = true;
            self.at += 1;
        }
        term
    }

    fn word(&mut self) -> Kind {
        let field = self.field();
        if field.is_some() && self.peek().is_some_and(|c| QUOTES.contains(&c)) {
            return Kind::Term(Term { field, ..self.quoted() });
        }
        let from = self.at;
        let ends = |c: char| c.is_whitespace() || c == '(' || c == ')' || QUOTES.contains(&c);
        while self.peek().is_some_and(|c| !ends(c)) {
            self.at += 1;
        }
        let whole: String = self.chars.get(from..self.at).unwrap_or_default().iter().collect();
        if field.is_none() && matches!(fonds_model::text::nfc(&whole).as_str(), "OR" | "HOẶC") {
            return Kind::Or;
        }
        let text = whole.trim_end_matches('*').to_owned();
        Kind::Term(Term { field, is_beginning: text.len() < whole.len(), text, ..Term::default() })
    }

    /// The field's name, if one stands here before a colon; what follows is its value.
    fn field(&mut self) -> Option<&'static str> {
        let rest = self.chars.get(self.at..)?;
        let colon = rest.iter().take(8).position(|c| *c == ':')?;
        let name: String = rest.iter().take(colon).map(char::to_ascii_lowercase).collect();
        let field = FIELDS.into_iter().find(|field| *field == name)?;
        self.at += colon + 1;
        Some(field)
    }
}
