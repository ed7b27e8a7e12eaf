//! The e-book of the samples, opened in a reading system: foliate-js in a headless Chromium (`tests/reading`).

use crate::demo::{self, Demo, TITLE};
use crate::install;
use crate::shell::{Done, command, output, root};
use serde_json::{Value, json};
use std::fs;

/// Makes the samples' e-book and reads it; a browser is installed where there is none.
pub fn read() -> Done {
    let browser = install::browser()?;
    check(&demo::make()?, &browser)
}

/// Has the reading system look at the e-book.
pub fn check(demo: &Demo, browser: &str) -> Done {
    let folder = root().join("tests").join("reading");
    install::npm_in(&folder, &["ci", "--no-audit", "--no-fund", "--silent"])?;
    let expected = demo.epub.with_extension("expected.json");
    fs::write(&expected, articles(demo)?.to_string()).map_err(|error| error.to_string())?;
    let mut node = command("node", &["read.mjs"]);
    node.arg(&demo.epub).arg(&expected).env("CHROMIUM", browser).current_dir(folder);
    print!("{}", output(&mut node)?);
    Ok(())
}

/// The articles that the book must have, in order, with the lines of their texts.
fn articles(demo: &Demo) -> Done<Value> {
    let listed = demo::fonds(&demo.library, &["list", "--collection", TITLE])?;
    let mut articles = Vec::new();
    for row in listed.as_array().into_iter().flatten() {
        let id = row["id"].as_str().unwrap_or_default();
        let shown = demo::fonds(&demo.library, &["show", id, "--format", "text"])?;
        let text = shown["text"].as_str().unwrap_or_default();
        articles.push(json!({ "title": row["title"], "leaves": text.lines().collect::<Vec<_>>() }));
    }
    Ok(Value::Array(articles))
}
