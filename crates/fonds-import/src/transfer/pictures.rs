//! The pictures of a transfer: those of the e-book, found by the beginnings of their digests and looked at anew.

use super::fields;
use crate::images::checked;
use crate::package::Package;
use fonds_model::{Article, Asset, Diagnostic, Digest};
use std::collections::HashMap;

/// Where the e-books that Fonds writes have their pictures.
const FOLDER: &str = "OEBPS/images/";
/// Digits of a digest in a picture's name.
const DIGITS: usize = 16;
/// Bytes that the pictures of all articles may have together; one that several show counts for each.
const LARGEST_SUM: usize = 512 << 20;

/// The pictures of a book.
pub(super) struct Pictures<'a, 'p> {
    files: &'a Package<'p>,
    /// The names of its files, sorted.
    names: &'a [String],
    known: HashMap<String, Option<Asset>>,
    room: usize,
}

impl<'a, 'p> Pictures<'a, 'p> {
    pub fn of(files: &'a Package<'p>, names: &'a [String]) -> Self {
        Self { files, names, known: HashMap::new(), room: LARGEST_SUM }
    }

    /// The pictures of an article that the book has, and what its body calls each of them.
    pub fn of_article(
        &mut self,
        article: &Article,
        remarks: &mut Vec<Diagnostic>,
    ) -> (Vec<Asset>, HashMap<Digest, Digest>) {
        let mut assets: Vec<Asset> = Vec::new();
        let mut held = HashMap::new();
        for info in &article.assets {
            if held.contains_key(&info.digest) {
                continue;
            }
            let name = fields::line(&info.file_name).replace(['/', '\\'], "-");
            let Some(mut asset) = self.picture(&info.digest) else {
                let message = "a picture is not in the book";
                remarks.push(Diagnostic::warning("image-missing", message).at(name));
                continue;
            };
            if asset.info.digest != info.digest {
                let message = "a picture is smaller in the book than in the library that it comes from";
                remarks.push(Diagnostic::info("image-reduced", message).at(name.clone()));
            }
            asset.info.file_name = name;
            held.insert(info.digest.clone(), asset.info.digest.clone());
            if !assets.iter().any(|known| known.info.digest == asset.info.digest) {
                assets.push(asset);
            }
        }
        (assets, held)
    }

    fn picture(&mut self, digest: &Digest) -> Option<Asset> {
        let start = digest.as_str().get(..DIGITS).filter(|s| s.bytes().all(|b| b.is_ascii_hexdigit()))?;
        let start = format!("{FOLDER}{start}.");
        let first = self.names.partition_point(|name| *name < start);
        let name = self.names.get(first).filter(|name| name.starts_with(&start))?;
        let files = self.files;
        let load = || checked(name, files.bytes(name).ok()?).ok();
        let asset = self.known.entry(name.clone()).or_insert_with(load).clone()?;
        self.room = self.room.checked_sub(asset.bytes.len())?;
        Some(asset)
    }
}
