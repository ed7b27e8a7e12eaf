//! Input that means harm, of every kind.

use super::making::*;
use crate::LARGEST_PAGE;
use crate::package::packed;

/// The name of an input, the name of the file that it comes as, and how it is made.
pub(super) type Case = (&'static str, &'static str, Make);

/// How an input of so many bytes is made.
pub(super) enum Make {
    /// A piece repeated between a beginning and an end.
    Repeated(&'static str, &'static str, &'static str),
    /// The same, and no more than so many bytes, so that it is read and not refused.
    UpTo(usize, &'static str, &'static str, &'static str),
    /// A piece repeated in the text of a Word document.
    Docx(&'static str),
    /// A piece repeated in the text of an OpenDocument text.
    Odt(&'static str),
    /// A piece repeated in what is drawn on the only page of a PDF.
    Pdf(&'static str, &'static str, &'static str),
    /// In some other way.
    Made(fn(usize) -> Vec<u8>),
}

use Make::{Docx, Made, Odt, Pdf, Repeated, UpTo};

impl Make {
    /// An input of about so many bytes.
    pub fn bytes(&self, size: usize) -> Vec<u8> {
        match *self {
            Repeated(begin, piece, end) => again(begin, piece, end, size),
            UpTo(most, begin, piece, end) => again(begin, piece, end, size.min(most)),
            Docx(piece) => docx(piece, size),
            Odt(piece) => odt(piece, size),
            Pdf(begin, piece, end) => pdf(&again(begin, piece, end, size), ""),
            Made(make) => make(size),
        }
    }
}

/// All of them.
#[rustfmt::skip]
pub(super) const CASES: &[Case] = &[
    ("text in one line", "a.txt", Repeated("", "chữ ", "")),
    ("text in one word", "a.txt", Repeated("", "a", "")),
    ("more text than is read", "a.txt", Made(|size| again("", "chữ ", "", size * 3))),
    ("text in short lines", "a.txt", Repeated("", "a\n", "")),
    ("text in short paragraphs", "a.txt", Repeated("", "a\n\n", "")),
    ("text of items", "a.txt", Repeated("Tên\n\n", "- a\n", "")),
    ("text in UTF-16", "a.txt", Made(|size| {
        let piece: Vec<u8> = "chữ và chữ. ".encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xff\xfe".to_vec(), piece.repeat(size.min(LARGEST_PAGE) / piece.len() - 1)].concat()
    })),
    ("text in an old encoding", "a.txt", Made(|size| b"Th\xad vi\xd6n Qu\xe8c gia n\xa8m ".repeat(size / 22))),
    ("text in no encoding", "a.txt", Made(|size| b"\xe9\xa8 \xff\xd6n".repeat(size / 6))),
    ("text of marks", "a.txt", Repeated("a", "\u{323}\u{302}", "")),
    ("markdown in one line", "a.md", Repeated("", "chữ ", "")),
    ("markdown of items", "a.md", Repeated("", "- a\n", "")),
    ("markdown of rows", "a.md", Repeated("|a|b|\n|-|-|\n", "|a|b|\n", "")),
    ("markdown of stars", "a.md", Repeated("", "*a ", "")),
    ("markdown of brackets", "a.md", Repeated("", "[", "")),
    ("markdown of links", "a.md", Repeated("", "[a](b) ", "")),
    ("markdown of quotes", "a.md", Repeated("", "> ", "a")),
    ("markdown of notes", "a.md", Repeated("", "[^a]: b\n", "")),
    ("markdown of line ends", "a.md", Repeated("", "a\\\n", "")),
    ("front matter", "a.md", Repeated("---\n", "a: [", "")),
    ("front matter that laughs", "a.md", Made(|_| {
        laughs(
            "---\na0: &a0 [x]\n",
            |n, before| format!("a{n}: &a{n} [{}]\n", vec![format!("*a{before}"); 9].join(",")),
            "---\nb\n",
        )
    })),
    ("page of text", "a.html", Repeated("<html><body><p>", "chữ ", "")),
    ("page of paragraphs", "a.html", UpTo(2_300_000, "<html><body>", "<p>a", "")),
    ("page of more paragraphs", "a.html", Repeated("<html><body>", "<p>a", "")),
    ("page of long paragraphs", "a.html", Repeated("<html><body>", "<p>chữ và chữ, rồi lại chữ. Một câu nữa cho dài, và một câu nữa. ", "")),
    ("page of items", "a.html", UpTo(2_900_000, "<html><body><ul>", "<li>a", "")),
    ("page of cells", "a.html", UpTo(2_600_000, "<html><body><table>", "<tr><td>a", "")),
    ("page of line ends", "a.html", UpTo(2_900_000, "<html><body><p>", "a<br>", "")),
    ("page of links", "a.html", UpTo(4_900_000, "<html><body><p>", "<a href=/b>a</a> ", "")),
    ("page of depth", "a.html", Repeated("<html><body>", "<div>", "a")),
    ("page of open letters", "a.html", Repeated("<html><body>", "<b><i>a", "")),
    ("page of a comment", "a.html", Repeated("<html><body>a<!--", " -- ", "-->")),
    ("page of references", "a.html", Repeated("<html><body><p>", "&amp;&#x1ea1; ", "")),
    ("page of an attribute", "a.html", Repeated("<html><body><p title='", "chữ ", "'>a")),
    ("page of attributes", "a.html", Repeated("<html><body><p ", "a1=x ", ">a")),
    ("page of a picture", "a.html", Repeated("<p>a<img src='data:image/png;base64,", "AAAA", "'>")),
    ("page of data", "a.html", Repeated("<script type=application/ld+json>{\"@type\":\"Article\",\"author\":[", "{\"name\":\"a\"},", "{}]}</script><p>a")),
    ("page of deep data", "a.html", Repeated("<script type=application/ld+json>", "[", "</script><p>a")),
    ("page of meta tags", "a.html", UpTo(14_000_000, "<html><head>", "<meta name=author content=a>", "<p>a")),
    ("message of parts", "a.mhtml", Repeated("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n", "--b\r\nContent-Type: text/html\r\n\r\n<p>a\r\n", "--b--")),
    ("message of one part", "a.mhtml", Repeated("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n\r\n", "PHA+YSBh\r\n", "\r\n--b--")),
    ("message of headers", "a.mhtml", Repeated("MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=b\r\n", "A: b\r\n", "\r\n--b\r\n")),
    ("web archive of small records", "a.warc", Repeated("", "WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: 55\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n<p>a a a a\r\n\r\n", "")),
    ("web archive of one page", "a.warc", Repeated("WARC/1.0\r\nWARC-Type: response\r\nWARC-Target-URI: http://a/\r\nContent-Length: 99999999999\r\n\r\nHTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n", "<p>chữ và chữ, rồi lại chữ. Một câu nữa.", "")),
    ("web archive that swells", "a.warc.gz", Made(|size| {
        gzip(&again(
            "WARC/1.0\r\nWARC-Type: response\r\nContent-Length: 99999999999\r\n\r\n",
            "a",
            "",
            size * 4,
        ))
    })),
    ("web archive of pages that swell", "a.warc", Made(swelling_pages)),
    ("archive that swells", "a.zip", Made(swelling_archive)),
    ("archive of pages", "a.zip", Made(|size| {
        packed(&[
            ("a.html", again("<body>", "<p>chữ và chữ, rồi lại chữ một.", "", size)),
            ("b.html", again("<body>", "<p>chữ và chữ, rồi lại chữ hai.", "", size)),
        ])
    })),
    ("archive of small files", "a.zip", Made(|size| {
        packed(
            &(0..(size / 1000).min(20_000))
                .map(|n| (format!("{n}.txt"), format!("Tên {n}\n\nChữ.\n")))
                .collect::<Vec<_>>()
                .iter()
                .map(|(name, text)| (name.as_str(), text.as_str()))
                .collect::<Vec<_>>(),
        )
    })),
    ("document of paragraphs", "a.docx", Docx("<w:p><w:r><w:t>a</w:t></w:r></w:p>")),
    ("document of runs", "a.docx", Docx("<w:r><w:t>a</w:t></w:r>")),
    ("document of cells", "a.docx", Docx("<w:tbl><w:tr><w:tc><w:p/></w:tc></w:tr></w:tbl>")),
    ("document of tables in tables", "a.docx", Docx("<w:tbl><w:tr><w:tc>")),
    ("document of empty elements", "a.docx", Docx("<w:p/>")),
    ("document of breaks", "a.docx", Docx("<w:br/>")),
    ("document of text", "a.docx", Docx("chữ ")),
    ("document of wide cells", "a.docx", Docx("<w:tc><w:tcPr><w:gridSpan w:val='9999'/><w:vMerge/></w:tcPr></w:tc>")),
    ("open document of paragraphs", "a.odt", Odt("<text:p>a</text:p>")),
    ("open document of spaces", "a.odt", Odt("<text:p>a<text:s text:c='999999999'/></text:p>")),
    ("open document of repeated cells", "a.odt", Odt("<table:table><table:table-column table:number-columns-repeated='999999'/><table:table-row table:number-rows-repeated='999999'><table:table-cell table:number-columns-repeated='999999'><text:p>a</text:p></table:table-cell></table:table-row></table:table>")),
    ("open document of lists in lists", "a.odt", Odt("<text:list><text:list-item>")),
    ("rich text", "a.rtf", Repeated("{\\rtf1 ", "chu ", "}")),
    ("rich text of paragraphs", "a.rtf", Repeated("{\\rtf1 ", "a\\par ", "}")),
    ("rich text of groups", "a.rtf", Repeated("{\\rtf1 ", "{", "a")),
    ("rich text of small groups", "a.rtf", Repeated("{\\rtf1 ", "{\\b a}", "}")),
    ("rich text of cells", "a.rtf", Repeated("{\\rtf1 \\trowd\\cellx1", "\\intbl a\\cell\\row ", "}")),
    ("rich text of columns", "a.rtf", Repeated("{\\rtf1 \\trowd", "\\cellx1", "\\intbl a\\cell\\row}")),
    ("rich text of fonts", "a.rtf", Repeated("{\\rtf1{\\fonttbl", "{\\f1 .VnTime;}", "}a}")),
    ("rich text of notes", "a.rtf", Repeated("{\\rtf1 ", "a{\\footnote b}", "}")),
    ("book of one chapter", "a.epub", Made(|size| {
        epub(1, &again("<html><body>", "<p>chữ và chữ.</p>", "</body></html>", size))
    })),
    ("book of chapters", "a.epub", Made(|size| {
        epub((size / 2000).min(9000), b"<html><body><h1>a</h1><p>chu</p></body></html>")
    })),
    ("book of large chapters", "a.epub", Made(|size| {
        epub(12, &again("<html><body>", "<p>chữ và chữ, rồi lại chữ.</p>", "</body></html>", size / 2))
    })),
    ("pdf of text", "a.pdf", Pdf("BT /F 9 Tf ", "(chu va) Tj ", "ET")),
    ("pdf of moves", "a.pdf", Pdf("BT /F 9 Tf ", "1 0 0 1 9 9 Tm (a) Tj ", "ET")),
    ("pdf of states", "a.pdf", Pdf("", "q ", "")),
    ("pdf of paths", "a.pdf", Pdf("", "0 0 m 9 9 l 9 0 l s ", "")),
    ("pdf of one path", "a.pdf", Pdf("0 0 m ", "9 9 l ", "s")),
    ("pdf of boxes", "a.pdf", Pdf("", "5 5 9 .5 re f 5 5 .5 9 re f ", "")),
    ("pdf that swells", "a.pdf", Made(|size| pdf(&zlib(&again("", "0 ", "", size * 2)), "/Filter/FlateDecode"))),
    ("pdf of forms in forms", "a.pdf", Made(|_| forms())),
    ("pdf of pages", "a.pdf", Made(many_pages)),
    ("annotations", "a.jsonld", UpTo(3_500_000, "[", "{\"type\":\"Annotation\",\"target\":\"a\"},", "{}]")),
    ("more annotations than are read", "a.jsonld", Repeated("[", "{\"type\":\"Annotation\",\"target\":\"a\"},", "{}]")),
    ("annotations with notes", "a.jsonld", Made(|size| {
        let note = "chữ và chữ, rồi lại chữ. ".repeat(1 + size / 3_500_000);
        let one = format!("{{\"type\":\"Annotation\",\"target\":{{\"source\":\"a\",\"selector\":{{\"type\":\"TextQuoteSelector\",\"exact\":\"{note}\"}}}},\"bodyValue\":\"{note}\"}},");
        [b"[".to_vec(), one.repeat((size / one.len()).min(99_000)).into_bytes(), b"{}]".to_vec()].concat()
    })),
    ("annotations of Hypothesis", "a.jsonld", UpTo(5_000_000, "{\"rows\":[", "{\"uri\":\"a\",\"target\":[],\"user\":\"acct:a@b\",\"text\":\"c\"},", "{}],\"replies\":[]}")),
    ("annotation of targets", "a.jsonld", UpTo(1_100_000, "{\"type\":\"Annotation\",\"target\":[", "\"chu\",", "\"a\"]}")),
    ("annotation of bodies", "a.jsonld", UpTo(1_100_000, "{\"type\":\"Annotation\",\"target\":\"a\",\"body\":[", "{\"value\":\"a\"},", "{}]}")),
    ("annotation of tags", "a.jsonld", Made(|_| {
        let tags: String = (0..190_000).map(|n| format!("\"{n}\",")).collect();
        format!("{{\"uri\":\"a\",\"target\":[],\"tags\":[{tags}\"a\"]}}").into_bytes()
    })),
    ("annotation of a page", "a.jsonld", Repeated("{\"type\":\"Annotation\",\"target\":\"a\",\"body\":{\"format\":\"text/html\",\"value\":\"", "<b>*a ", "\"}}")),
    ("annotation of selectors", "a.jsonld", Repeated("{\"type\":\"Annotation\",\"target\":{\"selector\":", "{\"refinedBy\":", "")),
    ("annotations of nothing", "a.jsonld", Repeated("[", "[],", "[]]")),
    ("annotations of depth", "a.jsonld", Repeated("", "[", "")),
    ("references in RIS", "a.ris", Repeated("", "TY  - NEWS\nTI  - a\nER  - \n", "")),
    ("one reference in RIS", "a.ris", Repeated("TY  - NEWS\n", "AU  - a\n", "ER  - \n")),
    ("references in BibTeX", "a.bib", Repeated("", "@misc{a,title={a}}\n", "")),
    ("one reference in BibTeX", "a.bib", Repeated("@misc{a,title={", "a {\\'a} ", "}}")),
    ("braces in BibTeX", "a.bib", Repeated("@misc{a,title=", "{", "")),
    ("strings in BibTeX that laugh", "a.bib", Made(|_| {
        laughs(
            "@string{a0=\"haha\"}\n",
            |n, before| format!("@string{{a{n}=a{before} # a{before} # a{before} # a{before}}}\n"),
            "@misc{a,title=a29}",
        )
    })),
    ("references in CSL-JSON", "a.json", Repeated("[", "{\"type\":\"book\",\"title\":\"a\",\"id\":\"a\"},", "{\"type\":\"book\",\"title\":\"a\",\"id\":\"a\"}]")),
    ("depth in CSL-JSON", "a.json", Repeated("[{\"type\":\"book\",\"title\":\"a\",\"id\":", "[", "")),
    ("names in CSL-JSON", "a.json", Repeated("[{\"type\":\"book\",\"title\":\"a\",\"id\":\"a\",\"author\":[", "{\"family\":\"a\"},", "{}]}]")),
    ("references in RDF", "a.rdf", Repeated("<rdf:RDF xmlns:z='http://www.zotero.org/namespaces/export#'>", "<bib:Article rdf:about='#a'><z:itemType>book</z:itemType><dc:title>a</dc:title></bib:Article>", "</rdf:RDF>")),
    ("export of wallabag", "a.json", Repeated("[", "{\"is_archived\":0,\"domain_name\":\"a\",\"url\":\"http://a/\",\"title\":\"a\",\"content\":\"<p>a</p>\"},", "{}]")),
    ("bookmarks", "a.html", Repeated("<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>", "<DT><A HREF=http://a/>a</A>", "</DL>")),
    ("fewer bookmarks", "a.html", UpTo(5_000_000, "<!DOCTYPE NETSCAPE-Bookmark-file-1><DL>", "<DT><A HREF=http://a/>a</A>", "</DL>")),
    ("export of Raindrop", "a.csv", Repeated("title,url,folder,tags,created\n", "a,http://a/,b,c,2020-01-01\n", "")),
    ("export of Readwise", "a.csv", Repeated("Highlight,Book Title\n", "a,b\n", "")),
    ("export of Readwise, many books", "a.csv", Made(|size| {
        numbered("Highlight,Book Title\n", |n| format!("a,b{n}\n"), size)
    })),
    ("a cell of Readwise", "a.csv", Repeated("Highlight,Book Title\n\"", "chữ ", "\",b\n")),
    ("export of Instapaper", "a.csv", Made(|size| {
        numbered("URL,Title,Selection,Folder\n", |n| format!("http://a/{n},a,,b\n"), size)
    })),
    ("export of Pocket", "a.csv", Made(|size| {
        numbered("title,url,time_added,tags,status\n", |n| format!("a,http://a/{n},1,b,unread\n"), size)
    })),
    ("feed of entries", "a.xml", Repeated("<rss version='2.0'><channel><title>a</title>", "<item><title>a</title><link>http://a/</link></item>", "</channel></rss>")),
    ("feed of one entry", "a.xml", Repeated("<rss version='2.0'><channel><item><title>a</title><description>", "&lt;p&gt;chữ ", "</description></item></channel></rss>")),
    ("feed that laughs", "a.xml", Made(|_| {
        laughs(
            "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a0 'haha'>",
            |n, before| format!("<!ENTITY a{n} '&a{before};&a{before};&a{before};'>"),
            "]><rss version='2.0'><channel><title>&a29;</title><item><title>&a29;</title></item></channel></rss>",
        )
    })),
    ("depth in a feed", "a.xml", Repeated("<rss version='2.0'><channel><item>", "<a>", "")),
    ("page whose bodies add attributes", "a.html", Made(|size| {
        numbered("<html><body>", |n| format!("<body a{n}=x>"), size)
    })),
    ("page of many scripts of data", "a.html", Repeated(
        "<html><body><p>a", "<script type=application/ld+json>[0,0]</script>", "")),
    ("page of long names", "a.html", Repeated("<html><body>", "<div class='a-b c-d e_f gH'>a</div>", "")),
    ("piece of a page", "a.html", Repeated("<p>", "chữ <b>và</b> ", "")),
    ("web archive of Safari", "a.webarchive", Made(webarchive)),
    ("packed web archive of a long list", "a.wacz", Made(wacz)),
    ("document of notes and comments", "a.docx", Made(docx_of_notes)),
    ("open document of notes", "a.odt", Odt(
        "<text:p>a<text:note text:id='a'><text:note-body><text:p>b</text:p></text:note-body></text:note></text:p>")),
    ("open document of comments", "a.odt", Odt(
        "<text:p>a<office:annotation office:name='a'><text:p>b</text:p></office:annotation>c<office:annotation-end office:name='a'/></text:p>")),
    ("rich text of comments", "a.rtf", Repeated(
        "{\\rtf1 ", "{\\*\\atrfstart 1}a{\\*\\atrfend 1}{\\*\\annotation{\\*\\atnref 1} b}", "}")),
    ("rich text of links", "a.rtf", Repeated(
        "{\\rtf1 ", "{\\field{\\*\\fldinst HYPERLINK \"http://a/\"}{\\fldrslt a}}", "}")),
    ("rich text of a picture", "a.rtf", Repeated("{\\rtf1 a{\\pict\\pngblip ", "00ff", "}}")),
    ("pdf of rectangles", "a.pdf", Pdf("", "0 0 9 9 re ", "f")),
    ("fields in CSL-JSON", "a.json", Made(|size| {
        let begin = "[{\"type\":\"book\",\"title\":\"a\",\"id\":\"a\",\"x\":[";
        again(begin, "{\"a\":0},", "0]}]", size)
    })),
    ("notes in RDF", "a.rdf", Repeated(
        "<rdf:RDF xmlns:z='http://www.zotero.org/namespaces/export#'><bib:Article rdf:about='#a'><z:itemType>book</z:itemType>",
        "<dcterms:isReferencedBy rdf:resource='#b'/>", "</bib:Article><bib:Memo rdf:about='#b'><rdf:value>a</rdf:value></bib:Memo></rdf:RDF>")),
    ("one entry of wallabag", "a.json", Repeated(
        "[{\"is_archived\":0,\"domain_name\":\"a\",\"url\":\"http://a/\",\"title\":\"a\",\"tags\":[", "{\"a\":0},", "0]}]")),
    ("list of Readeck", "a.json", Repeated("[", "{\"is_marked\":0,\"read_progress\":0,\"url\":\"http://a/\"},", "{}]")),
    ("list of Omnivore", "a.json", Repeated(
        "[", "{\"slug\":\"a\",\"savedAt\":\"\",\"readingProgress\":0,\"url\":\"http://a/\"},", "{}]")),
    ("archive of Omnivore", "a.zip", Made(omnivore)),
    ("older page of Pocket", "a.html", Repeated(
        "<!DOCTYPE html><title>Pocket Export</title><ul>", "<li><a href='http://a/' tags='b'>a</a>", "")),
    ("feed of Atom", "a.xml", Repeated(
        "<feed><title>a</title>", "<entry><title>a</title><link href='http://a/'/><summary>b</summary></entry>", "</feed>")),
];
