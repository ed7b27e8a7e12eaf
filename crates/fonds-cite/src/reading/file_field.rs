//! The `file` field of BibTeX entries, which no standard describes: how Zotero and JabRef write it.

use super::values::line;

/// The paths in a field: `title:path:type` of Zotero and JabRef, several between semicolons, or one path alone.
pub(crate) fn files(value: &str) -> Vec<String> {
    let of_one = |written: &str| {
        let mut parts = split_unescaped(written, ':');
        let path = if parts.len() >= 3 {
            parts.pop();
            parts.split_off(1).join(":")
        } else {
            parts.join(":")
        };
        line(&unescaped(&path))
    };
    split_unescaped(value, ';').iter().filter_map(|written| of_one(written)).collect()
}

/// Parts between marks that no backslash stands before.
fn split_unescaped(text: &str, mark: char) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut escaped = false;
    for c in text.chars() {
        if c == mark && !escaped {
            parts.push(String::new());
            continue;
        }
        escaped = c == '\\' && !escaped;
        if let Some(last) = parts.last_mut() {
            last.push(c);
        }
    }
    parts
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        match c {
            '\\' => out.extend(chars.next()),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_of_reference_managers() {
        assert_eq!(
            files(r"B\:ài.pdf:files/12/a\;b.pdf:application/pdf;:c.html:HTML"),
            ["files/12/a;b.pdf", "c.html"]
        );
        assert_eq!(files("files/12/a.pdf"), ["files/12/a.pdf"]);
        assert_eq!(files(r"x:C\:\\Users\\a.pdf:PDF"), [r"C:\Users\a.pdf"]);
    }
}
