//! E-books of a collection: looked at before they are saved, in volumes, with their subjects' places in vocabularies.

use fonds_library::{BookOf, EbookPreview, ImportOptions, Language, Library, TagValues, environment};
use fonds_model::{ArticleId, CollectionId, ExportSettings, ItemContent, Projection, Quiet, Typeface};
use std::fs;
use std::path::{Path, PathBuf};

/// Words that hardly shrink, so that lengths can be foreseen.
fn words(seed: u64, count: usize) -> String {
    let mut state = seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        state
    };
    let word =
        |bits: u64| (0..7).map(|n| char::from(b'a' + (bits >> (8 * n)) as u8 % 26)).collect::<String>();
    (0..count).map(|_| word(next())).collect::<Vec<_>>().join(" ")
}

/// A library with two parts of two chapters of about 220 kB each.
fn library(folder: &Path) -> (Library, CollectionId) {
    let library = Library::create(&folder.join("A.fonds"), "A", environment()).unwrap();
    let mut items = Vec::new();
    for n in 0..4_u64 {
        if n % 2 == 0 {
            items.push(ItemContent::Part { title: format!("Phần {}", n / 2 + 1) });
        }
        let file = folder.join(format!("bai-{n}.md"));
        fs::write(&file, format!("---\ntitle: Bài {n}\n---\n\n{}\n", words(n + 1, 48_000))).unwrap();
        items.push(ItemContent::Article { article: import(&library, &file).remove(0) });
    }
    let id = library.new_collection("Sông", ExportSettings::default()).unwrap().id;
    library.add_items(&id, items, None).unwrap();
    (library, id)
}

fn import(library: &Library, file: &Path) -> Vec<ArticleId> {
    let sources = [file.display().to_string()];
    let report = library.import(&sources, ImportOptions::default(), Language::Vietnamese, &Quiet).unwrap();
    assert!(report.failed.is_empty(), "{report:?}");
    report.imported.into_iter().map(|one| one.id).collect()
}

fn export(library: &Library, id: &CollectionId, path: &Path, settings: &ExportSettings) -> Vec<PathBuf> {
    let report = library.export(id, path, settings, None, &Quiet).unwrap();
    assert_eq!(report.articles, 4);
    let bytes: u64 = report.volumes.iter().map(|volume| volume.bytes).sum();
    assert!(report.volumes.is_empty() || report.sizes.file == bytes);
    report.volumes.into_iter().map(|volume| volume.path).collect()
}

fn page(preview: &mut EbookPreview, volume: usize, path: &str) -> String {
    let (_, bytes) = preview.files.read(volume, path).unwrap();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_large_book_comes_in_volumes_and_goes_together_again_elsewhere() {
    let dir = tempfile::tempdir().unwrap();
    let (library, id) = library(dir.path());
    let mut settings = ExportSettings::default();
    settings.ebook.data = true;
    let whole = dir.path().join("song.epub");
    assert!(export(&library, &id, &whole, &settings).is_empty());
    settings.ebook.volumes = Some(1);
    let files = export(&library, &id, &whole, &settings);
    assert_eq!(files, [1, 2].map(|n| dir.path().join(format!("song-{n}.epub"))));
    let length = |path: &Path| fs::metadata(path).unwrap().len();
    assert!(length(&whole) > 1_000_000 && files.iter().all(|file| length(file) <= 1_000_000));
    // No file of the work is left behind.
    let odd = fs::read_dir(dir.path()).unwrap().flatten();
    assert!(odd.map(|entry| entry.file_name()).all(|name| !name.to_string_lossy().starts_with(".fonds-")));

    let other = Library::create(&dir.path().join("B.fonds"), "B", environment()).unwrap();
    let came: Vec<usize> = files.iter().map(|file| import(&other, file).len()).collect();
    assert_eq!(came, [2, 2]);
    let contents = |library: &Library| {
        let items = library.collection(&id).unwrap().items;
        items.into_iter().map(|item| item.content).collect::<Vec<_>>()
    };
    assert_eq!(contents(&library), contents(&other));
    let texts = |library: &Library| {
        let collection = library.collection(&id).unwrap();
        collection.articles().map(|id| Projection::of(&library.article(id).unwrap()).text).collect::<Vec<_>>()
    };
    assert_eq!(texts(&library), texts(&other));
}

#[test]
fn one_article_is_a_book_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (library, id) = library(dir.path());
    let article = library.whole_collection(&id).unwrap().articles().next().unwrap().clone();
    let settings = ExportSettings { bibliography: false, ..ExportSettings::default() };
    let mut preview = library.preview_ebook(&article, &settings, Some("Trích"), &Quiet).unwrap();
    let titles: Vec<_> = preview.volumes[0].contents.iter().map(|entry| entry.title.as_str()).collect();
    assert_eq!(titles, ["Bìa", "Trích", "Mục lục", "Bài 0"]);
    let chapter = preview.volumes[0].contents[3].path.clone();
    assert!(page(&mut preview, 0, &chapter).contains(&words(1, 4)));
    let path = dir.path().join("a.epub");
    let report = library.export(&article, &path, &settings, Some("Trích"), &Quiet).unwrap();
    assert_eq!((report.articles, report.sizes.file), (1, preview.volumes[0].bytes));
    // The window names what it wants by type and id.
    let of: BookOf = serde_json::from_value(serde_json::json!({"type": "article", "id": article})).unwrap();
    assert_eq!(of, BookOf::from(&article));
    assert_eq!(library.undescribed(of).unwrap(), []);
    let gone = ArticleId::from("gone");
    assert_eq!(library.export(&gone, &path, &settings, None, &Quiet).unwrap_err().code(), "unknown-article");
}

