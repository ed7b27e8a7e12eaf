//! Writing citations as [`crate::pieces`] reads them.

use crate::cluster::{AuthorForm, Locator};
use crate::locators;
use crate::syntax::{KeyedCite, written_key};

/// A citation as it is typed in a text: `[xem @a, tr. 3; -@b]`. One article that is named in the sentence needs no
/// brackets of its own. Empty where there is nothing to cite.
pub fn written(cites: &[KeyedCite], vietnamese: bool) -> String {
    match cites {
        [] => String::new(),
        [first, rest @ ..] if first.author == AuthorForm::InText => in_sentence(first, rest, vietnamese),
        cites => format!("[{}]", joined(cites.iter().map(|one| cite(one, vietnamese)))),
    }
}

fn in_sentence(first: &KeyedCite, rest: &[KeyedCite], vietnamese: bool) -> String {
    let key = written_key(&first.key);
    // Brackets without a place belong to the sentence.
    if rest.is_empty() && first.locator.is_none() {
        return format!("@{key}");
    }
    let place = after(first, vietnamese);
    let place = place.trim_start_matches(',').trim_start().to_owned();
    let inside = std::iter::once(place).chain(rest.iter().map(|one| cite(one, vietnamese)));
    format!("@{key} [{}]", joined(inside))
}

fn joined(cites: impl Iterator<Item = String>) -> String {
    cites.collect::<Vec<_>>().join("; ")
}

fn cite(one: &KeyedCite, vietnamese: bool) -> String {
    let prefix = words(&one.prefix);
    let space = if prefix.is_empty() { "" } else { " " };
    let mark = if one.author == AuthorForm::Suppressed { "-" } else { "" };
    format!("{prefix}{space}{mark}@{}{}", written_key(&one.key), after(one, vietnamese))
}

/// Locator and words after it.
fn after(one: &KeyedCite, vietnamese: bool) -> String {
    let suffix = words(&one.suffix);
    let suffix = match suffix.chars().next() {
        None => String::new(),
        // A suffix begins with its own punctuation.
        Some(c) if !c.is_alphanumeric() => suffix,
        Some(_) if one.locator.is_some() => format!(" {suffix}"),
        Some(_) => format!(", {suffix}"),
    };
    let place = one.locator.as_ref().and_then(|locator| place(locator, vietnamese, &suffix));
    place.map_or_else(|| suffix.clone(), |place| format!(", {place}{suffix}"))
}

/// A place as it is usually written; in braces where it would read otherwise. None where it is empty.
fn place(locator: &Locator, vietnamese: bool, suffix: &str) -> Option<String> {
    let value = words(&locator.value).replace(['{', '}'], "");
    let value = value.trim();
    let plain = format!("{} {value}", locators::usual(locator.label, vietnamese));
    let again = locators::split(&format!(", {plain}{suffix}"));
    let found = again.0.is_some_and(|found| found.label == locator.label && found.value == value);
    let same = found && again.1.trim() == suffix.trim();
    (!value.is_empty()).then(|| if same { plain } else { format!("{{{plain}}}") })
}

/// Words without what would end the citation or begin another.
fn words(text: &str) -> String {
    let kept = |c: char| if matches!(c, '[' | ']' | ';' | '@' | '\n' | '\r') { ' ' } else { c };
    // Composed first: the Greek question mark becomes a semicolon.
    let composed = fonds_model::text::clean_line(text);
    fonds_model::text::clean_line(&composed.chars().map(kept).collect::<String>())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{LocatorLabel, Piece, pieces};
    use proptest::prelude::*;

    fn cite_of(key: &str) -> KeyedCite {
        KeyedCite { key: key.into(), ..KeyedCite::default() }
    }

    fn read(text: &str) -> Vec<KeyedCite> {
        match pieces(text).into_iter().next() {
            Some(Piece::Citation(written)) => written.cites,
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn a_semicolon_in_disguise_ends_no_citation() {
        let one = KeyedCite { suffix: "\u{37e} tr".into(), ..cite_of("an2022") };
        assert_eq!(written(&[one], true), "[@an2022, tr]");
    }

    #[test]
    fn as_people_write_them() {
        let page = |value: &str| Some(Locator { label: LocatorLabel::Page, value: value.into() });
        let a = KeyedCite { prefix: "xem".into(), locator: page("3–5"), ..cite_of("an2022") };
        let b = KeyedCite {
            author: AuthorForm::Suppressed,
            suffix: "nhất là đoạn đầu".into(),
            ..cite_of("le-1998")
        };
        assert_eq!(written(&[a.clone(), b], true), "[xem @an2022, tr. 3–5; -@le-1998, nhất là đoạn đầu]");
        let named = KeyedCite { author: AuthorForm::InText, locator: page("bìa"), ..cite_of("an2022") };
        assert_eq!(written(&[named.clone(), a.clone()], false), "@an2022 [{p. bìa}; xem @an2022, p. 3–5]");
        assert_eq!(read("@an2022 [{p. bìa}; xem @an2022, p. 3–5]"), [named, a]);
        assert_eq!(
            written(&[KeyedCite { author: AuthorForm::InText, ..cite_of("an2022") }], true),
            "@an2022"
        );
        assert_eq!(written(&[], true), "");
    }

    fn any_cite() -> impl Strategy<Value = KeyedCite> {
        let label = prop::sample::select(LocatorLabel::ALL.to_vec());
        let locator = prop::option::of(
            (label, "[0-9a-zđ]{1,4}([-–, ][0-9]{1,3})?")
                .prop_map(|(label, value)| Locator { label, value: value.trim().to_owned() }),
        );
        (
            "[a-z]{2,8}[0-9]{0,4}[-:.]?[a-z]{1,3}",
            locator,
            "[a-zđ]{0,6}",
            "(, [a-zđ]{2,8} [a-z]{2,4})?",
            0..2u8,
        )
            .prop_map(|(key, locator, prefix, suffix, author)| KeyedCite {
                key,
                locator,
                prefix,
                suffix,
                author: if author == 0 { AuthorForm::Styled } else { AuthorForm::Suppressed },
            })
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_again(cites in prop::collection::vec(any_cite(), 1..4), vietnamese in any::<bool>()) {
            // Words that read like a place are one.
            let clear = |one: &KeyedCite| locators::split(&one.suffix).0.is_none();
            prop_assume!(cites.iter().all(clear));
            prop_assert_eq!(read(&written(&cites, vietnamese)), cites);
        }

        #[test]
        fn whatever_is_typed_stays_one_citation(prefix in "\\PC{0,12}", suffix in "\\PC{0,12}", value in "\\PC{0,8}") {
            let locator = Some(Locator { label: LocatorLabel::Page, value });
            let one = KeyedCite { prefix, suffix, locator, ..cite_of("an2022") };
            let text = written(&[one], true);
            let found = pieces(&text);
            prop_assert!(matches!(found.as_slice(), [Piece::Citation(written)] if written.cites.len() == 1), "{}", text);
        }
    }
}
