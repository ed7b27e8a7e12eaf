//! Elements to blocks.

use super::content::{Content, has_blocks, is_block, is_leaf};
use super::notes::{Notes, is_back_link};
use crate::images::Pictures;
use dom_query::{Document, NodeRef};
use fonds_model::markdown::is_safe_link;
use fonds_model::text::clean_line;
use fonds_model::{Block, Cell, Image, Inline, Row};
use url::Url;

/// Takes away what is never part of a text, and brings out pictures that are hidden for scripts.
pub(crate) fn prepare(document: &Document) {
    for image in document.select("noscript").nodes() {
        let inner = image.text();
        if inner.contains("<img")
            && !image.prev_element_sibling().is_some_and(|before| before.has_name("img"))
        {
            image.replace_with_html(inner);
        }
    }
    let never = "script, style, template, noscript, iframe, object, embed, form, input, button, select, textarea, canvas, \
        dialog, nav, [hidden], [aria-hidden=true]:not(img):not(svg)";
    document.select(never).remove();
}

/// The blocks of the article, its notes last.
pub(crate) fn blocks(
    content: &Content<'_>,
    notes: &Notes<'_>,
    base: Option<&str>,
    pictures: &mut Pictures<'_>,
) -> Vec<Block> {
    let base = base.and_then(|base| Url::parse(base).ok());
    let mut maker = Maker { content, notes, base, pictures, referred: vec![], all: false };
    let mut blocks = Vec::new();
    maker.container(&content.root, &mut blocks);
    // A heading without a text under it headed what was left out.
    while matches!(blocks.last(), Some(Block::Heading { .. } | Block::Rule)) {
        blocks.pop();
    }
    maker.all = true;
    let mut next = 0;
    while let Some(id) = maker.referred.get(next).cloned() {
        next += 1;
        if let Some(note) = notes.get(&id) {
            let mut inside = Vec::new();
            maker.container(&note, &mut inside);
            blocks.push(Block::Note { id, blocks: inside });
        }
    }
    while matches!(blocks.first(), Some(Block::Rule)) {
        blocks.remove(0);
    }
    blocks
}

struct Maker<'a, 'b> {
    content: &'a Content<'a>,
    notes: &'a Notes<'a>,
    base: Option<Url>,
    pictures: &'a mut Pictures<'b>,
    /// Ids of notes in the order of their first reference.
    referred: Vec<String>,
    /// Inside something that belongs to the article as a whole.
    all: bool,
}

impl Maker<'_, '_> {
    /// Blocks of an element's children; text between them becomes paragraphs.
    fn container(&mut self, node: &NodeRef<'_>, out: &mut Vec<Block>) {
        let mut loose: Vec<NodeRef<'_>> = Vec::new();
        for child in node.children_it(false) {
            let name = child.node_name().unwrap_or_default();
            if child.is_text() || (child.is_element() && !is_block(&name) && !has_blocks(&child)) {
                loose.push(child);
            } else if child.is_element() {
                self.loose(&mut loose, out);
                self.block(&child, &name, out);
            }
        }
        self.loose(&mut loose, out);
    }

    /// Inline children side by side. Two line breaks in a row end a paragraph, as old pages have it.
    fn loose(&mut self, nodes: &mut Vec<NodeRef<'_>>, out: &mut Vec<Block>) {
        let nodes = std::mem::take(nodes);
        let text: String = nodes.iter().map(|node| node.text().to_string()).collect();
        let pictured =
            nodes.iter().any(|node| node.has_name("img") || node.descendants_it().any(|n| n.has_name("img")));
        let letters = super::letters(&text);
        if !(pictured || self.all && !letters.is_empty() || self.content.keeps_letters(&letters)) {
            return;
        }
        let mut inlines = Vec::new();
        for node in &nodes {
            self.inline(node, &mut inlines);
        }
        for paragraph in split_at_double_breaks(inlines) {
            push_paragraph(paragraph, out);
        }
    }

