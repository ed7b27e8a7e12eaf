//! Choosing among the articles that a source holds.

use fonds_library::{ImportOptions, Language, Library, environment};
use fonds_model::Quiet;
use std::fs;
use std::sync::Arc;

fn feed() -> String {
    let entry = |n: u32, text: &str| {
        let address = format!("https://bao.example/{n}");
        format!(
            "<item><title>Bài {n}</title><guid>{address}</guid><link>{address}</link>\
             <description>{text}</description></item>"
        )
    };
    let entries = [
        entry(1, "Nước lên từ đêm qua ở bãi giữa sông, dân làng dọn nhà lên đê."),
        entry(2, "Cầu mới nối hai bờ, chuyến phà cuối cùng rời bến trong đêm."),
    ];
    format!("<rss version=\"2.0\"><channel><title>Báo</title>{}</channel></rss>", entries.concat())
}

#[test]
fn entries_of_a_feed_are_looked_at_and_chosen() {
    let dir = tempfile::tempdir().unwrap();
    let file = dir.path().join("tin.xml");
    fs::write(&file, feed()).unwrap();
    let library = Library::create(&dir.path().join("T.fonds"), "T", environment()).unwrap();
    let look = || library.pieces(&file.display().to_string(), &ImportOptions::default(), &Quiet).unwrap();
    let pieces = look();
    assert_eq!(pieces.iter().map(|piece| piece.title.as_str()).collect::<Vec<_>>(), ["Bài 1", "Bài 2"]);
    assert!(pieces.iter().all(|piece| piece.known.is_none() && piece.length > 20));
    assert_eq!(library.list(None, None).unwrap().len(), 0);

    let only = Some(Arc::new([pieces[1].path.clone()].into()));
    let options = ImportOptions { only, ..ImportOptions::default() };
    let report =
        library.import_paths(std::slice::from_ref(&file), options, Language::English, &Quiet).unwrap();
    assert_eq!((report.imported.len(), report.duplicates.len()), (1, 0));
    assert_eq!(report.imported[0].title, "Bài 2");
    assert_eq!(look()[1].known.as_ref(), Some(&report.imported[0].id));

    let absent = library.pieces("không có.xml", &ImportOptions::default(), &Quiet);
    assert!(absent.is_err());
}
