//! Markdown (CommonMark with tables, strikethrough and footnotes) to blocks: imported files, notes on
//! highlights, forewords.
//!
//! 1. pulldown-cmark makes events of the text.
//! 2. A stack of open containers makes blocks of the events.
//!
//! Raw HTML in the text is dropped, but for the tags of what Markdown has no marks for (`<sub>`, `<sup>`,
//! `<span lang="…">`, and `<em>`, `<strong>` where asterisks would be misread). A picture's `asset` holds its
//! *address* as written; whoever calls [`parse`] replaces it by the digest of the bytes, or drops the picture. A line
//! right under a picture, after a hard break, is its caption.
//!
//! [`write()`] is the way back.

mod tags;
mod writing;

pub use writing::{Loss, escape, losses, write};

use crate::body::{Block, Cell, Image, Inline, Row, plain_text};
use crate::{Digest, text};
use pulldown_cmark::{CodeBlockKind, Event, HeadingLevel, Options, Parser, Tag, TagEnd};

/// The blocks of a Markdown text. Headings keep their level (1 to 6); notes come last.
pub fn parse(markdown: &str) -> Vec<Block> {
    let markdown = text::nfc(markdown);
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut builder = Builder::default();
    for event in Parser::new_ext(&markdown, options) {
        builder.event(event);
    }
    builder.finish()
}

/// The blocks of a part of an article, whose notes may stand in other parts: their ids are `notes`.
pub fn parse_part(markdown: &str, notes: &[&str]) -> Vec<Block> {
    let own = parse(markdown);
    let stands_here =
        |id: &str| own.iter().any(|block| matches!(block, Block::Note { id: own, .. } if own == id));
    let elsewhere: Vec<&str> = notes
        .iter()
        .copied()
        .filter(|id| markdown.contains(&format!("[^{id}]")) && !stands_here(id))
        .collect();
    if elsewhere.is_empty() {
        return own;
    }
    // A reference counts as one only where the note is; so each note is there for the time of reading.
    let mut whole = markdown.to_owned();
    for id in &elsewhere {
        whole.push_str(&format!("\n\n[^{id}]: -"));
    }
    let mut blocks = parse(&whole);
    blocks.retain(|block| !matches!(block, Block::Note { id, .. } if elsewhere.contains(&id.as_str())));
    blocks
}

/// Whether a link target may be kept: `http`, `https`, `mailto`, `doi`.
pub fn is_safe_link(href: &str) -> bool {
    let scheme = href.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
    matches!(scheme.as_deref(), Some("http" | "https" | "mailto" | "doi"))
}

/// More things are not open at once; a body that deep is flattened anyway ([`crate::nesting`]).
const DEEPEST: usize = 80;

/// Something that is open: it gathers until its end comes.
struct Frame {
    kind: FrameKind,
    inlines: Vec<Inline>,
    blocks: Vec<Block>,
    items: Vec<Vec<Block>>,
    rows: Vec<Row>,
    cells: Vec<Cell>,
}

enum FrameKind {
    Root,
    /// Gathers inlines into a block or an inline.
    Paragraph,
    Heading(u8),
    Code(Option<String>),
    Html,
    Quote,
    List(Option<u64>),
    Item,
    Table,
    Head,
    Row,
    Cell,
    Note(String),
    Emphasis,
    Strong,
    Link(String),
    Image(String),
    /// Opened by a tag in the text.
    Tagged(tags::Tag),
    Dropped,
}

#[derive(Default)]
struct Builder {
    stack: Vec<Frame>,
    notes: Vec<Block>,
}

impl Frame {
    fn new(kind: FrameKind) -> Self {
        Self { kind, inlines: vec![], blocks: vec![], items: vec![], rows: vec![], cells: vec![] }
    }

    /// Text without a paragraph around it (tight lists, cells) becomes one.
    fn close_loose_text(&mut self) {
        if !self.inlines.is_empty() {
            let inlines = std::mem::take(&mut self.inlines);
            let may_be_figure = !matches!(self.kind, FrameKind::Cell);
            self.blocks.push(if may_be_figure {
                paragraph(inlines)
            } else {
                Block::Paragraph { content: inlines }
            });
        }
    }
}

