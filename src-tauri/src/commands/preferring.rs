//! What the user prefers, and what this program is.

use crate::preferences::{self, Preferences};
use crate::state::{Desk, Outcome};
use fonds_library::{LibraryError, environment};
use serde::Serialize;
use std::path::PathBuf;
use tauri::{AppHandle, State};

/// What the settings page shows and cannot change.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub struct About {
    version: &'static str,
    /// The name under which changes are noted where none was chosen.
    system_name: String,
    /// The folder in which the preferences are kept.
    preferences: Option<PathBuf>,
}

#[tauri::command(async)]
pub fn about(app: AppHandle) -> About {
    About {
        version: env!("CARGO_PKG_VERSION"),
        system_name: environment().agent,
        preferences: preferences::file(&app).and_then(|file| Some(file.parent()?.to_owned())),
    }
}

#[tauri::command(async)]
pub fn preferences(desk: State<'_, Desk>) -> Preferences {
    desk.preferences()
}

#[tauri::command(async)]
pub fn set_preferences(
    app: AppHandle,
    desk: State<'_, Desk>,
    preferences: Preferences,
) -> Outcome<Preferences> {
    let preferences = preferences.tidied();
    let path = preferences::file(&app).unwrap_or_default();
    let written = preferences.write(&app).map_err(|source| LibraryError::Write { path, source });
    desk.word(written)?;
    desk.prefer(preferences.clone());
    Ok(preferences)
}
