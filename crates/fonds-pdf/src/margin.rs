//! Notes in the margin: each beside the line that refers to it, none over another.

use crate::design::{Design, POINTS};
use crate::drawing::{Marked, Placed};
use crate::structure::{Kid, Node};
use crate::taking::Taken;
use std::collections::BTreeMap;

/// White between two notes, in points.
const BETWEEN: f32 = 5.0;
/// Between the text and its notes, in millimetres.
const BESIDE: f64 = 4.0;

/// Where a page of notes goes.
struct Spot {
    page: usize,
    /// The reference's element.
    node: usize,
    /// How far it moves.
    dx: f32,
    dy: f32,
    /// What its numbers of marked content begin with.
    mcid: u32,
}

/// Puts notes, which were set a page each, beside their references. False, and nothing done, when a page's notes are
/// higher than its text.
pub(crate) fn place(taken: &mut Taken, notes: Taken, design: &Design) -> bool {
    if !fit(taken, &notes, design) {
        return false;
    }
    let spots = spots(taken, &notes, design);
    let base = taken.tree.nodes.len();
    adopt(taken, &notes, &spots, base);
    for (number, page) in notes.pages.into_iter().enumerate() {
        let Some(spot) = spots.get(&number) else { continue };
        let Some(target) = taken.pages.get_mut(spot.page) else { continue };
        let moved = |placed: Placed| Placed {
            content: placed
                .content
                .map(|content| Marked { node: base + content.node - 1, mcid: spot.mcid + content.mcid }),
            draw: placed.draw.moved(spot.dx, spot.dy),
        };
        target.margin.extend(page.draws.into_iter().map(moved));
    }
    taken.missing.extend(notes.missing);
    true
}

/// Whether each page has room for its notes.
fn fit(taken: &Taken, notes: &Taken, design: &Design) -> bool {
    let room = ((design.height - design.top - design.bottom) * POINTS) as f32;
    let mut used: BTreeMap<usize, f32> = BTreeMap::new();
    for (id, number) in &notes.notes {
        if let Some(reference) = taken.references.iter().find(|reference| reference.note == *id) {
            *used.entry(reference.page).or_default() += notes.pages[*number].height + BETWEEN;
        }
    }
    used.values().all(|height| *height <= room)
}

/// The places of all notes: from the top of each page down, and up again where the foot is reached.
fn spots(taken: &mut Taken, notes: &Taken, design: &Design) -> BTreeMap<usize, Spot> {
    let mut by_page: BTreeMap<usize, Vec<(usize, f32, f32, usize)>> = BTreeMap::new();
    for (id, number) in &notes.notes {
        let Some(reference) = taken.references.iter().find(|reference| reference.note == *id) else {
            continue;
        };
        let height = notes.pages[*number].height;
        by_page.entry(reference.page).or_default().push((*number, reference.y + 8.0, height, reference.node));
    }
    let (left, foot) = ((design.width - design.outer + BESIDE) * POINTS, (design.bottom * POINTS) as f32);
    let mut spots = BTreeMap::new();
    for (page, list) in by_page {
        let tops = settle(&list.iter().map(|(_, top, height, _)| (*top, *height)).collect::<Vec<_>>(), foot);
        for ((number, _, height, node), top) in list.into_iter().zip(tops) {
            let Some(target) = taken.pages.get_mut(page) else { continue };
            let mcid = target.contents;
            target.contents += notes.pages[number].contents;
            spots.insert(number, Spot { page, node, dx: left as f32, dy: top - height, mcid });
        }
    }
    spots
}

/// The tops of notes that want to begin at those heights above the foot, in order down the page.
fn settle(wanted: &[(f32, f32)], foot: f32) -> Vec<f32> {
    let mut tops = Vec::with_capacity(wanted.len());
    let mut free = f32::MAX;
    for (top, height) in wanted {
        let top = top.min(free);
        tops.push(top);
        free = top - height - BETWEEN;
    }
    let mut least = foot;
    for ((_, height), top) in wanted.iter().zip(&mut tops).rev() {
        *top = top.max(least + height);
        least = *top + BETWEEN;
    }
    tops
}

/// Takes the notes' elements over; each note stands after its reference.
fn adopt(taken: &mut Taken, notes: &Taken, spots: &BTreeMap<usize, Spot>, base: usize) {
    let moved = |number: usize| base + number - 1;
    for node in notes.tree.nodes.iter().skip(1) {
        let kid = |kid: &Kid| match *kid {
            Kid::Node(number) => Some(Kid::Node(moved(number))),
            Kid::Content { page, mcid } => {
                spots.get(&page).map(|spot| Kid::Content { page: spot.page, mcid: spot.mcid + mcid })
            }
            // Links of notes are left as words.
            Kid::Box { .. } => None,
        };
        let kids = node.kids.iter().filter_map(kid).collect();
        let parent = node.parent.filter(|parent| *parent > 0).map(moved);
        taken.tree.nodes.push(Node { kids, parent, ..node.clone() });
    }
    let roots = notes.tree.nodes.first().map(|root| root.kids.clone()).unwrap_or_default();
    for (kid, (_, number)) in roots.iter().zip(&notes.notes) {
        let (Kid::Node(note), Some(spot)) = (kid, spots.get(number)) else { continue };
        let Some(parent) = taken.tree.nodes[spot.node].parent else { continue };
        taken.tree.nodes[moved(*note)].parent = Some(parent);
        let kids = &mut taken.tree.nodes[parent].kids;
        let at = kids.iter().position(|kid| *kid == Kid::Node(spot.node)).map_or(kids.len(), |at| at + 1);
        kids.insert(at, Kid::Node(moved(*note)));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notes_give_way_to_one_another_and_to_the_foot() {
        assert_eq!(settle(&[(500.0, 40.0), (490.0, 30.0)], 50.0), [500.0, 455.0]);
        assert_eq!(settle(&[(120.0, 40.0), (100.0, 30.0)], 50.0), [125.0, 80.0]);
    }
}
