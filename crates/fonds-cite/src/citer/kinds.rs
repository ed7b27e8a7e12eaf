//! Every kind of article with all that can be known of it, cited in the styles that readers ask for.

use super::{Citer, Entry};
use crate::{Cite, Cluster, to_html};
use fonds_model::article::{Holding, Identifier};
use fonds_model::{Article, ArticleKind, Creator, Edtf, Role};

/// An article from one line: `field=value` joined by `|`; names as the fields of the window take them.
fn article(kind: ArticleKind, line: &str) -> Article {
    use fonds_model::Field;
    let mut article = Article { kind, language: Some("vi".into()), ..Article::default() };
    for (name, value) in line.split('|').filter_map(|part| part.split_once('=')) {
        match (Field::named(name), name) {
            (Some(field), _) => article.set_field(field, value).unwrap(),
            (_, "captured") => article.source.captured = value.parse().ok(),
            (_, "dateline") => article.dateline = Some(value.into()),
            (_, "doi") => {
                let identifier = Identifier { scheme: "doi".into(), value: value.into() };
                article.identifiers.push(identifier);
            }
            (_, "holding") => {
                let mut parts = value.split('/').map(str::to_owned);
                let mut next = || parts.next().unwrap_or_default();
                article.holding = Some(Holding {
                    repository: next(),
                    fonds: next(),
                    series: next(),
                    box_: next(),
                    folder: next(),
                    call_number: next(),
                });
            }
            _ => panic!("{name}"),
        }
    }
    article
}

fn kinds() -> Vec<Article> {
    use ArticleKind::*;
    vec![
        article(
            Newspaper,
            "title=Cầu mới nối hai bờ sông Đào|creators=Nguyễn Văn An; Lê Thu Hà|publication=Báo Sông Đào|section=Thời sự|edition=Chiều|place=Nam Định|issued=2022-11-25T17:05|issue=1234|pages=1, 3",
        ),
        article(
            WebPage,
            "title=Làng giấy dó bên sông|creators=Tố Hữu|publication=Văn hoá Ví Dụ|issued=2017-02-05|url=https://vanhoa.example.vn/giay|captured=2022-12-01T03:04:05Z",
        ),
        article(
            Magazine,
            "title=Mùa nước nổi|creators=Đỗ Hữu Phước; Jane Smith (translator)|publication=Tạp chí Quê Nhà|issued=2021-22|issue=7|pages=12-18",
        ),
        article(
            Journal,
            "title=Đê điều và đời sống|creators=Martin Luther King Jr.; Ludwig van Beethoven|publication=Tạp chí Sử học|issued=2019|volume=4|issue=2|pages=101-129|doi=10.1234/su.2019",
        ),
        article(
            Report,
            "title=Tình hình trận lụt|creators=Uỷ ban Phòng chống lụt bão|publisher=Nhà xuất bản Ví Dụ|place=Hà Nội|issued=1971-08/1971-10|issue=15/BC",
        ),
        article(
            Letter,
            "title=Thư gửi xã Thượng|creators=Trần Thị Bình|dateline=Huế|issued=1954-05-07|holding=Lưu trữ xã Thượng/Phông Uỷ ban//Hộp 3//UB.71.12",
        ),
        article(
            Interview,
            "title=Người giữ bến đò|creators=Phạm Văn Lái (interviewee); Alice Morton|publication=Báo Sông Đào|issued=1998-03",
        ),
        article(
            Speech,
            "title=Diễn văn khánh thành cầu|creators=Hoàng Văn Cầu|publication=Lễ khánh thành cầu Đào|place=Nam Định|issued=1936~",
        ),
        article(
            Legislation,
            "title=Luật Lưu trữ|publisher=Quốc hội|publication=Công báo|issue=01/2011/QH13|issued=2011-11-11|section=15",
        ),
        article(
            Manuscript,
            "title=Sổ ghi chép của lý trưởng|creators=Lý Văn Trưởng|issued=193X|holding=Trung tâm Lưu trữ Quốc gia I/Phông Công sứ Nam Định/Thư từ/Hộp 12/Hồ sơ 4/RND 2211",
        ),
        article(Document, "title=Tờ rơi không ngày"),
    ]
}

fn shown(style: &str, locale: &str) -> String {
    let articles = kinds();
    let refs: Vec<&Article> = articles.iter().collect();
    let cited = Citer::new(style, locale).unwrap().cite(&refs);
    let line = |entry: &Entry| format!("{} {}", entry.label, to_html(&entry.content)).trim().to_owned();
    let mut entries: Vec<&Entry> = cited.entries.iter().collect();
    entries.sort_by_key(|entry| entry.article);
    if entries.is_empty() {
        return cited.citations.iter().map(|cite| to_html(cite)).collect::<Vec<_>>().join("\n");
    }
    entries.into_iter().map(line).collect::<Vec<_>>().join("\n").replace("</a>", "").replace("<a href=", "<")
}

#[test]
fn creators_have_their_roles() {
    let articles = kinds();
    let interview = crate::item::item(&articles[6], "x", true);
    assert_eq!(interview["author"][0]["literal"], "Phạm Văn Lái");
    assert_eq!(interview["interviewer"][0]["family"], "Morton");
    let journal = crate::item::item(&articles[3], "x", true);
    assert_eq!(journal["author"][0]["suffix"], "Jr.");
    assert_eq!(journal["author"][0]["given"], "Martin Luther");
    let photo = Article {
        creators: vec![Creator { role: Role::Photographer, ..Creator::author("Lê Ảnh") }],
        issued: Edtf::parse("1954"),
        ..Article::default()
    };
    assert!(crate::item::item(&photo, "x", true).get("illustrator").is_none());
    assert!(crate::item::item(&photo, "x", false).get("illustrator").is_some());
}

