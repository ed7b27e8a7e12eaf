//! Trees whose nodes name their parents, as tags and collections do.
//!
//! One device never makes a loop, but two can together: each nests one under the other, and the journals are merged. Such a
//! loop is opened whenever the tree is read, on every device at the same place, and nothing is written for it.

use crate::{Collection, Tag};
use std::collections::HashMap;

/// Something that stands under another of its kind, or at the root.
pub trait Branch {
    /// Its own id.
    fn id(&self) -> &str;
    /// The id of what it stands under.
    fn parent(&self) -> Option<&str>;
    /// Has it stand at the root.
    fn uproot(&mut self);
}

impl Branch for Tag {
    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn parent(&self) -> Option<&str> {
        self.parent.as_ref().map(|id| id.as_str())
    }

    fn uproot(&mut self) {
        self.parent = None;
    }
}

impl Branch for Collection {
    fn id(&self) -> &str {
        self.id.as_str()
    }

    fn parent(&self) -> Option<&str> {
        self.parent.as_ref().map(|id| id.as_str())
    }

    fn uproot(&mut self) {
        self.parent = None;
    }
}

/// Makes a forest of them: what stands under something that is not there comes to the root, and so does the one with the
/// first id of each loop.
pub fn settle<T: Branch>(branches: &mut [T]) {
    for at in loose(branches) {
        if let Some(branch) = branches.get_mut(at) {
            branch.uproot();
        }
    }
}

/// Whether a branch is the same as another or stands somewhere under it. They are settled.
pub fn is_within<T: Branch>(branches: &[T], id: &str, other: &str) -> bool {
    let mut at = Some(id);
    // A walk up is never longer than all of them.
    for _ in 0..=branches.len() {
        let Some(here) = at else { return false };
        if here == other {
            return true;
        }
        at = branches.iter().find(|branch| branch.id() == here).and_then(Branch::parent);
    }
    false
}

/// Those that must come to the root.
fn loose<T: Branch>(branches: &[T]) -> Vec<usize> {
    let by_id: HashMap<&str, usize> = branches.iter().enumerate().map(|(n, b)| (b.id(), n)).collect();
    let above: Vec<Option<usize>> =
        branches.iter().map(|branch| by_id.get(branch.parent()?).copied()).collect();
    let above = |at: usize| above.get(at).copied().flatten();
    let orphan = |(n, branch): (usize, &T)| (branch.parent().is_some() && above(n).is_none()).then_some(n);
    let mut found: Vec<usize> = branches.iter().enumerate().filter_map(orphan).collect();
    // For each, the walk that came by first.
    let mut walked: Vec<Option<usize>> = vec![None; branches.len()];
    for start in 0..branches.len() {
        let mut at = Some(start);
        while let Some(mark) = at.and_then(|here| walked.get_mut(here)).filter(|mark| mark.is_none()) {
            *mark = Some(start);
            at = at.and_then(above);
        }
        if let Some(met) = at.filter(|met| walked.get(*met) == Some(&Some(start))) {
            let around = std::iter::successors(above(met), |here| above(*here).filter(|_| *here != met));
            found.extend(around.min_by_key(|here| branches.get(*here).map(|branch| branch.id().to_owned())));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::TagId;
    use proptest::prelude::*;

    fn tags(parents: &[Option<usize>]) -> Vec<Tag> {
        let id = |n: usize| TagId(format!("t{n}"));
        let tag = |(n, parent): (usize, &Option<usize>)| Tag {
            id: id(n),
            parent: parent.map(id),
            ..Tag::default()
        };
        parents.iter().enumerate().map(tag).collect()
    }

    fn shown(tags: &[Tag]) -> String {
        let line = |tag: &Tag| format!("{}<{}", tag.id, tag.parent().unwrap_or("-"));
        let mut lines: Vec<_> = tags.iter().map(line).collect();
        lines.sort();
        lines.join(" ")
    }

    #[test]
    fn loops_are_opened_at_their_first_id() {
        for (parents, expected) in [
            (vec![None, Some(0), Some(1)], "t0<- t1<t0 t2<t1"),
            (vec![Some(0)], "t0<-"),
            (vec![Some(1), Some(0)], "t0<- t1<t0"),
            (vec![Some(3), Some(2), Some(1), Some(2)], "t0<t3 t1<- t2<t1 t3<t2"),
            (vec![None, Some(9)], "t0<- t1<-"),
        ] {
            let mut tags = tags(&parents);
            settle(&mut tags);
            assert_eq!(shown(&tags), expected);
        }
    }

    #[test]
    fn what_stands_under_what() {
        let tags = tags(&[None, Some(0), Some(1), None]);
        assert!(is_within(&tags, "t2", "t0") && is_within(&tags, "t2", "t2"));
        assert!(!is_within(&tags, "t0", "t2") && !is_within(&tags, "t3", "t0"));
    }

    proptest! {
        #[test]
        fn any_parents_make_a_forest(parents in prop::collection::vec(prop::option::of(0usize..12), 1..12), turn in 0usize..12) {
            let mut settled = tags(&parents);
            let before = settled.clone();
            settle(&mut settled);
            for tag in &settled {
                let mut steps = 0;
                let mut at = tag.parent();
                while let Some(id) = at {
                    steps += 1;
                    prop_assert!(steps < settled.len(), "{} goes round", tag.id);
                    let above = settled.iter().find(|tag| tag.id() == id);
                    prop_assert!(above.is_some(), "{} stands under nothing", tag.id);
                    at = above.and_then(Branch::parent);
                }
            }
            // Settled once, it stays; and the order in which they come does not matter.
            let mut again = settled.clone();
            settle(&mut again);
            prop_assert_eq!(shown(&again), shown(&settled));
            let mut turned = before;
            let by = turn % turned.len();
            turned.rotate_left(by);
            settle(&mut turned);
            prop_assert_eq!(shown(&turned), shown(&settled));
        }
    }
}
