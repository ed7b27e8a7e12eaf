//! `<meta>` and `<link>`: Highwire (`citation_*`), PRISM, Dublin Core, OpenGraph, and plain names.

use super::super::page::{At, Page};
use super::facts::Facts;
use super::values::{keywords, language_tag, people, plain, web_address};
use crate::dates::machine_date;
use fonds_model::{Creator, Edtf, Role};

/// The meta tags of a page: names in lower case, `:` and `_` as dots.
pub(crate) struct Tags<'a> {
    tags: Vec<(String, &'a str)>,
}

impl<'a> Tags<'a> {
    /// Gathers a page's tags.
    pub fn of(page: &'a Page) -> Self {
        let metas = page.named(0, &["meta"]);
        let tags = metas.flat_map(|at: At| {
            let content = page.attr(at, "content").unwrap_or_default().trim();
            let names = ["property", "name", "itemprop", "http-equiv"].map(|key| page.attr(at, key));
            let names =
                names.into_iter().flatten().flat_map(str::split_whitespace).filter(|_| !content.is_empty());
            names
                .map(|name| (name.to_ascii_lowercase().replace([':', '_'], "."), content))
                .collect::<Vec<_>>()
        });
        Self { tags: tags.collect() }
    }

    /// The first value of the first of these names that has one.
    pub fn first(&self, names: &[&str]) -> Option<String> {
        names.iter().find_map(|name| self.all(name).next())
    }

    fn all<'b>(&'b self, name: &'b str) -> impl Iterator<Item = String> + 'b {
        self.tags
            .iter()
            .filter(move |(found, _)| found == name)
            .map(|(_, value)| plain(value))
            .filter(|value| !value.is_empty())
    }

    fn date(&self, names: &[&str]) -> Option<Edtf> {
        names.iter().flat_map(|name| self.all(name)).find_map(|date| machine_date(&date.replace('/', "-")))
    }

    fn people(&self, names: &[&str]) -> Vec<Creator> {
        let found =
            names.iter().map(|name| self.all(name).flat_map(|line| people(&line)).collect::<Vec<_>>());
        let mut found = found.into_iter().find(|people| !people.is_empty()).unwrap_or_default();
        let mut seen: Vec<String> = Vec::new();
        found.retain(|creator| {
            let new = !seen.contains(&creator.name);
            seen.push(creator.name.clone());
            new
        });
        found
    }

    fn words(&self, names: &[&str]) -> Vec<String> {
        let mut words: Vec<String> = Vec::new();
        for word in names.iter().flat_map(|name| self.all(name)).flat_map(|line| keywords(&line)) {
            if !words.contains(&word) {
                words.push(word);
            }
        }
        words
    }

    /// What journals write for indexes of citations.
    pub fn citation(&self) -> Facts {
        let mut facts = Facts::from("citation");
        facts.title = self.first(&["citation.title"]);
        facts.creators = self.people(&["citation.author", "citation.authors"]);
        let editors = self
            .people(&["citation.editor"])
            .into_iter()
            .map(|editor| Creator { role: Role::Editor, ..editor });
        facts.creators.extend(editors);
        facts.publication =
            self.first(&["citation.journal.title", "citation.conference.title", "prism.publicationname"]);
        facts.publisher = self.first(&["citation.publisher"]);
        facts.issued = self.date(&[
            "citation.publication.date",
            "citation.date",
            "citation.online.date",
            "prism.publicationdate",
        ]);
        facts.modified = self.date(&["prism.modificationdate"]);
        facts.volume = self.first(&["citation.volume", "prism.volume"]);
        facts.issue = self.first(&["citation.issue", "prism.number"]);
        let page = |names: &[&str]| self.first(names);
        let ends = (
            page(&["citation.firstpage", "prism.startingpage"]),
            page(&["citation.lastpage", "prism.endingpage"]),
        );
        facts.pages = match ends {
            (Some(first), Some(last)) if first != last => Some(format!("{first}–{last}")),
            (first, last) => first.or(last),
        };
        facts.language = self.first(&["citation.language"]).as_deref().and_then(language_tag);
        facts.section = self.first(&["prism.section"]);
        facts.keywords = self.words(&["citation.keywords"]);
        for (names, scheme) in [
            (["citation.doi", "prism.doi"], "doi"),
            (["citation.issn", "prism.issn"], "issn"),
            (["citation.isbn", "prism.isbn"], "isbn"),
        ] {
            names
                .iter()
                .flat_map(|name| self.all(name))
                .take(2)
                .for_each(|value| facts.identify(scheme, &value));
        }
        facts
    }

    /// Dublin Core, in both of its spellings.
    pub fn dublin_core(&self) -> Facts {
        let mut facts = Facts::from("dublin-core");
        facts.title = self.first(&["dc.title", "dcterms.title"]);
        facts.creators = self.people(&["dc.creator", "dcterms.creator"]);
        facts.publisher = self.first(&["dc.publisher", "dcterms.publisher"]);
        facts.issued = self.date(&[
            "dc.date.issued",
            "dcterms.issued",
            "dc.date",
            "dcterms.date",
            "dcterms.created",
            "dc.date.created",
        ]);
        facts.modified = self.date(&["dcterms.modified", "dc.date.modified"]);
        facts.language = self.first(&["dc.language", "dcterms.language"]).as_deref().and_then(language_tag);
        facts.rights = self.first(&["dc.rights", "dcterms.rights", "dcterms.rightsholder"]);
        facts.description = self.first(&["dc.description", "dcterms.abstract", "dcterms.description"]);
        facts.keywords = self.words(&["dc.subject", "dcterms.subject"]);
        for value in self
            .all("dc.identifier")
            .chain(self.all("dcterms.identifier"))
            .chain(self.all("dc.identifier.doi"))
        {
            if value.contains("10.")
                && value.contains('/')
                && (value.contains("doi") || value.starts_with("10."))
            {
                facts.identify("doi", &value);
            }
        }
        facts
    }

