//! Months, seasons and years as magazines and records write them, where a text says nothing else: `November 2022`, `tháng 11
//! năm 2022`, `mùa thu 1954`, `Sept.–Oct. 1971`.

use fonds_model::{Edtf, season_named};

/// The month, season or year that a text is; two of them joined are an interval.
pub(crate) fn period(text: &str) -> Option<Edtf> {
    let lower = text.trim().trim_end_matches('.').to_lowercase();
    if lower.chars().count() > 60 {
        return None;
    }
    let words: Vec<&str> = lower.split(|c: char| c.is_whitespace() || ",.()".contains(c)).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty() && !is_filler(word)).collect();
    let text = words.join(" ");
    one(&text).and_then(|part| Edtf::parse(&part)).or_else(|| interval(&text))
}

/// Words that say no more than which kind of number follows.
fn is_filler(word: &str) -> bool {
    matches!(word, "năm" | "mùa" | "of")
}

/// `sep - oct 1971`, `tháng 8 - tháng 10 1971`, `dec 1971 / jan 1972`; the first may leave the year to the last.
fn interval(text: &str) -> Option<Edtf> {
    let (from, to) = ["–", "—", "/", "-"].iter().find_map(|joint| text.split_once(joint))?;
    let (from, to) = (from.trim(), to.trim());
    let to = one(to)?;
    let from = one(from).or_else(|| one(&format!("{from} {}", to.get(..4)?)))?;
    // Seasons have no end in CSL, and an order only by name.
    let (from_month, to_month) = (from.get(5..), to.get(5..));
    let is_season = [from_month, to_month].iter().flatten().any(|month| *month > "12");
    (!is_season && from < to).then(|| Edtf::parse(&format!("{from}/{to}")))?
}

/// A month, season or year as EDTF.
fn one(text: &str) -> Option<String> {
    let (before, year) = match text.rsplit_once(' ') {
        Some((before, year)) => (before.trim(), year),
        None => text.rsplit_once('/').map_or(("", text), |(month, year)| (month, year)),
    };
    // In `tháng 11/2022` the last word holds the month too.
    let (before, year) = match year.split_once('/') {
        Some((month, year)) => (format!("{before} {month}"), year),
        None => (before.to_owned(), year),
    };
    let is_year = year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()) && year >= "1000";
    let month = match before.trim() {
        "" => return is_year.then(|| year.to_owned()),
        words => month(words)?,
    };
    is_year.then(|| format!("{year}-{month:02}"))
}

/// A month by name or number, or a season by EDTF's numbers.
fn month(words: &str) -> Option<u8> {
    let vietnamese = words.strip_prefix("tháng ");
    let by_number = vietnamese.unwrap_or(words).parse().ok().filter(|month| (1..=12).contains(month));
    by_number
        .or_else(|| in_vietnamese(vietnamese?))
        .or_else(|| in_english(words))
        .or_else(|| season_named(words))
}

/// An English month by its name or its first three or four letters, in small letters.
pub(crate) fn in_english(word: &str) -> Option<u8> {
    const NAMES: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let short = |name: &&str| *name == word || (word.len() >= 3 && word.len() <= 4 && name.starts_with(word));
    NAMES.iter().position(short).and_then(|place| u8::try_from(place + 1).ok())
}

fn in_vietnamese(words: &str) -> Option<u8> {
    const NAMES: [&[&str]; 12] = [
        &["một", "giêng"],
        &["hai"],
        &["ba"],
        &["tư", "bốn"],
        &["năm"],
        &["sáu"],
        &["bảy", "bẩy"],
        &["tám"],
        &["chín"],
        &["mười"],
        &["mười một"],
        &["mười hai", "chạp"],
    ];
    let place = NAMES.iter().position(|names| names.contains(&words));
    place.and_then(|place| u8::try_from(place + 1).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_seasons_and_years() {
        let rows = [
            ("November 2022", "2022-11"),
            ("Nov. 2022", "2022-11"),
            ("Sept 1971", "1971-09"),
            ("May, 1954", "1954-05"),
            ("tháng 11 năm 2022", "2022-11"),
            ("Tháng 11/2022", "2022-11"),
            ("11/2022", "2022-11"),
            ("Tháng Giêng năm 1946", "1946-01"),
            ("tháng mười hai, 1946", "1946-12"),
            ("Autumn 1954", "1954-23"),
            ("mùa thu năm 1954", "1954-23"),
            ("Xuân 1968", "1968-21"),
            ("1954", "1954"),
            ("năm 1954", "1954"),
            ("Aug–Oct 1971", "1971-08/1971-10"),
            ("tháng 8 - tháng 10 năm 1971", "1971-08/1971-10"),
            ("December 1971 / January 1972", "1971-12/1972-01"),
            ("1930–1935", "1930/1935"),
        ];
        for (text, edtf) in rows {
            assert_eq!(period(text).map(|date| date.to_string()).as_deref(), Some(edtf), "{text}");
        }
    }

    #[test]
    fn what_is_none() {
        for text in [
            "",
            "tháng 13 năm 2022",
            "13/2022",
            "Maybe 1954",
            "thu 54",
            "Room 2022",
            "Số 1954",
            "Issue 2022",
            "10/1971–8/1971",
            "0012",
        ] {
            assert_eq!(period(text), None, "{text}");
        }
    }
}
