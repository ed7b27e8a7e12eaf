//! Annotations.

use crate::state::{Desk, Outcome};
use fonds_library::{Selection, ShownAnnotation};
use fonds_model::{AnnotationId, ArticleId, Colour, TextPosition};
use tauri::State;

#[tauri::command(async)]
pub fn annotate(
    desk: State<'_, Desk>,
    article: ArticleId,
    start: usize,
    end: usize,
    colour: Colour,
    note: String,
    tags: Vec<String>,
) -> Outcome<ShownAnnotation> {
    let place = Selection::Position(TextPosition { start, end });
    desk.word(desk.library()?.annotate(&article, &place, colour, &note, &tags))
}

#[tauri::command(async)]
pub fn set_annotation(
    desk: State<'_, Desk>,
    id: AnnotationId,
    colour: Colour,
    note: String,
    tags: Vec<String>,
) -> Outcome<ShownAnnotation> {
    desk.word(desk.library()?.set_annotation(&id, colour, &note, &tags))
}

#[tauri::command(async)]
pub fn remove_annotation(desk: State<'_, Desk>, id: AnnotationId) -> Outcome<()> {
    desk.word(desk.library()?.remove_annotation(&id))
}

#[tauri::command(async)]
pub fn list_annotations(desk: State<'_, Desk>) -> Outcome<Vec<ShownAnnotation>> {
    desk.word(desk.library()?.shown_annotations(None))
}
