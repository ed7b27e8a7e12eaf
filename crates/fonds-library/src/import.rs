//! Import: files and folders into the archive, in groups, each file on its own.
//!
//! 1. The paths are walked; pictures and helper files are passed over, a folder that cannot be read is told.
//! 2. Each group of files is read and understood in parallel.
//! 3. What is new is committed as one group: originals, pictures and records.

use crate::problem::read_error;
use crate::{Language, Library, LibraryError, Problem};
use fonds_import::{AssetLoader, Format, Input};
use fonds_model::{Article, ArticleId, Asset, Diagnostic, Digest, Progress, Projection, Stage};
use fonds_store::{Change, Original};
use rayon::prelude::*;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use std::io;
use std::path::{Path, PathBuf};

/// Files committed together.
const GROUP: usize = 100;
/// A file larger than this is refused before it is read, in bytes.
const LARGEST: u64 = 64 << 20;
/// Files that pages bring along; not articles.
const COMPANIONS: [&str; 21] = [
    "png", "jpg", "jpeg", "gif", "webp", "svg", "avif", "bmp", "ico", "css", "js", "mjs", "json", "woff",
    "woff2", "ttf", "otf", "mp3", "mp4", "webm", "map",
];

/// What became of each file.
#[derive(Clone, Debug, Default, Serialize)]
pub struct ImportReport {
    /// Articles that are in the library now.
    pub imported: Vec<Imported>,
    /// Files whose bytes were in the library before.
    pub duplicates: Vec<Duplicate>,
    /// Files that are not in the library, and why.
    pub failed: Vec<Failed>,
    /// The user stopped; files that are not listed were not looked at.
    pub cancelled: bool,
}

/// A file that became an article.
#[derive(Clone, Debug, Serialize)]
pub struct Imported {
    /// The file.
    pub path: String,
    /// The article.
    pub id: ArticleId,
    /// Its citekey.
    pub citekey: String,
    /// Its title.
    pub title: String,
    /// What was imperfect.
    pub diagnostics: Vec<Diagnostic>,
}

/// A file that the library had.
#[derive(Clone, Debug, Serialize)]
pub struct Duplicate {
    /// The file.
    pub path: String,
    /// The article that it became before.
    pub id: ArticleId,
}

/// A file that could not be taken in.
#[derive(Clone, Debug, Serialize)]
pub struct Failed {
    /// The file.
    pub path: String,
    /// Why, and what to do.
    #[serde(flatten)]
    pub problem: Problem,
}

/// A file, read and understood.
struct Draft {
    path: PathBuf,
    bytes: Vec<u8>,
    digest: Digest,
    article: Article,
    assets: Vec<Asset>,
}

impl Library {
    /// Imports files and, recursively, folders. A file that fails does not stop the others.
    ///
    /// # Errors
    /// Only when the archive itself cannot be written; files that fail are in the report. What was committed
    /// before stays.
    pub fn import_paths(
        &self,
        paths: &[PathBuf],
        format: Option<Format>,
        language: Language,
        progress: &dyn Progress,
    ) -> Result<ImportReport, LibraryError> {
        let mut report = ImportReport::default();
        let files = walk(paths, language, &mut report);
        let taken = self.import_files(&files, format, language, progress, &mut report);
        self.index_what_waits();
        taken.map(|()| report)
    }

    fn import_files(
        &self,
        files: &[PathBuf],
        format: Option<Format>,
        language: Language,
        progress: &dyn Progress,
        report: &mut ImportReport,
    ) -> Result<(), LibraryError> {
        let total = files.len() as u64;
        let mut citekeys = Citekeys::default();
        for (n, group) in files.chunks(GROUP).enumerate() {
            progress.step(Stage::Import, (n * GROUP) as u64, total);
            if progress.is_cancelled() {
                report.cancelled = true;
                return Ok(());
            }
            let drafts: Vec<_> = group.par_iter().map(|path| (path, self.draft_file(path, format))).collect();
            self.take_in(drafts, language, &mut citekeys, report)?;
        }
        progress.step(Stage::Import, total, total);
        Ok(())
    }

    /// Imports bytes that have no file, such as standard input. `name` stands for the path.
    ///
    /// # Errors
    /// As [`Library::import_paths`].
    pub fn import_bytes(
        &self,
        name: &str,
        bytes: Vec<u8>,
        format: Format,
        language: Language,
    ) -> Result<ImportReport, LibraryError> {
        let path = PathBuf::from(name);
        let input = Input { bytes: &bytes, file_name: None, format: Some(format), url: None };
        let draft = fonds_import::import(&input, &fonds_import::NoAssets).map_err(LibraryError::from);
        let digest = Digest::of(&bytes);
        let draft = draft.map(|made| Draft {
            path: path.clone(),
            digest,
            article: made.article,
            assets: made.assets,
            bytes,
        });
        let mut report = ImportReport::default();
        self.take_in(vec![(&path, draft)], language, &mut Citekeys::default(), &mut report)?;
        self.index_what_waits();
        Ok(report)
    }

