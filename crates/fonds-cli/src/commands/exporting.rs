//! `export`: a collection as a book.

use super::remarks;
use super::settings::{name_and_value, with_values};
use crate::output::{Failure, Reply, Shell};
use clap::{ArgAction, Args};
use fonds_library::{ExportReport, Library};
use fonds_model::{Booklet, CitationPlace, EbookSettings, ExportSettings, Paper, Typeface};
use std::path::PathBuf;

/// Export a collection as EPUB or PDF. What is not said here is taken from the collection's settings.
#[derive(Args)]
#[command(
    after_help = "Example: fonds -l Press.fonds export \"Cầu đường\" -o cau-duong.pdf --paper a5 --locale vi-VN"
)]
pub struct Export {
    /// The collection's id or title.
    #[arg(required_unless_present = "article")]
    collection: Option<String>,
    /// One article alone, by id, beginning of an id, or citekey.
    #[arg(long, conflicts_with = "collection")]
    article: Option<String>,
    /// The file to write; its ending says which kind.
    #[arg(short, long, value_name = "FILE.epub|FILE.pdf")]
    output: PathBuf,
    /// A name from `fonds styles`.
    #[arg(long)]
    style: Option<String>,
    /// The book's and the citations' language, such as vi-VN.
    #[arg(long)]
    locale: Option<String>,
    /// a4, a5, b5, letter or 6x9.
    #[arg(long, value_parser = paper_named)]
    paper: Option<Paper>,
    /// The book's title.
    #[arg(long)]
    title: Option<String>,
    /// Its subtitle.
    #[arg(long)]
    subtitle: Option<String>,
    /// Who compiled it.
    #[arg(long)]
    compiler: Option<String>,
    /// The institution.
    #[arg(long)]
    institution: Option<String>,
    /// The date on the title page.
    #[arg(long)]
    date: Option<String>,
    /// The rights statement.
    #[arg(long)]
    rights: Option<String>,
    /// Where each article's citation goes: under-title, footnote or none.
    #[arg(long, value_parser = place_named)]
    citations: Option<CitationPlace>,
    /// Tell of the archived copy (capture time, holding, SHA-256) after each citation: true or false.
    #[arg(long, action = ArgAction::Set)]
    archived_copy: Option<bool>,
    /// Mark highlights: true or false.
    #[arg(long, action = ArgAction::Set)]
    highlights: Option<bool>,
    /// Print notes: true or false.
    #[arg(long, action = ArgAction::Set)]
    notes: Option<bool>,
    /// Close with a bibliography: true or false.
    #[arg(long, action = ArgAction::Set)]
    bibliography: Option<bool>,
    /// Print tags: true or false.
    #[arg(long, action = ArgAction::Set)]
    tags: Option<bool>,
    /// The house style, for PDF: a name from `fonds styles --print`.
    #[arg(long)]
    house: Option<String>,
    /// Impose the pages as a booklet, for PDF: folded and stitched sheets, or two-up.
    #[arg(long, value_name = "stitched|two-up", value_parser = booklet_named)]
    booklet: Option<Booklet>,
    /// Carry articles, notes, tags and order as data, for another library to take in (EPUB): true or false.
    #[arg(long, action = ArgAction::Set)]
    data: Option<bool>,
    /// Make wider pictures this wide, in pixels (EPUB); 0 leaves them as they are.
    #[arg(long, value_name = "PIXELS")]
    picture_width: Option<u32>,
    /// Close with an appendix of all notes (EPUB): true or false.
    #[arg(long, action = ArgAction::Set)]
    notes_appendix: Option<bool>,
    /// Split a book that is larger over several files, FILE-1.epub and so on, in megabytes (EPUB); 0 does not.
    #[arg(long, value_name = "MEGABYTES")]
    volumes: Option<u32>,
    /// The typeface that travels with the book (EPUB): serif, sans, or none for the reader's own.
    #[arg(long, value_name = "serif|sans|none", value_parser = font_named)]
    font: Option<Font>,
    /// A picture for the cover (EPUB), which the collection keeps.
    #[arg(long, value_name = "PICTURE", conflicts_with = "article")]
    cover: Option<PathBuf>,
    /// Any setting of `collection set`, such as print.size=12; several times.
    #[arg(long, value_name = "NAME=VALUE")]
    set: Vec<String>,
}

