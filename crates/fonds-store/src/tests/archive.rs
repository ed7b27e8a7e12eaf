//! What was committed is there, once, in order, for one writer.

use super::*;

#[test]
fn what_was_committed_is_there_again() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Thử.fonds");
    let store = Store::create(&folder, "Thử", env()).unwrap();
    add(&store, "a1", "Một");
    add(&store, "a2", "Hai");
    let fields = Map::from_iter([("title".to_owned(), json!("Tên mới"))]);
    store.commit(&[], &[Change::SetArticle { id: "a1".into(), fields }]).unwrap();
    drop(store);
    let store = open(&folder);
    let titles: Vec<_> = store.summaries().unwrap().into_iter().map(|summary| summary.title).collect();
    assert_eq!(titles, ["Tên mới", "Bài a2"]);
    assert_eq!(store.article(&"a2".into()).unwrap().unwrap().body, [Block::paragraph("Hai")]);
    assert_eq!(store.read_original(&Digest::of("Hai".as_bytes())).unwrap(), "Hai".as_bytes());
    assert!(store.verify(&Quiet).unwrap().ok);
    assert!(store.notices().is_empty());
}

#[test]
fn a_refused_change_leaves_nothing_behind() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    let (bytes, change) = article("a1", "Một");
    let wrong = Change::TagArticle { article: "a1".into(), tag: "none".into() };
    let refused = store.commit(&[original(&bytes)], &[change, wrong]);
    assert_eq!(refused.unwrap_err().code(), "unknown-tag");
    assert_eq!(store.journal_position().unwrap(), 0);
    assert!(!store.has_original(&Digest::of(&bytes)).unwrap());
    assert_eq!(store.article_count().unwrap(), 0);
}

#[test]
fn originals_are_kept_once() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    store.commit(&[original(b"same"), original(b"same")], &[]).unwrap();
    store.commit(&[original(b"same")], &[]).unwrap();
    assert_eq!(store.verify(&Quiet).unwrap().originals, 1);
}

#[test]
fn a_second_process_is_told_who_has_it() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    let refused = Store::open(store.dir(), env(), &Quiet).err().unwrap();
    assert!(matches!(&refused, StoreError::Locked { holder } if holder.contains("process")), "{refused}");
}

#[test]
fn collections_keep_their_order() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    let id = CollectionId::from("c");
    let fields = Map::from_iter([("title".to_owned(), json!("Tuyển tập"))]);
    store.commit(&[], &[Change::SetCollection { id: id.clone(), fields }]).unwrap();
    let part =
        |name: &str| CollectionItem { id: name.into(), content: ItemContent::Part { title: name.into() } };
    for (name, position) in ["a", "b", "c"].into_iter().zip(store.end_positions(&id, 3).unwrap()) {
        store.commit(&[], &[Change::AddItem { collection: id.clone(), item: part(name), position }]).unwrap();
    }
    let position = store.positions(&id, None, 1).unwrap().remove(0);
    store.commit(&[], &[Change::MoveItem { collection: id.clone(), item: "c".into(), position }]).unwrap();
    let position = store.positions(&id, Some(&ItemId::from("c")), 1).unwrap().remove(0);
    store.commit(&[], &[Change::MoveItem { collection: id.clone(), item: "b".into(), position }]).unwrap();
    let order: Vec<_> =
        store.collection(&id).unwrap().unwrap().items.into_iter().map(|item| item.id.0).collect();
    assert_eq!(order, ["c", "b", "a"]);
    store.rebuild(&Quiet).unwrap();
    assert_eq!(store.collection(&id).unwrap().unwrap().items.len(), 3);
}

#[test]
fn merged_and_removed_tags_leave_every_use() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    add(&store, "a1", "Một");
    let tag = |id: &str| Change::SetTag { tag: Tag { id: id.into(), label: id.into(), ..Tag::default() } };
    let put = |id: &str| Change::TagArticle { article: "a1".into(), tag: id.into() };
    store.commit(&[], &[tag("x"), tag("y"), tag("z"), put("x"), put("y"), put("z")]).unwrap();
    store.commit(&[], &[Change::MergeTags { from: "x".into(), into: "z".into() }]).unwrap();
    store.commit(&[], &[Change::RemoveTag { id: "y".into() }]).unwrap();
    assert_eq!(store.article(&"a1".into()).unwrap().unwrap().tags, [TagId::from("z")]);
    assert_eq!(store.summaries().unwrap()[0].tags, [TagId::from("z")]);
    assert_eq!(store.tags().unwrap().len(), 1);
}

