//! Measures an export of 1,000 chapters with 200 pictures beside its floor, which is zipping the same bytes ready-made:
//! `cargo run -p fonds-epub --example stream`. Peak memory is told on Linux only.
#![expect(clippy::print_stdout, reason = "figures for whoever runs it")]

use fonds_epub::{EpubOptions, Sources, write_to};
use fonds_model::book::InBook;
use fonds_model::{AssetInfo, AssetSource, Block, Book, Digest, Image, Inline, Quiet, Section, SectionKind};
use std::error::Error;
use std::fs::File;
use std::io::{self, BufReader, BufWriter, Read, Write};
use std::path::Path;
use std::time::Instant;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

const CHAPTERS: usize = 1000;
const PICTURES: usize = 200;
/// Bytes of a picture: what a photograph on a page of the web has.
const PICTURE_BYTES: usize = 250_000;

/// Pictures made when they are asked for.
struct Made;

impl AssetSource for Made {
    fn read(&self, digest: &Digest) -> io::Result<Vec<u8>> {
        let mut seed = u64::from_str_radix(digest.as_str().get(..8).unwrap_or_default(), 16).unwrap_or(1) | 1;
        let next = |_| {
            // xorshift: bytes that no compression can make fewer.
            seed ^= seed << 13;
            seed ^= seed >> 7;
            seed ^= seed << 17;
            seed as u8
        };
        Ok((0..PICTURE_BYTES).map(next).collect())
    }
}

fn main() -> Result<(), Box<dyn Error>> {
    let book = book()?;
    let folder = std::env::temp_dir();
    let (file, floor) = (folder.join("fonds-stream.epub"), folder.join("fonds-stream.zip"));
    let before = peak_megabytes();
    let begun = Instant::now();
    let out = BufWriter::new(File::create(&file)?);
    let sources = Sources { texts: &InBook, assets: &Made, carried: &|_, _| Ok(()) };
    let written = write_to(&book, sources, &EpubOptions::default(), &Quiet, out)?;
    let seconds = begun.elapsed().as_secs_f64();
    println!(
        "{CHAPTERS} chapters, {PICTURES} pictures of {} MB: {:.1} MB in {seconds:.2} s; peak {:.0} MB, of which {before:.0} MB before",
        written.picture_bytes.written / 1_000_000,
        written.length as f64 / 1e6,
        peak_megabytes()
    );
    let least = zip_ready(&file, &floor)?;
    println!("zipping the same bytes: {least:.2} s; ratio {:.2}", seconds / least);
    std::fs::remove_file(&file)?;
    Ok(std::fs::remove_file(&floor)?)
}

/// Seconds that it takes to zip the e-book's own files, without the time of unpacking them.
fn zip_ready(file: &Path, floor: &Path) -> Result<f64, Box<dyn Error>> {
    let mut from = ZipArchive::new(BufReader::new(File::open(file)?))?;
    let mut to = ZipWriter::new(BufWriter::new(File::create(floor)?));
    let mut seconds = 0.0;
    for n in 0..from.len() {
        let mut entry = from.by_index(n)?;
        let stored = entry.compression() == CompressionMethod::Stored;
        let method = if stored { CompressionMethod::Stored } else { CompressionMethod::Deflated };
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        let begun = Instant::now();
        to.start_file(entry.name(), SimpleFileOptions::default().compression_method(method))?;
        to.write_all(&bytes)?;
        seconds += begun.elapsed().as_secs_f64();
    }
    to.finish()?.flush()?;
    Ok(seconds)
}

/// A sample book as the compiler gives it: every fifth chapter has a picture.
fn book() -> Result<Book, Box<dyn Error>> {
    let picture = |n: usize| Digest::of(n.to_string().as_bytes());
    let asset = |n| AssetInfo {
        digest: picture(n),
        media_type: "image/jpeg".into(),
        width: 800,
        height: 600,
        ..AssetInfo::default()
    };
    let section = |n: usize| {
        let mut blocks: Vec<Block> = (0..24).map(|line| paragraph(n * 24 + line)).collect();
        if n.is_multiple_of(CHAPTERS / PICTURES) {
            let image = Image::new(picture(n / (CHAPTERS / PICTURES)), "Ảnh minh hoạ");
            blocks.push(Block::Figure { image, caption: vec![] });
        }
        Section {
            id: format!("ch-{n}"),
            kind: SectionKind::Article,
            title: format!("Bài {n}"),
            language: "vi".into(),
            byline: String::new(),
            dateline: String::new(),
            lead: vec![],
            blocks,
            citation: vec![],
            tags: vec![],
            entries: vec![],
            index: vec![],
            appeared: String::new(),
            credits: fonds_model::book::Credits::default(),
        }
    };
    let words =
        ["contents", "cover", "title_page", "notes", "bibliography", "source", "compiled_by", "keywords"];
    let words = words.into_iter().chain(["back", "figure", "page"]);
    let labels: serde_json::Map<_, _> = words.map(|word| (word.to_owned(), word.into())).collect();
    let meta = serde_json::json!({"identifier": "urn:x", "title": "Tuyển tập", "subtitle": "", "compiler": "Lan",
        "institution": "", "date": "", "date_iso": "", "rights": "", "language": "vi",
        "modified": "2022-12-01T00:00:00Z", "subjects": []});
    Ok(Book {
        meta: serde_json::from_value(meta)?,
        labels: serde_json::from_value(labels.into())?,
        sections: (0..CHAPTERS).map(section).collect(),
        assets: (0..PICTURES).map(asset).collect(),
        annotations: vec![],
    })
}

/// Some 400 characters of which no two are the same paragraph.
fn paragraph(seed: usize) -> Block {
    let words = [
        "cầu",
        "đường",
        "sông",
        "nước",
        "thành phố",
        "người dân",
        "năm",
        "xây dựng",
        "báo",
        "ngày",
        "mới",
        "cũ",
    ];
    let mut at = seed.wrapping_mul(2_654_435_761) | 1;
    let mut text = String::new();
    for _ in 0..60 {
        at ^= at << 13;
        at ^= at >> 7;
        at ^= at << 17;
        text.push_str(words.get(at % words.len()).copied().unwrap_or_default());
        text.push(' ');
    }
    Block::Paragraph { content: vec![Inline::text(text)] }
}

/// The most memory that this process has held so far, in MB; 0 where the system does not tell.
fn peak_megabytes() -> f64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let kilobytes = line.and_then(|line| line.trim().strip_suffix(" kB")?.trim().parse::<f64>().ok());
    kilobytes.unwrap_or_default() / 1000.0
}
