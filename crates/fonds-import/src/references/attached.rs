//! Files that go with a record: asked of the loader, and read as any document is.

use crate::{AssetLoader, Format, Imported, Input, Options, format};
use fonds_model::{Article, Block, Diagnostic, Digest};
use percent_encoding::percent_decode_str;
use std::io;

/// Files that are asked for, of those that one record names.
const MOST: usize = 20;

/// Files of all records together, in bytes: they are held until the import is done.
const LARGEST: usize = 1 << 30;

/// Gives articles the texts of their files.
pub(crate) struct Attached<'a> {
    loader: &'a dyn AssetLoader,
    /// The digest of the references.
    record: Digest,
    /// Bytes for which there is room.
    room: usize,
}

impl<'a> Attached<'a> {
    pub fn of(record: Digest, loader: &'a dyn AssetLoader) -> Self {
        Self { loader, record, room: LARGEST }
    }

    /// Gives an article the text of the first of its files that can be read.
    pub fn attach(&mut self, imported: &mut Imported, files: &[String]) {
        for file in files.iter().filter(|file| !is_address(file)).take(MOST) {
            if imported.original.is_some() {
                let message = "the record has more files; only the first that can be read was taken";
                let remark = Diagnostic::info("more-files", message).hint("import the file by itself");
                imported.article.source.diagnostics.push(remark.at(shown(file)));
                continue;
            }
            match self.read(file, imported.article.url.as_deref()) {
                Ok((bytes, made)) => {
                    merge(imported, made, &self.record);
                    imported.original = Some(bytes.into());
                }
                Err(remark) => imported.article.source.diagnostics.push(remark.at(shown(file))),
            }
        }
    }

    fn read(&mut self, file: &str, url: Option<&str>) -> Result<(Vec<u8>, Imported), Diagnostic> {
        let (bytes, made) = read(file, url, self.loader)?;
        self.room = self.room.checked_sub(bytes.len()).ok_or_else(|| {
            let message = "the files of all records are too many for one import; only the record was taken";
            Diagnostic::warning("attachment-left", message).hint("divide the references and import each part")
        })?;
        Ok((bytes, made))
    }
}

fn is_address(file: &str) -> bool {
    let lower = file.to_ascii_lowercase();
    ["http:", "https:", "ftp:", "internal-pdf:", "zotero:"].iter().any(|scheme| lower.starts_with(scheme))
}

fn shown(file: &str) -> String {
    file.chars().take(200).collect()
}

/// The bytes of a file, and what was made of it.
fn read(file: &str, url: Option<&str>, loader: &dyn AssetLoader) -> Result<(Vec<u8>, Imported), Diagnostic> {
    let (path, bytes) = load(file, loader).map_err(|error| {
        let message = if error.kind() == io::ErrorKind::NotFound {
            "a file of the record is not beside it; only the record was taken".to_owned()
        } else {
            format!("a file of the record could not be read: {error}")
        };
        Diagnostic::warning("attachment-missing", message)
            .hint("put it beside the references and import again")
    })?;
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", &path));
    let beside = Beside { folder, loader };
    let input = Input { bytes: &bytes, file_name: Some(name), url, ..Input::default() };
    let unread = |reason: String| {
        let message = format!("a file of the record gave no text: {reason}; only the record was taken");
        Diagnostic::warning("attachment-unread", message).hint("it stays where it is; import it by itself")
    };
    // A list that names itself as its file would be read for ever.
    let kind = format::of(&input).map_err(|error| unread(error.to_string()))?;
    if !is_document(kind) {
        return Err(unread(format!("it is {}", kind.name())));
    }
    let batch = crate::read(&input, Options { whole_books: true }, &beside);
    let made = batch.map_err(|error| unread(error.to_string()))?.articles.into_iter().next();
    let made = made.ok_or_else(|| unread("it is empty".into()))?;
    Ok((bytes, made))
}

fn is_document(format: Format) -> bool {
    matches!(
        format,
        Format::Text
            | Format::Markdown
            | Format::Html
            | Format::Mhtml
            | Format::WebArchive
            | Format::Docx
            | Format::Odt
            | Format::Rtf
            | Format::Epub
            | Format::Pdf
    )
}

/// The file at the path as it is written, percent-decoded, or, where it names another machine's folder, by its name.
fn load(file: &str, loader: &dyn AssetLoader) -> io::Result<(String, Vec<u8>)> {
    let path = file.strip_prefix("file://").unwrap_or(file).replace('\\', "/");
    let decoded = percent_decode_str(&path).decode_utf8_lossy().into_owned();
    let absolute = path.starts_with('/') || path.get(1..3) == Some(":/");
    let name = decoded.rsplit('/').next().unwrap_or_default().to_owned();
    let candidates = if absolute { vec![name] } else { vec![path.clone(), decoded] };
    let mut last = io::ErrorKind::NotFound.into();
    for candidate in candidates.into_iter().filter(|candidate| !candidate.is_empty()) {
        match loader.load(&candidate) {
            Ok(bytes) => return Ok((candidate, bytes)),
            Err(error) => last = error,
        }
    }
    Err(last)
}

