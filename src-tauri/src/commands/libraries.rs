//! The app, its library, its jobs.

use crate::recent::{self, Recent};
use crate::state::{Desk, Outcome};
use fonds_library::{
    BackupReport, CatalogPlace, Compaction, DatedBackup, Fixity, Language, LibraryInfo, PlannedBackups,
    VerifyReport, environment, suggested_folder, worded_check,
};
use serde::Serialize;
use std::path::PathBuf;
use tauri::{AppHandle, State};

/// What the window needs to begin.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    library: Option<LibraryInfo>,
    recent: Vec<Recent>,
    suggested_folder: PathBuf,
    language: Language,
}

#[tauri::command(async)]
pub fn app_state(app: AppHandle, desk: State<'_, Desk>, job: String) -> Outcome<AppState> {
    if let Some(wanted) = desk.take_wanted() {
        desk.open(app.clone(), job, &wanted)?;
        recent::note(&app, &wanted);
    }
    let library = desk.current().map(|library| desk.word(library.info(desk.language()))).transpose()?;
    Ok(AppState {
        library,
        recent: recent::list(&app),
        suggested_folder: suggested_folder(),
        language: desk.language(),
    })
}

#[tauri::command]
pub fn set_language(desk: State<'_, Desk>, language: Language) {
    desk.set_language(language);
}

#[tauri::command(async)]
pub fn create_library(
    app: AppHandle,
    desk: State<'_, Desk>,
    path: PathBuf,
    title: String,
) -> Outcome<LibraryInfo> {
    let library = desk.create(app.clone(), &path, &title)?;
    recent::note(&app, &path);
    desk.word(library.info(desk.language()))
}

#[tauri::command(async)]
pub fn open_library(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    path: PathBuf,
) -> Outcome<LibraryInfo> {
    let library = desk.open(app.clone(), job, &path)?;
    recent::note(&app, &path);
    desk.word(library.info(desk.language()))
}

/// A library of the samples; one that was made there before is opened.
#[tauri::command(async)]
pub fn create_samples(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    path: PathBuf,
    title: String,
) -> Outcome<LibraryInfo> {
    if path.join("fonds.json").is_file() {
        return open_library(app, desk, job, path);
    }
    let library = desk.create(app.clone(), &path, &title)?;
    desk.word(library.fill_with_samples(desk.language(), &desk.job(app.clone(), job)))?;
    recent::note(&app, &path);
    desk.word(library.info(desk.language()))
}

/// Takes a library off the list of those that were open before.
#[tauri::command(async)]
pub fn forget_library(app: AppHandle, path: PathBuf) -> Vec<Recent> {
    recent::forget(&app, &path);
    recent::list(&app)
}

#[tauri::command(async)]
pub fn close_library(desk: State<'_, Desk>) -> Outcome<()> {
    desk.close()
}

#[tauri::command(async)]
pub fn verify(app: AppHandle, desk: State<'_, Desk>, job: String) -> Outcome<VerifyReport> {
    let report = desk.word(desk.library()?.verify(&desk.job(app, job)))?;
    Ok(worded_check(report, desk.language()))
}

#[tauri::command(async)]
pub fn compact(app: AppHandle, desk: State<'_, Desk>, job: String) -> Outcome<Compaction> {
    desk.word(desk.library()?.compact(&desk.job(app, job)))
}

/// Where this machine keeps catalog and search index of the open library.
#[tauri::command(async)]
pub fn catalog_place(desk: State<'_, Desk>) -> Outcome<CatalogPlace> {
    let path = desk.word(desk.library()?.info(desk.language()))?.path;
    Ok(fonds_library::catalog_place(&path, &environment()))
}

/// Has them lie in the library's folder, or outside. The library is closed meanwhile.
#[tauri::command(async)]
pub fn place_catalog(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    outside: bool,
) -> Outcome<CatalogPlace> {
    let path = desk.word(desk.library()?.info(desk.language()))?.path;
    desk.close()?;
    let placed = desk.word(fonds_library::place_catalog(&path, outside, &environment()));
    desk.open(app, job, &path)?;
    placed
}

/// What had to be mended in the library since it was opened, or since this was asked last.
#[tauri::command]
pub fn library_news(desk: State<'_, Desk>) -> Vec<String> {
    desk.current().map(|library| library.news(desk.language())).unwrap_or_default()
}

#[tauri::command(async)]
pub fn fixity(desk: State<'_, Desk>) -> Outcome<Fixity> {
    desk.word(desk.library()?.fixity())
}

#[tauri::command(async)]
pub fn backup(app: AppHandle, desk: State<'_, Desk>, job: String, to: PathBuf) -> Outcome<BackupReport> {
    desk.word(desk.library()?.backup(&to, &desk.job(app, job)))
}

#[tauri::command(async)]
pub fn planned_backups(desk: State<'_, Desk>) -> Outcome<PlannedBackups> {
    desk.word(desk.library()?.planned_backups())
}

/// No folder: no more backups are made without being asked for.
#[tauri::command(async)]
pub fn plan_backups(desk: State<'_, Desk>, folder: Option<PathBuf>, keep: usize) -> Outcome<PlannedBackups> {
    let library = desk.library()?;
    desk.word(library.plan_backups(folder.as_deref().map(|folder| (folder, keep))))?;
    desk.word(library.planned_backups())
}

#[tauri::command(async)]
pub fn backup_as_planned(app: AppHandle, desk: State<'_, Desk>, job: String) -> Outcome<DatedBackup> {
    desk.word(desk.library()?.backup_as_planned(&desk.job(app, job)))
}

#[tauri::command]
pub fn cancel_job(desk: State<'_, Desk>, job: String) {
    desk.stop(&job);
}
