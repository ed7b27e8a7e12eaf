//! Running commands.

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A chore's outcome: nothing, or a sentence about what went wrong.
pub type Done<T = ()> = Result<T, String>;

/// The project's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.ancestors().nth(2).unwrap_or(here).to_owned()
}

/// The folder that cargo builds into.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A command in the project's folder, without standard input.
pub fn command(program: impl AsRef<std::ffi::OsStr>, arguments: &[&str]) -> Command {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(root()).stdin(Stdio::null());
    command
}

/// cargo, the one that runs us.
pub fn cargo(arguments: &[&str]) -> Command {
    command(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()), arguments)
}

/// Runs a command that must succeed; its output goes where ours goes.
pub fn run(command: &mut Command) -> Done {
    let status =
        command.status().map_err(|error| format!("{} could not be started: {error}", shown(command)))?;
    if status.success() { Ok(()) } else { Err(format!("{} failed ({status})", shown(command))) }
}

/// Runs a command that must succeed; gives what it printed.
pub fn output(command: &mut Command) -> Done<String> {
    let output =
        command.output().map_err(|error| format!("{} could not be started: {error}", shown(command)))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    if output.status.success() {
        Ok(text)
    } else {
        Err(format!(
            "{} failed ({}):\n{text}{}",
            shown(command),
            output.status,
            String::from_utf8_lossy(&output.stderr)
        ))
    }
}

/// Whether a program is on the path.
pub fn has(program: &str) -> bool {
    let found =
        |folder: PathBuf| folder.join(program).is_file() || folder.join(format!("{program}.exe")).is_file();
    std::env::var_os("PATH").is_some_and(|path| std::env::split_paths(&path).any(found))
}

/// Builds the programs that benchmarks run, all at once: chosen apart they would have other features, and Typst would be
/// built for each.
pub fn build_for_benchmarks() -> Done {
    let packages = ["fonds-cli", "fonds-epub", "fonds-import", "fonds-library", "fonds-pdf", "fonds-search"];
    let packages = packages.iter().flat_map(|name| ["--package", name]);
    let words: Vec<&str> =
        ["build", "--release", "--bins", "--examples"].into_iter().chain(packages).collect();
    run(&mut cargo(&words))
}

/// Runs an example that was built for benchmarks.
pub fn run_example(name: &str, arguments: &[&str]) -> Done {
    let program = target().join("release").join("examples").join(format!("{name}{EXE_SUFFIX}"));
    run(&mut command(program, arguments))
}

/// A program that cargo built.
pub fn built(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{}", EXE_SUFFIX))
}

fn shown(command: &Command) -> String {
    let program =
        Path::new(command.get_program()).file_name().unwrap_or_default().to_string_lossy().into_owned();
    let arguments = command.get_args().map(|argument| argument.to_string_lossy().into_owned());
    std::iter::once(program).chain(arguments).collect::<Vec<_>>().join(" ")
}
