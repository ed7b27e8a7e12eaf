//! Measures the search beside SQLite's FTS5 over the same texts: `cargo run --release -p fonds-search --example bench --
//! 10000 100000`.
//!
//! Each line of the table has the 50th and 99th of a hundred times in milliseconds, of Fonds and of FTS5, and how many
//! times as long FTS5 took. A page is 20 hits with snippets and the total; facets are all five.
#![expect(clippy::print_stdout, reason = "a program for people")]

mod fts5;
mod questions;
mod texts;

use fonds_model::{ArticleId, Tag};
use fonds_search::{Index, IndexedArticle, Names, Query, SearchOptions};
use fts5::Fts5;
use questions::{KINDS, Question, questions};
use std::error::Error;
use std::path::Path;
use std::time::Instant;
use texts::{Generated, Texts};

/// Articles between two commits.
const GROUP: usize = 2_000;
/// Questions of each kind, and how many of them are asked before it is measured.
const QUESTIONS: usize = 100;
const WARM: usize = 20;

fn main() -> Result<(), Box<dyn Error>> {
    let counts: Result<Vec<usize>, _> = std::env::args().skip(1).map(|text| text.parse()).collect();
    let counts = counts.map_err(|_| "give numbers of articles, such as 10000 100000")?;
    let texts = Texts::new();
    for count in if counts.is_empty() { vec![10_000] } else { counts } {
        measure(&texts, count)?;
    }
    Ok(())
}

fn measure(texts: &Texts, count: usize) -> Result<(), Box<dyn Error>> {
    let folder = tempfile::tempdir()?;
    let (index_folder, file) = (folder.path().join("index"), folder.path().join("fts5.db"));
    let index = Index::open_or_create(&index_folder)?;
    let mut database = Fts5::create(&file)?;
    let (mut ours, mut theirs, mut bytes) = (0.0, 0.0, 0);
    for first in (0..count).step_by(GROUP) {
        let group: Vec<Generated> = (first..count.min(first + GROUP)).map(|n| texts.article(n)).collect();
        bytes += group.iter().map(|article| article.text.len() + article.title.len()).sum::<usize>();
        ours += seconds(|| add(&index, first, &group))?;
        theirs += seconds(|| Ok(database.add(first, &group)?))?;
    }
    println!("{count} articles, {:.1} MB of text", bytes as f64 / 1e6);
    let speed = |seconds: f64| count as f64 / seconds;
    println!(
        "indexing   {:8.0} articles/s   FTS5 {:8.0}   {:.2} × as fast",
        speed(ours),
        speed(theirs),
        theirs / ours
    );
    let names = names(texts);
    ask_all(texts, count, &index, &names, &database)?;
    drop(index);
    drop(database);
    let (ours, theirs) = (size(&index_folder)?, size(folder.path())? - size(&index_folder)?);
    println!(
        "on disk    {:8.1} MB           FTS5 {:8.1}   {:.2} × the size\n",
        ours as f64 / 1e6,
        theirs as f64 / 1e6,
        ours as f64 / theirs as f64
    );
    Ok(())
}

fn ask_all(
    texts: &Texts,
    count: usize,
    index: &Index,
    names: &Names,
    database: &Fts5,
) -> Result<(), Box<dyn Error>> {
    println!("{:24}     p50     p99   FTS5 p50     p99     × p50   × p99   found", "");
    for facet_values in [0, 20] {
        for kind in KINDS {
            let questions = questions(texts, count, kind, QUESTIONS);
            let options = SearchOptions { limit: 20, facet_values, ..SearchOptions::default() };
            let mut found = 0;
            let ours = times(&questions, |question| {
                found += index.search(&Query::parse(&question.fonds).query, names, &options)?.total;
                Ok(())
            })?;
            let mut matched = 0;
            let theirs = times(&questions, |question| {
                matched += database.ask(question, facet_values > 0)?;
                Ok(())
            })?;
            let name = format!("{kind}{}", if facet_values > 0 { ", facets" } else { "" });
            let ratio = |n: usize| theirs.get(n).zip(ours.get(n)).map_or(0.0, |(theirs, ours)| theirs / ours);
            println!(
                "{name:24}{:8.2}{:8.2}   {:8.2}{:8.2}   {:7.1} {:7.1}   {}, FTS5 {}",
                ours[0],
                ours[1],
                theirs[0],
                theirs[1],
                ratio(0),
                ratio(1),
                found / (QUESTIONS + WARM),
                matched / (QUESTIONS + WARM)
            );
        }
    }
    Ok(())
}

/// The 50th and 99th of a hundred times, in milliseconds; some are asked once before.
fn times(
    questions: &[Question],
    mut ask: impl FnMut(&Question) -> Result<(), Box<dyn Error>>,
) -> Result<[f64; 2], Box<dyn Error>> {
    for question in questions.iter().take(WARM) {
        ask(question)?;
    }
    let mut times = Vec::with_capacity(questions.len());
    for question in questions {
        times.push(seconds(|| ask(question))? * 1e3);
    }
    times.sort_by(f64::total_cmp);
    let at = |part: f64| times.get((times.len() as f64 * part) as usize).copied().unwrap_or(0.0);
    Ok([at(0.5), at(0.99)])
}

fn seconds(work: impl FnOnce() -> Result<(), Box<dyn Error>>) -> Result<f64, Box<dyn Error>> {
    let begun = Instant::now();
    work()?;
    Ok(begun.elapsed().as_secs_f64())
}

fn names(texts: &Texts) -> Names {
    Names::new(texts.tags().map(|(id, label)| Tag { id, label, ..Tag::default() }).collect(), vec![])
}

fn add(index: &Index, first: usize, group: &[Generated]) -> Result<(), Box<dyn Error>> {
    let ids: Vec<_> = (0..group.len()).map(|n| ArticleId(format!("{:010}", first + n))).collect();
    let row = |(id, article)| row(id, article);
    let rows: Vec<_> = ids.iter().zip(group).map(row).collect();
    Ok(index.update(&rows, &[], (first + group.len()) as u64)?)
}

fn row<'a>(id: &'a ArticleId, article: &'a Generated) -> IndexedArticle<'a> {
    IndexedArticle {
        id,
        title: &article.title,
        text: &article.text,
        creators: &article.creators,
        publication: Some(&article.publication),
        kind: article.kind,
        language: Some(article.language),
        issued: article.issued.as_ref(),
        added: None,
        tags: &article.tags,
        annotations: &[],
        url: None,
    }
}

fn size(folder: &Path) -> std::io::Result<u64> {
    let mut total = 0;
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let meta = entry.metadata()?;
        total += if meta.is_dir() { size(&entry.path())? } else { meta.len() };
    }
    Ok(total)
}
