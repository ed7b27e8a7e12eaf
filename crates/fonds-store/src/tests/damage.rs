//! Damage: cut, flipped, hanging and missing files.

use super::*;

#[test]
fn a_missing_catalog_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    drop(store);
    fs::remove_dir_all(folder.join("catalog")).unwrap();
    let store = open(&folder);
    assert_eq!(store.notices()[0].code, "catalog-rebuilt");
    assert_eq!(store.article(&"a1".into()).unwrap().unwrap().title, "Bài a1");
    assert_eq!(store.read_original(&Digest::of("Một".as_bytes())).unwrap(), "Một".as_bytes());
    assert!(store.verify(&Quiet).unwrap().ok);
}

#[test]
fn a_catalog_is_made_small_and_a_killed_compaction_leaves_a_whole_one() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    for n in 0..300 {
        let title =
            Map::from_iter([("title".to_owned(), json!(format!("Đầu đề {n} {}", "dài ".repeat(200))))]);
        store.commit(&[], &[Change::SetArticle { id: "a1".into(), fields: title }]).unwrap();
    }
    let before = store.article(&"a1".into()).unwrap();
    let made = store.compact(&Quiet).unwrap();
    assert!(made.after < made.before, "{made:?}");
    assert_eq!(store.article(&"a1".into()).unwrap(), before);
    add(&store, "a2", "Hai");
    assert!(store.verify(&Quiet).unwrap().ok);
    drop(store);

    fs::rename(folder.join("catalog"), folder.join("catalog.old")).unwrap();
    fs::create_dir(folder.join("catalog.new")).unwrap();
    let store = open(&folder);
    assert!(store.notices().is_empty() && !folder.join("catalog.new").exists());
    assert_eq!(store.article_count().unwrap(), 2);
}

#[test]
fn a_damaged_catalog_is_set_aside() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    drop(store);
    for file in fs::read_dir(folder.join("catalog")).unwrap().map(|entry| entry.unwrap().path()) {
        if file.is_file() {
            fs::write(file, b"nonsense").unwrap();
        }
    }
    let store = open(&folder);
    assert_eq!(store.article_count().unwrap(), 1);
    assert_eq!(store.notices()[0].code, "catalog-rebuilt");
}

#[test]
fn a_cut_at_any_byte_of_the_last_line_loses_only_that_line() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    drop(store);
    let journal = only_file(&folder.join("journal"));
    let first = fs::read(&journal).unwrap();
    let store = open(&folder);
    store
        .commit(
            &[],
            &[Change::SetTag { tag: Tag { id: "t".into(), label: "Nhãn".into(), ..Tag::default() } }],
        )
        .unwrap();
    drop(store);
    let both = fs::read(&journal).unwrap();
    for length in (first.len()..both.len()).step_by(17) {
        fs::write(&journal, &both[..length]).unwrap();
        // A catalog that knew the line would still have it.
        fs::remove_dir_all(folder.join("catalog")).unwrap();
        let store = open(&folder);
        assert_eq!(store.article_count().unwrap(), 1, "cut at {length}");
        assert!(store.tags().unwrap().is_empty(), "cut at {length}");
        assert!(store.verify(&Quiet).unwrap().ok, "cut at {length}");
        add(&store, "b", "Sau khi cắt");
        drop(store);
        fs::write(&journal, &both).unwrap();
    }
}

#[test]
fn what_is_cut_off_the_journal_is_written_again_from_the_catalog() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    add(&store, "a2", "Hai");
    let tag = Tag { id: "t".into(), label: "Nhãn".into(), ..Tag::default() };
    let fields = Map::from_iter([("title".to_owned(), json!("Tập"))]);
    let position = place();
    store
        .commit(
            &[],
            &[
                Change::SetTag { tag },
                Change::TagArticle { article: "a1".into(), tag: "t".into() },
                Change::AddAnnotation { annotation: Box::new(annotation("n1", "a1")) },
                Change::SetCollection { id: "c".into(), fields },
                Change::AddItem { collection: "c".into(), item: item("i1", "a1"), position },
                Change::RemoveArticle { id: "a2".into() },
            ],
        )
        .unwrap();
    let before = state(&store);
    drop(store);
    let journal = only_file(&folder.join("journal"));
    let whole = fs::read(&journal).unwrap();
    let first_line = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    for length in [0, first_line, whole.len() - 30] {
        let copy = dir.path().join(length.to_string());
        copy_folder(&folder, &copy);
        // The same place, so that the journal is its own.
        fs::remove_dir_all(&folder).unwrap();
        copy_folder(&copy, &folder);
        fs::write(only_file(&folder.join("journal")), &whole[..length]).unwrap();
        let store = open(&folder);
        assert_eq!(store.notices()[0].code, "journal-shorter");
        assert_eq!(state(&store), before, "cut to {length}");
        store.rebuild(&Quiet).unwrap();
        assert_eq!(state(&store), before, "cut to {length} and rebuilt");
        drop(store);
        // The longer journal comes back: nothing is there twice.
        let mut journals: Vec<_> = fs::read_dir(folder.join("journal")).unwrap().flatten().collect();
        journals.sort_by_key(|entry| entry.file_name());
        let old = journals.iter().find(|entry| journal.starts_with(entry.path())).unwrap().path();
        fs::write(old.join("000001.jsonl"), &whole).unwrap();
        let store = open(&folder);
        assert_eq!(state(&store), before, "cut to {length} and back");
        assert!(store.verify(&Quiet).unwrap().ok);
        drop(store);
        fs::remove_dir_all(&folder).unwrap();
        copy_folder(&copy, &folder);
    }
}

