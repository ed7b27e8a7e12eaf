//! Tables with a line of names (RFC 4180), as rows that are asked by name.

use csv::{ReaderBuilder, StringRecord};
use std::collections::HashMap;
use std::rc::Rc;

/// The rows of a table. Rows may have fewer or more cells than there are names.
pub(crate) struct Rows<'t> {
    names: Rc<HashMap<String, usize>>,
    records: csv::StringRecordsIntoIter<&'t [u8]>,
}

/// A row of a table.
pub(crate) struct Row {
    record: StringRecord,
    names: Rc<HashMap<String, usize>>,
}

impl<'t> Rows<'t> {
    /// Opens a table.
    pub fn of(text: &'t str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let mut reader = ReaderBuilder::new().flexible(true).from_reader(text.as_bytes());
        let names = reader.headers().cloned().unwrap_or_default();
        let names = names.iter().take(200).enumerate();
        let names: HashMap<_, _> = names.map(|(at, name)| (name.trim().to_lowercase(), at)).collect();
        Self { names: Rc::new(names), records: reader.into_records() }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        let record = self.records.find_map(Result::ok)?;
        Some(Row { record, names: Rc::clone(&self.names) })
    }
}

impl Row {
    /// The cell under a name, in lower case; empty where there is none.
    pub fn cell(&self, name: &str) -> &str {
        self.names.get(name).and_then(|at| self.record.get(*at)).unwrap_or_default().trim()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_by_name() {
        let rows: Vec<Row> = Rows::of("\u{feff}URL,Title\nhttps://x,\"a, \"\"b\"\"\nc\"\ny\n").collect();
        assert_eq!((rows[0].cell("url"), rows[0].cell("title")), ("https://x", "a, \"b\"\nc"));
        assert_eq!((rows[1].cell("title"), rows[1].cell("none")), ("", ""));
    }
}
