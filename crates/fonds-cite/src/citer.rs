//! Rendering citations and bibliographies in a style and a language.

use crate::CiteError;
use crate::added::AddedStyles;
use crate::cluster::{AuthorForm, Cluster};
use crate::dates::{self, Beyond};
use crate::inlines::{entry, inlines};
use crate::item::item;
use crate::locales::locale_code;
use crate::names::short_name;
use crate::processor::{Printed, Processor};
use crate::styles::style_named;
use crate::tried::Tried;
use crate::worded::printed_date;
use fonds_model::{Article, Cancelled, Edtf, Inline, Progress, Quiet, Role, apart};
use hayagriva::citationberg::json::{Item, Value};
use hayagriva::citationberg::{IndependentStyle, StyleClass};
use hayagriva::{ElemChild, ElemChildren, ElemMeta};
use std::collections::HashMap;
use std::sync::Arc;

/// A style in a language, ready to cite.
pub struct Citer {
    processor: Arc<Processor>,
    tried: Tried,
}

/// Articles, cited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cited {
    /// For each article, its whole reference as it is printed under its title.
    pub citations: Vec<Vec<Inline>>,
    /// The bibliography in the style's order; empty for a style without one.
    pub entries: Vec<Entry>,
    /// For each citation in a text, what is printed there: in a note style, in a footnote.
    pub clusters: Vec<InText>,
}

/// A citation as a text has it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct InText {
    /// Names that belong to the sentence, before the citation; mostly empty.
    pub author: Vec<Inline>,
    /// The citation.
    pub content: Vec<Inline>,
}

/// An entry of a bibliography.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which of the articles it describes.
    pub article: usize,
    /// What numbered styles put before it, such as `[1]`; else empty.
    pub label: String,
    /// The entry.
    pub content: Vec<Inline>,
}

impl Citer {
    /// A style by its name and a language by its code (`vi` finds `vi-VN`).
    ///
    /// # Errors
    /// [`CiteError`] when either is not there.
    pub fn new(style: &str, locale: &str) -> Result<Self, CiteError> {
        Ok(Self::of(style_named(style)?, locale_code(locale)?))
    }

    /// The same, where the style may be one that was added.
    ///
    /// # Errors
    /// [`CiteError`] when either is not there, or the added style names a style that is not there.
    pub fn with_added(added: &AddedStyles, style: &str, locale: &str) -> Result<Self, CiteError> {
        let style = added.find(style).unwrap_or_else(|| style_named(style))?;
        Ok(Self::of(style, locale_code(locale)?))
    }

    fn of(style: IndependentStyle, locale: String) -> Self {
        Self { processor: Arc::new(Processor::new(style, locale)), tried: Tried::default() }
    }

    /// Whether citations in a text are footnotes.
    pub fn is_note_style(&self) -> bool {
        self.processor.style().settings.class == StyleClass::Note
    }

    /// Cites the articles in this order.
    pub fn cite(&self, articles: &[&Article]) -> Cited {
        self.cite_with(articles, &[])
    }

    /// Cites the articles, and cites some of them in a text: `clusters` are its citations in reading order.
    pub fn cite_with(&self, articles: &[&Article], clusters: &[Cluster]) -> Cited {
        self.cite_while(articles, clusters, &Quiet).unwrap_or_default()
    }

