//! What the library takes from the machine: the clock, randomness, the user's name and language.

use crate::Language;
use fonds_model::id::spell_id;
use fonds_model::{Clock, IdSource, Timestamp};
use fonds_store::Env;
use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// The machine's clock and randomness, acting for the user who is signed in.
pub fn environment() -> Env {
    Env {
        clock: Arc::new(SystemClock),
        ids: Arc::new(TimedIds::default()),
        agent: user_name(),
        machine: machine().unwrap_or_else(user_name),
    }
}

/// The language of the user's system, by `FONDS_LANG` or the locale variables.
pub fn system_language() -> Language {
    ["FONDS_LANG", "LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .map_or(Language::English, |value| Language::of_tag(&value))
}

/// A folder where a new library may be put: the user's documents, else their home.
pub fn suggested_folder() -> PathBuf {
    let home = ["HOME", "USERPROFILE"].into_iter().find_map(std::env::var_os).map(PathBuf::from);
    let home = home.unwrap_or_else(std::env::temp_dir);
    let documents = home.join("Documents");
    if documents.is_dir() { documents } else { home }
}

/// The user's folder for what programs keep on this machine alone.
pub(crate) fn local_folder() -> Option<PathBuf> {
    let folder = variable("XDG_DATA_HOME").or_else(|| variable("LOCALAPPDATA")).or_else(share_of_home)?;
    Some(folder.join("fonds"))
}

fn variable(name: &str) -> Option<PathBuf> {
    std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
}

fn share_of_home() -> Option<PathBuf> {
    Some(variable("HOME")?.join(".local").join("share"))
}

/// A name for this machine and user, made once and kept in the user's folder for programs' data.
fn machine() -> Option<String> {
    let folder = variable("XDG_DATA_HOME").or_else(|| variable("APPDATA")).or_else(share_of_home)?;
    let file = folder.join("fonds").join("machine");
    if let Ok(known) = std::fs::read_to_string(&file)
        && !known.trim().is_empty()
    {
        return Some(known.trim().to_owned());
    }
    let name = TimedIds::default().next_id();
    std::fs::create_dir_all(file.parent()?).ok()?;
    std::fs::write(&file, &name).ok()?;
    Some(name)
}

struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp::now()
    }
}

/// Ids that begin with the time: rows of what comes in together lie together in the catalog, which then writes a third less.
#[derive(Default)]
struct TimedIds {
    last: Mutex<u128>,
}

impl IdSource for TimedIds {
    fn next_id(&self) -> String {
        let now = SystemClock.now();
        self.following(now, chance(now))
    }
}

impl TimedIds {
    /// An id of 40 bits of time, in steps of 1/64 s since 1970 (they last until 2514), and 40 bits of chance. It comes after
    /// all before it, so that no two of one source are the same: within a step, and when the clock goes back, it is the
    /// last one plus some of the chance.
    fn following(&self, now: Timestamp, chance: u64) -> String {
        const STEP: i128 = 1_000_000_000 / 64;
        let steps = u128::try_from(now.as_nanosecond() / STEP).unwrap_or_default();
        let mut last = self.last.lock().unwrap_or_else(PoisonError::into_inner);
        *last = if steps > *last >> 40 {
            steps << 40 | u128::from(chance & 0xff_ffff_ffff)
        } else {
            *last + 1 + u128::from(chance & 0xff_ffff)
        };
        let mut bits = [0u8; 10];
        bits.copy_from_slice(&last.to_be_bytes()[6..]);
        spell_id(bits)
    }
}

/// Random bits; without the system's randomness, of a digest of the time, the process and a counter.
fn chance(now: Timestamp) -> u64 {
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let mut bits = [0u8; 8];
    if getrandom::fill(&mut bits).is_ok() {
        return u64::from_be_bytes(bits);
    }
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let seed = format!("{now:?} {} {count}", std::process::id());
    let digest = fonds_model::Digest::of(seed.as_bytes());
    digest.as_str().get(..16).and_then(|digits| u64::from_str_radix(digits, 16).ok()).unwrap_or(count)
}

fn user_name() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_else(|| "fonds".into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_are_in_the_order_in_which_they_were_given() {
        let ids = TimedIds::default();
        let at = |milliseconds| Timestamp::from_millisecond(milliseconds).unwrap();
        let last = "2513-12-31T23:59:59Z".parse().unwrap();
        let moments = [at(1_700_000_000_000), at(1_700_000_000_001), at(1_700_000_000_020), at(0), last];
        let given = moments.map(|now| ids.following(now, u64::MAX));
        assert!(given.is_sorted_by(|one, next| one < next), "{given:?}");
        // Two sources give different ones at the same time.
        let [one, other] = [1, 2].map(|chance| TimedIds::default().following(at(5), chance));
        assert_ne!(one, other);
        assert_eq!(one[..8], other[..8]);
    }
}
