//! What readers find their way with: bookmarks, page labels, named destinations, and the catalog that holds them.

use super::sheets::Bound;
use super::{front_pages, text};
use crate::Laid;
use fonds_model::{Book, SectionKind};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};

/// Makes a new catalog; gives its object.
pub(crate) fn catalog(
    file: &mut Document,
    book: &Book,
    laid: &Laid,
    bound: &Bound<'_>,
    structure: ObjectId,
) -> ObjectId {
    let outline = outline(file, book, bound);
    let front = front_pages(laid) as i64;
    let labels = dictionary! {
        "Nums" => vec![
            0.into(), dictionary! { "S" => "r" }.into(),
            front.into(), dictionary! { "S" => "D", "St" => 1 }.into(),
        ],
    };
    let names = dictionary! { "Dests" => destinations(file, book, bound) };
    let catalog = dictionary! {
        "Type" => "Catalog",
        "Pages" => bound.tree,
        "Outlines" => outline,
        "Lang" => text(&book.meta.language),
        "PageLabels" => labels,
        "PageMode" => "UseOutlines",
        "ViewerPreferences" => dictionary! { "DisplayDocTitle" => true },
        "MarkInfo" => dictionary! { "Marked" => true },
        "StructTreeRoot" => structure,
        "Names" => names,
    };
    let id = file.add_object(catalog);
    file.trailer.set("Root", id);
    id
}

/// Each section by its id, sorted by bytes as a name tree has to be (ISO 32000-1, 7.9.6).
fn destinations(file: &mut Document, book: &Book, bound: &Bound<'_>) -> ObjectId {
    let mut names: Vec<(&str, Object)> = (0..book.sections.len())
        .filter_map(|n| Some((book.sections[n].id.as_str(), destination(bound, n)?)))
        .collect();
    names.sort_by_key(|(name, _)| *name);
    names.dedup_by_key(|(name, _)| *name);
    let limits = [names.first(), names.last()].into_iter().flatten();
    let limits: Vec<Object> = limits.map(|(name, _)| Object::string_literal(*name)).collect();
    let list = names.into_iter().flat_map(|(name, place)| [Object::string_literal(name), place]);
    let leaf = dictionary! { "Names" => list.collect::<Vec<_>>(), "Limits" => limits };
    let leaf = file.add_object(leaf);
    file.add_object(dictionary! { "Kids" => vec![leaf.into()] })
}

fn destination(bound: &Bound<'_>, section: usize) -> Option<Object> {
    let place = bound.texts.get(section + 1)?.first()?;
    let page = bound.pages.get(*place)?;
    Some(vec![Object::from(*page), "XYZ".into(), Object::Null, Object::Null, Object::Null].into())
}

/// Parts hold their sections.
fn outline(file: &mut Document, book: &Book, bound: &Bound<'_>) -> ObjectId {
    let root = file.new_object_id();
    let mut tree: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut in_part = false;
    for (n, section) in book.sections.iter().enumerate() {
        let is_part = section.kind == SectionKind::Part;
        in_part = is_part || (in_part && section.kind.is_within_part());
        match tree.last_mut().filter(|_| in_part && !is_part) {
            Some((_, inside)) => inside.push(n),
            None => tree.push((n, vec![])),
        }
    }
    let mut entry = |n: usize| {
        let mut entry = dictionary! { "Title" => text(&book.sections[n].title) };
        if let Some(place) = destination(bound, n) {
            entry.set("Dest", place);
        }
        (file.new_object_id(), entry)
    };
    let tree: Vec<_> = tree
        .into_iter()
        .map(|(n, inside)| (entry(n), inside.into_iter().map(&mut entry).collect::<Vec<_>>()))
        .collect();
    let open: usize = tree.iter().map(|(_, inside)| inside.len() + 1).sum();
    let mut tops = Vec::with_capacity(tree.len());
    for ((id, mut entry), inside) in tree {
        if let Some([first, last]) = ends(&inside) {
            entry.set("First", first);
            entry.set("Last", last);
            entry.set("Count", inside.len() as i64);
        }
        chain(file, id, inside);
        tops.push((id, entry));
    }
    let mut outline = dictionary! { "Type" => "Outlines", "Count" => open as i64 };
    if let Some([first, last]) = ends(&tops) {
        outline.set("First", first);
        outline.set("Last", last);
    }
    chain(file, root, tops);
    file.set_object(root, outline);
    root
}

fn ends(entries: &[(ObjectId, Dictionary)]) -> Option<[ObjectId; 2]> {
    Some([entries.first()?.0, entries.last()?.0])
}

/// Writes entries that know their parent and neighbours.
fn chain(file: &mut Document, parent: ObjectId, entries: Vec<(ObjectId, Dictionary)>) {
    let ids: Vec<ObjectId> = entries.iter().map(|(id, _)| *id).collect();
    for (at, (id, mut entry)) in entries.into_iter().enumerate() {
        entry.set("Parent", parent);
        if at > 0 {
            entry.set("Prev", ids[at - 1]);
        }
        if let Some(next) = ids.get(at + 1) {
            entry.set("Next", *next);
        }
        file.set_object(id, entry);
    }
}
