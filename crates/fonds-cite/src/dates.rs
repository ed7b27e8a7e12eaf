//! Dates for CSL: what CSL-JSON can say of an EDTF date, and what the processor leaves to us.
//!
//! The processor prints one calendar date. [`Beyond`] is what an archivist's date says beyond that: an interval, an
//! open end, a decade. [`mend`] puts it into the printed date; [`join`] makes one date of an interval's two.

use fonds_model::Edtf;
use fonds_model::date::DateParts;
use hayagriva::{ElemChild, ElemChildren, ElemMeta};
use serde_json::{Value, json};

/// What a date says beyond its first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Beyond {
    /// It runs to another date.
    Until,
    /// Its end is not known: `1930/..`
    OpenEnd,
    /// Its beginning is not known: `../1954`
    OpenStart,
    /// Only the decade is known: `194X`
    Decade,
    /// Only the century is known: `19XX`
    Century,
}

/// A date in CSL-JSON; `for_styles`, its first day only.
pub(crate) fn csl_date(date: &Edtf, for_styles: bool) -> Value {
    let start = date.start();
    let mut all = vec![parts_of(&start)];
    if !for_styles {
        all.extend(date.end().filter(|end| *end != start).map(|end| parts_of(&end)));
    }
    let mut value = json!({ "date-parts": all });
    if let Some(season) = start.month.filter(|month| *month > 12) {
        value["season"] = json!((season - 20).to_string());
    }
    let digits_missing = start.unspecified_digits > 0 && !for_styles;
    if start.uncertain || start.approximate || digits_missing {
        value["circa"] = json!(true);
    }
    value
}

/// An interval's last day in CSL-JSON.
pub(crate) fn csl_end(date: &Edtf) -> Option<Value> {
    csl_date(&Edtf::parse(date.as_str().split_once('/')?.1)?, true).into()
}

/// What a date says beyond what the processor prints.
pub(crate) fn beyond(date: &Edtf) -> Option<Beyond> {
    if let Some((from, to)) = date.as_str().split_once('/') {
        return Some(match (is_open(from), is_open(to)) {
            (true, _) => Beyond::OpenStart,
            (_, true) => Beyond::OpenEnd,
            _ => Beyond::Until,
        });
    }
    match date.start().unspecified_digits {
        1 => Some(Beyond::Decade),
        2 => Some(Beyond::Century),
        _ => None,
    }
}

fn is_open(end: &str) -> bool {
    end.is_empty() || end == ".."
}

fn parts_of(parts: &DateParts) -> Vec<i32> {
    // Seasons (21 to 24) are no months.
    let month = parts.month.filter(|month| *month <= 12).map(i32::from);
    let all = [Some(parts.year), month, month.and(parts.day.map(i32::from))];
    all.into_iter().map_while(|part| part).collect()
}

/// Puts what a date says beyond its first day into what was printed of it.
pub(crate) fn mend(children: &mut ElemChildren, date: &Edtf, beyond: Beyond, vietnamese: bool) {
    let year = date.start().year.to_string();
    for_each_date(children, &mut |text| {
        if !text.contains(&year) {
            return;
        }
        *text = match beyond {
            Beyond::Until => return,
            Beyond::OpenEnd => at_end(text, "–"),
            Beyond::OpenStart => at_start(text, "–"),
            Beyond::Decade if vietnamese => text.replace(&year, &format!("thập niên {year}")),
            Beyond::Decade => text.replace(&year, &format!("{year}s")),
            Beyond::Century => text.replace(&year, &century(date.start().year / 100 + 1, vietnamese)),
        };
    });
}

/// Dates as Vietnamese print has them, in whatever order a style puts their parts: “25 tháng 11 năm 2022”.
pub(crate) fn in_vietnamese(children: &mut ElemChildren) {
    for_each_date(children, &mut |text| *text = vietnamese(text));
}

fn vietnamese(text: &str) -> String {
    let Some((before, after)) = text.split_once("tháng ") else { return text.to_owned() };
    let number = |text: &str| text.chars().take_while(char::is_ascii_digit).count();
    let (month, after) = after.split_at(number(after));
    let rest = after.trim_start_matches([' ', ',', '\u{a0}']);
    let day = rest.get(..number(rest)).filter(|day| (1..=2).contains(&day.len()));
    match (day, number(rest)) {
        (Some(day), _) => {
            let rest = rest.get(day.len()..).unwrap_or_default();
            let year = rest.trim_start_matches([' ', ',', '\u{a0}']);
            if number(year) == 4 {
                return format!("{before}{day} tháng {month} năm {year}");
            }
            format!("{before}{day} tháng {month}{rest}")
        }
        (None, 4) => format!("{before}tháng {month} năm {rest}"),
        _ => text.to_owned(),
    }
}

