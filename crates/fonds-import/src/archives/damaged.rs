//! Archives that are cut short, damaged, or made to do harm.

use super::samples::bytes;
use crate::damage::{survived, timed};
use crate::package::packed;
use crate::{Batch, Format, ImportError, Input, NoAssets, Options, read};
use proptest::prelude::*;
use std::io::Read;

fn read_named(name: &str, bytes: &[u8]) -> Result<Batch, ImportError> {
    let format = Format::of_file_name(name);
    let input = Input { bytes, file_name: Some(name), format, ..Input::default() };
    read(&input, Options::default(), &NoAssets)
}

/// Damage in what is not packed reaches further.
#[test]
fn a_damaged_plain_crawl_ends_well() {
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(bytes("wget.warc.gz").as_slice()).read_to_end(&mut plain).unwrap();
    survived("wget.warc", &plain, |bytes| drop(read_named("wget.warc", bytes)));
}

#[test]
fn what_stands_before_a_cut_is_read() {
    let whole = bytes("chromium.mhtml");
    let batch = read_named("x.mhtml", &whole[..whole.len() - 4000]).unwrap();
    assert!(batch.articles[0].article.source.diagnostics.iter().any(|remark| remark.code == "archive-cut"));
    let whole = bytes("info-zip.zip");
    let batch = read_named("x.zip", &whole[..whole.len() - 40]).unwrap();
    assert_eq!(batch.articles.len(), 3);
    assert_eq!(batch.diagnostics[0].code, "archive-damaged");
    let whole = bytes("wget.warc.gz");
    let batch = read_named("x.warc.gz", &whole[..whole.len() - 4000]).unwrap();
    assert!(
        batch.articles.len() == 2 && batch.diagnostics.iter().any(|remark| remark.code == "archive-damaged")
    );
    let error = read_named("x.zip", &bytes("info-zip.zip")[..30]).unwrap_err();
    assert_eq!(error.code(), "broken-file");
}

#[test]
fn messages_in_messages_end() {
    let mut nested = String::from("MIME-Version: 1.0\r\n");
    for n in 0..50_000 {
        nested += &format!("Content-Type: multipart/related; boundary=\"b{n}\"\r\n\r\n--b{n}\r\n");
    }
    assert!(read_named("x.mhtml", nested.as_bytes()).is_err());
    let nested = format!("MIME-Version: 1.0\r\n{}", "Content-Type: message/rfc822\r\n\r\n".repeat(50_000));
    assert!(read_named("x.mhtml", nested.as_bytes()).is_err());
    let same = format!(
        "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n{}",
        "--b\r\nContent-Type: multipart/related; boundary=b\r\n\r\n".repeat(50_000)
    );
    assert!(read_named("x.mhtml", same.as_bytes()).is_err());
}

#[test]
fn lists_in_lists_end() {
    let xml =
        format!("<?xml version=\"1.0\"?><plist><dict><key>WebMainResource</key>{}", "<array>".repeat(50_000));
    assert!(read_named("x.webarchive", xml.as_bytes()).is_err());
    // Forty arrays, each of which holds the next twice.
    let mut list = b"bplist00".to_vec();
    let mut places = Vec::new();
    for n in 0..40u8 {
        places.push(list.len() as u8);
        list.extend([0xa2, n + 1, n + 1]);
    }
    places.push(list.len() as u8);
    list.push(0x08);
    let table = list.len() as u64;
    list.extend(&places);
    list.extend([0, 0, 0, 0, 0, 0, 1, 1]);
    list.extend([(places.len() as u64).to_be_bytes(), 0u64.to_be_bytes(), table.to_be_bytes()].concat());
    assert!(timed("arrays in arrays", || read_named("x.webarchive", &list)).is_err());
}

#[test]
fn archives_that_unpack_to_too_much() {
    let zeros = vec![b' '; 40 << 20];
    let batch = read_named(
        "x.zip",
        &packed(&[("a.txt", zeros.as_slice()), ("b.txt", b"M\xe1\xbb\x99t b\xc3\xa0i.".as_slice())]),
    )
    .unwrap();
    assert_eq!((batch.articles.len(), batch.failed.len()), (1, 1));
    assert!(matches!(batch.failed[0].error, ImportError::Broken { .. }), "{:?}", batch.failed[0]);
    let mut nested = packed(&[("a.txt", b"text that nobody reaches")]);
    for _ in 0..4 {
        nested = packed(&[("a.zip", &nested)]);
    }
    assert_eq!(read_named("x.zip", &nested).unwrap_err().code(), "broken-file");
}

#[test]
fn entries_that_share_their_bytes() {
    let mut archive = packed(&[("a.txt", "one text of some length"), ("b.txt", "another text of length")]);
    // The second entry of the list is made to point at the first file.
    let second = archive.windows(4).rposition(|four| four == b"PK\x01\x02").unwrap();
    archive[second + 42..second + 46].fill(0);
    assert_eq!(read_named("x.zip", &archive).unwrap_err().code(), "broken-file");
}

proptest! {
    #[test]
    fn any_bytes_are_survived(which in 0usize..5, bytes in prop::collection::vec(any::<u8>(), 0..400)) {
        let message = b"MIME-Version: 1.0\nContent-Type: multipart/related; boundary=a\n\n--a\nContent-Type: text/html\n";
        let beginnings: [(&str, &[u8]); 5] = [
            ("x.zip", b"PK\x03\x04"),
            ("x.warc.gz", b"\x1f\x8b\x08"),
            ("x.warc", b"WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 100\r\n\r\nHTTP/1.1 200 OK\r\n"),
            ("x.webarchive", b"bplist00"),
            ("x.mhtml", message),
        ];
        let (name, beginning) = beginnings[which];
        let _ = read_named(name, &[beginning, &bytes].concat());
    }
}
