//! WARC 1.1 (ISO 28500:2017) records, each in a gzip member of its own.
//!
//! `WARC-Target-URI` is `urn:sha256:<hex>`, so that an original can be found by its digest with any reader.

use data_encoding::{BASE32, HEXLOWER};
use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::{DeflateEncoder, GzEncoder};
use fonds_model::{Digest, Timestamp};
use std::io::{self, BufRead, Read, Write};

/// What a record says about its content.
pub(crate) struct Resource<'a> {
    pub digest: &'a Digest,
    pub media_type: &'a str,
    pub file_name: Option<&'a str>,
    pub url: Option<&'a str>,
    pub date: Timestamp,
}

/// One request over HTTP and what came back, as it stood on the wire but for transfer encodings.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exchange {
    /// The address that was asked.
    pub url: String,
    /// When.
    pub time: Timestamp,
    /// The request's line and fields, with the empty line behind them.
    pub request: Vec<u8>,
    /// The response's line and fields, with the empty line behind them.
    pub response: Vec<u8>,
}

/// A record that was read.
pub(crate) struct Record {
    pub headers: Vec<(String, String)>,
    pub content: Vec<u8>,
}

/// A `resource` record, compressed.
pub(crate) fn resource(resource: &Resource<'_>, content: &[u8]) -> io::Result<Vec<u8>> {
    let digest = block_digest(resource.digest);
    let mut headers = vec![
        ("WARC-Type", "resource".to_owned()),
        ("WARC-Record-ID", record_id(resource.digest)),
        ("WARC-Date", second(resource.date)),
        ("WARC-Target-URI", format!("urn:sha256:{}", resource.digest)),
        ("WARC-Block-Digest", digest.clone()),
        ("WARC-Payload-Digest", digest),
        ("Content-Type", one_line(resource.media_type)),
    ];
    if let Some(name) = resource.file_name {
        headers.push(("X-Fonds-Filename", one_line(name)));
    }
    if let Some(url) = resource.url {
        headers.push(("X-Fonds-Source-URI", one_line(url)));
    }
    write(&headers, content)
}

/// A `response` record and its `request` record, compressed.
pub(crate) fn exchange(exchange: &Exchange, digest: &Digest, body: &[u8]) -> io::Result<[Vec<u8>; 2]> {
    let block = [exchange.response.as_slice(), body].concat();
    let id = record_id(digest);
    let headers = |kind: &str, id: &str, block: &[u8]| {
        vec![
            ("WARC-Type", kind.to_owned()),
            ("WARC-Record-ID", id.to_owned()),
            ("WARC-Date", second(exchange.time)),
            ("WARC-Target-URI", one_line(&exchange.url)),
            ("WARC-Block-Digest", block_digest(&Digest::of(block))),
            ("Content-Type", format!("application/http;msgtype={kind}")),
        ]
    };
    let mut response = headers("response", &id, &block);
    response.push(("WARC-Payload-Digest", block_digest(digest)));
    let own = Digest::of(format!("{} {} {digest}", exchange.url, second(exchange.time)).as_bytes());
    let mut request = headers("request", &record_id(&own), &exchange.request);
    request.push(("WARC-Concurrent-To", id));
    Ok([write(&response, &block)?, write(&request, &exchange.request)?])
}

/// A `conversion` record: the text that an original was read as, compressed.
pub(crate) fn conversion(original: &Digest, text: &str, date: Timestamp) -> io::Result<Vec<u8>> {
    let own = Digest::of(text.as_bytes());
    let id = Digest::of(format!("{original}/{own}").as_bytes());
    let headers = [
        ("WARC-Type", "conversion".to_owned()),
        ("WARC-Record-ID", record_id(&id)),
        ("WARC-Refers-To", record_id(original)),
        ("WARC-Date", second(date)),
        ("WARC-Target-URI", format!("urn:sha256:{original}")),
        ("WARC-Block-Digest", block_digest(&own)),
        ("Content-Type", "text/plain; charset=utf-8".to_owned()),
    ];
    write(&headers, text.as_bytes())
}

