//! Rendering citations and bibliographies in a style and a language.

use crate::CiteError;
use crate::item::item;
use crate::styles::{all_locales, locale_code, style_named};
use fonds_model::{Article, Inline};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{FontStyle, FontWeight, IndependentStyle, LocaleCode, VerticalAlign};
use hayagriva::{
    BibliographyDriver, BibliographyItem, BibliographyRequest, CitationItem, CitationRequest, ElemChild,
    ElemChildren, ElemMeta, Formatted,
};

/// A style in a language, ready to cite.
pub struct Citer {
    style: IndependentStyle,
    locale: String,
}

/// Articles, cited.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Cited {
    /// For each article, its whole reference as it is printed under its title.
    pub citations: Vec<Vec<Inline>>,
    /// The bibliography in the style's order; empty for a style without one.
    pub entries: Vec<Entry>,
}

/// An entry of a bibliography.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// Which of the articles it describes.
    pub article: usize,
    /// What numbered styles put before it, such as `[1]`; else empty.
    pub label: String,
    /// The entry.
    pub content: Vec<Inline>,
}

impl Citer {
    /// A style by its name and a language by its code (`vi` finds `vi-VN`).
    ///
    /// # Errors
    /// [`CiteError`] when either is not there.
    pub fn new(style: &str, locale: &str) -> Result<Self, CiteError> {
        Ok(Self { style: style_named(style)?, locale: locale_code(locale)? })
    }

    /// Cites the articles in this order.
    pub fn cite(&self, articles: &[&Article]) -> Cited {
        let items: Vec<Item> =
            articles.iter().enumerate().filter_map(|(n, article)| to_item(article, n)).collect();
        let vi = self.locale.starts_with("vi");
        let locale = Some(LocaleCode(self.locale.clone()));
        let mut driver = BibliographyDriver::new();
        for (n, item) in items.iter().enumerate() {
            let cite = vec![CitationItem::with_entry(item)];
            driver.citation(CitationRequest::new(
                cite,
                &self.style,
                locale.clone(),
                all_locales(),
                Some(n + 1),
            ));
        }
        let rendered = driver.finish(BibliographyRequest::new(&self.style, locale, all_locales()));
        let mut entries: Vec<Entry> = rendered
            .bibliography
            .map(|list| list.items.iter().filter_map(|i| entry(i, vi)).collect())
            .unwrap_or_default();
        for entry in entries.iter_mut().filter(|entry| is_blank(&entry.content)) {
            entry.content = articles.get(entry.article).map(|article| unstyled(article)).unwrap_or_default();
        }
        let citations = articles.iter().enumerate().map(|(n, article)| {
            let whole = entries.iter().find(|entry| entry.article == n).map(|entry| entry.content.clone());
            let short = || rendered.citations.get(n).map(|cite| inlines(&cite.citation, vi));
            whole.or_else(short).filter(|cited| !is_blank(cited)).unwrap_or_else(|| unstyled(article))
        });
        Cited { citations: citations.collect(), entries: entries.clone() }
    }
}

fn is_blank(content: &[Inline]) -> bool {
    !fonds_model::body::plain_text(content).chars().any(char::is_alphanumeric)
}

/// Some styles have nothing to say of some kinds of article: then who, what, where and when, without a style.
fn unstyled(article: &Article) -> Vec<Inline> {
    let names = article.creators.iter().map(|creator| creator.name.as_str()).collect::<Vec<_>>().join(", ");
    let rest = [
        article.publication.as_deref(),
        article.issued.as_ref().map(|date| date.as_str().split('T').next().unwrap_or_default()),
        article.url.as_deref(),
    ];
    let rest = rest.into_iter().flatten().collect::<Vec<_>>().join(", ");
    let mut out = Vec::new();
    if !names.is_empty() {
        out.push(Inline::text(format!("{names}. ")));
    }
    out.push(Inline::Emphasis { content: vec![Inline::text(&article.title)] });
    out.push(Inline::text(if rest.is_empty() { ".".to_owned() } else { format!(". {rest}.") }));
    out
}

fn to_item(article: &Article, n: usize) -> Option<Item> {
    serde_json::from_value(item(article, &n.to_string(), true)).ok()
}

/// A rendered entry; its number goes to the label, whichever way the style sets it.
fn entry(item: &BibliographyItem, vi: bool) -> Option<Entry> {
    let mut label = String::new();
    let mut content = item.content.clone();
    match &item.first_field {
        Some(field) if is_number(field) => label = plain(field),
        Some(field) => content.0.insert(0, field.clone()),
        None if content.0.first().is_some_and(is_number) => label = plain(&content.0.remove(0)),
        None => {}
    }
    Some(Entry {
        article: item.key.parse().ok()?,
        label: label.trim().to_owned(),
        content: inlines(&content, vi),
    })
}

