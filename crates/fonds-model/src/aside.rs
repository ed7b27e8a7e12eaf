//! Work that gives way to all else on the machine, so that a window stays fluid beside it.
//!
//! [`aside`] does it in a thread of its own. Where that makes further threads, these ask [`is_aside`] and call
//! [`step_aside`]: Linux hands the priority on by itself, other systems do not.

use std::cell::Cell;
use std::panic::resume_unwind;
use std::thread;
use thread_priority::{ThreadPriority, ThreadPriorityValue, set_current_thread_priority};

/// Of 99. On Linux a niceness of 9 (about an eighth of what others get, if they want it all), on Windows "below normal",
/// on macOS 25 where 31 is usual. Not the least, because others may wait for a lock that such a thread holds.
const PRIORITY: u8 = 25;

thread_local! {
    static ASIDE: Cell<bool> = const { Cell::new(false) };
}

/// Does work in a thread of its own that gives way to others. A panic of the work goes on here.
pub fn aside<T: Send>(work: impl FnOnce() -> T + Send) -> T {
    thread::scope(|scope| {
        let thread = scope.spawn(|| {
            step_aside();
            work()
        });
        thread.join().unwrap_or_else(|panic| resume_unwind(panic))
    })
}

/// Whether this thread gives way to others.
pub fn is_aside() -> bool {
    ASIDE.get()
}

/// Has this thread give way to others from now on; there is no way back. A system that does not allow it is left alone.
pub fn step_aside() {
    ASIDE.set(true);
    if let Ok(value) = ThreadPriorityValue::try_from(PRIORITY) {
        let _ = set_current_thread_priority(ThreadPriority::Crossplatform(value));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How much this thread gives way, as Linux tells it.
    #[cfg(target_os = "linux")]
    fn niceness() -> i64 {
        let stat = std::fs::read_to_string("/proc/thread-self/stat").unwrap();
        stat.rsplit_once(')').unwrap().1.split_whitespace().nth(16).unwrap().parse().unwrap()
    }

    #[test]
    fn only_work_aside_knows_that_it_is() {
        assert!(!is_aside());
        assert_eq!(
            aside(|| (is_aside(), thread::scope(|scope| scope.spawn(is_aside).join().ok()))),
            (true, Some(false))
        );
        assert!(!is_aside());
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn work_aside_gives_way_and_so_do_its_threads() {
        let before = niceness();
        let (itself, its_thread) =
            aside(|| (niceness(), thread::scope(|scope| scope.spawn(niceness).join().unwrap())));
        // Where the tests themselves give way more, only an administrator's are brought to the same.
        assert!(itself == 9 || itself == before && before > 9, "{before} {itself}");
        assert_eq!(its_thread, itself);
        assert_eq!(niceness(), before);
    }
}
