//! Pictures: decoded once, scaled to what print can show. A book's pictures are not kept in memory: Typst places something
//! small in the stead of each, and the picture itself is read when the file is written.

use fonds_model::{AssetInfo, AssetSource, Book, Cancelled, Diagnostic, Digest, Progress};
use image::metadata::Orientation;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageFormat};
use printpdf::{DictItem, ExternalStream, ExternalXObject, XObject, XObjectId};
use rayon::prelude::*;
use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom, Write};
use std::sync::{Arc, Mutex, PoisonError};
use typst::foundations::Bytes;

/// Pixels of the longer side at most: 300 dots an inch over the width of A4's text.
const LARGEST: u32 = 2000;

/// A picture that can be printed.
#[derive(Clone)]
pub(crate) struct Picture {
    /// What Typst places.
    pub placed: Bytes,
    /// Whether it is a JPEG that can go into the file as it is: three channels, not scaled.
    jpeg: bool,
    pub width: u32,
    pub height: u32,
    kept: Kept,
}

/// Where a picture is until the file is written.
#[derive(Clone)]
enum Kept {
    AtItsSource,
    /// In a file beside: from where, how many bytes.
    Aside(Arc<Aside>, u64, usize),
    Here(Arc<Vec<u8>>),
}

/// A file without a name, for pictures that had to be made.
struct Aside {
    file: Mutex<File>,
}

impl Aside {
    fn keep(self: &Arc<Self>, bytes: &[u8]) -> std::io::Result<Kept> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let at = file.seek(SeekFrom::End(0))?;
        file.write_all(bytes)?;
        Ok(Kept::Aside(Arc::clone(self), at, bytes.len()))
    }

    fn read(&self, at: u64, length: usize) -> std::io::Result<Vec<u8>> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        file.seek(SeekFrom::Start(at))?;
        let mut bytes = vec![0; length];
        file.read_exact(&mut bytes)?;
        Ok(bytes)
    }
}

impl Picture {
    /// The picture as the file has it.
    pub fn content(&self, digest: &Digest, assets: &dyn AssetSource) -> std::io::Result<Vec<u8>> {
        match &self.kept {
            Kept::AtItsSource => assets.read(digest),
            Kept::Aside(aside, at, length) => aside.read(*at, *length),
            Kept::Here(bytes) => Ok(bytes.to_vec()),
        }
    }
}

/// The book's pictures that can be read; the others are told.
pub(crate) fn read(
    book: &Book,
    assets: &dyn AssetSource,
    before: &BTreeMap<Digest, Picture>,
    remarks: &mut Vec<Diagnostic>,
    progress: &dyn Progress,
) -> Result<BTreeMap<Digest, Picture>, Cancelled> {
    let aside = tempfile::tempfile().ok().map(|file| Arc::new(Aside { file: Mutex::new(file) }));
    let made = |digest: &Digest| -> Result<Picture, String> {
        let bytes = assets.read(digest).map_err(|error| error.to_string())?;
        let Prepared { png, width, height } = prepare(&bytes)?;
        let (jpeg, pixels) = (png.is_none(), png.map(|png| pixels(&png)));
        let kept = match (pixels, &aside) {
            (None, _) => Kept::AtItsSource,
            (Some(pixels), Some(aside)) => aside.keep(&pixels).map_err(|error| error.to_string())?,
            (Some(pixels), None) => Kept::Here(Arc::new(pixels)),
        };
        Ok(Picture { placed: stand_in(digest)?, jpeg, width, height, kept })
    };
    let one = |asset: &AssetInfo| -> Result<_, Cancelled> {
        progress.check()?;
        let known = before.get(&asset.digest).cloned();
        let picture = known.map_or_else(|| made(&asset.digest), Ok);
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

/// A few pixels that tell a picture from all others.
fn stand_in(digest: &Digest) -> Result<Bytes, String> {
    let digits = digest.as_str().as_bytes();
    let pixel = |x: u32, y: u32| digits.get((y * 8 + x) as usize).copied().unwrap_or_default();
    let picture = image::GrayImage::from_fn(8, 8, |x, y| image::Luma([pixel(x, y)]));
    png(&DynamicImage::ImageLuma8(picture)).map(Bytes::new)
}

/// A picture that a house style brings, if these bytes are one. It is placed as it is: its style may ask for its size.
pub(crate) fn of_house(bytes: &[u8]) -> Option<Picture> {
    let Prepared { png, width, height } = prepare(bytes).ok()?;
    let jpeg = png.is_none();
    let placed = png.unwrap_or_else(|| bytes.to_vec());
    let content = if jpeg { placed.clone() } else { pixels(&placed) };
    Some(Picture { placed: Bytes::new(placed), jpeg, width, height, kept: Kept::Here(Arc::new(content)) })
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
    let png = png(&DynamicImage::ImageRgb8(picture)).ok()?;
    let kept = Kept::Here(Arc::new(pixels(&png)));
    Some(Picture { placed: Bytes::new(png), jpeg: false, width: side, height: side, kept })
}

/// The name of a picture among a file's resources.
pub(crate) fn picture_id(digest: &Digest) -> XObjectId {
    XObjectId(format!("P{}", digest.as_str().get(..16).unwrap_or_default()))
}

/// The picture as the file has it, without its content.
pub(crate) fn object(picture: &Picture) -> XObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let filter = if picture.jpeg { "DCTDecode" } else { "FlateDecode" };
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
    let stream = ExternalStream { dict, content: vec![], compress: false };
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

/// A picture as it is printed.
struct Prepared {
    /// None when it is a JPEG that can be printed as it is.
    png: Option<Vec<u8>>,
    width: u32,
    height: u32,
}

fn prepare(bytes: &[u8]) -> Result<Prepared, String> {
    let said = |error: image::ImageError| error.to_string();
    let format = image::guess_format(bytes).map_err(said)?;
    let reader = image::ImageReader::with_format(Cursor::new(bytes), format);
    let mut decoder = reader.into_decoder().map_err(said)?;
    let orientation = decoder.orientation().map_err(said)?;
    let channels = decoder.original_color_type();
    let mut decoded = DynamicImage::from_decoder(decoder).map_err(said)?;
    decoded.apply_orientation(orientation);
    // What scanners save for the press has four channels, which are decoded to three.
    let plain = channels == ExtendedColorType::Rgb8 && orientation == Orientation::NoTransforms;
    let fits = decoded.width().max(decoded.height()) <= LARGEST;
    if format == ImageFormat::Jpeg && plain && fits {
        return Ok(Prepared { png: None, width: decoded.width(), height: decoded.height() });
    }
    let scaled = if fits { decoded } else { decoded.thumbnail(LARGEST, LARGEST) };
    let flat = on_white(&scaled);
    Ok(Prepared { png: Some(png(&flat)?), width: flat.width(), height: flat.height() })
}

fn png(picture: &DynamicImage) -> Result<Vec<u8>, String> {
    let mut png = Vec::new();
    picture.write_to(&mut Cursor::new(&mut png), ImageFormat::Png).map_err(|error| error.to_string())?;
    Ok(png)
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
