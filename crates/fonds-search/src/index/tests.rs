//! The index as it is opened, filled and emptied.

use super::*;
use crate::{Names, Query, SearchOptions};
use fonds_model::ArticleKind;

pub(crate) fn row<'a>(id: &'a ArticleId, text: &'a str) -> IndexedArticle<'a> {
    IndexedArticle {
        id,
        title: "",
        text,
        creators: &[],
        publication: None,
        kind: ArticleKind::Newspaper,
        language: None,
        issued: None,
        added: None,
        tags: &[],
        annotations: &[],
        url: None,
    }
}

fn index_of(texts: &[&str]) -> (tempfile::TempDir, Index) {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(dir.path()).unwrap();
    let ids: Vec<_> = (0..texts.len()).map(|n| ArticleId(n.to_string())).collect();
    let rows: Vec<_> = ids.iter().zip(texts).map(|(id, text)| row(id, text)).collect();
    index.update(&rows, &[], 7).unwrap();
    (dir, index)
}

fn found(index: &Index, query: &str) -> Vec<String> {
    let found =
        index.search(&Query::parse(query).query, &Names::default(), &SearchOptions::default()).unwrap();
    found.hits.into_iter().map(|hit| hit.id.0).collect()
}

#[test]
fn updates_replace_and_remove() {
    let (dir, index) = index_of(&["một cầu", "hai cầu"]);
    assert_eq!(index.position(), 7);
    let id = ArticleId::from("0");
    index.update(&[row(&id, "ba đò")], &["1".into()], 8).unwrap();
    assert!(found(&index, "cau").is_empty());
    assert_eq!(found(&index, "ba"), ["0"]);
    drop(index);
    let index = Index::open_or_create(dir.path()).unwrap();
    assert_eq!((index.position(), index.article_count()), (8, 1));
    index.clear().unwrap();
    assert!(found(&index, "ba").is_empty());
}

#[test]
fn a_broken_index_is_told_from_a_disk_that_is_shut() {
    let (dir, index) = index_of(&["một"]);
    drop(index);
    std::fs::write(dir.path().join("meta.json"), "{").unwrap();
    assert!(Index::open_or_create(dir.path()).is_err_and(|error| error.is_damage()));
    let file = dir.path().join("meta.json");
    assert!(Index::open_or_create(&file).is_err_and(|error| !error.is_damage()));
}

#[test]
fn an_index_of_another_format_has_no_position() {
    let (_dir, index) = index_of(&["một"]);
    let mut writer = index.writer.lock().unwrap().take().unwrap();
    let mut commit = writer.prepare_commit().unwrap();
    commit.set_payload("7");
    commit.commit().unwrap();
    assert_eq!(index.position(), 0);
}

#[test]
fn what_is_alike_and_what_was_at_an_address() {
    let words = |from: usize| (from..from + 60).map(|n| format!("chữ{n}")).collect::<Vec<_>>().join(" ");
    let (dir, index) = index_of(&[&words(0), &words(500)]);
    let near = Likeness::of(&format!("Theo TTXVN. {}", words(0)));
    assert_eq!(index.perhaps_alike(&near, 10).unwrap(), ["0".into()]);
    let id = ArticleId::from("2");
    let at = IndexedArticle { url: Some("https://www.bao.vn/cau-moi/?utm_source=x#top"), ..row(&id, "x") };
    index.update(&[at], &[], 8).unwrap();
    assert_eq!(index.at_url("http://bao.vn/cau-moi").unwrap(), [id]);
    assert!(index.at_url("http://bao.vn/cau-moi?page=2").unwrap().is_empty());
    drop(dir);
}
