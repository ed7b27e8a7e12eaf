//! Pictures of articles by the names that people and other programs have for them.

use super::Selection;
use crate::{Library, LibraryError};
use fonds_import::Noted;
use fonds_model::{Area, Article, ArticleId, AssetInfo, Projection, Region, TextTarget};

impl Library {
    /// A part of a picture of an article. The picture is named by its number in the article, from 1, its file's name or the
    /// beginning of its digest; the part by a media fragment, such as `percent:10,20,30,40` or `pixel:120,80,200,150`.
    ///
    /// # Errors
    /// `unknown-article`, `picture-not-found`, `region-unclear`.
    pub fn region(
        &self,
        article: &ArticleId,
        picture: &str,
        fragment: &str,
    ) -> Result<Selection, LibraryError> {
        let article = self.article(article)?;
        let pictures = Projection::of(&article).pictures;
        let info = |n: usize| article.assets.iter().find(|asset| asset.digest == pictures[n].asset);
        let is_meant = |n: &usize| {
            let begins = picture.len() >= SHORTEST_NAME && pictures[*n].asset.as_str().starts_with(picture);
            begins || info(*n).is_some_and(|asset| asset.file_name == picture)
        };
        let counted = picture.parse().ok().and_then(|n: usize| n.checked_sub(1));
        let n = counted.filter(|n| *n < pictures.len()).or_else(|| (0..pictures.len()).find(is_meant));
        let n = n.ok_or_else(|| LibraryError::PictureNotFound(picture.to_owned()))?;
        let fragment = fragment.strip_prefix("xywh=").unwrap_or(fragment);
        let area = Area::read(&format!("xywh={fragment}"), info(n).map(|asset| (asset.width, asset.height)));
        let area = area.ok_or_else(|| LibraryError::RegionUnclear(fragment.to_owned()))?;
        let region = Region { asset: pictures[n].asset.clone(), fragment: area };
        Ok(Selection::Region { region, near: pictures[n].at })
    }
}

/// Letters of a digest that name a picture.
const SHORTEST_NAME: usize = 6;

/// The place of a region that came from elsewhere, in this article.
pub(super) fn incoming(article: &Article, projection: &Projection, noted: &Noted) -> Option<TextTarget> {
    let asset = meant(article, projection, &noted.pictures)?;
    let fragment = Area::read(&noted.fragment, Some((asset.width, asset.height)))?;
    let region = Region { asset: asset.digest.clone(), fragment };
    TextTarget::of_region(projection, region, noted.position.map_or(0, |place| place.start))
}

/// The picture by its digest, else by its file's name, else the only one.
fn meant<'a>(article: &'a Article, projection: &Projection, names: &[String]) -> Option<&'a AssetInfo> {
    let shown = |asset: &&AssetInfo| projection.picture(&asset.digest, 0).is_some();
    let pictures = || article.assets.iter().filter(shown);
    let digests: Vec<&str> = names.iter().filter_map(|name| name.strip_prefix("sha256:")).collect();
    if !digests.is_empty() {
        return pictures().find(|asset| digests.contains(&asset.digest.as_str()));
    }
    let file = |name: &String| {
        let path = name.split(['?', '#']).next().unwrap_or_default();
        path.rsplit('/').next().unwrap_or_default().to_lowercase()
    };
    let files: Vec<String> = names.iter().map(file).filter(|file| !file.is_empty()).collect();
    let named = pictures().find(|asset| files.contains(&asset.file_name.to_lowercase()));
    named.or_else(|| pictures().next().filter(|_| pictures().count() == 1))
}
