//! Correcting the text of an article.

use crate::state::{Desk, Outcome};
use fonds_library::{EditableText, TextCorrected, TextPart};
use fonds_model::{ArticleId, Digest};
use tauri::State;

#[tauri::command(async)]
pub fn editable_text(desk: State<'_, Desk>, id: ArticleId) -> Outcome<EditableText> {
    desk.word(desk.library()?.editable_text(&id))
}

#[tauri::command(async)]
pub fn edit_text(
    desk: State<'_, Desk>,
    id: ArticleId,
    revision: Digest,
    parts: Vec<TextPart>,
) -> Outcome<TextCorrected> {
    desk.word(desk.library()?.edit_text(&id, &revision, &parts))
}
