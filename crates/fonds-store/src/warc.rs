//! WARC 1.1 (ISO 28500:2017) records, each in a gzip member of its own.
//!
//! `WARC-Target-URI` is `urn:sha256:<hex>`, so that an original can be found by its digest with any reader.

use flate2::Compression;
use flate2::bufread::GzDecoder;
use flate2::write::GzEncoder;
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

/// A record that was read.
pub(crate) struct Record {
    pub headers: Vec<(String, String)>,
    pub content: Vec<u8>,
}

/// A `resource` record, compressed.
pub(crate) fn resource(resource: &Resource<'_>, content: &[u8]) -> io::Result<Vec<u8>> {
    let digest = format!("sha256:{}", base32(&unhex(resource.digest.as_str())));
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

impl Record {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    /// The SHA-256 that its address names, if it is an original.
    pub fn digest(&self) -> Option<Digest> {
        self.header("WARC-Target-URI")?.strip_prefix("urn:sha256:").map(|hex| Digest(hex.to_owned()))
    }
}

fn write(headers: &[(&str, String)], content: &[u8]) -> io::Result<Vec<u8>> {
    let mut member = GzEncoder::new(Vec::with_capacity(content.len() / 2 + 512), Compression::default());
    member.write_all(b"WARC/1.1\r\n")?;
    for (name, value) in headers {
        write!(member, "{name}: {value}\r\n")?;
    }
    write!(member, "Content-Length: {}\r\n\r\n", content.len())?;
    member.write_all(content)?;
    member.write_all(b"\r\n\r\n")?;
    member.finish()
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

fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn unhex(hex: &str) -> Vec<u8> {
    let pairs = (0..hex.len() / 2).map(|i| hex.get(i * 2..i * 2 + 2).unwrap_or_default());
    pairs.filter_map(|pair| u8::from_str_radix(pair, 16).ok()).collect()
}

/// RFC 4648 base 32 with padding.
fn base32(bytes: &[u8]) -> String {
    const ALPHABET: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let mut out = String::new();
    for chunk in bytes.chunks(5) {
        let mut padded = [0u8; 5];
        padded[..chunk.len()].copy_from_slice(chunk);
        let value = padded.iter().fold(0u64, |n, byte| (n << 8) | u64::from(*byte));
        let letters = (chunk.len() * 8).div_ceil(5);
        for i in 0..8 {
            let letter = ALPHABET[((value >> (35 - i * 5)) & 31) as usize] as char;
            out.push(if i < letters { letter } else { '=' });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

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
    fn base32_as_the_rfc_has_it() {
        for (plain, coded) in
            [("", ""), ("f", "MY======"), ("fo", "MZXQ===="), ("foobar", "MZXW6YTBOI======")]
        {
            assert_eq!(base32(plain.as_bytes()), coded);
        }
    }
}
