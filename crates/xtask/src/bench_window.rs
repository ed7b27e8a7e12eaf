//! `cargo xtask bench window`: a large library in the real window.

use crate::bench::whole_import;
use crate::shell::{Done, built, cargo, run, target};
use crate::{install, test};

/// Measures with a library of so many articles; 100,000 by default.
pub fn bench(arguments: &[&str]) -> Done {
    let count =
        arguments.first().map_or(Ok(100_000), |text| text.parse().map_err(|_| "give a number".to_owned()))?;
    install::window()?;
    install::ui()?;
    run(&mut cargo(&["build", "--release", "--package", "fonds-desktop", "--package", "fonds-tests"]))?;
    let driver = install::driving()?;
    let (job, _, _) = whole_import(count)?;
    let programs = ["window-test", "fonds-desktop"].map(|name| built("release", name).display().to_string());
    let out = target().join("bench").join("window");
    let [test, window] = &programs;
    let [driver, library, out] = [&driver, &job.library, &out].map(|path| path.display().to_string());
    run(&mut test::on_a_screen(&[test, "--large", window, &driver, &library, &out]))
}
