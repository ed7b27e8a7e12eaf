//! What a reader of a document gathers: its facts, its paragraphs in order, notes and marks; then an article of them.

use super::parts::{Part, assembled};
use super::passage::Passage;
use crate::bylines::{byline, split_names};
use crate::dates::{date_line, machine_date, place_and_date};
use crate::html::letters;
use crate::images::Pictures;
use crate::markdown::level_headings;
use crate::periods::period;
use crate::vietnamese::Converted;
use crate::{Imported, Marking};
use fonds_model::body::plain_text;
use fonds_model::text::clean_line;
use fonds_model::{Article, ArticleKind, Block, Creator, Diagnostic, Edtf, Inline, Projection};

/// How many blocks at the top may be title, date or byline.
const HEAD: usize = 8;

/// More notes are left out: each takes memory of its own.
pub(crate) const MOST_NOTES: usize = 20_000;
/// More comments are left out: the passage of each is looked for in all of the text.
const MOST_REMARKS: usize = 2_000;

/// A mark on a passage, before the article's text is known.
#[derive(Debug, Default)]
pub(crate) struct Remark {
    pub passage: Passage,
    pub note: String,
    pub creator: String,
    /// RFC 3339, or local time without a zone.
    pub created: String,
}

/// A document that is being read.
#[derive(Default)]
pub(crate) struct Draft {
    /// What its properties say; the body is made last.
    pub article: Article,
    pub parts: Vec<Part>,
    pub notes: Vec<Block>,
    pub remarks: Vec<Remark>,
    /// Old encodings that were converted.
    pub converted: Converted,
    /// Tracked changes that were accepted.
    pub changes: usize,
    /// Notes and comments that were left out.
    pub notes_left: usize,
    /// After how many paragraphs all that follows became one, where there were so many.
    pub joined: Option<usize>,
}

impl Draft {
    /// A draft of an office document.
    pub fn new() -> Self {
        let article = Article { kind: ArticleKind::Document, ..Article::default() };
        Self { article, ..Self::default() }
    }

    /// Sets the title, unless it is one that programs write by themselves.
    pub fn set_title(&mut self, title: &str, place: &str) {
        let title = clean_line(title);
        let lower = title.to_lowercase();
        let made =
            lower.starts_with("microsoft word -") || lower.starts_with("untitled") || lower == "document1";
        let says = title.chars().any(char::is_alphanumeric);
        if says && !made && self.article.title.is_empty() {
            self.article.title = title;
            self.found("title", place);
        }
    }

    /// Adds creators named in one line.
    pub fn add_creators(&mut self, names: &str, place: &str) {
        let known = &mut self.article.creators;
        let before = known.len();
        for name in split_names(&clean_line(names)) {
            if !known.iter().any(|creator| creator.name == name) {
                known.push(Creator::author(name));
            }
        }
        if known.len() > before {
            self.found("creators", place);
        }
    }

    /// Sets when it was made, as far as the document knows.
    pub fn set_issued(&mut self, date: &str, place: &str) {
        if self.article.issued.is_none()
            && let Some(date) = machine_date(date)
        {
            self.article.issued = Some(date);
            self.found("issued", place);
        }
    }

    /// Sets the language, unless it is none.
    pub fn set_language(&mut self, tag: &str, place: &str) {
        let tag = tag.trim().replace('_', "-");
        let first = tag.split('-').next().unwrap_or_default();
        if (2..=3).contains(&first.len())
            && tag.chars().all(|c| c.is_ascii_alphanumeric() || c == '-')
            && !matches!(first, "und" | "zxx" | "x")
            && self.article.language.is_none()
        {
            self.article.language = Some(tag);
            self.found("language", place);
        }
    }

    /// Adds keywords separated by commas or semicolons.
    pub fn add_keywords(&mut self, keywords: &str) {
        for keyword in keywords.split([',', ';']).map(clean_line).filter(|keyword| !keyword.is_empty()) {
            if !self.article.keywords.contains(&keyword) {
                self.article.keywords.push(keyword);
            }
        }
    }

    /// Whether there is room for one more note; one that is left out is counted.
    pub fn takes_note(&mut self) -> bool {
        let has_room = self.notes.len() < MOST_NOTES;
        self.notes_left += usize::from(!has_room);
        has_room
    }

    /// Adds a comment.
    pub fn add_remark(&mut self, remark: Remark) {
        if self.remarks.len() < MOST_REMARKS {
            self.remarks.push(remark);
        } else {
            self.notes_left += 1;
        }
    }

    /// Notes where a field's value was found.
    pub fn found(&mut self, field: &str, place: &str) {
        self.article.source.provenance.insert(field.to_owned(), place.to_owned());
    }

    /// The article.
    pub fn into_imported(mut self, mut pictures: Pictures<'_>) -> Imported {
        let parts = std::mem::take(&mut self.parts);
        let parts = self.take_fields(parts);
        let mut blocks = assembled(parts);
        self.take_head(&mut blocks);
        if blocks.is_empty() {
            blocks.extend(self.title_as_text());
        }
        blocks.append(&mut self.notes);
        level_headings(&mut blocks);
        self.article.body = blocks;
        self.say_what_changed();
        self.article.source.diagnostics.append(&mut pictures.diagnostics);
        let text = Projection::of(&self.article).text;
        let markings = self.remarks.iter().map(|remark| marking(remark, &text)).collect();
        Imported { article: self.article, assets: pictures.assets, markings, ..Imported::default() }
    }

    /// A title that was all of the text stays in it: a title page is a document too.
    fn title_as_text(&self) -> Option<Block> {
        let place = self.article.source.provenance.get("title").map(String::as_str);
        let in_text = matches!(place, Some("style" | "heading")) && self.article.lead.is_none();
        in_text.then(|| Block::Heading { level: 1, content: vec![Inline::text(&self.article.title)] })
    }

