//! The commands, by domain.

pub mod annotations;
pub mod articles;
pub mod citing;
pub mod collections;
pub mod exporting;
pub mod history;
pub mod importing;
pub mod libraries;
pub mod pictures;
mod settings;
pub mod tags;
pub mod text;

use crate::output::Failure;
use fonds_library::Library;
use fonds_model::{ArticleId, Diagnostic, TagId};
use std::collections::HashMap;
use std::fmt::Write;

/// The articles of these names, each once.
fn resolve_all(library: &Library, names: &[String]) -> Result<Vec<ArticleId>, Failure> {
    let mut ids = Vec::with_capacity(names.len());
    for name in names {
        let id = library.resolve(name)?;
        if !ids.contains(&id) {
            ids.push(id);
        }
    }
    Ok(ids)
}

fn tag_labels(library: &Library) -> Result<HashMap<TagId, String>, Failure> {
    Ok(library.tags()?.into_iter().map(|tag| (tag.id, tag.label)).collect())
}

fn labels_of(tags: &[TagId], labels: &HashMap<TagId, String>) -> Vec<String> {
    tags.iter().filter_map(|tag| labels.get(tag).cloned()).collect()
}

/// Diagnostics as lines, each indented by two spaces. What is to be said of several places is said once, with their number;
/// what is said of one, with its place.
fn remarks(diagnostics: &[Diagnostic]) -> String {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for diagnostic in diagnostics {
        let hint = diagnostic.hint.as_deref().map(|hint| format!(" ({hint})")).unwrap_or_default();
        let line = format!("  {}{hint}", diagnostic.message);
        let place = diagnostic.place.as_deref().unwrap_or_default();
        match lines.iter_mut().find(|(known, _)| *known == line) {
            Some((_, places)) => places.push(place),
            None => lines.push((line, vec![place])),
        }
    }
    let mut out = String::new();
    for (line, places) in lines {
        let whereabouts = match places.as_slice() {
            [""] => String::new(),
            [place] => format!(" — {place}"),
            many => format!(" × {}", many.len()),
        };
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{line}{whereabouts}");
    }
    out
}
