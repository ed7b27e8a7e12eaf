//! The languages that citations can be in: hayagriva's locales, each read when it is wanted first.

use crate::CiteError;
use hayagriva::archive;
use hayagriva::citationberg::{Locale, LocaleCode, LocaleFile, LocalizedTerm};
use serde::Serialize;
use std::sync::OnceLock;

/// The codes of the bundled locales, in the bundle's order.
#[rustfmt::skip]
const CODES: [&str; 63] = [
    "af-ZA", "ar", "bal-PK", "bg-BG", "brh-PK", "ca-AD", "cs-CZ", "cy-GB", "da-DK", "de-AT", "de-CH", "de-DE", "el-GR",
    "en-GB", "en-US", "es-CL", "es-ES", "es-MX", "et-EE", "eu", "fa-IR", "fi-FI", "fr-CA", "fr-FR", "gl-ES", "he-IL",
    "hi-IN", "hr-HR", "hu-HU", "hy-AM", "id-ID", "is-IS", "it-IT", "ja-JP", "km-KH", "ko-KR", "la", "lij-IT", "lt-LT",
    "lv-LV", "mn-MN", "ms-MY", "nb-NO", "nl-NL", "nn-NO", "pa-PK", "pl-PL", "pt-BR", "pt-PT", "ro-RO", "ru-RU", "sk-SK",
    "sl-SI", "sr-Cyrl-RS", "sr-Latn-RS", "sv-SE", "th-TH", "tl-PH", "tr-TR", "uk-UA", "vi-VN", "zh-CN", "zh-TW",
];

/// Those that were read.
static READ: [OnceLock<Option<Locale>>; CODES.len()] = [const { OnceLock::new() }; CODES.len()];

/// A language that citations can be in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct LocaleInfo {
    /// BCP 47.
    pub code: String,
    /// Its name in itself.
    pub name: String,
}

/// Every bundled locale, by code.
pub fn locales() -> Vec<LocaleInfo> {
    let info = |code: &&str| LocaleInfo { name: language_name(code).to_owned(), code: (*code).to_owned() };
    let mut infos: Vec<_> = CODES.iter().map(info).collect();
    infos.sort_by(|a, b| a.code.cmp(&b.code));
    infos
}

/// The locale of that code, and those in which the processor looks for what it lacks.
pub(crate) fn with_fallbacks(code: &str) -> Vec<Locale> {
    let wanted = LocaleCode(code.to_owned());
    let mut codes = vec![wanted.clone()];
    codes.extend(wanted.fallback());
    codes.push(LocaleCode::en_us());
    let mut locales: Vec<Locale> = codes.iter().filter_map(|code| read(&code.0)).cloned().collect();
    locales.dedup_by(|one, other| one.lang == other.lang);
    locales
}

/// The locale's code as the bundle writes it: `vi` finds `vi-VN`.
pub(crate) fn locale_code(code: &str) -> Result<String, CiteError> {
    let codes = || CODES.into_iter();
    let primary = code.split('-').next().unwrap_or_default();
    codes()
        .find(|known| known.eq_ignore_ascii_case(code))
        .or_else(|| codes().filter(|_| primary == "en").find(|known| *known == "en-US"))
        .or_else(|| codes().find(|known| known.split('-').next() == Some(primary)))
        .map(str::to_owned)
        .ok_or_else(|| CiteError::UnknownLocale { code: code.to_owned() })
}

fn read(code: &str) -> Option<&'static Locale> {
    let place = CODES.iter().position(|known| *known == code)?;
    let locale = READ[place].get_or_init(|| {
        let mut locale: Locale = ciborium::from_reader(*archive::LOCALES.get(place)?).ok()?;
        if code == "vi-VN" {
            mend(&mut locale, include_str!("locales/vi.xml"));
        }
        Some(locale)
    });
    locale.as_ref()
}

/// Puts the terms and dates of a locale file in the place of a locale's own.
fn mend(locale: &mut Locale, xml: &str) {
    let Ok(file) = LocaleFile::from_xml(xml) else { return };
    let ours = file.terms.map(|terms| terms.terms).unwrap_or_default();
    let replaced =
        |term: &LocalizedTerm| ours.iter().any(|our| our.name == term.name && our.form == term.form);
    if let Some(terms) = &mut locale.terms {
        terms.terms.retain(|term| !replaced(term));
        terms.terms.extend(ours);
    }
    locale.date.retain(|date| !file.date.iter().any(|our| our.form == date.form));
    locale.date.extend(file.date);
}