/// Gives the files beside a file that lies in a folder.
struct Beside<'a> {
    folder: &'a str,
    loader: &'a dyn AssetLoader,
}

impl AssetLoader for Beside<'_> {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        match self.folder {
            "" => self.loader.load(reference),
            folder => self.loader.load(&format!("{folder}/{reference}")),
        }
    }
}

/// Text and origin are the file's; fields are the record's, and the file's where the record has none.
fn merge(imported: &mut Imported, made: Imported, record: &Digest) {
    let file = made.article;
    let article = &mut imported.article;
    let mut source = file.source;
    source.record = Some(record.clone());
    source.captured = article.source.captured.or(source.captured);
    source.diagnostics.append(&mut article.source.diagnostics);
    // The record is the better source of the title; that the file had none is nothing to tell.
    source.diagnostics.retain(|remark| article.title.is_empty() || remark.code != "title-guessed");
    article.source = source;
    article.body = file.body;
    match (&article.lead, file.lead) {
        (None, lead) => article.lead = lead,
        (Some(own), Some(lead)) if *own != lead => article.body.insert(0, Block::paragraph(lead)),
        _ => {}
    }
    let given = Article { title: file.title, publication: file.publication, ..Article::default() };
    if article.title.is_empty() {
        article.title = given.title;
    }
    if article.creators.is_empty() {
        article.creators = file.creators;
    }
    if article.keywords.is_empty() {
        article.keywords = file.keywords;
    }
    article.publication = article.publication.take().or(given.publication);
    article.issued = article.issued.take().or(file.issued);
    article.modified = article.modified.take().or(file.modified);
    article.dateline = article.dateline.take().or(file.dateline);
    article.section = article.section.take().or(file.section);
    article.rights = article.rights.take().or(file.rights);
    article.url = article.url.take().or(file.url);
    article.language = article.language.take().or(file.language);
    imported.assets = made.assets;
    imported.markings.extend(made.markings);
    imported.tags.extend(made.tags);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::NoAssets;

    struct Files(Vec<(&'static str, &'static str)>);

    impl AssetLoader for Files {
        fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
            let found = self.0.iter().find(|(name, _)| *name == reference);
            found.map(|(_, text)| text.as_bytes().to_vec()).ok_or_else(|| io::ErrorKind::NotFound.into())
        }
    }

    fn imported(ris: &str, files: Files) -> Imported {
        let input = Input { bytes: ris.as_bytes(), file_name: Some("a.ris"), ..Input::default() };
        crate::read(&input, Options::default(), &files).unwrap().articles.remove(0)
    }

    fn codes(imported: &Imported) -> Vec<&str> {
        imported.article.source.diagnostics.iter().map(|remark| remark.code.as_str()).collect()
    }

    #[test]
    fn the_file_gives_the_text_and_the_record_the_fields() {
        let ris = "TY  - NEWS\nID  - a1\nTI  - Tên đúng\nAB  - Tóm tắt.\nL1  - files/1/b%C3%A0i.md\nL1  - files/2/b.md\nER  - \n";
        let imported = imported(ris, Files(vec![("files/1/bài.md", "# Tên sai\n\nMột đoạn văn của bài.\n")]));
        let article = &imported.article;
        assert_eq!((article.title.as_str(), article.lead.as_deref()), ("Tên đúng", Some("Tóm tắt.")));
        assert_eq!(article.body.len(), 1);
        assert_eq!(article.source.digest, Digest::of(imported.original.as_deref().unwrap()));
        assert_eq!(article.source.record, Some(Digest::of(ris.as_bytes())));
        assert_eq!(article.source.media_type, "text/markdown");
        assert_eq!(codes(&imported), ["more-files"]);
    }

    #[test]
    fn what_is_missing_or_no_document_is_told() {
        let ris = "TY  - NEWS\nTI  - x\nL1  - không có.pdf\nL1  - a.ris\nL1  - https://x.vn/a.pdf\nER  - \n";
        let imported = imported(ris, Files(vec![("a.ris", "TY  - NEWS\nTI  - x\nL1  - a.ris\nER  - \n")]));
        assert_eq!(codes(&imported), ["attachment-missing", "attachment-unread"]);
        assert!(imported.article.body.is_empty() && imported.original.is_none());
    }

    #[test]
    fn another_machines_folder_is_known_by_the_files_name() {
        let loader = Files(vec![("a.txt", "x")]);
        assert!(load(r"C:\Users\an\a.txt", &loader).is_ok());
        assert!(load("file:///home/an/a.txt", &loader).is_ok());
        assert!(load("../b.txt", &NoAssets).is_err());
    }
}
