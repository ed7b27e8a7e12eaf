//! What is read of documents that were written by hand after the formats' documentation.

use super::{batch, bytes, sample, shown};
use crate::package::packed;
use crate::{ImportError, Input, NoAssets, Options, read};
use fonds_model::Block;

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
    let bytes = packed(&[("word/document.xml", body), ("word/styles.xml", styles)]);
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
fn a_document_of_a_heading_alone_keeps_its_words() {
    for style in ["Heading1", "Title"] {
        let body = format!(
            "<w:document><w:body><w:p><w:pPr><w:pStyle w:val='{style}'/></w:pPr><w:r><w:t>Phụ lục ba</w:t></w:r></w:p>\
            </w:body></w:document>"
        );
        let article =
            batch("a.docx", &packed(&[("word/document.xml", body)]), false).unwrap().articles.remove(0);
        assert_eq!(article.article.title, "Phụ lục ba", "{style}");
        assert_eq!(fonds_model::Projection::of(&article.article).text, "Phụ lục ba", "{style}");
    }
}

/// What a date says besides the date is not lost, and neither is a second one.
#[test]
fn paragraphs_in_the_style_of_dates() {
    let dated = |lines: &[&str]| {
        let lines = lines.iter().map(|line| {
            format!("<w:p><w:pPr><w:pStyle w:val='Date'/></w:pPr><w:r><w:t>{line}</w:t></w:r></w:p>")
        });
        let body = format!(
            "<w:document><w:body>{}<w:p><w:r><w:t>Kính gửi anh.</w:t></w:r></w:p></w:body></w:document>",
            lines.collect::<String>()
        );
        let article =
            batch("a.docx", &packed(&[("word/document.xml", body)]), false).unwrap().articles.remove(0);
        let dateline = article.article.dateline.clone().unwrap_or_default();
        format!("{dateline} | {}", shown(&article))
    };
    insta::assert_snapshot!(dated(&["Nam Định, ngày 2 tháng 9 năm 1954", "3/9/1954"]), @r"
Nam Định | a /  / 1954-09-02 / 
(title-guessed)
3/9/1954
Kính gửi anh.
");
    insta::assert_snapshot!(dated(&["Viết xong ngày 2/9/1954 ở bến phà"]), @r"
 | a /  / 1954-09-02 / vi
(title-guessed)
Viết xong ngày 2/9/1954 ở bến phà
Kính gửi anh.
");
    insta::assert_snapshot!(dated(&["Tháng Chín năm 1954"]), @r"
 | a /  / 1954-09 / 
(title-guessed)
Kính gửi anh.
");
}

/// The words of a diagram stand in another part, as a tree of points.
#[test]
fn smart_art_is_a_list() {
    let frame = |inner: &str| {
        format!("<w:r><w:drawing><wp:inline><a:graphic>{inner}</a:graphic></wp:inline></w:drawing></w:r>")
    };
    let body = format!(
        "<w:document><w:body><w:p><w:r><w:t>Các bước:</w:t></w:r>{}{}{}</w:p><w:p><w:r><w:t>Hết.</w:t></w:r></w:p>\
        </w:body></w:document>",
        frame("<dgm:relIds r:dm='r1' r:lo='r2'/>"),
        frame("<dgm:relIds r:dm='r9'/>"),
        frame("<c:chart r:id='r8'/>"),
    );
    let point = |id: &str, words: &str| {
        format!("<dgm:pt modelId='{id}'><dgm:t><a:p><a:r><a:t>{words}</a:t></a:r></a:p></dgm:t></dgm:pt>")
    };
    let under = |from: &str, to: &str, order: u8| {
        format!("<dgm:cxn modelId='c{to}' srcId='{from}' destId='{to}' srcOrd='{order}'/>")
    };
    let data = format!(
        "<dgm:dataModel><dgm:ptLst><dgm:pt modelId='0' type='doc'/>{}{}{}<dgm:pt modelId='s' type='sibTrans'/></dgm:ptLst>\
        <dgm:cxnLst>{}{}{}{}<dgm:cxn type='presOf' srcId='0' destId='3' srcOrd='0'/></dgm:cxnLst></dgm:dataModel>",
        point("1", "Ngâm dó"),
        point("2", "Seo giấy"),
        point("3", "một đêm"),
        under("0", "2", 1),
        under("0", "1", 0),
        under("1", "3", 0),
        under("3", "1", 0),
    );
    let links = "<Relationships><Relationship Id='r1' Type='http://x/diagramData' Target='diagrams/data1.xml'/></Relationships>";
    let files = [
        ("word/document.xml", body.as_str()),
        ("word/_rels/document.xml.rels", links),
        ("word/diagrams/data1.xml", &data),
    ];
    let article = batch("a.docx", &packed(&files), false).unwrap().articles.remove(0);
    insta::assert_snapshot!(shown(&article), @r"
a /  /  / vi
(diagram-as-list)
(diagram-left)
(chart-left)
(title-guessed)
Các bước:
-
  Ngâm dó
  -
    một đêm
-
  Seo giấy
Hết.
");
}

/// What Word on the web writes: the text has another name, which only the package's relations tell.
#[test]
fn the_text_of_a_document_may_have_another_name() {
    let relations = "<Relationships><Relationship Id='r1' Target='word/document2.xml' Type='http://schemas.openxmlformats.org\
        /officeDocument/2006/relationships/officeDocument'/></Relationships>";
    let body =
        "<w:document><w:body><w:p><w:r><w:t>Nước lên từ đêm qua.</w:t></w:r></w:p></w:body></w:document>";
    let properties = "<cp:coreProperties><dc:title>.</dc:title></cp:coreProperties>";
    let files = [
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", relations),
        ("docProps/core.xml", properties),
        ("word/document2.xml", body),
    ];
    let bytes = packed(&files);
    let input = Input { bytes: &bytes, file_name: Some("nước.docx"), ..Input::default() };
    let article = read(&input, Options::default(), &NoAssets).unwrap().articles.remove(0).article;
    assert!(
        article.source.media_type.ends_with("wordprocessingml.document"),
        "{}",
        article.source.media_type
    );
    assert_eq!(article.body, [Block::paragraph("Nước lên từ đêm qua.")]);
    assert_eq!(article.title, "nước", "a point is no title");
}

/// Scans are often put into a document.
#[test]
fn a_document_of_pictures_alone_is_kept() {
    let picture = bytes("rtf-of-a-picture.rtf");
    let imported = batch("a.rtf", &picture, false).unwrap().articles.remove(0);
    let codes: Vec<_> = imported.article.source.diagnostics.iter().map(|d| d.code.as_str()).collect();
    assert_eq!((imported.assets.len(), codes), (1, vec!["title-guessed", "document-without-text"]));
    assert_eq!(imported.article.title, "a");
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

#[test]
fn rich_text_begins_in_its_default_font() {
    let text = br"{\rtf1\ansi\deff1{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset163 Times;}}Ti\'ea\'ecng Vi\'ea\'f2t.\par}";
    let article = batch("a.rtf", text, false).unwrap().articles.remove(0);
    assert!(shown(&article).contains("Tiếng Việt."), "{}", shown(&article));
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
    let bytes = packed(&[CONTAINER, BOOK, ("O/t/1.xhtml", chapter), ("O/t/notes.xhtml", notes)]);
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
        batch("a.epub", &packed(&[CONTAINER, BOOK, chapter, ("META-INF/encryption.xml", rules)]), false)
    };
    assert_eq!(with(locked).unwrap_err(), ImportError::Encrypted { format: "EPUB" });
    assert_eq!(with(&fonts).unwrap().articles.len(), 1);
    let pdf = batch("a.pdf", &bytes("qpdf-password.pdf"), false);
    assert_eq!(pdf.unwrap_err(), ImportError::Encrypted { format: "PDF" });
    assert_eq!(shown(&sample("qpdf-no-user-password.pdf")), shown(&sample("libreoffice.pdf")));
}

/// A page of one line, whose dictionary says `page` and whose text is set in the direction `matrix`.
fn pdf(page: &str, matrix: &str) -> Vec<u8> {
    let line = "The register of the port was found on a shelf.";
    let drawn = format!("BT /F 12 Tf {matrix} Tm ({line}) Tj ET");
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        format!("<</Type/Page/Parent 2 0 R {page}/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>"),
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>".to_owned(),
        format!("<</Length {}>>stream\n{drawn}\nendstream", drawn.len()),
    ];
    let mut out = "%PDF-1.4\n".to_owned();
    for (at, object) in objects.iter().enumerate() {
        out += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
    }
    (out + "trailer\n<</Root 1 0 R/Size 6>>\n%%EOF\n").into_bytes()
}

#[test]
fn pages_are_read_as_they_are_shown() {
    let lines = [
        ("/MediaBox[0 0 600 400]", "1 0 0 1 50 200"),
        ("/MediaBox[0 0 400 600]/Rotate 90", "0 1 -1 0 200 50"),
        ("/MediaBox[0 0 400 600]/Rotate 270", "0 -1 1 0 200 550"),
        ("/MediaBox[0 0 600 400]/Rotate 180", "-1 0 0 -1 550 200"),
        ("/MediaBox[-600 -400 0 0]", "1 0 0 1 -550 -200"),
    ];
    for (page, matrix) in lines {
        let article = batch("a.pdf", &pdf(page, matrix), false).unwrap().articles.remove(0);
        assert!(shown(&article).contains("The register of the port was found on a shelf."), "{page}");
    }
}

#[test]
fn what_is_put_together_or_left_out_is_told() {
    let tells = |code: &str, piece: &str, count: usize| {
        let rich = format!("{{\\rtf1 {}}}", piece.repeat(count));
        let article = batch("a.rtf", rich.as_bytes(), false).unwrap().articles.remove(0).article;
        article.source.diagnostics.iter().any(|remark| remark.code == code)
    };
    assert!(tells("too-many-paragraphs", "a\\par ", 400_001));
    assert!(!tells("too-many-paragraphs", "a\\par ", 399_000));
    assert!(tells("notes-left", "a{\\footnote b}", 20_001));
    assert!(!tells("notes-left", "a{\\footnote b}", 20_000));
}
