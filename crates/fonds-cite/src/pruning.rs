//! Leaving out of a style what prints nothing for the articles that are cited.
//!
//! The processor asks at every level of a style what lies below it. An element whose variables no article has prints nothing,
//! but still counts: a group that holds variables is printed only if one of them is not empty. So of several such elements one
//! is kept, as a witness. Elements that the processor touches although they print nothing stay where that could be seen:
//! between elements without a delimiter it ends the run of text there.

use crate::special::{Known, is_noted};
use hayagriva::citationberg::taxonomy::{StandardVariable, Variable};
use hayagriva::citationberg::{
    Choose, ChooseMatch, IndependentStyle, LayoutRenderingElement, LongShortForm, Names, NamesChild,
    Substitute, TextTarget,
};
use std::collections::{HashMap, HashSet};

/// Prunes a style for such articles.
pub(crate) fn prune(style: &mut IndependentStyle, known: &Known) {
    let mut seen = HashSet::new();
    style.macros.retain(|one| seen.insert(one.name.clone()));
    let mut dead = HashMap::new();
    // Macros call macros: each round finds those whose calls were found dead before.
    loop {
        let pruner = Pruner { known, macros: &dead };
        style.macros.iter_mut().for_each(|one| pruner.within(&mut one.children, false));
        pruner.within(&mut style.citation.layout.elements, false);
        if let Some(list) = &mut style.bibliography {
            pruner.within(&mut list.layout.elements, false);
        }
        let found =
            style.macros.iter().filter_map(|one| Some((one.name.clone(), pruner.all(&one.children)?)));
        let found: HashMap<String, bool> = found.collect();
        if found.len() == dead.len() {
            return;
        }
        dead = found;
    }
}

struct Pruner<'k> {
    known: &'k Known,
    /// The macros that print nothing, and whether they hold variables.
    macros: &'k HashMap<String, bool>,
}

