//! Runs of text that look alike, as office formats have them, become inlines in each other.

use crate::html::lines::tidy;
use fonds_model::markdown::is_safe_link;
use fonds_model::{Image, Inline};

/// A place is known by so much text before it, in bytes.
const ENOUGH: usize = 200;

/// How a run looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub raised: Raised,
    /// Where it leads.
    pub link: Option<String>,
}

impl Look {
    /// What two looks have in common.
    fn common(self, other: Self) -> Self {
        Self {
            bold: self.bold && other.bold,
            italic: self.italic && other.italic,
            raised: if self.raised == other.raised { self.raised } else { Raised::No },
            link: self.link.filter(|link| other.link.as_ref() == Some(link)),
        }
    }
}

/// Whether a run is above or below the line.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Raised {
    #[default]
    No,
    Above,
    Below,
}

/// The runs of a paragraph.
#[derive(Clone, Debug, Default)]
pub(crate) struct Runs {
    runs: Vec<(Look, Inline)>,
    /// Runs before this one are not added to.
    sealed: usize,
}

impl Runs {
    /// Adds text.
    pub fn text(&mut self, look: &Look, text: &str) {
        let open = self.runs.len() > self.sealed;
        match self.runs.last_mut() {
            Some((last, Inline::Text { text: known })) if open && last == look => known.push_str(text),
            _ => self.runs.push((look.clone(), Inline::text(text))),
        }
    }

    /// Adds a line break, or a picture or a reference to a note, whose look says nothing.
    pub fn push(&mut self, look: &Look, inline: Inline) {
        let look = match inline {
            Inline::NoteRef { .. } => Look::default(),
            Inline::Image { .. } => Look { link: look.link.clone(), ..Look::default() },
            _ => look.clone(),
        };
        self.runs.push((look, inline));
    }

    /// The number of the run that comes next; it is not joined to the one before.
    pub fn mark(&mut self) -> usize {
        self.sealed = self.runs.len();
        self.sealed
    }

    /// Makes everything from the run at `from` on a link.
    pub fn link_from(&mut self, from: usize, href: &str) {
        for (look, _) in self.runs.iter_mut().skip(from) {
            look.link.get_or_insert_with(|| href.to_owned());
        }
    }

    /// Whether there is nothing yet.
    pub fn is_empty(&self) -> bool {
        self.runs.is_empty()
    }

    /// The text so far.
    pub fn plain(&self) -> String {
        let texts = self.runs.iter().filter_map(|(_, inline)| match inline {
            Inline::Text { text } => Some(text.as_str()),
            Inline::Break => Some("\n"),
            _ => None,
        });
        texts.collect()
    }

    /// The end of the text so far: enough to know a place by.
    pub fn end(&self) -> String {
        let mut texts = Vec::new();
        let mut length = 0;
        for (_, inline) in self.runs.iter().rev() {
            let text = match inline {
                Inline::Text { text } => tail(text),
                Inline::Break => "\n",
                _ => continue,
            };
            length += text.len();
            texts.push(text);
            if length > ENOUGH {
                break;
            }
        }
        texts.into_iter().rev().collect()
    }

    /// Takes away the last character, such as a hyphen at a line's end.
    pub fn drop_last_character(&mut self) {
        if let Some((_, Inline::Text { text })) = self.runs.last_mut() {
            text.truncate(text.trim_end().len());
            text.pop();
        }
    }

    /// The inlines of a paragraph.
    pub fn into_inlines(mut self) -> Vec<Inline> {
        self.level_spaces();
        tidy(nested(self.runs, 0))
    }

    /// A space between two words that look alike looks like them; another one looks like nothing.
    fn level_spaces(&mut self) {
        for at in 0..self.runs.len() {
            let is_space =
                |run: &(Look, Inline)| matches!(&run.1, Inline::Text { text } if text.trim().is_empty());
            if !self.runs.get(at).is_some_and(is_space) {
                continue;
            }
            let before = at.checked_sub(1).and_then(|at| self.runs.get(at)).map(|(look, _)| look.clone());
            let behind = self.runs.get(at + 1).map(|(look, _)| look.clone());
            let look = before.zip(behind).map(|(before, behind)| before.common(behind)).unwrap_or_default();
            if let Some(run) = self.runs.get_mut(at) {
                run.0 = look;
            }
        }
    }

    /// The inlines of a heading, where bold says nothing.
    pub fn into_heading(mut self) -> Vec<Inline> {
        for (look, _) in &mut self.runs {
            look.bold = false;
        }
        self.into_inlines()
    }
}

/// Wraps neighbours that share what they have at this step: links outermost, then bold, italics, raised.
fn nested(runs: Vec<(Look, Inline)>, step: usize) -> Vec<Inline> {
    if step == 4 {
        return runs.into_iter().map(|(_, inline)| inline).collect();
    }
    let mut out = Vec::new();
    let mut group: Vec<(Look, Inline)> = Vec::new();
    for run in runs {
        if group.last().is_some_and(|last| !alike(&last.0, &run.0, step)) {
            wrap(std::mem::take(&mut group), step, &mut out);
        }
        group.push(run);
    }
    wrap(group, step, &mut out);
    out
}

fn alike(a: &Look, b: &Look, step: usize) -> bool {
    match step {
        0 => a.link == b.link,
        1 => a.bold == b.bold,
        2 => a.italic == b.italic,
        _ => a.raised == b.raised,
    }
}

fn wrap(group: Vec<(Look, Inline)>, step: usize, out: &mut Vec<Inline>) {
    let Some((look, _)) = group.first() else { return };
    let look = look.clone();
    let content = nested(group, step + 1);
    match step {
        0 => match look.link.filter(|href| is_safe_link(href)) {
            Some(href) => out.push(Inline::Link { href, content }),
            None => out.extend(content),
        },
        1 if look.bold => out.push(Inline::Strong { content }),
        2 if look.italic => out.push(Inline::Emphasis { content }),
        3 if look.raised == Raised::Above => out.push(Inline::Sup { content }),
        3 if look.raised == Raised::Below => out.push(Inline::Sub { content }),
        _ => out.extend(content),
    }
}

/// A picture of a document, to be shown.
pub(crate) fn picture(asset: fonds_model::Digest, alt: &str) -> Inline {
    Inline::Image { image: Image::new(asset, fonds_model::text::clean_line(alt)) }
}

/// The last part of a text that is enough.
fn tail(text: &str) -> &str {
    let start = text.char_indices().rev().map(|(at, _)| at).find(|at| text.len() - at > ENOUGH);
    text.get(start.unwrap_or(0)..).unwrap_or(text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn neighbours_share_their_wrappers() {
        let mut runs = Runs::default();
        let bold = Look { bold: true, ..Look::default() };
        let both = Look { italic: true, ..bold.clone() };
        runs.text(&bold, "Hà");
        runs.text(&Look::default(), " ");
        runs.text(&both, "Nội");
        runs.text(&Look::default(), " đẹp");
        runs.text(&Look { link: Some("javascript:x".into()), ..Look::default() }, "!");
        let strong = vec![Inline::text("Hà "), Inline::Emphasis { content: vec![Inline::text("Nội")] }];
        assert_eq!(runs.into_inlines(), [Inline::Strong { content: strong }, Inline::text(" đẹp!")]);
    }
}
