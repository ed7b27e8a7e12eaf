//! The package document (OPF): metadata, manifest, spine.

use super::NAME;
use crate::ImportError;
use crate::dates::machine_date;
use crate::package::{Package, resolve};
use crate::xml::{At, Tree};
use fonds_model::text::clean_line;
use fonds_model::{Creator, Edtf, Identifier, Role};
use std::collections::HashMap;

/// More chapters are not read.
const MOST_CHAPTERS: usize = 5000;

/// More creators, keywords or identifiers are not read.
const MOST_NAMES: usize = 500;

/// What the package document says.
#[derive(Default)]
pub(super) struct Book {
    pub title: String,
    pub creators: Vec<Creator>,
    pub publisher: Option<String>,
    pub issued: Option<Edtf>,
    pub language: Option<String>,
    pub identifiers: Vec<Identifier>,
    pub rights: Option<String>,
    pub keywords: Vec<String>,
    /// Paths of the chapters, in reading order.
    pub spine: Vec<String>,
    /// Path of the navigation document (EPUB 3).
    pub nav: Option<String>,
    /// Path of the NCX (EPUB 2).
    pub ncx: Option<String>,
}

impl Book {
    /// Reads the package document that the container names.
    ///
    /// # Errors
    /// `Broken` where there is none.
    pub fn of(files: &Package<'_>) -> Result<Self, ImportError> {
        let container = files.needed_xml("META-INF/container.xml")?;
        let path = container.first(0, "rootfile").and_then(|at| container.attr(at, "full-path"));
        let missing = || ImportError::Broken { format: NAME, reason: "it names no package document".into() };
        let path = path.ok_or_else(missing)?;
        let tree = files.needed_xml(path)?;
        let mut book = Self::default();
        book.read_metadata(&tree);
        book.read_order(&tree, path);
        Ok(book)
    }

    fn read_metadata(&mut self, tree: &Tree) {
        let metadata = tree.first(0, "metadata").unwrap_or(0);
        let first = |name: &str| {
            let texts = tree.named(metadata, name).map(|at| clean_line(&tree.text(at)));
            texts.into_iter().find(|text| !text.is_empty())
        };
        self.title = first("title").unwrap_or_default();
        self.publisher = first("publisher");
        self.language = first("language").filter(|tag| tag.len() >= 2 && tag != "und");
        self.rights = first("rights");
        self.keywords =
            tree.named(metadata, "subject").map(|at| clean_line(&tree.text(at))).take(MOST_NAMES).collect();
        self.keywords.retain(|keyword| !keyword.is_empty());
        self.issued = date(tree, metadata);
        self.identifiers = tree
            .named(metadata, "identifier")
            .take(MOST_NAMES)
            .filter_map(|at| identifier(tree, at))
            .collect();
        for (name, usual) in [("creator", Role::Author), ("contributor", Role::Contributor)] {
            let creators = tree
                .named(metadata, name)
                .take(MOST_NAMES)
                .filter_map(|at| creator(tree, metadata, at, usual));
            self.creators.extend(creators);
        }
    }

    fn read_order(&mut self, tree: &Tree, path: &str) {
        let mut paths: HashMap<&str, String> = HashMap::new();
        for item in tree.named(0, "item") {
            let Some((id, href)) = tree.attr(item, "id").zip(tree.attr(item, "href")) else { continue };
            let href = percent_encoding::percent_decode_str(href).decode_utf8_lossy();
            let href = resolve(path, &href);
            if tree.attr(item, "properties").is_some_and(|all| all.split_whitespace().any(|one| one == "nav"))
            {
                self.nav = Some(href.clone());
            }
            if tree.attr(item, "media-type") == Some("application/x-dtbncx+xml") {
                self.ncx = Some(href.clone());
            }
            paths.insert(id, href);
        }
        let references = tree.named(0, "itemref").filter_map(|at| paths.get(tree.attr(at, "idref")?));
        for path in references.take(MOST_CHAPTERS) {
            if !self.spine.contains(path) {
                self.spine.push(path.clone());
            }
        }
    }
}

/// The date of publication: an EPUB 2 may tell several by their events.
fn date(tree: &Tree, metadata: At) -> Option<Edtf> {
    let rank = |at: &At| match tree.attr(*at, "event") {
        Some("publication") => Some(0),
        Some("original-publication") => Some(1),
        None => Some(2),
        Some(_) => None,
    };
    let dates = tree.named(metadata, "date").filter_map(|at| Some((rank(&at)?, at)));
    let (_, at) = dates.min_by_key(|(rank, _)| *rank)?;
    machine_date(&tree.text(at)).filter(|date| date.year() > 1000)
}

fn identifier(tree: &Tree, at: At) -> Option<Identifier> {
    let text = clean_line(&tree.text(at));
    let lower = text.to_lowercase();
    let value = lower.strip_prefix("urn:isbn:").or_else(|| lower.strip_prefix("isbn:")).unwrap_or(&lower);
    let digits: String = value.chars().filter(char::is_ascii_alphanumeric).collect();
    let declared = tree.attr(at, "scheme").is_some_and(|scheme| scheme.eq_ignore_ascii_case("isbn"));
    let is_isbn =
        digits.len() == 13 && digits.starts_with("97") && digits.chars().all(|c| c.is_ascii_digit());
    if is_isbn || (declared && digits.len() == 10) {
        return Some(Identifier { scheme: "isbn".into(), value: digits.to_uppercase() });
    }
    let doi = ["doi:", "urn:doi:", "https://doi.org/"].iter().find_map(|start| lower.strip_prefix(start))?;
    Some(Identifier { scheme: "doi".into(), value: doi.trim().to_owned() })
}

/// A creator with the role that an attribute (EPUB 2) or a refinement (EPUB 3) gives; makers of the file are none.
fn creator(tree: &Tree, metadata: At, at: At, usual: Role) -> Option<Creator> {
    let name = Some(clean_line(&tree.text(at))).filter(|name| !name.is_empty())?;
    let refined = || {
        let id = tree.attr(at, "id")?;
        let is_ours = |meta: &At| {
            tree.attr(*meta, "property") == Some("role")
                && tree.attr(*meta, "refines").is_some_and(|target| target.strip_prefix('#') == Some(id))
        };
        tree.named(metadata, "meta").find(is_ours).map(|meta| tree.text(meta))
    };
    let role = match tree.attr(at, "role").map(str::to_owned).or_else(refined).as_deref().map(str::trim) {
        Some("aut") => Role::Author,
        Some("edt") => Role::Editor,
        Some("trl") => Role::Translator,
        Some("pht") => Role::Photographer,
        Some("ive") => Role::Interviewee,
        Some("bkp" | "mrk") => return None,
        Some(_) => Role::Contributor,
        None => usual,
    };
    Some(Creator { role, ..Creator::author(name) })
}
