//! MHTML (RFC 2557): a page and its files as the parts of one message, as Chrome, Edge and Internet Explorer save it.
//!
//! `mail-parser` reads headers and codings. The message is divided into parts here: in a message of many messages in
//! each other the library's tree would be as deep, and dropping it would exhaust the stack.

use super::capture::{Capture, charset, is_page};
use super::held::Held;
use crate::{ImportError, Imported, Input};
use fonds_model::{Diagnostic, Timestamp};
use mail_parser::decoders::base64::base64_decode;
use mail_parser::decoders::quoted_printable::quoted_printable_decode;
use mail_parser::{HeaderName, Message, MessageParser};
use std::borrow::Cow;
use url::Url;

/// Parts of parts that lie deeper are passed over.
const DEEPEST: usize = 8;
/// Headers are read up to here, in bytes.
const LONGEST_HEAD: usize = 256 << 10;
/// More parts than any page has.
const MOST_PARTS: usize = 20_000;

/// The article of the page in the message.
pub(crate) fn read(input: &Input<'_>) -> Result<Imported, ImportError> {
    let root = Part::of(input.bytes);
    let (parts, is_cut) = leaves(Part::of(input.bytes));
    let page = main_part(&parts, root.parameter("start"));
    let page = page.ok_or_else(|| broken("it holds no web page"))?;
    let address =
        root.raw("Snapshot-Content-Location").or_else(|| page.location()).or_else(|| root.location());
    let base = address.as_deref().and_then(|address| Url::parse(address).ok());
    let mut held = Held::default();
    for part in parts.iter().filter(|part| !std::ptr::eq(*part, page) && !part.is_page()) {
        held.add(&part.addresses(base.as_ref()), part.content());
    }
    let content = page.content();
    let capture = Capture {
        bytes: &content,
        charset: charset(&page.content_type),
        address: address.as_deref().or(input.url),
        captured: root.date(),
    };
    let mut imported = capture.article(&held)?;
    if is_cut {
        let message = "the file ends before its last part; text or pictures may be missing";
        let remark = Diagnostic::warning("archive-cut", message).hint("look for a whole copy of the file");
        imported.article.source.diagnostics.push(remark);
    }
    Ok(imported)
}

fn broken(reason: &str) -> ImportError {
    ImportError::Broken { format: "MHTML file", reason: reason.to_owned() }
}

struct Part<'a> {
    headers: Option<Message<'a>>,
    /// `Content-Type` as it stands.
    content_type: String,
    body: &'a [u8],
}

impl<'a> Part<'a> {
    fn of(bytes: &'a [u8]) -> Self {
        let (head, body) = split_head(bytes);
        let headers = MessageParser::new().parse_headers(head);
        let mut part = Self { headers, content_type: String::new(), body };
        part.content_type = part.raw("Content-Type").unwrap_or_default();
        part
    }

    /// A header's value as it stands, in one line.
    fn raw(&self, name: &str) -> Option<String> {
        let headers = self.headers.as_ref()?;
        let (_, value) = headers.headers_raw().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        let value = value.split(['\r', '\n']).map(str::trim).collect::<String>();
        Some(value).filter(|value| !value.is_empty())
    }

    /// A parameter of `Content-Type`.
    fn parameter(&self, name: &str) -> Option<&str> {
        let header = self.headers.as_ref()?.header(HeaderName::ContentType)?;
        header.as_content_type()?.attribute(name)
    }

    fn location(&self) -> Option<String> {
        self.raw("Content-Location")
    }

    fn id(&self) -> Option<String> {
        self.raw("Content-ID").map(|id| id.trim_matches(['<', '>']).to_owned())
    }

    fn date(&self) -> Option<Timestamp> {
        let seconds = self.headers.as_ref()?.date().filter(|date| date.is_valid())?.to_timestamp();
        Timestamp::from_second(seconds).ok()
    }

    fn is_page(&self) -> bool {
        is_page(&self.content_type)
    }

