//! Languages of texts as XHTML says them: tags of BCP 47, and the direction that goes with them.

/// Whether a language is written from right to left: by its script where the tag names one, else by the language.
pub(crate) fn is_rtl(language: &str) -> bool {
    let mut parts = language.split('-');
    let primary = parts.next().unwrap_or_default().to_ascii_lowercase();
    match parts.find(|part| part.len() == 4) {
        Some(script) => ["Arab", "Hebr", "Syrc", "Thaa", "Nkoo", "Adlm", "Rohg"]
            .iter()
            .any(|one| script.eq_ignore_ascii_case(one)),
        None => {
            matches!(
                primary.as_str(),
                "ar" | "he" | "fa" | "ur" | "yi" | "dv" | "ps" | "ug" | "sd" | "ckb" | "arc"
            )
        }
    }
}

/// The attributes that say an element's language and, where it is not that of the text around it, its direction.
pub(crate) fn language_attributes(language: &str, within_rtl: bool) -> String {
    let tag = language_tag(language);
    let direction = match (is_rtl(&tag), within_rtl) {
        (true, false) => " dir=\"rtl\"",
        (false, true) => " dir=\"ltr\"",
        _ => "",
    };
    format!("xml:lang=\"{tag}\" lang=\"{tag}\"{direction}")
}

/// A language tag that BCP 47 allows, or `und`.
pub(crate) fn language_tag(tag: &str) -> String {
    let tag = tag.replace('_', "-");
    let well_formed =
        |part: &str| (1..=8).contains(&part.len()) && part.chars().all(|c| c.is_ascii_alphanumeric());
    let primary = tag.split('-').next().unwrap_or_default();
    let good = (2..=3).contains(&primary.len()) && primary.chars().all(|c| c.is_ascii_alphabetic());
    if good && tag.split('-').all(well_formed) { tag } else { "und".into() }
}
