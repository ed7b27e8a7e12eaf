//! QR codes (ISO/IEC 18004).

use qrcode::{Color, EcLevel, QrCode};

/// The modules of the code, row by row; dark ones are true. A quiet zone of 4 modules belongs around them.
///
/// 15 % of the code may be damaged (level M), as is usual in print. None if the text is too long, which is at about
/// 2300 bytes.
pub(crate) fn modules(text: &str) -> Option<Vec<Vec<bool>>> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M).ok()?;
    let rows = code.to_colors();
    let rows = rows.chunks(code.width());
    Some(rows.map(|row| row.iter().map(|module| *module == Color::Dark).collect()).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What a reader sees in a picture of the code, with its quiet zone.
    fn read(rows: &[Vec<bool>]) -> String {
        let (scale, quiet) = (4, 4);
        let side = (rows.len() + 2 * quiet) * scale;
        let dark = |at: usize| (at / scale).checked_sub(quiet);
        let mut picture = rqrr::PreparedImage::prepare_from_greyscale(side, side, |x, y| {
            let module = dark(x).zip(dark(y)).and_then(|(x, y)| rows.get(y)?.get(x));
            if module == Some(&true) { 0 } else { 255 }
        });
        let (_, text) = picture.detect_grids()[0].decode().unwrap();
        text
    }

    #[test]
    fn a_reader_finds_the_text_again() {
        for text in [
            "https://doi.org/10.1000/182",
            "urn:uuid:00000000-0000-4000-8000-000000000000",
            "Báo Ví Dụ, số 7",
        ] {
            let rows = modules(text).unwrap();
            assert_eq!(read(&rows), text);
        }
    }

    #[test]
    fn a_text_that_is_too_long_has_no_code() {
        assert!(modules(&"x".repeat(2300)).is_some());
        assert!(modules(&"x".repeat(3000)).is_none());
    }
}