    fn block(&mut self, node: &NodeRef<'_>, name: &str, out: &mut Vec<Block>) {
        if self.notes.is_note(node) && !self.all || is_outside(node, name) && !self.content.keeps_most(node) {
            return;
        }
        match name {
            "figure" => self.figure(node, out),
            "ul" | "ol" => self.list(node, name == "ol", out),
            "table" => self.table(node, out),
            "blockquote" => {
                let mut inside = Vec::new();
                self.container(node, &mut inside);
                if !inside.is_empty() {
                    out.push(Block::Quote { blocks: inside });
                }
            }
            "pre" if self.keeps(node) => {
                let text = node.text().trim_end().trim_start_matches('\n').to_owned();
                out.push(Block::Code { language: None, text: fonds_model::text::nfc(&text) });
            }
            "hr" => {
                if !out.is_empty() && !matches!(out.last(), Some(Block::Rule)) {
                    out.push(Block::Rule);
                }
            }
            _ if is_leaf(node) => self.leaf(node, name, out),
            _ => self.container(node, out),
        }
    }

    fn leaf(&mut self, node: &NodeRef<'_>, name: &str, out: &mut Vec<Block>) {
        let level = name.strip_prefix('h').and_then(|level| level.parse::<u8>().ok());
        let pictured = node.descendants_it().any(|below| below.has_name("img"));
        if !self.keeps(node) && !pictured {
            return;
        }
        let mut content = Vec::new();
        for child in node.children_it(false) {
            self.inline(&child, &mut content);
        }
        match level {
            Some(level) => {
                let content = tidy(content);
                if !fonds_model::body::plain_text(&content).is_empty() {
                    out.push(Block::Heading { level, content });
                }
            }
            None => {
                for paragraph in split_at_double_breaks(content) {
                    push_paragraph(paragraph, out);
                }
            }
        }
    }

    /// Whether a list or table belongs to the article: the extractor says so of most of it, or it stands within the
    /// text and does not lead elsewhere.
    fn belongs(&self, node: &NodeRef<'_>) -> bool {
        let linked: usize =
            node.descendants_it().filter(|n| n.has_name("a")).map(|link| link.text().trim().len()).sum();
        self.all || self.content.keeps_most(node) || linked * 4 < node.text().trim().len()
    }

    fn keeps(&self, node: &NodeRef<'_>) -> bool {
        self.all || self.content.keeps(node)
    }

    fn figure(&mut self, node: &NodeRef<'_>, out: &mut Vec<Block>) {
        let below = || node.descendants_it();
        if below().any(|node| node.has_name("table") || node.has_name("blockquote") || node.has_name("pre")) {
            let all = self.all || self.content.keeps_most(node);
            let before = std::mem::replace(&mut self.all, all);
            self.container(node, out);
            self.all = before;
            return;
        }
        let mut caption = Vec::new();
        if let Some(found) = below().find(|node| node.has_name("figcaption")) {
            for child in found.children_it(false) {
                self.inline(&child, &mut caption);
            }
        }
        let caption = tidy(caption);
        let images: Vec<_> = below().filter(|node| node.has_name("img")).collect();
        let found: Vec<_> = images.iter().filter_map(|image| self.image(image)).collect();
        let count = found.len();
        for (n, image) in found.into_iter().enumerate() {
            // The caption stands under the last of several pictures.
            let caption = if n + 1 == count { caption.clone() } else { vec![] };
            out.push(Block::Figure { image, caption });
        }
        if count == 0 && !caption.is_empty() && !images.is_empty() {
            out.push(Block::Paragraph { content: vec![Inline::Emphasis { content: caption }] });
        }
    }

    fn list(&mut self, node: &NodeRef<'_>, ordered: bool, out: &mut Vec<Block>) {
        if !self.belongs(node) {
            return;
        }
        let before = std::mem::replace(&mut self.all, true);
        let mut items = Vec::new();
        for item in node.element_children().iter().filter(|child| !self.notes.is_note(child)) {
            let mut inside = Vec::new();
            self.container(item, &mut inside);
            if !inside.is_empty() {
                items.push(inside);
            }
        }
        self.all = before;
        let start = node.attr("start").and_then(|start| start.parse().ok()).unwrap_or(1);
        if !items.is_empty() {
            out.push(Block::List { ordered, start, items });
        }
    }

