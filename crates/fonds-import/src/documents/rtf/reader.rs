//! Groups and text: where characters go, in which look and which code page.

use super::state::{Ends, State, Target};
use super::story::{MOST_PARAGRAPHS, Story};
use super::tables::Tables;
use super::tokens::Token;
use crate::Imported;
use crate::documents::docx::link_of_code;
use crate::documents::draft::{Draft, Remark};
use crate::documents::embedded::Embedded;
use crate::documents::parts::assembled;
use crate::documents::passage::{MOST_OPEN, Passage};
use crate::documents::runs::{Look, picture};
use crate::images::Pictures;
use encoding_rs::Encoding;
use fonds_model::{Block, Inline};
use std::collections::HashMap;

/// More groups are not told apart.
const DEEPEST: usize = 1000;

/// Reads tokens.
pub(super) struct Reader<'a> {
    pub state: State,
    stack: Vec<State>,
    /// Groups that are open below the deepest.
    deeper: usize,
    pub tables: Tables,
    pub encoding: &'static Encoding,
    pub default_font: i32,
    pub draft: Draft,
    pub stories: Vec<Story>,
    bytes: Vec<u8>,
    /// The first half of a character beyond U+FFFF.
    half: Option<u16>,
    skip: usize,
    /// Whether the group began with `\*`.
    pub optional: bool,
    pub fields: Vec<(String, usize)>,
    pub gathered: String,
    pub data: Vec<u8>,
    embedded: &'a Embedded,
    pictures: Pictures<'a>,
    passages: HashMap<String, Passage>,
    closed: HashMap<String, Passage>,
    pub comment: Remark,
    comment_number: String,
    pub info: HashMap<&'static str, String>,
}

impl<'a> Reader<'a> {
    pub fn new(embedded: &'a Embedded) -> Self {
        Self {
            state: State::default(),
            stack: vec![],
            deeper: 0,
            tables: Tables::default(),
            encoding: encoding_rs::WINDOWS_1252,
            default_font: 0,
            draft: Draft::new(),
            stories: vec![Story::default()],
            bytes: vec![],
            half: None,
            skip: 0,
            optional: false,
            fields: vec![],
            gathered: String::new(),
            data: vec![],
            embedded,
            pictures: Pictures::of(embedded),
            passages: HashMap::new(),
            closed: HashMap::new(),
            comment: Remark::default(),
            comment_number: String::new(),
            info: HashMap::new(),
        }
    }

    pub fn token(&mut self, token: Token<'_>) {
        match token {
            Token::Open => self.open(),
            Token::Close => self.close(),
            Token::Optional => self.optional = true,
            Token::Word("u", Some(code)) => self.unicode(code),
            Token::Word(..) | Token::Data(_) | Token::Char(_) if self.skip > 0 => self.skip -= 1,
            Token::Word(name, number) => self.word(name, number),
            Token::Byte(_) if self.skip > 0 => self.skip -= 1,
            Token::Byte(byte) => self.bytes.push(byte),
            Token::Char(c) => self.text(c.encode_utf8(&mut [0; 4])),
            Token::Data(data) if self.state.target == Target::Picture => self.data.extend_from_slice(data),
            Token::Data(_) => {}
        }
    }

    /// The text that is being read.
    pub fn story(&mut self) -> Option<&mut Story> {
        self.stories.last_mut()
    }

    fn open(&mut self) {
        self.flush();
        self.skip = 0;
        self.optional = false;
        if self.stack.len() < DEEPEST {
            self.stack.push(self.state.clone());
            self.state.ends = Ends::Nothing;
        } else {
            self.deeper += 1;
        }
    }

    fn close(&mut self) {
        self.flush();
        self.skip = 0;
        self.optional = false;
        if self.deeper > 0 {
            self.deeper -= 1;
            return;
        }
        let Some(before) = self.stack.pop() else { return };
        let ended = std::mem::replace(&mut self.state, before);
        match ended.ends {
            Ends::Nothing => {}
            Ends::Field => self.end_field(),
            Ends::Note => self.end_note(),
            Ends::Comment => self.end_comment(),
            Ends::Picture => self.end_picture(),
            Ends::Value => self.end_value(ended.target),
        }
    }

    /// Decodes the bytes that came since the look changed.
    pub fn flush(&mut self) {
        if self.bytes.is_empty() {
            return;
        }
        let bytes = std::mem::take(&mut self.bytes);
        if self.state.target == Target::Picture {
            self.gathered.push_str(&String::from_utf8_lossy(&bytes));
            return;
        }
        let encoding = self.tables.font_encoding(self.state.font).unwrap_or(self.encoding);
        let (text, ..) = encoding.decode(&bytes);
        self.write(&text);
    }

    /// Adds text behind the bytes that came before.
    pub fn text(&mut self, text: &str) {
        self.flush();
        self.write(text);
    }

