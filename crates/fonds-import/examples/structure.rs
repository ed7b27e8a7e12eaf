//! How much of the structure of pages survives: headings, lists, tables, quotations, code, pictures and links.
//!
//! `structure FOLDER [KIND]` reads each `FOLDER/PAGE/source.html` and holds what is read of it against the
//! `expected.html` beside it. Of each kind of element it prints how many were expected, how many of them are there, and the
//! same for those only whose words were kept at all: expected files hold lists of links, titles and notes of the site too,
//! which are left out on purpose. With a kind (`heading`) it prints what is missing of that kind, page by page.
#![expect(clippy::print_stdout, reason = "a tool that talks to whoever runs it")]

use fonds_import::{AssetLoader, Format, Input, import};
use fonds_model::{Article, Block, Inline, Projection};
use html5ever::tendril::TendrilSink;
use markup5ever_rcdom::{Handle, NodeData, RcDom};
use std::collections::{BTreeMap, HashMap};
use std::io;
use std::path::Path;

/// Where the pages are from, for links that need it.
const ADDRESS: &str = "http://fakehost/test/page.html";
/// Words in a row that are held against each other.
const SHINGLE: usize = 4;
const PIXEL: &[u8] = include_bytes!("../samples/documents/sources/images/cau.png");

/// Elements of an article: kind and letters.
type Elements = Vec<(&'static str, String)>;

/// A picture wherever one is asked for.
struct AnyPicture;

impl AssetLoader for AnyPicture {
    fn load(&self, _: &str) -> io::Result<Vec<u8>> {
        Ok(PIXEL.to_vec())
    }

    fn load_address(&self, _: &str) -> Option<io::Result<Vec<u8>>> {
        Some(Ok(PIXEL.to_vec()))
    }
}

/// What became of the expected elements of a kind.
#[derive(Default)]
struct Tally {
    expected: usize,
    kept: usize,
    /// Those whose words are in the article's text, and how many of them are elements of their kind there.
    said: usize,
    said_and_kept: usize,
    missing: Vec<(String, String)>,
}

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let folder = arguments.first().map_or(".", String::as_str);
    let mut tallies: BTreeMap<&'static str, Tally> = BTreeMap::new();
    let mut likeness = Vec::new();
    let mut pages: Vec<_> = std::fs::read_dir(folder)?.collect::<io::Result<_>>()?;
    pages.sort_by_key(std::fs::DirEntry::file_name);
    for page in pages {
        let Ok(expected) = std::fs::read_to_string(page.path().join("expected.html")) else { continue };
        let article = read(&page.path().join("source.html"))?;
        let name = page.file_name().to_string_lossy().into_owned();
        let text = Projection::of(&article).text;
        let (wanted, words) = expected_elements(&expected);
        likeness.push(alike(&words, &text));
        compare(&name, wanted, elements(&article.body), &letters(&text), &mut tallies);
    }
    let mean = likeness.iter().sum::<f64>() / likeness.len().max(1) as f64;
    println!("{} pages, text similarity {mean:.3}", likeness.len());
    for (kind, tally) in &tallies {
        let percent = |part: usize, whole: usize| 100.0 * part as f64 / whole.max(1) as f64;
        println!(
            "{kind:8} {:5} expected, {:5.1} % kept; {:5} of them with words that were kept, {:5.1} %",
            tally.expected,
            percent(tally.kept, tally.expected),
            tally.said,
            percent(tally.said_and_kept, tally.said)
        );
        for (page, words) in tally.missing.iter().filter(|_| arguments.get(1).is_some_and(|k| k == kind)) {
            println!("    {page}: {words}");
        }
    }
    Ok(())
}

fn read(path: &Path) -> io::Result<Article> {
    let bytes = std::fs::read(path)?;
    let input = Input { bytes: &bytes, format: Some(Format::Html), url: Some(ADDRESS), ..Input::default() };
    Ok(import(&input, &AnyPicture).map(|imported| imported.article).unwrap_or_default())
}