/// What takes the place of a record that was purged: a `metadata` record of exactly `length` bytes, not compressed and
/// filled up with spaces, so that every other record stays where it is. `None` where there is no room for it.
pub(crate) fn purged(length: u64, original: &Digest, date: Timestamp) -> Option<Vec<u8>> {
    let length = usize::try_from(length).ok()?;
    // A gzip member of stored blocks (RFC 1951, RFC 1952): 18 bytes around them, 5 more for each.
    let inner = length.checked_sub(18)?;
    let blocks = inner.div_ceil(STORED + 5).max(1);
    let inner = inner.checked_sub(5 * blocks)?;
    let id = record_id(&Digest::of(format!("purged {original}").as_bytes()));
    // Leading zeros keep the head as long as it is, whatever the number.
    let head = |length: usize| {
        let date = second(date);
        format!(
            "WARC/1.1\r\nWARC-Type: metadata\r\nWARC-Record-ID: {id}\r\nWARC-Date: {date}\r\n\
             Content-Type: text/plain\r\nContent-Length: {length:010}\r\n\r\n"
        )
    };
    let room = inner.checked_sub(head(0).len() + 4).filter(|room| *room >= "purged".len())?;
    let blank = " ".repeat(room - "purged".len());
    let text = format!("{}purged{blank}\r\n\r\n", head(room));
    Some(stored(text.as_bytes(), blocks))
}

/// The most that a stored block holds, in bytes.
const STORED: usize = 0xffff;

/// A gzip member of `blocks` stored blocks.
fn stored(content: &[u8], blocks: usize) -> Vec<u8> {
    let mut out = vec![0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff];
    let mut rest = content;
    for n in 1..=blocks {
        let (block, after) = rest.split_at(rest.len().min(STORED));
        let length = block.len() as u16;
        out.push(u8::from(n == blocks));
        out.extend_from_slice(&length.to_le_bytes());
        out.extend_from_slice(&(!length).to_le_bytes());
        out.extend_from_slice(block);
        rest = after;
    }
    out.extend_from_slice(&crc32fast::hash(content).to_le_bytes());
    out.extend_from_slice(&(content.len() as u32).to_le_bytes());
    out
}

/// The `warcinfo` record that opens a file, compressed.
pub(crate) fn info(file: &str, library: &str, date: Timestamp) -> io::Result<Vec<u8>> {
    let content = format!(
        "software: Fonds {}\r\nformat: WARC File Format 1.1\r\nisPartOf: urn:fonds:library:{library}\r\n",
        env!("CARGO_PKG_VERSION")
    );
    let id = Digest::of(format!("{library}/{file}").as_bytes());
    let headers = [
        ("WARC-Type", "warcinfo".to_owned()),
        ("WARC-Record-ID", record_id(&id)),
        ("WARC-Date", second(date)),
        ("WARC-Filename", file.to_owned()),
        ("Content-Type", "application/warc-fields".to_owned()),
    ];
    write(&headers, content.as_bytes())
}

/// Reads the next record; `None` at the end of the file.
///
/// # Errors
/// When the member is damaged, cut short, or not a WARC record.
pub(crate) fn read(input: &mut impl BufRead) -> io::Result<Option<Record>> {
    if input.fill_buf()?.is_empty() {
        return Ok(None);
    }
    let mut bytes = Vec::new();
    GzDecoder::new(input).read_to_end(&mut bytes)?;
    parse(bytes).map(Some)
}

/// Whether the record that begins here is an original, by its first lines.
pub(crate) fn is_original(input: impl BufRead) -> io::Result<bool> {
    let mut head = Vec::new();
    GzDecoder::new(input).take(64).read_to_end(&mut head)?;
    let kind = head.strip_prefix(b"WARC/1.1\r\nWARC-Type: ");
    Ok(kind.is_some_and(|kind| kind.starts_with(b"resource\r\n") || kind.starts_with(b"response\r\n")))
}

/// How many bytes the record that begins here holds, by its first lines; `None` where they do not say.
pub(crate) fn content_length(input: impl BufRead) -> io::Result<Option<u64>> {
    let mut head = Vec::new();
    GzDecoder::new(input).take(HEAD).read_to_end(&mut head)?;
    let head = String::from_utf8_lossy(&head);
    let head = head.split("\r\n\r\n").next().unwrap_or_default();
    let value = head.lines().find_map(|line| line.strip_prefix("Content-Length:"));
    Ok(value.and_then(|value| value.trim().parse().ok()))
}

/// The most that a record's header lines take, in bytes.
const HEAD: u64 = 16 << 10;

impl Record {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The SHA-256 of its payload, if it is an original.
    pub fn digest(&self) -> Option<Digest> {
        match self.header("WARC-Type")? {
            "resource" => {
                self.header("WARC-Target-URI")?.strip_prefix("urn:sha256:").map(|hex| Digest(hex.to_owned()))
            }
            "response" => from_base32(self.header("WARC-Payload-Digest")?.strip_prefix("sha256:")?),
            _ => None,
        }
    }

    /// The bytes that came in: of a response, what stands behind its fields.
    pub fn payload(&self) -> &[u8] {
        if self.header("WARC-Type") != Some("response") {
            return &self.content;
        }
        let end = self.content.windows(4).position(|four| four == b"\r\n\r\n");
        end.map_or(&[], |end| &self.content[end + 4..])
    }