    fn table(&mut self, node: &NodeRef<'_>, out: &mut Vec<Block>) {
        let rows: Vec<_> = node.descendants_it().filter(|node| node.has_name("tr")).collect();
        let cells = |row: &NodeRef<'_>| {
            row.element_children().iter().filter(|c| c.has_name("td") || c.has_name("th")).count()
        };
        let nested = node.descendants_it().any(|node| node.has_name("table"));
        let columns = rows.iter().map(cells).max().unwrap_or(0);
        // A table of one column or with tables in it lays a page out.
        if nested || columns < 2 {
            rows.iter().flat_map(|row| row.element_children()).for_each(|cell| self.container(&cell, out));
            return;
        }
        if !self.belongs(node) {
            return;
        }
        let before = std::mem::replace(&mut self.all, true);
        let mut caption = Vec::new();
        if let Some(found) = node.element_children().iter().find(|child| child.has_name("caption")) {
            for child in found.children_it(false) {
                self.inline(&child, &mut caption);
            }
        }
        let (mut head, mut body) = (Vec::new(), Vec::new());
        for row in &rows {
            let in_head = row.parent().is_some_and(|parent| parent.has_name("thead"));
            let row = self.row(row);
            let heads = !row.cells.is_empty() && row.cells.iter().all(|cell| cell.header);
            if (in_head || heads) && body.is_empty() { head.push(row) } else { body.push(row) }
        }
        self.all = before;
        out.push(Block::Table { caption: tidy(caption), head, rows: body });
    }

    fn row(&mut self, row: &NodeRef<'_>) -> Row {
        let span = |cell: &NodeRef<'_>, name: &str| {
            cell.attr(name).and_then(|n| n.parse().ok()).unwrap_or(1u32).clamp(1, 100)
        };
        let mut cells = Vec::new();
        for cell in row.element_children() {
            let header = cell.has_name("th");
            if !header && !cell.has_name("td") {
                continue;
            }
            let mut blocks = Vec::new();
            self.container(&cell, &mut blocks);
            cells.push(Cell {
                blocks,
                header,
                colspan: span(&cell, "colspan"),
                rowspan: span(&cell, "rowspan"),
            });
        }
        Row { cells }
    }

    fn image(&mut self, node: &NodeRef<'_>) -> Option<Image> {
        let alt = node.attr("alt").map(|alt| clean_line(&alt)).unwrap_or_default();
        let mut addresses = Vec::new();
        for name in ["data-src", "data-original", "data-lazy-src", "data-url", "src"] {
            addresses.extend(node.attr(name).map(|address| address.to_string()));
        }
        addresses.extend(node.attr("srcset").and_then(|set| largest(&set)));
        addresses.retain(|address| !address.trim().is_empty());
        // A page that names a file beside it is believed before the placeholder that its scripts replace.
        let placeholder = |address: &String| address.starts_with("data:") && address.len() < 400;
        let found = addresses
            .iter()
            .filter(|address| !placeholder(address))
            .find_map(|address| self.pictures.fetch(address));
        found.map(|asset| Image { asset, alt })
    }

    fn inline(&mut self, node: &NodeRef<'_>, out: &mut Vec<Inline>) {
        if node.is_text() {
            out.push(Inline::text(node.text().to_string()));
            return;
        }
        if !node.is_element() {
            return;
        }
        let name = node.node_name().unwrap_or_default();
        let mut content = Vec::new();
        match &*name {
            "br" => return out.push(Inline::Break),
            "img" => return out.extend(self.image(node).map(|image| Inline::Image { image })),
            "svg" | "math" | "audio" | "video" | "script" | "style" => return,
            "code" | "kbd" | "samp" | "tt" => {
                return out.push(Inline::Code { text: clean_line(&node.text()) });
            }
            "a" if is_back_link(node) => return,
            "a" => {
                if let Some(note) = self.notes.referred(node) {
                    if !self.referred.contains(&note) {
                        self.referred.push(note.clone());
                    }
                    return out.push(Inline::NoteRef { note });
                }
            }
            _ => {}
        }
        for child in node.children_it(false) {
            self.inline(&child, &mut content);
        }
        if content.is_empty() {
            return;
        }
        match &*name {
            "em" | "i" | "cite" | "dfn" | "var" => out.push(Inline::Emphasis { content }),
            "strong" | "b" => out.push(Inline::Strong { content }),
            "sub" => out.push(Inline::Sub { content }),
            // A reference that was raised is raised anyway.
            "sup" if content.iter().all(|inline| matches!(inline, Inline::NoteRef { .. })) => {
                out.extend(content)
            }
            "sup" => out.push(Inline::Sup { content }),
            "q" => {
                out.push(Inline::text("“"));
                out.extend(content);
                out.push(Inline::text("”"));
            }
            "a" => match node.attr("href").and_then(|href| self.absolute(&href)) {
                Some(href) => out.push(Inline::Link { href, content }),
                None => out.extend(content),
            },
            _ => match node.attr("lang").filter(|lang| !lang.is_empty()) {
                Some(lang) => out.push(Inline::Span { lang: lang.to_string(), content }),
                None => out.extend(content),
            },
        }
    }

    fn absolute(&self, href: &str) -> Option<String> {
        let href = href.trim();
        let joined = match &self.base {
            Some(base) => base.join(href).ok().map(String::from),
            None => Url::parse(href).ok().map(String::from),
        };
        joined.filter(|href| is_safe_link(href))
    }
}

