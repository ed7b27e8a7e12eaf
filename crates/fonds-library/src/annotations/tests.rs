//! All annotations in one list, and their way out and in.

use super::*;
use crate::{Format, ImportOptions, Language, TextPart, environment};
use fonds_model::Quiet;
use std::path::{Path, PathBuf};

const BRIDGE: &str = "<html><head><title>Thông xe cầu mới</title><link rel=\"canonical\" href=\"https://example.vn/cau-moi\"></head>\
    <body><article><h1>Thông xe cầu mới</h1><p>Sáng nay, tỉnh thông xe cây cầu dài nhất vùng này, sau ba năm thi công.</p>\
    <p>Từ trưa, phà cũ ngừng chạy. Người dân hai bờ đã ra xem từ sớm, và nhiều người đi bộ qua cầu.</p></article></body></html>";
const FERRY: &str = "# Bến phà xưa\n\nBến phà xưa nằm ở cuối làng. Mỗi ngày có hai chuyến.\n";

fn library(dir: &Path, name: &str) -> (Library, Vec<ArticleId>) {
    let library = Library::create(&dir.join(name), "Sông nước", environment()).unwrap();
    let mut ids = Vec::new();
    for (text, format) in [(BRIDGE, Format::Html), (FERRY, Format::Markdown)] {
        let options = ImportOptions { format: Some(format), ..Default::default() };
        let report = library.import_bytes("", text.as_bytes().to_vec(), options, Language::English).unwrap();
        ids.push(report.imported[0].id.clone());
    }
    (library, ids)
}

fn mark(
    library: &Library,
    id: &ArticleId,
    words: &str,
    colour: Colour,
    note: &str,
    tags: &[&str],
) -> AnnotationId {
    let quote = Selection::Quote(TextQuote { exact: words.into(), ..TextQuote::default() });
    let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    library.annotate(id, &quote, colour, note, &tags).unwrap().id
}

fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../fonds-import/samples/annotations").join(name)
}

/// Three annotations, the last of them detached.
fn marked(dir: &Path) -> (Library, Vec<ArticleId>) {
    let (library, ids) = library(dir, "A.fonds");
    mark(
        &library,
        &ids[0],
        "cây cầu dài nhất",
        Colour::Green,
        "So với *1998*.\n\nXem thêm.",
        &["Hạ tầng/Cầu"],
    );
    mark(&library, &ids[1], "hai chuyến", Colour::Yellow, "", &[]);
    mark(&library, &ids[1], "cuối làng", Colour::Pink, "Ở đâu, \"làng\" nào?", &["Địa danh"]);
    let text = library.editable_text(&ids[1]).unwrap();
    let part = TextPart::Markdown("Bến phà xưa. Mỗi ngày có hai chuyến.".into());
    assert_eq!(library.edit_text(&ids[1], &text.revision, &[part]).unwrap().detached, 1);
    (library, ids)
}

#[test]
fn the_list_is_filtered_and_paged() {
    let dir = tempfile::tempdir().unwrap();
    let (library, ids) = marked(dir.path());
    let quotes = |filter: AnnotationFilter| -> Vec<String> {
        let page = library.find_annotations(&filter, AnnotationOrder::Article, 0, 10).unwrap();
        assert_eq!(page.total, page.annotations.len());
        page.annotations.into_iter().map(|shown| shown.quote).collect()
    };
    let all = AnnotationFilter::default;
    assert_eq!(quotes(all()).len(), 3);
    assert_eq!(quotes(AnnotationFilter { words: "cay CAU".into(), ..all() }), ["cây cầu dài nhất"]);
    assert_eq!(quotes(AnnotationFilter { words: "ben pha lang".into(), ..all() }), ["cuối làng"]);
    assert_eq!(
        quotes(AnnotationFilter { colours: vec![Colour::Yellow, Colour::Blue], ..all() }),
        ["hai chuyến"]
    );
    let broader = library.tag_named("Hạ tầng").unwrap();
    assert_eq!(quotes(AnnotationFilter { tag: Some(broader), ..all() }), ["cây cầu dài nhất"]);
    assert_eq!(quotes(AnnotationFilter { has_note: Some(false), ..all() }), ["hai chuyến"]);
    assert_eq!(quotes(AnnotationFilter { detached: Some(true), ..all() }), ["cuối làng"]);
    assert_eq!(
        quotes(AnnotationFilter { detached: Some(false), article: Some(ids[1].clone()), ..all() }),
        ["hai chuyến"]
    );
    let long_ago = Some("1990-01-01".parse().unwrap());
    assert_eq!(quotes(AnnotationFilter { to: long_ago, ..all() }), [""; 0]);
    assert_eq!(
        quotes(AnnotationFilter { from: long_ago, creator: Some("niemand".into()), ..all() }),
        [""; 0]
    );
    let collection = library.new_collection("Cầu", fonds_model::ExportSettings::default()).unwrap().id;
    assert_eq!(quotes(AnnotationFilter { collection: Some(collection), ..all() }), [""; 0]);
    let second = library.find_annotations(&all(), AnnotationOrder::Oldest, 1, 1).unwrap();
    assert_eq!((second.total, second.annotations[0].quote.as_str()), (3, "hai chuyến"));
    assert_eq!(second.creators.iter().map(|(_, count)| count).sum::<usize>(), 3);
}