    /// The bytes that came in.
    pub fn into_payload(mut self) -> Vec<u8> {
        let head = self.content.len() - self.payload().len();
        self.content.split_off(head)
    }

    /// Whether it was written before a moment, or within its second.
    pub fn is_of_before(&self, time: Timestamp) -> bool {
        self.header("WARC-Date").is_some_and(|date| date <= second(time).as_str())
    }

    /// Whether its content is what its header says, in so far as it says it.
    pub fn is_as_written(&self) -> bool {
        let own = Digest::of(&self.content);
        let block = self.header("WARC-Block-Digest").is_none_or(|digest| digest == block_digest(&own));
        block && self.digest().is_none_or(|digest| digest == own || digest == Digest::of(self.payload()))
    }

    /// Whether it is what the original of that digest was read as.
    pub fn is_conversion_of(&self, original: &Digest) -> bool {
        self.header("WARC-Type") == Some("conversion")
            && self.header("WARC-Refers-To") == Some(&record_id(original))
    }
}

/// Beyond this deflate takes half as much time again for a hundredth of the size.
const LEVEL: Compression = Compression::new(4);

/// What deflating hardly makes shorter (pictures, archives) stands as it is: that is written and read many times as fast.
fn write(headers: &[(&str, String)], content: &[u8]) -> io::Result<Vec<u8>> {
    let (level, room) = match is_dense(content) {
        true => (Compression::none(), content.len() + content.len() / 1000),
        false => (LEVEL, content.len() / 2),
    };
    let mut member = GzEncoder::new(Vec::with_capacity(room + 512), level);
    member.write_all(b"WARC/1.1\r\n")?;
    for (name, value) in headers {
        write!(member, "{name}: {value}\r\n")?;
    }
    write!(member, "Content-Length: {}\r\n\r\n", content.len())?;
    member.write_all(content)?;
    member.write_all(b"\r\n\r\n")?;
    member.finish()
}

/// Slices of the content that are tried, and how long each is, in bytes.
const TRIED: (usize, usize) = (4, 2048);

/// Whether slices from all over the content do not become a thirtieth shorter.
fn is_dense(content: &[u8]) -> bool {
    let (slices, length) = TRIED;
    let step = content.len() / slices;
    if step < length {
        return false;
    }
    let tried = content.chunks_exact(step).flat_map(|part| part.iter().take(length));
    let tried: Vec<u8> = tried.copied().collect();
    let mut deflated = DeflateEncoder::new(Vec::with_capacity(tried.len()), Compression::fast());
    let deflated = deflated.write_all(&tried).and_then(|()| deflated.finish());
    deflated.is_ok_and(|deflated| deflated.len() > tried.len() - tried.len() / 30)
}

fn parse(mut bytes: Vec<u8>) -> io::Result<Record> {
    let bad = |what: &str| io::Error::new(io::ErrorKind::InvalidData, what.to_owned());
    let head_end =
        bytes.windows(4).position(|four| four == b"\r\n\r\n").ok_or_else(|| bad("no end of header"))?;
    let head = String::from_utf8_lossy(&bytes[..head_end]).into_owned();
    let mut lines = head.split("\r\n");
    if !lines.next().is_some_and(|version| version.starts_with("WARC/1.")) {
        return Err(bad("not a WARC record"));
    }
    let headers: Vec<(String, String)> = lines
        .filter_map(|line| line.split_once(':'))
        .map(|(name, value)| (name.trim().to_owned(), value.trim().to_owned()))
        .collect();
    let length = headers.iter().find(|(name, _)| name.eq_ignore_ascii_case("Content-Length"));
    let length: usize = length.and_then(|(_, value)| value.parse().ok()).ok_or_else(|| bad("no length"))?;
    let content = bytes.split_off(head_end + 4);
    if content.len() != length + 4 || !content.ends_with(b"\r\n\r\n") {
        return Err(bad("the length is wrong"));
    }
    let mut content = content;
    content.truncate(length);
    Ok(Record { headers, content })
}

/// A UUID made of a digest (version 8, RFC 9562): the same content has the same record id.
fn record_id(digest: &Digest) -> String {
    let hex = digest.as_str();
    let part = |from: usize, to: usize| hex.get(from..to).unwrap_or("0");
    format!("<urn:uuid:{}-{}-8{}-8{}-{}>", part(0, 8), part(8, 12), part(13, 16), part(17, 20), part(20, 32))
}

/// WARC dates have no finer part than the readers that are about can parse: seconds.
fn second(time: Timestamp) -> String {
    time.strftime("%Y-%m-%dT%H:%M:%SZ").to_string()
}

