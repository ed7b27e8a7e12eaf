//! Characters: which encoding the bytes are in, and their text in NFC.

use crate::ImportError;
use crate::vietnamese::{self, OldEncoding};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use fonds_model::Diagnostic;
use fonds_model::text::{is_nfc, nfc};

/// Text and how it was found.
pub(crate) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes bytes: by their mark, as UTF-8 or UTF-16, in an old Vietnamese encoding, by what an HTML page declares,
/// else by detection.
pub(crate) fn decode(bytes: &[u8], is_html: bool) -> Result<Decoded, ImportError> {
    decode_declared(bytes, if is_html { declared(bytes) } else { None }, is_html)
}

/// Decodes a page of which a header outside it says the encoding, such as `Content-Type`.
pub(crate) fn decode_page(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ImportError> {
    let told = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    decode_declared(bytes, told.or_else(|| declared(bytes)), true)
}

fn decode_declared(
    bytes: &[u8],
    declared: Option<&'static Encoding>,
    is_html: bool,
) -> Result<Decoded, ImportError> {
    let unicode = Encoding::for_bom(bytes)
        .map(|(encoding, _)| encoding)
        .or_else(|| unmarked_utf16(bytes))
        .or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8))
        .or_else(|| is_mostly_utf8(bytes).then_some(UTF_8));
    // Pages in fonts of that time declare a Latin encoding, if any.
    let latin = declared.is_none_or(|declared| declared == WINDOWS_1252 || declared == UTF_8);
    // Looked for only where there is a choice: it tries four encodings on every text.
    if unicode.is_none()
        && latin
        && let Some(old) = vietnamese::recognise(bytes, is_html)
    {
        return Ok(decode_old(bytes, old));
    }
    let declared = declared.filter(|encoding| *encoding != UTF_8);
    let encoding = unicode.or(declared).unwrap_or_else(|| detect(bytes));
    let (text, _, lost) = encoding.decode(bytes);
    if looks_binary(&text) {
        return Err(ImportError::Binary { what: "data" });
    }
    let mut diagnostics = Vec::new();
    if lost {
        let message = format!("some bytes are not {}", encoding.name());
        diagnostics.push(Diagnostic::warning("characters-lost", message).hint("look for � in the text"));
    }
    if encoding != UTF_8 {
        diagnostics.push(Diagnostic::info("encoding", format!("read as {}", encoding.name())));
    }
    let composed = nfc(&text);
    if composed != text && !is_nfc(&text) {
        let message = "letters and their marks were apart in the text and were put together (NFC)";
        diagnostics.push(Diagnostic::info("decomposed", message));
    }
    Ok(Decoded { text: unix_lines(composed), encoding: encoding.name(), diagnostics })
}

fn decode_old(bytes: &[u8], old: OldEncoding) -> Decoded {
    let diagnostics = vec![vietnamese::old_encoding(old.name())];
    Decoded { text: unix_lines(nfc(&old.decode(bytes))), encoding: old.name(), diagnostics }
}

fn unix_lines(text: String) -> String {
    if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text }
}

/// The encoding that a page declares in its first two kilobytes.
fn declared(bytes: &[u8]) -> Option<&'static Encoding> {
    let head = String::from_utf8_lossy(&bytes[..bytes.len().min(2048)]).to_ascii_lowercase();
    let after = &head[head.find("charset=")? + "charset=".len()..];
    let label: String =
        after.trim_start_matches(['"', '\'', ' ']).chars().take_while(|c| is_label(*c)).collect();
    Encoding::for_label(label.as_bytes())
}

fn is_label(c: char) -> bool {
    c.is_ascii_alphanumeric() || "-_:.".contains(c)
}

/// Whether the bytes are UTF-8 with a few damaged places: no other encoding gives sequences that are right by chance.
fn is_mostly_utf8(bytes: &[u8]) -> bool {
    let (mut right, mut wrong) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        right += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        wrong += usize::from(!chunk.invalid().is_empty());
    }
    right >= 4 && wrong * 4 <= right
}

/// UTF-16 of mostly Latin text has a zero in every other byte.
fn unmarked_utf16(bytes: &[u8]) -> Option<&'static Encoding> {
    let pairs = || bytes.chunks_exact(2).take(2000);
    let count = pairs().count();
    let high = pairs().filter(|pair| pair[0] == 0).count();
    let low = pairs().filter(|pair| pair[1] == 0).count();
    if count < 4 {
        return None;
    }
    if low * 10 > count * 4 && high * 20 < count {
        Some(UTF_16LE)
    } else if high * 10 > count * 4 && low * 20 < count {
        Some(UTF_16BE)
    } else {
        None
    }
}

