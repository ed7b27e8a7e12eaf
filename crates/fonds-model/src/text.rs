//! Text habits shared by all: NFC, white space, folding for keys and comparison.

use unicode_normalization::char::{decompose_canonical, is_combining_mark};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// The text in NFC, without what no document may hold (controls other than white space, noncharacters).
pub fn nfc(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    // Nothing is composed over the end of a line, and most lines are as they should be.
    for line in text.split_inclusive('\n') {
        if is_plain(line) {
            out.push_str(line);
            continue;
        }
        let kept = |c: &char| c.is_whitespace() || !(c.is_control() || is_noncharacter(*c));
        // Left out first: a mark may come to stand beside its letter.
        let chars = || line.chars().filter(kept);
        if is_nfc_quick(chars()) == IsNormalized::Yes {
            out.extend(chars());
        } else {
            out.extend(chars().nfc());
        }
    }
    out
}

/// Whether a text is in NFC.
pub fn is_nfc(text: &str) -> bool {
    text.split('\n').all(|line| is_plain(line) || unicode_normalization::is_nfc(line))
}

/// Whether a text is made of characters that stand for themselves, whatever stands beside them: it is in NFC, and
/// nothing is to be left out of it. In doubt it is not.
fn is_plain(text: &str) -> bool {
    let odd = |byte: u8| byte > 0x7e || (byte < 0x20 && !(9..=13).contains(&byte));
    // Without leaving early: many bytes are looked at at once.
    let is_odd = text.bytes().fold(false, |found, byte| found | odd(byte));
    !is_odd || text.chars().all(is_plain_letter)
}

/// Letters and signs of ASCII, of Latin with and without marks (Vietnamese), Cyrillic and Chinese, dashes and quotation
/// marks.
fn is_plain_letter(c: char) -> bool {
    matches!(c, ' '..='~' | '\t'..='\r' | '\u{a0}'..='\u{2ff}' | '\u{1e00}'..='\u{1eff}' | '\u{2010}'..='\u{2027}'
        | '\u{400}'..='\u{482}' | '\u{4e00}'..='\u{9fff}')
}

/// One line: NFC, control characters dropped, runs of white space as one space, trimmed.
pub fn clean_line(text: &str) -> String {
    let shown = || text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c));
    if is_plain(text) || is_nfc_quick(shown()) == IsNormalized::Yes {
        joined(shown(), text.len())
    } else {
        joined(shown().nfc(), text.len())
    }
}

/// Characters as one line of so many bytes at most.
fn joined(chars: impl Iterator<Item = char>, length: usize) -> String {
    let mut out = String::with_capacity(length);
    for c in chars {
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
    let (mut done, mut at) = (0, 0);
    while let Some(next) = text.as_bytes().get(at..).and_then(|rest| rest.iter().position(may_be_other)) {
        at += next;
        let Some(c) = text.get(at..).and_then(|rest| rest.chars().next()) else { break };
        if let Some(written) = written_otherwise(c) {
            out.push_str(&text[done..at]);
            out.push_str(written);
            done = at + c.len_utf8();
        }
        at += c.len_utf8();
    }
    out.push_str(&text[done..]);
    out
}

/// Whether a character that begins so may be one that XML has otherwise: of the longer ones those of the blocks of U+0080 and
/// U+F000.
fn may_be_other(byte: &u8) -> bool {
    matches!(byte, 0..=0x1f | b'&' | b'<' | b'>' | b'"' | 0x7f | 0xc2 | 0xef)
}

/// How XML has a character that it does not have as it is.
fn written_otherwise(c: char) -> Option<&'static str> {
    match c {
        '&' => Some("&amp;"),
        '<' => Some("&lt;"),
        '>' => Some("&gt;"),
        '"' => Some("&quot;"),
        '\t' | '\n' | '\r' => None,
        c if c.is_control() || matches!(c, '\u{fffe}' | '\u{ffff}') => Some(""),
        _ => None,
    }
}

/// Lower case without diacritics, `đ` as `d`: how words are compared when typed without marks.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            // In which order the marks of a letter stand does not matter: they are left out.
            decompose_canonical(c, |part| {
                if !is_combining_mark(part) {
                    out.extend(part.to_lowercase().map(fold_letter));
                }
            });
        }
    }
    out
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
    use proptest::prelude::*;
    use unicode_normalization::char::canonical_combining_class;

    /// Letters, marks, ends of lines and what is left out, close to each other.
    const TEXT: &str =
        "[a-eA-EđĐẹ\u{1eb7}\u{300}\u{301}\u{323}\u{302}\u{1f}\u{b}\r\n \u{fffe}\u{ac00}\u{11a8}]{0,24}";

    #[test]
    fn plain_letters_are_composed_already() {
        for c in ('\0'..=char::MAX).filter(|c| is_plain_letter(*c)) {
            let kept = c.is_whitespace() || !(c.is_control() || is_noncharacter(c));
            assert!(kept && is_nfc_quick([c].into_iter()) == IsNormalized::Yes, "{c:?}");
            // Marks may change places with each other, not with what is no mark.
            assert_eq!(canonical_combining_class(c), 0, "{c:?}");
        }
    }

    #[test]
    fn no_character_that_xml_has_otherwise_is_passed_over() {
        for c in ('\0'..=char::MAX).filter(|c| written_otherwise(*c).is_some()) {
            let first = c.encode_utf8(&mut [0; 4]).bytes().next();
            assert!(first.as_ref().is_some_and(may_be_other), "{c:?}");
        }
        assert_eq!(escaped("\u{85}&&\u{c2}\u{f000}\u{ffff}&"), "&amp;&amp;\u{c2}\u{f000}&amp;");
    }

    #[test]
    fn xml_has_no_markup_and_no_controls_in_a_text() {
        let text = "<a href=\"x\">R&D</a>\u{0}\t\n\u{85}\u{fffe}\u{fffd}đ \u{7f}";
        assert_eq!(escaped(text), "&lt;a href=&quot;x&quot;&gt;R&amp;D&lt;/a&gt;\t\n\u{fffd}đ ");
        assert_eq!(
            (escaped(""), escaped("\u{1}"), escaped("sông")),
            (String::new(), String::new(), "sông".into())
        );
    }

    proptest! {
        #[test]
        fn line_by_line_is_as_all_at_once(text in TEXT) {
            let kept = |c: &char| c.is_whitespace() || !(c.is_control() || is_noncharacter(*c));
            prop_assert_eq!(nfc(&text), text.chars().filter(kept).nfc().collect::<String>());
            prop_assert_eq!(is_nfc(&text), unicode_normalization::is_nfc(&text));
            let decomposed = text.nfd().filter(|c| !is_combining_mark(*c));
            let folded: String = decomposed.flat_map(char::to_lowercase).map(fold_letter).collect();
            prop_assert_eq!(fold(&text), folded);
            let shown = text.chars().filter(|c| c.is_whitespace() || !is_invisible(*c)).nfc();
            prop_assert_eq!(clean_line(&text), joined(shown, 0));
        }
    }

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
