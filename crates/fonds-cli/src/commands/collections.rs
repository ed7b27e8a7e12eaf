//! `collection`: making and arranging collections.

use super::resolve_all;
use super::settings::{name_and_value, with_values};
use crate::output::{Failure, Reply, Shell};
use clap::{Args, Subcommand};
use fonds_library::{CollectionEntry, CollectionValues, Library};
use fonds_model::{CollectionId, ExportSettings, ItemContent, ItemId, Sort, TextRole};
use std::fmt::Write;

/// Make and arrange collections.
#[derive(Args)]
#[command(after_help = "Example: fonds -l Press.fonds collection new \"Cầu đường\"\n         \
    fonds -l Press.fonds collection add \"Cầu đường\" nguyen2022 le2021")]
pub struct Collection {
    #[command(subcommand)]
    command: CollectionCommand,
}

#[derive(Subcommand)]
enum CollectionCommand {
    /// Make a collection: an empty one, or a smart one that holds what a search finds.
    #[command(
        after_help = "Example: fonds -l Press.fonds collection new \"Cầu, 1945–1954\" --query \"tag:Cầu date:1945..1954\" --sort oldest"
    )]
    New(New),
    /// List the collections.
    #[command(after_help = "Example: fonds -l Press.fonds collection list --json")]
    List,
    /// Show what a collection holds, in order.
    #[command(after_help = "Example: fonds -l Press.fonds collection show \"Cầu đường\"")]
    Show {
        /// Its id or title.
        collection: String,
    },
    /// Add articles, a part heading or a text.
    #[command(
        after_help = "Example: fonds -l Press.fonds collection add \"Cầu đường\" --part \"Miền Bắc\" nguyen2022"
    )]
    Add(Add),
    /// Take items out (by item id, article id or citekey).
    #[command(after_help = "Example: fonds -l Press.fonds collection remove \"Cầu đường\" nguyen2022")]
    Remove {
        /// Its id or title.
        collection: String,
        /// Items or articles.
        #[arg(required = true, value_name = "ITEM")]
        items: Vec<String>,
    },
    /// Move an item (by item id, article id or citekey).
    #[command(
        after_help = "Example: fonds -l Press.fonds collection move \"Cầu đường\" nguyen2022 --after le2021"
    )]
    Move {
        /// Its id or title.
        collection: String,
        /// The item or article.
        item: String,
        /// To stand after this one; first of all without it.
        #[arg(long, value_name = "ITEM")]
        after: Option<String>,
    },
    /// Make an ordinary collection of a smart one: what its search finds now stays in it.
    #[command(after_help = "Example: fonds -l Press.fonds collection freeze \"Cầu, 1945–1954\"")]
    Freeze {
        /// Its id or title.
        collection: String,
    },
    /// Set title, description, place in the tree, search and export settings.
    #[command(after_help = "Example: fonds -l Press.fonds collection set \"Cầu đường\" style=apa paper=a5")]
    Set {
        /// Its id or title.
        collection: String,
        /// title, description, parent (empty: none), query, sort (relevance, newest, oldest, title, added), subtitle, compiler, institution, date, rights, locale, style, citationPlace,
        /// paper, highlights, notes, bibliography, bibliographyByPart, bibliographyByArticle, index, sources, colophon,
        /// tags, printedPages; and for print: print.house, print.size, print.leading, print.columns, print.typeface, print.numerals,
        /// print.inner, print.outer, print.top, print.bottom, print.bleed, print.cropMarks, print.customPaper=120x180,
        /// print.leftHead, print.rightHead, print.pageNumbers, print.notePlace, print.contentsDepth, print.halfTitle,
        /// print.imprint, print.openRight, print.qrCodes, print.annotations, print.embedData, print.booklet.creep; and for e-books: ebook.data, ebook.imageWidth,
        /// ebook.notesAppendix, ebook.volumes, ebook.font.
        #[arg(required = true, value_name = "NAME=VALUE")]
        values: Vec<String>,
    },
}

#[derive(Args)]
struct New {
    /// Its title.
    title: String,
    /// The collection that it stands under.
    #[arg(long, value_name = "COLLECTION")]
    parent: Option<String>,
    /// What it is to find, as in `fonds search`.
    #[arg(long)]
    query: Option<String>,
    /// The order of what is found.
    #[arg(long, requires = "query", value_parser = Sort::ALL.map(Sort::name))]
    sort: Option<String>,
}

#[derive(Args)]
struct Add {
    /// Its id or title.
    collection: String,
    /// A part heading, put before the articles.
    #[arg(long, value_name = "TITLE")]
    part: Option<String>,
    /// A foreword in Markdown.
    #[arg(long, value_name = "TEXT")]
    foreword: Option<String>,
    /// Ids, beginnings of ids, or citekeys.
    #[arg(value_name = "ARTICLE", required_unless_present_any = ["part", "foreword"])]
    articles: Vec<String>,
}

