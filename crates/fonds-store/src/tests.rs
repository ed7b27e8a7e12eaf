//! What the archive promises, tried on real folders.

use crate::{Change, Env, Original, Removed, Store, StoreError};
use fonds_model::id::spell_id;
use fonds_model::{
    Annotation, Article, ArticleId, Block, Clock, CollectionId, CollectionItem, Colour, Digest, IdSource,
    ItemContent, ItemId, Motivation, Quiet, Tag, TagId, TextTarget, Timestamp,
};
use serde_json::{Map, json};
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

/// Counts: each id and each moment is the next one.
struct Counter(AtomicU64);

impl IdSource for Counter {
    fn next_id(&self) -> String {
        let mut bits = [0; 10];
        bits[2..].copy_from_slice(&self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes());
        spell_id(bits)
    }
}

impl Clock for Counter {
    fn now(&self) -> Timestamp {
        let seconds = self.0.fetch_add(1, Ordering::Relaxed);
        Timestamp::from_second(1_700_000_000 + seconds.cast_signed()).unwrap()
    }
}

fn env() -> Env {
    let counter = || Arc::new(Counter(AtomicU64::new(1)));
    Env { clock: counter(), ids: counter(), agent: "Lan".into(), machine: "thử".into() }
}

fn article(id: &str, text: &str) -> (Vec<u8>, Change) {
    let bytes = text.as_bytes().to_vec();
    let mut article = Article {
        id: id.into(),
        citekey: format!("key-{id}"),
        title: format!("Bài {id}"),
        ..Article::default()
    };
    article.body = vec![Block::paragraph(text)];
    article.source.digest = Digest::of(&bytes);
    (bytes, Change::AddArticle { article: Box::new(article) })
}

fn add(store: &Store, id: &str, text: &str) {
    let (bytes, change) = article(id, text);
    store.commit(&[original(&bytes)], &[change]).unwrap();
}

fn original(bytes: &[u8]) -> Original<'_> {
    Original { bytes, media_type: "text/plain", file_name: Some("bài.txt"), url: None }
}

fn open(folder: &Path) -> Store {
    Store::open(folder, env(), &Quiet).unwrap()
}

fn only_file(folder: &Path) -> PathBuf {
    let device = fs::read_dir(folder).unwrap().next().unwrap().unwrap().path();
    let mut files: Vec<_> = fs::read_dir(device).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files.remove(0)
}

fn codes(store: &Store) -> Vec<String> {
    store.verify(&Quiet).unwrap().problems.into_iter().map(|problem| problem.code).collect()
}

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
fn everything_can_be_undone_and_done_again_also_later() {
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("x");
    let store = Store::create(&folder, "x", env()).unwrap();
    let fields = |title: &str| Map::from_iter([("title".to_owned(), json!(title))]);
    let steps = [
        vec![article("a1", "Một").1],
        vec![Change::SetArticle { id: "a1".into(), fields: fields("Tên mới") }],
        vec![Change::SetTag { tag: Tag { id: "t".into(), label: "Nhãn".into(), ..Tag::default() } }],
        vec![Change::TagArticle { article: "a1".into(), tag: "t".into() }],
        vec![Change::SetCollection { id: "c".into(), fields: fields("Tập") }],
        vec![
            Change::AddItem { collection: "c".into(), item: item("i1", "a1"), position: place() },
            Change::AddItem { collection: "c".into(), item: item("i2", "a1"), position: place() },
        ],
        vec![Change::RemoveItem { collection: "c".into(), item: "i1".into() }],
        vec![Change::RemoveArticle { id: "a1".into() }],
        vec![Change::RestoreArticle { id: "a1".into() }],
        vec![Change::RemoveTag { id: "t".into() }],
        vec![Change::RemoveCollection { id: "c".into() }],
    ];
    let mut states = vec![state(&store)];
    for changes in &steps {
        store.commit(&[], changes).unwrap();
        states.push(state(&store));
    }
    drop(store);
    let store = open(&folder);
    for expected in states.iter().rev().skip(1) {
        store.undo().unwrap().unwrap();
        assert_eq!(state(&store), *expected);
    }
    assert_eq!(store.undo().unwrap(), None);
    for expected in &states[1..] {
        store.redo().unwrap().unwrap();
        assert_eq!(state(&store), *expected);
    }
    assert_eq!(store.redo().unwrap(), None);
    assert_eq!(store.undo().unwrap().unwrap().actions, ["remove-collection"]);
    store.commit(&[], &[Change::SetArticle { id: "a1".into(), fields: fields("Khác") }]).unwrap();
    assert_eq!(store.redo().unwrap(), None, "what was undone before a new change is not done again");
    let undone = store.undo().unwrap().unwrap();
    assert_eq!(undone.actions, ["set-article"]);
    assert_eq!(undone.touched.into_iter().collect::<Vec<_>>(), ["a1".into()]);
    // The same from the journal alone.
    let before = state(&store);
    store.rebuild(&Quiet).unwrap();
    assert_eq!(state(&store), before);
    assert_eq!(store.turns().unwrap(), (true, true));
}

