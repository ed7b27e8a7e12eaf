//! What people type: words, "phrases", -not; the word being typed matches as a beginning.

use crate::words::{Word, words};

/// One condition of a query.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Condition {
    /// One word, or a phrase of several.
    pub words: Vec<Word>,
    /// Must not be there.
    pub not: bool,
    /// The last word may go on.
    pub prefix: bool,
}

/// The conditions of a query; all must hold.
pub(crate) fn parse(query: &str) -> Vec<Condition> {
    let mut conditions = Vec::new();
    let mut rest = query;
    while let Some(at) = rest.find(|c: char| !c.is_whitespace()) {
        rest = &rest[at..];
        let (not, body) = match rest.strip_prefix('-') {
            Some(body) => (true, body),
            None => (false, rest),
        };
        let (text, prefix, next) = take(body);
        rest = next;
        let words = words(text);
        if !words.is_empty() {
            conditions.push(Condition { words, not, prefix: prefix && !not });
        }
    }
    conditions
}

/// The next phrase or word, whether it is still being typed, and what comes after.
fn take(text: &str) -> (&str, bool, &str) {
    if let Some(quoted) = text.strip_prefix(['"', '“', '”']) {
        let end = quoted.find(['"', '“', '”']).unwrap_or(quoted.len());
        let after = quoted[end..].trim_start_matches(['"', '“', '”']);
        return (&quoted[..end], false, after);
    }
    let end = text.find(|c: char| c.is_whitespace() || c == '"').unwrap_or(text.len());
    let (word, after) = text.split_at(end);
    (word, word.ends_with('*') || after.is_empty(), after)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(query: &str) -> Vec<String> {
        let show = |condition: &Condition| {
            let words: Vec<_> = condition.words.iter().map(|word| word.folded.as_str()).collect();
            let (not, more) = (if condition.not { "-" } else { "" }, if condition.prefix { "*" } else { "" });
            format!("{not}{}{more}", words.join("+"))
        };
        parse(query).iter().map(show).collect()
    }

    #[test]
    fn words_phrases_and_not() {
        assert_eq!(shown("cầu \"đường sắt\" -metro mớ"), ["cau", "duong+sat", "-metro", "mo*"]);
        assert_eq!(shown("cầu "), ["cau"]);
        assert_eq!(shown("cau* duong"), ["cau*", "duong*"]);
        assert_eq!(shown("\"chưa đóng"), ["chua+dong"]);
        assert!(parse(" - \"\" ").is_empty());
    }
}