#[test]
fn damage_is_named() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    add(&store, "a2", "Hai");
    assert!(codes(&store).is_empty());
    let journal = only_file(&folder.join("journal"));
    let good = fs::read(&journal).unwrap();
    let tampered = String::from_utf8(good.clone()).unwrap().replacen("Một", "Bốn", 1);
    fs::write(&journal, tampered).unwrap();
    assert_eq!(codes(&store), ["journal-chain"]);
    fs::write(&journal, good).unwrap();
    let warc = only_file(&folder.join("originals"));
    let mut bytes = fs::read(&warc).unwrap();
    let middle = bytes.len() - 60;
    bytes[middle] ^= 1;
    fs::write(&warc, bytes).unwrap();
    assert!(codes(&store).iter().any(|code| code.starts_with("original-")));
}

#[test]
fn a_change_that_only_reached_the_journal_comes_before_the_next_one() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Thử.fonds");
    let store = Store::create(&folder, "Thử", env()).unwrap();
    add(&store, "a1", "Một");
    // As when the disk was full for the catalog alone.
    store.lose_the_catalogs_part(&[article("a2", "Hai").1]);
    assert_eq!(store.article_count().unwrap(), 1);
    add(&store, "a3", "Ba");
    assert_eq!(store.article_count().unwrap(), 3);
    assert_eq!(codes(&store), ["original-missing"], "only the original that was never written");
}

#[test]
fn a_catalog_that_hangs_is_left_and_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    assert_eq!(store.hang().unwrap_err().code(), "catalog-failed");
    assert_eq!(store.article_count().unwrap_err().code(), "catalog-failed");
    drop(store);
    let store = open(&folder);
    assert_eq!(store.notices()[0].code, "catalog-rebuilt");
    assert_eq!(store.article_count().unwrap(), 1);
    drop(store);
    assert!(open(&folder).notices().is_empty());
}

#[test]
fn a_cut_snapshot_is_put_aside_and_the_catalog_stays() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    drop(store);
    // The next opening writes a snapshot of what came in.
    drop(open(&folder));
    let snapshots = || {
        let names = fs::read_dir(folder.join("catalog")).unwrap().flatten().map(|entry| entry.file_name());
        names
            .filter_map(|name| name.into_string().ok())
            .filter(|name| name.contains("snap."))
            .collect::<Vec<_>>()
    };
    let cut = snapshots();
    assert!(!cut.is_empty());
    for name in &cut {
        let path = folder.join("catalog").join(name);
        let bytes = fs::read(&path).unwrap();
        fs::write(&path, &bytes[..bytes.len() / 2]).unwrap();
    }
    let store = open(&folder);
    assert_eq!(store.notices(), []);
    assert_eq!(store.article_count().unwrap(), 1);
    assert!(snapshots().iter().any(|name| name.starts_with("aside-")));
    assert_eq!(codes(&store), [""; 0]);
}

#[test]
fn what_lies_behind_the_last_line_is_cut_off_before_the_next_one() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    let files = ["journal", "originals"].map(|part| only_file(&folder.join(part)));
    // As a write leaves it that failed and could not be taken back.
    for path in &files {
        let whole = fs::read(path).unwrap();
        fs::write(path, [whole.as_slice(), b"half a rec"].concat()).unwrap();
    }
    add(&store, "a2", "Hai");
    for id in ["Một", "Hai"] {
        assert_eq!(store.read_original(&Digest::of(id.as_bytes())).unwrap(), id.as_bytes());
    }
    for path in &files {
        let kept = fs::read_dir(path.parent().unwrap()).unwrap().flatten().map(|entry| entry.path());
        let torn: Vec<_> = kept.filter(|path| path.extension().is_some_and(|end| end == "torn")).collect();
        assert_eq!(torn.iter().map(|path| fs::read(path).unwrap()).collect::<Vec<_>>(), [b"half a rec"]);
    }
    assert_eq!(codes(&store), [""; 0]);
    drop(store);
    let store = open(&folder);
    assert_eq!((store.notices(), store.article_count().unwrap()), (&[][..], 2));
    // One that lost its end is not written to: what came next would stand in another place than is noted.
    let whole = fs::read(&files[0]).unwrap();
    fs::write(&files[0], &whole[..whole.len() - 9]).unwrap();
    let (bytes, change) = article("a3", "Ba");
    assert_eq!(store.commit(&[original(&bytes)], &[change]).unwrap_err().code(), "library-io");
    assert_eq!(fs::read(&files[0]).unwrap().len(), whole.len() - 9);
    drop(store);
    let store = open(&folder);
    assert_eq!(store.notices()[0].code, "journal-shorter");
    assert_eq!(store.article_count().unwrap(), 2);
}

