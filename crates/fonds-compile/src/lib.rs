//! Compiling: a collection and its settings become a [`Book`] in which nothing is left to guess.
//!
//! [`compile`] is the entry:
//! 1. each item becomes a section: [`section`] for articles, with highlights put in by [`marks`], outlines of pictures by
//!    [`regions`], and notes ordered by [`notes`]; [`texts`] for forewords and the like;
//! 2. [`cites`] finds the citations in the book's own texts; they and the articles are cited together, so that numbers
//!    and disambiguation agree ([`fonds_cite`]), and put in their places;
//! 3. bibliographies close articles, parts and the book, and so do the lists of [`closing`] and the [`index`]; title page
//!    and package are worded by [`lines`] and [`labels()`].
//!
//! Invariant: the text of a compiled article is the article's text; highlighting never changes a letter.

mod appendix;
mod cites;
mod closing;
mod index;
mod labels;
mod lines;
mod marks;
mod notes;
mod preview;
mod provenance;
mod regions;
mod section;
mod texts;
mod travelling;

pub use appendix::notes_appendix;
pub use labels::labels;
pub use lines::{byline, date_in_words, dateline, printed_date};
pub use preview::{Previewed, preview};
pub use texts::note_blocks;

use fonds_cite::{AddedStyles, CiteError, Cited, Citer};
use fonds_model::book::{BibliographyEntry, PlacedAnnotation, Subject};
use fonds_model::{
    Annotation, Article, ArticleId, AssetInfo, Book, BookMeta, Cancelled, Collection, CollectionItem,
    Diagnostic, Digest, ExportSettings, ItemContent, ItemId, Progress, Section, SectionKind, Stage, Tag,
    TagId, TextRole, Timestamp,
};
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// Everything that a book is made of.
pub struct Material {
    /// The collection.
    pub collection: Collection,
    /// Its articles, and those that its texts cite ([`cited_keys`]).
    pub articles: BTreeMap<ArticleId, Article>,
    /// Their annotations.
    pub annotations: Vec<Annotation>,
    /// The library's tags.
    pub tags: Vec<Tag>,
    /// Styles that were added to the bundled ones.
    pub styles: AddedStyles,
}

/// A book, and what was imperfect about its making.
#[derive(Clone, Debug)]
pub struct Compiled {
    /// The book.
    pub book: Book,
    /// The collection's item that each section is made of, by the section's id.
    pub items: BTreeMap<String, ItemId>,
    /// What was left out or could not be placed.
    pub diagnostics: Vec<Diagnostic>,
}

/// Why no book could be made.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CompileError {
    /// The collection holds no article that exists.
    #[error("the collection holds no articles")]
    EmptyCollection,
    /// The style or language is not there.
    #[error(transparent)]
    Cite(#[from] CiteError),
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
    let mut binder = Binder::of(material, settings, &order);
    binder.bind(progress)?;
    let cited = binder.cite(&citer, &all, progress)?;
    let meta = meta(material, settings, title, edition, &order);
    binder.close(&all, &cited, &meta);
    let Binder { sections, placed: annotations, items, diagnostics, .. } = binder;
    let assets = assets(&sections, &order);
    let book = Book { meta, labels: labels(&settings.locale), assets, sections, annotations };
    Ok(Compiled { book, items, diagnostics })
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

/// Puts the sections together.
struct Binder<'a> {
    material: &'a Material,
    settings: &'a ExportSettings,
    place: HashMap<&'a ArticleId, usize>,
    annotations: HashMap<&'a ArticleId, Vec<&'a Annotation>>,
    tag_labels: HashMap<&'a TagId, &'a str>,
    /// Section ids of each article's first appearance.
    first: HashMap<&'a ArticleId, String>,
    /// The article of each section that is one, by their places.
    articles: Vec<(usize, usize)>,
    sections: Vec<Section>,
    placed: Vec<PlacedAnnotation>,
    items: BTreeMap<String, ItemId>,
    diagnostics: Vec<Diagnostic>,
}