/// Makes intervals of the dates of the same reference printed with an interval's first and its last day.
pub(crate) fn join(first: &mut ElemChildren, last: &ElemChildren, date: &Edtf) {
    let mut ends = Vec::new();
    gather_dates(last, &mut ends);
    let mut ends = ends.into_iter();
    let (Some(to), from) = (date.end(), date.start()) else { return };
    for_each_date(first, &mut |text| {
        if let Some(end) = ends.next().filter(|end| end != text) {
            *text = interval(text, &end, &from, &to);
        }
    });
}

/// Two printed dates as one: what they share at the front and at the back is printed once.
fn interval(first: &str, last: &str, from: &DateParts, to: &DateParts) -> String {
    let year = from.year.to_string();
    let (mut front, mut back) = shared(first, last);
    let bare = |text: &str| !text.chars().any(char::is_alphanumeric);
    if from.year != to.year {
        front = if bare(front) { front } else { "" };
        back = if bare(back) { back } else { "" };
    } else if from.month != to.month {
        // Of days in different months only the year is told once.
        let year_first = front.trim_start_matches(|c: char| !c.is_alphanumeric()).starts_with(&year);
        front = if year_first || bare(front) { front } else { "" };
        let day =
            back.find(&year).map(|at| back[..at].rfind(|c: char| c.is_ascii_digit()).map_or(0, |at| at + 1));
        back = day.map_or("", |at| &back[at..]);
    }
    let start = first.strip_suffix(back).unwrap_or(first).trim_end_matches([' ', ',']);
    let start = without_suffix(start, last, from, to).unwrap_or_else(|| start.to_owned());
    format!("{start}–{}", last.strip_prefix(front).unwrap_or(last))
}

/// The letter that tells two references of a year apart is told once, after the last year: `1930–1935a`.
fn without_suffix(start: &str, last: &str, from: &DateParts, to: &DateParts) -> Option<String> {
    let (year, end) = (from.year.to_string(), to.year.to_string());
    let rest = start.get(start.find(&year)? + year.len()..)?;
    let letter = rest.chars().next().filter(char::is_ascii_lowercase)?;
    let is_alone = !rest.chars().nth(1).is_some_and(char::is_alphanumeric);
    let both = is_alone && from.year != to.year && last.contains(&format!("{end}{letter}"));
    both.then(|| start.replacen(&format!("{year}{letter}"), &year, 1))
}

