//! Articles.

use crate::state::{Desk, Outcome};
use fonds_library::{
    Alike, Chosen, CitationFormat, Format, ImportOptions, ImportReport, Piece, Query, ReaderArticle,
    SearchOptions, SearchResult, Sort,
};
use fonds_model::ArticleId;
use serde::Deserialize;
use std::path::PathBuf;
use tauri::{AppHandle, State};

/// Files, folders and web addresses.
#[tauri::command(async)]
pub fn import(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    sources: Vec<String>,
    whole_books: bool,
    ignore_robots: bool,
    only: Option<Chosen>,
) -> Outcome<ImportReport> {
    let options = ImportOptions { format: None, whole_books, ignore_robots, only };
    desk.word(desk.library()?.import(&sources, options, desk.language(), &desk.job(app, job)))
}

/// What a source with several articles holds, such as a feed.
#[tauri::command(async)]
pub fn pieces(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    source: String,
    whole_books: bool,
    ignore_robots: bool,
) -> Outcome<Vec<Piece>> {
    let options = ImportOptions { whole_books, ignore_robots, ..ImportOptions::default() };
    desk.word(desk.library()?.pieces(&source, &options, &desk.job(app, job)))
}

/// What was pasted: a piece of a page, or plain text.
#[tauri::command(async)]
pub fn import_pasted(desk: State<'_, Desk>, content: String, rich: bool) -> Outcome<ImportReport> {
    let format = Some(if rich { Format::Fragment } else { Format::Text });
    let options = ImportOptions { format, ..ImportOptions::default() };
    desk.word(desk.library()?.import_bytes("", content.into_bytes(), options, desk.language()))
}

/// Articles whose text is nearly the same.
#[tauri::command(async)]
pub fn alike(desk: State<'_, Desk>, id: ArticleId) -> Outcome<Vec<Alike>> {
    desk.word(desk.library()?.alike(&id))
}

/// The watched folder, if there is one.
#[tauri::command(async)]
pub fn watched(desk: State<'_, Desk>) -> Outcome<Option<PathBuf>> {
    Ok(desk.library()?.watched())
}

/// Has the new files of a folder taken in by themselves; no folder: no more.
#[tauri::command(async)]
pub fn watch(desk: State<'_, Desk>, folder: Option<PathBuf>) -> Outcome<()> {
    desk.word(desk.library()?.watch(folder.as_deref()))
}

/// Takes in what is new in the watched folder.
#[tauri::command(async)]
pub fn import_watched(app: AppHandle, desk: State<'_, Desk>, job: String) -> Outcome<ImportReport> {
    desk.word(desk.library()?.import_watched(desk.language(), &desk.job(app, job)))
}

#[tauri::command(async)]
pub fn read_article(desk: State<'_, Desk>, id: ArticleId) -> Outcome<ReaderArticle> {
    let (library, language) = (desk.library()?, desk.language());
    let mut article = desk.word(library.read(&id, language))?;
    if let Some(style) = desk.preferences().style {
        // A style that is gone leaves the usual one.
        let cited = library.cite(&[id], &style, language.locale(), CitationFormat::Text);
        article.citation = cited.map_or(article.citation, |cited| cited.trim().to_owned());
    }
    Ok(article)
}

#[tauri::command(async)]
pub fn remove_articles(desk: State<'_, Desk>, ids: Vec<ArticleId>) -> Outcome<()> {
    desk.word(desk.library()?.remove(&ids))
}

/// What of the found articles the window wants.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Wanted {
    offset: usize,
    limit: usize,
    sort: Sort,
    /// Values to count of each facet at most; 0 counts none.
    facet_values: usize,
}

/// A page of the articles that a query finds. What in the query was not understood is told with it.
#[tauri::command(async)]
pub fn search(desk: State<'_, Desk>, query: String, options: Wanted) -> Outcome<SearchResult> {
    let Wanted { offset, limit, sort, facet_values } = options;
    let options = SearchOptions { offset, limit, sort, facet_values, ..SearchOptions::default() };
    desk.word(desk.library()?.search(&query, &options))
}

/// The text of a query with a facet's clause added, or without it where it has that.
#[tauri::command]
pub fn toggle_clause(query: String, clause: String) -> String {
    Query::parse(&query).query.toggled(&clause).to_string()
}
