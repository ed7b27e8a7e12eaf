//! What was acknowledged survives: a library is written to at full speed by a process that is killed at any moment, and
//! damaged file by file.
//!
//! `FONDS_KILLS` sets the number of rounds of the first, `FONDS_DAMAGES` of the second; `cargo xtask torture` asks for
//! hundreds.

use fonds_library::{Language, Library, SearchOptions, Selection, environment};
use fonds_model::{ArticleId, Colour, Digest, ExportSettings, ItemContent, Quiet, TextQuote};
use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;
use std::{fs, thread};

const LIBRARY: &str = "FONDS_TORTURED";

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % below
    }
}

/// Not a test by itself: the process that is killed. It says each acknowledgement in a line.
#[test]
fn the_child() {
    let Some(folder) = std::env::var_os(LIBRARY).map(PathBuf::from) else { return };
    let library = Library::open(&folder, environment(), &Quiet).unwrap();
    let collection = library.collections().unwrap().remove(0).id;
    let told = std::io::stdout();
    let tell = |line: String| {
        let mut told = told.lock();
        writeln!(told, "\nack {line}").unwrap();
        told.flush().unwrap();
    };
    for n in 0.. {
        let text = format!("Bài {n} của {}\n\n{}\n", std::process::id(), "Nước lên từ đêm qua. ".repeat(20));
        let made = library.import_bytes(
            "stdin",
            text.clone().into_bytes(),
            fonds_library::ImportOptions { format: Some(fonds_library::Format::Text), ..Default::default() },
            fonds_library::Language::English,
        );
        let id = made.unwrap().imported.remove(0).id;
        tell(format!("article {id} {}", Digest::of(text.as_bytes())));
        library.tag(std::slice::from_ref(&id), &format!("Nhãn {}", n % 3)).unwrap();
        tell(format!("tag {id}"));
        let quote = TextQuote { exact: "Nước lên".into(), ..TextQuote::default() };
        let annotation =
            library.annotate(&id, &Selection::Quote(quote), Colour::Blue, "Ghi chú", &[]).unwrap().id;
        tell(format!("annotation {annotation}"));
        let items =
            library.add_items(&collection, vec![ItemContent::Article { article: id }], Some(None)).unwrap();
        tell(format!("item {}", items[0]));
        if n % 4 == 3 {
            library.undo().unwrap();
            tell(format!("no-item {}", items[0]));
        }
    }
}

#[test]
fn what_was_acknowledged_survives_a_kill() {
    let rounds = rounds("FONDS_KILLS", 20);
    let dir = tempfile::tempdir().unwrap();
    let folder = dir.path().join("Kill.fonds");
    let library = Library::create(&folder, "Kill", environment()).unwrap();
    let collection = library.new_collection("Tập", ExportSettings::default()).unwrap().id;
    drop(library);
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut promised = Promised::default();
    for round in 0..rounds {
        let mut child = start(&folder);
        let output = child.stdout.take().unwrap();
        let (told, first) = channel();
        let reader = thread::spawn(move || acknowledged(output, &told));
        // Every other time it is killed wherever it is, else when it has begun to work.
        if round % 2 == 0 {
            let _ = first.recv();
        }
        thread::sleep(Duration::from_millis(60 + dice.roll(700)));
        child.kill().unwrap();
        child.wait().unwrap();
        promised.add(&reader.join().unwrap());
        let library = Library::open(&folder, environment(), &Quiet)
            .unwrap_or_else(|error| panic!("round {round}: {error}"));
        promised.check(&library, &collection, round);
        let report = library.verify(&Quiet).unwrap();
        assert!(report.ok, "round {round}: {:?}", report.problems);
    }
    assert!(promised.articles.len() >= rounds / 2, "the child did nothing");
}

fn rounds(variable: &str, usual: usize) -> usize {
    std::env::var(variable).ok().and_then(|text| text.parse().ok()).unwrap_or(usual)
}

fn start(folder: &Path) -> Child {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "torture::the_child", "--nocapture", "--test-threads=1"]).env(LIBRARY, folder);
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap()
}

/// What the child acknowledges; the first of it is told at once.
fn acknowledged(output: impl Read, told: &Sender<()>) -> Vec<Vec<String>> {
    let lines = BufReader::new(output).split(b'\n').map_while(Result::ok);
    let texts = lines.map(|line| String::from_utf8_lossy(&line).into_owned());
    let words = |line: String| {
        let rest = line.strip_prefix("ack ")?;
        // Nobody waits for the later ones.
        let _ = told.send(());
        Some(rest.split(' ').map(str::to_owned).collect())
    };
    texts.filter_map(words).collect()
}

