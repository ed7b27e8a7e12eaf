//! `tag`: putting tags on articles, and keeping the tags in order.

use super::resolve_all;
use crate::output::{Failure, Reply};
use clap::{Args, Subcommand};
use fonds_library::Library;
use serde_json::json;
use std::fmt::Write;

/// Tag articles; list, rename and merge tags.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds tag add nguyen2022 le2021 \"Hạ tầng/Cầu\"")]
pub struct Tag {
    #[command(subcommand)]
    command: TagCommand,
}

#[derive(Subcommand)]
enum TagCommand {
    /// Put a tag on articles.
    #[command(after_help = "Example: fonds -l Press.fonds tag add nguyen2022 \"Hạ tầng\"")]
    Add(Use),
    /// Take a tag off articles.
    #[command(after_help = "Example: fonds -l Press.fonds tag remove nguyen2022 \"Hạ tầng\"")]
    Remove(Use),
    /// List the tags.
    #[command(after_help = "Example: fonds -l Press.fonds tag list")]
    List,
    /// Give a tag another name everywhere.
    #[command(after_help = "Example: fonds -l Press.fonds tag rename \"Ha tang\" \"Hạ tầng\"")]
    Rename {
        /// The tag.
        tag: String,
        /// Its new name.
        name: String,
    },
    /// Make every use of one tag a use of another.
    #[command(after_help = "Example: fonds -l Press.fonds tag merge \"Cau\" \"Cầu\"")]
    Merge {
        /// The tag that goes.
        from: String,
        /// The tag that stays.
        into: String,
    },
}

#[derive(Args)]
struct Use {
    /// Articles, and the tag last.
    #[arg(required = true, num_args = 2.., value_names = ["ARTICLE", "TAG"])]
    articles_and_tag: Vec<String>,
}

impl Tag {
    /// Answers with the tag or the tags.
    pub fn run(self, library: &Library) -> Result<Reply, Failure> {
        match self.command {
            TagCommand::Add(names) => {
                let (articles, label) = names.split();
                let tag = library.tag(&resolve_all(library, articles)?, label)?;
                let text = format!("{}  {}", tag.label, tag.count);
                Ok(Reply::new(tag, text))
            }
            TagCommand::Remove(names) => {
                let (articles, label) = names.split();
                let tag = library.tag_named(label)?;
                library.untag(&resolve_all(library, articles)?, &tag)?;
                Ok(Reply::new(json!({ "tag": tag }), label))
            }
            TagCommand::List => list(library),
            TagCommand::Rename { tag, name } => {
                let id = library.tag_named(&tag)?;
                library.rename_tag(&id, &name)?;
                Ok(Reply::new(json!({ "id": id, "label": name }), name))
            }
            TagCommand::Merge { from, into } => {
                let (from, into) = (library.tag_named(&from)?, library.tag_named(&into)?);
                library.merge_tags(&from, &into)?;
                list(library)
            }
        }
    }
}

impl Use {
    fn split(&self) -> (&[String], &str) {
        match self.articles_and_tag.split_last() {
            Some((tag, articles)) => (articles, tag),
            None => (&[], ""),
        }
    }
}

fn list(library: &Library) -> Result<Reply, Failure> {
    let tags = library.tags()?;
    let mut text = String::new();
    for tag in &tags {
        let _ = writeln!(text, "{:>5}  {}", tag.count, tag.label);
    }
    Ok(Reply::new(tags, text))
}
