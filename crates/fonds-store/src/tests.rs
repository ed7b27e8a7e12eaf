//! What the archive promises, tried on real folders.

use crate::{Change, Env, Original, Store, StoreError};
use fonds_model::id::spell_id;
use fonds_model::{
    Article, ArticleId, Block, Clock, CollectionId, CollectionItem, Digest, IdSource, ItemContent, ItemId,
    Quiet, Tag, TagId, Timestamp,
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
    Env { clock: counter(), ids: counter(), agent: "Lan".into() }
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
    assert_eq!(store.journal_position(), 0);
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
