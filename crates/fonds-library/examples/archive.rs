//! `cargo xtask bench store`: what keeping costs. `archive LIBRARY CPU` opens a library that was imported, and keeps its
//! articles once more in a new one: in groups, as import does, beside the seconds of `CPU` that the whole import took; and
//! one by one, each acknowledged before the next. Both stand beside appending the same lines to a plain file, durably.
#![expect(clippy::print_stdout, reason = "a benchmark talks to whoever runs it")]

use fonds_library::{Format, ImportOptions, Language, Library, ListFilter, ListSort, environment};
use fonds_model::{Article, Quiet};
use fonds_store::{Change, Original, Store};
use std::error::Error;
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::{Duration, Instant};

/// As the program that the import is measured with.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

/// Articles that are committed together, as import does.
const GROUP: usize = 100;
/// Articles that are imported one by one.
const SINGLES: usize = 300;
/// How long an open library is left alone before its memory is looked at.
const IDLE: Duration = Duration::from_secs(3);

type Done<T = ()> = Result<T, Box<dyn Error>>;

fn main() -> Done {
    let mut arguments = std::env::args().skip(1);
    let library = arguments.next().ok_or("name a library")?;
    let import: f64 = arguments.next().map_or(Ok(0.0), |text| text.parse())?;
    let folder = tempfile::tempdir_in(Path::new(&library).parent().unwrap_or(Path::new(".")))?;
    open(Path::new(&library))?;
    in_groups(Path::new(&library), folder.path(), import)?;
    one_by_one(folder.path())
}

/// How long opening takes, and how much memory the open library holds when nobody works.
fn open(path: &Path) -> Done {
    let before = memory();
    let begun = Instant::now();
    let library = Library::open(path, environment(), &Quiet)?;
    let opened = begun.elapsed().as_secs_f64();
    let page = library.list_page(&ListFilter::default(), ListSort::default(), 0, 100)?;
    let listed = begun.elapsed().as_secs_f64();
    std::thread::sleep(IDLE);
    println!(
        "open    {opened:6.2} s, with the first page of the list {listed:.2} s; {:.0} MB when idle ({:.0} before), {} articles",
        memory(),
        before,
        page.all
    );
    Ok(())
}

/// An article and the bytes that it was made of.
type Kept = (Article, Vec<u8>);

fn in_groups(from: &Path, folder: &Path, import: f64) -> Done {
    let from = Store::open(from, environment(), &Quiet)?;
    let ids: Vec<_> = from.summaries()?.into_iter().map(|summary| summary.id).collect();
    let store = Store::create(&folder.join("Groups.fonds"), "Bench", environment())?;
    let mut plain = File::create(folder.join("plain"))?;
    let (mut kept, mut appended) = (Taken::default(), Taken::default());
    for group in ids.chunks(GROUP) {
        let mut articles: Vec<Kept> = Vec::with_capacity(group.len());
        for id in group {
            let article = from.article(id)?.ok_or("an article is gone")?;
            let bytes = from.read_original(&article.source.digest)?;
            articles.push((article, bytes));
        }
        let changes: Vec<Change> = articles
            .iter()
            .map(|(article, _)| Change::AddArticle { article: Box::new(article.clone()) })
            .collect();
        let lines = changes.iter().map(serde_json::to_vec).collect::<Result<Vec<_>, _>>()?.concat();
        kept.time(|| Ok(store.commit(&originals(&articles), &changes).map(drop)?))?;
        appended.time(|| Ok(plain.write_all(&lines).and_then(|()| plain.sync_all())?))?;
    }
    let per_second = ids.len() as f64 / kept.seconds;
    let share = if import > 0.0 { 100.0 * kept.cpu / import } else { 0.0 };
    println!(
        "store   {per_second:6.0} articles/s in groups of {GROUP}, {:.2} CPU s: {share:.0} % of the import's {import:.1}, {:.1} × appending and fsync",
        kept.cpu,
        kept.cpu / appended.cpu.max(0.01)
    );
    Ok(())
}

fn originals(articles: &[Kept]) -> Vec<Original<'_>> {
    let mut originals = Vec::with_capacity(articles.len());
    for (article, bytes) in articles {
        let file_name = article.source.file_name.as_deref();
        let media_type = "text/plain";
        originals.push(Original { bytes, media_type, file_name, url: None, text: None, exchange: None });
    }
    originals
}

/// Each is in the library, durably, before the next one comes.
fn one_by_one(folder: &Path) -> Done {
    let library = Library::create(&folder.join("Singles.fonds"), "Bench", environment())?;
    let text = |n: usize| {
        format!("Bài số {n}\n\n{}\n", "Nước lên từ đêm qua, bãi giữa ngập hết. ".repeat(120 + n % 7))
    };
    let mut plain = File::create(folder.join("singles"))?;
    let (mut imported, mut appended) = (Taken::default(), Taken::default());
    for n in 0..SINGLES {
        let options = ImportOptions { format: Some(Format::Text), ..ImportOptions::default() };
        let bytes = text(n).into_bytes();
        appended.time(|| Ok(plain.write_all(&bytes).and_then(|()| plain.sync_all())?))?;
        imported
            .time(|| Ok(library.import_bytes("x.txt", bytes, options, Language::English).map(drop)?))?;
    }
    println!(
        "singly  {:6.0} articles/s, each acknowledged; {:.1} × appending and fsync",
        SINGLES as f64 / imported.seconds,
        imported.seconds / appended.seconds
    );
    Ok(())
}

/// What pieces of work took together.
#[derive(Default)]
struct Taken {
    seconds: f64,
    cpu: f64,
}

impl Taken {
    fn time(&mut self, work: impl FnOnce() -> Done) -> Done {
        let (begun, before) = (Instant::now(), cpu());
        work()?;
        self.seconds += begun.elapsed().as_secs_f64();
        self.cpu += cpu() - before;
        Ok(())
    }
}

/// Seconds that the processors have worked for all threads of this process, in steps of 10 ms (Linux).
fn cpu() -> f64 {
    let stat = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The second field is a name, which may hold spaces.
    let fields: Vec<&str> = stat.rsplit(')').next().unwrap_or_default().split_whitespace().collect();
    let ticks = |at: usize| fields.get(at).and_then(|text| text.parse::<f64>().ok()).unwrap_or_default();
    (ticks(11) + ticks(12)) / 100.0
}

/// Megabytes that this process holds now (Linux).
fn memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let held = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    held.and_then(|line| line.split_whitespace().next()?.parse::<f64>().ok()).unwrap_or_default() / 1024.0
}
