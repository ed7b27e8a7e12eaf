//! Runs of text that look alike, as office formats have them, become inlines in each other.

use crate::html::lines::tidy;
use fonds_model::markdown::is_safe_link;
use fonds_model::{Image, Inline};

/// How a run looks.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    pub bold: bool,
    pub italic: bool,
    pub raised: Raised,
    /// Where it leads.
    pub link: Option<String>,
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
pub(crate) struct Runs(Vec<(Look, Inline)>);

impl Runs {
    /// Adds text.
    pub fn text(&mut self, look: &Look, text: &str) {
        let mut look = look.clone();
        if let Some((last, _)) = self.0.last().filter(|_| text.trim().is_empty()) {
            // A space between two words that look alike looks like them.
            look = Look { link: look.link, ..last.clone() };
        }
        match self.0.last_mut() {
            Some((last, Inline::Text { text: known })) if *last == look => known.push_str(text),
            _ => self.0.push((look, Inline::text(text))),
        }
    }

    /// Adds a picture, a line break or a reference to a note.
    pub fn push(&mut self, look: &Look, inline: Inline) {
        let plain = matches!(inline, Inline::NoteRef { .. });
        self.0.push((if plain { Look::default() } else { look.clone() }, inline));
    }

    /// Makes everything from the run at `from` on a link.
    pub fn link_from(&mut self, from: usize, href: &str) {
        for (look, _) in self.0.iter_mut().skip(from) {
            look.link.get_or_insert_with(|| href.to_owned());
        }
    }

    /// How many runs there are.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// The text so far.
    pub fn plain(&self) -> String {
        let texts = self.0.iter().filter_map(|(_, inline)| match inline {
            Inline::Text { text } => Some(text.as_str()),
            Inline::Break => Some("\n"),
            _ => None,
        });
        texts.collect()
    }

    /// Takes away the last character, such as a hyphen at a line's end.
    pub fn drop_last_character(&mut self) {
        if let Some((_, Inline::Text { text })) = self.0.last_mut() {
            text.truncate(text.trim_end().len());
            text.pop();
        }
    }

    /// Takes away the first character, such as a bullet.
    pub fn drop_first_character(&mut self) {
        if let Some((_, Inline::Text { text })) = self.0.first_mut() {
            *text = text.chars().skip(1).collect();
        }
    }

    /// The inlines of a paragraph.
    pub fn into_inlines(self) -> Vec<Inline> {
        tidy(nested(self.0, 0))
    }

    /// The inlines of a heading, where bold says nothing.
    pub fn into_heading(mut self) -> Vec<Inline> {
        for (look, _) in &mut self.0 {
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
    Inline::Image { image: Image { asset, alt: fonds_model::text::clean_line(alt) } }
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
