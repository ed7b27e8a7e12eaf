//! COinS: an article's metadata in an HTML page as an OpenURL context object (ANSI/NISO Z39.88-2004, key/encoded value),
//! which reference managers collect.

use crate::names::{Parts, parts};
use fonds_model::{Article, ArticleKind, Role};
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// The characters that a value may hold as they are (RFC 3986, unreserved).
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~');

/// The empty `span` that carries an article's metadata.
pub fn coins(article: &Article) -> String {
    let mut object = Object(String::from("ctx_ver=Z39.88-2004"));
    match article.kind {
        ArticleKind::Newspaper | ArticleKind::Magazine | ArticleKind::Journal => {
            journal(&mut object, article)
        }
        ArticleKind::Report => report(&mut object, article),
        _ => dublin_core(&mut object, article),
    }
    for identifier in article.identifiers.iter().filter(|identifier| identifier.scheme == "doi") {
        object.add("rft_id", &format!("info:doi/{}", identifier.value));
    }
    object.some("rft_id", &article.url);
    object.some("rft.language", &article.language);
    format!("<span class=\"Z3988\" title=\"{}\"></span>", object.0.replace('&', "&amp;"))
}

/// The pairs of a context object.
struct Object(String);

impl Object {
    fn add(&mut self, key: &str, value: &str) {
        if !value.is_empty() {
            self.0.push_str(&format!("&{key}={}", utf8_percent_encode(value, KEPT)));
        }
    }

    fn some(&mut self, key: &str, value: &Option<String>) {
        self.add(key, value.as_deref().unwrap_or_default());
    }
}

fn journal(object: &mut Object, article: &Article) {
    object.add("rft_val_fmt", "info:ofi/fmt:kev:mtx:journal");
    object.add("rft.genre", "article");
    object.add("rft.atitle", &article.title);
    object.some("rft.jtitle", &article.publication);
    authors(object, article);
    object.add("rft.date", &date(article));
    object.some("rft.volume", &article.volume);
    object.some("rft.issue", &article.issue);
    pages(object, article);
    for identifier in article.identifiers.iter().filter(|identifier| identifier.scheme == "issn") {
        object.add("rft.issn", &identifier.value);
    }
}

fn report(object: &mut Object, article: &Article) {
    object.add("rft_val_fmt", "info:ofi/fmt:kev:mtx:book");
    object.add("rft.genre", "report");
    object.add("rft.btitle", &article.title);
    authors(object, article);
    object.add("rft.date", &date(article));
    object.some("rft.place", &article.place);
    object.some("rft.pub", &article.publisher);
    pages(object, article);
}

/// What no OpenURL format describes better.
fn dublin_core(object: &mut Object, article: &Article) {
    object.add("rft_val_fmt", "info:ofi/fmt:kev:mtx:dc");
    object.add("rft.type", article.kind.name());
    object.add("rft.title", &article.title);
    for creator in article.creators.iter().filter(|creator| creator.role == Role::Author) {
        object.add("rft.creator", &creator.name);
    }
    object.add("rft.date", &date(article));
    object.some("rft.source", &article.publication);
    object.some("rft.publisher", &article.publisher);
    object.some("rft.rights", &article.rights);
}

fn authors(object: &mut Object, article: &Article) {
    let authors = article.creators.iter().filter(|creator| creator.role == Role::Author);
    for (n, creator) in authors.enumerate() {
        match parts(creator) {
            Parts::Western { family, given } | Parts::Eastern { family, given } if n == 0 => {
                object.add("rft.aulast", &family);
                object.add("rft.aufirst", &given);
            }
            _ => {}
        }
        object.add("rft.au", &creator.name);
    }
}

/// ISO 8601 as far as the first day is known; the year of a season or a doubtful date.
fn date(article: &Article) -> String {
    let Some(issued) = &article.issued else { return String::new() };
    let start = issued.start();
    match (start.month.filter(|month| *month <= 12), start.day) {
        (Some(month), Some(day)) => format!("{:04}-{month:02}-{day:02}", start.year),
        (Some(month), None) => format!("{:04}-{month:02}", start.year),
        (None, _) => format!("{:04}", start.year),
    }
}

fn pages(object: &mut Object, article: &Article) {
    let Some(pages) = &article.pages else { return };
    let mut ends = pages.split(['-', '–']).map(str::trim);
    if let (Some(first), Some(last), None) = (ends.next(), ends.next(), ends.next()) {
        object.add("rft.spage", first);
        object.add("rft.epage", last);
    }
    object.add("rft.pages", pages);
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::{Creator, Edtf};

    fn shown(article: &Article) -> String {
        coins(article).replace("&amp;", "\n&amp;")
    }

    #[test]
    fn a_newspaper_article() {
        let article = Article {
            title: "Cầu & đường".into(),
            creators: vec![Creator::author("Nguyễn Văn An"), Creator::author("TTXVN")],
            publication: Some("Báo Ví Dụ".into()),
            issued: Edtf::parse("2022-11-25T17:05"),
            pages: Some("3–5".into()),
            url: Some("https://x.vn/?a=1&b=\"2\"".into()),
            language: Some("vi".into()),
            ..Article::default()
        };
        insta::assert_snapshot!(shown(&article), @r#"
<span class="Z3988" title="ctx_ver=Z39.88-2004
&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Ajournal
&amp;rft.genre=article
&amp;rft.atitle=C%E1%BA%A7u%20%26%20%C4%91%C6%B0%E1%BB%9Dng
&amp;rft.jtitle=B%C3%A1o%20V%C3%AD%20D%E1%BB%A5
&amp;rft.aulast=Nguy%E1%BB%85n
&amp;rft.aufirst=V%C4%83n%20An
&amp;rft.au=Nguy%E1%BB%85n%20V%C4%83n%20An
&amp;rft.au=TTXVN
&amp;rft.date=2022-11-25
&amp;rft.spage=3
&amp;rft.epage=5
&amp;rft.pages=3%E2%80%935
&amp;rft_id=https%3A%2F%2Fx.vn%2F%3Fa%3D1%26b%3D%222%22
&amp;rft.language=vi"></span>
"#);
    }

    #[test]
    fn a_web_page_and_a_report() {
        let page = Article {
            kind: ArticleKind::WebPage,
            title: "Làng giấy".into(),
            issued: Edtf::parse("2021-21"),
            ..Article::default()
        };
        insta::assert_snapshot!(shown(&page), @r#"
<span class="Z3988" title="ctx_ver=Z39.88-2004
&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Adc
&amp;rft.type=web-page
&amp;rft.title=L%C3%A0ng%20gi%E1%BA%A5y
&amp;rft.date=2021"></span>
"#);
        let report = Article { kind: ArticleKind::Report, publisher: Some("Uỷ ban".into()), ..page };
        insta::assert_snapshot!(shown(&report), @r#"
<span class="Z3988" title="ctx_ver=Z39.88-2004
&amp;rft_val_fmt=info%3Aofi%2Ffmt%3Akev%3Amtx%3Abook
&amp;rft.genre=report
&amp;rft.btitle=L%C3%A0ng%20gi%E1%BA%A5y
&amp;rft.date=2021
&amp;rft.pub=U%E1%BB%B7%20ban"></span>
"#);
    }
}
