//! What the library takes from the machine: the clock, randomness, the user's name and language.

use crate::Language;
use fonds_model::id::spell_id;
use fonds_model::{Clock, IdSource, Timestamp};
use fonds_store::Env;
use std::path::PathBuf;
use std::sync::Arc;

/// The machine's clock and randomness, acting for the user who is signed in.
pub fn environment() -> Env {
    Env {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
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
    let name = RandomIds.next_id();
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

struct RandomIds;

impl IdSource for RandomIds {
    fn next_id(&self) -> String {
        let mut bits = [0u8; 10];
        if getrandom::fill(&mut bits).is_err() {
            return fallback_id();
        }
        spell_id(bits)
    }
}

/// Without the system's randomness: a digest of the time, the process and a counter.
fn fallback_id() -> String {
    use std::sync::atomic::{AtomicU64, Ordering};
    static COUNT: AtomicU64 = AtomicU64::new(0);
    let count = COUNT.fetch_add(1, Ordering::Relaxed);
    let seed = format!("{:?} {} {count}", SystemClock.now(), std::process::id());
    let digest = fonds_model::Digest::of(seed.as_bytes());
    let mut bits = [0u8; 10];
    bits.copy_from_slice(&digest.as_str().as_bytes()[..10]);
    spell_id(bits)
}

fn user_name() -> String {
    ["USER", "USERNAME", "LOGNAME"]
        .into_iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_else(|| "fonds".into())
}
