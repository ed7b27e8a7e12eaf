//! Choosing articles and putting them in order. Texts go by the rules of Vietnamese dictionaries, in which ă, â, đ, ê,
//! ô, ơ and ư are letters of their own (other languages keep their order in it), and numbers in them by what they count.

use super::shelf::Line;
use super::{Column, ListSort};
use fonds_model::date::DateParts;
use fonds_model::{Collection, Edtf, TagId};
use icu_collator::options::{AlternateHandling, CollatorOptions};
use icu_collator::preferences::CollationNumericOrdering;
use icu_collator::{Collator, CollatorBorrowed, CollatorPreferences};
use icu_locale_core::locale;
use rayon::prelude::*;
use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

/// Code points of a text that decide its place.
const LONGEST: usize = 80;

/// The numbers of the lines that a list holds: as they came in, or in the collection's order.
pub(super) fn chosen(
    lines: &[Line],
    tags: Option<&HashSet<TagId>>,
    members: Option<&Collection>,
) -> Vec<u32> {
    let tagged = |line: &Line| tags.is_none_or(|tags| line.tags.iter().any(|tag| tags.contains(tag)));
    let numbered = || (0u32..).zip(lines).filter(|(_, line)| tagged(line));
    let Some(members) = members else { return numbered().map(|(number, _)| number).collect() };
    let mut by_id: HashMap<&str, u32> = numbered().map(|(number, line)| (&*line.id, number)).collect();
    // What is in the collection twice stands where it stands first.
    members.articles().filter_map(|id| by_id.remove(id.as_str())).collect()
}

/// Sorts what was chosen; what has no value stands last, and equal ones stay as they were.
pub(super) fn sorted(lines: &[Line], chosen: Vec<u32>, sort: ListSort) -> Vec<u32> {
    let by_text =
        |text: fn(&Line) -> &str| by_key(lines, &chosen, sort.descending, |line| text_key(text(line)));
    match sort.column {
        Column::Own if sort.descending => chosen.into_iter().rev().collect(),
        Column::Own => chosen,
        Column::Title => by_text(|line| &line.title),
        Column::Creators => by_text(|line| &line.creators),
        Column::Publication => by_text(|line| &line.publication),
        Column::Citekey => by_text(|line| &line.citekey),
        Column::Language => by_text(|line| &line.language),
        Column::Issued => by_key(lines, &chosen, sort.descending, |line| line.issued.as_ref().map(date_key)),
        Column::Added => by_key(lines, &chosen, sort.descending, |line| Some(line.added)),
        Column::Changed => by_key(lines, &chosen, sort.descending, |line| Some(line.changed)),
        Column::Kind => by_key(lines, &chosen, sort.descending, |line| Some(line.kind.name())),
    }
}

fn by_key<'a, K: Ord + Send>(
    lines: &'a [Line],
    chosen: &[u32],
    descending: bool,
    key: impl Fn(&'a Line) -> Option<K> + Sync,
) -> Vec<u32> {
    let keyed = chosen.par_iter().enumerate().map(|(at, number)| {
        let line = usize::try_from(*number).ok().and_then(|number| lines.get(number));
        (line.and_then(&key), at, *number)
    });
    let keyed: Vec<(Option<K>, usize, u32)> = keyed.collect();
    let (mut valued, empty): (Vec<_>, Vec<_>) = keyed.into_iter().partition(|(key, _, _)| key.is_some());
    valued.par_sort_unstable_by(|(a, at, _), (b, other, _)| {
        let order = if descending { b.cmp(a) } else { a.cmp(b) };
        order.then(at.cmp(other))
    });
    valued.into_iter().chain(empty).map(|(_, _, number)| number).collect()
}

/// Bytes whose order is the order of the texts; `None` of an empty one. Punctuation does not count.
fn text_key(text: &str) -> Option<Vec<u8>> {
    static COLLATOR: LazyLock<Option<CollatorBorrowed<'static>>> = LazyLock::new(|| {
        let mut options = CollatorOptions::default();
        options.alternate_handling = Some(AlternateHandling::Shifted);
        let mut preferences = CollatorPreferences::from(locale!("vi"));
        preferences.numeric_ordering = Some(CollationNumericOrdering::True);
        Collator::try_new(preferences, options).ok()
    });
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let end = text.char_indices().nth(LONGEST).map_or(text.len(), |(at, _)| at);
    let text = &text[..end];
    let mut key = Vec::with_capacity(2 * end);
    match &*COLLATOR {
        Some(collator) => {
            // Writing into a vector does not fail.
            let Ok(()) = collator.write_sort_key_to(text, &mut key);
        }
        None => key.extend(text.as_bytes()),
    }
    Some(key)
}

/// A date as numbers that sort: a year before its months, an interval by its beginning and then its end.
type DateKey = [(i32, u8, u8, u16); 2];

fn date_key(date: &Edtf) -> DateKey {
    let start = point(&date.start());
    [start, date.end().map_or(start, |end| point(&end))]
}

fn point(parts: &DateParts) -> (i32, u8, u8, u16) {
    let month = match parts.month {
        // Seasons stand at their first month.
        Some(season @ 21..=24) => (season - 21) * 3 + 1,
        month => month.unwrap_or_default(),
    };
    let minute = parts.time.map_or(0, |(hour, minute)| u16::from(hour) * 60 + u16::from(minute) + 1);
    (parts.year, month, parts.day.unwrap_or_default(), minute)
}
