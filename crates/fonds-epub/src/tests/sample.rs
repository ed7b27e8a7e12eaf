//! The book that the tests write.

use fonds_model::book::{BibliographyEntry, PlacedAnnotation};
use fonds_model::{
    Annotation, AssetInfo, Block, Book, BookLabels, BookMeta, Cell, Colour, Contributor, Digest, Image,
    Inline, Motivation, Role, Row, Section, SectionKind, TextQuote, TextTarget,
};

fn section(id: &str, kind: SectionKind, title: &str, blocks: Vec<Block>) -> Section {
    Section {
        id: id.into(),
        kind,
        title: title.into(),
        language: "vi".into(),
        byline: "Nguyễn Văn An".into(),
        dateline: String::new(),
        lead: vec![Inline::text("Sapo.")],
        blocks,
        citation: vec![Inline::Emphasis { content: vec![Inline::text("Báo Ví Dụ")] }],
        tags: vec!["Cầu".into()],
        entries: vec![],
        index: vec![],
        appeared: String::new(),
        credits: fonds_model::book::Credits::default(),
    }
}

pub(super) fn asset(digest: &str) -> AssetInfo {
    let digest = Digest(digest.repeat(32));
    AssetInfo {
        digest,
        media_type: "image/png".into(),
        file_name: "a.png".into(),
        width: 9,
        height: 9,
        length: 4,
    }
}

fn everything() -> Vec<Block> {
    let note = |id: &str| Inline::NoteRef { note: id.into() };
    let cell =
        |text: &str, header| Cell { blocks: vec![Block::paragraph(text)], header, colspan: 1, rowspan: 1 };
    let picture = |digest: &str| Image::new(Digest(digest.repeat(32)), "Cầu \"mới\" <1>");
    vec![
        Block::heading(4, "Nhảy bậc"),
        Block::Paragraph {
            content: vec![
                Inline::text("A & B <c> \u{1}\u{b}"),
                Inline::Mark {
                    colour: Colour::Pink,
                    annotation: "m".into(),
                    content: vec![Inline::text("nổi bật")],
                },
                note("n1"),
                Inline::Link {
                    href: "https://example.vn/a b|c".into(),
                    content: vec![Inline::text("x"), note("n1")],
                },
                Inline::Link { href: "javascript:x".into(), content: vec![Inline::text("y")] },
                Inline::Break,
                Inline::Span { lang: "en_GB".into(), content: vec![Inline::text("hello")] },
                Inline::Sup { content: vec![Inline::Code { text: "i<j".into() }] },
            ],
        },
        Block::Quote {
            blocks: vec![
                Block::paragraph("q"),
                Block::List {
                    ordered: true,
                    start: 3,
                    items: vec![vec![Block::paragraph("i"), Block::Rule], vec![]],
                },
            ],
        },
        Block::Table {
            caption: vec![Inline::text("Bảng")],
            head: vec![Row { cells: vec![cell("h", true)] }],
            rows: vec![Row { cells: vec![cell("1", true), cell("2", false)] }, Row::default()],
        },
        Block::Figure { image: picture("aa"), caption: vec![Inline::text("Hình"), note("n2")] },
        Block::Figure { image: picture("bb"), caption: vec![] },
        Block::Code { language: None, text: "a\n <b>".into() },
        Block::Note { id: "n1".into(), blocks: vec![Block::paragraph("Một")] },
        Block::Note { id: "n2".into(), blocks: vec![Block::Rule] },
    ]
}

/// A small book with every construct.
pub(super) fn book() -> Book {
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
        title: "Cầu & đường".into(),
        subtitle: "Một tuyển tập".into(),
        compiler: "Lan".into(),
        institution: "Thư viện".into(),
        date: "2022".into(),
        date_iso: "2022-12-01".into(),
        rights: "©".into(),
        language: "vi-VN".into(),
        number: String::new(),
        modified: "2022-12-01T01:02:03.5Z".parse().unwrap(),
        description: "Về những cây cầu.".into(),
        series: "Tủ sách Cầu".into(),
        series_position: "3".into(),
        contributors: vec![
            Contributor { name: "Nguyễn Văn An".into(), role: Role::Author },
            Contributor { name: "Bình".into(), role: Role::Translator },
        ],
        sources: vec!["https://example.vn/a?b&c".into()],
        subjects: vec!["Cầu".into()],
        volume: None,
    };
    let mut list = section("bibliography", SectionKind::Bibliography, "Tài liệu tham khảo", vec![]);
    list.entries = vec![
        BibliographyEntry {
            section: "ch-1".into(),
            label: "[1]".into(),
            content: vec![Inline::text("Một")],
            ..BibliographyEntry::default()
        },
        BibliographyEntry {
            section: "ch-2".into(),
            label: String::new(),
            content: vec![Inline::text("Hai")],
            ..BibliographyEntry::default()
        },
    ];
    let mut arabic = section("ch-2", SectionKind::Article, "", vec![]);
    arabic.language = "ar".into();
    Book {
        meta,
        labels,
        sections: vec![
            section("fw", SectionKind::Foreword, "Lời nói đầu", vec![Block::paragraph("Lời.")]),
            section("part-1", SectionKind::Part, "Miền Bắc", vec![]),
            section("ch-1", SectionKind::Article, "Bài <một>", everything()),
            arabic,
            list,
        ],
        assets: vec![asset("aa"), asset("bb")],
        annotations: vec![PlacedAnnotation {
            section: "ch-1".into(),
            annotation: annotation(),
            tags: vec!["Cầu".into()],
            signature: String::new(),
        }],
    }
}

fn annotation() -> Annotation {
    let quote = TextQuote { exact: "nổi bật".into(), prefix: "<c> ".into(), suffix: "x".into() };
    Annotation {
        id: "m".into(),
        article: "a".into(),
        target: TextTarget { quote, ..TextTarget::default() },
        motivation: Motivation::Highlighting,
        note: "So với **1998**.".into(),
        tags: vec![],
        colour: Colour::Pink,
        creator: "Lan".into(),
        created: fonds_model::Timestamp::UNIX_EPOCH,
        modified: fonds_model::Timestamp::UNIX_EPOCH,
    }
}