/// Names of languages in themselves; a code without one stands for itself.
fn language_name(code: &str) -> &str {
    const NAMES: &[(&str, &str)] = &[
        ("ar", "العربية"),
        ("bg-BG", "Български"),
        ("ca-AD", "Català"),
        ("cs-CZ", "Čeština"),
        ("da-DK", "Dansk"),
        ("de-AT", "Deutsch (Österreich)"),
        ("de-CH", "Deutsch (Schweiz)"),
        ("de-DE", "Deutsch"),
        ("el-GR", "Ελληνικά"),
        ("en-GB", "English (UK)"),
        ("en-US", "English (US)"),
        ("es-ES", "Español"),
        ("es-MX", "Español (México)"),
        ("et-EE", "Eesti"),
        ("fa-IR", "فارسی"),
        ("fi-FI", "Suomi"),
        ("fr-CA", "Français (Canada)"),
        ("fr-FR", "Français"),
        ("he-IL", "עברית"),
        ("hr-HR", "Hrvatski"),
        ("hu-HU", "Magyar"),
        ("id-ID", "Bahasa Indonesia"),
        ("it-IT", "Italiano"),
        ("ja-JP", "日本語"),
        ("km-KH", "ខ្មែរ"),
        ("ko-KR", "한국어"),
        ("lt-LT", "Lietuvių"),
        ("lv-LV", "Latviešu"),
        ("mn-MN", "Монгол"),
        ("nb-NO", "Norsk bokmål"),
        ("nl-NL", "Nederlands"),
        ("nn-NO", "Norsk nynorsk"),
        ("pl-PL", "Polski"),
        ("pt-BR", "Português (Brasil)"),
        ("pt-PT", "Português"),
        ("ro-RO", "Română"),
        ("ru-RU", "Русский"),
        ("sk-SK", "Slovenčina"),
        ("sl-SI", "Slovenščina"),
        ("sv-SE", "Svenska"),
        ("th-TH", "ไทย"),
        ("tr-TR", "Türkçe"),
        ("uk-UA", "Українська"),
        ("vi-VN", "Tiếng Việt"),
        ("zh-CN", "中文（简体）"),
        ("zh-TW", "中文（繁體）"),
    ];
    NAMES.iter().find(|(known, _)| *known == code).map_or(code, |(_, name)| name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::citationberg::TermForm;
    use hayagriva::citationberg::taxonomy::Term;

    #[test]
    fn names_are_forgiving_to_a_point() {
        assert!(locales().iter().any(|locale| locale.code == "vi-VN" && locale.name == "Tiếng Việt"));
        assert_eq!(locale_code("vi").unwrap(), "vi-VN");
        assert_eq!(locale_code("en").unwrap(), "en-US");
        assert_eq!(locale_code("xx").unwrap_err().code(), "unknown-locale");
    }

    #[test]
    fn the_codes_are_those_of_the_bundle() {
        let bundled: Vec<String> =
            archive::locales().into_iter().map(|locale| locale.lang.unwrap().0).collect();
        assert_eq!(CODES.to_vec(), bundled);
        let codes =
            |code| with_fallbacks(code).into_iter().map(|locale| locale.lang.unwrap().0).collect::<Vec<_>>();
        assert_eq!(codes("de-AT"), ["de-AT", "de-DE", "en-US"]);
        assert_eq!(codes("en-US"), ["en-US"]);
    }

    /// Terms that English has in a form that print needs, by their names in CSL.
    #[test]
    fn vietnamese_lacks_no_word() {
        let of = |code| read(code).unwrap().terms.as_ref().unwrap();
        let (english, vietnamese) = (of("en-US"), of("vi-VN"));
        let has = |term: &LocalizedTerm| vietnamese.terms.iter().any(|ours| ours.name == term.name);
        let missing: Vec<_> = english.terms.iter().filter(|term| !has(term)).map(|term| term.name).collect();
        assert_eq!(missing, []);
        for (name, word) in [
            ("accessed", "truy cập"),
            ("et-al", "và cộng sự"),
            ("month-01", "tháng 1"),
            ("retrieved", "truy cập"),
        ] {
            let term: Term = serde_json::from_value(name.into()).unwrap();
            let found =
                vietnamese.terms.iter().rev().find(|ours| ours.name == term && ours.form == TermForm::Long);
            assert_eq!(found.unwrap().single(), Some(word), "{name}");
        }
    }

    #[test]
    fn every_bundled_locale_can_be_cited_in() {
        let article = fonds_model::Article {
            title: "Cầu".into(),
            issued: fonds_model::Edtf::parse("2022-11-25"),
            ..fonds_model::Article::default()
        };
        for locale in locales() {
            let cited = crate::Citer::new("apa", &locale.code).unwrap().cite(&[&article]);
            let text = fonds_model::body::plain_text(&cited.citations[0]);
            assert!(text.contains("2022"), "{}: {text}", locale.code);
        }
    }
}
