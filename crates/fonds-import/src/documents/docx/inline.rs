//! What stands in a paragraph: runs, links, fields, changes, pictures, references to notes and comments.

use super::Story;
use super::blocks::{Line, Maker};
use super::margins::NoteKind;
use super::styles::RunStyle;
use crate::documents::draft::MOST_NOTES;
use crate::documents::parts::Part;
use crate::documents::runs::{Look, picture};
use crate::package::resolve;
use crate::xml::At;
use fonds_model::{Block, Inline};

/// A field: its code, and where its result began.
#[derive(Default)]
pub(super) struct Field {
    code: String,
    /// The run of its paragraph where the result begins; `None` while its code is read.
    from: Option<usize>,
}

impl Maker<'_> {
    /// Adds what is in a paragraph or in an element that wraps runs.
    pub fn inlines(&mut self, story: &Story, at: At, around: &RunStyle, line: &mut Line) {
        let tree = &story.tree;
        for child in tree.children(at) {
            match tree.name(child) {
                "r" => self.run(story, child, line),
                "hyperlink" => self.hyperlink(story, child, around, line),
                "fldSimple" => {
                    let from = line.runs.mark();
                    self.inlines(story, child, around, line);
                    if let Some(href) = tree.attr(child, "instr").and_then(link_of_code) {
                        line.runs.link_from(from, &href);
                    }
                }
                "del" | "moveFrom" => self.draft.changes += 1,
                "ins" | "moveTo" => {
                    self.draft.changes += 1;
                    self.inlines(story, child, around, line);
                }
                "sdt" => {
                    if let Some(content) = tree.child(child, "sdtContent") {
                        self.inlines(story, content, around, line);
                    }
                }
                "smartTag" | "customXml" | "dir" | "bdo" => self.inlines(story, child, around, line),
                "oMath" | "oMathPara" => line.runs.text(&Look::default(), &tree.text(child)),
                "commentRangeStart" | "commentRangeEnd" => self.comment_range(story, child, &line.runs.end()),
                _ => {}
            }
        }
    }

    fn hyperlink(&mut self, story: &Story, at: At, around: &RunStyle, line: &mut Line) {
        let from = line.runs.mark();
        self.inlines(story, at, around, line);
        let target = story.tree.attr(at, "r:id").and_then(|id| story.links.target(id));
        if let Some(href) = target {
            line.runs.link_from(from, href);
        }
    }

    fn run(&mut self, story: &Story, at: At, line: &mut Line) {
        let tree = &story.tree;
        let style = tree.child(at, "rPr").map(|at| RunStyle::of(story, at)).unwrap_or_default();
        if style.hidden {
            return;
        }
        let look = self.styles.look(&style);
        for child in tree.children(at) {
            match tree.name(child) {
                "fldChar" => self.field_mark(tree.attr(child, "fldCharType").unwrap_or_default(), line),
                "instrText" => {
                    if let Some(field) = self.fields.last_mut().filter(|field| field.from.is_none()) {
                        field.code.push_str(&tree.text(child));
                    }
                }
                _ if self.fields.last().is_some_and(|field| field.from.is_none()) => {}
                "t" => self.words(&tree.text(child), &style, &look, line),
                name => self.sign(story, child, name, &look, line),
            }
        }
    }

    fn words(&mut self, text: &str, style: &RunStyle, look: &Look, line: &mut Line) {
        let font = self.styles.font(style, line.style.as_deref());
        let text = self.draft.converted.run(font, text);
        self.comments.text(&text);
        line.runs.text(look, &text);
    }

    /// What is not words.
    fn sign(&mut self, story: &Story, at: At, name: &str, look: &Look, line: &mut Line) {
        let tree = &story.tree;
        match name {
            "tab" | "ptab" => line.runs.text(look, " "),
            "noBreakHyphen" => line.runs.text(look, "\u{2011}"),
            "br" if matches!(tree.attr(at, "type"), Some("page" | "column")) => {}
            "br" | "cr" => {
                self.comments.text(" ");
                line.runs.push(look, Inline::Break);
            }
            "footnoteReference" => self.note_reference(story, at, NoteKind::Footnote, line),
            "endnoteReference" => self.note_reference(story, at, NoteKind::Endnote, line),
            "drawing" | "pict" | "object" => self.drawing(story, at, line),
            "AlternateContent" => {
                let choice = tree.child(at, "Choice").or_else(|| tree.child(at, "Fallback"));
                for child in choice.into_iter().flat_map(|choice| tree.children(choice)) {
                    self.drawing(story, child, line);
                }
            }
            _ => {}
        }
    }

    fn field_mark(&mut self, kind: &str, line: &mut Line) {
        match kind {
            "begin" => self.fields.push(Field::default()),
            "separate" => {
                if let Some(field) = self.fields.last_mut() {
                    field.from = Some(line.runs.mark());
                }
            }
            "end" => {
                if let Some(Field { code, from: Some(from) }) = self.fields.pop()
                    && let Some(href) = link_of_code(&code)
                {
                    line.runs.link_from(from, &href);
                }
            }
            _ => {}
        }
    }

    fn note_reference(&mut self, story: &Story, at: At, kind: NoteKind, line: &mut Line) {
        let Some(id) = story.tree.attr(at, "id") else { return };
        if self.notes.len() == MOST_NOTES {
            self.draft.notes_left += 1;
            return;
        }
        let name = kind.name(id);
        self.notes.push((kind, id.to_owned()));
        line.runs.push(&Look::default(), Inline::NoteRef { note: name });
    }

    /// A picture, in the line or beside it, and the text of text boxes and diagrams.
    fn drawing(&mut self, story: &Story, at: At, line: &mut Line) {
        let tree = &story.tree;
        let mut around: Option<At> = None;
        for text_box in tree.named(at, "txbxContent") {
            // A box in a box is met again in its own paragraph.
            if around.is_none_or(|around| !tree.holds(around, text_box)) {
                around = Some(text_box);
                let fields = std::mem::take(&mut self.fields);
                self.blocks(story, text_box, &mut line.boxes);
                self.fields = fields;
            }
        }
        if around.is_none() {
            self.diagrams_of(story, at, line);
            self.pictures_of(story, at, line);
        }
    }

    fn pictures_of(&mut self, story: &Story, at: At, line: &mut Line) {
        let tree = &story.tree;
        let described = tree.first(at, "docPr").or_else(|| tree.first(at, "shape"));
        let alt =
            described.and_then(|at| ["descr", "alt", "title"].iter().find_map(|name| tree.attr(at, name)));
        let alt = alt.unwrap_or_default();
        let floats = tree.first(at, "anchor").is_some();
        let blips = tree
            .named(at, "blip")
            .filter_map(|at| tree.attr(at, "r:embed").or_else(|| tree.attr(at, "r:link")));
        let vml = tree.named(at, "imagedata").filter_map(|at| tree.attr(at, "r:id"));
        for id in blips.chain(vml) {
            let Some(target) = story.links.target(id) else { continue };
            let path = if target.contains(':') { target.to_owned() } else { resolve(&story.path, target) };
            let Some(asset) = self.pictures.fetch(&path) else { continue };
            match picture(asset, alt) {
                Inline::Image { image } if floats => {
                    line.floats.push(Part::Block(Block::Figure { image, caption: vec![] }));
                }
                inline => line.runs.push(&Look::default(), inline),
            }
        }
    }
}

/// The address in `HYPERLINK "https://…"`, the code of a field.
pub(crate) fn link_of_code(code: &str) -> Option<String> {
    let rest = code.trim().strip_prefix("HYPERLINK")?.trim_start();
    let href = match rest.strip_prefix('"') {
        Some(rest) => rest.split('"').next()?,
        None => rest.split_whitespace().next()?,
    };
    (!href.is_empty() && !href.starts_with('\\')).then(|| href.to_owned())
}
