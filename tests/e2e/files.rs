//! What the exported files hold.

use crate::desk::Outcome;
use std::io::Read;
use std::path::Path;
use std::process::Command;

/// An e-book must have these chapters in this order, and these words somewhere.
pub fn check_epub(path: &Path, chapters: &[&str], words: &[&str]) -> Outcome {
    let file = std::fs::File::open(path).map_err(|error| format!("{}: {error}", path.display()))?;
    let mut archive = zip::ZipArchive::new(file).map_err(|error| error.to_string())?;
    let mut all = String::new();
    let mut nav = String::new();
    for n in 0..archive.len() {
        let mut file = archive.by_index(n).map_err(|error| error.to_string())?;
        if !file.name().ends_with(".xhtml") {
            continue;
        }
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(|error| error.to_string())?;
        if file.name().ends_with("nav.xhtml") {
            nav = text;
        } else {
            all.push_str(&text);
        }
    }
    in_order(&nav, chapters)?;
    have(&all, words)
}

/// A print file must have these chapters in this order, and these words somewhere.
pub fn check_pdf(path: &Path, chapters: &[&str], words: &[&str]) -> Outcome {
    let output = Command::new("pdftotext")
        .arg(path)
        .arg("-")
        .output()
        .map_err(|error| format!("pdftotext: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).split_whitespace().collect::<Vec<_>>().join(" ");
    in_order(&text, chapters)?;
    have(&text, words)
}

fn in_order(text: &str, chapters: &[&str]) -> Outcome {
    let mut at = 0;
    for chapter in chapters {
        let found = text[at..].find(chapter).ok_or_else(|| format!("“{chapter}” is not in its place"))?;
        at += found + chapter.len();
    }
    Ok(())
}

fn have(text: &str, words: &[&str]) -> Outcome {
    match words.iter().find(|wanted| !text.contains(**wanted)) {
        Some(missing) => Err(format!("“{missing}” is not in the file")),
        None => Ok(()),
    }
}