    /// The same, for as long as the user wants it.
    ///
    /// # Errors
    /// [`Cancelled`], at once.
    pub fn cite_while(
        &self,
        articles: &[&Article],
        clusters: &[Cluster],
        progress: &dyn Progress,
    ) -> Result<Cited, Cancelled> {
        let items: Vec<Item> =
            articles.iter().enumerate().filter_map(|(n, article)| to_item(article, n)).collect();
        let printed = self.printed(articles, items, clusters, progress)?;
        let mut entries: Vec<Entry> = printed.bibliography.iter().filter_map(entry).collect();
        for entry in entries.iter_mut().filter(|entry| is_blank(&entry.content)) {
            entry.content = articles
                .get(entry.article)
                .map(|article| unstyled(article, self.processor.locale()))
                .unwrap_or_default();
        }
        let by_article: HashMap<usize, &Entry> =
            entries.iter().map(|entry| (entry.article, entry)).rev().collect();
        let whole = |n: usize| by_article.get(&n);
        let citations = articles.iter().enumerate().map(|(n, article)| {
            let short = || printed.alone.get(n).map(inlines);
            let found = whole(n).map(|entry| entry.content.clone()).or_else(short);
            found
                .filter(|cited| !is_blank(cited))
                .unwrap_or_else(|| unstyled(article, self.processor.locale()))
        });
        let citations = citations.collect();
        let in_text = printed.clusters.iter().zip(&printed.authors).zip(clusters);
        let clusters = in_text.map(|((tree, author), cluster)| self.in_text(tree, author, cluster, articles));
        let clusters = clusters.collect();
        Ok(Cited { citations, entries, clusters })
    }

    /// What the processor prints. It does not hear of cancelling, so it is left to itself then.
    fn run(
        &self,
        mut items: Vec<Item>,
        clusters: &[Cluster],
        progress: &dyn Progress,
    ) -> Result<Printed, Cancelled> {
        self.tried.fit(&self.processor, &mut items);
        // A thread of a pool that waits for work of the pool could wait for ever.
        if rayon::current_thread_index().is_some() {
            return Ok(self.processor.in_one(&items, clusters));
        }
        let (processor, clusters) = (Arc::clone(&self.processor), clusters.to_vec());
        apart(progress, move || processor.run(&items, &clusters))
    }

    fn is_vietnamese(&self) -> bool {
        self.processor.locale().starts_with("vi")
    }

    /// What the processor prints, with dates that say all they say.
    fn printed(
        &self,
        articles: &[&Article],
        items: Vec<Item>,
        clusters: &[Cluster],
        progress: &dyn Progress,
    ) -> Result<Printed, Cancelled> {
        let dates: Vec<Option<(&Edtf, Beyond)>> = articles
            .iter()
            .map(|article| article.issued.as_ref().and_then(|date| Some((date, dates::beyond(date)?))))
            .collect();
        let have_ends = dates.iter().flatten().any(|(_, beyond)| *beyond == Beyond::Until);
        let at_ends = have_ends.then(|| at_their_ends(articles, &items));
        let mut printed = self.run(items, clusters, progress)?;
        let vietnamese = self.is_vietnamese();
        for_each_reference(&mut printed, clusters, &mut |_, n, tree| {
            if vietnamese {
                dates::in_vietnamese(tree);
            }
            if let Some((date, beyond)) = dates.get(n).copied().flatten() {
                dates::mend(tree, date, beyond, vietnamese);
            }
        });
        if let Some(at_ends) = at_ends {
            let mut ends = self.run(at_ends, clusters, progress)?;
            let mut last = HashMap::new();
            for_each_reference(&mut ends, clusters, &mut |place, _, tree| {
                if vietnamese {
                    dates::in_vietnamese(tree);
                }
                last.insert(place, std::mem::take(tree));
            });
            for_each_reference(&mut printed, clusters, &mut |place, n, tree| {
                if let (Some(end), Some((date, Beyond::Until))) =
                    (last.get(&place), dates.get(n).copied().flatten())
                {
                    dates::join(tree, end, date);
                }
            });
        }
        Ok(printed)
    }

    fn in_text(
        &self,
        tree: &ElemChildren,
        author: &ElemChildren,
        cluster: &Cluster,
        articles: &[&Article],
    ) -> InText {
        let content = inlines(tree);
        let told = cluster.cites.first().filter(|cite| cite.author == AuthorForm::InText);
        let Some(article) = told.and_then(|cite| articles.get(cite.article)) else {
            return InText { author: vec![], content };
        };
        let author = Some(inlines(author)).filter(|author| !is_blank(author));
        let author = author.unwrap_or_else(|| vec![Inline::text(in_sentence(article, self.is_vietnamese()))]);
        InText { author, content }
    }
}

