//! What the `biblatex` crate does not read of TeX: Vietnamese letters, blanks that must not break, and commands that
//! only say how text looks.

/// Letters that packages for Vietnamese name by words, and other commands that stand for a text.
const WORDS: [(&str, &str); 26] = [
    ("ohorn", "ơ"),
    ("OHORN", "Ơ"),
    ("uhorn", "ư"),
    ("UHORN", "Ư"),
    ("abreve", "ă"),
    ("ABREVE", "Ă"),
    ("acircumflex", "â"),
    ("ACIRCUMFLEX", "Â"),
    ("ecircumflex", "ê"),
    ("ECIRCUMFLEX", "Ê"),
    ("ocircumflex", "ô"),
    ("OCIRCUMFLEX", "Ô"),
    ("ldots", "…"),
    ("newline", " "),
    ("space", " "),
    ("par", " "),
    ("bibstring", ""),
    ("relax", ""),
    ("TeX", "TeX"),
    ("LaTeX", "LaTeX"),
    ("BibTeX", "BibTeX"),
    ("AmSTeX", "AMS-TeX"),
    ("AmS", "AMS"),
    ("MF", "METAFONT"),
    ("TUB", "TUGboat"),
    ("Dash", "—"),
];

/// What commands of one sign stand for: blanks, and places where a line may or may not end.
const SIGNS: [(char, &str); 6] = [(' ', " "), (',', " "), (';', " "), ('!', ""), ('-', ""), ('/', "")];

/// Commands whose argument is the text.
const LOOKS: [&str; 28] = [
    "emph",
    "textit",
    "textbf",
    "textsc",
    "textsl",
    "textrm",
    "textsf",
    "texttt",
    "textup",
    "textnormal",
    "textsuperscript",
    "textsubscript",
    "mkbibemph",
    "mkbibquote",
    "enquote",
    "url",
    "href",
    "uppercase",
    "mbox",
    "hbox",
    "text",
    "textmd",
    "rm",
    "bf",
    "it",
    "sl",
    "sc",
    "tt",
];

/// Commands of more than one letter that the parser knows, beside those that begin with `text`.
const KNOWN: [&str; 26] = [
    "quotedblbase",
    "quotesinglbase",
    "guillemotleft",
    "guillemotright",
    "guilsinglleft",
    "guilsinglright",
    "aa",
    "AA",
    "ae",
    "AE",
    "dh",
    "DH",
    "dj",
    "DJ",
    "ng",
    "NG",
    "oe",
    "OE",
    "ss",
    "SS",
    "th",
    "TH",
    "copyright",
    "ddag",
    "dots",
    "pounds",
];

/// Commands whose argument is not for readers: it sorts, or measures.
const UNSEEN: [&str; 8] = ["noopsort", "sortnoop", "noop", "begin", "end", "hspace", "vspace", "label"];

/// The same text without what the parser would leave standing as commands.
pub(crate) fn prepared(raw: &str) -> String {
    let mut out = String::with_capacity(raw.len());
    let mut rest = raw;
    let mut formula = false;
    while let Some(at) = rest.find(['\\', '~']) {
        out.push_str(&rest[..at]);
        formula ^= rest[..at].matches('$').count() % 2 == 1;
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix('~') {
            out.push(' ');
            rest = after;
        } else {
            rest = command(&rest[1..], formula, &mut out);
        }
    }
    out.push_str(rest);
    out
}

