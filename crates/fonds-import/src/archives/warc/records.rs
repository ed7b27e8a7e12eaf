//! The records of a WARC file (ISO 28500), one after the other, plain or compressed record by record or as a whole.
//!
//! The `warc` crate is not used: it hands out whole records of any length and ends at the first damaged one. Here a
//! record is bounded, and behind damage reading goes on at the next one that can be found.

use super::headers::Headers;
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufRead, BufReader, Read};

/// Larger records are passed over, in bytes.
const LARGEST: u64 = 64 << 20;
/// A file that unpacks to more than so many times its size, and some more, is a trap. No text is so much smaller packed.
const BOMB: u64 = 100;
const SOME_MORE: u64 = 1 << 20;
/// How often reading starts anew behind damaged compression.
const MOST_RESTARTS: usize = 1000;
/// How much of a line is looked at where a record is sought.
const LINE: u64 = 64 << 10;

/// A record that may hold a page or a file of one.
pub(crate) struct Record {
    pub headers: Headers,
    /// Its block; empty where only the headers matter.
    pub block: Vec<u8>,
    /// Whether the file ends within the block.
    pub is_cut: bool,
}

/// Reads records; what is neither `response`, `resource` nor `revisit` is passed over.
pub(crate) struct Records<'a> {
    stream: Stream<'a>,
    /// How many bytes may still be unpacked.
    left: u64,
    restarts: usize,
    /// How many places could not be read.
    pub damaged: usize,
    /// How many records were too large.
    pub too_large: usize,
}

enum Stream<'a> {
    Plain(&'a [u8]),
    Packed(Box<BufReader<MultiGzDecoder<&'a [u8]>>>),
}

impl<'a> Stream<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        if bytes.starts_with(b"\x1f\x8b") {
            Self::Packed(Box::new(BufReader::new(MultiGzDecoder::new(bytes))))
        } else {
            Self::Plain(bytes)
        }
    }

    fn reader(&mut self) -> &mut dyn BufRead {
        match self {
            Self::Plain(bytes) => bytes,
            Self::Packed(reader) => reader.as_mut(),
        }
    }

    /// What is compressed behind the place where decompression failed, from the next beginning on.
    fn behind_damage(&self) -> Option<&'a [u8]> {
        let Self::Packed(reader) = self else { return None };
        let rest: &'a [u8] = reader.get_ref().get_ref();
        let at = rest.windows(3).position(|bytes| bytes == b"\x1f\x8b\x08")?;
        rest.get(at..)
    }
}

impl<'a> Records<'a> {
    /// The records of a file, of which at most `most` bytes are unpacked.
    pub fn of(bytes: &'a [u8], most: u64) -> Self {
        let left = most.min(bytes.len() as u64 * BOMB + SOME_MORE);
        Self { stream: Stream::of(bytes), left, restarts: 0, damaged: 0, too_large: 0 }
    }

    /// Whether the file was too large to be read to its end.
    pub fn is_exhausted(&self) -> bool {
        self.left == 0
    }

    /// The next record of use; `None` at the end.
    fn read(&mut self) -> io::Result<Option<Record>> {
        while self.find_version()? {
            let headers = Headers::read(self.stream.reader())?;
            let Some(length) = headers.get("content-length").and_then(|length| length.parse::<u64>().ok())
            else {
                self.damaged += 1;
                continue;
            };
            let kind = headers.get("warc-type").unwrap_or_default();
            let is_revisit = kind == "revisit";
            let wanted = matches!(kind, "response" | "resource");
            self.too_large += usize::from(wanted && length > LARGEST);
            let keep = wanted && length <= LARGEST;
            let (block, is_cut) = self.block(length, keep)?;
            if keep || is_revisit {
                return Ok(Some(Record { headers, block, is_cut }));
            }
        }
        Ok(None)
    }

