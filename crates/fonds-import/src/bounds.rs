//! Input that means harm, of every kind, read by a process of its own: how much memory that takes, and how long.
//!
//! Whatever it is, a reader ends within 10 seconds on one core and 512 MB (its own input among it). Memory is asserted
//! where the system tells it (Linux); times are printed, and asserted only where they would mean that it never ends.
//! `FONDS_HOSTILE_MB` says how large the inputs are: `cargo xtask torture` takes the largest that is read, in a release
//! build; without it they are small. `FONDS_HOSTILE_ONLY` takes the cases whose names hold a word.

use crate::package::packed;
use crate::{Input, LARGEST_PAGE, LARGEST_TEXT, NoAssets, Options, read};
use std::fmt::Write;
use std::process::Command;
use std::time::{Duration, Instant};

/// The case that a child process reads.
const CASE: &str = "FONDS_HOSTILE_CASE";
/// The most memory that reading may take, in bytes.
const MOST_MEMORY: u64 = 512 << 20;
/// Far longer than the 10 seconds that it should take, for machines that have other work.
const ENDLESS: Duration = Duration::from_secs(120);
/// Size of the inputs where nothing else is asked for, in megabytes.
const SMALL: usize = 2;

/// The name that an input comes under, and what makes it so many bytes large.
type Case = (&'static str, &'static str, fn(usize) -> Vec<u8>);

