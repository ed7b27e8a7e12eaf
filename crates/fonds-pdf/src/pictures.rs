//! Pictures: decoded once, scaled to what print can show.

use fonds_model::{AssetSource, Book, Diagnostic, Digest};
use image::{DynamicImage, ImageFormat};
use std::collections::BTreeMap;
use std::io::Cursor;
use typst::foundations::Bytes;

/// Pixels of the longer side at most: 300 dots an inch over the width of A4's text.
const LARGEST: u32 = 2000;

/// A picture that can be printed.
pub(crate) struct Picture {
    /// PNG or JPEG, for Typst to place.
    pub bytes: Bytes,
    /// Whether the bytes are a JPEG that can go into the file as it is: three channels, not scaled.
    pub jpeg: bool,
    pub width: u32,
    pub height: u32,
}

/// The book's pictures that can be read; the others are told.
pub(crate) fn read(
    book: &Book,
    assets: &dyn AssetSource,
    remarks: &mut Vec<Diagnostic>,
) -> BTreeMap<Digest, Picture> {
    let mut pictures = BTreeMap::new();
    for asset in &book.assets {
        let picture = assets.read(&asset.digest).map_err(|error| error.to_string()).and_then(prepare);
        match picture {
            Ok(picture) => {
                pictures.insert(asset.digest.clone(), picture);
            }
            Err(reason) => {
                let name = if asset.file_name.is_empty() { asset.digest.as_str() } else { &asset.file_name };
                let message = format!("the picture {name} could not be read and was left out: {reason}");
                remarks.push(Diagnostic::warning("image-unreadable", message));
            }
        }
    }
    pictures
}

fn prepare(bytes: Vec<u8>) -> Result<Picture, String> {
    let format = image::guess_format(&bytes).map_err(|error| error.to_string())?;
    let decoded = image::load_from_memory_with_format(&bytes, format).map_err(|error| error.to_string())?;
    let plain = matches!(decoded, DynamicImage::ImageRgb8(_));
    let fits = decoded.width().max(decoded.height()) <= LARGEST;
    if format == ImageFormat::Jpeg && plain && fits {
        let (width, height) = (decoded.width(), decoded.height());
        return Ok(Picture { bytes: Bytes::new(bytes), jpeg: true, width, height });
    }
    let scaled = if fits { decoded } else { decoded.thumbnail(LARGEST, LARGEST) };
    let flat = on_white(&scaled);
    let mut png = Vec::new();
    flat.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).map_err(|error| error.to_string())?;
    Ok(Picture { bytes: Bytes::new(png), jpeg: false, width: flat.width(), height: flat.height() })
}

/// The picture as it looks on white paper.
fn on_white(picture: &DynamicImage) -> DynamicImage {
    let mut rgba = picture.to_rgba8();
    for pixel in rgba.pixels_mut() {
        let [r, g, b, a] = pixel.0;
        let mix = |c: u8| ((u32::from(c) * u32::from(a) + 255 * (255 - u32::from(a))) / 255) as u8;
        pixel.0 = [mix(r), mix(g), mix(b), 255];
    }
    DynamicImage::ImageRgb8(DynamicImage::ImageRgba8(rgba).to_rgb8())
}
