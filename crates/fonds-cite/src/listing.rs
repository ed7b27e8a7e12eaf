//! The bibliography of articles that no text cites, made on all cores.
//!
//! The processor works on one core, and looks through all articles for each of them. So
//! 1. each article is cited and listed alone, side by side; if two citations look alike, articles have to be told apart:
//!    nothing is won, and the processor does it all. The style is made small for articles with the same fields
//!    ([`crate::special`]);
//! 2. the entries as they are printed say nearly always in which order they stand. The processor is handed them the other
//!    way round: to turn them back it compares neighbours only, and it does so only if each comes before the next;
//! 3. otherwise runs of articles are sorted side by side. A sort that finds them sorted has only to merge them, and keeps
//!    the order of equals, because the runs come one after the other;
//! 4. in a style that numbers, the order comes first, and each article is told its number;
//! 5. names that the entry before has are replaced last ([`crate::subsequent`]).
//!
//! The result is that of [`crate::processor::Processor::in_one`], to the letter; a test compares them in every style.

use crate::special::{Known, Place, specialised, without_year_suffix};
use crate::subsequent::substitute;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{
    IndependentStyle, LayoutRenderingElement, Locale, LocaleCode, StyleClass, SubsequentAuthorSubstituteRule,
};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest,
    standalone_citation,
};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};

/// Fewer articles are not worth the trouble.
pub(crate) const LEAST: usize = 24;
/// Articles with the same fields, at the least, for which a style is made small.
const MANY: usize = 12;
/// So many small styles, at the most.
const STYLES: usize = 64;
/// Articles of a run that is sorted by itself, at the least: the standard library's sort takes no notice of shorter ones.
const RUN: usize = 64;
/// And at the most: the processor looks for each article among all that it is handed.
const LONGEST: usize = 256;

/// A style taken apart.
pub(crate) struct Listing {
    /// Its citations, where each is the first; none where they have to be printed with their numbers, beside the bibliography.
    citing: Option<IndependentStyle>,
    /// Its bibliography, in the order in which articles are handed over.
    listing: IndependentStyle,
    /// Numbers for citations, and only the order of its bibliography.
    sorting: IndependentStyle,
    /// Whether it prints the numbers of articles.
    is_numbered: bool,
}

/// What articles are printed in.
#[derive(Clone, Copy)]
struct Words<'w> {
    code: &'w str,
    locales: &'w [Locale],
}

/// Styles made small, for citations and the bibliography, and which of them each article is printed in.
struct Small {
    styles: Vec<(Option<IndependentStyle>, IndependentStyle)>,
    of: Vec<usize>,
}

impl Listing {
    /// None for a style without a bibliography, or where labels of citations could show in it. Nor for one that cites authors
    /// and dates: somebody nearly always wrote twice in a year, and it does not take long.
    pub fn of(style: &IndependentStyle) -> Option<Self> {
        let list = style.bibliography.as_ref()?;
        let printed = format!("{:?}", (&style.macros, &style.citation, &style.bibliography));
        let is_numbered = printed.contains("CitationNumber");
        let substitutes = list.subsequent_author_substitute.is_some();
        let is_plain = list.subsequent_author_substitute_rule == SubsequentAuthorSubstituteRule::CompleteAll
            && list.second_field_align.is_none();
        if printed.contains("CitationLabel")
            || !(is_numbered || style.settings.class == StyleClass::Note)
            || (substitutes && !is_plain)
        {
            return None;
        }
        let mut sorting = style.clone();
        let citation = &mut sorting.citation;
        citation.layout.elements = number()?;
        (citation.sort, citation.collapse) = (None, None);
        sorting.bibliography.as_mut()?.layout.elements = number()?;
        // Nothing is told apart where each article is alone.
        let mut listing = style.clone();
        without_year_suffix(&mut listing);
        listing.bibliography.as_mut()?.sort = None;
        // A citation by itself is no first one to the processor, which may leave out names of it.
        let citing = (!is_numbered && !printed.contains("subsequent_min: Some")).then(|| {
            let citing = IndependentStyle { bibliography: None, ..listing.clone() };
            listing.citation = sorting.citation.clone();
            without_year_suffix(&mut listing);
            citing
        });
        Some(Self { citing, listing, sorting, is_numbered })
    }

