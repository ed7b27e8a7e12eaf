//! What was done: undo, history, trash.

use crate::state::{Desk, Outcome};
use fonds_library::{Entry, PurgeReport, RecentChange, TrashEntry, TurnReport, Unused, UnusedPurged};
use tauri::{AppHandle, State};

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

/// What was done last in the whole library, the latest first.
#[tauri::command(async)]
pub fn recent_changes(desk: State<'_, Desk>, limit: usize) -> Outcome<Vec<RecentChange>> {
    desk.word(desk.library()?.recent_changes(limit))
}

#[tauri::command(async)]
pub fn undo_to(desk: State<'_, Desk>, number: u64) -> Outcome<Vec<TurnReport>> {
    desk.word(desk.library()?.undo_to(number))
}

#[tauri::command(async)]
pub fn redo_to(desk: State<'_, Desk>, number: u64) -> Outcome<Vec<TurnReport>> {
    desk.word(desk.library()?.redo_to(number))
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

/// The originals that nothing refers to any more, as after the trash was emptied.
#[tauri::command(async)]
pub fn unused_originals(app: AppHandle, desk: State<'_, Desk>, job: String) -> Outcome<Vec<Unused>> {
    desk.word(desk.library()?.unused_originals(&desk.job(app, job)))
}

#[tauri::command(async)]
pub fn purge_unused(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    reason: String,
) -> Outcome<UnusedPurged> {
    desk.word(desk.library()?.purge_unused(&reason, &desk.job(app, job)))
}
