//! Mending a style before the processor reads it.
//!
//! - `cs:names` without a `cs:name` would print nothing; it gets one, as CSL's defaults have it.
//! - Keys that sort by names become macros, because only macros are sorted by the locale's collation.
//! - English words that a style spells out instead of asking the locale for them are said in Vietnamese.

use hayagriva::citationberg::taxonomy::{NameVariable, NumberOrPageVariable, NumberVariable, Term, Variable};
use hayagriva::citationberg::{
    Affixes, Choose, CslMacro, IndependentStyle, LayoutRenderingElement, Name, Names, NamesChild, Sort,
    SortKey, TextTarget,
};

/// Makes a style ready for citations in a language.
pub(crate) fn prepare(style: &mut IndependentStyle, locale: &str) {
    let vietnamese = locale.starts_with("vi");
    for_each_element(style, &mut |element| match element {
        LayoutRenderingElement::Names(names) => give_name(names),
        LayoutRenderingElement::Text(text) if vietnamese => {
            if let TextTarget::Value { val } = &mut text.target {
                in_vietnamese(val);
            }
            affixes_in_vietnamese(&mut text.affixes);
        }
        LayoutRenderingElement::Group(group) if vietnamese => {
            name_before_number(&mut group.children);
            group.prefix.iter_mut().chain(&mut group.suffix).for_each(in_vietnamese);
        }
        LayoutRenderingElement::Choose(Choose { if_, else_if, otherwise }) if vietnamese => {
            let branches = std::iter::once(if_).chain(else_if).map(|branch| &mut branch.children);
            let otherwise = otherwise.iter_mut().map(|branch| &mut branch.children);
            branches.chain(otherwise).for_each(|children| name_before_number(children));
        }
        LayoutRenderingElement::Date(date) if vietnamese => affixes_in_vietnamese(&mut date.affixes),
        _ => {}
    });
    if vietnamese {
        // Terms that a style gives for all languages are in its own.
        style.locale.retain(|locale| locale.lang.is_some());
    }
    let mut macros = Vec::new();
    let bibliography = style.bibliography.as_mut().and_then(|part| part.sort.as_mut());
    for sort in style.citation.sort.as_mut().into_iter().chain(bibliography) {
        sort_names_by_macro(sort, &mut macros);
    }
    style.macros.append(&mut macros);
}

/// Calls `visit` with every rendering element of a style, outer ones first.
pub(crate) fn for_each_element(
    style: &mut IndependentStyle,
    visit: &mut dyn FnMut(&mut LayoutRenderingElement),
) {
    style.macros.iter_mut().for_each(|one| walk(&mut one.children, visit));
    walk(&mut style.citation.layout.elements, visit);
    if let Some(bibliography) = &mut style.bibliography {
        walk(&mut bibliography.layout.elements, visit);
    }
}

/// Styles nest as deep as their file does, which [`crate::added`] limits.
pub(crate) fn walk(
    elements: &mut [LayoutRenderingElement],
    visit: &mut dyn FnMut(&mut LayoutRenderingElement),
) {
    for element in elements {
        visit(element);
        match element {
            LayoutRenderingElement::Group(group) => walk(&mut group.children, visit),
            LayoutRenderingElement::Choose(Choose { if_, else_if, otherwise }) => {
                std::iter::once(if_).chain(else_if).for_each(|branch| walk(&mut branch.children, visit));
                otherwise.iter_mut().for_each(|branch| walk(&mut branch.children, visit));
            }
            LayoutRenderingElement::Names(names) => {
                for child in &mut names.children {
                    if let NamesChild::Substitute(substitute) = child {
                        walk(&mut substitute.children, visit);
                    }
                }
            }
            _ => {}
        }
    }
}

fn give_name(names: &mut Names) {
    let has_name = names.children.iter().any(|child| matches!(child, NamesChild::Name(_)));
    // Without children the processor takes the defaults, or in a substitute those of the names around it.
    if !has_name && !names.children.is_empty() {
        names.children.insert(0, NamesChild::Name(Name::default()));
    }
}

