//! Bylines, datelines and dates as they are printed.

use crate::labels::is_vietnamese;
use fonds_cite::printed_date;
use fonds_model::{Article, Role};

/// The names of an article's creators as one line, authors first.
pub fn byline(article: &Article, language: &str) -> String {
    let names: Vec<&str> = article
        .creators
        .iter()
        .filter(|creator| matches!(creator.role, Role::Author | Role::Interviewee | Role::Contributor))
        .map(|creator| creator.name.as_str())
        .collect();
    let mut line = joined(&names, language);
    let others = [
        (Role::Translator, "dịch", "translated by"),
        (Role::Editor, "biên tập", "edited by"),
        (Role::Photographer, "ảnh", "photographs by"),
    ];
    for (role, vietnamese, english) in others {
        let names: Vec<&str> = article
            .creators
            .iter()
            .filter(|creator| creator.role == role)
            .map(|creator| creator.name.as_str())
            .collect();
        if names.is_empty() {
            continue;
        }
        let separator = if line.is_empty() { "" } else { "; " };
        let names = joined(&names, language);
        let said = if is_vietnamese(language) {
            format!("{vietnamese}: {names}")
        } else {
            format!("{english} {names}")
        };
        line = format!("{line}{separator}{said}");
    }
    line
}

/// Where and when an article appeared, as one line.
pub fn dateline(article: &Article, language: &str) -> String {
    let date = article.issued.as_ref().map(|date| printed_date(date, language));
    let section = article.section.clone();
    let parts = [article.publication.clone(), section, article.place.clone(), date];
    let parts: Vec<String> = parts.into_iter().flatten().filter(|part| !part.is_empty()).collect();
    parts.join(", ")
}

/// Publication and date alone, for running heads.
pub(crate) fn appeared(article: &Article, language: &str) -> String {
    let date = article.issued.as_ref().map(|date| printed_date(date, language));
    let parts = article.publication.clone().into_iter().chain(date);
    parts.filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

fn joined(names: &[&str], language: &str) -> String {
    match names.split_last() {
        None => String::new(),
        Some((only, [])) => (*only).to_owned(),
        Some((last, rest)) if is_vietnamese(language) => format!("{}, {last}", rest.join(", ")),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
    }
}
