//! Import by address, from servers that behave and servers that do not.

use crate::server::{Answer, answer, serve};
use fonds_library::{ImportReport, Language, Library, WebOptions, environment};
use fonds_model::{Digest, Progress, Projection, Quiet, Stage};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const HTML: (&str, &str) = ("Content-Type", "text/html; charset=utf-8");

fn library(dir: &Path) -> Library {
    Library::create(&dir.join("Web.fonds"), "Web", environment()).unwrap()
}

fn fetch(library: &Library, url: &str) -> ImportReport {
    let options = WebOptions {
        page_time: Duration::from_millis(1500),
        pictures_time: Duration::from_secs(5),
        largest: 1 << 20,
        ..WebOptions::default()
    };
    library.import_urls(&[url.to_owned()], &options, Language::English, &Quiet).unwrap()
}

/// The code that a fetch fails with.
fn failure(answers: impl Fn(&str) -> Answer + Send + Sync + Clone + 'static) -> String {
    let dir = tempfile::tempdir().unwrap();
    let begun = Instant::now();
    let mut report = fetch(&library(dir.path()), &format!("{}/bai", serve(answers)));
    assert!(begun.elapsed() < Duration::from_secs(60), "it waits for ever");
    assert!(report.imported.is_empty());
    report.failed.remove(0).problem.code
}

fn page(text: &str) -> String {
    let sentence = "Sáng 25/11, cây cầu mới bắc qua sông được khánh thành, người dân hai bờ vui mừng. ";
    format!(
        "<html><head><title>Cầu mới</title></head><body><article><h1>Cầu mới</h1><p>{text}</p><p>{}</p>\
         <figure><img src=\"/anh/cau.png\" alt=\"Cây cầu\"><figcaption>Ảnh: TTXVN</figcaption></figure>\
         <p>{}</p></article></body></html>",
        sentence.repeat(4),
        sentence.repeat(3)
    )
}

fn picture() -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/images");
    let mut files: Vec<_> = std::fs::read_dir(path).unwrap().flatten().map(|entry| entry.path()).collect();
    files.sort();
    std::fs::read(files.iter().find(|file| file.extension().is_some_and(|end| end == "png")).unwrap())
        .unwrap()
}

#[test]
fn a_page_comes_with_its_pictures_and_with_what_was_asked_and_answered() {
    let html = page("Đường lên cầu thông xe.");
    let sent = html.clone();
    let address = serve(move |path| match path {
        "/robots.txt" => answer("404 Not Found", &[HTML], b""),
        "/cu" => answer("301 Moved Permanently", &[HTML, ("Location", "/moi")], b"Moved."),
        "/moi" => answer("200 OK", &[HTML], sent.as_bytes()),
        "/anh/cau.png" => answer("200 OK", &[("Content-Type", "image/png")], &picture()),
        _ => answer("404 Not Found", &[HTML], b""),
    });
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let report = fetch(&library, &format!("{address}/cu"));
    assert_eq!(report.failed.iter().map(|failed| &failed.problem.code).collect::<Vec<_>>(), [""; 0]);
    let article = library.article(&report.imported[0].id).unwrap();
    assert_eq!(article.url, Some(format!("{address}/moi")));
    assert_eq!(article.source.digest, Digest::of(html.as_bytes()));
    assert_eq!(library.original(&article.source.digest).unwrap(), html.as_bytes());
    assert_eq!(article.assets.len(), 1);
    assert_eq!(library.original(&article.assets[0].digest).unwrap(), picture());
    assert!(library.verify(&Quiet).unwrap().ok);

    let records = records(dir.path());
    let kinds = |kind: &str| {
        records.iter().filter(|record| record.contains(&format!("WARC-Type: {kind}\r\n"))).count()
    };
    assert_eq!((kinds("response"), kinds("request"), kinds("resource")), (3, 3, 0));
    assert!(
        records.iter().any(|record| record.contains("HTTP/1.1 301") && record.contains("location: /moi"))
    );
    assert!(records.iter().any(|record| record.contains("GET /moi HTTP/1.1\r\nhost: 127.0.0.1:")));

    // The same page again is known by its address and text, and nothing new is kept.
    let again = fetch(&library, &format!("{address}/moi"));
    assert_eq!((again.imported.len(), again.duplicates.len()), (0, 1));
}

