//! Lists of items that each say their level, as Word and RTF have them, become lists in each other.

use fonds_model::Block;

/// Where an item stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Place {
    /// 0 is the outermost.
    pub level: u8,
    pub ordered: bool,
    /// Its number where it begins a numbered list.
    pub start: u32,
    /// Which list it belongs to.
    pub list: u32,
}

/// The levels of a list, as (numbered, first number), and the numbers that were given last.
#[derive(Clone, Default)]
pub(crate) struct Numbering {
    levels: [(bool, u32); 9],
    counted: [Option<u32>; 9],
}

impl Numbering {
    /// A list with these levels, outermost first.
    pub fn of_levels(levels: &[(bool, u32)]) -> Self {
        let mut numbering = Self::default();
        for (known, given) in numbering.levels.iter_mut().zip(levels) {
            *known = *given;
        }
        numbering
    }

    /// Says of a level whether it is numbered, and from which number.
    pub fn set_level(&mut self, level: usize, ordered: bool, start: u32) {
        if let Some(known) = self.levels.get_mut(level) {
            *known = (ordered, start);
        }
    }

    /// Changes the first number of a level.
    pub fn set_start(&mut self, level: usize, start: u32) {
        if let Some(known) = self.levels.get_mut(level) {
            known.1 = start;
        }
    }

    /// The place of the next item at a level of this list, which is called `list`.
    pub fn next(&mut self, list: u32, level: u8) -> Place {
        let level = level.min(8);
        let at = usize::from(level);
        let (ordered, first) = self.levels[at];
        let number = self.counted[at].map_or(first, |last| last.saturating_add(1));
        self.counted[at] = Some(number);
        self.counted[at + 1..].fill(None);
        Place { level, ordered, start: number, list }
    }
}

/// Lists that are open, outermost first.
#[derive(Default)]
pub(crate) struct Lists {
    open: Vec<(Place, Vec<Vec<Block>>)>,
    done: Vec<Block>,
}

impl Lists {
    /// Adds an item.
    pub fn item(&mut self, place: Place, blocks: Vec<Block>) {
        while self.open.last().is_some_and(|(last, _)| last.level > place.level) {
            self.close();
        }
        let same = |last: &Place| last.ordered == place.ordered && last.list == place.list;
        if self.open.last().is_some_and(|(last, _)| last.level == place.level && !same(last)) {
            self.close();
        }
        match self.open.last_mut() {
            Some((last, items)) if last.level == place.level => items.push(blocks),
            _ => self.open.push((place, vec![blocks])),
        }
    }

    /// Ends all lists and adds them to `out`.
    pub fn finish(&mut self, out: &mut Vec<Block>) {
        while !self.open.is_empty() {
            self.close();
        }
        out.append(&mut self.done);
    }

    /// Ends the innermost list: it belongs to the last item of the one around it.
    fn close(&mut self) {
        let Some((place, items)) = self.open.pop() else { return };
        let list = Block::List { ordered: place.ordered, start: place.start.max(1), items };
        match self.open.last_mut().and_then(|(_, items)| items.last_mut()) {
            Some(item) => item.push(list),
            None => self.done.push(list),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn levels_nest() {
        let mut lists = Lists::default();
        let place = |level, list| Place { level, ordered: list == 2, start: 1, list };
        for (level, list, text) in [(0, 1, "a"), (1, 1, "b"), (1, 1, "c"), (0, 1, "d"), (0, 2, "1")] {
            lists.item(place(level, list), vec![Block::paragraph(text)]);
        }
        let mut out = Vec::new();
        lists.finish(&mut out);
        let item = |text: &str| vec![Block::paragraph(text)];
        let inner = Block::List { ordered: false, start: 1, items: vec![item("b"), item("c")] };
        let first = vec![Block::paragraph("a"), inner];
        assert_eq!(out[0], Block::List { ordered: false, start: 1, items: vec![first, item("d")] });
        assert_eq!(out[1], Block::List { ordered: true, start: 1, items: vec![item("1")] });
    }
}
