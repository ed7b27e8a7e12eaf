//! The bibliography of articles that no text cites, made on all cores.
//!
//! The processor works on one core, and compares two articles by citing both anew. So
//! 1. each article is cited and listed alone, side by side; if two citations look alike, articles have to be told apart:
//!    nothing is won, and the processor does it all;
//! 2. the entries as they are printed say nearly always in which order they stand. The processor is handed them the other
//!    way round: to turn them back it compares neighbours only, and it does so only if each comes before the next;
//! 3. otherwise runs of articles are sorted side by side. A sort that finds them sorted has only to merge them, and keeps
//!    the order of equals, because the runs come one after the other.
//!
//! The result is that of [`crate::processor::Processor::in_one`], to the letter; a test compares them in every style.

use crate::special::specialised;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::Kind;
use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, Locale, LocaleCode, StyleClass};
use hayagriva::{BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::str::FromStr;

/// Fewer articles are not worth the trouble.
pub(crate) const LEAST: usize = 24;
/// Articles of one type, at the least, for which a style is made small.
const MANY: usize = 8;
/// Articles of a run that is sorted by itself, at the least: the standard library's sort takes no notice of shorter ones.
const RUN: usize = 64;

/// A style taken apart.
pub(crate) struct Listing {
    /// Its citations and its bibliography, in the order in which articles are handed over.
    citing: IndependentStyle,
    /// Numbers for citations, and only the order of its bibliography.
    sorting: IndependentStyle,
    /// Numbers for citations, and its bibliography in the order in which articles are handed over.
    listing: IndependentStyle,
}

/// What articles are printed in.
#[derive(Clone, Copy)]
struct Words<'w> {
    code: &'w str,
    locales: &'w [Locale],
}

impl Listing {
    /// None for a style without a bibliography, or where numbers and labels of citations could show in it. Nor for one that
    /// cites authors and dates: somebody nearly always wrote twice in a year, and it does not take long.
    pub fn of(style: &IndependentStyle) -> Option<Self> {
        if style.settings.class != StyleClass::Note || style.bibliography.is_none() {
            return None;
        }
        let printed = format!("{:?}", (&style.macros, &style.citation, &style.bibliography));
        if ["CitationNumber", "CitationLabel"].iter().any(|name| printed.contains(name)) {
            return None;
        }
        let mut sorting = style.clone();
        let citation = &mut sorting.citation;
        citation.layout.elements = number()?;
        (citation.sort, citation.collapse) = (None, None);
        let mut listing = sorting.clone();
        listing.bibliography.as_mut()?.sort = None;
        sorting.bibliography.as_mut()?.layout.elements = number()?;
        let mut citing = style.clone();
        citing.bibliography.as_mut()?.sort = None;
        Some(Self { citing, sorting, listing })
    }

    /// The bibliography, unless articles have to be told apart.
    pub fn bibliography(
        &self,
        items: &[Item],
        locale: &str,
        locales: &[Locale],
    ) -> Option<Vec<BibliographyItem>> {
        let words = Words { code: locale, locales };
        let small = self.small(items);
        let alone = |item: &Item| {
            alone(kind(item).and_then(|kind| small.get(&kind)).unwrap_or(&self.citing), item, words)
        };
        let alone: Vec<(String, BibliographyItem)> = items.par_iter().map(alone).collect::<Option<_>>()?;
        let different: HashSet<&str> = alone.iter().map(|(cited, _)| cited.as_str()).collect();
        if different.len() < items.len() {
            return None;
        }
        let mut entries: Vec<Option<BibliographyItem>> =
            alone.into_iter().map(|(_, entry)| Some(entry)).collect();
        let order = self.order(items, &entries, words)?;
        // What stands for the names of the entry before depends on it.
        if self.listing.bibliography.as_ref().is_some_and(|list| list.subsequent_author_substitute.is_some())
        {
            let items: Vec<&Item> = order.iter().filter_map(|n| items.get(*n)).collect();
            return Some(list(&self.listing, &items, words));
        }
        order.into_iter().map(|n| entries.get_mut(n)?.take()).collect()
    }

    /// The style for each of the types that many articles have.
    fn small(&self, items: &[Item]) -> HashMap<Kind, IndependentStyle> {
        let mut counts: HashMap<Kind, usize> = HashMap::new();
        items.iter().filter_map(kind).for_each(|kind| *counts.entry(kind).or_default() += 1);
        counts.retain(|_, count| *count >= MANY);
        counts.into_par_iter().map(|(kind, _)| (kind, specialised(&self.citing, kind))).collect()
    }

    /// The places of the items in the order of the bibliography.
    fn order(
        &self,
        items: &[Item],
        entries: &[Option<BibliographyItem>],
        words: Words<'_>,
    ) -> Option<Vec<usize>> {
        let is_sorted = self.sorting.bibliography.as_ref().is_some_and(|list| list.sort.is_some());
        if !is_sorted {
            return Some((0..items.len()).collect());
        }
        let guess = as_printed(entries, words);
        if self.confirms(items, &guess, words) { Some(guess) } else { self.sorted(items, words) }
    }

