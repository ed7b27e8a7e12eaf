//! The structure tree (ISO 32000-1, 14.7): Document, parts, sections and what is in them, in reading order.
//!
//! Elements are most of a file's objects, hundreds of thousands in a large book. So they are written at once, text by text on
//! all cores, and only their packed form is kept. For that their numbers are given first.

use super::file::{Pack, Packer, written};
use super::sheets::Bound;
use super::text;
use crate::press::SetText;
use crate::structure::{Kid, Node, Role};
use crate::{Laid, PdfError};
use fonds_model::{Book, SectionKind};
use lopdf::{Document, Object, ObjectId, dictionary};
use rayon::prelude::*;
use std::fmt::{Display, Write};

/// Texts that are packed together.
const TOGETHER: usize = 4;

/// Adds the tree; gives its root, and the elements.
pub(crate) fn add(
    file: &mut Document,
    book: &Book,
    laid: &Laid,
    bound: &Bound<'_>,
) -> Result<(ObjectId, Vec<Pack>), PdfError> {
    let (root, document) = (file.new_object_id(), file.new_object_id());
    let mut plans = plans(file, laid, bound);
    let kids = hierarchy(file, book, &mut plans, document);
    let whole = dictionary! { "Type" => "StructElem", "S" => "Document", "P" => root, "K" => kids,
    "Lang" => text(&book.meta.language) };
    file.set_object(document, whole);
    let languages: Vec<&str> = std::iter::once(book.meta.language.as_str())
        .chain(book.sections.iter().map(|section| section.language.as_str()))
        .collect();
    let groups: Vec<Grown> = plans
        .par_chunks(TOGETHER)
        .map(|plans| grow(plans, bound, &languages))
        .collect::<Result<_, PdfError>>()?;
    let (mut packs, mut boxes, mut notes) = (Vec::new(), Vec::new(), Vec::new());
    for group in groups {
        packs.extend(group.packs);
        boxes.extend(group.boxes);
        notes.extend(group.notes);
    }
    finish(file, bound, &plans, Ends { root, document, boxes, notes });
    Ok((root, packs))
}

/// A text's elements before they are written.
struct Plan<'l> {
    /// 0 is the front, then the sections.
    number: usize,
    set: &'l SetText,
    /// By element: its object's number; 0 where the file does not need it.
    ids: Vec<u32>,
    parent: u32,
    /// The object that holds the elements of the text's first page; those of the others follow.
    pages: u32,
    /// Notes in the texts before.
    notes: usize,
}

