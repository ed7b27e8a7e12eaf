//! The order of titles: the one of Vietnamese dictionaries, in which ă, â, đ, ê, ô, ơ and ư are letters of their own.
//! English titles keep their order in it.

use icu_collator::options::{AlternateHandling, CollatorOptions};
use icu_collator::{Collator, CollatorBorrowed};
use icu_locale_core::locale;
use std::sync::LazyLock;

/// Code points of a title that decide its place.
const LONGEST: usize = 60;

/// Bytes whose order is the order of the titles. Punctuation does not count.
pub(crate) fn title_key(title: &str) -> Vec<u8> {
    static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
        let mut options = CollatorOptions::default();
        options.alternate_handling = Some(AlternateHandling::Shifted);
        Collator::try_new(locale!("vi").into(), options).ok()
    });
    let title: String = title.trim().chars().take(LONGEST).collect();
    let mut key = Vec::new();
    match &*COLLATOR {
        Some(collator) => {
            // Writing into a vector does not fail.
            let Ok(()) = collator.write_sort_key_to(&title, &mut key);
        }
        None => key.extend(title.as_bytes()),
    }
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_stand_as_in_a_vietnamese_dictionary() {
        let sorted = [
            "An",
            "“Ăn cơm”",
            "Ân",
            "Bà",
            "bả",
            "Bã",
            "Bá",
            "Bạ",
            "Da",
            "Đá",
            "Đường 9",
            "Em",
            "Êm",
            "river",
            "Xa",
            "Ý",
        ];
        let mut titles = sorted;
        titles.reverse();
        titles.sort_by_key(|title| title_key(title));
        assert_eq!(titles, sorted);
    }
}
