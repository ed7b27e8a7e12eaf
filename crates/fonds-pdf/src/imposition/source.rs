//! The pages of the PDF that is imposed: their boxes, and what they inherit (ISO 32000-2, 7.7.3 and 14.11.2).

use super::ImpositionError;
use super::geometry::{Matrix, Rect};
use lopdf::{Dictionary, Document, Error, LoadOptions, Object, ObjectId};

/// A stream of the file's own structure may unpack to no more bytes.
const MAX_STRUCTURE: usize = 256 << 20;

/// How far up a page's attributes are looked for.
const MAX_DEPTH: usize = 64;

/// The sides of a page, in points: nothing smaller can be seen, nothing larger is a page.
const SIDES: std::ops::RangeInclusive<f64> = 1.0..=1e6;

/// A page to be placed.
#[derive(Clone, Debug)]
pub(super) struct SourcePage {
    pub id: ObjectId,
    /// What remains of it when it has been cut, before it is turned.
    pub trim: Rect,
    /// What is printed of it: the trim and, if the page has a bleed box, what lies beyond.
    pub bleed: Rect,
    /// How many quarters it is turned clockwise.
    pub quarters: u8,
    /// Points in a unit of its coordinates.
    pub unit: f64,
}

impl SourcePage {
    /// Width and height in points, as it is read.
    pub fn size(&self) -> (f64, f64) {
        let trim = self.upright().apply(&self.trim);
        (trim.width(), trim.height())
    }

    /// Brings the page's coordinates to points, with the lower left corner of its trim at the origin.
    pub fn upright(&self) -> Matrix {
        Matrix::upright(&self.trim, self.quarters).scaled(self.unit)
    }

    /// How far the bleed reaches at most, in points.
    pub fn bleed_width(&self) -> f64 {
        let (trim, bleed) = (&self.trim, &self.bleed);
        let sides = [
            trim.left - bleed.left,
            trim.bottom - bleed.bottom,
            bleed.right - trim.right,
            bleed.top - trim.top,
        ];
        sides.into_iter().fold(0.0, f64::max) * self.unit
    }
}

/// Reads the file, which must not be encrypted.
pub(super) fn open(pdf: &[u8]) -> Result<Document, ImpositionError> {
    let options = LoadOptions::with_max_decompressed_size(MAX_STRUCTURE);
    let file = Document::load_mem_with_options(pdf, options).map_err(|error| match error {
        Error::Decryption(_) | Error::InvalidPassword | Error::UnsupportedSecurityHandler(_) => {
            ImpositionError::Encrypted
        }
        error => ImpositionError::Broken(error.to_string()),
    })?;
    // An empty password opens some encrypted files; what their owner forbids is still forbidden.
    if file.was_encrypted() || file.trailer.has(b"Encrypt") {
        return Err(ImpositionError::Encrypted);
    }
    Ok(file)
}

/// The pages in reading order; never none.
pub(super) fn pages(file: &Document) -> Result<Vec<SourcePage>, ImpositionError> {
    file.catalog().map_err(|error| ImpositionError::Broken(error.to_string()))?;
    let pages = file.page_iter().enumerate().map(|(at, id)| page(file, at + 1, id));
    let pages: Vec<SourcePage> = pages.collect::<Result<_, _>>()?;
    if pages.is_empty() { Err(ImpositionError::NoPages) } else { Ok(pages) }
}

/// An attribute of a page, and the node of the page tree that has it.
pub(super) fn inherited<'a>(
    file: &'a Document,
    page: ObjectId,
    key: &[u8],
) -> Option<(ObjectId, &'a Object)> {
    let mut node = page;
    for _ in 0..MAX_DEPTH {
        let dict = file.get_dictionary(node).ok()?;
        if let Ok(value) = dict.get(key)
            && !value.is_null()
        {
            return Some((node, value));
        }
        node = dict.get(b"Parent").and_then(Object::as_reference).ok()?;
    }
    None
}

