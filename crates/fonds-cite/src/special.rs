//! A style made small for articles of one type.
//!
//! Styles ask at every turn whether an article is a bill, a hearing, a map. For one type these answers are known before, and
//! most of a style is never reached. What is left prints the same, in a part of the time.

use crate::prepare::{for_each_element, walk};
use hayagriva::citationberg::taxonomy::Kind;
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, IndependentStyle, LayoutRenderingElement, SortKey, TextTarget,
};
use std::collections::BTreeSet;

/// The style for articles of that type.
pub(crate) fn specialised(style: &IndependentStyle, kind: Kind) -> IndependentStyle {
    let mut style = style.clone();
    for_each_element(&mut style, &mut |element| {
        if let LayoutRenderingElement::Choose(choose) = element {
            decide(choose, kind);
        }
    });
    keep_reached(&mut style);
    style
}

/// Leaves out the branches that are never taken, and those after one that always is.
fn decide(choose: &mut Choose, kind: Kind) {
    let first = std::mem::replace(&mut choose.if_, branch(ChooseMatch::Any));
    let mut left = Vec::new();
    for branch in std::iter::once(first).chain(std::mem::take(&mut choose.else_if)) {
        match answer(&branch, kind) {
            Some(false) => {}
            Some(true) => {
                left.push(ChooseBranch { children: branch.children, ..self::branch(ChooseMatch::All) });
                choose.otherwise = None;
                break;
            }
            None => left.push(branch),
        }
    }
    let mut left = left.into_iter();
    if let Some(first) = left.next() {
        choose.if_ = first;
    }
    choose.else_if = left.collect();
}

/// A branch that asks nothing: all of nothing holds, and any of nothing does not.
fn branch(match_: ChooseMatch) -> ChooseBranch {
    ChooseBranch {
        disambiguate: None,
        is_numeric: None,
        is_uncertain_date: None,
        locator: None,
        position: None,
        type_: None,
        variable: None,
        match_,
        children: vec![],
    }
}

/// Whether a branch is taken for articles of a type, if that is all it asks, or asks first and must have.
fn answer(branch: &ChooseBranch, kind: Kind) -> Option<bool> {
    let kinds = branch.type_.as_ref()?;
    let before = branch.disambiguate.is_some()
        || branch.is_numeric.is_some()
        || branch.is_uncertain_date.is_some()
        || branch.locator.is_some()
        || branch.position.is_some();
    let holds = branch.match_.test(kinds.iter().map(|one| *one == kind));
    let settled = branch.variable.is_none() || (holds == (branch.match_ == ChooseMatch::Any));
    (settled && !before).then_some(holds)
}

/// Leaves out the macros that nothing calls.
fn keep_reached(style: &mut IndependentStyle) {
    let mut reached = BTreeSet::new();
    let mut next: Vec<String> = Vec::new();
    called(&mut style.citation.layout.elements, &mut next);
    let bibliography = style.bibliography.as_mut();
    let sorts = bibliography.and_then(|list| {
        called(&mut list.layout.elements, &mut next);
        list.sort.as_ref()
    });
    let keys = style.citation.sort.iter().chain(sorts).flat_map(|sort| &sort.keys);
    next.extend(keys.filter_map(|key| match key {
        SortKey::MacroName { name, .. } => Some(name.clone()),
        SortKey::Variable { .. } => None,
    }));
    while let Some(name) = next.pop() {
        if let Some(found) = style.macros.iter_mut().find(|one| one.name == name)
            && reached.insert(name)
        {
            called(&mut found.children, &mut next);
        }
    }
    style.macros.retain(|one| reached.contains(&one.name));
}

fn called(elements: &mut [LayoutRenderingElement], names: &mut Vec<String>) {
    walk(elements, &mut |element| {
        if let LayoutRenderingElement::Text(text) = element
            && let TextTarget::Macro { name } = &text.target
        {
            names.push(name.clone());
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_never_asked_is_left_out() {
        let xml = r#"<macro name="a"><choose>
            <if type="bill hearing" match="any"><text macro="b"/></if>
            <else-if type="report" variable="URL"><text macro="c"/></else-if>
            <else-if type="bill report" match="any"><text variable="title"/></else-if>
            <else><text macro="d"/></else></choose></macro>
            <macro name="b"><text value="b"/></macro><macro name="c"><text value="c"/></macro>
            <macro name="d"><text value="d"/></macro>"#;
        let mut style = IndependentStyle::from_xml(&crate::styles::around(xml)).unwrap();
        let call = IndependentStyle::from_xml(&crate::styles::around(
            r#"<macro name="m"><text macro="a"/></macro>"#,
        ));
        style.citation.layout.elements = call.unwrap().macros.remove(0).children;
        let names = |kind| {
            let small = specialised(&style, kind);
            small.macros.iter().map(|one| one.name.clone()).collect::<Vec<_>>()
        };
        assert_eq!(names(Kind::Bill), ["a", "b"]);
        assert_eq!(names(Kind::Report), ["a", "c"]);
        assert_eq!(names(Kind::Map), ["a", "d"]);
    }
}