impl Export {
    /// Answers with the file.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let mut report = match &self.article {
            Some(article) => self.alone(library, shell, article)?,
            None => self.whole(library, shell)?,
        };
        report.diagnostics = fonds_library::worded(report.diagnostics, shell.language);
        if !report.diagnostics.is_empty() {
            shell.remark(remarks(&report.diagnostics).trim());
        }
        let text = match report.volumes.as_slice() {
            [] => report.path.display().to_string(),
            volumes => lines(volumes.iter().map(|volume| volume.path.display().to_string())),
        };
        Ok(Reply::new(report, text))
    }

    fn whole(&self, library: &Library, shell: &Shell) -> Result<ExportReport, Failure> {
        let id = library.collection_named(self.collection.as_deref().unwrap_or_default())?;
        let kept = match &self.cover {
            Some(picture) => library.set_cover(&id, Some(picture))?,
            None => library.collection(&id)?.settings,
        };
        let settings = self.settings(kept)?;
        library.check_settings(&settings)?;
        Ok(library.export(&id, &self.output, &settings, self.title.as_deref(), &shell.progress())?)
    }

    fn alone(&self, library: &Library, shell: &Shell, article: &str) -> Result<ExportReport, Failure> {
        let id = library.resolve(article)?;
        let locale = shell.language.locale().to_owned();
        let settings = self.settings(ExportSettings { locale, ..ExportSettings::default() })?;
        library.check_settings(&settings)?;
        Ok(library.export(&id, &self.output, &settings, self.title.as_deref(), &shell.progress())?)
    }

    fn settings(&self, kept: ExportSettings) -> Result<ExportSettings, Failure> {
        let text = |given: &Option<String>, kept: String| given.clone().unwrap_or(kept);
        let mut settings = ExportSettings {
            subtitle: text(&self.subtitle, kept.subtitle),
            compiler: text(&self.compiler, kept.compiler),
            institution: text(&self.institution, kept.institution),
            date: text(&self.date, kept.date),
            rights: text(&self.rights, kept.rights),
            locale: text(&self.locale, kept.locale),
            style: text(&self.style, kept.style),
            citation_place: self.citations.unwrap_or(kept.citation_place),
            archived_copy: self.archived_copy.unwrap_or(kept.archived_copy),
            paper: self.paper.unwrap_or(kept.paper),
            highlights: self.highlights.unwrap_or(kept.highlights),
            notes: self.notes.unwrap_or(kept.notes),
            bibliography: self.bibliography.unwrap_or(kept.bibliography),
            tags: self.tags.unwrap_or(kept.tags),
            ..kept
        };
        settings.print.booklet = self.booklet.or(settings.print.booklet);
        self.set_ebook(&mut settings.ebook);
        if let Some(house) = &self.house {
            settings.print.house.clone_from(house);
        }
        let values = self.set.iter().map(|text| name_and_value(text)).collect::<Result<Vec<_>, _>>()?;
        with_values(&settings, &values)
    }

    fn set_ebook(&self, ebook: &mut EbookSettings) {
        ebook.data = self.data.unwrap_or(ebook.data);
        ebook.notes_appendix = self.notes_appendix.unwrap_or(ebook.notes_appendix);
        if let Some(width) = self.picture_width {
            ebook.image_width = (width > 0).then_some(width);
        }
        if let Some(most) = self.volumes {
            ebook.volumes = (most > 0).then_some(most);
        }
        if let Some(Font(font)) = self.font {
            ebook.font = font;
        }
    }
}

pub(super) fn paper_named(name: &str) -> Result<Paper, String> {
    Paper::named(name).ok_or_else(|| "use a4, a5, b5, letter or 6x9".into())
}

/// A typeface to take along, or none.
#[derive(Clone, Copy)]
struct Font(Option<Typeface>);

fn font_named(name: &str) -> Result<Font, String> {
    match name {
        "serif" => Ok(Font(Some(Typeface::Serif))),
        "sans" => Ok(Font(Some(Typeface::Sans))),
        "none" => Ok(Font(None)),
        _ => Err("use serif, sans or none".into()),
    }
}

fn lines(all: impl Iterator<Item = String>) -> String {
    all.collect::<Vec<_>>().join("\n")
}

fn booklet_named(name: &str) -> Result<Booklet, String> {
    match name {
        "stitched" => Ok(Booklet::default()),
        "two-up" => Ok(Booklet { two_up: true, ..Booklet::default() }),
        _ => Err("use stitched or two-up".into()),
    }
}

fn place_named(name: &str) -> Result<CitationPlace, String> {
    match name {
        "under-title" => Ok(CitationPlace::UnderTitle),
        "footnote" => Ok(CitationPlace::Footnote),
        "none" => Ok(CitationPlace::None),
        _ => Err("use under-title, footnote or none".into()),
    }
}
