//! Corrections of texts, and what becomes of their annotations.

use super::*;
use crate::{Language, Selection, ShownAnnotation, environment};
use fonds_model::{Colour, Quiet, TextQuote};

const TEXT: &str = "Ngày 2 tháng 9\n\nNgày 2 tháng 9 năm l945, Chù tịch đọc bàn Tuyên ngôn.\n\nTrang 3 – Quảng cáo thuốc ho.\n\n\
    Hàng chục vạn người đã dự lễ.\n\nChiều hôm ấy trời quang.\n";

fn library() -> (tempfile::TempDir, Library, ArticleId) {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::create(&dir.path().join("C.fonds"), "C", environment()).unwrap();
    let options = crate::ImportOptions { format: Some(crate::Format::Markdown), ..Default::default() };
    let text = format!("# Tin\n\n{TEXT}");
    let report = library.import_bytes("tin.md", text.into_bytes(), options, Language::English).unwrap();
    let id = report.imported[0].id.clone();
    (dir, library, id)
}

fn mark(library: &Library, id: &ArticleId, words: &str) -> ShownAnnotation {
    let quote = TextQuote { exact: words.into(), ..TextQuote::default() };
    library.annotate(id, &Selection::Quote(quote), Colour::Green, "xem lại", &[]).unwrap()
}

fn passages(library: &Library, id: &ArticleId) -> Vec<Option<String>> {
    let article = library.article(id).unwrap();
    let text = Projection::of(&article);
    let annotations = library.annotations(Some(id)).unwrap();
    let words = |a: &Annotation| a.target.resolve(&text).map(|place| text.slice(place.start, place.end));
    annotations.iter().map(words).collect()
}

/// Everything that there is, by its block.
fn keep_all(text: &EditableText) -> Vec<TextPart> {
    (0..text.blocks.len()).map(TextPart::Keep).collect()
}

#[test]
fn annotations_go_with_their_words_and_one_undo_brings_all_back() {
    let (_dir, library, id) = library();
    for words in ["năm l945, Chù tịch", "Quảng cáo", "vạn người", "trời quang"] {
        mark(&library, &id, words);
    }
    let text = library.editable_text(&id).unwrap();
    let at = |words: &str| text.blocks.iter().position(|block| block.markdown.contains(words)).unwrap();
    let mut parts = keep_all(&text);
    parts[at("l945")] =
        TextPart::Markdown("Ngày 2 tháng 9 năm 1945, Chủ tịch đọc bản Tuyên ngôn.\n\nMột đoạn mới.".into());
    parts.swap(at("vạn người"), at("trời quang"));
    parts.remove(at("Quảng cáo"));
    let before = (library.article(&id).unwrap(), library.annotations(Some(&id)).unwrap());

    let done = library.edit_text(&id, &text.revision, &parts).unwrap();
    assert_eq!(done, TextCorrected { changed: true, moved: 2, detached: 1, found: 0 });
    let words = |words: &str| Some(words.to_owned());
    assert_eq!(
        passages(&library, &id),
        [words("năm 1945, Chủ tịch"), None, words("vạn người"), words("trời quang")]
    );
    let shown = library.shown_annotations(Some(&id)).unwrap();
    let detached = shown.iter().find(|shown| shown.start.is_none()).unwrap();
    assert_eq!(detached.quote, "Quảng cáo");
    assert!(detached.text_of.is_some());

    library.undo().unwrap();
    assert_eq!((library.article(&id).unwrap(), library.annotations(Some(&id)).unwrap()), before);
    library.redo().unwrap();
    assert_eq!(passages(&library, &id)[0], words("năm 1945, Chủ tịch"));
    assert!(library.verify(&Quiet).unwrap().ok);
}

#[test]
fn words_that_come_back_have_their_annotation_again() {
    let (_dir, library, id) = library();
    mark(&library, &id, "Quảng cáo thuốc ho");
    let text = library.editable_text(&id).unwrap();
    let at = text.blocks.iter().position(|block| block.markdown.contains("Quảng cáo")).unwrap();
    let mut parts = keep_all(&text);
    parts.remove(at);
    assert_eq!(library.edit_text(&id, &text.revision, &parts).unwrap().detached, 1);
    let text = library.editable_text(&id).unwrap();
    let mut parts = keep_all(&text);
    parts.insert(at, TextPart::Markdown("Trang 3 – Quảng cáo thuốc ho.".into()));
    assert_eq!(library.edit_text(&id, &text.revision, &parts).unwrap().found, 1);
    assert_eq!(library.annotations(Some(&id)).unwrap()[0].target.revision, None);
}

#[test]
fn a_text_that_changed_meanwhile_is_not_written_over() {
    let (_dir, library, id) = library();
    let text = library.editable_text(&id).unwrap();
    library.edit_text(&id, &text.revision, &keep_all(&text)[1..]).unwrap();
    let error = library.edit_text(&id, &text.revision, &keep_all(&text)).unwrap_err();
    assert_eq!(error.code(), "text-changed");
    for language in [Language::English, Language::Vietnamese] {
        assert!(error.problem(language).message.contains("Tin"));
    }
}

#[test]
fn only_pictures_of_the_article_may_stand_in_it() {
    let (_dir, library, id) = library();
    let text = library.editable_text(&id).unwrap();
    let part = TextPart::Markdown("![Cầu](https://example.vn/cau.png)".into());
    let error = library.edit_text(&id, &text.revision, &[part]).unwrap_err();
    assert_eq!(error.code(), "unknown-picture");
}

#[test]
fn a_whole_text_keeps_what_it_has_as_it_was() {
    let (_dir, library, id) = library();
    mark(&library, &id, "trời quang");
    let written = markdown::write(&library.article(&id).unwrap().body);
    assert_eq!(library.replace_text(&id, &written).unwrap(), TextCorrected::default());
    let corrected = written.replace("l945", "1945").replace("Trang 3 – Quảng cáo thuốc ho.\n\n", "");
    let done = library.replace_text(&id, &corrected).unwrap();
    assert_eq!(done, TextCorrected { changed: true, moved: 1, detached: 0, found: 0 });
    assert_eq!(passages(&library, &id), [Some("trời quang".to_owned())]);
}