fn compare(
    page: &str,
    wanted: Elements,
    found: Elements,
    text: &str,
    tallies: &mut BTreeMap<&'static str, Tally>,
) {
    let mut left: HashMap<&str, Vec<String>> = HashMap::new();
    found.into_iter().for_each(|(kind, words)| left.entry(kind).or_default().push(words));
    for (kind, words) in wanted {
        let there = left.entry(kind).or_default();
        // A note's number is part of its reference; pictures are only counted.
        let is_number = kind == "link" && !words.is_empty() && words.chars().all(|c| c.is_ascii_digit());
        let same = |other: &String| kind == "figure" || *other == words || is_nearly(other, &words);
        let place =
            there.iter().position(same).or_else(|| there.iter().position(|other| is_number && other == "*"));
        let tally = tallies.entry(kind).or_default();
        let is_said = kind == "figure" || text.contains(&words);
        tally.expected += 1;
        tally.said += usize::from(is_said);
        match place {
            Some(place) => {
                there.swap_remove(place);
                tally.kept += 1;
                tally.said_and_kept += usize::from(is_said);
            }
            None => tally.missing.push((page.to_owned(), words.chars().take(80).collect())),
        }
    }
}

/// Whether most of the longer one is the shorter.
fn is_nearly(a: &str, b: &str) -> bool {
    let (short, long) = if a.len() < b.len() { (a, b) } else { (b, a) };
    short.len() * 10 >= long.len() * 7 && long.contains(short)
}

fn letters(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Twice the common runs of words through all of both.
fn alike(a: &str, b: &str) -> f64 {
    let runs = |text: &str| {
        let words: Vec<&str> =
            text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
        let mut counts: HashMap<String, usize> = HashMap::new();
        words.windows(SHINGLE).for_each(|run| *counts.entry(run.join(" ")).or_default() += 1);
        counts
    };
    let (a, b) = (runs(a), runs(b));
    let common: usize = a.iter().map(|(run, count)| b.get(run).map_or(0, |other| *count.min(other))).sum();
    let all = a.values().sum::<usize>() + b.values().sum::<usize>();
    if all == 0 { 1.0 } else { 2.0 * common as f64 / all as f64 }
}

/// The elements of an expected page, and its text.
fn expected_elements(html: &str) -> (Elements, String) {
    let dom = html5ever::parse_document(RcDom::default(), html5ever::ParseOpts::default()).one(html);
    let mut elements = Vec::new();
    let text = walk(&dom.document, &mut elements);
    (elements, text)
}

fn walk(node: &Handle, out: &mut Elements) -> String {
    let kind = match &node.data {
        NodeData::Text { contents } => return contents.borrow().to_string(),
        NodeData::Element { name, .. } => match &*name.local {
            "h2" | "h3" | "h4" | "h5" | "h6" => Some("heading"),
            "ul" | "ol" => Some("list"),
            "table" => Some("table"),
            "blockquote" => Some("quote"),
            "pre" => Some("code"),
            "a" => Some("link"),
            "img" => Some("figure"),
            "script" | "style" | "noscript" | "template" => return String::new(),
            _ => None,
        },
        _ => None,
    };
    let at = out.len();
    let text: String = node.children.borrow().iter().map(|child| walk(child, out)).collect();
    let words = letters(&text);
    if let Some(kind) = kind.filter(|kind| *kind == "figure" || !words.is_empty()) {
        out.insert(at, (kind, words));
    }
    format!("{text} ")
}

/// The elements of an article.
fn elements(blocks: &[Block]) -> Elements {
    let mut out = Vec::new();
    for block in blocks {
        let words = || letters(&Projection::of_blocks(std::slice::from_ref(block)).text);
        match block {
            Block::Heading { content, .. } => {
                out.push(("heading", words()));
                inlines(content, &mut out);
            }
            Block::Paragraph { content } => inlines(content, &mut out),
            Block::Quote { blocks } => {
                out.push(("quote", words()));
                out.extend(elements(blocks));
            }
            Block::List { items, .. } => {
                out.push(("list", words()));
                items.iter().for_each(|item| out.extend(elements(item)));
            }
            Block::Table { caption, head, rows } => {
                out.push(("table", words()));
                inlines(caption, &mut out);
                let cells = head.iter().chain(rows).flat_map(|row| &row.cells);
                cells.for_each(|cell| out.extend(elements(&cell.blocks)));
            }
            Block::Figure { caption, .. } => {
                out.push(("figure", String::new()));
                inlines(caption, &mut out);
            }
            Block::Code { text, .. } => out.push(("code", letters(text))),
            Block::Note { blocks, .. } => out.extend(elements(blocks)),
            Block::Rule => {}
        }
    }
    out
}

fn inlines(content: &[Inline], out: &mut Elements) {
    for inline in content {
        match inline {
            Inline::Link { content, .. } => {
                out.push(("link", letters(&fonds_model::body::plain_text(content))))
            }
            Inline::NoteRef { .. } => out.push(("link", "*".to_owned())),
            Inline::Image { .. } => out.push(("figure", String::new())),
            _ => {}
        }
        inlines(inline.children().unwrap_or_default(), out);
    }
}
