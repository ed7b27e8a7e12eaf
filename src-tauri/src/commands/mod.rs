//! The window's commands, by domain. Each asks the library and words failures.

mod annotations;
mod articles;
mod citing;
mod collections;
mod exporting;
mod history;
mod libraries;
mod lists;
mod reading;
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
        articles::pieces,
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
        lists::list_page,
        lists::list_ids,
        lists::list_place,
        lists::list_rows,
        lists::search_ids,
        lists::preview_edits,
        lists::edit_many,
        lists::edit_details,
        lists::check_field,
        lists::read_date,
        lists::saved_views,
        lists::save_views,
        annotations::annotate,
        annotations::set_annotation,
        annotations::remove_annotation,
        annotations::list_annotations,
        reading::copied_citation,
        reading::note_blocks,
        reading::original_info,
        reading::original_text,
        reading::original_bytes,
        reading::save_original,
        reading::open_address,
        reading::colour_names,
        reading::name_colours,
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
        history::recent_changes,
        history::undo_to,
        history::redo_to,
        history::trash,
        history::restore_trashed,
        history::empty_trash,
        history::purge_original,
        citing::styles,
        citing::locales,
        citing::cite,
        exporting::export_collection,
        exporting::house_styles,
        exporting::preview_collection,
        exporting::preview_bytes,
        exporting::undescribed_pictures,
        exporting::describe_picture,
        exporting::show_in_folder,
    ]
}
