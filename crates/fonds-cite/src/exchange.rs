//! Citations for other programs: BibLaTeX, RIS, CSL-JSON; and inlines as HTML.

use crate::item::item;
use crate::names::{Parts, parts};
use fonds_model::text::escaped;
use fonds_model::{Article, ArticleKind, Creator, Inline, Role};
use serde_json::Value;
use std::fmt::Write;

/// The articles as BibLaTeX entries, UTF-8.
pub fn bibtex(articles: &[&Article]) -> String {
    articles.iter().map(|article| bibtex_entry(article)).collect::<Vec<_>>().join("\n")
}

/// The articles as RIS records.
pub fn ris(articles: &[&Article]) -> String {
    articles.iter().map(|article| ris_record(article)).collect()
}

/// The articles as a CSL-JSON array.
pub fn csl_json(articles: &[&Article]) -> Value {
    Value::Array(articles.iter().map(|article| item(article, &article.citekey, false)).collect())
}

/// Inlines as HTML: emphasis, links and raised text; everything else as text.
pub fn to_html(inlines: &[Inline]) -> String {
    let mut out = String::new();
    push_html(inlines, &mut out);
    out
}

fn push_html(inlines: &[Inline], out: &mut String) {
    for inline in inlines {
        let inner = inline.children().unwrap_or_default();
        let (open, close) = match inline {
            Inline::Text { text } | Inline::Code { text } => {
                out.push_str(&escaped(text));
                continue;
            }
            Inline::Break => {
                out.push_str("<br>");
                continue;
            }
            Inline::Emphasis { .. } => ("<i>".to_owned(), "</i>"),
            Inline::Strong { .. } => ("<b>".to_owned(), "</b>"),
            Inline::Sub { .. } => ("<sub>".to_owned(), "</sub>"),
            Inline::Sup { .. } => ("<sup>".to_owned(), "</sup>"),
            Inline::Link { href, .. } => {
                let mut open = String::from("<a href=\"");
                open.push_str(&escaped(href));
                (open + "\">", "</a>")
            }
            _ => (String::new(), ""),
        };
        out.push_str(&open);
        push_html(inner, out);
        out.push_str(close);
    }
}

fn bibtex_entry(article: &Article) -> String {
    let kind = match article.kind {
        ArticleKind::Newspaper | ArticleKind::Magazine | ArticleKind::Journal => "article",
        ArticleKind::WebPage => "online",
        ArticleKind::Report => "report",
        ArticleKind::Letter => "letter",
        ArticleKind::Legislation => "legislation",
        ArticleKind::Manuscript => "unpublished",
        _ => "misc",
    };
    let mut out = format!("@{kind}{{{},\n", article.citekey);
    let mut field = |name: &str, value: String| {
        if !value.is_empty() {
            let _ = writeln!(out, "  {name} = {{{value}}},");
        }
    };
    let text = |value: &Option<String>| latex(value.as_deref().unwrap_or_default());
    field("title", latex(&article.title));
    field("author", bibtex_names(article, Role::Author));
    field("editor", bibtex_names(article, Role::Editor));
    field("translator", bibtex_names(article, Role::Translator));
    let container = if article.kind == ArticleKind::WebPage { "organization" } else { "journaltitle" };
    field(container, text(&article.publication));
    if article.kind == ArticleKind::Newspaper {
        field("entrysubtype", "newspaper".into());
    }
    field("publisher", text(&article.publisher));
    field("location", text(&article.place));
    field("date", article.issued.as_ref().map(|date| latex(date.as_str())).unwrap_or_default());
    field("volume", text(&article.volume));
    field("number", text(&article.issue));
    field("pages", text(&article.pages).replace('–', "--"));
    field("edition", text(&article.edition));
    field("url", verbatim(article.url.as_deref().unwrap_or_default()));
    if let (Some(_), Some(captured)) = (&article.url, article.source.captured) {
        field("urldate", captured.strftime("%Y-%m-%d").to_string());
    }
    for identifier in &article.identifiers {
        field(&identifier.scheme, verbatim(&identifier.value));
    }
    field("langid", langid(article.language.as_deref().unwrap_or_default()).to_owned());
    field("keywords", latex(&article.keywords.join(", ")));
    out.push_str("}\n");
    out
}

fn bibtex_names(article: &Article, role: Role) -> String {
    let of_role = article.creators.iter().filter(|creator| creator.role == role);
    of_role.map(bibtex_name).collect::<Vec<_>>().join(" and ")
}

fn bibtex_name(creator: &Creator) -> String {
    match parts(creator) {
        Parts::Whole(name) => format!("{{{}}}", latex(&name)),
        Parts::Western { family, given } | Parts::Eastern { family, given } => {
            format!("{}, {}", latex(&family), latex(&given))
        }
    }
}