fn is_number(child: &ElemChild) -> bool {
    match child {
        ElemChild::Elem(elem) => {
            elem.meta == Some(ElemMeta::CitationNumber)
                || elem.meta == Some(ElemMeta::CitationLabel)
                || elem.children.0.iter().any(is_number)
        }
        _ => false,
    }
}

fn plain(child: &ElemChild) -> String {
    fonds_model::body::plain_text(&inlines(&ElemChildren(vec![child.clone()]), false))
}

/// The rendered elements as inlines, tidied as printed text.
fn inlines(children: &ElemChildren, vi: bool) -> Vec<Inline> {
    let mut out = Vec::new();
    gather(children, vi, &mut out);
    tidy(out)
}

fn gather(children: &ElemChildren, vi: bool, out: &mut Vec<Inline>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => out.push(formatted(text)),
            ElemChild::Elem(elem) => {
                // A block within an entry (annotations, second lines) is set apart by a space.
                if elem.display.is_some() && !out.is_empty() {
                    out.push(Inline::text(" "));
                }
                let from = out.len();
                gather(&elem.children, vi, out);
                if vi && elem.meta == Some(ElemMeta::Date) {
                    let date = fonds_model::body::plain_text(&out.split_off(from));
                    out.push(Inline::text(vietnamese_date(&date)));
                }
            }
            ElemChild::Markup(text) => out.push(Inline::text(text)),
            ElemChild::Link { text, url } if url.starts_with("http") => {
                out.push(Inline::Link { href: url.clone(), content: vec![formatted(text)] });
            }
            ElemChild::Link { text, .. } => out.push(formatted(text)),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// A date as Vietnamese print has it: the locale's "25 Tháng Mười Một 2022" is "25 tháng 11 năm 2022".
fn vietnamese_date(text: &str) -> String {
    // Longer names first: "Mười Một" holds "Một".
    const MONTHS: [(&str, u8); 12] = [
        ("Mười Hai", 12),
        ("Mười Một", 11),
        ("Mười", 10),
        ("Chín", 9),
        ("Tám", 8),
        ("Bảy", 7),
        ("Sáu", 6),
        ("Năm", 5),
        ("Tư", 4),
        ("Ba", 3),
        ("Hai", 2),
        ("Một", 1),
    ];
    let found = MONTHS.iter().find_map(|(name, month)| {
        let (before, after) = text.split_once(&format!("Tháng {name}"))?;
        Some((before, *month, after))
    });
    let Some((before, month, after)) = found else { return text.to_owned() };
    let rest = after.trim_start_matches([' ', ',']);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    match digits {
        4 => format!("{before}tháng {month} năm {rest}"),
        1 | 2 => format!("{before}{} tháng {month}{}", &rest[..digits], &rest[digits..]),
        _ => format!("{before}tháng {month}{after}"),
    }
}

fn formatted(text: &Formatted) -> Inline {
    let mut inline = Inline::text(&text.text);
    let format = text.formatting;
    if format.vertical_align == VerticalAlign::Sup {
        inline = Inline::Sup { content: vec![inline] };
    } else if format.vertical_align == VerticalAlign::Sub {
        inline = Inline::Sub { content: vec![inline] };
    }
    if format.font_weight == FontWeight::Bold {
        inline = Inline::Strong { content: vec![inline] };
    }
    if format.font_style == FontStyle::Italic {
        inline = Inline::Emphasis { content: vec![inline] };
    }
    inline
}

/// Neighbouring plain texts joined; no white space at the ends.
fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (out.last_mut(), inline) {
            (_, Inline::Text { text }) if text.is_empty() => {}
            (Some(Inline::Text { text: last }), Inline::Text { text }) => last.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
    if let Some(Inline::Text { text }) = out.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text { text }) = out.last_mut() {
        *text = text.trim_end().to_owned();
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::to_html;
    use fonds_model::article::Holding;
    use fonds_model::{ArticleKind, Creator, Edtf};

    #[test]
    fn no_style_leaves_an_article_uncited() {
        use ArticleKind::*;
        let kinds = [
            Newspaper,
            Magazine,
            Journal,
            WebPage,
            Report,
            Letter,
            Interview,
            Speech,
            Legislation,
            Manuscript,
            Document,
        ];
        let minimal = |kind| Article { kind, title: "Giấy tờ rời".into(), ..Article::default() };
        let articles: Vec<Article> = kinds.into_iter().map(minimal).collect();
        let all: Vec<&Article> = articles.iter().collect();
        for style in ["chicago-notes", "chicago-author-date", "turabian-fullnote-8", "apa", "ieee"] {
            let cited = Citer::new(style, "en-US").unwrap().cite(&all);
            assert_eq!(cited.citations.len(), articles.len());
            for (article, content) in articles.iter().zip(&cited.citations) {
                assert!(!is_blank(content), "{style} says nothing of {:?}", article.kind);
            }
            assert!(cited.entries.iter().all(|entry| !is_blank(&entry.content)), "{style}");
        }
    }

    #[test]
    fn titles_are_cited_as_they_were_printed() {
        for (title, language) in [
            ("NASA's new SUVs at TechCrunch", Some("en")),
            ("Đường sắt cao tốc qua năm tỉnh", None),
            ("Đường sắt cao tốc qua năm tỉnh", Some("vi")),
        ] {
            let language = language.map(str::to_owned);
            let article = Article { title: title.into(), language, ..Article::default() };
            let cited = Citer::new("chicago-author-date", "en-US").unwrap().cite(&[&article]);
            let text = fonds_model::body::plain_text(&cited.citations[0]);
            assert!(text.contains(title), "{text}");
        }
    }

    fn articles() -> Vec<Article> {
        let base =
            Article { kind: ArticleKind::Newspaper, language: Some("vi".into()), ..Article::default() };
        let day = |text: &str| Edtf::parse(text);
        let mut page = Article {
            kind: ArticleKind::WebPage,
            title: "Làng giấy dó bên sông".into(),
            publication: Some("Văn hoá Ví Dụ".into()),
            issued: day("2017-02-05T10:15"),
            url: Some("https://vanhoa.example.vn/lang-giay".into()),
            ..base.clone()
        };
        page.source.captured = "2022-12-01T03:04:05Z".parse().ok();
        vec![
            Article {
                title: "Cầu mới nối hai bờ sông Đào".into(),
                creators: vec![Creator::author("Nguyễn Văn An"), Creator::author("Lê Thu Hà")],
                publication: Some("Báo Sông Đào".into()),
                issued: day("2022-11-25T17:05"),
                pages: Some("3".into()),
                ..base.clone()
            },
            page,
            Article {
                title: "The Ferry That Became a Museum Piece".into(),
                creators: vec![Creator::author("Alice Morton")],
                publication: Some("The River Courier".into()),
                issued: day("2022-12-02"),
                place: Some("London".into()),
                language: Some("en".into()),
                ..base.clone()
            },
            Article {
                kind: ArticleKind::Manuscript,
                title: "Báo cáo về trận lụt".into(),
                issued: day("1971~"),
                holding: Some(Holding {
                    repository: "Lưu trữ xã Thượng".into(),
                    fonds: "Phông Uỷ ban".into(),
                    box_: "Hộp 3".into(),
                    call_number: "UB.71.12".into(),
                    ..Holding::default()
                }),
                ..base
            },
        ]
    }

    fn shown(style: &str, locale: &str) -> String {
        let articles = articles();
        let refs: Vec<&Article> = articles.iter().collect();
        let cited = Citer::new(style, locale).unwrap().cite(&refs);
        let line = |entry: &Entry| format!("{} {}", entry.label, to_html(&entry.content)).trim().to_owned();
        if cited.entries.is_empty() {
            return cited.citations.iter().map(|cite| to_html(cite)).collect::<Vec<_>>().join("\n");
        }
        cited.entries.iter().map(line).collect::<Vec<_>>().join("\n")
    }

    #[test]
    fn apa() {
        insta::assert_snapshot!(shown("apa", "vi-VN"), @r#"
<i>Báo cáo về trận lụt</i>. (k. 1971). Lưu trữ xã Thượng (Phông Uỷ ban, Hộp 3).
<i>Làng giấy dó bên sông</i>. (2017, 5 tháng 2). Văn hoá Ví Dụ. <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>
Morton, A. (2022, 2 tháng 12). The Ferry That Became a Museum Piece. <i>The River Courier</i>.
Nguyễn Văn An, &amp; Lê Thu Hà. (2022, 25 tháng 11). Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>, 3.
"#);
        insta::assert_snapshot!(shown("apa", "en-US"), @r#"
<i>Báo cáo về trận lụt</i>. (ca. 1971). Lưu trữ xã Thượng (Phông Uỷ ban, Hộp 3).
<i>Làng giấy dó bên sông</i>. (2017, February 5). Văn hoá Ví Dụ. <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>
Morton, A. (2022, December 2). The Ferry That Became a Museum Piece. <i>The River Courier</i>.
Nguyễn Văn An, &amp; Lê Thu Hà. (2022, November 25). Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>, 3.
"#);
    }

    #[test]
    fn chicago() {
        insta::assert_snapshot!(shown("chicago-notes", "vi-VN"), @r#"
“Báo cáo về trận lụt”. [1971?]. Phông Uỷ ban, Hộp 3. Lưu trữ xã Thượng.
Morton, Alice. “The Ferry That Became a Museum Piece”. <i>The River Courier</i> (London), 2 tháng 12 năm 2022.
Nguyễn Văn An, và Lê Thu Hà. “Cầu mới nối hai bờ sông Đào”. <i>Báo Sông Đào</i>, 25 tháng 11 năm 2022.
Văn hoá Ví Dụ. “Làng giấy dó bên sông”. 5 tháng 2 năm 2017. <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>.
"#);
        insta::assert_snapshot!(shown("chicago-author-date", "en-US"), @r#"
“Báo cáo về trận lụt.” [1971?]. Phông Uỷ ban, Hộp 3. Lưu trữ xã Thượng.
Morton, Alice. 2022. “The Ferry That Became a Museum Piece.” <i>The River Courier</i> (London), December 2.
Nguyễn Văn An, and Lê Thu Hà. 2022. “Cầu mới nối hai bờ sông Đào.” <i>Báo Sông Đào</i>, November 25.
Văn hoá Ví Dụ. 2017. “Làng giấy dó bên sông.” February 5. <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>.
"#);
    }

    #[test]
    fn others_in_vietnamese() {
        insta::assert_snapshot!(shown("mla", "vi-VN"), @r#"
“Báo cáo về trận lụt”. Khoảng 1971, Lưu trữ xã Thượng, Phông Uỷ ban, Hộp 3.
“Làng giấy dó bên sông”. <i>Văn hoá Ví Dụ</i>, 5 tháng 2 năm 2017, <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>.
Morton, Alice. “The Ferry That Became a Museum Piece”. <i>The River Courier</i> [London], 2 tháng 12 năm 2022.
Nguyễn Văn An, và Lê Thu Hà. “Cầu mới nối hai bờ sông Đào”. <i>Báo Sông Đào</i>, 25 tháng 11 năm 2022, tr 3.
"#);
        insta::assert_snapshot!(shown("ieee", "vi-VN"), @r#"
[1] Nguyễn Văn An và Lê Thu Hà, “Cầu mới nối hai bờ sông Đào”, <i>Báo Sông Đào</i>, tr 3, 25 tháng 11 năm 2022.
[2] “Làng giấy dó bên sông”, Văn hoá Ví Dụ. Truy cập: 1 tháng 12 năm 2022. [Online]. Có tại: <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>
[3] A. Morton, “The Ferry That Became a Museum Piece”, <i>The River Courier</i>, London, 2 tháng 12 năm 2022.
[4] “Báo cáo về trận lụt”, 1971.
"#);
        insta::assert_snapshot!(shown("vancouver", "vi-VN"), @r#"
1. Cầu mới nối hai bờ sông Đào. Báo Sông Đào. 25 tháng 11 năm 2022:3.
2. Văn hoá Ví Dụ [Internet]. 2017 [được trích dẫn 1 tháng 12 năm 2022]. Làng giấy dó bên sông. Có tại: <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>
3. The Ferry That Became a Museum Piece. The River Courier. 2 tháng 12 năm 2022.
4. Báo cáo về trận lụt. 1971. Located at: Lưu trữ xã Thượng; Phông Uỷ ban, Hộp 3
"#);
        insta::assert_snapshot!(shown("harvard-cite-them-right", "vi-VN"), @r#"
“Báo cáo về trận lụt” (1971).
<i>Làng giấy dó bên sông</i> (2017) <i>Văn hoá Ví Dụ</i>. Có tại: <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a> (Truy cập: 1 tháng 12 năm 2022).
Morton, A. (2022) “The Ferry That Became a Museum Piece”, <i>The River Courier</i>, 2 tháng 12.
Nguyễn Văn An và Lê Thu Hà (2022) “Cầu mới nối hai bờ sông Đào”, <i>Báo Sông Đào</i>, 25 tháng 11, tr 3.
"#);
    }

    #[test]
    fn every_style_cites_everything() {
        let articles = articles();
        let refs: Vec<&Article> = articles.iter().collect();
        for style in crate::styles() {
            let cited = Citer::new(&style.name, "vi-VN").unwrap().cite(&refs);
            assert_eq!(cited.citations.len(), 4, "{}", style.name);
            assert!(cited.citations.iter().all(|cite| !cite.is_empty()), "{}", style.name);
        }
    }

    #[test]
    fn odd_articles_are_survived() {
        let mut odd = Article { issued: Edtf::parse("1930/1935"), ..Article::default() };
        let citer = Citer::new("apa", "vi-VN").unwrap();
        assert_eq!(citer.cite(&[&odd]).citations.len(), 1);
        odd.issued = Edtf::parse("../1954");
        odd.creators = vec![Creator::author("")];
        assert_eq!(citer.cite(&[&odd, &odd]).citations.len(), 2);
        assert_eq!(citer.cite(&[]), Cited::default());
    }
}
