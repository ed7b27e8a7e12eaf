//! Feeds: RSS 0.9x, 1.0 and 2.0, and Atom (RFC 4287). Each entry is an article; the full text is preferred to the summary.

use super::saved::Saved;
use super::times::published;
use super::{MOST, too_many};
use crate::xml::{Element, Tree};
use crate::{AssetLoader, Batch, ImportError};
use fonds_model::text::{clean_line, escaped};
use fonds_model::{ArticleKind, Diagnostic};

/// Reads a feed.
pub(crate) fn read(bytes: &[u8], loader: &dyn AssetLoader) -> Result<Batch, ImportError> {
    let tree = Tree::parse(bytes);
    let broken = |reason: &str| ImportError::Broken { format: "feed", reason: reason.to_owned() };
    let root = tree.root().ok_or_else(|| broken(tree.cut.as_deref().unwrap_or("it holds nothing")))?;
    let channel = root.child("channel").unwrap_or(root);
    let feed = Feed::of(channel, root);
    let mut entries = root
        .children()
        .chain(channel.children().filter(|_| channel.place() != root.place()))
        .filter(is_entry);
    let mut batch = Batch::default();
    for entry in entries.by_ref().take(MOST) {
        let mut imported = feed.entry(entry).imported(loader);
        imported.article.kind = ArticleKind::WebPage;
        batch.articles.push(imported);
    }
    batch.diagnostics.extend(entries.next().map(|_| too_many()));
    if let Some(reason) = &tree.cut {
        let remark = Diagnostic::warning("file-cut", format!("the feed is damaged: {reason}"));
        batch.diagnostics.push(remark.hint("what stands before that was taken; save the feed again"));
    }
    if batch.articles.is_empty() {
        return Err(broken(tree.cut.as_deref().unwrap_or("it has no entries")));
    }
    Ok(batch)
}

fn is_entry(element: &Element<'_>) -> bool {
    matches!(element.name(), "item" | "entry")
}

/// What a feed says of all its entries.
struct Feed {
    title: Option<String>,
    language: Option<String>,
}

impl Feed {
    fn of(channel: Element<'_>, root: Element<'_>) -> Self {
        let language = line(channel, &["language", "dc:language"]);
        let declared = || root.attribute("xml:lang").map(clean_line);
        // Each entry has a copy, so what is no title is cut.
        let title = line(channel, &["title"]).map(|title| title.chars().take(300).collect());
        Self { title, language: language.or_else(declared).filter(|tag| tag.len() < 36) }
    }

    fn entry(&self, entry: Element<'_>) -> Saved {
        let url = address(entry);
        let guid = line(entry, &["guid", "id"]).or_else(|| entry.attribute("rdf:about").map(clean_line));
        let date = ["pubDate", "published", "dc:date", "dcterms:issued", "updated"];
        let (html, lead) = contents(entry);
        Saved {
            part: guid.or_else(|| url.clone()).unwrap_or_default(),
            title: titled(entry),
            creators: people(entry),
            publication: self.title.clone(),
            issued: date.iter().find_map(|name| published(&line(entry, &[name])?)),
            language: entry.attribute("xml:lang").map(clean_line).or_else(|| self.language.clone()),
            keywords: keywords(entry),
            url,
            html,
            lead,
            ..Saved::default()
        }
    }
}

fn line(element: Element<'_>, names: &[&str]) -> Option<String> {
    names
        .iter()
        .find_map(|name| element.text_of(name))
        .map(|text| clean_line(&text))
        .filter(|text| !text.is_empty())
}

/// An Atom text may be XHTML; its words stand in its elements then.
fn titled(entry: Element<'_>) -> String {
    let title = entry.child("title");
    title.and_then(markup).or_else(|| line(entry, &["dc:title"])).unwrap_or_default()
}

/// The markup of an element: escaped in its text, or, of XHTML, between its tags.
fn markup(element: Element<'_>) -> Option<String> {
    let text = match element.attribute("type") {
        Some("xhtml") => element.markup().trim().to_owned(),
        Some("text") => escaped(&element.text()),
        _ => element.text(),
    };
    (!text.is_empty()).then_some(text)
}

/// The full text and the summary. A summary alone is the text; one that the text begins with is none.
fn contents(entry: Element<'_>) -> (Option<String>, Option<String>) {
    let of = |names: [&str; 2]| names.iter().find_map(|name| markup(entry.child(name)?));
    let full = of(["content:encoded", "content"]);
    let summary = of(["description", "summary"]);
    match (full, summary) {
        (Some(full), Some(summary)) => {
            let letters = |html: &str| crate::html::letters(&crate::remarks::plain(html));
            let (start, brief) = (letters(&full), letters(&summary));
            let cut = brief.trim_end_matches('…');
            let repeated = start.starts_with(cut);
            (Some(full), (!repeated).then_some(summary))
        }
        (full, summary) => (full.or(summary), None),
    }
}

