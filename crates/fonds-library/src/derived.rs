//! Keeping catalog and search index out of the library's folder, so that a folder sync does not carry what each machine
//! makes by itself.

use crate::LibraryError;
use crate::system::local_folder;
use fonds_model::Digest;
use fonds_store::{Env, Store, StoreError, library_id};
use serde::Serialize;
use std::path::{Path, PathBuf};

/// Where a library's catalog and search index lie.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CatalogPlace {
    /// Not in the library's folder.
    pub outside: bool,
    /// The folder that they lie in.
    pub folder: PathBuf,
}

/// Where this machine keeps catalog and search index of a library.
#[must_use]
pub fn catalog_place(library: &Path, env: &Env) -> CatalogPlace {
    let elsewhere = Store::derived_elsewhere(library, env);
    CatalogPlace { outside: elsewhere.is_some(), folder: elsewhere.unwrap_or_else(|| library.to_owned()) }
}

/// Has this machine keep them in the user's own folder for programs' data, or in the library's folder again. The library
/// must be closed.
///
/// # Errors
/// `library-missing`, `library-locked`, or what the disk says; then they stay where they were.
pub fn place_catalog(library: &Path, outside: bool, env: &Env) -> Result<CatalogPlace, LibraryError> {
    let id = library_id(library).ok_or_else(|| StoreError::Missing(library.to_owned()))?;
    let to = outside.then(|| outside_folder(library, &id)).transpose()?;
    Store::keep_derived(library, to.as_deref(), env)?;
    Ok(catalog_place(library, env))
}

/// A folder of its own for each place of the library on this machine: a copy is another library as far as catalogs go.
fn outside_folder(library: &Path, id: &str) -> Result<PathBuf, LibraryError> {
    let path = library.canonicalize().unwrap_or_else(|_| library.to_owned());
    let digest = Digest::of(path.display().to_string().as_bytes());
    let place: String = digest.as_str().chars().take(8).collect();
    let folder = local_folder().ok_or(LibraryError::NoLocalFolder)?;
    Ok(folder.join("catalogs").join(format!("{id}-{place}")))
}
