//! How large the streams of a PDF are when they are unpacked, and how deep the states in them: the library does not ask
//! before it takes the memory for either.

use flate2::read::ZlibDecoder;
use std::io::Read;

/// The most that one stream may have, in bytes.
const LARGEST: u64 = 112 << 20;
/// The most that all streams may have together, in bytes.
const LARGEST_SUM: u64 = 768 << 20;

/// More states of drawing are not saved in each other: each takes most of a kilobyte.
const DEEPEST: usize = 100_000;

/// Whether a file's streams grow beyond all measure. Streams of an encrypted file cannot be looked into.
pub(super) fn is_too_large(bytes: &[u8]) -> bool {
    is_too_deep(bytes) || is_larger(bytes, LARGEST, LARGEST_SUM)
}

/// Whether states of drawing are saved (`q`) far more often than they are restored (`Q`).
pub(super) fn is_too_deep(content: &[u8]) -> bool {
    let mut nesting = Nesting::default();
    nesting.feed(content);
    nesting.deepest > DEEPEST
}

/// How deep states lie in each other.
#[derive(Default)]
struct Nesting {
    /// What stands behind white space and may be an operator.
    found: Option<u8>,
    /// Whether the last byte was part of a word.
    in_word: bool,
    depth: usize,
    deepest: usize,
}

impl Nesting {
    fn feed(&mut self, content: &[u8]) {
        for byte in content {
            let is_space = byte.is_ascii_whitespace();
            if is_space {
                match self.found {
                    Some(b'q') => self.depth += 1,
                    Some(_) => self.depth = self.depth.saturating_sub(1),
                    None => {}
                }
                self.deepest = self.deepest.max(self.depth);
            }
            self.found = Some(*byte).filter(|byte| !self.in_word && matches!(byte, b'q' | b'Q'));
            self.in_word = !is_space;
        }
    }
}

fn is_larger(bytes: &[u8], largest: u64, largest_sum: u64) -> bool {
    let mut sum = 0;
    let starts = bytes.windows(6).enumerate().filter(|(_, word)| *word == b"stream").map(|(at, _)| at + 6);
    for start in starts {
        let data = bytes.get(start..).unwrap_or_default();
        let data = data.strip_prefix(b"\r").unwrap_or(data);
        let data = data.strip_prefix(b"\n").unwrap_or(data);
        if is_zlib(data) {
            let (length, deepest) = unpacked(data, largest);
            sum += length;
            if length > largest || sum > largest_sum || deepest > DEEPEST {
                return true;
            }
        }
    }
    false
}

/// Whether bytes begin as zlib's format does (RFC 1950): the method, and a checksum of two bytes.
fn is_zlib(data: &[u8]) -> bool {
    let [first, second, ..] = data else { return false };
    first & 0x0f == 8 && u16::from_be_bytes([*first, *second]) % 31 == 0
}

/// How many bytes come out, counted up to one more than `largest`, and how deep states lie in them.
fn unpacked(data: &[u8], largest: u64) -> (u64, usize) {
    let mut decoder = ZlibDecoder::new(data).take(largest + 1);
    let mut buffer = vec![0; 64 << 10];
    let (mut length, mut nesting) = (0, Nesting::default());
    while let Ok(count @ 1..) = decoder.read(&mut buffer) {
        length += count as u64;
        nesting.feed(&buffer[..count]);
    }
    (length, nesting.deepest)
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::Compression;
    use flate2::write::ZlibEncoder;
    use std::io::Write;

    #[test]
    fn what_grows_is_seen_before_it_does() {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&vec![0; 1 << 20]).unwrap();
        let stream =
            [b"<</Filter/FlateDecode>>stream\r\n".as_slice(), &encoder.finish().unwrap(), b"\nendstream"]
                .concat();
        assert!(stream.len() < 5000);
        assert!(is_larger(&stream, 1 << 19, 1 << 30));
        assert!(!is_larger(&stream, 1 << 20, 1 << 30));
        assert!(is_larger(&stream.repeat(3), 1 << 20, 2 << 20));
        assert!(is_too_deep(&b"q\n".repeat(DEEPEST + 2)) && !is_too_deep(&b"q 1 g Q ".repeat(DEEPEST + 2)));
        assert!(!is_too_large(b"stream"));
        assert!(is_zlib(b"\x78\xda") && is_zlib(b"\x68\x81") && !is_zlib(b"\nendobj"));
    }
}
