//! The letters of the old Vietnamese encodings.
//!
//! TCVN3 is the 8-bit code of TCVN 5712:1993 as the ABC fonts had it (VN3): marked capitals are only in their capital
//! fonts. VISCII is RFC 1456. VNI-Windows writes a mark as a character of its own behind its vowel.

use unicode_normalization::char::compose;

/// The marked letters, in the order of the tables.
const LETTERS: &str = "àảãáạăằẳẵắặâầẩẫấậèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵđ";

/// TCVN3: the byte of each of [`LETTERS`].
const TCVN3: [u8; 67] = [
    0xb5, 0xb6, 0xb7, 0xb8, 0xb9, 0xa8, 0xbb, 0xbc, 0xbd, 0xbe, 0xc6, 0xa9, 0xc7, 0xc8, 0xc9, 0xca, 0xcb,
    0xcc, 0xce, 0xcf, 0xd0, 0xd1, 0xaa, 0xd2, 0xd3, 0xd4, 0xd5, 0xd6, 0xd7, 0xd8, 0xdc, 0xdd, 0xde, 0xdf,
    0xe1, 0xe2, 0xe3, 0xe4, 0xab, 0xe5, 0xe6, 0xe7, 0xe8, 0xe9, 0xac, 0xea, 0xeb, 0xec, 0xed, 0xee, 0xef,
    0xf1, 0xf2, 0xf3, 0xf4, 0xad, 0xf5, 0xf6, 0xf7, 0xf8, 0xf9, 0xfa, 0xfb, 0xfc, 0xfd, 0xfe, 0xae,
];

/// TCVN3: the capitals that have a byte.
const TCVN3_CAPITALS: [(u8, char); 7] =
    [(0xa1, 'Ă'), (0xa2, 'Â'), (0xa3, 'Ê'), (0xa4, 'Ô'), (0xa5, 'Ơ'), (0xa6, 'Ư'), (0xa7, 'Đ')];

/// VISCII: the byte of each of [`LETTERS`].
const VISCII: [u8; 67] = [
    0xe0, 0xe4, 0xe3, 0xe1, 0xd5, 0xe5, 0xa2, 0xc6, 0xc7, 0xa1, 0xa3, 0xe2, 0xa5, 0xa6, 0xe7, 0xa4, 0xa7,
    0xe8, 0xeb, 0xa8, 0xe9, 0xa9, 0xea, 0xab, 0xac, 0xad, 0xaa, 0xae, 0xec, 0xef, 0xee, 0xed, 0xb8, 0xf2,
    0xf6, 0xf5, 0xf3, 0xf7, 0xf4, 0xb0, 0xb1, 0xb2, 0xaf, 0xb5, 0xbd, 0xb6, 0xb7, 0xde, 0xbe, 0xfe, 0xf9,
    0xfc, 0xfb, 0xfa, 0xf8, 0xdf, 0xd7, 0xd8, 0xe6, 0xd1, 0xf1, 0xcf, 0xd6, 0xdb, 0xfd, 0xdc, 0xf0,
];

/// VISCII: the byte of the capital of each of [`LETTERS`].
const VISCII_CAPITALS: [u8; 67] = [
    0xc0, 0xc4, 0xc3, 0xc1, 0x80, 0xc5, 0x82, 0x02, 0x05, 0x81, 0x83, 0xc2, 0x85, 0x86, 0x06, 0x84, 0x87,
    0xc8, 0xcb, 0x88, 0xc9, 0x89, 0xca, 0x8b, 0x8c, 0x8d, 0x8a, 0x8e, 0xcc, 0x9b, 0xce, 0xcd, 0x98, 0xd2,
    0x99, 0xa0, 0xd3, 0x9a, 0xd4, 0x90, 0x91, 0x92, 0x8f, 0x93, 0xb4, 0x96, 0x97, 0xb3, 0x95, 0x94, 0xd9,
    0x9c, 0x9d, 0xda, 0x9e, 0xbf, 0xbb, 0xbc, 0xff, 0xba, 0xb9, 0x9f, 0x14, 0x19, 0xdd, 0x1e, 0xd0,
];

/// VNI: letters of one character.
const VNI: [(char, char); 18] = [
    ('ñ', 'đ'),
    ('ô', 'ơ'),
    ('ö', 'ư'),
    ('î', 'ỵ'),
    ('ì', 'ì'),
    ('í', 'í'),
    ('æ', 'ỉ'),
    ('ó', 'ĩ'),
    ('ò', 'ị'),
    ('Ñ', 'Đ'),
    ('Ô', 'Ơ'),
    ('Ö', 'Ư'),
    ('Î', 'Ỵ'),
    ('Ì', 'Ì'),
    ('Í', 'Í'),
    ('Æ', 'Ỉ'),
    ('Ó', 'Ĩ'),
    ('Ò', 'Ị'),
];

