//! How large the streams of a PDF are when they are unpacked, how deep the states in them, and how long the paths: the
//! library does not ask before it takes the memory.

use flate2::read::ZlibDecoder;
use std::io::Read;

/// The most that one stream may have, in bytes.
const LARGEST: u64 = 112 << 20;
/// The most that all streams may have together, in bytes.
const LARGEST_SUM: u64 = 768 << 20;

/// More states of drawing are not saved in each other: each takes most of a kilobyte.
const DEEPEST: usize = 100_000;
/// No path has more pieces: all of one are held until it is drawn.
const LONGEST_PATH: usize = 1_000_000;

/// Whether a file's streams grow beyond all measure. Streams of an encrypted file cannot be looked into.
pub(super) fn is_too_large(bytes: &[u8]) -> bool {
    is_too_deep(bytes) || is_larger(bytes, LARGEST, LARGEST_SUM)
}

/// Whether states of drawing are saved (`q`) far more often than they are restored (`Q`), or a path has no end.
pub(super) fn is_too_deep(content: &[u8]) -> bool {
    let mut operators = Operators::default();
    operators.feed(content);
    operators.are_too_many()
}

/// What drawing will have to hold in memory: how deep states lie in each other, how long a path becomes.
#[derive(Default)]
struct Operators {
    /// The word that is being read, as far as an operator may be long.
    word: [u8; 2],
    length: usize,
    depth: usize,
    deepest: usize,
    path: usize,
    longest: usize,
}

impl Operators {
    fn feed(&mut self, content: &[u8]) {
        for byte in content {
            if byte.is_ascii_whitespace() {
                self.end_word();
            } else {
                if let Some(place) = self.word.get_mut(self.length) {
                    *place = *byte;
                }
                self.length += 1;
            }
        }
    }

    fn end_word(&mut self) {
        match self.word.get(..self.length).unwrap_or_default() {
            b"q" => {
                self.depth += 1;
                self.deepest = self.deepest.max(self.depth);
            }
            b"Q" => self.depth = self.depth.saturating_sub(1),
            b"m" | b"l" | b"c" | b"v" | b"y" => self.go_on(1),
            b"re" => self.go_on(5),
            b"S" | b"s" | b"f" | b"F" | b"f*" | b"B" | b"B*" | b"b" | b"b*" | b"n" => self.path = 0,
            _ => {}
        }
        self.length = 0;
    }

    /// A path has so many more pieces.
    fn go_on(&mut self, pieces: usize) {
        self.path += pieces;
        self.longest = self.longest.max(self.path);
    }

    fn are_too_many(&self) -> bool {
        self.deepest > DEEPEST || self.longest > LONGEST_PATH
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
            let (length, operators) = unpacked(data, largest);
            sum += length;
            if length > largest || sum > largest_sum || operators.are_too_many() {
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

/// How many bytes come out, counted up to one more than `largest`, and the operators in them.
fn unpacked(data: &[u8], largest: u64) -> (u64, Operators) {
    let mut decoder = ZlibDecoder::new(data).take(largest + 1);
    let mut buffer = vec![0; 64 << 10];
    let (mut length, mut operators) = (0, Operators::default());
    while let Ok(count @ 1..) = decoder.read(&mut buffer) {
        length += count as u64;
        operators.feed(&buffer[..count]);
    }
    (length, operators)
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
        assert!(
            is_too_deep(&b"9 9 l ".repeat(LONGEST_PATH + 1))
                && is_too_deep(&b"0 0 9 9 re\n".repeat(LONGEST_PATH))
        );
        assert!(!is_too_deep(&b"0 0 m 9 9 l f* ".repeat(LONGEST_PATH)));
        assert!(!is_too_large(b"stream"));
        assert!(is_zlib(b"\x78\xda") && is_zlib(b"\x68\x81") && !is_zlib(b"\nendobj"));
    }
}
