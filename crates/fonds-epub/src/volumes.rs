//! A book in volumes: files of which none is larger than wanted, unless one chapter alone is.
//!
//! 1. [`Costs`] says about how long each section is in a file, with the pictures that it shows;
//! 2. [`planning`] fills volumes in the book's order, and parts are not split where it can be avoided;
//! 3. each volume becomes a book of its own ([`volume`]): its contents, its index, the notes on its chapters; links to other
//!    volumes become words;
//! 4. what was written is measured; where a volume is too long after all, the next plan leaves more room.

mod planning;

use crate::fonts::Letters;
use crate::images;
use crate::page_list::PageList;
use crate::pages::Pages;
use crate::{
    ContentsEntry, EpubError, EpubOptions, Sources, Written, annotation_set, fonts, looking, write_to,
};
use flate2::Compression;
use flate2::write::DeflateEncoder;
use fonds_model::body::{for_each_image, for_each_image_in};
use fonds_model::book::{Credits, IndexGroup, IndexTerm, Volume};
use fonds_model::{AssetInfo, Book, BookMeta, Digest, Image, Progress, Quiet, Section, SectionKind};
use planning::Filling;
use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, BufWriter, Cursor, Seek, Write};

/// A volume, or the one file of a book that needs no volumes.
#[derive(Debug)]
pub struct WrittenVolume<W> {
    /// Where it was written to.
    pub out: W,
    /// What was written.
    pub written: Written,
    /// "Volume 1 of 3" in the book's language; none for a book in one file.
    pub words: Option<String>,
    /// Its files in reading order.
    pub contents: Vec<ContentsEntry>,
}

/// Writes a book in volumes of at most so many bytes; without such a number, or where it fits, in one file. `open` gives a new
/// file whenever one is needed; a volume that turns out too long is written anew.
///
/// # Errors
/// As [`write_to`], and what `open` says.
pub fn write_volumes<W: Write + Seek>(
    book: &Book,
    sources: Sources<'_>,
    options: &EpubOptions,
    most: Option<u64>,
    progress: &dyn Progress,
    open: &mut dyn FnMut() -> io::Result<W>,
) -> Result<Vec<WrittenVolume<W>>, EpubError> {
    let press = Press { book, sources, options, progress };
    let Some(most) = most else { return Ok(vec![press.write(book, open)?]) };
    let costs = Costs::of(&press)?;
    let mut room = most;
    loop {
        let plan = planning::plan(book, &costs, room);
        match press.write_all(&plan, most, open)? {
            Outcome::Written(volumes) => return Ok(volumes),
            // The plan was out by so much; a smaller room ends at the latest with one chapter a volume.
            Outcome::TooLong(by) => room = room.saturating_sub(by.max(room / 100 + 1)),
        }
    }
}

enum Outcome<W> {
    Written(Vec<WrittenVolume<W>>),
    /// So many bytes over the wanted length.
    TooLong(u64),
}

/// All that writing takes.
struct Press<'a> {
    book: &'a Book,
    sources: Sources<'a>,
    options: &'a EpubOptions,
    progress: &'a dyn Progress,
}

impl Press<'_> {
    fn write_all<W: Write + Seek>(
        &self,
        plan: &[Filling],
        most: u64,
        open: &mut dyn FnMut() -> io::Result<W>,
    ) -> Result<Outcome<W>, EpubError> {
        if plan.len() < 2 {
            let written = self.write(self.book, open)?;
            let over = written.written.length.saturating_sub(most);
            let is_final = over == 0 || planning::chapters(self.book, 0..self.book.sections.len()) < 2;
            return Ok(if is_final { Outcome::Written(vec![written]) } else { Outcome::TooLong(over) });
        }
        let mut volumes = Vec::with_capacity(plan.len());
        for (n, filling) in plan.iter().enumerate() {
            let written = self.write(&volume(self.book, filling, n + 1, plan.len()), open)?;
            let over = written.written.length.saturating_sub(most);
            if over > 0 && planning::chapters(self.book, filling.sections.iter().copied()) > 1 {
                return Ok(Outcome::TooLong(over));
            }
            volumes.push(written);
        }
        Ok(Outcome::Written(volumes))
    }

    /// Writes the book, or a volume of it.
    fn write<W: Write + Seek>(
        &self,
        book: &Book,
        open: &mut dyn FnMut() -> io::Result<W>,
    ) -> Result<WrittenVolume<W>, EpubError> {
        let within: HashSet<&str> = book.sections.iter().map(|section| section.id.as_str()).collect();
        let mut options = self.options.clone();
        options.pages.retain(|page| within.contains(page.section.as_str()) || book.meta.volume.is_none());
        let mut out = open()?;
        let written = write_to(book, self.sources, &options, self.progress, BufWriter::new(&mut out))?;
        Ok(WrittenVolume { out, written, words: book.volume_words(), contents: looking::contents(book) })
    }
}

