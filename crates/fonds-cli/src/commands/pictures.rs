//! `pictures`: which pictures of a collection have no alternative text, and writing one.

use crate::output::{Failure, Reply};
use clap::{Args, Subcommand};
use fonds_library::Library;
use serde_json::json;

/// List the pictures without alternative text, or write one.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds pictures list \"Cầu đường\"\n         \
    fonds -l Press.fonds pictures describe nguyen2022 phatanmy.jpg \"Bến phà Tân Mỹ nhìn từ bờ tây\"")]
pub struct Pictures {
    #[command(subcommand)]
    command: PicturesCommand,
}

#[derive(Subcommand)]
enum PicturesCommand {
    /// List a collection's pictures that have no alternative text.
    #[command(after_help = "Example: fonds -l Press.fonds pictures list \"Cầu đường\"")]
    List {
        /// Id or title of the collection.
        collection: String,
    },
    /// Say what a picture shows, for those who cannot see it. It can be undone.
    #[command(
        after_help = "Example: fonds -l Press.fonds pictures describe nguyen2022 phatanmy.jpg \"Bến phà Tân Mỹ nhìn từ bờ tây\""
    )]
    Describe {
        /// Id, beginning of an id, or citekey.
        article: String,
        /// Name of the picture's file, or the beginning of its SHA-256.
        picture: String,
        /// What it shows.
        words: String,
    },
}

impl Pictures {
    /// Answers with the pictures, or that one is described.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        match self.command {
            PicturesCommand::List { collection } => list(library, &collection),
            PicturesCommand::Describe { article, picture, words } => {
                let id = library.resolve(&article)?;
                let digest = library.picture_named(&id, &picture)?;
                library.describe_picture(&id, &digest, &words)?;
                Ok(Reply::new(json!({ "article": id, "picture": digest, "alt": words }), "described"))
            }
        }
    }
}

fn list(library: &Library, collection: &str) -> Result<Reply, Failure> {
    let found = library.undescribed(&library.collection_named(collection)?)?;
    let line = |picture: &fonds_library::Undescribed| {
        let name = if picture.file_name.is_empty() { picture.asset.as_str() } else { &picture.file_name };
        format!("{}  {}  {name}", picture.article, picture.title)
    };
    let lines: Vec<String> = found.iter().map(line).collect();
    Ok(Reply::new(found, lines.join("\n")))
}
