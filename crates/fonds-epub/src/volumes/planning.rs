//! Which sections stand in which volume.

use super::Costs;
use crate::nav::Parts;
use fonds_model::{Book, SectionKind};
use std::collections::HashSet;
use std::ops::Range;

/// What stands in a volume.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Filling {
    /// The places of its sections in the book.
    pub sections: Vec<usize>,
    /// The part that began in an earlier volume and goes on in this one.
    pub continues: Option<usize>,
    /// The pictures that they show, by their places among the book's.
    pub pictures: HashSet<usize>,
    size: u64,
}

/// The places of the indexes: each volume has its own.
pub(super) fn indexes(book: &Book) -> Vec<usize> {
    let all = book.sections.iter().enumerate();
    all.filter(|(_, section)| section.kind == SectionKind::Index).map(|(n, _)| n).collect()
}

/// How many of these sections are texts of their own: headings of parts and the index are none.
pub(super) fn chapters(book: &Book, sections: impl Iterator<Item = usize>) -> usize {
    let kinds = sections.filter_map(|n| Some(book.sections.get(n)?.kind));
    kinds.filter(|kind| !matches!(kind, SectionKind::Part | SectionKind::Index)).count()
}

/// Fills volumes of that size in the book's order.
pub(super) fn plan(book: &Book, costs: &Costs, room: u64) -> Vec<Filling> {
    let mut planner = Planner { book, costs, room, volumes: vec![Filling::default()] };
    units(book).into_iter().for_each(|unit| planner.unit(unit));
    planner.volumes
}

/// What belongs together: a part with all that stands in it, or a section alone; forewords go with what follows them.
fn units(book: &Book) -> Vec<Range<usize>> {
    let parts = Parts::of(book);
    let mut units = Vec::new();
    let mut from = 0;
    for (n, section) in book.sections.iter().enumerate() {
        let goes_on = match section.kind {
            SectionKind::Foreword => true,
            _ => parts.hold(n + 1),
        };
        if section.kind == SectionKind::Index {
            from = n + 1;
        } else if !goes_on || n + 1 == book.sections.len() {
            units.push(from..n + 1);
            from = n + 1;
        }
    }
    units
}

struct Planner<'a> {
    book: &'a Book,
    costs: &'a Costs,
    room: u64,
    volumes: Vec<Filling>,
}

impl Planner<'_> {
    fn unit(&mut self, unit: Range<usize>) {
        let fits = |filling: &Filling| self.size_with(filling, &unit) <= self.room;
        let (fits_here, fits_anywhere) = (self.volumes.last().is_some_and(fits), fits(&Filling::default()));
        if fits_here {
            self.put(unit);
        } else if fits_anywhere {
            self.next(None);
            self.put(unit);
        } else {
            self.split(unit);
        }
    }

    /// A part's heading stays with the section behind it.
    fn split(&mut self, unit: Range<usize>) {
        let mut part = None;
        let mut n = unit.start;
        while n < unit.end {
            let is_part = self.kind(n) == Some(SectionKind::Part);
            let end = if is_part { (n + 2).min(unit.end) } else { n + 1 };
            if !self.fits(&(n..end)) {
                self.next(part.filter(|_| !is_part));
            }
            if is_part {
                part = Some(n);
            }
            self.put(n..end);
            n = end;
        }
    }

    fn kind(&self, n: usize) -> Option<SectionKind> {
        Some(self.book.sections.get(n)?.kind)
    }

    /// An empty volume takes anything.
    fn fits(&self, unit: &Range<usize>) -> bool {
        let last = self.volumes.last();
        last.is_none_or(|last| last.sections.is_empty() || self.size_with(last, unit) <= self.room)
    }

    /// How long the volume would be with these sections.
    fn size_with(&self, filling: &Filling, unit: &Range<usize>) -> u64 {
        let texts: u64 = unit.clone().filter_map(|n| self.costs.texts.get(n)).sum();
        let shown: HashSet<usize> =
            unit.clone().filter_map(|n| self.costs.shows.get(n)).flatten().copied().collect();
        let more = shown.difference(&filling.pictures).filter_map(|n| self.costs.pictures.get(*n));
        filling.size.max(self.costs.fixed) + texts + more.sum::<u64>()
    }

    fn next(&mut self, continues: Option<usize>) {
        self.volumes.push(Filling { continues, ..Filling::default() });
    }

    fn put(&mut self, unit: Range<usize>) {
        let Some(last) = self.volumes.last() else { return };
        let size = self.size_with(last, &unit);
        let shown: Vec<usize> =
            unit.clone().filter_map(|n| self.costs.shows.get(n)).flatten().copied().collect();
        if let Some(last) = self.volumes.last_mut() {
            last.size = size;
            last.pictures.extend(shown);
            last.sections.extend(unit);
        }
    }
}
