//! Dates as a reader says them, apart from any style.

use crate::dates::century;
use fonds_model::Edtf;
use fonds_model::date::DateParts;

/// A date in words, its doubts included.
pub fn printed_date(date: &Edtf, language: &str) -> String {
    let vi = language.starts_with("vi");
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
    let doubt = if language.starts_with("vi") { ", không chắc chắn" } else { ", uncertain" };
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
        _ => century(parts.year / 100 + 1, vi),
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
            ("20XX", "thế kỷ 21", "21st century"),
            ("1945-08~", "khoảng tháng 8/1945", "about August 1945"),
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
