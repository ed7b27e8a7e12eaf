//! The libraries that were open before, newest first, kept in the app's own folder.

use std::fs;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};

/// How many are kept.
const KEPT: usize = 8;

/// Libraries that are still there.
pub fn list(app: &AppHandle) -> Vec<PathBuf> {
    let bytes = file(app).and_then(|file| fs::read(file).ok()).unwrap_or_default();
    let paths: Vec<PathBuf> = serde_json::from_slice(&bytes).unwrap_or_default();
    paths.into_iter().filter(|path| path.join("fonds.json").is_file()).collect()
}

/// Puts a library first. That it cannot be noted keeps nobody from working.
pub fn note(app: &AppHandle, path: &Path) {
    let mut paths = list(app);
    paths.retain(|known| known != path);
    paths.insert(0, path.to_owned());
    paths.truncate(KEPT);
    let Some(file) = file(app) else { return };
    let written = serde_json::to_vec(&paths).map_err(std::io::Error::other).and_then(|bytes| {
        if let Some(folder) = file.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(&file, bytes)
    });
    if let Err(error) = written {
        tracing::warn!(%error, "the list of libraries could not be written");
    }
}

fn file(app: &AppHandle) -> Option<PathBuf> {
    Some(app.path().app_config_dir().ok()?.join("recent.json"))
}
