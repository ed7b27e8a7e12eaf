//! Whole print files: what can be read out of them again.

mod any_text;
mod lists;
mod pictures;
mod print;
mod reading;
mod regions;
mod typography;

use super::*;
use fonds_model::book::BibliographyEntry;
use fonds_model::{
    AssetInfo, Block, BookLabels, BookMeta, Cell, Colour, Digest, Image, Inline, Quiet, Row, Section,
};
use std::io::{self, Cursor};
use std::process::Command;

struct Pictures;

impl AssetSource for Pictures {
    fn read(&self, digest: &Digest) -> io::Result<Vec<u8>> {
        match digest.as_str().get(..2) {
            Some("aa") => {
                let mut png = Vec::new();
                let picture = image::DynamicImage::new_rgba8(40, 20);
                picture
                    .write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png)
                    .map_err(io::Error::other)?;
                Ok(png)
            }
            Some("bb") => Ok(b"\x89PNG\r\n\x1a\n cut short".to_vec()),
            _ => Err(io::ErrorKind::NotFound.into()),
        }
    }
}

fn section(id: &str, kind: SectionKind, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.into(),
        kind,
        title: title.into(),
        language: "vi".into(),
        byline: "Nguyễn Văn An".into(),
        dateline: "Báo Ví Dụ, 25/11/2022".into(),
        lead: vec![Inline::text("Sapo của bài viết.")],
        blocks,
        citation: vec![Inline::text("An. “Cầu”. 2022.")],
        tags: vec!["Cầu".into()],
        entries: vec![],
        index: vec![],
        appeared: String::new(),
        credits: fonds_model::book::Credits::default(),
    }
}

fn book(sections: Vec<Section>) -> Book {
    let word = |text: &str| text.to_owned();
    let labels = BookLabels {
        contents: word("Mục lục"),
        cover: word("Bìa"),
        title_page: word("Trang tên sách"),
        notes: word("Chú thích"),
        bibliography: word("Tài liệu tham khảo"),
        source: word("Nguồn"),
        compiled_by: word("Biên soạn"),
        keywords: word("Từ khoá"),
        back: word("Trở lại"),
        figure: word("Hình"),
        page: word("Trang"),
        page_short: word("tr."),
        date: word("Ngày"),
        rights: word("Bản quyền"),
        identifier: word("Mã số"),
        institution: word("Cơ quan"),
        volume: word("Tập {n}/{all}"),
        continued: word("tiếp theo"),
    };
    let meta = BookMeta {
        identifier: "urn:uuid:12345678-1234-8234-8234-123456789012".into(),
        title: "Cầu đường Việt Nam".into(),
        subtitle: "Tuyển tập".into(),
        compiler: "Trần Thị Lan".into(),
        institution: "Thư viện Ví Dụ".into(),
        date: "2022".into(),
        date_iso: "2022".into(),
        rights: "© Thư viện Ví Dụ".into(),
        language: "vi-VN".into(),
        number: String::new(),
        modified: "2022-12-01T01:02:03Z".parse().unwrap(),
        description: String::new(),
        series: String::new(),
        series_position: String::new(),
        contributors: vec![],
        sources: vec![],
        subjects: vec!["Cầu".into()],
        volume: None,
    };
    let asset = |digest: &str| AssetInfo { digest: Digest(digest.repeat(32)), ..AssetInfo::default() };
    Book { meta, labels, sections, assets: vec![asset("aa"), asset("bb")], annotations: vec![] }
}

fn text_of(pdf: &Pdf) -> String {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("book.pdf");
    std::fs::write(&path, &pdf.bytes).unwrap();
    if let Some(keep) = std::env::var_os("FONDS_KEEP_PDF") {
        std::fs::copy(&path, keep).unwrap();
    }
    let output = Command::new("pdftotext").arg(&path).arg("-").output();
    let output = output.expect("pdftotext (poppler-utils) must be installed for the tests");
    String::from_utf8(output.stdout).unwrap()
}

