//! Places in an order that can be made between any two others, so that moves on two devices merge.

use serde::{Deserialize, Serialize};

/// A place in a collection: a fraction written in base 36, compared as text.
///
/// It never ends in `0`, so that there is always a place before it.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Position(String);

const BASE: u64 = 36;
/// Digits of a place made at the end, and how far apart such places are.
const WIDTH: u32 = 8;
const STEP: u64 = BASE.pow(4);

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
        let mut places = Vec::with_capacity(count);
        let mut low = low.map(|place| place.0.clone());
        for _ in 0..count {
            let next = match high {
                None => after(low.as_deref().unwrap_or_default()),
                Some(high) => middle(low.as_deref().unwrap_or_default(), &high.0),
            } + salt;
            low = Some(next.clone());
            places.push(Position(next));
        }
        places
    }
}

/// A place after `low` with much room between.
fn after(low: &str) -> String {
    let head: u64 = digits(low).chain(std::iter::repeat(0)).take(WIDTH as usize).fold(0, |n, d| n * BASE + d);
    let next = (head / STEP + 1) * STEP;
    if next >= BASE.pow(WIDTH) {
        return format!("{low}i");
    }
    let mut text: Vec<char> = (0..WIDTH).rev().map(|i| digit(next / BASE.pow(i) % BASE)).collect();
    while text.last() == Some(&'0') {
        text.pop();
    }
    text.into_iter().collect()
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
        let places = Position::between(None, None, 10_000);
        assert!(places.windows(2).all(|pair| pair[0] < pair[1]));
        assert!(places.iter().all(|place| place.0.len() <= 8));
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
