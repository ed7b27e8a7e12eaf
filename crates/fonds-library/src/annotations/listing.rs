//! All annotations of the library in one list: filtered, in order, by pages.

use crate::{Library, LibraryError, ShownAnnotation};
use fonds_model::text::fold;
use fonds_model::{
    Annotation, AnnotationId, ArticleId, ArticleSummary, CollectionId, Colour, Projection, TagId, Timestamp,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};

/// Which annotations are wanted. What is empty or `None` filters nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(default, rename_all = "camelCase")]
pub struct AnnotationFilter {
    /// Words that stand in the quote, the note or the article's title, in any order; case and marks do not matter.
    pub words: String,
    /// Any of these colours.
    pub colours: Vec<Colour>,
    /// A tag, or one under it; of the annotation itself.
    pub tag: Option<TagId>,
    /// Who made it, as it is written.
    pub creator: Option<String>,
    /// Made on this day or later.
    pub from: Option<Date>,
    /// Made on this day or earlier.
    pub to: Option<Date>,
    /// In an article of this collection.
    pub collection: Option<CollectionId>,
    /// In this article.
    pub article: Option<ArticleId>,
    /// With a note, or without one.
    pub has_note: Option<bool>,
    /// Only those whose passage is no longer in the text, or only the others.
    pub detached: Option<bool>,
}

/// The order of a list of annotations.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AnnotationOrder {
    /// By article, as the text goes.
    #[default]
    Article,
    /// The latest first.
    Newest,
    /// The earliest first.
    Oldest,
}

/// A page of a list of annotations.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct AnnotationPage {
    /// How many there are on all pages.
    pub total: usize,
    /// Those of this page.
    pub annotations: Vec<ShownAnnotation>,
    /// Who made annotations of this library, and how many.
    pub creators: Vec<(String, usize)>,
}

impl Library {
    /// Annotations that fit a filter, `limit` of them from the one at `offset` on.
    ///
    /// # Errors
    /// `unknown-collection`, or when the catalog cannot be read.
    pub fn find_annotations(
        &self,
        filter: &AnnotationFilter,
        order: AnnotationOrder,
        offset: usize,
        limit: usize,
    ) -> Result<AnnotationPage, LibraryError> {
        let all = self.annotations(filter.article.as_ref())?;
        let creators = creators(&all);
        let mut found = self.fitting(all, filter)?;
        let mut texts = Texts::new(self)?;
        sort(&mut found, order, &texts);
        let labels = self.tag_labels()?;
        let total = found.len();
        let mut annotations = Vec::new();
        for annotation in found.into_iter().skip(offset).take(limit) {
            if let Some((title, projection)) = texts.of(&annotation.article)? {
                annotations.push(self.shown(annotation, title, projection, &labels));
            }
        }
        Ok(AnnotationPage { total, annotations, creators })
    }

    /// The ids of all annotations that fit a filter, in an order.
    ///
    /// # Errors
    /// As [`Library::find_annotations`].
    pub fn annotation_ids(
        &self,
        filter: &AnnotationFilter,
        order: AnnotationOrder,
    ) -> Result<Vec<AnnotationId>, LibraryError> {
        let mut found = self.fitting(self.annotations(filter.article.as_ref())?, filter)?;
        sort(&mut found, order, &Texts::new(self)?);
        Ok(found.into_iter().map(|annotation| annotation.id).collect())
    }

