//! Whole e-books, unpacked.

mod any_book;
mod any_collection;
mod any_pages;
mod printed;
mod sample;
mod travelling;
mod volumes;

use super::*;
use fonds_model::{Area, Block, Colour, Digest, Image, Inline, Outline, Quiet, Region};
use sample::book;
use std::collections::BTreeMap;
use std::io::{self, Read};

struct OnePicture;

fn png(width: u32, height: u32) -> io::Result<Vec<u8>> {
    let picture =
        image::RgbImage::from_fn(width, height, |x, y| image::Rgb([x as u8, y as u8, (x * y) as u8]));
    let mut out = Cursor::new(Vec::new());
    let picture = image::DynamicImage::ImageRgb8(picture);
    picture.write_to(&mut out, image::ImageFormat::Png).map_err(io::Error::other)?;
    Ok(out.into_inner())
}

impl AssetSource for OnePicture {
    fn read(&self, digest: &Digest) -> io::Result<Vec<u8>> {
        if digest.as_str().starts_with("aa") { png(9, 9) } else { Err(io::ErrorKind::NotFound.into()) }
    }
}

fn unpacked(epub: &Epub) -> (Vec<String>, BTreeMap<String, String>) {
    let mut archive = zip::ZipArchive::new(Cursor::new(&epub.bytes)).unwrap();
    let mut names = Vec::new();
    let mut files = BTreeMap::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).unwrap();
        let mut bytes = Vec::new();
        file.read_to_end(&mut bytes).unwrap();
        names.push(file.name().to_owned());
        files.insert(file.name().to_owned(), String::from_utf8_lossy(&bytes).into_owned());
    }
    (names, files)
}

#[test]
fn the_same_book_gives_the_same_bytes() {
    let options = EpubOptions { annotations: AnnotationForm::Epub34Draft, ..EpubOptions::default() };
    let write = || write(&book(), &OnePicture, &options, &Quiet).unwrap();
    let (a, b) = (write(), write());
    assert_eq!(a.bytes, b.bytes);
    assert_eq!(a.diagnostics.len(), 1, "{:?}", a.diagnostics);
    // For looking at, and for EPUBCheck by hand.
    if let Some(path) = std::env::var_os("FONDS_KEEP_EPUB") {
        std::fs::write(path, a.bytes).unwrap();
    }
}