/// Elements that are beside the text, unless most of the article is in them.
fn is_outside(node: &NodeRef<'_>, name: &str) -> bool {
    let role = node.attr("role").unwrap_or_default();
    matches!(name, "aside" | "footer")
        || matches!(&*role, "navigation" | "complementary" | "banner" | "contentinfo")
}

/// The candidate of a `srcset` with the greatest width or density.
fn largest(set: &str) -> Option<String> {
    let candidates = set.split(", ").flat_map(|part| part.split(",\n")).filter_map(|candidate| {
        let mut parts = candidate.split_whitespace();
        let address = parts.next()?.trim_end_matches(',').to_owned();
        let size = parts
            .next()
            .and_then(|size| size.trim_end_matches(['w', 'x', ',']).parse::<f64>().ok())
            .unwrap_or(1.0);
        Some((size, address))
    });
    candidates.max_by(|a, b| a.0.total_cmp(&b.0)).map(|(_, address)| address)
}

fn split_at_double_breaks(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut paragraphs = vec![Vec::new()];
    let mut breaks = 0;
    for inline in inlines {
        match &inline {
            Inline::Break => breaks += 1,
            Inline::Text { text } if text.trim().is_empty() && breaks > 0 => {}
            _ => {
                if breaks > 1 {
                    paragraphs.push(Vec::new());
                } else if breaks == 1
                    && let Some(last) = paragraphs.last_mut()
                {
                    last.push(Inline::Break);
                }
                breaks = 0;
                if let Some(last) = paragraphs.last_mut() {
                    last.push(inline);
                }
            }
        }
    }
    paragraphs
}

/// A paragraph that is nothing but a picture is a figure.
fn push_paragraph(inlines: Vec<Inline>, out: &mut Vec<Block>) {
    let content = tidy(inlines);
    match content.as_slice() {
        [] => {}
        [Inline::Image { image }] => out.push(Block::Figure { image: image.clone(), caption: vec![] }),
        [Inline::Break] => {}
        _ => out.push(Block::Paragraph { content }),
    }
}

/// White space as one space, none at the ends; neighbouring texts joined; empty wrappers dropped.
pub(crate) fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut open = true;
    let mut tidied = squeeze(inlines, &mut open);
    trim_end(&mut tidied);
    tidied
}

/// `open`: the text so far ends in white space (or is empty).
fn squeeze(inlines: Vec<Inline>, open: &mut bool) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        if let Some(children) = inline.children_mut() {
            *children = squeeze(std::mem::take(children), open);
            if children.is_empty() {
                continue;
            }
        }
        match inline {
            Inline::Text { text } => {
                let text = squeeze_text(&text, open);
                match out.last_mut() {
                    _ if text.is_empty() => {}
                    Some(Inline::Text { text: last }) => last.push_str(&text),
                    _ => out.push(Inline::text(text)),
                }
            }
            Inline::Break => {
                trim_end(&mut out);
                *open = true;
                out.push(Inline::Break);
            }
            other => {
                if matches!(other, Inline::Code { .. } | Inline::Image { .. } | Inline::NoteRef { .. }) {
                    *open = false;
                }
                out.push(other);
            }
        }
    }
    out
}

fn squeeze_text(text: &str, open: &mut bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in fonds_model::text::nfc(text).chars() {
        if c.is_whitespace() {
            if !*open {
                out.push(' ');
            }
            *open = true;
        } else if !c.is_control() && !matches!(c, '\u{feff}' | '\u{ad}' | '\u{200b}') {
            out.push(c);
            *open = false;
        }
    }
    out
}

fn trim_end(inlines: &mut Vec<Inline>) {
    while let Some(last) = inlines.last_mut() {
        let empty = match last {
            Inline::Text { text } => {
                text.truncate(text.trim_end().len());
                text.is_empty()
            }
            Inline::Break => true,
            other => match other.children_mut() {
                Some(children) => {
                    trim_end(children);
                    children.is_empty()
                }
                None => false,
            },
        };
        if !empty {
            return;
        }
        inlines.pop();
    }
}
