//! Bringing a library of an older format up to the present one, step by step.
//!
//! Before a step, the files that it changes are copied to `before-<version>/`. A step that was interrupted is done again.

use crate::StoreError;
use crate::error::at;
use crate::folder::{self, Device, LibraryInfo, Place};
use std::fs;
use std::path::Path;

/// Changes a library of one version into one of the next.
type Step = fn(&Path, &LibraryInfo, &Place, &str) -> Result<(), StoreError>;

/// From version `n + 1` to `n + 2`.
const STEPS: [Step; 1] = [one_to_two];

/// Migrates a library; gives it as it is afterwards.
pub(crate) fn migrate(
    library: &Path,
    info: LibraryInfo,
    place: &Place,
    agent: &str,
) -> Result<LibraryInfo, StoreError> {
    let first = info.version.saturating_sub(1) as usize;
    for step in STEPS.iter().skip(first) {
        step(library, &info, place, agent)?;
    }
    folder::read(library, place)
}

/// One `device.json` for all became a file for each place in `devices/`.
fn one_to_two(library: &Path, info: &LibraryInfo, place: &Place, agent: &str) -> Result<(), StoreError> {
    let old = library.join("device.json");
    if let Ok(text) = fs::read(&old) {
        keep(library, 2, &["fonds.json", "device.json"])?;
        let device: Device = serde_json::from_slice(&text)?;
        folder::write_device(library, place, &Device { agent: agent.to_owned(), ..device })?;
    }
    folder::write_head(library, &info.id, &info.title)?;
    if old.exists() {
        fs::remove_file(&old).map_err(at(&old))?;
    }
    Ok(())
}

fn keep(library: &Path, version: u32, files: &[&str]) -> Result<(), StoreError> {
    let folder = library.join(format!("before-{version}"));
    folder::make_folder(&folder)?;
    for file in files {
        let to = folder.join(file);
        if !to.exists() {
            fs::copy(library.join(file), &to).map_err(at(&to))?;
        }
    }
    Ok(())
}