impl Pruner<'_> {
    /// Prunes elements that stand beside each other; in groups and choices they are `delimited`.
    fn within(&self, children: &mut Vec<LayoutRenderingElement>, delimited: bool) {
        children.iter_mut().for_each(|child| self.inside(child));
        let mut counted = children.iter().any(|child| self.counts(child));
        children.retain(|child| match self.dead(child, delimited) {
            None => true,
            Some(false) => false,
            Some(true) => !std::mem::replace(&mut counted, true),
        });
    }

    fn inside(&self, element: &mut LayoutRenderingElement) {
        match element {
            LayoutRenderingElement::Group(group) => self.within(&mut group.children, true),
            LayoutRenderingElement::Choose(Choose { if_, else_if, otherwise }) => {
                for branch in std::iter::once(if_).chain(else_if) {
                    self.within(&mut branch.children, true);
                }
                otherwise.iter_mut().for_each(|branch| self.within(&mut branch.children, true));
            }
            LayoutRenderingElement::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(Substitute { children }) = child {
                        self.within(children, false);
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether an element that may print something holds a variable for certain.
    fn counts(&self, element: &LayoutRenderingElement) -> bool {
        let holds = match element {
            LayoutRenderingElement::Text(text) => matches!(
                &text.target,
                TextTarget::Variable { var, .. } if *var != Variable::Standard(StandardVariable::YearSuffix)
            ),
            LayoutRenderingElement::Number(_) => true,
            LayoutRenderingElement::Date(date) => date.variable.is_some(),
            _ => false,
        };
        holds && self.dead(element, true).is_none()
    }

    /// For an element that prints nothing, whether it holds variables.
    fn dead(&self, element: &LayoutRenderingElement, delimited: bool) -> Option<bool> {
        let lacks = |variable: Variable| self.known.lacks(variable);
        match element {
            LayoutRenderingElement::Text(text) => match &text.target {
                TextTarget::Variable { var, form } => {
                    let short = Variable::Standard(StandardVariable::TitleShort);
                    let is_title = *var == Variable::Standard(StandardVariable::Title);
                    let instead = *form == LongShortForm::Short && is_title && !lacks(short);
                    (lacks(*var) && !instead).then_some(true)
                }
                TextTarget::Macro { name } if delimited => self.macros.get(name).copied(),
                _ => None,
            },
            LayoutRenderingElement::Number(number) => {
                (delimited && lacks(number.variable.into())).then_some(true)
            }
            LayoutRenderingElement::Label(label) => lacks(label.variable.into()).then_some(false),
            LayoutRenderingElement::Date(date) => lacks(Variable::Date(date.variable?)).then_some(true),
            LayoutRenderingElement::Names(names) => self.dead_names(names, delimited),
            LayoutRenderingElement::Group(group) => {
                if delimited {
                    self.all(&group.children)
                } else {
                    None
                }
            }
            LayoutRenderingElement::Choose(choose) => self.dead_choice(choose),
        }
    }

    fn dead_names(&self, names: &Names, delimited: bool) -> Option<bool> {
        let absent = names.variable.iter().all(|name| self.known.lacks(Variable::Name(*name)));
        match names.substitute() {
            _ if !absent => None,
            None => Some(false),
            Some(substitute) if delimited => self.all(&substitute.children),
            Some(_) => None,
        }
    }

    /// A choice prints nothing if no branch does; then all must count alike.
    fn dead_choice(&self, choose: &Choose) -> Option<bool> {
        let mut answers = Vec::new();
        let mut always = false;
        for branch in choose.branches() {
            let variables = branch.is_numeric.iter().chain(&branch.variable).flatten();
            if branch.disambiguate.is_some() || variables.copied().any(is_noted) {
                return None;
            }
            match branch.match_ {
                _ if !crate::special::asks_nothing(branch) => answers.push(self.all(&branch.children)?),
                ChooseMatch::Any => {}
                ChooseMatch::All | ChooseMatch::None => {
                    answers.push(self.all(&branch.children)?);
                    always = true;
                    break;
                }
            }
        }
        if !always {
            let otherwise = choose.otherwise.as_ref();
            answers.push(otherwise.map_or(Some(false), |branch| self.all(&branch.children))?);
        }
        let first = *answers.first()?;
        answers.iter().all(|answer| *answer == first).then_some(first)
    }

    /// For elements of which none prints anything, whether one of them holds variables.
    fn all(&self, children: &[LayoutRenderingElement]) -> Option<bool> {
        children.iter().try_fold(false, |holds, child| Some(self.dead(child, true)? | holds))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use hayagriva::citationberg::json::Item;

    fn macros(xml: &str) -> IndependentStyle {
        IndependentStyle::from_xml(&crate::styles::around(xml)).unwrap()
    }

    fn pruned(xml: &str) -> String {
        let item: Item =
            serde_json::from_value(serde_json::json!({ "id": "a", "type": "map", "title": "T" })).unwrap();
        let mut style = macros(xml);
        prune(&mut style, &Known::of([&item]).unwrap());
        format!("{:?}", style.macros)
    }

    #[test]
    fn a_witness_stays() {
        for (full, left) in [
            // The text stays, because of it the term is not printed.
            (
                r#"<group><text term="in"/><text variable="DOI"/><number variable="volume"/></group>"#,
                r#"<group><text term="in"/><text variable="DOI"/></group>"#,
            ),
            // The title counts by itself.
            (
                r#"<group><text variable="title"/><text variable="DOI"/><label variable="page"/></group>"#,
                r#"<group><text variable="title"/></group>"#,
            ),
            (
                r#"<group><text macro="b"/><text variable="title"/></group>"#,
                r#"<group><text variable="title"/></group>"#,
            ),
            (r#"<names variable="editor"/><text variable="title"/>"#, r#"<text variable="title"/>"#),
            (r#"<choose><if position="first"><label variable="page"/></if></choose>"#, ""),
            // A group without a delimiter around it ends a run of text.
            (
                r#"<text value="x"/><group prefix="("><text variable="DOI"/><text variable="URL"/></group>"#,
                r#"<text value="x"/><group prefix="("><text variable="DOI"/></group>"#,
            ),
        ] {
            let with =
                |body: &str, b: &str| format!(r#"<macro name="a">{body}</macro><macro name="b">{b}</macro>"#);
            let expected = macros(&with(left, r#"<group><text variable="URL"/></group>"#));
            let full = with(full, r#"<group><text variable="URL"/></group>"#);
            assert_eq!(pruned(&full), format!("{:?}", expected.macros), "{full}");
        }
    }
}