/// Gives all numbers.
fn plans<'l>(file: &mut Document, laid: &'l Laid, bound: &Bound<'_>) -> Vec<Plan<'l>> {
    let texts: Vec<&SetText> =
        std::iter::once(&laid.front).chain(&laid.body.texts).map(|text| &**text).collect();
    let needed: Vec<Vec<bool>> = texts.par_iter().map(|set| wanted(&set.tree.nodes)).collect();
    let mut notes = 0;
    let plan = |(number, (set, wanted)): (usize, (&'l SetText, Vec<bool>))| {
        let mut next = || {
            file.max_id += 1;
            file.max_id
        };
        let ids: Vec<u32> = wanted.iter().map(|wanted| if *wanted { next() } else { 0 }).collect();
        let pages = file.max_id + 1;
        file.max_id += bound.texts.get(number).map_or(0, Vec::len) as u32;
        let plan = Plan { number, set, ids, parent: 0, pages, notes };
        let is_note = |(node, id): (&Node, &u32)| node.role == Role::Note && *id > 0;
        notes += set.tree.nodes.iter().zip(&plan.ids).filter(|pair| is_note(*pair)).count();
        plan
    };
    texts.into_iter().zip(needed).enumerate().map(plan).collect()
}

/// Puts texts into the document and its parts; gives what the document holds.
fn hierarchy(file: &mut Document, book: &Book, plans: &mut [Plan<'_>], document: ObjectId) -> Vec<Object> {
    let mut kids = Vec::new();
    let mut part: Option<(ObjectId, Vec<Object>)> = None;
    for plan in plans {
        let section = plan.number.checked_sub(1).and_then(|n| book.sections.get(n));
        let starts = section.is_some_and(|section| section.kind == SectionKind::Part);
        if starts || !section.is_some_and(|section| section.kind.is_within_part()) {
            kids.extend(part.take().map(|part| close_part(file, part, document)));
        }
        if starts {
            part = Some((file.new_object_id(), vec![]));
        }
        plan.parent = part.as_ref().map_or(document, |(id, _)| *id).0;
        let root = plan.ids.first().copied().filter(|id| *id > 0);
        part.as_mut().map_or(&mut kids, |(_, inside)| inside).extend(root.map(|id| Object::from((id, 0))));
    }
    kids.extend(part.map(|part| close_part(file, part, document)));
    kids
}

fn close_part(file: &mut Document, (id, inside): (ObjectId, Vec<Object>), parent: ObjectId) -> Object {
    let part = dictionary! { "Type" => "StructElem", "S" => "Part", "P" => parent, "K" => inside };
    file.set_object(id, part);
    id.into()
}

/// The elements of some texts.
#[derive(Default)]
struct Grown {
    packs: Vec<Pack>,
    /// The element of each link and highlight, with the link's or highlight's object.
    boxes: Vec<(u32, ObjectId)>,
    /// The elements of notes, in order.
    notes: Vec<u32>,
}

fn grow(plans: &[Plan<'_>], bound: &Bound<'_>, languages: &[&str]) -> Result<Grown, PdfError> {
    let mut packer = Packer::default();
    let mut grown = Grown::default();
    for plan in plans {
        let places = bound.texts.get(plan.number).map_or(&[][..], Vec::as_slice);
        let (out, pages) = (String::new(), vec![vec![]; places.len()]);
        let mut grower = Grower { plan, bound, places, out, pages, notes: plan.notes, grown: &mut grown };
        for at in plan.set.tree.in_order() {
            if plan.ids[at] == 0 {
                continue;
            }
            let language = if at == 0 { languages.get(plan.number).copied() } else { None };
            grower.element(at, language)?;
            packer.add(plan.ids[at], grower.out.as_bytes())?;
        }
        for (n, elements) in grower.pages.iter().enumerate() {
            let ids =
                elements.iter().map(|id| if *id == 0 { "null ".to_owned() } else { format!("{id} 0 R ") });
            packer.add(plan.pages + n as u32, format!("[{}]", ids.collect::<String>()).as_bytes())?;
        }
    }
    grown.packs = packer.finish()?;
    Ok(grown)
}

struct Grower<'a> {
    plan: &'a Plan<'a>,
    bound: &'a Bound<'a>,
    /// The text's pages among all pages.
    places: &'a [usize],
    /// The element that is written.
    out: String,
    /// By page of the text: the element of each piece of marked content.
    pages: Vec<Vec<u32>>,
    /// Notes so far, those of texts before included.
    notes: usize,
    grown: &'a mut Grown,
}

impl Grower<'_> {
    /// Writes an element.
    fn element(&mut self, at: usize, language: Option<&str>) -> Result<(), PdfError> {
        let node = &self.plan.set.tree.nodes[at];
        let parent = node.parent.map_or(self.plan.parent, |parent| self.plan.ids[parent]);
        self.out.clear();
        self.put(format_args!("<</Type/StructElem/S/{}/P {parent} 0 R", node.role.name()));
        for (key, value) in [
            ("Lang", language.or(node.language.as_deref())),
            ("Alt", node.alt.as_deref()),
            ("ActualText", node.actual.as_deref()),
        ] {
            if let Some(value) = value {
                self.put(format_args!("/{key} "));
                self.out.push_str(&String::from_utf8_lossy(&written(text(value))?));
            }
        }
        self.describe(node, self.plan.ids[at]);
        self.kids(node, self.plan.ids[at]);
        self.out.push_str(">>");
        Ok(())
    }

    /// Nothing can go wrong when a string is written to.
    fn put(&mut self, words: impl Display) {
        let _ = write!(self.out, "{words}");
    }

    fn describe(&mut self, node: &Node, id: u32) {
        if node.role == Role::Note {
            self.notes += 1;
            self.put(format_args!("/ID({})", note_name(self.notes)));
            self.grown.notes.push(id);
        }
        if let Some(cell) = node.cell {
            self.put("/A<</O/Table");
            if cell.columns > 1 {
                self.put(format_args!("/ColSpan {}", cell.columns));
            }
            if cell.rows > 1 {
                self.put(format_args!("/RowSpan {}", cell.rows));
            }
            if node.role == Role::HeadCell {
                self.put(format_args!("/Scope/{}", if cell.head { "Column" } else { "Row" }));
            }
            self.put(">>");
        }
        if let Some((bounds, page)) = node.bounds.filter(|_| node.role == Role::Figure) {
            let shift = self.places.get(page).map_or([0.0; 2], |place| self.bound.shifts[*place]);
            self.put("/A<</O/Layout/Placement/Block/BBox[");
            for (n, at) in bounds.iter().enumerate() {
                self.put(format_args!("{} ", at + shift[n % 2]));
            }
            self.put("]>>");
        }
    }

    /// What an element holds. Content of its first page is told by number alone.
    fn kids(&mut self, node: &Node, id: u32) {
        let (places, bound) = (self.places, self.bound);
        let first = node.kids.iter().find_map(|kid| match kid {
            Kid::Content { page, .. } | Kid::Box { page, .. } => places.get(*page),
            Kid::Node(_) => None,
        });
        self.put("/K[");
        for kid in &node.kids {
            match *kid {
                Kid::Node(number) if self.plan.ids[number] > 0 => {
                    self.put(format_args!("{} 0 R ", self.plan.ids[number]));
                }
                Kid::Node(_) => {}
                Kid::Content { page, mcid } => {
                    let Some(place) = places.get(page) else { continue };
                    tell(&mut self.pages[page], mcid, id);
                    if Some(place) == first {
                        self.put(format_args!("{mcid} "));
                    } else {
                        self.put(format_args!("<</Type/MCR/Pg {} 0 R/MCID {mcid}>>", bound.pages[*place].0));
                    }
                }
                Kid::Box { page, number } => self.annotation(page, number, id),
            }
        }
        self.put("]");
        if let Some(page) = first.and_then(|place| bound.pages.get(*place)) {
            self.put(format_args!("/Pg {} 0 R", page.0));
        }
    }

    /// A link or highlight.
    fn annotation(&mut self, page: usize, number: usize, id: u32) {
        let Some(object) = self.bound.boxes.get(&(self.plan.number, page, number)) else { return };
        self.put(format_args!("<</Type/OBJR/Obj {} 0 R", object.0));
        if let Some(place) = self.places.get(page) {
            self.put(format_args!("/Pg {} 0 R", self.bound.pages[*place].0));
        }
        self.put(">>");
        self.grown.boxes.push((id, *object));
    }
}

/// What the root is made of.
struct Ends {
    root: ObjectId,
    document: ObjectId,
    boxes: Vec<(u32, ObjectId)>,
    notes: Vec<u32>,
}

/// The root with what leads from pages and links back to their elements.
fn finish(file: &mut Document, bound: &Bound<'_>, plans: &[Plan<'_>], ends: Ends) {
    let nothing = file.add_object(Object::Array(vec![]));
    let mut elements = vec![nothing; bound.pages.len()];
    for plan in plans {
        let places = bound.texts.get(plan.number).map_or(&[][..], Vec::as_slice);
        places.iter().zip(plan.pages..).for_each(|(place, id)| elements[*place] = (id, 0));
    }
    let pairs = elements.iter().enumerate();
    let mut numbers: Vec<Object> = pairs.flat_map(|(n, id)| [Object::from(n as i64), (*id).into()]).collect();
    for (key, (element, object)) in (bound.pages.len() as i64..).zip(&ends.boxes) {
        numbers.extend([Object::from(key), (*element, 0).into()]);
        if let Ok(annotation) = file.get_dictionary_mut(*object) {
            annotation.set("StructParent", key);
        }
    }
    let next = (bound.pages.len() + ends.boxes.len()) as i64;
    let parents = file.add_object(dictionary! { "Nums" => numbers });
    let mut tree = dictionary! { "Type" => "StructTreeRoot", "K" => vec![ends.document.into()],
    "ParentTree" => parents, "ParentTreeNextKey" => next };
    if !ends.notes.is_empty() {
        let names = (1..).zip(ends.notes);
        let names = names.flat_map(|(n, id)| [Object::string_literal(note_name(n)), (id, 0).into()]);
        let names = file.add_object(dictionary! { "Names" => names.collect::<Vec<_>>() });
        tree.set("IDTree", names);
    }
    file.set_object(ends.root, tree);
}

fn note_name(number: usize) -> String {
    format!("note-{number:06}")
}

/// Marked content and its element.
fn tell(elements: &mut Vec<u32>, mcid: u32, element: u32) {
    let at = mcid as usize;
    if elements.len() <= at {
        elements.resize(at + 1, 0);
    }
    elements[at] = element;
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
