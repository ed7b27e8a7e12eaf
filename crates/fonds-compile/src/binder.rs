//! Putting a book's sections together.

use crate::cites::Setter;
use crate::index::Gathering;
use crate::making::{Made, Maker, Remarks};
use crate::plan::{Place, Plan};
use crate::{BodySource, CompileError, Compiled, Material};
use crate::{closing, credits, index, labels, section, texts, travelling};
use fonds_cite::{Cited, Citer, Cluster};
use fonds_model::book::{BibliographyEntry, PlacedAnnotation};
use fonds_model::{
    Article, ArticleId, AssetInfo, Block, Book, BookMeta, CitationPlace, CollectionItem, Diagnostic, Digest,
    ExportSettings, ItemContent, ItemId, Progress, Section, SectionKind, Stage, TextRole,
};
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::io;

/// Puts the sections together.
pub(crate) struct Binder<'a> {
    maker: Maker<'a>,
    settings: &'a ExportSettings,
    /// The place of each article among all that can be cited.
    place: HashMap<&'a ArticleId, usize>,
    /// Section ids of each article's first appearance.
    first: HashMap<&'a ArticleId, String>,
    /// The article of each section that is one, by their places.
    articles: Vec<(usize, usize)>,
    sections: Vec<Section>,
    items: BTreeMap<String, ItemId>,
    placed: Vec<PlacedAnnotation>,
    pictures: Pictures<'a>,
    index: Option<Gathering<'a>>,
    clusters: Vec<Cluster>,
    plan: Plan,
    remarks: Remarks,
}

/// An entry of a bibliography, with the place of the article that it describes.
type Entry = (usize, BibliographyEntry);

