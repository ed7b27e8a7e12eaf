//! Pictures: decoded once, scaled to what print can show.

use fonds_model::{AssetInfo, AssetSource, Book, Cancelled, Diagnostic, Digest, Progress};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::io::Cursor;
use typst::foundations::Bytes;

/// Pixels of the longer side at most: 300 dots an inch over the width of A4's text.
const LARGEST: u32 = 2000;

/// A picture that can be printed.
#[derive(Clone)]
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
    before: &BTreeMap<Digest, Picture>,
    remarks: &mut Vec<Diagnostic>,
    progress: &dyn Progress,
) -> Result<BTreeMap<Digest, Picture>, Cancelled> {
    let one = |asset: &AssetInfo| -> Result<_, Cancelled> {
        progress.check()?;
        let picture = match before.get(&asset.digest) {
            Some(known) => Ok(known.clone()),
            None => assets.read(&asset.digest).map_err(|error| error.to_string()).and_then(prepare),
        };
        Ok((asset.digest.clone(), picture.map_err(|reason| unreadable(asset, &reason))))
    };
    let all: Vec<_> = book.assets.par_iter().map(one).collect::<Result<_, Cancelled>>()?;
    let mut pictures = BTreeMap::new();
    for (digest, picture) in all {
        match picture {
            Ok(picture) => {
                pictures.insert(digest, picture);
            }
            Err(remark) => remarks.push(remark),
        }
    }
    Ok(pictures)
}

fn unreadable(asset: &AssetInfo, reason: &str) -> Diagnostic {
    let name = if asset.file_name.is_empty() { asset.digest.as_str() } else { &asset.file_name };
    let message = format!("the picture {name} could not be read and was left out: {reason}");
    Diagnostic::warning("image-unreadable", message)
}

/// A picture that a house style brings, if these bytes are one.
pub(crate) fn of_house(bytes: &[u8]) -> Option<Picture> {
    prepare(bytes.to_vec()).ok()
}

/// The name of the picture of a code.
pub(crate) fn code_digest(address: &str) -> Digest {
    Digest::of(format!("code {address}").as_bytes())
}

/// Codes with the addresses that lists tell.
pub(crate) fn add_codes(book: &Book, pictures: &mut BTreeMap<Digest, Picture>) {
    for entry in book.sections.iter().flat_map(|section| &section.entries) {
        if !entry.address.is_empty()
            && let Some(picture) = crate::qr::modules(&entry.address).and_then(|modules| code(&modules))
        {
            pictures.insert(code_digest(&entry.address), picture);
        }
    }
}

/// Four dots a module, so that no reader blurs them much.
fn code(modules: &[Vec<bool>]) -> Option<Picture> {
    const DOTS: u32 = 4;
    // White of four modules belongs around it.
    let side = (modules.len() as u32 + 8) * DOTS;
    let dark = |x: u32, y: u32| {
        let at = |place: u32| (place / DOTS).checked_sub(4).map(|place| place as usize);
        let row = at(y).and_then(|y| modules.get(y));
        row.zip(at(x)).and_then(|(row, x)| row.get(x)).copied().unwrap_or_default()
    };
    let picture = image::RgbImage::from_fn(side, side, |x, y| {
        image::Rgb(if dark(x, y) { [0, 0, 0] } else { [255, 255, 255] })
    });
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).ok()?;
    Some(Picture { bytes: Bytes::new(png), jpeg: false, width: side, height: side })
}

/// The name of a picture among a file's resources.
pub(crate) fn picture_id(digest: &Digest) -> XObjectId {
    XObjectId(format!("P{}", digest.as_str().get(..16).unwrap_or_default()))
}

/// The picture as the file has it: packed as it was, without loss.
pub(crate) fn object(picture: &Picture) -> XObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let (filter, content) = if picture.jpeg {
        ("DCTDecode", picture.bytes.to_vec())
    } else {
        ("FlateDecode", pixels(&picture.bytes))
    };
    let mut dict = BTreeMap::from([
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(picture.width))),
        ("Height", DictItem::Int(i64::from(picture.height))),
        ("ColorSpace", name("DeviceRGB")),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name(filter)),
    ]);
    if !picture.jpeg {
        // PNG's own filters, which PDF knows by this number (ISO 32000-1, 7.4.4.4).
        let map = [("Predictor", 15), ("Colors", 3), ("Columns", i64::from(picture.width))];
        let map = map.into_iter().map(|(key, value)| (key.to_owned(), DictItem::Int(value))).collect();
        dict.insert("DecodeParms", DictItem::Dict { map });
    }
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let stream = ExternalStream { dict, content, compress: false };
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

/// The packed pixels of a PNG that [`prepare`] made: what its IDAT chunks hold (PNG 3, 11.2.3).
fn pixels(png: &[u8]) -> Vec<u8> {
    let mut packed = Vec::with_capacity(png.len());
    let mut rest = png.get(8..).unwrap_or_default();
    while let Some((length, after)) = rest.split_first_chunk::<4>() {
        let length = u32::from_be_bytes(*length) as usize;
        let (Some(kind), Some(data)) = (after.get(..4), after.get(4..4 + length)) else { break };
        if kind == b"IDAT" {
            packed.extend_from_slice(data);
        }
        rest = after.get(8 + length..).unwrap_or_default();
    }
    packed
}

fn prepare(bytes: Vec<u8>) -> Result<Picture, String> {
    let said = |error: image::ImageError| error.to_string();
    let format = image::guess_format(&bytes).map_err(said)?;
    let reader = image::ImageReader::with_format(Cursor::new(&bytes), format);
    let mut decoder = reader.into_decoder().map_err(said)?;
    let orientation = decoder.orientation().map_err(said)?;
    let channels = decoder.original_color_type();
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(said)?;
    decoded.apply_orientation(orientation);
    // What scanners save for the press has four channels, which are decoded to three.
    let plain = channels == ExtendedColorType::Rgb8 && orientation == Orientation::NoTransforms;
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
