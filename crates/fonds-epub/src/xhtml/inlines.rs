//! Inlines as XHTML.

use super::Writer;
use crate::address;
use crate::language::{is_rtl, language_attributes, language_tag};
use fonds_model::book::SECTION_LINK;
use fonds_model::text::escaped;
use fonds_model::{Colour, Inline};
use std::fmt::Write;

impl Writer<'_> {
    /// Inlines that are a leaf of the projection.
    pub fn leaf(&mut self, content: &[Inline]) {
        self.breaks.begin_leaf();
        self.inlines(content);
    }

    pub fn inlines(&mut self, inlines: &[Inline]) {
        for inline in inlines {
            self.inline(inline);
        }
    }

    fn inline(&mut self, inline: &Inline) {
        match inline {
            Inline::Text { text } => self.breaks.write_text(text, &mut self.out),
            Inline::Emphasis { content } => self.element("em", content),
            Inline::Strong { content } => self.element("strong", content),
            Inline::Sub { content } => self.element("sub", content),
            Inline::Sup { content } => self.element("sup", content),
            Inline::Code { text } => {
                self.out.push_str("<code>");
                self.breaks.write_text(text, &mut self.out);
                self.out.push_str("</code>");
            }
            Inline::Break => self.breaks.write_line_break(&mut self.out),
            Inline::Image { image } => match self.picture(image) {
                Some(picture) => self.out.push_str(&picture),
                None => self.out.push_str(&escaped(&image.alt)),
            },
            Inline::Link { href, content } => self.link(href, content),
            Inline::NoteRef { note } => self.note_reference(note),
            Inline::Span { lang, content } => {
                let around = std::mem::replace(&mut self.rtl, is_rtl(&language_tag(lang)));
                let _ = write!(self.out, "<span {}>", language_attributes(lang, around));
                self.inlines(content);
                self.rtl = around;
                self.out.push_str("</span>");
            }
            Inline::Mark { colour, content, .. } => {
                let _ = write!(self.out, "<mark class=\"{}\">", highlight_class(*colour));
                self.inlines(content);
                self.out.push_str("</mark>");
            }
        }
    }

    fn link(&mut self, href: &str, content: &[Inline]) {
        let Some(href) = self.section_address(href).or_else(|| address::valid(href)) else {
            self.inlines(content);
            return;
        };
        // A page that begins with the link begins before it, so that its number is no part of the link.
        if !fonds_model::body::plain_text(content).is_empty() {
            self.breaks.write_due(&mut self.out);
        }
        let _ = write!(self.out, "<a href=\"{}\">", escaped(&href));
        self.inlines(&without_links(content));
        self.out.push_str("</a>");
    }

    /// The file of the section that a link within the book leads to.
    fn section_address(&self, href: &str) -> Option<String> {
        let id = href.strip_prefix(SECTION_LINK)?;
        self.pages?.place(id).map(|_| format!("{id}.xhtml"))
    }

    pub(super) fn element(&mut self, name: &str, content: &[Inline]) {
        let _ = write!(self.out, "<{name}>");
        self.inlines(content);
        let _ = write!(self.out, "</{name}>");
    }

    fn note_reference(&mut self, note: &str) {
        let Some(number) = self.numbers.get(note).copied() else { return };
        let id = if self.referred.iter().any(|referred| referred == note) {
            String::new()
        } else {
            self.referred.push(note.to_owned());
            format!(" id=\"ref-{number}\"")
        };
        if self.ends_with_reference() {
            self.out.push_str("<span class=\"noteref\">, </span>");
        }
        let _ = write!(
            self.out,
            "<a class=\"noteref\"{id} href=\"#note-{number}\" epub:type=\"noteref\" role=\"doc-noteref\">{number}</a>"
        );
    }

    /// Whether a reference to another note has just been written.
    fn ends_with_reference(&self) -> bool {
        let last = self.out.rfind("<a ").filter(|_| self.out.ends_with("</a>"));
        last.is_some_and(|at| self.out[at..].starts_with("<a class=\"noteref\""))
    }
}

fn highlight_class(colour: Colour) -> String {
    format!("hl hl-{}", colour.name())
}

/// A link cannot be in a link.
fn without_links(inlines: &[Inline]) -> Vec<Inline> {
    let mut out = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match inline {
            Inline::Link { content, .. } => out.extend(without_links(content)),
            Inline::NoteRef { .. } => {}
            other => {
                let mut other = other.clone();
                if let Some(children) = other.children_mut() {
                    *children = without_links(children);
                }
                if let Inline::Image { image } = &mut other {
                    image.outlines.iter_mut().for_each(|outline| outline.note.clear());
                }
                out.push(other);
            }
        }
    }
    out
}
