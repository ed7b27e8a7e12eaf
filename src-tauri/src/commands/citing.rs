//! Citations.

use crate::state::{Desk, Outcome};
use fonds_library::{Citable, CitationFormat, CitedText, KeyedCite, LocaleInfo, StyleInfo};
use fonds_model::{ArticleId, CollectionId};
use tauri::State;

#[tauri::command(async)]
pub fn styles(desk: State<'_, Desk>) -> Vec<StyleInfo> {
    desk.library().map_or_else(|_| fonds_library::styles(), |library| library.styles(""))
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

/// Articles that a text may cite, those of the collection first.
#[tauri::command(async)]
pub fn citable(
    desk: State<'_, Desk>,
    typed: String,
    collection: Option<CollectionId>,
    limit: usize,
) -> Outcome<Vec<Citable>> {
    desk.word(desk.library()?.citable(&typed, collection.as_ref(), limit))
}

/// A text as it will be printed, with the places of its citations.
#[tauri::command(async)]
pub fn cited_text(
    desk: State<'_, Desk>,
    text: String,
    collection: Option<CollectionId>,
    is_note: bool,
) -> Outcome<CitedText> {
    desk.word(desk.library()?.cited_text(&text, collection.as_ref(), is_note, desk.language()))
}

/// A citation as it is typed in a text.
#[tauri::command(async)]
pub fn written_citation(desk: State<'_, Desk>, cites: Vec<KeyedCite>) -> String {
    fonds_library::written_citation(&cites, desk.language())
}
