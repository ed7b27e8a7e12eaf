//! Exports.

use crate::state::{Desk, Outcome};
use fonds_library::{CollectionValues, ExportReport, LibraryError};
use fonds_model::{CollectionId, ExportSettings};
use std::path::PathBuf;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

#[tauri::command(async)]
pub fn export_collection(
    app: AppHandle,
    desk: State<'_, Desk>,
    id: CollectionId,
    path: PathBuf,
    settings: ExportSettings,
) -> Outcome<ExportReport> {
    let library = desk.library()?;
    let kept = CollectionValues { settings: Some(settings.clone()), ..CollectionValues::default() };
    desk.word(library.set_collection(&id, &kept))?;
    desk.word(library.export(&id, &path, &settings, None, &desk.job(app)))
}

#[tauri::command(async)]
pub fn show_in_folder(app: AppHandle, desk: State<'_, Desk>, path: PathBuf) -> Outcome<()> {
    app.opener().reveal_item_in_dir(&path).map_err(|error| {
        tracing::warn!(%error, "the folder could not be shown");
        desk.problem(&LibraryError::NoFileManager(path))
    })
}
