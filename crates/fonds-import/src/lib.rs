//! Import: bytes become an article, its pictures, and remarks about what was imperfect.
//!
//! [`read`] is the entry:
//! 1. [`Format`] is taken from the caller, the bytes themselves ([`sniff`]), or the name;
//! 2. a reader for that format makes articles of the bytes: one of a document, many of a container or a list of
//!    records; where the bytes are text, [`decode`] finds their encoding;
//! 3. each article is completed with language, title, digest and diagnostics.
//!
//! Invariant: no disk and no network (an [`AssetLoader`] is asked); no bytes make it panic; no HTML survives.

mod annotations;
mod archives;
mod batch;
mod bylines;
mod dates;
mod decode;
mod documents;
mod error;
mod exports;
mod format;
mod html;
mod images;
mod markdown;
mod package;
mod periods;
mod references;
mod remarks;
mod sniff;
mod text;
mod transfer;
mod vietnamese;
mod xml;

#[cfg(test)]
mod bounds;
#[cfg(test)]
mod damage;
#[cfg(test)]
mod fuzz;
#[cfg(test)]
mod listed;
#[cfg(test)]
mod samples;

pub use annotations::{Noted, read_annotations};
pub use batch::{Batch, Imported, Marking, Unread};
pub use error::ImportError;
pub use format::Format;
pub use html::PageLinks;
pub use images::{AssetLoader, NoAssets};
pub use transfer::Received;

use fonds_model::{Article, Block, Diagnostic, Digest};
use whatlang::Lang;

/// Larger input is refused, in bytes.
pub const LARGEST: usize = 128 << 20;
/// Larger input that is text, and not pictures and packed files for the most part, is refused, in bytes.
const LARGEST_TEXT: usize = 64 << 20;
/// Larger input that is one text or page is refused, in bytes: it is copied several times.
const LARGEST_PAGE: usize = 32 << 20;

/// The date in a text that says nothing but a date, as newspapers and magazines print it.
pub fn written_date(text: &str) -> Option<fonds_model::Edtf> {
    dates::date_line(text).or_else(|| periods::period(text))
}

/// What came in.
#[derive(Clone, Copy, Default)]
pub struct Input<'a> {
    /// The exact bytes.
    pub bytes: &'a [u8],
    /// The file's name, without folders.
    pub file_name: Option<&'a str>,
    /// What the caller says it is.
    pub format: Option<Format>,
    /// Where it was found.
    pub url: Option<&'a str>,
    /// The encoding that whoever gave it says it is in, such as a web server.
    pub charset: Option<&'a str>,
}

/// What the user chooses.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// A book is one article, not an article a chapter.
    pub whole_books: bool,
}

/// Reads an input: one article of a document, many of a container.
///
/// # Errors
/// Only where there is no article at all: nothing in it, not text, no known format.
pub fn read(input: &Input<'_>, options: Options, loader: &dyn AssetLoader) -> Result<Batch, ImportError> {
    if input.bytes.len() > LARGEST {
        return Err(ImportError::TooLarge { bytes: input.bytes.len() });
    }
    if input.bytes.iter().all(u8::is_ascii_whitespace) {
        return Err(ImportError::Empty);
    }
    let format = format::of(input)?;
    let largest = if format.is_text() { LARGEST_PAGE } else { LARGEST_TEXT };
    if input.bytes.len() > largest && !format.is_container() {
        return Err(ImportError::TooLarge { bytes: input.bytes.len() });
    }
    let mut batch = read_as(format, input, options, loader)?;
    // Once: an input may hold thousands of articles.
    let digest = Digest::of(input.bytes);
    for imported in &mut batch.articles {
        finish(imported, input, &digest, format);
    }
    for received in &mut batch.received {
        received.name_source(input, &digest, format);
    }
    drop_the_empty(&mut batch, format);
    match (batch.articles.is_empty() && batch.received.is_empty(), batch.failed.as_slice()) {
        (true, []) => Err(ImportError::NoText),
        (true, [only]) => Err(only.error.clone()),
        _ => Ok(batch),
    }
}

/// What a web page says of other pages of its article; nothing for anything but a page with an address.
pub fn page_links(input: &Input<'_>) -> PageLinks {
    let url = input.url.and_then(|url| url::Url::parse(url).ok());
    let is_page = matches!(format::of(input), Ok(Format::Html));
    let decoded = url.filter(|_| is_page).zip(decode::decode_page(input.bytes, input.charset).ok());
    decoded.map(|(url, decoded)| html::links(&decoded.text, &url)).unwrap_or_default()
}

/// A web page as it was kept, to be looked at: decoded, and without anything that acts or leads elsewhere.
///
/// # Errors
/// When the bytes are no text.
pub fn shown_page(bytes: &[u8], charset: Option<&str>) -> Result<String, ImportError> {
    Ok(html::shown::shown(&decode::decode_page(bytes, charset)?.text))
}

