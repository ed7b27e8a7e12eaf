//! Articles.

use crate::state::{Desk, Outcome};
use fonds_library::{FieldValue, ImportOptions, ImportReport, ReaderArticle, SearchResult};
use fonds_model::{ArticleId, ArticleSummary, CollectionId, TagId};
use std::path::PathBuf;
use tauri::{AppHandle, State};

#[tauri::command(async)]
pub fn import_paths(app: AppHandle, desk: State<'_, Desk>, paths: Vec<PathBuf>) -> Outcome<ImportReport> {
    desk.word(desk.library()?.import_paths(&paths, ImportOptions::default(), desk.language(), &desk.job(app)))
}

#[tauri::command(async)]
pub fn list_articles(
    desk: State<'_, Desk>,
    tag: Option<TagId>,
    collection: Option<CollectionId>,
) -> Outcome<Vec<ArticleSummary>> {
    desk.word(desk.library()?.list(tag.as_ref(), collection.as_ref()))
}

#[tauri::command(async)]
pub fn read_article(desk: State<'_, Desk>, id: ArticleId) -> Outcome<ReaderArticle> {
    desk.word(desk.library()?.read(&id, desk.language()))
}

#[tauri::command(async)]
pub fn edit_article(desk: State<'_, Desk>, id: ArticleId, fields: Vec<FieldValue>) -> Outcome<()> {
    desk.word(desk.library()?.edit(&id, &fields))
}

#[tauri::command(async)]
pub fn remove_articles(desk: State<'_, Desk>, ids: Vec<ArticleId>) -> Outcome<()> {
    desk.word(desk.library()?.remove(&ids))
}

#[tauri::command(async)]
pub fn search(desk: State<'_, Desk>, query: String, limit: usize) -> Outcome<SearchResult> {
    desk.word(desk.library()?.search(&query, limit))
}
