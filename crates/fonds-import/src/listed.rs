//! The samples of references and exports, listed as a person can read them.

use crate::{AssetLoader, Batch, ImportError, Imported, Input, Marking, Options, read};
use fonds_model::Projection;
use std::fmt::Write;
use std::io;
use std::path::PathBuf;

/// A folder of samples; its files are what lies beside an input.
pub(crate) struct Beside(pub &'static str);

impl Beside {
    fn path(&self, name: &str) -> PathBuf {
        [env!("CARGO_MANIFEST_DIR"), "samples", self.0, name].iter().collect()
    }

    pub fn bytes(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.path(name)).unwrap()
    }

    pub fn read(&self, name: &str, bytes: &[u8]) -> Result<Batch, ImportError> {
        let input = Input { bytes, file_name: Some(name), ..Input::default() };
        read(&input, Options::default(), self)
    }

    /// What a sample gives, an article a paragraph.
    pub fn listed(&self, name: &str) -> String {
        let batch = self.read(name, &self.bytes(name)).unwrap();
        assert_eq!(batch.failed, []);
        let mut out = String::new();
        for remark in &batch.diagnostics {
            let _ = writeln!(out, "! {}", remark.code);
        }
        batch.articles.iter().for_each(|imported| list(imported, &mut out));
        out
    }
}

impl AssetLoader for Beside {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        std::fs::read(self.path(reference))
    }
}

fn list(imported: &Imported, out: &mut String) {
    let article = &imported.article;
    let source = &article.source;
    let creators: Vec<String> =
        article.creators.iter().map(|c| format!("{} ({})", c.name, c.role.name())).collect();
    let identifiers: Vec<String> =
        article.identifiers.iter().map(|i| format!("{} {}", i.scheme, i.value)).collect();
    let or = |text: &Option<String>| text.clone().unwrap_or_default();
    let codes: Vec<&str> = source.diagnostics.iter().map(|remark| remark.code.as_str()).collect();
    let place = [&article.publication, &article.volume, &article.issue, &article.pages];
    let place = place.into_iter().flatten().cloned().collect::<Vec<_>>().join(" | ");
    let rows = [
        ("", format!("{} | {} | {}", article.title, article.kind.name(), source.media_type)),
        ("part", or(&source.part)),
        // Where it is not the record's own name.
        (
            "key",
            Some(article.citekey.clone()).filter(|key| source.part.as_ref() != Some(key)).unwrap_or_default(),
        ),
        ("by", creators.join("; ")),
        ("in", place),
        ("issued", article.issued.as_ref().map(ToString::to_string).unwrap_or_default()),
        ("captured", source.captured.map(|time| time.to_string()).unwrap_or_default()),
        ("url", or(&article.url)),
        ("ids", identifiers.join("; ")),
        ("language", or(&article.language)),
        ("keywords", article.keywords.join("; ")),
        ("tags", imported.tags.join("; ")),
        ("lead", or(&article.lead)),
        ("text", Projection::of_blocks(&article.body).text.replace('\n', " / ")),
        ("pictures", imported.assets.iter().map(|asset| asset.info.file_name.as_str()).collect()),
        ("remarks", codes.join(" ")),
    ];
    for (name, value) in rows.iter().filter(|(_, value)| !value.is_empty()) {
        let _ = writeln!(out, "{}{}{value}", name, if name.is_empty() { "# " } else { ": " });
    }
    imported.markings.iter().for_each(|marking| list_marking(marking, out));
}

fn list_marking(marking: &Marking, out: &mut String) {
    let created = marking.created.map(|time| time.to_string()).unwrap_or_default();
    let quote = format!("“{}”", marking.quote.exact);
    let tags = marking.tags.join("; ");
    let parts = [&quote, &marking.note, marking.colour.name(), &tags, &marking.creator, &created];
    let parts: Vec<&str> = parts.into_iter().map(|part: &str| part).filter(|part| !part.is_empty()).collect();
    let _ = writeln!(out, "{}", parts.join(" | ").replace('\n', " / "));
}

/// Highlights of a sample whose text was kept stand in that text.
#[test]
fn highlights_stand_in_their_texts() {
    for name in [
        "wallabag.json",
        "readeck.zip",
        "omnivore.zip",
        "readwise.csv",
        "raindrop.csv",
        "instapaper.csv",
        "pocket.zip",
    ] {
        let batch = Beside("exports").read(name, &Beside("exports").bytes(name)).unwrap();
        let mut found = 0;
        for imported in &batch.articles {
            let projection = Projection::of(&imported.article);
            for marking in imported.markings.iter().filter(|marking| !marking.quote.exact.is_empty()) {
                assert!(fonds_model::TextTarget::quoting(&projection, &marking.quote).is_some(), "{name}");
                found += 1;
            }
        }
        assert!(found > 0, "{name}");
    }
}
