//! What control words do.

use super::reader::Reader;
use super::state::{Ends, Target};
use super::story::{Merge, Paragraph, Story};
use super::tables::encoding_of_page;
use crate::documents::runs::{Look, Raised};
use fonds_model::Inline;

impl Reader<'_> {
    /// Does what a control word says.
    pub fn word(&mut self, name: &str, number: Option<i32>) {
        self.flush();
        let optional = std::mem::take(&mut self.optional);
        if name == "ud" && self.state.twofold {
            self.state.target = Target::Text;
            self.state.twofold = false;
            return;
        }
        if self.state.target == Target::Nothing || self.destination(name) {
            return;
        }
        let on = number != Some(0);
        let value = number.unwrap_or(0);
        if self.in_tables(name, value) || self.in_row(name) || self.sign(name) {
            return;
        }
        match name {
            "pard" => self.set_paragraph(|paragraph| *paragraph = Paragraph::default()),
            "plain" => {
                self.state.look = Look { link: self.state.look.link.take(), ..Look::default() };
                (self.state.font, self.state.hidden) = (self.default_font, false);
            }
            "b" => self.state.look.bold = on,
            "i" => self.state.look.italic = on,
            "super" => self.state.look.raised = if on { Raised::Above } else { Raised::No },
            "sub" => self.state.look.raised = if on { Raised::Below } else { Raised::No },
            "nosupersub" => self.state.look.raised = Raised::No,
            "v" => self.state.hidden = on,
            "deleted" => self.set_deleted(on),
            "revised" if on => self.draft.changes += 1,
            "f" => self.state.font = value,
            "deff" => (self.default_font, self.state.font) = (value, value),
            "ansicpg" => self.encoding = encoding_of_page(value),
            "mac" => self.encoding = encoding_rs::MACINTOSH,
            "uc" => self.state.fallback = usize::try_from(value).unwrap_or(1).min(100),
            "s" => self.set_paragraph(|paragraph| paragraph.style = value),
            "outlinelevel" => self.set_paragraph(|paragraph| paragraph.outline = u8::try_from(value).ok()),
            "ls" => self.set_paragraph(|paragraph| paragraph.list = value),
            "ilvl" => self.set_paragraph(|paragraph| paragraph.level = u8::try_from(value).unwrap_or(0)),
            "pnlvlblt" => self.set_paragraph(|paragraph| paragraph.old_list = Some(false)),
            "pnlvlbody" => self.set_paragraph(|paragraph| paragraph.old_list = Some(true)),
            "intbl" => self.set_paragraph(|paragraph| paragraph.in_table = true),
            // What is not known and says that it may be skipped.
            _ if optional => self.state.target = Target::Nothing,
            _ => {}
        }
    }

    fn set_paragraph(&mut self, set: impl FnOnce(&mut Paragraph)) {
        if let Some(story) = self.story() {
            set(&mut story.paragraph);
        }
    }

    fn set_deleted(&mut self, on: bool) {
        self.draft.changes += usize::from(on && !self.state.deleted);
        self.state.deleted = on;
    }

    /// A word that says where the characters of its group go.
    fn destination(&mut self, name: &str) -> bool {
        let (target, ends) = match name {
            "fonttbl" => (Target::Fonts, Ends::Nothing),
            "stylesheet" => (Target::Styles, Ends::Nothing),
            "listtable" => (Target::Lists, Ends::Nothing),
            "listoverridetable" => (Target::Overrides, Ends::Nothing),
            "title" => (Target::Info("title"), Ends::Value),
            "author" => (Target::Info("author"), Ends::Value),
            "keywords" => (Target::Info("keywords"), Ends::Value),
            "creatim" => (Target::Info("created"), Ends::Value),
            // The same twice: without Unicode, and then with it (`\ud`).
            "upr" => {
                self.state.twofold = true;
                (Target::Nothing, Ends::Nothing)
            }
            "info" => (Target::Info("other"), Ends::Nothing),
            "fldinst" => (Target::Code, Ends::Nothing),
            "field" => {
                let from = self.story().map_or(0, |story| story.line.mark());
                self.fields.push((String::new(), from));
                (self.state.target, Ends::Field)
            }
            "footnote" => return self.own_story(Ends::Note),
            "annotation" => return self.own_story(Ends::Comment),
            "atrfstart" => (Target::PassageStart, Ends::Value),
            "atrfend" => (Target::PassageEnd, Ends::Value),
            "atnauthor" => (Target::CommentAuthor, Ends::Value),
            "atndate" => (Target::CommentDate, Ends::Value),
            "atnref" => (Target::CommentNumber, Ends::Value),
            "pict" => (Target::Picture, Ends::Picture),
            "shppict" | "shptxt" | "shpinst" | "pn" | "fldrslt" | "rtf" => (self.state.target, Ends::Nothing),
            _ if is_skipped(name) => (Target::Nothing, Ends::Nothing),
            _ => return false,
        };
        self.state.target = target;
        if ends != Ends::Nothing {
            self.state.ends = ends;
        }
        if matches!(ends, Ends::Value | Ends::Picture) {
            self.gathered.clear();
            self.data.clear();
        }
        true
    }

    fn own_story(&mut self, ends: Ends) -> bool {
        if self.stories.len() < 8 {
            self.stories.push(Story::default());
            self.state.ends = ends;
            self.state.target = Target::Text;
            self.state.look = Look::default();
        }
        true
    }

    /// Words of the tables at the head of the file, and of its times.
    fn in_tables(&mut self, name: &str, value: i32) -> bool {
        match (self.state.target, name) {
            (Target::Fonts, "f") => self.state.font = value,
            (Target::Fonts, "fcharset") => self.tables.set_charset(self.state.font, value),
            (Target::Fonts, _) => {}
            (Target::Styles, "s") => self.set_paragraph(|paragraph| paragraph.style = value),
            (Target::Styles, "cs" | "ds" | "ts") => self.state.target = Target::Nothing,
            (Target::Styles, "outlinelevel") => {
                let style = self.story().map_or(0, |story| story.paragraph.style);
                self.tables.set_outline(style, u8::try_from(value).unwrap_or(9));
            }
            (Target::Styles, "sbasedon") => {
                let style = self.story().map_or(0, |story| story.paragraph.style);
                self.tables.set_base(style, value);
            }
            (Target::Styles, _) => {}
            (Target::Lists, "listlevel") => self.tables.levels.push((true, 1)),
            (Target::Lists, "levelnfc") => {
                if let Some(level) = self.tables.levels.last_mut() {
                    level.0 = !matches!(value, 23 | 255);
                }
            }
            (Target::Lists, "levelstartat") => {
                if let Some(level) = self.tables.levels.last_mut() {
                    level.1 = u32::try_from(value).unwrap_or(1);
                }
            }
            (Target::Lists, "listid") => self.tables.add_list(value),
            (Target::Overrides, "listid") => self.tables.overridden = value,
            (Target::Overrides, "ls") => self.tables.use_list(value),
            (Target::Lists | Target::Overrides, _) => {}
            (Target::Info(_), "yr") => self.gathered.push_str(&format!("{value:04}")),
            (Target::Info(_), "mo" | "dy") => self.gathered.push_str(&format!("-{value:02}")),
            (Target::Info(_), "hr") => self.gathered.push_str(&format!("T{value:02}")),
            (Target::Info(_), "min") => self.gathered.push_str(&format!(":{value:02}")),
            _ => return false,
        }
        true
    }

    /// Words of table rows.
    fn in_row(&mut self, name: &str) -> bool {
        if self.state.target != Target::Text {
            return false;
        }
        let Some(story) = self.stories.last_mut() else { return false };
        match name {
            "trowd" => {
                story.cells.clear();
                story.next_cell = Merge::default();
                story.heads = false;
            }
            "trhdr" => story.heads = true,
            "clmrg" => story.next_cell.goes_on_left = true,
            "clvmrg" => story.next_cell.goes_on_above = true,
            "cellx" => {
                let merge = std::mem::take(&mut story.next_cell);
                if story.cells.len() < 1000 {
                    story.cells.push(merge);
                }
            }
            "cell" => story.end_cell(&mut self.tables),
            "row" => story.end_row(),
            _ => return false,
        }
        true
    }

    /// Words that stand for characters, and ends of paragraphs.
    fn sign(&mut self, name: &str) -> bool {
        match name {
            "par" | "sect" | "nestcell" if self.state.target == Target::Text => self.end_paragraph(),
            "line" | "lbr" if self.state.target == Target::Text => {
                let look = self.state.look.clone();
                if let Some(story) = self.story() {
                    story.line.push(&look, Inline::Break);
                }
            }
            "tab" => self.text(" "),
            "emdash" => self.text("—"),
            "endash" => self.text("–"),
            "lquote" => self.text("‘"),
            "rquote" => self.text("’"),
            "ldblquote" => self.text("“"),
            "rdblquote" => self.text("”"),
            "bullet" => self.text("•"),
            "emspace" | "enspace" | "qmspace" => self.text(" "),
            _ => return false,
        }
        true
    }
}

/// Groups whose text is none of the document's: headers, numbers of lists, indexes, data of programs.
fn is_skipped(name: &str) -> bool {
    const SKIPPED: &[&str] = &[
        "header",
        "headerl",
        "headerr",
        "headerf",
        "footer",
        "footerl",
        "footerr",
        "footerf",
        "listtext",
        "pntext",
        "pntxta",
        "pntxtb",
        "colortbl",
        "nonshppict",
        "objdata",
        "xe",
        "tc",
        "rxe",
        "txe",
        "bkmkstart",
        "bkmkend",
        "atnid",
        "themedata",
        "datastore",
        "generator",
        "sp",
        "ftnsep",
        "ftnsepc",
        "aftnsep",
        "aftnsepc",
        "revtbl",
        "pnseclvl",
        "private",
        "comment",
        "subject",
        "operator",
        "doccomm",
        "filetbl",
        "picprop",
        "blipuid",
    ];
    SKIPPED.contains(&name)
}
