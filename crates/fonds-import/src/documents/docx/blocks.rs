//! The main story: paragraphs with what their styles say, tables, content controls, text boxes.

use super::diagrams;
use super::margins::{Comments, NoteKind};
use super::numbering::Numbering;
use super::styles::{RunStyle, Styles, numbering};
use super::{Story, inline::Field};
use crate::documents::draft::Draft;
use crate::documents::parts::Part;
use crate::documents::roles::{self, Role};
use crate::documents::runs::Runs;
use crate::images::Pictures;
use crate::package::Package;
use crate::xml::At;

/// Makes parts of a document's stories.
pub(super) struct Maker<'a> {
    pub package: &'a Package<'a>,
    pub styles: &'a Styles,
    pub numbering: Numbering,
    pub pictures: Pictures<'a>,
    pub draft: Draft,
    /// Fields that are open, outermost first; they may go over paragraphs.
    pub fields: Vec<Field>,
    pub comments: Comments,
    /// Notes that were referred to, in order.
    pub notes: Vec<(NoteKind, String)>,
    /// A paragraph whose end was deleted: the next one continues it.
    pub joined: Option<Runs>,
    pub diagrams: diagrams::Count,
}

/// A paragraph that is being read.
#[derive(Default)]
pub(super) struct Line {
    pub runs: Runs,
    pub style: Option<String>,
    /// Floating pictures and text boxes, which stand before and behind it.
    pub floats: Vec<Part>,
    pub boxes: Vec<Part>,
}

impl Maker<'_> {
    /// Adds what is in an element that holds blocks.
    pub fn blocks(&mut self, story: &Story, at: At, out: &mut Vec<Part>) {
        let tree = &story.tree;
        for child in tree.children(at) {
            match tree.name(child) {
                "p" => self.paragraph(story, child, out),
                "tbl" => self.table(story, child, out),
                "sdt" => {
                    if let Some(content) =
                        tree.child(child, "sdtContent").filter(|_| !is_contents(story, child))
                    {
                        self.blocks(story, content, out);
                    }
                }
                "del" | "moveFrom" => self.draft.changes += 1,
                "ins" | "moveTo" | "customXml" | "smartTag" => self.blocks(story, child, out),
                "AlternateContent" => {
                    if let Some(choice) =
                        tree.child(child, "Choice").or_else(|| tree.child(child, "Fallback"))
                    {
                        self.blocks(story, choice, out);
                    }
                }
                "commentRangeStart" | "commentRangeEnd" => self.comment_range(story, child, ""),
                _ => {}
            }
        }
    }

    fn paragraph(&mut self, story: &Story, at: At, out: &mut Vec<Part>) {
        let properties = story.tree.child(at, "pPr");
        let style = properties.and_then(|at| story.value(at, "pStyle")).map(str::to_owned);
        let mut line = Line { runs: self.joined.take().unwrap_or_default(), style, ..Line::default() };
        self.inlines(story, at, &RunStyle::default(), &mut line);
        self.comments.end_of_paragraph();
        out.append(&mut line.floats);
        if properties.is_some_and(|at| is_end_deleted(story, at)) {
            self.draft.changes += 1;
            self.joined = Some(line.runs);
        } else if let Some(part) = self.part(story, properties, line.style.as_deref(), line.runs) {
            out.push(part);
        }
        out.append(&mut line.boxes);
    }

    /// Ends a story whose last paragraph was to be continued.
    pub fn end_of_story(&mut self, out: &mut Vec<Part>) {
        out.extend(self.joined.take().map(Part::Paragraph));
        self.fields.clear();
    }

    /// What a paragraph is; `None` for one that a program made, such as a line of a table of contents.
    fn part(
        &mut self,
        story: &Story,
        properties: Option<At>,
        style: Option<&str>,
        runs: Runs,
    ) -> Option<Part> {
        let outline = properties.and_then(|at| story.value(at, "outlineLvl")?.parse::<u8>().ok());
        let outline = outline.filter(|level| *level < 9).map(|level| Role::Heading(level + 1));
        let styled = style.and_then(|id| self.styles.role(id).or_else(|| roles::of_name(id)));
        match outline.or(styled) {
            Some(Role::Title) => return Some(Part::Title(runs)),
            Some(Role::Lead) => return Some(Part::Lead(runs)),
            Some(Role::Author) => return Some(Part::Author(runs)),
            Some(Role::Date) => return Some(Part::Date(runs)),
            Some(Role::Heading(level)) => return Some(Part::Heading(level, runs)),
            Some(Role::Caption) => return Some(Part::Caption(runs)),
            Some(Role::Furniture) => return None,
            Some(Role::Quote) | None => {}
        }
        let numbered = properties.and_then(|at| numbering(story, at));
        let numbered = numbered.or_else(|| self.styles.numbering(style?)).filter(|(list, _)| *list != 0);
        if let Some(place) = numbered.and_then(|(list, level)| self.numbering.next(list, level)) {
            return Some(Part::Item(place, runs));
        }
        Some(if styled == Some(Role::Quote) { Part::Quote(runs) } else { Part::Paragraph(runs) })
    }
}

/// A table of contents in its content control.
fn is_contents(story: &Story, at: At) -> bool {
    let gallery = story.tree.child(at, "sdtPr").and_then(|at| story.tree.first(at, "docPartGallery"));
    gallery.and_then(|at| story.tree.attr(at, "val")) == Some("Table of Contents")
}

fn is_end_deleted(story: &Story, properties: At) -> bool {
    let mark = story.tree.child(properties, "rPr");
    mark.is_some_and(|at| story.tree.child(at, "del").is_some())
}
