//! A collection goes from one library to another in an e-book: articles, notes, tags and order come out as they went in.

use fonds_library::{ImportOptions, ImportReport, Language, Library, Selection, environment};
use fonds_model::{
    Article, ArticleId, Collection, CollectionId, Colour, ExportSettings, ItemContent, Projection, Quiet,
    TextQuote, TextRole,
};
use std::fs;
use std::path::{Path, PathBuf};

const FERRY: &str = "---\ntitle: Bến phà đêm cuối\nauthor: [Trần Thị Bưởi, Lê Bình]\nsource: Báo Ví Dụ\ndate: 2009-04-21\n\
    language: vi\nurl: https://vidu.vn/ben-pha\n---\n\nĐêm ấy *con phà **cuối cùng** rời bến*, nước H~2~O đục ngầu.[^1]\n\n\
    | Chuyến | Khách |\n|---|---|\n| Sáng | 120 |\n| Tối | ~~7~~ 8 |\n\n> Không ai khóc.\n>\n> — Bác lái phà\n\n\
    1. Một\n2. Hai\n   - Hai rưỡi\n\n[^1]: Theo **sổ tay** người lái phà.\n";
const BRIDGE: &str = "---\ntitle: Cầu mới thông xe\nauthor: Phạm Hữu Đức\nsource: Báo Ví Dụ\ndate: 2010-04-24\nlanguage: vi\n---\n\n\
    Sáng nay cây cầu dây văng mới đã thông xe, nối hai bờ sông Hậu trong tiếng reo.\n\n## Mở đường\n\nXe nối đuôi nhau.\n";
const SONG: &str = "---\ntitle: Lời một bài hát\nauthor: Vô danh\ndate: 1938\nlanguage: vi\n---\n\nAi về bến cũ cho nhắn đôi lời.\n";

fn import(library: &Library, path: &Path) -> ImportReport {
    let sources = [path.display().to_string()];
    library.import(&sources, ImportOptions::default(), Language::Vietnamese, &Quiet).unwrap()
}

/// A library with two articles in two parts, a third that is only cited, notes, tags and a foreword.
fn sender(folder: &Path) -> (Library, CollectionId) {
    let library = Library::create(&folder.join("A.fonds"), "A", environment()).unwrap();
    let mut ids: Vec<ArticleId> = Vec::new();
    for (name, text) in [("pha.md", FERRY), ("cau.md", BRIDGE), ("hat.md", SONG)] {
        fs::write(folder.join(name), text).unwrap();
        let report = import(&library, &folder.join(name));
        ids.push(report.imported[0].id.clone());
    }
    library.tag(&ids[..2], "Giao thông/Cầu phà").unwrap();
    let quote = |exact: &str| Selection::Quote(TextQuote { exact: exact.into(), ..TextQuote::default() });
    let cited = library.article(&ids[2]).unwrap().citekey;
    let note = format!("So với [@{cited}, câu 2].");
    let tags = ["Ký ức".to_owned()];
    library.annotate(&ids[0], &quote("con phà cuối cùng"), Colour::Green, &note, &tags).unwrap();
    library.annotate(&ids[0], &quote("Theo sổ tay"), Colour::Pink, "", &[]).unwrap();
    library.annotate(&ids[1], &quote("nối hai bờ sông Hậu"), Colour::Yellow, "Hay.", &[]).unwrap();
    let settings =
        ExportSettings { locale: "vi-VN".into(), subtitle: "Ký sự".into(), ..ExportSettings::default() };
    let collection = library.new_collection("Những bến sông", settings).unwrap().id;
    let items = vec![
        ItemContent::Text {
            role: TextRole::Foreword,
            title: "Trước khi qua sông".into(),
            text: format!("Nghe lại [xem @{cited}; -@{}, tr. 3].", library.article(&ids[0]).unwrap().citekey),
        },
        ItemContent::Part { title: "Bến".into() },
        ItemContent::Article { article: ids[0].clone() },
        ItemContent::Part { title: "Cầu".into() },
        ItemContent::Article { article: ids[1].clone() },
    ];
    library.add_items(&collection, items, None).unwrap();
    (library, collection)
}

fn export(library: &Library, collection: &CollectionId, path: &Path) -> PathBuf {
    let mut settings = library.collection(collection).unwrap().settings;
    settings.ebook.data = true;
    library.export(collection, path, &settings, None, &Quiet).unwrap();
    path.to_owned()
}

/// What of an article must be the same in every library.
fn essence(library: &Library, id: &ArticleId) -> Article {
    let article = library.article(id).unwrap();
    Article {
        source: fonds_model::Source { captured: article.source.captured, ..Default::default() },
        ..article
    }
}

/// Annotations of an article with the words where they stand, and the paths of their tags.
fn marks(library: &Library, id: &ArticleId) -> Vec<String> {
    let text = Projection::of(&library.article(id).unwrap());
    let all = library.annotations(Some(id)).unwrap().into_iter().map(|one| {
        let at = one.target.resolve(&text).map(|at| text.slice(at.start, at.end));
        format!(
            "{} {at:?} {:?} {} {} {} {:?}",
            one.id, one.colour, one.note, one.creator, one.created, one.tags
        )
    });
    all.collect()
}

fn contents(collection: &Collection) -> Vec<ItemContent> {
    collection.items.iter().map(|item| item.content.clone()).collect()
}

fn changes(library: &Library) -> u64 {
    library.verify(&Quiet).unwrap().changes as u64
}