    /// Whether each comes before the next.
    fn confirms(&self, items: &[Item], order: &[usize], words: Words<'_>) -> bool {
        let last = order.len().saturating_sub(1);
        let length = last.div_ceil(rayon::current_num_threads()).max(RUN);
        let turned = |start: usize| {
            // Runs have one in common, so that the last of each is compared with what follows.
            let run = &order[start..=(start + length).min(last)];
            let back: Vec<&Item> = run.iter().rev().filter_map(|n| items.get(*n)).collect();
            let sorted = list(&self.sorting, &back, words);
            sorted.len() == run.len()
                && sorted.iter().zip(run).all(|(entry, n)| items[*n].id().as_deref() == Some(&entry.key))
        };
        (0..last.div_ceil(length)).into_par_iter().all(|run| turned(run * length))
    }

    fn sorted(&self, items: &[Item], words: Words<'_>) -> Option<Vec<usize>> {
        let places: HashMap<String, usize> =
            items.iter().enumerate().filter_map(|(n, item)| Some((item.id()?.into_owned(), n))).collect();
        let place = |entry: BibliographyItem| places.get(&entry.key).copied();
        let run = |run: &[Item]| list(&self.sorting, &run.iter().collect::<Vec<_>>(), words);
        let length = items.len().div_ceil(rayon::current_num_threads()).max(RUN);
        let runs: Vec<usize> =
            items.par_chunks(length).flat_map_iter(run).map(place).collect::<Option<_>>()?;
        let runs: Vec<&Item> = runs.into_iter().map(|n| &items[n]).collect();
        list(&self.sorting, &runs, words).into_iter().map(place).collect()
    }
}

/// An article's type, as the processor reads it.
fn kind(item: &Item) -> Option<Kind> {
    Kind::from_str(&item.type_()?).ok()
}

/// An article's citation and its entry, as if there were no other.
fn alone(style: &IndependentStyle, item: &Item, words: Words<'_>) -> Option<(String, BibliographyItem)> {
    let mut driver = BibliographyDriver::new();
    driver.citation(request(style, item, words));
    let printed = driver.finish(whole(style, words));
    let cited = printed.citations.into_iter().next()?;
    let entry = printed.bibliography?.items.into_iter().next()?;
    Some((cited.citation.to_string(), entry))
}

/// The places of entries in the alphabetical order of what they print.
fn as_printed(entries: &[Option<BibliographyItem>], words: Words<'_>) -> Vec<usize> {
    let text = |entry: &Option<BibliographyItem>| {
        entry.as_ref().map(|entry| format!("{:#}", entry.content).to_lowercase()).unwrap_or_default()
    };
    let texts: Vec<String> = entries.iter().map(text).collect();
    let mut order: Vec<usize> = (0..entries.len()).collect();
    match collator(words.code) {
        Some(collator) => order.sort_by(|a, b| collator.compare(&texts[*a], &texts[*b])),
        None => order.sort_by_key(|n| &texts[*n]),
    }
    order
}

fn collator(language: &str) -> Option<CollatorBorrowed<'static>> {
    let locale: icu_locale_core::Locale = language.parse().ok()?;
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}

fn list(style: &IndependentStyle, items: &[&Item], words: Words<'_>) -> Vec<BibliographyItem> {
    let mut driver = BibliographyDriver::new();
    for item in items {
        driver.citation(request(style, item, words));
    }
    driver.finish(whole(style, words)).bibliography.map(|list| list.items).unwrap_or_default()
}

fn whole<'w>(style: &'w IndependentStyle, words: Words<'w>) -> BibliographyRequest<'w> {
    BibliographyRequest::new(style, Some(LocaleCode(words.code.to_owned())), words.locales)
}

fn request<'i>(style: &'i IndependentStyle, item: &'i Item, words: Words<'i>) -> CitationRequest<'i, Item> {
    let (items, locale) = (vec![CitationItem::with_entry(item)], LocaleCode(words.code.to_owned()));
    CitationRequest::new(items, style, Some(locale), words.locales, None)
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
    use hayagriva::citationberg::json::{Item, Value};

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

    /// Every tenth article is the first one in another newspaper: equal in what lists are sorted by.
    fn twins(items: &[Item]) -> Vec<Item> {
        let mut items = items.to_vec();
        for n in (10..items.len()).step_by(10) {
            let mut twin = items[0].clone();
            twin.0.insert("id".into(), Value::String(n.to_string()));
            twin.0.insert("container-title".into(), Value::String(format!("Báo số {}", 99 - n)));
            items[n] = twin;
        }
        items
    }

    #[test]
    fn side_by_side_is_as_one_after_the_other() {
        let (mut done, different, alike) = (0, items(40, false), items(40, true));
        let twins = twins(&different);
        for (n, style) in styles().iter().enumerate() {
            let locale = locale_code(["vi", "en", "de"][n % 3]).unwrap();
            let processor = Processor::new(style_named(&style.name).unwrap(), locale.clone());
            let Some(listing) = super::Listing::of(processor.style()) else { continue };
            let locales = crate::locales::with_fallbacks(&locale);
            for items in [&different, &twins, &alike] {
                let Some(listed) = listing.bibliography(items, &locale, &locales) else { continue };
                let plain = processor.in_one(items, &[]).bibliography;
                assert_eq!(format!("{listed:?}"), format!("{plain:?}"), "{}", style.name);
                done += 1;
            }
            // Printing takes long.
            if done >= 9 {
                break;
            }
        }
        assert!(done >= 3, "{done}");
    }
}
