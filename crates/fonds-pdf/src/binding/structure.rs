//! The structure tree (ISO 32000-1, 14.7): Document, parts, sections and what is in them, in reading order.

use super::sheets::Bound;
use super::text;
use crate::Laid;
use crate::press::SetText;
use crate::structure::{Kid, Node, Role};
use fonds_model::{Book, SectionKind};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::BTreeMap;

/// Adds the tree; gives its root.
pub(crate) fn add(file: &mut Document, book: &Book, laid: &Laid, bound: &Bound) -> ObjectId {
    let root = file.new_object_id();
    let document = file.new_object_id();
    let mut grower = Grower {
        file,
        bound,
        root,
        pages: vec![vec![]; bound.pages.len()],
        boxes: vec![],
        ids: BTreeMap::new(),
        notes: 0,
    };
    let mut kids = Vec::new();
    kids.extend(grower.text(0, &laid.front, document, &book.meta.language));
    let mut part: Option<(ObjectId, Vec<Object>)> = None;
    for (n, section) in book.sections.iter().enumerate() {
        let starts = section.kind == SectionKind::Part;
        if starts || !section.kind.is_within_part() {
            grower.close_part(part.take(), document, &mut kids);
        }
        if starts {
            part = Some((grower.file.new_object_id(), vec![]));
        }
        let parent = part.as_ref().map_or(document, |(id, _)| *id);
        let element = grower.text(n + 1, &laid.body.texts[n], parent, &section.language);
        part.as_mut().map_or(&mut kids, |(_, inside)| inside).extend(element);
    }
    grower.close_part(part, document, &mut kids);
    let whole = dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root, "K" => kids,
    "Lang" => text(&book.meta.language) };
    grower.file.set_object(document, whole);
    grower.finish(document);
    root
}

struct Grower<'a> {
    file: &'a mut Document,
    bound: &'a Bound,
    root: ObjectId,
    /// By page: the element of each piece of marked content.
    pages: Vec<Vec<Object>>,
    /// The element of each link and highlight, with the link's or highlight's object.
    boxes: Vec<(ObjectId, ObjectId)>,
    /// Elements with a name.
    ids: BTreeMap<String, ObjectId>,
    notes: usize,
}