/// The text of a file, decoded.
///
/// # Errors
/// When the bytes are no text.
pub fn shown_text(bytes: &[u8]) -> Result<String, ImportError> {
    Ok(decode::decode(bytes, false)?.text)
}

/// The words of a document, an e-book or a page of an archive, read again from its bytes: of the part with that name, or of all
/// parts where none has it.
///
/// # Errors
/// As [`read`].
pub fn shown_words(bytes: &[u8], file_name: Option<&str>, part: Option<&str>) -> Result<String, ImportError> {
    let input = Input { bytes, file_name, ..Input::default() };
    let batch = read(&input, Options::default(), &NoAssets)?;
    // A book of Fonds hands on its articles beside those that are read of its pages.
    let received = batch.received.into_iter().flat_map(|received| received.articles);
    let articles: Vec<Imported> = batch.articles.into_iter().chain(received).collect();
    let is_named = |imported: &&Imported| part.is_some() && imported.article.source.part.as_deref() == part;
    let named: Vec<&Imported> = articles.iter().filter(is_named).collect();
    let shown = if named.is_empty() { articles.iter().collect() } else { named };
    let words = shown.into_iter().map(|imported| {
        let text = fonds_model::Projection::of(&imported.article).text;
        format!("{}\n\n{}", imported.article.title, text.replace('\n', "\n\n"))
    });
    Ok(words.collect::<Vec<_>>().join("\n\n\n"))
}

/// Puts the text of an article's further pages behind that of the first; what they repeat of it is left out.
pub fn join_pages(first: &mut Imported, further: Vec<Imported>) {
    for page in further {
        let repeated = |block: &Block| first.article.body.contains(block);
        let start = page.article.body.iter().take_while(|block| repeated(block)).count();
        first.article.body.extend_from_slice(&page.article.body[start..]);
        for asset in page.assets {
            if !first.assets.iter().any(|known| known.info.digest == asset.info.digest) {
                first.article.assets.push(asset.info.clone());
                first.assets.push(asset);
            }
        }
        first.article.source.further.push(page.article.source.digest);
        first.article.source.diagnostics.extend(page.article.source.diagnostics);
    }
}

/// The first article of an input.
///
/// # Errors
/// As [`read`].
pub fn import(input: &Input<'_>, loader: &dyn AssetLoader) -> Result<Imported, ImportError> {
    let batch = read(input, Options::default(), loader)?;
    batch.articles.into_iter().next().ok_or(ImportError::NoText)
}

/// The picture that these bytes are, of a kind that is kept; `name` is its file's.
pub fn picture(name: &str, bytes: Vec<u8>) -> Option<fonds_model::Asset> {
    images::checked(name, bytes).ok()
}

fn read_as(
    format: Format,
    input: &Input<'_>,
    options: Options,
    loader: &dyn AssetLoader,
) -> Result<Batch, ImportError> {
    match format {
        Format::Text | Format::Markdown | Format::Html | Format::Fragment => {
            read_text(format, input, loader).map(Batch::of)
        }
        Format::Mhtml | Format::WebArchive | Format::Warc | Format::Wacz | Format::Zip => {
            archives::read(format, input, options, loader)
        }
        Format::Docx | Format::Odt | Format::Rtf | Format::Epub | Format::Pdf => {
            documents::read(format, input, options)
        }
        Format::Ris | Format::Bibtex | Format::CslJson | Format::ZoteroRdf => {
            references::read(format, input, options, loader)
        }
        Format::Wallabag
        | Format::Readeck
        | Format::Omnivore
        | Format::Pocket
        | Format::Instapaper
        | Format::Pinboard
        | Format::Raindrop
        | Format::Bookmarks
        | Format::Readwise
        | Format::Feed => exports::read(format, input, options, loader),
    }
}

/// A text in some encoding.
fn read_text(format: Format, input: &Input<'_>, loader: &dyn AssetLoader) -> Result<Imported, ImportError> {
    let decoded = match input.charset {
        Some(charset) => decode::decode_page(input.bytes, Some(charset))?,
        None => decode::decode(input.bytes, matches!(format, Format::Html | Format::Fragment))?,
    };
    let mut imported = match format {
        Format::Html => return read_page(decoded, input, loader),
        Format::Fragment => html::piece(&decoded.text, input.url, loader),
        Format::Markdown => markdown::read(&decoded.text, loader),
        _ => text::read(&decoded.text),
    };
    note_decoding(&mut imported, decoded);
    Ok(imported)
}

/// A web page that may say itself where and when it was saved.
fn read_page(
    decoded: decode::Decoded,
    input: &Input<'_>,
    loader: &dyn AssetLoader,
) -> Result<Imported, ImportError> {
    let saved = html::saved::find(&decoded.text);
    let mut imported =
        html::read(&decoded.text, input.url.or(saved.url.as_deref()), input.file_name, loader)?;
    imported.article.source.captured = saved.captured;
    note_decoding(&mut imported, decoded);
    Ok(imported)
}

