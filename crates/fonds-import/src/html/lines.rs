//! Runs of inlines made proper: white space, paragraphs at double breaks, empty wrappers.

use fonds_model::{Block, Inline};

/// Two line breaks in a row end a paragraph, as old pages have it.
pub(crate) fn split_at_double_breaks(inlines: Vec<Inline>) -> Vec<Vec<Inline>> {
    let mut paragraphs = vec![Vec::new()];
    let mut breaks = 0;
    for inline in inlines {
        match &inline {
            Inline::Break => breaks += 1,
            Inline::Text { text } if text.trim().is_empty() && breaks > 0 => {}
            _ => {
                if breaks > 1 {
                    paragraphs.push(Vec::new());
                } else if breaks == 1
                    && let Some(last) = paragraphs.last_mut()
                {
                    last.push(Inline::Break);
                }
                breaks = 0;
                if let Some(last) = paragraphs.last_mut() {
                    last.push(inline);
                }
            }
        }
    }
    paragraphs
}

/// A paragraph that is nothing but a picture is a figure.
pub(crate) fn push_paragraph(inlines: Vec<Inline>, out: &mut Vec<Block>) {
    let content = tidy(inlines);
    match content.as_slice() {
        [] => {}
        [Inline::Image { image }] => out.push(Block::Figure { image: image.clone(), caption: vec![] }),
        [Inline::Break] => {}
        _ => out.push(Block::Paragraph { content }),
    }
}

/// White space as one space, neither that nor a break at the ends; neighbouring texts joined; empty wrappers dropped.
pub(crate) fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut open = true;
    let mut tidied = squeeze(inlines, &mut open);
    trim_end(&mut tidied);
    let begins = tidied.iter().position(|inline| !matches!(inline, Inline::Break)).unwrap_or(tidied.len());
    tidied.drain(..begins);
    tidied
}

/// `open`: the text so far ends in white space (or is empty).
fn squeeze(inlines: Vec<Inline>, open: &mut bool) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for mut inline in inlines {
        if let Some(children) = inline.children_mut() {
            *children = squeeze(std::mem::take(children), open);
            if children.is_empty() {
                continue;
            }
        }
        match inline {
            Inline::Text { text } => {
                let text = squeeze_text(&text, open);
                match out.last_mut() {
                    _ if text.is_empty() => {}
                    Some(Inline::Text { text: last }) => last.push_str(&text),
                    _ => out.push(Inline::text(text)),
                }
            }
            Inline::Break => {
                trim_end(&mut out);
                *open = true;
                out.push(Inline::Break);
            }
            other => {
                if matches!(other, Inline::Code { .. } | Inline::Image { .. } | Inline::NoteRef { .. }) {
                    *open = false;
                }
                out.push(other);
            }
        }
    }
    out
}

fn squeeze_text(text: &str, open: &mut bool) -> String {
    let mut out = String::with_capacity(text.len());
    for c in fonds_model::text::nfc(text).chars() {
        if c.is_whitespace() {
            if !*open {
                out.push(' ');
            }
            *open = true;
        } else if !c.is_control() && !matches!(c, '\u{feff}' | '\u{ad}' | '\u{200b}') {
            out.push(c);
            *open = false;
        }
    }
    out
}

fn trim_end(inlines: &mut Vec<Inline>) {
    while let Some(last) = inlines.last_mut() {
        let empty = match last {
            Inline::Text { text } => {
                text.truncate(text.trim_end().len());
                text.is_empty()
            }
            Inline::Break => true,
            other => match other.children_mut() {
                Some(children) => {
                    trim_end(children);
                    children.is_empty()
                }
                None => false,
            },
        };
        if !empty {
            return;
        }
        inlines.pop();
    }
}