/// A volume as a book of its own.
fn volume(book: &Book, filling: &Filling, number: usize, of: usize) -> Book {
    let mut wanted = filling.sections.clone();
    wanted.extend(planning::indexes(book));
    wanted.sort_unstable();
    let ids: HashSet<&str> =
        filling.sections.iter().filter_map(|n| Some(book.sections.get(*n)?.id.as_str())).collect();
    let head = filling
        .continues
        .and_then(|n| book.sections.get(n))
        .map(|part| Section { title: format!("{} ({})", part.title, book.labels.continued), ..part.clone() });
    let sections = wanted.iter().filter_map(|n| match book.sections.get(*n)? {
        section if section.kind == SectionKind::Index => index(section, &ids),
        section => Some(section.clone()),
    });
    let sections: Vec<Section> = head.into_iter().chain(sections).collect();
    let mut meta = book.meta.clone();
    credit(&mut meta, &sections);
    meta.volume = Some(Volume { number, of, book: meta.identifier.clone() });
    meta.identifier = Digest::of(format!("volume {number} of {}", meta.identifier).as_bytes()).uuid_urn();
    let of_volume = |section: &str| ids.contains(section);
    Book {
        meta,
        labels: book.labels.clone(),
        assets: picked(&book.assets, |n| filling.pictures.contains(&n)),
        annotations: book.annotations.iter().filter(|one| of_volume(&one.section)).cloned().collect(),
        sections,
    }
}

/// The index with what stands in these sections; none without any.
fn index(section: &Section, ids: &HashSet<&str>) -> Option<Section> {
    let term = |term: &IndexTerm| {
        let places: Vec<_> =
            term.places.iter().filter(|place| ids.contains(place.section.as_str())).cloned().collect();
        (!places.is_empty()).then(|| IndexTerm { places, ..term.clone() })
    };
    let group = |group: &IndexGroup| {
        let terms: Vec<_> = group.terms.iter().filter_map(term).collect();
        (!terms.is_empty()).then(|| IndexGroup { title: group.title.clone(), terms })
    };
    let index: Vec<_> = section.index.iter().filter_map(group).collect();
    (!index.is_empty()).then(|| Section { index, ..section.clone() })
}

/// Leaves of the package's lists what these sections bring.
fn credit(meta: &mut BookMeta, sections: &[Section]) {
    let due = |of: fn(&Credits) -> &Vec<usize>| -> HashSet<usize> {
        sections.iter().flat_map(|section| of(&section.credits)).copied().collect()
    };
    let (contributors, sources, subjects) =
        (due(|due| &due.contributors), due(|due| &due.sources), due(|due| &due.subjects));
    meta.contributors = picked(&meta.contributors, |n| contributors.contains(&n));
    meta.sources = picked(&meta.sources, |n| sources.contains(&n));
    meta.subjects = picked(&meta.subjects, |n| subjects.contains(&n));
}

/// Those whose places are wanted.
fn picked<T: Clone>(all: &[T], wanted: impl Fn(usize) -> bool) -> Vec<T> {
    all.iter().enumerate().filter(|(n, _)| wanted(*n)).map(|(_, one)| one.clone()).collect()
}

/// The pictures that a section shows, in its text and in lists.
fn shown<'s>(section: &'s Section) -> BTreeSet<&'s Digest> {
    let mut shown = BTreeSet::new();
    let mut see = |image: &'s Image| {
        shown.insert(&image.asset);
    };
    for_each_image(&section.blocks, &mut see);
    let entries = section.entries.iter().map(|entry| &entry.content);
    entries
        .chain([&section.lead, &section.citation])
        .for_each(|content| for_each_image_in(content, &mut see));
    shown
}