fn page(file: &Document, number: usize, id: ObjectId) -> Result<SourcePage, ImpositionError> {
    let failed = |reason: &str| ImpositionError::Page { page: number, reason: reason.into() };
    let dict = file.get_dictionary(id).map_err(|_| failed("it is not there"))?;
    let of_tree = |key: &[u8]| inherited(file, id, key).and_then(|(_, value)| rect(file, value));
    let own = |key: &[u8]| rect(file, dict.get(key).ok()?);
    let media = of_tree(b"MediaBox").ok_or_else(|| failed("it has no size"))?;
    let crop = of_tree(b"CropBox").map_or(media, |crop| crop.intersect(&media));
    let trim = own(b"TrimBox").map_or(crop, |trim| trim.intersect(&media));
    let bleed = own(b"BleedBox").map_or(trim, |bleed| bleed.intersect(&media).union(&trim));
    let page = SourcePage { id, trim, bleed, quarters: quarters(file, id), unit: unit(file, dict) };
    let (width, height) = page.size();
    if !SIDES.contains(&width) || !SIDES.contains(&height) {
        return Err(failed("its size makes no sense"));
    }
    Ok(page)
}

fn rect(file: &Document, value: &Object) -> Option<Rect> {
    let (_, value) = file.dereference(value).ok()?;
    let [x0, y0, x1, y1] = value.as_array().ok()?.as_slice() else { return None };
    let number = |value| number(file, value);
    Some(Rect::new(number(x0)?, number(y0)?, number(x1)?, number(y1)?))
}

fn number(file: &Document, value: &Object) -> Option<f64> {
    let (_, value) = file.dereference(value).ok()?;
    value.as_float().ok().map(f64::from).filter(|value| value.is_finite())
}

fn quarters(file: &Document, page: ObjectId) -> u8 {
    let degrees = inherited(file, page, b"Rotate").and_then(|(_, value)| number(file, value)).unwrap_or(0.0);
    (degrees.rem_euclid(360.0) / 90.0) as u8
}

fn unit(file: &Document, page: &Dictionary) -> f64 {
    let unit = page.get(b"UserUnit").ok().and_then(|value| number(file, value));
    unit.filter(|unit| *unit > 0.0).unwrap_or(1.0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::dictionary;

    /// A page with these entries, in a page tree with a media box of 100 × 200.
    fn read(entries: Dictionary) -> Result<SourcePage, ImpositionError> {
        let mut file = Document::new();
        let tree =
            dictionary! { "Type" => "Pages", "MediaBox" => corners([0, 0, 100, 200]), "Rotate" => -90 };
        let tree = file.add_object(tree);
        let mut dict = dictionary! { "Type" => "Page", "Parent" => tree };
        dict.extend(&entries);
        let id = file.add_object(dict);
        page(&file, 1, id)
    }

    fn corners(corners: [i64; 4]) -> Object {
        corners.map(Object::from).to_vec().into()
    }

    #[test]
    fn size_and_turn_are_inherited() {
        let page = read(Dictionary::new()).unwrap();
        assert_eq!((page.size(), page.quarters, page.bleed_width()), ((200.0, 100.0), 3, 0.0));
    }

    #[test]
    fn boxes_end_at_the_media_box_and_bleed_is_at_least_the_trim() {
        let page = read(dictionary! {
            "CropBox" => corners([90, 190, 5, 5]),
            "TrimBox" => corners([10, 10, 90, 190]),
            "BleedBox" => corners([20, -50, 95, 500]),
        });
        let page = page.unwrap();
        assert_eq!(page.trim, Rect::new(10.0, 10.0, 90.0, 190.0));
        assert_eq!(page.bleed, Rect::new(10.0, 0.0, 95.0, 200.0));
        let cropped = read(dictionary! { "CropBox" => corners([90, 190, 5, 5]) }).unwrap();
        assert_eq!(cropped.trim, Rect::new(5.0, 5.0, 90.0, 190.0));
        assert_eq!(cropped.bleed, cropped.trim);
    }

    #[test]
    fn units_enlarge_a_page() {
        let page = read(dictionary! { "UserUnit" => 2, "Rotate" => 0 }).unwrap();
        assert_eq!(page.size(), (200.0, 400.0));
    }

    #[test]
    fn a_page_without_a_size_is_an_error() {
        for media in [corners([0, 0, 0, 100]), Object::Name(b"A4".to_vec()), vec![1.into()].into()] {
            assert!(matches!(read(dictionary! { "MediaBox" => media }), Err(ImpositionError::Page { .. })));
        }
    }
}