/// A paragraph that is one picture, or a picture with a line under it, is a figure.
fn paragraph(mut inlines: Vec<Inline>) -> Block {
    if matches!(inlines.as_slice(), [Inline::Image { .. }] | [Inline::Image { .. }, Inline::Break, _, ..]) {
        let caption = if inlines.len() > 2 { inlines.split_off(2) } else { vec![] };
        if let Inline::Image { image } = inlines.swap_remove(0) {
            return Block::Figure { image, caption };
        }
    }
    Block::Paragraph { content: inlines }
}

fn without_tags(html: &str) -> String {
    let mut html = html.to_owned();
    for (open, close) in [("<script", "</script>"), ("<style", "</style>"), ("<!--", "-->")] {
        // ASCII lower case keeps every byte in its place.
        while let Some(from) = html.to_ascii_lowercase().find(open) {
            let end = html.to_ascii_lowercase()[from..].find(close).map(|at| from + at + close.len());
            html.replace_range(from..end.unwrap_or(html.len()), " ");
        }
    }
    let mut out = String::with_capacity(html.len());
    let mut within = false;
    for c in html.chars() {
        match c {
            '<' => within = true,
            '>' if within => {
                within = false;
                out.push(' ');
            }
            _ if !within => out.push(c),
            _ => {}
        }
    }
    out
}

impl Builder {
    fn top(&mut self) -> &mut Frame {
        if self.stack.is_empty() {
            self.stack.push(Frame::new(FrameKind::Root));
        }
        let last = self.stack.len() - 1;
        &mut self.stack[last]
    }

    fn event(&mut self, event: Event<'_>) {
        self.top();
        match event {
            Event::Start(tag) => self.open(tag),
            Event::End(end) => self.close(end),
            Event::Text(text) => self.text(&text),
            Event::Code(text) => self.inline(Inline::Code { text: text.into_string() }),
            Event::SoftBreak => self.text(" "),
            Event::HardBreak => self.inline(Inline::Break),
            Event::Rule => self.block(Block::Rule),
            Event::InlineHtml(tag) if tag.to_ascii_lowercase().starts_with("<br") => {
                self.inline(Inline::Break)
            }
            Event::InlineHtml(tag) => self.tag(&tag),
            Event::Html(html) => self.text(&html),
            Event::FootnoteReference(id) => self.inline(Inline::NoteRef { note: id.into_string() }),
            _ => {}
        }
    }

    fn open(&mut self, tag: Tag<'_>) {
        if matches!(tag, Tag::List(_) | Tag::BlockQuote(_) | Tag::CodeBlock(_) | Tag::Paragraph) {
            self.top().close_loose_text();
        }
        let kind = match tag {
            // What nests without end (`> > > …`) is flat from there on.
            Tag::BlockQuote(_) | Tag::List(_) | Tag::Emphasis | Tag::Strong if self.stack.len() > DEEPEST => {
                FrameKind::Dropped
            }
            Tag::HtmlBlock => FrameKind::Html,
            Tag::Paragraph => FrameKind::Paragraph,
            Tag::Heading { level, .. } => FrameKind::Heading(heading_level(level)),
            Tag::BlockQuote(_) => FrameKind::Quote,
            Tag::CodeBlock(CodeBlockKind::Fenced(language)) if !language.is_empty() => {
                FrameKind::Code(Some(language.into_string()))
            }
            Tag::CodeBlock(_) => FrameKind::Code(None),
            Tag::List(start) => FrameKind::List(start),
            Tag::Item => FrameKind::Item,
            Tag::FootnoteDefinition(id) => FrameKind::Note(id.into_string()),
            Tag::Table(_) => FrameKind::Table,
            Tag::TableHead => FrameKind::Head,
            Tag::TableRow => FrameKind::Row,
            Tag::TableCell => FrameKind::Cell,
            Tag::Emphasis => FrameKind::Emphasis,
            Tag::Strong => FrameKind::Strong,
            Tag::Link { dest_url, .. } => FrameKind::Link(dest_url.into_string()),
            Tag::Image { dest_url, .. } => FrameKind::Image(dest_url.into_string()),
            _ => FrameKind::Dropped,
        };
        self.stack.push(Frame::new(kind));
    }

