//! Names: which part is the family's, and in which order they are written.

use fonds_model::Creator;
use fonds_model::text::fold;

/// A name taken apart.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Parts {
    /// An agency, a pen name, a name whose order must not be touched.
    Whole(String),
    /// Written given name first.
    Western { family: String, given: String },
    /// Written family name first, without a comma.
    Eastern { family: String, given: String },
}

/// Family names that nine in ten Vietnamese bear.
const FAMILIES: [&str; 46] = [
    "nguyễn", "trần", "lê", "phạm", "hoàng", "huỳnh", "phan", "vũ", "võ", "đặng", "bùi", "đỗ", "hồ", "ngô",
    "dương", "lý", "đào", "đoàn", "đinh", "trịnh", "trương", "lâm", "mai", "cao", "lương", "lưu", "tạ",
    "thái", "châu", "quách", "tô", "hà", "kiều", "tăng", "phùng", "triệu", "vương", "la", "tống", "nghiêm",
    "tôn", "đàm", "khúc", "chu", "hứa", "mạc",
];

/// Whether a name is in Vietnamese order: a Vietnamese family name first, two to five words. With marks it is compared
/// with its marks (*Tố Hữu* is none of the *Tô*), without marks as it would be typed without.
pub fn is_vietnamese_name(name: &str) -> bool {
    // Old Vietnamese fonts had the Icelandic letter in the place of Đ.
    let name = fonds_model::text::nfc(name).to_lowercase().replace('ð', "đ");
    let words: Vec<&str> = name.split_whitespace().collect();
    let Some(first) = words.first() else { return false };
    let marked = fold(&name) != name;
    let family =
        if marked { FAMILIES.contains(first) } else { FAMILIES.iter().any(|family| fold(family) == *first) };
    // "Do Smith" has a Vietnamese first word and nothing else: three words or a mark are asked for.
    family && (2..=5).contains(&words.len()) && (marked || words.len() >= 3)
}

/// A creator's name as lists are sorted by it: *Morton, Alice*; *Nguyễn Văn An*; agencies as they are written.
pub fn sorted_name(creator: &Creator) -> String {
    match parts(creator) {
        Parts::Western { family, given } if !given.is_empty() => format!("{family}, {given}"),
        Parts::Eastern { family, given } if !given.is_empty() => format!("{family} {given}"),
        Parts::Western { family, .. } | Parts::Eastern { family, .. } => family,
        Parts::Whole(name) => name,
    }
}

