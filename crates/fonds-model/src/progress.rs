//! Progress and cancelling of long work, as one small trait that every long function takes.

use std::fmt;

/// What a long job is doing now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Stage {
    /// Reading input files.
    Import,
    /// Citing, ordering and numbering a collection.
    Compile,
    /// Laying out pages.
    Layout,
    /// Writing the output file.
    Write,
    /// Checking digests and chains.
    Verify,
    /// Replaying the journal into the catalog.
    Rebuild,
    /// Building the search index.
    Index,
    /// Copying journal and originals.
    Backup,
}

/// Told how far a job is; asked whether it should stop.
pub trait Progress: Send + Sync {
    /// `done` of `total` steps of `stage` are finished.
    fn step(&self, stage: Stage, done: u64, total: u64);
    /// Whether the user has asked to stop.
    fn is_cancelled(&self) -> bool;

    /// `Err(Cancelled)` when the user has asked to stop.
    ///
    /// # Errors
    /// [`Cancelled`] and nothing else.
    fn check(&self) -> Result<(), Cancelled> {
        if self.is_cancelled() { Err(Cancelled) } else { Ok(()) }
    }
}

/// Hears nothing, never stops.
#[derive(Clone, Copy, Debug, Default)]
pub struct Quiet;

impl Progress for Quiet {
    fn step(&self, _: Stage, _: u64, _: u64) {}
    fn is_cancelled(&self) -> bool {
        false
    }
}

/// The user stopped the work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cancelled;

impl fmt::Display for Cancelled {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("stopped by the user")
    }
}

impl std::error::Error for Cancelled {}
