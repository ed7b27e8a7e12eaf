//! What the reader asks for: citations to copy, notes as blocks, originals, links, names of colours.

use crate::state::{Desk, Outcome};
use fonds_library::{Copied, LibraryError, OriginalInfo};
use fonds_model::{ArticleId, Block, TextPosition};
use std::collections::BTreeMap;
use std::path::PathBuf;
use tauri::ipc::Response;
use tauri::{AppHandle, State};
use tauri_plugin_opener::OpenerExt;

/// The citation of an article, or of a passage with its words.
#[tauri::command(async)]
pub fn copied_citation(
    desk: State<'_, Desk>,
    article: ArticleId,
    passage: Option<TextPosition>,
) -> Outcome<Copied> {
    desk.word(desk.library()?.copied_citation(&article, passage, desk.language()))
}

/// A note's Markdown as blocks.
#[tauri::command]
pub fn note_blocks(markdown: &str) -> Vec<Block> {
    fonds_library::note_blocks(markdown)
}

/// How an original can be looked at.
#[tauri::command(async)]
pub fn original_info(desk: State<'_, Desk>, article: ArticleId) -> Outcome<OriginalInfo> {
    desk.word(desk.library()?.original_info(&article))
}

/// An original as text.
#[tauri::command(async)]
pub fn original_text(desk: State<'_, Desk>, article: ArticleId) -> Outcome<String> {
    desk.word(desk.library()?.original_text(&article))
}

/// The bytes of an original, for programs of the window that draw them.
#[tauri::command(async)]
pub fn original_bytes(desk: State<'_, Desk>, article: ArticleId) -> Outcome<Response> {
    Ok(Response::new(desk.word(desk.library()?.original_bytes(&article))?))
}

/// Saves the exact bytes of an original.
#[tauri::command(async)]
pub fn save_original(desk: State<'_, Desk>, article: ArticleId, path: PathBuf) -> Outcome<()> {
    desk.word(desk.library()?.write_original(&article, &path)).map(|_| ())
}

/// Hands an address of the web or of mail to the system, after the user has said so.
#[tauri::command(async)]
pub fn open_address(app: AppHandle, desk: State<'_, Desk>, address: String) -> Outcome<()> {
    if !fonds_library::may_be_opened(&address) {
        return Err(desk.problem(&LibraryError::LinkRefused(address)));
    }
    app.opener().open_url(&address, None::<&str>).map_err(|error| {
        tracing::warn!(%error, "the address could not be opened");
        desk.problem(&LibraryError::NoBrowser(address))
    })
}

/// What the user calls the colours of highlights.
#[tauri::command(async)]
pub fn colour_names(desk: State<'_, Desk>) -> Outcome<BTreeMap<String, String>> {
    Ok(desk.library()?.colour_names())
}

/// Names the colours of highlights; an empty name gives a colour back its own.
#[tauri::command(async)]
pub fn name_colours(desk: State<'_, Desk>, names: BTreeMap<String, String>) -> Outcome<()> {
    desk.word(desk.library()?.name_colours(&names))
}
