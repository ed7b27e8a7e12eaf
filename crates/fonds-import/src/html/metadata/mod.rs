//! What a page says about its article.
//!
//! 1. Each source says what it knows ([`facts`]): [`json_ld`], [`microdata`] and RDFa, [`tags`] (Highwire, PRISM, Dublin
//!    Core, OpenGraph, plain names, COinS), and what is to be seen ([`visible`]).
//! 2. They fill the article's fields in the order of how far they are to be trusted; every field remembers its source.
//! 3. Where two of them disagree, a remark says so.

mod facts;
mod json_ld;
mod microdata;
mod tags;
mod values;
mod visible;

use super::content::Content;
use super::letters;
use super::measure::Measures;
use super::page::{At, Page};
use facts::{Facts, note};
use fonds_model::text::clean_line;
use fonds_model::{Article, ArticleKind, Creator, Diagnostic, Severity};

/// So much text tells whether a language is the one that the page says, in characters.
const SAMPLE: usize = 2000;

/// The fields of a page's article, and the element that is its lead, when it has one.
pub(crate) fn read(
    page: &Page,
    measures: &Measures,
    content: &Content,
    url: Option<&str>,
) -> (Article, Option<At>) {
    let mut article = Article { kind: ArticleKind::WebPage, ..Article::default() };
    let tags = tags::Tags::of(page);
    let mut sources: Vec<Facts> = vec![tags.citation()];
    let mut remarks = vec![];
    sources.extend(json_ld::read(page, &mut remarks));
    sources.extend([
        microdata::read(page),
        tags.open_graph(),
        tags.dublin_core(),
        microdata::rdfa(page),
        tags.plain(),
        tags::coins(page),
        tags::license(page),
    ]);
    let cited = sources[0].publication.is_some() || !sources[0].identifiers.is_empty();
    article.kind = if cited {
        ArticleKind::Journal
    } else {
        sources.iter().find_map(|facts| facts.kind).unwrap_or(article.kind)
    };
    article.source.diagnostics = remarks;
    article.source.diagnostics.extend(facts::disagreements(&sources));
    article.source.diagnostics.extend(facts::paywall(&sources));
    let descriptions: Vec<String> = sources.iter().filter_map(|facts| facts.description.clone()).collect();
    facts::fill(&mut article, tags::canonical(page, url));
    choose_language(page, content, &mut sources, &mut article);
    sources.into_iter().for_each(|source| facts::fill(&mut article, source));
    title(page, &mut article);
    without_slogan(&mut article);
    name_of_the_paper(&mut article);
    let around = visible::Surroundings::of(page, measures, content, &article.title);
    facts::fill(&mut article, around.facts());
    if article.issued.is_none()
        && let Some(date) = article.url.as_deref().or(url).and_then(date_in_address)
    {
        article.issued = Some(date);
        note(&mut article, "issued", "url");
    }
    if article.url.is_none() {
        article.url = url.map(str::to_owned);
    }
    let lead = around.lead(&descriptions);
    let lead = lead.map(|(at, text, origin)| {
        article.lead = Some(text);
        note(&mut article, "lead", origin);
        at
    });
    (article, lead)
}

/// A site's name without what it says of itself: `Báo Sông Đào | Tin nhanh | Thể thao`.
fn without_slogan(article: &mut Article) {
    let name =
        article.publication.as_deref().and_then(|name| Some(name.split_once(" | ")?.0.trim().to_owned()));
    if let Some(name) = name.filter(|name| !name.is_empty()) {
        article.publication = Some(name);
    }
}

/// A paper that is said to be the creator is one, whatever its name looks like.
fn name_of_the_paper(article: &mut Article) {
    let names: String = article.creators.iter().map(|creator| creator.name.as_str()).collect();
    if let (2.., Some(paper)) = (article.creators.len(), &article.publication)
        && letters(&names) == letters(paper)
    {
        article.creators = vec![Creator::author(paper.clone())];
    }
}

/// The title where no source gave one, and without the site's name.
fn title(page: &Page, article: &mut Article) {
    let headings = page.named(0, &["h1"]).map(|at| clean_line(page.text(at)));
    let headings: Vec<String> = headings.filter(|heading| !heading.is_empty()).collect();
    let shown = page.first(0, "title").map(|at| clean_line(page.text(at))).unwrap_or_default();
    if article.title.is_empty() {
        let (title, origin) = match headings.first() {
            Some(heading) => (heading.clone(), "h1"),
            None => (shown.clone(), "title"),
        };
        if !title.is_empty() {
            article.title = title;
            note(article, "title", origin);
        }
    }
    let (title, _) = without_site(&article.title, article.publication.as_deref(), &headings);
    article.title = title.to_owned();
    if article.publication.is_none() {
        let known = [article.title.clone()];
        let site =
            without_site(&shown, None, &known).1.filter(|site| site.chars().count() <= 50).map(str::to_owned);
        if let Some(site) = site {
            article.publication = Some(site);
            note(article, "publication", "title");
        }
    }
}