/// Text with the characters that LaTeX reads as commands made plain.
fn latex(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' => out.push_str("\\textbackslash{}"),
            '~' => out.push_str("\\textasciitilde{}"),
            '^' => out.push_str("\\textasciicircum{}"),
            '{' | '}' | '&' | '%' | '$' | '#' | '_' => {
                out.push('\\');
                out.push(c);
            }
            c if c.is_control() => out.push(' '),
            c => out.push(c),
        }
    }
    out
}

/// Addresses stand as they are; braces would end the field.
fn verbatim(text: &str) -> String {
    text.replace('{', "%7B").replace('}', "%7D").replace(char::is_control, "")
}

fn langid(language: &str) -> &str {
    match language.split('-').next().unwrap_or_default() {
        "vi" => "vietnamese",
        "en" => "english",
        "fr" => "french",
        "de" => "german",
        "es" => "spanish",
        "ru" => "russian",
        other => other,
    }
}

fn ris_record(article: &Article) -> String {
    let kind = match article.kind {
        ArticleKind::Newspaper => "NEWS",
        ArticleKind::Magazine => "MGZN",
        ArticleKind::Journal => "JOUR",
        ArticleKind::WebPage => "ELEC",
        ArticleKind::Report => "RPRT",
        ArticleKind::Letter => "PCOMM",
        ArticleKind::Legislation => "STAT",
        ArticleKind::Manuscript => "MANSCPT",
        _ => "GEN",
    };
    let mut out = String::new();
    let mut tag = |name: &str, value: &str| {
        let value = fonds_model::text::clean_line(value);
        if !value.is_empty() {
            let _ = write!(out, "{name}  - {value}\r\n");
        }
    };
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    tag("TY", kind);
    tag("ID", &article.citekey);
    tag("TI", &article.title);
    for creator in &article.creators {
        let name = match parts(creator) {
            Parts::Whole(name) => name,
            Parts::Western { family, given } | Parts::Eastern { family, given } => {
                format!("{family}, {given}")
            }
        };
        let role = match creator.role {
            Role::Author => "AU",
            Role::Editor => "ED",
            Role::Translator => "A4",
            _ => "A2",
        };
        tag(role, &name);
    }
    tag("T2", &text(&article.publication));
    tag("PB", &text(&article.publisher));
    tag("CY", &text(&article.place));
    if let Some(issued) = &article.issued {
        let start = issued.start();
        let two = |part: Option<u8>| part.map(|n| format!("{n:02}")).unwrap_or_default();
        tag("PY", &start.year.to_string());
        tag(
            "DA",
            &format!("{:04}/{}/{}/", start.year, two(start.month.filter(|m| *m <= 12)), two(start.day)),
        );
    }
    tag("VL", &text(&article.volume));
    tag("IS", &text(&article.issue));
    tag("SP", &text(&article.pages));
    tag("SE", &text(&article.section));
    tag("UR", &text(&article.url));
    tag("LA", &text(&article.language));
    tag("AB", &text(&article.lead));
    for keyword in &article.keywords {
        tag("KW", keyword);
    }
    for identifier in &article.identifiers {
        let name = if identifier.scheme == "doi" { "DO" } else { "SN" };
        tag(name, &identifier.value);
    }
    out.push_str("ER  - \r\n\r\n");
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::Edtf;

    fn article() -> Article {
        Article {
            citekey: "nguyen2022".into(),
            title: "Cầu & đường: 50% {đã} xong".into(),
            creators: vec![Creator::author("Nguyễn Văn An"), Creator::author("TTXVN")],
            publication: Some("Báo Ví Dụ".into()),
            issued: Edtf::parse("2022-11-25T17:05"),
            url: Some("https://example.vn/a_b".into()),
            language: Some("vi".into()),
            ..Article::default()
        }
    }

    #[test]
    fn as_biblatex() {
        insta::assert_snapshot!(bibtex(&[&article()]), @r"
@article{nguyen2022,
  title = {Cầu \& đường: 50\% \{đã\} xong},
  author = {Nguyễn, Văn An and {TTXVN}},
  journaltitle = {Báo Ví Dụ},
  entrysubtype = {newspaper},
  date = {2022-11-25T17:05},
  url = {https://example.vn/a_b},
  langid = {vietnamese},
}
");
    }

    #[test]
    fn as_ris() {
        insta::assert_snapshot!(ris(&[&article()]).replace('\r', ""), @r"
TY  - NEWS
ID  - nguyen2022
TI  - Cầu & đường: 50% {đã} xong
AU  - Nguyễn, Văn An
AU  - TTXVN
T2  - Báo Ví Dụ
PY  - 2022
DA  - 2022/11/25/
UR  - https://example.vn/a_b
LA  - vi
ER  -
");
    }

    #[test]
    fn html_is_escaped() {
        let link = Inline::Link { href: "https://x/?a&\"b".into(), content: vec![Inline::text("<b>")] };
        assert_eq!(to_html(&[link]), "<a href=\"https://x/?a&amp;&quot;b\">&lt;b&gt;</a>");
    }
}
