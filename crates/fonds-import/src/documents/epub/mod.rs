//! E-books (EPUB 2 and 3).
//!
//! What a Fonds library put into it for another is taken as it is ([`crate::transfer`]). Of any other book:
//!
//! 1. [`package`] reads the package document: what the book is, its files, their order.
//! 2. [`contents`] reads the table of contents: what the chapters are called and how deep they stand.
//! 3. [`chapters`] makes blocks of each chapter, with [`notes`] that stand in other files.
//! 4. Here the chapters become an article each, or sections of one.

mod chapters;
mod contents;
mod notes;
mod package;

use crate::markdown::level_headings;
use crate::package::Package;
use crate::{Batch, ImportError, Imported, Options, transfer};
use chapters::Chapter;
use fonds_model::{Article, ArticleKind, Block};
use package::Book;

/// What users call the format.
const NAME: &str = "EPUB";

/// The chapters of an e-book, or the whole of it.
pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Batch, ImportError> {
    let files = Package::open(bytes, NAME)?;
    refuse_locked(&files)?;
    let mut remarks = Vec::new();
    if let Some(found) = transfer::read(&files, &mut remarks) {
        let (failed, diagnostics) = (found.failed, found.diagnostics);
        return Ok(Batch { received: vec![found.received], failed, diagnostics, ..Batch::default() });
    }
    let book = Book::of(&files)?;
    let contents = contents::Contents::of(&files, &book);
    let chapters = chapters::read(&files, &book, &contents);
    if options.whole_books {
        return Ok(Batch { diagnostics: remarks, ..Batch::of(whole(&book, chapters)) });
    }
    let articles = chapters.into_iter().map(|chapter| article(&book, chapter)).collect();
    Ok(Batch { articles, diagnostics: remarks, ..Batch::default() })
}

/// A book whose text is encrypted cannot be read; fonts may be obfuscated.
fn refuse_locked(files: &Package<'_>) -> Result<(), ImportError> {
    const FONTS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
    let Some(tree) = files.xml("META-INF/encryption.xml") else { return Ok(()) };
    let locked = tree.named(0, "EncryptedData").any(|data| {
        let method = tree.child(data, "EncryptionMethod").and_then(|at| tree.attr(at, "Algorithm"));
        !method.is_some_and(|method| FONTS.contains(&method))
    });
    if locked { Err(ImportError::Encrypted { format: NAME }) } else { Ok(()) }
}

/// The article of one chapter.
fn article(book: &Book, chapter: Chapter) -> Imported {
    let mut article = book.article();
    article.publication = Some(book.title.clone()).filter(|title| !title.is_empty());
    article.title = chapter.title;
    article.body = chapter.blocks;
    level_headings(&mut article.body);
    article.source.part = Some(chapter.path);
    article.source.diagnostics = chapter.diagnostics;
    let place = if chapter.listed { "contents" } else { "heading" };
    article.source.provenance.insert("title".into(), place.into());
    Imported { article, assets: chapter.assets, ..Imported::default() }
}

/// One article with the chapters as sections.
fn whole(book: &Book, chapters: Vec<Chapter>) -> Imported {
    let mut imported = Imported { article: book.article(), ..Imported::default() };
    let article = &mut imported.article;
    article.title.clone_from(&book.title);
    let mut notes = Vec::new();
    for (number, mut chapter) in chapters.into_iter().enumerate() {
        notes::rename(&mut chapter.blocks, number);
        if !chapter.title.is_empty() {
            article.body.push(Block::heading(chapter.depth, chapter.title));
        }
        set_below(&mut chapter.blocks, chapter.depth);
        for block in chapter.blocks {
            let to = if matches!(block, Block::Note { .. }) { &mut notes } else { &mut article.body };
            to.push(block);
        }
        article.source.diagnostics.append(&mut chapter.diagnostics);
        for asset in chapter.assets {
            if !imported.assets.iter().any(|known| known.info.digest == asset.info.digest) {
                imported.assets.push(asset);
            }
        }
    }
    article.body.append(&mut notes);
    level_headings(&mut article.body);
    imported
}

/// Sets the headings of a chapter below its title.
fn set_below(blocks: &mut [Block], depth: u8) {
    let level = |block: &Block| if let Block::Heading { level, .. } = block { Some(*level) } else { None };
    let top = blocks.iter().filter_map(level).min().unwrap_or(1);
    for block in blocks {
        if let Block::Heading { level, .. } = block {
            *level = (*level - top).saturating_add(depth).saturating_add(1);
        }
    }
}

impl Book {
    /// An article with what the book says of all its chapters.
    fn article(&self) -> Article {
        let mut article = Article {
            kind: ArticleKind::Document,
            creators: self.creators.clone(),
            publisher: self.publisher.clone(),
            issued: self.issued.clone(),
            language: self.language.clone(),
            identifiers: self.identifiers.clone(),
            rights: self.rights.clone(),
            keywords: self.keywords.clone(),
            ..Article::default()
        };
        let known = [
            ("creators", !self.creators.is_empty()),
            ("issued", self.issued.is_some()),
            ("language", self.language.is_some()),
        ];
        for (field, _) in known.into_iter().filter(|(_, known)| *known) {
            article.source.provenance.insert(field.into(), "package document".into());
        }
        article
    }
}