/// A title without " - Site" or "Site | ", and the site; the page's own heading decides where it can.
fn without_site<'a>(
    title: &'a str,
    publication: Option<&str>,
    headings: &[String],
) -> (&'a str, Option<&'a str>) {
    for separator in [" | ", " - ", " – ", " — ", " :: ", " · ", " » "] {
        let last = title.rsplit_once(separator).map(|(head, tail)| (head.trim(), tail.trim()));
        let first = title.split_once(separator).map(|(head, tail)| (tail.trim(), head.trim()));
        for (rest, site) in [last, first].into_iter().flatten() {
            let is_site = publication.is_some_and(|known| letters(known) == letters(site));
            let is_heading = headings.iter().any(|heading| letters(heading) == letters(rest));
            if !rest.is_empty() && (is_site || is_heading) {
                return (rest, Some(site));
            }
        }
    }
    (title, None)
}

/// Of the languages that are declared, the one that the text is in, else the first; a remark when it is in none.
fn choose_language(page: &Page, content: &Content, sources: &mut [Facts], article: &mut Article) {
    let html = page.first(0, "html");
    let declared = html.and_then(|html| page.attr(html, "lang").or_else(|| page.attr(html, "xml:lang")));
    let mut claims: Vec<(&'static str, String)> =
        sources.iter_mut().filter_map(|facts| Some((facts.origin, facts.language.take()?))).collect();
    claims.extend(declared.and_then(values::language_tag).map(|tag| ("html lang", tag)));
    let sample: String = page.text(content.root).trim_start().chars().take(SAMPLE).collect();
    let found = crate::detect_language(&clean_line(&sample));
    let primary = |tag: &str| tag.split('-').next().unwrap_or_default().to_owned();
    let agreeing = claims.iter().find(|(_, tag)| found.is_some_and(|found| primary(tag) == found));
    let Some((origin, tag)) = agreeing.or_else(|| claims.first()).cloned() else { return };
    if let Some(found) = found.filter(|found| primary(&tag) != *found) {
        let message = format!("the page says that its language is {tag}; the text looks like {found}");
        let remark = Diagnostic::new(Severity::Info, "language-disagrees", message)
            .hint("check the language")
            .at("language");
        article.source.diagnostics.push(remark);
    }
    article.language = Some(tag);
    note(article, "language", origin);
}

/// The day in an address such as `/2022/11/25/…`.
fn date_in_address(url: &str) -> Option<fonds_model::Edtf> {
    let parts: Vec<&str> = url.split('/').collect();
    parts.windows(3).find_map(|part| {
        let [year, month, day] = [part[0], part[1], part[2]];
        let digits =
            |text: &str, length: usize| text.len() == length && text.bytes().all(|b| b.is_ascii_digit());
        if !digits(year, 4) || !digits(month, 2) || !digits(day, 2) {
            return None;
        }
        fonds_model::Edtf::from_parts(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?, None)
    })
}

#[cfg(test)]
mod tests {
    use crate::{Format, Input, NoAssets, import};

    #[test]
    fn pages_for_subscribers_say_so() {
        let text =
            "Sáng nay, cây cầu mới bắc qua sông được khánh thành, người dân hai bờ vui mừng. ".repeat(4);
        let is_told = |head: &str, inside: &str| {
            let page = format!(
                "<html><head><title>Cầu mới</title>{head}</head><body><article itemscope \
                 itemtype='https://schema.org/NewsArticle'>{inside}<p>{text}</p></article></body></html>"
            );
            let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
            let article = import(&input, &NoAssets).unwrap().article;
            article.source.diagnostics.iter().any(|remark| remark.code == "paywall")
        };
        let json = |says: &str| {
            format!(
                "<script type='application/ld+json'>{{\"@type\":\"NewsArticle\",\"headline\":\"Cầu\",{says}}}</script>"
            )
        };
        assert!(is_told(&json("\"isAccessibleForFree\":false"), ""));
        assert!(is_told(&json("\"isAccessibleForFree\":\"False\""), ""));
        assert!(is_told("<meta property='article:content_tier' content='locked'>", ""));
        assert!(is_told("", "<meta itemprop=isAccessibleForFree content=false>"));
        assert!(!is_told(&json("\"isAccessibleForFree\":true"), ""));
        assert!(!is_told("<meta property='article:content_tier' content='free'>", ""));
    }

    #[test]
    fn a_paper_whose_name_looks_like_several_is_one_creator() {
        let page = "<meta name=author content='Mac &amp; i'><meta property='og:site_name' content='Mac &amp; i | News'>\
                    <p>Sáng nay, cây cầu mới bắc qua sông được khánh thành, người dân hai bờ vui mừng.</p>";
        let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
        let creators = import(&input, &NoAssets).unwrap().article.creators;
        assert_eq!(creators.iter().map(|creator| creator.name.as_str()).collect::<Vec<_>>(), ["Mac & i"]);
    }
}
