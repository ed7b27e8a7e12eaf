//! The samples, read as a user's import would, and input that nobody would write.

use crate::{AssetLoader, Format, Imported, Input, NoAssets, import};
use fonds_model::{Block, Projection};
use proptest::prelude::*;
use std::io;
use std::path::PathBuf;

struct Samples;

fn folder() -> PathBuf {
    PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples"))
}

impl AssetLoader for Samples {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        std::fs::read(folder().join(reference))
    }
}

fn sample(name: &str) -> Imported {
    let bytes = std::fs::read(folder().join(name)).unwrap();
    let input = Input { bytes: &bytes, file_name: Some(name), ..Input::default() };
    import(&input, &Samples).unwrap()
}

/// The fields on a line each, and the kinds of blocks.
fn outline(name: &str) -> String {
    let imported = sample(name);
    let article = imported.article;
    let creators: Vec<_> = article.creators.iter().map(|creator| creator.name.as_str()).collect();
    let blocks: Vec<String> = article.body.iter().map(kind).collect();
    let codes: Vec<_> =
        article.source.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    format!(
        "{} | {}\n{} | {} | {} | {}\nlead: {}\n{}\npictures {} {}",
        article.title,
        article.kind.name(),
        creators.join(", "),
        article.publication.unwrap_or_default(),
        article.issued.map(|date| date.to_string()).unwrap_or_default(),
        article.language.unwrap_or_default(),
        article.lead.unwrap_or_default().chars().take(40).collect::<String>(),
        blocks.join(" "),
        imported.assets.len(),
        codes.join(" "),
    )
}

fn kind(block: &Block) -> String {
    match block {
        Block::Heading { level, .. } => format!("h{level}"),
        Block::Paragraph { .. } => "p".into(),
        Block::Quote { .. } => "quote".into(),
        Block::List { items, .. } => format!("list{}", items.len()),
        Block::Table { head, rows, caption } => {
            format!("table{}+{}{}", head.len(), rows.len(), if caption.is_empty() { "" } else { "c" })
        }
        Block::Figure { caption, .. } => (if caption.is_empty() { "figure" } else { "figure+c" }).into(),
        Block::Code { .. } => "code".into(),
        Block::Note { .. } => "note".into(),
        Block::Rule => "rule".into(),
    }
}

