//! The bibliography of articles that no text cites, made on all cores.
//!
//! The processor works on one core, and most of what it prints here is thrown away: citations that only have to show
//! whether any two articles look alike and have to be told apart. So
//! 1. each article is cited alone, side by side; if two look alike, nothing is won, and the processor does it all;
//! 2. meanwhile runs of articles are sorted side by side. A sort that finds them sorted has only to merge them, and keeps
//!    the order of equals, because the runs come one after the other;
//! 3. the processor makes the bibliography of the articles in that order, with numbers for citations.
//!
//! The result is that of [`crate::processor::Processor::in_one`], to the letter; a test compares them in every style.

use crate::locales::all_locales;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, LocaleCode, StyleClass};
use hayagriva::{BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// Fewer articles are not worth the trouble.
pub(crate) const LEAST: usize = 24;
/// Articles of a run that is sorted by itself, at the least: the standard library's sort takes no notice of shorter ones.
const RUN: usize = 64;

/// A style taken apart.
pub(crate) struct Listing {
    /// Its citations, without the bibliography.
    citing: IndependentStyle,
    /// Numbers for citations, and only the order of its bibliography.
    sorting: IndependentStyle,
    /// Numbers for citations, and its bibliography.
    listing: IndependentStyle,
}

impl Listing {
    /// None for a style without a bibliography, or where numbers and labels of citations could show in it. Nor for one that
    /// cites authors and dates: somebody nearly always wrote twice in a year, and it does not take long.
    pub fn of(style: &IndependentStyle) -> Option<Self> {
        let printed = format!("{:?}", (&style.macros, &style.citation, &style.bibliography));
        let numbers = ["CitationNumber", "CitationLabel"].iter().any(|name| printed.contains(name));
        let in_notes = style.settings.class == StyleClass::Note;
        if numbers || !in_notes || style.bibliography.is_none() {
            return None;
        }
        let mut citing = style.clone();
        citing.bibliography = None;
        let mut listing = style.clone();
        let citation = &mut listing.citation;
        citation.layout.elements = number()?;
        (citation.sort, citation.collapse) = (None, None);
        let mut sorting = listing.clone();
        sorting.bibliography.as_mut()?.layout.elements = number()?;
        Some(Self { citing, sorting, listing })
    }

    /// The bibliography, unless articles have to be told apart.
    pub fn bibliography(&self, items: &[Item], locale: &str) -> Option<Vec<BibliographyItem>> {
        let locale = LocaleCode(locale.to_owned());
        let list = || list(&self.listing, &self.sorted(items, &locale), &locale);
        let (differ, list) = rayon::join(|| self.all_differ(items, &locale), list);
        differ.then_some(list)
    }

    fn all_differ(&self, items: &[Item], locale: &LocaleCode) -> bool {
        let cited = |item: &Item| {
            let mut driver = BibliographyDriver::new();
            driver.citation(request(&self.citing, item, locale));
            let request = BibliographyRequest::new(&self.citing, Some(locale.clone()), all_locales());
            let printed = driver.finish(request).citations.into_iter().next();
            printed.map(|citation| format!("{}", citation.citation)).unwrap_or_default()
        };
        let cited: Vec<String> = items.par_iter().map(cited).collect();
        let different: HashSet<&str> = cited.iter().map(String::as_str).collect();
        different.len() == items.len()
    }

    /// The items as runs, each in the order of the bibliography.
    fn sorted<'i>(&self, items: &'i [Item], locale: &LocaleCode) -> Vec<&'i Item> {
        let is_sorted = self.sorting.bibliography.as_ref().is_some_and(|list| list.sort.is_some());
        if !is_sorted {
            return items.iter().collect();
        }
        let run = |run: &'i [Item]| {
            let items: Vec<&Item> = run.iter().collect();
            let order = list(&self.sorting, &items, locale);
            let by_id: HashMap<_, &Item> = run.iter().filter_map(|item| Some((item.id()?, item))).collect();
            order.iter().filter_map(|entry| by_id.get(entry.key.as_str()).copied()).collect::<Vec<_>>()
        };
        let length = items.len().div_ceil(rayon::current_num_threads()).max(RUN);
        items.par_chunks(length).flat_map_iter(run).collect()
    }
}

fn list(style: &IndependentStyle, items: &[&Item], locale: &LocaleCode) -> Vec<BibliographyItem> {
    let mut driver = BibliographyDriver::new();
    for item in items {
        driver.citation(request(style, item, locale));
    }
    let printed = driver.finish(BibliographyRequest::new(style, Some(locale.clone()), all_locales()));
    printed.bibliography.map(|list| list.items).unwrap_or_default()
}

fn request<'i>(
    style: &'i IndependentStyle,
    item: &'i Item,
    locale: &LocaleCode,
) -> CitationRequest<'i, Item> {
    let items = vec![CitationItem::with_entry(item)];
    CitationRequest::new(items, style, Some(locale.clone()), all_locales(), None)
}

/// What prints a citation's number and nothing else.
fn number() -> Option<Vec<LayoutRenderingElement>> {
    let xml = r#"<macro name="m"><text variable="citation-number"/></macro>"#;
    IndependentStyle::from_xml(&crate::styles::around(xml)).ok()?.macros.pop().map(|one| one.children)
}

#[cfg(test)]
mod tests {
    use crate::item::item;
    use crate::locales::locale_code;
    use crate::processor::Processor;
    use crate::styles::{style_named, styles};
    use fonds_model::{Article, ArticleKind, Creator, Edtf};
    use hayagriva::citationberg::json::Item;

    /// Articles with few names and years, so that many are equal in what lists are sorted by.
    fn items(count: usize, alike: bool) -> Vec<Item> {
        let names = ["Nguyễn Văn An", "Jane Smith", "Lê Bình", "John Smith", "Ưng Thị Ơn"];
        let kinds = [ArticleKind::Newspaper, ArticleKind::WebPage, ArticleKind::Journal, ArticleKind::Report];
        let article = |n: usize| Article {
            title: if alike && n.is_multiple_of(10) {
                "Chuyện cũ".into()
            } else {
                format!("Chuyện số {}", n * 37 % 101)
            },
            kind: kinds[n % 4],
            creators: if n.is_multiple_of(7) { vec![] } else { vec![Creator::author(names[n * n % 5])] },
            publication: Some("Báo Ví Dụ".into()),
            issued: Edtf::parse(&format!("{}-0{}-11", 1990 + n % 3, 1 + n % 9)),
            url: n.is_multiple_of(3).then(|| format!("https://example.vn/{n}")),
            ..Article::default()
        };
        let items = (0..count).map(|n| serde_json::from_value(item(&article(n), &n.to_string(), true)));
        items.collect::<Result<_, _>>().unwrap()
    }

    #[test]
    fn side_by_side_is_as_one_after_the_other() {
        // Three runs.
        let (mut done, different, alike) = (0, items(40, false), items(40, true));
        for (n, style) in styles().iter().enumerate() {
            let locale = locale_code(["vi", "en", "de"][n % 3]).unwrap();
            let processor = Processor::new(style_named(&style.name).unwrap(), locale.clone());
            let Some(listing) = super::Listing::of(processor.style()) else { continue };
            for items in [&different, &alike] {
                let Some(listed) = listing.bibliography(items, &locale) else { continue };
                let plain = processor.in_one(items, &[]).bibliography;
                assert_eq!(format!("{listed:?}"), format!("{plain:?}"), "{}", style.name);
                done += 1;
            }
            // Printing takes long.
            if done >= 6 {
                break;
            }
        }
        assert!(done >= 3, "{done}");
    }
}
