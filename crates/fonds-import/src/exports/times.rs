//! Moments and dates as exports write them.

use crate::dates::machine_date;
use fonds_model::{Edtf, Timestamp};

/// The moment of a text: RFC 3339, ISO 8601 with a blank or an offset without a colon, or a count since 1970 in
/// seconds, milliseconds or microseconds. What names no zone is UTC.
pub(crate) fn moment(text: &str) -> Option<Timestamp> {
    let text = text.trim();
    if let Ok(count) = text.parse::<i64>() {
        return of_count(count);
    }
    let text = text.strip_suffix(" UTC").unwrap_or(text).replacen(' ', "T", 1);
    let zoned = [text.clone(), format!("{text}Z"), format!("{text}T00:00:00Z")];
    zoned.iter().find_map(|text| text.parse().ok())
}

/// The moment of a count since 1970; its size says its unit. Zero is what programs write that know none.
pub(crate) fn of_count(count: i64) -> Option<Timestamp> {
    match count {
        ..=0 => None,
        1..100_000_000_000 => Timestamp::from_second(count).ok(),
        100_000_000_000..100_000_000_000_000 => Timestamp::from_millisecond(count).ok(),
        _ => Timestamp::from_microsecond(count).ok(),
    }
}

/// The date on which something appeared, as its publisher's clock showed it. Midnight is what programs write that know
/// only the day.
pub(crate) fn published(text: &str) -> Option<Edtf> {
    let date = machine_date(text)?;
    let parts = date.start();
    let day = |time| Edtf::from_parts(parts.year, parts.month?, parts.day?, time);
    day(parts.time.filter(|time| *time != (0, 0))).or(Some(date))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_of_all_programs() {
        let read = |text| moment(text).map(|time| time.to_string()).unwrap_or_default();
        assert_eq!(read("2022-11-25T17:05:00+0700"), "2022-11-25T10:05:00Z");
        assert_eq!(read("2022-11-25T10:05:00.123Z"), "2022-11-25T10:05:00.123Z");
        assert_eq!(read("2022-11-25 10:05:00+00:00"), "2022-11-25T10:05:00Z");
        assert_eq!(read("2022-11-25 10:05:00"), "2022-11-25T10:05:00Z");
        assert_eq!(read("2022-11-25"), "2022-11-25T00:00:00Z");
        assert_eq!(read("1669370700"), "2022-11-25T10:05:00Z");
        assert_eq!(read("1669370700000"), "2022-11-25T10:05:00Z");
        assert_eq!((read("0"), read("hôm qua")), (String::new(), String::new()));
    }

    #[test]
    fn dates_of_publishers() {
        let read = |text| published(text).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(read("Fri, 25 Nov 2022 17:05:00 +0700"), "2022-11-25T17:05");
        assert_eq!(read("2022-11-25T00:00:00.000Z"), "2022-11-25");
        assert_eq!(read("2022-11"), "2022-11");
    }
}
