//! Page numbers in lists: contents, bibliographies, the index.
//!
//! A list is laid out with other digits in the stead of its numbers, of as many digits each, and the glyphs of the right ones
//! are put in afterwards. So a list whose pages move on is not laid out again; nor does it matter to what is printed, because
//! digits are equally wide. Where a font or a house style does not have it so, the list is laid out with its own numbers.

use crate::drawing::{Draw, Placed, Run};
use crate::taking::Taken;
use serde_json::Value;
use std::collections::HashMap;

/// A text's data with other digits in its page numbers, and the numbers as they are to be printed.
pub(crate) fn masked(data: &Value) -> (Value, Vec<String>) {
    let mut data = data.clone();
    let mut mask = Mask::default();
    each(&mut data["contents"], &mut |line| mask.number(line, "page"));
    if let Some(section) = data.get_mut("section") {
        each(&mut section["entries"], &mut |entry| mask.number(entry, "page"));
        each(&mut section["index"], &mut |group| {
            each(&mut group["terms"], &mut |term| {
                each(&mut term["places"], &mut |place| mask.number(place, "pages"));
            });
        });
    }
    (data, mask.numbers)
}

fn each(list: &mut Value, change: &mut dyn FnMut(&mut Value)) {
    list.as_array_mut().into_iter().flatten().for_each(change);
}

#[derive(Default)]
struct Mask {
    numbers: Vec<String>,
    /// Digits so far. They take turns, so that a list has them all.
    digits: usize,
}

impl Mask {
    fn number(&mut self, holder: &mut Value, name: &str) {
        let Some(Value::String(words)) = holder.get_mut(name) else { return };
        if !words.contains(|c: char| c.is_ascii_digit()) {
            return;
        }
        let mut turn = |c: char| {
            self.digits += usize::from(c.is_ascii_digit());
            if c.is_ascii_digit() { char::from(b'0' + (self.digits % 10) as u8) } else { c }
        };
        let other = words.chars().map(&mut turn).collect();
        let number = self.numbers.len();
        self.numbers.push(std::mem::replace(words, other));
        holder["number"] = number.into();
    }
}

/// The text with these numbers; none if its digits are not equally wide, or not all numbers are printed in it.
pub(crate) fn filled(form: &Taken, numbers: &[String]) -> Option<Taken> {
    let figures = figures(form)?;
    let mut left: Vec<_> =
        numbers.iter().map(|words| words.bytes().filter(u8::is_ascii_digit).peekable()).collect();
    let mut taken = form.clone();
    for run in taken.pages.iter_mut().flat_map(|page| &mut page.draws).filter_map(text) {
        let Some(digits) = run.slot.and_then(|slot| left.get_mut(slot)) else { continue };
        let mut words = run.text.as_bytes().to_vec();
        for glyph in &mut run.glyphs {
            let Some(shown) = words.get_mut(usize::from(glyph.from)).filter(|byte| byte.is_ascii_digit())
            else {
                continue;
            };
            *shown = digits.next()?;
            glyph.id = *figures.get(&(run.font, *shown))?;
        }
        run.text = String::from_utf8(words).ok()?.into();
    }
    left.iter_mut().all(|digits| digits.peek().is_none()).then_some(taken)
}

fn text(placed: &mut Placed) -> Option<&mut Run> {
    if let Draw::Text(run) = &mut placed.draw { Some(run) } else { None }
}

/// The glyphs of digits in a text's numbers by font; none where one is not as wide as the others of its font.
fn figures(form: &Taken) -> Option<HashMap<(usize, u8), u16>> {
    let mut figures: HashMap<(usize, u8), u16> = HashMap::new();
    let mut widths: HashMap<usize, f32> = HashMap::new();
    for placed in form.pages.iter().flat_map(|page| &page.draws) {
        let Draw::Text(run) = &placed.draw else { continue };
        for glyph in run.glyphs.iter().filter(|_| run.slot.is_some()) {
            let &[digit @ b'0'..=b'9'] = run.shown(glyph).as_bytes() else { continue };
            let known = *figures.entry((run.font, digit)).or_insert(glyph.id);
            let width = *widths.entry(run.font).or_insert(glyph.advance);
            if known != glyph.id || (width - glyph.advance).abs() > 0.5 || glyph.offset != 0.0 {
                return None;
            }
        }
    }
    Some(figures)
}
