//! Citations in a text, in the bundled styles: notes, numbers, authors and dates.

use super::Citer;
use crate::{AuthorForm, Cite, Cluster, Locator, LocatorLabel};
use fonds_model::body::plain_text;
use fonds_model::{Article, Creator, Edtf};

fn article(author: &str, title: &str, issued: &str) -> Article {
    Article {
        title: title.into(),
        creators: vec![Creator::author(author)],
        publication: Some("Báo Ví Dụ".into()),
        issued: Edtf::parse(issued),
        ..Article::default()
    }
}

/// Citations from a line: articles by number, pages after a colon; `;` joins citations, `+` articles.
fn shown(style: &str, locale: &str, articles: &[Article], line: &str) -> String {
    let cite = |text: &str| {
        let (article, page) = text.split_once(':').unwrap_or((text, ""));
        let locator = Locator { label: LocatorLabel::Page, value: page.into() };
        Cite {
            article: article.parse().unwrap(),
            locator: (!page.is_empty()).then_some(locator),
            ..Cite::default()
        }
    };
    let cluster =
        |(n, text): (usize, &str)| Cluster { cites: text.split('+').map(cite).collect(), note: Some(n + 1) };
    let clusters: Vec<Cluster> = line.split(';').enumerate().map(cluster).collect();
    let refs: Vec<&Article> = articles.iter().collect();
    let cited = Citer::new(style, locale).unwrap().cite_with(&refs, &clusters);
    cited.clusters.iter().map(|found| plain_text(&found.content)).collect::<Vec<_>>().join("\n")
}

fn two() -> Vec<Article> {
    vec![
        article("Nguyễn Văn An", "Cầu mới nối hai bờ", "2022-11-25"),
        article("Jane Smith", "The Ferry", "1998"),
    ]
}

#[test]
fn notes_say_what_was_said_before() {
    let line = "0:3;0:3;0:5;1;0:7;1+0;0";
    insta::assert_snapshot!(shown("turabian-fullnote-8", "vi-VN", &two(), line), @r"
Nguyễn Văn An, “Cầu mới nối hai bờ”, Báo Ví Dụ, 25 tháng 11 năm 2022, 3.
Nguyễn Văn An, “Cầu mới nối hai bờ”, 3.
Nguyễn Văn An, “Cầu mới nối hai bờ”, 5.
Jane Smith, “The Ferry”, Báo Ví Dụ, 1998.
Nguyễn Văn An, “Cầu mới nối hai bờ”, 7.
Smith, “The Ferry”; Nguyễn Văn An, “Cầu mới nối hai bờ”.
Nguyễn Văn An, “Cầu mới nối hai bờ”.
");
    insta::assert_snapshot!(shown("modern-humanities-research-association-notes", "en-US", &two(), line), @r"
Nguyễn Văn An, “Cầu mới nối hai bờ,” Báo Ví Dụ, November 25, 2022, p. 3.
Nguyễn Văn An, “Cầu mới nối hai bờ,” p. 3.
Nguyễn Văn An, “Cầu mới nối hai bờ,” p. 5.
Jane Smith, “The Ferry,” Báo Ví Dụ, 1998.
Nguyễn Văn An, “Cầu mới nối hai bờ,” p. 7.
Smith, “The Ferry”; Nguyễn Văn An, “Cầu mới nối hai bờ”.
Nguyễn Văn An, “Cầu mới nối hai bờ”.
");
}

#[test]
fn numbers_and_pages() {
    let mut articles = two();
    articles.push(article("Lê Bình", "Chợ cũ", "2001"));
    insta::assert_snapshot!(shown("ieee", "vi-VN", &articles, "0+1+2;2;0:3+1:5+2"), @r"
[1], [2], [3]
[3]
[1, tr. 3], [2, tr. 5], [3]
");
    insta::assert_snapshot!(shown("nature", "en-US", &articles, "0+1+2;2"), @r"
1–3
3
");
}

#[test]
fn namesakes_are_told_apart() {
    let articles = [
        article("Nguyễn Văn An", "Cầu mới", "2022-11-25"),
        article("Nguyễn Văn An", "Chợ cũ", "2022-03-01"),
        article("Jane Smith", "The Ferry", "1998"),
        article("John Smith", "The Bridge", "1998"),
    ];
    insta::assert_snapshot!(shown("apa", "vi-VN", &articles, "0;1;2;3;0+2"), @r"
(Nguyễn Văn An, 2022a)
(Nguyễn Văn An, 2022b)
(Smith, 1998a)
(Smith, 1998b)
(Nguyễn Văn An, 2022a; Smith, 1998a)
");
}

#[test]
fn a_bibliography_is_in_the_order_of_its_language() {
    let names = ["Ưng", "Đào", "Ơn", "Ân", "An", "Uyên", "Ăn", "Oanh", "Dung", "Ông"];
    let articles: Vec<Article> = names.iter().map(|name| article(name, "Bài", "2022")).collect();
    let refs: Vec<&Article> = articles.iter().collect();
    for style in ["apa", "chicago-author-date", "mla", "harvard-cite-them-right"] {
        let cited = Citer::new(style, "vi-VN").unwrap().cite(&refs);
        let order: Vec<&str> = cited.entries.iter().map(|entry| names[entry.article]).collect();
        let expected = ["An", "Ăn", "Ân", "Dung", "Đào", "Oanh", "Ông", "Ơn", "Uyên", "Ưng"];
        assert_eq!(order, expected, "{style}");
    }
}

#[test]
fn the_sentence_names_the_author() {
    let cluster =
        Cluster { cites: vec![Cite { author: AuthorForm::InText, ..Cite::default() }], note: Some(1) };
    let articles = two();
    let refs: Vec<&Article> = articles.iter().collect();
    let told = |style: &str| {
        let cited = Citer::new(style, "vi-VN").unwrap().cite_with(&refs, std::slice::from_ref(&cluster));
        let found = &cited.clusters[0];
        format!("{} {}", plain_text(&found.author), plain_text(&found.content))
    };
    assert_eq!(told("apa"), "Nguyễn Văn An (2022)");
    assert_eq!(told("ieee"), "Nguyễn Văn An [1]");
}
