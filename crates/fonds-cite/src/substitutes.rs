//! The date of an article that names nobody. Some styles print its title and year where the names would stand, but the
//! processor takes the date for printed as soon as it asks whether there is one, so that such an article is said to have no
//! date. Names that are never there and that nothing stands for end this: after them, nothing more is taken for printed.
//! Other styles rely on it to keep the title from standing there twice, so that it is found by trying which of both is right.

use crate::prepare::{for_each_element, walk};
use hayagriva::citationberg::json::Item;
use hayagriva::citationberg::{
    IndependentStyle, LayoutRenderingElement, Names, NamesChild, Substitute, TextTarget,
};
use serde_json::json;
use std::collections::BTreeSet;

/// The style as it prints titles and dates best. `print` tells what it has for one article.
pub(crate) fn with_dates(
    style: IndependentStyle,
    print: impl Fn(&IndependentStyle, &Item) -> Vec<String>,
) -> IndependentStyle {
    let Some(mended) = mended(&style) else { return style };
    // Trying takes milliseconds, and a style is made for each article that is opened.
    if unsigned().next().is_some_and(|item| is_told(&print(&style, &item))) {
        return style;
    }
    let good = |style: &IndependentStyle| unsigned().filter(|item| is_told(&print(style, item))).count();
    if good(&mended) > good(&style) { mended } else { style }
}

/// A year and a title that no style prints of itself.
const YEAR: &str = "1789";
const TITLE: &str = "Zwyq";

/// Articles that name nobody.
fn unsigned() -> impl Iterator<Item = Item> {
    let kinds = ["article-newspaper", "webpage", "report", "legislation"];
    kinds.into_iter().filter_map(|kind| {
        let item = json!({
            "id": "0", "type": kind, "title": TITLE, "container-title": "C", "issued": { "date-parts": [[1789]] },
        });
        serde_json::from_value(item).ok()
    })
}

/// Whether it has its date, and its title once.
fn is_told(printed: &[String]) -> bool {
    printed.iter().all(|words| words.contains(YEAR) && words.matches(TITLE).count() == 1)
}

/// The style with the names that end the taking; none where no date stands for names.
fn mended(style: &IndependentStyle) -> Option<IndependentStyle> {
    let mut mended = style.clone();
    let dated = macros_with_dates(&mut mended);
    let pause = nobody()?;
    let mut found = false;
    for_each_element(&mut mended, &mut |element| {
        let LayoutRenderingElement::Names(names) = element else { return };
        for children in substitutes(names) {
            let place = children.iter_mut().position(|child| has_date(child, &dated));
            if let Some(place) = place {
                children.insert(place, pause.clone());
                found = true;
            }
        }
    });
    found.then_some(mended)
}

fn substitutes(names: &mut Names) -> impl Iterator<Item = &mut Vec<LayoutRenderingElement>> {
    names.children.iter_mut().filter_map(|child| match child {
        NamesChild::Substitute(Substitute { children }) => Some(children),
        _ => None,
    })
}

/// Macros call macros: each round finds those that call the ones found before.
fn macros_with_dates(style: &mut IndependentStyle) -> BTreeSet<String> {
    let mut dated = BTreeSet::new();
    loop {
        let before = dated.len();
        for one in &mut style.macros {
            if one.children.iter_mut().any(|child| has_date(child, &dated)) {
                dated.insert(one.name.clone());
            }
        }
        if dated.len() == before {
            return dated;
        }
    }
}

fn has_date(element: &mut LayoutRenderingElement, dated: &BTreeSet<String>) -> bool {
    let mut found = false;
    walk(std::slice::from_mut(element), &mut |element| match element {
        LayoutRenderingElement::Date(_) => found = true,
        LayoutRenderingElement::Text(text) => {
            found |= matches!(&text.target, TextTarget::Macro { name } if dated.contains(name));
        }
        _ => {}
    });
    found
}

/// Names that no article has, with nothing in their place.
fn nobody() -> Option<LayoutRenderingElement> {
    let xml = r#"<macro name="m"><names variable="original-author"><name/><substitute><text value="x"/></substitute></names></macro>"#;
    let read = IndependentStyle::from_xml(&crate::styles::around(xml)).ok()?;
    let mut nobody = read.macros.into_iter().next()?.children.pop()?;
    if let LayoutRenderingElement::Names(names) = &mut nobody {
        substitutes(names).for_each(Vec::clear);
    }
    Some(nobody)
}
