//! Collections.

use crate::state::{Desk, Outcome};
use fonds_library::{CollectionEntry, CollectionValues, ShownCollection};
use fonds_model::{ArticleId, CollectionId, ExportSettings, ItemContent, ItemId};
use std::collections::BTreeMap;
use tauri::State;

#[tauri::command(async)]
pub fn list_collections(desk: State<'_, Desk>) -> Outcome<Vec<CollectionEntry>> {
    desk.word(desk.library()?.collections())
}

/// How many articles each smart collection holds; waits for the index where [`list_collections`] does not.
#[tauri::command(async)]
pub fn found_counts(desk: State<'_, Desk>) -> Outcome<BTreeMap<CollectionId, usize>> {
    desk.word(desk.library()?.found_counts())
}

#[tauri::command(async)]
pub fn read_collection(desk: State<'_, Desk>, id: CollectionId) -> Outcome<ShownCollection> {
    desk.word(desk.library()?.shown_collection(&id))
}

#[tauri::command(async)]
pub fn new_collection(
    desk: State<'_, Desk>,
    title: String,
    values: CollectionValues,
) -> Outcome<CollectionEntry> {
    let locale = desk.language().locale().to_owned();
    let mut settings = ExportSettings { locale, ..ExportSettings::default() };
    if let Some(style) = desk.preferences().style {
        settings.style = style;
    }
    let values = CollectionValues { title: Some(title), settings: Some(settings), ..values };
    desk.word(desk.library()?.make_collection(&values))
}

/// What the search of a smart collection finds now stays in it.
#[tauri::command(async)]
pub fn freeze_collection(desk: State<'_, Desk>, id: CollectionId) -> Outcome<()> {
    desk.word(desk.library()?.freeze_collection(&id))
}

/// Adds articles that are not in the collection yet, at its end.
#[tauri::command(async)]
pub fn add_articles(
    desk: State<'_, Desk>,
    id: CollectionId,
    articles: Vec<ArticleId>,
) -> Outcome<Vec<ItemId>> {
    desk.word(desk.library()?.add_articles(&id, &articles))
}

#[tauri::command(async)]
pub fn set_collection(desk: State<'_, Desk>, id: CollectionId, values: CollectionValues) -> Outcome<()> {
    desk.word(desk.library()?.set_collection(&id, &values))
}

#[tauri::command(async)]
pub fn remove_collection(desk: State<'_, Desk>, id: CollectionId) -> Outcome<()> {
    desk.word(desk.library()?.remove_collection(&id))
}

#[tauri::command(async)]
pub fn add_items(
    desk: State<'_, Desk>,
    id: CollectionId,
    contents: Vec<ItemContent>,
    after: Option<ItemId>,
    at_end: bool,
) -> Outcome<Vec<ItemId>> {
    let place = (!at_end).then_some(after.as_ref());
    desk.word(desk.library()?.add_items(&id, contents, place))
}

#[tauri::command(async)]
pub fn set_item(desk: State<'_, Desk>, id: CollectionId, item: ItemId, content: ItemContent) -> Outcome<()> {
    desk.word(desk.library()?.set_item(&id, &item, content))
}

#[tauri::command(async)]
pub fn remove_items(desk: State<'_, Desk>, id: CollectionId, items: Vec<ItemId>) -> Outcome<()> {
    desk.word(desk.library()?.remove_items(&id, &items))
}

#[tauri::command(async)]
pub fn move_items(
    desk: State<'_, Desk>,
    id: CollectionId,
    items: Vec<ItemId>,
    after: Option<ItemId>,
) -> Outcome<()> {
    desk.word(desk.library()?.move_items(&id, &items, after.as_ref()))
}