    /// Reads a file and understands it, unless its bytes are in the library; then only its digest matters.
    fn draft_file(&self, path: &Path, format: Option<Format>) -> Result<Draft, LibraryError> {
        let bytes = read_file(path)?;
        let digest = Digest::of(&bytes);
        if self.store.article_of_source(&digest)?.is_some() {
            let article = Article::default();
            return Ok(Draft { path: path.to_owned(), bytes: vec![], digest, article, assets: vec![] });
        }
        let made = understand(path, &bytes, format)?;
        Ok(Draft { path: path.to_owned(), bytes, digest, article: made.article, assets: made.assets })
    }

    fn take_in(
        &self,
        drafts: Vec<(&PathBuf, Result<Draft, LibraryError>)>,
        language: Language,
        citekeys: &mut Citekeys,
        report: &mut ImportReport,
    ) -> Result<(), LibraryError> {
        let mut fresh: Vec<Draft> = Vec::new();
        let mut known: HashMap<Digest, ArticleId> = HashMap::new();
        for (path, draft) in drafts {
            match draft {
                Err(error) if is_fatal(&error) => return Err(error),
                Err(error) => report.failed.push(failure(path, &error, language)),
                Ok(mut draft) => {
                    let before = match known.get(&draft.digest) {
                        Some(id) => Some(id.clone()),
                        None => self.store.article_of_source(&draft.digest)?,
                    };
                    if let Some(id) = before {
                        report.duplicates.push(Duplicate { path: shown(path), id });
                        continue;
                    }
                    self.name(&mut draft.article, citekeys)?;
                    known.insert(draft.digest.clone(), draft.article.id.clone());
                    fresh.push(draft);
                }
            }
        }
        self.commit_drafts(&fresh)?;
        report.imported.extend(fresh.into_iter().map(|draft| Imported {
            path: shown(&draft.path),
            id: draft.article.id,
            citekey: draft.article.citekey,
            title: draft.article.title,
            diagnostics: draft.article.source.diagnostics,
        }));
        Ok(())
    }

    /// Gives a new article its id, citekey and the time it came in.
    fn name(&self, article: &mut Article, citekeys: &mut Citekeys) -> Result<(), LibraryError> {
        article.id = ArticleId(self.ids().next_id());
        article.source.captured = Some(self.now());
        let stem = fonds_cite::citekey(article, &|_| false);
        if !citekeys.known.contains(&stem) {
            citekeys.taken.extend(self.store.citekeys_with_prefix(&stem)?);
            citekeys.known.insert(stem);
        }
        article.citekey = fonds_cite::citekey(article, &|key| citekeys.taken.contains(key));
        citekeys.taken.insert(article.citekey.clone());
        Ok(())
    }

    fn commit_drafts(&self, drafts: &[Draft]) -> Result<(), LibraryError> {
        if drafts.is_empty() {
            return Ok(());
        }
        let texts: Vec<_> = drafts.par_iter().map(Draft::derived_text).collect();
        let mut originals = Vec::new();
        let mut changes = Vec::new();
        for (draft, text) in drafts.iter().zip(&texts) {
            let source = &draft.article.source;
            originals.push(Original {
                bytes: &draft.bytes,
                media_type: &source.media_type,
                file_name: source.file_name.as_deref(),
                url: draft.article.url.as_deref(),
                text: text.as_deref(),
            });
            originals.extend(draft.assets.iter().map(|asset| Original {
                bytes: &asset.bytes,
                media_type: &asset.info.media_type,
                file_name: Some(&asset.info.file_name),
                url: None,
                text: None,
            }));
            changes.push(Change::AddArticle { article: Box::new(draft.article.clone()) });
        }
        self.and_index_later(|store| store.commit(&originals, &changes))
    }
}

impl Draft {
    /// The article's text, where its original is not text that anybody can read.
    fn derived_text(&self) -> Option<String> {
        let is_text = matches!(self.article.source.media_type.as_str(), "text/plain" | "text/markdown");
        (!is_text).then(|| format!("{}\n\n{}\n", self.article.title, Projection::of(&self.article).text))
    }
}

