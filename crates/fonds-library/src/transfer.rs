//! What a book carries for other libraries: the collection as it is, as far as the book may show it.

use fonds_compile::Material;
use fonds_epub::CarriedFile;
use fonds_model::{
    Annotation, Article, ArticleId, Book, Collection, CollectionItem, ExportSettings, ItemContent, ItemId,
    Tag, TagId, Transfer,
};
use std::collections::{BTreeMap, HashSet};

/// The data files of a book: the transfer, and its citations for other programs. A volume carries what stands in it.
pub(crate) fn carried(book: &Book, bound: &Carried<'_>, settings: &ExportSettings) -> Vec<CarriedFile> {
    let mut transfer = transfer(book, bound, settings);
    if bound.is_alone {
        transfer.collection = None;
    }
    let articles: Vec<&Article> = transfer.articles.iter().collect();
    let citations = format!("{:#}", fonds_cite::csl_json(&articles));
    let mut files = vec![CarriedFile { name: "citations.json".into(), content: citations }];
    let file = |(name, content)| CarriedFile { name, content };
    files.extend(transfer.files().into_iter().map(file));
    files
}

/// What a book is made of, as far as it is handed on.
pub(crate) struct Carried<'a> {
    pub material: &'a Material,
    /// The item that each section is made of.
    pub items: &'a BTreeMap<String, ItemId>,
    /// It is of one article, without a collection.
    pub is_alone: bool,
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
}

/// Annotations are those that travel with the book; what its texts only cite comes without its own text. So would what stands
/// in another volume, and it would be taken for the whole: it is left to that volume.
fn transfer(book: &Book, bound: &Carried<'_>, settings: &ExportSettings) -> Transfer {
    let material = bound.material;
    let items = bound.items_of(book);
    let within: Vec<&ArticleId> = items
        .iter()
        .filter_map(|item| match &item.content {
            ItemContent::Article { article } => Some(article),
            _ => None,
        })
        .collect();
    let of_collection: HashSet<&ArticleId> = material.collection.articles().collect();
    let mut articles: Vec<Article> = Vec::new();
    for id in &within {
        if let Some(article) = material.articles.get(*id)
            && !articles.iter().any(|known| known.id == article.id)
        {
            articles.push(article.clone());
        }
    }
    let beside = material.articles.values().filter(|article| !of_collection.contains(&article.id));
    articles.extend(beside.map(without_text));
    let annotations: Vec<Annotation> =
        book.annotations.iter().map(|placed| placed.annotation.clone()).collect();
    let tags = tags(&articles, &annotations, &material.tags);
    let collection = Collection {
        id: material.collection.id.clone(),
        title: book.meta.title.clone(),
        settings: settings.clone(),
        items,
        // What a search found travels as it was found; where the collection lies is another library's own affair.
        ..Collection::default()
    };
    Transfer { collection: Some(collection), articles, annotations, tags }
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
fn tags(articles: &[Article], annotations: &[Annotation], all: &[Tag]) -> Vec<Tag> {
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