#[test]
fn a_check_is_noted_and_is_nothing_to_undo() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    add(&store, "a1", "Một");
    assert_eq!(store.last_fixity().unwrap(), None);
    let note = Change::NoteFixity { ok: true, articles: 1, originals: 1, changes: 1, problems: 0 };
    store.commit(&[], &[note]).unwrap();
    store.rebuild(&Quiet).unwrap();
    let last = store.last_fixity().unwrap().unwrap();
    assert_eq!((last.ok, last.articles, last.agent.as_str()), (true, 1, "Lan"));
    assert_eq!(store.undo().unwrap().unwrap().actions, ["add-article"]);
}

#[test]
fn the_history_of_a_record_says_who_did_what() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    add(&store, "a1", "Một");
    let fields = Map::from_iter([("title".to_owned(), json!("Tên mới"))]);
    store.commit(&[], &[Change::SetArticle { id: "a1".into(), fields }]).unwrap();
    store.undo().unwrap();
    let history = store.history("a1").unwrap();
    let told: Vec<_> = history.iter().map(|entry| (entry.action.as_str(), entry.turn.as_deref())).collect();
    assert_eq!(told, [("add-article", None), ("set-article", None), ("set-article", Some("undo"))]);
    assert_eq!(history[1].agent, "Lan");
    assert_eq!(history[1].before["title"], "Bài a1");
    assert_eq!(history[1].after["title"], "Tên mới");
    assert_eq!(history[2].after["title"], "Bài a1");
}

