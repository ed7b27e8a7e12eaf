//! What the processor printed, as the inlines of a book.

use crate::citer::Entry;
use fonds_model::Inline;
use hayagriva::citationberg::{FontStyle, FontWeight, VerticalAlign};
use hayagriva::{BibliographyItem, ElemChild, ElemChildren, ElemMeta, Formatted};

/// A rendered entry; its number goes to the label, whichever way the style sets it.
pub(crate) fn entry(item: &BibliographyItem) -> Option<Entry> {
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
        content: inlines(&content),
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
    fonds_model::body::plain_text(&inlines(&ElemChildren(vec![child.clone()])))
}

/// The rendered elements as inlines, tidied as printed text.
pub(crate) fn inlines(children: &ElemChildren) -> Vec<Inline> {
    let mut out = Vec::new();
    gather(children, &mut out);
    tidy(out)
}

fn gather(children: &ElemChildren, out: &mut Vec<Inline>) {
    for child in &children.0 {
        match child {
            ElemChild::Text(text) => out.push(formatted(text)),
            ElemChild::Elem(elem) => {
                // A block within an entry (annotations, second lines) is set apart by a space.
                if elem.display.is_some() && !out.is_empty() {
                    out.push(Inline::text(" "));
                }
                let from = out.len();
                gather(&elem.children, out);
                if elem.meta == Some(ElemMeta::Date) {
                    date_in_its_place(out, from);
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

/// A date that begins a sentence begins it with a capital: “Tháng 11 năm 2022.” A year that a style prints with the
/// season of its date (`Summer/2021`) is the year alone.
fn date_in_its_place(out: &mut [Inline], from: usize) {
    let (before, date) = out.split_at_mut(from.min(out.len()));
    let before = fonds_model::body::plain_text(before);
    let Some(Inline::Text { text }) = date.first_mut() else { return };
    if let Some((season, year)) = text.split_once('/')
        && season.chars().all(|c| !c.is_ascii_digit())
    {
        *text = year.to_owned();
    }
    let starts = before.is_empty() || before.trim_end().ends_with(['.', '”', '?', '!']);
    if starts && let Some(first) = text.chars().next().filter(|c| c.is_lowercase()) {
        *text = first.to_uppercase().chain(text.chars().skip(1)).collect();
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

/// Neighbouring plain texts joined, punctuation that meets there set right, no white space at the ends.
fn tidy(inlines: Vec<Inline>) -> Vec<Inline> {
    let mut out: Vec<Inline> = Vec::with_capacity(inlines.len());
    for inline in inlines {
        match (out.last_mut(), inline) {
            (_, Inline::Text { text }) if text.is_empty() => {}
            (Some(Inline::Text { text: last }), Inline::Text { text }) => join(last, &text),
            (last, Inline::Text { text }) => {
                let text = last.map_or(text.as_str(), |last| after(last, &text));
                let mut joined = String::with_capacity(text.len());
                join(&mut joined, text);
                if !joined.is_empty() {
                    out.push(Inline::text(joined));
                }
            }
            (_, inline) => out.push(inline),
        }
    }
    // A term that styles put behind a number, where it needs no capital; in Vietnamese it comes first.
    for inline in &mut out {
        if let Inline::Text { text } = inline
            && text.contains(". ấn bản ")
        {
            *text = text.replace(". ấn bản ", ". Ấn bản ");
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

/// A text without the full stop that what stands before it ends with already, in other type: *Title.*
fn after<'t>(last: &Inline, text: &'t str) -> &'t str {
    let before = fonds_model::body::plain_text(std::slice::from_ref(last));
    let stopped = before.ends_with('.') && !before.ends_with("..");
    let rest =
        text.strip_prefix('.').filter(|rest| !rest.starts_with(|c: char| c == '.' || c.is_alphanumeric()));
    rest.filter(|_| stopped).unwrap_or(text)
}

/// Adds a run of text. Empty parts of a style leave doubled spaces and stops where runs meet, and in runs that are
/// nothing but punctuation; what a title itself has is left as it is.
fn join(out: &mut String, run: &str) {
    let bare = !run.chars().any(char::is_alphanumeric);
    let mut chars = run.chars().peekable();
    let mut meeting = true;
    while let Some(c) = chars.next() {
        // No title has these by itself; the processor has joined some of its runs already.
        let never =
            matches!((out.chars().next_back(), c), (Some(' '), ' ') | (Some('.'), '.') | (Some(','), ')'));
        if !(meeting || bare || never) || fits(out, c, chars.peek().copied()) {
            out.push(c);
            meeting = false;
        }
    }
}

/// Whether a character may follow; takes away what it replaces.
fn fits(out: &mut String, c: char, next: Option<char>) -> bool {
    match (out.chars().next_back(), c) {
        (Some(' '), ' ') => return false,
        (Some('.'), '.') if !out.ends_with("..") && next != Some('.') => return false,
        (Some('”'), '.') if out.ends_with(".”") => return false,
        (Some(','), ')' | ']' | '.' | ';' | ',') => {
            out.pop();
        }
        (Some(' '), ',' | ';' | '.' | ')') if c != '.' || !next.is_some_and(char::is_alphanumeric) => {
            out.pop();
            if out.ends_with(',') && c != ')' {
                out.pop();
            }
        }
        _ => {}
    }
    true
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(runs: &[&str]) -> String {
        fonds_model::body::plain_text(&tidy(runs.iter().map(|run| Inline::text(*run)).collect()))
    }

    #[test]
    fn runs_meet_well() {
        for (runs, expected) in [
            (&["1936", ",)"][..], "1936)"),
            (&["2019 ", ";4(2)"], "2019;4(2)"),
            (&["b.d.v.", "."], "b.d.v."),
            (&["Huế.", "  ", "Lưu trữ"], "Huế. Lưu trữ"),
            (&["Huế. ", "ấn bản", " 2."], "Huế. Ấn bản 2."),
            (&["“Sổ.”", ".", " Huế"], "“Sổ.” Huế"),
        ] {
            assert_eq!(joined(runs), expected);
        }
        for (title, rest, expected) in [
            ("Sổ.", ". Huế", "Sổ. Huế"),
            ("Sổ..", ". Huế", "Sổ... Huế"),
            ("Sổ.", ".NET", "Sổ..NET"),
            ("Sổ.", ".", "Sổ."),
        ] {
            let title = Inline::Emphasis { content: vec![Inline::text(title)] };
            let told = tidy(vec![title, Inline::text(rest)]);
            assert_eq!(fonds_model::body::plain_text(&told), expected);
        }
    }

    #[test]
    fn titles_keep_their_punctuation() {
        for title in ["Vivre ; survivre", "Nhập môn .NET", "Ai... biết", "Một ,hai"] {
            assert_eq!(joined(&["An. ", title, "."]), format!("An. {title}."));
        }
        assert_eq!(joined(&["An. ", ".NET căn bản", "."]), "An. .NET căn bản.");
    }
}
