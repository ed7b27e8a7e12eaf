//! Citekeys: short ASCII names that people can remember.

use crate::names::sort_name;
use fonds_model::Article;
use fonds_model::text::slug;

/// A citekey for an article: family name or publication or first word of the title, and the year; `a`, `b`, … after
/// it where `taken` says that it is another's.
pub fn citekey(article: &Article, taken: &dyn Fn(&str) -> bool) -> String {
    let name = article.creators.first().map(|creator| slug(&sort_name(creator), ""));
    let publication = || article.publication.as_deref().map(|name| slug(name, ""));
    let word = || article.title.split_whitespace().map(|word| slug(word, "")).find(|word| word.len() > 2);
    let full = |name: &String| !name.is_empty();
    let name = name.filter(full).or_else(|| publication().filter(full)).or_else(word);
    let mut stem: String = name.unwrap_or_else(|| "article".into()).chars().take(24).collect();
    if let Some(issued) = &article.issued {
        stem.push_str(&issued.year().to_string());
    }
    if !taken(&stem) {
        return stem;
    }
    format!("{stem}{}", letters(free(&|n| taken(&format!("{stem}{}", letters(n))))))
}

/// A number that is not taken: the least one among the first; among thousands, one that is found in a few steps.
fn free(taken: &dyn Fn(u32) -> bool) -> u32 {
    if let Some(n) = (0..26).find(|n| !taken(*n)) {
        return n;
    }
    let (mut low, mut high) = (25, 50);
    while taken(high) {
        (low, high) = (high, high.saturating_mul(2));
    }
    while high - low > 1 {
        let middle = low + (high - low) / 2;
        if taken(middle) { low = middle } else { high = middle }
    }
    high
}

/// a, b, … z, aa, ab, …
fn letters(n: u32) -> String {
    let last = char::from(b'a' + (n % 26) as u8);
    if n < 26 { last.to_string() } else { format!("{}{last}", letters(n / 26 - 1)) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::{Creator, Edtf};
    use proptest::prelude::*;

    #[test]
    fn keys_are_ascii_and_unique() {
        let mut article = Article {
            title: "Đường về".into(),
            creators: vec![Creator::author("Đỗ Hữu Phước")],
            issued: Edtf::parse("2022-11-25"),
            ..Article::default()
        };
        assert_eq!(citekey(&article, &|_| false), "do2022");
        assert_eq!(citekey(&article, &|key| key == "do2022" || key == "do2022a"), "do2022b");
        article.creators.clear();
        article.publication = Some("Báo Sông Đào".into());
        assert_eq!(citekey(&article, &|_| false), "baosongdao2022");
        assert_eq!(citekey(&Article::default(), &|_| false), "article");
        assert_eq!(letters(26), "aa");
    }

    #[test]
    fn vietnamese_is_folded() {
        for (name, year, key) in [
            ("Đỗ Hữu Phước", "2022", "do2022"),
            ("Đặng Ngọc Ân", "2022-11", "dang2022"),
            ("Ðặng Ngọc Ân", "1998~", "dang1998"),
            ("Nguye\u{302}\u{303}n Va\u{306}n An", "2022", "nguyen2022"),
            ("Tố Hữu", "1954", "tohuu1954"),
            ("Trương Ưu", "193X", "truong1930"),
            ("Ludwig van Beethoven", "1801/1802", "vanbeethoven1801"),
            ("Uỷ ban nhân dân", "2011", "uybannhandan2011"),
        ] {
            let article = Article {
                creators: vec![Creator::author(name)],
                issued: Edtf::parse(year),
                ..Article::default()
            };
            assert_eq!(citekey(&article, &|_| false), key, "{name}");
        }
    }

    proptest! {
        #[test]
        fn a_key_can_be_typed_and_is_free(name in "\\PC{0,30}", title in "\\PC{0,30}", taken in 0usize..40) {
            let creators = vec![Creator::author(name)];
            let article = Article { creators, title, ..Article::default() };
            let mut keys: Vec<String> = Vec::new();
            for _ in 0..=taken {
                let key = citekey(&article, &|key| keys.iter().any(|known| known == key));
                prop_assert!(!keys.contains(&key));
                keys.push(key);
            }
            let key = keys.pop().unwrap_or_default();
            prop_assert!(key.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit()));
            let typed = crate::pieces(&format!("[@{key}]"));
            prop_assert!(matches!(&typed[..], [crate::Piece::Citation(written)] if written.cites[0].key == key));
        }
    }

    #[test]
    fn the_next_free_number_is_found_fast() {
        for count in [0, 1, 25, 26, 27, 51, 5000] {
            let asked = std::cell::Cell::new(0);
            let taken = |n| {
                asked.set(asked.get() + 1);
                n < count
            };
            assert_eq!(free(&taken), count);
            assert!(asked.get() < 60);
        }
    }
}
