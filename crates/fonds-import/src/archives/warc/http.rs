//! HTTP responses as records hold them (RFC 9112): status, fields, and the body in its codings.

use super::headers::Headers;
use flate2::bufread::{DeflateDecoder, MultiGzDecoder, ZlibDecoder};
use std::io::{BufRead, Read};

/// A body is decoded up to here, in bytes.
const LARGEST: u64 = 24 << 20;
/// And to no more than so many times its size, and some more.
const BOMB: u64 = 200;
const SOME_MORE: u64 = 1 << 20;
/// Codings on one another; servers use one.
const MOST_CODINGS: usize = 4;

/// A response whose body is still coded.
pub(crate) struct Response {
    pub status: u16,
    pub headers: Headers,
    pub body: Vec<u8>,
}

impl Response {
    /// Reads a record's block; `None` where no response is in it.
    pub fn parse(block: &[u8]) -> Option<Self> {
        let mut rest = block;
        let mut line = Vec::new();
        (&mut rest).take(8192).read_until(b'\n', &mut line).ok()?;
        let line = String::from_utf8_lossy(&line);
        let mut words = line.split_ascii_whitespace();
        words.next().filter(|word| word.starts_with("HTTP/"))?;
        let status = words.next()?.parse().ok()?;
        let headers = Headers::read(&mut rest).ok()?;
        Some(Self { status, headers, body: rest.to_vec() })
    }

    /// The body as it was meant; `None` where it is in a coding that is not known.
    ///
    /// Tools that write archives often undo a coding and leave the field that names it: a body that is not in the
    /// coding is taken as it is.
    pub fn content(&self) -> Option<Vec<u8>> {
        let field = |name: &str| self.headers.get(name).unwrap_or_default().to_ascii_lowercase();
        let chunked = field("transfer-encoding").contains("chunked");
        let mut body = chunked.then(|| unchunk(&self.body)).flatten().unwrap_or_else(|| self.body.clone());
        let most = LARGEST.min(self.body.len() as u64 * BOMB + SOME_MORE);
        let unpack = |reader: &mut dyn Read| unpack(reader, most);
        for coding in field("content-encoding").rsplit(',').take(MOST_CODINGS) {
            let decoded = match coding.trim() {
                "" | "identity" => continue,
                "gzip" | "x-gzip" => unpack(&mut MultiGzDecoder::new(body.as_slice())),
                "deflate" => unpack(&mut ZlibDecoder::new(body.as_slice()))
                    .or_else(|| unpack(&mut DeflateDecoder::new(body.as_slice()))),
                "br" => unpack(&mut brotli_decompressor::Decompressor::new(body.as_slice(), 4096)),
                _ => return None,
            };
            body = decoded.unwrap_or(body);
        }
        Some(body)
    }
}

/// What can be decoded; `None` where nothing can.
fn unpack(reader: &mut dyn Read, most: u64) -> Option<Vec<u8>> {
    let mut out = Vec::new();
    let read = reader.take(most).read_to_end(&mut out);
    (read.is_ok() || !out.is_empty()).then_some(out)
}

/// A body out of its chunks, as far as they go; `None` where it is not in chunks.
fn unchunk(body: &[u8]) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(body.len());
    let mut rest = body;
    let mut is_first = true;
    while let Some(end) = rest.iter().take(1024).position(|byte| *byte == b'\n') {
        let (line, after) = rest.split_at(end + 1);
        let size = chunk_size(line);
        let Some(size) = size else { return (!is_first).then_some(out) };
        if size == 0 {
            return Some(out);
        }
        let (chunk, after) = after.split_at(size.min(after.len()));
        out.extend_from_slice(chunk);
        rest = after.strip_prefix(b"\r\n").or_else(|| after.strip_prefix(b"\n")).unwrap_or(after);
        is_first = false;
    }
    (!is_first).then_some(out)
}

fn chunk_size(line: &[u8]) -> Option<usize> {
    let line = std::str::from_utf8(line).ok()?;
    usize::from_str_radix(line.split(';').next()?.trim(), 16).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use flate2::{Compression, write::GzEncoder};
    use proptest::prelude::*;
    use std::io::Write;

    fn content(fields: &str, body: &[u8]) -> Option<Vec<u8>> {
        let block = [format!("HTTP/1.1 200 OK\r\n{fields}\r\n").as_bytes(), body].concat();
        Response::parse(&block).unwrap().content()
    }

    #[test]
    fn bodies_come_out_of_their_codings() {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all("xin chào".as_bytes()).unwrap();
        let packed = encoder.finish().unwrap();
        let second = format!("\r\n{:x}\r\n", packed.len() - 5);
        let (head, tail) = packed.split_at(5);
        let chunked = [b"5;x=y\r\n", head, second.as_bytes(), tail, b"\r\n0\r\n\r\n"].concat();
        let both = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";
        assert_eq!(content(both, &chunked).unwrap(), "xin chào".as_bytes());
        let brotli = b"\x0b\x02\x80hello\x03";
        assert_eq!(content("content-encoding: br\r\n", brotli).unwrap(), b"hello");
        assert_eq!(content("Content-Encoding: zstd\r\n", b"x"), None);
    }

    #[test]
    fn what_was_decoded_already_stays() {
        let both = "Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n";
        assert_eq!(content(both, b"<p>xin</p>\n").unwrap(), b"<p>xin</p>\n");
        assert_eq!(unchunk(b"3\r\nabc\r\nffffffffffffffff\r\nd"), Some(b"abcd".to_vec()));
    }

    proptest! {
        #[test]
        fn what_went_into_chunks_comes_out(body in prop::collection::vec(any::<u8>(), 1..300), size in 1usize..90) {
            let mut chunked = Vec::new();
            for chunk in body.chunks(size) {
                chunked.extend([format!("{:X}\r\n", chunk.len()).as_bytes(), chunk, b"\r\n"].concat());
            }
            // The end may be missing.
            prop_assert_eq!(unchunk(&chunked), Some(body.clone()));
            chunked.extend(b"0\r\nTrailer: x\r\n\r\n");
            prop_assert_eq!(unchunk(&chunked), Some(body));
        }
    }
}