    /// The bibliography, unless articles have to be told apart.
    pub fn bibliography(
        &self,
        items: &[Item],
        locale: &str,
        locales: &[Locale],
    ) -> Option<Vec<BibliographyItem>> {
        let words = Words { code: locale, locales };
        let sorting = specialised(&self.sorting, &Known::of(items)?);
        let numbered = if self.is_numbered { Some(sorted(&sorting, items, words)?) } else { None };
        let (cited, mut entries) = self.entries(items, numbered.as_deref(), words)?;
        let order = numbered.map_or_else(|| ordered(&sorting, items, (&cited, &entries), words), Some)?;
        let mut listed: Vec<BibliographyItem> =
            order.into_iter().map(|n| entries.get_mut(n)?.take()).collect::<Option<_>>()?;
        let list = self.listing.bibliography.as_ref();
        if let Some(mark) = list.and_then(|list| list.subsequent_author_substitute.as_ref()) {
            substitute(&mut listed, mark);
        }
        Some(listed)
    }

    /// Each article's citation and entry, if the citations are all different.
    fn entries(
        &self,
        items: &[Item],
        order: Option<&[usize]>,
        words: Words<'_>,
    ) -> Option<(Vec<String>, Vec<Option<BibliographyItem>>)> {
        let mut numbers = vec![0; items.len()];
        for (number, n) in order.into_iter().flatten().enumerate() {
            *numbers.get_mut(*n)? = number;
        }
        let small = self.small(items)?;
        let alone = |((item, style), number): ((&Item, &usize), &usize)| {
            let (citing, listing) = small.styles.get(*style)?;
            let (cited, entry) = alone(listing, item, *number, words)?;
            let cited = citing.as_ref().map_or(cited, |style| cite(style, item, words));
            Some((cited, Some(entry)))
        };
        let alone = items.par_iter().zip(&small.of).zip(&numbers).map(alone);
        let (cited, entries): (Vec<String>, Vec<_>) = alone.collect::<Option<Vec<_>>>()?.into_iter().unzip();
        let different: HashSet<&str> = cited.iter().map(String::as_str).collect();
        (different.len() == items.len()).then_some((cited, entries))
    }

    /// A style for each of the sets of fields that many articles have, and one for all other articles.
    fn small(&self, items: &[Item]) -> Option<Small> {
        let mut alike: HashMap<_, Vec<usize>> = HashMap::new();
        for (n, item) in items.iter().enumerate() {
            let fields: Vec<&str> = item.0.keys().map(String::as_str).collect();
            alike.entry((item.type_(), fields)).or_default().push(n);
        }
        let mut groups: Vec<Vec<usize>> = alike.into_values().collect();
        groups.sort_by_key(|group| (std::cmp::Reverse(group.len()), group.first().copied()));
        let many = groups.iter().take(STYLES).take_while(|group| group.len() >= MANY).count();
        let others: Vec<usize> = groups.split_off(many).into_iter().flatten().collect();
        groups.push(others);
        let mut of = vec![0; items.len()];
        for (style, n) in groups.iter().enumerate().flat_map(|(s, group)| group.iter().map(move |n| (s, *n)))
        {
            *of.get_mut(n)? = style;
        }
        let style = |group: &Vec<usize>| {
            let known = Known::of(group.iter().filter_map(|n| items.get(*n)))?;
            let citing = self.citing.as_ref().map(|style| specialised(style, &known.at(Place::First)));
            let known = if citing.is_some() { known.at(Place::Bibliography) } else { known };
            Some((citing, specialised(&self.listing, &known)))
        };
        let styles = groups.par_iter().map(style).collect::<Option<_>>()?;
        Some(Small { styles, of })
    }
}

/// The places of the items in the order of the bibliography.
fn ordered(
    sorting: &IndependentStyle,
    items: &[Item],
    printed: (&[String], &[Option<BibliographyItem>]),
    words: Words<'_>,
) -> Option<Vec<usize>> {
    if !is_sorted(sorting) {
        return Some((0..items.len()).collect());
    }
    let guess = as_printed(printed, words);
    if confirms(sorting, items, &guess, words) { Some(guess) } else { sorted(sorting, items, words) }
}

fn is_sorted(style: &IndependentStyle) -> bool {
    style.bibliography.as_ref().is_some_and(|list| list.sort.is_some())
}

