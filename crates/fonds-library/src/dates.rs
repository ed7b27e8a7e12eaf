//! Dates as people type them: what a date in EDTF means in words, and the EDTF of what is not yet one.

use crate::Language;
use fonds_model::Edtf;
use serde::Serialize;

/// What was read in a date that is being typed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DateReading {
    /// What it means, if it is EDTF or can be written so.
    pub words: Option<String>,
    /// How it is written in EDTF, where it is not yet.
    pub edtf: Option<String>,
}

/// Reads a date that is being typed.
pub fn read_date(text: &str, language: Language) -> DateReading {
    let text = text.trim();
    let words = |date: &Edtf| Some(fonds_compile::date_in_words(date, language.locale()));
    if let Some(date) = Edtf::parse(text) {
        return DateReading { words: words(&date), edtf: None };
    }
    let Some(date) = written(text) else { return DateReading::default() };
    DateReading { words: words(&date), edtf: Some(date.to_string()) }
}

/// The EDTF of a date as people write it: `25/11/2022`, `tháng 9 năm 1945`, `khoảng 1930`, `thập niên 1940`, `1930-1935`.
fn written(text: &str) -> Option<Edtf> {
    let lower = text.to_lowercase();
    let about = ["khoảng", "chừng", "độ", "about", "circa", "ca.", "c."];
    if let Some(rest) = about.iter().find_map(|word| lower.strip_prefix(word)) {
        let plain = Edtf::parse(rest.trim()).or_else(|| written(rest.trim()))?;
        return Edtf::parse(&format!("{plain}~"));
    }
    fonds_import::written_date(text).or_else(|| by_numbers(&lower))
}

fn by_numbers(text: &str) -> Option<Edtf> {
    let numbers: Vec<&str> =
        text.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).collect();
    let is_year = |number: &str| number.len() == 4;
    let is_month = |number: &str| number.parse().is_ok_and(|month: u8| (1..=12).contains(&month));
    match numbers[..] {
        [year] if is_year(year) && (text.contains("thập niên") || text.ends_with("0s")) => {
            Edtf::parse(&format!("{}X", &year[..3]))
        }
        [year] if is_year(year) => Edtf::parse(year),
        [month, year] if is_year(year) && is_month(month) => Edtf::parse(&format!("{year}-{month:0>2}")),
        [year, month] if is_year(year) && is_month(month) => Edtf::parse(&format!("{year}-{month:0>2}")),
        [from, to] if is_year(from) && is_year(to) && from < to => Edtf::parse(&format!("{from}/{to}")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_mean_something() {
        let rows = [
            ("1945-09?", "tháng 9/1945, không chắc chắn", "September 1945, uncertain"),
            ("1945-09~", "khoảng tháng 9/1945", "about September 1945"),
            ("1930%/1935", "khoảng 1930, không chắc chắn – 1935", "about 1930, uncertain – 1935"),
            ("194X", "thập niên 1940", "1940s"),
            ("../1954", "đến 1954", "until 1954"),
        ];
        for (text, vi, en) in rows {
            let words = |language| read_date(text, language).words.unwrap();
            assert_eq!((&*words(Language::Vietnamese), &*words(Language::English)), (vi, en));
            assert_eq!(read_date(text, Language::English).edtf, None);
        }
    }

    #[test]
    fn dates_as_people_write_them_become_edtf() {
        let rows = [
            ("25/11/2022", "2022-11-25"),
            ("ngày 2 tháng 9 năm 1945", "1945-09-02"),
            ("tháng 9 năm 1945", "1945-09"),
            ("9/1945", "1945-09"),
            ("1945/9", "1945-09"),
            ("khoảng 1930", "1930~"),
            ("circa 1930", "1930~"),
            ("khoảng tháng 9/1945", "1945-09~"),
            ("thập niên 1940", "194X"),
            ("1940s", "194X"),
            ("1930-1935", "1930/1935"),
            ("năm 1945", "1945"),
            ("mùa thu 1954", "1954-23"),
            ("tháng chạp năm 1946", "1946-12"),
        ];
        for (text, edtf) in rows {
            assert_eq!(read_date(text, Language::English).edtf.as_deref(), Some(edtf), "{text}");
        }
        for text in ["", "hôm qua", "31/2/2022", "1935-1930", "12345"] {
            assert_eq!(read_date(text, Language::English), DateReading::default(), "{text}");
        }
    }
}
