//! Purged originals leave every file, and nothing else changes.

use super::*;
use crate::journal::Turn;
use crate::{Purge, PurgeReport};

/// Everything that any WARC file below a folder holds, unpacked.
fn all_content(folder: &Path) -> Vec<u8> {
    let mut content = Vec::new();
    let originals = crate::originals::Originals::read_only(folder);
    let read = originals.read_after(&Default::default(), &mut |met| {
        match met {
            crate::originals::Met::Original(record, _) => content.extend(record.content),
            crate::originals::Met::Damage(place, reason) => panic!("{place:?}: {reason}"),
        }
        Ok(())
    });
    read.unwrap();
    content
}

fn holds(folder: &Path, text: &str) -> bool {
    all_content(folder).windows(text.len()).any(|part| part == text.as_bytes())
}

/// A library with three articles, the second of which is to go.
fn library(folder: &Path) -> Store {
    let store = Store::create(folder, "Thử", env()).unwrap();
    for (id, text) in [("a1", "Nguyên bản một"), ("a2", "Nguyên bản kín"), ("a3", "Nguyên bản ba")]
    {
        let (bytes, change) = article(id, text);
        let derived = format!("Đọc: {text}");
        store.commit(&[Original { text: Some(&derived), ..original(&bytes) }], &[change]).unwrap();
    }
    store
}

fn purge(store: &Store, everywhere: bool) -> Result<PurgeReport, StoreError> {
    store.purge(&"a2".into(), "theo yêu cầu", everywhere)
}

fn others_are_there(store: &Store) {
    for text in ["Nguyên bản một", "Nguyên bản ba"] {
        assert_eq!(store.read_original(&Digest::of(text.as_bytes())).unwrap(), text.as_bytes());
    }
    assert_eq!(codes(store), [""; 0]);
}

#[test]
fn a_purged_original_is_in_no_file_and_the_others_are() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Thử.fonds");
    let store = library(&folder);
    let length = only_file(&folder.join("originals")).metadata().unwrap().len();
    let report = purge(&store, false).unwrap();
    assert_eq!((report.purged.purge.bytes, report.waiting.len()), (18, 0));
    assert_eq!(only_file(&folder.join("originals")).metadata().unwrap().len(), length);
    assert!(!holds(&folder, "Nguyên bản kín") && !holds(&folder, "Đọc: Nguyên bản kín"));
    assert!(holds(&folder, "Đọc: Nguyên bản ba"));
    others_are_there(&store);
    let digest = Digest::of("Nguyên bản kín".as_bytes());
    assert_eq!(store.read_original(&digest).unwrap_err().code(), "original-purged");
    assert_eq!(purge(&store, false).unwrap_err().code(), "original-purged");
    let last = store.history("a2").unwrap().pop().unwrap();
    assert_eq!((last.action.as_str(), &last.after["reason"]), ("purge-original", &json!("theo yêu cầu")));
    store.rebuild(&Quiet).unwrap();
    others_are_there(&store);
    assert_eq!(store.read_original(&digest).unwrap_err().code(), "original-purged");
    // The article itself stays, and what was done before can still be undone.
    assert!(store.article(&"a2".into()).unwrap().is_some());
    store.undo().unwrap();
    assert!(store.article(&"a3".into()).unwrap().is_none());
}

#[test]
fn what_was_purged_may_come_in_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Thử.fonds");
    let store = library(&folder);
    purge(&store, false).unwrap();
    store.commit(&[], &[Change::RemoveArticle { id: "a2".into() }]).unwrap();
    add(&store, "a4", "Nguyên bản kín");
    let digest = Digest::of("Nguyên bản kín".as_bytes());
    assert_eq!(store.read_original(&digest).unwrap(), "Nguyên bản kín".as_bytes());
    drop(store);
    let store = open(&folder);
    assert_eq!(store.read_original(&digest).unwrap(), "Nguyên bản kín".as_bytes());
    others_are_there(&store);
}

