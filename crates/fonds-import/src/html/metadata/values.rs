//! Values as pages write them, made proper.

use super::super::page::Page;
use crate::bylines::{byline, is_job, split_names};
use fonds_model::Creator;
use fonds_model::text::clean_line;

/// One line without character references: many pages write them twice over (`&amp;amp;`), and some write markup.
pub(crate) fn plain(text: &str) -> String {
    let mut line = clean_line(text);
    for _ in 0..2 {
        if !(line.contains('&') && line.contains(';') || line.contains('<') && line.contains('>')) {
            break;
        }
        let page = Page::parse(&line);
        line = clean_line(page.text(0));
    }
    line
}

/// The people of one line, without what they do.
pub(crate) fn people(line: &str) -> Vec<Creator> {
    let line = plain(line);
    if line.contains("://") || line.contains('@') && !line.contains(' ') {
        return vec![];
    }
    let labelled = byline(&line);
    if !labelled.is_empty() {
        return labelled;
    }
    let names = match line.split_once(", ") {
        // "Smith, Jane" of citation tags is one name.
        Some((family, given))
            if !family.contains(' ')
                && !given.contains(',')
                && given.split(' ').count() <= 2
                && !is_job(given) =>
        {
            vec![format!("{given} {family}")]
        }
        _ => split_names(&line),
    };
    let several = names.len() > 1;
    let is_name = |name: &String| {
        let is_account = ACCOUNTS.contains(&name.to_lowercase().as_str());
        !(is_account || several && is_job(name)) && name.chars().any(char::is_alphabetic)
    };
    let names = names.into_iter().filter(is_name);
    names.map(Creator::author).collect()
}

/// Accounts that publish for whoever wrote it.
const ACCOUNTS: [&str; 5] = ["admin", "administrator", "webmaster", "root", "quản trị"];

/// Keywords of one line.
pub(crate) fn keywords(line: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    for word in line.split([',', ';']).map(plain).filter(|word| !word.is_empty()) {
        if !words.contains(&word) {
            words.push(word);
        }
    }
    words
}

/// Whether an address leads to the web.
pub(crate) fn web_address(text: &str) -> bool {
    text.starts_with("http://") || text.starts_with("https://")
}

/// `vi_VN` and `VI` as BCP 47 writes them; `Vietnamese` and the like by their names.
pub(crate) fn language_tag(text: &str) -> Option<String> {
    let text = text.trim().replace('_', "-");
    let named = [
        ("vietnamese", "vi"),
        ("english", "en"),
        ("french", "fr"),
        ("german", "de"),
        ("spanish", "es"),
        ("tiếng việt", "vi"),
    ];
    if let Some((_, tag)) = named.iter().find(|(name, _)| text.to_lowercase() == *name) {
        return Some((*tag).to_owned());
    }
    let mut parts = text.split('-');
    let primary = parts.next()?.to_lowercase();
    if !(2..=3).contains(&primary.len()) || !primary.chars().all(|c| c.is_ascii_alphabetic()) {
        return None;
    }
    let region = parts.next().filter(|part| part.len() == 2 && part.is_ascii()).map(str::to_uppercase);
    Some(region.map_or_else(|| primary.clone(), |region| format!("{primary}-{region}")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(line: &str) -> Vec<String> {
        people(line).into_iter().map(|creator| creator.name).collect()
    }

    #[test]
    fn people_without_their_jobs() {
        assert_eq!(names("Jane Holt, Courier Night Writer"), ["Jane Holt"]);
        assert_eq!(names("By JANE HOLT, Staff Reporter"), ["JANE HOLT"]);
        assert_eq!(names("Holt, Jane"), ["Jane Holt"]);
        assert_eq!(names("Nguyễn Văn An, Lê Bình"), ["Nguyễn Văn An", "Lê Bình"]);
        assert_eq!(names("Bài, ảnh: Lê Bình"), ["Lê Bình"]);
        assert_eq!(names("https://example.com/jane"), Vec::<String>::new());
        assert_eq!(names("Admin"), Vec::<String>::new());
        assert_eq!(names("Ann O&amp;#39;Neil"), ["Ann O'Neil"]);
    }

    #[test]
    fn languages() {
        assert_eq!(language_tag("vi_VN").as_deref(), Some("vi-VN"));
        assert_eq!(language_tag("VI").as_deref(), Some("vi"));
        assert_eq!(language_tag("Vietnamese").as_deref(), Some("vi"));
        assert_eq!(language_tag("x"), None);
    }
}
