//! Places in an order that can be made between any two others, so that moves on two devices merge.

use serde::{Deserialize, Serialize};

/// A place in a collection: a fraction written in base 36, compared as text.
///
/// It never ends in `0`, so that there is always a place before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(String);

const BASE: u64 = 36;
/// The digits of a place at the end that are counted up.
const WIDTH: u32 = 4;

impl Position {
    /// `count` places in order, after `low` and before `high`. Where `high` is not after `low`, it is left out of account.
    pub fn between(low: Option<&Position>, high: Option<&Position>, count: usize) -> Vec<Position> {
        Self::between_on("", low, high, count)
    }

    /// The same, told apart from the places that another device makes in the same gap.
    pub(crate) fn between_on(
        device: &str,
        low: Option<&Position>,
        high: Option<&Position>,
        count: usize,
    ) -> Vec<Position> {
        // No place in a gap is the beginning of its upper bound, so digits behind it keep it in the gap.
        let salt: String = device.chars().filter(|c| c.is_digit(36)).take(4).collect();
        let salt = salt.to_ascii_lowercase();
        let salt = salt.trim_end_matches('0');
        let high = high.filter(|high| low.is_none_or(|low| low < *high));
        let low = low.map(|place| place.0.as_str()).unwrap_or_default();
        let mut places = Vec::with_capacity(count);
        match high {
            Some(high) => fill(low, &high.0, salt, count, &mut places),
            None => append(low, salt, count, &mut places),
        }
        places
    }
}

/// Places after all others.
fn append(low: &str, salt: &str, count: usize, places: &mut Vec<Position>) {
    let mut last = low.to_owned();
    for _ in 0..count {
        let next = after(&last) + salt;
        // Zeros keep the width where digits stand behind them.
        last = next.trim_end_matches('0').to_owned();
        places.push(Position(last.clone()));
    }
}

/// Places in a gap, the middle one first: so they grow by halves of the gap, and not by places.
fn fill(low: &str, high: &str, salt: &str, count: usize, places: &mut Vec<Position>) {
    let Some(others) = count.checked_sub(1) else { return };
    let middle = middle(low, high) + salt;
    fill(low, &middle, salt, others / 2, places);
    places.push(Position(middle.clone()));
    fill(&middle, high, salt, others - others / 2, places);
}

/// A place after `low` with much room between: the first digits are counted up; where all of them are the highest, those
/// behind them.
fn after(low: &str) -> String {
    let mut out = String::new();
    let mut lows = digits(low);
    loop {
        let head: Vec<u64> = (0..WIDTH).map(|_| lows.next().unwrap_or(0)).collect();
        let next = head.iter().fold(0, |n, digit| n * BASE + digit) + 1;
        let next = next.min(BASE.pow(WIDTH) - 1);
        let counted: Vec<u64> = (0..WIDTH).rev().map(|i| next / BASE.pow(i) % BASE).collect();
        out.extend(counted.iter().map(|value| digit(*value)));
        if counted != head {
            return out;
        }
    }
}

/// A place halfway between `low` and `high`, where `low < high` and `high` does not end in `0`.
fn middle(low: &str, high: &str) -> String {
    let mut out = String::new();
    let (mut lows, mut highs) = (digits(low), digits(high));
    let mut bounded = true;
    loop {
        let l = lows.next().unwrap_or(0);
        let h = if bounded { highs.next().unwrap_or(0) } else { BASE };
        if h > l + 1 {
            out.push(digit(l.midpoint(h)));
            return out;
        }
        out.push(digit(l));
        // Once a digit is below the bound's, the rest may be anything above `low`.
        bounded = bounded && h == l;
    }
}

fn digits(text: &str) -> impl Iterator<Item = u64> + '_ {
    text.chars().map(|c| u64::from(c.to_digit(36).unwrap_or(0)))
}

fn digit(value: u64) -> char {
    char::from_digit(value as u32, 36).unwrap_or('0')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn there_is_always_room(moves in prop::collection::vec((any::<prop::sample::Index>(), 1usize..4), 1..80)) {
            let mut order: Vec<Position> = Vec::new();
            for (at, count) in moves {
                let at = at.index(order.len() + 1);
                let low = at.checked_sub(1).map(|i| order[i].clone());
                let made = Position::between(low.as_ref(), order.get(at), count);
                order.splice(at..at, made);
                prop_assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", order);
                prop_assert!(order.iter().all(|place| !place.0.ends_with('0')));
            }
        }
    }

    proptest! {
        #[test]
        fn two_devices_never_make_the_same_place(moves in prop::collection::vec((any::<prop::sample::Index>(), any::<bool>(), 1usize..4), 1..80)) {
            let mut order: Vec<Position> = Vec::new();
            for (at, first, count) in moves {
                let at = at.index(order.len() + 1);
                let low = at.checked_sub(1).map(|i| order[i].clone());
                let made = |device| Position::between_on(device, low.as_ref(), order.get(at), count);
                let (one, two) = (made("7k0a"), made("x9z0"));
                prop_assert!(one.iter().all(|place| !two.contains(place)));
                order.splice(at..at, if first { one } else { two });
                prop_assert!(order.windows(2).all(|pair| pair[0] < pair[1]), "{:?}", order);
                prop_assert!(order.iter().all(|place| !place.0.ends_with('0')));
            }
        }
    }

    #[test]
    fn bounds_that_are_no_bounds_do_no_harm() {
        let place = Position::between(None, None, 1).remove(0);
        assert!(Position::between(Some(&place), Some(&place), 1)[0] > place);
    }

    #[test]
    fn places_at_the_end_stay_short() {
        for device in ["", "yjxkhf4e", "7k0a"] {
            let mut places = Position::between_on(device, None, None, 10_000);
            assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(places.iter().all(|place| place.0.len() <= 8));
            // Where all room was used up, what follows grows by what is missing.
            let last = Position(format!("zzzz{}", "izzzk".repeat(50)));
            places = Position::between_on(device, Some(&last), None, 100);
            assert!(places[0] > last && places.windows(2).all(|pair| pair[0] < pair[1]));
            assert!(places.iter().all(|place| place.0.len() <= 12), "{:?}", places[99]);
        }
    }

    #[test]
    fn many_places_in_a_gap_stay_short() {
        let ends = Position::between_on("yjxk", None, None, 2);
        let places = Position::between_on("yjxk", Some(&ends[0]), Some(&ends[1]), 10_000);
        assert!(ends[0] < places[0] && places[9_999] < ends[1]);
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
        let longest = places.iter().map(|place| place.0.len()).max().unwrap();
        assert!(longest <= 120, "{longest}");
    }

    #[test]
    fn always_first_stays_possible() {
        let mut first = Position::between(None, None, 1).remove(0);
        for _ in 0..500 {
            let next = Position::between(None, Some(&first), 1).remove(0);
            assert!(next < first);
            first = next;
        }
    }
}