#[test]
fn a_collection_comes_out_as_it_went_in() {
    let dir = tempfile::tempdir().unwrap();
    let (a, collection) = sender(dir.path());
    let epub = export(&a, &collection, &dir.path().join("song.epub"));
    let b = Library::create(&dir.path().join("B.fonds"), "B", environment()).unwrap();
    let report = import(&b, &epub);
    assert!(report.failed.is_empty() && report.remarks.is_empty(), "{report:?}");
    assert_eq!((report.imported.len(), report.collections.len()), (3, 1));
    assert!(report.collections[0].is_new);

    let (sent, came) = (a.collection(&collection).unwrap(), b.collection(&collection).unwrap());
    assert_eq!((contents(&sent), &sent.title), (contents(&came), &came.title));
    assert_eq!(came.settings.subtitle, "Ký sự");
    for id in sent.articles() {
        assert_eq!(essence(&a, id), essence(&b, id));
        assert_eq!(marks(&a, id), marks(&b, id));
        // Beside the article stands what the book says, of this one only.
        let shown = b.original_text(id).unwrap();
        let article = b.article(id).unwrap();
        let text = Projection::of(&article).text;
        assert_eq!(shown, format!("{}\n\n{}", article.title, text.replace('\n', "\n\n")));
    }
    let before = b.article(sent.articles().next().unwrap()).unwrap().source;
    assert_eq!(before.before.unwrap().file_name.as_deref(), Some("pha.md"));
    assert_eq!(before.file_name.as_deref(), Some("song.epub"));
    let labels = |library: &Library| -> Vec<_> {
        library.tags().unwrap().into_iter().map(|tag| (tag.label, tag.count, tag.parent)).collect()
    };
    assert_eq!(labels(&a), labels(&b));

    // The song is only cited: its record comes, its text stays at home.
    let song = report.imported.iter().find(|one| one.title == "Lời một bài hát").unwrap();
    assert!(b.article(&song.id).unwrap().body.is_empty());
    // What came can be a book again, and the same one.
    let again = export(&b, &collection, &dir.path().join("again.epub"));
    let chapters = |path: &Path| -> Vec<String> {
        let library = Library::create(
            &dir.path().join(format!("{}.fonds", path.file_stem().unwrap().display())),
            "C",
            environment(),
        )
        .unwrap();
        let report = import(&library, path);
        report.imported.iter().map(|one| Projection::of(&library.article(&one.id).unwrap()).text).collect()
    };
    assert_eq!(chapters(&epub), chapters(&again));
    assert!(b.verify(&Quiet).unwrap().ok);
}

#[test]
fn what_came_twice_is_there_once() {
    let dir = tempfile::tempdir().unwrap();
    let (a, collection) = sender(dir.path());
    let epub = export(&a, &collection, &dir.path().join("song.epub"));
    let b = Library::create(&dir.path().join("B.fonds"), "B", environment()).unwrap();
    import(&b, &epub);
    for library in [&a, &b] {
        let before = (changes(library), library.info(Language::English).unwrap().articles);
        let report = import(library, &epub);
        assert_eq!((report.imported.len(), report.duplicates.len()), (0, 3));
        assert!(!report.collections[0].is_new && report.collections[0].added == 0);
        // Each check is a change itself.
        assert_eq!((changes(library) - 1, library.info(Language::English).unwrap().articles), before);
    }
    // One step takes back all that came; the checks were steps, too.
    b.undo().unwrap();
    b.undo().unwrap();
    b.undo().unwrap();
    assert_eq!(b.info(Language::English).unwrap().articles, 0);
    assert!(b.collections().unwrap().is_empty() && b.tags().unwrap().is_empty());
}

#[test]
fn what_is_there_already_is_linked_and_names_give_way() {
    let dir = tempfile::tempdir().unwrap();
    let (a, collection) = sender(dir.path());
    let epub = export(&a, &collection, &dir.path().join("song.epub"));
    let b = Library::create(&dir.path().join("B.fonds"), "B", environment()).unwrap();
    // The same bridge, from the same file, and another article under the ferry's citekey.
    let bridge = import(&b, &dir.path().join("cau.md")).imported[0].id.clone();
    fs::write(
        dir.path().join("khac.md"),
        "---\ntitle: Chuyện khác hẳn\n---\n\nMột đoạn văn không dính dáng gì.\n",
    )
    .unwrap();
    let other = import(&b, &dir.path().join("khac.md")).imported[0].id.clone();
    let ferry = contents(&a.collection(&collection).unwrap()).into_iter().find_map(|content| match content {
        ItemContent::Article { article } => Some(article),
        _ => None,
    });
    let key = a.article(&ferry.unwrap()).unwrap().citekey;
    let value = fonds_library::FieldValue { field: "citekey".into(), value: key.clone() };
    b.edit(&other, &[value]).unwrap();

    let report = import(&b, &epub);
    assert_eq!((report.imported.len(), report.duplicates.len()), (2, 1));
    let came = b.collection(&collection).unwrap();
    let articles: Vec<_> = came.articles().cloned().collect();
    assert_eq!(articles[1], bridge);
    assert_eq!(marks(&b, &bridge).len(), 1);
    assert_eq!(b.article(&bridge).unwrap().tags.len(), 1);
    let renamed = b.article(&articles[0]).unwrap().citekey;
    assert_ne!(renamed, key);
    let ItemContent::Text { text, .. } = &came.items[0].content else { panic!("{came:?}") };
    assert!(
        text.contains(&format!("-@{renamed}, tr. 3")) || text.contains(&format!("-@{{{renamed}}}, tr. 3")),
        "{text}"
    );
    // The book of it cites as before.
    let report = b.export(&collection, &dir.path().join("b.epub"), &came.settings, None, &Quiet).unwrap();
    assert!(report.diagnostics.iter().all(|remark| remark.code != "citekey-unknown"), "{report:?}");

    // A collection in the trash comes back with what it had.
    b.remove_collection(&collection).unwrap();
    import(&b, &epub);
    assert_eq!(contents(&b.collection(&collection).unwrap()), contents(&came));
}
