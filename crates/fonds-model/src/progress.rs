//! Progress and cancelling of long work, as one small trait that every long function takes.

use std::fmt;
use std::sync::mpsc::{self, RecvTimeoutError};
use std::thread;
use std::time::Duration;

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
    /// Taking originals out of the archive for good.
    Purge,
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

/// How often a job that waits looks whether the user wants to stop.
const LOOK: Duration = Duration::from_millis(20);

/// Does work that does not hear of cancelling on a thread of its own. When the user stops, the work is left to end by
/// itself, and nobody hears of its result.
///
/// # Errors
/// [`Cancelled`] and nothing else; a panic of the work goes on here.
pub fn apart<T: Send + 'static>(
    progress: &dyn Progress,
    work: impl FnOnce() -> T + Send + 'static,
) -> Result<T, Cancelled> {
    progress.check()?;
    let (tell, hear) = mpsc::sync_channel(1);
    let thread = thread::spawn(move || {
        // Nobody may be listening any more.
        let _ = tell.send(work());
    });
    loop {
        match hear.recv_timeout(LOOK) {
            Ok(done) => return Ok(done),
            Err(RecvTimeoutError::Timeout) => progress.check()?,
            Err(RecvTimeoutError::Disconnected) => match thread.join() {
                Err(panic) => std::panic::resume_unwind(panic),
                Ok(()) => return Err(Cancelled),
            },
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::atomic::{AtomicBool, Ordering};
    use std::time::Instant;

    struct Flag(AtomicBool);

    impl Progress for Flag {
        fn step(&self, _: Stage, _: u64, _: u64) {}
        fn is_cancelled(&self) -> bool {
            self.0.load(Ordering::Relaxed)
        }
    }

    #[test]
    fn stopping_does_not_wait_for_the_work() {
        let flag = Flag(AtomicBool::new(false));
        assert_eq!(apart(&flag, || 7), Ok(7));
        let begun = Instant::now();
        thread::scope(|scope| {
            scope.spawn(|| {
                thread::sleep(Duration::from_millis(50));
                flag.0.store(true, Ordering::Relaxed);
            });
            assert_eq!(apart(&flag, || thread::sleep(Duration::from_secs(20))), Err(Cancelled));
        });
        assert!(begun.elapsed() < Duration::from_secs(5));
    }
}
