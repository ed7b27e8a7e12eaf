//! `cargo xtask run`: from a fresh machine to Fonds at work on the samples.

use crate::shell::{Done, built, cargo, command, run as run_command};
use crate::{demo, install};

/// Builds, makes a library of the samples and opens the window on it; without a display (or with `on_command_line`) the
/// job is done on the command line alone.
pub fn run(on_command_line: bool) -> Done {
    let window = !on_command_line && has_display();
    if window {
        install::window()?;
        install::ui()?;
        // The whole workspace, as the tests build it: parts of it alone would compile the dependencies a second time.
        run_command(&mut cargo(&["build", "--workspace"]))?;
    } else {
        run_command(&mut cargo(&["build", "--package", "fonds-cli"]))?;
    }
    let demo = demo::make()?;
    println!("\nlibrary  {}", demo.library.display());
    println!("e-book   {}", demo.epub.display());
    println!("print    {}", demo.pdf.display());
    if window {
        run_command(command(built("debug", "fonds-desktop"), &[]).arg(&demo.library))?;
    }
    Ok(())
}

fn has_display() -> bool {
    let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || set("DISPLAY") || set("WAYLAND_DISPLAY")
}