/// VNI: what a character behind a vowel puts on it: a change of its quality, and a tone.
const VNI_MARKS: [(char, &str); 17] = [
    ('ù', "\u{301}"),
    ('ø', "\u{300}"),
    ('û', "\u{309}"),
    ('õ', "\u{303}"),
    ('ï', "\u{323}"),
    ('â', "\u{302}"),
    ('á', "\u{302}\u{301}"),
    ('à', "\u{302}\u{300}"),
    ('å', "\u{302}\u{309}"),
    ('ã', "\u{302}\u{303}"),
    ('ä', "\u{323}\u{302}"),
    ('ê', "\u{306}"),
    ('é', "\u{306}\u{301}"),
    ('è', "\u{306}\u{300}"),
    ('ú', "\u{306}\u{309}"),
    ('ü', "\u{306}\u{303}"),
    ('ë', "\u{323}\u{306}"),
];

/// The letter of a byte of TCVN3.
pub(crate) fn tcvn3(byte: u8) -> Option<char> {
    let capital = TCVN3_CAPITALS.iter().find(|(known, _)| *known == byte).map(|(_, letter)| *letter);
    capital.or_else(|| letter_at(&TCVN3, byte))
}

/// The letter of a byte of VISCII.
pub(crate) fn viscii(byte: u8) -> Option<char> {
    letter_at(&VISCII, byte)
        .or_else(|| letter_at(&VISCII_CAPITALS, byte).and_then(|letter| letter.to_uppercase().next()))
}

/// The letter of VNI that is one character.
pub(crate) fn vni(c: char) -> Option<char> {
    VNI.iter().find(|(known, _)| *known == c).map(|(_, letter)| *letter)
}

/// The letter with what the character behind it puts on it in VNI; `None` where that is no mark of this letter.
pub(crate) fn vni_marked(letter: char, mark: char) -> Option<char> {
    let small = mark.to_lowercase().next()?;
    let marks = VNI_MARKS.iter().find(|(known, _)| *known == small)?.1;
    let marked = marks.chars().try_fold(letter, compose)?;
    // Ơ and ư have a quality already, and no vowel but these takes a mark.
    let takes = "aeouyơư".contains(letter.to_lowercase().next()?);
    (takes && LETTERS.contains(marked.to_lowercase().next()?)).then_some(marked)
}

fn letter_at(table: &[u8], byte: u8) -> Option<char> {
    table.iter().position(|known| *known == byte).and_then(|at| LETTERS.chars().nth(at))
}

/// Writes the old encodings, which only tests do.
#[cfg(test)]
pub(crate) mod writing {
    use super::*;

    /// The byte of a letter in a table with its capitals.
    fn byte(letter: char, capitals: &[u8], small: &[u8]) -> Option<u8> {
        let at = |c: char| LETTERS.chars().position(|known| known == c);
        at(letter).and_then(|at| small.get(at)).copied().or_else(|| {
            let at = at(letter.to_lowercase().next()?)?;
            capitals.get(at).copied()
        })
    }

    /// A text in TCVN3; its capitals with tones cannot be written.
    pub fn as_tcvn3(text: &str) -> Option<Vec<u8>> {
        let capital = |c: char| TCVN3_CAPITALS.iter().find(|(_, known)| *known == c).map(|(byte, _)| *byte);
        text.chars()
            .map(|c| {
                if c.is_ascii() { u8::try_from(c).ok() } else { capital(c).or_else(|| byte(c, &[], &TCVN3)) }
            })
            .collect()
    }

    /// A text in VISCII.
    pub fn as_viscii(text: &str) -> Option<Vec<u8>> {
        let one =
            |c: char| if c.is_ascii() { u8::try_from(c).ok() } else { byte(c, &VISCII_CAPITALS, &VISCII) };
        text.chars().map(one).collect()
    }

    /// A text in VNI.
    pub fn as_vni(text: &str) -> Option<Vec<u8>> {
        let mut out = Vec::new();
        for c in text.chars() {
            if c.is_ascii() {
                out.push(u8::try_from(c).ok()?);
            } else if let Some((sign, _)) = VNI.iter().find(|(_, letter)| *letter == c) {
                out.push(u8::try_from(*sign).ok()?);
            } else {
                let bases = "aeouyAEOUYơưƠƯ".chars();
                let mut pairs = bases.flat_map(|base| VNI_MARKS.iter().map(move |(mark, _)| (base, *mark)));
                let (base, mark) = pairs.find(|(base, mark)| vni_marked(*base, *mark) == Some(c))?;
                let base = VNI.iter().find(|(_, letter)| *letter == base).map_or(base, |(sign, _)| *sign);
                let mark = if base.is_uppercase() { mark.to_uppercase().next()? } else { mark };
                out.extend([u8::try_from(base).ok()?, u8::try_from(mark).ok()?]);
            }
        }
        Some(out)
    }
}