/// A digest as WARC headers write it.
fn block_digest(digest: &Digest) -> String {
    let bytes = HEXLOWER.decode(digest.as_str().as_bytes()).unwrap_or_default();
    format!("sha256:{}", BASE32.encode(&bytes))
}

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// The digest whose bytes are so written (RFC 4648).
fn from_base32(text: &str) -> Option<Digest> {
    let bytes = BASE32.decode(text.as_bytes()).ok().filter(|bytes| bytes.len() == 32)?;
    Some(Digest(HEXLOWER.encode(&bytes)))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Bytes without any order, as in a picture.
    fn noise(length: usize) -> Vec<u8> {
        let digests = (0_u32..).flat_map(|n| Digest::of(&n.to_le_bytes()).as_str().to_owned().into_bytes());
        let halves: Vec<u8> = digests.take(2 * length).collect();
        HEXLOWER.decode(&halves).unwrap()
    }

    #[test]
    fn only_what_becomes_shorter_is_deflated() {
        let text = "Nước lên từ đêm qua. ".repeat(2000).into_bytes();
        // A page with a picture in it, and a picture with a text in it.
        let with_picture = [text.as_slice(), &noise(9000)].concat();
        let with_text = [noise(300_000).as_slice(), b"<x:xmpmeta/>".repeat(50).as_slice()].concat();
        for (content, dense) in
            [(text, false), (with_picture, false), (noise(24_000), true), (with_text, true)]
        {
            let digest = Digest::of(&content);
            let written = Resource {
                digest: &digest,
                media_type: "image/png",
                file_name: None,
                url: None,
                date: Timestamp::UNIX_EPOCH,
            };
            let member = resource(&written, &content).unwrap();
            assert_eq!(member.len() > content.len(), dense, "{} of {}", member.len(), content.len());
            assert!(member.len() < content.len() + content.len() / 1000 + 600, "{}", member.len());
            assert_eq!(read(&mut member.as_slice()).unwrap().unwrap().content, content);
        }
    }

    #[test]
    fn what_is_written_is_read() {
        let content = "Đây là nguyên bản.\r\n\r\n".as_bytes();
        let digest = Digest::of(content);
        let written = Resource {
            digest: &digest,
            media_type: "text/plain",
            file_name: Some("bài.txt"),
            url: None,
            date: Timestamp::UNIX_EPOCH,
        };
        let bytes = [
            info("000001.warc.gz", "x", Timestamp::UNIX_EPOCH).unwrap(),
            resource(&written, content).unwrap(),
        ];
        let bytes = bytes.concat();
        let mut input = bytes.as_slice();
        assert_eq!(read(&mut input).unwrap().unwrap().header("warc-type"), Some("warcinfo"));
        let record = read(&mut input).unwrap().unwrap();
        assert_eq!(record.content, content);
        assert_eq!(record.digest(), Some(digest));
        assert!(read(&mut input).unwrap().is_none());
    }

    #[test]
    fn what_stands_for_a_purged_record_is_as_long() {
        let digest = Digest::of(b"x");
        for length in (260..2000).chain([65_500, 65_553, 65_554, 65_558, 65_559, 131_000, 131_200, 3_000_001])
        {
            let bytes = purged(length, &digest, Timestamp::UNIX_EPOCH).unwrap();
            assert_eq!(bytes.len() as u64, length);
            let record = read(&mut bytes.as_slice()).unwrap().unwrap();
            assert!(record.content.starts_with(b"purged") && record.digest().is_none());
        }
        assert_eq!(purged(100, &digest, Timestamp::UNIX_EPOCH), None);
    }

    #[test]
    fn an_exchange_holds_the_bytes_that_came() {
        let body = b"\r\n\r\n<p>B\xc3\xa0i</p>";
        let digest = Digest::of(body);
        let written = Exchange {
            url: "https://bao.vn/bai".into(),
            time: Timestamp::UNIX_EPOCH,
            request: b"GET /bai HTTP/1.1\r\nHost: bao.vn\r\n\r\n".to_vec(),
            response: b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n".to_vec(),
        };
        let bytes = exchange(&written, &digest, body).unwrap().concat();
        let mut input = bytes.as_slice();
        let response = read(&mut input).unwrap().unwrap();
        assert_eq!((response.digest(), response.payload()), (Some(digest), body.as_slice()));
        assert!(response.is_as_written());
        let request = read(&mut input).unwrap().unwrap();
        assert_eq!(request.header("WARC-Concurrent-To"), response.header("WARC-Record-ID"));
        assert!(request.digest().is_none() && request.is_as_written());
    }
}
