//! What people wrote about an article, from the forms in which programs keep it: notes, colours, addresses.

use crate::html;
use crate::images::{NoAssets, Pictures};
use fonds_model::body::plain_text;
use fonds_model::markdown::is_safe_link;
use fonds_model::text::nfc;
use fonds_model::{Block, Colour, Inline, Projection};
use regex::Regex;
use std::sync::LazyLock;

static TAG: LazyLock<Regex> = LazyLock::new(|| {
    #[expect(clippy::expect_used, reason = "the pattern is a constant that the tests run through")]
    Regex::new(r"</?[a-zA-Z][a-zA-Z0-9:]*(\s[^<>]*)?/?>").expect("a constant pattern")
});

/// Whether a text has tags in it.
pub(crate) fn is_html(text: &str) -> bool {
    TAG.is_match(text)
}

/// The words of a text that may be HTML.
pub(crate) fn plain(text: &str) -> String {
    if is_html(text) { Projection::of_blocks(&blocks_of(text)).text } else { nfc(text.trim()) }
}

/// An address that may be followed; one of the web without its scheme gets it.
pub(crate) fn address(written: &str) -> Option<String> {
    let address = fonds_model::text::clean_line(written);
    if address.starts_with("www.") {
        return Some(format!("http://{address}"));
    }
    is_safe_link(&address).then_some(address)
}

/// A note in the subset of Markdown that notes are kept in; HTML is translated, other text taken as it is.
pub(crate) fn markdown(note: &str) -> String {
    if !is_html(note) {
        return nfc(note.trim());
    }
    let mut out = Vec::new();
    for block in &blocks_of(note) {
        write_block(block, &mut out);
    }
    out.join("\n\n")
}

/// One of the five colours for the name or `#rrggbb` of another program's.
pub(crate) fn colour(name: &str) -> Colour {
    let name = name.trim().to_lowercase();
    match name.as_str() {
        "orange" => Colour::Yellow,
        "red" | "magenta" | "rose" => Colour::Pink,
        "teal" | "cyan" | "indigo" => Colour::Blue,
        "violet" => Colour::Purple,
        "lime" => Colour::Green,
        _ => Colour::named(&name).unwrap_or_default(),
    }
}

fn blocks_of(html: &str) -> Vec<Block> {
    let (mut blocks, _) = html::fragment(html, None, &mut Pictures::of(&NoAssets));
    fonds_model::nesting::flatten_depths(&mut blocks);
    blocks
}

fn write_block(block: &Block, out: &mut Vec<String>) {
    match block {
        Block::Paragraph { content } => out.push(inlines(content)),
        Block::Heading { level, content } => {
            out.push(format!("{} {}", "#".repeat(usize::from(*level)), inlines(content)));
        }
        Block::Quote { blocks } => out.push(prefixed(blocks, "> ", "> ")),
        Block::List { ordered, start, items } => out.push(list(*ordered, *start, items)),
        Block::Code { text, .. } => out.push(format!("```\n{text}\n```")),
        Block::Rule => out.push("---".into()),
        other => {
            let words = Projection::of_blocks(std::slice::from_ref(other)).text;
            out.extend((!words.is_empty()).then(|| escaped(&words)));
        }
    }
}

fn list(ordered: bool, start: u32, items: &[Vec<Block>]) -> String {
    let rows = items.iter().zip(start..).map(|(item, number)| {
        let mark = if ordered { format!("{number}. ") } else { "- ".to_owned() };
        prefixed(item, &mark, &" ".repeat(mark.len()))
    });
    rows.collect::<Vec<_>>().join("\n")
}

/// Blocks whose first line begins with one mark and all others with another.
fn prefixed(blocks: &[Block], first: &str, other: &str) -> String {
    let mut parts = Vec::new();
    for block in blocks {
        write_block(block, &mut parts);
    }
    let text = parts.join("\n\n");
    let rows = text.lines().enumerate().map(|(at, row)| {
        let mark = if at == 0 { first } else { other };
        format!("{mark}{row}").trim_end().to_owned()
    });
    rows.collect::<Vec<_>>().join("\n")
}

fn inlines(content: &[Inline]) -> String {
    let mut out = String::new();
    for inline in content {
        let inner = || inlines(inline.children().unwrap_or_default());
        match inline {
            Inline::Text { text } => out.push_str(&escaped(text)),
            Inline::Emphasis { .. } => out.push_str(&format!("*{}*", inner())),
            Inline::Strong { .. } => out.push_str(&format!("**{}**", inner())),
            Inline::Link { href, .. } => out.push_str(&format!("[{}](<{href}>)", inner())),
            Inline::Code { text } => out.push_str(&format!("`{text}`")),
            Inline::Break => out.push_str("\\\n"),
            other if other.children().is_some() => out.push_str(&inner()),
            other => out.push_str(&escaped(&plain_text(std::slice::from_ref(other)))),
        }
    }
    out
}

/// Text whose characters mean nothing in Markdown.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let opens_block = at == 0 && matches!(c, '#' | '-' | '+' | '>');
        if opens_block || matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_notes() {
        let note = "<div data-schema-version=\"9\"><h1>Đọc lại</h1><p>Xem <strong>cầu</strong> &amp; <a href=\"https://x.vn/\">đường</a>*</p>\
            <ul><li>một</li><li>hai</li></ul><blockquote><p>trích</p></blockquote></div>";
        let text = markdown(note);
        assert!(text.contains("Xem **cầu** & [đường](<https://x.vn/>)\\*"), "{text}");
        assert!(
            text.contains("- một\n- hai") && text.contains("> trích") && text.contains("# Đọc lại"),
            "{text}"
        );
        let again = fonds_model::markdown::parse(&text);
        assert!(Projection::of_blocks(&again).text.contains("Xem cầu & đường*"));
    }

    #[test]
    fn plain_notes_stay() {
        assert_eq!(markdown(" a < b, *c* "), "a < b, *c*");
        assert_eq!(plain("H<sub>2</sub>O"), "H2O");
        assert_eq!(
            (colour("Red"), colour("green"), colour("")),
            (Colour::Pink, Colour::Green, Colour::Yellow)
        );
    }
}
