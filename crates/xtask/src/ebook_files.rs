//! E-books with every option, of the samples and of the collection that holds every construct, checked with EPUBCheck and
//! with Ace by DAISY (`tests/accessibility`).

use crate::print_files::{LISTS, STRESS, export, stress_library};
use crate::shell::{Done, command, output, root, target};
use crate::{demo, install};
use std::fs;
use std::path::{Path, PathBuf};

/// All that an e-book can have in it.
const EVERYTHING: [&str; 12] = [
    "--data",
    "true",
    "--notes-appendix",
    "true",
    "--tags",
    "true",
    "--archived-copy",
    "true",
    "--picture-width",
    "600",
    "--font",
    "serif",
];

/// Exports all of them and has EPUBCheck look at each.
pub fn check(demo: &demo::Demo) -> Done {
    let folder = folder();
    if folder.exists() {
        fs::remove_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    }
    fs::create_dir_all(&folder).map_err(|error| format!("{}: {error}", folder.display()))?;
    let stress = stress_library()?;
    let printed: Vec<&str> = LISTS.into_iter().chain(["printedPages=true"]).collect();
    for (library, title, name) in [(&demo.library, demo::TITLE, "samples"), (&stress, STRESS, "stress")] {
        let file = |ending: &str| folder.join(format!("{name}-{ending}.epub"));
        export(library, title, &file("everything"), &EVERYTHING, &printed)?;
        export(library, title, &file("footnotes"), &["--citations", "footnote", "--font", "sans"], &LISTS)?;
    }
    let volumes = [&EVERYTHING[..], &["--volumes", "1"]].concat();
    export(&large_library()?, LARGE, &folder.join("large.epub"), &volumes, &LISTS[..5])?;
    let mut files = crate::test::files_below(&folder)?;
    files.push(demo.epub.clone());
    files.sort();
    for file in &files {
        conform(file)?;
    }
    let volumes = files.iter().filter(|file| file.display().to_string().contains("large-")).count();
    println!("{} e-books, {volumes} of them volumes", files.len());
    if volumes > 1 { Ok(()) } else { Err("the large book came in one volume".into()) }
}

/// Has Ace look at those of one volume, once [`check`] has made them. It needs a Chromium.
pub fn check_accessibility(browser: &str) -> Done {
    let files = crate::test::files_below(&folder())?.into_iter();
    let mut files: Vec<_> = files.filter(|file| !file.display().to_string().contains("large-")).collect();
    files.sort();
    let tests = root().join("tests").join("accessibility");
    install::npm_in(&tests, &["ci", "--no-audit", "--no-fund", "--silent"])?;
    let mut node = command("node", &["check.mjs"]);
    node.args(&files).env("CHROMIUM", browser).current_dir(tests);
    print!("{}", output(&mut node)?);
    Ok(())
}

fn folder() -> PathBuf {
    target().join("demo").join("ebooks")
}

/// The collection that is larger than a megabyte.
const LARGE: &str = "Nhiều tập";

/// A library that holds it: two parts, of which the second is larger than a volume, and a foreword that cites both.
fn large_library() -> Done<PathBuf> {
    let library = target().join("demo").join("Large.fonds");
    let articles = target().join("demo").join("large");
    for folder in [&library, &articles] {
        if folder.exists() {
            fs::remove_dir_all(folder).map_err(|error| format!("{}: {error}", folder.display()))?;
        }
    }
    fs::create_dir_all(&articles).map_err(|error| error.to_string())?;
    for n in 0..5_u64 {
        let text = format!("---\ntitle: Bài {n}\ndate: 19{n}5\n---\n\n{}\n", noise(n + 1));
        fs::write(articles.join(format!("{n}.md")), text).map_err(|error| error.to_string())?;
    }
    demo::fonds(&library, &["new", "--title", LARGE])?;
    demo::fonds(&library, &["import", &articles.display().to_string()])?;
    let listed = demo::fonds(&library, &["list"])?;
    let keys = listed.as_array().into_iter().flatten().filter_map(|row| row["citekey"].as_str());
    let keys: Vec<&str> = keys.collect();
    let ([first, .., last], true) = (&keys[..], keys.len() == 5) else {
        return Err(format!("{} articles came in", keys.len()));
    };
    demo::fonds(&library, &["tag", "add", first, last, "Sông nước"])?;
    demo::fonds(&library, &["tag", "set", "Sông nước", "authority=LCSH", "term=sh85114250"])?;
    demo::fonds(&library, &["collection", "new", LARGE])?;
    let foreword = format!("Xem [@{first}] và [@{last}].");
    let add = |words: &[&str]| {
        demo::fonds(&library, &[&["collection", "add", LARGE][..], words].concat()).map(|_| ())
    };
    add(&["--foreword", &foreword])?;
    add(&[&["--part", "Một"][..], &keys[..1]].concat())?;
    add(&[&["--part", "Hai"][..], &keys[1..]].concat())?;
    Ok(library)
}

/// Some 200 kB of words that hardly shrink, the same ones each time.
fn noise(seed: u64) -> String {
    let mut random = 0x2545_f491_4f6c_dd1d_u64.wrapping_mul(seed);
    let mut word = || {
        random ^= random << 13;
        random ^= random >> 7;
        random ^= random << 17;
        let letters = random.to_be_bytes().map(|byte| char::from(b'a' + byte % 26));
        letters.into_iter().collect::<String>()
    };
    (0..25_000).map(|n| if n % 90 == 89 { word() + ".\n\n" } else { word() + " " }).collect()
}

/// EPUBCheck says nothing of a book without fault.
fn conform(file: &Path) -> Done {
    let program = install::epubcheck()?;
    let printed = command(program, &[]).arg(file).output().map_err(|error| error.to_string())?;
    let said = [printed.stdout, printed.stderr].concat();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    let name = file.display();
    if printed.status.success() && said.is_empty() {
        Ok(())
    } else {
        Err(format!("EPUBCheck says of {name}:\n{said}"))
    }
}
