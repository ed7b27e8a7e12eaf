//! House styles: those that come with Fonds, and the institution's own in the folder `house-styles` of the library.

use crate::problem::LibraryError;
use crate::{Language, Library};
use fonds_pdf::house::{self, HouseStyle};
use serde::Serialize;
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

/// Bytes that a file of a house style may have.
const LARGEST: u64 = 16 << 20;

/// A house style, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct HouseInfo {
    /// Its name in settings.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// What it is for, or empty.
    pub description: String,
    /// Whether it is the library's own.
    pub own: bool,
}

/// The house styles that come with Fonds, the usual one first.
pub fn bundled_house_styles(language: Language) -> Vec<HouseInfo> {
    house::bundled().iter().map(|style| info(style, language, false)).collect()
}

impl Library {
    /// All house styles, the library's own first. One that cannot be read is named by its folder.
    pub fn house_styles(&self, language: Language) -> Vec<HouseInfo> {
        let own = self.own_houses().into_iter().map(|(name, path)| {
            let style = read(&name, &path).unwrap_or_else(|_| HouseStyle { name, ..HouseStyle::default() });
            info(&style, language, true)
        });
        own.chain(bundled_house_styles(language)).collect()
    }

    /// The house style of that name; the usual one when the name is empty.
    ///
    /// # Errors
    /// `unknown-house`, `house-broken`.
    pub(crate) fn house_style(&self, name: &str) -> Result<HouseStyle, LibraryError> {
        if let Some((_, path)) = self.own_houses().into_iter().find(|(own, _)| own == name) {
            let broken = |reason: String| LibraryError::HouseBroken { path: path.clone(), reason };
            return read(name, &path).map_err(broken);
        }
        house::named(name).ok_or_else(|| LibraryError::NoHouse(name.to_owned()))
    }

    fn own_houses(&self) -> Vec<(String, PathBuf)> {
        let folders = fs::read_dir(self.store.dir().join("house-styles")).into_iter().flatten().flatten();
        let named =
            folders.filter_map(|folder| Some((folder.file_name().into_string().ok()?, folder.path())));
        let mut own: Vec<_> = named.filter(|(_, path)| path.is_dir()).collect();
        own.sort();
        own
    }
}

fn info(style: &HouseStyle, language: Language, own: bool) -> HouseInfo {
    let locale = language.locale();
    let primary = locale.split('-').next().unwrap_or_default();
    let description = style.descriptions.get(primary).or_else(|| style.descriptions.get("en"));
    HouseInfo {
        name: style.name.clone(),
        title: style.title(locale).to_owned(),
        description: description.cloned().unwrap_or_default(),
        own,
    }
}

fn read(name: &str, folder: &Path) -> Result<HouseStyle, String> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        let (Ok(file), Ok(meta)) = (entry.file_name().into_string(), entry.metadata()) else { continue };
        if !meta.is_file() {
            continue;
        }
        if meta.len() > LARGEST {
            return Err(format!("{file}: {} MB", meta.len() >> 20));
        }
        let bytes = fs::read(entry.path()).map_err(|error| format!("{file}: {error}"))?;
        files.insert(file, bytes);
    }
    HouseStyle::from_files(name, files).map_err(|reason| format!("{}: {reason}", house::CARD))
}
