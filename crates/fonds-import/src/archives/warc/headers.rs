//! `Name: value` lines up to an empty one, as records and HTTP messages begin.

use std::io::{self, BufRead, Read};

/// Longer heads are cut here, in bytes.
const LONGEST: u64 = 256 << 10;

/// The named fields of a head.
#[derive(Clone, Debug, Default)]
pub(crate) struct Headers(Vec<(String, String)>);

impl Headers {
    /// Reads fields up to an empty line or the end. A line that begins with white space goes on with the one before.
    pub fn read(reader: &mut dyn BufRead) -> io::Result<Self> {
        let mut fields: Vec<(String, String)> = Vec::new();
        let mut reader = reader.take(LONGEST);
        loop {
            let mut line = Vec::new();
            reader.read_until(b'\n', &mut line)?;
            let text = String::from_utf8_lossy(&line);
            if text.trim().is_empty() {
                return Ok(Self(fields));
            }
            match (text.starts_with([' ', '\t']), fields.last_mut(), text.split_once(':')) {
                (true, Some((_, value)), _) => {
                    value.push(' ');
                    value.push_str(text.trim());
                }
                (_, _, Some((name, value))) => {
                    fields.push((name.trim().to_ascii_lowercase(), value.trim().to_owned()));
                }
                _ => {}
            }
        }
    }

    /// The value of the first field of a name, which is given in lower case.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.0.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}
