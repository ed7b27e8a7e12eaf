//! Annotations.

use crate::state::{Desk, Outcome};
use fonds_library::{
    AnnotationFilter, AnnotationOrder, AnnotationPage, AnnotationsReport, AnnotationsWritten, Selection,
    ShownAnnotation,
};
use fonds_model::{AnnotationId, ArticleId, Colour, TextPosition};
use std::path::PathBuf;
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

/// A page of all annotations that fit a filter.
#[tauri::command(async)]
pub fn find_annotations(
    desk: State<'_, Desk>,
    filter: AnnotationFilter,
    order: AnnotationOrder,
    offset: usize,
    limit: usize,
) -> Outcome<AnnotationPage> {
    desk.word(desk.library()?.find_annotations(&filter, order, offset, limit))
}

/// The ids of all annotations that fit a filter.
#[tauri::command(async)]
pub fn annotation_ids(
    desk: State<'_, Desk>,
    filter: AnnotationFilter,
    order: AnnotationOrder,
) -> Outcome<Vec<AnnotationId>> {
    desk.word(desk.library()?.annotation_ids(&filter, order))
}

#[tauri::command(async)]
pub fn remove_annotations(desk: State<'_, Desk>, ids: Vec<AnnotationId>) -> Outcome<()> {
    desk.word(desk.library()?.remove_annotations(&ids))
}

#[tauri::command(async)]
pub fn export_annotations(
    desk: State<'_, Desk>,
    ids: Vec<AnnotationId>,
    path: PathBuf,
) -> Outcome<AnnotationsWritten> {
    desk.word(desk.library()?.export_annotations(&ids, &path, desk.language()))
}

/// `article` takes those that name none.
#[tauri::command(async)]
pub fn import_annotations(
    desk: State<'_, Desk>,
    path: PathBuf,
    article: Option<ArticleId>,
) -> Outcome<AnnotationsReport> {
    desk.word(desk.library()?.import_annotations(&path, article.as_ref(), desk.language()))
}
