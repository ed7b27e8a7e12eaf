//! What stands in a paragraph: spans, links, spaces, notes, comments, frames.

use super::blocks::{Line, Maker};
use crate::documents::draft::Remark;
use crate::documents::parts::assembled;
use crate::documents::passage::{MOST_OPEN, Passage};
use crate::documents::runs::{Look, picture};
use crate::xml::At;
use fonds_model::{Block, Inline};

impl Maker<'_> {
    /// Adds what is in a paragraph or span.
    pub fn inlines(&mut self, at: At, look: &Look, line: &mut Line) {
        let tree = self.tree;
        for child in tree.children(at) {
            if tree.is_text(child) {
                self.words(&tree.text(child), look, line);
                continue;
            }
            match tree.name(child) {
                "span" => self.span(child, look, line),
                "a" => {
                    let link = tree.attr(child, "href").map(str::to_owned).or_else(|| look.link.clone());
                    self.inlines(child, &Look { link, ..look.clone() }, line);
                }
                "s" => self.words(" ", look, line),
                "tab" => self.words(" ", look, line),
                "line-break" => {
                    self.open.values_mut().for_each(|(passage, _)| passage.push(" "));
                    line.runs.push(look, Inline::Break);
                }
                "note" => self.note(child, line),
                "annotation" => self.annotation(child, line),
                "annotation-end" => self.annotation_end(child),
                "frame" | "g" | "custom-shape" | "rect" => self.frame(child, line),
                "ruby" => {
                    if let Some(base) = tree.child(child, "ruby-base") {
                        self.inlines(base, look, line);
                    }
                }
                // Numbers of pages change with each printing.
                "page-number" | "page-count" | "tracked-changes" | "change" | "change-start"
                | "change-end" => {}
                name if name.starts_with("bookmark") || name.ends_with("-mark-start") => {}
                _ => self.inlines(child, look, line),
            }
        }
    }

    fn span(&mut self, at: At, look: &Look, line: &mut Line) {
        let style = self.tree.attr(at, "text:style-name").unwrap_or_default();
        if self.styles.hides(style) {
            return;
        }
        let look = self.styles.look(style, look);
        let font = self.styles.font("text", style).map(str::to_owned);
        let around = line.font.clone();
        line.font = font.or_else(|| around.clone());
        self.inlines(at, &look, line);
        line.font = around;
    }

    fn words(&mut self, text: &str, look: &Look, line: &mut Line) {
        let text = self.draft.converted.run(line.font.as_deref(), text);
        self.open.values_mut().for_each(|(passage, _)| passage.push(&text));
        line.runs.text(look, &text);
    }

    fn note(&mut self, at: At, line: &mut Line) {
        if !self.draft.takes_note() {
            return;
        }
        let tree = self.tree;
        let id = tree.attr(at, "text:id").map_or_else(|| format!("note{at}"), str::to_owned);
        line.runs.push(&Look::default(), Inline::NoteRef { note: id.clone() });
        let mut parts = Vec::new();
        if let Some(body) = tree.child(at, "note-body") {
            let open = std::mem::take(&mut self.open);
            self.blocks(body, &mut parts);
            self.open = open;
        }
        self.draft.notes.push(Block::Note { id, blocks: assembled(parts) });
    }

    fn annotation(&mut self, at: At, line: &mut Line) {
        let tree = self.tree;
        let value = |name: &str| tree.child(at, name).map(|at| tree.text(at)).unwrap_or_default();
        let paragraphs: Vec<String> = tree.named(at, "p").map(|at| tree.text(at)).collect();
        let passage = Passage::behind(&line.runs.end());
        if let Some(name) = tree.attr(at, "office:name").filter(|_| self.open.len() < MOST_OPEN) {
            self.open.insert(name.to_owned(), (passage, self.draft.remarks.len()));
        }
        self.draft.add_remark(Remark {
            passage: Passage::default(),
            note: fonds_model::text::nfc(&paragraphs.join("\n\n")),
            creator: value("creator"),
            created: value("date"),
        });
    }

    fn annotation_end(&mut self, at: At) {
        let name = self.tree.attr(at, "office:name").unwrap_or_default();
        if let Some((passage, number)) = self.open.remove(name)
            && let Some(remark) = self.draft.remarks.get_mut(number)
        {
            remark.passage = passage;
        }
    }

    /// A frame: a picture in the line, or a box whose text stands behind the paragraph.
    pub fn frame(&mut self, at: At, line: &mut Line) {
        let tree = self.tree;
        if let Some(text_box) = tree.child(at, "text-box") {
            self.blocks(text_box, &mut line.boxes);
            return;
        }
        let alt = ["desc", "title"].iter().find_map(|name| tree.child(at, name)).map(|at| tree.text(at));
        // Of several forms of one picture the first that is kept.
        let images: Vec<&str> =
            tree.children_named(at, "image").filter_map(|at| tree.attr(at, "href")).collect();
        let found = images.iter().find_map(|href| self.pictures.fetch(href.trim_start_matches("./")));
        match found {
            Some(asset) => line.runs.push(&Look::default(), picture(asset, &alt.unwrap_or_default())),
            None if images.is_empty() => self.blocks(at, &mut line.boxes),
            None => {}
        }
    }
}
