//! Where things are in the printed book: page numbers for lists and index, and the page list.

use crate::data::{Places, page_label};
use crate::press::SetText;
use crate::{Body, Sheet};
use fonds_model::Book;
use fonds_model::book::PageStart;
use std::collections::HashMap;
use std::sync::Arc;

/// The numbered pages of the text in order.
pub(crate) fn page_list(book: &Book, body: &Body) -> Vec<PageStart> {
    let start = |(n, sheet): (usize, &Sheet)| {
        let Sheet::Page { text, page } = *sheet else { return None };
        let offset = if page == 0 { Some(0) } else { body.texts.get(text)?.pages.get(page)?.offset };
        Some(PageStart { label: page_label(n), section: book.sections.get(text)?.id.clone(), offset })
    };
    body.sheets.iter().enumerate().filter_map(start).collect()
}

/// What is known of pages once the texts are set.
pub(crate) struct Found {
    /// By section: its first page, and the code points with which its pages begin.
    sections: HashMap<String, (usize, Vec<usize>)>,
}

impl Found {
    pub fn of(book: &Book, starts: &[usize], texts: &[Option<Arc<SetText>>]) -> Self {
        let found = book.sections.iter().zip(starts).zip(texts).filter_map(|((section, start), text)| {
            let text = text.as_ref()?;
            // A page without text, such as one with a large picture, begins where the next one does.
            let mut next = usize::MAX;
            let mut offsets: Vec<usize> = Vec::with_capacity(text.pages.len());
            for page in text.pages.iter().rev() {
                next = page.offset.unwrap_or(next);
                offsets.push(next);
            }
            offsets.reverse();
            Some((section.id.clone(), (*start, offsets)))
        });
        Self { sections: found.collect() }
    }
}

impl Places for Found {
    fn start(&self, section: &str) -> Option<String> {
        self.sections.get(section).map(|(start, _)| page_label(*start))
    }

    fn pages(&self, section: &str, start: usize, end: usize) -> Option<(usize, usize)> {
        let (first, offsets) = self.sections.get(section)?;
        let page = |offset: usize| offsets.iter().skip(1).take_while(|begins| **begins <= offset).count();
        Some((first + page(start), first + page(end.saturating_sub(1).max(start))))
    }
}
