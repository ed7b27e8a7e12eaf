//! What can be a Vietnamese syllable: an initial consonant, a vowel with at most one tone, a final consonant.

use unicode_normalization::UnicodeNormalization;

const INITIALS: &[&str] = &[
    "", "ngh", "ng", "nh", "ch", "gh", "gi", "kh", "ph", "qu", "th", "tr", "b", "c", "d", "đ", "g", "h", "k",
    "l", "m", "n", "p", "r", "s", "t", "v", "x",
];
const VOWELS: &[&str] = &[
    "a", "ă", "â", "e", "ê", "i", "o", "ô", "ơ", "u", "ư", "y", "ai", "ao", "au", "ay", "âu", "ây", "eo",
    "êu", "ia", "iê", "iu", "iêu", "oa", "oă", "oe", "oi", "oo", "oai", "oao", "oay", "oeo", "ôi", "ơi",
    "ua", "uâ", "uê", "ui", "uô", "uơ", "uy", "uya", "uyê", "uyu", "uây", "uôi", "ưa", "ưi", "ươ", "ưu",
    "ươi", "ươu", "ya", "yê", "yêu",
];
const FINALS: &[&str] = &["", "c", "ch", "m", "n", "ng", "nh", "p", "t"];

/// Whether a word can be a Vietnamese syllable.
pub(crate) fn is_syllable(word: &str) -> bool {
    let mut tones = 0;
    let lower = word.to_lowercase();
    let toneless = lower.nfd().filter(|c| {
        let tone = matches!(c, '\u{300}' | '\u{301}' | '\u{303}' | '\u{309}' | '\u{323}');
        tones += usize::from(tone);
        !tone
    });
    let toneless: String = toneless.nfc().collect();
    let rhyme = |rest: &str| {
        let ends = FINALS.iter().filter_map(|last| rest.strip_suffix(last));
        ends.into_iter().any(|vowel| VOWELS.contains(&vowel))
    };
    // *gì* is written with one i.
    let found =
        toneless == "gi" || INITIALS.iter().filter_map(|first| toneless.strip_prefix(first)).any(rhyme);
    found && tones <= 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn syllables() {
        for word in
            "nghiêng Nguyễn quyển gì giếng đường khuya ngoằn xoèn Uỷ yêu quốc ở rượu hoà hòa xoong".split(' ')
        {
            assert!(is_syllable(word), "{word}");
        }
        for word in "été déjà straße für many Bạc̀ Košice thế̀ where".split(' ') {
            assert!(!is_syllable(word), "{word}");
        }
    }
}