/// The records of the library's only WARC file, as text.
fn records(dir: &Path) -> Vec<String> {
    let originals = dir.join("Web.fonds/originals");
    let device = std::fs::read_dir(originals).unwrap().flatten().next().unwrap().path();
    let bytes = std::fs::read(device.join("000001.warc.gz")).unwrap();
    let mut rest = bytes.as_slice();
    let mut records = Vec::new();
    while !rest.is_empty() {
        let mut record = Vec::new();
        std::io::Read::read_to_end(&mut flate2::bufread::GzDecoder::new(&mut rest), &mut record).unwrap();
        records.push(String::from_utf8_lossy(&record).into_owned());
    }
    records
}

#[test]
fn an_article_on_several_pages_is_one_and_the_whole_page_is_taken_for_its_amp() {
    let amp = page("Bản cho điện thoại.")
        .replace("<html>", "<html amp>")
        .replace("</head>", "<link rel=canonical href=/bai></head>");
    let first = page("Trang đầu.").replace("</head>", "<link rel=next href=/bai/2></head>");
    let second = page("Trang hai.").replace("</head>", "<link rel=next href=/bai/3></head>");
    let address = serve(move |path| match path {
        "/amp" => answer("200 OK", &[HTML], amp.as_bytes()),
        "/bai" => answer("200 OK", &[HTML], first.as_bytes()),
        "/bai/2" => answer("200 OK", &[HTML], second.as_bytes()),
        _ => answer("404 Not Found", &[HTML], b""),
    });
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let report = fetch(&library, &format!("{address}/amp"));
    let article = library.article(&report.imported[0].id).unwrap();
    let text = Projection::of(&article).text;
    assert!(text.contains("Trang đầu.") && text.contains("Trang hai."), "{text}");
    assert!(!text.contains("điện thoại"));
    assert_eq!(article.url, Some(format!("{address}/bai")));
    assert_eq!(article.source.further.len(), 1);
    let further = library.original(&article.source.further[0]).unwrap();
    assert!(String::from_utf8_lossy(&further).contains("Trang hai."));
    assert!(library.verify(&Quiet).unwrap().ok);
}

#[test]
fn servers_that_refuse_fail_or_lead_astray() {
    let status = |status: &'static str| failure(move |_| answer(status, &[HTML], b"<p>Sorry.</p>"));
    assert_eq!(status("404 Not Found"), "page-missing");
    assert_eq!(status("403 Forbidden"), "page-refused");
    assert_eq!(status("402 Payment Required"), "page-refused");
    assert_eq!(status("500 Internal Server Error"), "server-failed");
    let round = |path: &str| match path {
        "/robots.txt" => answer("404 Not Found", &[HTML], b""),
        "/bai" => answer("302 Found", &[("Location", "/khac")], b""),
        _ => answer("302 Found", &[("Location", "/bai")], b""),
    };
    assert_eq!(failure(round), "redirect-loop");
    assert_eq!(failure(|_| answer("200 OK", &[("Content-Type", "video/mp4")], b"xxxx")), "not-a-page");
    assert_eq!(failure(|_| answer("200 OK", &[HTML], b"")), "empty-file");
}

#[test]
fn servers_that_are_slow_huge_or_lie() {
    let html = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n";
    assert_eq!(failure(|_| Answer::Drip(html.to_vec())), "server-slow");
    assert_eq!(failure(|_| Answer::Endless(html.to_vec())), "page-too-large");
    let short = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>Ba";
    assert_eq!(failure(|_| Answer::Bytes(short.to_vec())), "answer-damaged");
    assert_eq!(failure(|_| Answer::Bytes(b"SSH-2.0-OpenSSH_9.2\r\n".to_vec())), "answer-damaged");
    let bomb = |_: &str| {
        let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        for _ in 0..64 {
            packed.write_all(&vec![b' '; 1 << 20]).unwrap();
        }
        answer("200 OK", &[HTML, ("Content-Encoding", "gzip")], &packed.finish().unwrap())
    };
    assert_eq!(failure(bomb), "page-too-large");
}

