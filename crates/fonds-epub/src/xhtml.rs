//! Blocks as XHTML; what is in them is written by [`inlines`].

mod inlines;

use crate::page_list::PageBreaks;
use crate::pages::Pages;
use fonds_model::text::escaped;
use fonds_model::{Block, Cell, Inline, Outline, Row};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// Blocks as an HTML fragment without pictures' bytes: for looking at, outside of any book.
pub fn fragment(blocks: &[Block]) -> String {
    let mut writer = Writer::of(None, "↩");
    writer.body(blocks, "");
    writer.out
}

/// Writes the XHTML of one file.
pub(crate) struct Writer<'a> {
    pub out: String,
    /// The book that the file is of; none for what is looked at by itself.
    pages: Option<&'a Pages<'a>>,
    back: &'a str,
    /// Numbers of notes by their ids, in the order of their references.
    numbers: HashMap<String, usize>,
    /// Notes that the text has referred to so far.
    referred: Vec<String>,
    /// Numbers of the notes that are written.
    noted: HashSet<usize>,
    /// The level of the last heading, so that none is skipped.
    level: u8,
    /// The breaks of printed pages that are to stand in the leaves that are written.
    pub breaks: PageBreaks<'a>,
    /// Whether the text around is written from right to left.
    pub rtl: bool,
}

impl<'a> Writer<'a> {
    pub fn of(pages: Option<&'a Pages<'a>>, back: &'a str) -> Self {
        Self {
            out: String::new(),
            pages,
            back,
            numbers: HashMap::new(),
            referred: vec![],
            noted: HashSet::new(),
            level: 1,
            breaks: PageBreaks::default(),
            rtl: false,
        }
    }

    /// Numbers the notes, so that references before them know their numbers.
    pub fn number_notes(&mut self, blocks: &[Block]) {
        self.numbers = crate::notes::numbers(blocks);
    }

    /// Blocks, and their notes after them under a heading (none when it is empty).
    pub fn body(&mut self, blocks: &[Block], notes_heading: &str) {
        if self.numbers.is_empty() {
            self.number_notes(blocks);
        }
        let (notes, text): (Vec<_>, Vec<_>) =
            blocks.iter().partition(|block| matches!(block, Block::Note { .. }));
        for block in text {
            self.block(block);
        }
        if notes.is_empty() {
            return;
        }
        self.out.push_str("<section class=\"notes\" epub:type=\"footnotes\">\n");
        if !notes_heading.is_empty() {
            self.tag("h2", notes_heading);
        }
        for note in notes {
            if let Block::Note { id, blocks } = note {
                self.note(id, blocks);
            }
        }
        self.out.push_str("</section>\n");
    }

    pub fn raw(&mut self, xhtml: &str) {
        self.out.push_str(xhtml);
    }

    /// An element that holds plain text.
    pub fn tag(&mut self, name: &str, text: &str) {
        let _ = writeln!(self.out, "<{name}>{}</{}>", escaped(text), name.split(' ').next().unwrap_or(name));
    }

    fn block(&mut self, block: &Block) {
        match block {
            Block::Heading { level, content } => self.heading(*level, content),
            Block::Paragraph { content } => self.around("p", content),
            Block::Quote { blocks } => self.wrapped("blockquote", blocks),
            Block::List { ordered, start, items } => self.list(*ordered, *start, items),
            Block::Table { caption, head, rows } => self.table(caption, head, rows),
            Block::Figure { image, caption } => self.figure(image, caption),
            Block::Code { text, .. } => {
                self.out.push_str("<pre><code>");
                self.breaks.begin_leaf();
                self.breaks.write_text(text, &mut self.out);
                self.out.push_str("</code></pre>\n");
            }
            Block::Note { id, blocks } => self.note(id, blocks),
            Block::Rule => self.out.push_str("<hr/>\n"),
        }
    }

    fn heading(&mut self, level: u8, content: &[Inline]) {
        if fonds_model::body::plain_text(content).trim().is_empty() {
            if content.is_empty() {
                self.breaks.begin_leaf();
            } else {
                // A heading without words heads nothing, but its picture or note reference stays.
                self.around("p", content);
            }
            return;
        }
        self.level = level.clamp(2, self.level + 1).min(6);
        self.breaks.begin_leaf();
        // A page that begins with the heading begins before it, so that its number is no part of the heading.
        self.breaks.write_due(&mut self.out);
        self.element(&format!("h{}", self.level), content);
        self.out.push('\n');
    }

    /// An element that is a leaf of the projection.
    fn around(&mut self, name: &str, content: &[Inline]) {
        self.breaks.begin_leaf();
        self.element(name, content);
        self.out.push('\n');
    }

    fn wrapped(&mut self, name: &str, blocks: &[Block]) {
        let _ = writeln!(self.out, "<{name}>");
        blocks.iter().for_each(|block| self.block(block));
        let _ = writeln!(self.out, "</{name}>");
    }

    fn list(&mut self, ordered: bool, start: u32, items: &[Vec<Block>]) {
        if items.is_empty() {
            return;
        }
        let name = if ordered { "ol" } else { "ul" };
        if ordered && start != 1 {
            let _ = writeln!(self.out, "<ol start=\"{start}\">");
        } else {
            let _ = writeln!(self.out, "<{name}>");
        }
        for item in items {
            self.out.push_str("<li>");
            match item.as_slice() {
                [Block::Paragraph { content }] => self.leaf(content),
                blocks => blocks.iter().for_each(|block| self.block(block)),
            }
            self.out.push_str("</li>\n");
        }
        let _ = writeln!(self.out, "</{name}>");
    }

