//! Lettering: text as outlines, so that the cover shows every Vietnamese letter whatever fonts a reader has.

use std::fmt::Write;
use ttf_parser::{Face, OutlineBuilder};

const REGULAR: &[u8] = include_bytes!("../../fonds-pdf/fonts/NotoSerif-Regular.ttf");
const BOLD: &[u8] = include_bytes!("../../fonds-pdf/fonts/NotoSerif-Bold.ttf");

/// The two faces of the cover. Sizes and widths are in the picture's units.
pub(crate) struct Lettering {
    regular: Option<Face<'static>>,
    bold: Option<Face<'static>>,
}

/// Which face.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

impl Lettering {
    pub fn new() -> Self {
        Self { regular: Face::parse(REGULAR, 0).ok(), bold: Face::parse(BOLD, 0).ok() }
    }

    /// How wide a line is. A letter that the face does not have counts as a square.
    pub fn width(&self, text: &str, weight: Weight, size: f32) -> f32 {
        let Some(face) = self.face(weight) else { return text.chars().count() as f32 * size };
        let advance = |c| face.glyph_index(c).and_then(|glyph| face.glyph_hor_advance(glyph));
        let em = f32::from(face.units_per_em());
        text.chars().map(|c| advance(c).map_or(em, f32::from)).sum::<f32>() * size / em
    }

    /// SVG path data of a line that begins at `x` on the base line `y`; `None` when the face lacks one of its letters.
    pub fn outline(&self, text: &str, weight: Weight, size: f32, x: f32, y: f32) -> Option<String> {
        let face = self.face(weight)?;
        let scale = size / f32::from(face.units_per_em());
        let mut pen = Pen { path: String::new(), x, y, scale };
        for c in text.chars() {
            let glyph = face.glyph_index(c)?;
            // A space has no outline.
            let _ = face.outline_glyph(glyph, &mut pen);
            pen.x += f32::from(face.glyph_hor_advance(glyph)?) * scale;
        }
        Some(pen.path)
    }

    fn face(&self, weight: Weight) -> Option<&Face<'static>> {
        match weight {
            Weight::Regular => self.regular.as_ref(),
            Weight::Bold => self.bold.as_ref(),
        }
    }
}

/// Writes path data; fonts count upwards, SVG downwards.
struct Pen {
    path: String,
    x: f32,
    y: f32,
    scale: f32,
}

impl Pen {
    fn draw(&mut self, command: char, points: &[(f32, f32)]) {
        self.path.push(command);
        for (n, (x, y)) in points.iter().enumerate() {
            let space = if n == 0 { "" } else { " " };
            let (x, y) = (self.x + x * self.scale, self.y - y * self.scale);
            let _ = write!(self.path, "{space}{x:.1} {y:.1}");
        }
    }
}

impl OutlineBuilder for Pen {
    fn move_to(&mut self, x: f32, y: f32) {
        self.draw('M', &[(x, y)]);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        self.draw('L', &[(x, y)]);
    }

    fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
        self.draw('Q', &[(x1, y1), (x, y)]);
    }

    fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
        self.draw('C', &[(x1, y1), (x2, y2), (x, y)]);
    }

    fn close(&mut self) {
        self.path.push('Z');
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_vietnamese_letter_has_an_outline() {
        let lettering = Lettering::new();
        let vowels = "aàảãáạăằẳẵắặâầẩẫấậeèẻẽéẹêềểễếệiìỉĩíịoòỏõóọôồổỗốộơờởỡớợuùủũúụưừửữứựyỳỷỹýỵđ";
        for weight in [Weight::Regular, Weight::Bold] {
            for text in [vowels.to_owned(), vowels.to_uppercase()] {
                assert!(lettering.outline(&text, weight, 50.0, 0.0, 0.0).is_some());
            }
        }
        assert_eq!(lettering.outline("漢", Weight::Bold, 50.0, 0.0, 0.0), None);
        assert!(
            lettering.width("Sông", Weight::Bold, 100.0) > lettering.width("Sông", Weight::Regular, 100.0)
        );
    }
}
