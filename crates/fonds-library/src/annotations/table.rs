//! Annotations as a table, RFC 4180.

use super::export::Told;
use csv::{Terminator, WriterBuilder};
use fonds_model::{Edtf, Region};

const COLUMNS: [&str; 19] = [
    "id",
    "article",
    "citekey",
    "title",
    "creators",
    "publication",
    "issued",
    "url",
    "quote",
    "note",
    "tags",
    "colour",
    "creator",
    "created",
    "modified",
    "start",
    "end",
    "picture",
    "region",
];

/// The table in UTF-8 with a byte order mark.
pub(super) fn csv(told: &[Told<'_>]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    // Writing to memory does not fail, and each row has as many fields as the first.
    let _ = writer.write_record(COLUMNS);
    for one in told {
        let _ = writer.write_record(row(one));
    }
    writer.into_inner().unwrap_or_default()
}

fn row(told: &Told<'_>) -> [String; 19] {
    let (annotation, article) = (told.annotation, told.article);
    let creators: Vec<&str> = article.creators.iter().map(|creator| creator.name.as_str()).collect();
    let place = |place: fn(fonds_model::TextPosition) -> usize| told.place.map(|at| place(at).to_string());
    let region =
        |told: fn(&Region) -> String| annotation.target.region.as_ref().map(told).unwrap_or_default();
    [
        annotation.id.0.clone(),
        article.id.0.clone(),
        article.citekey.clone(),
        article.title.clone(),
        creators.join("; "),
        article.publication.clone().unwrap_or_default(),
        article.issued.as_ref().map(Edtf::to_string).unwrap_or_default(),
        article.url.clone().unwrap_or_default(),
        annotation.target.quote.exact.clone(),
        annotation.note.clone(),
        told.tags.join("; "),
        annotation.colour.name().to_owned(),
        annotation.creator.clone(),
        annotation.created.to_string(),
        annotation.modified.to_string(),
        place(|at| at.start).unwrap_or_default(),
        place(|at| at.end).unwrap_or_default(),
        region(|part| part.asset.0.clone()),
        region(|part| part.fragment.to_string()),
    ]
}
