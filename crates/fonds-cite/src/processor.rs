//! The CSL processor (hayagriva), and what it does not do by itself.
//!
//! 1. [`Processor::run`] hands it the citations of a text in order, then everything else that is listed. Where no text
//!    cites, [`crate::listing`] makes the bibliography on all cores.
//! 2. Dates that are intervals are printed twice and joined ([`crate::dates`]).
//! 3. Words around a cite and suppressed authors are put into the trees that come back.

use crate::cluster::{AuthorForm, Cite, Cluster};
use crate::inlines::inlines;
use crate::listing::{self, Listing};
use crate::locales::with_fallbacks;
use crate::prepare::{for_each_element, prepare};
use crate::special::{Known, specialised, without_year_suffix};
use crate::substitutes::with_dates;
use fonds_model::body::plain_text;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{IndependentStyle, LayoutRenderingElement, Locale, LocaleCode};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, Elem,
    ElemChild, ElemChildren, ElemMeta, Formatted, LocatorPayload, SpecificLocator,
};
use std::collections::HashSet;
use std::sync::OnceLock;

/// A style in a language.
pub(crate) struct Processor {
    styles: Styles,
    /// Taken apart when it is wanted first: most often one article is cited.
    listing: OnceLock<Option<Listing>>,
    locale: String,
    /// Its words, and where the processor looks for others.
    words: Vec<Locale>,
}

/// A style for citations.
struct Styles {
    style: IndependentStyle,
    /// The style without collapsing: `[1]–[3]` would swallow the pages that are cited.
    uncollapsed: IndependentStyle,
}

/// What the processor printed.
pub(crate) struct Printed {
    /// For each citation, what stands in the text.
    pub clusters: Vec<ElemChildren>,
    /// For each citation, the names that belong to the sentence before it; mostly empty.
    pub authors: Vec<ElemChildren>,
    /// For each item, a citation of it alone; none for a style with a bibliography.
    pub alone: Vec<ElemChildren>,
    /// The bibliography in the style's order; none for a style without one.
    pub bibliography: Vec<BibliographyItem>,
}

impl Processor {
    pub(crate) fn new(mut style: IndependentStyle, locale: String) -> Self {
        prepare(&mut style, &locale);
        let words = with_fallbacks(&locale);
        let bare = |style| {
            let (locale, words) = (locale.clone(), words.clone());
            Self { styles: Styles::of(style), listing: OnceLock::new(), locale, words }
        };
        let style = with_dates(style, |style, item| bare(style.clone()).words_for(item));
        bare(style)
    }

    /// The words that the style has for one item: in its bibliography, or in a citation where it has none.
    pub(crate) fn words_for(&self, item: &Item) -> Vec<String> {
        let Printed { bibliography, alone, .. } = self.in_one(std::slice::from_ref(item), &[]);
        let listed = bibliography.iter().map(|entry| &entry.content).chain(&alone);
        listed.map(|tree| plain_text(&inlines(tree))).collect()
    }

    pub(crate) fn locale(&self) -> &str {
        &self.locale
    }

    pub(crate) fn style(&self) -> &IndependentStyle {
        &self.styles.style
    }

    /// Prints the citations of a text, each item alone, and the bibliography of all items.
    pub(crate) fn run(&self, items: &[Item], clusters: &[Cluster]) -> Printed {
        let listed = if clusters.is_empty() { self.listed(items) } else { None };
        match listed {
            Some(bibliography) => Printed { clusters: vec![], authors: vec![], alone: vec![], bibliography },
            None => self.in_one(items, clusters),
        }
    }

    fn listed(&self, items: &[Item]) -> Option<Vec<BibliographyItem>> {
        if items.len() < listing::LEAST {
            return None;
        }
        self.listing.get_or_init(|| Listing::of(self.style())).as_ref()?.bibliography(
            items,
            &self.locale,
            &self.words,
        )
    }

    /// The same on one core.
    pub(crate) fn in_one(&self, items: &[Item], clusters: &[Cluster]) -> Printed {
        let known = Known::of(items).filter(|_| items.len() >= listing::LEAST);
        let small = known.map(|known| self.styles.small(&known));
        self.printed(small.as_ref().unwrap_or(&self.styles), items, clusters)
    }

