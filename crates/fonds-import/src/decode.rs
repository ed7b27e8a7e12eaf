//! Characters: which encoding the bytes are in, and their text in NFC.

use crate::ImportError;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252, WINDOWS_1258};
use fonds_model::Diagnostic;
use fonds_model::text::nfc;

/// Text and how it was found.
pub(crate) struct Decoded {
    pub text: String,
    pub encoding: &'static str,
    pub diagnostics: Vec<Diagnostic>,
}

/// Decodes bytes: by their mark, as UTF-8 or UTF-16, by what an HTML page declares, else by detection.
pub(crate) fn decode(bytes: &[u8], is_html: bool) -> Result<Decoded, ImportError> {
    decode_declared(bytes, if is_html { declared(bytes) } else { None })
}

/// Decodes a page of which a header outside it says the encoding, such as `Content-Type`.
pub(crate) fn decode_page(bytes: &[u8], label: Option<&str>) -> Result<Decoded, ImportError> {
    let told = label.and_then(|label| Encoding::for_label(label.trim().as_bytes()));
    decode_declared(bytes, told.or_else(|| declared(bytes)))
}

fn decode_declared(bytes: &[u8], declared: Option<&'static Encoding>) -> Result<Decoded, ImportError> {
    let encoding = match Encoding::for_bom(bytes) {
        Some((encoding, _)) => encoding,
        None => unmarked_utf16(bytes)
            .or_else(|| std::str::from_utf8(bytes).is_ok().then_some(UTF_8))
            .or_else(|| is_mostly_utf8(bytes).then_some(UTF_8))
            .or(declared.filter(|encoding| *encoding != UTF_8))
            .unwrap_or_else(|| detect(bytes)),
    };
    let (text, _, lost) = encoding.decode(bytes);
    if looks_binary(&text) {
        return Err(ImportError::Binary { what: "data" });
    }
    let mut diagnostics = Vec::new();
    if lost {
        let message = format!("some bytes are not {}", encoding.name());
        diagnostics
            .push(Diagnostic::warning("characters-lost", message).hint("look for \u{fffd} in the text"));
    }
    if encoding != UTF_8 {
        diagnostics.push(Diagnostic::info("encoding", format!("read as {}", encoding.name())));
    }
    let text = nfc(&text).replace("\r\n", "\n").replace('\r', "\n");
    Ok(Decoded { text, encoding: encoding.name(), diagnostics })
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
    if is_vietnamese_1258(bytes) {
        return WINDOWS_1258;
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Deny);
    // Few foreign letters are too little to tell the Latin encodings apart; 1252 is by far the commonest.
    let foreign = bytes.iter().filter(|byte| **byte >= 0x80).count();
    if foreign < 4 && guess.is_single_byte() { WINDOWS_1252 } else { guess }
}

/// In windows-1258 a tone is a byte after its vowel, which hardly any other text has.
fn is_vietnamese_1258(bytes: &[u8]) -> bool {
    const TONES: [u8; 5] = [0xcc, 0xd2, 0xde, 0xec, 0xf2];
    const VOWELS: &[u8] = b"aeiouyAEIOUY\xc2\xe2\xc3\xe3\xca\xea\xd4\xf4\xd5\xf5\xdd\xfd";
    const LETTERS: [u8; 6] = [0xd0, 0xf0, 0xd5, 0xf5, 0xdd, 0xfd];
    let tones = bytes.iter().filter(|byte| TONES.contains(byte)).count();
    let placed = bytes.windows(2).filter(|two| TONES.contains(&two[1]) && VOWELS.contains(&two[0])).count();
    let letters = bytes.iter().filter(|byte| LETTERS.contains(byte)).count();
    tones >= 3 && placed * 10 >= tones * 9 && letters >= 1
}

fn looks_binary(text: &str) -> bool {
    let sample = || text.chars().take(8000);
    let odd =
        sample().filter(|c| *c == '\0' || *c == '\u{fffd}' || (c.is_control() && !c.is_whitespace())).count();
    odd * 20 > sample().count()
}

#[cfg(test)]
mod tests {
    use super::*;

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
