//! Documents that real programs made, as they are read; and the same, damaged.

use crate::{Batch, Format, ImportError, Imported, Input, NoAssets, Options, read};
use fonds_model::{Block, Inline, Row};
use std::io::{Cursor, Write};
use std::path::PathBuf;

const ALL: [&str; 15] = [
    "chromium-columns.pdf",
    "libreoffice-headings.pdf",
    "libreoffice.docx",
    "libreoffice.epub",
    "libreoffice.odt",
    "libreoffice.pdf",
    "libreoffice.rtf",
    "pandoc.docx",
    "pandoc.epub",
    "pandoc.odt",
    "pandoc.rtf",
    "pillow-scan.pdf",
    "python-docx.docx",
    "qpdf-no-user-password.pdf",
    "qpdf-password.pdf",
];

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/documents").join(name)).unwrap()
}

/// A package of these files.
fn package(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (path, text) in files {
        writer.start_file(*path, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

fn batch(name: &str, bytes: &[u8], whole_books: bool) -> Result<Batch, ImportError> {
    let input =
        Input { bytes, file_name: Some(name), format: Format::of_file_name(name), ..Input::default() };
    read(&input, Options { whole_books }, &NoAssets)
}

fn sample(name: &str) -> Imported {
    batch(name, &bytes(name), false).unwrap().articles.remove(0)
}

/// An article as text: its fields, then its blocks in a kind of Markdown.
fn shown(imported: &Imported) -> String {
    let article = &imported.article;
    let creators: Vec<_> = article.creators.iter().map(|creator| creator.name.as_str()).collect();
    let issued = article.issued.as_ref().map(ToString::to_string).unwrap_or_default();
    let language = article.language.as_deref().unwrap_or_default();
    let mut out = format!("{} / {} / {issued} / {language}\n", article.title, creators.join(", "));
    for remark in &article.source.diagnostics {
        out += &format!("({})\n", remark.code);
    }
    for marking in &imported.markings {
        out += &format!("[{}: {}] {}\n", marking.creator, marking.note, marking.quote.exact);
    }
    out + &blocks(&article.body, "")
}

fn blocks(all: &[Block], indent: &str) -> String {
    let deeper = format!("{indent}  ");
    let lines = all.iter().map(|block| match block {
        Block::Heading { level, content } => {
            format!("{indent}{} {}\n", "#".repeat(usize::from(*level)), inlines(content))
        }
        Block::Paragraph { content } => format!("{indent}{}\n", inlines(content)),
        Block::Quote { blocks: inner } => format!("{indent}>\n{}", blocks(inner, &deeper)),
        Block::List { ordered, start, items } => {
            let mark = if *ordered { format!("{start}.") } else { "-".to_owned() };
            items.iter().map(|item| format!("{indent}{mark}\n{}", blocks(item, &deeper))).collect()
        }
        Block::Table { caption, head, rows } => {
            format!(
                "{indent}table: {}\n{}{}",
                inlines(caption),
                cells(head, "=", indent),
                cells(rows, "|", indent)
            )
        }
        Block::Figure { image, caption } => format!("{indent}!({}) {}\n", image.alt, inlines(caption)),
        Block::Note { id, blocks: inner } => format!("{indent}[^{id}]:\n{}", blocks(inner, &deeper)),
        Block::Code { text, .. } => format!("{indent}`{text}`\n"),
        Block::Rule => format!("{indent}---\n"),
    });
    lines.collect()
}

fn cells(rows: &[Row], mark: &str, indent: &str) -> String {
    let row = |row: &Row| {
        let cells = row.cells.iter().map(|cell| {
            let span = format!("{}x{}:", cell.colspan, cell.rowspan);
            let text = blocks(&cell.blocks, "").trim().replace('\n', " ");
            format!("{mark} {}{text} ", if span == "1x1:" { "" } else { &span })
        });
        format!("{indent}{}\n", cells.collect::<String>().trim_end())
    };
    rows.iter().map(row).collect()
}

fn inlines(all: &[Inline]) -> String {
    let texts = all.iter().map(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.clone(),
        Inline::Strong { content } => format!("**{}**", inlines(content)),
        Inline::Emphasis { content } => format!("*{}*", inlines(content)),
        Inline::Sup { content } => format!("^{}^", inlines(content)),
        Inline::Sub { content } => format!("~{}~", inlines(content)),
        Inline::Link { href, content } => format!("[{}]({href})", inlines(content)),
        Inline::NoteRef { note } => format!("[^{note}]"),
        Inline::Image { image } => format!("!({})", image.alt),
        Inline::Break => "/".to_owned(),
        other => inlines(other.children().unwrap_or_default()),
    });
    texts.collect()
}

#[test]
fn damaged_documents_end_well() {
    let mut seed = 7u64;
    let mut random = move || {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap()
    };
    for name in ALL {
        let whole = bytes(name);
        for part in 0..24 {
            let _ = batch(name, &whole[..whole.len() * part / 24], part % 2 == 0);
        }
        for _ in 0..24 {
            let mut flipped = whole.clone();
            for _ in 0..1 + random() % 40 {
                let at = random() % flipped.len();
                flipped[at] ^= 1 << (random() % 8);
            }
            let _ = batch(name, &flipped, false);
        }
    }
}

/// What Word in Vietnamese writes: local style ids, codes of fields, changes, text boxes, fonts from before Unicode.
#[test]
fn parts_as_word_writes_them() {
    let styles = "<w:styles><w:style w:type='paragraph' w:styleId='u1'><w:name w:val='heading 1'/></w:style>\
        <w:style w:type='paragraph' w:styleId='rieng'><w:name w:val='Mục riêng'/><w:basedOn w:val='u1'/></w:style>\
        <w:style w:type='paragraph' w:styleId='Tiu'><w:name w:val='Title'/></w:style></w:styles>";
    let body = "<w:document><w:body>\
        <w:p><w:pPr><w:pStyle w:val='Tiu'/></w:pPr><w:r><w:t>Bản tin</w:t></w:r></w:p>\
        <w:p><w:pPr><w:pStyle w:val='rieng'/></w:pPr><w:r><w:t>Mục một</w:t></w:r></w:p>\
        <w:p><w:r><w:t>Xem </w:t></w:r><w:r><w:fldChar w:fldCharType='begin'/></w:r>\
        <w:r><w:instrText> HYPERLINK \"https://a.example.vn/\" </w:instrText></w:r>\
        <w:r><w:fldChar w:fldCharType='separate'/></w:r><w:r><w:t>trang</w:t></w:r>\
        <w:r><w:fldChar w:fldCharType='end'/></w:r><w:r><w:t> này</w:t></w:r>\
        <w:del><w:r><w:delText>bỏ</w:delText></w:r></w:del></w:p>\
        <w:p><w:pPr><w:rPr><w:del/></w:rPr></w:pPr><w:r><w:t>Nửa đầu </w:t></w:r></w:p>\
        <w:p><w:r><w:t>nửa sau.</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>\
        <w:txbxContent><w:p><w:r><w:t>Trong khung.</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing>\
        </mc:Choice><mc:Fallback><w:pict><w:t>lần hai</w:t></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>\
        <w:p><w:r><w:rPr><w:rFonts w:ascii='VNI-Times'/></w:rPr><w:t>Ñaø Naüng</w:t></w:r></w:p>\
        <w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Mục con</w:t></w:r></w:p>\
        <w:p><w:r><w:t>Hết.</w:t></w:r></w:p></w:body></w:document>";
    let bytes = package(&[("word/document.xml", body), ("word/styles.xml", styles)]);
    let article = batch("a.docx", &bytes, false).unwrap().articles.remove(0);
    insta::assert_snapshot!(shown(&article), @r"
Bản tin /  /  / vi
(old-encoding)
(tracked-changes)
## Mục một
Xem [trang](https://a.example.vn/) này
Nửa đầu nửa sau.
Trong khung.
Đà Nẵng
### Mục con
Hết.
");
}

#[test]
fn rich_text_in_old_code_pages() {
    let text = br#"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0\fcharset163 Times New Roman;}{\f1\fcharset0 .VnTime;}}
{\stylesheet{\s1\outlinelevel0 heading 1;}{\s2 Normal;}}{\header \pard D\'e2\'ecu trang\par}
\pard\s1 N\'f4\'f2i dung\par\pard\plain Ti\'ea\'ecng Vi\'ea\'f2t \uc2\u273\'f0?\uc1 ep, \u-10179?\u-8704? {\f1 Qu\'e8c gia n\'a8m \'ad}{\v gi\'ea\'ecu}.\par
\trowd\clvmgf\cellx1000\cellx2000 \pard\intbl A\cell B\cell\row
\trowd\clvmrg\cellx1000\cellx2000 \pard\intbl\cell C\cell\row
\pard X{\field{\*\fldinst HYPERLINK "https://a.example.vn/"}{\fldrslt em}}{\footnote\pard Ghi ch\'fa.\par}.\par}"#;
    let article = batch("a.rtf", text, false).unwrap().articles.remove(0);
    insta::assert_snapshot!(shown(&article), @r"
Nội dung /  /  / vi
(old-encoding)
Tiếng Việt đep, 😀 Quốc gia năm ư.
table: 
| 1x2:A | B
| C
X[em](https://a.example.vn/)[^fn1].
[^fn1]:
  Ghi chú.
");
}

const CONTAINER: (&str, &str) = (
    "META-INF/container.xml",
    "<container><rootfiles><rootfile full-path='O/b.opf'/></rootfiles></container>",
);
const BOOK: (&str, &str) = (
    "O/b.opf",
    "<package><metadata><dc:title>Sông</dc:title><dc:creator opf:role='aut'>Lê An</dc:creator>\
    <dc:contributor opf:role='trl'>Mai Bình</dc:contributor><dc:contributor opf:role='bkp'>calibre</dc:contributor>\
    <dc:identifier>urn:isbn:9786041234567</dc:identifier><dc:date>1998</dc:date><dc:language>vi</dc:language></metadata>\
    <manifest><item id='a' href='t/1.xhtml'/><item id='n' href='t/notes.xhtml'/></manifest>\
    <spine><itemref idref='a'/><itemref idref='n'/></spine></package>",
);

#[test]
fn notes_of_a_book_stand_with_their_chapter() {
    let chapter = "<html><body><h1>Một</h1><p>Nước lên<a epub:type='noteref' href='notes.xhtml#n1'><sup>1</sup></a> \
        rất nhanh trong đêm.</p></body></html>";
    let notes = "<html><body epub:type='footnotes'><p>Chú thích</p><aside id='n1'><p><a href='1.xhtml#r'>1</a> \
        Theo sử.</p></aside></body></html>";
    let bytes = package(&[CONTAINER, BOOK, ("O/t/1.xhtml", chapter), ("O/t/notes.xhtml", notes)]);
    let batch = batch("a.epub", &bytes, false).unwrap();
    assert_eq!(batch.articles.len(), 1);
    let article = &batch.articles[0].article;
    assert_eq!(article.publication.as_deref(), Some("Sông"));
    assert_eq!(article.creators.len(), 2);
    assert_eq!(article.identifiers[0].value, "9786041234567");
    assert_eq!(article.source.part.as_deref(), Some("O/t/1.xhtml"));
    insta::assert_snapshot!(shown(&batch.articles[0]), @r"
Một / Lê An, Mai Bình / 1998 / vi
Nước lên[^fonds-note-0] rất nhanh trong đêm.
[^fonds-note-0]:
  Theo sử.
");
}

#[test]
fn what_is_locked_says_so() {
    let locked = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes256-cbc'/>\
        </EncryptedData></encryption>";
    let fonts =
        locked.replace("http://www.w3.org/2001/04/xmlenc#aes256-cbc", "http://www.idpf.org/2008/embedding");
    let chapter = ("O/t/1.xhtml", "<html><body><p>Nước lên.</p></body></html>");
    let with = |rules: &str| {
        batch("a.epub", &package(&[CONTAINER, BOOK, chapter, ("META-INF/encryption.xml", rules)]), false)
    };
    assert_eq!(with(locked).unwrap_err(), ImportError::Encrypted { format: "EPUB" });
    assert_eq!(with(&fonts).unwrap().articles.len(), 1);
    let pdf = batch("a.pdf", &bytes("qpdf-password.pdf"), false);
    assert_eq!(pdf.unwrap_err(), ImportError::Encrypted { format: "PDF" });
    assert_eq!(shown(&sample("qpdf-no-user-password.pdf")), shown(&sample("libreoffice.pdf")));
}

#[test]
fn a_scan_is_kept() {
    let scan = sample("pillow-scan.pdf").article;
    assert_eq!((scan.title.as_str(), scan.body.len()), ("quet", 0));
    assert_eq!(scan.source.diagnostics[0].code, "pdf-without-text");
}

#[test]
fn columns_are_read_one_after_the_other() {
    let article = sample("chromium-columns.pdf").article;
    let begins = |block: &Block| blocks(std::slice::from_ref(block), "").chars().take(16).collect::<String>();
    let begins: Vec<String> = article.body.iter().map(begins).collect();
    assert_eq!(
        begins,
        [
            "## Mùa lũ thứ 1\n",
            "Đoạn 1. Nước sôn",
            "Đoạn 2. Nước sôn",
            "Đoạn 3. Nước sôn",
            "## Mùa lũ thứ 4\n",
            "Đoạn 4. Nước sôn",
            "Đoạn 5. Nước sôn",
            "Đoạn 6. Nước sôn",
            "## Mùa lũ thứ 7\n",
            "Đoạn 7. Nước sôn",
            "Đoạn 8. Nước sôn",
        ]
    );
}

#[test]
fn a_whole_book_is_one_article() {
    let batch = batch("pandoc.epub", &bytes("pandoc.epub"), true).unwrap();
    assert_eq!(batch.articles.len(), 1);
    let headings: Vec<String> =
        shown(&batch.articles[0]).lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect();
    assert_eq!(headings, ["## Bến cũ", "### Những con số"]);
}

#[test]
fn libreoffice_docx() {
    insta::assert_snapshot!(shown(&sample("libreoffice.docx")), @r"
Biên bản họp thôn / Phạm Thị Mai / 2020-03-02T08:00:00Z / vi-VN
(tracked-changes)
[Thư ký: Đọc lại bản gốc.] báo cáo thu chi
## Phần họp
Ông **Trưởng thôn** đọc báo cáo thu chi trước toàn thể bà con[^fn2]. Đoạn thêm vào.
Xem [trang của thôn](https://thon.example.vn/),/dòng *sau*.
-
  Sửa đường
  -
    đoạn đầu làng
-
  Nạo vét mương
table: 
| 2x1:Thu chi
| 1x2:Thu | 5 triệu
| 3 triệu
## Phần kết
Cuộc họp kết thúc lúc 11 giờ, bà con ra về vui vẻ.
[^fn2]:
  Có 45 hộ dự họp.
");
}

#[test]
fn libreoffice_odt() {
    insta::assert_snapshot!(shown(&sample("libreoffice.odt")), @r"
Biên bản họp thôn / Phạm Thị Mai / 2020-03-02T08:00:00 / vi-VN
(tracked-changes)
[Thư ký: Đọc lại bản gốc.] báo cáo thu chi
## Phần họp
Ông **Trưởng thôn** đọc báo cáo thu chi trước toàn thể bà con[^ftn1]. Đoạn thêm vào.
Xem [trang của thôn](https://thon.example.vn/),/dòng *sau*.
-
  Sửa đường
  -
    đoạn đầu làng
-
  Nạo vét mương
table: 
| 2x1:Thu chi
| 1x2:Thu | 5 triệu
| 3 triệu
## Phần kết
Cuộc họp kết thúc lúc 11 giờ, bà con ra về vui vẻ.
[^ftn1]:
  Có 45 hộ dự họp.
");
}

#[test]
fn libreoffice_rtf() {
    insta::assert_snapshot!(shown(&sample("libreoffice.rtf")), @r"
Biên bản họp thôn / Phạm Thị Mai / 2020-03-02T08:00 / vi
(tracked-changes)
[Th? ký: Đọc lại bản gốc.] báo cáo thu chi
## Phần họp
Ông **Trưởng thôn** đọc báo cáo thu chi trước toàn thể bà con[^fn1]. Đoạn thêm vào.
Xem [trang của thôn](https://thon.example.vn/),/dòng *sau*.
-
  Sửa đường
  -
    đoạn đầu làng
-
  Nạo vét mương
table: 
| Thu chi
| 1x2:Thu | 5 triệu
| 3 triệu
## Phần kết
Cuộc họp kết thúc lúc 11 giờ, bà con ra về vui vẻ.
[^fn1]:
  Có 45 hộ dự họp.
");
}

#[test]
fn pandoc_docx() {
    insta::assert_snapshot!(shown(&sample("pandoc.docx")), @r"
Con đò cuối cùng trên sông Đuống / Trần Thị Cúc / 2021-05-01 / vi
## Bến cũ
Bến đò **Hồ** nằm bên *bờ nam* sông Đuống.[^fn20] Nước H~2~O ở đây rộng 300 m^2^. Xem [trang của xã](https://xa.example.vn/ben-do).
1.
  Mùa nước lên.
1.
  Mùa nước cạn:
  -
    thuyền nhỏ;
  -
    thuyền lớn.
1.
  Mùa lễ hội.
>
  Đò đầy thì phải sang sông.
!(Cầu nhìn từ bờ nam) Cầu nhìn từ bờ nam
### Những con số
table: Lượt khách qua đò
= Năm = Lượt khách = Ghi chú
| 1975 | 12.000 | sau lũ
| 2001 | 450 | có cầu
Người lái đò kể: “Ngày ấy sông rộng lắm, gọi đò khản cả cổ mới có người thưa.” Ông dừng lại, nhìn ra phía cây cầu mới, rồi kể tiếp chuyện những đêm lũ năm 1971, khi cả làng phải lên đê ngủ và con đò trở thành lối đi duy nhất nối hai bờ.
[^fn20]:
  Theo sổ bến đò, quyển 3.
");
}

#[test]
fn pandoc_odt() {
    insta::assert_snapshot!(shown(&sample("pandoc.odt")), @r"
Con đò cuối cùng trên sông Đuống / Trần Thị Cúc / 2021-05-01 / vi
## Bến cũ
Bến đò **Hồ** nằm bên *bờ nam* sông Đuống.[^ftn0] Nước H~2~O ở đây rộng 300 m^2^. Xem [trang của xã](https://xa.example.vn/ben-do).
1.
  Mùa nước lên.
1.
  Mùa nước cạn:
  -
    thuyền nhỏ;
  -
    thuyền lớn.
1.
  Mùa lễ hội.
>
  Đò đầy thì phải sang sông.
!() Cầu nhìn từ bờ nam
### Những con số
table: Lượt khách qua đò
= Năm = Lượt khách = Ghi chú
| 1975 | 12.000 | sau lũ
| 2001 | 450 | có cầu
Người lái đò kể: “Ngày ấy sông rộng lắm, gọi đò khản cả cổ mới có người thưa.” Ông dừng lại, nhìn ra phía cây cầu mới, rồi kể tiếp chuyện những đêm lũ năm 1971, khi cả làng phải lên đê ngủ và con đò trở thành lối đi duy nhất nối hai bờ.
[^ftn0]:
  Theo sổ bến đò, quyển 3.
");
}

#[test]
fn pandoc_epub() {
    insta::assert_snapshot!(shown(&sample("pandoc.epub")), @r"
Bến cũ / Trần Thị Cúc / 2021-05-01 / vi
Bến đò **Hồ** nằm bên *bờ nam* sông Đuống.[^fn1] Nước H~2~O ở đây rộng 300 m^2^. Xem [trang của xã](https://xa.example.vn/ben-do).
1.
  Mùa nước lên.
1.
  Mùa nước cạn:
  -
    thuyền nhỏ;
  -
    thuyền lớn.
1.
  Mùa lễ hội.
>
  Đò đầy thì phải sang sông.
!(Cầu nhìn từ bờ nam) Cầu nhìn từ bờ nam
## Những con số
table: Lượt khách qua đò
= Năm = Lượt khách = Ghi chú
| 1975 | 12.000 | sau lũ
| 2001 | 450 | có cầu
Người lái đò kể: “Ngày ấy sông rộng lắm, gọi đò khản cả cổ mới có người thưa.” Ông dừng lại, nhìn ra phía cây cầu mới, rồi kể tiếp chuyện những đêm lũ năm 1971, khi cả làng phải lên đê ngủ và con đò trở thành lối đi duy nhất nối hai bờ.
[^fn1]:
  Theo sổ bến đò, quyển 3.
");
}

#[test]
fn python_docx_docx() {
    insta::assert_snapshot!(shown(&sample("python-docx.docx")), @r"
Lũ lớn năm 1971 / Lê Thu Hà, Nguyễn Văn An / 2022-11-28T06:30:00Z / vi-VN
(old-encoding)
[Biên tập: Xem lại con số.] rất nhanh
## Nước lên
Nước sông lên **rất nhanh** trong đêm, *cả làng* phải lên đê.
1.
  một
1.
  hai
-
  chấm
!() Hình 1. Cầu nhìn từ bờ nam
table: 
| 2x1:ô 00 ô 01 | ô 02
| ô 10 | ô 11 | 1x2:ô 12 ô 22
| ô 20 | ô 21
## Kết
Thư viện Quốc gia Việt Nam
");
}

#[test]
fn libreoffice_headings_pdf() {
    insta::assert_snapshot!(shown(&sample("libreoffice-headings.pdf")), @r"
Con đò cuối cùng trên sông Đuống / Trần Thị Cúc / 2021-05-01 / vi-VN
## Bến cũ
Bến đò **Hồ** nằm bên *bờ nam* sông Đuống.^1^ Nước H~2~O ở đây rộng 300 m^2^. Xem [trang của xã](https://xa.example.vn/ben-do).
1. Mùa nước lên.
2. Mùa nước cạn:
– thuyền nhỏ;
– thuyền lớn.
3. Mùa lễ hội.
Đò đầy thì phải sang sông.
*Cầu nhìn từ bờ nam*
### Những con số
*Lượt khách qua đò*
Năm Lượt khách Ghi chú 1975 12.000 sau lũ 2001 450 có cầu
Người lái đò kể: “Ngày ấy sông rộng lắm, gọi đò khản cả cổ mới có người thưa.” Ông dừng lại, nhìn ra phía cây cầu mới, rồi kể tiếp chuyện những đêm lũ năm 1971, khi cả làng phải lên đê ngủ và con đò trở thành lối đi duy nhất nối hai bờ.
1 Theo sổ bến đò, quyển 3.
");
}