#[test]
fn newspaper_dumps() {
    insta::assert_snapshot!(outline("cau-song-dao.txt"), @r"
Cầu mới nối hai bờ sông Đào | newspaper
Nguyễn Văn An | baosongdao.example.vn | 2022-11-25T17:05 | vi
lead: Sau ba năm thi công, cây cầu dài 1,2 km 
p h2 p quote p p h2 p p list3 p
pictures 0
");
    insta::assert_snapshot!(outline("ben-pha-cu.txt"), @r"
Chuyến phà cuối cùng ở bến Tân Mỹ | newspaper
Lê Thu Hà | Báo Sông Đào | 2022-11-28T06:30 | vi
lead: Người lái phà già tắt máy lúc mười giờ đ
p h2 p quote p h2 p p
pictures 0
");
    insta::assert_snapshot!(outline("lu-lut-1971.txt"), @r"
Trận lụt năm 1971 qua lời kể của những người ở lại | newspaper
Hà Minh | Tạp chí Xưa và Nay Ví Dụ | 2021-08-15 | vi
lead: Nửa thế kỷ sau trận lụt lịch sử, những v
p h2 p p h2 p p
pictures 0
");
    insta::assert_snapshot!(outline("museum-note.txt"), @r"
The Ferry That Became a Museum Piece | newspaper
Alice Morton, Peter Lang | The River Courier | 2022-12-02 | en
lead: A forty-year-old river ferry will spend 
p p h2 p h2 p p
pictures 0
");
}

#[test]
fn web_pages() {
    insta::assert_snapshot!(outline("cho-noi.html"), @r"
Chợ nổi thưa dần ghe bán | newspaper
Huỳnh Thị Mỹ, Đỗ Hữu Phước | Báo Miền Sông Nước | 2023-03-14T08:20:00+07:00 | vi
lead: Từ ba trăm ghe mỗi sáng, chợ nổi nay chỉ
p h2 p figure+c p table1+3c h2 quote p p
pictures 1
");
    insta::assert_snapshot!(outline("lang-giay.html"), @r"
Làng giấy dó bên sông | web-page
Vũ Hải Yến | Văn hoá Ví Dụ | 2017-02-05T10:15 | vi
lead: Ở làng Yên Hoà, người ta vẫn seo giấy bằ
p p h2 p list3 h2 p
pictures 0
");
    insta::assert_snapshot!(outline("paper-that-lasts.html"), @r"
Paper That Lasts: Notes from a Conservation Bench | web-page
Miriam Okafor | The Archive Review | 2019-06-03T09:00:00Z | en
lead: Why some sheets survive four centuries a
p h2 p table1+3c figure+c h2 p list3 quote p note note
pictures 1
");
}

#[test]
fn markdown_files() {
    insta::assert_snapshot!(outline("nhat-ky-dien-da.md"), @r"
Nhật ký điền dã ở vùng cửa sông | newspaper
Trần Thị Cúc | Tập san Dân tộc học Ví Dụ | 2020-10-18 | vi
lead: Ba ngày ở một làng chài đủ để hiểu vì sa
h2 p p h2 p quote p table1+3 h2 p note
pictures 0
");
    insta::assert_snapshot!(outline("mapping-the-river.md"), @r"
Mapping the River by Hand | newspaper
Jonas Weber | Cartographic Notes | 2018-04-09 | en
lead: 
p figure+c h2 p h2 p
pictures 1
");
}

#[test]
fn nothing_of_the_page_around_is_kept() {
    for name in ["cho-noi.html", "lang-giay.html", "paper-that-lasts.html"] {
        let text = Projection::of(&sample(name).article).text;
        for stray in [
            "QUẢNG CÁO",
            "Quảng cáo",
            "Tin liên quan",
            "Thời sự",
            "Đọc nhiều",
            "Bản quyền",
            "©",
            "Subscribe",
            "Home",
        ] {
            assert!(!text.contains(stray), "{stray} in {name}");
        }
    }
}

/// A page with paragraphs that run, and something among them.
fn among_paragraphs(inside: &str) -> String {
    let text =
        "Sáng nay, cây cầu mới bắc qua sông được khánh thành, người dân hai bờ vui mừng, chợ họp lại. ";
    let page =
        format!("<body><article><p>{0}</p><p>{0}</p>{inside}<p>{0}</p><p>{0}</p></article>", text.repeat(3));
    let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
    Projection::of(&import(&input, &NoAssets).unwrap().article).text
}

#[test]
fn tables_keep_cells_that_are_links() {
    let row = "<tr><td><div><a href=/x>Cầu Sông Đào</a></div></td><td><div>71 m</div></td></tr>";
    let text = among_paragraphs(&format!("<table>{}</table>", row.repeat(3)));
    assert_eq!(text.matches("Cầu Sông Đào").count(), 3, "{text}");
}

#[test]
fn lists_under_items_are_kept() {
    let inner = "<ul><li><a href=/1>Lỗi số một đã được sửa</a></li><li><a href=/2>Lỗi số hai đã được sửa</a></li>\
        <li><a href=/3>Lỗi số ba đã được sửa</a></li></ul>";
    let list = format!("<ul><li>Tuần này nhóm sửa ba lỗi lâu năm của trình duyệt, gồm: {inner}</li></ul>");
    assert!(among_paragraphs(&list).contains("Lỗi số hai"));
    // By itself such a list leads elsewhere.
    assert!(!among_paragraphs(inner).contains("Lỗi số hai"));
}

#[test]
fn headings_stay_over_an_advertisement() {
    let text = among_paragraphs("<h3>Chợ họp lại</h3><div class=ad-unit>Quảng cáo</div>");
    assert!(text.contains("Chợ họp lại") && !text.contains("Quảng cáo"), "{text}");
    let links = "<ul><li><a href=/1>Bài một về cây cầu</a><li><a href=/2>Bài hai về cây cầu</a><li><a href=/3>Bài ba về cây cầu</a></ul>";
    let text = among_paragraphs(&format!("<h3>Đọc thêm về cầu</h3>{links}"));
    assert!(!text.contains("Đọc thêm về cầu"), "{text}");
}

#[test]
fn lines_that_lead_elsewhere_are_left_out() {
    for line in [
        "<p>Đăng trong: <a rel='category tag' href=/xa-hoi>Xã hội</a>, <a rel=tag href=/cau>Cầu đường</a></p>",
        "<p>You may also like...</p>",
        "<h4>Story continues below gallery</h4>",
        "<p>Từ khóa:</p>",
        "<p>· 18 min read</p>",
    ] {
        let told = among_paragraphs(line).replace(
            "Sáng nay, cây cầu mới bắc qua sông được khánh thành, người dân hai bờ vui mừng, chợ họp lại.",
            "",
        );
        assert_eq!(told.trim(), "", "{line}");
    }
    let text =
        among_paragraphs("<p>Người ta gọi đó là <a rel=tag href=/cau>cầu treo</a> của bốn xã bên sông.</p>");
    assert!(text.contains("cầu treo"), "{text}");
}

#[test]
fn breaks_at_the_ends_of_a_paragraph_are_left_out() {
    assert!(among_paragraphs("<p> <br>Hà Nội, ngày 5<br></p>").contains("lại.\nHà Nội, ngày 5\nSáng nay"));
}

#[test]
fn copies_of_the_text_for_machines_are_left_out() {
    let text = "Người dân hai bờ vui mừng đi qua cây cầu mới, chợ họp lại từ sáng sớm. ".repeat(9);
    let page = format!(
        "<body><h1>Cầu mới</h1><article><p>{text}</p><p>Hết.</p></article><div style='display: none' itemscope \
         itemtype='https://schema.org/NewsArticle'><p itemprop=articleBody>{text}</p>\
         <p itemprop=dateCreated>2022-11-25T05:00</p></div>"
    );
    let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
    let found = Projection::of(&import(&input, &NoAssets).unwrap().article).text;
    assert_eq!(found, format!("{}\nHết.", text.trim()));
}

#[test]
fn links_are_relative_to_what_the_page_says() {
    let page = format!(
        "<head><base href='https://cu.example.vn/bai/'></head><body><p>{}<a href='b.html'>bài kia</a>.",
        "Cây cầu mới. ".repeat(20)
    );
    let input = Input {
        bytes: page.as_bytes(),
        format: Some(Format::Html),
        url: Some("https://luu.example.vn/x"),
        ..Input::default()
    };
    let body = serde_json::to_string(&import(&input, &NoAssets).unwrap().article.body).unwrap();
    assert!(body.contains("https://cu.example.vn/bai/b.html"), "{body}");
}

#[test]
fn the_description_under_the_title_is_the_lead() {
    let text = "Người dân hai bờ vui mừng đi qua cây cầu mới, chợ họp lại từ sáng sớm. ".repeat(5);
    let said = "Cây cầu mới bắc qua sông Đào được thông xe sau ba năm thi công.";
    let page = |before: &str, after: &str| {
        format!(
            "<body><div>{before}<h1>Cầu mới thông xe</h1>{after}<article><p>{text}</p><p>{text}</p></article></div>"
        )
    };
    let description = format!("<p class=description>{said}</p>");
    let lead = |page: String| {
        let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
        import(&input, &NoAssets).unwrap().article.lead
    };
    assert_eq!(lead(page("", &description)).as_deref(), Some(said));
    assert_eq!(lead(page(&description, "")), None);
}

#[test]
fn pictures_in_boxes_called_after_their_captions_are_kept() {
    struct OnePicture;
    impl AssetLoader for OnePicture {
        fn load(&self, _: &str) -> io::Result<Vec<u8>> {
            std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/samples/documents/sources/images/cau.png"))
        }
    }
    let text = "Người dân hai bờ vui mừng đi qua cây cầu mới, chợ họp lại từ sáng sớm. ".repeat(5);
    for figure in [
        "<div class='wp-caption'><a href=x><img src=cau.png></a><p class=wp-caption-text>Cầu từ bờ nam</p></div>",
        "<figure class=wp-caption><img src=cau.png><figcaption>Cầu từ bờ nam</figcaption></figure>",
        "<div class=image-with-caption><img src=cau.png><span class=caption>Cầu từ bờ nam</span></div>",
        // The picture is put there by the page's scripts.
        "<figure itemscope itemtype='http://schema.org/ImageObject' itemid=cau.png><span>Image</span>\
         <figcaption itemprop=caption>Cầu từ bờ nam</figcaption></figure>",
        "<figure itemscope itemtype='https://schema.org/ImageObject'><meta itemprop=contentUrl content=cau.png>\
         <figcaption>Cầu từ bờ nam</figcaption></figure>",
    ] {
        let page = format!("<article><p>{text}</p><p>{text}</p>{figure}<p>{text}</p></article>");
        let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
        let body = import(&input, &OnePicture).unwrap().article.body;
        let captions: Vec<_> = body
            .iter()
            .filter_map(|block| match block {
                Block::Figure { caption, .. } => Some(fonds_model::body::plain_text(caption)),
                _ => None,
            })
            .collect();
        assert_eq!(captions, ["Cầu từ bờ nam"], "{figure}");
    }
}

#[test]
fn deep_pages_do_not_overflow() {
    let page = format!("{}<p>Đáy sâu</p>{}", "<div>".repeat(50_000), "</div>".repeat(50_000));
    let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
    let article = import(&input, &NoAssets).unwrap().article;
    assert!(Projection::of(&article).text.contains("Đáy sâu"));
}

#[test]
fn what_is_nested_deeply_can_be_read_again() {
    let list =
        format!("<article><p>Một đoạn văn đủ dài để là bài viết.</p>{}</article>", "<ul><li>mục ".repeat(80));
    let quote = format!("{} Đáy\n", "> ".repeat(3000));
    for (page, format) in [(list, Format::Html), (quote, Format::Markdown)] {
        let input = Input { bytes: page.as_bytes(), format: Some(format), ..Input::default() };
        let article = import(&input, &NoAssets).unwrap().article;
        assert_eq!(article.source.diagnostics[0].code, "nesting-flattened");
        let json = serde_json::to_string(&article).unwrap();
        assert!(serde_json::from_str::<fonds_model::Article>(&json).is_ok());
    }
}

#[test]
fn damaged_utf8_is_still_utf8() {
    let mut bytes = "Cầu mới nối hai bờ sông Đào\n\nNgười dân đứng chờ từ sáng sớm.\n".as_bytes().to_vec();
    bytes.insert(9, 0xff);
    let input = Input { bytes: &bytes, format: Some(Format::Text), ..Input::default() };
    let article = import(&input, &NoAssets).unwrap().article;
    assert!(Projection::of(&article).text.contains("đứng chờ"), "{article:?}");
    assert!(article.source.diagnostics.iter().any(|remark| remark.code == "characters-lost"));
}

#[test]
fn character_references_that_were_written_twice_are_read() {
    let page = r#"<html><head><script type="application/ld+json">{"@type": "NewsArticle", "headline": "Bike &amp;amp; Style",
        "author": {"name": "Ann O&#39;Neil"}, "datePublished": "0001-01-01T00:00:00Z"}</script></head><body><article>
        <p>A paragraph that is long enough to be kept as the text of the article, whatever stands around it.</p>
        <p>Another paragraph that is long enough to be kept as the text of the article as well.</p>
        </article></body></html>"#;
    let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
    let article = import(&input, &NoAssets).unwrap().article;
    assert_eq!((article.title.as_str(), article.creators[0].name.as_str()), ("Bike & Style", "Ann O'Neil"));
    assert_eq!(article.issued, None);
}

#[test]
fn dates_and_sources_in_the_text_are_not_dropped() {
    let page = "<html><head><meta name='author' content='Lan'></head><body><article><h1>Bến</h1>\
        <p>Đoạn văn thứ nhất đủ dài để được giữ lại trong bài viết này, không phải quảng cáo.</p>\
        <p>Đoạn văn thứ hai cũng đủ dài để được giữ lại trong bài viết này, như đoạn trên.</p>\
        <p>30/4/1975</p>\
        <p>Đoạn văn thứ ba cũng đủ dài để được giữ lại trong bài viết này, như hai đoạn trên.</p>\
        <p>Nguồn: Báo B</p></article></body></html>";
    let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
    let article = import(&input, &NoAssets).unwrap().article;
    assert!(Projection::of(&article).text.contains("30/4/1975"));
    assert_eq!(article.publication.as_deref(), Some("Báo B"));
}

#[test]
fn scripts_never_survive() {
    let page = "<article><h1>A</h1><p onclick='x()'>Một đoạn văn đủ dài để được giữ lại trong bài viết này.\
        <a href='javascript:alert(1)'>bấm</a><script>alert(1)</script></p><iframe src='https://example.com'></iframe></article>";
    let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
    let json = serde_json::to_string(&import(&input, &NoAssets).unwrap().article).unwrap();
    assert!(!json.contains("javascript") && !json.contains("alert") && !json.contains("iframe"), "{json}");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_survived(bytes in prop::collection::vec(any::<u8>(), 0..600), which in 0usize..3) {
        let format = [Format::Text, Format::Markdown, Format::Html][which];
        let input = Input { bytes: &bytes, format: Some(format), ..Input::default() };
        let _ = import(&input, &NoAssets);
    }

    #[test]
    fn any_markup_is_survived(parts in prop::collection::vec("(<(p|div|table|tr|td|ul|li|a href=\"#x\"|img src=\"x\"|figure|sup|h2|br|b|span lang=vi)>)|(</(p|div|table|ul|a|figure|h2)>)|[a-zâđ \\n]{0,12}", 0..40)) {
        let page = parts.concat();
        let input = Input { bytes: page.as_bytes(), format: Some(Format::Html), ..Input::default() };
        if let Ok(imported) = import(&input, &NoAssets) {
            let json = serde_json::to_string(&imported.article.body).unwrap();
            prop_assert!(!json.contains("</"), "{}", json);
        }
    }
}
