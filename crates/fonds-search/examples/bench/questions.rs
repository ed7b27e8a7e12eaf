//! Queries of the kinds that are measured, drawn from the articles' own words: frequent words come most often.

use crate::texts::{Random, Texts};
use fonds_model::text::fold;

/// Kinds of queries.
pub const KINDS: [&str; 5] = ["one word", "two words", "phrase", "prefix", "filtered"];

/// One question, for each of the two engines.
pub struct Question {
    pub fonds: String,
    /// What FTS5 matches.
    pub fts5: String,
    /// Years and kind of the articles.
    pub filter: Option<(usize, usize, &'static str)>,
}

/// Questions of a kind. Words are asked for without marks, so that both engines look for the same.
pub fn questions(texts: &Texts, articles: usize, kind: &str, count: usize) -> Vec<Question> {
    let mut random = Random::new(99);
    (0..count).map(|_| question(&pair(texts, articles, &mut random), kind, &mut random)).collect()
}

/// Two words that stand side by side in an article. FTS5 does not fold đ, so words with it are passed over.
fn pair(texts: &Texts, articles: usize, random: &mut Random) -> [String; 2] {
    loop {
        let text = texts.article(random.below(articles)).text;
        let words: Vec<&str> = text.split_whitespace().collect();
        let from = random.below(words.len().saturating_sub(1));
        if let Some([a, b]) = words.get(from..from + 2)
            && ![a, b].iter().any(|word| word.contains(['đ', '.']))
        {
            return [fold(a), fold(b)];
        }
    }
}

fn question([a, b]: &[String; 2], kind: &str, random: &mut Random) -> Question {
    let same = |text: String| Question { fonds: format!("{text} "), fts5: text, filter: None };
    match kind {
        "one word" => same(a.clone()),
        "two words" => same(format!("{a} {b}")),
        "phrase" => same(format!("\"{a} {b}\"")),
        "prefix" => {
            let letters: String = a.chars().take(1 + random.below(4)).collect();
            same(format!("{letters}*"))
        }
        _ => {
            let from = 1930 + random.below(80);
            Question {
                fonds: format!("{a} date:{from}..{} kind:newspaper", from + 9),
                fts5: a.clone(),
                filter: Some((from, from + 9, "newspaper")),
            }
        }
    }
}
