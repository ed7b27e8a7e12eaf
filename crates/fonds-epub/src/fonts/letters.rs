//! Which letters the pages set in which face, as our style sheet and the usual ones of readers do.

use super::FontFace;
use crate::EpubOptions;
use write_fonts::read::collections::IntSet;

/// The letters of the pages that were seen, by the face.
#[derive(Default)]
pub(crate) struct Letters {
    /// Without a typeface there is nothing to know.
    are_wanted: bool,
    regular: IntSet<u32>,
    bold: IntSet<u32>,
    italic: IntSet<u32>,
    bold_italic: IntSet<u32>,
}

/// How text is set.
#[derive(Clone, Copy, Default)]
struct Setting {
    bold: bool,
    italic: bool,
    /// In a quotation emphasis is upright.
    is_quoted: bool,
    /// In another typeface altogether.
    is_code: bool,
}

/// Classes that the style sheet sets in bold.
const BOLD_CLASSES: [&str; 4] = ["byline", "lead", "label", "back"];
/// What shows a letter before the element, in bold.
const LETTER: &str = "data-letter=\"";

impl Letters {
    pub fn of(options: &EpubOptions) -> Self {
        Self { are_wanted: options.font.is_some(), ..Self::default() }
    }

    /// Takes up the letters of a page that was written by this crate.
    pub fn see(&mut self, xhtml: &str) {
        if !self.are_wanted {
            return;
        }
        let mut around = vec![Setting::default()];
        for piece in xhtml.split('<').skip(1) {
            // No attribute holds the sign: it is escaped there.
            let Some((tag, text)) = piece.split_once('>') else { continue };
            if tag.starts_with('/') {
                around.pop();
            } else if !tag.starts_with(['!', '?']) && !tag.ends_with('/') {
                let setting = around.last().copied().unwrap_or_default().within(tag);
                around.push(setting);
                if let Some((_, letter)) = tag.split_once(LETTER) {
                    let letter = letter.split('"').next().unwrap_or_default();
                    self.add(letter, Setting { bold: true, ..setting });
                }
            }
            self.add(text, around.last().copied().unwrap_or_default());
        }
    }

    /// Those of a face, with what readers add to any text: numbers of lists, hyphens. None where nothing is set in it.
    pub fn of_face(&self, face: &FontFace) -> IntSet<u32> {
        let mut letters = match (face.bold, face.italic) {
            (false, false) => self.regular.clone(),
            (true, false) => self.bold.clone(),
            (false, true) => self.italic.clone(),
            (true, true) => self.bold_italic.clone(),
        };
        if !letters.is_empty() {
            letters.insert_range(u32::from(' ')..=u32::from('~'));
        }
        letters
    }

    fn add(&mut self, text: &str, setting: Setting) {
        let letters = match setting {
            Setting { is_code: true, .. } => return,
            Setting { bold: false, italic: false, .. } => &mut self.regular,
            Setting { bold: true, italic: false, .. } => &mut self.bold,
            Setting { bold: false, italic: true, .. } => &mut self.italic,
            Setting { bold: true, italic: true, .. } => &mut self.bold_italic,
        };
        letters.extend_unsorted(text.chars().filter(|c| !c.is_control()).map(u32::from));
    }
}

impl Setting {
    /// How text is set within an element of this tag.
    fn within(mut self, tag: &str) -> Self {
        let (name, attributes) = tag.split_once(' ').unwrap_or((tag, ""));
        let classes = attributes.split_once("class=\"").and_then(|(_, rest)| rest.split('"').next());
        let mut classes = classes.unwrap_or_default().split(' ');
        match name {
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" | "strong" | "th" | "caption" => self.bold = true,
            "em" => self.italic = !self.is_quoted,
            "blockquote" => (self.italic, self.is_quoted) = (true, true),
            "code" | "pre" => self.is_code = true,
            _ => {}
        }
        self.bold |= classes.any(|class| BOLD_CLASSES.contains(&class));
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_face_has_the_letters_that_are_set_in_it() {
        let font = crate::BookFont { family: "", generic: "", faces: vec![], licence: "" };
        let mut letters = Letters::of(&EpubOptions { font: Some(font), ..EpubOptions::default() });
        letters.see(
            "<?xml version=\"1.0\"?><body><h1 id=\"title\">Đ</h1><p class=\"byline\">ấ<br/>ậ</p>ơ<img alt=\"ỷ\"/>\
            <blockquote><p>ư <em>ô</em><strong>ề</strong></p></blockquote><em>ă</em><code>ỵ</code>\
            <li class=\"x\" data-letter=\"Ả\">á</li></body>",
        );
        let told = |bold, italic| {
            let face = FontFace { name: "", bytes: b"", bold, italic };
            let all = letters.of_face(&face);
            all.iter().filter_map(char::from_u32).filter(|c| !c.is_ascii()).collect::<String>()
        };
        assert_eq!(told(false, false), "áôơ");
        assert_eq!(told(true, false), "ĐẢấậ");
        assert_eq!(told(false, true), "ăư");
        assert_eq!(told(true, true), "ề");
    }
}
