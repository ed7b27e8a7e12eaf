//! Annotations of parts of pictures.

use crate::state::{Desk, Outcome};
use fonds_library::{Selection, ShownAnnotation};
use fonds_model::{Area, ArticleId, Colour, Digest, Region};
use tauri::State;

/// `fragment` is `xywh=percent:…`; `near` tells apart pictures that are the same.
#[tauri::command(async)]
pub fn annotate_region(
    desk: State<'_, Desk>,
    article: ArticleId,
    asset: Digest,
    fragment: Area,
    near: usize,
    colour: Colour,
) -> Outcome<ShownAnnotation> {
    let part = Selection::Region { region: Region { asset, fragment }, near };
    desk.word(desk.library()?.annotate(&article, &part, colour, "", &[]))
}
