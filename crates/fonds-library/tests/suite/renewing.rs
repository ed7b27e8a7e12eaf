//! A damaged search index costs nothing: it is kept beside the new one, and the window says so.

use fonds_library::{ImportOptions, Language, Library, SearchOptions, environment};
use fonds_model::{Progress, Quiet, Stage};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};

const NEWS: &str = "Chỉ mục tìm kiếm bị hỏng và đã được lập lại.";

fn library_of(folder: &Path, articles: usize) -> PathBuf {
    let path = folder.join("Kho.fonds");
    let library = Library::create(&path, "Kho", environment()).unwrap();
    for n in 0..articles {
        let text = format!("Bài {n}\n\nNước lên từ đêm qua ở bến số {n}.\n");
        library
            .import_bytes("stdin", text.into_bytes(), ImportOptions::default(), Language::English)
            .unwrap();
    }
    assert_eq!(library.search("nước", &SearchOptions::default()).unwrap().total, articles);
    path
}

/// Indexes that were set aside.
fn aside(library: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(library).unwrap().map(|entry| entry.unwrap().path());
    entries.filter(|path| path.file_name().unwrap().to_string_lossy().starts_with("index.2")).collect()
}

fn damage_segments(index: &Path) {
    for entry in fs::read_dir(index).unwrap() {
        let file = entry.unwrap().path();
        let is_segment = file.extension().is_some_and(|ending| ending != "json" && ending != "lock");
        if is_segment {
            fs::write(&file, b"\0\0\0").unwrap();
        }
    }
}

#[test]
fn a_damaged_index_is_set_aside_and_told_of_once() {
    let damages: [fn(&Path); 2] = [|index| fs::write(index.join("meta.json"), "{").unwrap(), damage_segments];
    for damage in damages {
        let folder = tempfile::tempdir().unwrap();
        let path = library_of(folder.path(), 3);
        damage(&path.join("index"));
        let library = Library::open(&path, environment(), &Quiet).unwrap();
        assert_eq!(library.search("nước", &SearchOptions::default()).unwrap().total, 3);
        assert_eq!(library.news(Language::Vietnamese), [NEWS]);
        assert!(library.news(Language::Vietnamese).is_empty());
        assert_eq!(aside(&path).len(), 1);
    }
}

#[test]
fn a_check_sets_a_damaged_index_aside() {
    let folder = tempfile::tempdir().unwrap();
    let path = library_of(folder.path(), 2);
    damage_segments(&path.join("index"));
    let library = Library::open(&path, environment(), &Quiet).unwrap();
    assert!(!library.verify(&Quiet).unwrap().ok);
    assert!(library.verify(&Quiet).unwrap().ok);
    assert_eq!(library.search("nước", &SearchOptions::default()).unwrap().total, 2);
    assert_eq!(aside(&path).len(), 1);
}

#[test]
fn importing_goes_on_with_a_damaged_index() {
    let folder = tempfile::tempdir().unwrap();
    let path = library_of(folder.path(), 2);
    damage_segments(&path.join("index"));
    let library = Library::open(&path, environment(), &Quiet).unwrap();
    let file = folder.path().join("moi.txt");
    fs::write(&file, "Bài mới\n\nNước đã rút khỏi bến sông từ sáng nay.\n").unwrap();
    let sources = [file.display().to_string()];
    let report = library.import(&sources, ImportOptions::default(), Language::English, &Quiet).unwrap();
    assert_eq!(report.imported.len(), 1);
    assert_eq!(library.search("nước", &SearchOptions::default()).unwrap().total, 3);
}

#[test]
fn an_index_that_only_lags_is_not_told_of() {
    let folder = tempfile::tempdir().unwrap();
    let path = library_of(folder.path(), 2);
    fs::remove_dir_all(path.join("index")).unwrap();
    let library = Library::open(&path, environment(), &Quiet).unwrap();
    assert_eq!(library.search("nước", &SearchOptions::default()).unwrap().total, 2);
    assert!(library.news(Language::English).is_empty() && aside(&path).is_empty());
}

/// Hears how far the index is, and stops it when told.
#[derive(Default)]
struct Watcher {
    heard: Mutex<Vec<(u64, u64)>>,
    stop: AtomicBool,
}

impl Progress for Watcher {
    fn step(&self, stage: Stage, done: u64, total: u64) {
        assert_eq!(stage, Stage::Index);
        self.heard.lock().unwrap().push((done, total));
    }

    fn is_cancelled(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

#[test]
fn whoever_attends_hears_of_an_index_that_is_made_anew_and_can_stop_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = library_of(folder.path(), 3);
    fs::remove_dir_all(path.join("index")).unwrap();
    let library = Library::open(&path, environment(), &Quiet).unwrap();
    let watcher = Arc::new(Watcher::default());
    library.attend(Arc::clone(&watcher) as Arc<dyn Progress>);
    let search = || library.search("nước", &SearchOptions::default());
    watcher.stop.store(true, Ordering::Relaxed);
    assert_eq!(search().unwrap_err().code(), "cancelled");
    let heard = std::mem::take(&mut *watcher.heard.lock().unwrap());
    assert_eq!(heard, [(0, 3), (1, 1)]);
    watcher.stop.store(false, Ordering::Relaxed);
    assert_eq!(search().unwrap().total, 3);
    assert_eq!(std::mem::take(&mut *watcher.heard.lock().unwrap()), [(0, 3), (3, 3)]);
    assert_eq!(search().unwrap().total, 3);
    assert!(watcher.heard.lock().unwrap().is_empty());
}
