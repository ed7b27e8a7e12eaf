//! A watchdog: work that may never end is done by a thread that can be left behind.
//!
//! A damaged sled file can make a read go round for ever. Nothing can stop such a thread, but its caller can go on.

use std::sync::mpsc::{self, Receiver, Sender};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

type Job = Box<dyn FnOnce() + Send>;

/// Threads that wait for work.
#[derive(Default)]
pub(crate) struct Watchdog {
    idle: Mutex<Vec<Sender<Job>>>,
}

impl Watchdog {
    /// Does the work; `None` when it has not ended within `limit`, or ended in a panic.
    pub fn run<T: Send + 'static>(
        &self,
        limit: Duration,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Option<T> {
        let (answer, answered) = mpsc::channel();
        let job: Job = Box::new(move || {
            // A caller that has gone on does not listen.
            let _ = answer.send(work());
        });
        let worker = self.give(job)?;
        // Neither an answer that is late nor one that a panic swallowed is waited for.
        let value = answered.recv_timeout(limit).ok()?;
        self.idle.lock().unwrap_or_else(PoisonError::into_inner).push(worker);
        Some(value)
    }

    /// Hands the job to a thread that waits, or to a new one.
    fn give(&self, mut job: Job) -> Option<Sender<Job>> {
        let waiting = || self.idle.lock().unwrap_or_else(PoisonError::into_inner).pop();
        while let Some(worker) = waiting() {
            match worker.send(job) {
                Ok(()) => return Some(worker),
                Err(back) => job = back.0,
            }
        }
        let (worker, jobs): (Sender<Job>, Receiver<Job>) = mpsc::channel();
        let spawned = std::thread::Builder::new().name("fonds-catalog".into()).spawn(move || {
            for job in jobs {
                job();
            }
        });
        spawned.ok()?;
        worker.send(job).ok()?;
        Some(worker)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn work_that_hangs_or_panics_is_left_behind() {
        let dog = Watchdog::default();
        let limit = Duration::from_millis(40);
        assert_eq!(dog.run(limit, || 1), Some(1));
        let hangs = || std::thread::sleep(Duration::from_secs(2));
        assert_eq!(dog.run(limit, hangs), None);
        assert_eq!(dog.run(limit, || panic!("as sled does")), None::<()>);
        assert_eq!(dog.run(limit, || 2), Some(2));
    }
}