/// Everything that the children said was done.
#[derive(Default)]
struct Promised {
    articles: BTreeSet<(String, String)>,
    tagged: BTreeSet<String>,
    annotations: BTreeSet<String>,
    items: BTreeSet<String>,
    /// Taken out by an undo whose acknowledgement may have been lost.
    perhaps: BTreeSet<String>,
    gone: BTreeSet<String>,
}

impl Promised {
    fn add(&mut self, lines: &[Vec<String>]) {
        let mut last_item = None;
        for line in lines {
            let words: Vec<&str> = line.iter().map(String::as_str).collect();
            match words[..] {
                ["article", id, digest] if digest.len() == 64 => {
                    self.articles.insert((id.into(), digest.into()));
                    last_item = None;
                }
                ["tag", id] if id.len() == 16 => drop(self.tagged.insert(id.into())),
                ["annotation", id] if id.len() == 16 => drop(self.annotations.insert(id.into())),
                ["item", id] if id.len() == 16 => {
                    self.items.insert(id.into());
                    last_item = Some(id.to_owned());
                }
                ["no-item", id] if id.len() == 16 => {
                    self.items.remove(id);
                    self.gone.insert(id.into());
                    last_item = None;
                }
                _ => {}
            }
        }
        self.perhaps.extend(last_item);
    }

    fn check(&self, library: &Library, collection: &fonds_model::CollectionId, round: usize) {
        for (id, digest) in &self.articles {
            let article = library.article(&ArticleId(id.clone()));
            let article = article.unwrap_or_else(|error| panic!("round {round}: {error}"));
            assert_eq!(article.source.digest.as_str(), digest, "round {round}");
            assert!(
                !self.tagged.contains(id) || !article.tags.is_empty(),
                "round {round}: {id} lost its tag"
            );
        }
        let annotations: BTreeSet<_> =
            library.annotations(None).unwrap().into_iter().map(|found| found.id.0).collect();
        assert!(self.annotations.is_subset(&annotations), "round {round}");
        let items: BTreeSet<_> =
            library.collection(collection).unwrap().items.into_iter().map(|item| item.id.0).collect();
        let missing = self.items.difference(&items).find(|item| !self.perhaps.contains(*item));
        assert_eq!(missing, None, "round {round}");
        assert!(self.gone.is_disjoint(&items), "round {round}: an undo was undone");
    }
}

/// Every file of a library, cut, flipped, taken away, or that of another library: it opens, says so, and loses nothing but
/// what lay there.
#[test]
fn damage_to_any_file_is_named_and_loses_no_more() {
    let dir = tempfile::tempdir().unwrap();
    let whole = dir.path().join("Whole.fonds");
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples");
    let library = Library::create(&whole, "Whole", environment()).unwrap();
    library
        .import_paths(
            &[samples],
            fonds_library::ImportOptions::default(),
            fonds_library::Language::English,
            &Quiet,
        )
        .unwrap();
    let id = library.resolve("nguyen2022").unwrap();
    library.tag(std::slice::from_ref(&id), "Cầu").unwrap();
    let quote = TextQuote { exact: "hai bên sông".into(), ..TextQuote::default() };
    library.annotate(&id, &Selection::Quote(quote), Colour::Blue, "Ghi chú", &[]).unwrap();
    let collection = library.new_collection("Tập", ExportSettings::default()).unwrap().id;
    library.add_items(&collection, vec![ItemContent::Article { article: id }], None).unwrap();
    library.search("sông", &SearchOptions::default()).unwrap();
    drop(library);
    let other = another_library(&dir.path().join("Other.fonds"));
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    let files = files_below(&whole);
    let all = std::iter::repeat_n(files, rounds("FONDS_DAMAGES", 1)).flatten();
    for (n, file) in all.enumerate() {
        let name = file.strip_prefix(&whole).unwrap().to_owned();
        for harm in ["flip", "cut", "delete", "swap"] {
            let Some(bytes) = harmed(&file, harm, &mut dice, &like(&other, &name)) else { continue };
            let folder = dir.path().join(format!("{n}-{harm}.fonds"));
            copy_folder(&whole, &folder);
            match bytes {
                Some(bytes) => fs::write(folder.join(&name), bytes).unwrap(),
                None => fs::remove_file(folder.join(&name)).unwrap(),
            }
            check_damaged(&folder, &name, harm);
            fs::remove_dir_all(&folder).unwrap();
        }
    }
}

