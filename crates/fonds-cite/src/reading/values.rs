//! Single values as records write them: lines, identifiers, languages, keywords, pages.

use fonds_model::Identifier;
use fonds_model::text::{clean_line, nfc};

/// A value as one line; `None` where nothing is left of it.
pub(crate) fn line(value: &str) -> Option<String> {
    let line = clean_line(value);
    (!line.is_empty()).then_some(line)
}

/// A value of several lines, in NFC.
pub(crate) fn text(value: &str) -> Option<String> {
    let text = nfc(value.trim());
    (!text.is_empty()).then_some(text)
}

/// Adds an identifier, once. A DOI stands without the address of its resolver.
pub(crate) fn identify(identifiers: &mut Vec<Identifier>, scheme: &str, value: &str) {
    let Some(value) = line(value) else { return };
    let value = if scheme == "doi" { bare_doi(&value).to_owned() } else { value };
    let identifier = Identifier { scheme: scheme.to_owned(), value };
    if !identifier.value.is_empty() && !identifiers.contains(&identifier) {
        identifiers.push(identifier);
    }
}

fn bare_doi(value: &str) -> &str {
    let at = value.find("10.").filter(|at| {
        let before = value[..*at].to_ascii_lowercase();
        before.is_empty() || before.ends_with("doi.org/") || before.trim_end().ends_with("doi:")
    });
    at.map_or(value, |at| &value[at..])
}

/// Whether a number that may be an ISBN or an ISSN is one or the other, by its digits.
pub(crate) fn book_or_serial(value: &str) -> &'static str {
    let digits = value.chars().filter(|c| c.is_ascii_digit() || matches!(c, 'x' | 'X')).count();
    if digits >= 10 { "isbn" } else { "issn" }
}

/// Keywords in one line, split at commas or semicolons.
pub(crate) fn keywords(value: &str) -> Vec<String> {
    let split = if value.contains(';') { ';' } else { ',' };
    value.split(split).filter_map(line).collect()
}

/// Pages in one text, with dashes where a range has a hyphen between its numbers.
pub fn page_range(written: &str) -> Option<String> {
    let pages = line(&written.replace("--", "–"))?;
    let parts: Vec<&str> = pages.split('-').collect();
    let range = parts.len() == 2 && parts.iter().all(|part| part.trim().bytes().all(|b| b.is_ascii_digit()));
    Some(if range { parts.join("–") } else { pages })
}

/// First and last page as one range, with a dash.
pub(crate) fn pages(first: &str, last: &str) -> Option<String> {
    match (page_range(first), line(last)) {
        (Some(first), Some(last)) if first != last && !first.ends_with(&last) => {
            Some(format!("{first}–{last}"))
        }
        (first, last) => first.or(last),
    }
}

/// Names of languages, as babel and English have them, with their BCP 47 tags.
const LANGUAGES: [(&str, &str); 34] = [
    ("vietnamese", "vi"),
    ("tiếng việt", "vi"),
    ("vie", "vi"),
    ("english", "en"),
    ("american", "en-US"),
    ("usenglish", "en-US"),
    ("british", "en-GB"),
    ("ukenglish", "en-GB"),
    ("eng", "en"),
    ("french", "fr"),
    ("français", "fr"),
    ("fre", "fr"),
    ("fra", "fr"),
    ("german", "de"),
    ("ngerman", "de"),
    ("deutsch", "de"),
    ("ger", "de"),
    ("deu", "de"),
    ("spanish", "es"),
    ("spa", "es"),
    ("portuguese", "pt"),
    ("brazilian", "pt-BR"),
    ("italian", "it"),
    ("russian", "ru"),
    ("rus", "ru"),
    ("chinese", "zh"),
    ("chi", "zh"),
    ("zho", "zh"),
    ("japanese", "ja"),
    ("korean", "ko"),
    ("thai", "th"),
    ("khmer", "km"),
    ("lao", "lo"),
    ("dutch", "nl"),
];

/// The BCP 47 tag of a language that is given by name or by tag.
pub(crate) fn language(value: &str) -> Option<String> {
    let lower = value.trim().to_lowercase();
    if let Some((_, tag)) = LANGUAGES.iter().find(|(name, _)| *name == lower) {
        return Some((*tag).to_owned());
    }
    let tag = value.trim().replace('_', "-");
    let subtags = || tag.split('-');
    let primary = subtags().next().is_some_and(|first| (2..=3).contains(&first.len()));
    let clean = subtags()
        .all(|part| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric()));
    (primary && clean).then_some(tag)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn languages() {
        assert_eq!(language("Vietnamese").as_deref(), Some("vi"));
        assert_eq!(language("vi_VN").as_deref(), Some("vi-VN"));
        assert_eq!(language("pt-BR").as_deref(), Some("pt-BR"));
        assert_eq!(language("not a language"), None);
    }

    #[test]
    fn identifiers() {
        let mut all = vec![];
        identify(&mut all, "doi", "https://doi.org/10.1000/182");
        identify(&mut all, "doi", "doi: 10.1000/182");
        identify(&mut all, "doi", " ");
        assert_eq!(all, [Identifier { scheme: "doi".into(), value: "10.1000/182".into() }]);
        assert_eq!(book_or_serial("978-604-1-00001-5"), "isbn");
        assert_eq!(book_or_serial("0866-756X"), "issn");
    }

    #[test]
    fn ranges_of_pages() {
        assert_eq!(pages("12", "15").as_deref(), Some("12–15"));
        assert_eq!(pages("12–15", "15").as_deref(), Some("12–15"));
        assert_eq!(pages("3", "").as_deref(), Some("3"));
        assert_eq!(pages("12-15", "").as_deref(), Some("12–15"));
        assert_eq!(pages("A-1", "").as_deref(), Some("A-1"));
    }
}