    fn table(&mut self, caption: &[Inline], head: &[Row], rows: &[Row]) {
        if head.iter().chain(rows).all(|row| row.cells.is_empty()) {
            // A table without cells is none, but its caption was said.
            if !caption.is_empty() {
                self.around("p", caption);
            }
            return;
        }
        self.out.push_str("<table>\n");
        if !caption.is_empty() {
            self.around("caption", caption);
        }
        for (name, rows) in [("thead", head), ("tbody", rows)] {
            let rows: Vec<_> = rows.iter().filter(|row| !row.cells.is_empty()).collect();
            if rows.is_empty() {
                continue;
            }
            let _ = writeln!(self.out, "<{name}>");
            for row in rows {
                self.out.push_str("<tr>");
                row.cells.iter().for_each(|cell| self.cell(cell, name == "thead"));
                self.out.push_str("</tr>\n");
            }
            let _ = writeln!(self.out, "</{name}>");
        }
        self.out.push_str("</table>\n");
    }

    fn cell(&mut self, cell: &Cell, in_head: bool) {
        let name = if cell.header { "th" } else { "td" };
        let _ = write!(self.out, "<{name}");
        if cell.header {
            let _ = write!(self.out, " scope=\"{}\"", if in_head { "col" } else { "row" });
        }
        for (attribute, span) in [("colspan", cell.colspan), ("rowspan", cell.rowspan)] {
            if span > 1 {
                let _ = write!(self.out, " {attribute}=\"{span}\"");
            }
        }
        self.out.push('>');
        match cell.blocks.as_slice() {
            [Block::Paragraph { content }] => self.leaf(content),
            blocks => blocks.iter().for_each(|block| self.block(block)),
        }
        let _ = write!(self.out, "</{name}>");
    }

    fn figure(&mut self, image: &fonds_model::Image, caption: &[Inline]) {
        let shown = self.picture(image);
        match (shown, caption.is_empty()) {
            (Some(picture), true) => {
                let _ = writeln!(self.out, "<figure>{picture}</figure>");
            }
            (Some(picture), false) => {
                let _ = write!(self.out, "<figure>{picture}<figcaption>");
                self.leaf(caption);
                self.out.push_str("</figcaption></figure>\n");
            }
            // A picture that is not there leaves its words.
            (None, false) => self.around("p", caption),
            (None, true) if !image.alt.is_empty() => self.tag("p", &image.alt),
            (None, true) => {}
        }
    }

    fn picture(&self, image: &fonds_model::Image) -> Option<String> {
        let found = self.pages?.pictures.get(&image.asset)?;
        let alt = escaped(&image.alt);
        let picture = format!(
            "<img src=\"../{}\" alt=\"{alt}\" width=\"{}\" height=\"{}\"/>",
            found.href, found.width, found.height
        );
        if image.outlines.is_empty() {
            return Some(picture);
        }
        let outlines: String = image.outlines.iter().map(|outline| self.outline(outline)).collect();
        Some(format!("<span class=\"outlined\">{picture}{outlines}</span>"))
    }

    /// A rectangle over a picture; with a note it shows the note's number and leads to it. Where the reader does not place it
    /// over the picture, nothing is seen: the reference beside the picture stays.
    fn outline(&self, outline: &Outline) -> String {
        let [left, top, width, height] = outline.area.in_percent();
        let class = format!("outline hl-{}", outline.colour.name());
        let style = format!("left:{left}%;top:{top}%;width:{width}%;height:{height}%");
        match self.numbers.get(&outline.note) {
            Some(number) => format!(
                "<a class=\"{class}\" style=\"{style}\" href=\"#note-{number}\" epub:type=\"noteref\" \
                 role=\"doc-noteref\" aria-label=\"{number}\" data-number=\"{number}\"></a>"
            ),
            None => format!("<span class=\"{class}\" style=\"{style}\"></span>"),
        }
    }

    fn note(&mut self, id: &str, blocks: &[Block]) {
        let number = self.numbers.get(id).copied().unwrap_or_default();
        // Of notes with one id, references lead to the first.
        let anchor = if self.noted.insert(number) { format!(" id=\"note-{number}\"") } else { String::new() };
        let _ = write!(self.out, "<aside{anchor} epub:type=\"footnote\" role=\"doc-footnote\">");
        let back = if self.referred.iter().any(|referred| referred == id) {
            let label = escaped(self.back);
            format!(
                "<a class=\"back\" href=\"#ref-{number}\" role=\"doc-backlink\" title=\"{label}\">{number}</a> "
            )
        } else {
            format!("<span class=\"back\">{number}</span> ")
        };
        match blocks.split_first() {
            Some((Block::Paragraph { content }, rest)) => {
                let _ = write!(self.out, "<p>{back}");
                self.leaf(content);
                self.out.push_str("</p>\n");
                rest.iter().for_each(|block| self.block(block));
            }
            _ => {
                let _ = writeln!(self.out, "<p>{back}</p>");
                blocks.iter().for_each(|block| self.block(block));
            }
        }
        self.out.push_str("</aside>\n");
    }
}