#[test]
fn what_is_looked_at_is_what_is_saved() {
    let dir = tempfile::tempdir().unwrap();
    let (library, id) = library(dir.path());
    let mut settings = ExportSettings::default();
    settings.ebook.font = Some(Typeface::Sans);
    settings.ebook.data = true;
    let mut preview = library.preview_ebook(&id, &settings, Some("Sông Hậu"), &Quiet).unwrap();
    let path = dir.path().join("a.epub");
    library.export(&id, &path, &settings, Some("Sông Hậu"), &Quiet).unwrap();
    assert_eq!(preview.volumes.len(), 1);
    assert_eq!(preview.volumes[0].bytes, fs::metadata(&path).unwrap().len());
    let listed: Vec<_> =
        preview.volumes[0].contents.iter().map(|entry| (entry.title.clone(), entry.level)).collect();
    let expected = [
        ("Bìa", 1),
        ("Sông Hậu", 1),
        ("Mục lục", 1),
        ("Phần 1", 1),
        ("Bài 0", 2),
        ("Bài 1", 2),
        ("Phần 2", 1),
        ("Bài 2", 2),
        ("Bài 3", 2),
        ("Tài liệu tham khảo", 1),
    ];
    assert_eq!(listed, expected.map(|(title, level)| (title.to_owned(), level)));
    let paths: Vec<_> = preview.volumes[0].contents.iter().map(|entry| entry.path.clone()).collect();
    assert!(page(&mut preview, 0, &paths[4]).contains(&words(1, 4)));
    assert!(page(&mut preview, 0, "OEBPS/stylesheet.css").contains("Noto Sans"));
    assert_eq!(preview.files.read(0, "OEBPS/fonts/NotoSans-Regular.ttf").unwrap().0, "font/ttf");
    assert!(
        preview.files.read(0, "OEBPS/content.opf").is_none() && preview.files.read(1, &paths[0]).is_none()
    );
    // In volumes each has its contents.
    settings.ebook.volumes = Some(1);
    let mut preview = library.preview_ebook(&id, &settings, None, &Quiet).unwrap();
    let words: Vec<_> = preview.volumes.iter().map(|volume| volume.words.clone().unwrap()).collect();
    assert_eq!(words, ["Tập 1/2", "Tập 2/2"]);
    assert_eq!(preview.volumes[1].contents[3].title, "Phần 2");
    assert!(page(&mut preview, 1, "OEBPS/text/title-page.xhtml").contains("Tập 2/2"));
}

#[test]
fn tags_have_places_in_vocabularies_which_books_tell() {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::create(&dir.path().join("A.fonds"), "A", environment()).unwrap();
    let file = dir.path().join("a.md");
    fs::write(&file, "# Phà\n\nCon phà cuối cùng.\n").unwrap();
    let article = import(&library, &file).remove(0);
    let tag = library.tag(std::slice::from_ref(&article), "Phà").unwrap().id;
    let values = TagValues {
        authority: Some(" LCSH\n".into()),
        term: Some("sh85047875 ".into()),
        ..TagValues::default()
    };
    let entry = library.set_tag(&tag, &values).unwrap();
    assert_eq!((entry.authority.as_str(), entry.term.as_str()), ("LCSH", "sh85047875"));
    // Setting something else leaves them.
    let note = TagValues { scope_note: Some("Có người lái.".into()), ..TagValues::default() };
    assert_eq!(library.set_tag(&tag, &note).unwrap().term, "sh85047875");
    let id = library.new_collection("Tập", ExportSettings::default()).unwrap().id;
    library.add_items(&id, vec![ItemContent::Article { article }], None).unwrap();
    let path = dir.path().join("a.epub");
    let mut settings = ExportSettings::default();
    settings.ebook.data = true;
    library.export(&id, &path, &settings, None, &Quiet).unwrap();
    // They travel with the tag.
    let other = Library::create(&dir.path().join("B.fonds"), "B", environment()).unwrap();
    import(&other, &path);
    let came = other.tags().unwrap().remove(0);
    assert_eq!(
        (came.label.as_str(), came.authority.as_str(), came.term.as_str()),
        ("Phà", "LCSH", "sh85047875")
    );
    // Adding the item and making the collection were steps, too, and so were the note and the places.
    for _ in 0..4 {
        library.undo().unwrap();
    }
    assert_eq!(library.tags().unwrap()[0].authority, "");
}
