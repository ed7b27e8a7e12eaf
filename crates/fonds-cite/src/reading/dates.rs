//! Dates as records write them, as EDTF.

use fonds_model::{Edtf, season_named};

/// Year, month or season, and day; what does not fit is left out from the end.
pub(crate) fn of_numbers(year: i32, month: Option<u8>, day: Option<u8>) -> Option<Edtf> {
    let year = if year < 0 { format!("-{:04}", -i64::from(year)) } else { format!("{year:04}") };
    let month = month.filter(|month| *month > 0).map(|month| format!("{year}-{month:02}"));
    let day = day.filter(|day| *day > 0);
    let full = month.as_ref().zip(day).and_then(|(month, day)| Edtf::parse(&format!("{month}-{day:02}")));
    full.or_else(|| Edtf::parse(&month?)).or_else(|| Edtf::parse(&year))
}

/// The date of RIS: `YYYY/MM/DD/other`, where all but the year may be empty and a season may stand last.
pub(crate) fn of_ris(written: &str) -> Option<Edtf> {
    let mut parts = written.trim().split('/').map(str::trim);
    let year: i32 = parts.next().filter(|year| year.len() == 4)?.parse().ok()?;
    let (month, day) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
    let other = parts.next().unwrap_or_default();
    if !(month.is_empty() || is_short_number(month)) || !(day.is_empty() || is_short_number(day)) {
        return None;
    }
    let month = month.parse().ok().or_else(|| season_named(other));
    of_numbers(year, month, day.parse().ok())
}

/// A date in one text: EDTF or ISO 8601.
pub(crate) fn of_text(written: &str) -> Option<Edtf> {
    let written = written.trim();
    Edtf::parse(written).or_else(|| Edtf::parse(&written.replacen(' ', "T", 1)))
}

/// The number of a month or season that is given by number, by its English name or by three letters of it.
pub(crate) fn month(written: &str) -> Option<u8> {
    const MONTHS: [&str; 12] =
        ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];
    let lower = written.trim().to_lowercase();
    if let Ok(number) = lower.parse::<u8>() {
        return (1..=24).contains(&number).then_some(number);
    }
    let named = MONTHS.iter().zip(1..).find(|(name, _)| lower.starts_with(*name)).map(|(_, number)| number);
    named.or_else(|| season_named(&lower))
}

fn is_short_number(text: &str) -> bool {
    text.len() <= 2 && text.bytes().all(|b| b.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_of_ris() {
        let read = |written| of_ris(written).map(|date| date.to_string()).unwrap_or_default();
        assert_eq!(read("2022/11/25/"), "2022-11-25");
        assert_eq!(read("2022/11//"), "2022-11");
        assert_eq!(read("2022///Spring"), "2022-21");
        assert_eq!(read("1945"), "1945");
        assert_eq!(read("2022/2/31"), "2022-02");
        assert_eq!(read("2022-11-25"), "");
        assert_eq!(read("25/11/2022"), "");
    }

    #[test]
    fn months() {
        assert_eq!(
            (month("nov"), month("November"), month("11"), month("x")),
            (Some(11), Some(11), Some(11), None)
        );
        assert_eq!(of_numbers(-43, Some(3), Some(15)).map(|d| d.to_string()).as_deref(), Some("-0043-03-15"));
    }
}
