//! The law of page breaks: in any book each stands once, in order, exactly before the text of its page, and no word changes.

use super::any_book::{self, EveryPicture, check_links, files, said_before, squeezed};
use super::unpacked;
use crate::{EpubOptions, write};
use fonds_model::book::PageStart;
use fonds_model::{Book, Quiet};
use proptest::collection::vec;
use proptest::prelude::*;

/// A book, and for each of its sections where pages begin: parts of its text in thousandths, some beyond its end.
fn printed() -> impl Strategy<Value = (Book, Vec<PageStart>)> {
    let starts = vec(prop::option::weighted(0.8, 0usize..1100), 0..6);
    (any_book::book(), vec(starts, 6), any::<bool>()).prop_map(|(book, starts, sorted)| {
        let mut pages = Vec::new();
        for (section, mut starts) in book.sections.iter().zip(starts) {
            if sorted {
                starts.sort_unstable();
            }
            let length = section.projection().text.chars().count();
            for start in starts {
                let offset = start.map(|thousandths| thousandths * length / 1000);
                let label = (pages.len() + 1).to_string();
                pages.push(PageStart { label, section: section.id.clone(), offset });
            }
        }
        (book, pages)
    })
}

/// The file without its page breaks.
fn without_breaks(xhtml: &str) -> String {
    let mut out = String::new();
    let mut rest = xhtml;
    while let Some((before, later)) = rest.split_once("<span epub:type=\"pagebreak\"") {
        out.push_str(before);
        rest = later.split_once("/>").map_or("", |(_, after)| after);
    }
    out + rest
}

/// What stands before each page of a section, white space aside; `None` for what begins with the section's end.
fn expected(book: &Book, id: &str, pages: &[&PageStart]) -> Vec<Option<String>> {
    let section = book.sections.iter().find(|section| section.id == id).unwrap();
    let text: Vec<char> = section.projection().text.chars().collect();
    let mut least = 0;
    let places = pages.iter().enumerate().map(|(n, page)| {
        if n == 0 && page.offset.unwrap_or(0) == 0 {
            return Some(String::new());
        }
        // A page without text begins where the next with text does.
        let offset = pages[n..].iter().find_map(|page| page.offset).unwrap_or(text.len());
        least = offset.max(least);
        let before = text.get(..least).filter(|_| least < text.len())?;
        Some(said_before(section) + &squeezed(&before.iter().collect::<String>()))
    });
    places.collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn any_page_begins_where_its_text_does((book, pages) in printed()) {
        let options = EpubOptions { pages: pages.clone(), ..EpubOptions::default() };
        let epub = write(&book, &EveryPicture, &options, &Quiet).unwrap();
        let plain = unpacked(&write(&book, &EveryPicture, &EpubOptions::default(), &Quiet).unwrap()).1;
        let with_breaks = unpacked(&epub).1;
        let (names, files) = files(&epub).map_err(TestCaseError::fail)?;
        check_links(&names, &files)?;
        for section in &book.sections {
            let name = format!("OEBPS/text/{}.xhtml", section.id);
            prop_assert_eq!(without_breaks(&with_breaks[&name]), &*plain[&name]);
            let pages: Vec<_> = pages.iter().filter(|page| page.section == section.id).collect();
            let found = &files[&name].pages;
            prop_assert_eq!(pages.len(), found.len());
            for ((page, expected), (label, before)) in pages.iter().zip(expected(&book, &section.id, &pages)).zip(found) {
                prop_assert_eq!(&page.label, label);
                if let Some(expected) = expected {
                    prop_assert_eq!(squeezed(&files[&name].text[..*before]), expected);
                }
            }
        }
        let nav = &with_breaks["OEBPS/nav.xhtml"];
        let listed: Vec<_> = nav.split("#page-").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        let labels: Vec<_> = pages.iter().map(|page| page.label.as_str()).collect();
        prop_assert_eq!(listed, labels);
    }
}
