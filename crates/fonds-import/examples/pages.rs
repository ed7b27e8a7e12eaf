//! How fast web pages are read, beside the mere parse of the same bytes, and what is read of them.
//!
//! `pages [FOLDER] [--write DIR]` reads every `.html` and `.html.gz` below a folder (generated pages without one). With
//! `--write` it leaves `DIR/KEY.json` for each page: `articleBody` (lead and text), the metadata, and how many
//! blocks of each kind there are.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool that talks to whoever runs it")]

use fonds_import::{Format, Imported, Input, NoAssets, import};
use fonds_model::{Article, Block, Inline, Projection};
use html5ever::tendril::TendrilSink;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::hint::black_box;
use std::io::{self, Read};
use std::path::Path;
use std::time::Instant;

/// Each page is read so often; the fastest time counts.
const PASSES: usize = 5;

struct Page {
    key: String,
    bytes: Vec<u8>,
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let write =
        arguments.iter().position(|argument| argument == "--write").and_then(|at| arguments.get(at + 1));
    let folder = arguments.first().filter(|argument| *argument != "--write");
    let mut pages = Vec::new();
    match folder {
        Some(folder) => gather(Path::new(folder), &mut pages)?,
        None => pages.extend((0..200).map(generated)),
    }
    pages.sort_by(|a, b| a.key.cmp(&b.key));
    if let Some(write) = write {
        return write_all(&pages, Path::new(write));
    }
    measure(&pages);
    Ok(())
}

fn measure(pages: &[Page]) {
    let bytes: usize = pages.iter().map(|page| page.bytes.len()).sum();
    let parse = seconds(pages, |page| {
        let text = String::from_utf8_lossy(&page.bytes);
        black_box(
            html5ever::parse_document(markup5ever_rcdom::RcDom::default(), html5ever::ParseOpts::default())
                .one(&*text),
        );
    });
    let whole = seconds(pages, |page| {
        let _ = black_box(read(page));
    });
    let line = |name: &str, seconds: f64| {
        let (per_second, megabytes) = (pages.len() as f64 / seconds, bytes as f64 / 1e6 / seconds);
        println!(
            "{name}  {per_second:7.0} pages/s  {megabytes:6.1} MB/s  {:6.2} ms a page",
            seconds * 1e3 / pages.len() as f64
        );
    };
    println!("{} pages, {:.1} MB, one core", pages.len(), bytes as f64 / 1e6);
    line("parse   ", parse);
    line("extract ", whole);
    println!("extracting takes {:.2} × the time of parsing alone", whole / parse);
}

/// The sum of each page's fastest time.
fn seconds(pages: &[Page], mut run: impl FnMut(&Page)) -> f64 {
    let mut fastest = vec![f64::INFINITY; pages.len()];
    for _ in 0..PASSES {
        for (page, fastest) in pages.iter().zip(&mut fastest) {
            let start = Instant::now();
            run(page);
            *fastest = fastest.min(start.elapsed().as_secs_f64());
        }
    }
    fastest.iter().sum()
}

fn read(page: &Page) -> Option<Imported> {
    let input = Input { bytes: &page.bytes, format: Some(Format::Html), ..Input::default() };
    match import(&input, &NoAssets) {
        Ok(imported) => Some(imported),
        Err(error) => {
            eprintln!("{}: {error}", page.key);
            None
        }
    }
}

fn write_all(pages: &[Page], folder: &Path) -> io::Result<()> {
    std::fs::create_dir_all(folder)?;
    for page in pages {
        let Some(imported) = read(page) else { continue };
        std::fs::write(folder.join(format!("{}.json", page.key)), described(&imported.article).to_string())?;
    }
    Ok(())
}

fn described(article: &Article) -> Value {
    let text = Projection::of(article).text;
    let names: Vec<&str> = article.creators.iter().map(|creator| creator.name.as_str()).collect();
    let mut kinds = BTreeMap::new();
    count(&article.body, &mut kinds);
    for remark in &article.source.diagnostics {
        *kinds.entry(remark.code.clone()).or_insert(0) += 1;
    }
    json!({
        "articleBody": text,
        "textContent": text,
        "body": Projection::of_blocks(&article.body).text,
        "title": article.title,
        "byline": names.join(", "),
        "excerpt": article.lead,
        "lang": article.language,
        "siteName": article.publication,
        "publishedTime": article.issued,
        "section": article.section,
        "keywords": article.keywords,
        "provenance": article.source.provenance,
        "diagnostics": article.source.diagnostics,
        "kinds": kinds,
    })
}