/// Who wrote an article, as a sentence tells it where the style has no names: one or two of them, else the first.
fn in_sentence(article: &Article, vietnamese: bool) -> String {
    let authors = article.creators.iter().filter(|creator| creator.role == Role::Author);
    let names: Vec<String> = authors.map(short_name).collect();
    let (and, others) = if vietnamese { ("và", "và cộng sự") } else { ("and", "et al.") };
    match names.as_slice() {
        [] => article.title.clone(),
        [one] => one.clone(),
        [one, two] => format!("{one} {and} {two}"),
        [one, ..] => format!("{one} {others}"),
    }
}

fn is_blank(content: &[Inline]) -> bool {
    !fonds_model::body::plain_text(content).chars().any(char::is_alphanumeric)
}

/// Some styles have nothing to say of some kinds of article: then who, what, where and when, without a style.
fn unstyled(article: &Article, locale: &str) -> Vec<Inline> {
    let names = article.creators.iter().map(|creator| creator.name.as_str()).collect::<Vec<_>>().join(", ");
    let held = article.holding.iter().flat_map(|held| {
        [&held.repository, &held.fonds, &held.series, &held.box_, &held.folder, &held.call_number]
    });
    let rest = article
        .publication
        .iter()
        .cloned()
        .chain(article.issued.as_ref().map(|date| printed_date(date, locale)))
        .chain(held.cloned())
        .chain(article.url.clone());
    let rest: Vec<String> = rest.filter(|part| !part.is_empty()).collect();
    let rest = rest.join(", ");
    let mut out = Vec::new();
    if !names.is_empty() {
        out.push(Inline::text(format!("{names}. ")));
    }
    out.push(Inline::Emphasis { content: vec![Inline::text(&article.title)] });
    out.push(Inline::text(if rest.is_empty() { ".".to_owned() } else { format!(". {rest}.") }));
    out
}

/// The items with the last days of their intervals.
fn at_their_ends(articles: &[&Article], items: &[Item]) -> Vec<Item> {
    let end = |(article, item): (&&Article, &Item)| {
        let mut item = item.clone();
        let end = article.issued.as_ref().and_then(dates::csl_end);
        if let Some(end) = end.and_then(|end| serde_json::from_value::<Value>(end).ok()) {
            item.0.insert("issued".into(), end);
        }
        item
    };
    articles.iter().zip(items).map(end).collect()
}

/// Where a reference is printed: in a citation of the text, alone, or in the bibliography.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Place {
    /// The citation, and the cite in it.
    InText(usize, usize),
    /// The article.
    Alone(usize),
    /// The article.
    Bibliography(usize),
}

/// Calls `visit` with each printed reference: its place, its article, its tree.
fn for_each_reference(
    printed: &mut Printed,
    clusters: &[Cluster],
    visit: &mut dyn FnMut(Place, usize, &mut ElemChildren),
) {
    for (c, (tree, cluster)) in printed.clusters.iter_mut().zip(clusters).enumerate() {
        for child in &mut tree.0 {
            if let ElemChild::Elem(elem) = child
                && let Some(ElemMeta::Entry(n)) = elem.meta
                && let Some(cite) = cluster.cites.get(n)
            {
                visit(Place::InText(c, n), cite.article, &mut elem.children);
            }
        }
    }
    for (n, tree) in printed.alone.iter_mut().enumerate() {
        visit(Place::Alone(n), n, tree);
    }
    for entry in &mut printed.bibliography {
        if let Ok(n) = entry.key.parse() {
            visit(Place::Bibliography(n), n, &mut entry.content);
        }
    }
}

/// The processor compares each item with many others, key by key. This one stands first, so that two are told apart by it; it
/// means nothing in CSL.
const FIRST_KEY: &str = "!";

fn to_item(article: &Article, n: usize) -> Option<Item> {
    let mut item: Item = serde_json::from_value(item(article, &n.to_string(), true)).ok()?;
    item.0.insert(FIRST_KEY.into(), Value::String(n.to_string()));
    Some(item)
}

#[cfg(test)]
mod in_text;
#[cfg(test)]
mod kinds;
#[cfg(test)]
mod tests;
