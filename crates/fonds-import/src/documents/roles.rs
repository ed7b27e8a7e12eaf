//! What a paragraph style says a paragraph is, by its name in English and Vietnamese programs.

/// What a paragraph is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Role {
    Title,
    Lead,
    Author,
    Date,
    /// 1 is the highest level.
    Heading(u8),
    Caption,
    Quote,
    /// A line of a generated table of contents, or of a header or footer.
    Furniture,
}

/// The role of a style of that name.
pub(crate) fn of_name(name: &str) -> Option<Role> {
    let name = name.replace(['_', '-'], " ").to_lowercase();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some(level) =
        ["heading", "đầu đề", "đề mục", "tiêu đề", "mục"].iter().find_map(|word| numbered(&name, word))
    {
        return Some(Role::Heading(level));
    }
    if ["toc ", "contents ", "mục lục ", "table of figures"].iter().any(|start| name.starts_with(start)) {
        return Some(Role::Furniture);
    }
    match name.as_str() {
        "title" | "tiêu đề" | "tên" | "tên bài" | "đầu đề" => Some(Role::Title),
        "subtitle" | "tiêu đề phụ" | "phụ đề" | "abstract" | "sapo" | "lead" => Some(Role::Lead),
        "author" | "tác giả" => Some(Role::Author),
        "date" | "ngày tháng" => Some(Role::Date),
        "caption" | "chú thích" | "chú thích ảnh" | "image caption" | "imagecaption" | "table caption"
        | "tablecaption" | "figurecaption" | "illustration" | "table" | "figure" | "drawing" => {
            Some(Role::Caption)
        }
        "quote" | "intense quote" | "quotations" | "block text" | "trích dẫn" | "câu trích dẫn" => {
            Some(Role::Quote)
        }
        "header" | "footer" | "page number" | "toc heading" | "contents heading" | "mục lục" => {
            Some(Role::Furniture)
        }
        _ => None,
    }
}

/// The number behind a word: `heading 2`, `heading2`.
fn numbered(name: &str, word: &str) -> Option<u8> {
    let level: u8 = name.strip_prefix(word)?.trim().parse().ok()?;
    (1..=9).contains(&level).then_some(level)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_styles() {
        assert_eq!(of_name("heading 2"), Some(Role::Heading(2)));
        assert_eq!(of_name("Heading_20_1".replace("_20_", " ").as_str()), Some(Role::Heading(1)));
        assert_eq!(of_name("Đầu đề 3"), Some(Role::Heading(3)));
        assert_eq!(of_name("Tiêu đề"), Some(Role::Title));
        assert_eq!(of_name("TOC 1"), Some(Role::Furniture));
        assert_eq!(of_name("Body Text"), None);
    }
}