#[test]
fn a_purge_that_was_interrupted_goes_on() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Thử.fonds");
    let store = library(&folder);
    let digest = Digest::of("Nguyên bản kín".as_bytes());
    let change = Purge { article: "a2".into(), digest, ..Purge::default() };
    let change = Change::PurgeOriginal { purge: Box::new(change) };
    store.commit_turn(&[], &[change], Turn::default(), false).unwrap();
    assert!(holds(&folder, "Nguyên bản kín"));
    drop(store);
    let store = open(&folder);
    assert!(!holds(&folder, "Nguyên bản kín"));
    others_are_there(&store);
}

#[test]
fn files_of_other_devices_wait_for_them() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, copy) = (dir.path().join("Thử.fonds"), dir.path().join("Chép.fonds"));
    drop(library(&folder));
    copy_folder(&folder, &copy);
    let store = Store::open(&copy, later(1000), &Quiet).unwrap();
    let report = purge(&store, false).unwrap();
    assert_eq!(report.waiting.len(), 1);
    assert!(holds(&copy, "Nguyên bản kín"));
    drop(store);
    // The first device gets the journal of the second, and erases its own.
    let device = report.purged.places.iter().next().unwrap().file.split('/').next().unwrap().to_owned();
    for other in fs::read_dir(copy.join("journal")).unwrap().flatten() {
        if other.file_name() != device.as_str() {
            copy_folder(&other.path(), &folder.join("journal").join(other.file_name()));
        }
    }
    let store = open(&folder);
    assert!(!holds(&folder, "Nguyên bản kín"));
    others_are_there(&store);
    drop(store);
    // Where the first device is no more, the second may do it.
    let store = Store::open(&copy, later(2000), &Quiet).unwrap();
    assert_eq!(purge(&store, true).unwrap().waiting.len(), 0);
    assert!(!holds(&copy, "Nguyên bản kín"));
    others_are_there(&store);
}

#[test]
fn a_backup_follows() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, backup) = (dir.path().join("Thử.fonds"), dir.path().join("Lưu.fonds"));
    let store = library(&folder);
    store.backup(&backup, &Quiet).unwrap();
    assert!(holds(&backup, "Nguyên bản kín"));
    purge(&store, false).unwrap();
    add(&store, "a5", "Nguyên bản năm");
    store.backup(&backup, &Quiet).unwrap();
    assert!(!holds(&backup, "Nguyên bản kín") && holds(&backup, "Nguyên bản năm"));
    assert_eq!(store.backup(&backup, &Quiet).unwrap().copied, 0);
    others_are_there(&open(&backup));
}

/// Takes an article to the trash, and out of it.
fn discard(store: &Store, id: &str) {
    store.commit(&[], &[Change::RemoveArticle { id: id.into() }]).unwrap();
    store.commit(&[], &[Change::DiscardArticle { id: id.into() }]).unwrap();
}

fn purge_unused(store: &Store) -> crate::UnusedPurged {
    let found = store.find_unused(&Quiet).unwrap();
    store.purge_unused(found, "thanh lọc", &Quiet).unwrap()
}

#[test]
fn what_nothing_refers_to_any_more_is_told_and_purged_together() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Thử.fonds");
    let store = library(&folder);
    // The same bytes as the first one, and a cover that is the third one's original.
    add(&store, "a4", "Nguyên bản một");
    let cover = Digest::of("Nguyên bản ba".as_bytes());
    let settings = json!({ "ebook": { "cover": cover } });
    let fields = Map::from_iter([("title".to_owned(), json!("Tập")), ("settings".to_owned(), settings)]);
    store.commit(&[], &[Change::SetCollection { id: "c".into(), fields }]).unwrap();
    store.commit(&[], &[Change::RemoveArticle { id: "a2".into() }]).unwrap();
    assert_eq!(store.unused_originals(&Quiet).unwrap(), [], "the trash may give it back");
    store.commit(&[], &[Change::DiscardArticle { id: "a2".into() }]).unwrap();
    discard(&store, "a1");
    discard(&store, "a3");
    let unused = store.unused_originals(&Quiet).unwrap();
    let told: Vec<_> = unused.iter().map(|original| (original.title.as_str(), original.bytes)).collect();
    assert_eq!(told, [("Bài a2", 18)]);
    let report = purge_unused(&store);
    assert_eq!((report.originals, report.bytes, report.waiting.len()), (1, 18, 0));
    assert!(!holds(&folder, "Nguyên bản kín") && !holds(&folder, "Đọc: Nguyên bản kín"));
    others_are_there(&store);
    assert_eq!(store.unused_originals(&Quiet).unwrap(), []);
    assert_eq!(purge_unused(&store).originals, 0);
    // Both are told in what is left of the record: its history.
    let history = store.history("a2").unwrap();
    let [.., discarded, purged] = history.as_slice() else { panic!("{history:?}") };
    assert_eq!(
        (discarded.action.as_str(), &discarded.before["title"]),
        ("discard-article", &json!("Bài a2"))
    );
    assert_eq!((purged.action.as_str(), &purged.after["reason"]), ("purge-original", &json!("thanh lọc")));
    store.rebuild(&Quiet).unwrap();
    others_are_there(&store);
    assert_eq!(store.history("a2").unwrap(), history);
}

