//! The picture on a book's cover: kept among the originals, named by the collection's settings.

use crate::problem::read_error;
use crate::{Library, LibraryError};
use fonds_model::text::clean_line;
use fonds_model::{CollectionId, ExportSettings};
use fonds_store::{Change, Original};
use serde_json::{Map, json};
use std::path::Path;

impl Library {
    /// Puts a picture on the cover of a collection's books; none brings back the cover of letters. Gives the settings as
    /// they are now.
    ///
    /// # Errors
    /// `unknown-collection`, `not-a-picture`, or what the disk says.
    pub fn set_cover(
        &self,
        id: &CollectionId,
        picture: Option<&Path>,
    ) -> Result<ExportSettings, LibraryError> {
        let mut settings = self.collection(id)?.settings;
        let asset = match picture {
            None => None,
            Some(path) => {
                let name =
                    path.file_name().map(|name| clean_line(&name.to_string_lossy())).unwrap_or_default();
                let bytes = std::fs::read(path).map_err(read_error(path))?;
                let asset = fonds_import::picture(&name, bytes);
                Some(asset.ok_or_else(|| LibraryError::NotAPicture(path.to_owned()))?)
            }
        };
        settings.ebook.cover = asset.as_ref().map(|asset| asset.info.digest.clone());
        let originals: Vec<Original<'_>> = asset
            .iter()
            .map(|asset| Original {
                bytes: &asset.bytes,
                media_type: &asset.info.media_type,
                file_name: Some(&asset.info.file_name),
                url: None,
                text: None,
                exchange: None,
            })
            .collect();
        let fields = Map::from_iter([("settings".to_owned(), json!(settings))]);
        self.commit(&originals, &[Change::SetCollection { id: id.clone(), fields }])?;
        Ok(settings)
    }
}
