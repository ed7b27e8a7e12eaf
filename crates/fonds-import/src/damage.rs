//! Damaged copies of every sample: cut anywhere, with bits turned over. Whatever reads them has to end, and soon.

use crate::{Input, NoAssets, Options, read, read_annotations};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// How many cuts are made, and how many copies with turned bits.
const ROUNDS: usize = 40;
/// Far longer than any sample takes.
const LONGEST: Duration = Duration::from_secs(60);

/// Hands damaged copies of a sample to `read`, the same ones in every run.
pub(crate) fn survived(name: &str, whole: &[u8], read: impl Fn(&[u8])) {
    let mut seed = 7u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for round in 0..ROUNDS {
        timed(&format!("{name}, cut {round}"), || read(&whole[..whole.len() * round / ROUNDS]));
        let mut turned = whole.to_vec();
        for _ in 0..=round {
            turned[random(whole.len())] ^= 1 << random(8);
        }
        timed(&format!("{name}, turned {round}"), || read(&turned));
    }
}

/// Does something that may not take long.
pub(crate) fn timed<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = act();
    assert!(start.elapsed() < LONGEST, "{what}");
    done
}

/// All files below a folder of samples, but what is written about them.
pub(crate) fn samples(folder: &str) -> Vec<PathBuf> {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    let mut files = Vec::new();
    while let Some(folder) = folders.pop() {
        for path in std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() {
                folders.push(path);
            } else if !path.ends_with("README.md") {
                files.push(path);
            }
        }
    }
    files.sort();
    files
}

/// Damages every file of a folder of samples, and reads it by its name and without one.
fn damaged(folder: &str) {
    let files = samples(folder);
    assert!(!files.is_empty());
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        survived(&name, &std::fs::read(&path).unwrap(), |bytes| {
            let input = Input { bytes, file_name: Some(&name), ..Input::default() };
            let _ = read(&input, Options::default(), &NoAssets);
        });
    }
}

#[test]
fn damaged_documents_end_well() {
    damaged("samples/documents");
}

#[test]
fn damaged_archives_end_well() {
    damaged("samples/archives");
}

#[test]
fn damaged_references_and_exports_end_well() {
    damaged("samples/references");
    damaged("samples/exports");
}

#[test]
fn damaged_articles_end_well() {
    damaged("../../samples");
}

#[test]
fn damaged_annotations_end_well() {
    for path in samples("samples/annotations") {
        let name = path.display().to_string();
        survived(&name, &std::fs::read(&path).unwrap(), |bytes| drop(read_annotations(bytes)));
    }
}
