//! Names of files in a ZIP archive whose encoding nothing tells (APPNOTE.TXT, appendix D).
//!
//! 1. What is UTF-8 is UTF-8: many programs write it without saying so. The `zip` crate knows the Unicode path field.
//! 2. All other names of an archive are in one encoding: an old Vietnamese one by its syllables, one of more than one
//!    byte by detection, else the one of a few in which the names look most like words.
//!
//! Invariant: what was guessed is told.

use crate::vietnamese;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, WINDOWS_1252};
use fonds_model::Diagnostic;

/// The names of an archive's entries.
#[derive(Default)]
pub(super) struct Names {
    raw: Vec<Vec<u8>>,
    /// As code page 437, which is what the format says.
    by_standard: Vec<String>,
}

/// How names are to be read.
enum Reading {
    ByStandard,
    Old(vietnamese::OldEncoding),
    As(&'static Encoding),
}

impl Names {
    /// Adds the name of an entry, as its bytes and in code page 437.
    pub fn push(&mut self, raw: &[u8], by_standard: &str) {
        self.raw.push(raw.to_vec());
        self.by_standard.push(by_standard.to_owned());
    }

    /// The names, and what is to be said where their encoding was guessed.
    pub fn read(self) -> (Vec<String>, Option<Diagnostic>) {
        let foreign = |raw: &&Vec<u8>| std::str::from_utf8(raw).is_err();
        let sample: Vec<u8> =
            self.raw.iter().filter(foreign).flat_map(|raw| [raw, &b"\n"[..]].concat()).collect();
        if sample.is_empty() {
            let names = self.raw.into_iter().zip(self.by_standard);
            return (names.map(|(raw, name)| String::from_utf8(raw).unwrap_or(name)).collect(), None);
        }
        let standard: Vec<&str> = self
            .raw
            .iter()
            .zip(&self.by_standard)
            .filter(|(raw, _)| foreign(raw))
            .map(|(_, name)| name.as_str())
            .collect();
        let reading = guess(&sample, &standard.join("\n"));
        let remark = Diagnostic::info(
            "names-guessed",
            format!(
                "names of files in the archive do not say their encoding; they were read as {}",
                reading.name()
            ),
        );
        let names = self.raw.into_iter().zip(self.by_standard);
        let names = names.map(|(raw, name)| {
            String::from_utf8(raw).unwrap_or_else(|error| reading.decode(error.as_bytes(), name))
        });
        (names.collect(), Some(remark.hint("compare the names with those of the original files")))
    }
}

impl Reading {
    fn name(&self) -> &'static str {
        match self {
            Self::ByStandard => "IBM437",
            Self::Old(old) => old.name(),
            Self::As(encoding) => encoding.name(),
        }
    }

    fn decode(&self, raw: &[u8], by_standard: String) -> String {
        match self {
            Self::ByStandard => by_standard,
            Self::Old(old) => old.decode(raw),
            Self::As(encoding) => encoding.decode_without_bom_handling(raw).0.into_owned(),
        }
    }
}