#[test]
fn removing_an_article_takes_it_out_of_everything() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    add(&store, "a1", "Một");
    store.commit(&[], &[Change::RemoveArticle { id: "a1".into() }]).unwrap();
    assert_eq!(store.article(&ArticleId::from("a1")).unwrap(), None);
    assert_eq!(store.article_with_citekey("key-a1").unwrap(), None);
    // The same bytes may come in again, and the archive still has them only once.
    add(&store, "a9", "Một");
    assert_eq!(store.verify(&Quiet).unwrap().originals, 1);
}

#[test]
fn a_second_reader_sees_what_is_written_so_far() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    add(&store, "a1", "Một");
    let reader = Store::open_read_only(&folder, env(), &Quiet).unwrap();
    assert_eq!(state(&reader), state(&store));
    assert_eq!(reader.read_original(&Digest::of("Một".as_bytes())).unwrap(), "Một".as_bytes());
    let refused = reader.commit(&[], &[Change::RemoveArticle { id: "a1".into() }]);
    assert_eq!(refused.unwrap_err().code(), "library-read-only");
    add(&store, "a2", "Hai");
    assert_eq!(reader.article_count().unwrap(), 1);
}

#[test]
fn a_library_of_version_1_is_migrated() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    copy_folder(&Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/version-1"), &folder);
    let store = open(&folder);
    assert_eq!(store.info().version, crate::folder::VERSION);
    assert_eq!(store.article_count().unwrap(), 2);
    assert_eq!(store.annotations().unwrap().len(), 1);
    assert_eq!(store.collections().unwrap()[0].items.len(), 2);
    assert!(store.verify(&Quiet).unwrap().ok);
    assert!(folder.join("before-2/device.json").is_file() && !folder.join("device.json").exists());
    let devices = store.devices().unwrap();
    assert_eq!((devices.len(), devices[0].own, devices[0].changes), (1, true, 7));
    assert_eq!(store.undo().unwrap().unwrap().actions, ["add-item"]);
}

#[test]
fn a_copy_gets_a_journal_of_its_own() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (dir.path().join("one"), dir.path().join("two"));
    let store = Store::create(&one, "x", env()).unwrap();
    add(&store, "a1", "Một");
    drop(store);
    copy_folder(&one, &two);
    let copy = Store::open(&two, later(100), &Quiet).unwrap();
    assert_eq!(copy.article_count().unwrap(), 1);
    add(&copy, "a2", "Hai");
    assert_eq!(copy.devices().unwrap().len(), 2);
    assert!(copy.verify(&Quiet).unwrap().ok);
}

/// Writes while it is told of progress.
struct Meanwhile<'a>(&'a Store, AtomicU64);

impl fonds_model::Progress for Meanwhile<'_> {
    fn step(&self, _: fonds_model::Stage, _: u64, _: u64) {
        match self.1.fetch_add(1, Ordering::Relaxed) {
            0 => add(self.0, "a3", "Ba"),
            1 => drop(self.0.commit(&[], &[Change::RemoveArticle { id: "a1".into() }]).unwrap()),
            _ => {}
        }
    }

    fn is_cancelled(&self) -> bool {
        false
    }
}

#[test]
fn others_write_while_everything_is_checked() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Thử.fonds");
    let store = Store::create(&folder, "Thử", env()).unwrap();
    add(&store, "a1", "Một");
    add(&store, "a2", "Hai");
    let meanwhile = Meanwhile(&store, AtomicU64::new(0));
    let report = store.verify(&meanwhile).unwrap();
    assert_eq!(report.problems, []);
    assert_eq!((report.articles, report.originals), (2, 2));
    assert!(meanwhile.1.into_inner() > 1);
}
