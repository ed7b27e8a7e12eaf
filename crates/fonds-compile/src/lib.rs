//! Compiling: a collection and its settings become a [`Book`] in which nothing is left to guess.
//!
//! [`compile`] is the entry:
//! 1. the [`binder`] makes a section of each item: [`making`] those of articles, with highlights put in by [`marks`], outlines
//!    of pictures by [`regions`], and notes ordered by [`notes`] ([`section`]); [`texts`] forewords and the like. Of an article's
//!    text it keeps what the whole book has to know: its citations, its pictures, its words for the [`index`];
//! 2. [`cites`] finds the citations in the book's own texts; they and the articles are cited together, so that numbers
//!    and disambiguation agree ([`fonds_cite`]), and put in their places;
//! 3. bibliographies close articles, parts and the book, and so do the lists of [`closing`] and the [`index`]; title page
//!    and package are worded by [`credits`], [`lines`] and [`labels()`];
//! 4. the [`Plan`] makes the texts of articles again, one at a time, when a writer asks for them.
//!
//! Invariant: the text of a compiled article is the article's text; highlighting never changes a letter.

mod appendix;
mod binder;
mod cites;
mod closing;
mod credits;
mod index;
mod labels;
mod lines;
mod making;
mod marks;
mod notes;
mod plan;
mod preview;
mod regions;
mod section;
mod texts;
mod travelling;

pub use appendix::notes_appendix;
pub use fonds_cite::{date_in_words, printed_date};
pub use labels::labels;
pub use lines::{byline, dateline};
pub use plan::{Plan, Texts};
pub use preview::{Previewed, preview};
pub use texts::note_blocks;

use binder::Binder;
use fonds_cite::{AddedStyles, CiteError, Citer};
use fonds_model::{
    Annotation, Article, ArticleId, Block, Book, Cancelled, Collection, Diagnostic, ExportSettings,
    ItemContent, ItemId, Progress, Tag, Timestamp,
};
use std::collections::{BTreeMap, BTreeSet};
use std::io;

/// Everything that a book is made of.
pub struct Material {
    /// The collection.
    pub collection: Collection,
    /// Its articles, and those that its texts cite ([`cited_keys`]). Their bodies may be elsewhere.
    pub articles: BTreeMap<ArticleId, Article>,
    /// Their annotations.
    pub annotations: Vec<Annotation>,
    /// The library's tags.
    pub tags: Vec<Tag>,
    /// Styles that were added to the bundled ones.
    pub styles: AddedStyles,
}

/// Gives the bodies of articles, one at a time.
pub trait BodySource: Sync {
    /// The body of an article; none of one that is no longer there.
    ///
    /// # Errors
    /// When it cannot be read.
    fn body(&self, article: &ArticleId) -> io::Result<Vec<Block>>;
}

/// Articles that have their bodies.
impl BodySource for BTreeMap<ArticleId, Article> {
    fn body(&self, article: &ArticleId) -> io::Result<Vec<Block>> {
        Ok(self.get(article).map(|article| article.body.clone()).unwrap_or_default())
    }
}

/// A book, and what was imperfect about its making.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The book; the texts of its articles are given by the plan.
    pub book: Book,
    /// How they are made.
    pub plan: Plan,
    /// The collection's item that each section is made of, by the section's id.
    pub items: BTreeMap<String, ItemId>,
    /// What was left out or could not be placed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why no book could be made.
#[derive(Debug, thiserror::Error)]
pub enum CompileError {
    /// The collection holds no article that exists.
    #[error("the collection holds no articles")]
    EmptyCollection,
    /// The style or language is not there.
    #[error(transparent)]
    Cite(#[from] CiteError),
    /// The text of an article cannot be read.
    #[error(transparent)]
    Unreadable(#[from] io::Error),
    /// The user stopped the work.
    #[error(transparent)]
    Cancelled(#[from] Cancelled),
}

impl CompileError {
    /// A stable kebab-case name.
    pub fn code(&self) -> &'static str {
        match self {
            Self::EmptyCollection => "empty-collection",
            Self::Cite(error) => error.code(),
            Self::Unreadable(_) => "article-unreadable",
            Self::Cancelled(_) => "cancelled",
        }
    }
}

/// Makes a book of a collection. `title` stands for the collection's own; `edition` tells when what the book is made of was last
/// changed.
///
/// # Errors
/// [`CompileError`]; articles that are missing are told in the diagnostics instead.
pub fn compile(
    material: &Material,
    bodies: &dyn BodySource,
    settings: &ExportSettings,
    title: Option<&str>,
    edition: Timestamp,
    progress: &dyn Progress,
) -> Result<Compiled, CompileError> {
    let order = distinct_articles(material);
    if order.is_empty() {
        return Err(CompileError::EmptyCollection);
    }
    let citer = Citer::with_added(&material.styles, &settings.style, &settings.locale)?;
    let mut all = order.clone();
    all.extend(cited_beside(material, &order));
    let mut binder = Binder::of(material, bodies, settings, &order, &all, citer.is_note_style());
    binder.bind(progress)?;
    let entries = binder.cite(&citer, &all, progress)?;
    let meta = credits::meta(material, settings, title, edition, &order);
    binder.close(&all, entries, &meta);
    Ok(binder.finish(meta, &order))
}

/// The citekeys that a collection's own texts and the notes on its articles cite. Articles outside of the collection
/// enter its bibliography when [`Material::articles`] has them.
pub fn cited_keys(collection: &Collection, annotations: &[Annotation]) -> BTreeSet<String> {
    let texts = collection.items.iter().filter_map(|item| match &item.content {
        ItemContent::Text { text, .. } => Some(text.as_str()),
        _ => None,
    });
    texts.chain(annotations.iter().map(|annotation| annotation.note.as_str())).flat_map(cites::keys).collect()
}

/// Articles that the texts cite and the collection does not hold.
fn cited_beside<'a>(material: &'a Material, order: &[&Article]) -> Vec<&'a Article> {
    let keys = cited_keys(&material.collection, &material.annotations);
    let within: BTreeSet<&ArticleId> = order.iter().map(|article| &article.id).collect();
    let beside = |article: &&Article| !within.contains(&article.id) && keys.contains(&article.citekey);
    material.articles.values().filter(beside).collect()
}

/// The collection's articles, each once, in order.
fn distinct_articles(material: &Material) -> Vec<&Article> {
    let mut seen = BTreeSet::new();
    let ids = material.collection.articles().filter(|id| seen.insert(*id));
    ids.filter_map(|id| material.articles.get(id)).collect()
}

#[cfg(test)]
mod tests;
