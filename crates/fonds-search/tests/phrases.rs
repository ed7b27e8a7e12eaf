//! Phrases find what plain reading of the texts finds: any texts, any phrase of two to five words, with and without marks.

use fonds_model::{ArticleId, ArticleKind};
use fonds_search::{Index, IndexedArticle, Names, Query, SearchOptions};
use proptest::prelude::*;

/// A word as it is written, folded, and exact: both places of a tone are one.
type Word = (&'static str, &'static str, &'static str);

const WORDS: [Word; 8] = [
    ("ma", "ma", "ma"),
    ("Má", "ma", "má"),
    ("mà", "ma", "mà"),
    ("đa", "da", "đa"),
    ("da", "da", "da"),
    ("hoà", "hoa", "hòa"),
    ("hòa", "hoa", "hòa"),
    ("hoa", "hoa", "hoa"),
];

/// Some words stand in nearly every article and often, as the most frequent syllables do.
fn word() -> impl Strategy<Value = Word> {
    prop_oneof![6 => 0..3_usize, 1 => 3..WORDS.len()].prop_map(|n| WORDS[n])
}

fn words(length: std::ops::Range<usize>) -> impl Strategy<Value = Vec<Word>> {
    prop::collection::vec(word(), length)
}

fn written(words: &[Word]) -> String {
    words.iter().map(|word| word.0).collect::<Vec<_>>().join(" ")
}

fn stands_in(text: &[Word], phrase: &[Word], exactly: bool) -> bool {
    let finds = |(sought, word): (&Word, &Word)| {
        if exactly && sought.1 != sought.2 { sought.2 == word.2 } else { sought.1 == word.1 }
    };
    text.windows(phrase.len()).any(|run| phrase.iter().zip(run).all(finds))
}

fn row<'a>(id: &'a ArticleId, title: &'a str, text: &'a str) -> IndexedArticle<'a> {
    IndexedArticle {
        id,
        title,
        text,
        creators: &[],
        publication: None,
        kind: ArticleKind::Report,
        language: None,
        issued: None,
        added: None,
        tags: &[],
        annotations: &[],
        url: None,
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn phrases_find_what_reading_finds(
        articles in prop::collection::vec((words(0..6), words(0..40)), 1..24),
        phrases in prop::collection::vec(words(2..6), 1..12),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(dir.path()).unwrap();
        let texts: Vec<_> = articles.iter().map(|(title, text)| (written(title), written(text))).collect();
        let ids: Vec<_> = (0..texts.len()).map(|n| ArticleId(format!("{n:02}"))).collect();
        let rows: Vec<_> = ids.iter().zip(&texts).map(|(id, (title, text))| row(id, title, text)).collect();
        // In two parts of the index, and some once more in place of themselves.
        index.update(&rows[..rows.len() / 2], &[], 1).unwrap();
        index.update(&rows[rows.len() / 3..], &[], 2).unwrap();
        for phrase in &phrases {
            let query = Query::parse(&format!("\"{}\"", written(phrase))).query;
            let found = index.search(&query, &Names::default(), &SearchOptions::default()).unwrap();
            let read = |exactly| -> Vec<&ArticleId> {
                let has = |(_, (title, text)): &(&ArticleId, &(Vec<Word>, Vec<Word>))| {
                    stands_in(title, phrase, exactly) || stands_in(text, phrase, exactly)
                };
                ids.iter().zip(&articles).filter(has).map(|(id, _)| id).collect()
            };
            let exactly = read(true);
            let expected = if exactly.is_empty() { read(false) } else { exactly.clone() };
            let mut there: Vec<_> = found.hits.iter().map(|hit| &hit.id).collect();
            there.sort_unstable();
            prop_assert_eq!(found.folded, exactly.is_empty() && !expected.is_empty());
            prop_assert_eq!((found.total, there), (expected.len(), expected), "{}", written(phrase));
        }
    }
}