fn squeezed(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn options(house: &str, paper: Paper) -> PdfOptions {
    PdfOptions { paper, house: house::named(house).unwrap(), ..PdfOptions::default() }
}

fn print(book: &Book) -> Pdf {
    write(book, &Pictures, &options("dossier", Paper::A5), &Layouts::default(), &Quiet).unwrap()
}

#[test]
fn vietnamese_is_extracted_as_it_was() {
    let hard = "Nghiêng ngả, ưỡn ẹo, khuỷu tay, thuở nào, Ở ĐÂY CÓ ĐỦ DẤU: ằ ẳ ẵ ặ ắ ầ ẩ ẫ ậ ấ ề ể ễ ệ ế ồ ổ ỗ ộ ố ờ ở ỡ ợ ớ ừ ử ữ ự ứ ỳ ỷ ỹ ỵ ý.";
    let long = "Từ năm giờ sáng, hàng nghìn người dân ở hai bên sông đã đứng dọc đường dẫn để chờ những chuyến xe đầu tiên. \
        Nhiều cụ già được con cháu đưa ra từ rất sớm, mang theo ghế nhựa và phích nước chè.";
    let blocks = vec![Block::paragraph(hard), Block::heading(2, "Tiêu đề mục"), Block::paragraph(long)];
    let text =
        squeezed(&text_of(&print(&book(vec![section("a", SectionKind::Article, "Bài viết", blocks)]))));
    for expected in [
        hard,
        long,
        "Tiêu đề mục",
        "Sapo của bài viết.",
        "Nguyễn Văn An",
        "Mục lục",
        "Biên soạn: Trần Thị Lan",
    ] {
        assert!(text.contains(&squeezed(expected)), "{expected}\n{text}");
    }
}

fn everything() -> Vec<Block> {
    let note = |id: &str| Inline::NoteRef { note: id.into() };
    let cell = |text: &str, colspan, rowspan| Cell {
        blocks: vec![Block::paragraph(text)],
        header: false,
        colspan,
        rowspan,
    };
    let picture = |digest: &str| Image::new(Digest(digest.repeat(32)), "Cầu");
    vec![
        Block::Paragraph {
            content: vec![
                Inline::text("#set page(fill: red) $x$ *không* [đậm] \\ <nhãn> @ref "),
                Inline::Mark {
                    colour: Colour::Blue,
                    annotation: "m".into(),
                    content: vec![Inline::text("nổi bật")],
                },
                note("n1"),
                Inline::text(" và "),
                note("n1"),
                note("missing"),
                Inline::Link {
                    href: "https://example.vn/dài".into(),
                    content: vec![Inline::Emphasis { content: vec![] }],
                },
                Inline::Break,
                Inline::Span { lang: "zh-Hant".into(), content: vec![Inline::text("x")] },
                Inline::Sup { content: vec![Inline::Code { text: "`i`".into() }] },
            ],
        },
        Block::Paragraph { content: vec![] },
        Block::Quote {
            blocks: vec![Block::List {
                ordered: true,
                start: 3,
                items: vec![vec![Block::paragraph("mục"), Block::Rule], vec![]],
            }],
        },
        Block::Table {
            caption: vec![Inline::text("Bảng")],
            head: vec![Row { cells: vec![cell("A", 1, 5), cell("B", 9, 1)] }],
            rows: vec![
                Row { cells: vec![cell("1", 70_000, 3)] },
                Row::default(),
                Row { cells: vec![cell("2", 1, 1), cell("3", 2, 9)] },
            ],
        },
        Block::Figure { image: picture("aa"), caption: vec![Inline::text("Hình một"), note("n2")] },
        Block::Figure { image: picture("bb"), caption: vec![Inline::text("Hình hỏng")] },
        Block::Code { language: None, text: "a\n  b".into() },
        Block::Note {
            id: "n1".into(),
            blocks: vec![Block::paragraph("Chú thích một"), Block::paragraph("đoạn hai")],
        },
        Block::Note { id: "n2".into(), blocks: vec![] },
    ]
}

#[test]
fn anything_can_be_printed_and_nothing_is_markup() {
    let mut list = section("bib", SectionKind::Bibliography, "Tài liệu tham khảo", vec![]);
    list.entries = vec![BibliographyEntry {
        section: "b".into(),
        label: "[1]".into(),
        content: vec![Inline::text("Mục một")],
        ..BibliographyEntry::default()
    }];
    let sections = vec![
        section("p", SectionKind::Part, "Phần một", vec![]),
        section("b", SectionKind::Article, "Bài *lạ* #1", everything()),
        list,
    ];
    let pdf = print(&book(sections));
    let text = squeezed(&text_of(&pdf));
    for expected in [
        "#set page(fill: red) $x$ *không* [đậm] \\ <nhãn> @ref",
        "Chú thích một",
        "Bài *lạ* #1",
        "Hình hỏng",
        "[1]",
    ] {
        assert!(text.contains(expected), "{expected}\n{text}");
    }
    let codes: Vec<_> = pdf.diagnostics.iter().map(|diagnostic| diagnostic.code.as_str()).collect();
    assert_eq!(codes, ["image-unreadable"]);
    assert_eq!(pdf.section_pages["b"], 2);
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let book = book(vec![section("a", SectionKind::Article, "Bài", everything())]);
    assert!(print(&book).bytes == print(&book).bytes);
}

#[test]
fn the_file_says_what_it_is() {
    let sections = vec![
        section("p", SectionKind::Part, "Phần", vec![]),
        section("a", SectionKind::Article, "Bài một", vec![Block::paragraph("x")]),
        section("b", SectionKind::Article, "Bài hai", vec![Block::paragraph("y")]),
    ];
    let pdf = print(&book(sections));
    let file = lopdf::Document::load_mem(&pdf.bytes).unwrap();
    assert_eq!(file.get_pages().len(), pdf.pages as usize);
    let catalog = file.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"vi-VN");
    assert!(catalog.has(b"PageLabels"));
    let toc = file.get_toc().unwrap();
    let lines: Vec<_> = toc.toc.iter().map(|line| (line.level, line.page)).collect();
    assert_eq!(lines, [(1, 5), (2, 6), (2, 7)]);
}

