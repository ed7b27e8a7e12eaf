//! The cover: typography and nothing else, as SVG.

use crate::xhtml::escaped;
use fonds_model::Book;
use std::fmt::Write;

const WIDTH: usize = 1200;
const HEIGHT: usize = 1800;

/// The cover picture.
pub(crate) fn svg(book: &Book) -> String {
    let meta = &book.meta;
    let size = match meta.title.chars().count() {
        0..=28 => 116,
        29..=60 => 92,
        61..=120 => 70,
        _ => 54,
    };
    let title = wrap(&meta.title, 920 * 2 / size, 9);
    let mut out = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
        <svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {HEIGHT}\" width=\"{WIDTH}\" height=\"{HEIGHT}\" role=\"img\">\n\
        <title>{}</title>\n<rect width=\"{WIDTH}\" height=\"{HEIGHT}\" fill=\"#f6f2e9\"/>\n\
        <rect width=\"70\" height=\"{HEIGHT}\" fill=\"#2f4a5f\"/>\n\
        <g fill=\"#1f2a33\" font-family=\"'Noto Serif', 'Source Serif 4', Georgia, 'Times New Roman', serif\">\n",
        escaped(&meta.title)
    );
    let mut y = 420;
    for line in &title {
        text(&mut out, y, size, "bold", line);
        y += size * 13 / 10;
    }
    let _ =
        writeln!(out, "<rect x=\"160\" y=\"{}\" width=\"160\" height=\"6\" fill=\"#b5523b\"/>", y - size / 3);
    y += 90;
    for line in wrap(&meta.subtitle, 40, 4) {
        text(&mut out, y, 50, "normal", &line);
        y += 68;
    }
    let mut foot = HEIGHT - 150;
    for line in [&meta.date, &meta.institution, &meta.compiler].into_iter().filter(|line| !line.is_empty()) {
        for part in wrap(line, 46, 2).iter().rev() {
            text(&mut out, foot, 42, "normal", part);
            foot -= 62;
        }
    }
    out.push_str("</g>\n</svg>\n");
    out
}

fn text(out: &mut String, y: usize, size: usize, weight: &str, line: &str) {
    let _ = writeln!(
        out,
        "<text x=\"160\" y=\"{y}\" font-size=\"{size}\" font-weight=\"{weight}\">{}</text>",
        escaped(line)
    );
}

/// Lines of about `width` characters, at most `most` of them.
fn wrap(text: &str, width: usize, most: usize) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if line.chars().count() + 1 + word.chars().count() <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.chars().take(width.max(1) * 2).collect()),
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
