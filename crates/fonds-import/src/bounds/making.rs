//! How harmful inputs are made.

use crate::package::packed;
use std::fmt::Write;

/// A piece repeated between a beginning and an end, about so many bytes.
pub(super) fn again(begin: &str, piece: &str, end: &str, size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size + end.len() + piece.len());
    out.extend_from_slice(begin.as_bytes());
    while out.len() + piece.len() + end.len() <= size {
        out.extend_from_slice(piece.as_bytes());
    }
    out.extend_from_slice(end.as_bytes());
    out
}

/// Pieces that each have a number of their own.
pub(super) fn numbered(begin: &str, piece: impl Fn(usize) -> String, size: usize) -> Vec<u8> {
    let mut out = begin.to_owned();
    for n in 0.. {
        let piece = piece(n);
        if out.len() + piece.len() > size {
            break;
        }
        out.push_str(&piece);
    }
    out.into_bytes()
}

/// Thirty definitions, each of which names the one before several times.
pub(super) fn laughs(begin: &str, piece: impl Fn(usize, usize) -> String, end: &str) -> Vec<u8> {
    let mut out = begin.to_owned();
    (1..30).for_each(|n| out.push_str(&piece(n, n - 1)));
    (out + end).into_bytes()
}

pub(super) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

pub(super) fn docx(piece: &str, size: usize) -> Vec<u8> {
    packed(&[("word/document.xml", again("<w:document><w:body>", piece, "</w:body></w:document>", size))])
}

pub(super) fn odt(piece: &str, size: usize) -> Vec<u8> {
    let begin = "<office:document-content><office:body><office:text>";
    let content = again(begin, piece, "</office:text></office:body></office:document-content>", size);
    packed(&[("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()), ("content.xml", &content)])
}

/// A book whose chapters are all the same, each as a file of its own.
pub(super) fn epub(chapters: usize, chapter: &[u8]) -> Vec<u8> {
    let container = "<container><rootfiles><rootfile full-path='b.opf'/></rootfiles></container>";
    let mut manifest = String::new();
    let mut spine = String::new();
    for n in 0..chapters {
        let _ = write!(manifest, "<item id='c{n}' href='{n}.xhtml' media-type='application/xhtml+xml'/>");
        let _ = write!(spine, "<itemref idref='c{n}'/>");
    }
    let package = format!(
        "<package><metadata><dc:title>a</dc:title></metadata><manifest>{manifest}</manifest><spine>{spine}</spine></package>"
    );
    let names: Vec<String> = (0..chapters).map(|n| format!("{n}.xhtml")).collect();
    let mut files: Vec<(&str, &[u8])> = vec![
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container.as_bytes()),
        ("b.opf", package.as_bytes()),
    ];
    files.extend(names.iter().map(|name| (name.as_str(), chapter)));
    packed(&files)
}

/// Files that each unpack to nearly as much as one may, and are not yet so small that they are called a trap.
pub(super) fn swelling_archive(size: usize) -> Vec<u8> {
    let mut noise = 7u64;
    let mut text = String::new();
    while text.len() < size {
        noise = noise.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
        let _ = writeln!(text, "<p>{noise} {}", "chữ và chữ, rồi lại chữ. ".repeat(40));
    }
    let names: Vec<String> = (0..12).map(|n| format!("{n}.html")).collect();
    packed(&names.iter().map(|name| (name.as_str(), text.as_str())).collect::<Vec<_>>())
}

/// Pages that are packed for the way.
pub(super) fn swelling_pages(size: usize) -> Vec<u8> {
    let body = gzip(&again("<html><body>", "<p>chữ và chữ, rồi lại chữ. Một câu nữa, cho dài.", "", size));
    let head = "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n";
    let mut out = Vec::new();
    for n in 0..12 {
        let length = head.len() + body.len();
        let record = format!(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/{n}\r\nContent-Length: {length}\r\n\r\n{head}"
        );
        out.extend_from_slice(record.as_bytes());
        out.extend_from_slice(&body);
        out.extend_from_slice(b"\r\n\r\n");
    }
    out
}

/// A PDF of numbered objects, of which the first is the catalog.
fn pdf_of(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut out = b"%PDF-1.4\n".to_vec();
    for (at, object) in objects.iter().enumerate() {
        out.extend_from_slice(format!("{} 0 obj\n", at + 1).as_bytes());
        out.extend_from_slice(object);
        out.extend_from_slice(b"\nendobj\n");
    }
    out.extend_from_slice(format!("trailer\n<</Root 1 0 R/Size {}>>\n%%EOF\n", objects.len() + 1).as_bytes());
    out
}

fn stream(dictionary: &str, content: &[u8]) -> Vec<u8> {
    let head = format!("<<{dictionary}/Length {}>>stream\n", content.len());
    [head.as_bytes(), content, b"\nendstream"].concat()
}

const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";

/// A PDF of one page.
pub(super) fn pdf(content: &[u8], filter: &str) -> Vec<u8> {
    pdf_of(&[
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 4 0 R>>>>/Contents 5 0 R>>"
            .to_vec(),
        FONT.as_bytes().to_vec(),
        stream(filter, content),
    ])
}

/// Forms that each draw the next one ten times.
pub(super) fn forms() -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</XObject<</X 5 0 R>>>>/Contents 4 0 R>>"
            .to_vec(),
        stream("", "/X Do ".repeat(10).as_bytes()),
    ];
    for next in 6..26 {
        let dictionary =
            format!("/Type/XObject/Subtype/Form/BBox[0 0 600 800]/Resources<</XObject<</X {next} 0 R>>>>");
        objects.push(stream(&dictionary, "/X Do ".repeat(10).as_bytes()));
    }
    pdf_of(&objects)
}

