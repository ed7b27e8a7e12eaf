//! Documents that real programs made, as they are read.

mod by_hand;
mod by_programs;

use crate::{Batch, Format, ImportError, Imported, Input, NoAssets, Options, read};
use fonds_model::{Block, Inline, Row};
use std::path::PathBuf;

fn bytes(name: &str) -> Vec<u8> {
    std::fs::read(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("samples/documents").join(name)).unwrap()
}

fn batch(name: &str, bytes: &[u8], whole_books: bool) -> Result<Batch, ImportError> {
    let input =
        Input { bytes, file_name: Some(name), format: Format::of_file_name(name), url: None, charset: None };
    read(&input, Options { whole_books }, &NoAssets)
}

fn sample(name: &str) -> Imported {
    batch(name, &bytes(name), false).unwrap().articles.remove(0)
}

/// An article as text: its fields, then its blocks in a kind of Markdown.
fn shown(imported: &Imported) -> String {
    let article = &imported.article;
    let creators: Vec<_> = article.creators.iter().map(|creator| creator.name.as_str()).collect();
    let issued = article.issued.as_ref().map(ToString::to_string).unwrap_or_default();
    let language = article.language.as_deref().unwrap_or_default();
    let mut out = format!("{} / {} / {issued} / {language}\n", article.title, creators.join(", "));
    for remark in &article.source.diagnostics {
        out += &format!("({})\n", remark.code);
    }
    for marking in &imported.markings {
        out += &format!("[{}: {}] {}\n", marking.creator, marking.note, marking.quote.exact);
    }
    out + &blocks(&article.body, "")
}

fn blocks(all: &[Block], indent: &str) -> String {
    let deeper = format!("{indent}  ");
    let lines = all.iter().map(|block| match block {
        Block::Heading { level, content } => {
            format!("{indent}{} {}\n", "#".repeat(usize::from(*level)), inlines(content))
        }
        Block::Paragraph { content } => format!("{indent}{}\n", inlines(content)),
        Block::Quote { blocks: inner } => format!("{indent}>\n{}", blocks(inner, &deeper)),
        Block::List { ordered, start, items } => {
            let mark = if *ordered { format!("{start}.") } else { "-".to_owned() };
            items.iter().map(|item| format!("{indent}{mark}\n{}", blocks(item, &deeper))).collect()
        }
        Block::Table { caption, head, rows } => {
            format!(
                "{indent}table: {}\n{}{}",
                inlines(caption),
                cells(head, "=", indent),
                cells(rows, "|", indent)
            )
        }
        Block::Figure { image, caption } => format!("{indent}!({}) {}\n", image.alt, inlines(caption)),
        Block::Note { id, blocks: inner } => format!("{indent}[^{id}]:\n{}", blocks(inner, &deeper)),
        Block::Code { text, .. } => format!("{indent}`{text}`\n"),
        Block::Rule => format!("{indent}---\n"),
    });
    lines.collect()
}

fn cells(rows: &[Row], mark: &str, indent: &str) -> String {
    let row = |row: &Row| {
        let cells = row.cells.iter().map(|cell| {
            let span = format!("{}x{}:", cell.colspan, cell.rowspan);
            let text = blocks(&cell.blocks, "").trim().replace('\n', " ");
            format!("{mark} {}{text} ", if span == "1x1:" { "" } else { &span })
        });
        format!("{indent}{}\n", cells.collect::<String>().trim_end())
    };
    rows.iter().map(row).collect()
}

fn inlines(all: &[Inline]) -> String {
    let texts = all.iter().map(|inline| match inline {
        Inline::Text { text } | Inline::Code { text } => text.clone(),
        Inline::Strong { content } => format!("**{}**", inlines(content)),
        Inline::Emphasis { content } => format!("*{}*", inlines(content)),
        Inline::Sup { content } => format!("^{}^", inlines(content)),
        Inline::Sub { content } => format!("~{}~", inlines(content)),
        Inline::Link { href, content } => format!("[{}]({href})", inlines(content)),
        Inline::NoteRef { note } => format!("[^{note}]"),
        Inline::Image { image } => format!("!({})", image.alt),
        Inline::Break => "/".to_owned(),
        other => inlines(other.children().unwrap_or_default()),
    });
    texts.collect()
}
