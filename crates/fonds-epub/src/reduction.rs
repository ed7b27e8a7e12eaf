//! Making a picture smaller for screens.

use image::codecs::{jpeg::JpegEncoder, png::PngEncoder};
use image::imageops::FilterType;
use image::{DynamicImage, ExtendedColorType, ImageDecoder, ImageEncoder, ImageReader, ImageResult, Limits};
use std::io::Cursor;

/// A smaller picture.
pub(crate) struct Reduced {
    pub bytes: Vec<u8>,
    pub media_type: &'static str,
    /// In pixels.
    pub width: u32,
    /// In pixels.
    pub height: u32,
}

/// Of 100: small, and nobody sees a difference on a page.
const JPEG_QUALITY: u8 = 85;

/// The most memory that a picture may take when it is unpacked: 256 MB.
const MEMORY: u64 = 256 << 20;

/// The picture at most `width` pixels wide; `None` when that would save nothing. A GIF stays, since it may move.
///
/// # Errors
/// When the bytes are no picture, or one too large to unpack.
pub(crate) fn reduce(bytes: &[u8], media_type: &str, width: u32) -> ImageResult<Option<Reduced>> {
    if media_type == "image/gif" || width == 0 {
        return Ok(None);
    }
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_alloc = Some(MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder()?;
    let orientation = decoder.orientation()?;
    // The profile of a CMYK picture does not fit what it is decoded to.
    let kept = decoder.original_color_type() != ExtendedColorType::Cmyk8;
    let profile = decoder.icc_profile()?.filter(|_| kept);
    let mut picture = DynamicImage::from_decoder(decoder)?;
    picture.apply_orientation(orientation);
    if picture.width() <= width {
        return Ok(None);
    }
    let picture = picture.resize(width, u32::MAX, FilterType::Lanczos3);
    let (out, media_type) = encode(&picture, media_type, profile)?;
    let smaller = out.len() < bytes.len();
    let reduced = Reduced { bytes: out, media_type, width: picture.width(), height: picture.height() };
    Ok(smaller.then_some(reduced))
}

/// Photographs become JPEG; drawings, and what one can see through, PNG.
fn encode(
    picture: &DynamicImage,
    media_type: &str,
    profile: Option<Vec<u8>>,
) -> ImageResult<(Vec<u8>, &'static str)> {
    let mut out = Vec::new();
    if media_type == "image/png" || picture.color().has_alpha() {
        let mut encoder = PngEncoder::new(&mut out);
        if let Some(profile) = profile {
            // A picture without its profile is still that picture.
            let _ = encoder.set_icc_profile(profile);
        }
        picture.write_with_encoder(encoder)?;
        return Ok((out, "image/png"));
    }
    let mut encoder = JpegEncoder::new_with_quality(&mut out, JPEG_QUALITY);
    if let Some(profile) = profile {
        let _ = encoder.set_icc_profile(profile);
    }
    match picture {
        DynamicImage::ImageLuma8(_) => picture.write_with_encoder(encoder)?,
        other => other.to_rgb8().write_with_encoder(encoder)?,
    }
    Ok((out, "image/jpeg"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::{ImageFormat, Rgb, RgbImage};

    fn photograph(format: ImageFormat) -> Vec<u8> {
        let noise = |x: u32, y: u32| (x.wrapping_mul(7919) ^ y.wrapping_mul(104_729)) as u8;
        let picture = RgbImage::from_fn(300, 150, |x, y| Rgb([noise(x, y), noise(y, x), noise(x + y, x)]));
        let mut out = Cursor::new(Vec::new());
        DynamicImage::ImageRgb8(picture).write_to(&mut out, format).unwrap();
        out.into_inner()
    }

    #[test]
    fn wide_pictures_become_narrow() {
        let kinds = [
            (ImageFormat::Png, "image/png", "image/png"),
            (ImageFormat::Jpeg, "image/jpeg", "image/jpeg"),
            (ImageFormat::WebP, "image/webp", "image/jpeg"),
        ];
        for (format, given, expected) in kinds {
            let bytes = photograph(format);
            let reduced = reduce(&bytes, given, 100).unwrap().unwrap();
            assert_eq!((reduced.width, reduced.height, reduced.media_type), (100, 50, expected));
            assert!(reduced.bytes.len() < bytes.len());
            assert_eq!(image::load_from_memory(&reduced.bytes).unwrap().width(), 100);
            assert!(reduce(&bytes, given, 300).unwrap().is_none());
        }
    }

    #[test]
    fn what_may_move_stays_and_what_is_broken_is_told() {
        assert!(reduce(&photograph(ImageFormat::Gif), "image/gif", 100).unwrap().is_none());
        assert!(reduce(b"\x89PNG", "image/png", 100).is_err());
    }
}
