//! The words that a book prints, Vietnamese and English.

use fonds_model::BookLabels;

/// The words of a book in that language; English for languages that have none here.
pub fn labels(language: &str) -> BookLabels {
    if is_vietnamese(language) { vietnamese() } else { english() }
}

pub(crate) fn is_vietnamese(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("vi"))
}

fn vietnamese() -> BookLabels {
    BookLabels {
        contents: "Mục lục".into(),
        cover: "Bìa".into(),
        title_page: "Trang tên sách".into(),
        notes: "Chú thích".into(),
        bibliography: "Tài liệu tham khảo".into(),
        source: "Nguồn".into(),
        compiled_by: "Biên soạn".into(),
        keywords: "Từ khoá".into(),
        back: "Trở lại".into(),
        figure: "Hình".into(),
        page: "Trang".into(),
        page_short: "tr.".into(),
        date: "Ngày".into(),
        rights: "Bản quyền".into(),
        identifier: "Mã số".into(),
        institution: "Cơ quan".into(),
        volume: "Tập {n}/{all}".into(),
        continued: "tiếp theo".into(),
    }
}

fn english() -> BookLabels {
    BookLabels {
        contents: "Contents".into(),
        cover: "Cover".into(),
        title_page: "Title page".into(),
        notes: "Notes".into(),
        bibliography: "Bibliography".into(),
        source: "Source".into(),
        compiled_by: "Compiled by".into(),
        keywords: "Keywords".into(),
        back: "Back".into(),
        figure: "Figure".into(),
        page: "Page".into(),
        page_short: "p.".into(),
        date: "Date".into(),
        rights: "Rights".into(),
        identifier: "Identifier".into(),
        institution: "Institution".into(),
        volume: "Volume {n} of {all}".into(),
        continued: "continued".into(),
    }
}
