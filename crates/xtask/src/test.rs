//! `cargo xtask test`: everything that CI runs, ending in one line with the numbers.

use crate::shell::{Done, built, cargo, command, output, root, run, target};
use crate::{demo, install, print_files, reading};
use serde_json::Value;
use std::collections::HashSet;
use std::path::{Path, PathBuf};
use std::time::Instant;

/// Numbers of passed and failed tests.
#[derive(Default)]
struct Tally {
    passed: usize,
    failed: usize,
}

/// Runs all steps; a failed one does not keep the others from running.
pub fn test() -> Done {
    let mut tally = Tally::default();
    install::window()?;
    install::checks()?;
    install::nextest()?;
    // The window's program holds the built UI, so the UI comes before anything that compiles it.
    step(&mut tally, "building the UI", install::ui);
    step(&mut tally, "formatting", || run(&mut cargo(&["fmt", "--all", "--check"])));
    step(&mut tally, "clippy", || {
        run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
    });
    step(&mut tally, "documentation", || {
        run(cargo(&["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    for name in ["check", "lint", "test"] {
        step(&mut tally, &format!("UI {name}"), || install::npm(&["run", "--silent", name]));
    }
    step(&mut tally, "building everything", || run(&mut cargo(&["build", "--workspace", "--quiet"])));
    rust_tests(&mut tally);
    exported_files(&mut tally);
    step(&mut tally, "the main job in the real window", in_the_window);
    println!("\ntests: {} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 { Ok(()) } else { Err("some tests failed".into()) }
}

/// The tests that take a number of rounds, with many: of the archive, and of every reader.
pub fn torture() -> Done {
    install::nextest()?;
    let names = "test(survives_a_kill) | test(damage_to_any_file) | test(all_devices_come_to_the_same)";
    let mut command = cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "-E", names]);
    let command = command.env("FONDS_KILLS", "200").env("FONDS_DAMAGES", "20");
    run(command.env("FONDS_MERGE_CASES", "2000"))?;
    let fuzz = "test(changed_samples_are_survived)";
    let mut command = cargo(&["nextest", "run", "--workspace", "--no-capture", "-E", fuzz]);
    run(command.env("FONDS_FUZZ_SECONDS", "60"))
}

/// A step that counts as one test.
fn step(tally: &mut Tally, name: &str, work: impl FnOnce() -> Done) {
    println!("\n== {name}");
    let begun = Instant::now();
    match work() {
        Ok(()) => tally.passed += 1,
        Err(message) => {
            eprintln!("{name}: {message}");
            tally.failed += 1;
        }
    }
    println!("== {name}: {:.0} s", begun.elapsed().as_secs_f64());
}

/// The Rust tests, counted by nextest's summary.
fn rust_tests(tally: &mut Tally) {
    println!("\n== Rust tests");
    let mut command = cargo(&["nextest", "run", "--workspace", "--no-fail-fast", "--color", "never"]);
    let printed = command.output().map(|output| {
        (
            output.status.success(),
            format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr)),
        )
    });
    let (good, text) = printed.unwrap_or_else(|error| (false, error.to_string()));
    let shown = text.lines().filter(|line| !line.trim_start().starts_with("PASS"));
    println!("{}", shown.collect::<Vec<_>>().join("\n"));
    let summary = text.lines().rev().find(|line| line.contains("Summary [")).unwrap_or_default();
    let count = |word: &str| {
        let words: Vec<&str> =
            summary.split(|c: char| c.is_whitespace() || c == ',').filter(|w| !w.is_empty()).collect();
        words
            .windows(2)
            .find(|pair| pair[1] == word)
            .and_then(|pair| pair[0].parse::<usize>().ok())
            .unwrap_or(0)
    };
    tally.passed += count("passed");
    tally.failed += count("failed") + count("timed");
    // A build that failed has no summary.
    if !good && count("failed") == 0 {
        tally.failed += 1;
    }
}

/// The story of `tests/e2e`, on a screen that nobody sees where there is none.
fn in_the_window() -> Done {
    if !cfg!(target_os = "linux") {
        println!("the window is driven on Linux only");
        return Ok(());
    }
    let driver = install::driving()?;
    let mut words = vec![
        "-a".to_owned(),
        "-s".into(),
        "-screen 0 1440x900x24".into(),
        "dbus-run-session".into(),
        "--".into(),
    ];
    words.push(built("debug", "window-test").display().to_string());
    words.push(built("debug", "fonds-desktop").display().to_string());
    words.push(driver.display().to_string());
    words.push(root().join("samples").display().to_string());
    words.push(target().join("e2e").display().to_string());
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    // WebKit draws in software where there is no graphics card.
    run(command("xvfb-run", &words).env("LIBGL_ALWAYS_SOFTWARE", "1").env_remove("WAYLAND_DISPLAY"))
}

/// What the samples export, looked at by others' programs.
fn exported_files(tally: &mut Tally) {
    let mut made = None;
    step(tally, "the main job on the samples", || {
        made = Some(demo::make()?);
        Ok(())
    });
    let Some(demo) = made else { return };
    step(tally, "EPUBCheck", || check_epub(&demo));
    step(tally, "the e-book in a reading system", || reading::read_if_possible(&demo));
    step(tally, "the print file", || check_pdf(&demo));
    step(tally, "PDF/A and PDF/UA of every house style and paper", || print_files::check(&demo));
    step(tally, "the library's WARC files", || check_warc(&demo));
    step(tally, "the library without Fonds", || read_without_fonds(&demo));
}

fn check_epub(demo: &demo::Demo) -> Done {
    let program = install::epubcheck()?;
    let printed = command(program, &[]).arg(&demo.epub).output().map_err(|error| error.to_string())?;
    let said = [printed.stdout, printed.stderr].concat();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    // It says nothing of a book without fault.
    if printed.status.success() && said.is_empty() { Ok(()) } else { Err(format!("EPUBCheck says:\n{said}")) }
}

fn check_warc(demo: &demo::Demo) -> Done {
    let program = install::warcio()?;
    for file in files_below(&demo.library.join("originals"))? {
        output(command(&program, &["check"]).arg(&file))?;
    }
    Ok(())
}

/// Python and a WARC reader find what the command line shows.
fn read_without_fonds(demo: &demo::Demo) -> Done {
    let python = install::warcio()?.with_file_name("python");
    let script = root().join("tests").join("without_fonds.py").display().to_string();
    let read = output(command(python, &[&script]).arg(&demo.library))?;
    let read: Vec<Value> = serde_json::from_str(&read).map_err(|error| error.to_string())?;
    let listed = demo::fonds(&demo.library, &["list"])?;
    let annotations = demo::fonds(&demo.library, &["annotations"])?;
    let count = |value: &Value| value.as_array().map_or(0, Vec::len);
    let found: usize = read.iter().map(|article| count(&article["annotations"])).sum();
    if read.len() != count(&listed) || found != count(&annotations) || found == 0 {
        return Err(format!("{} articles and {found} annotations were read", read.len()));
    }
    parts_agree(&read, &annotations)?;
    for article in &read {
        let id = article["id"].as_str().unwrap_or_default();
        let row = listed.as_array().into_iter().flatten().find(|row| row["id"] == id);
        let row = row.ok_or_else(|| format!("{id} is not listed"))?;
        let shown = demo::fonds(&demo.library, &["show", id, "--format", "text"])?;
        let words: HashSet<&str> = shown["text"].as_str().unwrap_or_default().split_whitespace().collect();
        let text = article["text"].as_str().unwrap_or_default();
        let strange = text.split_whitespace().find(|word| !words.contains(word));
        if row["title"] != article["title"] || row["tags"] != article["tags"] || text.len() < 200 {
            return Err(format!("{article} is not {row}"));
        }
        if let Some(strange) = strange {
            return Err(format!("“{strange}” of {id} is not shown"));
        }
    }
    Ok(())
}

/// The marked parts of pictures are the same on both sides.
fn parts_agree(read: &[Value], annotations: &Value) -> Done {
    let parts = |annotations: &Value, path: &str| -> Vec<String> {
        let all = annotations.as_array().into_iter().flatten().filter_map(|one| one.pointer(path)?.as_str());
        all.filter(|part| !part.is_empty()).map(str::to_owned).collect()
    };
    let mut found: Vec<String> =
        read.iter().flat_map(|article| parts(&article["annotations"], "/region")).collect();
    let mut shown = parts(annotations, "/region/fragment");
    found.sort();
    shown.sort();
    if found.is_empty() || found != shown {
        return Err(format!("the parts of pictures that were read are {found:?}, not {shown:?}"));
    }
    Ok(())
}

/// All files below a folder.
pub fn files_below(folder: &Path) -> Done<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(|error| error.to_string())?.flatten() {
        let path = entry.path();
        if path.is_dir() {
            files.extend(files_below(&path)?);
        } else {
            files.push(path);
        }
    }
    Ok(files)
}

fn check_pdf(demo: &demo::Demo) -> Done {
    let file = demo.pdf.display().to_string();
    output(&mut command("qpdf", &["--check", &file]))?;
    let text = output(&mut command("pdftotext", &[&file, "-"]))?;
    let squeezed = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut at = 0;
    // After the contents, the titles stand in the collection's order.
    let body = squeezed.rfind("Lời nói đầu").unwrap_or_default();
    for title in &demo.titles {
        let found = squeezed[body..][at..].find(title.as_str());
        at += found.ok_or_else(|| format!("the print file does not have “{title}” in its place"))?;
    }
    for wanted in [demo::NOTE, "Tài liệu tham khảo", "Mục lục", "Nguồn:"] {
        if !squeezed.contains(wanted) {
            return Err(format!("the print file does not say “{wanted}”"));
        }
    }
    Ok(())
}
