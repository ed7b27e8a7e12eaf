//! Dates as newspapers print them, Vietnamese and English.

use crate::periods::{in_english, period};
use fonds_model::Edtf;
use regex::{Captures, Regex};
use std::sync::LazyLock;

/// The date in a line that says nothing but a date (with weekday, time, zone, "updated").
pub(crate) fn date_line(line: &str) -> Option<Edtf> {
    if line.chars().count() > 90 {
        return None;
    }
    let (date, rest) = take_date(line)?;
    let rest = NOISE.replace_all(&rest, " ");
    let left = rest.chars().filter(|c| c.is_alphanumeric()).count();
    (left == 0).then_some(date)
}

/// Place and date of a line that says nothing else: `Hà Nội, ngày 2 tháng 9 năm 1945`.
pub(crate) fn place_and_date(line: &str) -> Option<(&str, Edtf)> {
    let (place, rest) = line.split_once(',')?;
    let place = place.trim();
    let weekday = NOISE.replace_all(place, "").trim().is_empty();
    let month = || period(rest).filter(|date| date.start().month.is_some());
    (!weekday && crate::bylines::is_name(place))
        .then(|| date_line(rest).or_else(month).map(|date| (place, date)))?
}

/// The first date anywhere in a text.
pub(crate) fn find_date(text: &str) -> Option<Edtf> {
    take_date(text).map(|(date, _)| date)
}

/// A date for machines: ISO 8601 as JSON-LD and `<time>` have it, else any date that people write.
pub(crate) fn machine_date(text: &str) -> Option<Edtf> {
    let text = text.trim();
    let spaced = text.replacen(' ', "T", 1);
    let found = Edtf::parse(text).or_else(|| Edtf::parse(&spaced)).or_else(|| find_date(text));
    let found = found.or_else(|| period(text));
    // Systems write the year 1, or 1900 years before, where they know none.
    found.filter(|date| date.start().year >= 1000)
}

struct Pattern {
    regex: &'static LazyLock<Regex>,
    /// Groups of year, month and day.
    groups: (usize, usize, usize),
}

fn pattern(text: &str) -> Regex {
    #[expect(clippy::expect_used, reason = "the patterns are constants that the tests run through")]
    Regex::new(text).expect("a constant pattern")
}

const TIME: &str =
    r"(?:[\s,|\-–—•·]*(?:lúc|at|vào lúc)?[\s,]*(\d{1,2})(?::|h|g|\.)(\d{2})(?::\d{2})?\s*(am|pm|sa|ch)?\b)?";

static NUMERIC: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)(?:^|[^\d])(\d{{1,2}})\s?[/.\-]\s?(\d{{1,2}})\s?[/.\-]\s?(\d{{4}}){TIME}"))
});
static ISO: LazyLock<Regex> =
    LazyLock::new(|| pattern(&format!(r"(?i)(?:^|[^\d])(\d{{4}})[\-/](\d{{1,2}})[\-/](\d{{1,2}})T?{TIME}")));
static VIETNAMESE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)(\d{{1,2}})\s+tháng\s+(\d{{1,2}})(?:\s+năm\s+|\s*,\s*|\s+)(\d{{4}}){TIME}"))
});
static MONTH_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)\b({MONTHS})\.?\s+(\d{{1,2}})(?:st|nd|rd|th)?\s*,?\s+(\d{{4}}){TIME}"))
});
static DAY_FIRST: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(r"(?i)\b(\d{{1,2}})(?:st|nd|rd|th)?\s+({MONTHS})\.?,?\s+(\d{{4}}){TIME}"))
});
static TIME_FIRST: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)(?:^|\D)(\d{1,2})(?::|h|g)(\d{2})\s*(am|pm)?[\s,|\-–—]*(?:ngày)?\s*$"));
static NOISE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) \(?(?:gmt|utc)\s*[+\-]?\s*\d{0,4}(?::\d\d)?\)? | thứ\s+(?:hai|ba|tư|năm|sáu|bảy|bẩy|[2-7]) | chủ\s+nhật
        | (?:mon|tues|wednes|thurs|fri|satur|sun)day | \b(?:mon|tue|wed|thu|fri|sat|sun)\b | ngày | đăng | xuất\s+bản
        | cập\s+nhật | lúc | published | posted | updated | last | \bon\b | \bat\b | date | \bđt\b | \bict\b | \bz\b",
    )
});

const MONTHS: &str = "january|february|march|april|may|june|july|august|september|october|november|december\
    |jan|feb|mar|apr|jun|jul|aug|sept|sep|oct|nov|dec";

const PATTERNS: [Pattern; 5] = [
    Pattern { regex: &ISO, groups: (1, 2, 3) },
    Pattern { regex: &NUMERIC, groups: (3, 2, 1) },
    Pattern { regex: &VIETNAMESE, groups: (3, 2, 1) },
    Pattern { regex: &MONTH_FIRST, groups: (3, 1, 2) },
    Pattern { regex: &DAY_FIRST, groups: (3, 2, 1) },
];