/// Whether each comes before the next.
fn confirms(sorting: &IndependentStyle, items: &[Item], order: &[usize], words: Words<'_>) -> bool {
    let last = order.len().saturating_sub(1);
    let length = last.div_ceil(rayon::current_num_threads()).clamp(RUN, LONGEST);
    let turned = |start: usize| {
        // Runs have one in common, so that the last of each is compared with what follows.
        let run = &order[start..=(start + length).min(last)];
        let back: Vec<&Item> = run.iter().rev().filter_map(|n| items.get(*n)).collect();
        let sorted = list(sorting, &back, words);
        sorted.len() == run.len()
            && sorted.iter().zip(run).all(|(entry, n)| items[*n].id().as_deref() == Some(&entry.key))
    };
    (0..last.div_ceil(length)).into_par_iter().all(|run| turned(run * length))
}

fn sorted(sorting: &IndependentStyle, items: &[Item], words: Words<'_>) -> Option<Vec<usize>> {
    if !is_sorted(sorting) {
        return Some((0..items.len()).collect());
    }
    let places: HashMap<String, usize> =
        items.iter().enumerate().filter_map(|(n, item)| Some((item.id()?.into_owned(), n))).collect();
    let place = |entry: BibliographyItem| places.get(&entry.key).copied();
    let run = |run: &[Item]| list(sorting, &run.iter().collect::<Vec<_>>(), words);
    let length = items.len().div_ceil(rayon::current_num_threads()).max(RUN);
    let runs: Vec<usize> = items.par_chunks(length).flat_map_iter(run).map(place).collect::<Option<_>>()?;
    let runs: Vec<&Item> = runs.into_iter().map(|n| &items[n]).collect();
    list(sorting, &runs, words).into_iter().map(place).collect()
}

/// An article's citation and its entry, as if there were no other; its number counts from 0.
fn alone(
    style: &IndependentStyle,
    item: &Item,
    number: usize,
    words: Words<'_>,
) -> Option<(String, BibliographyItem)> {
    let mut driver = BibliographyDriver::new().with_citation_number_offset(number);
    driver.citation(request(style, item, words));
    let printed = driver.finish(whole(style, words));
    let cited = printed.citations.into_iter().next()?;
    let entry = printed.bibliography?.items.into_iter().next()?;
    Some((cited.citation.to_string(), entry))
}

/// An article's citation alone.
fn cite(style: &IndependentStyle, item: &Item, words: Words<'_>) -> String {
    standalone_citation(request(style, item, words)).to_string()
}

/// The places of entries in the alphabetical order of what they print. A style that prints nothing of some article in its
/// bibliography may print more in its citation.
fn as_printed((cited, entries): (&[String], &[Option<BibliographyItem>]), words: Words<'_>) -> Vec<usize> {
    let text = |(cited, entry): (&String, &Option<BibliographyItem>)| {
        let listed = entry.as_ref().map(|entry| format!("{:#}", entry.content)).unwrap_or_default();
        let is_blank = !listed.chars().any(char::is_alphanumeric);
        if is_blank { cited.to_lowercase() } else { listed.to_lowercase() }
    };
    let texts: Vec<String> = cited.iter().zip(entries).map(text).collect();
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
    use crate::cluster::{Cite, Cluster};
    use crate::item::item;
    use crate::locales::locale_code;
    use crate::processor::{Printed, Processor};
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
    fn a_style_made_small_prints_the_same() {
        let mut items = items(30, true);
        items.extend(twins(&items).split_off(20));
        let cite = |n: usize| Cluster {
            cites: vec![
                Cite { article: n * 7 % 30, ..Cite::default() },
                Cite { article: n / 2, ..Cite::default() },
            ],
            note: Some(n + 1),
        };
        let clusters: Vec<Cluster> = (0..12).map(cite).collect();
        for (n, style) in styles().iter().enumerate().step_by(7) {
            let locale = locale_code(["vi", "en", "de"][n % 3]).unwrap();
            let processor = Processor::new(style_named(&style.name).unwrap(), locale);
            let (small, whole) =
                (processor.in_one(&items, &clusters), processor.at_length(&items, &clusters));
            let told = |printed: &Printed| {
                format!("{:?}", (&printed.clusters, &printed.authors, &printed.alone, &printed.bibliography))
            };
            assert!(told(&small) == told(&whole), "{}", style.name);
        }
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
                let plain = processor.at_length(items, &[]).bibliography;
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
