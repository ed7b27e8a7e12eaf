//! Remarks in the words of people: as sentences, and in Vietnamese.
//!
//! A crate remarks in English, in one lower-case clause ([`Diagnostic`]), and that is what the journal keeps. [`vietnamese`]
//! gives each clause in Vietnamese; `{}` stands for what a clause tells, such as a name or a number.

mod vietnamese;

use crate::Language;
use fonds_model::Diagnostic;
use fonds_store::VerifyReport;
use vietnamese::{HINTS, MESSAGES};

/// Remarks as they are shown: sentences in a language. One that has no translation stays English.
pub fn worded(mut remarks: Vec<Diagnostic>, language: Language) -> Vec<Diagnostic> {
    for remark in &mut remarks {
        word(remark, language);
    }
    remarks
}

/// What a check found, in a language.
pub fn worded_check(mut report: VerifyReport, language: Language) -> VerifyReport {
    for problem in &mut report.problems {
        let said =
            (language == Language::Vietnamese).then(|| translated(MESSAGES, &problem.message)).flatten();
        problem.message = sentence(said.as_deref().unwrap_or(&problem.message));
    }
    report
}

/// Words one remark.
pub(crate) fn word(remark: &mut Diagnostic, language: Language) {
    if language == Language::Vietnamese {
        if let Some(said) = translated(MESSAGES, &remark.message) {
            remark.message = said;
        }
        if let Some(hint) = &mut remark.hint
            && let Some(said) = translated(HINTS, hint)
        {
            *hint = said;
        }
    }
    remark.message = sentence(&remark.message);
    remark.hint = remark.hint.as_deref().map(sentence);
}

/// The first letter a capital, and a full stop at the end.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let Some(first) = letters.next() else { return String::new() };
    let mut out: String = first.to_uppercase().chain(letters).collect();
    if !out.ends_with(['.', '!', '?', '…']) {
        out.push('.');
    }
    out
}

fn translated(table: &[(&str, &str)], said: &str) -> Option<String> {
    table.iter().find_map(|(english, vietnamese)| Some(fill(vietnamese, &values(english, said)?)))
}

/// What stands in a clause where its pattern has `{}`; `None` when it is another clause.
fn values<'a>(pattern: &str, said: &'a str) -> Option<Vec<&'a str>> {
    let mut parts = pattern.split("{}");
    let mut rest = said.strip_prefix(parts.next()?)?;
    let mut found = Vec::new();
    let parts: Vec<&str> = parts.collect();
    for (n, part) in parts.iter().enumerate() {
        let at = if n + 1 == parts.len() {
            rest.len().checked_sub(part.len()).filter(|_| rest.ends_with(part))?
        } else {
            rest.find(part)?
        };
        found.push(&rest[..at]);
        rest = &rest[at + part.len()..];
    }
    rest.is_empty().then_some(found)
}

fn fill(pattern: &str, values: &[&str]) -> String {
    let mut out = String::with_capacity(pattern.len());
    for (n, part) in pattern.split("{}").enumerate() {
        if n > 0 {
            out.push_str(values.get(n - 1).copied().unwrap_or_default());
        }
        out.push_str(part);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;
    use std::path::{Path, PathBuf};

    #[test]
    fn clauses_become_sentences_with_what_they_tell() {
        let remark = Diagnostic::warning("pdf-too-long", "only the first 500 of 812 pages were read")
            .hint("divide the PDF and import its parts");
        let shown = |language| worded(vec![remark.clone()], language).remove(0);
        assert_eq!(shown(Language::English).message, "Only the first 500 of 812 pages were read.");
        let vietnamese = shown(Language::Vietnamese);
        assert_eq!(vietnamese.message, "Chỉ đọc 500 trang đầu trong 812 trang.");
        assert_eq!(vietnamese.hint.as_deref(), Some("Hãy chia tập tin PDF rồi nhập từng phần."));
        let unknown = worded(vec![Diagnostic::info("x", "something new")], Language::Vietnamese);
        assert_eq!(unknown[0].message, "Something new.");
    }

    #[test]
    fn a_pattern_takes_the_whole_clause() {
        assert_eq!(values("a {} b {}", "a x b y z"), Some(vec!["x", "y z"]));
        assert_eq!(values("a {} b", "a x c"), None);
        assert_eq!(values("a", "a b"), None);
    }

    /// The text of all crates, without the white space between the lines of a literal, values as `{}`.
    fn sources() -> String {
        let mut out = String::new();
        let mut waiting: Vec<PathBuf> = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("..")];
        while let Some(folder) = waiting.pop() {
            for entry in fs::read_dir(&folder).unwrap() {
                let path = entry.unwrap().path();
                // The command line speaks for itself.
                if path.is_dir()
                    && !["remarks", "fonds-cli", "xtask"].iter().any(|other| path.ends_with(other))
                {
                    waiting.push(path);
                } else if path.extension().is_some_and(|ending| ending == "rs") {
                    out.push_str(&fs::read_to_string(&path).unwrap());
                }
            }
        }
        let value = regex::Regex::new(r"\{[a-zA-Z_.]*(:[^}]*)?\}").unwrap();
        let folded = regex::Regex::new(r"\\\n\s*").unwrap().replace_all(&out, "").into_owned();
        value.replace_all(&folded, "{}").into_owned()
    }

    #[test]
    fn every_clause_that_is_translated_is_said_somewhere() {
        let sources = sources();
        for (english, vietnamese) in MESSAGES.iter().chain(HINTS) {
            assert!(sources.contains(english), "nobody says: {english}");
            // As it stands in the source it would not be what is said.
            assert!(!english.contains('\\'), "{english}");
            assert_eq!(english.matches("{}").count(), vietnamese.matches("{}").count(), "{english}");
        }
    }

    /// Remarks whose words stand in the source as they are said: all of those are translated.
    #[test]
    fn every_remark_is_translated() {
        let sources = sources();
        let said = regex::Regex::new(
            r#"(?s)Diagnostic::(?:warning|info)\(\s*"[a-z-]+",\s*(?:format!\(\s*)?"((?:[^"\\]|\\.)*)""#,
        )
        .unwrap();
        let bound = regex::Regex::new(r#"(?s)let (?:message|hint) =\s*(?:format!\(\s*)?"((?:[^"\\]|\\.)*)""#);
        let hints = regex::Regex::new(r#"\.hint\(\s*"((?:[^"\\]|\\.)*)""#).unwrap();
        let all = said.captures_iter(&sources).chain(bound.as_ref().unwrap().captures_iter(&sources));
        let mut missing: Vec<String> = Vec::new();
        for clause in all.chain(hints.captures_iter(&sources)).map(|found| found[1].to_owned()) {
            let known = MESSAGES.iter().chain(HINTS).any(|(english, _)| *english == clause);
            let is_clause = clause.contains(char::is_alphabetic)
                && clause.contains(' ')
                && clause.starts_with(|c: char| !c.is_uppercase());
            if !known && is_clause && !IN_TESTS.contains(&clause.as_str()) {
                missing.push(clause);
            }
        }
        missing.dedup();
        assert!(missing.is_empty(), "not translated: {missing:#?}");
    }

    /// What is said in tests only.
    const IN_TESTS: &[&str] = &["only the first 500 of 812 pages were read", "something new"];
}
