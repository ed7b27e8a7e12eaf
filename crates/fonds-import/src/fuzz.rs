//! Fuzzing: samples of every format, changed in many ways at once, for as long as one likes. Whatever comes of it, no
//! reader may panic, and none may take long.
//!
//! `FONDS_FUZZ_SECONDS` is how long each kind of sample is fuzzed; `cargo xtask torture` asks for a minute. Without it a
//! few changed copies of each are tried. A copy that fails is left in the folder for temporary files.

use crate::damage::{samples, timed};
use crate::{Input, NoAssets, Options, read, read_annotations};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::{Duration, Instant};
use unicode_normalization::UnicodeNormalization;

/// Copies of each kind that are tried in any case.
const FEWEST: usize = 8;
/// Larger samples are cut to this, in bytes, so that many copies are tried.
const LARGEST: usize = 256 << 10;
/// Words that mean something to one reader or another.
const WORDS: [&[u8]; 20] = [
    b"<",
    b">",
    b"</",
    b"\"",
    b"&#0;",
    b"&#x10ffff;",
    b"]]>",
    b"<!--",
    b"{",
    b"}",
    b"\\'",
    b"\r\n\r\n",
    b"%00",
    b"\xff\xfe",
    b"\xef\xbf\xbd",
    b"Content-Length: 18446744073709551615",
    b"--",
    b"PK\x03\x04",
    b"obj",
    b"\\bin99999999 ",
];

/// Numbers that look random and are the same each time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % below.max(1)
    }
}

/// Our samples by the endings of their names: the name of each, and its bytes.
fn kinds() -> BTreeMap<String, Vec<(String, Vec<u8>)>> {
    let mut kinds: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for path in samples("samples").into_iter().chain(samples("../../samples")) {
        let text = |part: Option<&std::ffi::OsStr>| part.unwrap_or_default().to_string_lossy().into_owned();
        let sample = (text(path.file_name()), std::fs::read(&path).unwrap());
        kinds.entry(text(path.extension())).or_default().push(sample);
    }
    kinds.insert("encodings".into(), encoded());
    kinds
}

/// A text in every encoding that is recognised, by its name and a file's.
fn encoded() -> Vec<(String, Vec<u8>)> {
    use crate::vietnamese::tables::writing::{as_tcvn3, as_viscii, as_vni};
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../samples/cau-song-dao.txt");
    // TCVN3 lacks some capitals.
    let text = std::fs::read_to_string(path).unwrap().to_lowercase();
    let utf16 = [b"\xff\xfe".to_vec(), text.encode_utf16().flat_map(u16::to_le_bytes).collect()].concat();
    let apart: String = text.nfd().collect();
    let windows_1258 = encoding_rs::WINDOWS_1258.encode(&apart).0.into_owned();
    let all = [
        as_tcvn3(&text),
        as_viscii(&text),
        as_vni(&text),
        Some(utf16),
        Some(windows_1258),
        Some(apart.into()),
    ];
    all.into_iter().flatten().map(|bytes| ("bản tin.txt".to_owned(), bytes)).collect()
}

/// A copy with one to eight changes: bits, cuts, doubled parts, parts of another sample, words, long runs.
fn changed(whole: &[u8], other: &[u8], dice: &mut Dice) -> Vec<u8> {
    let mut copy = whole.to_vec();
    for _ in 0..=dice.roll(8) {
        let at = dice.roll(copy.len());
        let end = (at + dice.roll(1 + copy.len() / 4)).min(copy.len());
        match dice.roll(7) {
            0 if at < copy.len() => copy[at] ^= 1 << dice.roll(8),
            1 => copy.truncate(at),
            2 => drop(copy.drain(at..end)),
            3 => {
                let part = copy[at..end].to_vec();
                copy.splice(at..at, part);
            }
            4 => {
                let from = dice.roll(other.len());
                let part = &other[from..(from + dice.roll(400)).min(other.len())];
                copy.splice(at..end.min(at + part.len()), part.iter().copied());
            }
            5 => drop(copy.splice(at..at, WORDS[dice.roll(WORDS.len())].iter().copied())),
            _ => {
                let word = WORDS[dice.roll(WORDS.len())].repeat(1 + dice.roll(2000));
                copy.splice(at..at, word);
            }
        }
        copy.truncate(LARGEST);
    }
    copy
}

#[test]
fn changed_samples_are_survived() {
    let seconds = std::env::var("FONDS_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut dice = Dice(0x2545_f491_4f6c_dd1d ^ (u64::from(std::process::id()) * u64::from(seconds > 0)));
    for (kind, samples) in kinds() {
        let (begun, mut tried) = (Instant::now(), 0);
        while tried < FEWEST || begun.elapsed() < Duration::from_secs(seconds) {
            let n = dice.roll(samples.len());
            let (name, whole) = &samples[n];
            let copy = changed(whole, &samples[dice.roll(samples.len())].1, &mut dice);
            let input = Input { bytes: &copy, file_name: Some(name), ..Input::default() };
            let survived = catch_unwind(AssertUnwindSafe(|| {
                timed(name, || drop(read(&input, Options { whole_books: tried % 2 == 0 }, &NoAssets)));
                if kind.starts_with("json") {
                    timed(name, || drop(read_annotations(&copy)));
                }
            }));
            if survived.is_err() {
                let left = std::env::temp_dir().join(format!("fonds-fuzz-{}-{name}", std::process::id()));
                std::fs::write(&left, &copy).unwrap();
                panic!("{name} was not survived; the copy is {}", left.display());
            }
            tried += 1;
        }
        if seconds > 0 {
            println!("{kind}: {tried} copies");
        }
    }
}
