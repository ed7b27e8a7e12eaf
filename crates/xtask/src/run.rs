//! `cargo xtask run`: from a fresh machine to Fonds at work on the samples.

use crate::demo;
use crate::shell::{Done, cargo, run as run_command};

/// Builds, makes a library of the samples and shows it; without a display, the job is done on the command line.
pub fn run(_command_line: bool) -> Done {
    run_command(&mut cargo(&["build", "--package", "fonds-cli"]))?;
    let demo = demo::make()?;
    println!("\nlibrary  {}", demo.library.display());
    println!("e-book   {}", demo.epub.display());
    println!("print    {}", demo.pdf.display());
    Ok(())
}