impl<'a> Binder<'a> {
    /// `order` are the book's articles, `all` those that can be cited.
    pub fn of(
        material: &'a Material,
        bodies: &'a dyn BodySource,
        settings: &'a ExportSettings,
        order: &[&'a Article],
        all: &[&'a Article],
        note_style: bool,
    ) -> Self {
        let ids = all.iter().map(|article| article.id.clone()).collect();
        Self {
            maker: Maker::of(material, bodies, settings, all, note_style),
            settings,
            place: order.iter().enumerate().map(|(n, article)| (&article.id, n)).collect(),
            first: HashMap::new(),
            articles: vec![],
            sections: vec![],
            items: BTreeMap::new(),
            placed: vec![],
            pictures: Pictures::of(order),
            index: settings.index.then(|| Gathering::of(&material.tags)),
            clusters: vec![],
            plan: Plan { all: ids, note_style, ..Plan::default() },
            remarks: Remarks::default(),
        }
    }

    /// Forewords stand first wherever the collection has them.
    pub fn bind(&mut self, progress: &dyn Progress) -> Result<(), CompileError> {
        let items = &self.maker.material.collection.items;
        let (forewords, others): (Vec<_>, Vec<_>) = items.iter().partition(|item| is_foreword(item));
        let total = items.len() as u64;
        for (n, item) in forewords.into_iter().chain(others).enumerate() {
            progress.check()?;
            progress.step(Stage::Compile, n as u64, total);
            let before = self.sections.len();
            self.add(item)?;
            let made = self.sections.iter().skip(before).map(|section| (section.id.clone(), item.id.clone()));
            self.items.extend(made);
        }
        progress.step(Stage::Compile, total, total);
        Ok(())
    }

    fn add(&mut self, item: &'a CollectionItem) -> io::Result<()> {
        let number = self.sections.len() + 1;
        match &item.content {
            ItemContent::Part { title } => {
                let id = format!("part-{number:03}");
                self.sections.push(texts::bare(id, SectionKind::Part, title, &self.settings.locale));
            }
            ItemContent::Text { role, title, text } => {
                let id = format!("text-{number:03}");
                let remarks = &mut self.remarks;
                let locale = &self.settings.locale;
                let mut section = texts::section(id, *role, title, text, locale, &mut remarks.binding);
                let before = self.clusters.len();
                let found = self.maker.reader.find(&mut section, before, &mut remarks.citing);
                self.clusters.extend(found);
                self.sections.push(section);
            }
            ItemContent::Article { article: id } => match self.maker.material.articles.get(id) {
                Some(article) => self.add_article(article, number)?,
                None => {
                    let message = format!("article {id} is in the collection but not in the library");
                    self.remarks.binding.push(Diagnostic::warning("article-missing", message));
                }
            },
        }
        Ok(())
    }

    fn add_article(&mut self, article: &'a Article, number: usize) -> io::Result<()> {
        let key = fonds_model::text::slug(&article.citekey, "");
        let id = format!("ch-{number:03}-{key}").trim_end_matches('-').to_owned();
        let before = self.clusters.len();
        let head = self.maker.head(id.clone(), article);
        let Made { section, inputs, clusters } = self.maker.fill(head, article, before, &mut self.remarks)?;
        self.pictures.see(&section.blocks);
        // An article that stands twice in the book has its annotations where it stands first.
        if !self.first.contains_key(&article.id) {
            self.placed.extend(travelling::placed(&id, &inputs, &self.maker.tags));
            self.pictures.describe(&section.blocks);
            if let Some(index) = &mut self.index {
                let annotations = inputs.annotations;
                index.add(&index::Indexed { article, section: &section, annotations });
            }
            self.first.insert(&article.id, id.clone());
        }
        self.articles.extend(self.place.get(&article.id).map(|place| (self.sections.len(), *place)));
        let cites = before..before + clusters.len();
        self.clusters.extend(clusters);
        self.plan.places.insert(id, Place { article: article.id.clone(), cites, footnote: vec![] });
        self.sections.push(Section { lead: vec![], blocks: vec![], ..section });
        Ok(())
    }

    /// Cites everything, and puts the citations in: each article's own, and those of the book's texts. Gives the entries of the
    /// bibliography.
    pub fn cite(
        &mut self,
        citer: &Citer,
        all: &[&Article],
        progress: &dyn Progress,
    ) -> Result<Vec<Entry>, CompileError> {
        let cited = citer.cite_while(all, &self.clusters, progress)?;
        let Cited { citations, entries, clusters: printed } = cited;
        let chapters =
            all.iter().enumerate().filter_map(|(n, one)| Some((n, self.first.get(&one.id)?.clone())));
        self.plan.chapters = chapters.collect();
        self.plan.clusters = std::mem::take(&mut self.clusters);
        self.plan.printed = printed;
        let setter = self.plan.setter();
        for section in self.sections.iter_mut().filter(|section| section.kind != SectionKind::Article) {
            setter.put(section);
        }
        let mut entries: Vec<_> =
            entries.into_iter().map(|one| (one.article, one.label, one.content)).collect();
        // A style without a bibliography still gets a list of what is in the book.
        if entries.is_empty() {
            let own = citations.iter().enumerate();
            entries = own.map(|(n, content)| (n, String::new(), content.clone())).collect();
        }
        self.cite_articles(all, citations);
        let entry = |(n, label, content)| {
            let section = self.plan.chapters.get(&n).cloned().unwrap_or_default();
            (n, BibliographyEntry { section, label, content, ..BibliographyEntry::default() })
        };
        Ok(entries.into_iter().map(entry).collect())
    }

    /// Gives each article its own citation.
    fn cite_articles(&mut self, all: &[&Article], citations: Vec<Vec<fonds_model::Inline>>) {
        for (section, article) in &self.articles {
            let (Some(section), Some(content)) =
                (self.sections.get_mut(*section), citations.get(*article).cloned())
            else {
                continue;
            };
            let mut content = content;
            if let Some(article) = all.get(*article).filter(|_| self.settings.archived_copy) {
                content.extend(fonds_cite::archived_copy(article, &self.settings.locale));
            }
            match self.settings.citation_place {
                CitationPlace::Footnote => {
                    if let Some(place) = self.plan.places.get_mut(&section.id) {
                        place.footnote = content;
                    }
                }
                place => section::set_citation(section, place, content),
            }
        }
    }

    /// Adds what closes articles, parts and the book.
    pub fn close(&mut self, all: &[&'a Article], entries: Vec<Entry>, meta: &BookMeta) {
        let locale = &self.settings.locale;
        if self.settings.bibliography_by_article {
            self.close_articles(&entries);
        }
        let contained: Vec<(&Article, String)> =
            all.iter().filter_map(|article| Some((*article, self.first.get(&article.id)?.clone()))).collect();
        let mut lists = Vec::new();
        if self.settings.sources {
            let title = closing::sources_title(locale);
            let section = texts::bare("sources".into(), SectionKind::Sources, title, locale);
            lists.push(Section { entries: closing::sources(&contained, locale), ..section });
        }
        if let Some(index) = self.index.take() {
            let section = texts::bare("index".into(), SectionKind::Index, index::title(locale), locale);
            lists.push(Section { index: index.groups(locale), ..section });
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
        if self.settings.bibliography {
            let title = labels(locale).bibliography;
            let section = texts::bare("bibliography".into(), SectionKind::Bibliography, &title, locale);
            let entries = entries.into_iter().map(|(_, entry)| entry).collect();
            self.sections.push(Section { entries, ..section });
        }
        self.sections.extend(lists);
    }

    /// The book, and the way to its texts.
    pub fn finish(self, meta: BookMeta, order: &[&Article]) -> Compiled {
        let Self { mut sections, articles, placed: annotations, items, plan, pictures, remarks, .. } = self;
        let due = credits::credits(&meta, order, &self.maker.tags);
        for (section, article) in articles {
            if let (Some(section), Some(due)) = (sections.get_mut(section), due.get(article)) {
                section.credits = due.clone();
            }
        }
        let mut diagnostics = remarks.binding;
        diagnostics.extend(remarks.citing);
        diagnostics.extend(pictures.remark());
        let labels = labels(&self.settings.locale);
        let book = Book { meta, labels, assets: pictures.used, sections, annotations };
        Compiled { book, plan, items, diagnostics }
    }

    /// Each article ends with its own entry and those of what its notes cite.
    fn close_articles(&mut self, entries: &[Entry]) {
        let mut by_article: HashMap<usize, Vec<usize>> = HashMap::new();
        let mut by_section: HashMap<&str, Vec<usize>> = HashMap::new();
        for (at, (n, entry)) in entries.iter().enumerate() {
            by_article.entry(*n).or_default().push(at);
            by_section.entry(&entry.section).or_default().push(at);
        }
        let setter = self.plan.setter();
        for (section, article) in &self.articles {
            let Some(section) = self.sections.get_mut(*section) else { continue };
            let mut wanted: BTreeSet<usize> =
                by_article.get(article).into_iter().flatten().copied().collect();
            let cites = self.plan.places.get(&section.id).map(|place| place.cites.clone());
            for id in cites.into_iter().flatten().filter_map(|n| target(&setter, n)) {
                wanted.extend(by_section.get(id.as_str()).into_iter().flatten());
            }
            section.entries = wanted.into_iter().filter_map(|at| Some(entries.get(at)?.1.clone())).collect();
        }
    }

    /// Each part ends with the entries of its articles.
    fn close_parts(&mut self, entries: &[Entry]) {
        let place: HashMap<&str, usize> = self
            .first
            .iter()
            .filter_map(|(id, section)| Some((section.as_str(), *self.place.get(id)?)))
            .collect();
        let title = labels(&self.settings.locale).bibliography;
        let mut closed = Vec::with_capacity(self.sections.len());
        let mut part: Option<HashSet<usize>> = None;
        for section in std::mem::take(&mut self.sections) {
            if section.kind == SectionKind::Part {
                let before = part.replace(HashSet::new());
                closed.extend(part_list(before, entries, &title, closed.len(), self.settings));
            }
            if let (Some(part), Some(place)) = (&mut part, place.get(section.id.as_str())) {
                part.insert(*place);
            }
            closed.push(section);
        }
        closed.extend(part_list(part, entries, &title, closed.len(), self.settings));
        self.sections = closed;
    }
}

/// The section that one of the book's citations leads to.
fn target<'p>(setter: &Setter<'p>, n: usize) -> Option<&'p String> {
    setter.target(setter.clusters.get(n)?, &setter.printed.get(n)?.content)
}

/// The bibliography of a part that holds these articles.
fn part_list(
    part: Option<HashSet<usize>>,
    entries: &[Entry],
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

fn is_foreword(item: &CollectionItem) -> bool {
    matches!(item.content, ItemContent::Text { role: TextRole::Foreword, .. })
}

/// The pictures that the sections show.
struct Pictures<'a> {
    known: HashMap<&'a Digest, &'a AssetInfo>,
    seen: HashSet<&'a Digest>,
    /// Each once, in order of first use.
    used: Vec<AssetInfo>,
    /// How many have no alternative text, counted by articles.
    undescribed: usize,
}

impl<'a> Pictures<'a> {
    fn of(order: &[&'a Article]) -> Self {
        let assets = order.iter().flat_map(|article| &article.assets);
        let known = assets.map(|asset| (&asset.digest, asset)).collect();
        Self { known, seen: HashSet::new(), used: vec![], undescribed: 0 }
    }

    fn see(&mut self, blocks: &[Block]) {
        fonds_model::body::for_each_image(blocks, &mut |image| {
            if let Some(asset) = self.known.get(&image.asset)
                && self.seen.insert(&asset.digest)
            {
                self.used.push((*asset).clone());
            }
        });
    }

    fn describe(&mut self, blocks: &[Block]) {
        let mut silent = HashSet::new();
        fonds_model::body::for_each_image(blocks, &mut |image| {
            if image.alt.trim().is_empty() {
                silent.insert(&image.asset);
            }
        });
        self.undescribed += silent.len();
    }

    fn remark(&self) -> Option<Diagnostic> {
        let message = match self.undescribed {
            0 => return None,
            1 => "one picture has no alternative text".to_owned(),
            many => format!("{many} pictures have no alternative text"),
        };
        let hint = "say what pictures show before you export";
        Some(Diagnostic::warning("picture-undescribed", message).hint(hint))
    }
}
