//! Citations and bibliographies, whole.

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
    let base = Article { kind: ArticleKind::Newspaper, language: Some("vi".into()), ..Article::default() };
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
<i>Báo cáo về trận lụt</i>. (kh. 1971). Lưu trữ xã Thượng (Phông Uỷ ban, Hộp 3, UB.71.12).
<i>Làng giấy dó bên sông</i>. (2017, 5 tháng 2). Văn hoá Ví Dụ. <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>
Morton, A. (2022, 2 tháng 12). The Ferry That Became a Museum Piece. <i>The River Courier</i>.
Nguyễn Văn An, &amp; Lê Thu Hà. (2022, 25 tháng 11). Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>, 3.
"#);
    insta::assert_snapshot!(shown("apa", "en-US"), @r#"
<i>Báo cáo về trận lụt</i>. (ca. 1971). Lưu trữ xã Thượng (Phông Uỷ ban, Hộp 3, UB.71.12).
<i>Làng giấy dó bên sông</i>. (2017, February 5). Văn hoá Ví Dụ. <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>
Morton, A. (2022, December 2). The Ferry That Became a Museum Piece. <i>The River Courier</i>.
Nguyễn Văn An, &amp; Lê Thu Hà. (2022, November 25). Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>, 3.
"#);
}

#[test]
fn chicago() {
    insta::assert_snapshot!(shown("chicago-notes", "vi-VN"), @r#"
“Báo cáo về trận lụt”. [1971?]. Phông Uỷ ban, Hộp 3, UB.71.12. Lưu trữ xã Thượng.
Morton, Alice. “The Ferry That Became a Museum Piece”. <i>The River Courier</i> (London), 2 tháng 12 năm 2022.
Nguyễn Văn An, và Lê Thu Hà. “Cầu mới nối hai bờ sông Đào”. <i>Báo Sông Đào</i>, 25 tháng 11 năm 2022.
Văn hoá Ví Dụ. “Làng giấy dó bên sông”. 5 tháng 2 năm 2017. <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>.
"#);
    insta::assert_snapshot!(shown("chicago-author-date", "en-US"), @r#"
“Báo cáo về trận lụt.” [1971?]. Phông Uỷ ban, Hộp 3, UB.71.12. Lưu trữ xã Thượng.
Morton, Alice. 2022. “The Ferry That Became a Museum Piece.” <i>The River Courier</i> (London), December 2.
Nguyễn Văn An, and Lê Thu Hà. 2022. “Cầu mới nối hai bờ sông Đào.” <i>Báo Sông Đào</i>, November 25.
Văn hoá Ví Dụ. 2017. “Làng giấy dó bên sông.” February 5. <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>.
"#);
}

#[test]
fn others_in_vietnamese() {
    insta::assert_snapshot!(shown("mla", "vi-VN"), @r#"
“Báo cáo về trận lụt”. Khoảng 1971, Lưu trữ xã Thượng, Phông Uỷ ban, Hộp 3, UB.71.12.
“Làng giấy dó bên sông”. <i>Văn hoá Ví Dụ</i>, 5 tháng 2 năm 2017, <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>.
Morton, Alice. “The Ferry That Became a Museum Piece”. <i>The River Courier</i> [London], 2 tháng 12 năm 2022.
Nguyễn Văn An, và Lê Thu Hà. “Cầu mới nối hai bờ sông Đào”. <i>Báo Sông Đào</i>, 25 tháng 11 năm 2022, tr. 3.
"#);
    insta::assert_snapshot!(shown("ieee", "vi-VN"), @r#"
[1] Nguyễn Văn An và Lê Thu Hà, “Cầu mới nối hai bờ sông Đào”, <i>Báo Sông Đào</i>, tr. 3, 25 tháng 11 năm 2022.
[2] “Làng giấy dó bên sông”, Văn hoá Ví Dụ. Truy cập: 1 tháng 12 năm 2022. [Trực tuyến]. Có tại: <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>
[3] A. Morton, “The Ferry That Became a Museum Piece”, <i>The River Courier</i>, London, 2 tháng 12 năm 2022.
[4] “Báo cáo về trận lụt”, 1971.
"#);
    insta::assert_snapshot!(shown("vancouver", "vi-VN"), @r#"
1. Nguyễn Văn An, Lê Thu Hà. Cầu mới nối hai bờ sông Đào. Báo Sông Đào. 25 tháng 11 năm 2022:3.
2. Văn hoá Ví Dụ [Internet]. 2017 [trích dẫn 1 tháng 12 năm 2022]. Làng giấy dó bên sông. Có tại: <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a>
3. Morton A. The Ferry That Became a Museum Piece. The River Courier. 2 tháng 12 năm 2022.
4. Báo cáo về trận lụt. 1971. Lưu tại: Lưu trữ xã Thượng; Phông Uỷ ban, Hộp 3, UB.71.12
"#);
    insta::assert_snapshot!(shown("harvard-cite-them-right", "vi-VN"), @r#"
“Báo cáo về trận lụt” (1971).
<i>Làng giấy dó bên sông</i> (2017) <i>Văn hoá Ví Dụ</i>. Có tại: <a href="https://vanhoa.example.vn/lang-giay">https://vanhoa.example.vn/lang-giay</a> (Truy cập: 1 tháng 12 năm 2022).
Morton, A. (2022) “The Ferry That Became a Museum Piece”, <i>The River Courier</i>, 2 tháng 12.
Nguyễn Văn An và Lê Thu Hà (2022) “Cầu mới nối hai bờ sông Đào”, <i>Báo Sông Đào</i>, 25 tháng 11, tr. 3.
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

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(48))]
    /// Whatever stands in the fields, no style panics and every article is cited.
    #[test]
    fn any_article_is_cited(
        words in proptest::collection::vec("[-–0-9a-dA-DđỆIVX .,&<>/$*@'“]{0,14}", 9),
        date in "((19|20)[0-9]{2}|19[0-9]X|2021-2[1-4]|1930/19[3-9][0-9]|../1954|1930/..|1945~)",
        style in proptest::sample::select(vec!["apa", "chicago-notes", "vancouver", "mla", "harvard-cite-them-right"]),
    ) {
        let some = |n: usize| Some(words[n].clone());
        let article = Article {
            title: words[0].clone(),
            creators: vec![Creator::author(&words[1]), Creator { family: some(2), ..Creator::author(&words[3]) }],
            publication: some(4),
            pages: some(5),
            volume: some(6),
            issue: some(7),
            edition: some(8),
            section: some(5),
            issued: Edtf::parse(&date),
            ..Article::default()
        };
        let other = Article { title: "Bài khác".into(), ..article.clone() };
        let cluster = crate::Cluster {
            cites: vec![crate::Cite { prefix: words[6].clone(), suffix: words[7].clone(), ..crate::Cite::default() }],
            note: Some(1),
        };
        let cited = Citer::new(style, "vi-VN").unwrap().cite_with(&[&article, &other], &[cluster]);
        proptest::prop_assert_eq!(cited.citations.len(), 2);
        proptest::prop_assert_eq!(cited.clusters.len(), 1);
    }
}