#[test]
fn what_goes_out_comes_in_again() {
    let dir = tempfile::tempdir().unwrap();
    let (from, _) = marked(dir.path());
    let ids = from.annotation_ids(&AnnotationFilter::default(), AnnotationOrder::Article).unwrap();
    let file = dir.path().join("ghi chú.jsonld");
    assert_eq!(from.export_annotations(&ids, &file, Language::Vietnamese).unwrap().articles, 2);

    // Another library took in the same files; its names for them are others.
    let (to, _) = library(dir.path(), "B.fonds");
    let report = to.import_annotations(&file, None, Language::English).unwrap();
    assert_eq!((report.imported.len(), report.known, report.unplaced.as_slice()), (3, 0, [].as_slice()));
    let told = |library: &Library| -> Vec<ShownAnnotation> {
        let page =
            library.find_annotations(&AnnotationFilter::default(), AnnotationOrder::Oldest, 0, 10).unwrap();
        page.annotations
    };
    for (old, new) in told(&from).into_iter().zip(told(&to)) {
        let tags =
            |shown: &ShownAnnotation| shown.tags.iter().map(|tag| tag.label.clone()).collect::<Vec<_>>();
        assert_eq!(
            (tags(&new), &new.id, &new.quote, &new.note),
            (tags(&old), &old.id, &old.quote, &old.note)
        );
        assert_eq!((new.colour, &new.creator, new.created), (old.colour, &old.creator, old.created));
        // That text says the detached one's words still; it stays with the text that it was made on.
        assert_eq!((new.modified, new.start.is_some() || new.quote == "cuối làng"), (old.modified, true));
    }
    let bridge = to.tag_named("Hạ tầng/Cầu").unwrap();
    assert!(to.tag_named("Hạ tầng").is_ok_and(|tag| tag != bridge));
    let again = to.import_annotations(&file, None, Language::English).unwrap();
    assert_eq!((again.imported.len(), again.known), (0, 3));
    to.undo().unwrap();
    assert_eq!(told(&to), []);
}

#[test]
fn hypothesis_and_recogito_come_in() {
    let dir = tempfile::tempdir().unwrap();
    let (library, ids) = library(dir.path(), "A.fonds");
    let report =
        library.import_annotations(&sample("hypothesis-search.json"), None, Language::Vietnamese).unwrap();
    assert_eq!((report.imported.len(), report.articles), (3, 1));
    let [reply] = report.unplaced.as_slice() else { panic!("{:?}", report.unplaced) };
    assert_eq!((reply.words.as_str(), reply.problem.code.as_str()), ("Đồng ý.", "annotation-reply"));
    let shown = library.shown_annotations(Some(&ids[0])).unwrap();
    let quote = |words: &str| shown.iter().find(|shown| shown.quote == words).unwrap();
    assert_eq!(quote("cây cầu dài nhất vùng này").creator, "Vân Khánh");
    assert_eq!(quote("phà cũ ngừng chạy").colour, Colour::Yellow);
    assert_eq!(
        library.import_annotations(&sample("hypothesis-search.json"), None, Language::English).unwrap().known,
        3
    );

    // Recogito names a page of its own; the words say which article it is.
    let report = library.import_annotations(&sample("recogito.jsonld"), None, Language::English).unwrap();
    assert_eq!(report.imported.len(), 1);
    let report =
        library.import_annotations(&sample("recogito-js.json"), Some(&ids[0]), Language::English).unwrap();
    assert_eq!(report.imported.len(), 1);
    // To an article that was named, what it does not say is not added.
    let report =
        library.import_annotations(&sample("recogito-js.json"), Some(&ids[1]), Language::English).unwrap();
    assert_eq!(report.unplaced[0].problem.code, "quote-not-found");
}

#[test]
fn a_file_for_people_and_a_table() {
    let dir = tempfile::tempdir().unwrap();
    let (library, _) = marked(dir.path());
    let ids = library.annotation_ids(&AnnotationFilter::default(), AnnotationOrder::Article).unwrap();
    let write = |name: &str| {
        let file = dir.path().join(name);
        library.export_annotations(&ids, &file, Language::Vietnamese).unwrap();
        std::fs::read_to_string(file).unwrap()
    };
    let markdown = write("a.md");
    assert!(markdown.starts_with("# Sông nước\n\n## Bến phà xưa\n\n"), "{markdown}");
    assert!(
        markdown
            .contains("\n> cây cầu dài nhất\n\nSo với *1998*.\n\nXem thêm.\n\n<small>Hạ tầng/Cầu · xanh lá"),
        "{markdown}"
    );
    assert!(markdown.contains("không còn trong bài"), "{markdown}");
    let table = write("a.csv");
    assert!(table.starts_with("\u{feff}id,article,citekey,title,"));
    assert!(
        table.contains("\"Ở đâu, \"\"làng\"\" nào?\"")
            && table.contains("\"So với *1998*.\n\nXem thêm.\"")
            && table.ends_with("\r\n")
    );
    let rows =
        csv::Reader::from_reader(table.trim_start_matches('\u{feff}').as_bytes()).into_records().count();
    assert_eq!(rows, 3);
    library.set_annotation(&ids[0], Colour::Pink, "=HYPERLINK(A1)", &[]).unwrap();
    assert!(write("a.csv").contains(",'=HYPERLINK(A1),"));
    let error = library.export_annotations(&ids, &dir.path().join("a.txt"), Language::English).unwrap_err();
    assert_eq!(error.code(), "annotations-target-unknown");
    let error = library.import_annotations(&dir.path().join("a.md"), None, Language::English).unwrap_err();
    assert_eq!(error.code(), "not-annotations");
    library.remove_annotations(&ids).unwrap();
    library.undo().unwrap();
    assert!(library.verify(&Quiet).unwrap().ok);
}