    /// A tag in the text. One that is closed without being open is nothing.
    fn tag(&mut self, html: &str) {
        match tags::read(html) {
            Some(tags::Read::Open(tag)) if self.stack.len() <= DEEPEST => {
                self.top();
                self.stack.push(Frame::new(FrameKind::Tagged(tag)));
            }
            Some(tags::Read::Close(name)) => {
                if matches!(&self.top().kind, FrameKind::Tagged(tag) if tag.name() == name) {
                    self.close_tagged();
                }
            }
            _ => {}
        }
    }

    fn close_tagged(&mut self) {
        let Some(frame) = self.stack.pop() else { return };
        match frame.kind {
            FrameKind::Tagged(tag) if !frame.inlines.is_empty() => self.inline(tag.around(frame.inlines)),
            _ => self.top().inlines.extend(frame.inlines),
        }
    }

    fn close(&mut self, _end: TagEnd) {
        // A tag that is not closed ends with what it stands in.
        while matches!(self.top().kind, FrameKind::Tagged(_)) {
            self.close_tagged();
        }
        if self.stack.len() < 2 {
            return;
        }
        let Some(mut frame) = self.stack.pop() else { return };
        match std::mem::replace(&mut frame.kind, FrameKind::Root) {
            FrameKind::Paragraph => self.block(paragraph(frame.inlines)),
            FrameKind::Heading(level) => self.block(Block::Heading { level, content: frame.inlines }),
            FrameKind::Code(language) => {
                let text = plain_text(&frame.inlines).trim_end_matches('\n').to_owned();
                self.block(Block::Code { language, text });
            }
            // Of HTML in between, the words are kept.
            FrameKind::Html => {
                let text = crate::text::clean_line(&without_tags(&plain_text(&frame.inlines)));
                if !text.is_empty() {
                    self.block(Block::paragraph(text));
                }
            }
            FrameKind::Quote => {
                frame.close_loose_text();
                self.block(Block::Quote { blocks: frame.blocks });
            }
            FrameKind::List(start) => self.block(Block::List {
                ordered: start.is_some(),
                start: start.map_or(1, |n| u32::try_from(n).unwrap_or(1)),
                items: frame.items,
            }),
            FrameKind::Item => {
                frame.close_loose_text();
                self.top().items.push(frame.blocks);
            }
            FrameKind::Note(id) => {
                frame.close_loose_text();
                self.notes.push(Block::Note { id, blocks: frame.blocks });
            }
            FrameKind::Table => self.table(frame.rows),
            FrameKind::Head | FrameKind::Row => self.top().rows.push(Row { cells: frame.cells }),
            FrameKind::Cell => self.cell(frame),
            FrameKind::Emphasis => self.inline(Inline::Emphasis { content: frame.inlines }),
            FrameKind::Strong => self.inline(Inline::Strong { content: frame.inlines }),
            FrameKind::Link(href) if is_safe_link(&href) => {
                self.inline(Inline::Link { href, content: frame.inlines });
            }
            FrameKind::Image(address) => {
                let alt = plain_text(&frame.inlines);
                self.inline(Inline::Image { image: Image::new(Digest(address), alt) });
            }
            FrameKind::Link(_) => self.top().inlines.extend(frame.inlines),
            FrameKind::Root | FrameKind::Dropped | FrameKind::Tagged(_) => {
                self.top().blocks.extend(frame.items.into_iter().flatten());
                self.top().blocks.extend(frame.blocks);
                self.top().inlines.extend(frame.inlines);
            }
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(Inline::Text { text: last }) = self.top().inlines.last_mut() {
            last.push_str(text);
        } else {
            self.inline(Inline::text(text));
        }
    }

    fn inline(&mut self, inline: Inline) {
        self.top().inlines.push(inline);
    }

    fn block(&mut self, block: Block) {
        let top = self.top();
        top.close_loose_text();
        top.blocks.push(block);
    }

    fn cell(&mut self, mut frame: Frame) {
        frame.close_loose_text();
        let header = matches!(self.top().kind, FrameKind::Head);
        let cell = Cell { blocks: frame.blocks, header, colspan: 1, rowspan: 1 };
        self.top().cells.push(cell);
    }

    /// The first row of a Markdown table is its head, unless it is empty.
    fn table(&mut self, mut rows: Vec<Row>) {
        let has_head = rows.first().is_some_and(|row| row.cells.iter().any(|cell| !cell.blocks.is_empty()));
        let rest = rows.split_off(rows.len().min(1));
        let head = if has_head { rows } else { vec![] };
        self.block(Block::Table { caption: vec![], head, rows: rest });
    }

    fn finish(mut self) -> Vec<Block> {
        while matches!(self.top().kind, FrameKind::Tagged(_)) {
            self.close_tagged();
        }
        self.top().close_loose_text();
        let mut blocks = self.stack.into_iter().next().map(|frame| frame.blocks).unwrap_or_default();
        blocks.append(&mut self.notes);
        blocks
    }
}

fn heading_level(level: HeadingLevel) -> u8 {
    match level {
        HeadingLevel::H1 => 1,
        HeadingLevel::H2 => 2,
        HeadingLevel::H3 => 3,
        HeadingLevel::H4 => 4,
        HeadingLevel::H5 => 5,
        HeadingLevel::H6 => 6,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Projection;

    #[test]
    fn common_marks() {
        let blocks = parse("# Đầu\n\nMột *hai* **ba** [bốn](https://example.vn).\n\n- a\n- b\n\n> trích\n");
        assert_eq!(Projection::of_blocks(&blocks).text, "Đầu\nMột hai ba bốn.\na\nb\ntrích");
        assert!(matches!(&blocks[2], Block::List { ordered: false, items, .. } if items.len() == 2));
    }

    #[test]
    fn tables_notes_and_pictures() {
        let blocks =
            parse("| A | B |\n|---|---|\n| 1 | 2 |\n\nLời[^1].\n\n![Cầu](cau.png)\n\n[^1]: Ghi chú.\n");
        assert!(matches!(&blocks[0], Block::Table { head, rows, .. } if head.len() == 1 && rows.len() == 1));
        assert!(matches!(&blocks[2], Block::Figure { image, .. } if image.asset.as_str() == "cau.png"));
        assert!(matches!(&blocks[3], Block::Note { id, .. } if id == "1"));
    }

    #[test]
    fn nothing_runs() {
        let blocks = parse("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <b>y</b>");
        assert_eq!(Projection::of_blocks(&blocks).text, "x y");
    }

    #[test]
    fn tags_of_what_has_no_marks() {
        let blocks =
            parse("H<sub>2</sub>O, <span lang=\"fr\">le *pont*</span>, <sup>chưa đóng\n\nSau </em>đó");
        let text = |text: &str| vec![Inline::text(text)];
        let french = vec![Inline::text("le "), Inline::Emphasis { content: text("pont") }];
        let first = vec![
            Inline::text("H"),
            Inline::Sub { content: text("2") },
            Inline::text("O, "),
            Inline::Span { lang: "fr".into(), content: french },
            Inline::text(", "),
            Inline::Sup { content: text("chưa đóng") },
        ];
        let second = vec![Inline::text("Sau đó")];
        assert_eq!(blocks, [Block::Paragraph { content: first }, Block::Paragraph { content: second }]);
    }

    #[test]
    fn notes_of_other_parts() {
        let content = vec![Inline::text("Lời"), Inline::NoteRef { note: "a1".into() }, Inline::text(".")];
        assert_eq!(parse_part("Lời[^a1].", &["a1", "b"]), [Block::Paragraph { content }]);
        assert_eq!(Projection::of_blocks(&parse_part("Lời[^c].", &["a1"])).text, "Lời[^c].");
    }
}
