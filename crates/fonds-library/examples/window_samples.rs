//! Prints a library as the window's in-memory backend reads it (`ui/src/lib/api/memory/samples.json`).
//!
//! `cargo run --example window_samples -- Samples.fonds > ui/src/lib/api/memory/samples.json`
#![expect(clippy::print_stdout, reason = "what it prints is what it is for")]

use fonds_library::{Language, Library, LibraryError, bundled_house_styles, environment, locales, styles};
use fonds_model::Quiet;
use serde_json::{Map, Value, json};
use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args_os().nth(1).ok_or("name a library's folder")?;
    let library = Library::open_read_only(Path::new(&folder), environment(), &Quiet)?;
    println!("{}", serde_json::to_string_pretty(&everything(&library)?)?);
    Ok(())
}

fn everything(library: &Library) -> Result<Value, LibraryError> {
    let summaries = library.list(None, None)?;
    let ids = summaries.iter().map(|summary| &summary.id);
    let articles =
        ids.clone().map(|id| library.read(id, Language::Vietnamese)).collect::<Result<Vec<_>, _>>()?;
    let collections = library.collections()?;
    let collections =
        collections.iter().map(|entry| library.collection(&entry.id)).collect::<Result<Vec<_>, _>>()?;
    let mut pictures = Map::new();
    for id in ids {
        let assets = library.article(id)?.assets;
        pictures.extend(assets.into_iter().map(|asset| (asset.digest.0, json!(asset.file_name))));
    }
    Ok(json!({
        "library": library.info(Language::Vietnamese)?,
        "summaries": summaries,
        "articles": articles,
        "tags": library.tags()?,
        "collections": collections,
        "pictures": pictures,
        "styles": styles(),
        "locales": locales(),
        "houses": bundled_house_styles(Language::Vietnamese),
    }))
}
