//! `text`: an article's text in Markdown, to be corrected with any editor.

use crate::output::{Failure, Reply};
use clap::Args;
use fonds_library::{Library, LibraryError};
use serde_json::json;
use std::path::PathBuf;

/// Show an article's text in Markdown, or replace it by a corrected one; annotations stay with their words.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds text nguyen2022 > a.md; (edit a.md) \
    fonds -l Press.fonds text nguyen2022 --set a.md")]
pub struct Text {
    /// Id, beginning of an id, or citekey.
    article: String,
    /// The corrected text.
    #[arg(long, value_name = "FILE.md")]
    set: Option<PathBuf>,
}

impl Text {
    /// Answers with the text, or with what became of the annotations.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        let id = library.resolve(&self.article)?;
        let Some(path) = self.set else {
            let text = library.editable_text(&id)?;
            let blocks: Vec<&str> = text.blocks.iter().map(|block| block.markdown.as_str()).collect();
            let whole = blocks.join("\n\n");
            return Ok(Reply::new(json!({ "id": id, "markdown": whole }), whole));
        };
        let markdown = std::fs::read_to_string(&path)
            .map_err(|source| LibraryError::Read { path: path.clone(), source })?;
        let done = library.replace_text(&id, markdown.trim_start_matches('\u{feff}'))?;
        let text = match done.changed {
            true => format!(
                "corrected; annotations moved {}, detached {}, found {}",
                done.moved, done.detached, done.found
            ),
            false => "nothing changed".to_owned(),
        };
        Ok(Reply::new(done, text))
    }
}