const CASES: &[Case] = &[
    ("text in one line", "a.txt", |size| again("", "chữ ", "", size)),
    ("text in one word", "a.txt", |size| again("", "a", "", size)),
    ("more text than is read", "a.txt", |size| again("", "chữ ", "", size * 3)),
    ("text in short lines", "a.txt", |size| again("", "a\n", "", size)),
    ("text in short paragraphs", "a.txt", |size| again("", "a\n\n", "", size)),
    ("text of items", "a.txt", |size| again("Tên\n\n", "- a\n", "", size)),
    ("text in UTF-16", "a.txt", |size| again("\u{feff}", "a\0", "", size)),
    ("text in an old encoding", "a.txt", |size| b"Th\xad vi\xd6n Qu\xe8c gia n\xa8m ".repeat(size / 22)),
    ("text in no encoding", "a.txt", |size| b"\xe9\xa8 \xff\xd6n".repeat(size / 6)),
    ("text of marks", "a.txt", |size| again("a", "\u{323}\u{302}", "", size)),
    ("markdown in one line", "a.md", |size| again("", "chữ ", "", size)),
    ("markdown of items", "a.md", |size| again("", "- a\n", "", size)),
    ("markdown of rows", "a.md", |size| again("|a|b|\n|-|-|\n", "|a|b|\n", "", size)),
    ("markdown of stars", "a.md", |size| again("", "*a ", "", size)),
    ("markdown of brackets", "a.md", |size| again("", "[", "", size)),
    ("markdown of links", "a.md", |size| again("", "[a](b) ", "", size)),
    ("markdown of quotes", "a.md", |size| again("", "> ", "a", size)),
    ("markdown of notes", "a.md", |size| again("", "[^a]: b\n", "", size)),
    ("markdown of line ends", "a.md", |size| again("", "a\\\n", "", size)),
    ("front matter", "a.md", |size| again("---\n", "a: [", "", size)),
    ("front matter that laughs", "a.md", |_| {
        laughs(
            "---\na0: &a0 [x]\n",
            |n, before| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{before}"); 9].join(",")),
            "---\nb\n",
        )
    }),
    ("page of text", "a.html", |size| again("<html><body><p>", "chữ ", "", size)),
    ("page of paragraphs", "a.html", |size| again("<html><body>", "<p>a", "", size.min(2_300_000))),
    ("page of more paragraphs", "a.html", |size| again("<html><body>", "<p>a", "", size)),
    ("page of long paragraphs", "a.html", |size| {
        again("<html><body>", "<p>chữ và chữ, rồi lại chữ. Một câu nữa cho dài, và một câu nữa. ", "", size)
    }),
    ("page of items", "a.html", |size| again("<html><body><ul>", "<li>a", "", size.min(2_900_000))),
    ("page of cells", "a.html", |size| again("<html><body><table>", "<tr><td>a", "", size.min(2_600_000))),
    ("page of line ends", "a.html", |size| again("<html><body><p>", "a<br>", "", size.min(2_900_000))),
    ("page of links", "a.html", |size| {
        again("<html><body><p>", "<a href=/b>a</a> ", "", size.min(4_900_000))
    }),
    ("page of depth", "a.html", |size| again("<html><body>", "<div>", "a", size)),
    ("page of open letters", "a.html", |size| again("<html><body>", "<b><i>a", "", size)),
    ("page of a comment", "a.html", |size| again("<html><body>a<!--", " -- ", "-->", size)),
    ("page of references", "a.html", |size| again("<html><body><p>", "&amp;&#x1ea1; ", "", size)),
    ("page of an attribute", "a.html", |size| again("<html><body><p title='", "chữ ", "'>a", size)),
    ("page of attributes", "a.html", |size| again("<html><body><p ", "a1=x ", ">a", size)),
    ("page of a picture", "a.html", |size| again("<p>a<img src='data:image/png;base64,", "AAAA", "'>", size)),
    ("page of data", "a.html", |size| {
        again(
            "<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[",
            "{\"name\":\"a\"},",
            "{}]}</script><p>a",
            size,
        )
    }),
    ("page of deep data", "a.html", |size| {
        again("<script type=application/ld+json>", "[", "</script><p>a", size)
    }),
    ("page of meta tags", "a.html", |size| {
        again("<html><head>", "<meta name=author content=a>", "<p>a", size.min(14_000_000))
    }),
    ("message of parts", "a.mhtml", |size| {
        again(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n",
            "--b\r\nContent-Type: text/html\r\n\r\n<p>a\r\n",
            "--b--",
            size,
        )
    }),
    ("message of one part", "a.mhtml", |size| {
        again(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n",
            "PHA+YSBh\r\n",
            "\r\n--b--",
            size,
        )
    }),
    ("message of headers", "a.mhtml", |size| {
        again(
            "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n",
            "A: b\r\n",
            "\r\n--b\r\n",
            size,
        )
    }),
    ("web archive of small records", "a.warc", |size| {
        again(
            "",
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: 55\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a a a a\r\n\r\n",
            "",
            size,
        )
    }),
    ("web archive of one page", "a.warc", |size| {
        again(
            "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n",
            "<p>chữ và chữ, rồi lại chữ. Một câu nữa.",
            "",
            size,
        )
    }),
    ("web archive that swells", "a.warc.gz", |size| {
        gzip(&again(
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n",
            "a",
            "",
            size * 4,
        ))
    }),
    ("web archive of pages that swell", "a.warc", swelling_pages),
    ("archive that swells", "a.zip", swelling_archive),
    ("archive of pages", "a.zip", |size| {
        packed(&[
            ("a.html", again("<body>", "<p>chữ và chữ, rồi lại chữ một.", "", size)),
            ("b.html", again("<body>", "<p>chữ và chữ, rồi lại chữ hai.", "", size)),
        ])
    }),
    ("archive of small files", "a.zip", |size| {
        packed(
            &(0..(size / 1000).min(20_000))
                .map(|n| (format!("{n}.txt"), format!("Tên {n}\n\nChữ.\n")))
                .collect::<Vec<_>>()
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect::<Vec<_>>(),
        )
    }),
    ("document of paragraphs", "a.docx", |size| docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>", size)),
    ("document of runs", "a.docx", |size| docx("<w:r><w:t>a</w:t></w:r>", size)),
    ("document of cells", "a.docx", |size| docx("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>", size)),
    ("document of tables in tables", "a.docx", |size| docx("<w:tbl><w:tr><w:tc>", size)),
    ("document of empty elements", "a.docx", |size| docx("<w:p/>", size)),
    ("document of breaks", "a.docx", |size| docx("<w:br/>", size)),
    ("document of text", "a.docx", |size| docx("chữ ", size)),
    ("document of wide cells", "a.docx", |size| {
        docx("<w:tc><w:tcPr><w:gridSpan w:val='9999'/><w:vMerge/></w:tcPr></w:tc>", size)
    }),
    ("open document of paragraphs", "a.odt", |size| odt("<text:p>a</text:p>", size)),
    ("open document of spaces", "a.odt", |size| odt("<text:p>a<text:s text:c='999999999'/></text:p>", size)),
    ("open document of repeated cells", "a.odt", |size| {
        odt(
            "<table:table><table:table-column table:number-columns-repeated='999999'/><table:table-row table:number-rows-repeated='999999'><table:table-cell table:number-columns-repeated='999999'><text:p>a</text:p></table:table-cell></table:table-row></table:table>",
            size,
        )
    }),
    ("open document of lists in lists", "a.odt", |size| odt("<text:list><text:list-item>", size)),
    ("rich text", "a.rtf", |size| again("{\\rtf1 ", "chu ", "}", size)),
    ("rich text of paragraphs", "a.rtf", |size| again("{\\rtf1 ", "a\\par ", "}", size)),
    ("rich text of groups", "a.rtf", |size| again("{\\rtf1 ", "{", "a", size)),
    ("rich text of small groups", "a.rtf", |size| again("{\\rtf1 ", "{\\b a}", "}", size)),
    ("rich text of cells", "a.rtf", |size| {
        again("{\\rtf1 \\trowd\\cellx1", "\\intbl a\\cell\\row ", "}", size)
    }),
    ("rich text of columns", "a.rtf", |size| {
        again("{\\rtf1 \\trowd", "\\cellx1", "\\intbl a\\cell\\row}", size)
    }),
    ("rich text of fonts", "a.rtf", |size| again("{\\rtf1{\\fonttbl", "{\\f1 .VnTime;}", "}a}", size)),
    ("rich text of notes", "a.rtf", |size| again("{\\rtf1 ", "a{\\footnote b}", "}", size)),
    ("book of one chapter", "a.epub", |size| {
        epub(1, &again("<html><body>", "<p>chữ và chữ.</p>", "</body></html>", size))
    }),
    ("book of chapters", "a.epub", |size| {
        epub((size / 2000).min(9000), b"<html><body><h1>a</h1><p>chu</p></body></html>")
    }),
    ("book of large chapters", "a.epub", |size| {
        epub(12, &again("<html><body>", "<p>chữ và chữ, rồi lại chữ.</p>", "</body></html>", size / 2))
    }),
    ("pdf of text", "a.pdf", |size| pdf(&again("BT /F 9 Tf ", "(chu va) Tj ", "ET", size), "")),
    ("pdf of moves", "a.pdf", |size| pdf(&again("BT /F 9 Tf ", "1 0 0 1 9 9 Tm (a) Tj ", "ET", size), "")),
    ("pdf of states", "a.pdf", |size| pdf(&again("", "q ", "", size), "")),
    ("pdf of paths", "a.pdf", |size| pdf(&again("", "0 0 m 9 9 l 9 0 l s ", "", size), "")),
    ("pdf of one path", "a.pdf", |size| pdf(&again("0 0 m ", "9 9 l ", "s", size), "")),
    ("pdf of boxes", "a.pdf", |size| pdf(&again("", "5 5 9 .5 re f 5 5 .5 9 re f ", "", size), "")),
    ("pdf that swells", "a.pdf", |size| pdf(&zlib(&again("", "0 ", "", size * 2)), "/Filter/FlateDecode")),
    ("pdf of forms in forms", "a.pdf", |_| forms()),
    ("pdf of pages", "a.pdf", many_pages),
    ("references in RIS", "a.ris", |size| again("", "TY  - NEWS\nTI  - a\nER  - \n", "", size)),
    ("one reference in RIS", "a.ris", |size| again("TY  - NEWS\n", "AU  - a\n", "ER  - \n", size)),
    ("references in BibTeX", "a.bib", |size| again("", "@misc{a,title={a}}\n", "", size)),
    ("one reference in BibTeX", "a.bib", |size| again("@misc{a,title={", "a {\\'a} ", "}}", size)),
    ("braces in BibTeX", "a.bib", |size| again("@misc{a,title=", "{", "", size)),
    ("strings in BibTeX that laugh", "a.bib", |_| {
        laughs(
            "@string{a0=\"haha\"}\n",
            |n, before| format!("@string{{a{n}=a{before} # a{before} # a{before} # a{before}}}\n"),
            "@misc{a,title=a29}",
        )
    }),
    ("references in CSL-JSON", "a.json", |size| {
        again(
            "[",
            "{\"type\":\"book\",\"title\":\"a\",\"id\":\"a\"},",
            "{\"type\":\"book\",\"title\":\"a\",\"id\":\"a\"}]",
            size,
        )
    }),
    ("depth in CSL-JSON", "a.json", |size| {
        again("[{\"type\":\"book\",\"title\":\"a\",\"id\":", "[", "", size)
    }),
    ("names in CSL-JSON", "a.json", |size| {
        again(
            "[{\"type\":\"book\",\"title\":\"a\",\"id\":\"a\",\"author\":[",
            "{\"family\":\"a\"},",
            "{}]}]",
            size,
        )
    }),
    ("references in RDF", "a.rdf", |size| {
        again(
            "<rdf:RDF xmlns:z='http://www.zotero.org/namespaces/export#'>",
            "<bib:Article rdf:about='#a'><z:itemType>book</z:itemType><dc:title>a</dc:title></bib:Article>",
            "</rdf:RDF>",
            size,
        )
    }),
    ("export of wallabag", "a.json", |size| {
        again(
            "[",
            "{\"is_archived\":0,\"domain_name\":\"a\",\"url\":\"http://a/\",\"title\":\"a\",\"content\":\"<p>a</p>\"},",
            "{}]",
            size,
        )
    }),
    ("bookmarks", "a.html", |size| {
        again("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>", "<DT><A HREF=http://a/>a</A>", "</DL>", size)
    }),
    ("fewer bookmarks", "a.html", |size| {
        again(
            "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>",
            "<DT><A HREF=http://a/>a</A>",
            "</DL>",
            size.min(5_000_000),
        )
    }),
    ("export of Raindrop", "a.csv", |size| {
        again("title,url,folder,tags,created\n", "a,http://a/,b,c,2020-01-01\n", "", size)
    }),
    ("export of Readwise", "a.csv", |size| again("Highlight,Book Title\n", "a,b\n", "", size)),
    ("export of Readwise, many books", "a.csv", |size| {
        numbered("Highlight,Book Title\n", |n| format!("a,b{n}\n"), size)
    }),
    ("a cell of Readwise", "a.csv", |size| again("Highlight,Book Title\n\"", "chữ ", "\",b\n", size)),
    ("export of Instapaper", "a.csv", |size| {
        numbered("URL,Title,Selection,Folder\n", |n| format!("http://a/{n},a,,b\n"), size)
    }),
    ("export of Pocket", "a.csv", |size| {
        numbered("title,url,time_added,tags,status\n", |n| format!("a,http://a/{n},1,b,unread\n"), size)
    }),
    ("feed of entries", "a.xml", |size| {
        again(
            "<rss version='2.0'><channel><title>a</title>",
            "<item><title>a</title><link>http://a/</link></item>",
            "</channel></rss>",
            size,
        )
    }),
    ("feed of one entry", "a.xml", |size| {
        again(
            "<rss version='2.0'><channel><item><title>a</title><description>",
            "&lt;p&gt;chữ ",
            "</description></item></channel></rss>",
            size,
        )
    }),
    ("feed that laughs", "a.xml", |_| {
        laughs(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'haha'>",
            |n, before| format!("<!ENTITY a{n} '&a{before};&a{before};&a{before};'>"),
            "]><rss version='2.0'><channel><title>&a29;</title><item><title>&a29;</title></item></channel></rss>",
        )
    }),
    ("depth in a feed", "a.xml", |size| again("<rss version='2.0'><channel><item>", "<a>", "", size)),
];

/// A piece repeated between a beginning and an end, about so many bytes.
fn again(begin: &str, piece: &str, end: &str, size: usize) -> Vec<u8> {
    let mut out = Vec::with_capacity(size + end.len() + piece.len());
    out.extend_from_slice(begin.as_bytes());
    while out.len() + piece.len() + end.len() <= size {
        out.extend_from_slice(piece.as_bytes());
    }
    out.extend_from_slice(end.as_bytes());
    out
}

/// Pieces that each have a number of their own.
fn numbered(begin: &str, piece: impl Fn(usize) -> String, size: usize) -> Vec<u8> {
    let mut out = begin.to_owned();
    for n in 0.. {
        if out.len() >= size {
            break;
        }
        out.push_str(&piece(n));
    }
    out.into_bytes()
}

/// Thirty definitions, each of which names the one before several times.
fn laughs(begin: &str, piece: impl Fn(usize, usize) -> String, end: &str) -> Vec<u8> {
    let mut out = begin.to_owned();
    (1..30).for_each(|n| out.push_str(&piece(n, n - 1)));
    (out + end).into_bytes()
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    std::io::Write::write_all(&mut encoder, bytes).unwrap();
    encoder.finish().unwrap()
}

fn docx(piece: &str, size: usize) -> Vec<u8> {
    packed(&[("word/document.xml", again("<w:document><w:body>", piece, "</w:body></w:document>", size))])
}

fn odt(piece: &str, size: usize) -> Vec<u8> {
    let begin = "<office:document-content><office:body><office:text>";
    let content = again(begin, piece, "</office:text></office:body></office:document-content>", size);
    packed(&[("mimetype", b"application/vnd.oasis.opendocument.text".as_slice()), ("content.xml", &content)])
}

/// A book whose chapters are all the same, each as a file of its own.
fn epub(chapters: usize, chapter: &[u8]) -> Vec<u8> {
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
fn swelling_archive(size: usize) -> Vec<u8> {
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
fn swelling_pages(size: usize) -> Vec<u8> {
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
fn pdf(content: &[u8], filter: &str) -> Vec<u8> {
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
fn forms() -> Vec<u8> {
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
fn many_pages(size: usize) -> Vec<u8> {
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

fn size() -> usize {
    let asked = std::env::var("FONDS_HOSTILE_MB").ok().and_then(|text| text.parse().ok());
    let size: usize = asked.unwrap_or(SMALL) << 20;
    size.min(LARGEST_TEXT)
}

/// The most memory that this process has had, in bytes, where the system tells.
fn peak() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    Some(line.split_whitespace().nth(1)?.parse::<u64>().ok()? << 10)
}

/// Not a test by itself: the process that reads one case, and says what it took.
#[test]
fn the_reader() {
    let Ok(wanted) = std::env::var(CASE) else { return };
    let (_, file_name, make) = CASES.iter().find(|(name, ..)| *name == wanted).unwrap();
    let is_page = [".txt", ".md", ".html"].iter().any(|ending| file_name.ends_with(ending));
    let bytes = make(if is_page { size().min(LARGEST_PAGE) } else { size() });
    // What making it took does not count.
    let _ = std::fs::write("/proc/self/clear_refs", "5");
    let begun = Instant::now();
    let input = Input { bytes: &bytes, file_name: Some(file_name), ..Input::default() };
    let batch = read(&input, Options::default(), &NoAssets);
    let took = begun.elapsed().as_millis();
    let gave = batch.map_or_else(|error| error.code().to_owned(), |batch| batch.articles.len().to_string());
    println!("\nread {took} {} {gave}", peak().unwrap_or_default());
}

#[test]
fn memory_and_time_stay_bounded() {
    let only = std::env::var("FONDS_HOSTILE_ONLY").unwrap_or_default();
    let mut failed = Vec::new();
    for (name, ..) in CASES.iter().filter(|(name, ..)| name.contains(&only)) {
        let begun = Instant::now();
        let mut child = Command::new(std::env::current_exe().unwrap());
        let child = child.args(["--exact", "bounds::the_reader", "--nocapture"]).env(CASE, name);
        let output = child.output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        let told = said.lines().find_map(|line| line.strip_prefix("read ")).unwrap_or_default();
        let told: Vec<&str> = told.split(' ').collect();
        let [took, peak, gave] = told.as_slice() else {
            failed.push(format!("{name}: {said} {}", String::from_utf8_lossy(&output.stderr)));
            continue;
        };
        let (took, peak): (u64, u64) = (took.parse().unwrap(), peak.parse().unwrap());
        println!("{name}: {:.1} s, {} MB, {gave}", took as f64 / 1e3, peak >> 20);
        if peak > MOST_MEMORY || begun.elapsed() > ENDLESS {
            failed.push(format!("{name}: {took} ms, {} MB", peak >> 20));
        }
    }
    assert!(failed.is_empty(), "{failed:#?}");
}
