//! SmartArt: the words of a diagram stand as a tree of points in a part of their own (`dgm:dataModel`); its drawing is
//! made anew by each program and is not read. Charts keep their numbers elsewhere; that one was left out is said.

use super::Story;
use super::blocks::{Line, Maker};
use crate::documents::parts::Part;
use crate::html::lines::push_paragraph;
use crate::package::resolve;
use crate::xml::{At, Tree};
use fonds_model::text::clean_line;
use fonds_model::{Block, Diagnostic, Inline};
use std::collections::{HashMap, HashSet};

/// Points below this depth are left out; people draw three.
const DEEPEST: usize = 9;
/// More diagrams are left out.
const MOST: usize = 1000;

/// What a document has of them.
#[derive(Default)]
pub(super) struct Count {
    read: usize,
    left: usize,
    charts: usize,
}

impl Count {
    /// What is to be said of them.
    pub fn diagnostics(&self) -> impl Iterator<Item = Diagnostic> + use<> {
        let hint = "the original has it; a picture of it can be put into the document before importing";
        let read = (self.read > 0).then(|| {
            let message =
                format!("the words of {} diagrams were kept as lists, without their drawing", self.read);
            Diagnostic::info("diagram-as-list", message).hint("the original still has the drawing")
        });
        let left = (self.left > 0).then(|| {
            let message = format!("{} diagrams could not be read and were left out", self.left);
            Diagnostic::warning("diagram-left", message).hint(hint)
        });
        let charts = (self.charts > 0).then(|| {
            let message = format!("{} charts were left out", self.charts);
            Diagnostic::warning("chart-left", message).hint(hint)
        });
        [read, left, charts].into_iter().flatten()
    }
}

impl Maker<'_> {
    /// Adds the words of the diagrams in a drawing, behind its paragraph.
    pub fn diagrams_of(&mut self, story: &Story, at: At, line: &mut Line) {
        self.diagrams.charts += story.tree.named(at, "chart").count();
        for ids in story.tree.named(at, "relIds") {
            let list = story.tree.attr(ids, "dm").and_then(|id| self.diagram(story, id));
            match list {
                Some(list) => {
                    self.diagrams.read += 1;
                    line.boxes.push(Part::Block(list));
                }
                None => self.diagrams.left += 1,
            }
        }
    }

    fn diagram(&self, story: &Story, id: &str) -> Option<Block> {
        if self.diagrams.read + self.diagrams.left >= MOST {
            return None;
        }
        let tree = self.package.xml(&resolve(&story.path, story.links.target(id)?))?;
        let points = Points::of(&tree);
        let root = tree.named(0, "pt").find(|at| tree.attr(*at, "type") == Some("doc"))?;
        let items = points.items(tree.attr(root, "modelId")?, &mut HashSet::new(), 0);
        (!items.is_empty()).then_some(Block::List { ordered: false, start: 1, items })
    }
}

/// The points of a diagram, and which stand under which.
struct Points<'t> {
    tree: &'t Tree,
    by_id: HashMap<&'t str, At>,
    below: HashMap<&'t str, Vec<(u32, &'t str)>>,
}

impl<'t> Points<'t> {
    fn of(tree: &'t Tree) -> Self {
        let by_id = tree.named(0, "pt").filter_map(|at| Some((tree.attr(at, "modelId")?, at))).collect();
        let mut below: HashMap<&str, Vec<(u32, &str)>> = HashMap::new();
        // Other connections say how points are drawn.
        let parents =
            tree.named(0, "cxn").filter(|at| matches!(tree.attr(*at, "type"), None | Some("parOf")));
        for at in parents {
            let Some((from, to)) = tree.attr(at, "srcId").zip(tree.attr(at, "destId")) else { continue };
            let order = tree.attr(at, "srcOrd").and_then(|order| order.parse().ok()).unwrap_or_default();
            below.entry(from).or_default().push((order, to));
        }
        below.values_mut().for_each(|points| points.sort_by_key(|(order, _)| *order));
        Self { tree, by_id, below }
    }

    /// The points under one; a point without words gives its place to those under it.
    fn items(&self, parent: &str, seen: &mut HashSet<&'t str>, depth: usize) -> Vec<Vec<Block>> {
        let mut items = Vec::new();
        let below = self.below.get(parent).filter(|_| depth < DEEPEST);
        for (_, id) in below.into_iter().flatten() {
            if !seen.insert(id) {
                continue;
            }
            let mut item = self.by_id.get(id).map(|at| self.words(*at)).unwrap_or_default();
            let inner = self.items(id, seen, depth + 1);
            if item.is_empty() {
                items.extend(inner);
                continue;
            }
            if !inner.is_empty() {
                item.push(Block::List { ordered: false, start: 1, items: inner });
            }
            items.push(item);
        }
        items
    }

    fn words(&self, point: At) -> Vec<Block> {
        let mut blocks = Vec::new();
        for paragraph in self.tree.child(point, "t").into_iter().flat_map(|at| self.tree.named(at, "p")) {
            let words: String = self.tree.named(paragraph, "t").map(|at| self.tree.text(at)).collect();
            push_paragraph(vec![Inline::text(clean_line(&words))], &mut blocks);
        }
        blocks
    }
}
