//! A book that was printed: page breaks, page list, and what closes it.

use super::{OnePicture, sample, unpacked};
use crate::{Epub, EpubOptions, write};
use fonds_model::book::{BibliographyEntry, IndexGroup, IndexPlace, IndexTerm, PageStart};
use fonds_model::{Block, Book, Cell, Inline, Quiet, Row, Section, SectionKind};

fn start(label: &str, section: &str, offset: Option<usize>) -> PageStart {
    PageStart { label: label.into(), section: section.into(), offset }
}

/// The pages that begin in the chapter with these words.
fn pages_at(book: &Book, words: &[&str]) -> Vec<PageStart> {
    let text = book.sections[2].projection().text;
    let at = |word: &str| text[..text.find(word).unwrap()].chars().count();
    words.iter().enumerate().map(|(n, word)| start(&(n + 5).to_string(), "ch-1", Some(at(word)))).collect()
}

fn term(label: &str, places: &[(&str, usize, usize)]) -> IndexTerm {
    let place = |(section, start, end): &(&str, usize, usize)| IndexPlace {
        section: (*section).into(),
        start: *start,
        end: *end,
    };
    IndexTerm { label: label.into(), also: String::new(), places: places.iter().map(place).collect() }
}

fn list(kind: SectionKind, id: &str, title: &str) -> Section {
    let like = sample::book().sections.pop().unwrap();
    let bare = Section { byline: String::new(), lead: vec![], citation: vec![], tags: vec![], ..like };
    Section { id: id.into(), kind, title: title.into(), entries: vec![], ..bare }
}

fn entry(group: &str, text: &str) -> BibliographyEntry {
    let content = vec![Inline::text(text)];
    BibliographyEntry { section: "ch-1".into(), group: group.into(), content, ..BibliographyEntry::default() }
}

/// The sample with everything that closes a book.
fn book() -> Book {
    let mut book = sample::book();
    book.sections[2].entries = vec![entry("Báo", "Một.")];
    book.sections[3].title = "Hai".into();
    let mut of_part = list(SectionKind::PartBibliography, "part-1-bibliography", "Tài liệu của phần");
    of_part.entries = vec![entry("", "Một.")];
    book.sections.insert(4, of_part);
    let mut sources = list(SectionKind::Sources, "sources", "Các bài theo nguồn");
    sources.entries = vec![entry("Báo Ví Dụ", "Một."), entry("Báo Khác", "Hai.")];
    let mut index = list(SectionKind::Index, "index", "Chỉ mục");
    let names = [
        "An",
        "Ấp Bắc",
        "Bình",
        "Cầu",
        "Dò",
        "Đò",
        "Đường",
        "Em",
        "Ga",
        "Hồ",
        "Kho",
        "Lúa",
        "Mạ",
        "Núi",
        "Quê",
        "Sông",
    ];
    let mut terms: Vec<_> =
        names.iter().map(|name| term(name, &[("ch-1", 16, 19), ("ch-2", 0, 1)])).collect();
    terms[1].also = "xã <Ấp>".into();
    index.index = vec![
        IndexGroup {
            title: "Tác giả".into(),
            terms: vec![term("Nguyễn Văn An", &[("ch-1", 0, 1), ("gone", 0, 1)]), term("Nobody", &[])],
        },
        IndexGroup { title: "Chủ đề".into(), terms },
    ];
    let mut colophon = list(SectionKind::Colophon, "colophon", "Xuất xứ");
    colophon.blocks = vec![Block::paragraph("Tủ sách Cầu, số 3.")];
    colophon.entries = vec![entry("", "Một.")];
    book.sections.extend([sources, index, colophon]);
    book
}

/// Pages as the print of [`book`] has them.
fn pages() -> Vec<PageStart> {
    let book = book();
    let mut pages =
        vec![start("i", "fw", Some(0)), start("3", "part-1", Some(0)), start("4", "ch-1", Some(0))];
    pages.extend(pages_at(&book, &["Nhảy", "nổi", "ello", "i<j"]));
    for (n, section) in book.sections.iter().enumerate().skip(3) {
        pages.push(start(&(n + 6).to_string(), &section.id, Some(0)));
    }
    pages
}

fn printed(book: &Book, pages: Vec<PageStart>) -> Epub {
    let page_source = "urn:isbn:9786040000000".into();
    write(book, &OnePicture, &EpubOptions { pages, page_source, ..EpubOptions::default() }, &Quiet).unwrap()
}