/// A library with other articles, whose files may stand in the place of another's.
fn another_library(folder: &Path) -> PathBuf {
    let library = Library::create(folder, "Other", environment()).unwrap();
    for n in 0..12 {
        let text = format!("Bài khác số {n}\n\n{}\n", "Gió chướng về sớm. ".repeat(30 + n));
        let options =
            fonds_library::ImportOptions { format: Some(fonds_library::Format::Text), ..Default::default() };
        library.import_bytes("stdin", text.into_bytes(), options, Language::English).unwrap();
    }
    library.search("gió", &SearchOptions::default()).unwrap();
    folder.to_owned()
}

/// The files of another library that are of the same kind.
fn like(other: &Path, name: &Path) -> Vec<PathBuf> {
    let part = name.components().next().unwrap();
    // What a folder sync or a wrong hand could mistake: not the few small files beside them.
    if !["journal", "originals", "catalog", "index"].iter().any(|known| part.as_os_str() == *known) {
        return vec![];
    }
    let mut files = files_below(&other.join(part));
    files.retain(|file| file.extension() == name.extension());
    if part.as_os_str() == "index" {
        // Most of its files have random names, which none of another index has.
        files.retain(|file| file.file_name() == name.file_name());
    }
    files
}

/// What a file becomes: other bytes, or (`None`) nothing. Not every harm can be done to every file.
fn harmed(path: &Path, harm: &str, dice: &mut Dice, others: &[PathBuf]) -> Option<Option<Vec<u8>>> {
    let mut bytes = fs::read(path).unwrap();
    match harm {
        "flip" if !bytes.is_empty() => {
            let at = dice.roll(bytes.len() as u64) as usize;
            bytes[at] ^= 1 << dice.roll(8);
            Some(Some(bytes))
        }
        "cut" => Some(Some(bytes[..bytes.len() / 2].to_owned())),
        "delete" => Some(None),
        "swap" if !others.is_empty() => {
            Some(Some(fs::read(&others[dice.roll(others.len() as u64) as usize]).unwrap()))
        }
        _ => None,
    }
}

fn check_damaged(folder: &Path, name: &Path, harm: &str) {
    let what = format!("{harm} {}", name.display());
    let part = name.components().next().unwrap().as_os_str().to_string_lossy().into_owned();
    let opened = Library::open(folder, environment(), &Quiet);
    let library = match (opened, part.as_str()) {
        (Ok(library), _) => library,
        // Without its head a folder is no library, and says so.
        (Err(error), "fonds.json") => {
            assert!(matches!(error.code(), "library-missing" | "library-newer"), "{what}: {error}");
            return;
        }
        (Err(error), _) => panic!("{what}: {error}"),
    };
    let report = library.verify(&Quiet).unwrap_or_else(|error| panic!("{what}: {error}"));
    let info = library.info(Language::English).unwrap();
    let articles = info.articles;
    let kept = || {
        let tags = library.tags().unwrap().len();
        let items: usize = library.collections().unwrap().iter().filter_map(|found| found.count).sum();
        (tags, library.annotations(None).unwrap().len(), items)
    };
    assert_eq!(kept(), (1, 1, 1), "{what}");
    match part.as_str() {
        // The archive itself: what lay there may be gone, but it is told.
        "journal" if harm == "swap" => {
            assert!(!report.ok || !info.notices.is_empty(), "{what} is not noticed");
            assert!(articles >= 9, "{what}: the catalog still had them");
        }
        "journal" if harm == "flip" => {
            assert!(!report.ok, "{what} is not noticed");
            assert_eq!(articles, 9, "{what}");
        }
        "journal" => {
            assert!(!info.notices.is_empty(), "{what} is not told");
            assert_eq!(articles, 9, "{what}: the catalog still had them");
        }
        "originals" => {
            assert!(!report.ok, "{what} is not noticed");
            assert_eq!(articles, 9, "{what}");
        }
        // Made of the archive: nothing is lost.
        _ => {
            // The index is not looked into when it is opened; `verify` names it, and a search mends it.
            let index_only = report.problems.iter().all(|problem| problem.code == "index-damaged");
            assert!(report.ok || (part == "index" && index_only), "{what}: {:?}", report.problems);
            assert_eq!(articles, 9, "{what}");
            let found = library
                .search("sông", &SearchOptions::default())
                .unwrap_or_else(|error| panic!("{what}: {error}"));
            assert!(found.total >= 4, "{what}: {} found", found.total);
        }
    }
}

fn files_below(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    for path in entries {
        if path.is_dir() { files.extend(files_below(&path)) } else { files.push(path) }
    }
    files
}

fn copy_folder(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap().flatten() {
        let (path, target) = (entry.path(), to.join(entry.file_name()));
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            fs::copy(path, target).unwrap();
        }
    }
}
