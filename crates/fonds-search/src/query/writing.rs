//! A query written back as text, so that reading it gives the same query.

use super::lexing::{is_open, is_plain, lex};
use super::{Condition, Node, Query, Words};
use std::fmt;

impl fmt::Display for Query {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut text = String::new();
        write(&self.root, &mut text);
        f.write_str(&text)?;
        // A space says that the last word is whole.
        let needs_space = !self.is_open && is_open(&lex(&text), &text);
        f.write_str(if needs_space { " " } else { "" })
    }
}

/// The depth of a tree is bounded by [`super::DEEPEST`].
fn write(node: &Node, text: &mut String) {
    match node {
        Node::All(parts) => join(parts, " ", |part| matches!(part, Node::Any(_)), text),
        Node::Any(parts) => join(parts, " OR ", |_| false, text),
        Node::Not(part) => {
            text.push('-');
            write_within(part, !matches!(**part, Node::Is(_)), text);
        }
        Node::Is(condition) => text.push_str(&condition.to_string()),
    }
}

fn join(parts: &[Node], between: &str, in_parentheses: impl Fn(&Node) -> bool, text: &mut String) {
    for (n, part) in parts.iter().enumerate() {
        if n > 0 {
            text.push_str(between);
        }
        write_within(part, in_parentheses(part), text);
    }
}

fn write_within(part: &Node, in_parentheses: bool, text: &mut String) {
    if in_parentheses {
        text.push('(');
    }
    write(part, text);
    if in_parentheses {
        text.push(')');
    }
}

impl fmt::Display for Condition {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let field = self.field();
        if let Some(field) = field {
            write!(f, "{field}:")?;
        }
        match self {
            Self::Text(words) | Self::Author(words) | Self::Source(words) => write_words(words, field, f),
            Self::Tag(value) | Self::In(value) | Self::Language(value) => write_value(value, field, f),
            Self::Date(range) => write_value(range.as_str(), field, f),
            Self::Kind(kind) => f.write_str(kind.name()),
            Self::Has(has) => f.write_str(has.name()),
        }
    }
}

fn write_words(words: &Words, field: Option<&'static str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if words.is_quoted || !is_plain(field, &words.text) {
        write_quoted(&words.text, f)?;
    } else {
        f.write_str(&words.text)?;
    }
    f.write_str(if words.is_beginning { "*" } else { "" })
}

fn write_value(value: &str, field: Option<&'static str>, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    if is_plain(field, value) { f.write_str(value) } else { write_quoted(value, f) }
}

fn write_quoted(text: &str, f: &mut fmt::Formatter<'_>) -> fmt::Result {
    f.write_str("\"")?;
    for c in text.chars() {
        if matches!(c, '\\' | '"' | '“' | '”' | '„') {
            f.write_str("\\")?;
        }
        write!(f, "{c}")?;
    }
    f.write_str("\"")
}