fn detect(bytes: &[u8]) -> &'static Encoding {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Few foreign letters are too little to tell the Latin encodings apart; 1252 is by far the commonest.
    let foreign = bytes.iter().filter(|byte| **byte >= 0x80).count();
    if foreign < 4 && guess.is_single_byte() { WINDOWS_1252 } else { guess }
}

fn looks_binary(text: &str) -> bool {
    let is_odd = |c: char| c == '\0' || c == '\u{fffd}' || (c.is_control() && !c.is_whitespace());
    let (mut odd, mut all) = (0, 0);
    for c in text.chars().take(8000) {
        odd += usize::from(is_odd(c));
        all += 1;
    }
    odd * 20 > all
}

#[cfg(test)]
mod tests {
    use super::*;
    use encoding_rs::WINDOWS_1258;

    const TEXT: &str =
        "Ngày 25/11, cây cầu mới bắc qua sông Đuống đã được khánh thành. Người dân rất vui mừng.";

    fn decoded(bytes: &[u8]) -> (String, &'static str) {
        let decoded = decode(bytes, false).unwrap();
        (decoded.text, decoded.encoding)
    }

    #[test]
    fn unicode_with_and_without_marks() {
        assert_eq!(decoded(TEXT.as_bytes()), (TEXT.into(), "UTF-8"));
        assert_eq!(decoded(format!("\u{feff}{TEXT}").as_bytes()), (TEXT.into(), "UTF-8"));
        let le: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_le_bytes).collect();
        let be: Vec<u8> = TEXT.encode_utf16().flat_map(u16::to_be_bytes).collect();
        assert_eq!(decoded(&le), (TEXT.into(), "UTF-16LE"));
        assert_eq!(decoded(&be), (TEXT.into(), "UTF-16BE"));
        assert_eq!(decoded(&[b"\xff\xfe", le.as_slice()].concat()), (TEXT.into(), "UTF-16LE"));
    }

    /// Vietnamese as windows-1258 writes it: tones as marks of their own after the vowel.
    fn as_1258(text: &str) -> Vec<u8> {
        use unicode_normalization::UnicodeNormalization;
        let mut bytes = Vec::new();
        for c in text.chars() {
            let whole = c.to_string();
            let (coded, _, lost) = WINDOWS_1258.encode(&whole);
            if !lost {
                bytes.extend_from_slice(&coded);
                continue;
            }
            let tone = |c: &char| matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
            let parts: Vec<char> = whole.nfd().collect();
            let letter: String = parts.iter().copied().filter(|c| !tone(c)).nfc().collect();
            let tones: String = parts.iter().copied().filter(tone).collect();
            bytes.extend_from_slice(&WINDOWS_1258.encode(&letter).0);
            bytes.extend_from_slice(&WINDOWS_1258.encode(&tones).0);
        }
        bytes
    }

    #[test]
    fn old_encodings() {
        assert_eq!(decoded(&as_1258(TEXT)), (TEXT.into(), "windows-1258"));
        let french = "Le café était fermé – « déjà », dit-il. Où êtes-vous allés ?";
        assert_eq!(decoded(&WINDOWS_1252.encode(french).0), (french.into(), "windows-1252"));
        let english = "It’s a “test” of curly quotes.";
        assert_eq!(decoded(&WINDOWS_1252.encode(english).0), (english.into(), "windows-1252"));
    }

    #[test]
    fn what_was_converted_is_said() {
        let code = |bytes: &[u8], is_html| {
            let found = decode(bytes, is_html).unwrap();
            (found.text, found.diagnostics.into_iter().map(|said| said.code).collect::<Vec<_>>().join(" "))
        };
        let tcvn3 = b"Th\xad vi\xd6n Qu\xe8c gia n\xa8m nay c\xf4 h\xed ra mua s\xb8ch";
        let text = "Thư viện Quốc gia năm nay cụ hớ ra mua sách";
        assert_eq!(code(tcvn3, false), (text.into(), "old-encoding".into()));
        let page = [b"<meta charset=iso-8859-1><font face='.VnTime'><p>".as_slice(), tcvn3].concat();
        assert!(code(&page, true).0.ends_with(text));
        let apart = "Ha\u{300} No\u{323}\u{302}i";
        assert_eq!(code(apart.as_bytes(), false), ("Hà Nội".into(), "decomposed".into()));
    }

    #[test]
    fn pages_declare_theirs() {
        let page = "<meta charset=\"windows-1252\"><p>déjà vu</p>";
        let found = decode(&WINDOWS_1252.encode(page).0, true).unwrap();
        assert_eq!((found.text.as_str(), found.encoding), (page, "windows-1252"));
    }

    #[test]
    fn data_is_not_text() {
        let data: Vec<u8> = (0..4000u32).map(|i| (i * 7919 % 256) as u8).collect();
        assert!(decode(&data, false).is_err());
    }
}