#[test]
fn nobody_there_and_no_address() {
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = format!("http://{}/bai", listener.local_addr().unwrap());
    drop(listener);
    assert_eq!(fetch(&library, &address).failed[0].problem.code, "no-connection");
    for no_address in ["ftp://bao.vn/bai", "file:///etc/passwd", "http://"] {
        assert_eq!(fetch(&library, no_address).failed[0].problem.code, "not-an-address", "{no_address}");
    }
}

#[test]
fn a_wrong_or_foreign_encoding_is_read_right() {
    let read = |charset: &'static str, bytes: Vec<u8>| {
        let address = serve(move |path| match path {
            "/bai" => answer("200 OK", &[("Content-Type", &format!("text/html; charset={charset}"))], &bytes),
            _ => answer("404 Not Found", &[HTML], b""),
        });
        let dir = tempfile::tempdir().unwrap();
        let library = library(dir.path());
        let report = fetch(&library, &format!("{address}/bai"));
        Projection::of(&library.article(&report.imported[0].id).unwrap()).text
    };
    // The server says Latin, the bytes are UTF-8.
    assert!(read("iso-8859-1", page("Đường lên cầu.").into_bytes()).contains("Đường lên cầu."));
    // Nothing in the page says that it is Cyrillic; the server does.
    let russian =
        "Новый мост через реку открыли сегодня утром, жители обоих берегов рады этому событию. ".repeat(5);
    let mut bytes = b"<html><body><article><p>".to_vec();
    bytes.extend(russian.chars().map(|c| match c {
        'А'..='я' => (c as u32 - 'А' as u32 + 0xb0) as u8,
        c => c as u8,
    }));
    assert!(read("iso-8859-5", bytes).contains("Новый мост"));
}

#[test]
fn the_rules_of_a_site_are_told_and_the_user_decides() {
    let address = serve(|path| match path {
        "/robots.txt" => answer("200 OK", &[], b"User-agent: *\nDisallow: /"),
        "/bai" => answer("200 OK", &[HTML, ("X-Robots-Tag", "noarchive")], page("Đường lên cầu.").as_bytes()),
        _ => answer("404 Not Found", &[HTML], b""),
    });
    let dir = tempfile::tempdir().unwrap();
    let library = library(dir.path());
    let url = format!("{address}/bai");
    assert_eq!(fetch(&library, &url).failed[0].problem.code, "robots-refused");
    let options = WebOptions { ignore_robots: true, ..WebOptions::default() };
    let report = library.import_urls(&[url], &options, Language::English, &Quiet).unwrap();
    let codes: Vec<_> = report.imported[0].diagnostics.iter().map(|remark| remark.code.as_str()).collect();
    assert!(codes.contains(&"noarchive") && codes.contains(&"image-missing"), "{codes:?}");
}

/// A user who may stop at any time.
struct Stop(Arc<AtomicBool>);

impl Progress for Stop {
    fn step(&self, _: Stage, _: u64, _: u64) {}

    fn is_cancelled(&self) -> bool {
        self.0.load(Ordering::SeqCst)
    }
}

#[test]
fn nobody_who_stops_waits_for_a_server_that_is_silent() {
    let stop = Stop(Arc::default());
    let stopped = Arc::clone(&stop.0);
    let address = serve(move |path| match path {
        "/robots.txt" => answer("404 Not Found", &[HTML], b""),
        _ => {
            stopped.store(true, Ordering::SeqCst);
            loop {
                std::thread::park();
            }
        }
    });
    let dir = tempfile::tempdir().unwrap();
    let options = WebOptions { page_time: Duration::from_secs(30), ..WebOptions::default() };
    let report = library(dir.path()).import_urls(
        &[format!("{address}/bai"), format!("{address}/hai")],
        &options,
        Language::English,
        &stop,
    );
    let report = report.unwrap();
    assert!(report.cancelled);
    // It did not fail: it was not looked at to the end.
    assert!(report.failed.is_empty() && report.imported.is_empty());
}
