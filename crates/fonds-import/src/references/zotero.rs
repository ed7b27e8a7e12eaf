//! Zotero's RDF, with its files, notes, tags and collections.
//!
//! Items lie side by side and name each other: an item its container (`dcterms:isPartOf`), its files (`link:link`) and
//! its notes (`dcterms:isReferencedBy`); a collection its items (`dcterms:hasPart`).

use super::{Entry, Export};
use crate::ImportError;
use crate::remarks::plain;
use crate::xml::{Element, Tree};
use fonds_cite::{Record, page_range, person};
use fonds_model::text::clean_line;
use fonds_model::{Article, ArticleKind, Diagnostic, Edtf, Holding, Identifier, Role, Timestamp};
use std::collections::{HashMap, HashSet};

/// Records that are read of one file; real libraries have fewer.
const MOST: usize = 100_000;
/// Names of items that are told in a remark, at most.
const MOST_NAMED: usize = 20;
/// What several items refer to is looked at where it is no longer than this, in bytes.
const LONGEST_SHARED: usize = 2 << 10;

/// Reads an export.
pub(crate) fn read(bytes: &[u8]) -> Result<Export, ImportError> {
    let tree = Tree::parse(bytes);
    let reason = || tree.cut.clone().unwrap_or_else(|| "it holds nothing".into());
    let broken = |reason| ImportError::Broken { format: "Zotero RDF", reason };
    let root = tree.root().ok_or_else(|| broken(reason()))?;
    let library = Library::of(root);
    let mut export = Export::default();
    for element in root.children() {
        if export.entries.len() == MOST {
            let message = format!("the file has more than {MOST} records; the rest was left out");
            let remark = Diagnostic::warning("records-left", message);
            export.diagnostics.push(remark.hint("divide the file and import each part"));
            break;
        }
        match role(element) {
            Part::Item => export.entries.push(library.item(element)),
            Part::File if !library.is_owned(element) => export.entries.push(file(element)),
            Part::Note if !library.is_owned(element) => export.entries.extend(note(element)),
            _ => {}
        }
    }
    if let Some(reason) = &tree.cut {
        let remark = Diagnostic::warning("file-cut", format!("the export is damaged: {reason}"));
        export.diagnostics.push(remark.hint("what stands before that was taken; export again"));
    }
    if export.entries.is_empty() {
        return Err(broken(reason()));
    }
    Ok(export)
}

/// What an element of an export is.
#[derive(PartialEq)]
enum Part {
    Item,
    File,
    Note,
    Other,
}

fn role(element: Element<'_>) -> Part {
    match (element.name(), element.text_of("z:itemType").as_deref()) {
        ("z:Attachment", _) | (_, Some("attachment")) => Part::File,
        ("bib:Memo", _) | (_, Some("note")) => Part::Note,
        (_, Some(_)) => Part::Item,
        (
            "bib:Article" | "bib:Book" | "bib:BookSection" | "bib:Document" | "bib:Letter" | "bib:Report",
            None,
        ) => Part::Item,
        _ => Part::Other,
    }
}

/// The elements by the names that others know them by.
struct Library<'t> {
    named: HashMap<&'t str, Element<'t>>,
    /// Files and notes that belong to an item, with the place of the first that names them.
    owned: HashMap<&'t str, usize>,
    /// For each name, the collections that list it.
    collections: HashMap<&'t str, Vec<Element<'t>>>,
}

impl<'t> Library<'t> {
    fn of(root: Element<'t>) -> Self {
        let mut library = Self { named: HashMap::new(), owned: HashMap::new(), collections: HashMap::new() };
        for element in root.children() {
            if let Some(name) = element.attribute("rdf:about") {
                library.named.entry(name).or_insert(element);
            }
            if role(element) == Part::Item {
                for name in
                    references(element, "link:link").chain(references(element, "dcterms:isReferencedBy"))
                {
                    library.owned.entry(name).or_insert(element.place());
                }
            } else if element.name() == "z:Collection" {
                for part in references(element, "dcterms:hasPart") {
                    library.collections.entry(part).or_default().push(element);
                }
            }
        }
        library
    }

    fn is_owned(&self, element: Element<'_>) -> bool {
        element.attribute("rdf:about").is_some_and(|name| self.owned.contains_key(name))
    }

    fn item(&self, item: Element<'t>) -> Entry {
        let mut entry = Entry::default();
        let record = &mut entry.record;
        fields(item, &mut record.article);
        let container = self.container(item);
        if let Some(container) = container {
            of_container(container, &mut record.article);
        }
        identifiers(item, &mut record.article);
        people(item, &mut record.article);
        dates(item, record);
        entry.tags = tags(item, &mut entry.record.article);
        self.attachments(item, &mut entry.record);
        if let Some(extra) = item.text_of("dc:description") {
            entry.record.set_extra(&extra);
        }
        for name in self.surroundings(item, &mut entry.record.article) {
            if !entry.tags.contains(&name) {
                entry.tags.push(name);
            }
        }
        entry
    }