/// The citekeys that one import has met, so that the catalog is asked once for each stem.
#[derive(Default)]
struct Citekeys {
    /// Stems whose keys are all in `taken`.
    known: HashSet<String>,
    taken: HashSet<String>,
}

/// What import would make of a file, without a library.
///
/// # Errors
/// When the file cannot be read or holds no article.
pub fn extract_file(path: &Path, format: Option<Format>) -> Result<Article, LibraryError> {
    let bytes = read_file(path)?;
    Ok(understand(path, &bytes, format)?.article)
}

/// What import would make of bytes, without a library.
///
/// # Errors
/// When the bytes hold no article.
pub fn extract_bytes(bytes: &[u8], format: Format) -> Result<Article, LibraryError> {
    let input = Input { bytes, file_name: None, format: Some(format), url: None };
    Ok(fonds_import::import(&input, &fonds_import::NoAssets)?.article)
}

/// Files beside the imported one, below its folder only.
struct Beside {
    folder: PathBuf,
}

impl AssetLoader for Beside {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        let folder = self.folder.canonicalize()?;
        let path = folder.join(reference).canonicalize()?;
        if !path.starts_with(&folder) {
            return Err(io::ErrorKind::PermissionDenied.into());
        }
        if path.metadata()?.len() > LARGEST {
            return Err(io::ErrorKind::FileTooLarge.into());
        }
        std::fs::read(path)
    }
}

fn understand(
    path: &Path,
    bytes: &[u8],
    format: Option<Format>,
) -> Result<fonds_import::Imported, LibraryError> {
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned());
    let folder = path.parent().filter(|parent| !parent.as_os_str().is_empty());
    let loader = Beside { folder: folder.map_or_else(|| PathBuf::from("."), Path::to_owned) };
    let input = Input { bytes, file_name: name.as_deref(), format, url: None };
    Ok(fonds_import::import(&input, &loader)?)
}

fn read_file(path: &Path) -> Result<Vec<u8>, LibraryError> {
    let metadata = path.metadata().map_err(read_error(path))?;
    if !metadata.is_file() {
        return Err(LibraryError::NotAnArticle(path.to_owned()));
    }
    if metadata.len() > LARGEST {
        let bytes = usize::try_from(metadata.len()).unwrap_or(usize::MAX);
        return Err(fonds_import::ImportError::TooLarge { bytes }.into());
    }
    std::fs::read(path).map_err(read_error(path))
}

/// Whether the archive failed, rather than one file.
fn is_fatal(error: &LibraryError) -> bool {
    matches!(error, LibraryError::Store(_))
}

fn failure(path: &Path, error: &LibraryError, language: Language) -> Failed {
    Failed { path: shown(path), problem: error.problem(language) }
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

/// The files to import, folders in the order of their names. A file that was named itself is always tried.
fn walk(paths: &[PathBuf], language: Language, report: &mut ImportReport) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if path.is_dir() {
            walk_folder(path, language, report, &mut files);
        } else if is_companion(path) && path.is_file() {
            let error = LibraryError::NotAnArticle(path.clone());
            report.failed.push(failure(path, &error, language));
        } else {
            files.push(path.clone());
        }
    }
    let mut seen = HashSet::new();
    files.retain(|path| seen.insert(path.clone()));
    files
}

fn walk_folder(folder: &Path, language: Language, report: &mut ImportReport, files: &mut Vec<PathBuf>) {
    let entries = std::fs::read_dir(folder).and_then(Iterator::collect::<io::Result<Vec<_>>>);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(error) => {
            report.failed.push(failure(folder, &read_error(folder)(error), language));
            return;
        }
    };
    entries.sort_by_key(std::fs::DirEntry::file_name);
    for entry in entries {
        let path = entry.path();
        let name = entry.file_name().to_string_lossy().into_owned();
        // A linked folder may lead back here, so links are followed to files only.
        let linked = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        if name.starts_with('.') || (linked && path.is_dir()) {
            continue;
        }
        if !path.is_dir() {
            files.extend((!is_companion(&path)).then_some(path));
        } else if !is_passed_over(&name) {
            walk_folder(&path, language, report, files);
        }
    }
}

/// Fonds libraries, and the folders that browsers save beside a page.
fn is_passed_over(folder: &str) -> bool {
    folder.ends_with(".fonds") || folder.ends_with("_files") || folder.ends_with("_tep")
}

fn is_companion(path: &Path) -> bool {
    let ending = path.extension().and_then(|ending| ending.to_str()).map(str::to_ascii_lowercase);
    ending.is_some_and(|ending| COMPANIONS.contains(&ending.as_str()))
}
