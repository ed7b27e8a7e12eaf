//! What a page says about its article: JSON-LD first, then `<meta>`, then what is to be seen on it.
//!
//! Every field remembers where its value was found.

use super::letters;
use crate::bylines::{byline, is_name, split_names};
use crate::dates::{date_line, find_date, machine_date};
use dom_query::Document;
use fonds_model::text::clean_line;
use fonds_model::{Article, ArticleKind, Creator, Edtf, Identifier};
use serde_json::Value;

/// The fields of a page's article.
pub(crate) fn read(document: &Document, url: Option<&str>) -> Article {
    let mut article = Article { kind: ArticleKind::WebPage, ..Article::default() };
    read_json_ld(document, &mut article);
    read_meta(document, &mut article);
    read_visible(document, &mut article);
    if article.url.is_none() {
        article.url = url.map(str::to_owned);
    }
    read_lead(document, &mut article);
    article
}

/// Sets a field that is still empty, and notes where the value came from.
macro_rules! fill {
    ($article:expr, $field:ident, $value:expr, $from:expr) => {
        if $article.$field.is_none()
            && let Some(value) = $value
        {
            $article.$field = Some(value);
            $article.source.provenance.insert(stringify!($field).into(), $from.into());
        }
    };
}

fn read_json_ld(document: &Document, article: &mut Article) {
    let scripts = document.select("script[type='application/ld+json']");
    let values =
        scripts.nodes().iter().filter_map(|node| serde_json::from_str::<Value>(node.text().trim()).ok());
    let Some((kind, found)) = values.into_iter().find_map(find_article) else { return };
    let from = "json-ld";
    let text = |name: &str| found.get(name).and_then(first_text);
    article.kind = kind;
    if let Some(title) = text("headline").or_else(|| text("name")) {
        article.title = title;
        article.source.provenance.insert("title".into(), from.into());
    }
    let names: Vec<String> = found.get("author").map(names).unwrap_or_default();
    if !names.is_empty() {
        article.creators = names.into_iter().map(Creator::author).collect();
        article.source.provenance.insert("creators".into(), from.into());
    }
    fill!(article, publication, found.get("isPartOf").and_then(name_of), from);
    fill!(article, publication, found.get("publisher").and_then(name_of), from);
    fill!(article, issued, text("datePublished").and_then(|date| machine_date(&date)), from);
    fill!(article, modified, text("dateModified").and_then(|date| machine_date(&date)), from);
    fill!(article, language, text("inLanguage").and_then(|tag| language_tag(&tag)), from);
    fill!(article, section, text("articleSection"), from);
    let page =
        found.get("mainEntityOfPage").and_then(|page| page.as_str().or_else(|| page.get("@id")?.as_str()));
    fill!(article, url, text("url").or(page.map(str::to_owned)).filter(|url| url.starts_with("http")), from);
    fill!(article, rights, text("license").or_else(|| text("copyrightNotice")), from);
    article.keywords = found.get("keywords").map(keywords).unwrap_or_default();
}

/// The article among JSON-LD's objects, and its kind.
fn find_article(value: Value) -> Option<(ArticleKind, Value)> {
    match value {
        Value::Array(items) => items.into_iter().find_map(find_article),
        Value::Object(_) => {
            let kinds = value.get("@type").map(texts).unwrap_or_default();
            let kind = kinds.iter().find_map(|kind| kind_of(kind));
            match kind {
                Some(kind) => Some((kind, value)),
                None => value.get("@graph").cloned().and_then(find_article),
            }
        }
        _ => None,
    }
}

fn kind_of(kind: &str) -> Option<ArticleKind> {
    Some(match kind {
        "NewsArticle" | "ReportageNewsArticle" | "AnalysisNewsArticle" | "OpinionNewsArticle" => {
            ArticleKind::Newspaper
        }
        "ScholarlyArticle" | "MedicalScholarlyArticle" => ArticleKind::Journal,
        "Report" | "TechArticle" => ArticleKind::Report,
        "Article" | "BlogPosting" | "SocialMediaPosting" | "WebPage" | "LiveBlogPosting" => {
            ArticleKind::WebPage
        }
        _ => return None,
    })
}

