//! Originals that nothing refers to any more, as after the trash was emptied: which they are, and purging them together.
//!
//! What ever referred to an original stands in the journals; whether that is still there, in the catalog. An undo brings
//! back what an article or a collection was before, so all that it ever referred to counts.

use crate::catalog::Catalog;
use crate::change::Purge;
use crate::journal::{self, Marks, Met, Turn};
use crate::originals::{Found, Originals};
use crate::store::{READ, Store, WRITE, locked};
use crate::{Change, Purged, StoreError};
use fonds_model::{Article, ArticleId, Digest, Progress, Source, Stage};
use serde::Serialize;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// An original that no article and no collection refers to, neither in the library nor in the trash.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Unused {
    /// SHA-256 of its bytes.
    pub digest: Digest,
    /// How many there are.
    pub bytes: u64,
    /// Their media type.
    pub media_type: String,
    /// The file's name, without folders.
    pub file_name: Option<String>,
    /// The article that referred to it and is gone for good.
    pub article: ArticleId,
    /// What that was called.
    pub title: String,
}

/// What purging them did.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct UnusedPurged {
    /// How many were purged.
    pub originals: usize,
    /// How many bytes they had.
    pub bytes: u64,
    /// Devices in whose files some still lie until the library is opened there.
    pub waiting: BTreeSet<String>,
    /// The user stopped the work; what was purged until then is gone.
    pub cancelled: bool,
}

/// Where the originals lie that nothing refers to.
pub struct UnusedFound {
    named: Named,
    /// By the first of the files that they lie in.
    files: BTreeMap<String, BTreeMap<Digest, Found>>,
}

impl Store {
    /// The originals that nothing refers to any more, by the titles of what they belonged to.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], or what the disk says.
    pub fn unused_originals(&self, progress: &dyn Progress) -> Result<Vec<Unused>, StoreError> {
        let mut named = Named::default();
        named.follow(&self.folder, progress)?;
        let originals = Originals::read_only(&self.folder);
        let mut unused = self.unused(&named)?;
        for (original, place) in &mut unused {
            original.bytes = originals.length_at(place).unwrap_or_default();
        }
        let mut unused: Vec<Unused> = unused.into_iter().map(|(original, _)| original).collect();
        unused.sort_by(|a, b| (&a.title, &a.file_name, &a.digest).cmp(&(&b.title, &b.file_name, &b.digest)));
        Ok(unused)
    }

    /// Looks where all originals lie that nothing refers to any more.
    ///
    /// # Errors
    /// [`StoreError::Cancelled`], or what the disk says.
    pub fn find_unused(&self, progress: &dyn Progress) -> Result<UnusedFound, StoreError> {
        let mut named = Named::default();
        named.follow(&self.folder, progress)?;
        let wanted: BTreeSet<Digest> =
            self.unused(&named)?.into_iter().map(|(original, _)| original.digest).collect();
        let files = if wanted.is_empty() { BTreeMap::new() } else { self.by_file(&wanted, progress)? };
        Ok(UnusedFound { named, files })
    }

    /// Purges what was found, in so far as nothing has come to refer to it since, file by file: stopped between two files,
    /// what was purged is told. In files that other devices write it stays until the library is opened there.
    ///
    /// # Errors
    /// [`StoreError::ReadOnly`], or what the disk says.
    pub fn purge_unused(
        &self,
        found: UnusedFound,
        reason: &str,
        progress: &dyn Progress,
    ) -> Result<UnusedPurged, StoreError> {
        let UnusedFound { mut named, files } = found;
        let mut report = UnusedPurged::default();
        let total = files.len() as u64;
        for (done, found) in (0..).zip(files.into_values()) {
            progress.step(Stage::Purge, done, total);
            if progress.is_cancelled() {
                report.cancelled = true;
                break;
            }
            let purged = self.note_purged(&mut named, &found, reason)?;
            report.originals += purged.len();
            report.bytes += purged.iter().map(|purged| purged.purge.bytes).sum::<u64>();
            report.waiting.extend(self.erase(&purged, false, &mut |_| Ok(()))?);
        }
        progress.step(Stage::Purge, total, total);
        Ok(report)
    }

    /// Where originals lie, by the first of the files that they lie in.
    fn by_file(
        &self,
        wanted: &BTreeSet<Digest>,
        progress: &dyn Progress,
    ) -> Result<BTreeMap<String, BTreeMap<Digest, Found>>, StoreError> {
        let originals = Originals::read_only(&self.folder);
        let (total, mut done) = (originals.total_length(), 0);
        let found = originals.places_of(wanted, &mut |bytes| {
            done += bytes;
            progress.step(Stage::Verify, done.min(total), total);
            progress.check().map_err(StoreError::from)
        })?;
        let mut files: BTreeMap<String, BTreeMap<Digest, Found>> = BTreeMap::new();
        for (digest, found) in found {
            let first = found.places.first().map(|place| place.file.clone()).unwrap_or_default();
            files.entry(first).or_default().insert(digest, found);
        }
        Ok(files)
    }

