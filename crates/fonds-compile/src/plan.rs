//! How the texts of a book's articles are made when a writer asks for them.

use crate::cites::Setter;
use crate::making::{Maker, Remarks};
use crate::section::set_citation;
use crate::{BodySource, Material};
use fonds_cite::{Cluster, InText};
use fonds_model::book::TextSource;
use fonds_model::{Article, ArticleId, CitationPlace, ExportSettings, Inline, Section};
use std::borrow::Cow;
use std::collections::HashMap;
use std::io;
use std::ops::Range;

/// What a book keeps of its articles instead of their texts.
#[derive(Clone, Debug, Default)]
pub struct Plan {
    /// The articles that can be cited, in the citer's order.
    pub(crate) all: Vec<ArticleId>,
    pub(crate) note_style: bool,
    /// The sections that are articles, by their ids.
    pub(crate) places: HashMap<String, Place>,
    /// The citations of the whole book.
    pub(crate) clusters: Vec<Cluster>,
    /// What is printed of each.
    pub(crate) printed: Vec<InText>,
    /// The section of each article, by its place among all.
    pub(crate) chapters: HashMap<usize, String>,
}

/// An article in the book.
#[derive(Clone, Debug)]
pub(crate) struct Place {
    pub article: ArticleId,
    /// Which of the book's citations stand in it.
    pub cites: Range<usize>,
    /// Its own citation, where that is a footnote.
    pub footnote: Vec<Inline>,
}

impl Plan {
    /// The texts of the book that was compiled of these.
    pub fn texts<'a>(
        &'a self,
        material: &'a Material,
        bodies: &'a dyn BodySource,
        settings: &'a ExportSettings,
    ) -> Texts<'a> {
        let all: Vec<&Article> = self.all.iter().filter_map(|id| material.articles.get(id)).collect();
        Texts { plan: self, maker: Maker::of(material, bodies, settings, &all, self.note_style) }
    }

    pub(crate) fn setter(&self) -> Setter<'_> {
        let Self { clusters, printed, note_style, chapters, .. } = self;
        Setter { clusters, printed, note_style: *note_style, chapters }
    }
}

/// The texts of a compiled book, made of its articles when they are asked for. What was corrected since the book was compiled
/// is as it is now.
pub struct Texts<'a> {
    plan: &'a Plan,
    maker: Maker<'a>,
}

impl TextSource for Texts<'_> {
    fn whole<'s>(&self, section: &'s Section) -> io::Result<Cow<'s, Section>> {
        let Some(place) = self.plan.places.get(&section.id) else { return Ok(Cow::Borrowed(section)) };
        let Some(article) = self.maker.material.articles.get(&place.article) else {
            return Ok(Cow::Borrowed(section));
        };
        let mut ignored = Remarks::default();
        let made = self.maker.fill(section.clone(), article, place.cites.start, &mut ignored)?;
        let mut section = made.section;
        if !place.cites.is_empty() {
            self.plan.setter().put(&mut section);
        }
        if !place.footnote.is_empty() {
            set_citation(&mut section, CitationPlace::Footnote, place.footnote.clone());
        }
        Ok(Cow::Owned(section))
    }
}