/// The whole words that two texts share at the front and at the back.
fn shared<'a>(first: &'a str, last: &str) -> (&'a str, &'a str) {
    let word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    let same = first.char_indices().zip(last.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    let mut front = &first[..same.unwrap_or_default()];
    while word(front.chars().next_back()) {
        front = &front[..front.len() - front.chars().next_back().map_or(0, char::len_utf8)];
    }
    let (rest, other) = (&first[front.len()..], last.get(front.len()..).unwrap_or_default());
    let pairs = rest.char_indices().rev().zip(other.chars().rev());
    let back = pairs.take_while(|((_, a), b)| a == b).last().map_or(rest.len(), |((at, _), _)| at);
    let mut back = &rest[back..];
    while word(back.chars().next()) {
        back = &back[back.chars().next().map_or(0, char::len_utf8)..];
    }
    (front, back)
}

fn at_end(text: &str, mark: &str) -> String {
    let at =
        text.rfind(char::is_alphanumeric).and_then(|at| Some(at + text[at..].chars().next()?.len_utf8()));
    let (before, after) = text.split_at(at.unwrap_or(text.len()));
    format!("{before}{mark}{after}")
}

fn at_start(text: &str, mark: &str) -> String {
    let (before, after) = text.split_at(text.find(char::is_alphanumeric).unwrap_or(0));
    format!("{before}{mark}{after}")
}

/// A century in words, counted from 1.
pub(crate) fn century(number: i32, vietnamese: bool) -> String {
    if vietnamese {
        return format!("thế kỷ {number}");
    }
    let ending = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{ending} century")
}

fn for_each_date(children: &mut ElemChildren, visit: &mut dyn FnMut(&mut String)) {
    for child in &mut children.0 {
        let ElemChild::Elem(elem) = child else { continue };
        if elem.meta != Some(ElemMeta::Date) {
            for_each_date(&mut elem.children, visit);
            continue;
        }
        // A printed date is one run of text, so that what is put into it finds its place.
        let mut text = plain(&elem.children);
        visit(&mut text);
        if text != plain(&elem.children) {
            set_text(&mut elem.children, text);
        }
    }
}

fn gather_dates(children: &ElemChildren, out: &mut Vec<String>) {
    for child in &children.0 {
        match child {
            ElemChild::Elem(elem) if elem.meta == Some(ElemMeta::Date) => out.push(plain(&elem.children)),
            ElemChild::Elem(elem) => gather_dates(&elem.children, out),
            _ => {}
        }
    }
}

fn plain(children: &ElemChildren) -> String {
    format!("{children:#}")
}

/// The text in the format of the first run that was there.
fn set_text(children: &mut ElemChildren, text: String) {
    let formatting = first_format(children).unwrap_or_default();
    children.0 = vec![ElemChild::Text(hayagriva::Formatted { text, formatting })];
}

fn first_format(children: &ElemChildren) -> Option<hayagriva::Formatting> {
    children.0.iter().find_map(|child| match child {
        ElemChild::Text(text) => Some(text.formatting),
        ElemChild::Elem(elem) => first_format(&elem.children),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(first: &str, last: &str, date: &str) -> String {
        let date = Edtf::parse(date).unwrap();
        interval(first, last, &date.start(), &date.end().unwrap())
    }

    #[test]
    fn intervals_say_nothing_twice() {
        for (first, last, date, expected) in [
            ("1930", "1935", "1930/1935", "1930–1935"),
            ("(1930)", "(1935)", "1930/1935", "(1930–1935)"),
            ("1930a", "1935a", "1930/1935", "1930–1935a"),
            ("November 25, 2022", "November 27, 2022", "2022-11-25/2022-11-27", "November 25–27, 2022"),
            (
                "November 25, 2022",
                "December 25, 2022",
                "2022-11-25/2022-12-25",
                "November 25–December 25, 2022",
            ),
            (
                "25 tháng 11 năm 2022",
                "27 tháng 11 năm 2022",
                "2022-11-25/2022-11-27",
                "25–27 tháng 11 năm 2022",
            ),
            (
                "25 tháng 11 năm 2022",
                "3 tháng 1 năm 2023",
                "2022-11-25/2023-01-03",
                "25 tháng 11 năm 2022–3 tháng 1 năm 2023",
            ),
            ("tháng 11 năm 2022", "tháng 12 năm 2022", "2022-11/2022-12", "tháng 11–tháng 12 năm 2022"),
            (
                "2022, November 25",
                "2022, December 3",
                "2022-11-25/2022-12-03",
                "2022, November 25–December 3",
            ),
        ] {
            assert_eq!(joined(first, last, date), expected);
        }
    }

    #[test]
    fn vietnamese_order() {
        for (printed, expected) in [
            ("25 tháng 11 2022", "25 tháng 11 năm 2022"),
            ("tháng 11 25, 2022", "25 tháng 11 năm 2022"),
            ("2022, tháng 11 25", "2022, 25 tháng 11"),
            ("(tháng 3 1998)", "(tháng 3 năm 1998)"),
            ("25 tháng 11", "25 tháng 11"),
            ("mùa hè 2021", "mùa hè 2021"),
        ] {
            assert_eq!(vietnamese(printed), expected);
        }
    }

    #[test]
    fn csl_says_what_it_can() {
        let json = |text: &str, styles| csl_date(&Edtf::parse(text).unwrap(), styles).to_string();
        assert_eq!(json("1930/1935", false), r#"{"date-parts":[[1930],[1935]]}"#);
        assert_eq!(json("1930/1935", true), r#"{"date-parts":[[1930]]}"#);
        assert_eq!(json("1930~", true), r#"{"circa":true,"date-parts":[[1930]]}"#);
        assert_eq!(json("2021-22", true), r#"{"date-parts":[[2021]],"season":"2"}"#);
        assert_eq!(beyond(&Edtf::parse("194X").unwrap()), Some(Beyond::Decade));
        assert_eq!(beyond(&Edtf::parse("../1954").unwrap()), Some(Beyond::OpenStart));
        assert_eq!(beyond(&Edtf::parse("1954-05-07").unwrap()), None);
        assert_eq!(century(21, false), "21st century");
    }
}
