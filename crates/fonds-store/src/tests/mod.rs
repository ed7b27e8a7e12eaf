//! What the archive promises, tried on real folders.

mod archive;
mod damage;
mod history;
mod merging;
mod nesting;
mod purging;

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
    Original {
        bytes,
        media_type: "text/plain",
        file_name: Some("bài.txt"),
        url: None,
        text: None,
        exchange: None,
    }
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
