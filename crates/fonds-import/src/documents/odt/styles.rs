//! Styles: what a paragraph is, how a span looks, which levels of a list are numbered.

use crate::documents::roles::{self, Role};
use crate::documents::runs::{Look, Raised};
use crate::xml::{At, Tree};
use std::collections::HashMap;

/// How far a style may be based on others.
const CHAIN: usize = 20;

/// The styles of a document, by family and name.
#[derive(Default)]
pub(super) struct Styles {
    styles: HashMap<(String, String), Style>,
    /// For each list style and level: numbered, and its first number.
    lists: HashMap<(String, usize), (bool, u32)>,
    /// Names of fonts by the names that styles use.
    fonts: HashMap<String, String>,
}

#[derive(Default)]
struct Style {
    role: Option<Role>,
    parent: Option<String>,
    bold: Option<bool>,
    italic: Option<bool>,
    raised: Option<Raised>,
    hidden: bool,
    font: Option<String>,
}

impl Styles {
    /// The styles of `styles.xml` and those that the content made for itself.
    pub fn of(common: Option<&Tree>, content: &Tree) -> Self {
        let mut styles = Self::default();
        for tree in common.into_iter().chain([content]) {
            for at in tree.named(0, "font-face") {
                if let Some((name, family)) = tree.attr(at, "style:name").zip(tree.attr(at, "font-family")) {
                    styles.fonts.insert(name.to_owned(), family.trim_matches('\'').to_owned());
                }
            }
            for at in tree.named(0, "style") {
                let key = tree.attr(at, "style:family").zip(tree.attr(at, "style:name"));
                if let Some((family, name)) = key {
                    styles.styles.insert((family.to_owned(), name.to_owned()), style(tree, at, name));
                }
            }
            for at in tree.named(0, "list-style") {
                styles.read_list(tree, at);
            }
        }
        styles
    }

    fn read_list(&mut self, tree: &Tree, at: At) {
        let Some(name) = tree.attr(at, "style:name") else { return };
        for level in tree.children(at) {
            let number = tree.attr(level, "level").and_then(|level| level.parse::<usize>().ok());
            let format = tree.attr(level, "num-format").unwrap_or_default();
            let ordered = tree.name(level) == "list-level-style-number" && !format.is_empty();
            let start = tree.attr(level, "start-value").and_then(|start| start.parse().ok()).unwrap_or(1);
            if let Some(number) = number {
                self.lists.insert((name.to_owned(), number), (ordered, start));
            }
        }
    }

    /// What a paragraph of that style is.
    pub fn role(&self, name: &str) -> Option<Role> {
        self.chain("paragraph", name).find_map(|style| style.role).or_else(|| roles::of_name(&readable(name)))
    }

    /// Whether a level of a list is numbered, from which number; 1 is the highest level.
    pub fn list(&self, name: &str, level: usize) -> (bool, u32) {
        self.lists.get(&(name.to_owned(), level)).copied().unwrap_or((false, 1))
    }

    /// How text looks in a style, on top of how it looked around it.
    pub fn look(&self, name: &str, around: &Look) -> Look {
        let chain = || self.chain("text", name);
        Look {
            bold: chain().find_map(|style| style.bold).unwrap_or(around.bold),
            italic: chain().find_map(|style| style.italic).unwrap_or(around.italic),
            raised: chain().find_map(|style| style.raised).unwrap_or(around.raised),
            link: around.link.clone(),
        }
    }

    /// Whether text in a style is not shown.
    pub fn hides(&self, name: &str) -> bool {
        self.chain("text", name).any(|style| style.hidden)
    }

    /// The font of a style.
    pub fn font(&self, family: &str, name: &str) -> Option<&str> {
        let font = self.chain(family, name).find_map(|style| style.font.as_deref())?;
        Some(self.fonts.get(font).map_or(font, String::as_str))
    }

    fn chain<'a>(&'a self, family: &str, name: &str) -> impl Iterator<Item = &'a Style> + use<'a> {
        let family = family.to_owned();
        let mut next = self.styles.get(&(family.clone(), name.to_owned()));
        std::iter::from_fn(move || {
            let style = next?;
            next =
                style.parent.as_ref().and_then(|parent| self.styles.get(&(family.clone(), parent.clone())));
            Some(style)
        })
        .take(CHAIN)
    }
}

fn style(tree: &Tree, at: At, name: &str) -> Style {
    let display = tree.attr(at, "display-name").map_or_else(|| readable(name), str::to_owned);
    let outline =
        tree.attr(at, "default-outline-level").and_then(|level| level.parse().ok()).map(Role::Heading);
    let text = tree.child(at, "text-properties");
    let value = |name: &str| text.and_then(|at| tree.attr(at, name));
    let weight = |weight: &str| weight == "bold" || weight.parse::<u32>().is_ok_and(|weight| weight >= 600);
    let raised = |position: &str| match position.split_whitespace().next().unwrap_or_default() {
        "super" => Raised::Above,
        "sub" => Raised::Below,
        percent => match percent.trim_end_matches('%').parse::<f32>() {
            Ok(percent) if percent > 0.0 => Raised::Above,
            Ok(percent) if percent < 0.0 => Raised::Below,
            _ => Raised::No,
        },
    };
    Style {
        role: roles::of_name(&display).or(outline),
        parent: tree.attr(at, "parent-style-name").map(str::to_owned),
        bold: value("font-weight").map(weight),
        italic: value("font-style").map(|style| style == "italic" || style == "oblique"),
        raised: value("text-position").map(raised),
        hidden: value("text:display") == Some("none"),
        font: value("style:font-name").or_else(|| value("fo:font-family")).map(str::to_owned),
    }
}

/// A style's name without the escapes that names have in XML: `Heading_20_1`.
fn readable(name: &str) -> String {
    name.replace("_20_", " ")
}
