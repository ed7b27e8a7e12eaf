//! The words of a block in Markdown.

use crate::body::{Block, Image, Inline, plain_text};

/// Where words stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// In a block that may have several lines.
    Block,
    /// In a heading.
    Heading,
    /// In a cell of a table.
    Cell,
}

/// A text with a backslash before what would read as a mark.
pub fn escape(text: &str) -> String {
    line(&[Inline::text(text)], Line::Block)
}

/// Words in Markdown; only those of [`Line::Block`] may take several lines.
pub(super) fn line(content: &[Inline], line: Line) -> String {
    let mut writer =
        Writer { out: String::new(), line, pipes: line == Line::Cell || content.contains(&Inline::Break) };
    writer.all(content);
    let mut out = writer.out;
    if let Some(short) = out.strip_suffix(' ') {
        out = format!("{short}&#32;");
    }
    out
}

/// The words of a cell's blocks, each on a line of its own.
pub(super) fn of_blocks(blocks: &[Block]) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::new();
    for block in blocks {
        if !out.is_empty() {
            out.push(Inline::Break);
        }
        match block {
            Block::Paragraph { content } | Block::Heading { content, .. } => {
                out.extend(content.iter().cloned())
            }
            Block::Code { text, .. } => out.push(Inline::Code { text: text.clone() }),
            Block::Quote { blocks } | Block::Note { blocks, .. } => out.extend(of_blocks(blocks)),
            Block::List { items, .. } => out.extend(items.iter().flat_map(|item| of_blocks(item))),
            Block::Figure { image, caption } => {
                out.push(Inline::Image { image: image.clone() });
                out.extend(caption.iter().cloned());
            }
            Block::Table { head, rows, .. } => {
                let cells = head.iter().chain(rows).flat_map(|row| &row.cells);
                out.extend(cells.flat_map(|cell| of_blocks(&cell.blocks)));
            }
            Block::Rule => {}
        }
    }
    out
}

struct Writer {
    out: String,
    line: Line,
    /// A vertical bar might be read as a table's.
    pipes: bool,
}

impl Writer {
    fn all(&mut self, content: &[Inline]) {
        for (n, inline) in content.iter().enumerate() {
            self.one(inline, content.get(n + 1));
        }
    }

    fn one(&mut self, inline: &Inline, next: Option<&Inline>) {
        let is_one = match inline {
            Inline::Link { .. } | Inline::NoteRef { .. } => self.out.ends_with(']'),
            Inline::Code { .. } => self.out.ends_with('`'),
            _ => false,
        };
        if is_one {
            // Two pairs of brackets in a row, or of code, would be read as one thing.
            self.out.push_str("<!---->");
        }
        match inline {
            Inline::Text { text } => self.text(text, next),
            Inline::Emphasis { content } => self.marked("*", "em", content, next),
            Inline::Strong { content } => self.marked("**", "strong", content, next),
            Inline::Link { href, content } => {
                self.out.push('[');
                self.all(content);
                self.out.push_str("](");
                self.address(href);
                self.out.push(')');
            }
            Inline::Code { text } => self.code(text),
            Inline::Sub { content } => self.tagged("sub", "sub", content),
            Inline::Sup { content } => self.tagged("sup", "sup", content),
            Inline::Break if self.line == Line::Block => self.out.push_str("\\\n"),
            Inline::Break => self.out.push_str("<br>"),
            Inline::Image { image } => self.image(image),
            Inline::NoteRef { note } => self.out.push_str(&format!("[^{note}]")),
            Inline::Span { lang, content } => self.tagged(&format!("span lang=\"{lang}\""), "span", content),
            Inline::Mark { content, .. } => self.all(content),
        }
    }

    fn image(&mut self, image: &Image) {
        self.out.push_str("![");
        self.text(&image.alt, None);
        self.out.push_str("](");
        self.address(image.asset.as_str());
        self.out.push(')');
    }

    fn tagged(&mut self, open: &str, name: &str, content: &[Inline]) {
        self.out.push_str(&format!("<{open}>"));
        self.all(content);
        self.out.push_str(&format!("</{name}>"));
    }

