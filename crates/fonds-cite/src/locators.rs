//! Places within a source as people write them, in English and Vietnamese: `p. 3`, `tr. 3–5`, `chương 2`, `mục iv`.

use crate::cluster::{Locator, LocatorLabel};

/// Labels as they are written, without the full stop that may follow.
const LABELS: [(LocatorLabel, &[&str]); 17] = [
    (LocatorLabel::Appendix, &["appendix", "appendices", "app", "phụ lục", "pl"]),
    (LocatorLabel::Article, &["article", "articles", "art", "arts", "điều"]),
    (LocatorLabel::Book, &["book", "books", "bk", "bks", "quyển"]),
    (LocatorLabel::Chapter, &["chapter", "chapters", "chap", "chaps", "ch", "chương"]),
    (LocatorLabel::Column, &["column", "columns", "col", "cols", "cột"]),
    (LocatorLabel::Figure, &["figure", "figures", "fig", "figs", "hình"]),
    (LocatorLabel::Folio, &["folio", "folios", "fol", "fols", "tờ"]),
    (LocatorLabel::Issue, &["number", "numbers", "no", "nos", "issue", "số"]),
    (LocatorLabel::Line, &["line", "lines", "l", "ll", "dòng"]),
    (LocatorLabel::Note, &["note", "notes", "n", "nn", "chú thích", "ghi chú", "ct"]),
    (LocatorLabel::Page, &["page", "pages", "p", "pp", "pg", "trang", "tr"]),
    (LocatorLabel::Paragraph, &["paragraph", "paragraphs", "para", "paras", "¶", "¶¶", "đoạn"]),
    (LocatorLabel::Part, &["part", "parts", "pt", "pts", "phần", "ph"]),
    (LocatorLabel::Section, &["section", "sections", "sec", "secs", "§", "§§", "mục", "m"]),
    (LocatorLabel::Table, &["table", "tables", "tbl", "bảng"]),
    (LocatorLabel::Verse, &["verse", "verses", "v", "vv", "câu"]),
    (LocatorLabel::Volume, &["volume", "volumes", "vol", "vols", "tập", "t"]),
];

/// What each label is usually written as, in Vietnamese and in English.
const USUAL: [(LocatorLabel, &str, &str); 17] = [
    (LocatorLabel::Appendix, "phụ lục", "app."),
    (LocatorLabel::Article, "điều", "art."),
    (LocatorLabel::Book, "quyển", "bk."),
    (LocatorLabel::Chapter, "chương", "ch."),
    (LocatorLabel::Column, "cột", "col."),
    (LocatorLabel::Figure, "hình", "fig."),
    (LocatorLabel::Folio, "tờ", "fol."),
    (LocatorLabel::Issue, "số", "no."),
    (LocatorLabel::Line, "dòng", "line"),
    (LocatorLabel::Note, "chú thích", "n."),
    (LocatorLabel::Page, "tr.", "p."),
    (LocatorLabel::Paragraph, "đoạn", "para."),
    (LocatorLabel::Part, "phần", "pt."),
    (LocatorLabel::Section, "mục", "sec."),
    (LocatorLabel::Table, "bảng", "table"),
    (LocatorLabel::Verse, "câu", "v."),
    (LocatorLabel::Volume, "tập", "vol."),
];

/// What a label is usually written as, with the full stop of an abbreviation.
pub(crate) fn usual(label: LocatorLabel, vietnamese: bool) -> &'static str {
    let row = USUAL.iter().find(|(known, ..)| *known == label);
    row.map_or("", |(_, own, english)| if vietnamese { own } else { english })
}

/// Divides what follows a key into a place and the words after it. `{…}` holds a place that reads otherwise.
pub(crate) fn split(after: &str) -> (Option<Locator>, String) {
    let text = after.trim();
    let start = text.trim_start_matches(',').trim_start();
    if let Some((braced, rest)) = start.strip_prefix('{').and_then(|rest| rest.split_once('}')) {
        let (label, value) = label(braced.trim()).unwrap_or((LocatorLabel::Page, braced.trim()));
        let locator = (!value.is_empty()).then(|| Locator { label, value: value.to_owned() });
        return (locator, rest.trim_end().to_owned());
    }
    let (name, value) = label(start).unwrap_or((LocatorLabel::Page, start));
    let length = value_length(value);
    let labelled = value.len() < start.len();
    // Without a label, a place is a number.
    let found = length > 0 && (labelled || value.starts_with(|c: char| c.is_ascii_digit()));
    if !found {
        return (None, text.to_owned());
    }
    let (value, rest) = value.split_at(length);
    (Some(Locator { label: name, value: value.to_owned() }), rest.trim_end().to_owned())
}