fn count(blocks: &[Block], kinds: &mut BTreeMap<String, usize>) {
    let mut add = |kind: &str, n: usize| *kinds.entry(kind.to_owned()).or_insert(0) += n;
    for block in blocks {
        match block {
            Block::Heading { content, .. } => {
                add("heading", 1);
                add("link", links(content));
            }
            Block::Paragraph { content } => {
                add("paragraph", 1);
                add("link", links(content));
            }
            Block::Quote { .. } => add("quote", 1),
            Block::List { items, .. } => {
                add("list", 1);
                add("item", items.len());
            }
            Block::Table { head, rows, .. } => {
                add("table", 1);
                add("row", head.len() + rows.len());
            }
            Block::Figure { .. } => add("figure", 1),
            Block::Code { .. } => add("code", 1),
            Block::Note { .. } => add("note", 1),
            Block::Rule => add("rule", 1),
        }
    }
    for block in blocks {
        match block {
            Block::Quote { blocks } | Block::Note { blocks, .. } => count(blocks, kinds),
            Block::List { items, .. } => items.iter().for_each(|item| count(item, kinds)),
            Block::Table { head, rows, .. } => {
                head.iter()
                    .chain(rows)
                    .flat_map(|row| &row.cells)
                    .for_each(|cell| count(&cell.blocks, kinds));
            }
            _ => {}
        }
    }
}

fn links(inlines: &[Inline]) -> usize {
    let inside: usize = inlines.iter().filter_map(Inline::children).map(links).sum();
    inside + inlines.iter().filter(|inline| matches!(inline, Inline::Link { .. })).count()
}

/// Pages below a folder; a page named `source.html` is called by its folder.
fn gather(folder: &Path, pages: &mut Vec<Page>) -> io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, pages)?;
        } else if let Some(page) = load(&path)? {
            pages.push(page);
        }
    }
    Ok(())
}

fn load(path: &Path) -> io::Result<Option<Page>> {
    let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
    let bytes = if let Some(key) = name.strip_suffix(".html.gz") {
        let mut bytes = Vec::new();
        flate2::read::GzDecoder::new(std::fs::File::open(path)?).read_to_end(&mut bytes)?;
        return Ok(Some(Page { key: key.to_owned(), bytes }));
    } else if name.ends_with(".html") && name != "expected.html" {
        std::fs::read(path)?
    } else {
        return Ok(None);
    };
    let parent =
        || path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy().into_owned();
    let stem = name.trim_end_matches(".html");
    Ok(Some(Page { key: if stem == "source" { parent() } else { stem.to_owned() }, bytes }))
}

/// A page with a menu, an article of some length, a list of links and a footer.
fn generated(n: usize) -> Page {
    let links: String = (0..60)
        .map(|k| format!("<li class=\"item\"><a href=\"/{n}/{k}\">Mục {k} trong ngày</a></li>"))
        .collect();
    let sentence =
        "Nước lên chậm, người hai bên bờ đã quen dọn nhà trước khi mưa tới, và không ai còn hỏi vì sao. ";
    let paragraphs: String = (0..10 + n % 40)
        .map(|k| {
            format!(
                "<p class=\"text\">{} <a href=\"/x/{k}\">đoạn {k}</a>.</p>\n",
                sentence.repeat(1 + (n + k) % 5)
            )
        })
        .collect();
    let html = format!(
        "<!DOCTYPE html><html lang=\"vi\"><head><title>Bài {n} - Báo Ví Dụ</title><meta property=\"og:site_name\" content=\"Báo Ví Dụ\">\
        </head><body><nav><ul>{links}</ul></nav><article><h1>Bài {n}</h1><div class=\"body\">{paragraphs}</div></article>\
        <aside class=\"related\"><ul>{links}</ul></aside><footer>© Báo Ví Dụ</footer></body></html>"
    );
    Page { key: format!("generated-{n:03}"), bytes: html.into_bytes() }
}