/// What every style prints of one article.
fn in_all_styles(article: &Article) -> Vec<(String, String)> {
    let cited = |style: String| {
        let cited = Citer::new(&style, "en-US").unwrap().cite(&[article]);
        (style, fonds_model::body::plain_text(&cited.citations[0]))
    };
    crate::styles().into_iter().map(|style| cited(style.name)).collect()
}

/// How many styles print the marked word of an article; none of them prints it twice.
fn told_once(article: &Article, mark: &str) -> usize {
    let printed = in_all_styles(article);
    for (style, printed) in &printed {
        assert!(printed.matches(mark).count() <= 1, "{style}: {printed}");
    }
    printed.iter().filter(|(_, printed)| printed.contains(mark)).count()
}

const SPEECH: &str =
    "title=On Dikes|creators=Jane Smith|publication=Opening of the Dike|place=Zwyq|issued=1789-05-01";

#[test]
fn a_speech_has_its_date() {
    let printed = in_all_styles(&article(ArticleKind::Speech, SPEECH));
    let without = printed.iter().filter(|(_, printed)| !printed.contains("1789"));
    // To these a speech is unpublished.
    let expected = ["american-physics-society", "sage-vancouver"];
    assert_eq!(without.map(|(style, _)| style.as_str()).collect::<Vec<_>>(), expected);
}

#[test]
fn what_names_nobody_has_its_date_and_its_title_once() {
    for kind in [ArticleKind::Newspaper, ArticleKind::WebPage, ArticleKind::Legislation] {
        for (style, printed) in
            in_all_styles(&article(kind, "title=Zwyq|publication=Paper|issued=1789-05-01"))
        {
            // Some styles leave out the title of an article.
            let titles = printed.matches("Zwyq").count();
            assert!(titles <= 1 && !printed.contains("no date"), "{style}, {kind:?}: {printed}");
        }
    }
    let unsigned = article(ArticleKind::Newspaper, "title=Zwyq|publication=Paper|issued=1789-05-01");
    let cited = Citer::new("iso-690-author-date", "en-US").unwrap().cite(&[&unsigned]);
    let printed = fonds_model::body::plain_text(&cited.citations[0]);
    assert_eq!(printed, "Zwyq, 1789. Paper. 1 May 1789.");
}

#[test]
fn a_speech_has_its_place_once() {
    assert!(told_once(&article(ArticleKind::Speech, SPEECH), "Zwyq") > 20);
}

#[test]
fn an_edition_is_called_so_once() {
    for (edition, style, locale, printed) in [
        ("Main Edition", "chicago-notes", "en-US", "Main Edition."),
        ("Main Edition", "mla", "en-US", "Main Edition,"),
        ("ấn bản Chiều", "chicago-notes", "vi-VN", "Ấn bản Chiều."),
        ("Chiều", "mla", "vi-VN", "Chiều,"),
    ] {
        let line =
            format!("title=T|creators=Jane Smith|publication=Paper|issued=1789-05-01|edition={edition}");
        let paper = article(ArticleKind::Newspaper, &line);
        let cited = Citer::new(style, locale).unwrap().cite(&[&paper]);
        let cited = fonds_model::body::plain_text(&cited.citations[0]);
        let times =
            cited.to_lowercase().matches("edition").count() + cited.to_lowercase().matches("bản").count();
        assert!(cited.contains(printed) && times <= 1, "{style}: {cited}");
    }
}

#[test]
fn a_law_has_who_passed_it_once() {
    let line = "title=Archives Act|publisher=Zwyq|issue=01/2011|issued=2011";
    assert!(told_once(&article(ArticleKind::Legislation, line), "Zwyq") > 20);
}

/// Each kind as a footnote of its own.
fn noted(style: &str, locale: &str) -> String {
    let articles = kinds();
    let refs: Vec<&Article> = articles.iter().collect();
    let cite = |n| Cite { article: n, ..Cite::default() };
    let note = |n| Cluster { cites: vec![cite(n)], note: Some(n + 1) };
    let notes: Vec<Cluster> = (0..refs.len()).map(note).collect();
    let cited = Citer::new(style, locale).unwrap().cite_with(&refs, &notes);
    let notes = cited.clusters.iter().map(|one| fonds_model::body::plain_text(&one.content));
    notes.collect::<Vec<_>>().join("\n")
}

