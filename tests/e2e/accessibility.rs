//! Whether everyone can use what the window shows, as far as axe-core can tell.

use crate::desk::{Desk, Outcome};
use serde_json::json;
use std::path::Path;

/// What axe-core finds wrong in what the window shows now, a line each.
pub async fn violations(desk: &Desk, view: &str) -> Outcome<Vec<String>> {
    let loaded = desk.run("return typeof window.axe === 'object';", vec![]).await?;
    if loaded == false {
        let source = std::fs::read_to_string(file()).map_err(|error| format!("axe-core: {error}"))?;
        // The window's own rules let no script in; the driver's do.
        desk.run(&format!("{source}; window.axe = axe;"), vec![]).await?;
    }
    // What is fading in has not its colours yet.
    let script = "const [done] = [...arguments].slice(-1); \
        const fading = document.getAnimations().filter((one) => one.playState === 'running' && one.effect?.getComputedTiming().endTime < 2000); \
        Promise.allSettled(fading.map((one) => one.finished)).then(() => window.axe.run(document, { resultTypes: ['violations'] })).then(({ violations }) => \
          done(violations.flatMap(({ id, nodes }) => nodes.map((node) => \
            `${id}: ${node.target.join(' ')}: ${node.failureSummary.replace(/\\s+/g, ' ')}`))), \
          (error) => done([String(error)]));";
    let found = desk.run_async(script, vec![json!(null)]).await?;
    let found = found.as_array().ok_or("axe-core gives no list")?;
    Ok(found.iter().map(|line| format!("{view}: {}", line.as_str().unwrap_or_default())).collect())
}

fn file() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../ui/node_modules/axe-core/axe.min.js")
}
