//! Safari's web archive: a property list, binary or XML, with the page and its files as resources.
//!
//! The list is read event by event and never as a tree: in a binary one an array may stand in itself many times over.

use super::MOST_UNPACKED;
use super::capture::{Capture, is_page};
use super::held::Held;
use crate::{ImportError, Imported, Input};
use fonds_model::Diagnostic;
use plist::stream::{Event, Reader};
use std::borrow::Cow;
use std::io::Cursor;

/// More values than the list of any page has.
const MOST_EVENTS: usize = 1_000_000;
/// The list of a page is four deep; archives of its frames lie in it.
const DEEPEST: usize = 64;

/// The article of the page.
pub(crate) fn read(input: &Input<'_>) -> Result<Imported, ImportError> {
    let (list, is_whole) = List::read(input.bytes)?;
    let page = list.page.filter(|page| !page.data.is_empty());
    let page = page.ok_or_else(|| broken("it holds no page"))?;
    if !page.media_type.is_empty() && !is_page(&page.media_type) {
        return Err(broken("what it holds is not a web page"));
    }
    let mut held = Held::default();
    for file in list.files {
        held.add(&[file.address], Cow::Owned(file.data));
    }
    let capture = Capture {
        bytes: &page.data,
        charset: Some(page.charset.as_str()).filter(|charset| !charset.is_empty()),
        address: Some(page.address.as_str()).filter(|address| !address.is_empty()).or(input.url),
        captured: None,
    };
    let mut imported = capture.article(&held)?;
    if !is_whole {
        let message = "the file is damaged behind the page; pictures may be missing";
        let remark = Diagnostic::warning("archive-cut", message).hint("look for a whole copy of the file");
        imported.article.source.diagnostics.push(remark);
    }
    Ok(imported)
}

fn broken(reason: impl Into<String>) -> ImportError {
    ImportError::Broken { format: "web archive", reason: reason.into() }
}

#[derive(Default)]
struct Resource {
    data: Vec<u8>,
    media_type: String,
    charset: String,
    address: String,
}

impl Resource {
    fn set(&mut self, key: &str, value: Event<'_>) {
        match (key, value) {
            ("WebResourceData", Event::Data(data)) => self.data = data.into_owned(),
            ("WebResourceMIMEType", Event::String(text)) => self.media_type = text.into_owned(),
            ("WebResourceTextEncodingName", Event::String(text)) => self.charset = text.into_owned(),
            ("WebResourceURL", Event::String(text)) => self.address = text.into_owned(),
            _ => {}
        }
    }
}

/// A dictionary or array that is open.
struct Level {
    is_dictionary: bool,
    /// The key whose value comes next.
    key: Option<String>,
}

#[derive(Default)]
struct List {
    page: Option<Resource>,
    files: Vec<Resource>,
    open: Vec<Level>,
}

impl List {
    /// What can be read, and whether that is all.
    fn read(bytes: &[u8]) -> Result<(Self, bool), ImportError> {
        let mut list = Self::default();
        let mut unpacked = 0;
        for event in Reader::new(Cursor::new(bytes)).take(MOST_EVENTS) {
            let event = match event {
                Ok(event) => event,
                Err(_) if list.page.is_some() => return Ok((list, false)),
                Err(error) => return Err(broken(error.to_string())),
            };
            if let Event::Data(data) = &event {
                unpacked += data.len() as u64;
            }
            if unpacked > MOST_UNPACKED || list.open.len() > DEEPEST {
                return Err(broken("it is larger or deeper than any page"));
            }
            list.take(event);
        }
        let is_whole = list.open.is_empty();
        Ok((list, is_whole))
    }

    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::StartDictionary(_) | Event::StartArray(_) => {
                let is_dictionary = matches!(event, Event::StartDictionary(_));
                self.open.push(Level { is_dictionary, key: None });
                if is_dictionary && matches!(self.place(), Place::File) {
                    self.files.push(Resource::default());
                }
            }
            Event::EndCollection => {
                self.open.pop();
                self.next_key();
            }
            value => self.value(value),
        }
    }

    fn value(&mut self, value: Event<'_>) {
        let Some(level) = self.open.last_mut() else { return };
        if level.is_dictionary && level.key.is_none() {
            if let Event::String(key) = value {
                level.key = Some(key.into_owned());
            }
            return;
        }
        let key = level.key.clone().unwrap_or_default();
        match self.place() {
            Place::Page => self.page.get_or_insert_default().set(&key, value),
            Place::File => {
                if let Some(file) = self.files.last_mut() {
                    file.set(&key, value);
                }
            }
            Place::Other => {}
        }
        self.next_key();
    }

    fn next_key(&mut self) {
        if let Some(level) = self.open.last_mut() {
            level.key = None;
        }
    }

    fn place(&self) -> Place {
        let under = |level: &Level, key: &str| level.key.as_deref() == Some(key);
        match self.open.as_slice() {
            [root, _] if under(root, "WebMainResource") => Place::Page,
            [root, files, _] if under(root, "WebSubresources") && !files.is_dictionary => Place::File,
            _ => Place::Other,
        }
    }
}

enum Place {
    Page,
    File,
    Other,
}