/// A file of the printed book from one place to another.
fn part(epub: &Epub, name: &str, from: &str, to: &str) -> String {
    let file = &unpacked(epub).1[&format!("OEBPS/{name}")];
    let rest = &file[file.find(from).unwrap()..];
    rest[..rest.find(to).unwrap()].to_owned()
}

/// Short, so that goldens show what is around the breaks.
fn shortened(xhtml: &str) -> String {
    xhtml.replace("<span epub:type=\"pagebreak\" role=\"doc-pagebreak\" id=\"page-", "[").replace("\"/>", "]")
}

#[test]
fn pages_break_the_text_where_they_begin() {
    let mut book = book();
    let emphasis = |text: &str| Inline::Emphasis { content: vec![Inline::text(text)] };
    let link = Inline::Link {
        href: "https://a.vn".into(),
        content: vec![Inline::text("liên kết"), emphasis("xa")],
    };
    let cell =
        |text: &str| Cell { blocks: vec![Block::paragraph(text)], header: false, colspan: 1, rowspan: 1 };
    book.sections[2].blocks = vec![
        Block::heading(2, "Đầu đề"),
        Block::Paragraph {
            content: vec![Inline::text("Trước "), emphasis("một hai"), Inline::Break, link]
        },
        Block::Paragraph { content: vec![] },
        Block::List { ordered: false, start: 1, items: vec![vec![Block::paragraph("Mục")]] },
        Block::Table {
            caption: vec![Inline::text("Bảng")],
            head: vec![],
            rows: vec![Row { cells: vec![cell("Ô 😀 nhỏ")] }],
        },
        Block::Code { language: None, text: "a\nb & c".into() },
        Block::Note { id: "n".into(), blocks: vec![Block::paragraph("Lời chú")] },
    ];
    let words =
        ["Đầu", "hai", "\nliên", "liên", "kết", "xa", "\nMục", "Mục", "Bảng", "nhỏ", "& c", "Lời", "chú"];
    let pages = pages_at(&book, &words);
    let epub = printed(&book, pages);
    insta::assert_snapshot!(shortened(&part(&epub, "text/ch-1.xhtml", "<p class=\"lead\"", "<h2>Tài")), @r##"
<p class="lead">Sapo.</p>
[5" aria-label="5]<h2>Đầu đề</h2>
<p>Trước <em>một [6" aria-label="6]hai</em>[7" aria-label="7]<br/>[8" aria-label="8]<a href="https://a.vn">liên [9" aria-label="9]kết<em>[10" aria-label="10]xa</em></a></p>
<p></p>
<ul>
<li>[11" aria-label="11][12" aria-label="12]Mục</li>
</ul>
<table>
<caption>[13" aria-label="13]Bảng</caption>
<tbody>
<tr><td>Ô 😀 [14" aria-label="14]nhỏ</td></tr>
</tbody>
</table>
<pre><code>a
b [15" aria-label="15]&amp; c</code></pre>
<section class="notes" epub:type="footnotes">
<h2>Chú thích</h2>
<aside id="note-1" epub:type="footnote" role="doc-footnote"><p><span class="back">1</span> [16" aria-label="16]Lời [17" aria-label="17]chú</p>
</aside>
</section>
"##);
}

#[test]
fn pages_without_text_come_before_what_follows() {
    let book = book();
    let pages = vec![
        start("1", "ch-1", None),
        start("2", "ch-1", None),
        start("3", "ch-1", Some(2)),
        start("4", "ch-1", Some(1)),
        start("4", "ch-1", Some(7)),
        start("A b", "ch-1", None),
        start("5", "gone", Some(0)),
        start(" ", "ch-2", Some(0)),
    ];
    let epub = printed(&book, pages);
    let chapter = shortened(&unpacked(&epub).1["OEBPS/text/ch-1.xhtml"]);
    let at = |text: &str| chapter.find(text).unwrap_or_else(|| panic!("{text} is not in {chapter}"));
    at("aria-labelledby=\"title\">\n[1\" aria-label=\"1]<header>");
    at("<p class=\"lead\">Sa[2\" aria-label=\"2][3\" aria-label=\"3][4\" aria-label=\"4]po.</p>");
    at("<h2>N[4_2\" aria-label=\"4]hảy");
    at("</p>\n[A_20_b\" aria-label=\"A b]</section>\n</body>");
    let codes: Vec<_> = epub.diagnostics.iter().map(|one| one.code.as_str()).collect();
    assert!(codes.contains(&"page-not-in-book"), "{:?}", epub.diagnostics);
}

#[test]
fn nav_ncx_and_package_know_the_pages() {
    let epub = printed(&book(), pages());
    insta::assert_snapshot!(part(&epub, "nav.xhtml", "<nav epub:type=\"page-list\"", "<li><a href=\"text/ch-1.xhtml#page-6\""), @r##"
<nav epub:type="page-list" role="doc-pagelist" hidden="hidden" id="page-list">
<ol>
<li><a href="text/fw.xhtml#page-i">i</a></li>
<li><a href="text/part-1.xhtml#page-3">3</a></li>
<li><a href="text/ch-1.xhtml#page-4">4</a></li>
<li><a href="text/ch-1.xhtml#page-5">5</a></li>
"##);
    insta::assert_snapshot!(part(&epub, "toc.ncx", "<pageList>", "<pageTarget id=\"page-4\""), @r##"
<pageList>
    <navLabel><text>Trang</text></navLabel>
    <pageTarget id="page-i" type="front"><navLabel><text>i</text></navLabel><content src="text/fw.xhtml#page-i"/></pageTarget>
    <pageTarget id="page-3" type="normal" value="3"><navLabel><text>3</text></navLabel><content src="text/part-1.xhtml#page-3"/></pageTarget>
"##);
    let (_, files) = unpacked(&epub);
    let ncx = &files["OEBPS/toc.ncx"];
    assert!(
        ncx.contains("\"dtb:totalPageCount\" content=\"13\"")
            && ncx.contains("\"dtb:maxPageNumber\" content=\"14\""),
        "{ncx}"
    );
    let package = &files["OEBPS/content.opf"];
    for feature in ["pageBreakMarkers", "pageNavigation", "printPageNumbers", "index"] {
        assert!(package.contains(&format!("accessibilityFeature\">{feature}</meta>")), "{package}");
    }
    assert!(
        package.contains("<meta property=\"pageBreakSource\">urn:isbn:9786040000000</meta>"),
        "{package}"
    );
    assert!(
        files["OEBPS/nav.xhtml"]
            .contains("<li><a epub:type=\"index\" href=\"text/index.xhtml\">Chỉ mục</a></li>")
    );
    // Without a name of the printed edition the book's own stands for it; without pages nothing is said.
    let options = EpubOptions { pages: pages(), ..EpubOptions::default() };
    let unnamed = unpacked(&write(&book(), &OnePicture, &options, &Quiet).unwrap()).1;
    assert!(
        unnamed["OEBPS/content.opf"].contains("pageBreakSource\">Cầu &amp; đường, Thư viện, 2022</meta>")
    );
    let unprinted = unpacked(&write(&book(), &OnePicture, &EpubOptions::default(), &Quiet).unwrap()).1;
    for name in ["content.opf", "nav.xhtml", "toc.ncx"] {
        assert!(!unprinted[&format!("OEBPS/{name}")].to_lowercase().contains("page-list"));
        assert!(!unprinted[&format!("OEBPS/{name}")].contains("pageBreak"));
    }
}

#[test]
fn the_index_leads_to_pages_or_to_chapters() {
    let mut book = book();
    let index = book.sections.iter_mut().find(|section| section.kind == SectionKind::Index).unwrap();
    // "Sapo.\nNhảy bậc\nA & B <c>": pages begin at 0, 6, 27, 38 and 42.
    index.index[1].terms = vec![
        term(
            "Cầu",
            &[("ch-1", 1, 3), ("ch-1", 2, 4), ("ch-1", 7, 9), ("ch-1", 45, 46), ("ch-2", 0, 1), ("fw", 0, 1)],
        ),
        term("Đò", &[("ch-1", 5, 26)]),
    ];
    let epub = printed(&book, pages());
    insta::assert_snapshot!(part(&epub, "text/index.xhtml", "<section epub:type=\"index-group\"", "</body>"), @r##"
<section epub:type="index-group">
<h2>Tác giả</h2>
<ul class="index" epub:type="index-entry-list">
<li epub:type="index-entry"><span epub:type="index-term">Nguyễn Văn An</span>, <a epub:type="index-locator" href="ch-1.xhtml#page-4" title="Bài &lt;một&gt;">4</a></li>
</ul>
</section>
<section epub:type="index-group">
<h2>Chủ đề</h2>
<ul class="index" epub:type="index-entry-list">
<li epub:type="index-entry"><span epub:type="index-term">Cầu</span>, <span class="range" epub:type="index-locator-range"><a epub:type="index-locator" href="ch-1.xhtml#page-4" title="Bài &lt;một&gt;">4</a>–<a epub:type="index-locator" href="ch-1.xhtml#page-5" title="Bài &lt;một&gt;">5</a></span>, <span class="range" epub:type="index-locator-range"><a epub:type="index-locator" href="ch-1.xhtml#page-8" title="Bài &lt;một&gt;">8</a>–<a epub:type="index-locator" href="ch-2.xhtml#page-9" title="Hai">9</a></span>, <a epub:type="index-locator" href="fw.xhtml#page-i" title="Lời nói đầu">i</a></li>
<li epub:type="index-entry"><span epub:type="index-term">Đò</span>, <span class="range" epub:type="index-locator-range"><a epub:type="index-locator" href="ch-1.xhtml#page-4" title="Bài &lt;một&gt;">4</a>–<a epub:type="index-locator" href="ch-1.xhtml#page-5" title="Bài &lt;một&gt;">5</a></span></li>
</ul>
</section>
</section>
"##);
    let epub = write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    insta::assert_snapshot!(part(&epub, "text/index.xhtml", "<section epub:type=\"index-group\"", "</body>"), @r##"
<section epub:type="index-group">
<h2>Tác giả</h2>
<ul class="index" epub:type="index-entry-list">
<li epub:type="index-entry"><span epub:type="index-term">Nguyễn Văn An</span>, <a epub:type="index-locator" href="ch-1.xhtml" title="Bài &lt;một&gt;">1</a></li>
</ul>
</section>
<section epub:type="index-group">
<h2>Chủ đề</h2>
<ul class="index" epub:type="index-entry-list">
<li epub:type="index-entry"><span epub:type="index-term">Cầu</span>, <a epub:type="index-locator" href="ch-1.xhtml" title="Bài &lt;một&gt;">1</a>, <a epub:type="index-locator" href="ch-2.xhtml" title="Hai">2</a>, <a epub:type="index-locator" href="fw.xhtml">Lời nói đầu</a></li>
<li epub:type="index-entry"><span epub:type="index-term">Đò</span>, <a epub:type="index-locator" href="ch-1.xhtml" title="Bài &lt;một&gt;">1</a></li>
</ul>
</section>
</section>
"##);
}

#[test]
fn lists_have_headings_and_their_semantics() {
    let files = unpacked(&printed(&book(), pages())).1;
    let holds = |name: &str, text: &str| {
        let file = &files[&format!("OEBPS/text/{name}.xhtml")];
        assert!(file.contains(text), "{text} is not in {file}");
    };
    holds("sources", "epub:type=\"appendix\" role=\"doc-appendix\"");
    holds("sources", "<h2>Báo Ví Dụ</h2>\n<ul class=\"references\">");
    holds(
        "sources",
        "<li>Một. <a class=\"go\" href=\"ch-1.xhtml\" aria-label=\"Bài &lt;một&gt;\">↗</a></li>",
    );
    holds("colophon", "epub:type=\"colophon\" role=\"doc-colophon\"");
    holds("part-1-bibliography", "epub:type=\"bibliography\" role=\"doc-bibliography\"");
    holds("ch-1", "<h2>Tài liệu tham khảo</h2>\n<h3>Báo</h3>\n");
    holds(
        "index",
        "<li epub:type=\"index-entry\" data-letter=\"Đ\"><span epub:type=\"index-term\">Đò</span>",
    );
    holds("index", "<li epub:type=\"index-entry\"><span epub:type=\"index-term\">Đường</span>");
    holds("index", "<span epub:type=\"index-term\">Ấp Bắc</span> (xã &lt;Ấp&gt;), <a ");
    assert!(!files["OEBPS/text/index.xhtml"].contains("Nobody"));
    // For looking at, and for EPUBCheck and Ace by hand.
    if let Some(path) = std::env::var_os("FONDS_KEEP_PRINTED_EPUB") {
        std::fs::write(path, printed(&book(), pages()).bytes).unwrap();
    }
}