    /// The same with the whole style.
    #[cfg(test)]
    pub(crate) fn at_length(&self, items: &[Item], clusters: &[Cluster]) -> Printed {
        self.printed(&self.styles, items, clusters)
    }

    fn printed(&self, styles: &Styles, items: &[Item], clusters: &[Cluster]) -> Printed {
        let mut driver = BibliographyDriver::new();
        let mut places = Vec::with_capacity(clusters.len());
        let mut requests = 0;
        for (n, cluster) in clusters.iter().enumerate() {
            if let Some(between) = n.checked_sub(1).and_then(|n| stranger(clusters.get(n)?, cluster, items)) {
                driver.citation(self.request(styles, vec![between], None, false));
                requests += 1;
            }
            places.push(requests);
            requests += 1;
            let cites = cluster.cites.iter().filter_map(|cite| citation_item(cite, items)).collect();
            driver.citation(self.request(
                styles,
                cites,
                cluster.note,
                cluster.cites.iter().any(is_particular),
            ));
        }
        // Whatever is listed without being cited. An article that is cited stands in the text only: a second citation
        // of it would keep the processor from telling it apart from others of the same name.
        let cited: HashSet<usize> = clusters.iter().flat_map(|c| &c.cites).map(|cite| cite.article).collect();
        for (_, item) in items.iter().enumerate().filter(|(n, _)| !cited.contains(n)) {
            driver.citation(self.request(styles, vec![CitationItem::with_entry(item)], None, false));
        }
        let locale = Some(LocaleCode(self.locale.clone()));
        let printed = driver.finish(BibliographyRequest::new(&styles.style, locale, &self.words));
        let citations: Vec<ElemChildren> = printed.citations.into_iter().map(|one| one.citation).collect();
        let alone = if styles.style.bibliography.is_none() { self.alone(styles, items) } else { vec![] };
        let mut all: Vec<Option<ElemChildren>> = citations.into_iter().map(Some).collect();
        let take = |place: usize| all.get_mut(place).and_then(Option::take).unwrap_or_default();
        let mut trees: Vec<ElemChildren> = places.into_iter().map(take).collect();
        let authors = trees.iter_mut().zip(clusters).map(|(tree, cluster)| dress(tree, cluster)).collect();
        let bibliography = printed.bibliography.map(|list| list.items).unwrap_or_default();
        Printed { clusters: trees, authors, alone, bibliography }
    }

    /// Each item cited once, for the first time.
    fn alone(&self, styles: &Styles, items: &[Item]) -> Vec<ElemChildren> {
        let mut driver = BibliographyDriver::new();
        for (n, item) in items.iter().enumerate() {
            driver.citation(self.request(styles, vec![CitationItem::with_entry(item)], Some(n + 1), false));
        }
        let locale = Some(LocaleCode(self.locale.clone()));
        let printed = driver.finish(BibliographyRequest::new(&styles.style, locale, &self.words));
        printed.citations.into_iter().map(|citation| citation.citation).collect()
    }

    fn request<'a>(
        &'a self,
        styles: &'a Styles,
        items: Vec<CitationItem<'a, Item>>,
        note: Option<usize>,
        particular: bool,
    ) -> CitationRequest<'a, Item> {
        let style = if particular { &styles.uncollapsed } else { &styles.style };
        CitationRequest::new(items, style, Some(LocaleCode(self.locale.clone())), &self.words, note)
    }
}

impl Styles {
    fn of(style: IndependentStyle) -> Self {
        let mut uncollapsed = style.clone();
        uncollapsed.citation.collapse = None;
        Self { style, uncollapsed }
    }

    /// The same for such articles.
    fn small(&self, known: &Known) -> Self {
        let mut style = specialised(&self.style, known);
        if !tells_apart(&mut style) {
            without_year_suffix(&mut style);
        }
        Self::of(style)
    }
}

/// Whether the style may print an article in another way because there is another one like it.
fn tells_apart(style: &mut IndependentStyle) -> bool {
    let mut asks = style.citation.disambiguate_add_year_suffix;
    for_each_element(style, &mut |element| {
        if let LayoutRenderingElement::Choose(choose) = element {
            asks |= choose.branches().any(|branch| branch.disambiguate.is_some());
        }
    });
    asks
}

