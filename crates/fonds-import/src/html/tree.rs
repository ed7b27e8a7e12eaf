//! Elements to blocks.

use super::content::Content;
use super::hints::Hints;
use super::lines::{push_paragraph, split_at_double_breaks, tidy};
use super::measure::Measures;
use super::notes::Notes;
use super::page::{At, Page};
use super::pictures::{is_picture, named_picture};
use crate::images::Pictures;
use fonds_model::text::{clean_line, nfc};
use fonds_model::{Block, Diagnostic, Image, Inline};
use url::Url;

/// A page and what is known about it, from which blocks are made.
pub(crate) struct Maker<'a, 'b> {
    pub page: &'a Page,
    pub measures: &'a Measures,
    pub content: &'a Content,
    pub notes: &'a Notes,
    /// What relative addresses are relative to.
    pub base: Option<Url>,
    pub pictures: &'a mut Pictures<'b>,
    /// Ids of notes in the order of their first reference.
    pub referred: Vec<String>,
    pub remarks: Vec<Diagnostic>,
}

impl Maker<'_, '_> {
    /// The blocks of the article, its notes last.
    pub fn article(&mut self) -> Vec<Block> {
        let mut blocks = Vec::new();
        self.container(self.content.root, &mut blocks);
        // A heading without a text under it headed what was left out.
        while matches!(blocks.last(), Some(Block::Heading { .. } | Block::Rule)) {
            blocks.pop();
        }
        let mut next = 0;
        while let Some(id) = self.referred.get(next).cloned() {
            next += 1;
            if let Some(note) = self.notes.get(&id) {
                let mut inside = Vec::new();
                self.container(note, &mut inside);
                blocks.push(Block::Note { id, blocks: inside });
            }
        }
        let first = blocks.iter().position(|block| !matches!(block, Block::Rule)).unwrap_or(blocks.len());
        blocks.drain(..first);
        blocks
    }

    /// Blocks of an element's children; text between them becomes paragraphs.
    pub fn container(&mut self, at: At, out: &mut Vec<Block>) {
        let page = self.page;
        let mut loose: Vec<At> = Vec::new();
        for child in page.children(at) {
            if !self.content.keeps(child) {
                continue;
            }
            if page.is_text(child) || (!page.is_block(child) && !self.measures.has_blocks(page, child)) {
                loose.push(child);
            } else {
                self.loose(&mut loose, out);
                self.block(child, out);
            }
        }
        self.loose(&mut loose, out);
    }

    /// Inline children side by side.
    fn loose(&mut self, nodes: &mut Vec<At>, out: &mut Vec<Block>) {
        let mut inlines = Vec::new();
        for node in nodes.drain(..) {
            self.inline(node, &mut inlines);
        }
        for paragraph in split_at_double_breaks(inlines) {
            push_paragraph(paragraph, out);
        }
    }

