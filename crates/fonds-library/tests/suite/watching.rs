//! A watched folder.

use fonds_library::{Language, Library, environment};
use fonds_model::Quiet;
use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

/// Writes a file that came to rest a while ago.
fn put(path: &Path, text: &str) {
    fs::write(path, text).unwrap();
    let before = SystemTime::UNIX_EPOCH + Duration::from_secs(1_700_000_000);
    File::options().append(true).open(path).unwrap().set_modified(before).unwrap();
}

#[test]
fn new_files_come_in_once_and_only_when_they_rest() {
    let dir = tempfile::tempdir().unwrap();
    let scans = dir.path().join("Quét");
    fs::create_dir(&scans).unwrap();
    let library = Library::create(&dir.path().join("W.fonds"), "W", environment()).unwrap();
    let look = || library.import_watched(Language::English, &Quiet).unwrap();
    assert_eq!(look().imported.len(), 0);
    assert!(library.watch(Some(&dir.path().join("không có"))).is_err());
    assert!(library.watch(Some(&dir.path().join("W.fonds"))).is_err());
    library.watch(Some(&scans)).unwrap();

    put(&scans.join("a.txt"), "Bài một\n\nNước lên từ đêm qua ở bãi giữa sông.");
    put(&scans.join("b.docx"), "không phải Word");
    fs::write(scans.join("c.txt"), "Đang được ghi").unwrap();
    let first = look();
    assert_eq!((first.imported.len(), first.failed.len()), (1, 1));
    let second = look();
    assert_eq!((second.imported.len(), second.failed.len(), second.duplicates.len()), (0, 0, 0));
    put(&scans.join("c.txt"), "Bài hai\n\nNay đã ghi xong, và là một bài khác hẳn.");
    assert_eq!(look().imported.len(), 1);
    assert!(scans.join("a.txt").exists());
}