/// Pages that all show the same text.
pub(super) fn many_pages(size: usize) -> Vec<u8> {
    let line =
        "1 0 0 1 50 700 Tm (Mot dong chu dai vua phai, nhu trong sach, va them mot it nua cho du.) Tj ";
    let count = (size / 8000).clamp(10, 5000);
    let kids: String = (0..count).map(|n| format!("{} 0 R ", n + 5)).collect();
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages/Kids[{kids}]/Count {count}>>").into_bytes(),
        FONT.as_bytes().to_vec(),
        stream("", format!("BT /F 9 Tf {}ET", line.repeat(60)).as_bytes()),
    ];
    let page =
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 600 800]/Resources<</Font<</F 3 0 R>>>>/Contents 4 0 R>>";
    objects.extend((0..count).map(|_| page.as_bytes().to_vec()));
    pdf_of(&objects)
}

/// A Readeck or Omnivore archive of so many small items and one large list.
pub(super) fn omnivore(size: usize) -> Vec<u8> {
    let list =
        again("[", "{\"id\":\"a\",\"slug\":\"a\",\"savedAt\":\"\",\"url\":\"http://a/\"},", "{}]", size);
    packed(&[("metadata_0_to_20.json", list.as_slice()), ("content/a.html", b"<p>a")])
}

/// A Safari web archive in XML.
pub(super) fn webarchive(size: usize) -> Vec<u8> {
    let begin = "<?xml version='1.0'?><plist version='1.0'><dict><key>WebMainResource</key><dict><key>WebResourceData</key><data>PHA+YQ==</data>\
        <key>WebResourceMIMEType</key><string>text/html</string></dict><key>WebSubresources</key><array>";
    again(
        begin,
        "<dict><key>WebResourceURL</key><string>http://a/</string></dict>",
        "</array></dict></plist>",
        size,
    )
}

/// A Word document whose text refers to notes and comments.
pub(super) fn docx_of_notes(size: usize) -> Vec<u8> {
    let (mut text, mut notes, mut comments) = (String::new(), String::new(), String::new());
    for n in 0..size / 400 {
        let _ = write!(
            text,
            "<w:p><w:commentRangeStart w:id='{n}'/><w:r><w:t>a</w:t><w:footnoteReference w:id='{n}'/></w:r><w:commentRangeEnd w:id='{n}'/></w:p>"
        );
        let _ = write!(notes, "<w:footnote w:id='{n}'><w:p><w:r><w:t>a</w:t></w:r></w:p></w:footnote>");
        let _ = write!(comments, "<w:comment w:id='{n}'><w:p><w:r><w:t>a</w:t></w:r></w:p></w:comment>");
    }
    packed(&[
        ("word/document.xml", format!("<w:document><w:body>{text}</w:body></w:document>")),
        ("word/footnotes.xml", format!("<w:footnotes>{notes}</w:footnotes>")),
        ("word/comments.xml", format!("<w:comments>{comments}</w:comments>")),
    ])
}

/// A packed web archive whose list of pages is long.
pub(super) fn wacz(size: usize) -> Vec<u8> {
    let record = "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: 55\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a a a a\r\n\r\n";
    let list = again("", "{\"url\":\"http://a/\",\"title\":\"a\"}\n", "", size);
    packed(&[
        ("datapackage.json", b"{}".as_slice()),
        ("archive/a.warc", record.as_bytes()),
        ("pages/pages.jsonl", &list),
    ])
}
