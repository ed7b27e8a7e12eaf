//! Articles made into sections, one at a time: once when the book is put together, and again whenever a writer asks for a
//! text. Both times the same comes out, as long as the article is the same.

use crate::cites::Reader;
use crate::section::{self, Inputs};
use crate::{BodySource, Material};
use fonds_cite::Cluster;
use fonds_model::{
    Annotation, Article, ArticleId, Diagnostic, ExportSettings, Projection, Section, Tag, TagId,
};
use std::collections::HashMap;
use std::io;

/// What articles are made into sections with.
pub(crate) struct Maker<'a> {
    pub material: &'a Material,
    pub settings: &'a ExportSettings,
    bodies: &'a dyn BodySource,
    annotations: HashMap<&'a ArticleId, Vec<&'a Annotation>>,
    pub tags: HashMap<&'a TagId, &'a Tag>,
    pub reader: Reader<'a>,
}

/// The text of an article in a section.
pub(crate) struct Made<'m> {
    /// The section with its text, in which numbered marks stand for citations.
    pub section: Section,
    /// What it was made of.
    pub inputs: Inputs<'m>,
    /// Its citations.
    pub clusters: Vec<Cluster>,
}

/// What is remarked on, by the step that does.
#[derive(Default)]
pub(crate) struct Remarks {
    pub binding: Vec<Diagnostic>,
    pub citing: Vec<Diagnostic>,
}

impl<'a> Maker<'a> {
    /// `all` are the articles that can be cited, in the citer's order.
    pub fn of(
        material: &'a Material,
        bodies: &'a dyn BodySource,
        settings: &'a ExportSettings,
        all: &[&'a Article],
        note_style: bool,
    ) -> Self {
        let mut annotations: HashMap<_, Vec<_>> = HashMap::new();
        for annotation in &material.annotations {
            annotations.entry(&annotation.article).or_default().push(annotation);
        }
        let keyed = all.iter().enumerate().filter(|(_, article)| !article.citekey.is_empty());
        let known = keyed.map(|(n, article)| (article.citekey.as_str(), n)).collect();
        let tags = material.tags.iter().map(|tag| (&tag.id, tag)).collect();
        Self { material, settings, bodies, annotations, tags, reader: Reader { known, note_style } }
    }

    /// An article's section without its text.
    pub fn head(&self, id: String, article: &Article) -> Section {
        let labels = article.tags.iter().filter_map(|tag| self.tags.get(tag));
        let labels: Vec<&str> = labels.map(|tag| tag.label.as_str()).collect();
        section::head(id, article, &labels, self.settings)
    }

    /// Gives an article's section its text; so many citations stand in the book before it.
    ///
    /// # Errors
    /// When the body cannot be read.
    pub fn fill<'m>(
        &'m self,
        head: Section,
        article: &'m Article,
        before: usize,
        remarks: &mut Remarks,
    ) -> io::Result<Made<'m>> {
        let body = self.bodies.body(&article.id)?;
        let annotations = self.annotations.get(&article.id).map(Vec::as_slice).unwrap_or_default();
        let projection = match annotations {
            [] => Projection::default(),
            _ => Projection::of_parts(&section::lead(article), &body),
        };
        let inputs = Inputs { article, annotations, settings: self.settings, projection };
        let (lead, blocks) = section::text(&inputs, body, &mut remarks.binding);
        let mut section = Section { lead, blocks, ..head };
        let clusters = self.reader.find(&mut section, before, &mut remarks.citing);
        Ok(Made { section, inputs, clusters })
    }
}
