//! Commands that a BibTeX file defines for itself in `@preamble`, with `\newcommand` and its kin or `\def`: `\noopsort` is
//! the best known of them.

use std::borrow::Cow;
use std::collections::HashMap;

/// Longer definitions are left out, in bytes.
const LONGEST: usize = 1 << 10;
/// How often what a command stands for is looked through for further commands.
const DEEPEST: usize = 5;
const DEFINING: [&str; 5] = ["newcommand", "renewcommand", "providecommand", "DeclareRobustCommand", "def"];

/// The commands of a file.
#[derive(Default)]
pub(crate) struct Macros(HashMap<String, Macro>);

struct Macro {
    arguments: usize,
    /// What stands for the first argument where it is not given in brackets.
    usual: Option<String>,
    body: String,
}

impl Macros {
    /// Takes the definitions of one `@preamble`.
    pub fn take(&mut self, preamble: &str) {
        let mut rest = preamble;
        while let Some(at) = rest.find('\\') {
            rest = &rest[at + 1..];
            let (name, after) = name(rest);
            if DEFINING.contains(&name)
                && let Some((name, defined, after)) = definition(name == "def", after)
            {
                if defined.body.len() <= LONGEST {
                    self.0.insert(name, defined);
                }
                rest = after;
            }
        }
    }

    /// A field with what its commands stand for, within `most` bytes; as it is where that is too little.
    pub fn applied<'a>(&self, field: &'a str, most: usize) -> Cow<'a, str> {
        let mut text = Cow::Borrowed(field);
        for _ in 0..DEEPEST {
            if self.0.is_empty() || !text.contains('\\') {
                break;
            }
            match self.once(&text, most) {
                None => return Cow::Borrowed(field),
                Some(once) if once == *text => break,
                Some(once) => text = Cow::Owned(once),
            }
        }
        text
    }

    fn once(&self, text: &str, most: usize) -> Option<String> {
        let mut out = String::with_capacity(text.len());
        let mut rest = text;
        while let Some(at) = rest.find('\\') {
            let (word, after) = name(&rest[at + 1..]);
            let put = self.0.get(word).and_then(|known| known.put(after));
            let (put, after) = put.unwrap_or_else(|| {
                // A sign behind the backslash belongs to it.
                let sign = if word.is_empty() { after.chars().next().map_or(0, char::len_utf8) } else { 0 };
                (rest[at..at + 1 + word.len() + sign].to_owned(), &after[sign..])
            });
            out.push_str(&rest[..at]);
            out.push_str(&put);
            rest = after;
            if out.len() > most {
                return None;
            }
        }
        out.push_str(rest);
        (out.len() <= most).then_some(out)
    }
}

impl Macro {
    /// What it stands for before a text, and what follows its arguments.
    fn put<'a>(&self, after: &'a str) -> Option<(String, &'a str)> {
        let (mut given, mut rest): (Vec<String>, &str) = (Vec::new(), after);
        if let Some(usual) = &self.usual {
            let written = rest.strip_prefix('[').and_then(|inside| inside.split_once(']'));
            let (first, after) = written.unwrap_or((usual, rest));
            given.push(first.to_owned());
            rest = after;
        }
        while given.len() < self.arguments {
            let (argument, after) = argument(rest)?;
            given.push(argument.to_owned());
            rest = after;
        }
        if self.arguments == 0 {
            rest = rest.strip_prefix("{}").unwrap_or_else(|| rest.trim_start_matches(' '));
        }
        let numbered = given.iter().zip(1..);
        // Braces end a command at the end of the body before the text that follows.
        let body = numbered
            .fold(self.body.clone(), |body, (text, number)| body.replace(&format!("#{number}"), text));
        Some((if body.contains('\\') { format!("{{{body}}}") } else { body }, rest))
    }
}

/// The definition behind its command: `{\name}[2][usual]{body}`, or `\name#1#2{body}` where `is_def`.
fn definition(is_def: bool, text: &str) -> Option<(String, Macro, &str)> {
    let text = text.trim_start_matches('*').trim_start();
    let (inside, after) = match text.strip_prefix('{') {
        Some(braced) => braced.split_once('}')?,
        None => (text, ""),
    };
    let (name, behind) = name(inside.trim_start().strip_prefix('\\')?);
    let mut rest = if text.starts_with('{') { after } else { behind };
    let (mut arguments, mut usual) = (0, None);
    if is_def {
        let (parameters, _) = rest.split_once('{')?;
        arguments = parameters.matches('#').count();
        rest = &rest[parameters.len()..];
    } else if let Some((count, after)) = bracketed(rest) {
        arguments = count.trim().parse().ok()?;
        rest = after;
        if let Some((text, after)) = bracketed(rest) {
            usual = Some(text.to_owned());
            rest = after;
        }
    }
    let (body, rest) = argument(rest)?;
    let known = Macro { arguments, usual, body: body.trim_end_matches('%').to_owned() };
    (!name.is_empty() && arguments <= 9).then_some((name.to_owned(), known, rest))
}

fn bracketed(text: &str) -> Option<(&str, &str)> {
    text.trim_start().strip_prefix('[')?.split_once(']')
}

/// The letters of a command's name, and what follows.
fn name(text: &str) -> (&str, &str) {
    text.split_at(text.bytes().take_while(u8::is_ascii_alphabetic).count())
}

/// An argument in braces, or of one character, and what follows.
fn argument(text: &str) -> Option<(&str, &str)> {
    let text = text.trim_start();
    let Some(inside) = text.strip_prefix('{') else {
        return Some(text.split_at(text.chars().next()?.len_utf8()));
    };
    let mut depth = 1;
    let end = inside.char_indices().find(|(_, c)| {
        depth += i32::from(*c == '{') - i32::from(*c == '}');
        depth == 0
    });
    end.map(|(end, _)| (&inside[..end], &inside[end + 1..]))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn applied(preamble: &str, field: &str) -> String {
        let mut macros = Macros::default();
        macros.take(preamble);
        macros.applied(field, 1000).into_owned()
    }

    #[test]
    fn commands_stand_for_their_bodies() {
        let preamble = r#"{"\newcommand{\noopsort}[1]{}" # "\def\so#1#2{#2 (#1)} \providecommand*\bsd{B\'ao} \newcommand{\n}[2][xx]{#1-#2}"}"#;
        assert_eq!(applied(preamble, r"{\noopsort{1973a}}1973"), "{}1973");
        assert_eq!(applied(preamble, r"\so{a}b, \bsd{} \& \bsd x"), r"b (a), {B\'ao} \& {B\'ao}x");
        assert_eq!(applied(preamble, r"\n{1} \n[y]{2} \nn{3} \\n{4}"), r"xx-1 y-2 \nn{3} \\n{4}");
        assert_eq!(applied(preamble, r"\noopsort"), r"\noopsort");
    }

    #[test]
    fn commands_that_name_themselves_end() {
        let field = r"a \x b";
        assert_eq!(applied(r"\newcommand{\x}{\x\x\x\x\x\x\x\x}", field), field);
        assert!(applied(r"\newcommand{\x}{\x}", field).len() < 100);
        for broken in
            [r"\newcommand", r"\newcommand{\x", r"\def\x#1", r"\def", r"\newcommand{\x}[a]{b}", "\\"]
        {
            assert_eq!(applied(broken, field), field);
        }
    }
}
