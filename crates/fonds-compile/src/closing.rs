//! Lists that close a book: its sources by publication and date, and the colophon with the provenance of each article.

use crate::labels::is_vietnamese;
use fonds_cite::printed_date;
use fonds_model::book::BibliographyEntry;
use fonds_model::{Article, Block, BookMeta, Inline};
use icu_collator::options::CollatorOptions;
use icu_collator::{Collator, CollatorBorrowed};

/// Sorts text as readers of that language expect it.
pub(crate) fn collator(language: &str) -> Option<CollatorBorrowed<'static>> {
    let locale: icu_locale_core::Locale = language.parse().unwrap_or(icu_locale_core::locale!("en"));
    Collator::try_new(locale.into(), CollatorOptions::default()).ok()
}

/// The title of the list of sources.
pub(crate) fn sources_title(language: &str) -> &'static str {
    if is_vietnamese(language) { "Danh mục nguồn" } else { "Sources" }
}

/// The colophon's title.
pub(crate) fn colophon_title(language: &str) -> &'static str {
    if is_vietnamese(language) { "Xuất xứ tư liệu" } else { "Colophon: where it comes from" }
}

/// The articles by publication, then by date. Each comes with its section's id.
pub(crate) fn sources(articles: &[(&Article, String)], language: &str) -> Vec<BibliographyEntry> {
    let other = if is_vietnamese(language) { "Nguồn khác" } else { "Other sources" };
    let group = |article: &Article| {
        let named = article.publication.as_deref().or(article.publisher.as_deref());
        named.map(str::trim).filter(|name| !name.is_empty()).map(str::to_owned)
    };
    let mut all: Vec<_> =
        articles.iter().map(|(article, section)| (group(article), *article, section)).collect();
    let collator = collator(language);
    all.sort_by(|(a, one, _), (b, other, _)| {
        let names = match (a, b, &collator) {
            (Some(a), Some(b), Some(collator)) => collator.compare(a, b),
            (Some(a), Some(b), None) => a.cmp(b),
            // What has no publication stands last.
            _ => b.is_some().cmp(&a.is_some()),
        };
        names.then_with(|| dated(one).cmp(&dated(other)))
    });
    let entry = |(group, article, section): (Option<String>, &Article, &String)| {
        let date = article.issued.as_ref().map(|date| printed_date(date, language));
        let mut content: Vec<Inline> =
            date.map(|date| Inline::text(format!("{date}. "))).into_iter().collect();
        content.push(Inline::text(article.title.clone()));
        BibliographyEntry {
            section: section.clone(),
            content,
            group: group.unwrap_or_else(|| other.to_owned()),
            ..BibliographyEntry::default()
        }
    };
    all.into_iter().map(entry).collect()
}

/// Undated articles stand last.
fn dated(article: &Article) -> (bool, String) {
    let date = article.issued.as_ref().map(|date| date.as_str().to_owned());
    (date.is_none(), date.unwrap_or_default())
}

/// What the colophon begins with.
pub(crate) fn colophon_words(meta: &BookMeta) -> Vec<Block> {
    let words = if is_vietnamese(&meta.language) {
        "Sách làm bằng Fonds từ kho tư liệu của người biên soạn. Mỗi bài ghi ngày giờ lưu, địa chỉ nguồn và mã SHA-256 của \
        bản gốc; ai có bản gốc đều có thể kiểm lại."
    } else {
        "Made with Fonds from the compiler's archive. Each article is given with the time of its capture, its address and \
        the SHA-256 of its original; whoever has the original can check it."
    };
    vec![Block::paragraph(words)]
}

/// Where each article was taken from.
pub(crate) fn colophon(articles: &[(&Article, String)], language: &str) -> Vec<BibliographyEntry> {
    articles.iter().map(|(article, section)| provenance(article, section, language)).collect()
}

fn provenance(article: &Article, section: &str, language: &str) -> BibliographyEntry {
    let vietnamese = is_vietnamese(language);
    let address = article.url.clone().unwrap_or_default();
    let mut content = vec![Inline::Strong { content: vec![Inline::text(article.title.clone())] }];
    let mut line = |text: String| {
        content.push(Inline::Break);
        content.push(Inline::text(text));
    };
    if let Some(time) = article.source.captured {
        let format = if vietnamese { "Lưu lúc %d/%m/%Y %H:%M UTC" } else { "Captured %Y-%m-%d %H:%M UTC" };
        line(time.strftime(format).to_string());
    }
    if let Some(holding) = &article.holding {
        let parts =
            [&holding.repository, &holding.fonds, &holding.series, &holding.box_, &holding.call_number];
        let parts: Vec<&str> =
            parts.into_iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        if !parts.is_empty() {
            line(parts.join(", "));
        }
    }
    if let Some(name) = article.source.file_name.as_ref().filter(|_| address.is_empty()) {
        line(name.clone());
    }
    if !address.is_empty() {
        line(address.clone());
    }
    let digest = article.source.digest.as_str();
    if !digest.is_empty() {
        line(format!("SHA-256 {}", in_groups(digest)));
    }
    BibliographyEntry { section: section.to_owned(), content, address, ..BibliographyEntry::default() }
}

/// Digits in groups, so that people can compare them and lines can break.
fn in_groups(digest: &str) -> String {
    let digits: Vec<char> = digest.chars().collect();
    digits.chunks(8).map(|group| group.iter().collect::<String>()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::Edtf;
    use fonds_model::body::plain_text;

    fn article(publication: &str, issued: &str, title: &str) -> Article {
        Article {
            title: title.into(),
            publication: Some(publication.to_owned()).filter(|name| !name.is_empty()),
            issued: Edtf::parse(issued),
            ..Article::default()
        }
    }

    #[test]
    fn sources_stand_by_publication_in_the_languages_order_and_then_by_date() {
        let all = [
            article("Đuốc Nhà Nam", "1932", "c"),
            article("Dân Báo", "1940", "b"),
            article("", "1900", "e"),
            article("Dân Báo", "1939-05", "a"),
            article("Èo", "", "d"),
        ];
        let all: Vec<_> = all.iter().map(|article| (article, String::new())).collect();
        let entries = sources(&all, "vi-VN");
        let shown = entries.iter().map(|entry| format!("{}: {}", entry.group, plain_text(&entry.content)));
        assert_eq!(
            shown.collect::<Vec<_>>(),
            [
                "Dân Báo: tháng 5/1939. a",
                "Dân Báo: 1940. b",
                "Đuốc Nhà Nam: 1932. c",
                "Èo: d",
                "Nguồn khác: 1900. e"
            ]
        );
    }

    #[test]
    fn provenance_tells_what_is_known() {
        let mut known = article("Báo", "2022", "Cầu");
        known.source.captured = "2022-12-01T03:04:05Z".parse().ok();
        known.url = Some("https://example.vn/cau".into());
        known.source.digest = fonds_model::Digest::of(b"x");
        let entry = provenance(&known, "ch-1", "en-GB");
        let text = plain_text(&entry.content);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(lines[..3], ["Cầu", "Captured 2022-12-01 03:04 UTC", "https://example.vn/cau"]);
        assert!(lines[3].starts_with("SHA-256 2d711642 b726b044 "), "{text}");
        assert_eq!(entry.address, "https://example.vn/cau");
    }
}
