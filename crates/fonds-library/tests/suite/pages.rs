//! Pages that were saved as files of their own and are one article.

use fonds_library::{ImportOptions, ImportReport, Language, Library, environment};
use fonds_model::{Digest, Projection, Quiet};
use std::fs;
use std::path::{Path, PathBuf};

fn paragraph(of: &str) -> String {
    let sentence =
        format!("Phần {of} của bài kể về con nước lên ở bãi giữa sông, nơi những mái nhà cũ còn đó.");
    format!("<p>{}</p>", [sentence.as_str(); 4].join(" "))
}

/// A page as SingleFile saves it; `head` says what it says of its neighbours.
fn page(url: Option<&str>, head: &str, parts: &[&str]) -> String {
    let saved =
        url.map(|url| format!("<!--\n Page saved with SingleFile \n url: {url}\n-->")).unwrap_or_default();
    let text: String = parts.iter().map(|part| paragraph(part)).collect();
    format!(
        "<!DOCTYPE html><html>{saved}<head><meta charset=utf-8><title>Nước lên</title>{head}</head>\
         <body><article><h1>Nước lên</h1>{text}</article></body></html>"
    )
}

fn import(library: &Library, folder: &Path) -> ImportReport {
    let paths = [folder.to_owned()];
    library.import_paths(&paths, ImportOptions::default(), Language::English, &Quiet).unwrap()
}

fn library(pages: &[(&str, String)]) -> (tempfile::TempDir, Library, PathBuf) {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("in");
    fs::create_dir(&folder).unwrap();
    for (name, page) in pages {
        fs::write(folder.join(name), page).unwrap();
    }
    let library = Library::create(&dir.path().join("T.fonds"), "T", environment()).unwrap();
    (dir, library, folder)
}

fn parts_of(library: &Library, report: &ImportReport) -> Vec<String> {
    let article = library.article(&report.imported[0].id).unwrap();
    let words = Projection::of(&article).text;
    let parts = words.lines().filter_map(|line| line.strip_prefix("Phần ")?.split_whitespace().next());
    parts.map(str::to_owned).collect()
}

#[test]
fn pages_of_one_article_are_joined_in_their_order() {
    let next = |n: u32| format!("<link rel=next href=\"https://bao.example/nuoc-len?page={n}\">");
    // The names of the files tell another order.
    let pages = [
        ("c.html", page(Some("https://bao.example/nuoc-len"), &next(2), &["một"])),
        ("b.html", page(Some("https://bao.example/nuoc-len?page=2"), &next(3), &["hai"])),
        ("a.html", page(Some("https://bao.example/nuoc-len?page=3"), "", &["ba"])),
    ];
    let (_dir, library, folder) = library(&pages);
    let report = import(&library, &folder);
    assert_eq!(report.imported.len(), 1, "{report:?}");
    assert_eq!(parts_of(&library, &report), ["một", "hai", "ba"]);
    assert!(report.imported[0].path.ends_with("c.html"));
    let told = report.remarks.iter().filter(|remark| remark.diagnostic.code == "page-joined").count();
    assert_eq!(told, 2);
    for (_, page) in &pages {
        assert_eq!(library.original(&Digest::of(page.as_bytes())).unwrap(), page.as_bytes());
    }
    let again = import(&library, &folder);
    assert_eq!((again.imported.len(), again.duplicates.len()), (0, 3), "{again:?}");
    assert!(library.verify(&Quiet).unwrap().ok);
}

#[test]
fn files_that_only_name_one_another_are_joined_too() {
    let pages = [
        ("bai.html", page(None, "<link rel=next href=bai-2.html>", &["một"])),
        ("bai-2.html", page(None, "<link rel=next href=bai-3.html>", &["hai"])),
        ("khac.html", page(None, "<link rel=next href=bai.html>", &["khác"])),
    ];
    let (_dir, library, folder) = library(&pages);
    let report = import(&library, &folder);
    assert_eq!(report.imported.len(), 2, "{report:?}");
    assert_eq!(parts_of(&library, &report), ["một", "hai"]);
}

#[test]
fn a_page_for_printing_gives_way_to_the_page_itself() {
    let canonical = "<link rel=canonical href=https://bao.example/nuoc-len>";
    let pages = [
        ("in.html", page(Some("https://bao.example/print/nuoc-len"), canonical, &["một"])),
        ("trang.html", page(Some("https://bao.example/nuoc-len"), canonical, &["một", "hai"])),
    ];
    let (_dir, library, folder) = library(&pages);
    let report = import(&library, &folder);
    assert_eq!(report.imported.len(), 1, "{report:?}");
    assert_eq!(parts_of(&library, &report), ["một", "hai"]);
    assert_eq!(report.remarks[0].diagnostic.code, "page-version");
    fs::remove_file(folder.join("trang.html")).unwrap();
    // Alone it is an article like any other.
    let (_dir, alone, _) = self::library(&pages[..1]);
    assert_eq!(import(&alone, &folder).imported.len(), 1);
}