fn citation_item<'a>(cite: &'a Cite, items: &'a [Item]) -> Option<CitationItem<'a, Item>> {
    let locator = cite.locator.as_ref();
    let locator =
        locator.map(|locator| SpecificLocator(locator.label.csl(), LocatorPayload::Str(&locator.value)));
    Some(CitationItem::with_locator(items.get(cite.article)?, locator))
}

/// Whether there is more to a cite than which article it cites.
fn is_particular(cite: &Cite) -> bool {
    cite.locator.is_some()
        || !cite.prefix.is_empty()
        || !cite.suffix.is_empty()
        || cite.author != AuthorForm::Styled
}

/// CSL says *ibid.* only after a citation of that one article; the processor looks at the last article of the citation
/// before. A hidden citation of another one of them stands between.
fn stranger<'a>(before: &Cluster, now: &Cluster, items: &'a [Item]) -> Option<CitationItem<'a, Item>> {
    let first = now.cites.first()?.article;
    let other = before.cites.iter().find(|cite| cite.article != first)?;
    let repeats = before.cites.last().is_some_and(|last| last.article == first);
    repeats.then_some(())?;
    Some(CitationItem::new(items.get(other.article)?, None, None, true, None))
}

/// Puts the words around each cite, and takes away the authors that the sentence tells. Returns those that the sentence
/// is still to tell.
fn dress(tree: &mut ElemChildren, cluster: &Cluster) -> ElemChildren {
    let mut told = ElemChildren::default();
    for child in &mut tree.0 {
        let ElemChild::Elem(elem) = child else { continue };
        let Some(ElemMeta::Entry(n)) = elem.meta else { continue };
        let Some(cite) = cluster.cites.get(n) else { continue };
        if cite.author != AuthorForm::Styled {
            let author = without_author(elem);
            if cite.author == AuthorForm::InText {
                told.0.extend(author.map(ElemChild::Elem));
            }
        }
        let text = |text: String| ElemChild::Text(Formatted { text, formatting: Default::default() });
        if !cite.prefix.is_empty() {
            elem.children.0.insert(0, text(format!("{} ", cite.prefix)));
        }
        if !cite.suffix.is_empty() {
            let joint = if cite.suffix.starts_with([',', ';', '.', ':', ')']) { "" } else { " " };
            elem.children.0.push(text(format!("{joint}{}", cite.suffix)));
        }
    }
    told
}

/// Takes the first names out of a cite, and the comma or space after them. A cite of nothing but names keeps them.
fn without_author(elem: &mut Elem) -> Option<Elem> {
    let mut rest = elem.clone();
    let author = remove_names(&mut rest.children)?;
    if !has_words(&rest.children) {
        return None;
    }
    trim_start(&mut rest.children);
    *elem = rest;
    Some(author)
}

fn remove_names(children: &mut ElemChildren) -> Option<Elem> {
    for n in 0..children.0.len() {
        let Some(ElemChild::Elem(elem)) = children.0.get_mut(n) else { continue };
        if matches!(&elem.meta, Some(ElemMeta::Names(names)) if !names.is_empty()) {
            return match children.0.remove(n) {
                ElemChild::Elem(elem) => Some(elem),
                _ => None,
            };
        }
        if let Some(found) = remove_names(&mut elem.children) {
            return Some(found);
        }
    }
    None
}

fn has_words(children: &ElemChildren) -> bool {
    format!("{children:#}").chars().any(char::is_alphanumeric)
}

/// What joined the names to the rest goes with them; an opening bracket or quotation mark stays.
fn trim_start(children: &mut ElemChildren) -> bool {
    for child in &mut children.0 {
        let done = match child {
            ElemChild::Text(run) => {
                run.text = run.text.trim_start_matches([' ', ',', '.', ':', ';', '\u{a0}']).to_owned();
                !run.text.is_empty()
            }
            ElemChild::Elem(elem) => trim_start(&mut elem.children),
            _ => true,
        };
        if done {
            return true;
        }
    }
    false
}
