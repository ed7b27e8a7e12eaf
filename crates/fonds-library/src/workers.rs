//! The threads that a long piece of work is split up among.

use fonds_model::{is_aside, step_aside};
use rayon::{ThreadPool, ThreadPoolBuilder};
use std::thread::available_parallelism;

/// Those that all work shares, or, for work that gives way, threads of its own that do too: so nobody in the window waits
/// behind what they have taken on.
pub(crate) struct Workers(Option<ThreadPool>);

impl Workers {
    /// For the work of this thread. Where the system gives no more threads it shares those of all.
    pub fn here() -> Self {
        let threads = available_parallelism().map_or(1, usize::from);
        let aside = || {
            ThreadPoolBuilder::new()
                // One more, as the one that commits waits most of the time.
                .num_threads(threads + 1)
                .thread_name(|n| format!("fonds-aside-{n}"))
                .start_handler(|_| step_aside())
                .build()
                .ok()
        };
        Self(is_aside().then(aside).flatten())
    }

    /// Whether they give way to others.
    pub fn are_aside(&self) -> bool {
        self.0.is_some()
    }

    /// Does work whose parallel parts are done by these threads.
    pub fn run<T: Send>(&self, work: impl FnOnce() -> T + Send) -> T {
        match &self.0 {
            Some(threads) => threads.install(work),
            None => work(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rayon::prelude::*;

    #[test]
    fn work_aside_has_threads_of_its_own() {
        let who = || std::thread::current().name().unwrap_or_default().to_owned();
        let all = |workers: &Workers| -> Vec<(String, bool)> {
            workers.run(|| (0..50).into_par_iter().map(|_| (who(), is_aside())).collect())
        };
        let usual = Workers::here();
        assert!(!usual.are_aside() && all(&usual).iter().all(|(_, aside)| !aside));
        let found = fonds_model::aside(|| all(&Workers::here()));
        assert!(found.iter().all(|(name, aside)| name.starts_with("fonds-aside-") && *aside), "{found:?}");
    }
}
