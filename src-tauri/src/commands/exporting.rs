//! Exports.

use crate::state::{Desk, Outcome};
use fonds_library::{
    CollectionValues, EbookFiles, EbookPreview, ExportReport, HouseInfo, LibraryError, Preview, Undescribed,
    worded,
};
use fonds_model::{ArticleId, CollectionId, Digest, ExportSettings};
use serde::Serialize;
use std::path::PathBuf;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

#[tauri::command(async)]
pub fn export_collection(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    id: CollectionId,
    path: PathBuf,
    settings: ExportSettings,
) -> Outcome<ExportReport> {
    let library = desk.library()?;
    let kept = CollectionValues { settings: Some(settings.clone()), ..CollectionValues::default() };
    desk.word(library.set_collection(&id, &kept))?;
    let mut report = desk.word(library.export(&id, &path, &settings, None, &desk.job(app, job)))?;
    report.diagnostics = worded(report.diagnostics, desk.language());
    let volumes = report.volumes.iter().map(|volume| volume.path.clone());
    desk.exported().extend(volumes.chain([report.path.clone()]));
    Ok(report)
}

/// Puts a picture on the cover of a collection's e-books, or takes it away. Gives the collection's settings.
#[tauri::command(async)]
pub fn set_cover(
    desk: State<'_, Desk>,
    id: CollectionId,
    picture: Option<PathBuf>,
) -> Outcome<ExportSettings> {
    desk.word(desk.library()?.set_cover(&id, picture.as_deref()))
}

/// The house styles of the open library.
#[tauri::command(async)]
pub fn house_styles(desk: State<'_, Desk>) -> Outcome<Vec<HouseInfo>> {
    Ok(desk.library()?.house_styles(desk.language()))
}

/// Pictures of a collection without alternative text.
#[tauri::command(async)]
pub fn undescribed_pictures(desk: State<'_, Desk>, id: CollectionId) -> Outcome<Vec<Undescribed>> {
    desk.word(desk.library()?.undescribed(&id))
}

/// Gives a picture an alternative text.
#[tauri::command(async)]
pub fn describe_picture(
    desk: State<'_, Desk>,
    article: ArticleId,
    asset: Digest,
    words: String,
) -> Outcome<()> {
    desk.word(desk.library()?.describe_picture(&article, &asset, &words))
}

/// Makes the print file with these settings in memory; [`preview_bytes`] gives it.
#[tauri::command(async)]
pub fn preview_collection(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    id: CollectionId,
    title: Option<String>,
    settings: ExportSettings,
) -> Outcome<Preview> {
    let library = desk.library()?;
    let mut preview = desk.word(library.preview(&id, &settings, title.as_deref(), &desk.job(app, job)))?;
    preview.diagnostics = worded(preview.diagnostics, desk.language());
    desk.keep_preview(std::mem::take(&mut preview.bytes));
    Ok(preview)
}

/// The last preview's file.
#[tauri::command(async)]
pub fn preview_bytes(desk: State<'_, Desk>) -> tauri::ipc::Response {
    tauri::ipc::Response::new(desk.take_preview())
}

/// An e-book that can be looked at.
#[derive(Serialize)]
pub struct LookedAt {
    /// Its number in the addresses of its pages.
    preview: u64,
    #[serde(flatten)]
    book: EbookPreview,
}

/// Makes the e-book with these settings; a frame shows its pages.
#[tauri::command(async)]
pub fn preview_ebook(
    app: AppHandle,
    desk: State<'_, Desk>,
    job: String,
    id: CollectionId,
    title: Option<String>,
    settings: ExportSettings,
) -> Outcome<LookedAt> {
    let library = desk.library()?;
    let made = library.preview_ebook(&id, &settings, title.as_deref(), &desk.job(app, job));
    let mut book = desk.word(made)?;
    book.diagnostics = worded(book.diagnostics, desk.language());
    let preview = desk.keep_ebook(std::mem::take(&mut book.files));
    Ok(LookedAt { preview, book })
}

/// Nobody looks at the e-book any more.
#[tauri::command(async)]
pub fn close_ebook(desk: State<'_, Desk>) {
    desk.keep_ebook(EbookFiles::default());
}

#[tauri::command(async)]
pub fn show_in_folder(app: AppHandle, desk: State<'_, Desk>, path: PathBuf) -> Outcome<()> {
    app.opener().reveal_item_in_dir(&path).map_err(|error| {
        tracing::warn!(%error, "the folder could not be shown");
        desk.problem(&LibraryError::NoFileManager(path))
    })
}