impl Collection {
    /// Answers with the collection or the collections.
    pub fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        match self.command {
            CollectionCommand::New(new) => new.run(library, shell),
            CollectionCommand::List => {
                let all = library.collections()?;
                let mut text = String::new();
                branch(&all, None, 0, &mut text);
                Ok(Reply::new(all, text))
            }
            CollectionCommand::Freeze { collection } => {
                let id = library.collection_named(&collection)?;
                library.freeze_collection(&id)?;
                show(library, &id)
            }
            CollectionCommand::Show { collection } => show(library, &library.collection_named(&collection)?),
            CollectionCommand::Add(add) => add.run(library),
            CollectionCommand::Remove { collection, items } => {
                let id = library.collection_named(&collection)?;
                let items = items.iter().map(|name| item_named(library, &id, name));
                library.remove_items(&id, &items.collect::<Result<Vec<_>, _>>()?)?;
                show(library, &id)
            }
            CollectionCommand::Move { collection, item, after } => {
                let id = library.collection_named(&collection)?;
                let item = item_named(library, &id, &item)?;
                let after = after.map(|name| item_named(library, &id, &name)).transpose()?;
                library.move_item(&id, &item, after.as_ref())?;
                show(library, &id)
            }
            CollectionCommand::Set { collection, values } => {
                let id = library.collection_named(&collection)?;
                library.set_collection(&id, &parse_values(library, &id, &values)?)?;
                show(library, &id)
            }
        }
    }
}

impl New {
    fn run(self, library: &Library, shell: &Shell) -> Result<Reply, Failure> {
        let locale = shell.language.locale().to_owned();
        let parent = self.parent.map(|name| library.collection_named(&name)).transpose()?;
        let made = library.make_collection(&CollectionValues {
            title: Some(self.title),
            settings: Some(ExportSettings { locale, ..ExportSettings::default() }),
            parent: Some(parent),
            query: self.query,
            sort: self.sort.as_deref().map(sort).transpose()?,
            description: None,
        })?;
        let text = format!("{}  {}", made.id, made.title);
        Ok(Reply::new(made, text))
    }
}

impl Add {
    fn run(self, library: &Library) -> Result<Reply, Failure> {
        let id = library.collection_named(&self.collection)?;
        let articles = resolve_all(library, &self.articles)?;
        if let Some(text) = self.foreword {
            let foreword = ItemContent::Text { role: TextRole::Foreword, title: String::new(), text };
            library.add_items(&id, vec![foreword], Some(None))?;
        }
        let part = self.part.map(|title| ItemContent::Part { title });
        library.add_items(&id, part.into_iter().collect(), None)?;
        library.add_articles(&id, &articles)?;
        show(library, &id)
    }
}

/// The collections under a collection, each on a line. A smart one whose articles are not counted yet has no number.
fn branch(all: &[CollectionEntry], parent: Option<&CollectionId>, depth: usize, text: &mut String) {
    for entry in all.iter().filter(|entry| entry.parent.as_ref() == parent) {
        let count = entry.count.map_or_else(|| "–".to_owned(), |count| count.to_string());
        let query = entry.query.as_ref().map(|query| format!("  ({query})")).unwrap_or_default();
        let _ = writeln!(text, "{}  {count:>5}  {}{}{query}", entry.id, "  ".repeat(depth), entry.title);
        branch(all, Some(&entry.id), depth + 1, text);
    }
}

fn sort(name: &str) -> Result<Sort, Failure> {
    let found = Sort::ALL.into_iter().find(|sort| sort.name() == name);
    found.ok_or_else(|| {
        Failure::Usage(format!("there is no order \"{name}\"; use {}", Sort::ALL.map(Sort::name).join(", ")))
    })
}

fn show(library: &Library, id: &CollectionId) -> Result<Reply, Failure> {
    let shown = library.shown_collection(id)?;
    let mut text = format!("{}\n", shown.collection.title);
    for item in &shown.collection.items {
        let line = match &item.content {
            ItemContent::Article { article } => {
                let title = shown.articles.get(article).map_or("—", |article| article.title.as_str());
                format!("  {title}")
            }
            ItemContent::Part { title } => format!("# {title}"),
            ItemContent::Text { title, text, .. } if title.is_empty() => {
                format!("  [{}…]", text.chars().take(40).collect::<String>())
            }
            ItemContent::Text { title, .. } => format!("  [{title}]"),
        };
        let _ = writeln!(text, "{}  {line}", item.id);
    }
    Ok(Reply::new(shown, text))
}

/// An item by its id, or by the article that stands there.
fn item_named(library: &Library, collection: &CollectionId, name: &str) -> Result<ItemId, Failure> {
    let items = library.collection(collection)?.items;
    if let Some(item) = items.iter().find(|item| item.id.as_str() == name) {
        return Ok(item.id.clone());
    }
    let wanted = library.resolve(name)?;
    let holds =
        |content: &ItemContent| matches!(content, ItemContent::Article { article } if *article == wanted);
    let found = items.into_iter().find(|item| holds(&item.content)).map(|item| item.id);
    found.ok_or_else(|| fonds_library::LibraryError::NoItem(name.to_owned()).into())
}

fn parse_values(
    library: &Library,
    id: &CollectionId,
    values: &[String],
) -> Result<CollectionValues, Failure> {
    let mut parsed = CollectionValues::default();
    let mut others = Vec::new();
    for text in values {
        match name_and_value(text)? {
            ("title", value) => parsed.title = Some(value.to_owned()),
            ("description", value) => parsed.description = Some(value.to_owned()),
            ("parent", "") => parsed.parent = Some(None),
            ("parent", value) => parsed.parent = Some(Some(library.collection_named(value)?)),
            ("query", value) => parsed.query = Some(value.to_owned()),
            ("sort", value) => parsed.sort = Some(sort(value)?),
            other => others.push(other),
        }
    }
    let settings = with_values(&library.collection(id)?.settings, &others)?;
    library.check_settings(&settings)?;
    parsed.settings = Some(settings);
    Ok(parsed)
}
