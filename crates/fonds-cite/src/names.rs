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

/// Family names that nine in ten Vietnamese bear, folded.
const FAMILIES: [&str; 44] = [
    "nguyen", "tran", "le", "pham", "hoang", "huynh", "phan", "vu", "vo", "dang", "bui", "do", "ho", "ngo",
    "duong", "ly", "dao", "doan", "dinh", "trinh", "truong", "lam", "mai", "cao", "luong", "luu", "ta",
    "thai", "chau", "quach", "to", "ha", "kieu", "tang", "phung", "trieu", "vuong", "la", "tong", "nghiem",
    "ton", "dam", "khuc", "chu",
];

/// Whether a name is in Vietnamese order: a Vietnamese family name first, two to five words.
pub fn is_vietnamese_name(name: &str) -> bool {
    let words: Vec<&str> = name.split_whitespace().collect();
    let family = words.first().is_some_and(|first| FAMILIES.contains(&fold(first).as_str()));
    let marked = fold(name) != name.to_lowercase();
    // "Do Smith" has a Vietnamese first word and nothing else: three words or a mark are asked for.
    family && (2..=5).contains(&words.len()) && (marked || words.len() >= 3)
}

/// Takes a creator's name apart.
pub(crate) fn parts(creator: &Creator) -> Parts {
    let name = creator.name.trim();
    let eastern = is_vietnamese_name(name);
    if let Some(family) = creator.family.clone() {
        let given = creator.given.clone().unwrap_or_default();
        return if eastern { Parts::Eastern { family, given } } else { Parts::Western { family, given } };
    }
    let words: Vec<&str> = name.split_whitespace().collect();
    let split = |at: usize| (words[..at].join(" "), words[at..].join(" "));
    if eastern {
        let (family, given) = split(1);
        return Parts::Eastern { family, given };
    }
    let person = (2..=4).contains(&words.len()) && words.iter().all(|word| looks_personal(word));
    if !person {
        return Parts::Whole(name.to_owned());
    }
    let particle =
        words.iter().skip(1).position(|word| word.chars().all(char::is_lowercase)).map(|at| at + 1);
    let (given, family) = split(particle.unwrap_or(words.len() - 1));
    Parts::Western { family, given }
}

/// The name that sorts and keys by: the family's, else the whole.
pub(crate) fn sort_name(creator: &Creator) -> String {
    match parts(creator) {
        Parts::Whole(name) => name,
        Parts::Western { family, .. } | Parts::Eastern { family, .. } => family,
    }
}

/// Capitalised or a particle, with no mark of an institution.
fn looks_personal(word: &str) -> bool {
    const BODIES: [&str; 16] = [
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
    ];
    let particle = matches!(
        word,
        "de" | "da" | "van" | "von" | "der" | "den" | "di" | "del" | "la" | "le" | "bin" | "al"
    );
    let shout = word.chars().count() > 1 && word.chars().all(char::is_uppercase) && !word.contains('.');
    let capital = word.chars().next().is_some_and(char::is_uppercase);
    (particle || capital) && !shout && !BODIES.contains(&fold(word).as_str())
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
        assert_eq!(shown("Nguyễn Văn An"), "Nguyễn / Văn An");
        assert_eq!(shown("Lê Bình"), "Lê / Bình");
        assert_eq!(shown("Jane Smith"), "Smith, Jane");
        assert_eq!(shown("Ludwig van Beethoven"), "van Beethoven, Ludwig");
        assert_eq!(shown("TTXVN"), "TTXVN");
        assert_eq!(shown("Reuters News Agency"), "Reuters News Agency");
        assert_eq!(shown("Do Smith"), "Smith, Do");
    }
}