    /// Goes to the line behind the next `WARC/1.x`.
    fn find_version(&mut self) -> io::Result<bool> {
        let mut is_lost = false;
        loop {
            let mut line = Vec::new();
            let read = self.stream.reader().take(LINE).read_until(b'\n', &mut line)? as u64;
            self.left = self.left.saturating_sub(read);
            if read == 0 || self.left == 0 {
                return Ok(false);
            }
            if line.starts_with(b"WARC/") {
                return Ok(true);
            }
            if !is_lost && !line.trim_ascii().is_empty() {
                is_lost = true;
                self.damaged += 1;
            }
        }
    }

    /// The block of a record, or nothing of it; and whether the file ends in it.
    fn block(&mut self, length: u64, keep: bool) -> io::Result<(Vec<u8>, bool)> {
        let mut reader = self.stream.reader().take(length.min(self.left));
        let mut block = Vec::new();
        let read = if keep {
            match reader.read_to_end(&mut block) {
                // The beginning of a page is worth keeping.
                Err(_) if !block.is_empty() => block.len() as u64,
                other => other? as u64,
            }
        } else {
            io::copy(&mut reader, &mut io::sink())?
        };
        self.left = self.left.saturating_sub(read);
        Ok((block, read < length))
    }
}

impl Iterator for Records<'_> {
    type Item = Record;

    fn next(&mut self) -> Option<Record> {
        loop {
            if let Ok(record) = self.read() {
                return record;
            }
            self.damaged += 1;
            self.restarts += 1;
            let rest = self.stream.behind_damage().filter(|_| self.restarts <= MOST_RESTARTS)?;
            self.stream = Stream::of(rest);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use std::io::Write;

    fn record(address: &str, block: &str) -> String {
        format!(
            "WARC/1.1\r\nWARC-Type: resource\r\nWARC-Target-URI: {address}\r\nContent-Length: {}\r\n\r\n{block}\r\n\r\n",
            block.len()
        )
    }

    fn packed(text: &str) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(text.as_bytes()).unwrap();
        encoder.finish().unwrap()
    }

    fn blocks(bytes: &[u8]) -> (Vec<String>, usize) {
        let mut records = Records::of(bytes, 1 << 20);
        let blocks = records.by_ref().map(|record| String::from_utf8(record.block).unwrap()).collect();
        (blocks, records.damaged)
    }

    #[test]
    fn plain_packed_by_record_and_packed_as_a_whole() {
        let (a, b) = (record("http://a/", "one\r\n\r\nWARC"), record("http://b/", "two"));
        let both = vec!["one\r\n\r\nWARC".to_owned(), "two".into()];
        let text = format!("{a}{b}");
        assert_eq!(blocks(text.as_bytes()), (both.clone(), 0));
        assert_eq!(blocks(&packed(&text)), (both.clone(), 0));
        assert_eq!(blocks(&[packed(&a), packed(&b)].concat()), (both, 0));
    }

    #[test]
    fn behind_damage_reading_goes_on() {
        let mut bytes = packed(&record("http://a/", "one"));
        let middle = bytes.len() / 2;
        bytes[middle..middle + 8].fill(0xff);
        bytes.extend(packed(&record("http://b/", "two")));
        let (found, damaged) = blocks(&bytes);
        assert_eq!(found.last().map(String::as_str), Some("two"));
        assert!(damaged > 0);
        let text = format!("WARC/1.1\r\nWARC-Type: resource\r\n\r\nlost\r\n{}", record("http://b/", "two"));
        assert_eq!(blocks(text.as_bytes()), (vec!["two".to_owned()], 2));
    }

    #[test]
    fn no_more_is_unpacked_than_may_be() {
        let bytes = packed(&record("http://a/", &"a".repeat(4 << 20)));
        let mut records = Records::of(&bytes, u64::MAX);
        assert!(records.all(|record| record.block.len() <= 2 << 20));
        assert!(records.is_exhausted());
    }
}