fn guess(sample: &[u8], by_standard: &str) -> Reading {
    if let Some(old) = vietnamese::recognise(sample, false) {
        return Reading::Old(old);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    detector.feed(sample, true);
    let found = detector.guess(None, Utf8Detection::Deny);
    let (text, is_damaged) = found.decode_without_bom_handling(sample);
    if !found.is_single_byte() && !is_damaged && wordiness(&text) > 0 {
        return Reading::As(found);
    }
    let mut best = (wordiness(by_standard), Reading::ByStandard);
    for encoding in [found, WINDOWS_1252] {
        let score = wordiness(&encoding.decode_without_bom_handling(sample).0);
        if encoding.is_single_byte() && score > best.0 {
            best = (score, Reading::As(encoding));
        }
    }
    best.1
}

/// How much names look like words: letters that fit those beside them count for it, frames and signs against it.
fn wordiness(text: &str) -> i64 {
    let mut score = 0;
    let mut last = ' ';
    for c in text.chars() {
        if !c.is_ascii() {
            score += if is_usual_letter(c) {
                2
            } else if c.is_alphabetic() || "–—’‘“”«»°·".contains(c) {
                0
            } else {
                -3
            };
            let inside = last.is_lowercase() && c.is_uppercase();
            score -= if inside { 3 } else { 0 };
        } else if c.is_lowercase() && !last.is_ascii() && !last.is_alphabetic() && !last.is_whitespace() {
            // A sign in the middle of a word.
            score -= 1;
        }
        last = c;
    }
    score
}

/// Letters of living languages: Latin, Cyrillic, Greek, kana, ideographs, Hangul, Thai, Arabic, Hebrew.
fn is_usual_letter(c: char) -> bool {
    c.is_alphabetic()
        && matches!(u32::from(c),
            0xc0..=0x24f | 0x386..=0x3ce | 0x400..=0x45f | 0x490..=0x491 | 0x5d0..=0x5ea | 0x620..=0x64a | 0xe01..=0xe4e | 0x1ea0..=0x1eff
            | 0x3041..=0x30ff | 0x4e00..=0x9fff | 0xac00..=0xd7a3)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vietnamese::writing::{as_tcvn3, as_vni};
    use encoding_rs::{BIG5, EUC_KR, GBK, SHIFT_JIS, WINDOWS_1251};

    /// Code page 437 of these bytes, as far as the tests need it.
    fn by_standard(raw: &[u8]) -> String {
        let high = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
        let high: Vec<char> = high.chars().collect();
        raw.iter()
            .map(|byte| if *byte < 0x80 { char::from(*byte) } else { high[usize::from(*byte) - 0x80] })
            .collect()
    }

    fn read(all: &[Vec<u8>]) -> (Vec<String>, bool) {
        let mut names = Names::default();
        all.iter().for_each(|raw| names.push(raw, &by_standard(raw)));
        let (names, remark) = names.read();
        (names, remark.is_some())
    }

    #[test]
    fn names_in_the_encodings_of_many_systems() {
        let coded = |encoding: &'static Encoding, names: &[&str]| {
            names.iter().map(|name| encoding.encode(name).0.into_owned()).collect::<Vec<_>>()
        };
        for (encoding, names) in [
            (SHIFT_JIS, &["新聞記事/昭和二十年.txt", "新聞記事/写真.html"][..]),
            (GBK, &["人民日报/一九五〇年.txt", "人民日报/图片说明.html"]),
            (BIG5, &["中央日報/臺灣新聞.txt", "中央日報/圖片說明.html"]),
            (EUC_KR, &["신문/동아일보 기사.txt", "신문/조선일보 사진.html"]),
            (WINDOWS_1251, &["Газеты/Правда, статья.txt", "Газеты/Известия.html"]),
            (WINDOWS_1252, &["Journaux/Le Monde, été.txt", "Journaux/Événements à Paris.html"]),
        ] {
            assert_eq!(
                read(&coded(encoding, names)),
                (names.iter().map(|name| (*name).to_owned()).collect(), true),
                "{}",
                encoding.name()
            );
        }
        let dos = b"Journaux/Le Monde, \x82t\x82.txt".to_vec();
        assert_eq!(read(&[dos]), (vec!["Journaux/Le Monde, été.txt".into()], true));
    }

    #[test]
    fn old_vietnamese_names() {
        let names = ["Thời sự/Nước lũ về sớm hơn mọi năm.txt", "Thời sự/Cầu mới nối hai bờ sông Đuống.txt"];
        for write in [as_tcvn3, as_vni] {
            let raw: Vec<Vec<u8>> = names.iter().map(|name| write(name).unwrap()).collect();
            assert_eq!(read(&raw).0, names);
        }
    }

    #[test]
    fn what_is_unicode_is_not_guessed() {
        assert_eq!(
            read(&["Báo cũ/Bài 1.txt".into(), "b.txt".into()]),
            (vec!["Báo cũ/Bài 1.txt".into(), "b.txt".into()], false)
        );
    }
}
