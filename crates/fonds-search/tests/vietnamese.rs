//! The table of queries and texts, `vietnamese.txt`: each text stands alone in an index, and is found or not.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

use fonds_model::{ArticleId, ArticleKind};
use fonds_search::{Index, IndexedArticle, Names, Query, SearchOptions};

struct Pair {
    line: usize,
    query: String,
    text: String,
    expected: String,
}

/// `\u{…}` stands for a code point, so that decomposed text can be seen.
fn unescape(text: &str) -> String {
    let mut parts = text.split("\\u{");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |out, part| {
        let (code, rest) = part.split_once('}').unwrap();
        out + &char::from_u32(u32::from_str_radix(code, 16).unwrap()).unwrap().to_string() + rest
    })
}

fn pairs() -> Vec<Pair> {
    let lines = include_str!("vietnamese.txt").lines().enumerate();
    let rows = lines.filter(|(_, line)| !line.is_empty() && !line.starts_with('#'));
    rows.map(|(n, line)| {
        let cells: Vec<_> = line.split('|').collect();
        let [expected, query, text] = cells.as_slice() else { panic!("line {}: {line}", n + 1) };
        // The query's last space says that its last word is whole.
        let query = query.strip_prefix(' ').unwrap_or(query);
        let query = query.trim_end().to_owned() + if query.ends_with("  ") { " " } else { "" };
        Pair {
            line: n + 1,
            query: unescape(&query),
            text: unescape(text.trim()),
            expected: expected.trim().into(),
        }
    })
    .collect()
}

/// Whether a text alone in an index is found: `yes`, `no`, or `folds` when only without marks.
fn answer(pair: &Pair) -> &'static str {
    let dir = tempfile::tempdir().unwrap();
    let index = Index::open_or_create(dir.path()).unwrap();
    let id = ArticleId::from("a");
    let article = IndexedArticle {
        id: &id,
        title: "",
        text: &pair.text,
        creators: &[],
        publication: None,
        kind: ArticleKind::Newspaper,
        language: None,
        issued: None,
        added: None,
        tags: &[],
        annotations: &[],
        url: None,
    };
    index.update(&[article], &[], 1).unwrap();
    let found =
        index.search(&Query::parse(&pair.query).query, &Names::default(), &SearchOptions::default()).unwrap();
    match (found.total, found.folded) {
        (0, _) => "no",
        (_, true) => "folds",
        _ => "yes",
    }
}

#[test]
fn queries_and_texts() {
    let pairs = pairs();
    assert!(pairs.len() >= 150, "{} pairs", pairs.len());
    let wrong = pairs.iter().filter(|pair| answer(pair) != pair.expected).map(|pair| {
        format!(
            "line {}: “{}” in “{}” is {}, not {}",
            pair.line,
            pair.query,
            pair.text,
            answer(pair),
            pair.expected
        )
    });
    let wrong: Vec<_> = wrong.collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
