//! What the processor printed, as the inlines of a book.

use crate::citer::Entry;
use fonds_model::Inline;
use hayagriva::citationberg::{FontStyle, FontWeight, VerticalAlign};
use hayagriva::{BibliographyItem, ElemChild, ElemChildren, ElemMeta, Formatted};

/// A rendered entry; its number goes to the label, whichever way the style sets it.
pub(crate) fn entry(item: &BibliographyItem, vi: bool) -> Option<Entry> {
    let mut label = String::new();
    let mut content = item.content.clone();
    match &item.first_field {
        Some(field) if is_number(field) => label = plain(field),
        Some(field) => content.0.insert(0, field.clone()),
        None if content.0.first().is_some_and(is_number) => label = plain(&content.0.remove(0)),
        None => {}
    }
    Some(Entry {
        article: item.key.parse().ok()?,
        label: label.trim().to_owned(),
        content: inlines(&content, vi),
    })
}

fn is_number(child: &ElemChild) -> bool {
    match child {
        ElemChild::Elem(elem) => {
            elem.meta == Some(ElemMeta::CitationNumber)
                || elem.meta == Some(ElemMeta::CitationLabel)
                || elem.children.0.iter().any(is_number)
        }
        _ => false,
    }
}

fn plain(child: &ElemChild) -> String {
    fonds_model::body::plain_text(&inlines(&ElemChildren(vec![child.clone()]), false))
}

/// The rendered elements as inlines, tidied as printed text.
pub(crate) fn inlines(children: &ElemChildren, vi: bool) -> Vec<Inline> {
    let mut out = Vec::new();
    gather(children, vi, &mut out);
    tidy(out)
}

fn gather(children: &ElemChildren, vi: bool, out: &mut Vec<Inline>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => out.push(formatted(text)),
            ElemChild::Elem(elem) => {
                // A block within an entry (annotations, second lines) is set apart by a space.
                if elem.display.is_some() && !out.is_empty() {
                    out.push(Inline::text(" "));
                }
                let from = out.len();
                gather(&elem.children, vi, out);
                if vi && elem.meta == Some(ElemMeta::Date) {
                    let date = fonds_model::body::plain_text(&out.split_off(from));
                    out.push(Inline::text(vietnamese_date(&date)));
                }
            }
            ElemChild::Markup(text) => out.push(Inline::text(text)),
            ElemChild::Link { text, url } if url.starts_with("http") => {
                out.push(Inline::Link { href: url.clone(), content: vec![formatted(text)] });
            }
            ElemChild::Link { text, .. } => out.push(formatted(text)),
            ElemChild::Transparent { .. } => {}
        }
    }
}

/// A date as Vietnamese print has it: the locale's "25 Tháng Mười Một 2022" is "25 tháng 11 năm 2022".
fn vietnamese_date(text: &str) -> String {
    // Longer names first: "Mười Một" holds "Một".
    const MONTHS: [(&str, u8); 12] = [
        ("Mười Hai", 12),
        ("Mười Một", 11),
        ("Mười", 10),
        ("Chín", 9),
        ("Tám", 8),
        ("Bảy", 7),
        ("Sáu", 6),
        ("Năm", 5),
        ("Tư", 4),
        ("Ba", 3),
        ("Hai", 2),
        ("Một", 1),
    ];
    let found = MONTHS.iter().find_map(|(name, month)| {
        let (before, after) = text.split_once(&format!("Tháng {name}"))?;
        Some((before, *month, after))
    });
    let Some((before, month, after)) = found else { return text.to_owned() };
    let rest = after.trim_start_matches([' ', ',']);
    let digits = rest.chars().take_while(char::is_ascii_digit).count();
    match digits {
        4 => format!("{before}tháng {month} năm {rest}"),
        1 | 2 => format!("{before}{} tháng {month}{}", &rest[..digits], &rest[digits..]),
        _ => format!("{before}tháng {month}{after}"),
    }
}

fn formatted(text: &Formatted) -> Inline {
    let mut inline = Inline::text(&text.text);
    let format = text.formatting;
    if format.vertical_align == VerticalAlign::Sup {
        inline = Inline::Sup { content: vec![inline] };
    } else if format.vertical_align == VerticalAlign::Sub {
        inline = Inline::Sub { content: vec![inline] };
    }
    if format.font_weight == FontWeight::Bold {
        inline = Inline::Strong { content: vec![inline] };
    }
    if format.font_style == FontStyle::Italic {
        inline = Inline::Emphasis { content: vec![inline] };
    }
    inline
}

/// Neighbouring plain texts joined; no white space at the ends.
fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (out.last_mut(), inline) {
            (_, Inline::Text { text }) if text.is_empty() => {}
            (Some(Inline::Text { text: last }), Inline::Text { text }) => last.push_str(&text),
            (_, inline) => out.push(inline),
        }
    }
    if let Some(Inline::Text { text }) = out.first_mut() {
        *text = text.trim_start().to_owned();
    }
    if let Some(Inline::Text { text }) = out.last_mut() {
        *text = text.trim_end().to_owned();
    }
    out
}
