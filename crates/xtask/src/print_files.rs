//! Print files of every house style and paper, checked with veraPDF's engine for PDF/A and PDF/UA.

use crate::shell::{Done, command, root, run, target};
use crate::{demo, install};
use std::fs;
use std::path::{Path, PathBuf};

const HOUSES: [&str; 4] = ["dossier", "reader", "newspaper", "large-print"];
const PAPERS: [&str; 5] = ["a4", "a5", "b5", "letter", "6x9"];
/// The collection that holds every construct and script.
pub const STRESS: &str = "Mọi thứ";
/// Lists that close a book.
pub const LISTS: [&str; 6] = [
    "index=true",
    "sources=true",
    "colophon=true",
    "bibliographyByPart=true",
    "bibliographyByArticle=true",
    "print.qrCodes=true",
];

/// Exports and checks all of them.
pub fn check(demo: &demo::Demo) -> Done {
    let folder = target().join("demo").join("print");
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let stress = stress_library()?;
    let mut files = Vec::new();
    for house in HOUSES {
        for paper in PAPERS {
            let file = folder.join(format!("{house}-{paper}.pdf"));
            export(&demo.library, demo::TITLE, &file, &["--house", house, "--paper", paper], &LISTS)?;
            files.push(file);
        }
        let file = folder.join(format!("stress-{house}.pdf"));
        export(&stress, STRESS, &file, &["--house", house, "--paper", "a5"], &LISTS)?;
        files.push(file);
    }
    for (name, settings) in [
        ("margin", &["print.notePlace=margin", "print.cropMarks=true", "print.bleed=3"][..]),
        ("endnotes", &["print.notePlace=endnotes", "print.customPaper=120x190", "print.columns=2"]),
    ] {
        let file = folder.join(format!("{name}.pdf"));
        export(&stress, STRESS, &file, &[], settings)?;
        files.push(file);
    }
    let carrying = folder.join("carrying-data.pdf");
    export(&demo.library, demo::TITLE, &carrying, &[], &["print.embedData=true"])?;
    conform("2a", &files)?;
    conform("3a", std::slice::from_ref(&carrying))?;
    files.push(carrying);
    conform("ua1", &files)
}

/// A library that holds it, made anew.
pub fn stress_library() -> Done<PathBuf> {
    let library = target().join("demo").join("Stress.fonds");
    if library.exists() {
        fs::remove_dir_all(&library).map_err(|error| format!("{}: {error}", library.display()))?;
    }
    let articles = root().join("tests").join("stress").display().to_string();
    demo::fonds(&library, &["new", "--title", STRESS])?;
    demo::fonds(&library, &["import", &articles])?;
    demo::fonds(&library, &["collection", "new", STRESS])?;
    let listed = demo::fonds(&library, &["list"])?;
    let keys = listed.as_array().into_iter().flatten().filter_map(|row| row["citekey"].as_str());
    let keys: Vec<&str> = keys.collect();
    for key in &keys {
        demo::fonds(&library, &["tag", "add", key, "Chợ nổi"])?;
    }
    let marked = ["annotate", keys[0], "--quote", "Một đoạn có đậm, nghiêng", "--note", "Một *ghi chú*."];
    demo::fonds(&library, &marked)?;
    demo::fonds(&library, &[&["collection", "add", STRESS, "--part", "Phần"], &keys[..]].concat())?;
    Ok(library)
}

/// Exports a collection with these arguments and settings.
pub fn export(library: &Path, title: &str, file: &Path, words: &[&str], settings: &[&str]) -> Done {
    let file = file.display().to_string();
    let mut all = vec!["export", title, "-o", &file, "--locale", "vi-VN"];
    all.extend(words);
    all.extend(settings.iter().flat_map(|setting| ["--set", setting]));
    demo::fonds(library, &all).map(|_| ())
}

/// All files follow the profile, by veraPDF's engine.
fn conform(profile: &str, files: &[PathBuf]) -> Done {
    let Some(classes) = install::verapdf()? else {
        println!("veraPDF's engine is run on Debian and Ubuntu only");
        return Ok(());
    };
    let checker = root().join("tests").join("ConformanceCheck.java").display().to_string();
    let mut words = vec!["-Xmx2g".to_owned(), "-cp".into(), classes, checker, profile.to_owned()];
    words.extend(files.iter().map(|file| file.display().to_string()));
    run(&mut command("java", &words.iter().map(String::as_str).collect::<Vec<_>>()))
}
