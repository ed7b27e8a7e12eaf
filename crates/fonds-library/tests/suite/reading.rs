//! What the reader asks for: citations of passages, originals to look at, names of colours.

use fonds_library::{ImportOptions, Language, Library, OriginalKind, environment};
use fonds_model::{ArticleId, Quiet, TextPosition};
use std::collections::BTreeMap;

const PAGE: &str = "<html><head><title>Chợ nổi</title><meta http-equiv=refresh content='0;url=https://ngoai.vn'>\
    <link rel=dns-prefetch href=//ngoai.vn></head><body><article><h1>Chợ nổi</h1><p>Từ sáng sớm, ghe thuyền từ khắp nơi đã về \
    đậu kín khúc sông trước chợ, người mua kẻ bán gọi nhau râm ran.</p><p>Đến trưa thì chợ tan, mặt sông lại lặng như không có \
    gì, chỉ còn mấy chiếc ghe hàng ăn nán lại chờ khách đi đò.</p><a href=https://ngoai.vn/xem onclick=alert(1)>Xem thêm</a>\
    <script>alert(2)</script></article></body></html>";

fn library_of(name: &str, bytes: &[u8]) -> (tempfile::TempDir, Library, ArticleId) {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join(name);
    std::fs::write(&file, bytes).unwrap();
    let library = Library::create(&folder.path().join("Kho.fonds"), "Kho", environment()).unwrap();
    let sources = [file.display().to_string()];
    let report = library.import(&sources, ImportOptions::default(), Language::English, &Quiet).unwrap();
    let id = report.imported[0].id.clone();
    (folder, library, id)
}

#[test]
fn a_web_page_is_shown_without_what_acts() {
    let (_folder, library, id) = library_of("cho.html", PAGE.as_bytes());
    assert_eq!(library.original_info(&id).unwrap().kind, OriginalKind::Page);
    let page = library.original_page(&id).unwrap();
    assert!(page.contains("ghe thuyền từ khắp nơi"));
    for gone in ["alert", "ngoai.vn", "<script", "http-equiv"] {
        assert!(!page.contains(gone), "{gone} in {page}");
    }
    assert_eq!(library.original_text(&id).unwrap(), PAGE);
    assert_eq!(library.original_bytes(&id).unwrap(), PAGE.as_bytes());
}

#[test]
fn the_words_of_a_document_are_shown() {
    let samples = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../fonds-import/samples");
    for name in [
        "documents/libreoffice.docx",
        "documents/libreoffice.odt",
        "documents/libreoffice.rtf",
        "documents/pandoc.epub",
        "archives/chromium.mhtml",
        "archives/by-hand-binary.webarchive",
    ] {
        let file = samples.join(name);
        let bytes = std::fs::read(&file).unwrap();
        let (_folder, library, id) = library_of(&file.file_name().unwrap().to_string_lossy(), &bytes);
        assert_eq!(library.original_info(&id).unwrap().kind, OriginalKind::Words, "{name}");
        let article = library.article(&id).unwrap();
        let shown = library.original_text(&id).unwrap();
        assert!(shown.starts_with(&article.title), "{name}: {shown}");
        let text = library.read(&id, Language::Vietnamese).unwrap().text;
        assert!(text.len() > 40, "{name}");
        for line in text.lines() {
            assert!(shown.contains(line), "{name}: {line} in {shown}");
        }
    }
}

#[test]
fn a_passage_is_copied_with_its_citation() {
    let (_folder, library, id) = library_of("cho.html", PAGE.as_bytes());
    let text = library.read(&id, Language::Vietnamese).unwrap().text;
    let words = "ghe thuyền từ khắp nơi";
    let start = text[..text.find(words).unwrap()].chars().count();
    let passage = TextPosition { start, end: start + words.chars().count() };
    let copied = library.copied_citation(&id, Some(passage), Language::Vietnamese).unwrap();
    assert!(
        copied.text.starts_with("“ghe thuyền từ khắp nơi”") && copied.text.contains("Chợ nổi"),
        "{}",
        copied.text
    );
    assert!(copied.html.contains("<blockquote>"));
    let whole = library.copied_citation(&id, None, Language::Vietnamese).unwrap();
    assert!(whole.text.contains("Chợ nổi") && !whole.text.contains("ghe thuyền"));
    let beyond = TextPosition { start: 90_000, end: 90_010 };
    assert_eq!(
        library.copied_citation(&id, Some(beyond), Language::English).unwrap_err().code(),
        "quote-not-found"
    );
}

#[test]
fn colours_keep_their_names() {
    let (folder, library, _) = library_of("cho.html", PAGE.as_bytes());
    let name = |colour: &str, name: &str| (colour.to_owned(), name.to_owned());
    let given = [name("yellow", "  Số liệu\n cần tra "), name("green", " "), name("mauve", "x")];
    library.name_colours(&BTreeMap::from(given)).unwrap();
    let kept = BTreeMap::from([name("yellow", "Số liệu cần tra")]);
    assert_eq!(library.colour_names(), kept);
    drop(library);
    let again = Library::open(&folder.path().join("Kho.fonds"), environment(), &Quiet).unwrap();
    assert_eq!(again.colour_names(), kept);
}
