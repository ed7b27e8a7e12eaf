//! What can be asked on the command line.

use crate::commands::{
    annotations, articles, citing, collections, exporting, history, importing, libraries, pictures, tags,
    text,
};
use clap::{Parser, Subcommand};
use std::path::PathBuf;

/// An archive of articles on disk: import, annotate, arrange, cite and publish them.
#[derive(Parser)]
#[command(name = "fonds", version, about, subcommand_required = true, arg_required_else_help = true)]
#[command(after_help = "Example: fonds -l Press.fonds import articles/ && fonds -l Press.fonds list")]
pub struct Arguments {
    /// The library's folder.
    #[arg(short, long, global = true, env = "FONDS_LIBRARY", value_name = "LIBRARY")]
    pub library: Option<PathBuf>,
    /// Print one JSON document on standard output.
    #[arg(long, global = true)]
    pub json: bool,
    /// Open the library for reading only; this works while another process has it open.
    #[arg(long, global = true)]
    pub read_only: bool,
    /// No progress and no remarks.
    #[arg(short, long, global = true)]
    pub quiet: bool,
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
}

/// The commands.
#[derive(Subcommand)]
pub enum Command {
    /// Create a library.
    New(libraries::New),
    /// Import files, folders, web addresses or standard input.
    Import(importing::Import),
    /// Take in what is new in a watched folder.
    Watch(importing::Watch),
    /// List articles.
    List(articles::List),
    /// List articles whose text is nearly the same.
    Alike(articles::Alike),
    /// Show an article.
    Show(articles::Show),
    /// Show an article's text in Markdown, or replace it.
    Text(text::Text),
    /// List pictures without alternative text, or write one.
    Pictures(pictures::Pictures),
    /// Change an article's fields.
    Edit(articles::Edit),
    /// Remove articles to the trash; their originals stay in the archive.
    Remove(articles::Remove),
    /// Find articles by words.
    Search(articles::Search),
    /// Highlight a passage, with a note and tags.
    Annotate(annotations::Annotate),
    /// List annotations.
    Annotations(annotations::Annotations),
    /// Tag articles; list, rename and merge tags.
    Tag(tags::Tag),
    /// Make and arrange collections.
    Collection(collections::Collection),
    /// Cite articles.
    Cite(citing::Cite),
    /// List citation styles.
    Styles(citing::Styles),
    /// Export a collection as EPUB or PDF.
    Export(exporting::Export),
    /// Take back what was done last.
    Undo(history::Undo),
    /// Do again what was undone last.
    Redo(history::Redo),
    /// Show who changed an article, a collection or a tag, when and how.
    History(history::History),
    /// See, restore and empty the trash.
    Trash(history::Trash),
    /// Purge an article's original for good.
    Purge(history::Purge),
    /// Give back exactly the bytes that came in.
    Original(articles::Original),
    /// Copy what is new to a backup.
    Backup(libraries::Backup),
    /// Make a library of a backup.
    Restore(libraries::Restore),
    /// List the devices that work on the library.
    Devices(libraries::Devices),
    /// Check every byte of the library.
    Verify(libraries::Verify),
    /// Make the catalog small.
    Compact(libraries::Compact),
    /// Keep catalog and search index in the library's folder, or elsewhere.
    Catalog(libraries::Catalog),
    /// Make the catalog and the search index anew.
    Rebuild(libraries::Rebuild),
    /// Show what import would make of a file, without a library.
    Extract(importing::Extract),
}
