//! Dates as archivists need them: EDTF (ISO 8601-2:2019), levels 0 and 1.

use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

/// A date in EDTF: `2022-11-25T17:05`, `2022-11`, `1945?`, `1930~`, `194X`, `1930/1935`, `../1954`.
///
/// A time may lack seconds and zone, as newspapers print it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Edtf(String);

/// A calendar date with what is known of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DateParts {
    /// The year; for `194X`, 1940.
    pub year: i32,
    /// 1 to 12, or an EDTF season (21 to 24).
    pub month: Option<u8>,
    /// 1 to 31.
    pub day: Option<u8>,
    /// Hour and minute.
    pub time: Option<(u8, u8)>,
    /// Marked `?` or `%`.
    pub uncertain: bool,
    /// Marked `~` or `%`.
    pub approximate: bool,
    /// How many of the year's last digits are unspecified (`X`).
    pub unspecified_digits: u8,
}

/// The number that EDTF gives a season, by its English or Vietnamese name in any case: 21 for spring to 24 for winter.
pub fn season_named(name: &str) -> Option<u8> {
    match name.trim().to_lowercase().as_str() {
        "spring" | "xuân" => Some(21),
        "summer" | "hè" | "hạ" => Some(22),
        "autumn" | "fall" | "thu" => Some(23),
        "winter" | "đông" => Some(24),
        _ => None,
    }
}

impl Edtf {
    /// Reads a date; `None` when the text is not EDTF or names no day that exists.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let good = match text.split_once('/') {
            Some((from, to)) => [from, to].iter().all(|end| is_open(end) || parse_date(end).is_some()),
            None => parse_date(text).is_some(),
        };
        (good && !text.chars().all(|c| "./".contains(c))).then(|| Self(text.to_owned()))
    }

    /// A day, and perhaps hour and minute.
    pub fn from_parts(year: i32, month: u8, day: u8, time: Option<(u8, u8)>) -> Option<Self> {
        let date = format!("{year:04}-{month:02}-{day:02}");
        let text = match time {
            Some((hour, minute)) => format!("{date}T{hour:02}:{minute:02}"),
            None => date,
        };
        Self::parse(&text)
    }

    /// The date, or an interval's first date that is known.
    pub fn start(&self) -> DateParts {
        let (from, to) = self.0.split_once('/').unwrap_or((&self.0, ""));
        parse_date(from).or_else(|| parse_date(to)).unwrap_or_default()
    }

    /// An interval's last date; `None` for a single date or an open end.
    pub fn end(&self) -> Option<DateParts> {
        parse_date(self.0.split_once('/')?.1)
    }

    /// The year it starts in.
    pub fn year(&self) -> i32 {
        self.start().year
    }

    /// The characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Edtf {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl<'de> Deserialize<'de> for Edtf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(&text).ok_or_else(|| serde::de::Error::custom(format!("{text:?} is not an EDTF date")))
    }
}

fn is_open(text: &str) -> bool {
    text.is_empty() || text == ".."
}

fn parse_date(text: &str) -> Option<DateParts> {
    let (text, mut parts) = qualifier(text);
    let (date, time) = match text.split_once('T') {
        Some((date, time)) => (date, Some(time)),
        None => (text, None),
    };
    let (negative, digits) = match date.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, date),
    };
    let mut pieces = digits.split('-');
    let (year, unspecified) = parse_year(pieces.next()?)?;
    parts.year = if negative { -year } else { year };
    parts.unspecified_digits = unspecified;
    parts.month = given(pieces.next(), |month| two_digits(month, 24))?;
    parts.day = given(pieces.next(), |day| two_digits(day, 31))?;
    parts.time = given(time, parse_time)?;
    let complete = parts.time.is_none() || parts.day.is_some();
    (pieces.next().is_none() && complete && exists(&parts)).then_some(parts)
}

fn qualifier(text: &str) -> (&str, DateParts) {
    let mark = text.chars().last().filter(|c| "?~%".contains(*c));
    let parts = DateParts {
        uncertain: matches!(mark, Some('?' | '%')),
        approximate: matches!(mark, Some('~' | '%')),
        ..DateParts::default()
    };
    (&text[..text.len() - usize::from(mark.is_some())], parts)
}

fn parse_year(text: &str) -> Option<(i32, u8)> {
    let known = text.trim_end_matches('X');
    let unspecified = text.len() - known.len();
    let good = text.len() == 4 && unspecified <= 2 && known.bytes().all(|b| b.is_ascii_digit());
    let year = good.then(|| known.parse::<i32>().ok())??;
    Some((year * 10i32.pow(u32::try_from(unspecified).ok()?), u8::try_from(unspecified).ok()?))
}

fn two_digits(text: &str, most: u8) -> Option<u8> {
    let good = text.len() == 2 && text.bytes().all(|b| b.is_ascii_digit());
    text.parse().ok().filter(|n| good && *n <= most)
}

fn parse_time(text: &str) -> Option<(u8, u8)> {
    let clock = text.get(..5)?;
    let (hour, minute) = clock.split_once(':')?;
    let rest = text.get(5..)?;
    let zone = match rest.strip_prefix(':') {
        Some(seconds) => {
            two_digits(seconds.get(..2)?, 60)?;
            let zone = seconds.get(2..)?;
            zone.trim_start_matches(|c: char| c == '.' || c.is_ascii_digit())
        }
        None => rest,
    };
    let zone_good = zone.is_empty()
        || zone == "Z"
        || zone.strip_prefix(['+', '-']).is_some_and(|z| z.bytes().all(|b| b.is_ascii_digit() || b == b':'));
    let time = (two_digits(hour, 24)?, two_digits(minute, 59)?);
    zone_good.then_some(time)
}

fn exists(parts: &DateParts) -> bool {
    let Some(month) = parts.month else { return parts.day.is_none() };
    if (21..=24).contains(&month) {
        return parts.day.is_none();
    }
    let leap = parts.year % 4 == 0 && (parts.year % 100 != 0 || parts.year % 400 == 0);
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    parts.day.is_none_or(|day| (1..=days).contains(&day))
}

/// A part that may be absent, but must be right where it is given.
fn given<T>(text: Option<&str>, parse: impl Fn(&str) -> Option<T>) -> Option<Option<T>> {
    match text {
        None => Some(None),
        Some(text) => parse(text).map(Some),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_that_are() {
        for text in [
            "2022-11-25T17:05",
            "2022-11-25T17:05:00+07:00",
            "2022-11-25T17:05:00.123Z",
            "2022-11-25",
            "2022-11",
            "2022",
            "1945?",
            "1930~",
            "194X",
            "19XX",
            "1930/1935",
            "../1954",
            "1930/..",
            "2021-21",
            "2024-02-29",
        ] {
            assert_eq!(Edtf::parse(text).map(|date| date.to_string()).as_deref(), Some(text));
        }
    }

    #[test]
    fn dates_that_are_not() {
        for text in
            ["", "/", "../..", "25/11/2022", "2022-13", "2022-02-30", "hôm qua", "2022-11T10:00", "22"]
        {
            assert_eq!(Edtf::parse(text), None, "{text}");
        }
    }

    #[test]
    fn parts() {
        let date = Edtf::parse("2022-11-25T17:05").unwrap().start();
        assert_eq!((date.year, date.month, date.day, date.time), (2022, Some(11), Some(25), Some((17, 5))));
        assert_eq!(Edtf::parse("194X").unwrap().start().unspecified_digits, 1);
        assert!(Edtf::parse("1945?").unwrap().start().uncertain);
        assert_eq!(Edtf::parse("1930/1935").unwrap().end().unwrap().year, 1935);
    }
}