impl<'a> Binder<'a> {
    fn of(material: &'a Material, settings: &'a ExportSettings, order: &[&'a Article]) -> Self {
        let mut annotations: HashMap<_, Vec<_>> = HashMap::new();
        for annotation in &material.annotations {
            annotations.entry(&annotation.article).or_default().push(annotation);
        }
        Self {
            material,
            settings,
            place: order.iter().enumerate().map(|(n, article)| (&article.id, n)).collect(),
            annotations,
            tag_labels: material.tags.iter().map(|tag| (&tag.id, tag.label.as_str())).collect(),
            first: HashMap::new(),
            articles: vec![],
            sections: vec![],
            placed: vec![],
            items: BTreeMap::new(),
            diagnostics: vec![],
        }
    }

    /// Forewords stand first wherever the collection has them.
    fn bind(&mut self, progress: &dyn Progress) -> Result<(), CompileError> {
        let items = &self.material.collection.items;
        let (forewords, others): (Vec<_>, Vec<_>) = items.iter().partition(|item| is_foreword(item));
        let total = items.len() as u64;
        for (n, item) in forewords.into_iter().chain(others).enumerate() {
            progress.check()?;
            progress.step(Stage::Compile, n as u64, total);
            let before = self.sections.len();
            self.add(item);
            let made = self.sections.iter().skip(before).map(|section| (section.id.clone(), item.id.clone()));
            self.items.extend(made);
        }
        progress.step(Stage::Compile, total, total);
        Ok(())
    }

    fn add(&mut self, item: &'a CollectionItem) {
        let number = self.sections.len() + 1;
        match &item.content {
            ItemContent::Part { title } => {
                let id = format!("part-{number:03}");
                self.sections.push(texts::bare(id, SectionKind::Part, title, &self.settings.locale));
            }
            ItemContent::Text { role, title, text } => {
                let id = format!("text-{number:03}");
                let section =
                    texts::section(id, *role, title, text, &self.settings.locale, &mut self.diagnostics);
                self.sections.push(section);
            }
            ItemContent::Article { article: id } => match self.material.articles.get(id) {
                Some(article) => self.add_article(article, number),
                None => {
                    let message = format!("article {id} is in the collection but not in the library");
                    self.diagnostics.push(Diagnostic::warning("article-missing", message));
                }
            },
        }
    }

    fn add_article(&mut self, article: &'a Article, number: usize) {
        let key = fonds_model::text::slug(&article.citekey, "");
        let id = format!("ch-{number:03}-{key}").trim_end_matches('-').to_owned();
        let nothing = Vec::new();
        let inputs = section::Inputs {
            article,
            annotations: self.annotations.get(&article.id).unwrap_or(&nothing),
            tags: article.tags.iter().filter_map(|tag| self.tag_labels.get(tag).copied()).collect(),
            settings: self.settings,
        };
        let section = section::article(id.clone(), &inputs, &mut self.diagnostics);
        // An article that stands twice in the book has its annotations where it stands first.
        if let Entry::Vacant(first) = self.first.entry(&article.id) {
            self.placed.extend(travelling::placed(&id, &inputs, &self.tag_labels));
            first.insert(id);
        }
        self.articles.extend(self.place.get(&article.id).map(|place| (self.sections.len(), *place)));
        self.sections.push(section);
    }

    /// Cites everything, and puts the citations in: each article's own, and those of the book's texts.
    fn cite(&mut self, citer: &Citer, all: &[&Article], progress: &dyn Progress) -> Result<Cited, Cancelled> {
        let keyed = all.iter().enumerate().filter(|(_, article)| !article.citekey.is_empty());
        let known: HashMap<&str, usize> = keyed.map(|(n, article)| (article.citekey.as_str(), n)).collect();
        let clusters = cites::find(&mut self.sections, &known, citer.is_note_style(), &mut self.diagnostics);
        let cited = citer.cite_while(all, &clusters, progress)?;
        let chapter = |n: usize| self.first.get(&all.get(n)?.id).cloned();
        cites::put(&mut self.sections, &clusters, &cited.clusters, citer.is_note_style(), &chapter);
        for (section, article) in &self.articles {
            let (Some(section), Some(content)) =
                (self.sections.get_mut(*section), cited.citations.get(*article))
            else {
                continue;
            };
            let mut content = content.clone();
            if let Some(article) = all.get(*article).filter(|_| self.settings.archived_copy) {
                content.extend(fonds_cite::archived_copy(article, &self.settings.locale));
            }
            section::set_citation(section, self.settings.citation_place, content);
        }
        Ok(cited)
    }

    /// Adds what closes articles, parts and the book.
    fn close(&mut self, all: &[&'a Article], cited: &Cited, meta: &BookMeta) {
        let entries = self.bibliography(all, cited);
        let locale = &self.settings.locale;
        if self.settings.bibliography_by_article {
            self.close_articles(&entries);
        }
        let contained: Vec<(&Article, String)> =
            all.iter().filter_map(|article| Some((*article, self.first.get(&article.id)?.clone()))).collect();
        let mut lists = Vec::new();
        if self.settings.bibliography {
            let entries = entries.iter().map(|(_, entry)| entry.clone()).collect();
            let title = labels(locale).bibliography;
            let section = texts::bare("bibliography".into(), SectionKind::Bibliography, &title, locale);
            lists.push(Section { entries, ..section });
        }
        if self.settings.sources {
            let title = closing::sources_title(locale);
            let section = texts::bare("sources".into(), SectionKind::Sources, title, locale);
            lists.push(Section { entries: closing::sources(&contained, locale), ..section });
        }
        if self.settings.index {
            let section = texts::bare("index".into(), SectionKind::Index, index::title(locale), locale);
            lists.push(Section { index: self.index(), ..section });
        }
        if self.settings.colophon {
            let title = closing::colophon_title(locale);
            let section = texts::bare("colophon".into(), SectionKind::Colophon, title, locale);
            let entries = closing::colophon(&contained, locale);
            lists.push(Section { blocks: closing::colophon_words(meta), entries, ..section });
        }
        if self.settings.bibliography_by_part {
            self.close_parts(&entries);
        }
        self.sections.extend(lists);
    }

    fn index(&self) -> Vec<fonds_model::book::IndexGroup> {
        let nothing = Vec::new();
        let by_section: HashMap<&str, &ArticleId> =
            self.first.iter().map(|(id, section)| (section.as_str(), *id)).collect();
        let indexed = self.sections.iter().filter_map(|section| {
            let id = by_section.get(section.id.as_str())?;
            let article = self.material.articles.get(*id)?;
            let annotations = self.annotations.get(id).unwrap_or(&nothing).as_slice();
            Some(index::Indexed { article, section, annotations })
        });
        index::groups(&indexed.collect::<Vec<_>>(), &self.material.tags, &self.settings.locale)
    }

    /// The entries of all that is cited, with the place of the article that each describes.
    fn bibliography(&self, order: &[&Article], cited: &Cited) -> Vec<(usize, BibliographyEntry)> {
        let chapter = |article: &Article| self.first.get(&article.id).cloned().unwrap_or_default();
        let entry = |n: usize, label: &str, content: &Vec<_>| {
            let section = chapter(order.get(n)?);
            let (label, content) = (label.to_owned(), content.clone());
            Some((n, BibliographyEntry { section, label, content, ..BibliographyEntry::default() }))
        };
        let entries: Vec<_> = cited
            .entries
            .iter()
            .filter_map(|cited| entry(cited.article, &cited.label, &cited.content))
            .collect();
        // A style without a bibliography still gets a list of what is in the book.
        if entries.is_empty() {
            let all = cited.citations.iter().enumerate();
            return all.filter_map(|(n, content)| entry(n, "", content)).collect();
        }
        entries
    }

    /// Each article ends with its own entry and those of what its notes cite.
    fn close_articles(&mut self, entries: &[(usize, BibliographyEntry)]) {
        for (section, article) in &self.articles {
            let Some(section) = self.sections.get_mut(*section) else { continue };
            let cites = links_to_sections(&section.blocks);
            let wanted = |(n, entry): &&(usize, BibliographyEntry)| {
                n == article || (!entry.section.is_empty() && cites.contains(&entry.section))
            };
            section.entries = entries.iter().filter(wanted).map(|(_, entry)| entry.clone()).collect();
        }
    }

    /// Each part ends with the entries of its articles.
    fn close_parts(&mut self, entries: &[(usize, BibliographyEntry)]) {
        let place: HashMap<&str, usize> = self
            .first
            .iter()
            .filter_map(|(id, section)| Some((section.as_str(), *self.place.get(id)?)))
            .collect();
        let title = labels(&self.settings.locale).bibliography;
        let mut closed = Vec::with_capacity(self.sections.len());
        let mut part: Option<Vec<usize>> = None;
        for section in std::mem::take(&mut self.sections) {
            if section.kind == SectionKind::Part {
                closed.extend(part_list(part.replace(vec![]), entries, &title, closed.len(), self.settings));
            }
            if let (Some(part), Some(place)) = (&mut part, place.get(section.id.as_str())) {
                part.push(*place);
            }
            closed.push(section);
        }
        closed.extend(part_list(part, entries, &title, closed.len(), self.settings));
        self.sections = closed;
    }
}

/// The bibliography of a part that holds these articles.
fn part_list(
    part: Option<Vec<usize>>,
    entries: &[(usize, BibliographyEntry)],
    title: &str,
    number: usize,
    settings: &ExportSettings,
) -> Option<Section> {
    let part = part?;
    let within = entries.iter().filter(|(n, _)| part.contains(n));
    let entries: Vec<_> = within.map(|(_, entry)| entry.clone()).collect();
    let id = format!("bibliography-{number:03}");
    let section = texts::bare(id, SectionKind::PartBibliography, title, &settings.locale);
    (!entries.is_empty()).then_some(Section { entries, ..section })
}

/// The ids of the sections that these blocks refer to.
fn links_to_sections(blocks: &[fonds_model::Block]) -> BTreeSet<String> {
    let mut ids = BTreeSet::new();
    fonds_model::body::for_each_inline(blocks, &mut |inline| {
        if let fonds_model::Inline::Link { href, .. } = inline {
            ids.extend(href.strip_prefix(fonds_model::book::SECTION_LINK).map(str::to_owned));
        }
    });
    ids
}

/// The collection's articles, each once, in order.
fn distinct_articles(material: &Material) -> Vec<&Article> {
    let mut order: Vec<&Article> = Vec::new();
    for id in material.collection.articles() {
        if let Some(article) =
            material.articles.get(id).filter(|article| !order.iter().any(|a| a.id == article.id))
        {
            order.push(article);
        }
    }
    order
}

fn is_foreword(item: &CollectionItem) -> bool {
    matches!(item.content, ItemContent::Text { role: TextRole::Foreword, .. })
}

fn meta(
    material: &Material,
    settings: &ExportSettings,
    title: Option<&str>,
    edition: Timestamp,
    order: &[&Article],
) -> BookMeta {
    let today = edition.strftime("%Y-%m-%d").to_string();
    let printed = fonds_model::Edtf::parse(&today).map(|day| printed_date(&day, &settings.locale));
    let given = settings.date.trim();
    let used = |tag: &&Tag| order.iter().any(|article| article.tags.contains(&tag.id));
    let mut subjects: Vec<Subject> = material.tags.iter().filter(used).map(subject).collect();
    subjects.sort();
    subjects.dedup();
    BookMeta {
        identifier: Digest::of(format!("fonds collection {}", material.collection.id).as_bytes()).uuid_urn(),
        title: title
            .map(str::trim)
            .filter(|title| !title.is_empty())
            .unwrap_or(&material.collection.title)
            .to_owned(),
        subtitle: settings.subtitle.trim().to_owned(),
        compiler: settings.compiler.trim().to_owned(),
        institution: settings.institution.trim().to_owned(),
        date: if given.is_empty() { printed.unwrap_or_default() } else { given.to_owned() },
        date_iso: match fonds_model::Edtf::parse(given) {
            Some(date) => date.to_string(),
            None if given.is_empty() => today,
            None => String::new(),
        },
        rights: settings.rights.trim().to_owned(),
        number: settings.identifier.trim().to_owned(),
        language: settings.locale.clone(),
        modified: edition,
        description: settings.description.trim().to_owned(),
        series: settings.series.trim().to_owned(),
        series_position: settings.series_position.trim().to_owned(),
        contributors: provenance::contributors(order),
        sources: provenance::sources(order),
        subjects,
        volume: None,
    }
}

/// A vocabulary without a term in it says nothing, and so does a term of none.
fn subject(tag: &Tag) -> Subject {
    let is_whole = !tag.authority.is_empty() && !tag.term.is_empty();
    let named = |text: &str| if is_whole { text.to_owned() } else { String::new() };
    Subject { label: tag.label.clone(), authority: named(&tag.authority), term: named(&tag.term) }
}

/// The pictures that the sections show, each once.
fn assets(sections: &[Section], order: &[&Article]) -> Vec<AssetInfo> {
    let known: HashMap<&Digest, &AssetInfo> =
        order.iter().flat_map(|article| &article.assets).map(|asset| (&asset.digest, asset)).collect();
    let mut used: Vec<AssetInfo> = Vec::new();
    for section in sections {
        fonds_model::body::for_each_image(&section.blocks, &mut |image| {
            if let Some(asset) =
                known.get(&image.asset).filter(|_| !used.iter().any(|u| u.digest == image.asset))
            {
                used.push((*asset).clone());
            }
        });
    }
    used
}

#[cfg(test)]
mod tests;
