//! Damaged copies of samples, for tests: cut anywhere, with bits turned over. Whatever reads them has to end, and soon.

use std::time::{Duration, Instant};

/// How many cuts are made, and how many copies with turned bits.
const ROUNDS: usize = 40;
/// Far longer than any sample takes.
const LONGEST: Duration = Duration::from_secs(60);

/// Hands damaged copies of a sample to `read`, the same ones in every run.
pub(crate) fn survived(name: &str, whole: &[u8], read: impl Fn(&[u8])) {
    let mut seed = 7u64;
    let mut random = move |below: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(seed >> 33).unwrap() % below
    };
    for round in 0..ROUNDS {
        timed(&format!("{name}, cut {round}"), || read(&whole[..whole.len() * round / ROUNDS]));
        let mut turned = whole.to_vec();
        for _ in 0..=round {
            turned[random(whole.len())] ^= 1 << random(8);
        }
        timed(&format!("{name}, turned {round}"), || read(&turned));
    }
}

/// Does something that may not take long.
pub(crate) fn timed<T>(what: &str, act: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = act();
    assert!(start.elapsed() < LONGEST, "{what}");
    done
}