    /// Title, lead, author and date by their styles; the rest stays.
    fn take_fields(&mut self, parts: Vec<Part>) -> Vec<Part> {
        let mut titled = false;
        let mut kept = Vec::with_capacity(parts.len());
        for part in parts {
            match part {
                Part::Title(runs) if !titled && !runs.plain().trim().is_empty() => {
                    titled = true;
                    self.article.title = clean_line(&runs.plain());
                    self.found("title", "style");
                }
                Part::Title(runs) => kept.push(Part::Heading(1, runs)),
                Part::Lead(runs) if self.article.lead.is_none() && !runs.plain().trim().is_empty() => {
                    self.article.lead = Some(clean_line(&runs.plain()));
                    self.found("lead", "style");
                }
                Part::Lead(runs) => kept.push(Part::Paragraph(runs)),
                Part::Author(runs) => {
                    if self.article.source.provenance.get("creators").is_none_or(|place| place != "style") {
                        self.article.creators.clear();
                    }
                    self.add_creators(&runs.plain(), "style");
                }
                Part::Date(runs) if self.take_date(&runs.plain()) => {}
                Part::Date(runs) => kept.push(Part::Paragraph(runs)),
                other => kept.push(other),
            }
        }
        kept
    }

    /// Reads the first paragraph in the style of dates; whether the fields hold all that it says.
    fn take_date(&mut self, line: &str) -> bool {
        if self.article.source.provenance.get("issued").is_some_and(|place| place == "style") {
            return false;
        }
        let placed = place_and_date(line).map(|(place, date)| (Some(place.to_owned()), date));
        let alone = date_line(line).or_else(|| Edtf::parse(line.trim())).or_else(|| period(line));
        let whole = alone.map(|date| (None, date)).or(placed);
        let Some(date) = whole.as_ref().map(|(_, date)| date.clone()).or_else(|| machine_date(line)) else {
            return false;
        };
        self.article.issued = Some(date);
        self.found("issued", "style");
        if let Some((Some(place), _)) = &whole {
            self.article.dateline = Some(place.clone());
        }
        whole.is_some()
    }

    /// The title as a heading at the top, a date line, a byline: what the fields hold does not stand in the text.
    fn take_head(&mut self, blocks: &mut Vec<Block>) {
        self.take_first_heading(blocks);
        let mut at = 0;
        while at < blocks.len().min(HEAD) {
            let line = match &blocks[at] {
                Block::Paragraph { content } | Block::Heading { content, .. } => {
                    clean_line(&plain_text(content))
                }
                _ => String::new(),
            };
            if self.take_line(&line) {
                blocks.remove(at);
            } else {
                at += 1;
            }
        }
    }

    fn take_line(&mut self, line: &str) -> bool {
        let by = byline(line);
        let place = self.article.source.provenance.get("issued").map(String::as_str);
        let dated = matches!(place, Some("style" | "date line"));
        if dated && (date_line(line).is_some() || place_and_date(line).is_some()) {
            return self.article.issued == date_line(line);
        }
        if let Some(date) = date_line(line) {
            self.article.issued = Some(date);
            self.found("issued", "date line");
            true
        } else if let Some((place, date)) = place_and_date(line) {
            self.article.dateline = Some(place.to_owned());
            self.article.issued = Some(date);
            self.found("issued", "date line");
            true
        } else if !by.is_empty() {
            self.article.creators = by;
            self.found("creators", "byline");
            true
        } else {
            let names: Vec<&str> =
                self.article.creators.iter().map(|creator| creator.name.as_str()).collect();
            let line = letters(line);
            !line.is_empty() && (line == letters(&self.article.title) || line == letters(&names.join(" ")))
        }
    }

    /// The first heading is the title where no other is at its level.
    fn take_first_heading(&mut self, blocks: &mut Vec<Block>) {
        let Some(Block::Heading { level, content }) = blocks.first() else { return };
        let heading = clean_line(&plain_text(content));
        let alone = !blocks
            .iter()
            .skip(1)
            .any(|block| matches!(block, Block::Heading { level: other, .. } if other <= level));
        if alone
            && !heading.is_empty()
            && self.article.source.provenance.get("title").is_none_or(|place| place != "style")
        {
            self.article.title = heading;
            self.found("title", "heading");
            blocks.remove(0);
        }
    }

    fn say_what_changed(&mut self) {
        let diagnostics = &mut self.article.source.diagnostics;
        diagnostics.extend(self.converted.diagnostic());
        if self.changes > 0 {
            let message = format!(
                "{} tracked changes were accepted: what was deleted is not in the text",
                self.changes
            );
            diagnostics
                .push(Diagnostic::info("tracked-changes", message).hint("the original still has them"));
        }
        let hint = "divide the file and import each part";
        if let Some(most) = self.joined {
            let message = format!(
                "the document has more than {most} paragraphs; what stands behind them is one paragraph"
            );
            diagnostics.push(Diagnostic::warning("too-many-paragraphs", message).hint(hint));
        }
        if self.notes_left > 0 {
            let message =
                format!("the document has too many notes or comments; left out: {}", self.notes_left);
            diagnostics.push(Diagnostic::warning("notes-left", message).hint(hint));
        }
    }
}

fn marking(remark: &Remark, text: &str) -> Marking {
    let created = remark.created.parse().or_else(|_| format!("{}Z", remark.created).parse());
    Marking {
        quote: remark.passage.quote(text),
        note: remark.note.trim().to_owned(),
        creator: clean_line(&remark.creator),
        created: created.ok(),
        ..Marking::default()
    }
}