#[test]
fn notes_of_every_kind() {
    insta::assert_snapshot!(noted("chicago-notes", "en-US"), @r#"
Nguyễn Văn An and Lê Thu Hà, “Cầu mới nối hai bờ sông Đào,” Thời sự, Báo Sông Đào (Nam Định), November 25, 2022, Chiều Edition.
Tố Hữu, “Làng giấy dó bên sông,” Văn hoá Ví Dụ, February 5, 2017, https://vanhoa.example.vn/giay.
Đỗ Hữu Phước, “Mùa nước nổi,” trans. Jane Smith, Tạp chí Quê Nhà, Summer 2021.
Martin Luther King Jr. and Ludwig van Beethoven, “Đê điều và đời sống,” Tạp chí Sử học 4, no. 2 (2019): 101–29, https://doi.org/10.1234/su.2019.
Uỷ ban Phòng chống lụt bão, Tình hình trận lụt, no. 15/BC (Nhà xuất bản Ví Dụ, 1971).
Trần Thị Bình, “Thư gửi xã Thượng,” Huế, May 7, 1954, Phông Uỷ ban, Hộp 3, UB.71.12, Lưu trữ xã Thượng.
Phạm Văn Lái, “Người giữ bến đò,” interview by Alice Morton, Báo Sông Đào, March 1998.
Hoàng Văn Cầu, “Diễn văn khánh thành cầu,” in Lễ khánh thành cầu Đào Nam Định, [1936?].
Luật Lưu trữ, Pub. L. No. 01/2011/QH13, Công báo (2011).
Lý Văn Trưởng, “Sổ ghi chép của lý trưởng,” 1930s, Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211, Trung tâm Lưu trữ Quốc gia I.
“Tờ rơi không ngày,” n.d.
"#);
    insta::assert_snapshot!(noted("chicago-notes", "vi-VN"), @r#"
Nguyễn Văn An và Lê Thu Hà, “Cầu mới nối hai bờ sông Đào”, Thời sự, Báo Sông Đào (Nam Định), 25 tháng 11 năm 2022, Ấn bản Chiều.
Tố Hữu, “Làng giấy dó bên sông”, Văn hoá Ví Dụ, 5 tháng 2 năm 2017, https://vanhoa.example.vn/giay.
Đỗ Hữu Phước, “Mùa nước nổi”, dịch: Jane Smith, Tạp chí Quê Nhà, mùa hè 2021.
Martin Luther King Jr. và Ludwig van Beethoven, “Đê điều và đời sống”, Tạp chí Sử học 4, số 2 (2019): 101–29, https://doi.org/10.1234/su.2019.
Uỷ ban Phòng chống lụt bão, Tình hình trận lụt, số 15/BC (Nhà xuất bản Ví Dụ, 1971).
Trần Thị Bình, “Thư gửi xã Thượng”, Huế, 7 tháng 5 năm 1954, Phông Uỷ ban, Hộp 3, UB.71.12, Lưu trữ xã Thượng.
Phạm Văn Lái, “Người giữ bến đò”, phỏng vấn: Alice Morton, Báo Sông Đào, tháng 3 năm 1998.
Hoàng Văn Cầu, “Diễn văn khánh thành cầu”, trong Lễ khánh thành cầu Đào Nam Định, [1936?].
Luật Lưu trữ, VBPL Số 01/2011/QH13, Công báo (2011).
Lý Văn Trưởng, “Sổ ghi chép của lý trưởng”, thập niên 1930, Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211, Trung tâm Lưu trữ Quốc gia I.
“Tờ rơi không ngày”, k.n.
"#);
    insta::assert_snapshot!(noted("modern-humanities-research-association-notes", "en-US"), @r#"
Nguyễn Văn An and Lê Thu Hà, “Cầu mới nối hai bờ sông Đào,” Thời sự, Báo Sông Đào (Nam Định), November 25, 2022, Chiều Edition, pp. 1, 3.
Tố Hữu, “Làng giấy dó bên sông,” Văn hoá Ví Dụ, February 5, 2017 <https://vanhoa.example.vn/giay> [accessed December 1, 2022].
Đỗ Hữu Phước, “Mùa nước nổi,” trans. by Jane Smith, Tạp chí Quê Nhà, no. 7 (Summer 2021), pp. 12–18.
Martin Luther King Jr. and Ludwig van Beethoven, “Đê điều và đời sống,” Tạp chí Sử học, 4.2 (2019), pp. 101–29, doi:10.1234/su.2019.
Uỷ ban Phòng chống lụt bão, Tình hình trận lụt, no. 15/BC (Nhà xuất bản Ví Dụ, 1971).
Trần Thị Bình, “Thư gửi xã Thượng,” letter, Huế, May 7, 1954, Lưu trữ xã Thượng, Phông Uỷ ban, Hộp 3, UB.71.12.
A. Morton, “Người giữ bến đò,” Báo Sông Đào, March 1998.
Hoàng Văn Cầu, “Diễn văn khánh thành cầu,” in Lễ khánh thành cầu Đào, Nam Định, [1936?].
Luật Lưu trữ, in Công báo, 01/2011/QH13, Quốc hội, 2011.
Lý Văn Trưởng, “Sổ ghi chép của lý trưởng,” 1930s, Trung tâm Lưu trữ Quốc gia I, Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211.
“Tờ rơi không ngày,” n.d.
"#);
}

#[test]
fn apa_in_vietnamese() {
    insta::assert_snapshot!(shown("apa", "vi-VN"), @r#"
Nguyễn Văn An, &amp; Lê Thu Hà. (2022, 25 tháng 11). Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>, (1234), 1, 3.
Tố Hữu. (2017, 5 tháng 2). <i>Làng giấy dó bên sông</i>. Văn hoá Ví Dụ. <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay
Đỗ Hữu Phước. (2021, mùa hè). Mùa nước nổi (J. Smith, dịch). <i>Tạp chí Quê Nhà</i>, (7), 12–18.
King, M. L., Jr., &amp; Beethoven, L. van. (2019). Đê điều và đời sống. <i>Tạp chí Sử học</i>, <i>4</i>(2), 101–129. <"https://doi.org/10.1234/su.2019">https://doi.org/10.1234/su.2019
Uỷ ban Phòng chống lụt bão. (1971). <i>Tình hình trận lụt</i> (Số 15/BC). Nhà xuất bản Ví Dụ.
Trần Thị Bình. (1954, 7 tháng 5). <i>Thư gửi xã Thượng</i> [Thư]. Lưu trữ xã Thượng (Phông Uỷ ban, Hộp 3, UB.71.12).
Phạm Văn Lái. (1998, tháng 3). Người giữ bến đò (A. Morton, phỏng vấn). <i>Báo Sông Đào</i>.
Hoàng Văn Cầu. (kh. 1936). Diễn văn khánh thành cầu. Trong <i>Lễ khánh thành cầu Đào</i>.
Luật Lưu trữ, VBPL Số 01/2011/QH13, Công báo (2011).
Lý Văn Trưởng. (thập niên 1930). <i>Sổ ghi chép của lý trưởng</i>. Trung tâm Lưu trữ Quốc gia I (Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211).
<i>Tờ rơi không ngày</i>. (k.n.).
"#);
}

#[test]
fn apa_in_english() {
    insta::assert_snapshot!(shown("apa", "en-US"), @r#"
Nguyễn Văn An, &amp; Lê Thu Hà. (2022, November 25). Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>, (1234), 1, 3.
Tố Hữu. (2017, February 5). <i>Làng giấy dó bên sông</i>. Văn hoá Ví Dụ. <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay
Đỗ Hữu Phước. (2021, Summer). Mùa nước nổi (J. Smith, trans.). <i>Tạp chí Quê Nhà</i>, (7), 12–18.
King, M. L., Jr., &amp; Beethoven, L. van. (2019). Đê điều và đời sống. <i>Tạp chí Sử học</i>, <i>4</i>(2), 101–129. <"https://doi.org/10.1234/su.2019">https://doi.org/10.1234/su.2019
Uỷ ban Phòng chống lụt bão. (1971). <i>Tình hình trận lụt</i> (No. 15/BC). Nhà xuất bản Ví Dụ.
Trần Thị Bình. (1954, May 7). <i>Thư gửi xã Thượng</i> [Letter]. Lưu trữ xã Thượng (Phông Uỷ ban, Hộp 3, UB.71.12).
Phạm Văn Lái. (1998, March). Người giữ bến đò (A. Morton, interviewer). <i>Báo Sông Đào</i>.
Hoàng Văn Cầu. (ca. 1936). Diễn văn khánh thành cầu. In <i>Lễ khánh thành cầu Đào</i>.
Luật Lưu trữ, Pub. L. No. 01/2011/QH13, Công báo (2011).
Lý Văn Trưởng. (1930s). <i>Sổ ghi chép của lý trưởng</i>. Trung tâm Lưu trữ Quốc gia I (Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211).
<i>Tờ rơi không ngày</i>. (n.d.).
"#);
}

#[test]
fn chicago_notes_in_vietnamese() {
    insta::assert_snapshot!(shown("chicago-notes", "vi-VN"), @r#"
Nguyễn Văn An, và Lê Thu Hà. “Cầu mới nối hai bờ sông Đào”. Thời sự. <i>Báo Sông Đào</i> (Nam Định), 25 tháng 11 năm 2022. Ấn bản Chiều.
Tố Hữu. “Làng giấy dó bên sông”. Văn hoá Ví Dụ, 5 tháng 2 năm 2017. <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay.
Đỗ Hữu Phước. “Mùa nước nổi”. Người dịch: Jane Smith. <i>Tạp chí Quê Nhà</i>, mùa hè 2021.
King, Martin Luther, Jr., và Ludwig van Beethoven. “Đê điều và đời sống”. <i>Tạp chí Sử học</i> 4, số 2 (2019): 101–29. <"https://doi.org/10.1234/su.2019">https://doi.org/10.1234/su.2019.
Uỷ ban Phòng chống lụt bão. <i>Tình hình trận lụt</i>. Số 15/BC. Nhà xuất bản Ví Dụ, 1971.
Trần Thị Bình. “Thư gửi xã Thượng”. Huế, 7 tháng 5 năm 1954. Phông Uỷ ban, Hộp 3, UB.71.12. Lưu trữ xã Thượng.
Phạm Văn Lái. “Người giữ bến đò”. Phỏng vấn: Alice Morton. <i>Báo Sông Đào</i>, tháng 3 năm 1998.
Hoàng Văn Cầu. “Diễn văn khánh thành cầu”. Trong <i>Lễ khánh thành cầu Đào</i>. Nam Định, [1936?].
Luật Lưu trữ, VBPL Số 01/2011/QH13, Công báo (2011).
Lý Văn Trưởng. “Sổ ghi chép của lý trưởng”. Thập niên 1930. Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211. Trung tâm Lưu trữ Quốc gia I.
<i>Tờ rơi không ngày</i>.
"#);
}

#[test]
fn chicago_notes_in_english() {
    insta::assert_snapshot!(shown("chicago-notes", "en-US"), @r#"
Nguyễn Văn An, and Lê Thu Hà. “Cầu mới nối hai bờ sông Đào.” Thời sự. <i>Báo Sông Đào</i> (Nam Định), November 25, 2022. Chiều Edition.
Tố Hữu. “Làng giấy dó bên sông.” Văn hoá Ví Dụ, February 5, 2017. <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay.
Đỗ Hữu Phước. “Mùa nước nổi.” Translated by Jane Smith. <i>Tạp chí Quê Nhà</i>, Summer 2021.
King, Martin Luther, Jr., and Ludwig van Beethoven. “Đê điều và đời sống.” <i>Tạp chí Sử học</i> 4, no. 2 (2019): 101–29. <"https://doi.org/10.1234/su.2019">https://doi.org/10.1234/su.2019.
Uỷ ban Phòng chống lụt bão. <i>Tình hình trận lụt</i>. No. 15/BC. Nhà xuất bản Ví Dụ, 1971.
Trần Thị Bình. “Thư gửi xã Thượng.” Huế, May 7, 1954. Phông Uỷ ban, Hộp 3, UB.71.12. Lưu trữ xã Thượng.
Phạm Văn Lái. “Người giữ bến đò.” Interview by Alice Morton. <i>Báo Sông Đào</i>, March 1998.
Hoàng Văn Cầu. “Diễn văn khánh thành cầu.” In <i>Lễ khánh thành cầu Đào</i>. Nam Định, [1936?].
Luật Lưu trữ, Pub. L. No. 01/2011/QH13, Công báo (2011).
Lý Văn Trưởng. “Sổ ghi chép của lý trưởng.” 1930s. Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211. Trung tâm Lưu trữ Quốc gia I.
<i>Tờ rơi không ngày</i>.
"#);
}

#[test]
fn chicago_author_date_in_vietnamese() {
    insta::assert_snapshot!(shown("chicago-author-date", "vi-VN"), @r#"
Nguyễn Văn An, và Lê Thu Hà. 2022. “Cầu mới nối hai bờ sông Đào”. Thời sự. <i>Báo Sông Đào</i> (Nam Định), 25 tháng 11. Ấn bản Chiều.
Tố Hữu. 2017. “Làng giấy dó bên sông”. Văn hoá Ví Dụ, 5 tháng 2. <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay.
Đỗ Hữu Phước. 2021. “Mùa nước nổi”. Người dịch: Jane Smith. <i>Tạp chí Quê Nhà</i>, mùa hè.
King, Martin Luther, Jr., và Ludwig van Beethoven. 2019. “Đê điều và đời sống”. <i>Tạp chí Sử học</i> 4 (2): 101–29. <"https://doi.org/10.1234/su.2019">https://doi.org/10.1234/su.2019.
Uỷ ban Phòng chống lụt bão. 1971. <i>Tình hình trận lụt</i>. Số 15/BC. Nhà xuất bản Ví Dụ.
Trần Thị Bình. 1954. “Thư gửi xã Thượng”. Huế, 7 tháng 5. Phông Uỷ ban, Hộp 3, UB.71.12. Lưu trữ xã Thượng.
Phạm Văn Lái. 1998. “Người giữ bến đò”. Phỏng vấn: Alice Morton. <i>Báo Sông Đào</i>, tháng 3.
Hoàng Văn Cầu. [1936?]. “Diễn văn khánh thành cầu”. Trong <i>Lễ khánh thành cầu Đào</i>. Nam Định.
Luật Lưu trữ, VBPL Số 01/2011/QH13, Công báo (2011).
Lý Văn Trưởng. Thập niên 1930. “Sổ ghi chép của lý trưởng”. Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211. Trung tâm Lưu trữ Quốc gia I.
“Tờ rơi không ngày”. k.n.
"#);
}

#[test]
fn chicago_author_date_in_english() {
    insta::assert_snapshot!(shown("chicago-author-date", "en-US"), @r#"
Nguyễn Văn An, and Lê Thu Hà. 2022. “Cầu mới nối hai bờ sông Đào.” Thời sự. <i>Báo Sông Đào</i> (Nam Định), November 25. Chiều Edition.
Tố Hữu. 2017. “Làng giấy dó bên sông.” Văn hoá Ví Dụ, February 5. <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay.
Đỗ Hữu Phước. 2021. “Mùa nước nổi.” Translated by Jane Smith. <i>Tạp chí Quê Nhà</i>, Summer.
King, Martin Luther, Jr., and Ludwig van Beethoven. 2019. “Đê điều và đời sống.” <i>Tạp chí Sử học</i> 4 (2): 101–29. <"https://doi.org/10.1234/su.2019">https://doi.org/10.1234/su.2019.
Uỷ ban Phòng chống lụt bão. 1971. <i>Tình hình trận lụt</i>. No. 15/BC. Nhà xuất bản Ví Dụ.
Trần Thị Bình. 1954. “Thư gửi xã Thượng.” Huế, May 7. Phông Uỷ ban, Hộp 3, UB.71.12. Lưu trữ xã Thượng.
Phạm Văn Lái. 1998. “Người giữ bến đò.” Interview by Alice Morton. <i>Báo Sông Đào</i>, March.
Hoàng Văn Cầu. [1936?]. “Diễn văn khánh thành cầu.” In <i>Lễ khánh thành cầu Đào</i>. Nam Định.
Luật Lưu trữ, Pub. L. No. 01/2011/QH13, Công báo (2011).
Lý Văn Trưởng. 1930s. “Sổ ghi chép của lý trưởng.” Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211. Trung tâm Lưu trữ Quốc gia I.
“Tờ rơi không ngày.” n.d.
"#);
}

#[test]
fn mla_in_vietnamese() {
    insta::assert_snapshot!(shown("mla", "vi-VN"), @r#"
Nguyễn Văn An, và Lê Thu Hà. “Cầu mới nối hai bờ sông Đào”. <i>Báo Sông Đào</i> [Nam Định], Chiều, số 1234, 25 tháng 11 năm 2022, tr. 1, 3. Thời sự.
Tố Hữu. “Làng giấy dó bên sông”. <i>Văn hoá Ví Dụ</i>, 5 tháng 2 năm 2017, <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay.
Đỗ Hữu Phước. “Mùa nước nổi”. <i>Tạp chí Quê Nhà</i>, người dịch: Jane Smith, số 7, mùa hè 2021, tr. 12–18.
King, Martin Luther, Jr., và Ludwig van Beethoven. “Đê điều và đời sống”. <i>Tạp chí Sử học</i>, t. 4, số 2, 2019, tr. 101–29, <"https://doi.org/10.1234/su.2019">https://doi.org/10.1234/su.2019.
Uỷ ban Phòng chống lụt bão. <i>Tình hình trận lụt</i>. số 15/BC, Nhà xuất bản Ví Dụ, tháng 8–tháng 10 năm 1971.
Trần Thị Bình. “Thư gửi xã Thượng”. Huế, 7 tháng 5 năm 1954, Lưu trữ xã Thượng, Phông Uỷ ban, Hộp 3, UB.71.12.
Phạm Văn Lái. “Người giữ bến đò”. Phỏng vấn: Alice Morton. <i>Báo Sông Đào</i>, tháng 3 năm 1998.
Hoàng Văn Cầu. “Diễn văn khánh thành cầu”. <i>Lễ khánh thành cầu Đào</i>, [1936?], Nam Định.
Luật Lưu trữ. <i>Công báo</i>, 01/2011/QH13, Quốc hội, 11 tháng 11 năm 2011.
Lý Văn Trưởng. “Sổ ghi chép của lý trưởng”. Thập niên 1930, Trung tâm Lưu trữ Quốc gia I, Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211.
“Tờ rơi không ngày”.
"#);
}

#[test]
fn mla_in_english() {
    insta::assert_snapshot!(shown("mla", "en-US"), @r#"
Nguyễn Văn An, and Lê Thu Hà. “Cầu mới nối hai bờ sông Đào.” <i>Báo Sông Đào</i> [Nam Định], Chiều, no. 1234, 25 Nov. 2022, pp. 1, 3. Thời sự.
Tố Hữu. “Làng giấy dó bên sông.” <i>Văn hoá Ví Dụ</i>, 5 Feb. 2017, <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay.
Đỗ Hữu Phước. “Mùa nước nổi.” <i>Tạp chí Quê Nhà</i>, translated by Jane Smith, no. 7, Summer 2021, pp. 12–18.
King, Martin Luther, Jr., and Ludwig van Beethoven. “Đê điều và đời sống.” <i>Tạp chí Sử học</i>, vol. 4, no. 2, 2019, pp. 101–29, <"https://doi.org/10.1234/su.2019">https://doi.org/10.1234/su.2019.
Uỷ ban Phòng chống lụt bão. <i>Tình hình trận lụt</i>. no. 15/BC, Nhà xuất bản Ví Dụ, Aug–Oct. 1971.
Trần Thị Bình. “Thư gửi xã Thượng.” Huế, 7 May 1954, Lưu trữ xã Thượng, Phông Uỷ ban, Hộp 3, UB.71.12.
Phạm Văn Lái. “Người giữ bến đò.” Interview by Alice Morton. <i>Báo Sông Đào</i>, Mar. 1998.
Hoàng Văn Cầu. “Diễn văn khánh thành cầu.” <i>Lễ khánh thành cầu Đào</i>, [1936?], Nam Định.
Luật Lưu trữ. <i>Công báo</i>, 01/2011/QH13, Quốc hội, 11 Nov. 2011.
Lý Văn Trưởng. “Sổ ghi chép của lý trưởng.” 1930s, Trung tâm Lưu trữ Quốc gia I, Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211.
“Tờ rơi không ngày.”
"#);
}

#[test]
fn iso_690_author_date_in_vietnamese() {
    insta::assert_snapshot!(shown("iso-690-author-date", "vi-VN"), @r#"
NGUYỄN VĂN AN và LÊ THU HÀ, 2022. Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>. Chiều. Nam Định, 25 tháng 11 năm 2022. tr. 1, 3.
TỐ HỮU, 2017. Làng giấy dó bên sông. <i>Văn hoá Ví Dụ</i>. Trực tuyến. 5 tháng 2 năm 2017. Truy cập từ: <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay [Truy cập 1 tháng 12 năm 2022].
ĐỖ HỮU PHƯỚC, 2021. Mùa nước nổi. SMITH, Jane (dịch.), <i>Tạp chí Quê Nhà</i>. Mùa hè 2021. Số 7, tr. 12–18.
KING, Martin Luther, Jr. và BEETHOVEN, Ludwig van, 2019. Đê điều và đời sống. <i>Tạp chí Sử học</i>. 2019. Tập 4, số 2, tr. 101–129. DOI <"https://doi.org/10.1234/su.2019">10.1234/su.2019.
UỶ BAN PHÒNG CHỐNG LỤT BÃO, 1971. 15/BC: <i>Tình hình trận lụt</i>. Hà Nội: Nhà xuất bản Ví Dụ.
TRẦN THỊ BÌNH, 1954. <i>Thư gửi xã Thượng</i>. 7 tháng 5 năm 1954. Huế. Lưu trữ xã Thượng: Phông Uỷ ban, Hộp 3, UB.71.12
PHẠM VĂN LÁI, 1998. <i>Người giữ bến đò</i>. Tháng 3 năm 1998.
HOÀNG VĂN CẦU, 1936. <i>Diễn văn khánh thành cầu</i>. Nam Định. 1936.
<i>Luật Lưu trữ, </i>2011. 11 tháng 11 năm 2011. Quốc hội. 01/2011/QH13.
LÝ VĂN TRƯỞNG, thập niên 1930. <i>Sổ ghi chép của lý trưởng</i>. Trung tâm Lưu trữ Quốc gia I: Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211
<i>Tờ rơi không ngày, </i>không ngày.
"#);
}

#[test]
fn iso_690_author_date_in_english() {
    insta::assert_snapshot!(shown("iso-690-author-date", "en-US"), @r#"
NGUYỄN VĂN AN and LÊ THU HÀ, 2022. Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>. Chiều. Nam Định, 25 November 2022. p. 1, 3.
TỐ HỮU, 2017. Làng giấy dó bên sông. <i>Văn hoá Ví Dụ</i>. Online. 5 February 2017. Available from: <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay [Accessed 1 December 2022].
ĐỖ HỮU PHƯỚC, 2021. Mùa nước nổi. SMITH, Jane (trans.), <i>Tạp chí Quê Nhà</i>. Summer 2021. No. 7, p. 12–18.
KING, Martin Luther, Jr. and BEETHOVEN, Ludwig van, 2019. Đê điều và đời sống. <i>Tạp chí Sử học</i>. 2019. Vol. 4, no. 2, p. 101–129. DOI <"https://doi.org/10.1234/su.2019">10.1234/su.2019.
UỶ BAN PHÒNG CHỐNG LỤT BÃO, 1971. 15/BC: <i>Tình hình trận lụt</i>. Hà Nội: Nhà xuất bản Ví Dụ.
TRẦN THỊ BÌNH, 1954. <i>Thư gửi xã Thượng</i>. 7 May 1954. Huế. Lưu trữ xã Thượng: Phông Uỷ ban, Hộp 3, UB.71.12
PHẠM VĂN LÁI, 1998. <i>Người giữ bến đò</i>. March 1998.
HOÀNG VĂN CẦU, 1936. <i>Diễn văn khánh thành cầu</i>. Nam Định. 1936.
<i>Luật Lưu trữ, </i>2011. 11 November 2011. Quốc hội. 01/2011/QH13.
LÝ VĂN TRƯỞNG, 1930s. <i>Sổ ghi chép của lý trưởng</i>. Trung tâm Lưu trữ Quốc gia I: Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211
<i>Tờ rơi không ngày, </i>[no date].
"#);
}

#[test]
fn iso_690_numeric_in_vietnamese() {
    insta::assert_snapshot!(shown("iso-690-numeric", "vi-VN"), @r#"
1. NGUYỄN VĂN AN và LÊ THU HÀ. Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>. Chiều. Nam Định, 25 tháng 11 năm 2022. tr. 1, 3.
2. TỐ HỮU. Làng giấy dó bên sông. <i>Văn hoá Ví Dụ.</i> Trực tuyến. 5 tháng 2 năm 2017. [Truy cập 1 tháng 12 năm 2022]. Truy cập từ: <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay
3. ĐỖ HỮU PHƯỚC. Mùa nước nổi. SMITH, Jane (dịch.), <i>Tạp chí Quê Nhà</i>. Mùa hè 2021. Số 7, tr. 12–18.
4. KING, Martin Luther, Jr. và BEETHOVEN, Ludwig van. Đê điều và đời sống. <i>Tạp chí Sử học</i>. 2019. Tập 4, số 2, tr. 101–129. DOI <"https://doi.org/10.1234/su.2019">10.1234/su.2019.
5. UỶ BAN PHÒNG CHỐNG LỤT BÃO. 15/BC: <i>Tình hình trận lụt</i>. Hà Nội : Nhà xuất bản Ví Dụ, 1971.
6. TRẦN THỊ BÌNH. <i>Thư gửi xã Thượng</i>. 7 tháng 5 năm 1954. Huế. Lưu trữ xã Thượng: Phông Uỷ ban, Hộp 3, UB.71.12
7. PHẠM VĂN LÁI. <i>Người giữ bến đò</i>. Tháng 3 năm 1998.
8. HOÀNG VĂN CẦU. Diễn văn khánh thành cầu. <i>Lễ khánh thành cầu Đào</i>. Nam Định. 1936.
9. <i>Luật Lưu trữ</i>. 11 tháng 11 năm 2011. Quốc hội. 01/2011/QH13.
10. LÝ VĂN TRƯỞNG. <i>Sổ ghi chép của lý trưởng. </i>Thập niên 1930. Trung tâm Lưu trữ Quốc gia I: Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211
11. <i>Tờ rơi không ngày</i>.
"#);
}

#[test]
fn iso_690_numeric_in_english() {
    insta::assert_snapshot!(shown("iso-690-numeric", "en-US"), @r#"
1. NGUYỄN VĂN AN and LÊ THU HÀ. Cầu mới nối hai bờ sông Đào. <i>Báo Sông Đào</i>. Chiều. Nam Định, 25 November 2022. p. 1, 3.
2. TỐ HỮU. Làng giấy dó bên sông. <i>Văn hoá Ví Dụ.</i> Online. 5 February 2017. [Accessed 1 December 2022]. Available from: <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay
3. ĐỖ HỮU PHƯỚC. Mùa nước nổi. SMITH, Jane (trans.), <i>Tạp chí Quê Nhà</i>. Summer 2021. No. 7, p. 12–18.
4. KING, Martin Luther, Jr. and BEETHOVEN, Ludwig van. Đê điều và đời sống. <i>Tạp chí Sử học</i>. 2019. Vol. 4, no. 2, p. 101–129. DOI <"https://doi.org/10.1234/su.2019">10.1234/su.2019.
5. UỶ BAN PHÒNG CHỐNG LỤT BÃO. 15/BC: <i>Tình hình trận lụt</i>. Hà Nội : Nhà xuất bản Ví Dụ, 1971.
6. TRẦN THỊ BÌNH. <i>Thư gửi xã Thượng</i>. 7 May 1954. Huế. Lưu trữ xã Thượng: Phông Uỷ ban, Hộp 3, UB.71.12
7. PHẠM VĂN LÁI. <i>Người giữ bến đò</i>. March 1998.
8. HOÀNG VĂN CẦU. Diễn văn khánh thành cầu. <i>Lễ khánh thành cầu Đào</i>. Nam Định. 1936.
9. <i>Luật Lưu trữ</i>. 11 November 2011. Quốc hội. 01/2011/QH13.
10. LÝ VĂN TRƯỞNG. <i>Sổ ghi chép của lý trưởng. </i>1930s. Trung tâm Lưu trữ Quốc gia I: Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211
11. <i>Tờ rơi không ngày</i>.
"#);
}

#[test]
fn vancouver_in_vietnamese() {
    insta::assert_snapshot!(shown("vancouver", "vi-VN"), @r#"
1. Nguyễn Văn An, Lê Thu Hà. Cầu mới nối hai bờ sông Đào. Báo Sông Đào. Chiều. 25 tháng 11 năm 2022:1, 3.
2. Tố Hữu. Văn hoá Ví Dụ [Internet]. 2017 [trích dẫn 1 tháng 12 năm 2022]. Làng giấy dó bên sông. Có tại: <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay
3. Đỗ Hữu Phước. Mùa nước nổi. Tạp chí Quê Nhà. Mùa hè 2021;(7):12–8.
4. King ML Jr., Beethoven L van. Đê điều và đời sống. Tạp chí Sử học. 2019;4(2):101–29. doi:<"https://doi.org/10.1234/su.2019">10.1234/su.2019
5. Uỷ ban Phòng chống lụt bão. Tình hình trận lụt. Hà Nội: Nhà xuất bản Ví Dụ; tháng 8–tháng 10 năm 1971. Báo cáo số: 15/BC.
6. Trần Thị Bình. Thư gửi xã Thượng. Huế; 1954. Lưu tại: Lưu trữ xã Thượng; Phông Uỷ ban, Hộp 3, UB.71.12
7. Phạm Văn Lái. Người giữ bến đò. Báo Sông Đào. 1998.
8. Hoàng Văn Cầu. Diễn văn khánh thành cầu. Lễ khánh thành cầu Đào. 1936; Nam Định.
9. Luật Lưu trữ. Công báo. Quốc hội; 11 tháng 11 năm 2011.
10. Lý Văn Trưởng. Sổ ghi chép của lý trưởng. Thập niên 1930. Lưu tại: Trung tâm Lưu trữ Quốc gia I; Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211
11. Tờ rơi không ngày.
"#);
}

#[test]
fn vancouver_in_english() {
    insta::assert_snapshot!(shown("vancouver", "en-US"), @r#"
1. Nguyễn Văn An, Lê Thu Hà. Cầu mới nối hai bờ sông Đào. Báo Sông Đào. Chiều. 2022 Nov 25:1, 3.
2. Tố Hữu. Văn hoá Ví Dụ [Internet]. 2017 [cited 2022 Dec 1]. Làng giấy dó bên sông. Available from: <"https://vanhoa.example.vn/giay">https://vanhoa.example.vn/giay
3. Đỗ Hữu Phước. Mùa nước nổi. Tạp chí Quê Nhà. 2021 Summer;(7):12–8.
4. King ML Jr., Beethoven L van. Đê điều và đời sống. Tạp chí Sử học. 2019;4(2):101–29. doi:<"https://doi.org/10.1234/su.2019">10.1234/su.2019
5. Uỷ ban Phòng chống lụt bão. Tình hình trận lụt. Hà Nội: Nhà xuất bản Ví Dụ; 1971 Aug–Oct. Report no.: 15/BC.
6. Trần Thị Bình. Thư gửi xã Thượng. Huế; 1954. Located at: Lưu trữ xã Thượng; Phông Uỷ ban, Hộp 3, UB.71.12
7. Phạm Văn Lái. Người giữ bến đò. Báo Sông Đào. 1998.
8. Hoàng Văn Cầu. Diễn văn khánh thành cầu. Lễ khánh thành cầu Đào. 1936; Nam Định.
9. Luật Lưu trữ. Công báo. Quốc hội; 2011 Nov 11.
10. Lý Văn Trưởng. Sổ ghi chép của lý trưởng. 1930s. Located at: Trung tâm Lưu trữ Quốc gia I; Phông Công sứ Nam Định, Thư từ, Hộp 12, Hồ sơ 4, RND 2211
11. Tờ rơi không ngày.
"#);
}
