//! A style made small for the articles that are cited.
//!
//! Styles ask at every turn whether an article is a bill, a hearing, a map, and whether it has a scale, a composer, a reviewed
//! title. Once the types and fields of the articles are known, most of these answers are known too, and most of a style is
//! never reached. What is left prints the same, in a part of the time.

use crate::prepare::{for_each_element, walk};
use crate::pruning::prune;
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::taxonomy::{Kind, NumberVariable, StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseBranch, ChooseMatch, IndependentStyle, LayoutRenderingElement, SortKey, TestPosition,
    TextTarget,
};
use std::collections::{BTreeSet, HashMap};
use std::str::FromStr;

/// Where something is printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Place {
    /// In the first citation of a text.
    First,
    /// In the bibliography, where the processor takes no notice of questions for the place.
    Bibliography,
}

/// What is known of articles before they are cited.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Known {
    /// Their types, each once.
    kinds: Vec<Kind>,
    /// Where alone they are printed.
    place: Option<Place>,
    /// The names of the fields that at least one of them has.
    fields: BTreeSet<String>,
}

impl Known {
    /// None where an article's type is no type of CSL.
    pub fn of<'i>(items: impl IntoIterator<Item = &'i Item>) -> Option<Self> {
        let mut known = Self { kinds: vec![], place: None, fields: BTreeSet::new() };
        for item in items {
            let kind = kind(item)?;
            if !known.kinds.contains(&kind) {
                known.kinds.push(kind);
            }
            for field in item.0.keys() {
                if !known.fields.contains(field) {
                    known.fields.insert(field.clone());
                }
            }
        }
        Some(known)
    }

    /// The same, where they are printed nowhere else.
    pub fn at(&self, place: Place) -> Self {
        Self { place: Some(place), ..self.clone() }
    }

    fn is(&self, kind: Kind) -> Option<bool> {
        if !self.kinds.contains(&kind) {
            return Some(false);
        }
        (self.kinds.len() == 1).then_some(true)
    }

    /// Whether no article can have it. Some variables come from where a citation stands.
    pub fn lacks(&self, variable: Variable) -> bool {
        let by_place = matches!(
            variable,
            Variable::Standard(StandardVariable::YearSuffix | StandardVariable::CitationLabel)
                | Variable::Number(
                    NumberVariable::CitationNumber
                        | NumberVariable::FirstReferenceNoteNumber
                        | NumberVariable::Locator
                        | NumberVariable::PageFirst
                )
        );
        !by_place && !self.fields.contains(&variable.to_string())
    }
}

/// An article's type, as the processor reads it.
fn kind(item: &Item) -> Option<Kind> {
    Kind::from_str(&item.type_()?).ok()
}

/// The style for such articles.
pub(crate) fn specialised(style: &IndependentStyle, known: &Known) -> IndependentStyle {
    let mut style = style.clone();
    for_each_element(&mut style, &mut |element| {
        if let LayoutRenderingElement::Choose(choose) = element {
            decide(choose, known);
        }
    });
    prune(&mut style, known);
    keep_reached(&mut style);
    style
}