/// The first date of a text, and the text without it.
fn take_date(text: &str) -> Option<(Edtf, String)> {
    // Every date has a year.
    if !text.as_bytes().windows(4).any(|four| four.iter().all(u8::is_ascii_digit)) {
        return None;
    }
    let found = PATTERNS.iter().filter_map(|pattern| {
        let captures = pattern.regex.captures(text)?;
        let whole = captures.get(0)?;
        Some((whole.start(), whole.end(), date_of(&captures, pattern.groups)?))
    });
    let (start, end, date) = found.min_by_key(|(start, ..)| *start)?;
    let (before, after) = (&text[..start], &text[end..]);
    if let Some(time) = TIME_FIRST.captures(before).filter(|_| date.start().time.is_none()) {
        let parts = date.start();
        let timed = Edtf::from_parts(parts.year, parts.month?, parts.day?, clock(&time, 1));
        let before = &before[..time.get(0).map_or(0, |time| time.start())];
        return timed.map(|timed| (timed, format!("{before} {after}")));
    }
    Some((date, format!("{before} {after}")))
}

fn date_of(captures: &Captures<'_>, (year, month, day): (usize, usize, usize)) -> Option<Edtf> {
    let number = |group: usize| captures.get(group)?.as_str().parse::<u8>().ok();
    let month = number(month).or_else(|| in_english(&captures.get(month)?.as_str().to_lowercase()))?;
    let year = captures.get(year)?.as_str().parse().ok()?;
    let day = number(day)?;
    Edtf::from_parts(year, month, day, clock(captures, 4))
        .or_else(|| Edtf::from_parts(year, month, day, None))
}

/// Hour, minute and half of the day in three groups.
fn clock(captures: &Captures<'_>, first: usize) -> Option<(u8, u8)> {
    let number = |group: usize| captures.get(group)?.as_str().parse::<u8>().ok();
    let (hour, minute) = (number(first)?, number(first + 1)?);
    let half = captures.get(first + 2).map(|half| half.as_str().to_lowercase()).unwrap_or_default();
    let hour = match half.as_str() {
        "pm" | "ch" if hour < 12 => hour + 12,
        "am" | "sa" if hour == 12 => 0,
        _ => hour,
    };
    (hour < 24 && minute < 60).then_some((hour, minute))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_before_dates() {
        let read = |line| place_and_date(line).map(|(place, date)| format!("{place} {}", date.as_str()));
        assert_eq!(read("Hà Nội, ngày 2 tháng 9 năm 1945").as_deref(), Some("Hà Nội 1945-09-02"));
        assert_eq!(read("Hà Nội, tháng 5 năm 1954").as_deref(), Some("Hà Nội 1954-05"));
        assert_eq!(read("Điện Biên, 1954"), None);
        assert_eq!(read("Thứ sáu, 25/11/2022 17:05"), None);
        assert_eq!(read("Hà Nội, nơi mọi chuyện bắt đầu ngày 2/9/1945"), None);
    }

    #[test]
    fn lines_that_are_dates() {
        let rows = [
            ("25/11/2022 17:05", "2022-11-25T17:05"),
            ("25/11/2022", "2022-11-25"),
            ("25-11-2022 7:05", "2022-11-25T07:05"),
            ("25.11.2022", "2022-11-25"),
            ("Thứ sáu, 25/11/2022 | 17:05 GMT+7", "2022-11-25T17:05"),
            ("Thứ Sáu, 25/11/2022, 17:05 (GMT+7)", "2022-11-25T17:05"),
            ("Chủ nhật, ngày 4/12/2022 - 09:30", "2022-12-04T09:30"),
            ("Thứ 6, 25/11/2022 17h05", "2022-11-25T17:05"),
            ("17:05 25/11/2022", "2022-11-25T17:05"),
            ("17h05, ngày 25/11/2022", "2022-11-25T17:05"),
            ("Cập nhật lúc 17:05, 25/11/2022", "2022-11-25T17:05"),
            ("Ngày 25 tháng 11 năm 2022", "2022-11-25"),
            ("25 tháng 11, 2022", "2022-11-25"),
            ("Đăng ngày 5/1/2023 08:00", "2023-01-05T08:00"),
            ("2022-11-25", "2022-11-25"),
            ("2022-11-25 17:05", "2022-11-25T17:05"),
            ("2022-11-25T17:05:30", "2022-11-25T17:05"),
            ("2022/11/25 17:05", "2022-11-25T17:05"),
            ("November 25, 2022", "2022-11-25"),
            ("Nov. 25, 2022, 5:05 pm", "2022-11-25T17:05"),
            ("Friday, November 25, 2022", "2022-11-25"),
            ("25 November 2022", "2022-11-25"),
            ("25th Nov 2022 at 17:05", "2022-11-25T17:05"),
            ("Published on 1 May 2021", "2021-05-01"),
            ("Updated: Sept 3, 2020 12:10 AM", "2020-09-03T00:10"),
            ("31/12/1999 23:59", "1999-12-31T23:59"),
        ];
        for (line, date) in rows {
            assert_eq!(date_line(line).map(|date| date.to_string()).as_deref(), Some(date), "{line}");
        }
    }

    #[test]
    fn lines_that_are_not() {
        for line in [
            "Ngày 25/11/2022, cầu mới được khánh thành.",
            "Giá 25.000 đồng",
            "25/13/2022",
            "Điện thoại 024-3825-1234",
            "Số 12/2022/NĐ-CP",
            "",
        ] {
            assert_eq!(date_line(line), None, "{line}");
        }
    }

    #[test]
    fn machines_write_zones() {
        assert_eq!(
            machine_date("2022-11-25T17:05:00+07:00").unwrap().to_string(),
            "2022-11-25T17:05:00+07:00"
        );
        assert_eq!(machine_date("2022-11-25 17:05:00").unwrap().to_string(), "2022-11-25T17:05:00");
    }
}