fn read_meta(document: &Document, article: &mut Article) {
    let meta = |names: &[&str]| names.iter().find_map(|name| meta_content(document, name));
    let title = || meta(&["og:title", "citation_title", "DC.title", "dc.title", "twitter:title"]);
    if article.title.is_empty()
        && let Some(title) = title()
    {
        article.title = title;
        article.source.provenance.insert("title".into(), "meta".into());
    }
    if article.creators.is_empty() {
        let mut names = all_meta(document, &["citation_author", "DC.creator", "dc.creator"]);
        if names.is_empty() {
            names = all_meta(document, &["author", "article:author", "byl", "parsely-author"]);
        }
        let names = names.iter().filter(|name| !name.contains("://")).flat_map(|line| author_names(line));
        article.creators = names.map(Creator::author).collect();
        if !article.creators.is_empty() {
            article.source.provenance.insert("creators".into(), "meta".into());
        }
    }
    let from = "meta";
    let publication =
        ["og:site_name", "citation_journal_title", "DC.publisher", "dc.publisher", "application-name"];
    fill!(article, publication, meta(&publication), from);
    let issued = [
        "article:published_time",
        "citation_publication_date",
        "citation_date",
        "DC.date",
        "dc.date",
        "date",
        "pubdate",
    ];
    fill!(article, issued, meta(&issued).and_then(|date| machine_date(&date.replace('/', "-"))), from);
    fill!(
        article,
        modified,
        meta(&["article:modified_time", "og:updated_time"]).and_then(|date| machine_date(&date)),
        from
    );
    fill!(article, section, meta(&["article:section"]), from);
    fill!(article, volume, meta(&["citation_volume"]), from);
    fill!(article, issue, meta(&["citation_issue"]), from);
    fill!(article, rights, meta(&["DC.rights", "dc.rights", "copyright"]), from);
    let html = document.select_single("html");
    fill!(article, language, html.attr("lang").and_then(|tag| language_tag(&tag)), "html lang");
    fill!(article, language, meta(&["og:locale", "DC.language"]).and_then(|tag| language_tag(&tag)), from);
    let canonical = document.select_single("link[rel=canonical]").attr("href").map(|href| href.to_string());
    fill!(article, url, canonical.filter(|href| href.starts_with("http")), "canonical");
    fill!(article, url, meta(&["og:url"]).filter(|url| url.starts_with("http")), from);
    for (name, scheme) in [("citation_doi", "doi"), ("citation_issn", "issn")] {
        article.identifiers.extend(meta(&[name]).map(|value| Identifier { scheme: scheme.into(), value }));
    }
    if article.keywords.is_empty() {
        let found = all_meta(document, &["article:tag", "keywords", "news_keywords"]);
        article.keywords = found
            .iter()
            .flat_map(|line| line.split(','))
            .map(clean_line)
            .filter(|word| !word.is_empty())
            .collect();
        article.keywords.dedup();
    }
}

fn read_visible(document: &Document, article: &mut Article) {
    let headings = document.select("article h1, main h1, h1");
    let headings: Vec<String> =
        headings.nodes().iter().map(|node| clean_line(&node.text())).filter(|h| !h.is_empty()).collect();
    if article.title.is_empty() {
        let shown = document.select_single("title").text().to_string();
        article.title = headings.first().cloned().unwrap_or_else(|| clean_line(&shown));
        article
            .source
            .provenance
            .insert("title".into(), if headings.is_empty() { "title" } else { "h1" }.into());
    }
    article.title = without_site(&article.title, article.publication.as_deref(), &headings);
    if article.creators.is_empty() {
        article.creators = visible_creators(document);
        if !article.creators.is_empty() {
            article.source.provenance.insert("creators".into(), "byline".into());
        }
    }
    fill!(article, issued, visible_date(document), "visible date");
}

/// A title without " - Site" or " | Site"; the page's own heading decides where it can.
fn without_site(title: &str, publication: Option<&str>, headings: &[String]) -> String {
    let cut = |separator: &str| title.rsplit_once(separator).map(|(head, tail)| (head.trim(), tail.trim()));
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · "] {
        let Some((head, tail)) = cut(separator) else { continue };
        let is_site = publication.is_some_and(|site| letters(site) == letters(tail));
        let is_heading = headings.iter().any(|heading| letters(heading) == letters(head));
        if !head.is_empty() && (is_site || is_heading) {
            return head.to_owned();
        }
    }
    title.to_owned()
}

fn visible_creators(document: &Document) -> Vec<Creator> {
    let places = "[itemprop=author] [itemprop=name], [itemprop=author], [rel=author], .author-name, .byline, .author, .tac-gia, \
        .article__author, .detail-author, .name-author";
    for node in document.select(places).nodes() {
        let line = clean_line(&node.text());
        let creators = byline(&line);
        if !creators.is_empty() {
            return creators;
        }
        let names = split_names(&line);
        if !line.is_empty() && line.chars().count() <= 80 && names.iter().all(|name| is_name(name)) {
            return names.into_iter().map(Creator::author).collect();
        }
    }
    let near = document.select("article p, main p, #content p");
    near.nodes()
        .iter()
        .take(4)
        .map(|node| byline(&clean_line(&node.text())))
        .find(|names| !names.is_empty())
        .unwrap_or_default()
}

