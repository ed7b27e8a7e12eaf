//! Annotations as a table, RFC 4180.
//!
//! Spreadsheets take a cell for a formula that begins with one of [`SIGNS`], and would calculate what somebody wrote into a note
//! or a page into its title. Such a cell gets an apostrophe in front, which makes it text; one that begins with apostrophes
//! before such a sign gets one more, so that taking one away gives every cell back.

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

/// What a formula begins with, or what spreadsheets skip before one.
const SIGNS: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// The table in UTF-8 with a byte order mark.
pub(super) fn csv(told: &[Told<'_>]) -> Vec<u8> {
    let mut writer = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(b"\xef\xbb\xbf".to_vec());
    // Writing to memory does not fail, and each row has as many fields as the first.
    let _ = writer.write_record(COLUMNS);
    for one in told {
        let _ = writer.write_record(row(one).map(harmless));
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

/// A cell that no spreadsheet takes for a formula.
fn harmless(cell: String) -> String {
    if cell.trim_start_matches('\'').starts_with(SIGNS) { format!("'{cell}") } else { cell }
}

#[cfg(test)]
mod tests {
    use super::harmless;
    use proptest::prelude::*;

    #[test]
    fn formulas_become_text() {
        for cell in ["=HYPERLINK(\"http://x\")", "+1", "-1+1", "@SUM(A1)", "\t=1", "\r=1", "'=1", "''-1"] {
            assert_eq!(harmless(cell.into()), format!("'{cell}"));
        }
        for cell in ["", "1945", "a=b", "'Ở đâu?'", "’=1", " =1", "–5"] {
            assert_eq!(harmless(cell.into()), cell);
        }
    }

    proptest! {
        /// No cell begins as a formula does, and no two cells become one.
        #[test]
        fn every_cell_can_be_given_back(cell in "[=+@'\t\ra-]{0,6}") {
            let made = harmless(cell.clone());
            prop_assert!(!made.starts_with(super::SIGNS));
            let guarded = made.strip_prefix('\'').filter(|rest| rest.trim_start_matches('\'').starts_with(super::SIGNS));
            prop_assert_eq!(guarded.unwrap_or(&made), cell);
        }
    }
}
