//! Tags.

use crate::state::{Desk, Outcome};
use fonds_library::{TagEntry, TagValues};
use fonds_model::{ArticleId, TagId};
use tauri::State;

#[tauri::command(async)]
pub fn list_tags(desk: State<'_, Desk>) -> Outcome<Vec<TagEntry>> {
    desk.word(desk.library()?.tags())
}

#[tauri::command(async)]
pub fn tag_articles(desk: State<'_, Desk>, articles: Vec<ArticleId>, label: String) -> Outcome<()> {
    desk.word(desk.library()?.tag(&articles, &label)).map(|_| ())
}

#[tauri::command(async)]
pub fn put_tag(desk: State<'_, Desk>, articles: Vec<ArticleId>, tag: TagId) -> Outcome<()> {
    desk.word(desk.library()?.put_tag(&articles, &tag))
}

#[tauri::command(async)]
pub fn untag_articles(desk: State<'_, Desk>, articles: Vec<ArticleId>, tag: TagId) -> Outcome<()> {
    desk.word(desk.library()?.untag(&articles, &tag))
}

#[tauri::command(async)]
pub fn new_tag(desk: State<'_, Desk>, values: TagValues) -> Outcome<TagEntry> {
    desk.word(desk.library()?.new_tag(&values))
}

#[tauri::command(async)]
pub fn set_tag(desk: State<'_, Desk>, tag: TagId, values: TagValues) -> Outcome<TagEntry> {
    desk.word(desk.library()?.set_tag(&tag, &values))
}

#[tauri::command(async)]
pub fn remove_tag(desk: State<'_, Desk>, tag: TagId) -> Outcome<()> {
    desk.word(desk.library()?.remove_tag(&tag))
}

/// With `keep_names`, the names of the one that goes become synonyms of the one that stays.
#[tauri::command(async)]
pub fn merge_tags(desk: State<'_, Desk>, from: TagId, into: TagId, keep_names: bool) -> Outcome<()> {
    desk.word(desk.library()?.merge_tags(&from, &into, keep_names))
}
