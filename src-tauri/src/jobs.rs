//! The long pieces of work that run, each by the id that the window gave it.

use fonds_model::{Progress, Stage};
use serde::Serialize;
use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};
use tauri::{AppHandle, Emitter};

/// How often the window hears of one stage, at most.
const PACE: Duration = Duration::from_millis(80);
/// How long work that was told to stop may take to do so.
const PATIENCE: Duration = Duration::from_secs(10);

/// All work that runs.
#[derive(Clone, Default)]
pub struct Jobs(Arc<Mutex<Running>>);

#[derive(Default)]
struct Running {
    stops: HashMap<String, Arc<AtomicBool>>,
    /// Told to stop before it began: the window's messages may overtake each other.
    early: Option<String>,
}

impl Jobs {
    /// Begins a piece of work; it ends when the ticket is dropped.
    pub fn begin(&self, id: String) -> Ticket {
        let mut running = locked(&self.0);
        let early = running.early.take_if(|early| *early == id).is_some();
        let stop = Arc::new(AtomicBool::new(early));
        running.stops.insert(id.clone(), Arc::clone(&stop));
        Ticket { jobs: self.clone(), id, stop }
    }

    /// Has a piece of work stop.
    pub fn stop(&self, id: &str) {
        let mut running = locked(&self.0);
        match running.stops.get(id) {
            Some(stop) => stop.store(true, Ordering::Relaxed),
            None => running.early = Some(id.to_owned()),
        }
    }

    /// Whether nothing runs, once what was told to stop has stopped.
    pub fn are_at_rest(&self) -> bool {
        let begun = Instant::now();
        loop {
            let (any, all_stopping) = {
                let running = locked(&self.0);
                let stopping = running.stops.values().all(|stop| stop.load(Ordering::Relaxed));
                (!running.stops.is_empty(), stopping)
            };
            if !any || !all_stopping || begun.elapsed() > PATIENCE {
                return !any;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
    }
}

/// One piece of work among those that run.
pub struct Ticket {
    jobs: Jobs,
    id: String,
    stop: Arc<AtomicBool>,
}

impl Ticket {
    fn is_stopped(&self) -> bool {
        self.stop.load(Ordering::Relaxed)
    }
}

impl Drop for Ticket {
    fn drop(&mut self) {
        let mut running = locked(&self.jobs.0);
        if running.stops.get(&self.id).is_some_and(|stop| Arc::ptr_eq(stop, &self.stop)) {
            running.stops.remove(&self.id);
        }
    }
}

/// A piece of work that tells the window how far it is and can be stopped from there.
pub struct Job {
    teller: Teller,
    ticket: Ticket,
}

impl Job {
    /// Tells the window of that app.
    pub fn new(app: AppHandle, ticket: Ticket) -> Self {
        Self { teller: Teller::new(app), ticket }
    }
}

impl Progress for Job {
    fn step(&self, stage: Stage, done: u64, total: u64) {
        self.teller.tell(&self.ticket.id, stage, done, total);
    }

    fn is_cancelled(&self) -> bool {
        self.ticket.is_stopped()
    }
}

/// Work that nobody asked for, which goes on each time from its first step to its last.
pub struct Unasked {
    teller: Teller,
    jobs: Jobs,
    id: &'static str,
    going: Mutex<Option<Ticket>>,
}

impl Unasked {
    /// Tells the window of that app, which knows the work by this id.
    pub fn new(app: AppHandle, jobs: Jobs, id: &'static str) -> Self {
        Self { teller: Teller::new(app), jobs, id, going: Mutex::default() }
    }
}

impl Progress for Unasked {
    fn step(&self, stage: Stage, done: u64, total: u64) {
        let mut going = locked(&self.going);
        if done < total {
            going.get_or_insert_with(|| self.jobs.begin(self.id.to_owned()));
        } else {
            *going = None;
        }
        self.teller.tell(self.id, stage, done, total);
    }

    fn is_cancelled(&self) -> bool {
        locked(&self.going).as_ref().is_some_and(Ticket::is_stopped)
    }
}

/// Tells the window how far work is, not too often.
struct Teller {
    app: AppHandle,
    last: Mutex<Option<(Stage, Instant)>>,
}

#[derive(Clone, Serialize)]
struct Told<'a> {
    job: &'a str,
    stage: Stage,
    done: u64,
    total: u64,
}

impl Teller {
    fn new(app: AppHandle) -> Self {
        Self { app, last: Mutex::new(None) }
    }

    fn tell(&self, job: &str, stage: Stage, done: u64, total: u64) {
        let mut last = locked(&self.last);
        let soon = last.is_some_and(|(before, at)| before == stage && at.elapsed() < PACE);
        if soon && done < total {
            return;
        }
        *last = Some((stage, Instant::now()));
        // A window that is gone needs no news.
        let _ = self.app.emit("job-progress", Told { job, stage, done, total });
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_job_is_stopped_by_itself() {
        let jobs = Jobs::default();
        let (one, two) = (jobs.begin("1".into()), jobs.begin("2".into()));
        jobs.stop("2");
        assert!(!one.is_stopped());
        assert!(two.is_stopped());
    }

    #[test]
    fn work_is_at_rest_when_all_of_it_has_ended() {
        let jobs = Jobs::default();
        assert!(jobs.are_at_rest());
        let one = jobs.begin("1".into());
        assert!(!jobs.are_at_rest());
        drop(one);
        assert!(jobs.are_at_rest());
    }

    #[test]
    fn what_was_told_to_stop_is_waited_for() {
        let jobs = Jobs::default();
        let one = jobs.begin("1".into());
        jobs.stop("1");
        let ending = std::thread::spawn(move || {
            std::thread::sleep(Duration::from_millis(60));
            drop(one);
        });
        assert!(jobs.are_at_rest());
        assert!(ending.join().is_ok());
    }

    #[test]
    fn a_stop_that_comes_before_the_job_still_stops_it() {
        let jobs = Jobs::default();
        jobs.stop("1");
        assert!(!jobs.begin("2".into()).is_stopped());
        assert!(jobs.begin("1".into()).is_stopped());
        assert!(!jobs.begin("1".into()).is_stopped());
    }

    #[test]
    fn a_second_job_of_the_same_id_outlives_the_first() {
        let jobs = Jobs::default();
        let one = jobs.begin("1".into());
        let two = jobs.begin("1".into());
        drop(one);
        jobs.stop("1");
        assert!(two.is_stopped());
    }
}
