//! What the head of an RTF file declares: fonts with their code pages, styles, lists.

use crate::documents::lists::{Numbering, Place};
use crate::documents::roles::{self, Role};
use encoding_rs::Encoding;
use std::collections::HashMap;

/// The tables of a file.
#[derive(Default)]
pub(super) struct Tables {
    fonts: HashMap<i32, Font>,
    styles: HashMap<i32, Style>,
    /// Levels of the list that is being read.
    pub levels: Vec<(bool, u32)>,
    lists: HashMap<i32, Vec<(bool, u32)>>,
    /// Lists by the number that paragraphs use.
    used: HashMap<i32, Numbering>,
    /// The list that the override which is being read refers to.
    pub overridden: i32,
}

#[derive(Default)]
struct Font {
    name: String,
    encoding: Option<&'static Encoding>,
}

#[derive(Default)]
struct Style {
    name: String,
    outline: Option<u8>,
    based_on: Option<i32>,
}

impl Tables {
    /// A font's code page (`\fcharset`).
    pub fn set_charset(&mut self, font: i32, charset: i32) {
        self.fonts.entry(font).or_default().encoding = encoding_of_charset(charset);
    }

    /// Adds to a font's name, which ends at a semicolon.
    pub fn name_font(&mut self, font: i32, text: &str) {
        self.fonts.entry(font).or_default().name.push_str(text.trim_end_matches(';'));
    }

    pub fn font_name(&self, font: i32) -> Option<&str> {
        self.fonts.get(&font).map(|font| font.name.as_str())
    }

    pub fn font_encoding(&self, font: i32) -> Option<&'static Encoding> {
        self.fonts.get(&font)?.encoding
    }

    /// Adds to a style's name.
    pub fn name_style(&mut self, style: i32, text: &str) {
        self.styles.entry(style).or_default().name.push_str(text.trim_end_matches(';'));
    }

    pub fn set_outline(&mut self, style: i32, level: u8) {
        self.styles.entry(style).or_default().outline = Some(level);
    }

    pub fn set_base(&mut self, style: i32, base: i32) {
        self.styles.entry(style).or_default().based_on = Some(base);
    }

    /// What a paragraph of that style is.
    pub fn role(&self, style: i32) -> Option<Role> {
        let mut next = self.styles.get(&style);
        for _ in 0..20 {
            let style = next?;
            let outline = style.outline.filter(|level| *level < 9).map(|level| Role::Heading(level + 1));
            if let Some(role) = roles::of_name(&style.name).or(outline) {
                return Some(role);
            }
            next = style.based_on.and_then(|base| self.styles.get(&base));
        }
        None
    }

    /// Ends a list of the list table.
    pub fn add_list(&mut self, id: i32) {
        self.lists.insert(id, std::mem::take(&mut self.levels));
    }

    /// Gives a list the number that paragraphs use.
    pub fn use_list(&mut self, number: i32) {
        if let Some(levels) = self.lists.get(&self.overridden) {
            self.used.insert(number, Numbering::of_levels(levels));
        }
    }

    /// The place of the next item of a list.
    pub fn next_item(&mut self, number: i32, level: u8) -> Option<Place> {
        let id = u32::try_from(number).ok().filter(|id| *id > 0)?;
        Some(self.used.entry(number).or_default().next(id, level))
    }
}

/// The encoding of a font's character set, as Windows numbers them.
fn encoding_of_charset(charset: i32) -> Option<&'static Encoding> {
    Some(match charset {
        0 | 2 => encoding_rs::WINDOWS_1252,
        77 => encoding_rs::MACINTOSH,
        128 => encoding_rs::SHIFT_JIS,
        129 => encoding_rs::EUC_KR,
        134 => encoding_rs::GBK,
        136 => encoding_rs::BIG5,
        161 => encoding_rs::WINDOWS_1253,
        162 => encoding_rs::WINDOWS_1254,
        163 => encoding_rs::WINDOWS_1258,
        177 => encoding_rs::WINDOWS_1255,
        178 => encoding_rs::WINDOWS_1256,
        186 => encoding_rs::WINDOWS_1257,
        204 => encoding_rs::WINDOWS_1251,
        222 => encoding_rs::WINDOWS_874,
        238 => encoding_rs::WINDOWS_1250,
        _ => return None,
    })
}

/// The encoding of a code page (`\ansicpg`); Western where it is not known.
pub(super) fn encoding_of_page(page: i32) -> &'static Encoding {
    let label = match page {
        932 => "shift_jis".to_owned(),
        936 => "gbk".to_owned(),
        949 => "euc-kr".to_owned(),
        950 => "big5".to_owned(),
        10_000 => "macintosh".to_owned(),
        65_001 => "utf-8".to_owned(),
        page => format!("windows-{page}"),
    };
    Encoding::for_label(label.as_bytes()).unwrap_or(encoding_rs::WINDOWS_1252)
}
