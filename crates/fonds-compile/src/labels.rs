//! The words that a book prints, Vietnamese and English.

use fonds_model::BookLabels;

/// The words of a book in that language; English for languages that have none here.
pub fn labels(language: &str) -> BookLabels {
    let words: [&str; 16] = if is_vietnamese(language) {
        [
            "Mục lục",
            "Bìa",
            "Trang tên sách",
            "Chú thích",
            "Tài liệu tham khảo",
            "Nguồn",
            "Biên soạn",
            "Từ khoá",
            "Trở lại",
            "Hình",
            "Trang",
            "tr.",
            "Ngày",
            "Bản quyền",
            "Mã số",
            "Cơ quan",
        ]
    } else {
        [
            "Contents",
            "Cover",
            "Title page",
            "Notes",
            "Bibliography",
            "Source",
            "Compiled by",
            "Keywords",
            "Back",
            "Figure",
            "Page",
            "p.",
            "Date",
            "Rights",
            "Identifier",
            "Institution",
        ]
    };
    let [
        contents,
        cover,
        title_page,
        notes,
        bibliography,
        source,
        compiled_by,
        keywords,
        back,
        figure,
        page,
        page_short,
        date,
        rights,
        identifier,
        institution,
    ] = words.map(str::to_owned);
    BookLabels {
        contents,
        cover,
        title_page,
        notes,
        bibliography,
        source,
        compiled_by,
        keywords,
        back,
        figure,
        page,
        page_short,
        date,
        rights,
        identifier,
        institution,
    }
}

pub(crate) fn is_vietnamese(language: &str) -> bool {
    language.split('-').next().is_some_and(|primary| primary.eq_ignore_ascii_case("vi"))
}