/// Takes a creator's name apart. A suffix such as *Jr.* stays with the given names, where every format can hold it.
pub(crate) fn parts(creator: &Creator) -> Parts {
    let name = creator.name.trim();
    if let Some(family) = creator.family.clone().filter(|family| !family.is_empty()) {
        let given = creator.given.clone().unwrap_or_default();
        return if is_family_first(name, &family) {
            Parts::Eastern { family, given }
        } else {
            Parts::Western { family, given }
        };
    }
    if let Some((family, given)) = inverted(name) {
        return Parts::Western { family, given };
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    if is_vietnamese_name(name) {
        return split(&words, 1, |family, given| Parts::Eastern { family, given });
    }
    if is_vietnamese_spelling(name) || name.chars().any(is_east_asian) || !looks_like_person(&words) {
        return Parts::Whole(name.to_owned());
    }
    western(&words)
}

/// Given names, then the family's with its particles (*van Beethoven*); a suffix goes to the given names.
fn western(words: &[&str]) -> Parts {
    let (suffix, words) = match words.split_last() {
        Some((last, rest)) if rest.len() >= 2 && is_suffix(last) => (Some(*last), rest),
        _ => (None, words),
    };
    let particle = words.iter().skip(1).position(|word| is_particle(word)).map(|at| at + 1);
    let at = particle.unwrap_or(words.len().saturating_sub(1));
    split(words, at, |given, family| {
        let family = family.trim_end_matches(',').to_owned();
        let given = suffix.map_or(given.clone(), |suffix| format!("{given}, {suffix}"));
        Parts::Western { family, given }
    })
}

fn split(words: &[&str], at: usize, make: impl FnOnce(String, String) -> Parts) -> Parts {
    let (before, after) = words.split_at(at.min(words.len()));
    make(before.join(" "), after.join(" "))
}

/// *Smith, Jane*: the one comma that a name may have is between its halves.
fn inverted(name: &str) -> Option<(String, String)> {
    let (family, given) = name.split_once(',')?;
    let (family, given) = (family.trim(), given.trim());
    let good = !family.is_empty() && !given.is_empty() && !is_suffix(given) && family.split(' ').count() <= 3;
    good.then(|| (family.to_owned(), given.to_owned()))
}

/// A name that is written with its family name first, as its parts tell.
fn is_family_first(name: &str, family: &str) -> bool {
    let rest = name.strip_prefix(family);
    is_vietnamese_name(name)
        || rest.is_some_and(|rest| !rest.trim().is_empty() && !rest.trim_start().starts_with(','))
}

/// The given names without a suffix, and the suffix: *Martin Luther, Jr.*
pub(crate) fn suffix(given: &str) -> (&str, Option<&str>) {
    match given.rsplit_once(',') {
        Some((given, last)) if is_suffix(last.trim()) => (given.trim(), Some(last.trim())),
        _ => (given, None),
    }
}

fn is_suffix(word: &str) -> bool {
    const SUFFIXES: [&str; 8] = ["jr", "sr", "ii", "iii", "iv", "phd", "md", "esq"];
    let bare: String = word.chars().filter(|c| *c != '.').collect();
    SUFFIXES.contains(&bare.to_lowercase().as_str())
}

/// Whether a name has letters that only Vietnamese has: a pen name such as *Tố Hữu* has no family name to put first.
fn is_vietnamese_spelling(name: &str) -> bool {
    name.chars().any(|c| matches!(c, '\u{1ea0}'..='\u{1ef9}' | 'ơ' | 'ư' | 'Ơ' | 'Ư'))
}

/// Han, kana and hangul: names in them stand as they are written.
fn is_east_asian(c: char) -> bool {
    matches!(c, '\u{3040}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}')
}

/// The name that sorts and keys by: the family's, else the whole.
pub(crate) fn sort_name(creator: &Creator) -> String {
    match parts(creator) {
        Parts::Whole(name) => name,
        Parts::Western { family, .. } | Parts::Eastern { family, .. } => family,
    }
}

/// The name that a sentence uses after the first time: *Smith*, *Nguyễn Văn An*.
pub(crate) fn short_name(creator: &Creator) -> String {
    match parts(creator) {
        Parts::Western { family, .. } => family,
        Parts::Whole(_) | Parts::Eastern { .. } => creator.name.trim().to_owned(),
    }
}

/// Two to four capitalised words, a suffix not counted.
fn looks_like_person(words: &[&str]) -> bool {
    let words = match words.split_last() {
        Some((last, rest)) if is_suffix(last) => rest,
        _ => words,
    };
    (2..=5).contains(&words.len()) && words.iter().all(|word| looks_personal(word))
}

/// Capitalised or a particle, with no mark of an institution.
fn looks_personal(word: &str) -> bool {
    const BODIES: [&str; 24] = [
        "news",
        "agency",
        "press",
        "ban",
        "bao",
        "toa",
        "soan",
        "so",
        "vien",
        "times",
        "staff",
        "editorial",
        "museum",
        "archive",
        "team",
        "phong",
        "committee",
        "ministry",
        "office",
        "university",
        "group",
        "council",
        "department",
        "association",
    ];
    let shout = word.chars().count() > 1 && word.chars().all(char::is_uppercase) && !word.contains('.');
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    (is_particle(word) || capital) && !shout && !BODIES.contains(&fold(word).as_str())
}

fn is_particle(word: &str) -> bool {
    const PARTICLES: [&str; 22] = [
        "de", "da", "do", "dos", "das", "du", "van", "von", "der", "den", "di", "del", "della", "la", "le",
        "bin", "ibn", "al", "el", "ter", "ten", "zu",
    ];
    PARTICLES.contains(&word)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(name: &str) -> String {
        match parts(&Creator::author(name)) {
            Parts::Whole(name) => name,
            Parts::Western { family, given } => format!("{family}, {given}"),
            Parts::Eastern { family, given } => format!("{family} / {given}"),
        }
    }

    #[test]
    fn each_in_its_order() {
        for (name, expected) in [
            ("Nguyễn Văn An", "Nguyễn / Văn An"),
            ("Lê Bình", "Lê / Bình"),
            ("Tố Hữu", "Tố Hữu"),
            ("Nguyễn Thị Minh Khai", "Nguyễn / Thị Minh Khai"),
            ("Jane Smith", "Smith, Jane"),
            ("Smith, Jane", "Smith, Jane"),
            ("Ludwig van Beethoven", "van Beethoven, Ludwig"),
            ("Oscar de la Renta", "de la Renta, Oscar"),
            ("Martin Luther King Jr.", "King, Martin Luther, Jr."),
            ("Sammy Davis, Jr.", "Davis, Sammy, Jr."),
            ("毛泽东", "毛泽东"),
            ("TTXVN", "TTXVN"),
            ("N.V.A.", "N.V.A."),
            ("Reuters News Agency", "Reuters News Agency"),
            ("Do Smith", "Smith, Do"),
        ] {
            assert_eq!(shown(name), expected);
        }
    }

    #[test]
    fn known_parts_tell_the_order() {
        let creator = |name: &str, family: &str, given: &str| Creator {
            family: Some(family.into()),
            given: Some(given.into()),
            ..Creator::author(name)
        };
        let eastern = parts(&creator("Mao Zedong", "Mao", "Zedong"));
        assert_eq!(eastern, Parts::Eastern { family: "Mao".into(), given: "Zedong".into() });
        let western = parts(&creator("Jane Smith", "Smith", "Jane"));
        assert_eq!(western, Parts::Western { family: "Smith".into(), given: "Jane".into() });
        assert_eq!(suffix("Martin Luther, Jr."), ("Martin Luther", Some("Jr.")));
        assert_eq!(suffix("Jane"), ("Jane", None));
    }
}
