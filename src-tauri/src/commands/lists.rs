//! Lists of articles, editing many at once, saved views.

use crate::state::{Desk, Outcome};
use fonds_library::{
    DateReading, EditPreview, EditReport, FieldEdit, FieldValue, Library, ListFilter, ListPage, ListRow,
    ListSort, SavedView, SearchOptions, Sort,
};
use fonds_model::{ArticleId, Creator};
use tauri::State;

/// Articles of a preview that are shown.
const SHOWN: usize = 200;

#[tauri::command(async)]
pub fn list_page(
    desk: State<'_, Desk>,
    filter: ListFilter,
    sort: ListSort,
    offset: usize,
    limit: usize,
) -> Outcome<ListPage> {
    desk.word(desk.library()?.list_page(&filter, sort, offset, limit))
}

#[tauri::command(async)]
pub fn list_ids(
    desk: State<'_, Desk>,
    filter: ListFilter,
    sort: ListSort,
    offset: usize,
    limit: usize,
) -> Outcome<Vec<ArticleId>> {
    desk.word(desk.library()?.list_ids(&filter, sort, offset, limit))
}

#[tauri::command(async)]
pub fn list_place(
    desk: State<'_, Desk>,
    filter: ListFilter,
    sort: ListSort,
    article: ArticleId,
) -> Outcome<Option<usize>> {
    desk.word(desk.library()?.list_place(&filter, sort, &article))
}

#[tauri::command(async)]
pub fn list_rows(desk: State<'_, Desk>, ids: Vec<ArticleId>) -> Outcome<Vec<ListRow>> {
    desk.word(desk.library()?.list_rows(&ids))
}

/// The ids of a part of what a query finds.
#[tauri::command(async)]
pub fn search_ids(
    desk: State<'_, Desk>,
    query: String,
    sort: Sort,
    offset: usize,
    limit: usize,
) -> Outcome<Vec<ArticleId>> {
    let options = SearchOptions { offset, limit, sort, snippet: 0, ..SearchOptions::default() };
    let found = desk.word(desk.library()?.search(&query, &options))?;
    Ok(found.hits.into_iter().map(|hit| hit.id).collect())
}

#[tauri::command(async)]
pub fn preview_edits(
    desk: State<'_, Desk>,
    ids: Vec<ArticleId>,
    edits: Vec<FieldEdit>,
) -> Outcome<EditPreview> {
    desk.word(desk.library()?.preview_edits(&ids, &edits, SHOWN, desk.language()))
}

#[tauri::command(async)]
pub fn edit_many(desk: State<'_, Desk>, ids: Vec<ArticleId>, edits: Vec<FieldEdit>) -> Outcome<EditReport> {
    desk.word(desk.library()?.edit_many(&ids, &edits, desk.language()))
}

#[tauri::command(async)]
pub fn edit_details(
    desk: State<'_, Desk>,
    id: ArticleId,
    fields: Vec<FieldValue>,
    creators: Option<Vec<Creator>>,
) -> Outcome<()> {
    desk.word(desk.library()?.edit_details(&id, &fields, creators))
}

/// Fails where the field cannot hold the value.
#[tauri::command]
pub fn check_field(desk: State<'_, Desk>, field: String, value: String) -> Outcome<()> {
    desk.word(Library::check_field(&field, &value))
}

/// What a date that is being typed means.
#[tauri::command]
pub fn read_date(desk: State<'_, Desk>, text: String) -> DateReading {
    fonds_library::read_date(&text, desk.language())
}

#[tauri::command(async)]
pub fn saved_views(desk: State<'_, Desk>) -> Outcome<Vec<SavedView>> {
    desk.word(desk.library()?.saved_views())
}

#[tauri::command(async)]
pub fn save_views(desk: State<'_, Desk>, views: Vec<SavedView>) -> Outcome<()> {
    desk.word(desk.library()?.save_views(&views))
}
