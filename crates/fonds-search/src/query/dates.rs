//! Dates in queries, and the days that a date may mean.
//!
//! A day is the number `yyyymmdd`. Such numbers are only compared, never counted with.

use fonds_model::{DateParts, Edtf};

/// The days that a clause asks for: a date, or from one date to another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DateRange {
    text: String,
    first: i64,
    last: i64,
}

/// Why a text is no range of dates.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum BadRange {
    Unreadable,
    Reversed,
}

impl DateRange {
    /// Reads `1945`, `1945-09`, `1945-09-02`, `194X`, `1945..1954`, `..1954`, `1945..`, `1930/1935` (EDTF).
    pub fn parse(text: &str) -> Option<Self> {
        Self::read(text).ok()
    }

    pub(super) fn read(text: &str) -> Result<Self, BadRange> {
        let text = text.trim();
        let (first, last) = match text.split_once("..") {
            Some((from, to)) if !text.contains('/') => {
                let end = |text: &str| (!text.is_empty()).then(|| days_of(text)).transpose();
                let (from, to) = (end(from)?, end(to)?);
                if from.is_none() && to.is_none() {
                    return Err(BadRange::Unreadable);
                }
                (from.map_or(i64::MIN, |days| days.0), to.map_or(i64::MAX, |days| days.1))
            }
            _ => days_of(text)?,
        };
        if first > last { Err(BadRange::Reversed) } else { Ok(Self { text: text.to_owned(), first, last }) }
    }

    /// A whole year.
    pub fn year(year: i32) -> Option<Self> {
        Self::parse(&format!("{year:04}"))
    }

    /// The ten years from one that ends in 0.
    pub fn decade(year: i32) -> Option<Self> {
        Self::parse(&format!("{year:04}..{:04}", year + 9))
    }

    /// The first and the last day; the least and the greatest number where an end is open.
    pub(crate) fn days(&self) -> (i64, i64) {
        (self.first, self.last)
    }

    /// As it was written.
    pub fn as_str(&self) -> &str {
        &self.text
    }
}

fn days_of(text: &str) -> Result<(i64, i64), BadRange> {
    Edtf::parse(text).map(|date| span(&date)).ok_or(BadRange::Unreadable)
}

/// The first and the last day that a date may mean; open ends reach without end.
pub(crate) fn span(date: &Edtf) -> (i64, i64) {
    match date.as_str().split_once('/') {
        None => (first_day(&date.start()), last_day(&date.start())),
        Some((from, to)) => {
            let end = |text: &str| Edtf::parse(text).map(|date| date.start());
            (end(from).map_or(i64::MIN, |p| first_day(&p)), end(to).map_or(i64::MAX, |p| last_day(&p)))
        }
    }
}

fn first_day(parts: &DateParts) -> i64 {
    let month = match parts.month {
        None | Some(24) => 1,
        Some(season @ 21..) => 3 * i64::from(season - 20),
        Some(month) => i64::from(month),
    };
    day(i64::from(parts.year), month, parts.day.map_or(1, i64::from))
}

fn last_day(parts: &DateParts) -> i64 {
    let month = match parts.month {
        None | Some(24) => 12,
        Some(season @ 21..) => 3 * i64::from(season - 20) + 2,
        Some(month) => i64::from(month),
    };
    let years = 10i64.pow(u32::from(parts.unspecified_digits));
    day(i64::from(parts.year) + years - 1, month, parts.day.map_or(31, i64::from))
}

/// Years before 1 count downwards, months and days upwards.
fn day(year: i64, month: i64, day: i64) -> i64 {
    year * 10_000 + month * 100 + day
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_dates_may_mean() {
        for (text, first, last) in [
            ("1945", 19_450_101, 19_451_231),
            ("1945-08", 19_450_801, 19_450_831),
            ("1945-08-19", 19_450_819, 19_450_819),
            ("194X", 19_400_101, 19_491_231),
            ("19XX", 19_000_101, 19_991_231),
            ("1945?", 19_450_101, 19_451_231),
            ("1930/1935", 19_300_101, 19_351_231),
            ("1930/..", 19_300_101, i64::MAX),
            ("../1954", i64::MIN, 19_541_231),
            ("2021-21", 20_210_301, 20_210_531),
            ("2021-24", 20_210_101, 20_211_231),
        ] {
            assert_eq!(span(&Edtf::parse(text).unwrap()), (first, last), "{text}");
        }
    }

    #[test]
    fn ranges() {
        let days = |text: &str| DateRange::parse(text).map(|range| range.days());
        assert_eq!(days("1945..1954-07"), Some((19_450_101, 19_540_731)));
        assert_eq!(days("..1954"), Some((i64::MIN, 19_541_231)));
        assert_eq!(days("1945.."), Some((19_450_101, i64::MAX)));
        assert_eq!(days("1930/1935"), Some((19_300_101, 19_351_231)));
        assert_eq!(days("../1954"), Some((i64::MIN, 19_541_231)));
        assert_eq!(DateRange::decade(1940).unwrap().days(), (19_400_101, 19_491_231));
        assert_eq!(DateRange::read("1954..1945"), Err(BadRange::Reversed));
        for text in ["", "..", "hôm qua", "1945..x", "45"] {
            assert_eq!(DateRange::read(text), Err(BadRange::Unreadable), "{text}");
        }
    }
}