fn visible_date(document: &Document) -> Option<Edtf> {
    let times = document.select("time[datetime], [itemprop=datePublished]");
    for node in times.nodes() {
        let date =
            node.attr("datetime").or_else(|| node.attr("content")).and_then(|date| machine_date(&date));
        if date.is_some() {
            return date;
        }
    }
    let places = ".date, .time, .published, .post-date, .article-date, .detail-time, .ngay-dang, .pubdate, time, [class*=date], [class*=time]";
    let lines = document.select(places);
    let lines =
        lines.nodes().iter().map(|node| clean_line(&node.text())).filter(|line| line.chars().count() < 90);
    lines.into_iter().find_map(|line| date_line(&line).or_else(|| find_date(&line)))
}

/// The standfirst: an element named so, or the description where the page shows it.
fn read_lead(document: &Document, article: &mut Article) {
    let named = ".sapo, .lead, .standfirst, .chapeau, .detail-sapo, .article__sapo, .article-lead, .article__lead, .article-summary, \
        [itemprop=description]:not(meta)";
    let found = document.select(named);
    let found = found
        .nodes()
        .iter()
        .map(|node| clean_line(&node.text()))
        .find(|text| (20..=700).contains(&text.chars().count()));
    fill!(article, lead, found, "standfirst");
    let described =
        meta_content(document, "og:description").or_else(|| meta_content(document, "description"));
    let Some(described) = described.filter(|text| text.chars().count() >= 40) else { return };
    let wanted = letters(&described);
    let paragraphs = document.select("p, h2");
    let shown = paragraphs.nodes().iter().take(60).map(|node| clean_line(&node.text()));
    let shown = shown.into_iter().find(|text| text.chars().count() < 700 && letters(text) == wanted);
    fill!(article, lead, shown, "description");
}

/// One line without character references: many pages write them twice over (`&amp;amp;`).
fn plain(text: &str) -> String {
    let mut line = clean_line(text);
    for _ in 0..2 {
        if !(line.contains('&') && line.contains(';')) {
            break;
        }
        let page = Document::from(line.replace('<', "&lt;"));
        line = clean_line(&page.select("body").text());
    }
    line
}

fn meta_content(document: &Document, name: &str) -> Option<String> {
    all_meta(document, &[name]).into_iter().next()
}

fn all_meta(document: &Document, names: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    for node in document.select("meta").nodes() {
        let key = node.attr("property").or_else(|| node.attr("name")).or_else(|| node.attr("itemprop"));
        let wanted = key.is_some_and(|key| names.iter().any(|name| name.eq_ignore_ascii_case(&key)));
        let content = node.attr("content").map(|content| plain(&content)).unwrap_or_default();
        if wanted && !content.is_empty() && !found.contains(&content) {
            found.push(content);
        }
    }
    found
}

/// "Smith, Jane" of citation tags stays one name; other lines may hold several.
fn author_names(line: &str) -> Vec<String> {
    match line.split_once(", ") {
        Some((family, given))
            if !family.contains(' ') && !given.contains(',') && given.split(' ').count() <= 2 =>
        {
            vec![format!("{given} {family}")]
        }
        _ => split_names(line),
    }
}

fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Array(items) => items.iter().flat_map(names).collect(),
        Value::Object(_) => name_of(value).into_iter().collect(),
        Value::String(line) => {
            split_names(&plain(line)).into_iter().filter(|name| !name.contains("://")).collect()
        }
        _ => vec![],
    }
}

fn name_of(value: &Value) -> Option<String> {
    value
        .get("name")
        .and_then(first_text)
        .or_else(|| value.as_str().map(plain))
        .filter(|name| !name.is_empty() && !name.contains("://"))
}

fn first_text(value: &Value) -> Option<String> {
    texts(value).into_iter().map(|text| plain(&text)).find(|text| !text.is_empty())
}

fn texts(value: &Value) -> Vec<String> {
    match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(items) => items.iter().flat_map(texts).collect(),
        _ => vec![],
    }
}

fn keywords(value: &Value) -> Vec<String> {
    let words = texts(value);
    words.iter().flat_map(|line| line.split(',')).map(clean_line).filter(|word| !word.is_empty()).collect()
}

/// `vi_VN` and `VI` as BCP 47 writes them.
fn language_tag(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    let mut parts = text.split('-');
    let primary = parts.next()?.to_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let region = parts.next().filter(|part| part.len() == 2 && part.is_ascii()).map(str::to_uppercase);
    Some(region.map_or_else(|| primary.clone(), |region| format!("{primary}-{region}")))
}
