//! How long a book takes the first time, again unchanged, and with one chapter changed, and how soon it stops:
//! `cargo xtask bench pdf` runs it.
#![expect(clippy::print_stdout, reason = "a benchmark tells its figures")]

use fonds_model::{
    AssetSource, Block, Book, BookLabels, BookMeta, Digest, Inline, PrintSettings, Progress, Quiet, Section,
    SectionKind, Stage,
};
use fonds_pdf::{Layouts, Pdf, PdfOptions, house, write};
use std::time::{Duration, Instant};

const SENTENCE: &str = "Từ năm giờ sáng, hàng nghìn người dân ở hai bên sông đã đứng dọc đường dẫn để chờ những chuyến xe đầu tiên. ";

struct NoPictures;

impl AssetSource for NoPictures {
    fn read(&self, _: &Digest) -> std::io::Result<Vec<u8>> {
        Err(std::io::ErrorKind::NotFound.into())
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    for chapters in [45, 430] {
        let mut book = book(chapters)?;
        let layouts = Layouts::default();
        let options = PdfOptions { house: house::named("").unwrap_or_default(), ..PdfOptions::default() };
        let first = timed("first", &book, &options, &layouts, None)?;
        timed("again", &book, &options, &layouts, Some(first))?;
        if let Some(section) = book.sections.get_mut(chapters / 2) {
            section.blocks.extend(paragraphs(6));
        }
        timed("one chapter changed", &book, &options, &layouts, Some(first))?;
        let print = PrintSettings { size: Some(11.5), ..PrintSettings::default() };
        timed("another size", &book, &PdfOptions { print, ..options.clone() }, &layouts, Some(first))?;
        stopped(&book, &options, first);
    }
    Ok(())
}

/// Asked to stop at twenty moments of the job, the longest time until it does.
fn stopped(book: &Book, options: &PdfOptions, first: f64) {
    let mut longest = Duration::ZERO;
    for n in 0..20 {
        let stop =
            Stop { begun: Instant::now(), after: Duration::from_secs_f64(first * f64::from(n) / 20.0) };
        let done = write(book, &NoPictures, options, &Layouts::default(), &stop);
        if done.is_err() {
            longest = longest.max(stop.begun.elapsed().saturating_sub(stop.after));
        }
    }
    println!("asked to stop, it stopped within {} ms", longest.as_millis());
}

/// A user who stops the job after a while.
struct Stop {
    begun: Instant,
    after: Duration,
}

impl Progress for Stop {
    fn step(&self, _: Stage, _: u64, _: u64) {}

    fn is_cancelled(&self) -> bool {
        self.begun.elapsed() >= self.after
    }
}

fn timed(
    what: &str,
    book: &Book,
    options: &PdfOptions,
    layouts: &Layouts,
    first: Option<f64>,
) -> Result<f64, fonds_pdf::PdfError> {
    let begun = Instant::now();
    let Pdf { pages, .. } = write(book, &NoPictures, options, layouts, &Quiet)?;
    let seconds = begun.elapsed().as_secs_f64();
    let ratio = first.map_or_else(String::new, |first| format!("  {:.3} × the first time", seconds / first));
    println!("{what:20} {pages:5} pages  {seconds:6.2} s{ratio}");
    Ok(seconds)
}

fn paragraphs(count: usize) -> Vec<Block> {
    (0..count).map(|n| Block::paragraph(format!("{n}. {}", SENTENCE.repeat(5).trim()))).collect()
}

fn book(chapters: usize) -> Result<Book, Box<dyn std::error::Error>> {
    let sections = (0..chapters).map(|n| Section {
        id: format!("ch-{n:04}"),
        kind: SectionKind::Article,
        title: format!("Bài số {n}"),
        language: "vi".into(),
        byline: "Nguyễn Văn An".into(),
        dateline: "Báo Ví Dụ, 25/11/2022".into(),
        lead: vec![Inline::text(SENTENCE.trim())],
        blocks: paragraphs(11),
        citation: vec![],
        tags: vec![],
        entries: vec![],
        index: vec![],
        appeared: "Báo Ví Dụ".into(),
        credits: fonds_model::book::Credits::default(),
    });
    let labels: BookLabels = serde_json::from_value(serde_json::json!({
        "contents": "Mục lục", "cover": "Bìa", "title_page": "Trang tên sách", "notes": "Chú thích",
        "bibliography": "Tài liệu tham khảo", "source": "Nguồn", "compiled_by": "Biên soạn", "keywords": "Từ khoá",
        "back": "Trở lại", "figure": "Hình", "page": "Trang", "page_short": "tr."
    }))?;
    let meta: BookMeta = serde_json::from_value(serde_json::json!({
        "identifier": "urn:uuid:12345678-1234-8234-8234-123456789012", "title": "Cầu đường", "subtitle": "",
        "compiler": "", "institution": "", "date": "2022", "date_iso": "2022", "rights": "", "language": "vi-VN",
        "modified": "2022-12-01T01:02:03Z", "subjects": []
    }))?;
    Ok(Book { meta, labels, sections: sections.collect(), assets: vec![], annotations: vec![] })
}