    /// The newspaper, journal, book or site that an item is part of: named, or described in place.
    fn container(&self, item: Element<'t>) -> Option<Element<'t>> {
        let parts: Vec<_> = item.all("dcterms:isPartOf").collect();
        let named = parts.iter().find_map(|part| self.named.get(part.attribute("rdf:resource")?).copied());
        let named = named.filter(|container| container.is_within(LONGEST_SHARED));
        named.or_else(|| {
            let within = parts.iter().flat_map(|part| part.children());
            within
                .filter(|element| element.name() != "bib:Series")
                .find(|element| element.text_of("dc:title").is_some())
        })
    }

    fn attachments(&self, item: Element<'t>, record: &mut Record) {
        let mut seen = HashSet::new();
        let mut own = |name: &&'t str| self.owned.get(name) == Some(&item.place()) && seen.insert(*name);
        for name in references(item, "link:link").filter(&mut own) {
            record.files.extend(self.named.get(name).and_then(|file| path(*file)));
        }
        for name in references(item, "dcterms:isReferencedBy").filter(&mut own) {
            record.notes.extend(self.named.get(name).and_then(|memo| memo.text_of("rdf:value")));
        }
    }

    /// Collections become tags, as the folders of other programs do. How they nest, and what items are related, has no place in
    /// an article; it is told, so that nothing is lost unseen.
    fn surroundings(&self, item: Element<'t>, article: &mut Article) -> Vec<String> {
        let about = item.attribute("rdf:about").unwrap_or_default();
        let lists = self.collections.get(about).into_iter().flatten().take(MOST_NAMED);
        let paths: Vec<Vec<String>> = lists.map(|collection| self.path_of(*collection)).collect();
        let collections: Vec<String> = paths.iter().map(|path| path.join(" / ")).collect();
        let related = references(item, "dc:relation").take(MOST_NAMED);
        let related: Vec<String> = related.filter_map(|name| title(*self.named.get(name)?)).collect();
        let [collections, related] = [collections, related].map(|names| names.join("; "));
        let diagnostics = &mut article.source.diagnostics;
        if !collections.is_empty() {
            let message = format!("in Zotero it lay in: {collections}");
            diagnostics.push(Diagnostic::info("in-collections", message));
        }
        if !related.is_empty() {
            let message = format!("in Zotero it was related to: {related}");
            diagnostics.push(Diagnostic::info("related-items", message));
        }
        paths.into_iter().flatten().filter(|name| !name.is_empty()).collect()
    }

    /// The names of a collection and of those it lies in, outermost first.
    fn path_of(&self, collection: Element<'t>) -> Vec<String> {
        let mut names = Vec::new();
        let mut next = Some(collection);
        while let Some(collection) = next.filter(|_| names.len() < 10) {
            names.push(title(collection).unwrap_or_default());
            let about = collection.attribute("rdf:about").unwrap_or_default();
            next = self.collections.get(about).and_then(|parents| parents.first().copied());
        }
        names.reverse();
        names
    }
}

/// The title of what others refer to, cut where it is long.
fn title(element: Element<'_>) -> Option<String> {
    let title = element.children().take(MOST_NAMED).find(|child| child.name() == "dc:title")?;
    title.is_within(LONGEST_SHARED).then(|| clean_line(&title.text()).chars().take(200).collect())
}

fn references<'t>(element: Element<'t>, name: &'t str) -> impl Iterator<Item = &'t str> {
    element.all(name).filter_map(|reference| reference.attribute("rdf:resource"))
}

fn line(element: Element<'_>, name: &str) -> Option<String> {
    element.text_of(name).map(|text| clean_line(&text)).filter(|text| !text.is_empty())
}

/// The fields that hold a text.
fn fields(item: Element<'_>, article: &mut Article) {
    article.kind = kind(&line(item, "z:itemType").unwrap_or_default());
    article.source.part = item.attribute("rdf:about").map(clean_line);
    article.title = line(item, "dc:title").or_else(|| line(item, "z:shortTitle")).unwrap_or_default();
    article.volume = line(item, "prism:volume");
    article.issue = line(item, "prism:number");
    article.edition = line(item, "prism:edition");
    article.section = line(item, "prism:section").or_else(|| line(item, "z:section"));
    article.pages = line(item, "bib:pages").and_then(|pages| page_range(&pages));
    article.language = line(item, "z:language");
    article.rights = line(item, "dc:rights");
    article.lead = item.text_of("dcterms:abstract");
    if let Some(publisher) = item.child("dc:publisher") {
        article.publisher = publisher.below().find_map(|element| line(element, "foaf:name"));
        article.place = publisher.below().find_map(|element| line(element, "vcard:locality"));
    }
    let holding = Holding {
        repository: line(item, "z:archive").unwrap_or_default(),
        folder: line(item, "dc:coverage").unwrap_or_default(),
        call_number: call_number(item).unwrap_or_default(),
        ..Holding::default()
    };
    article.holding = (holding != Holding::default()).then_some(holding);
}

fn call_number(item: Element<'_>) -> Option<String> {
    item.all("dc:subject").find_map(|subject| line(subject.child("dcterms:LCC")?, "rdf:value"))
}

fn of_container(container: Element<'_>, article: &mut Article) {
    article.publication = line(container, "dc:title").or_else(|| line(container, "dcterms:alternative"));
    article.volume = article.volume.take().or_else(|| line(container, "prism:volume"));
    article.issue = article.issue.take().or_else(|| line(container, "prism:number"));
    identifiers(container, article);
}

/// `DOI 10.…`, `ISSN …`, `ISBN …`, and the address.
fn identifiers(element: Element<'_>, article: &mut Article) {
    for identifier in element.all("dc:identifier") {
        if let Some(uri) = identifier.child("dcterms:URI") {
            article.url = article.url.take().or_else(|| line(uri, "rdf:value"));
            continue;
        }
        let text = clean_line(&identifier.text());
        let known = text.split_once(' ').map(|(scheme, value)| (scheme.to_lowercase(), value));
        match known {
            Some((scheme, value)) if matches!(scheme.as_str(), "doi" | "issn" | "isbn") => {
                let identifier = Identifier { scheme, value: value.to_owned() };
                if !article.identifiers.contains(&identifier) {
                    article.identifiers.push(identifier);
                }
            }
            _ if text.contains("://") => article.url = article.url.take().or(Some(text)),
            _ => {}
        }
    }
}

fn people(item: Element<'_>, article: &mut Article) {
    for list in item.children() {
        let role = match list.name() {
            "bib:authors" | "z:presenters" | "z:directors" | "z:programmers" | "z:artists" => Role::Author,
            "bib:editors" | "z:seriesEditors" => Role::Editor,
            "z:translators" => Role::Translator,
            "z:interviewees" => Role::Interviewee,
            "bib:contributors" | "z:interviewers" | "z:recipients" => Role::Contributor,
            _ => continue,
        };
        for name in list.below().filter(|element| element.name() == "foaf:Person") {
            let part = |names: [&str; 2]| names.iter().find_map(|own| line(name, own)).unwrap_or_default();
            let (family, given) =
                (part(["foaf:surname", "foaf:name"]), part(["foaf:givenName", "foaf:givenname"]));
            article.creators.extend(person(&family, &given, role));
        }
    }
}

fn dates(item: Element<'_>, record: &mut Record) {
    if let Some(written) = line(item, "dc:date") {
        record.article.issued = Edtf::parse(&written);
        record.odd_date = record.article.issued.is_none().then_some(written);
    }
    let accessed = line(item, "dcterms:dateSubmitted").map(|time| format!("{}Z", time.replacen(' ', "T", 1)));
    record.article.source.captured = accessed.and_then(|time| time.parse::<Timestamp>().ok());
}

/// Tags that a person gave; those that came with the source are keywords.
fn tags(item: Element<'_>, article: &mut Article) -> Vec<String> {
    let mut tags = Vec::new();
    for subject in item.all("dc:subject") {
        if let Some(automatic) = subject.child("z:AutomaticTag") {
            article.keywords.extend(line(automatic, "rdf:value"));
        } else if subject.child("dcterms:LCC").is_none() {
            let tag = clean_line(&subject.text());
            tags.extend((!tag.is_empty()).then_some(tag));
        }
    }
    tags
}

fn path(file: Element<'_>) -> Option<String> {
    let resource = file.child("z:path").or_else(|| file.child("rdf:resource"))?;
    resource.attribute("rdf:resource").map(clean_line).filter(|path| !path.is_empty())
}

/// A file that belongs to no item.
fn file(element: Element<'_>) -> Entry {
    let mut entry = Entry::default();
    let article = &mut entry.record.article;
    article.kind = ArticleKind::Document;
    article.source.part = element.attribute("rdf:about").map(clean_line);
    article.title = line(element, "dc:title").unwrap_or_default();
    identifiers(element, article);
    entry.tags = tags(element, article);
    entry.record.files.extend(path(element));
    entry
}

/// A note that belongs to no item is an article of its own; its first line is its title.
fn note(element: Element<'_>) -> Option<Entry> {
    let html = element.text_of("rdf:value")?;
    let title = plain(&html).lines().next().map(|first| first.chars().take(80).collect::<String>())?;
    let mut entry = Entry { html: Some(html), ..Entry::default() };
    let article = &mut entry.record.article;
    article.kind = ArticleKind::Document;
    article.title = clean_line(&title);
    article.source.part = element.attribute("rdf:about").map(clean_line);
    entry.tags = tags(element, article);
    Some(entry)
}

fn kind(written: &str) -> ArticleKind {
    match written {
        "newspaperArticle" => ArticleKind::Newspaper,
        "magazineArticle" => ArticleKind::Magazine,
        "journalArticle" | "preprint" | "conferencePaper" => ArticleKind::Journal,
        "webpage" | "blogPost" | "forumPost" => ArticleKind::WebPage,
        "report" => ArticleKind::Report,
        "letter" | "email" => ArticleKind::Letter,
        "interview" => ArticleKind::Interview,
        "presentation" => ArticleKind::Speech,
        "statute" | "bill" | "case" | "hearing" => ArticleKind::Legislation,
        "manuscript" => ArticleKind::Manuscript,
        _ => ArticleKind::Document,
    }
}