    fn fitting(
        &self,
        mut all: Vec<Annotation>,
        filter: &AnnotationFilter,
    ) -> Result<Vec<Annotation>, LibraryError> {
        let tags = filter.tag.as_ref().map(|tag| self.narrower(tag)).transpose()?;
        let articles: Option<HashSet<ArticleId>> = match &filter.collection {
            Some(id) => Some(self.whole_collection(id)?.articles().cloned().collect()),
            None => None,
        };
        let words: Vec<String> = fold(&filter.words).split_whitespace().map(str::to_owned).collect();
        let mut texts = Texts::new(self)?;
        let zone = TimeZone::system();
        all.retain(|annotation| {
            let day = || zone.to_datetime(annotation.created).date();
            texts.titles.contains_key(&annotation.article)
                && (filter.colours.is_empty() || filter.colours.contains(&annotation.colour))
                && tags.as_ref().is_none_or(|tags| annotation.tags.iter().any(|tag| tags.contains(tag)))
                && filter.creator.as_ref().is_none_or(|creator| *creator == annotation.creator)
                && filter.from.is_none_or(|from| day() >= from)
                && filter.to.is_none_or(|to| day() <= to)
                && articles.as_ref().is_none_or(|articles| articles.contains(&annotation.article))
                && filter.has_note.is_none_or(|wanted| wanted != annotation.note.is_empty())
                && says(annotation, &words, &texts)
        });
        let Some(wanted) = filter.detached else { return Ok(all) };
        let mut found = Vec::new();
        for annotation in all {
            let text = texts.of(&annotation.article)?;
            let is_detached = text.is_some_and(|(_, text)| annotation.target.resolve(text).is_none());
            if is_detached == wanted {
                found.push(annotation);
            }
        }
        Ok(found)
    }
}

/// Whether all words stand in what is shown of an annotation.
fn says(annotation: &Annotation, words: &[String], texts: &Texts<'_>) -> bool {
    if words.is_empty() {
        return true;
    }
    let title =
        texts.titles.get(&annotation.article).map(|summary| summary.title.as_str()).unwrap_or_default();
    let all = fold(&format!("{}\n{}\n{title}", annotation.target.quote.exact, annotation.note));
    words.iter().all(|word| all.contains(word.as_str()))
}

fn creators(all: &[Annotation]) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for annotation in all.iter().filter(|annotation| !annotation.creator.is_empty()) {
        *counts.entry(&annotation.creator).or_default() += 1;
    }
    counts.into_iter().map(|(name, count)| (name.to_owned(), count)).collect()
}

fn sort(found: &mut [Annotation], order: AnnotationOrder, texts: &Texts<'_>) {
    let newest = |a: &Annotation| (std::cmp::Reverse(a.created), a.id.clone());
    match order {
        AnnotationOrder::Newest => found.sort_by_cached_key(newest),
        AnnotationOrder::Oldest => found.sort_by_cached_key(|a| (a.created, a.id.clone())),
        AnnotationOrder::Article => found.sort_by_cached_key(|a| {
            let title = texts.titles.get(&a.article).map(|summary| fold(&summary.title)).unwrap_or_default();
            let created: Timestamp = a.created;
            (title, a.article.clone(), a.target.position.start, created, a.id.clone())
        }),
    }
}

/// Titles of all articles, and the texts of those that were asked for.
pub(super) struct Texts<'a> {
    library: &'a Library,
    pub titles: HashMap<ArticleId, ArticleSummary>,
    /// The last one; annotations come by article, and texts may be long.
    last: Option<(ArticleId, Projection)>,
}

impl<'a> Texts<'a> {
    pub fn new(library: &'a Library) -> Result<Self, LibraryError> {
        let titles =
            library.store.summaries()?.into_iter().map(|summary| (summary.id.clone(), summary)).collect();
        Ok(Self { library, titles, last: None })
    }

    /// Title and text of an article.
    pub fn of(&mut self, id: &ArticleId) -> Result<Option<(&str, &Projection)>, LibraryError> {
        if self.last.as_ref().is_none_or(|(last, _)| last != id) {
            let Some(article) = self.library.store.article(id)? else { return Ok(None) };
            self.last = Some((id.clone(), Projection::of(&article)));
        }
        let title = self.titles.get(id).map(|summary| summary.title.as_str()).unwrap_or_default();
        Ok(self.last.as_ref().map(|(_, text)| (title, text)))
    }
}
