//! Citations.

use crate::state::{Desk, Outcome};
use fonds_library::{CitationFormat, LocaleInfo, StyleInfo};
use fonds_model::ArticleId;
use tauri::State;

#[tauri::command(async)]
pub fn styles() -> Vec<StyleInfo> {
    fonds_library::styles()
}

#[tauri::command(async)]
pub fn locales() -> Vec<LocaleInfo> {
    fonds_library::locales()
}

#[tauri::command(async)]
pub fn cite(
    desk: State<'_, Desk>,
    articles: Vec<ArticleId>,
    style: String,
    locale: String,
    format: String,
) -> Outcome<String> {
    let format = CitationFormat::named(&format).unwrap_or(CitationFormat::Text);
    desk.word(desk.library()?.cite(&articles, &style, &locale, format))
}
