//! `cargo xtask test`: everything that CI runs, ending in one line with the numbers.

use crate::shell::{Done, cargo, command, output, run};
use crate::{demo, install};
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
    step(&mut tally, "formatting", || run(&mut cargo(&["fmt", "--all", "--check"])));
    step(&mut tally, "clippy", || {
        run(&mut cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"]))
    });
    step(&mut tally, "documentation", || {
        run(cargo(&["doc", "--workspace", "--no-deps", "--quiet"]).env("RUSTDOCFLAGS", "-D warnings"))
    });
    rust_tests(&mut tally);
    exported_files(&mut tally);
    println!("\ntests: {} passed, {} failed", tally.passed, tally.failed);
    if tally.failed == 0 { Ok(()) } else { Err("some tests failed".into()) }
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

/// What the samples export, looked at by others' programs.
fn exported_files(tally: &mut Tally) {
    let mut made = None;
    step(tally, "the main job on the samples", || {
        run(&mut cargo(&["build", "--quiet", "--package", "fonds-cli"]))?;
        made = Some(demo::make()?);
        Ok(())
    });
    let Some(demo) = made else { return };
    step(tally, "EPUBCheck", || check_epub(&demo));
    step(tally, "the print file", || check_pdf(&demo));
}

fn check_epub(demo: &demo::Demo) -> Done {
    let program = install::epubcheck()?;
    let printed = command(program, &[]).arg(&demo.epub).output().map_err(|error| error.to_string())?;
    let said = [printed.stdout, printed.stderr].concat();
    let said = String::from_utf8_lossy(&said).trim().to_owned();
    // It says nothing of a book without fault.
    if printed.status.success() && said.is_empty() { Ok(()) } else { Err(format!("EPUBCheck says:\n{said}")) }
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
