//! The index (EPUB Indexes 1.0): terms, with links to the printed pages that name them, or to the chapters where the book
//! knows of no print.

use crate::pages::Pages;
use crate::xhtml::Writer;
use fonds_model::book::{IndexGroup, IndexTerm};
use fonds_model::text::escaped;
use fonds_model::text::fold;
use fonds_model::{Section, SectionKind};
use std::collections::{HashMap, HashSet};
use std::fmt::Write;

/// A group that has so many terms is read by letters.
const LETTERED: usize = 16;

/// Where a term is found.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Locator {
    /// On pages of the print, counted in the page list.
    Pages(usize, usize),
    /// In a section, counted in the book.
    Section(usize),
}

/// Writes the index of a section. A term that is found nowhere in the book is left out.
pub(crate) fn write(writer: &mut Writer<'_>, pages: &Pages<'_>, section: &Section) {
    let finder = Finder::of(pages);
    for group in &section.index {
        finder.group(writer, group);
    }
}

struct Finder<'a> {
    pages: &'a Pages<'a>,
    /// The numbers of the chapters, by their places in the book.
    chapters: HashMap<usize, usize>,
}

impl<'a> Finder<'a> {
    fn of(pages: &'a Pages<'a>) -> Self {
        let all = pages.book.sections.iter().enumerate();
        let articles = all.filter(|(_, section)| section.kind == SectionKind::Article);
        Self { pages, chapters: articles.enumerate().map(|(number, (n, _))| (n, number + 1)).collect() }
    }

    fn group(&self, writer: &mut Writer<'_>, group: &IndexGroup) {
        let found = group.terms.iter().map(|term| (term, self.locators(term)));
        let found: Vec<_> = found.filter(|(_, locators)| !locators.is_empty()).collect();
        if found.is_empty() {
            return;
        }
        writer.raw("<section epub:type=\"index-group\">\n");
        if !group.title.is_empty() {
            writer.tag("h2", &group.title);
        }
        writer.raw("<ul class=\"index\" epub:type=\"index-entry-list\">\n");
        let lettered = found.len() >= LETTERED;
        let mut letter = String::new();
        for (term, locators) in found {
            let begun = std::mem::replace(&mut letter, initial(&term.label));
            let begins = lettered && letter != begun;
            let class = if begins { format!(" data-letter=\"{}\"", escaped(&letter)) } else { String::new() };
            let _ = write!(writer.out, "<li epub:type=\"index-entry\"{class}>");
            self.entry(writer, term, &locators);
            writer.raw("</li>\n");
        }
        writer.raw("</ul>\n</section>\n");
    }

    fn entry(&self, writer: &mut Writer<'_>, term: &IndexTerm, locators: &[Locator]) {
        let _ = write!(writer.out, "<span epub:type=\"index-term\">{}</span>", escaped(&term.label));
        if !term.also.is_empty() {
            let _ = write!(writer.out, " ({})", escaped(&term.also));
        }
        for locator in locators {
            writer.raw(", ");
            match *locator {
                Locator::Pages(first, last) if first == last => self.page(writer, first),
                Locator::Pages(first, last) => {
                    writer.raw("<span class=\"range\" epub:type=\"index-locator-range\">");
                    self.page(writer, first);
                    writer.raw("–");
                    self.page(writer, last);
                    writer.raw("</span>");
                }
                Locator::Section(n) => self.chapter(writer, n),
            }
        }
    }

    fn page(&self, writer: &mut Writer<'_>, page: usize) {
        if let Some(mark) = self.pages.printed.marks().get(page)
            && let Some(section) = self.pages.book.sections.get(mark.section)
        {
            let href = format!("{}.xhtml#{}", section.id, mark.id);
            link(writer, &href, &section.title, &mark.label);
        }
    }

    /// A chapter is named by its number; where pages are, and what is no chapter, by its title.
    fn chapter(&self, writer: &mut Writer<'_>, n: usize) {
        let Some(section) = self.pages.book.sections.get(n) else { return };
        let href = format!("{}.xhtml", section.id);
        match self.chapters.get(&n).filter(|_| self.pages.printed.marks().is_empty()) {
            Some(number) => link(writer, &href, &section.title, &number.to_string()),
            None if section.title.trim().is_empty() => link(writer, &href, "", "—"),
            None => link(writer, &href, "", &section.title),
        }
    }

    /// Where a term is found, in its order; pages that follow one another are one range, as in print.
    fn locators(&self, term: &IndexTerm) -> Vec<Locator> {
        let mut locators: Vec<Locator> = Vec::new();
        let mut told = HashSet::new();
        for place in &term.places {
            let Some(section) = self.pages.place(&place.section) else { continue };
            match (locators.last_mut(), self.pages.printed.pages(place)) {
                (Some(Locator::Pages(begin, end)), Some((first, last)))
                    if (*begin..=*end + 1).contains(&first) =>
                {
                    *end = last.max(*end);
                }
                (_, Some((first, last))) => locators.push(Locator::Pages(first, last)),
                (_, None) if told.insert(section) => locators.push(Locator::Section(section)),
                (_, None) => {}
            }
        }
        locators
    }
}

fn link(writer: &mut Writer<'_>, href: &str, title: &str, shown: &str) {
    let title =
        if title.trim().is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
    let shown = escaped(shown);
    let _ = write!(writer.out, "<a epub:type=\"index-locator\" href=\"{href}\"{title}>{shown}</a>");
}

/// The letter under which a term is looked for: without marks, but Đ is a letter of its own.
fn initial(label: &str) -> String {
    let first = label.chars().find(|c| c.is_alphanumeric()).map(String::from).unwrap_or_default();
    if matches!(first.as_str(), "đ" | "Đ") { "Đ".into() } else { fold(&first).to_uppercase() }
}

#[cfg(test)]
mod tests {
    use super::initial;

    #[test]
    fn terms_are_looked_for_under_their_letter() {
        let rows = [("Ấp Bắc", "A"), ("“Đò”", "Đ"), ("Dò", "D"), ("1998", "1"), ("ơn", "O"), ("—", "")];
        for (label, expected) in rows {
            assert_eq!(initial(label), expected, "{label}");
        }
    }
}
