//! `cargo xtask test`: everything that CI runs, ending in one line with the numbers.

use crate::shell::{Done, built, cargo, command, output, root, run, target};
use crate::{archived, demo, ebook_files, install, print_files, reading};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

/// What property tests begin from. Where `CI` is set it is always the same, so that a change is judged by what it changes; at a
/// desk each run looks at other cases.
const SEED: &str = "PROPTEST_RNG_SEED";

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
    step(&mut tally, "the main job in the real window", told_in_the_window);
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
    // The largest inputs that are read; without optimisation they would take far longer than any user waits.
    let bounds = "test(memory_and_time_stay_bounded)";
    let mut command =
        cargo(&["nextest", "run", "--release", "-p", "fonds-import", "--no-capture", "-E", bounds]);
    run(command.env("FONDS_HOSTILE_MB", "64"))?;
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
    if std::env::var_os("CI").is_some() && std::env::var_os(SEED).is_none() {
        command.env(SEED, "1945");
    }
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

/// A driver's click may miss on a machine that is busy: where nobody sits by, a story that ended early is told once more, and
/// its first end stays in the output.
fn told_in_the_window() -> Done {
    in_the_window().or_else(|reason| {
        if std::env::var_os("CI").is_none() {
            return Err(reason);
        }
        eprintln!("the story is told once more: {reason}");
        in_the_window()
    })
}

/// The story of `tests/e2e`, on a screen that nobody sees where there is none.
fn in_the_window() -> Done {
    if !cfg!(target_os = "linux") {
        println!("the window is driven on Linux only");
        return Ok(());
    }
    let driver = install::driving()?.display().to_string();
    let [test, window] =
        ["window-test", "fonds-desktop"].map(|name| built("debug", name).display().to_string());
    let [samples, out] =
        [root().join("samples"), target().join("e2e")].map(|path| path.display().to_string());
    run(&mut on_a_screen(&[&test, &window, &driver, &samples, &out]))
}

/// A command with a screen and a session bus of its own.
pub fn on_a_screen(words: &[&str]) -> Command {
    let screen = ["-a", "-s", "-screen 0 1440x900x24", "dbus-run-session", "--"];
    let mut command = command("xvfb-run", &[screen.as_slice(), words].concat());
    // WebKit draws in software where there is no graphics card.
    command.env("LIBGL_ALWAYS_SOFTWARE", "1").env_remove("WAYLAND_DISPLAY");
    command
}

/// What the samples export, looked at by others' programs.
fn exported_files(tally: &mut Tally) {
    let mut made = None;
    step(tally, "the main job on the samples", || {
        made = Some(demo::make()?);
        Ok(())
    });
    let Some(demo) = made else { return };
    step(tally, "EPUBCheck of every kind of e-book", || ebook_files::check(&demo));
    step(tally, "Ace of every kind of e-book", || {
        install::with_browser("ebooks", ebook_files::check_accessibility)
    });
    step(tally, "the e-book in a reading system", || {
        install::with_browser("epub-reading", |browser| reading::check(&demo, browser))
    });
    step(tally, "the print file", || check_pdf(&demo));
    step(tally, "PDF/A and PDF/UA of every house style and paper", || print_files::check(&demo));
    let mut library = None;
    step(tally, "a library with everything in it", || {
        library = Some(archived::make(&demo)?);
        Ok(())
    });
    let Some(library) = library else { return };
    step(tally, "the library's WARC files", || archived::check_warc(&library));
    step(tally, "the library without Fonds", || archived::read_without_fonds(&library));
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
