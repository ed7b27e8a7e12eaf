//! Text habits shared by all: NFC, white space, folding for keys and comparison.

use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in NFC, without what no document may hold (controls other than white space, noncharacters).
pub fn nfc(text: &str) -> String {
    let kept = |c: &char| c.is_whitespace() || !(c.is_control() || is_noncharacter(*c));
    // Left out first: a mark may come to stand beside its letter.
    let chars = || text.chars().filter(kept);
    if is_nfc_quick(chars()) == IsNormalized::Yes { chars().collect() } else { chars().nfc().collect() }
}

/// One line: NFC, control characters dropped, runs of white space as one space, trimmed.
pub fn clean_line(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).nfc() {
        if !c.is_whitespace() {
            out.push(c);
        } else if !out.is_empty() && !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out.truncate(out.trim_end().len());
    out
}

/// Text as XML has it, in elements and in attributes: escaped, without characters that XML does not allow (XML 1.0, 2.2).
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(c),
            c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}

/// Lower case without diacritics, `đ` as `d`: how words are compared when typed without marks.
pub fn fold(text: &str) -> String {
    text.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).map(fold_letter).collect()
}

/// ASCII letters and digits of the folded text, words joined by `separator`: for file names and keys.
pub fn slug(text: &str, separator: &str) -> String {
    let folded = fold(text);
    let words = folded.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(separator)
}

fn fold_letter(c: char) -> char {
    match c {
        'đ' | 'ð' => 'd',
        'ø' => 'o',
        'ł' => 'l',
        'ı' => 'i',
        other => other,
    }
}

/// Characters that take no room and carry no meaning in running text (U+FEFF, soft hyphen, controls).
fn is_invisible(c: char) -> bool {
    c.is_control() || is_noncharacter(c) || matches!(c, '\u{feff}' | '\u{00ad}' | '\u{200b}' | '\u{2060}')
}

/// U+FFFE, U+FFFF and the like, which Unicode keeps for programs and XML forbids.
fn is_noncharacter(c: char) -> bool {
    (c as u32) & 0xfffe == 0xfffe || ('\u{fdd0}'..='\u{fdef}').contains(&c)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_folds() {
        assert_eq!(fold("Đảng bộ đường"), "dang bo duong");
        assert_eq!(slug("Nguyễn Đình Thi: “Đất nước”", "-"), "nguyen-dinh-thi-dat-nuoc");
    }

    #[test]
    fn lines_are_cleaned() {
        assert_eq!(clean_line("\u{feff} Hà \u{00a0}\n No\u{0323}\u{0302}i "), "Hà Nội");
        assert_eq!(clean_line("Ti\u{ffff}n"), "Tin");
        assert_eq!(nfc("a\u{0}\u{fffe}\tb\n"), "a\tb\n");
        assert_eq!((nfc("e\u{1}\u{301}"), clean_line("e\u{ad}\u{301}")), ("é".into(), "é".into()));
    }
}
