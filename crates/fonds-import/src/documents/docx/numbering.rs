//! Lists: which levels are numbered, and the number of each item.

use super::Story;
use crate::documents::lists::{self, Place};
use std::collections::HashMap;

/// The lists of a document.
#[derive(Default)]
pub(super) struct Numbering {
    lists: HashMap<u32, lists::Numbering>,
}

impl Numbering {
    pub fn of(story: Option<&Story>) -> Self {
        let Some(story) = story else { return Self::default() };
        let tree = &story.tree;
        let mut abstracts: HashMap<&str, lists::Numbering> = HashMap::new();
        for at in tree.named(0, "abstractNum") {
            let mut list = lists::Numbering::default();
            read_levels(story, at, &mut list);
            abstracts.insert(tree.attr(at, "abstractNumId").unwrap_or_default(), list);
        }
        let mut lists = HashMap::new();
        for at in tree.named(0, "num") {
            let id = tree.attr(at, "numId").and_then(|id| id.parse::<u32>().ok());
            let base = story.value(at, "abstractNumId").and_then(|id| abstracts.get(id));
            if let (Some(id), Some(base)) = (id, base) {
                let mut list = base.clone();
                read_overrides(story, at, &mut list);
                lists.insert(id, list);
            }
        }
        Self { lists }
    }

    /// The place of the next item of a list; `None` where there is no such list.
    pub fn next(&mut self, id: u32, level: u8) -> Option<Place> {
        self.lists.get_mut(&id).map(|list| list.next(id, level))
    }
}

fn read_levels(story: &Story, at: usize, list: &mut lists::Numbering) {
    for level in story.tree.children_named(at, "lvl") {
        let Some(place) = level_of(story, level) else { continue };
        let format = story.value(level, "numFmt").unwrap_or("decimal");
        let start = story.value(level, "start").and_then(|start| start.parse().ok()).unwrap_or(1);
        list.set_level(place, !matches!(format, "bullet" | "none"), start);
    }
}

fn read_overrides(story: &Story, at: usize, list: &mut lists::Numbering) {
    for over in story.tree.children_named(at, "lvlOverride") {
        read_levels(story, over, list);
        let start = story.value(over, "startOverride").and_then(|start| start.parse().ok());
        if let (Some(place), Some(start)) = (level_of(story, over), start) {
            list.set_start(place, start);
        }
    }
}

fn level_of(story: &Story, at: usize) -> Option<usize> {
    story.tree.attr(at, "ilvl")?.parse().ok()
}
