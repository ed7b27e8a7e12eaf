//! Styles: what a paragraph is, and how its runs look, through the styles that a style is based on.

use super::Story;
use crate::documents::roles::{self, Role};
use crate::documents::runs::{Look, Raised};
use crate::xml::At;
use std::collections::HashMap;

/// How far a style may be based on others.
const CHAIN: usize = 20;

/// The styles of a document.
#[derive(Default)]
pub(super) struct Styles {
    by_id: HashMap<String, Style>,
    default_font: Option<String>,
}

#[derive(Default)]
struct Style {
    role: Option<Role>,
    based_on: Option<String>,
    /// Outline level, 0 the highest; 9 is text.
    outline: Option<u8>,
    numbering: Option<(u32, u8)>,
    run: RunStyle,
}

/// What a run's properties say; `None` where they say nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct RunStyle {
    pub bold: Option<bool>,
    pub italic: Option<bool>,
    pub raised: Option<Raised>,
    pub hidden: bool,
    pub font: Option<String>,
    style: Option<String>,
}

impl Styles {
    pub fn of(story: Option<&Story>) -> Self {
        let Some(story) = story else { return Self::default() };
        let tree = &story.tree;
        let mut styles = Self::default();
        if let Some(defaults) = tree.first(0, "rPrDefault").and_then(|at| tree.child(at, "rPr")) {
            styles.default_font = RunStyle::of(story, defaults).font;
        }
        for at in tree.named(0, "style") {
            if let Some(id) = tree.attr(at, "styleId") {
                styles.by_id.insert(id.to_owned(), style(story, at, id));
            }
        }
        styles
    }

    /// What a paragraph of that style is: by its own name, its outline level, or those of the styles it is based on.
    pub fn role(&self, id: &str) -> Option<Role> {
        self.chain(id).find_map(|style| {
            let outline = style.outline.filter(|level| *level < 9).map(|level| Role::Heading(level + 1));
            style.role.or(outline)
        })
    }

    /// The list and level that a style gives its paragraphs.
    pub fn numbering(&self, id: &str) -> Option<(u32, u8)> {
        self.chain(id).find_map(|style| style.numbering)
    }

    /// The font of a run: its own, or its style's, or its paragraph's.
    pub fn font<'a>(&'a self, run: &'a RunStyle, paragraph: Option<&str>) -> Option<&'a str> {
        let of = |id: &str| self.chain(id).find_map(|style| style.run.font.as_deref());
        let styled = || run.style.as_deref().and_then(of).or_else(|| paragraph.and_then(of));
        run.font.as_deref().or_else(styled).or(self.default_font.as_deref())
    }

    /// How a run looks.
    pub fn look(&self, run: &RunStyle) -> Look {
        let chain = || self.chain(run.style.as_deref().unwrap_or_default());
        Look {
            bold: run.bold.or_else(|| chain().find_map(|style| style.run.bold)).unwrap_or_default(),
            italic: run.italic.or_else(|| chain().find_map(|style| style.run.italic)).unwrap_or_default(),
            raised: run.raised.or_else(|| chain().find_map(|style| style.run.raised)).unwrap_or_default(),
            link: None,
        }
    }

    fn chain<'a>(&'a self, id: &str) -> impl Iterator<Item = &'a Style> {
        let mut next = self.by_id.get(id);
        std::iter::from_fn(move || {
            let style = next?;
            next = style.based_on.as_deref().and_then(|id| self.by_id.get(id));
            Some(style)
        })
        .take(CHAIN)
    }
}

fn style(story: &Story, at: At, id: &str) -> Style {
    let tree = &story.tree;
    let paragraph = tree.child(at, "pPr");
    let is_paragraph = tree.attr(at, "type") == Some("paragraph");
    let name = story.value(at, "name").unwrap_or(id);
    Style {
        role: roles::of_name(name).or_else(|| roles::of_name(id)).filter(|_| is_paragraph),
        based_on: story.value(at, "basedOn").map(str::to_owned),
        outline: paragraph.and_then(|at| story.value(at, "outlineLvl")?.parse().ok()),
        numbering: paragraph.and_then(|at| numbering(story, at)),
        run: tree.child(at, "rPr").map(|at| RunStyle::of(story, at)).unwrap_or_default(),
    }
}

/// The list and level in a paragraph's properties; list 0 is none.
pub(super) fn numbering(story: &Story, properties: At) -> Option<(u32, u8)> {
    let at = story.tree.child(properties, "numPr")?;
    let list = story.value(at, "numId").and_then(|id| id.parse().ok())?;
    let level = story.value(at, "ilvl").and_then(|level| level.parse().ok()).unwrap_or(0);
    Some((list, level))
}

impl RunStyle {
    /// What `w:rPr` says.
    pub fn of(story: &Story, at: At) -> Self {
        let tree = &story.tree;
        let on = |name: &str| tree.child(at, name).map(|at| story.is_on(at));
        let fonts = tree.child(at, "rFonts");
        let font = fonts.and_then(|at| tree.attr(at, "ascii").or_else(|| tree.attr(at, "hAnsi")));
        let raised = story.value(at, "vertAlign").map(|value| match value {
            "superscript" => Raised::Above,
            "subscript" => Raised::Below,
            _ => Raised::No,
        });
        Self {
            bold: on("b"),
            italic: on("i"),
            raised,
            hidden: on("vanish").unwrap_or_default(),
            font: font.map(str::to_owned),
            style: story.value(at, "rStyle").map(str::to_owned),
        }
    }
}