/// The entry's own address: in RSS a text, in Atom the link that is no other version of it.
fn address(entry: Element<'_>) -> Option<String> {
    let own = |link: &Element<'_>| link.attribute("rel").is_none_or(|rel| rel == "alternate");
    let of_atom = entry.all("link").filter(own).find_map(|link| link.attribute("href"));
    let permanent = |guid: &Element<'_>| guid.attribute("isPermaLink") != Some("false");
    let guid =
        || entry.child("guid").filter(permanent).map(Element::text).filter(|text| text.starts_with("http"));
    line(entry, &["link", "feedburner:origLink"]).or_else(|| of_atom.map(clean_line)).or_else(guid)
}

fn people(entry: Element<'_>) -> Vec<String> {
    let mut names: Vec<String> = entry.all("dc:creator").map(Element::text).collect();
    for author in entry.children().filter(|child| matches!(child.name(), "author" | "itunes:author")) {
        names.extend(line(author, &["name"]).or_else(|| person(&author.text())));
    }
    let mut seen = std::collections::HashSet::new();
    let lines = names.iter().map(|name| clean_line(name));
    lines.filter(|name| !name.is_empty() && seen.insert(name.clone())).collect()
}

/// RSS asks for `an@example.vn (Nguyễn Văn An)`; an address alone is no name.
fn person(written: &str) -> Option<String> {
    let inside = written.split_once('(').map(|(_, rest)| rest.trim_end_matches([')', ' ']));
    inside.or_else(|| (!written.contains('@')).then_some(written)).map(str::to_owned)
}

fn keywords(entry: Element<'_>) -> Vec<String> {
    let named = entry.children().filter(|child| matches!(child.name(), "category" | "dc:subject"));
    let words = named.map(|child| {
        let label = child.attribute("label").or_else(|| child.attribute("term"));
        label.map_or_else(|| clean_line(&child.text()), clean_line)
    });
    words.filter(|word| !word.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoAssets;

    fn entry(xml: &str) -> crate::Imported {
        read(xml.as_bytes(), &NoAssets).unwrap().articles.remove(0)
    }

    #[test]
    fn atom_with_xhtml() {
        let imported = entry(
            "<feed xmlns='http://www.w3.org/2005/Atom' xml:lang='vi'><title>Báo Sông Đào</title><entry><id>urn:1</id>\
             <title type='html'>Cầu &lt;em&gt;mới&lt;/em&gt;</title><link rel='self' href='https://x.vn/s'/><link href='https://x.vn/a'/>\
             <published>2022-11-25T17:05:00+07:00</published><author><name>Lê Bình</name></author><category term='cầu'/>\
             <summary>Tóm tắt riêng.</summary><content type='xhtml'><div><p>Một đoạn <b>văn</b>.</p></div></content></entry></feed>",
        );
        let article = &imported.article;
        assert_eq!(article.title, "Cầu mới");
        assert_eq!(
            (article.url.as_deref(), article.source.part.as_deref()),
            (Some("https://x.vn/a"), Some("urn:1"))
        );
        assert_eq!(article.issued.as_ref().map(|date| date.as_str()), Some("2022-11-25T17:05"));
        assert_eq!(
            (article.language.as_deref(), article.publication.as_deref()),
            (Some("vi"), Some("Báo Sông Đào"))
        );
        assert_eq!(article.lead.as_deref(), Some("Tóm tắt riêng."));
        assert_eq!((article.body.len(), article.keywords.len(), article.creators.len()), (1, 1, 1));
    }

    #[test]
    fn full_text_is_preferred_and_a_repeated_summary_left_out() {
        let imported = entry(
            "<rss><channel><title>T</title><item><title>A</title><description>Một đoạn…</description>\
             <content:encoded><![CDATA[<p>Một đoạn văn dài.</p><p>Hai.</p>]]></content:encoded>\
             <guid isPermaLink='false'>7</guid><author>an@x.vn (An)</author></item></channel></rss>",
        );
        assert_eq!((imported.article.lead, imported.article.body.len()), (None, 2));
        assert_eq!(imported.article.creators[0].name, "An");
    }

    #[test]
    fn rdf_has_its_items_beside_the_channel() {
        let imported = entry(
            "<rdf:RDF xmlns='http://purl.org/rss/1.0/'><channel><title>T</title></channel>\
             <item rdf:about='https://x.vn/1'><title>A</title><link>https://x.vn/1</link><description>x</description></item></rdf:RDF>",
        );
        assert_eq!(imported.article.source.part.as_deref(), Some("https://x.vn/1"));
        assert_eq!(imported.article.publication.as_deref(), Some("T"));
    }
}
