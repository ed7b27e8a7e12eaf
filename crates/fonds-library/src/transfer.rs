//! What a book carries for other libraries: the collection as it is, as far as the book may show it.

use fonds_compile::Material;
use fonds_epub::CarriedFile;
use fonds_model::{
    Annotation, Article, ArticleId, Book, Collection, ExportSettings, ItemContent, Tag, TagId, Transfer,
};
use std::collections::{BTreeMap, HashSet};

/// The data files of a book: the transfer, and its citations for other programs.
pub(crate) fn carried(
    book: &Book,
    material: &Material,
    settings: &ExportSettings,
    is_alone: bool,
) -> Vec<CarriedFile> {
    let mut transfer = transfer(book, material, settings);
    if is_alone {
        transfer.collection = None;
    }
    let articles: Vec<&Article> = transfer.articles.iter().collect();
    let citations = format!("{:#}", fonds_cite::csl_json(&articles));
    let mut files = vec![CarriedFile { name: "citations.json".into(), content: citations }];
    let file = |(name, content)| CarriedFile { name, content };
    files.extend(transfer.files().into_iter().map(file));
    files
}

/// Annotations are those that travel with the book; what its texts only cite comes without its own text.
fn transfer(book: &Book, material: &Material, settings: &ExportSettings) -> Transfer {
    let within: Vec<&ArticleId> = material.collection.articles().collect();
    let mut articles: Vec<Article> = Vec::new();
    for id in &within {
        if let Some(article) = material.articles.get(*id)
            && !articles.iter().any(|known| known.id == article.id)
        {
            articles.push(article.clone());
        }
    }
    let beside = material.articles.values().filter(|article| !within.contains(&&article.id));
    articles.extend(beside.map(without_text));
    let annotations: Vec<Annotation> =
        book.annotations.iter().map(|placed| placed.annotation.clone()).collect();
    let tags = tags(&articles, &annotations, &material.tags);
    let collection = Collection {
        id: material.collection.id.clone(),
        title: book.meta.title.clone(),
        settings: settings.clone(),
        items: material
            .collection
            .items
            .iter()
            .filter(|item| is_there(&item.content, material))
            .cloned()
            .collect(),
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