/// The label that a text begins with, the longest that fits, and what follows it.
fn label(text: &str) -> Option<(LocatorLabel, &str)> {
    let lower = text.to_lowercase();
    let fits = |word: &str| {
        let rest = lower.strip_prefix(word)?;
        let marked = rest.starts_with('.');
        let next = rest.trim_start_matches('.').chars().next()?;
        let apart = next.is_whitespace() || marked || word.ends_with(['§', '¶']) || next.is_ascii_digit();
        // Lower case may have another length only where it has other letters, which labels have not.
        let cut = word.len() + usize::from(marked);
        apart.then(|| text.get(cut..).map(str::trim_start)).flatten()
    };
    let all = LABELS.iter().flat_map(|(label, words)| words.iter().map(move |word| (*label, *word)));
    let found = all.filter_map(|(label, word)| Some((word.len(), label, fits(word)?)));
    found.max_by_key(|(length, ..)| *length).map(|(_, label, rest)| (label, rest))
}

/// How far a text is numbers, with what joins them: `12–14`, `3, 5 và 7`, `iv`.
fn value_length(text: &str) -> usize {
    let mut end = 0;
    let mut at = 0;
    for word in text.split_inclusive(' ') {
        let bare = word.trim_end().trim_end_matches([',', '.', ':']);
        let joins = matches!(bare, "-" | "–" | "và" | "and" | "&");
        if !joins && !is_number(bare) {
            break;
        }
        if !joins {
            end = at + bare.len();
        }
        at += word.len();
        // A stop or a colon ends the list of numbers.
        if word.trim_end().ends_with(['.', ':']) {
            break;
        }
    }
    end
}

/// Has a digit, or is a Roman numeral.
fn is_number(word: &str) -> bool {
    let roman = |part: &str| {
        !part.is_empty() && part.len() <= 8 && part.chars().all(|c| "ivxlcdmIVXLCDM".contains(c))
    };
    let part = |part: &str| part.chars().any(|c| c.is_ascii_digit()) || roman(part);
    !word.is_empty() && word.split(['-', '–', ',']).all(part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_and_words() {
        for (text, label, value, suffix) in [
            (", tr. 3", LocatorLabel::Page, "3", ""),
            (", tr.3-5", LocatorLabel::Page, "3-5", ""),
            (", pp. 33–35, 38 and nowhere else", LocatorLabel::Page, "33–35, 38", " and nowhere else"),
            (", chương IV", LocatorLabel::Chapter, "IV", ""),
            (" Điều 7, khoản 2", LocatorLabel::Article, "7", ", khoản 2"),
            (", phụ lục 2a", LocatorLabel::Appendix, "2a", ""),
            (", § 5", LocatorLabel::Section, "5", ""),
            (" 12", LocatorLabel::Page, "12", ""),
            (", {tr. bìa}", LocatorLabel::Page, "bìa", ""),
        ] {
            let (locator, rest) = split(text);
            assert_eq!(locator, Some(Locator { label, value: value.into() }), "{text}");
            assert_eq!(rest, suffix, "{text}");
        }
        for words in [", nhất là đoạn đầu", "", ", trang bìa", ", cũ"] {
            assert_eq!(split(words), (None, words.trim().to_owned()), "{words}");
        }
    }

    #[test]
    fn every_label_is_written_as_it_is_read() {
        for (label, vietnamese) in
            LocatorLabel::ALL.into_iter().flat_map(|label| [(label, true), (label, false)])
        {
            let found = split(&format!(", {} 7", usual(label, vietnamese))).0;
            assert_eq!(found.map(|found| found.label), Some(label), "{label:?}");
        }
    }

    #[test]
    fn every_label_is_known_by_its_words() {
        for (label, words) in LABELS {
            for word in words {
                assert_eq!(split(&format!(", {word} 7")).0.map(|found| found.label), Some(label), "{word}");
            }
        }
    }
}