    /// The addresses by which the page may refer to it.
    fn addresses(&self, base: Option<&Url>) -> Vec<String> {
        let location = self.location();
        let joined = location.as_deref().and_then(|location| base?.join(location).ok()).map(String::from);
        let id = self.id().map(|id| format!("cid:{id}"));
        [location, joined, id].into_iter().flatten().collect()
    }

    /// The body without its transfer encoding; what is not in it stays as it is.
    fn content(&self) -> Cow<'a, [u8]> {
        let coding = self.raw("Content-Transfer-Encoding").unwrap_or_default().to_ascii_lowercase();
        match coding.as_str() {
            "base64" => base64_decode(self.body).map_or(Cow::Borrowed(self.body), Cow::Owned),
            "quoted-printable" => Cow::Owned(from_quoted_printable(self.body)),
            _ => Cow::Borrowed(self.body),
        }
    }
}

/// Line by line, so that one damaged line does not cost the others.
fn from_quoted_printable(body: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(body.len());
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        match quoted_printable_decode(line) {
            Some(decoded) => out.extend(decoded),
            None => out.extend_from_slice(line),
        }
    }
    out
}

/// Headers with the empty line after them, and body.
fn split_head(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut at = 0;
    for line in bytes.split_inclusive(|byte| *byte == b'\n') {
        at += line.len();
        if (line.trim_ascii().is_empty() && at > line.len()) || at > LONGEST_HEAD {
            break;
        }
    }
    bytes.split_at(at.min(LONGEST_HEAD))
}

/// The parts that hold no parts, in their order, and whether the message ends too early.
fn leaves(root: Part<'_>) -> (Vec<Part<'_>>, bool) {
    let mut leaves = Vec::new();
    let mut is_cut = false;
    let mut open = vec![(root, 0)];
    while let Some((part, depth)) = open.pop() {
        let boundary = part.parameter("boundary").filter(|boundary| !boundary.is_empty());
        match boundary.filter(|_| part.content_type.to_ascii_lowercase().starts_with("multipart/")) {
            None => leaves.push(part),
            Some(_) if depth == DEEPEST => {}
            Some(boundary) => {
                let (bodies, is_closed) = sections(part.body, boundary);
                is_cut |= !is_closed;
                open.extend(bodies.into_iter().rev().map(|body| (Part::of(body), depth + 1)));
            }
        }
        if leaves.len() + open.len() > MOST_PARTS {
            break;
        }
    }
    (leaves, is_cut)
}

/// What stands between the lines of a boundary, and whether the last of them was found.
fn sections<'a>(body: &'a [u8], boundary: &str) -> (Vec<&'a [u8]>, bool) {
    let mut found = Vec::new();
    let mut start: Option<usize> = None;
    let mut at = 0;
    for line in body.split_inclusive(|byte| *byte == b'\n') {
        let mark = line.strip_prefix(b"--").and_then(|line| line.strip_prefix(boundary.as_bytes()));
        let mark = mark.map(<[u8]>::trim_ascii);
        if let Some(rest @ (b"" | b"--")) = mark {
            found.extend(start.and_then(|start| body.get(start..at)).map(without_line_end));
            start = Some(at + line.len());
            if rest == b"--" {
                return (found, true);
            }
        }
        at += line.len();
        if found.len() > MOST_PARTS {
            return (found, false);
        }
    }
    found.extend(start.and_then(|start| body.get(start..)).filter(|rest| !rest.is_empty()));
    (found, false)
}

/// The line end before a boundary belongs to it.
fn without_line_end(bytes: &[u8]) -> &[u8] {
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    bytes.strip_suffix(b"\r").unwrap_or(bytes)
}

