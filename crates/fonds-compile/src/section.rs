//! An article as a section of the book: marked, annotated, cited.

use crate::lines::{appeared, byline, dateline};
use crate::marks::{self, Mark, Reference};
use crate::regions::{self, Marked};
use crate::{notes, texts};
use fonds_model::book::ANNOTATION_NOTE;
use fonds_model::{
    Annotation, Article, Block, CitationPlace, Diagnostic, ExportSettings, Inline, Outline, Projection,
    Section, SectionKind, TextPosition,
};

/// What a section is made of.
pub(crate) struct Inputs<'a> {
    /// The article; its text comes apart.
    pub article: &'a Article,
    pub annotations: &'a [&'a Annotation],
    pub settings: &'a ExportSettings,
    /// The text that the annotations have their places in; not looked at where there are none.
    pub projection: Projection,
}

/// The id of the note that holds an article's own citation.
const CITATION_NOTE: &str = "citation";

/// The section of an article, without its text.
pub(crate) fn head(id: String, article: &Article, tags: &[&str], settings: &ExportSettings) -> Section {
    let language = article.language.clone().unwrap_or_else(|| settings.locale.clone());
    Section {
        byline: byline(article, &language),
        dateline: dateline(article, &language),
        tags: if settings.tags { tags.iter().map(|tag| (*tag).to_owned()).collect() } else { vec![] },
        appeared: appeared(article, &language),
        title: article.title.clone(),
        ..texts::bare(id, SectionKind::Article, "", &language)
    }
}

/// The text of an article as the book has it: lead and blocks.
pub(crate) fn text(
    inputs: &Inputs<'_>,
    body: Vec<Block>,
    remarks: &mut Vec<Diagnostic>,
) -> (Vec<Inline>, Vec<Block>) {
    let Inputs { article, settings, projection, .. } = inputs;
    let (mut lead, mut blocks) = (lead(article), body);
    let Annotated { marks, references, regions, notes: mut more } = Annotated::of(inputs, remarks);
    marks::apply(&mut lead, &mut blocks, &projection.leaves, &marks, &references);
    regions::apply(&mut blocks, &regions);
    if settings.citation_place == CitationPlace::Footnote {
        refer_to_citation(&mut lead, &mut blocks);
        more.push(Block::Note { id: CITATION_NOTE.into(), blocks: vec![] });
    }
    notes::order(&mut lead, &mut blocks, more, &article.title, remarks);
    (lead, blocks)
}

/// An article's lead as a book has it, before anything is marked in it.
pub(crate) fn lead(article: &Article) -> Vec<Inline> {
    article.lead.iter().filter(|lead| !lead.is_empty()).map(Inline::text).collect()
}

/// Puts an article's own citation where the settings want it.
pub(crate) fn set_citation(section: &mut Section, place: CitationPlace, content: Vec<Inline>) {
    match place {
        CitationPlace::UnderTitle => section.citation = content,
        CitationPlace::Footnote => {
            let note = section.blocks.iter_mut().find_map(|block| match block {
                Block::Note { id, blocks } if id == CITATION_NOTE => Some(blocks),
                _ => None,
            });
            if let Some(blocks) = note {
                *blocks = vec![Block::Paragraph { content }];
            }
        }
        CitationPlace::None => {}
    }
}

/// What an article's annotations bring into its section.
#[derive(Default)]
struct Annotated {
    marks: Vec<Mark>,
    references: Vec<Reference>,
    regions: Vec<Marked>,
    notes: Vec<Block>,
}

impl Annotated {
    fn of(inputs: &Inputs<'_>, remarks: &mut Vec<Diagnostic>) -> Self {
        let mut all = Self::default();
        let projection = &inputs.projection;
        for annotation in inputs.annotations {
            let Some(place) = annotation.target.resolve(projection) else {
                let quote = &annotation.target.quote.exact;
                let message =
                    format!("“{quote}” is no longer in “{}”; its note was left out", inputs.article.title);
                remarks.push(Diagnostic::warning("annotation-detached", message));
                continue;
            };
            let note = all.note(annotation, inputs.settings);
            match &annotation.target.region {
                Some(region) => {
                    let picture = projection.picture(&region.asset, place.start);
                    all.regions.extend(picture.map(|picture| {
                        let outline = inputs.settings.highlights.then(|| Outline {
                            area: region.fragment,
                            colour: annotation.colour,
                            annotation: annotation.id.clone(),
                            note: note.clone(),
                        });
                        Marked { picture, outline, note }
                    }));
                }
                None => all.passage(annotation, place, note, inputs.settings),
            }
        }
        all
    }

    fn passage(
        &mut self,
        annotation: &Annotation,
        place: TextPosition,
        note: String,
        settings: &ExportSettings,
    ) {
        if settings.highlights {
            self.marks.push(Mark {
                start: place.start,
                end: place.end,
                colour: annotation.colour,
                annotation: annotation.id.clone(),
            });
        }
        if !note.is_empty() {
            self.references.push(Reference { at: place.end, note });
        }
    }

    /// Adds an annotation's note; its id, or nothing where none is shown.
    fn note(&mut self, annotation: &Annotation, settings: &ExportSettings) -> String {
        if !settings.notes || annotation.note.is_empty() {
            return String::new();
        }
        let id = format!("{ANNOTATION_NOTE}{}", annotation.id);
        self.notes.push(Block::Note { id: id.clone(), blocks: texts::note_blocks(&annotation.note) });
        id
    }
}

/// The reference to the citation stands at the end of the lead, else of the first paragraph.
fn refer_to_citation(lead: &mut Vec<Inline>, blocks: &mut Vec<Block>) {
    let reference = Inline::NoteRef { note: CITATION_NOTE.into() };
    if !lead.is_empty() {
        return lead.push(reference);
    }
    let first = blocks.iter_mut().find_map(|block| match block {
        Block::Paragraph { content } => Some(content),
        _ => None,
    });
    match first {
        Some(content) => content.push(reference),
        None => blocks.insert(0, Block::Paragraph { content: vec![reference] }),
    }
}