#[test]
fn the_trash_gives_back_what_went_with_an_article() {
    let dir = tempfile::tempdir().unwrap();
    let store = Store::create(&dir.path().join("x"), "x", env()).unwrap();
    add(&store, "a1", "Một");
    let fields = Map::from_iter([("title".to_owned(), json!("Tập"))]);
    let annotation = Change::AddAnnotation { annotation: Box::new(annotation("n1", "a1")) };
    let add_item = Change::AddItem { collection: "c".into(), item: item("i1", "a1"), position: place() };
    store.commit(&[], &[annotation, Change::SetCollection { id: "c".into(), fields }, add_item]).unwrap();
    let before = state(&store);
    store.commit(&[], &[Change::RemoveArticle { id: "a1".into() }]).unwrap();
    assert!(store.collection(&"c".into()).unwrap().unwrap().items.is_empty());
    assert!(matches!(&store.trash().unwrap()[..], [Removed::Article { id, .. }] if id.as_str() == "a1"));
    assert!(store.verify(&Quiet).unwrap().ok);
    store.commit(&[], &[Change::RestoreArticle { id: "a1".into() }]).unwrap();
    assert_eq!(state(&store), before);
    assert!(store.verify(&Quiet).unwrap().ok);
    store.commit(&[], &[Change::RemoveArticle { id: "a1".into() }]).unwrap();
    store.commit(&[], &[Change::DiscardArticle { id: "a1".into() }]).unwrap();
    assert!(store.trash().unwrap().is_empty());
    assert!(store.read_original(&Digest::of("Một".as_bytes())).is_ok());
    for _ in ["discard", "remove", "restore", "remove"] {
        let undone = store.undo();
        assert_eq!(
            undone.unwrap_err().code(),
            "undo-gone",
            "what left the trash for good is not brought back"
        );
    }
    assert_eq!(store.undo().unwrap().unwrap().actions, ["add-annotation", "set-collection", "add-item"]);
    assert!(store.collections().unwrap().is_empty());
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

fn later(start: u64) -> Env {
    let counter = || Arc::new(Counter(AtomicU64::new(start)));
    Env { clock: counter(), ids: counter(), agent: "Mai".into(), machine: "khác".into() }
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}

fn item(id: &str, article: &str) -> CollectionItem {
    CollectionItem { id: id.into(), content: ItemContent::Article { article: article.into() } }
}

fn place() -> crate::Position {
    crate::Position::between(None, None, 1).remove(0)
}

fn annotation(id: &str, article: &str) -> Annotation {
    Annotation {
        id: id.into(),
        article: article.into(),
        target: TextTarget::default(),
        motivation: Motivation::Highlighting,
        note: format!("Ghi chú {id}"),
        tags: vec![],
        colour: Colour::Yellow,
        creator: "Lan".into(),
        created: Timestamp::UNIX_EPOCH,
        modified: Timestamp::UNIX_EPOCH,
    }
}

/// Everything that the catalog shows, as text that can be compared.
fn state(store: &Store) -> String {
    let articles: Vec<_> =
        store.summaries().unwrap().iter().map(|row| store.article(&row.id).unwrap()).collect();
    let (tags, annotations) = (store.tags().unwrap(), store.annotations().unwrap());
    let collections = store.collections().unwrap();
    serde_json::to_string_pretty(&json!([articles, tags, annotations, collections])).unwrap()
}

mod merging {
    use super::*;
    use proptest::prelude::*;

    /// Something that a person does on one of three devices.
    #[derive(Clone, Debug)]
    enum Deed {
        Add,
        Title(usize, u8),
        Tag(usize, u8),
        Untag(usize, u8),
        Annotate(usize),
        Collect(usize),
        Move(usize, usize),
        TakeOut(usize),
        Remove(usize),
        Restore(usize),
        Undo,
        Redo,
        /// Brings the other devices' files here.
        Sync,
    }

    fn deed() -> impl Strategy<Value = Deed> {
        let n = 0usize..6;
        prop_oneof![
            3 => Just(Deed::Add),
            2 => (n.clone(), any::<u8>()).prop_map(|(n, value)| Deed::Title(n, value)),
            2 => (n.clone(), 0u8..3).prop_map(|(n, tag)| Deed::Tag(n, tag)),
            1 => (n.clone(), 0u8..3).prop_map(|(n, tag)| Deed::Untag(n, tag)),
            1 => n.clone().prop_map(Deed::Annotate),
            3 => n.clone().prop_map(Deed::Collect),
            3 => (n.clone(), n.clone()).prop_map(|(from, to)| Deed::Move(from, to)),
            1 => n.clone().prop_map(Deed::TakeOut),
            1 => n.clone().prop_map(Deed::Remove),
            1 => n.prop_map(Deed::Restore),
            1 => Just(Deed::Undo),
            1 => Just(Deed::Redo),
            3 => Just(Deed::Sync),
        ]
    }

    /// One device: its copy of the library, and a clock that may be behind or ahead.
    struct Device {
        folder: PathBuf,
        env: Env,
    }

    impl Device {
        fn open(&self) -> Store {
            Store::open(&self.folder, self.env.clone(), &Quiet).unwrap()
        }

        fn fetch(&self, others: &[&Device]) {
            for part in ["journal", "originals"] {
                for other in others {
                    copy_longer(&other.folder.join(part), &self.folder.join(part));
                }
            }
        }
    }

    /// As a folder sync does: a file that has grown elsewhere replaces the shorter one.
    fn copy_longer(from: &Path, to: &Path) {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap().flatten() {
            let (path, target) = (entry.path(), to.join(entry.file_name()));
            let length = |path: &Path| path.metadata().map_or(0, |meta| meta.len());
            if path.is_dir() {
                copy_longer(&path, &target);
            } else if length(&path) > length(&target) {
                fs::copy(path, target).unwrap();
            }
        }
    }

    fn act(store: &Store, deed: &Deed, name: &str) {
        let nth = |n: usize| {
            let rows = store.summaries().unwrap();
            (!rows.is_empty()).then(|| rows[n % rows.len()].id.clone())
        };
        let items = || store.collection(&"c".into()).unwrap().map(|found| found.items).unwrap_or_default();
        let tag = |n: u8| TagId(format!("t{n}"));
        let change = match deed {
            Deed::Add => Some(article(name, name).1),
            Deed::Title(n, value) => nth(*n).map(|id| {
                let fields = Map::from_iter([("title".to_owned(), json!(format!("Tên {value}")))]);
                Change::SetArticle { id, fields }
            }),
            Deed::Tag(n, t) => nth(*n).map(|article| Change::TagArticle { article, tag: tag(*t) }),
            Deed::Untag(n, t) => nth(*n).map(|article| Change::UntagArticle { article, tag: tag(*t) }),
            Deed::Annotate(n) => nth(*n)
                .map(|id| Change::AddAnnotation { annotation: Box::new(annotation(name, id.as_str())) }),
            Deed::Collect(n) => nth(*n).map(|id| {
                let position = store.end_positions(&"c".into(), 1).unwrap().remove(0);
                Change::AddItem { collection: "c".into(), item: item(name, id.as_str()), position }
            }),
            Deed::Move(from, to) => {
                let items = items();
                (!items.is_empty()).then(|| {
                    let (from, to) = (&items[from % items.len()].id, &items[to % items.len()].id);
                    let position = store.positions(&"c".into(), Some(to), 1).unwrap().remove(0);
                    Change::MoveItem { collection: "c".into(), item: from.clone(), position }
                })
            }
            Deed::TakeOut(n) => {
                let items = items();
                (!items.is_empty()).then(|| Change::RemoveItem {
                    collection: "c".into(),
                    item: items[n % items.len()].id.clone(),
                })
            }
            Deed::Remove(n) => nth(*n).map(|id| Change::RemoveArticle { id }),
            Deed::Restore(n) => {
                let trash = store.trash().unwrap();
                match (!trash.is_empty()).then(|| &trash[n % trash.len()]) {
                    Some(Removed::Article { id, .. }) => Some(Change::RestoreArticle { id: id.clone() }),
                    _ => None,
                }
            }
            Deed::Undo => {
                let _ = store.undo();
                None
            }
            Deed::Redo => {
                let _ = store.redo();
                None
            }
            Deed::Sync => None,
        };
        if let Some(change) = change
            && let Err(refused) = store.commit(&[], &[change])
        {
            // An undo may have taken the collection or a tag away.
            assert!(refused.code().starts_with("unknown-"), "{refused}");
        }
    }

    /// Three copies of one library, which begins with a collection and three tags.
    fn three(dir: &Path) -> Vec<Device> {
        let env = |n: u64| Env {
            // Clocks that differ by minutes.
            clock: Arc::new(Counter(AtomicU64::new(100 + n * 180))),
            ids: Arc::new(Counter(AtomicU64::new(n * 1_000_000))),
            agent: format!("Người {n}"),
            machine: format!("máy {n}"),
        };
        let first = Device { folder: dir.join("0"), env: env(0) };
        let store = Store::create(&first.folder, "x", first.env.clone()).unwrap();
        let fields = Map::from_iter([("title".to_owned(), json!("Tập"))]);
        let mut changes = vec![Change::SetCollection { id: "c".into(), fields }];
        changes.extend((0..3).map(|n| {
            let id = TagId(format!("t{n}"));
            Change::SetTag { tag: Tag { id, label: format!("Nhãn {n}"), ..Tag::default() } }
        }));
        store.commit(&[], &changes).unwrap();
        drop(store);
        let mut devices = vec![first];
        for n in 1..3 {
            let folder = dir.join(n.to_string());
            copy_folder(&devices[0].folder, &folder);
            devices.push(Device { folder, env: env(n) });
        }
        devices
    }

    #[test]
    fn reordering_on_both_sides_keeps_every_item() {
        let dir = tempfile::tempdir().unwrap();
        let devices = three(dir.path());
        let names = ["i1", "i2", "i3", "i4", "i5"];
        let order = |store: &Store| {
            let items = store.collection(&"c".into()).unwrap().unwrap().items;
            items.into_iter().map(|item| item.id.0).collect::<Vec<_>>()
        };
        let store = devices[0].open();
        add(&store, "a1", "Một");
        for name in names {
            let position = store.end_positions(&"c".into(), 1).unwrap().remove(0);
            let change = Change::AddItem { collection: "c".into(), item: item(name, "a1"), position };
            store.commit(&[], &[change]).unwrap();
        }
        drop(store);
        devices[1].fetch(&[&devices[0]]);
        // Both put things into the same gap, and move the same item to different places.
        for (device, moves) in
            [(0, [("i5", None), ("i3", Some("i1"))]), (1, [("i4", None), ("i3", Some("i5"))])]
        {
            let store = devices[device].open();
            for (name, after) in moves {
                let after = after.map(ItemId::from);
                let position = store.positions(&"c".into(), after.as_ref(), 1).unwrap().remove(0);
                let change = Change::MoveItem { collection: "c".into(), item: name.into(), position };
                store.commit(&[], &[change]).unwrap();
            }
        }
        devices[0].fetch(&[&devices[1]]);
        devices[1].fetch(&[&devices[0]]);
        let (one, two) = (order(&devices[0].open()), order(&devices[1].open()));
        assert_eq!(one, two);
        let mut sorted = one;
        sorted.sort();
        assert_eq!(sorted, names);
    }

    fn cases() -> ProptestConfig {
        // `cargo xtask torture` asks for thousands.
        let cases = std::env::var("FONDS_MERGE_CASES").ok().and_then(|text| text.parse().ok());
        ProptestConfig { cases: cases.unwrap_or(40), max_shrink_iters: 60, ..ProptestConfig::default() }
    }

    proptest! {
        #![proptest_config(cases())]

        #[test]
        fn all_devices_come_to_the_same(deeds in prop::collection::vec((0usize..3, deed()), 1..24)) {
            let dir = tempfile::tempdir().unwrap();
            let devices = three(dir.path());
            for (n, (who, deed)) in deeds.iter().enumerate() {
                let others: Vec<_> = devices.iter().enumerate().filter(|(i, _)| i != who).map(|(_, d)| d).collect();
                if matches!(deed, Deed::Sync) {
                    devices[*who].fetch(&others);
                }
                act(&devices[*who].open(), deed, &format!("d{who}n{n}"));
            }
            for who in 0..3 {
                let others: Vec<_> = devices.iter().enumerate().filter(|(i, _)| *i != who).map(|(_, d)| d).collect();
                devices[who].fetch(&others);
            }
            let states: Vec<_> = devices.iter().map(|device| state(&device.open())).collect();
            prop_assert_eq!(&states[0], &states[1]);
            prop_assert_eq!(&states[1], &states[2]);
            // And the same as from nothing.
            let store = devices[0].open();
            store.rebuild(&Quiet).unwrap();
            prop_assert_eq!(&state(&store), &states[0]);
        }
    }
}
