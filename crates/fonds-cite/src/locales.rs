//! The languages that citations can be in: hayagriva's locales.

use crate::CiteError;
use hayagriva::archive;
use hayagriva::citationberg::{Locale, LocaleFile, LocalizedTerm};
use serde::Serialize;
use std::sync::LazyLock;

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
    let mut infos: Vec<_> = LOCALES
        .iter()
        .filter_map(|locale| locale.lang.as_ref())
        .map(|code| LocaleInfo { name: language_name(&code.0).to_owned(), code: code.0.clone() })
        .collect();
    infos.sort_by(|a, b| a.code.cmp(&b.code));
    infos
}

pub(crate) fn all_locales() -> &'static [Locale] {
    &LOCALES
}

/// The locale's code as the bundle writes it: `vi` finds `vi-VN`.
pub(crate) fn locale_code(code: &str) -> Result<String, CiteError> {
    let codes = || LOCALES.iter().filter_map(|locale| locale.lang.as_ref()).map(|code| &code.0);
    let primary = code.split('-').next().unwrap_or_default();
    codes()
        .find(|known| known.eq_ignore_ascii_case(code))
        .or_else(|| codes().filter(|_| primary == "en").find(|known| *known == "en-US"))
        .or_else(|| codes().find(|known| known.split('-').next() == Some(primary)))
        .cloned()
        .ok_or_else(|| CiteError::UnknownLocale { code: code.to_owned() })
}

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(|| {
    let mut locales = archive::locales();
    if let Some(vietnamese) = locales.iter_mut().find(|locale| is_code(locale, "vi-VN")) {
        mend(vietnamese, include_str!("locales/vi.xml"));
    }
    locales
});

fn is_code(locale: &Locale, code: &str) -> bool {
    locale.lang.as_ref().is_some_and(|lang| lang.0 == code)
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

    /// Terms that English has in a form that print needs, by their names in CSL.
    #[test]
    fn vietnamese_lacks_no_word() {
        let of = |code| LOCALES.iter().find(|locale| is_code(locale, code)).unwrap().terms.as_ref().unwrap();
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