fn sort_names_by_macro(sort: &mut Sort, macros: &mut Vec<CslMacro>) {
    for key in &mut sort.keys {
        let SortKey::Variable { variable: Variable::Name(variable), sort_direction } = key else { continue };
        let name = format!("fonds-sort-{variable}");
        let Some(children) = names_for_sorting(*variable) else { continue };
        let sort_direction = *sort_direction;
        macros.push(CslMacro { name: name.clone(), children });
        *key = SortKey::MacroName {
            name,
            names_min: None,
            names_use_first: None,
            names_use_last: None,
            sort_direction,
        };
    }
}

/// All names, family names first.
fn names_for_sorting(variable: NameVariable) -> Option<Vec<LayoutRenderingElement>> {
    let xml = format!(
        r#"<macro name="m"><names variable="{variable}"><name form="long" name-as-sort-order="all" et-al-min="100" et-al-use-first="99"/></names></macro>"#
    );
    IndependentStyle::from_xml(&crate::styles::around(&xml)).ok()?.macros.pop().map(|one| one.children)
}

/// *Ấn bản 2*, where other languages have *2nd edition*.
fn name_before_number(children: &mut [LayoutRenderingElement]) {
    let edition = NumberVariable::Edition;
    let is_number = |element: &LayoutRenderingElement| match element {
        LayoutRenderingElement::Number(number) => number.variable == NumberOrPageVariable::Number(edition),
        LayoutRenderingElement::Text(text) => {
            matches!(&text.target, TextTarget::Variable { var: Variable::Number(var), .. } if *var == edition)
        }
        _ => false,
    };
    let is_name = |element: &LayoutRenderingElement| match element {
        LayoutRenderingElement::Label(label) => label.variable == NumberOrPageVariable::Number(edition),
        LayoutRenderingElement::Text(text) => {
            matches!(&text.target, TextTarget::Term { term, .. } if *term == Term::NumberVariable(edition))
        }
        _ => false,
    };
    for n in 1..children.len() {
        if is_number(&children[n - 1]) && is_name(&children[n]) {
            children.swap(n - 1, n);
        }
    }
}

fn affixes_in_vietnamese(affixes: &mut Affixes) {
    affixes.prefix.iter_mut().chain(&mut affixes.suffix).for_each(in_vietnamese);
}

/// The words of the bundled styles that stand for something a reader should understand.
fn in_vietnamese(text: &mut String) {
    const WORDS: [(&str, &str); 20] = [
        ("Available from:", "Có tại:"),
        ("[Accessed", "[truy cập"),
        ("Accessed", "Truy cập"),
        ("accessed", "truy cập"),
        ("located at", "lưu tại"),
        ("presented", "trình bày"),
        ("delivered", "đọc"),
        ("issued", "ban hành"),
        ("filed", "nộp"),
        ("recorded", "ghi"),
        ("reprint", "in lại"),
        ("unpublished", "chưa công bố"),
        ("[Online]", "[Trực tuyến]"),
        ("[no date]", "[không ngày]"),
        ("to", "gửi"),
        ("p.", "tr."),
        ("No.", "Số"),
        ("no.", "số"),
        ("Vol.", "Tập"),
        ("vol.", "tập"),
    ];
    let bare = text.trim();
    if let Some((english, vietnamese)) = WORDS.iter().find(|(english, _)| *english == bare) {
        *text = text.replace(english, vietnamese);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn vietnamese_names_an_edition_first() {
        let xml = |body: &str| crate::styles::around(&format!(r#"<macro name="m">{body}</macro>"#));
        let style = |body: &str| IndependentStyle::from_xml(&xml(body)).unwrap();
        let (number, label) = (r#"<number variable="edition"/>"#, r#"<label variable="edition"/>"#);
        let term = r#"<text term="edition"/>"#;
        for (first, second) in [(number, label), (number, term), (r#"<text variable="edition"/>"#, label)] {
            for (open, close) in [("<group>", "</group>"), (r#"<choose><if type="book">"#, "</if></choose>")]
            {
                let expected = style(&format!("{open}{second}{first}{close}"));
                let mut turned = style(&format!("{open}{first}{second}{close}"));
                prepare(&mut turned, "vi-VN");
                assert_eq!(turned.macros, expected.macros);
            }
        }
        let mut english = style(&format!("<group>{number}{label}</group>"));
        prepare(&mut english, "en-US");
        assert_eq!(english.macros, style(&format!("<group>{number}{label}</group>")).macros);
    }
}