#[test]
fn files_are_in_order() {
    let epub = write(&book(), &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let (names, files) = unpacked(&epub);
    assert_eq!(names[0], "mimetype");
    assert_eq!(files["mimetype"], "application/epub+zip");
    let package = &files["OEBPS/content.opf"];
    for name in
        names.iter().filter_map(|name| name.strip_prefix("OEBPS/")).filter(|name| *name != "content.opf")
    {
        assert!(package.contains(&format!("href=\"{name}\"")), "{name} is not in the manifest");
    }
    assert!(!package.contains(&"bb".repeat(8)), "a picture without bytes is in the manifest");
    assert!(package.contains("2022-12-01T01:02:03Z"));
    assert!(files["OEBPS/toc.ncx"].contains("dtb:uid"));
}

#[test]
fn the_package_says_what_the_book_is() {
    let package = |book: &Book| {
        let epub = write(book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
        let package = unpacked(&epub).1["OEBPS/content.opf"].clone();
        let (from, to) = (package.find("<dc:identifier").unwrap(), package.find("</metadata>").unwrap());
        package[from..to].to_owned()
    };
    let mut book = book();
    insta::assert_snapshot!(package(&book), @r##"
<dc:identifier id="book-id">urn:uuid:12345678-1234-8234-8234-123456789012</dc:identifier>
<dc:title id="title">Cầu &amp; đường</dc:title>
<meta refines="#title" property="title-type">main</meta>
<dc:title id="subtitle">Một tuyển tập</dc:title>
<meta refines="#subtitle" property="title-type">subtitle</meta>
<dc:creator id="compiler">Lan</dc:creator>
<meta refines="#compiler" property="role" scheme="marc:relators">com</meta>
<dc:contributor id="maker-0">Nguyễn Văn An</dc:contributor>
<meta refines="#maker-0" property="role" scheme="marc:relators">aut</meta>
<dc:contributor id="maker-1">Bình</dc:contributor>
<meta refines="#maker-1" property="role" scheme="marc:relators">trl</meta>
<dc:publisher>Thư viện</dc:publisher>
<dc:date>2022-12-01</dc:date>
<dc:rights>©</dc:rights>
<dc:description>Về những cây cầu.</dc:description>
<dc:language>vi-VN</dc:language>
<dc:language>vi</dc:language>
<dc:language>ar</dc:language>
<dc:subject>Cầu</dc:subject>
<dc:source>https://example.vn/a?b&amp;c</dc:source>
<meta property="belongs-to-collection" id="series">Tủ sách Cầu</meta>
<meta refines="#series" property="collection-type">series</meta>
<meta refines="#series" property="group-position">3</meta>
<meta property="dcterms:modified">2022-12-01T01:02:03Z</meta>
<meta name="cover" content="cover-image"/>
<meta property="schema:accessMode">textual</meta>
<meta property="schema:accessMode">visual</meta>
<meta property="schema:accessModeSufficient">textual,visual</meta>
<meta property="schema:accessModeSufficient">textual</meta>
<meta property="schema:accessibilityFeature">structuralNavigation</meta>
<meta property="schema:accessibilityFeature">tableOfContents</meta>
<meta property="schema:accessibilityFeature">readingOrder</meta>
<meta property="schema:accessibilityFeature">displayTransformability</meta>
<meta property="schema:accessibilityFeature">ARIA</meta>
<meta property="schema:accessibilityFeature">alternativeText</meta>
<meta property="schema:accessibilityHazard">none</meta>
<meta property="schema:accessibilitySummary">Sách có mục lục, cấu trúc đề mục và thứ tự đọc rõ ràng; mọi hình ảnh đều có văn bản thay thế.</meta>
<meta property="dcterms:conformsTo" id="conformance">EPUB Accessibility 1.1 - WCAG 2.2 Level AA</meta>
<meta property="a11y:certifiedBy" refines="#conformance">Fonds</meta>
"##);
    // Nobody compiled it, and its picture says nothing.
    book.meta.compiler.clear();
    book.meta.series_position = "ba".into();
    let Block::Figure { image, .. } = &mut book.sections[2].blocks[4] else { panic!("the figure moved") };
    image.alt.clear();
    let package = package(&book);
    assert!(package.contains("<dc:creator id=\"maker-0\">Nguyễn Văn An</dc:creator>"), "{package}");
    assert!(!package.contains("group-position") && !package.contains("conformsTo"), "{package}");
    assert!(package.contains("một số hình ảnh chưa có"), "{package}");
}

#[test]
fn annotations_travel_as_data() {
    let plain = write(&book(), &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    assert!(unpacked(&plain).0.iter().all(|name| !name.ends_with(".annotation")));
    let options = EpubOptions { annotations: AnnotationForm::Epub34Draft, ..EpubOptions::default() };
    let epub = write(&book(), &OnePicture, &options, &Quiet).unwrap();
    let set = &unpacked(&epub).1["META-INF/fonds.annotation"];
    assert_eq!(*set, annotation_set(&book()));
    let value: serde_json::Value = serde_json::from_str(set).unwrap();
    insta::assert_json_snapshot!(value, @r#"
{
  "@context": "https://www.w3.org/ns/epub-anno.jsonld",
  "about": {
    "dc:creator": [
      "Lan"
    ],
    "dc:date": "2022",
    "dc:format": "application/epub+zip",
    "dc:identifier": [
      "urn:uuid:12345678-1234-8234-8234-123456789012"
    ],
    "dc:publisher": "Thư viện",
    "dc:title": "Cầu & đường"
  },
  "generated": "2022-12-01T01:02:03.5Z",
  "generator": {
    "id": "urn:fonds",
    "name": "Fonds",
    "type": "Software"
  },
  "id": "urn:uuid:bb50495f-43bf-8e58-8b21-46ba03247dbe",
  "items": [
    {
      "body": {
        "color": "pink",
        "format": "text/markdown",
        "highlight": "solid",
        "tags": [
          "Cầu"
        ],
        "type": "TextualBody",
        "value": "So với **1998**."
      },
      "created": "1970-01-01T00:00:00Z",
      "creator": {
        "id": "urn:uuid:46dca3d0-5b94-8ccf-842c-0a56b8dc1e21",
        "name": "Lan",
        "type": "Person"
      },
      "id": "urn:fonds:annotation:m",
      "modified": "1970-01-01T00:00:00Z",
      "motivation": "commenting",
      "target": {
        "meta": {
          "headings": [
            {
              "level": 1,
              "txt": "Bài <một>"
            }
          ]
        },
        "selector": [
          {
            "exact": "nổi bật",
            "prefix": "<c> ",
            "suffix": "x",
            "type": "TextQuoteSelector"
          }
        ],
        "source": "OEBPS/text/ch-1.xhtml"
      },
      "type": "Annotation"
    }
  ],
  "title": "Cầu & đường",
  "type": "AnnotationSet"
}
"#);
    // What is about no section of the book is not in it.
    let mut book = book();
    book.annotations[0].section = "elsewhere".into();
    assert!(annotation_set(&book).contains("\"items\": []"));
}

#[test]
fn wide_pictures_are_made_smaller_on_demand() {
    struct Wide;
    impl AssetSource for Wide {
        fn read(&self, _: &Digest) -> io::Result<Vec<u8>> {
            png(90, 30)
        }
    }
    let mut book = book();
    book.assets.iter_mut().for_each(|asset| (asset.width, asset.height) = (90, 30));
    let at = |width: Option<u32>| {
        let options = EpubOptions { max_image_width: width, ..EpubOptions::default() };
        write(&book, &Wide, &options, &Quiet).unwrap()
    };
    let (full, small) = (at(None), at(Some(30)));
    assert_eq!(full.picture_bytes.given, full.picture_bytes.written);
    assert_eq!(small.picture_bytes.given, full.picture_bytes.given);
    assert!(small.picture_bytes.written < full.picture_bytes.written && small.bytes.len() < full.bytes.len());
    assert!(unpacked(&small).1["OEBPS/text/ch-1.xhtml"].contains("width=\"30\" height=\"10\""));
    // A picture that cannot be unpacked stays.
    struct Broken;
    impl AssetSource for Broken {
        fn read(&self, _: &Digest) -> io::Result<Vec<u8>> {
            Ok(b"\x89PNG".to_vec())
        }
    }
    let options = EpubOptions { max_image_width: Some(1), ..EpubOptions::default() };
    let kept = write(&book, &Broken, &options, &Quiet).unwrap();
    let codes: Vec<_> = kept.diagnostics.iter().map(|one| one.code.as_str()).collect();
    assert_eq!(codes, ["image-not-reduced"; 2]);
}

#[test]
fn each_language_has_its_direction() {
    let mut book = book();
    let span = |lang: &str, text: &str| Inline::Span { lang: lang.into(), content: vec![Inline::text(text)] };
    book.sections[3].blocks =
        vec![Block::Paragraph { content: vec![span("vi", "cầu"), span("fa", "پل")] }];
    book.sections[2].blocks = vec![Block::Paragraph { content: vec![span("az-Arab", "کؤرپو")] }];
    let epub = write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let files = unpacked(&epub).1;
    let arabic = &files["OEBPS/text/ch-2.xhtml"];
    assert!(arabic.contains("xml:lang=\"ar\" lang=\"ar\" dir=\"rtl\">"), "{arabic}");
    assert!(arabic.contains("class=\"source\" xml:lang=\"vi-VN\" lang=\"vi-VN\" dir=\"ltr\">"), "{arabic}");
    assert!(arabic.contains("<span xml:lang=\"vi\" lang=\"vi\" dir=\"ltr\">cầu</span>"), "{arabic}");
    assert!(arabic.contains("<span xml:lang=\"fa\" lang=\"fa\">"), "{arabic}");
    assert!(files["OEBPS/text/ch-1.xhtml"].contains("lang=\"az-Arab\" dir=\"rtl\">"));
    assert!(!files["OEBPS/content.opf"].contains("page-progression-direction"));
    book.meta.language = "ar".into();
    let epub = write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    assert!(unpacked(&epub).1["OEBPS/content.opf"].contains("page-progression-direction=\"rtl\""));
}

#[test]
fn a_heading_without_words_is_no_heading() {
    let mut book = book();
    let image = Image::new(Digest("aa".repeat(32)), "Biểu trưng");
    let heading = Block::Heading { level: 2, content: vec![Inline::Image { image }] };
    book.sections[2].blocks = vec![heading, Block::Heading { level: 2, content: vec![] }];
    let epub = write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let chapter = &unpacked(&epub).1["OEBPS/text/ch-1.xhtml"];
    assert!(chapter.contains("<p><img ") && !chapter.contains("<h2"), "{chapter}");
}

#[test]
fn notes_that_follow_one_another_are_set_apart() {
    let mut book = book();
    let note = |id: &str| Inline::NoteRef { note: id.into() };
    let content = vec![Inline::text("Cầu"), note("m"), note("n"), Inline::text(" mới"), note("m")];
    let notes = ["m", "n"].map(|id| Block::Note { id: id.into(), blocks: vec![Block::paragraph("Chú.")] });
    book.sections[2].blocks = [Block::Paragraph { content }].into_iter().chain(notes).collect();
    let epub = write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let chapter = &unpacked(&epub).1["OEBPS/text/ch-1.xhtml"];
    assert!(chapter.contains("1</a><span class=\"noteref\">, </span><a class=\"noteref\""), "{chapter}");
    assert_eq!(chapter.matches("<span class=\"noteref\">").count(), 1, "{chapter}");
}

/// A picture of which two parts are outlined, one with a note, within a link and without one.
fn outlined() -> Block {
    let mut image = Image::new(Digest("aa".repeat(32)), "Cây cầu");
    let outline = |colour, note: &str| Outline {
        area: Area::percent(12.5, 20.0, 30.0, 40.25).unwrap(),
        colour,
        annotation: "m".into(),
        note: note.into(),
    };
    image.outlines = vec![outline(Colour::Blue, "n1"), outline(Colour::Pink, "")];
    let link =
        Inline::Link { href: "https://a.vn".into(), content: vec![Inline::Image { image: image.clone() }] };
    Block::Figure { image, caption: vec![link, Inline::NoteRef { note: "n1".into() }] }
}

#[test]
fn parts_of_pictures_are_outlined_over_them() {
    let mut book = book();
    let note = Block::Note { id: "n1".into(), blocks: vec![Block::paragraph("Trụ số 4.")] };
    book.sections[2].blocks = vec![outlined(), note];
    let epub = write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let chapter = &unpacked(&epub).1["OEBPS/text/ch-1.xhtml"];
    let figure = &chapter[chapter.find("<figure>").unwrap()..chapter.find("</figure>").unwrap()];
    insta::assert_snapshot!(figure.replace("><", ">\n<"), @r##"
<figure>
<span class="outlined">
<img src="../images/aaaaaaaaaaaaaaaa.png" alt="Cây cầu" width="9" height="9"/>
<a class="outline hl-blue" style="left:12.5%;top:20%;width:30%;height:40.25%" href="#note-1" epub:type="noteref" role="doc-noteref" aria-label="1" data-number="1">
</a>
<span class="outline hl-pink" style="left:12.5%;top:20%;width:30%;height:40.25%">
</span>
</span>
<figcaption>
<a href="https://a.vn">
<span class="outlined">
<img src="../images/aaaaaaaaaaaaaaaa.png" alt="Cây cầu" width="9" height="9"/>
<span class="outline hl-blue" style="left:12.5%;top:20%;width:30%;height:40.25%">
</span>
<span class="outline hl-pink" style="left:12.5%;top:20%;width:30%;height:40.25%">
</span>
</span>
</a>
<a class="noteref" id="ref-1" href="#note-1" epub:type="noteref" role="doc-noteref">1</a>
</figcaption>
"##);
    let style = &unpacked(&epub).1["OEBPS/stylesheet.css"];
    assert!(Colour::ALL.iter().all(|colour| style.contains(&format!("#{}", colour.line()))));
}

#[test]
fn a_region_travels_by_its_picture() {
    let mut book = book();
    let region =
        Region { asset: Digest("aa".repeat(32)), fragment: Area::percent(12.5, 20.0, 30.0, 40.25).unwrap() };
    book.annotations[0].annotation.target.region = Some(region);
    let set: serde_json::Value = serde_json::from_str(&annotation_set(&book)).unwrap();
    let selector = &set["items"][0]["target"]["selector"][0];
    assert_eq!(selector["value"], "img[src*=\"aaaaaaaaaaaaaaaa\"]");
    assert_eq!(selector["refinedBy"]["value"], "xywh=percent:12.5,20,30,40.25");
    let epub = write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    assert!(unpacked(&epub).1["OEBPS/text/ch-1.xhtml"].contains("images/aaaaaaaaaaaaaaaa."));
}

#[test]
fn a_chapter_as_xhtml() {
    let epub = write(&book(), &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let chapter = &unpacked(&epub).1["OEBPS/text/ch-1.xhtml"];
    let body = &chapter[chapter.find("<body>").unwrap()..];
    insta::assert_snapshot!(body, @r##"
<body>
<section class="chapter" epub:type="chapter" role="doc-chapter" aria-labelledby="title">
<header>
<h1 id="title">Bài &lt;một&gt;</h1>
<p class="byline">Nguyễn Văn An</p>
<p class="source" xml:lang="vi-VN" lang="vi-VN"><span class="label">Nguồn:</span> <em>Báo Ví Dụ</em></p>
</header>
<p class="lead">Sapo.</p>
<h2>Nhảy bậc</h2>
<p>A &amp; B &lt;c&gt; <mark class="hl hl-pink">nổi bật</mark><a class="noteref" id="ref-1" href="#note-1" epub:type="noteref" role="doc-noteref">1</a><a href="https://example.vn/a%20b%7Cc">x</a>y<br/><span xml:lang="en-GB" lang="en-GB">hello</span><sup><code>i&lt;j</code></sup></p>
<blockquote>
<p>q</p>
<ol start="3">
<li><p>i</p>
<hr/>
</li>
<li></li>
</ol>
</blockquote>
<table>
<caption>Bảng</caption>
<thead>
<tr><th scope="col">h</th></tr>
</thead>
<tbody>
<tr><th scope="row">1</th><td>2</td></tr>
</tbody>
</table>
<figure><img src="../images/aaaaaaaaaaaaaaaa.png" alt="Cầu &quot;mới&quot; &lt;1&gt;" width="9" height="9"/><figcaption>Hình<a class="noteref" id="ref-2" href="#note-2" epub:type="noteref" role="doc-noteref">2</a></figcaption></figure>
<p>Cầu &quot;mới&quot; &lt;1&gt;</p>
<pre><code>a
 &lt;b&gt;</code></pre>
<section class="notes" epub:type="footnotes">
<h2>Chú thích</h2>
<aside id="note-1" epub:type="footnote" role="doc-footnote"><p><a class="back" href="#ref-1" role="doc-backlink" title="Trở lại">1</a> Một</p>
</aside>
<aside id="note-2" epub:type="footnote" role="doc-footnote"><p><a class="back" href="#ref-2" role="doc-backlink" title="Trở lại">2</a> </p>
<hr/>
</aside>
</section>
<p class="tags">Từ khoá: Cầu</p>
</section>
</body>
</html>
"##);
}

#[test]
fn the_nav_nests_parts() {
    let epub = write(&book(), &OnePicture, &EpubOptions::default(), &Quiet).unwrap();
    let nav = &unpacked(&epub).1["OEBPS/nav.xhtml"];
    insta::assert_snapshot!(&nav[nav.find("<nav").unwrap()..], @r#"
<nav epub:type="toc" role="doc-toc" id="toc" aria-labelledby="toc-title">
<h1 id="toc-title">Mục lục</h1>
<ol>
<li><a href="text/title-page.xhtml">Trang tên sách</a></li>
<li><a href="text/fw.xhtml">Lời nói đầu</a></li>
<li><a href="text/part-1.xhtml">Miền Bắc</a>
<ol>
<li><a href="text/ch-1.xhtml">Bài &lt;một&gt;</a></li>
<li><a href="text/ch-2.xhtml">—</a></li>
</ol>
</li>
<li><a href="text/bibliography.xhtml">Tài liệu tham khảo</a></li>
</ol>
</nav>
<nav epub:type="landmarks" hidden="hidden" id="landmarks">
<ol>
<li><a epub:type="cover" href="text/cover.xhtml">Bìa</a></li>
<li><a epub:type="toc" href="nav.xhtml#toc">Mục lục</a></li>
<li><a epub:type="bodymatter" href="text/part-1.xhtml">Miền Bắc</a></li>
<li><a epub:type="bibliography" href="text/bibliography.xhtml">Tài liệu tham khảo</a></li>
</ol>
</nav>
</body>
</html>
"#);
}

#[test]
fn a_cover_breaks_long_titles_of_any_script() {
    let mut book = book();
    book.meta.title = "漢".repeat(40);
    let svg = crate::cover::svg(&book);
    assert!(svg.matches("<text").count() >= 2, "{svg}");
    book.meta.title = "Những năm tháng không thể quên bên dòng sông Đào quê hương".into();
    let svg = crate::cover::svg(&book);
    assert!(svg.matches("<path").count() >= 2 && !svg.contains("<text"), "{svg}");
}

#[test]
fn links_within_the_book_lead_to_chapters_that_are_there() {
    let mut book = book();
    let link = |id: &str| Inline::Link { href: format!("fonds:{id}"), content: vec![Inline::text(id)] };
    let content = vec![link("ch-2"), link("gone")];
    let first = book.sections.iter_mut().find(|section| section.id == "ch-1").unwrap();
    first.blocks = vec![Block::Paragraph { content }];
    let bibliography = book.sections.last_mut().unwrap();
    bibliography.entries[0].section = String::new();
    let files = unpacked(&write(&book, &OnePicture, &EpubOptions::default(), &Quiet).unwrap()).1;
    assert!(files["OEBPS/text/ch-1.xhtml"].contains("<p><a href=\"ch-2.xhtml\">ch-2</a>gone</p>"));
    assert!(!files["OEBPS/text/bibliography.xhtml"].contains("href=\".xhtml\""));
}
