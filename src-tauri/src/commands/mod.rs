//! The window's commands, by domain. Each asks the library and words failures.

mod annotations;
mod articles;
mod citing;
mod collections;
mod exporting;
mod history;
mod libraries;
mod tags;

use tauri::Wry;
use tauri::ipc::Invoke;

/// Answers the window's calls.
pub fn handler() -> impl Fn(Invoke<Wry>) -> bool + Send + Sync + 'static {
    tauri::generate_handler![
        libraries::app_state,
        libraries::set_language,
        libraries::create_library,
        libraries::open_library,
        libraries::close_library,
        libraries::verify,
        libraries::compact,
        libraries::fixity,
        libraries::backup,
        libraries::planned_backups,
        libraries::plan_backups,
        libraries::backup_as_planned,
        libraries::cancel_job,
        articles::import,
        articles::import_pasted,
        articles::alike,
        articles::watched,
        articles::watch,
        articles::import_watched,
        articles::list_articles,
        articles::read_article,
        articles::edit_article,
        articles::remove_articles,
        articles::search,
        articles::toggle_clause,
        annotations::annotate,
        annotations::set_annotation,
        annotations::remove_annotation,
        annotations::list_annotations,
        tags::list_tags,
        tags::tag_articles,
        tags::untag_articles,
        tags::rename_tag,
        tags::merge_tags,
        collections::list_collections,
        collections::read_collection,
        collections::new_collection,
        collections::set_collection,
        collections::remove_collection,
        collections::add_items,
        collections::set_item,
        collections::remove_items,
        collections::move_item,
        history::undo,
        history::redo,
        history::history,
        history::trash,
        history::restore_trashed,
        history::empty_trash,
        history::purge_original,
        citing::styles,
        citing::locales,
        citing::cite,
        citing::citable,
        citing::cited_text,
        citing::written_citation,
        exporting::export_collection,
        exporting::set_cover,
        exporting::house_styles,
        exporting::preview_collection,
        exporting::preview_bytes,
        exporting::undescribed_pictures,
        exporting::describe_picture,
        exporting::show_in_folder,
    ]
}
