//! The languages that citations can be in: hayagriva's locales.

use crate::CiteError;
use hayagriva::archive;
use hayagriva::citationberg::Locale;
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

static LOCALES: LazyLock<Vec<Locale>> = LazyLock::new(archive::locales);

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

    #[test]
    fn names_are_forgiving_to_a_point() {
        assert!(locales().iter().any(|locale| locale.code == "vi-VN" && locale.name == "Tiếng Việt"));
        assert_eq!(locale_code("vi").unwrap(), "vi-VN");
        assert_eq!(locale_code("en").unwrap(), "en-US");
        assert_eq!(locale_code("xx").unwrap_err().code(), "unknown-locale");
    }
}
