//! JSON that somebody else wrote: read within bounds, long lists item by item.
//!
//! A few bytes of JSON can become hundreds in memory, so that a file of the size that is read at all may take more than
//! there is. One value counts wherever it stands: in a list, in an object, or as one of them.

use serde::Deserializer;
use serde::de::{DeserializeSeed, Error, IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde_json::{Map, Value};
use std::cell::Cell;
use std::fmt::{self, Formatter};
use std::ops::ControlFlow;

/// So many values may be in one item: some hundred bytes of memory each at the most.
pub const MOST_VALUES: usize = 200_000;
/// How deep a list may lie under names, as in `{"data": {"items": […]}}`.
const DEEPEST_LIST: usize = 3;

/// A value of no more than [`MOST_VALUES`] values.
///
/// # Errors
/// The place and the reason, when the text is no JSON or holds more.
pub fn parse(text: &str) -> Result<Value, serde_json::Error> {
    let left = Cell::new(MOST_VALUES);
    let mut reader = serde_json::Deserializer::from_str(text);
    let value = Bounded(&left).deserialize(&mut reader)?;
    reader.end().map(|()| value)
}

/// Gives the items of a list one after the other, until `each` has enough; each may hold [`MOST_VALUES`] values.
///
/// The list is all of the text, or stands under one of these names; an object without such a list is the only item.
///
/// # Errors
/// As [`parse`].
pub fn for_each_item(
    text: &str,
    names: &[&str],
    mut each: impl FnMut(Value) -> ControlFlow<()>,
) -> Result<(), serde_json::Error> {
    let mut reader = serde_json::Deserializer::from_str(text);
    let mut found = false;
    let list = List { names, depth: 0, found: &mut found, each: &mut each };
    list.deserialize(&mut reader)?;
    reader.end()?;
    if !found {
        let _ = each(parse(text)?);
    }
    Ok(())
}

/// A list, or an object that a list stands in.
struct List<'a> {
    names: &'a [&'a str],
    depth: usize,
    found: &'a mut bool,
    each: &'a mut dyn FnMut(Value) -> ControlFlow<()>,
}

impl<'de> DeserializeSeed<'de> for List<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<(), D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for List<'_> {
    type Value = ();

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("a list of items")
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<(), A::Error> {
        *self.found = true;
        loop {
            let left = Cell::new(MOST_VALUES);
            let Some(item) = list.next_element_seed(Bounded(&left))? else { return Ok(()) };
            if (self.each)(item).is_break() {
                break;
            }
        }
        while list.next_element::<IgnoredAny>()?.is_some() {}
        Ok(())
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<(), A::Error> {
        while let Some(name) = map.next_key::<String>()? {
            let is_list = !*self.found && self.depth < DEEPEST_LIST && self.names.contains(&name.as_str());
            if is_list {
                let (depth, found) = (self.depth + 1, &mut *self.found);
                map.next_value_seed(List { names: self.names, depth, found, each: &mut *self.each })?;
            } else {
                map.next_value::<IgnoredAny>()?;
            }
        }
        Ok(())
    }

    fn visit_bool<E: Error>(self, _: bool) -> Result<(), E> {
        Ok(())
    }

    fn visit_i64<E: Error>(self, _: i64) -> Result<(), E> {
        Ok(())
    }

    fn visit_u64<E: Error>(self, _: u64) -> Result<(), E> {
        Ok(())
    }

    fn visit_f64<E: Error>(self, _: f64) -> Result<(), E> {
        Ok(())
    }

    fn visit_str<E: Error>(self, _: &str) -> Result<(), E> {
        Ok(())
    }

    fn visit_unit<E: Error>(self) -> Result<(), E> {
        Ok(())
    }
}

/// A value, as long as values are left.
#[derive(Clone, Copy)]
struct Bounded<'a>(&'a Cell<usize>);

impl Bounded<'_> {
    fn spend<E: Error>(self, value: impl Into<Value>) -> Result<Value, E> {
        let left = self.0.get().checked_sub(1);
        self.0.set(left.ok_or_else(|| E::custom(format_args!("more than {MOST_VALUES} values in one")))?);
        Ok(value.into())
    }
}

impl<'de> DeserializeSeed<'de> for Bounded<'_> {
    type Value = Value;

    fn deserialize<D: Deserializer<'de>>(self, reader: D) -> Result<Value, D::Error> {
        reader.deserialize_any(self)
    }
}

impl<'de> Visitor<'de> for Bounded<'_> {
    type Value = Value;

    fn expecting(&self, formatter: &mut Formatter<'_>) -> fmt::Result {
        formatter.write_str("JSON")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Value, E> {
        self.spend(value)
    }

    fn visit_i64<E: Error>(self, value: i64) -> Result<Value, E> {
        self.spend(value)
    }

    fn visit_u64<E: Error>(self, value: u64) -> Result<Value, E> {
        self.spend(value)
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Value, E> {
        self.spend(value)
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Value, E> {
        self.spend(value)
    }

    fn visit_string<E: Error>(self, value: String) -> Result<Value, E> {
        self.spend(value)
    }

    fn visit_unit<E: Error>(self) -> Result<Value, E> {
        self.spend(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Value, A::Error> {
        let mut items = Vec::new();
        while let Some(item) = list.next_element_seed(self)? {
            items.push(item);
        }
        self.spend(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Value, A::Error> {
        let mut fields = Map::new();
        while let Some(name) = map.next_key::<String>()? {
            fields.insert(name, map.next_value_seed(self)?);
        }
        self.spend(fields)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn items(text: &str) -> Result<Vec<String>, String> {
        let mut found = Vec::new();
        let each = |item: Value| {
            found.push(item.to_string());
            ControlFlow::Continue(())
        };
        for_each_item(text, &["data", "items"], each).map(|()| found).map_err(|error| error.to_string())
    }

    #[test]
    fn lists_wherever_they_stand() {
        assert_eq!(items("[1, {\"a\": [true, null, 1.5]}]").unwrap(), ["1", "{\"a\":[true,null,1.5]}"]);
        assert_eq!(items("{\"n\": 2, \"items\": [1, 2], \"m\": {}}").unwrap(), ["1", "2"]);
        assert_eq!(items("{\"data\": {\"x\": 1, \"items\": [\"a\"]}}").unwrap(), ["\"a\""]);
        assert_eq!(items("{\"title\": \"one\"}").unwrap(), ["{\"title\":\"one\"}"]);
        assert_eq!(items("[]").unwrap(), Vec::<String>::new());
        assert!(items("[1,").is_err() && items("[1] 2").is_err() && items("").is_err());
    }

    #[test]
    fn what_follows_is_not_read_when_it_is_enough() {
        let mut count = 0;
        let each = |_| {
            count += 1;
            if count == 2 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
        };
        for_each_item("[1, 2, 3, [4]]", &[], each).unwrap();
        assert_eq!(count, 2);
    }

    #[test]
    fn no_item_is_larger_than_memory_holds() {
        let long = format!("[{}0]", "0,".repeat(MOST_VALUES));
        assert!(parse(&long).unwrap_err().to_string().contains("more than"));
        assert!(items(&format!("[{long}]")).is_err());
        let many = format!("[{}[]]", "[0,0],".repeat(MOST_VALUES / 2));
        assert_eq!(items(&many).unwrap().len(), MOST_VALUES / 2 + 1);
        assert_eq!(parse("{\"a\": -1, \"b\": \"x\"}").unwrap(), serde_json::json!({"a": -1, "b": "x"}));
    }
}
