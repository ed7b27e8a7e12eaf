//! Phrases find what plain reading of the texts finds: any texts, any phrase of two to five words, with and without marks.

use crate::index::tests::row;
use crate::{Index, IndexedArticle, Names, Query, SearchOptions};
use fonds_model::ArticleId;
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

/// Texts of a few words, and as long as articles are: how often a frequent word must stand in one depends on its length.
fn text() -> impl Strategy<Value = Vec<Word>> {
    (words(0..40), prop_oneof![2 => Just(1), 1 => 1..60_usize]).prop_map(|(words, times)| words.repeat(times))
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

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn phrases_find_what_reading_finds(
        articles in prop::collection::vec((words(0..6), text()), 1..24),
        phrases in prop::collection::vec(words(2..6), 1..12),
    ) {
        let dir = tempfile::tempdir().unwrap();
        let index = Index::open_or_create(dir.path()).unwrap();
        let texts: Vec<_> = articles.iter().map(|(title, text)| (written(title), written(text))).collect();
        let ids: Vec<_> = (0..texts.len()).map(|n| ArticleId(format!("{n:02}"))).collect();
        let mut rows = Vec::with_capacity(ids.len());
        for (id, (title, text)) in ids.iter().zip(&texts) {
            rows.push(IndexedArticle { title, ..row(id, text) });
        }
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
