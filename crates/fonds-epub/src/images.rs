//! The book's pictures: read, made smaller where the options say so, and written, one at a time.

use crate::container::Container;
use crate::cover::Cover;
use crate::reduction::{self, Reduced};
use crate::{EpubError, EpubOptions, Written};
use fonds_model::{AssetInfo, AssetSource, Book, Diagnostic, Digest, Progress};
use std::collections::HashMap;
use std::io::{Seek, Write};

/// A picture of the book.
#[derive(Clone, Debug)]
pub(crate) struct Picture {
    pub digest: Digest,
    /// Its path below the package.
    pub href: String,
    pub media_type: String,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// The pictures that the book shows, each once.
#[derive(Clone, Debug, Default)]
pub(crate) struct Pictures {
    pub all: Vec<Picture>,
    places: HashMap<Digest, usize>,
}

impl Pictures {
    /// The picture of that digest.
    pub fn get(&self, digest: &Digest) -> Option<&Picture> {
        self.all.get(*self.places.get(digest)?)
    }

    fn add(&mut self, picture: Picture) {
        self.places.insert(picture.digest.clone(), self.all.len());
        self.all.push(picture);
    }
}

/// Writes the pictures. One that cannot be read is told and left out: it must be neither shown nor listed.
pub(crate) fn put<W: Write + Seek>(
    container: &mut Container<W>,
    book: &Book,
    assets: &dyn AssetSource,
    options: &EpubOptions,
    progress: &dyn Progress,
    written: &mut Written,
) -> Result<Pictures, EpubError> {
    let mut shown = Pictures::default();
    for mut picture in wanted(book) {
        progress.check()?;
        if shown.get(&picture.digest).is_some() {
            continue;
        }
        let Some((bytes, given)) = prepared(&mut picture, assets, options, &mut written.diagnostics) else {
            continue;
        };
        written.picture_bytes.given += given;
        written.picture_bytes.written += bytes.len() as u64;
        container.store(&format!("OEBPS/{}", picture.href), &bytes)?;
        shown.add(picture);
    }
    Ok(shown)
}

/// The pictures as they would be written, and how many bytes each takes by its digest.
pub(crate) fn measure(
    book: &Book,
    assets: &dyn AssetSource,
    options: &EpubOptions,
    progress: &dyn Progress,
) -> Result<(Pictures, HashMap<Digest, u64>), EpubError> {
    let mut shown = Pictures::default();
    let mut lengths = HashMap::new();
    for mut picture in wanted(book) {
        progress.check()?;
        if shown.get(&picture.digest).is_some() {
            continue;
        }
        // What is wrong is told when it is written.
        if let Some((bytes, _)) = prepared(&mut picture, assets, options, &mut Vec::new()) {
            lengths.insert(picture.digest.clone(), bytes.len() as u64);
            shown.add(picture);
        }
    }
    Ok((shown, lengths))
}

/// A picture's bytes as they are written, and their number as they were given; `None` where it cannot be read.
fn prepared(
    picture: &mut Picture,
    assets: &dyn AssetSource,
    options: &EpubOptions,
    diagnostics: &mut Vec<Diagnostic>,
) -> Option<(Vec<u8>, u64)> {
    let mut bytes = match assets.read(&picture.digest) {
        Ok(bytes) => bytes,
        Err(error) => {
            let message = format!("the picture {} could not be read and was left out: {error}", picture.href);
            diagnostics.push(Diagnostic::warning("image-unreadable", message));
            return None;
        }
    };
    let given = bytes.len() as u64;
    if let Some(most) = options.max_image_width.filter(|most| picture.width > *most) {
        match reduction::reduce(&bytes, &picture.media_type, most) {
            Ok(Some(reduced)) => bytes = replace(picture, reduced),
            Ok(None) => {}
            Err(error) => {
                let message = format!(
                    "the picture {} could not be made smaller and stays as it is: {error}",
                    picture.href
                );
                diagnostics.push(Diagnostic::warning("image-not-reduced", message));
            }
        }
    }
    Some((bytes, given))
}

/// The most that a cover is wide, in pixels, where the options say nothing else.
const COVER_WIDTH: u32 = 1600;

/// Writes the picture on the cover, if there is to be one; the cover is of letters where it cannot be used.
pub(crate) fn cover<W: Write + Seek>(
    container: &mut Container<W>,
    assets: &dyn AssetSource,
    options: &EpubOptions,
    written: &mut Written,
) -> Result<Cover, EpubError> {
    let Some(digest) = &options.cover else { return Ok(Cover::lettered()) };
    let read = assets.read(digest).map_err(|error| error.to_string());
    let kind = |bytes: &[u8]| {
        AssetInfo::media_type_of(bytes).ok_or("it is no picture of a kind that e-books show".to_owned())
    };
    let known = read.and_then(|bytes| Ok((kind(&bytes)?, bytes)));
    let (mut media_type, mut bytes) = match known {
        Ok(known) => known,
        Err(reason) => {
            let message = format!("the picture for the cover cannot be used: {reason}");
            written
                .diagnostics
                .push(Diagnostic::warning("cover-unusable", message).hint("choose another one"));
            return Ok(Cover::lettered());
        }
    };
    let most = options.max_image_width.unwrap_or(COVER_WIDTH);
    // One that cannot be made smaller is a cover as it is.
    if let Ok(Some(reduced)) = reduction::reduce(&bytes, media_type, most) {
        (media_type, bytes) = (reduced.media_type, reduced.bytes);
    }
    let ending = ending(media_type).unwrap_or_default();
    let href = format!("images/cover.{ending}");
    container.store(&format!("OEBPS/{href}"), &bytes)?;
    Ok(Cover { href, media_type: media_type.to_owned() })
}

/// The pictures of kinds that EPUB 3.3 has among its core media types.
fn wanted(book: &Book) -> impl Iterator<Item = Picture> {
    book.assets.iter().filter_map(|asset| {
        Some(Picture {
            digest: asset.digest.clone(),
            href: href(&asset.digest, &asset.media_type)?,
            media_type: asset.media_type.clone(),
            width: asset.width,
            height: asset.height,
        })
    })
}

/// Digits of a picture's digest that its file is named after.
const DIGITS: usize = 16;

/// The name of a picture's file, without its ending.
pub(crate) fn name(digest: &Digest) -> &str {
    digest.as_str().get(..DIGITS).unwrap_or_default()
}

fn href(digest: &Digest, media_type: &str) -> Option<String> {
    let name = name(digest);
    Some(format!("images/{}.{}", (name.len() == DIGITS).then_some(name)?, ending(media_type)?))
}

fn ending(media_type: &str) -> Option<&'static str> {
    match media_type {
        "image/png" => Some("png"),
        "image/jpeg" => Some("jpg"),
        "image/gif" => Some("gif"),
        "image/webp" => Some("webp"),
        _ => None,
    }
}

/// The smaller picture may be of another kind, and then has another name.
fn replace(picture: &mut Picture, reduced: Reduced) -> Vec<u8> {
    if let Some(href) = href(&picture.digest, reduced.media_type) {
        picture.href = href;
        picture.media_type = reduced.media_type.to_owned();
    }
    (picture.width, picture.height) = (reduced.width, reduced.height);
    reduced.bytes
}
