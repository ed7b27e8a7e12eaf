//! The libraries that were open before, newest first, kept in the app's own folder.

use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};
use tauri::{AppHandle, Manager};

/// How many are kept.
const KEPT: usize = 8;

/// A library that was open before.
#[derive(Serialize)]
pub struct Recent {
    path: PathBuf,
    /// None where it cannot be read.
    title: Option<String>,
    /// Its folder is not there; perhaps its disk is not connected.
    missing: bool,
}

/// The libraries, with those that are not there now.
pub fn list(app: &AppHandle) -> Vec<Recent> {
    paths(app).into_iter().map(look).collect()
}

/// Puts a library first.
pub fn note(app: &AppHandle, path: &Path) {
    let mut paths = paths(app);
    paths.retain(|known| known != path);
    paths.insert(0, path.to_owned());
    paths.truncate(KEPT);
    keep(app, &paths);
}

/// Takes a library off the list; its folder stays.
pub fn forget(app: &AppHandle, path: &Path) {
    let mut paths = paths(app);
    paths.retain(|known| known != path);
    keep(app, &paths);
}

fn look(path: PathBuf) -> Recent {
    #[derive(Deserialize)]
    struct Named {
        title: String,
    }
    let manifest = fs::read(path.join("fonds.json"));
    let missing = manifest.is_err();
    let named = manifest.ok().and_then(|bytes| serde_json::from_slice::<Named>(&bytes).ok());
    Recent { path, title: named.map(|named| named.title), missing }
}

fn paths(app: &AppHandle) -> Vec<PathBuf> {
    let bytes = file(app).and_then(|file| fs::read(file).ok()).unwrap_or_default();
    serde_json::from_slice(&bytes).unwrap_or_default()
}

/// That it cannot be kept keeps nobody from working.
fn keep(app: &AppHandle, paths: &[PathBuf]) {
    let Some(file) = file(app) else { return };
    let written = serde_json::to_vec(paths).map_err(std::io::Error::other).and_then(|bytes| {
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_library_is_called_by_its_title_and_a_missing_one_is_told() -> std::io::Result<()> {
        let folder = std::env::temp_dir().join(format!("fonds-recent-{}", std::process::id()));
        fs::create_dir_all(&folder)?;
        fs::write(folder.join("fonds.json"), r#"{"title":"Kho báo","format":2}"#)?;
        let found = look(folder.clone());
        fs::remove_dir_all(&folder)?;
        assert_eq!((found.title.as_deref(), found.missing), (Some("Kho báo"), false));
        let gone = look(folder);
        assert_eq!((gone.title, gone.missing), (None, true));
        Ok(())
    }
}