/// Leaves out the branches that are never taken, and those after one that always is.
fn decide(choose: &mut Choose, known: &Known) {
    let first = std::mem::replace(&mut choose.if_, branch(ChooseMatch::Any));
    let mut left = Vec::new();
    for branch in std::iter::once(first).chain(std::mem::take(&mut choose.else_if)) {
        match answer(&branch, known) {
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

/// Whether a branch is taken, if that is known.
fn answer(branch: &ChooseBranch, known: &Known) -> Option<bool> {
    let variables = || branch.is_numeric.iter().chain(&branch.variable).flatten().copied();
    if branch.disambiguate.is_some() || variables().any(is_noted) {
        return None;
    }
    let dates = branch.is_uncertain_date.iter().flatten().map(|date| Variable::Date(*date));
    let fields = variables().chain(dates).map(|variable| known.lacks(variable).then_some(false));
    let kinds = branch.type_.iter().flatten().map(|kind| known.is(*kind));
    let positions = branch.position.iter().flatten().filter_map(|position| match known.place {
        None => Some(None),
        Some(Place::First) => Some(Some(*position == TestPosition::First)),
        Some(Place::Bibliography) => None,
    });
    let tests: Vec<Option<bool>> = fields.chain(kinds).chain(positions).collect();
    let open = branch.locator.is_some() || tests.contains(&None);
    let some = |answer: bool| tests.contains(&Some(answer));
    match branch.match_ {
        ChooseMatch::All if some(false) => Some(false),
        ChooseMatch::Any if some(true) => Some(true),
        ChooseMatch::None if some(true) => Some(false),
        _ if open => None,
        ChooseMatch::All | ChooseMatch::None => Some(true),
        ChooseMatch::Any => Some(false),
    }
}

/// Whether the processor notes that a variable was asked for.
pub(crate) fn is_noted(variable: Variable) -> bool {
    matches!(
        variable,
        Variable::Standard(StandardVariable::CitationLabel)
            | Variable::Number(NumberVariable::CitationNumber)
    )
}

/// Whether a branch is taken always or never.
pub(crate) fn asks_nothing(asking: &ChooseBranch) -> bool {
    let bare = ChooseBranch { children: vec![], ..branch(asking.match_) };
    ChooseBranch { children: vec![], ..asking.clone() } == bare
}

/// Leaves out the macros that nothing calls. Those that are left are found soon: the processor looks for a name from the first
/// macro on, and names of different lengths need not be compared.
fn keep_reached(style: &mut IndependentStyle) {
    let counts = calls(style);
    style.macros.retain(|one| counts.contains_key(&one.name));
    style.macros.sort_by_key(|one| std::cmp::Reverse(counts.get(&one.name).copied()));
    let names: HashMap<String, String> =
        style.macros.iter().enumerate().map(|(n, one)| (one.name.clone(), "m".repeat(n + 1))).collect();
    let rename = |name: &mut String| {
        if let Some(short) = names.get(name) {
            name.clone_from(short);
        }
    };
    style.macros.iter_mut().for_each(|one| rename(&mut one.name));
    for_each_element(style, &mut |element| {
        if let LayoutRenderingElement::Text(text) = element
            && let TextTarget::Macro { name } = &mut text.target
        {
            rename(name);
        }
    });
    let sorts = style.bibliography.as_mut().and_then(|list| list.sort.as_mut());
    for key in style.citation.sort.iter_mut().chain(sorts).flat_map(|sort| &mut sort.keys) {
        if let SortKey::MacroName { name, .. } = key {
            rename(name);
        }
    }
}

/// How often each macro that can be reached is called.
fn calls(style: &mut IndependentStyle) -> HashMap<String, usize> {
    let mut next: Vec<String> = Vec::new();
    called(&mut style.citation.layout.elements, &mut next);
    let sorts = style.bibliography.as_mut().and_then(|list| {
        called(&mut list.layout.elements, &mut next);
        list.sort.as_ref()
    });
    let keys = style.citation.sort.iter().chain(sorts).flat_map(|sort| &sort.keys);
    next.extend(keys.filter_map(|key| match key {
        SortKey::MacroName { name, .. } => Some(name.clone()),
        SortKey::Variable { .. } => None,
    }));
    let mut counts: HashMap<String, usize> = HashMap::new();
    while let Some(name) = next.pop() {
        let found = style.macros.iter_mut().find(|one| one.name == name);
        let count = counts.entry(name).or_default();
        *count += 1;
        if let Some(found) = found.filter(|_| *count == 1) {
            called(&mut found.children, &mut next);
        }
    }
    counts
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

/// Keeps the processor from looking through the whole style for a year's suffix whenever it prints a year. It looks in the
/// citation first, and what it finds there prints nothing as long as no year has one; so this is for styles and articles
/// that need none.
pub(crate) fn without_year_suffix(style: &mut IndependentStyle) {
    let xml = r#"<macro name="m"><text variable="year-suffix"/></macro>"#;
    let read = IndependentStyle::from_xml(&crate::styles::around(xml)).ok();
    let suffix = read.and_then(|mut style| style.macros.pop()).map(|one| one.children).unwrap_or_default();
    style.citation.layout.elements.splice(0..0, suffix);
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(kinds: &[Kind], fields: &[&str]) -> Known {
        Known {
            kinds: kinds.to_vec(),
            place: None,
            fields: fields.iter().map(|field| (*field).to_owned()).collect(),
        }
    }

    /// The texts that are left, in the order of the macros by the number of calls.
    fn left(xml: &str, known: &Known) -> Vec<String> {
        let mut style = IndependentStyle::from_xml(&crate::styles::around(xml)).unwrap();
        let call = IndependentStyle::from_xml(&crate::styles::around(
            r#"<macro name="m"><text macro="a"/></macro>"#,
        ));
        style.citation.layout.elements = call.unwrap().macros.remove(0).children;
        let mut values = Vec::new();
        for_each_element(&mut specialised(&style, known), &mut |element| {
            if let LayoutRenderingElement::Text(text) = element
                && let TextTarget::Value { val } = &text.target
            {
                values.push(val.clone());
            }
        });
        values
    }

    #[test]
    fn what_is_never_asked_is_left_out() {
        let xml = r#"<macro name="a"><choose>
            <if type="bill hearing" match="any"><text macro="b"/></if>
            <else-if type="report" variable="URL"><text macro="c"/></else-if>
            <else-if type="bill report" match="any"><text value="e"/></else-if>
            <else><text macro="d"/></else></choose></macro>
            <macro name="b"><text value="b"/></macro><macro name="c"><text value="c"/></macro>
            <macro name="d"><text value="d"/></macro>"#;
        assert_eq!(left(xml, &known(&[Kind::Bill], &["URL"])), ["b"]);
        assert_eq!(left(xml, &known(&[Kind::Report], &["URL"])), ["e", "c"]);
        assert_eq!(left(xml, &known(&[Kind::Report], &["title"])), ["e"]);
        assert_eq!(left(xml, &known(&[Kind::Map], &["URL"])), ["d"]);
        let both = left(xml, &known(&[Kind::Bill, Kind::Map], &["URL"]));
        assert_eq!(both.into_iter().collect::<BTreeSet<_>>(), ["b", "d", "e"].map(str::to_owned).into());
    }

    #[test]
    fn what_stands_elsewhere_is_not_decided() {
        let xml = r#"<macro name="a"><choose>
            <if variable="locator"><text value="1"/></if>
            <else-if variable="citation-number DOI" match="any"><text value="2"/></else-if>
            <else-if disambiguate="true" type="bill"><text value="3"/></else-if>
            <else-if is-uncertain-date="issued"><text value="4"/></else-if>
            <else-if variable="DOI" match="none"><text value="5"/></else-if>
            <else><text value="6"/></else></choose></macro>"#;
        assert_eq!(left(xml, &known(&[Kind::Map], &["title"])), ["1", "2", "3", "5"]);
        assert_eq!(left(xml, &known(&[Kind::Map], &["issued", "DOI"])), ["1", "2", "3", "4", "5", "6"]);
    }
}