#[test]
fn many_are_purged_in_one_go_and_a_stop_leaves_the_rest() {
    struct Stop;
    impl fonds_model::Progress for Stop {
        fn step(&self, _: fonds_model::Stage, _: u64, _: u64) {}
        fn is_cancelled(&self) -> bool {
            true
        }
    }
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Thử.fonds");
    let store = Store::create(&folder, "Thử", env()).unwrap();
    for n in 0..40 {
        add(&store, &format!("a{n}"), &format!("Nguyên bản số {n}"));
    }
    for n in (0..40).filter(|n| n % 3 != 0) {
        discard(&store, &format!("a{n}"));
    }
    let found = store.find_unused(&Quiet).unwrap();
    let stopped = store.purge_unused(found, "thanh lọc", &Stop).unwrap();
    assert_eq!((stopped.originals, stopped.cancelled), (0, true));
    assert_eq!(store.unused_originals(&Stop).unwrap_err().code(), "cancelled");
    assert_eq!(store.unused_originals(&Quiet).unwrap().len(), 26);
    // What came back meanwhile is left.
    let found = store.find_unused(&Quiet).unwrap();
    add(&store, "b1", "Nguyên bản số 1");
    assert_eq!(store.purge_unused(found, "thanh lọc", &Quiet).unwrap().originals, 25);
    for n in 0..40 {
        let read = store.read_original(&Digest::of(format!("Nguyên bản số {n}").as_bytes()));
        let kept = n % 3 == 0 || n == 1;
        assert_eq!(read.err().map(|error| error.code()), (!kept).then_some("original-purged"), "{n}");
    }
    assert_eq!(codes(&store), [""; 0]);
}

#[test]
fn what_another_device_refers_to_unheard_keeps_its_copy() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, copy) = (dir.path().join("Thử.fonds"), dir.path().join("Chép.fonds"));
    let at = |env: Env, start: u64| Env { clock: Arc::new(Counter(AtomicU64::new(start))), ..env };
    drop(Store::create(&folder, "Thử", env()).unwrap());
    copy_folder(&folder, &copy);
    // Both take in the same bytes, and neither knows of the other.
    let (one, two) = (at(env(), 900), at(later(5000), 100));
    let store = Store::open(&copy, two.clone(), &Quiet).unwrap();
    add(&store, "b2", "Nguyên bản kín");
    drop(store);
    let store = Store::open(&folder, one.clone(), &Quiet).unwrap();
    add(&store, "a2", "Nguyên bản kín");
    discard(&store, "a2");
    assert_eq!(purge_unused(&store).originals, 1);
    assert!(!holds(&folder, "Nguyên bản kín"));
    drop(store);
    for part in ["journal", "originals"] {
        copy_folder(&copy.join(part), &dir.path().join("two").join(part));
        copy_folder(&folder.join(part), &copy.join(part));
        copy_folder(&dir.path().join("two").join(part), &folder.join(part));
    }
    for (folder, env) in [(&folder, one), (&copy, two)] {
        let store = Store::open(folder, env, &Quiet).unwrap();
        let digest = Digest::of("Nguyên bản kín".as_bytes());
        assert_eq!(store.read_original(&digest).unwrap(), "Nguyên bản kín".as_bytes());
        assert_eq!(store.article(&"b2".into()).unwrap().unwrap().source.digest, digest);
        assert_eq!(codes(&store), [""; 0]);
    }
}
