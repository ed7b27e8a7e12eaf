//! House styles: a template and settings in one folder. Four come with Fonds; an institution can add its own.

use fonds_model::PrintSettings;
use serde::Deserialize;
use std::collections::BTreeMap;

/// A house style.
#[derive(Clone, Debug, Default)]
pub struct HouseStyle {
    /// Its name in settings: the name of its folder.
    pub name: String,
    /// What people read: by language, `en` and `vi`.
    pub titles: BTreeMap<String, String>,
    /// What it is for, likewise.
    pub descriptions: BTreeMap<String, String>,
    /// What it sets.
    pub settings: PrintSettings,
    /// Its files by name; `style.typ` is the template, and others can be called by it.
    pub files: BTreeMap<String, Vec<u8>>,
}

/// What `style.json` holds.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Card {
    title: BTreeMap<String, String>,
    description: BTreeMap<String, String>,
    print: PrintSettings,
}

/// The file that names a style and holds its settings.
pub const CARD: &str = "style.json";
/// The template.
pub const TEMPLATE: &str = "style.typ";

macro_rules! bundled {
    ($($name:literal),*) => { [$((
        $name,
        include_str!(concat!("../houses/", $name, "/style.json")),
        include_str!(concat!("../houses/", $name, "/style.typ")),
    )),*] };
}

/// The styles that come with Fonds, the usual one first.
pub fn bundled() -> Vec<HouseStyle> {
    let all = bundled!["dossier", "reader", "newspaper", "large-print"];
    let style = |(name, card, template): (&str, &str, &str)| {
        let files = [(CARD, card), (TEMPLATE, template)];
        let files = files.map(|(name, text)| (name.to_owned(), text.as_bytes().to_vec()));
        HouseStyle::from_files(name, files.into()).ok()
    };
    all.into_iter().filter_map(style).collect()
}

/// The bundled style of that name.
pub fn named(name: &str) -> Option<HouseStyle> {
    let name = if name.is_empty() { "dossier" } else { name };
    bundled().into_iter().find(|style| style.name == name)
}

impl HouseStyle {
    /// A style of the files in its folder. One without a template looks like the usual one.
    ///
    /// # Errors
    /// What is wrong with `style.json`, with its line.
    pub fn from_files(name: &str, files: BTreeMap<String, Vec<u8>>) -> Result<Self, String> {
        let card: Card = match files.get(CARD) {
            Some(bytes) => serde_json::from_slice(bytes).map_err(|error| error.to_string())?,
            None => Card::default(),
        };
        Ok(Self {
            name: name.to_owned(),
            titles: card.title,
            descriptions: card.description,
            settings: card.print,
            files,
        })
    }

    /// Its title in that language, or in English, or its name.
    pub fn title(&self, language: &str) -> &str {
        let primary = language.split('-').next().unwrap_or_default();
        self.titles.get(primary).or_else(|| self.titles.get("en")).map_or(&self.name, String::as_str)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_bundled_style_is_whole() {
        let styles = bundled();
        assert_eq!(styles.len(), 4);
        for style in styles {
            assert!(style.titles.contains_key("vi") && style.titles.contains_key("en"), "{}", style.name);
            assert!(style.files.contains_key(TEMPLATE));
        }
    }

    #[test]
    fn a_broken_card_is_told_with_its_line() {
        let files = BTreeMap::from([(CARD.to_owned(), b"{\n \"print\": {\"size\": \"big\"}}".to_vec())]);
        let told = HouseStyle::from_files("ours", files).unwrap_err();
        assert!(told.contains("line 2"), "{told}");
    }
}
