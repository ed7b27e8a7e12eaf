//! What a book carries for other libraries: the collection as it is, as far as the book may show it.

use fonds_compile::{BodySource, Material};
use fonds_epub::{CarriedFile, EpubError, Putting};
use fonds_model::transfer::{HEAD, TransferHead, article_content, article_file};
use fonds_model::{
    Annotation, Article, ArticleId, Book, Collection, CollectionItem, ExportSettings, ItemContent, ItemId,
    Tag, TagId,
};
use std::collections::{BTreeMap, HashSet};

/// What a book is made of, as far as it is handed on.
pub(crate) struct Carried<'a> {
    pub material: &'a Material,
    /// The item that each section is made of.
    pub items: &'a BTreeMap<String, ItemId>,
    /// The texts of the articles.
    pub bodies: &'a dyn BodySource,
    /// It is of one article, without a collection.
    pub is_alone: bool,
}

/// Gives the data files of a book: its citations for other programs, and the transfer. A volume carries what stands in it.
///
/// Annotations are those that travel with the book; what its texts only cite comes without its own text. So would what stands
/// in another volume, and it would be taken for the whole: it is left to that volume.
pub(crate) fn carry(
    book: &Book,
    from: &Carried<'_>,
    settings: &ExportSettings,
    put: &mut Putting<'_>,
) -> Result<(), EpubError> {
    let items = from.items_of(book);
    let within = from.articles_of(&items);
    let beside = from.cited_beside();
    let all: Vec<&Article> = within.iter().copied().chain(&beside).collect();
    let citations = format!("{:#}", fonds_cite::csl_json(&all));
    put(CarriedFile { name: "citations.json".into(), content: citations })?;
    let annotations: Vec<Annotation> =
        book.annotations.iter().map(|placed| placed.annotation.clone()).collect();
    let tags = tags(&all, &annotations, &from.material.tags);
    let collection = Collection {
        id: from.material.collection.id.clone(),
        title: book.meta.title.clone(),
        settings: settings.clone(),
        items,
        // What a search found travels as it was found; where the collection lies is another library's own affair.
        ..Collection::default()
    };
    let collection = Some(collection).filter(|_| !from.is_alone);
    let head = TransferHead::of(all.len(), collection, annotations, tags);
    put(CarriedFile { name: HEAD.into(), content: head.content() })?;
    for (n, article) in all.iter().enumerate() {
        let body = match n < within.len() {
            true => from.bodies.body(&article.id).map_err(EpubError::Text)?,
            false => vec![],
        };
        let content = article_content(&Article { body, ..(*article).clone() });
        put(CarriedFile { name: article_file(n), content })?;
    }
    Ok(())
}

impl Carried<'_> {
    /// The items that stand in a book, or in a volume of it.
    fn items_of(&self, book: &Book) -> Vec<CollectionItem> {
        let Self { material, items, .. } = self;
        let standing: HashSet<&ItemId> =
            book.sections.iter().filter_map(|section| items.get(&section.id)).collect();
        let is_whole = book.meta.volume.is_none();
        let all = material.collection.items.iter();
        let wanted =
            all.filter(|item| is_there(&item.content, material) && (is_whole || standing.contains(&item.id)));
        wanted.cloned().collect()
    }

    /// The articles of these items, each once.
    fn articles_of(&self, items: &[CollectionItem]) -> Vec<&Article> {
        let mut seen = HashSet::new();
        let ids = items.iter().filter_map(|item| match &item.content {
            ItemContent::Article { article } => Some(article),
            _ => None,
        });
        ids.filter(|id| seen.insert(*id)).filter_map(|id| self.material.articles.get(id)).collect()
    }

    /// What the texts cite without its being in the collection.
    fn cited_beside(&self) -> Vec<Article> {
        let within: HashSet<&ArticleId> = self.material.collection.articles().collect();
        let beside = self.material.articles.values().filter(|article| !within.contains(&article.id));
        beside.map(without_text).collect()
    }
}

fn without_text(article: &Article) -> Article {
    Article { lead: None, body: vec![], assets: vec![], tags: vec![], ..article.clone() }
}

fn is_there(content: &ItemContent, material: &Material) -> bool {
    match content {
        ItemContent::Article { article } => material.articles.contains_key(article),
        _ => true,
    }
}

/// The tags that are in use, and all that are broader.
fn tags(articles: &[&Article], annotations: &[Annotation], all: &[Tag]) -> Vec<Tag> {
    let by_id: BTreeMap<&TagId, &Tag> = all.iter().map(|tag| (&tag.id, tag)).collect();
    let mut used: HashSet<&TagId> = HashSet::new();
    let of_articles = articles.iter().flat_map(|article| &article.tags);
    let mut waiting: Vec<&TagId> = of_articles.chain(annotations.iter().flat_map(|one| &one.tags)).collect();
    while let Some(id) = waiting.pop() {
        if used.insert(id) {
            waiting.extend(by_id.get(id).and_then(|tag| tag.parent.as_ref()));
        }
    }
    all.iter().filter(|tag| used.contains(&tag.id)).cloned().collect()
}
