//! Bylines, datelines and dates as they are printed.

use crate::labels::is_vietnamese;
use fonds_model::date::DateParts;
use fonds_model::{Article, Edtf, Role};

/// The names of an article's creators as one line, authors first.
pub fn byline(article: &Article, language: &str) -> String {
    let names: Vec<&str> = article
        .creators
        .iter()
        .filter(|creator| matches!(creator.role, Role::Author | Role::Interviewee | Role::Contributor))
        .map(|creator| creator.name.as_str())
        .collect();
    let mut line = joined(&names, language);
    let others = [
        (Role::Translator, "dịch", "translated by"),
        (Role::Editor, "biên tập", "edited by"),
        (Role::Photographer, "ảnh", "photographs by"),
    ];
    for (role, vietnamese, english) in others {
        let names: Vec<&str> = article
            .creators
            .iter()
            .filter(|creator| creator.role == role)
            .map(|creator| creator.name.as_str())
            .collect();
        if names.is_empty() {
            continue;
        }
        let separator = if line.is_empty() { "" } else { "; " };
        let names = joined(&names, language);
        let said = if is_vietnamese(language) {
            format!("{vietnamese}: {names}")
        } else {
            format!("{english} {names}")
        };
        line = format!("{line}{separator}{said}");
    }
    line
}

/// Where and when an article appeared, as one line.
pub fn dateline(article: &Article, language: &str) -> String {
    let date = article.issued.as_ref().map(|date| printed_date(date, language));
    let section = article.section.clone();
    let parts = [article.publication.clone(), section, article.place.clone(), date];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// Publication and date alone, for running heads.
pub(crate) fn appeared(article: &Article, language: &str) -> String {
    let date = article.issued.as_ref().map(|date| printed_date(date, language));
    let parts = article.publication.clone().into_iter().chain(date);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// A date in words, its doubts included.
pub fn printed_date(date: &Edtf, language: &str) -> String {
    let vi = is_vietnamese(language);
    let (from, to) = date.as_str().split_once('/').unwrap_or((date.as_str(), ""));
    if !date.as_str().contains('/') {
        return single(&date.start(), vi);
    }
    let end = |text: &str| Edtf::parse(text).map(|date| single(&date.start(), vi));
    match (end(from), end(to)) {
        (Some(from), Some(to)) => format!("{from} – {to}"),
        (Some(from), None) if vi => format!("từ {from}"),
        (Some(from), None) => format!("from {from}"),
        (None, Some(to)) if vi => format!("đến {to}"),
        (None, Some(to)) => format!("until {to}"),
        (None, None) => String::new(),
    }
}

/// A date in words for someone who types it: as [`printed_date`], with its doubts spelt out.
pub fn date_in_words(date: &Edtf, language: &str) -> String {
    let doubt = if is_vietnamese(language) { ", không chắc chắn" } else { ", uncertain" };
    printed_date(date, language).replace(DOUBT, doubt)
}

/// How print shows that a date is uncertain.
const DOUBT: &str = " (?)";

fn single(parts: &DateParts, vi: bool) -> String {
    let date = match parts.unspecified_digits {
        0 if vi => vietnamese(parts),
        0 => english(parts),
        1 if vi => format!("thập niên {}", parts.year),
        1 => format!("{}s", parts.year),
        _ if vi => format!("thế kỷ {}", parts.year / 100 + 1),
        _ => format!("{}th century", parts.year / 100 + 1),
    };
    let date = match (parts.approximate, vi) {
        (true, true) => format!("khoảng {date}"),
        (true, false) => format!("about {date}"),
        _ => date,
    };
    if parts.uncertain { format!("{date}{DOUBT}") } else { date }
}

fn vietnamese(parts: &DateParts) -> String {
    let year = parts.year;
    let day = match (parts.month, parts.day) {
        (Some(month), Some(day)) => format!("{day}/{month}/{year}"),
        (Some(season @ 21..=24), _) => {
            format!("{} {year}", ["mùa xuân", "mùa hè", "mùa thu", "mùa đông"][usize::from(season - 21)])
        }
        (Some(month), None) => format!("tháng {month}/{year}"),
        _ => year.to_string(),
    };
    match parts.time {
        Some((hour, minute)) => format!("{day} {hour:02}:{minute:02}"),
        None => day,
    }
}

fn english(parts: &DateParts) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    let year = parts.year;
    let name = |month: u8| MONTHS.get(usize::from(month) - 1).copied().unwrap_or_default();
    let day = match (parts.month, parts.day) {
        (Some(season @ 21..=24), _) => {
            format!("{} {year}", ["spring", "summer", "autumn", "winter"][usize::from(season - 21)])
        }
        (Some(month @ 1..=12), Some(day)) => format!("{day} {} {year}", name(month)),
        (Some(month @ 1..=12), None) => format!("{} {year}", name(month)),
        _ => year.to_string(),
    };
    match parts.time {
        Some((hour, minute)) => format!("{day}, {hour:02}:{minute:02}"),
        None => day,
    }
}

fn joined(names: &[&str], language: &str) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) if is_vietnamese(language) => format!("{}, {last}", rest.join(", ")),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_in_words() {
        let rows = [
            ("2022-11-25T17:05", "25/11/2022 17:05", "25 November 2022, 17:05"),
            ("2022-11", "tháng 11/2022", "November 2022"),
            ("1945?", "1945 (?)", "1945 (?)"),
            ("1930~", "khoảng 1930", "about 1930"),
            ("194X", "thập niên 1940", "1940s"),
            ("1930/1935", "1930 – 1935", "1930 – 1935"),
            ("../1954", "đến 1954", "until 1954"),
            ("2021-23", "mùa thu 2021", "autumn 2021"),
        ];
        for (date, vi, en) in rows {
            let date = Edtf::parse(date).unwrap();
            assert_eq!((printed_date(&date, "vi-VN").as_str(), printed_date(&date, "en").as_str()), (vi, en));
        }
    }
}
