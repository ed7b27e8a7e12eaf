//! Printing a collection: house styles of the library's own, the same bytes on any day, pictures without words.

use fonds_library::{ImportOptions, Language, Library, environment};
use fonds_model::{Booklet, CollectionId, ExportSettings, ItemContent, Quiet};
use std::fs;
use std::path::Path;
use std::time::Duration;

const PICTURE: &str = "<!doctype html><html lang=vi><head><title>Chợ nổi</title></head><body><article><h1>Chợ nổi</h1>\
    <p>Bốn giờ rưỡi sáng, bà Sáu Lành chống ghe khỏi mé kinh, trên cây bẹo cắm trước mũi treo một trái khóm.</p>\
    <figure><img src=\"ghe.png\"><figcaption>Ghe</figcaption></figure>\
    <p>Ngày trước, bà kể, cây bẹo nặng trĩu đến nỗi phải buộc thêm một sào tre để đỡ, khách gọi không kịp thở.</p>\
    </article></body></html>";

/// A library with one illustrated article in a collection.
fn library(folder: &Path) -> (Library, CollectionId) {
    fs::write(folder.join("cho.html"), PICTURE).unwrap();
    let ghe = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/images");
    let ghe =
        fs::read_dir(ghe).unwrap().flatten().find(|file| file.path().extension().is_some_and(|e| e == "png"));
    fs::copy(ghe.unwrap().path(), folder.join("ghe.png")).unwrap();
    let library = Library::create(&folder.join("P.fonds"), "P", environment()).unwrap();
    let sources = [folder.join("cho.html").display().to_string()];
    let report = library.import(&sources, ImportOptions::default(), Language::English, &Quiet).unwrap();
    let settings = ExportSettings { locale: "vi-VN".into(), ..ExportSettings::default() };
    let collection = library.new_collection("Chợ", settings).unwrap();
    let article = report.imported[0].id.clone();
    library.add_items(&collection.id, vec![ItemContent::Article { article }], None).unwrap();
    (library, collection.id)
}

#[test]
fn a_picture_gets_its_words_and_loses_them_by_undo() {
    let dir = tempfile::tempdir().unwrap();
    let (library, collection) = library(dir.path());
    let found = library.undescribed(&collection).unwrap();
    assert_eq!((found.len(), found[0].title.as_str()), (1, "Chợ nổi"));
    let said = |library: &Library| {
        let settings = ExportSettings::default();
        let preview = library.preview(&collection, &settings, None, &Quiet).unwrap();
        preview.diagnostics.iter().any(|remark| remark.code == "picture-undescribed")
    };
    assert!(said(&library));
    library.describe_picture(&found[0].article, &found[0].asset, " Ghe bán khóm ở chợ nổi ").unwrap();
    assert!(library.undescribed(&collection).unwrap().is_empty() && !said(&library));
    library.undo().unwrap();
    assert_eq!(library.undescribed(&collection).unwrap(), found);
}

#[test]
fn the_same_collection_gives_the_same_file_later() {
    let dir = tempfile::tempdir().unwrap();
    let (library, collection) = library(dir.path());
    let export = |name: &str| {
        let path = dir.path().join(name);
        library.export(&collection, &path, &ExportSettings::default(), None, &Quiet).unwrap();
        fs::read(path).unwrap()
    };
    let first = [export("a.pdf"), export("a.epub")];
    std::thread::sleep(Duration::from_millis(1100));
    assert!(first == [export("b.pdf"), export("b.epub")]);
}

#[test]
fn a_library_has_house_styles_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (library, collection) = library(dir.path());
    let folder = dir.path().join("P.fonds/house-styles/nha-in");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join("style.json"), r#"{"title": {"vi": "Nhà in"}, "print": {"size": 20}}"#).unwrap();
    let names = library.house_styles(Language::Vietnamese);
    assert_eq!((names[0].name.as_str(), names[0].title.as_str(), names[0].own), ("nha-in", "Nhà in", true));
    let copy = dir.path().join("Backup.fonds");
    library.backup(&copy, &Quiet).unwrap();
    assert!(copy.join("house-styles/nha-in/style.json").is_file());
    let mut settings = ExportSettings::default();
    let usual = library.preview(&collection, &settings, None, &Quiet).unwrap();
    settings.print.house = "nha-in".into();
    let own = library.preview(&collection, &settings, None, &Quiet).unwrap();
    assert!(own.bytes != usual.bytes);

    fs::write(folder.join("style.typ"), "#let lead(section, core) = {\n  nothing-of-that-name\n}\n").unwrap();
    let told = library.preview(&collection, &settings, None, &Quiet).unwrap_err();
    assert_eq!(told.code(), "template-broken");
    let problem = told.problem(Language::Vietnamese);
    assert!(problem.message.contains("nha-in/style.typ, line 2"), "{}", problem.message);
    fs::write(folder.join("style.json"), "{").unwrap();
    let told = library.preview(&collection, &settings, None, &Quiet).unwrap_err();
    assert_eq!(told.code(), "house-broken");
    settings.print.house = "không có".into();
    assert_eq!(library.preview(&collection, &settings, None, &Quiet).unwrap_err().code(), "unknown-house");
}

#[test]
fn a_booklet_has_two_pages_on_a_side() {
    let dir = tempfile::tempdir().unwrap();
    let (library, collection) = library(dir.path());
    let mut settings = ExportSettings::default();
    settings.print.booklet = Some(Booklet { creep: 0.1, marks: true, ..Booklet::default() });
    let preview = library.preview(&collection, &settings, None, &Quiet).unwrap();
    assert_eq!(preview.sheets, preview.pages.div_ceil(4));
    let path = dir.path().join("tap.pdf");
    library.export(&collection, &path, &settings, None, &Quiet).unwrap();
    let output = std::process::Command::new("pdfinfo").arg(&path).output();
    let told =
        String::from_utf8(output.expect("pdfinfo (poppler-utils) must be installed for the tests").stdout);
    let told = told.unwrap();
    let sides = told.lines().find_map(|line| line.strip_prefix("Pages:")).unwrap().trim();
    assert_eq!(sides.parse::<u32>().unwrap(), preview.sheets * 2, "{told}");
}