fn note_decoding(imported: &mut Imported, decoded: decode::Decoded) {
    let source = &mut imported.article.source;
    source.diagnostics.extend(decoded.diagnostics);
    source.encoding = Some(decoded.encoding.to_owned());
}

/// What every article has, where its reader did not say it: digest, media type, name, importer, address, language.
fn finish(imported: &mut Imported, input: &Input<'_>, digest: &Digest, format: Format) {
    let article = &mut imported.article;
    let source = &mut article.source;
    if source.digest == Digest::default() {
        source.digest = imported.original.as_deref().map_or_else(|| digest.clone(), Digest::of);
    }
    if source.media_type.is_empty() {
        format.media_type().clone_into(&mut source.media_type);
    }
    if source.importer.is_empty() {
        source.importer = format!("{}/1", format.name());
    }
    if source.file_name.is_none() {
        source.file_name = input.file_name.map(fonds_model::text::clean_line);
    }
    article.url = article.url.take().or_else(|| input.url.map(str::to_owned));
    article.assets = imported.assets.iter().map(|asset| asset.info.clone()).collect();
    complete(article, input);
}

/// An article without any text is one only where a record stands for it, such as a reference, or where its pages are
/// pictures: scans are often put into a document of Word.
fn drop_the_empty(batch: &mut Batch, format: Format) {
    if format.may_be_bare() {
        return;
    }
    let is_document = matches!(format, Format::Docx | Format::Odt | Format::Rtf);
    for mut imported in std::mem::take(&mut batch.articles) {
        if fonds_model::Projection::of(&imported.article).text.trim().is_empty() {
            if !is_document || imported.assets.is_empty() {
                let source = imported.article.source;
                let part = source.part.or(source.file_name).unwrap_or_default();
                batch.failed.push(Unread { part, error: ImportError::NoText });
                continue;
            }
            imported.article.source.diagnostics.push(pages_are_pictures());
        }
        batch.articles.push(imported);
    }
}

fn pages_are_pictures() -> Diagnostic {
    Diagnostic::warning("document-without-text", "the document has no text: its pages are pictures")
        .hint("run text recognition (OCR) on it and import the result; the original is kept")
}

/// Language by the text where none was declared; a title where there was none.
fn complete(article: &mut Article, input: &Input<'_>) {
    if fonds_model::nesting::flatten_depths(&mut article.body) {
        let message =
            "lists, quotations or tables lay too deeply in each other; their innermost text stands flat";
        article.source.diagnostics.push(Diagnostic::warning("nesting-flattened", message));
    }
    let text = fonds_model::Projection::of(article).text;
    if article.language.is_none()
        && let Some(language) = detect_language(&text)
    {
        article.language = Some(language.to_owned());
        article.source.provenance.insert("language".into(), "detected".into());
    }
    if article.title.is_empty() && !(text.trim().is_empty() && article.assets.is_empty()) {
        let stem =
            input.file_name.and_then(|name| name.rsplit_once('.').map(|(stem, _)| stem).or(Some(name)));
        let first = text.lines().next().unwrap_or_default();
        article.title = stem.map_or_else(|| first.chars().take(80).collect(), fonds_model::text::clean_line);
        let remark =
            Diagnostic::warning("title-guessed", "no title was found; the file's name stands for it");
        article.source.diagnostics.push(remark.hint("edit the title"));
    }
}

/// A text of fewer letters tells nothing of its language, and asking costs as much as for a long one.
const LEAST_LETTERS: usize = 12;

fn detect_language(text: &str) -> Option<&'static str> {
    let letters = text.chars().filter(|c| c.is_alphabetic());
    if letters.take(LEAST_LETTERS).count() < LEAST_LETTERS {
        return None;
    }
    let sample: String = text.chars().take(4000).collect();
    let found = whatlang::detect(&sample).filter(whatlang::Info::is_reliable)?;
    LANGUAGES.iter().find(|(lang, _)| *lang == found.lang()).map(|(_, tag)| *tag)
}

/// BCP 47 tags of the languages that are told apart.
const LANGUAGES: [(Lang, &str); 20] = [
    (Lang::Vie, "vi"),
    (Lang::Eng, "en"),
    (Lang::Fra, "fr"),
    (Lang::Deu, "de"),
    (Lang::Spa, "es"),
    (Lang::Por, "pt"),
    (Lang::Ita, "it"),
    (Lang::Rus, "ru"),
    (Lang::Cmn, "zh"),
    (Lang::Jpn, "ja"),
    (Lang::Kor, "ko"),
    (Lang::Tha, "th"),
    (Lang::Khm, "km"),
    (Lang::Ind, "id"),
    (Lang::Ara, "ar"),
    (Lang::Heb, "he"),
    (Lang::Hin, "hi"),
    (Lang::Nld, "nl"),
    (Lang::Pol, "pl"),
    (Lang::Ukr, "uk"),
];