    fn block(&mut self, at: At, out: &mut Vec<Block>) {
        if self.notes.is_note(at) {
            return;
        }
        let name = self.page.name(at);
        match name {
            "figure" => self.figure(at, out),
            "ul" | "ol" | "menu" | "dir" => self.list(at, name == "ol", out),
            "dl" => self.definitions(at, out),
            "table" => self.table(at, out),
            "blockquote" => {
                let mut blocks = Vec::new();
                self.container(at, &mut blocks);
                if !blocks.is_empty() {
                    out.push(Block::Quote { blocks });
                }
            }
            "pre" | "listing" | "xmp" if !self.is_verse(at) => self.code(at, out),
            "hr" => {
                if !out.is_empty() && !matches!(out.last(), Some(Block::Rule)) {
                    out.push(Block::Rule);
                }
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => self.heading(at, out),
            "summary" | "legend" => {
                let content = tidy(vec![Inline::Strong { content: self.line(at) }]);
                push_paragraph(content, out);
            }
            _ if self.is_captioned(at) => self.figure(at, out),
            _ => self.container(at, out),
        }
    }

    fn heading(&mut self, at: At, out: &mut Vec<Block>) {
        let level = self.page.name(at).as_bytes().get(1).map_or(2, |digit| digit.saturating_sub(b'0'));
        let (pictures, content): (Vec<_>, Vec<_>) =
            self.line(at).into_iter().partition(|inline| matches!(inline, Inline::Image { .. }));
        pictures.into_iter().for_each(|picture| push_paragraph(vec![picture], out));
        let content = tidy(content);
        if !fonds_model::body::plain_text(&content).trim().is_empty() {
            out.push(Block::Heading { level, content });
        }
    }

    /// Everything in an element as one line, blocks in it parted by spaces.
    pub fn line(&mut self, at: At) -> Vec<Inline> {
        let mut content = Vec::new();
        for child in self.page.children(at) {
            self.inline(child, &mut content);
        }
        content
    }

    fn code(&mut self, at: At, out: &mut Vec<Block>) {
        let text = nfc(self.page.text(at).trim_end().trim_start_matches('\n'));
        if text.trim().is_empty() {
            return;
        }
        let class = |at: At| self.page.attr(at, "class").unwrap_or_default();
        let inner = self.page.first(at, "code").map(class).unwrap_or_default();
        let words = class(at).split_whitespace().chain(inner.split_whitespace());
        let language = words
            .filter_map(|word| word.strip_prefix("language-").or_else(|| word.strip_prefix("lang-")))
            .next();
        out.push(Block::Code { language: language.map(str::to_owned), text });
    }

    /// Preformatted lines that are verse and not code.
    fn is_verse(&self, at: At) -> bool {
        let class = self.page.attr_lower(at, "class");
        ["poem", "verse", "lyrics", "tho"]
            .iter()
            .any(|name| class.split(['-', '_', ' ']).any(|word| word == *name))
    }

    /// A box that holds pictures and what stands under them, and nothing else.
    fn is_captioned(&self, at: At) -> bool {
        let page = self.page;
        if self.measures.pictures(page, at) == 0 || self.measures.letters(page, at) > 1500 {
            return false;
        }
        let captions: Vec<At> = self.captions(at);
        let captioned: u32 = captions.iter().map(|caption| self.measures.letters(page, *caption)).sum();
        captioned > 0 && captioned == self.measures.letters(page, at)
    }

    /// The outermost captions in an element.
    fn captions(&self, at: At) -> Vec<At> {
        let mut found: Vec<At> = Vec::new();
        for below in self.page.below(at) {
            let inside = found.last().is_some_and(|last| below < self.page.end(*last));
            if !inside
                && self.measures.hints[below].any(Hints::CAPTION)
                && self.measures.pictures(self.page, below) == 0
            {
                found.push(below);
            }
        }
        found
    }

    fn figure(&mut self, at: At, out: &mut Vec<Block>) {
        let page = self.page;
        let holds = |names: &[&str]| page.named(at, names).next().is_some();
        let named = if self.measures.pictures(page, at) == 0 { named_picture(page, at) } else { vec![] };
        let has_picture = self.measures.pictures(page, at) > 0 || !named.is_empty();
        if holds(&["table", "blockquote", "pre", "ul", "ol"]) || !has_picture {
            self.container(at, out);
            return;
        }
        let mut caption = Vec::new();
        for found in self.captions(at) {
            if !caption.is_empty() {
                caption.push(Inline::text(" "));
            }
            caption.extend(self.line(found));
        }
        let caption = tidy(caption);
        let images: Vec<At> = page.below(at).filter(|below| is_picture(page.name(*below))).collect();
        let mut found: Vec<_> = images.into_iter().filter_map(|image| self.image(image)).collect();
        if !named.is_empty() {
            found.extend(self.pictures.fetch_any(&named).map(|asset| Image::new(asset, String::new())));
        }
        let count = found.len();
        for (n, image) in found.into_iter().enumerate() {
            // The caption stands under the last of several pictures.
            let caption = if n + 1 == count { caption.clone() } else { vec![] };
            out.push(Block::Figure { image, caption });
        }
        if count == 0 && !caption.is_empty() {
            let text: String =
                clean_line(&fonds_model::body::plain_text(&caption)).chars().take(200).collect();
            let message = "a caption was left out with its picture";
            self.remarks.push(Diagnostic::info("caption-left-out", message).at(text));
        }
    }

    fn list(&mut self, at: At, ordered: bool, out: &mut Vec<Block>) {
        let page = self.page;
        let mut items = Vec::new();
        for item in page.children(at) {
            if self.notes.is_note(item) || !self.content.keeps(item) {
                continue;
            }
            let mut inside = Vec::new();
            match page.name(item) {
                "li" | "div" => self.container(item, &mut inside),
                "" | "a" | "span" => {
                    let mut content = Vec::new();
                    self.inline(item, &mut content);
                    push_paragraph(content, &mut inside);
                }
                _ => self.block(item, &mut inside),
            }
            if !inside.is_empty() {
                items.push(inside);
            }
        }
        let start = page.attr(at, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
        if !items.is_empty() {
            out.push(Block::List { ordered, start, items });
        }
    }

    /// Terms and what is said of each, as a list whose items open with the term.
    fn definitions(&mut self, at: At, out: &mut Vec<Block>) {
        let page = self.page;
        let parts: Vec<At> = page.named(at, &["dt", "dd"]).filter(|part| self.content.keeps(*part)).collect();
        let mut items: Vec<Vec<Block>> = Vec::new();
        let mut open = false;
        for part in parts {
            let term = page.name(part) == "dt";
            if items.is_empty() || (term && !open) {
                items.push(Vec::new());
            }
            open = term;
            let Some(item) = items.last_mut() else { continue };
            if term {
                push_paragraph(vec![Inline::Strong { content: self.line(part) }], item);
            } else {
                self.container(part, item);
            }
        }
        items.retain(|item| !item.is_empty());
        if items.is_empty() {
            self.container(at, out);
        } else {
            out.push(Block::List { ordered: false, start: 1, items });
        }
    }
}
