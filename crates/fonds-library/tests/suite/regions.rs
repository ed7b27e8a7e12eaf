//! Parts of pictures as annotations: made, corrected around, taken out and in, handed on.

use fonds_library::{
    AnnotationFilter, AnnotationOrder, ImportOptions, Language, Library, SearchOptions, ShownAnnotation,
    TextPart, environment,
};
use fonds_model::{AnnotationId, ArticleId, Colour, ExportSettings, ItemContent, Quiet};
use std::fs;
use std::path::{Path, PathBuf};

const PART: &str = "xywh=percent:12.5,20,30,40.25";

fn repository() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// A library with a page that has one picture.
fn library(folder: &Path, name: &str) -> (Library, ArticleId) {
    let library = Library::create(&folder.join(name), "Chợ", environment()).unwrap();
    let page = repository().join("samples/cho-noi.html").display().to_string();
    let report = library.import(&[page], ImportOptions::default(), Language::Vietnamese, &Quiet).unwrap();
    (library, report.imported[0].id.clone())
}

fn mark(library: &Library, id: &ArticleId, note: &str) -> ShownAnnotation {
    let region = library.region(id, "1", "percent:12.5,20,30,40.25").unwrap();
    library.annotate(id, &region, Colour::Blue, note, &["Ghe".to_owned()]).unwrap()
}

fn only(library: &Library, id: &ArticleId) -> ShownAnnotation {
    let shown = library.shown_annotations(Some(id)).unwrap();
    let [one] = shown.as_slice() else { panic!("{shown:?}") };
    one.clone()
}

fn fragment(shown: &ShownAnnotation) -> String {
    shown.region.as_ref().map(|region| region.fragment.to_string()).unwrap_or_default()
}

#[test]
fn it_is_made_changed_found_and_taken_back() {
    let dir = tempfile::tempdir().unwrap();
    let (library, id) = library(dir.path(), "A.fonds");
    let made = mark(&library, &id, "Ghe *bầu* chở khóm.");
    assert_eq!(fragment(&made), PART);
    assert_eq!(made.quote, "Một góc chợ nổi lúc rạng sáng.");
    let text = library.read(&id, Language::Vietnamese).unwrap().text;
    let from: String = text.chars().skip(made.start.unwrap()).take(11).collect();
    assert_eq!((from.as_str(), made.start), ("Một góc chợ", made.end));

    let changed = library.set_annotation(&made.id, Colour::Pink, "Ghe bầu chở khóm.", &[]).unwrap();
    assert_eq!((changed.colour, fragment(&changed)), (Colour::Pink, PART.to_owned()));
    let found = library.search("\"ghe bau cho khom\" has:highlight", &SearchOptions::default()).unwrap();
    assert_eq!(found.hits.iter().map(|hit| &hit.id).collect::<Vec<_>>(), [&id]);
    let words = AnnotationFilter { words: "goc cho noi khom".into(), ..AnnotationFilter::default() };
    assert_eq!(library.find_annotations(&words, AnnotationOrder::Article, 0, 9).unwrap().total, 1);
    let history = library.history(id.as_str()).unwrap();
    assert!(history.iter().any(|entry| entry.after.get("region").is_some_and(|value| value == PART)));

    library.remove_annotation(&made.id).unwrap();
    assert_eq!(library.shown_annotations(Some(&id)).unwrap(), []);
    library.undo().unwrap();
    assert_eq!(only(&library, &id), changed);
    let unknown = library.region(&id, "2", "percent:1,1,1,1").unwrap_err();
    assert_eq!(unknown.code(), "picture-not-found");
    assert_eq!(library.region(&id, "cho-noi.png", "1,2,3").unwrap_err().code(), "region-unclear");
    drop(library);
    let again = Library::open(&dir.path().join("A.fonds"), environment(), &Quiet).unwrap();
    assert_eq!(fragment(&only(&again, &id)), PART);
    assert!(again.verify(&Quiet).unwrap().ok);
}

#[test]
fn it_stays_with_its_picture_through_corrections() {
    let dir = tempfile::tempdir().unwrap();
    let (library, id) = library(dir.path(), "A.fonds");
    let made = mark(&library, &id, "Ghe.");
    let blocks = library.editable_text(&id).unwrap().blocks;
    let picture = blocks.iter().position(|block| !block.pictures.is_empty()).unwrap();
    let correct = |parts: &[TextPart]| {
        let revision = library.editable_text(&id).unwrap().revision;
        library.edit_text(&id, &revision, parts).unwrap()
    };
    let done = correct(&[TextPart::Keep(picture), TextPart::Markdown("Đoạn mới.".into())]);
    assert_eq!((done.moved, done.detached), (1, 0));
    assert!(only(&library, &id).start < made.start);
    // The caption is corrected; the picture is the same.
    let asset = &made.region.as_ref().unwrap().asset;
    let figure = TextPart::Markdown(format!("![Ghe]({asset})\\\nChợ nổi."));
    correct(&[figure, TextPart::Keep(1)]);
    assert_eq!(
        (only(&library, &id).quote.as_str(), fragment(&only(&library, &id))),
        ("Chợ nổi.", PART.into())
    );
    let done = correct(&[TextPart::Keep(1)]);
    let detached = only(&library, &id);
    assert_eq!((done.detached, detached.start, fragment(&detached)), (1, None, PART.to_owned()));
    assert!(detached.text_of.is_some());
    for _ in 0..3 {
        library.undo().unwrap();
    }
    assert_eq!(only(&library, &id), made);
}