    /// Between asterisks where they cannot be misread, else between tags.
    fn marked(&mut self, mark: &str, tag: &str, content: &[Inline], next: Option<&Inline>) {
        let plain = plain_text(content);
        let is_letter = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
        let holds_text = |inline: Option<&Inline>| matches!(inline, Some(Inline::Text { .. }));
        let is_clear = is_letter(plain.chars().next())
            && is_letter(plain.chars().next_back())
            && holds_text(content.first())
            && holds_text(content.last())
            && next.is_none_or(|next| matches!(next, Inline::Text { .. } | Inline::Break))
            && !self.out.ends_with(['*', '\\'])
            && self
                .out
                .chars()
                .next_back()
                .is_none_or(|c| c.is_whitespace() || c.is_alphanumeric() || c == '(');
        if !is_clear {
            return self.tagged(tag, tag, content);
        }
        self.out.push_str(mark);
        self.all(content);
        self.out.push_str(mark);
    }

    fn code(&mut self, text: &str) {
        let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or_default();
        let fence = "`".repeat(longest + 1);
        let is_wide = text.starts_with([' ', '`']) || text.ends_with([' ', '`']);
        let pad = if is_wide && !text.trim_matches(' ').is_empty() { " " } else { "" };
        let text = if self.line == Line::Cell { text.replace('|', "\\|") } else { text.to_owned() };
        self.out.push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
    }

    /// An address, with what would end it escaped.
    fn address(&mut self, address: &str) {
        let needs_brackets = address.is_empty() || address.contains([' ', '(', ')', '<', '>']);
        if needs_brackets {
            self.out.push('<');
        }
        for c in address.chars() {
            if matches!(c, '<' | '>' | '\\' | '&') || c == '|' && self.pipes {
                self.out.push('\\');
            }
            self.out.push(c);
        }
        if needs_brackets {
            self.out.push('>');
        }
    }

    fn text(&mut self, text: &str, next: Option<&Inline>) {
        let chars: Vec<char> = text.chars().collect();
        for (n, &c) in chars.iter().enumerate() {
            let begins = self.out.is_empty() || self.out.ends_with('\n');
            let rest = &chars[n..];
            match c {
                '\n' => self.out.push_str("&#10;"),
                '\r' => self.out.push_str("&#13;"),
                ' ' | '\t' if begins => self.out.push_str(if c == ' ' { "&#32;" } else { "&#9;" }),
                _ => {
                    let ends_in_mark = c == '!' && rest.len() == 1 && next.is_some_and(opens_bracket);
                    let before = n.checked_sub(1).map(|n| chars[n]);
                    let is_mark = reads_as_mark(c, before, rest.get(1).copied())
                        || c == '|' && self.pipes
                        || c == '#' && self.line == Line::Heading
                        || begins && begins_block(rest)
                        || ends_in_mark
                        || matches!(c, ':' | '(') && self.out.ends_with(']')
                        || self.ends_number(c, rest);
                    if is_mark {
                        self.out.push('\\');
                    }
                    self.out.push(c);
                }
            }
        }
    }

    /// The stop after a number at the beginning of a line, which would make a list of it.
    fn ends_number(&self, c: char, rest: &[char]) -> bool {
        let last = self.out.rsplit('\n').next().unwrap_or_default();
        matches!(c, '.' | ')')
            && (1..=9).contains(&last.len())
            && last.bytes().all(|byte| byte.is_ascii_digit())
            && rest.get(1).is_none_or(|next| next.is_whitespace())
    }
}

fn opens_bracket(next: &Inline) -> bool {
    matches!(next, Inline::Link { .. } | Inline::NoteRef { .. } | Inline::Image { .. })
}

fn reads_as_mark(c: char, before: Option<char>, after: Option<char>) -> bool {
    match c {
        '\\' | '`' | '*' | '[' | ']' | '~' => true,
        // Within a word it is none.
        '_' => !(before.is_some_and(char::is_alphanumeric) && after.is_some_and(char::is_alphanumeric)),
        '<' => after.is_none_or(|c| !c.is_whitespace()),
        '&' => after.is_none_or(|c| c.is_alphanumeric() || c == '#'),
        _ => false,
    }
}

/// Whether a line that begins so would be another block.
fn begins_block(rest: &[char]) -> bool {
    match rest[0] {
        '#' | '>' | '-' | '=' => true,
        '+' => rest.get(1).is_none_or(|next| next.is_whitespace()),
        ':' => rest.get(1).is_some_and(|next| *next == '-'),
        _ => false,
    }
}