/// Writes what stands for a command, and gives what follows it.
fn command<'a>(rest: &'a str, formula: bool, out: &mut String) -> &'a str {
    let length = rest.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (name, after) = rest.split_at(length);
    if let Some((_, text)) = WORDS.iter().find(|(word, _)| *word == name) {
        out.push_str(text);
        return after.strip_prefix("{}").unwrap_or_else(|| after.trim_start_matches(' '));
    }
    if LOOKS.contains(&name) {
        return after.trim_start_matches(' ');
    }
    if name == "h"
        && let Some((letter, after)) = argument(after)
    {
        // The hook of ả, which the parser does not know.
        out.push_str(&prepared_letter(letter));
        return after;
    }
    if let Some((sign, text)) = SIGNS.iter().find(|(sign, _)| rest.starts_with(*sign)) {
        out.push_str(text);
        return &rest[sign.len_utf8()..];
    }
    if length > 1 && !formula && !KNOWN.contains(&name) && !name.starts_with("text") {
        return unknown(name, after);
    }
    out.push('\\');
    let keep = if length > 0 { length } else { rest.chars().next().map_or(0, char::len_utf8) };
    let (kept, after) = rest.split_at(keep);
    out.push_str(kept);
    // The parser takes an accent for a lone one when a blank stands before its letter's braces.
    let letter = after.trim_start_matches(' ');
    let is_accent = matches!(
        kept,
        "'" | "`" | "^" | "~" | "\"" | "=" | "." | "u" | "v" | "d" | "H" | "c" | "k" | "r" | "b"
    );
    if let Some((dotless, after)) = dotless(letter).filter(|_| is_accent) {
        out.extend(['{', dotless, '}']);
        return after;
    }
    if is_accent && letter.starts_with('{') { letter } else { after }
}

/// What follows a command that nobody knows; its argument stays, in its braces.
fn unknown<'a>(name: &str, after: &'a str) -> &'a str {
    let unseen = UNSEEN.contains(&name.to_ascii_lowercase().as_str());
    let behind = argument(after).filter(|_| unseen && after.trim_start().starts_with('{'));
    behind.map_or_else(|| after.trim_start_matches(' '), |(_, after)| after)
}

/// The letter of `\i` or `\j`, on which an accent stands as on one with a dot, and what follows.
fn dotless(rest: &str) -> Option<(char, &str)> {
    let letter = rest.strip_prefix('\\')?;
    let (name, after) = letter.split_at(letter.bytes().take_while(u8::is_ascii_alphabetic).count());
    matches!(name, "i" | "j").then(|| (name.chars().next().unwrap_or('i'), after.trim_start_matches(' ')))
}

/// The argument of a command, in braces or a single letter, and what follows.
fn argument(rest: &str) -> Option<(&str, &str)> {
    let rest = rest.trim_start_matches(' ');
    if let Some(inside) = rest.strip_prefix('{') {
        let mut depth = 1;
        let end = inside.char_indices().take(100).find(|(_, c)| {
            depth += i32::from(*c == '{') - i32::from(*c == '}');
            depth == 0
        });
        return end.map(|(end, _)| (&inside[..end], &inside[end + 1..]));
    }
    let first = rest.chars().next()?;
    Some(rest.split_at(first.len_utf8()))
}

fn prepared_letter(letter: &str) -> String {
    let named = letter.strip_prefix('\\').map(|name| name.trim_end_matches("{}").trim());
    let plain = named.and_then(|name| WORDS.iter().find(|(word, _)| *word == name)).map(|(_, text)| *text);
    format!("{{{}}}\u{309}", plain.unwrap_or(letter))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_and_looks() {
        assert_eq!(
            prepared(r"\emph{C\h{a}u}~\ohorn{}n \'{\uhorn} \h a"),
            "{C{a}\u{309}u} ơn \\'{ư} {a}\u{309}"
        );
        assert_eq!(prepared(r"50\% \textbackslash{}emph \h"), r"50\% \textbackslash{}emph \h");
        assert_eq!(
            prepared(r"Karel P{\'\i}{\v s}ka, \mbox{G-Animal's}\ \AmSTeX\,3 \BibTeX ing"),
            r"Karel P{\'{i}}{\v s}ka, {G-Animal's} AMS-TeX 3 BibTeXing"
        );
        assert_eq!(
            prepared(
                r"\noopsort{1973a}Tập \swash{một}, \begin{it}$\alpha\beta$ \oe{}uvre\end{it} x\textsuperscript{2}"
            ),
            r"Tập {một}, $\alpha\beta$ \oe{}uvre x{2}"
        );
        assert_eq!(prepared("\\"), "\\");
        assert_eq!(prepared(r"c{\` {\^ a}}u"), r"c{\`{\^ a}}u");
    }
}