#[test]
fn it_goes_out_and_comes_in_again() {
    let dir = tempfile::tempdir().unwrap();
    let (from, id) = library(dir.path(), "A.fonds");
    let made = mark(&from, &id, "Ghe.");
    let ids: Vec<AnnotationId> = vec![made.id.clone()];
    let write = |name: &str| {
        let file = dir.path().join(name);
        from.export_annotations(&ids, &file, Language::Vietnamese).unwrap();
        fs::read_to_string(file).unwrap()
    };
    let value: serde_json::Value = serde_json::from_str(&write("a.jsonld")).unwrap();
    let target = &value["first"]["items"][0]["target"];
    assert_eq!(target["selector"]["type"], "FragmentSelector");
    assert_eq!(target["selector"]["conformsTo"], "http://www.w3.org/TR/media-frags/");
    assert_eq!(target["selector"]["value"], PART);
    let asset = &made.region.as_ref().unwrap().asset;
    assert_eq!(target["source"]["dc:identifier"][0], format!("sha256:{asset}"));
    assert_eq!(target["scope"]["source"]["id"], format!("urn:fonds:article:{id}"));
    assert!(write("a.md").contains("một phần của ảnh: 12.5, 20, 30 × 40.25 %"));
    assert!(write("a.csv").contains(&format!(",{asset},\"{PART}\"")));

    let (to, other) = library(dir.path(), "B.fonds");
    let report = to.import_annotations(&dir.path().join("a.jsonld"), None, Language::English).unwrap();
    assert_eq!((report.imported.len(), report.unplaced.as_slice()), (1, [].as_slice()));
    let came = only(&to, &other);
    assert_eq!((&came.region, came.start, &came.note), (&made.region, made.start, &made.note));
    let again = to.import_annotations(&dir.path().join("a.jsonld"), None, Language::English).unwrap();
    assert_eq!((again.imported.len(), again.known), (0, 1));
}

#[test]
fn rectangles_of_annotorious_come_in() {
    let dir = tempfile::tempdir().unwrap();
    let (library, id) = library(dir.path(), "A.fonds");
    let file = repository().join("crates/fonds-import/samples/annotations/annotorious.json");
    let report = library.import_annotations(&file, Some(&id), Language::English).unwrap();
    // Pixels are counted in the picture, which has 880 × 480.
    let parts: Vec<String> = library.shown_annotations(Some(&id)).unwrap().iter().map(fragment).collect();
    assert_eq!(parts, ["xywh=percent:0.45,0.42,0.91,0.83", "xywh=percent:50.25,60,20,30.5"]);
    let [shape] = report.unplaced.as_slice() else { panic!("{report:?}") };
    assert_eq!(shape.problem.code, "region-unclear");
    let unnamed = library.import_annotations(&file, None, Language::English).unwrap();
    assert_eq!(unnamed.unplaced[0].problem.code, "annotation-source-unknown");
}

#[test]
fn an_e_book_carries_it_to_another_library() {
    let dir = tempfile::tempdir().unwrap();
    let (a, id) = library(dir.path(), "A.fonds");
    let made = mark(&a, &id, "Ghe.");
    for width in [None, Some(40)] {
        let collection = a.new_collection("Chợ nổi", ExportSettings::default()).unwrap().id;
        a.add_items(&collection, vec![ItemContent::Article { article: id.clone() }], None).unwrap();
        let mut settings = a.collection(&collection).unwrap().settings;
        settings.ebook.data = true;
        settings.ebook.image_width = width;
        let file = dir.path().join(format!("{width:?}.epub"));
        a.export(&collection, &file, &settings, None, &Quiet).unwrap();
        let b = Library::create(&dir.path().join(format!("{width:?}.fonds")), "B", environment()).unwrap();
        let source = [file.display().to_string()];
        let report = b.import(&source, ImportOptions::default(), Language::Vietnamese, &Quiet).unwrap();
        let came = only(&b, &report.imported[0].id);
        assert_eq!((fragment(&came), came.start, &came.note), (PART.to_owned(), made.start, &made.note));
        // A picture that was made smaller for the book has another name; the region follows it.
        let is_same = came.region == made.region;
        assert_eq!(is_same, width.is_none());
        // Where the picture is here as it was, the region is of that one, also from a book with the smaller one.
        let (c, other) = library(dir.path(), &format!("{width:?} C.fonds"));
        c.import(&source, ImportOptions::default(), Language::Vietnamese, &Quiet).unwrap();
        assert_eq!((only(&c, &other).region, only(&c, &other).start), (made.region.clone(), made.start));
    }
}