/// How many bytes what takes, about.
struct Costs {
    /// What each volume has: cover, style, fonts, what is said of the book.
    fixed: u64,
    /// Each section, with its lines in lists and index and with what is carried of it.
    texts: Vec<u64>,
    /// The pictures that each section shows, by their places among the book's.
    shows: Vec<Vec<usize>>,
    /// Each of the book's pictures.
    pictures: Vec<u64>,
}

/// What a file costs beside its content: two headers, and its lines in package and contents.
const FILE: u64 = 400;

impl Costs {
    fn of(press: &Press<'_>) -> Result<Self, EpubError> {
        let Press { book, sources, options, progress } = press;
        let (pictures, lengths) = images::measure(book, sources.assets, options, *progress)?;
        let places: HashMap<&Digest, usize> =
            book.assets.iter().map(|asset| &asset.digest).zip(0..).collect();
        // One that is not written takes nothing.
        let length = |asset: &AssetInfo| lengths.get(&asset.digest).copied().unwrap_or_default();
        let printed = PageList::default();
        let pages = Pages::of(book, &pictures, &printed);
        let mut letters = Letters::of(options);
        let pictures_take = book.assets.iter().map(length).collect();
        let mut costs = Self { fixed: 0, texts: vec![], shows: vec![], pictures: pictures_take };
        for section in &book.sections {
            progress.check()?;
            let section = sources.texts.whole(section).map_err(EpubError::Text)?;
            let xhtml = pages.section(&section).xhtml;
            letters.see(&xhtml);
            costs.texts.push(deflated(xhtml.as_bytes()) as u64 + FILE);
            costs
                .shows
                .push(shown(&section).into_iter().filter_map(|one| places.get(one).copied()).collect());
        }
        costs.share_index(book);
        costs.share_data(press)?;
        costs.fixed = fixed(press)? + fonts::length(options, &letters) as u64;
        Ok(costs)
    }

    /// Each volume has the index of its own sections.
    fn share_index(&mut self, book: &Book) {
        for n in planning::indexes(book) {
            let whole = std::mem::take(&mut self.texts[n]);
            let mut counts: HashMap<&str, u64> = HashMap::new();
            let terms = book.sections[n].index.iter().flat_map(|group| &group.terms);
            terms.flat_map(|term| &term.places).for_each(|place| {
                *counts.entry(place.section.as_str()).or_default() += 1;
            });
            let all = counts.values().sum::<u64>().max(1);
            for (text, section) in self.texts.iter_mut().zip(&book.sections) {
                *text += whole * counts.get(section.id.as_str()).copied().unwrap_or_default() / all;
            }
        }
    }

    /// What is carried as data is about as long as the chapters that it is of.
    fn share_data(&mut self, press: &Press<'_>) -> Result<(), EpubError> {
        let mut data = 0;
        (press.sources.carried)(press.book, &mut |file| {
            data += deflated(file.content.as_bytes()) as u64 + FILE;
            Ok(press.progress.check()?)
        })?;
        if press.options.annotations != crate::AnnotationForm::None {
            data += deflated(annotation_set(press.book).as_bytes()) as u64;
        }
        let all = self.texts.iter().sum::<u64>().max(1);
        self.texts.iter_mut().for_each(|text| *text += data * *text / all);
        Ok(())
    }
}

/// How long a book without texts is; its fonts are measured apart.
fn fixed(press: &Press<'_>) -> Result<u64, EpubError> {
    let Book { meta, labels, .. } = press.book;
    let bare = Book {
        meta: meta.clone(),
        labels: labels.clone(),
        sections: vec![],
        assets: vec![],
        annotations: vec![],
    };
    let options = EpubOptions { pages: vec![], font: None, ..press.options.clone() };
    let sources = Sources { carried: &|_, _| Ok(()), ..press.sources };
    let written = write_to(&bare, sources, &options, &Quiet, Cursor::new(Vec::new()))?;
    Ok(written.length)
}

/// How many bytes these take compressed.
pub(crate) fn deflated(bytes: &[u8]) -> usize {
    let mut encoder = DeflateEncoder::new(Vec::new(), Compression::default());
    // Writing into memory cannot fail.
    let written = encoder.write_all(bytes).and_then(|()| encoder.finish());
    written.map_or(bytes.len(), |compressed| compressed.len())
}
