//! The fields of an article that came from another library, each brought into the form that it may have here.

use fonds_model::article::is_citekey;
use fonds_model::markdown::is_safe_link;
use fonds_model::text::{clean_line, nfc};
use fonds_model::{Article, Creator, Digest, Holding, Source};

/// Characters of a line at most.
const LONGEST_LINE: usize = 10_000;
/// Characters of an address at most.
const LONGEST_ADDRESS: usize = 8_000;
/// Creators, identifiers, keywords or tags of one article at most.
const MOST_NAMES: usize = 1000;
/// Libraries that an article may have been through.
const MOST_LIBRARIES: usize = 16;
/// Characters of an id at most.
const LONGEST_ID: usize = 32;

/// Checks everything but body and pictures. `path` is the file that the article was read from.
pub(super) fn check(article: &mut Article, path: &str) {
    let held = |id: &str| if is_id(id) { id.to_owned() } else { String::new() };
    article.id = held(article.id.as_str()).into();
    article.citekey.retain(|c| !c.is_whitespace());
    if !is_citekey(&article.citekey) || article.citekey.len() > 200 {
        article.citekey.clear();
    }
    article.title = line(&article.title);
    for field in [
        &mut article.publication,
        &mut article.publisher,
        &mut article.place,
        &mut article.dateline,
        &mut article.issue,
        &mut article.volume,
        &mut article.pages,
        &mut article.edition,
        &mut article.section,
        &mut article.url,
        &mut article.language,
        &mut article.rights,
    ] {
        *field = field.take().map(|text| line(&text)).filter(|text| !text.is_empty());
    }
    // As long as a text.
    article.lead = article.lead.take().map(|lead| text(&lead)).filter(|lead| !lead.is_empty());
    article.url = article.url.take().filter(|url| is_safe_link(url) && url.len() <= LONGEST_ADDRESS);
    article.language = article.language.take().filter(|tag| is_language(tag));
    article.creators.truncate(MOST_NAMES);
    article.creators.iter_mut().for_each(check_creator);
    article.creators.retain(|creator| !creator.name.is_empty());
    article.identifiers.truncate(MOST_NAMES);
    for identifier in &mut article.identifiers {
        identifier.scheme = line(&identifier.scheme);
        identifier.value = line(&identifier.value);
    }
    article.identifiers.retain(|identifier| !identifier.value.is_empty());
    article.keywords =
        std::mem::take(&mut article.keywords).iter().take(MOST_NAMES).map(|k| line(k)).collect();
    article.tags.truncate(MOST_NAMES);
    article.tags.retain(|tag| is_id(tag.as_str()));
    article.holding = article.holding.take().map(checked_holding);
    handed_on(&mut article.source, path);
}

/// A line of text as fields hold it, not longer than is sensible.
pub(super) fn line(text: &str) -> String {
    clean_line(&text.chars().take(LONGEST_LINE).collect::<String>())
}

/// A text of some lines.
pub(super) fn text(text: &str) -> String {
    nfc(text.chars().take(super::around::LONGEST_TEXT).collect::<String>().trim())
}

/// Whether a text can name a record: what ids are made of, and nothing that a catalog's keys are divided by.
pub(super) fn is_id(text: &str) -> bool {
    (1..=LONGEST_ID).contains(&text.len())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

/// A tag of BCP 47, as far as its letters show.
pub(super) fn is_language(tag: &str) -> bool {
    (2..=60).contains(&tag.len())
        && tag.split(['-', '_']).all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

fn check_creator(creator: &mut Creator) {
    creator.name = line(&creator.name);
    for part in [&mut creator.family, &mut creator.given] {
        *part = part.take().map(|name| line(&name)).filter(|name| !name.is_empty());
    }
}

fn checked_holding(holding: Holding) -> Holding {
    Holding {
        repository: line(&holding.repository),
        fonds: line(&holding.fonds),
        series: line(&holding.series),
        box_: line(&holding.box_),
        folder: line(&holding.folder),
        call_number: line(&holding.call_number),
    }
}

/// What was its source is now the one before; the bytes that it was made of here are the book's.
fn handed_on(source: &mut Source, path: &str) {
    let mut before = std::mem::take(source);
    check_source(&mut before, MOST_LIBRARIES);
    *source = Source {
        captured: before.captured,
        provenance: before.provenance.clone(),
        part: Some(path.to_owned()),
        importer: "transfer/1".into(),
        before: Some(Box::new(before)),
        ..Source::default()
    };
}

fn check_source(source: &mut Source, depth: usize) {
    if !is_digest(&source.digest) {
        source.digest = Digest::default();
    }
    source.record = source.record.take().filter(is_digest);
    source.further.retain(is_digest);
    source.further.truncate(MOST_NAMES);
    source.media_type = line(&source.media_type);
    source.importer = line(&source.importer);
    for field in [&mut source.file_name, &mut source.part, &mut source.encoding] {
        *field = field.take().map(|text| line(&text)).filter(|text| !text.is_empty());
    }
    source.provenance = std::mem::take(&mut source.provenance)
        .into_iter()
        .take(100)
        .map(|(field, place)| (line(&field), line(&place)))
        .collect();
    // What was imperfect then was told then.
    source.diagnostics.clear();
    match &mut source.before {
        Some(before) if depth > 0 => check_source(before, depth - 1),
        before => *before = None,
    }
}

fn is_digest(digest: &Digest) -> bool {
    digest.as_str().len() == 64
        && digest.as_str().bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}