#[test]
fn a_letter_without_a_font_is_named() {
    let blocks = vec![Block::paragraph("Chữ \u{1c9be} lạ")];
    let pdf = print(&book(vec![section("a", SectionKind::Article, "Bài", blocks)]));
    assert!(
        pdf.diagnostics
            .iter()
            .any(|remark| remark.code == "glyph-missing" && remark.message.contains("U+1C9BE"))
    );
}

#[test]
fn letters_of_a_script_without_a_font_are_one_remark() {
    let of = |letters: &str| {
        let blocks = vec![Block::paragraph(letters)];
        let pdf = print(&book(vec![section("a", SectionKind::Article, "Bài", blocks)]));
        let said = pdf.diagnostics.iter().filter(|remark| remark.code == "glyph-missing");
        said.map(|remark| format!("{} @ {}", remark.message, remark.place.as_deref().unwrap_or_default()))
            .collect::<Vec<_>>()
    };
    let few = ["no font has 2 letters: U+1C9BE \u{1c9be}, U+1C9BF \u{1c9bf} @ Bài"];
    assert_eq!(of("\u{1c9be}\u{1c9bf}"), few);
    let many: String = ('\u{1c9b0}'..'\u{1c9c0}').collect();
    let said = of(&many);
    assert_eq!(said.len(), 1, "{said:?}");
    assert!(said[0].starts_with("no font has 16 letters, such as U+1C9B0 "), "{said:?}");
    assert_eq!(said[0].matches("U+").count(), 8);
}

#[test]
fn letters_without_a_font_are_codes_wherever_they_stand() {
    let title = "Chữ \u{1c9be} lạ";
    let mut article = section("a", SectionKind::Article, title, vec![Block::paragraph("x "); 90]);
    article.byline = "\u{1c9be}".into();
    article.tags = vec!["t\u{1c9be}".into()];
    let mut book = book(vec![article]);
    book.meta.title = format!("Sách {title}");
    let printed = print(&book);
    let text = squeezed(&text_of(&printed));
    assert!(!text.contains('\u{fffd}'), "{text}");
    // Contents, title, byline, tags, head of the second page, half-title or title page.
    assert!(text.matches('\u{1c9be}').count() + text.matches("U+1C9BE").count() >= 6, "{text}");
}
