//! What was done: undo, history, trash.

use crate::state::{Desk, Outcome};
use fonds_library::{Entry, PurgeReport, TrashEntry, TurnReport};
use tauri::State;

#[tauri::command(async)]
pub fn undo(desk: State<'_, Desk>) -> Outcome<Option<TurnReport>> {
    desk.word(desk.library()?.undo())
}

#[tauri::command(async)]
pub fn redo(desk: State<'_, Desk>) -> Outcome<Option<TurnReport>> {
    desk.word(desk.library()?.redo())
}

#[tauri::command(async)]
pub fn history(desk: State<'_, Desk>, record: String) -> Outcome<Vec<Entry>> {
    desk.word(desk.library()?.history(&record))
}

#[tauri::command(async)]
pub fn trash(desk: State<'_, Desk>) -> Outcome<Vec<TrashEntry>> {
    desk.word(desk.library()?.trash())
}

#[tauri::command(async)]
pub fn restore_trashed(desk: State<'_, Desk>, ids: Vec<String>) -> Outcome<Vec<TrashEntry>> {
    desk.word(desk.library()?.restore_trashed(&ids))
}

#[tauri::command(async)]
pub fn empty_trash(desk: State<'_, Desk>) -> Outcome<Vec<TrashEntry>> {
    desk.word(desk.library()?.empty_trash(None))
}

#[tauri::command(async)]
pub fn purge_original(desk: State<'_, Desk>, id: String, reason: String) -> Outcome<PurgeReport> {
    desk.word(desk.library()?.purge_original(&id, &reason, false))
}
