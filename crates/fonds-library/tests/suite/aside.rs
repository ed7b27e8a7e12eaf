//! An import that gives way to the window.
#![cfg(target_os = "linux")]

use fonds_library::{ImportOptions, Language, Library, SearchOptions, environment};
use fonds_model::{Progress, Stage, aside};
use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Mutex;

/// The niceness of the threads that ask it something: those that read and those that commit.
#[derive(Default)]
struct Looking(Mutex<BTreeSet<i64>>);

impl Looking {
    fn note(&self) {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        let after_name = stat.rsplit_once(')').unwrap().1;
        self.0.lock().unwrap().insert(after_name.split_whitespace().nth(16).unwrap().parse().unwrap());
    }
}

impl Progress for Looking {
    fn step(&self, _: Stage, _: u64, _: u64) {
        self.note();
    }

    fn is_cancelled(&self) -> bool {
        self.note();
        false
    }
}

fn import(library: &Library, folder: &Path) -> BTreeSet<i64> {
    let looking = Looking::default();
    let paths = [folder.to_owned()];
    let report = library.import_paths(&paths, ImportOptions::default(), Language::English, &looking).unwrap();
    assert_eq!(report.imported.len(), 150);
    looking.0.into_inner().unwrap()
}

#[test]
fn an_import_gives_way_only_where_it_is_done_aside() {
    let dir = tempfile::tempdir().unwrap();
    let library = Library::create(&dir.path().join("A.fonds"), "A", environment()).unwrap();
    let folder = |name: &str| {
        let folder = dir.path().join(name);
        std::fs::create_dir(&folder).unwrap();
        for n in 0..150 {
            std::fs::write(folder.join(format!("{n}.txt")), format!("{name} {n}\n\nBản tin {name} số {n}."))
                .unwrap();
        }
        folder
    };
    let usual = import(&library, &folder("trước"));
    let given = aside(|| import(&library, &folder("sau")));
    assert_eq!((usual.len(), given.len()), (1, 1), "{usual:?} {given:?}");
    // Where the tests themselves give way more, only an administrator's are brought to the same.
    let (usual, given) = (usual.first().copied(), given.first().copied());
    assert!(given == Some(9) || given == usual && usual > Some(9), "{usual:?} {given:?}");
    assert_eq!(library.search("sau", &SearchOptions::default()).unwrap().total, 150);
}
