//! What import makes of the web pages of a folder: their texts for a score, and how long they took.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool that talks to whoever runs it")]

use fonds_import::{Format, Input, NoAssets, import};
use fonds_model::Projection;
use std::path::{Path, PathBuf};
use std::time::Instant;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [pages, out, ..] = arguments.as_slice() else {
        eprintln!("pages FOLDER OUT: OUT/KEY.txt of each FOLDER/KEY.html");
        return;
    };
    let old = arguments.get(2).is_some_and(|a| a == "old");
    std::fs::create_dir_all(out).unwrap();
    let mut seconds = 0.0;
    let mut files: Vec<PathBuf> = std::fs::read_dir(pages).unwrap().map(|e| e.unwrap().path()).collect();
    files.sort();
    for file in files {
        let bytes = std::fs::read(&file).unwrap();
        let key = file.file_stem().unwrap().to_string_lossy().into_owned();
        let start = Instant::now();
        let text = if old { trafilatura(&bytes) } else { ours(&bytes, Path::new(out), &key) };
        seconds += start.elapsed().as_secs_f64();
        std::fs::write(Path::new(out).join(format!("{key}.txt")), text).unwrap();
    }
    println!("{seconds:.3} s");
}

fn trafilatura(bytes: &[u8]) -> String {
    let page = String::from_utf8_lossy(bytes);
    rs_trafilatura::extract(&page).map(|r| r.content_text).unwrap_or_default()
}

fn ours(bytes: &[u8], _out: &Path, _key: &str) -> String {
    let input = Input { bytes, file_name: None, format: Some(Format::Html), url: None };
    match import(&input, &NoAssets) {
        Ok(imported) => Projection::of(&imported.article).text,
        Err(error) => {
            eprintln!("{_key} {error}");
            String::new()
        }
    }
}
