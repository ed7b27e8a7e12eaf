//! What stands for names that the entry before has too, such as a dash: the processor does this only in a list that it
//! prints itself.

use hayagriva::{BibliographyItem, Elem, ElemChild, ElemChildren, ElemMeta, Formatted, Formatting};

/// Puts the mark in the place of names that are all the same as those of the entry before.
pub(crate) fn substitute(entries: &mut [BibliographyItem], mark: &str) {
    let mut last: Option<(Elem, Vec<Elem>)> = None;
    for entry in entries {
        let Some(names) = names_in(&mut entry.content) else { continue };
        let mut each = Vec::new();
        gather(names, &mut each);
        let are_same =
            |(elem, before): &(Elem, Vec<Elem>)| *before == each && (!each.is_empty() || elem == names);
        if last.as_ref().is_some_and(are_same) {
            replace(names, each.is_empty(), mark);
        } else {
            last = Some((names.clone(), each));
        }
    }
}

/// The first names of an entry.
fn names_in(children: &mut ElemChildren) -> Option<&mut Elem> {
    children.0.iter_mut().find_map(|child| {
        let ElemChild::Elem(elem) = child else { return None };
        let is_names = matches!(elem.meta, Some(ElemMeta::Names(_)));
        if is_names { Some(elem) } else { names_in(&mut elem.children) }
    })
}

/// The names, one by one.
fn gather(elem: &Elem, out: &mut Vec<Elem>) {
    if is_name(elem) {
        out.push(elem.clone());
        return;
    }
    for child in &elem.children.0 {
        if let ElemChild::Elem(elem) = child {
            gather(elem, out);
        }
    }
}

fn is_name(elem: &Elem) -> bool {
    matches!(elem.meta, Some(ElemMeta::Name(..)))
}

/// What stands between and after the names stays, unless something else stood in their place.
fn replace(names: &mut Elem, stood_in: bool, mark: &str) {
    let formatting = Formatting::default();
    let mark = ElemChild::Text(Formatted { text: mark.to_owned(), formatting });
    let old = std::mem::replace(&mut names.children.0, vec![mark]);
    if !stood_in {
        names.children.0.extend(old.into_iter().filter_map(without_names));
    }
}

fn without_names(child: ElemChild) -> Option<ElemChild> {
    let ElemChild::Elem(mut elem) = child else { return Some(child) };
    if is_name(&elem) {
        return None;
    }
    elem.children.0 = elem.children.0.into_iter().filter_map(without_names).collect();
    Some(ElemChild::Elem(elem))
}