    /// OpenGraph and its kin.
    pub fn open_graph(&self) -> Facts {
        let mut facts = Facts::from("opengraph");
        facts.title = self.first(&["og.title", "twitter.title"]);
        facts.creators = self.people(&["article.author", "article.author.name", "og.article.author"]);
        facts.publication = self.first(&["og.site.name"]);
        facts.issued =
            self.date(&["article.published.time", "og.article.published.time", "article.published"]);
        facts.modified = self.date(&["article.modified.time", "og.updated.time", "article.modified"]);
        facts.section = self.first(&["article.section", "og.article.section"]);
        facts.url = self.first(&["og.url"]).filter(|url| web_address(url));
        facts.language = self.first(&["og.locale"]).as_deref().and_then(language_tag);
        facts.description = self.first(&["og.description", "twitter.description"]);
        facts.keywords = self.words(&["article.tag", "og.article.tag"]);
        facts.closed = self
            .first(&["article.content.tier"])
            .is_some_and(|tier| matches!(tier.as_str(), "locked" | "metered"));
        facts
    }

    /// Names that follow no standard.
    pub fn plain(&self) -> Facts {
        let mut facts = Facts::from("meta");
        facts.creators = self.people(&[
            "author",
            "byl",
            "parsely-author",
            "sailthru.author",
            "author.name",
            "dcsext.author",
            "article.author.name",
        ]);
        facts.publication = self
            .first(&["application-name", "copyright.holder", "source"])
            .filter(|name| !name.contains("://"));
        facts.issued = self.date(&[
            "pubdate",
            "publishdate",
            "publish-date",
            "publication-date",
            "parsely-pub-date",
            "sailthru.date",
            "date",
            "datepublished",
            "article.published.date",
            "cxenseparse.recs.publishtime",
            "lastmod",
        ]);
        facts.modified = self.date(&["last-modified", "lastmod", "revised", "datemodified"]);
        facts.section = self.first(&["parsely-section", "section", "category"]);
        facts.rights = self.first(&["copyright", "rights", "rights-standard"]);
        facts.language = self.first(&["content-language", "language"]).as_deref().and_then(language_tag);
        facts.description = self.first(&["description"]);
        facts.keywords = self.words(&["news.keywords", "keywords", "parsely-tags"]);
        facts.title = self.first(&["parsely-title", "title"]);
        facts
    }
}

/// The address that a page calls its own.
pub(crate) fn canonical(page: &Page, url: Option<&str>) -> Facts {
    let mut facts = Facts::from("canonical");
    let link = page.named(0, &["link"]).find(|link| page.attr_lower(*link, "rel") == "canonical");
    let href = link.and_then(|link| page.attr(link, "href")).map(str::trim);
    let joined = || url::Url::parse(url?).ok()?.join(href?).ok().map(String::from);
    facts.url = href
        .filter(|href| web_address(href))
        .map(str::to_owned)
        .or_else(joined)
        .filter(|url| web_address(url));
    facts
}

/// The licence that a page links to.
pub(crate) fn license(page: &Page) -> Facts {
    let mut facts = Facts::from("license link");
    let link = page
        .named(0, &["link", "a"])
        .find(|link| page.attr_lower(*link, "rel").split(' ').any(|rel| rel == "license"));
    facts.rights =
        link.and_then(|link| page.attr(link, "href")).filter(|href| web_address(href)).map(str::to_owned);
    facts
}

/// COinS: an OpenURL in the title of an empty `<span class="Z3988">`.
pub(crate) fn coins(page: &Page) -> Facts {
    let mut facts = Facts::from("coins");
    let span = page
        .named(0, &["span"])
        .find(|at| page.attr(*at, "class").is_some_and(|class| class.contains("Z3988")));
    let Some(title) = span.and_then(|at| page.attr(at, "title")) else { return facts };
    let (mut family, mut given, mut first, mut last) = (None, None, None, None);
    for (key, value) in url::form_urlencoded::parse(title.as_bytes()) {
        let value = plain(&value);
        if value.is_empty() {
            continue;
        }
        match &*key {
            "rft.atitle" => facts.title = Some(value),
            "rft.title" if facts.title.is_none() => facts.title = Some(value),
            "rft.jtitle" | "rft.source" => facts.publication = Some(value),
            "rft.au" | "rft.creator" => facts.creators.extend(people(&value)),
            "rft.aulast" => family = Some(value),
            "rft.aufirst" => given = Some(value),
            "rft.date" => facts.issued = machine_date(&value),
            "rft.volume" => facts.volume = Some(value),
            "rft.issue" => facts.issue = Some(value),
            "rft.pages" => facts.pages = Some(value),
            "rft.spage" => first = Some(value),
            "rft.epage" => last = Some(value),
            "rft.publisher" | "rft.pub" => facts.publisher = Some(value),
            "rft.language" => facts.language = language_tag(&value),
            "rft.issn" => facts.identify("issn", &value),
            "rft.isbn" => facts.identify("isbn", &value),
            "rft_id" if value.contains("doi") => facts.identify("doi", &value),
            _ => {}
        }
    }
    if let Some(family) = family.filter(|_| facts.creators.is_empty()) {
        let name = given.map_or_else(|| family.clone(), |given| format!("{given} {family}"));
        facts.creators.push(Creator::author(name));
    }
    facts.pages = facts.pages.take().or(match (first, last) {
        (Some(first), Some(last)) => Some(format!("{first}–{last}")),
        (first, last) => first.or(last),
    });
    facts
}
