//! The cover: typography and nothing else, as SVG.

use crate::lettering::{Lettering, Weight};
use fonds_model::Book;
use fonds_model::text::escaped;
use std::fmt::Write;

const WIDTH: usize = 1200;
const HEIGHT: usize = 1800;
/// Where lines begin, and how wide they may be.
const LEFT: f32 = 160.0;
const MEASURE: f32 = 920.0;

/// The picture on the cover.
#[derive(Clone, Debug)]
pub(crate) struct Cover {
    /// Its path below the package.
    pub href: String,
    pub media_type: String,
}

impl Cover {
    /// A cover of letters, drawn by [`svg`].
    pub fn lettered() -> Self {
        Self { href: "cover.svg".into(), media_type: "image/svg+xml".into() }
    }

    /// Whether it is one of letters.
    pub fn is_lettered(&self) -> bool {
        self.media_type == "image/svg+xml"
    }
}

/// The cover of letters.
pub(crate) fn svg(book: &Book) -> String {
    let meta = &book.meta;
    let mut sheet = Sheet { lettering: Lettering::new(), out: String::new() };
    let size = match meta.title.chars().count() {
        0..=28 => 116.0,
        29..=60 => 92.0,
        61..=120 => 70.0,
        _ => 54.0,
    };
    let mut y = 420.0;
    for line in sheet.wrap(&meta.title, Weight::Bold, size, 9) {
        sheet.line(&line, Weight::Bold, size, y);
        y += size * 1.3;
    }
    let rule = y - size / 3.0;
    let _ = writeln!(
        sheet.out,
        "<rect x=\"{LEFT}\" y=\"{rule:.0}\" width=\"160\" height=\"6\" fill=\"#b5523b\"/>"
    );
    y += 90.0;
    let volume = book.volume_words().unwrap_or_default();
    for (text, most) in [(&meta.subtitle, 4), (&volume, 1)] {
        for line in sheet.wrap(text, Weight::Regular, 50.0, most) {
            sheet.line(&line, Weight::Regular, 50.0, y);
            y += 68.0;
        }
    }
    let mut foot = HEIGHT as f32 - 150.0;
    for text in [&meta.date, &meta.institution, &meta.compiler].into_iter().filter(|line| !line.is_empty()) {
        for line in sheet.wrap(text, Weight::Regular, 42.0, 2).iter().rev() {
            sheet.line(line, Weight::Regular, 42.0, foot);
            foot -= 62.0;
        }
    }
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\">\n\
        <title>{}</title>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#f6f2e9\"/>\n\
        <rect width=\"70\" height=\"{HEIGHT}\" fill=\"#2f4a5f\"/>\n\
        <g fill=\"#1f2a33\" font-family=\"'Noto Serif', Georgia, 'Times New Roman', serif\">\n{}</g>\n</svg>\n",
        escaped(&crate::pages::full_title(book)),
        sheet.out
    )
}

struct Sheet {
    lettering: Lettering,
    out: String,
}

impl Sheet {
    /// Draws a line; letters that our faces do not have are left to the reader's fonts.
    fn line(&mut self, line: &str, weight: Weight, size: f32, y: f32) {
        let bold = if weight == Weight::Bold { "bold" } else { "normal" };
        let _ = match self.lettering.outline(line, weight, size, LEFT, y) {
            Some(path) => writeln!(self.out, "<path d=\"{path}\"/>"),
            None => writeln!(
                self.out,
                "<text x=\"{LEFT}\" y=\"{y:.0}\" font-size=\"{size}\" font-weight=\"{bold}\">{}</text>",
                escaped(line)
            ),
        };
    }

    /// Lines that fit the measure, at most `most` of them.
    fn wrap(&self, text: &str, weight: Weight, size: f32, most: usize) -> Vec<String> {
        let fits = |line: &str| self.lettering.width(line, weight, size) <= MEASURE;
        let mut lines: Vec<String> = Vec::new();
        for word in text.split_whitespace() {
            match lines.last_mut() {
                Some(line) if fits(&format!("{line} {word}")) => {
                    line.push(' ');
                    line.push_str(word);
                }
                _ => lines.extend(pieces(word, &fits)),
            }
        }
        if lines.len() > most {
            lines.truncate(most);
            if let Some(last) = lines.last_mut() {
                last.push('…');
            }
        }
        lines
    }
}

/// A word in pieces that fit; most words are one. Scripts without spaces have long ones.
fn pieces(word: &str, fits: &dyn Fn(&str) -> bool) -> Vec<String> {
    let mut pieces = vec![String::new()];
    for c in word.chars() {
        if let Some(piece) = pieces.last_mut() {
            piece.push(c);
            if !fits(piece) && piece.chars().count() > 1 {
                piece.pop();
                pieces.push(c.to_string());
            }
        }
    }
    pieces
}
