//! `tag`: putting tags on articles, and keeping the tree of tags in order.

use super::resolve_all;
use super::settings::name_and_value;
use crate::output::{Failure, Reply};
use clap::{Args, Subcommand};
use fonds_library::{Library, TagEntry, TagValues};
use fonds_model::{Colour, TagId};
use serde_json::json;
use std::fmt::Write;

/// Tag articles; list, describe, move, rename, merge and delete tags.
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
    /// Make a tag that nothing carries yet.
    #[command(after_help = "Example: fonds -l Press.fonds tag new \"Cầu\" --parent \"Hạ tầng\"")]
    New {
        /// Its name.
        name: String,
        /// The tag that it stands under.
        #[arg(long, value_name = "TAG")]
        parent: Option<String>,
    },
    /// Set a tag's name, place in the tree, synonyms, scope note, place in a vocabulary and colour.
    #[command(
        after_help = "Example: fonds -l Press.fonds tag set \"Cầu\" parent=\"Hạ tầng\" synonyms=\"Cầu cống; Bridges\" colour=blue"
    )]
    Set {
        /// The tag.
        tag: String,
        /// name, parent (empty: none), synonyms (separated by ;), note, authority (such as LCSH, or an address) and term (its code or
        /// address there), colour (yellow, green, blue, pink, purple; empty: none).
        #[arg(required = true, value_name = "NAME=VALUE")]
        values: Vec<String>,
    },
    /// Delete a tag everywhere; what stands under it moves up.
    #[command(after_help = "Example: fonds -l Press.fonds tag delete \"Cầu cống\"")]
    Delete {
        /// The tag.
        tag: String,
    },
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
        /// Keep the names of the tag that goes as synonyms.
        #[arg(long)]
        keep_names: bool,
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
            TagCommand::New { name, parent } => {
                let parent = parent.map(|name| library.tag_named(&name)).transpose()?;
                let values = TagValues { label: Some(name), parent: Some(parent), ..TagValues::default() };
                Ok(one(library.new_tag(&values)?))
            }
            TagCommand::Set { tag, values } => {
                let id = library.tag_named(&tag)?;
                Ok(one(library.set_tag(&id, &parse_values(library, &values)?)?))
            }
            TagCommand::Delete { tag } => {
                library.remove_tag(&library.tag_named(&tag)?)?;
                list(library)
            }
            TagCommand::Rename { tag, name } => {
                let id = library.tag_named(&tag)?;
                library.rename_tag(&id, &name)?;
                Ok(Reply::new(json!({ "id": id, "label": name }), name))
            }
            TagCommand::Merge { from, into, keep_names } => {
                let (from, into) = (library.tag_named(&from)?, library.tag_named(&into)?);
                library.merge_tags(&from, &into, keep_names)?;
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
    branch(&tags, None, 0, &mut text);
    Ok(Reply::new(tags, text))
}

/// The tags under a tag, each on a line.
fn branch(tags: &[TagEntry], parent: Option<&TagId>, depth: usize, text: &mut String) {
    for tag in tags.iter().filter(|tag| tag.parent.as_ref() == parent) {
        let _ = writeln!(text, "{:>5}  {}{}", tag.count, "  ".repeat(depth), tag.label);
        branch(tags, Some(&tag.id), depth + 1, text);
    }
}

fn one(tag: TagEntry) -> Reply {
    let text = format!("{}  {}", tag.id, tag.label);
    Reply::new(tag, text)
}

fn parse_values(library: &Library, values: &[String]) -> Result<TagValues, Failure> {
    let mut parsed = TagValues::default();
    for text in values {
        match name_and_value(text)? {
            ("name", value) => parsed.label = Some(value.to_owned()),
            ("parent", "") => parsed.parent = Some(None),
            ("parent", value) => parsed.parent = Some(Some(library.tag_named(value)?)),
            ("synonyms", value) => parsed.alt_labels = Some(value.split(';').map(str::to_owned).collect()),
            ("note", value) => parsed.scope_note = Some(value.to_owned()),
            ("authority", value) => parsed.authority = Some(value.to_owned()),
            ("term", value) => parsed.term = Some(value.to_owned()),
            ("colour", "") => parsed.colour = Some(None),
            ("colour", value) => parsed.colour = Some(Some(colour(value)?)),
            (name, _) => return Err(Failure::Usage(format!("tags have no value \"{name}\""))),
        }
    }
    Ok(parsed)
}

fn colour(name: &str) -> Result<Colour, Failure> {
    let names = || Colour::ALL.map(Colour::name).join(", ");
    Colour::named(name)
        .ok_or_else(|| Failure::Usage(format!("there is no colour \"{name}\"; use {}", names())))
}