/// The page: the part that `start` names, else the first that is one.
fn main_part<'p, 'a>(parts: &'p [Part<'a>], start: Option<&str>) -> Option<&'p Part<'a>> {
    let start = start.map(|start| start.trim().trim_matches(['<', '>']));
    let named = parts.iter().find(|part| part.is_page() && start.is_some() && part.id().as_deref() == start);
    named.or_else(|| parts.iter().find(|part| part.is_page()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use base64::Engine;
    use encoding_rs::WINDOWS_1252;
    use std::io::Cursor;

    const TEXT: &str = "Le café du port a fermé ses portes après soixante ans, et l’on a tout gardé.";

    fn picture() -> String {
        let mut png = Vec::new();
        image::RgbImage::new(8, 8).write_to(&mut Cursor::new(&mut png), image::ImageFormat::Png).unwrap();
        base64::engine::general_purpose::STANDARD.encode(png)
    }

    fn read_bytes(bytes: &[u8]) -> Result<Imported, ImportError> {
        read(&Input { bytes, ..Input::default() })
    }

    /// As Internet Explorer saves a page from a disk: 8-bit text with its encoding, and addresses of files.
    #[test]
    fn a_page_of_internet_explorer() {
        let head = "From: <Saved by Windows Internet Explorer 8>\r\nSubject: x\r\nDate: Mon, 14 Mar 2011 08:20:00 +0700\r\n\
            MIME-Version: 1.0\r\nContent-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--=_a\"\r\n\r\n\
            This is a multi-part message in MIME format.\r\n\r\n----=_a\r\nContent-Type: text/html;\r\n\t\
            charset=\"windows-1252\"\r\nContent-Transfer-Encoding: 8bit\r\nContent-Location: file:///C:/Bao/x.htm\r\n\r\n";
        let page = format!(
            "<h1>Le port</h1><p>{TEXT}<p><img src=\"x_files/a b.png\"><p>{TEXT}<p><img src=\"cid:b%40x\"><p>{TEXT}"
        );
        let file = |headers: &str| {
            format!("\r\n----=_a\r\n{headers}\r\nContent-Transfer-Encoding: base64\r\n\r\n{}", picture())
        };
        let tail = file("Content-Location: file:///C:/Bao/x_files/a%20b.png") + &file("Content-ID: <b@x>");
        let bytes =
            [head.as_bytes(), &WINDOWS_1252.encode(&page).0, tail.as_bytes(), b"\r\n----=_a--\r\n"].concat();
        let imported = read_bytes(&bytes).unwrap();
        let source = &imported.article.source;
        assert_eq!(source.encoding.as_deref(), Some("windows-1252"));
        assert_eq!(source.captured.unwrap().to_string(), "2011-03-14T01:20:00Z");
        assert_eq!(imported.article.url, None);
        assert!(
            source.diagnostics.iter().all(|remark| remark.code == "encoding"),
            "{:?}",
            source.diagnostics
        );
        let json = serde_json::to_string(&imported.article.body).unwrap();
        assert_eq!((json.matches(TEXT).count(), json.matches("\"asset\"").count()), (3, 2), "{json}");
    }

    #[test]
    fn the_part_that_start_names_is_the_page() {
        let part = |id: &str, text: &str| {
            format!("--a\nContent-Type: text/html\nContent-ID: <{id}>\n\n<h1>{id}</h1><p>{text} {TEXT}</p>\n")
        };
        let message = |start: &str| {
            let parts = part("frame", "Quảng cáo.") + &part("main", "Bài.");
            let kind = format!("multipart/related; boundary=a{start}");
            format!("MIME-Version: 1.0\nContent-Type: {kind}\n\n{parts}--a--")
        };
        let title = |start: &str| read_bytes(message(start).as_bytes()).unwrap().article.title;
        assert_eq!(title("; start=\"<main>\""), "main");
        assert_eq!(title(""), "frame");
    }

    #[test]
    fn damaged_lines_cost_only_themselves() {
        assert_eq!(from_quoted_printable(b"a=C3=A9=\r\nb\r\n=ZZ\r\nc=20"), b"a\xc3\xa9b\r\n=ZZ\r\nc ");
    }
}
