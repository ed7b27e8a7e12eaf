//! What stands in a line: emphasis, links, code, notes, readings, formulas, pictures.

use super::notes::is_back_link;
use super::page::{At, Page};
use super::pictures::{addresses, alternative, is_decoration, sign};
use super::tree::Maker;
use fonds_model::markdown::is_safe_link;
use fonds_model::text::clean_line;
use fonds_model::{Image, Inline};
use url::Url;

impl Maker<'_, '_> {
    /// Adds a text or element to a line.
    pub fn inline(&mut self, at: At, out: &mut Vec<Inline>) {
        let page = self.page;
        if page.is_text(at) {
            out.push(Inline::text(page.text(at)));
            return;
        }
        if !self.content.keeps(at) {
            return;
        }
        match page.name(at) {
            "br" => out.push(Inline::Break),
            "img" | "amp-img" => self.picture(at, out),
            "math" => out.push(Inline::text(formula(page, at))),
            "rp" => {}
            "rt" => self.reading(at, out),
            "code" | "kbd" | "samp" | "tt" => {
                let text = clean_line(page.text(at));
                if !text.is_empty() {
                    out.push(Inline::Code { text });
                }
            }
            "a" => self.anchor(at, out),
            name => self.wrapped(at, name, out),
        }
    }

    fn wrapped(&mut self, at: At, name: &str, out: &mut Vec<Inline>) {
        let content = self.line(at);
        if content.is_empty() {
            return;
        }
        match name {
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
            _ if self.page.is_block(at) => {
                out.push(Inline::text(" "));
                out.extend(content);
                out.push(Inline::text(" "));
            }
            _ => match self.page.attr(at, "lang").filter(|lang| !lang.is_empty()) {
                Some(lang) => out.push(Inline::Span { lang: lang.to_owned(), content }),
                None => out.extend(content),
            },
        }
    }

    fn anchor(&mut self, at: At, out: &mut Vec<Inline>) {
        if is_back_link(self.page, at) {
            return;
        }
        if let Some(note) = self.notes.referred(self.page, at) {
            if !self.referred.contains(&note) {
                self.referred.push(note.clone());
            }
            return out.push(Inline::NoteRef { note });
        }
        let content = self.line(at);
        if content.is_empty() {
            return;
        }
        match self.page.attr(at, "href").and_then(|href| self.absolute(href)) {
            Some(href) => out.push(Inline::Link { href, content }),
            None => out.extend(content),
        }
    }

    /// How a word is read, in brackets after it.
    fn reading(&mut self, at: At, out: &mut Vec<Inline>) {
        let content = self.line(at);
        if !self.page.text(at).trim().is_empty() {
            out.push(Inline::text("("));
            out.extend(content);
            out.push(Inline::text(")"));
        }
    }

    fn picture(&mut self, at: At, out: &mut Vec<Inline>) {
        match sign(self.page, at) {
            Some(sign) => out.push(Inline::text(sign)),
            None => out.extend(self.image(at).map(|image| Inline::Image { image })),
        }
    }

    /// The picture of an element, unless it is decoration or cannot be had.
    pub fn image(&mut self, at: At) -> Option<Image> {
        if is_decoration(self.page, at) {
            return None;
        }
        let asset = self.pictures.fetch_any(&addresses(self.page, at))?;
        Some(Image::new(asset, alternative(self.page, at)))
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

/// A formula in letters: its alternative text, else its source, else its signs one after the other.
fn formula(page: &Page, at: At) -> String {
    if let Some(text) = page.attr(at, "alttext").map(clean_line).filter(|text| !text.is_empty()) {
        return text;
    }
    let notes = |below: &At| matches!(page.name(*below), "annotation" | "annotation-xml");
    let mut text = String::new();
    let mut next = at + 1;
    while next < page.end(at) {
        if notes(&next) {
            next = page.end(next);
            continue;
        }
        if page.is_text(next) {
            text.push_str(page.text(next).trim());
            text.push(' ');
        }
        next += 1;
    }
    clean_line(&text)
}