impl Grower<'_> {
    fn close_part(
        &mut self,
        part: Option<(ObjectId, Vec<Object>)>,
        parent: ObjectId,
        kids: &mut Vec<Object>,
    ) {
        let Some((id, inside)) = part else { return };
        let part = dictionary! { "Type" => "StructElem", "S" => "Part", "P" => parent, "K" => inside };
        self.file.set_object(id, part);
        kids.push(id.into());
    }

    /// The elements of a text; gives its root.
    fn text(&mut self, number: usize, set: &SetText, parent: ObjectId, language: &str) -> Option<Object> {
        let wanted = wanted(&set.tree.nodes);
        if !wanted[0] {
            return None;
        }
        let id = |wanted: &bool| if *wanted { self.file.new_object_id() } else { (0, 0) };
        let ids: Vec<ObjectId> = wanted.iter().map(id).collect();
        for at in set.tree.in_order() {
            if !wanted[at] {
                continue;
            }
            let node = &set.tree.nodes[at];
            let parent = if at == 0 { parent } else { node.parent.map_or(parent, |parent| ids[parent]) };
            let mut element = dictionary! { "Type" => "StructElem", "S" => node.role.name(), "P" => parent };
            if at == 0 {
                element.set("Lang", text(language));
            }
            self.describe(&mut element, node, ids[at]);
            self.kids(&mut element, number, node, ids[at], &Kin { ids: &ids, wanted: &wanted });
            self.file.set_object(ids[at], element);
        }
        Some(ids[0].into())
    }

    fn describe(&mut self, element: &mut Dictionary, node: &Node, id: ObjectId) {
        if let Some(language) = &node.language {
            element.set("Lang", text(language));
        }
        if let Some(alt) = &node.alt {
            element.set("Alt", text(alt));
        }
        if let Some(actual) = &node.actual {
            element.set("ActualText", text(actual));
        }
        if node.role == Role::Note {
            self.notes += 1;
            let name = format!("note-{:06}", self.notes);
            element.set("ID", Object::string_literal(name.as_str()));
            self.ids.insert(name, id);
        }
        if let Some(cell) = node.cell {
            let mut table = dictionary! { "O" => "Table" };
            if cell.columns > 1 {
                table.set("ColSpan", i64::from(cell.columns));
            }
            if cell.rows > 1 {
                table.set("RowSpan", i64::from(cell.rows));
            }
            if node.role == Role::HeadCell {
                table.set("Scope", if cell.head { "Column" } else { "Row" });
            }
            element.set("A", table);
        }
    }

    /// What an element holds. Content of its first page is told by number alone.
    fn kids(&mut self, element: &mut Dictionary, text: usize, node: &Node, id: ObjectId, kin: &Kin<'_>) {
        let places = self.bound.texts.get(text).map_or(&[][..], Vec::as_slice);
        let place = |page: usize| places.get(page).copied();
        if let Some((bounds, page)) = node.bounds.filter(|_| node.role == Role::Figure) {
            let shift = place(page).map_or([0.0; 2], |place| self.bound.shifts[place]);
            let bounds: Vec<Object> =
                bounds.iter().enumerate().map(|(n, at)| Object::Real(at + shift[n % 2])).collect();
            element.set("A", dictionary! { "O" => "Layout", "BBox" => bounds, "Placement" => "Block" });
        }
        let first = node.kids.iter().find_map(|kid| match kid {
            Kid::Content { page, .. } | Kid::Box { page, .. } => place(*page),
            Kid::Node(_) => None,
        });
        let mut kids: Vec<Object> = Vec::with_capacity(node.kids.len());
        for kid in &node.kids {
            match *kid {
                Kid::Node(number) if kin.wanted[number] => kids.push(kin.ids[number].into()),
                Kid::Node(_) => {}
                Kid::Content { page, mcid } => {
                    let Some(place) = place(page) else { continue };
                    tell(&mut self.pages[place], mcid, id);
                    kids.push(if Some(place) == first {
                        i64::from(mcid).into()
                    } else {
                        let page = self.bound.pages[place];
                        dictionary! { "Type" => "MCR", "Pg" => page, "MCID" => i64::from(mcid) }.into()
                    });
                }
                Kid::Box { page, number } => {
                    let Some(object) = self.bound.boxes.get(&(text, page, number)) else { continue };
                    let mut reference = dictionary! { "Type" => "OBJR", "Obj" => *object };
                    if let Some(place) = place(page) {
                        reference.set("Pg", self.bound.pages[place]);
                    }
                    kids.push(reference.into());
                    self.boxes.push((id, *object));
                }
            }
        }
        if let Some(page) = first.and_then(|place| self.bound.pages.get(place)) {
            element.set("Pg", *page);
        }
        element.set("K", kids);
    }

    /// The root with what leads from pages and links back to their elements.
    fn finish(self, document: ObjectId) {
        let Self { file, root, pages, boxes, ids, .. } = self;
        let mut numbers: Vec<Object> = Vec::new();
        let count = pages.len() as i64;
        for (place, elements) in pages.into_iter().enumerate() {
            let elements = file.add_object(Object::Array(elements));
            numbers.extend([Object::from(place as i64), elements.into()]);
        }
        for (n, (element, object)) in boxes.iter().enumerate() {
            let key = count + n as i64;
            numbers.extend([Object::from(key), Object::from(*element)]);
            if let Ok(annotation) = file.get_dictionary_mut(*object) {
                annotation.set("StructParent", key);
            }
        }
        let next = count + boxes.len() as i64;
        let parents = file.add_object(dictionary! { "Nums" => numbers });
        let mut tree = dictionary! { "Type" => "StructTreeRoot", "K" => vec![document.into()],
        "ParentTree" => parents, "ParentTreeNextKey" => next };
        if !ids.is_empty() {
            let names = ids.into_iter();
            let names = names.flat_map(|(name, id)| [Object::string_literal(name), id.into()]);
            let names = file.add_object(dictionary! { "Names" => names.collect::<Vec<_>>() });
            tree.set("IDTree", names);
        }
        file.set_object(root, tree);
    }
}

/// A text's elements: their objects, and which of them the file needs.
struct Kin<'k> {
    ids: &'k [ObjectId],
    wanted: &'k [bool],
}

/// Marked content and its element.
fn tell(elements: &mut Vec<Object>, mcid: u32, element: ObjectId) {
    let at = mcid as usize;
    if elements.len() <= at {
        elements.resize(at + 1, Object::Null);
    }
    elements[at] = element.into();
}

/// Elements that hold something, and empty cells, which keep a table's shape.
fn wanted(nodes: &[Node]) -> Vec<bool> {
    let mut wanted = vec![false; nodes.len()];
    for (at, node) in nodes.iter().enumerate() {
        let holds = node.kids.iter().any(|kid| !matches!(kid, Kid::Node(_)));
        if !holds && !matches!(node.role, Role::Cell | Role::HeadCell) {
            continue;
        }
        let mut up = Some(at);
        while let Some(number) = up.filter(|number| !wanted[*number]) {
            wanted[number] = true;
            up = nodes[number].parent;
        }
    }
    wanted
}
