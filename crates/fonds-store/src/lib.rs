//! The archive on disk: what was acknowledged is kept, and can be read without Fonds.
//!
//! A library is a folder ([`folder`] lists its files). [`Store::commit`] is the only way in:
//! 1. the changes are tried on the catalog, and nothing is written if one of them is refused;
//! 2. [`originals`]: new bytes go into a WARC file, which is fsynced;
//! 3. [`journal`]: the changes go into the journal as hash-chained JSON lines, which are fsynced;
//!    now they are acknowledged;
//! 4. [`catalog`]: they are applied to the sled catalog in one batch, with the journal's position.
//!
//! Opening replays what the catalog lacks. A catalog that will not open is set aside and made anew.
//! [`engine`] is the one module that knows sled.
//!
//! Invariant: nothing is only in the catalog; a call that returned `Ok` survives a kill.

mod apply;
mod aside;
mod backup;
mod catalog;
mod change;
mod commit;
mod compaction;
mod derived;
mod engine;
mod error;
mod folder;
mod history;
mod journal;
mod migrate;
mod opening;
mod originals;
mod position;
mod purge;
mod recent;
mod replay;
mod rows;
mod salvage;
mod store;
mod unused;
mod verify;
mod warc;
mod watchdog;

#[cfg(test)]
mod tests;

pub use backup::{BackupReport, archive_length};
pub use catalog::ArticleLine;
pub use change::{Change, Purge};
pub use compaction::Compaction;
pub use error::StoreError;
pub use folder::{BackupPlan, LibraryInfo, library_id};
pub use history::{Entry, FixityEvent, Purged};
pub use originals::{Original, Place};
pub use position::Position;
pub use purge::PurgeReport;
pub use recent::{RecentGroup, TurnState};
pub use store::{DeviceInfo, Env, Removed, Store, Turned};
pub use unused::{Unused, UnusedFound, UnusedPurged};
pub use verify::{CatalogSize, VerifyProblem, VerifyReport};
pub use warc::Exchange;