    /// Says in the journal that these are purged, as far as nothing has come to refer to them since.
    fn note_purged(
        &self,
        named: &mut Named,
        found: &BTreeMap<Digest, Found>,
        reason: &str,
    ) -> Result<Vec<Purged>, StoreError> {
        let mut writer = locked(self.writer.as_ref().ok_or(StoreError::ReadOnly)?);
        named.follow(&self.folder, &fonds_model::Quiet)?;
        let still = self.unused(named)?.into_iter().map(|(original, _)| original);
        let changes: Vec<Change> = still
            .filter_map(|original| {
                let Found { bytes, .. } = found.get(&original.digest)?;
                let Unused { article, digest, media_type, file_name, .. } = original;
                let (bytes, reason) = (*bytes, reason.to_owned());
                let purge = Purge { article, digest, bytes, media_type, file_name, reason, unused: true };
                Some(Change::PurgeOriginal { purge: Box::new(purge) })
            })
            .collect();
        if changes.is_empty() {
            return Ok(vec![]);
        }
        self.commit_as(&mut writer, &[], &changes, Turn::default(), false)?;
        drop(writer);
        let mut all = Vec::with_capacity(changes.len());
        for change in &changes {
            let Change::PurgeOriginal { purge } = change else { continue };
            let Some(mut purged) = self.about(&purge.digest, Catalog::purged)? else { continue };
            purged.places.extend(found.get(&purge.digest).into_iter().flat_map(|found| found.places.clone()));
            all.push(purged);
        }
        Ok(all)
    }

    /// Those of the named originals that are kept and that nothing refers to, with where they lie.
    fn unused(&self, named: &Named) -> Result<Vec<(Unused, crate::originals::Place)>, StoreError> {
        let there = self.watched(READ, Catalog::all_article_ids)?;
        let unused = named.unused(&there);
        self.watched(WRITE, move |catalog| {
            let mut kept = Vec::new();
            for original in unused {
                let place = catalog.original(&original.digest)?;
                kept.extend(place.map(|place| (original, place)));
            }
            Ok(kept)
        })
    }
}

/// All that journals say of originals.
#[derive(Default)]
struct Named {
    /// How far they are read.
    marks: Marks,
    /// What each article ever referred to.
    articles: BTreeMap<ArticleId, Referring>,
    /// What anything else ever referred to, such as a collection to its cover.
    others: BTreeSet<Digest>,
}

/// An article and what it ever referred to.
#[derive(Default)]
struct Referring {
    title: String,
    originals: BTreeMap<Digest, Unused>,
}

impl Named {
    /// Reads what journals say further.
    fn follow(&mut self, library: &Path, progress: &dyn Progress) -> Result<(), StoreError> {
        progress.check()?;
        let total = journal::total_length(library)?;
        let mut lines = journal::merged(library, &self.marks)?;
        let mut count = 0;
        while let Some(met) = lines.next()? {
            if let Met::Line(line, _) = met {
                self.note(&line.change);
            }
            count += 1;
            if count % 500 == 0 {
                let done: u64 = lines.marks().values().map(|mark| mark.offset).sum();
                progress.step(Stage::Verify, done.min(total), total);
                progress.check()?;
            }
        }
        self.marks.clone_from(lines.marks());
        Ok(())
    }

    fn note(&mut self, change: &Change) {
        match change {
            Change::AddArticle { article } => {
                let referring = self.articles.entry(article.id.clone()).or_default();
                referring.title.clone_from(&article.title);
                referring.note_all_of(article);
            }
            Change::SetArticle { id, fields } => {
                let referring = self.articles.entry(id.clone()).or_default();
                if let Some(Value::String(title)) = fields.get("title") {
                    referring.title.clone_from(title);
                }
                referring.note_fields(fields);
            }
            Change::PurgeOriginal { .. } => {}
            other => self.others.extend(digests_in(&json!(other).to_string())),
        }
    }

    /// What only articles that are not `there` ever referred to.
    fn unused(&self, there: &BTreeSet<ArticleId>) -> Vec<Unused> {
        let (living, gone): (Vec<_>, Vec<_>) = self.articles.iter().partition(|(id, _)| there.contains(*id));
        let used: BTreeSet<&Digest> =
            living.iter().flat_map(|(_, referring)| referring.originals.keys()).chain(&self.others).collect();
        let mut unused: BTreeMap<&Digest, Unused> = BTreeMap::new();
        for (id, referring) in gone {
            for (digest, original) in referring.originals.iter().filter(|(digest, _)| !used.contains(digest))
            {
                unused.entry(digest).or_insert_with(|| Unused {
                    article: id.clone(),
                    title: referring.title.clone(),
                    ..original.clone()
                });
            }
        }
        unused.into_values().collect()
    }
}

impl Referring {
    fn note_all_of(&mut self, article: &Article) {
        for source in std::iter::once(&article.source).chain(article.source.earlier()) {
            self.note_source(source);
        }
        for asset in &article.assets {
            let file_name = Some(asset.file_name.clone()).filter(|name| !name.is_empty());
            self.note(&asset.digest, &asset.media_type, file_name);
        }
    }

    fn note_source(&mut self, source: &Source) {
        self.note(&source.digest, &source.media_type, source.file_name.clone());
        for digest in source.record.iter().chain(&source.further) {
            self.note(digest, "", None);
        }
    }

    /// Whatever looks like a digest, in whatever field: pictures of a text, a source that was set anew.
    fn note_fields(&mut self, fields: &Map<String, Value>) {
        for digest in digests_in(&json!(fields).to_string()) {
            self.note(&digest, "", None);
        }
    }

    fn note(&mut self, digest: &Digest, media_type: &str, file_name: Option<String>) {
        let (media_type, digest) = (media_type.to_owned(), digest.clone());
        let original = Unused { digest: digest.clone(), media_type, file_name, ..Unused::default() };
        self.originals.entry(digest).or_insert(original);
    }
}

/// All SHA-256 in a text, as Fonds writes them.
fn digests_in(text: &str) -> impl Iterator<Item = Digest> + '_ {
    let words = text.split(|c: char| !c.is_ascii_digit() && !('a'..='f').contains(&c));
    words.filter(|word| word.len() == 64).map(|word| Digest(word.to_owned()))
}