    fn write(&mut self, text: &str) {
        match self.state.target {
            Target::Text if self.state.hidden || self.state.deleted => {}
            Target::Text => {
                let font = self.tables.font_name(self.state.font);
                let text = self.draft.converted.run(font, text);
                self.passages.values_mut().for_each(|passage| passage.push(&text));
                if let Some(story) = self.stories.last_mut() {
                    story.line.text(&self.state.look, &text);
                }
            }
            Target::Code => {
                if let Some((code, _)) = self.fields.last_mut() {
                    code.push_str(text);
                }
            }
            Target::Fonts => self.tables.name_font(self.state.font, text),
            Target::Styles => {
                let style = self.story().map_or(0, |story| story.paragraph.style);
                self.tables.name_style(style, text);
            }
            Target::Nothing | Target::Lists | Target::Overrides => {}
            _ => self.gathered.push_str(text),
        }
    }

    /// A character by its number in UTF-16, negative where it is above 0x7fff.
    fn unicode(&mut self, code: i32) {
        self.flush();
        let unit = (code & 0xffff) as u16;
        let units: Vec<u16> = self.half.take().into_iter().chain([unit]).collect();
        if (0xd800..0xdc00).contains(&unit) {
            self.half = Some(unit);
        } else {
            self.write(&String::from_utf16_lossy(&units));
        }
        self.skip = self.state.fallback;
    }

    /// Ends the paragraph.
    pub fn end_paragraph(&mut self) {
        self.flush();
        self.passages.values_mut().for_each(|passage| passage.push("\n"));
        if let Some(story) = self.stories.last_mut() {
            story.end_paragraph(&mut self.tables);
        }
    }

    fn end_field(&mut self) {
        let Some((code, from)) = self.fields.pop() else { return };
        if let (Some(href), Some(story)) = (link_of_code(&code), self.stories.last_mut()) {
            story.line.link_from(from, &href);
        }
    }

    fn end_note(&mut self) {
        if self.stories.len() < 2 {
            return;
        }
        let Some(story) = self.stories.pop().filter(|_| self.draft.takes_note()) else { return };
        let blocks = assembled(story.finish(&mut self.tables));
        let id = format!("fn{}", self.draft.notes.len() + 1);
        if let Some(around) = self.stories.last_mut() {
            around.line.push(&Look::default(), Inline::NoteRef { note: id.clone() });
        }
        self.draft.notes.push(Block::Note { id, blocks });
    }

    fn end_comment(&mut self) {
        if self.stories.len() < 2 {
            return;
        }
        let Some(story) = self.stories.pop() else { return };
        let blocks = assembled(story.finish(&mut self.tables));
        let mut remark = std::mem::take(&mut self.comment);
        remark.note = fonds_model::Projection::of_blocks(&blocks).text;
        remark.passage = self.closed.remove(self.comment_number.trim()).unwrap_or_default();
        self.draft.add_remark(remark);
    }

    fn end_picture(&mut self) {
        let mut bytes = std::mem::take(&mut self.data);
        let digits: Vec<u8> =
            std::mem::take(&mut self.gathered).bytes().filter(u8::is_ascii_hexdigit).collect();
        let pairs = digits.chunks_exact(2).filter_map(|two| std::str::from_utf8(two).ok());
        bytes.extend(pairs.filter_map(|two| u8::from_str_radix(two, 16).ok()));
        if bytes.is_empty() {
            return;
        }
        let name = self.embedded.keep(bytes);
        if let (Some(asset), Some(story)) = (self.pictures.fetch(&name), self.stories.last_mut()) {
            story.line.push(&Look::default(), picture(asset, ""));
        }
    }

    fn end_value(&mut self, target: Target) {
        let value = std::mem::take(&mut self.gathered);
        let value = value.trim();
        match target {
            Target::Info(name) => {
                self.info.insert(name, value.to_owned());
            }
            Target::PassageStart if self.passages.len() < MOST_OPEN => {
                let before = self.stories.last().map(|story| story.line.end()).unwrap_or_default();
                self.passages.insert(value.to_owned(), Passage::behind(&before));
            }
            Target::PassageEnd => {
                if let Some(passage) = self.passages.remove(value) {
                    self.closed.insert(value.to_owned(), passage);
                }
            }
            Target::CommentAuthor => self.comment.creator = value.to_owned(),
            Target::CommentNumber => self.comment_number = value.to_owned(),
            Target::CommentDate => self.comment.created = value.parse().map(packed_date).unwrap_or_default(),
            _ => {}
        }
    }

    /// The article of what was read.
    pub fn into_imported(mut self) -> Imported {
        self.flush();
        while self.stories.len() > 1 {
            self.end_note();
        }
        if let Some(story) = self.stories.pop() {
            self.draft.joined = story.is_full().then_some(MOST_PARAGRAPHS);
            self.draft.parts = story.finish(&mut self.tables);
        }
        let mut value = |name| self.info.remove(name).unwrap_or_default();
        self.draft.set_title(&value("title"), "properties");
        self.draft.add_creators(&value("author"), "properties");
        self.draft.add_keywords(&value("keywords"));
        self.draft.set_issued(&value("created"), "properties");
        self.draft.into_imported(self.pictures)
    }
}

/// A date in the bits of a number (DTTM): minute, hour, day, month, year since 1900.
fn packed_date(bits: u32) -> String {
    let part = |from: u32, length: u32| (bits >> from) & ((1 << length) - 1);
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:00",
        1900 + part(20, 9),
        part(16, 4),
        part(11, 5),
        part(6, 5),
        part(0, 6)
    )
}