#[test]
fn a_last_line_that_changed_is_told_when_the_library_is_opened() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", &"Một ".repeat(40_000));
    add(&store, "a2", "Hai");
    drop(store);
    assert!(open(&folder).notices().is_empty());
    let journal = only_file(&folder.join("journal"));
    let tampered = fs::read_to_string(&journal).unwrap().replacen("Bài a2", "Bài b2", 1);
    fs::write(&journal, tampered).unwrap();
    let store = open(&folder);
    assert_eq!(store.notices()[0].code, "journal-chain");
    assert_eq!(store.article(&"a2".into()).unwrap().unwrap().title, "Bài a2");
    assert_eq!(codes(&store), ["journal-chain"]);
}

#[test]
fn the_catalog_of_another_library_is_set_aside_and_nothing_of_it_taken() {
    let dir = tempfile::tempdir().unwrap();
    let (folder, other) = (dir.path().join("x"), dir.path().join("y"));
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    let before = state(&store);
    drop(store);
    let store = Store::create(&other, "y", later(500)).unwrap();
    add(&store, "b1", "Của thư viện khác");
    drop(store);
    fs::remove_dir_all(folder.join("catalog")).unwrap();
    copy_folder(&other.join("catalog"), &folder.join("catalog"));
    let store = open(&folder);
    assert_eq!(store.notices()[0].code, "catalog-rebuilt");
    assert_eq!(state(&store), before);
    assert_eq!(codes(&store), [""; 0]);
}

#[test]
fn a_newer_library_is_refused_and_left_alone() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    drop(Store::create(&folder, "x", env()).unwrap());
    let head = folder.join("fonds.json");
    let newer = fs::read_to_string(&head).unwrap().replace("\"version\": 2", "\"version\": 3");
    fs::write(&head, &newer).unwrap();
    assert!(matches!(Store::open(&folder, env(), &Quiet), Err(StoreError::Newer { version: 3 })));
    assert!(matches!(Store::open_read_only(&folder, env(), &Quiet), Err(StoreError::Newer { version: 3 })));
    assert_eq!(fs::read_to_string(&head).unwrap(), newer);
}

#[test]
fn a_catalog_without_the_sum_of_its_rows_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    let before = state(&store);
    store.catalog().unwrap().engine().lose(crate::rows::KEY);
    drop(store);
    let store = open(&folder);
    assert_eq!(store.notices()[0].code, "catalog-rebuilt");
    assert_eq!(state(&store), before);
    assert_eq!(codes(&store), [""; 0]);
    drop(store);
    assert!(open(&folder).notices().is_empty());
}

#[test]
fn of_catalogs_that_were_set_aside_the_newest_stay() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    let others = ["catalog.txt", "catalog.new", "index.20200101T000000"];
    others.iter().for_each(|name| fs::create_dir(folder.join(name)).unwrap());
    for old in ["catalog.19600101T000000", "catalog.19600102T000000-10", "catalog.19600102T000000-9"] {
        fs::create_dir(folder.join(old)).unwrap();
    }
    store.rebuild(&Quiet).unwrap();
    let names = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let is_dated = |name: &String| name.starts_with("catalog.1") || name.starts_with("catalog.2");
    let mut kept: Vec<String> = names.filter(is_dated).collect();
    kept.sort();
    assert_eq!(kept.len(), 2);
    assert_eq!(kept[0], "catalog.19600102T000000-10");
    assert!(folder.join("catalog.txt").exists() && folder.join("index.20200101T000000").exists());
}

#[test]
fn a_row_that_the_catalog_lost_is_noticed_and_comes_back() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    let note = Change::AddAnnotation { annotation: Box::new(annotation("n1", "a1")) };
    store.commit(&[], &[note]).unwrap();
    assert_eq!(codes(&store), [""; 0]);
    store.catalog().unwrap().engine().lose(b"xn1");
    assert!(store.annotations().unwrap().is_empty());
    assert_eq!(codes(&store), ["catalog-rows"]);
    drop(store);
    let store = open(&folder);
    assert_eq!(store.notices()[0].code, "catalog-rebuilt");
    assert_eq!(store.annotations().unwrap().len(), 1);
    assert_eq!(codes(&store), [""; 0]);
    drop(store);
    assert!(open(&folder).notices().is_empty());
}
