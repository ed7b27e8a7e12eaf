//! Reads a print file as an assistive reader does: by its structure tree.

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object, ObjectId};
use std::collections::{BTreeMap, HashMap};

/// An element with its text and the elements in it, in order.
#[derive(Clone, Debug, Default)]
pub(super) struct Element {
    pub role: String,
    pub alt: Option<String>,
    pub language: Option<String>,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug)]
pub(super) enum Part {
    Text(String),
    Element(Element),
    /// An annotation's subtype.
    Object(String),
}

/// The document's element.
pub(super) fn structure(bytes: &[u8]) -> Element {
    let file = Document::load_mem(bytes).unwrap();
    let texts = marked_texts(&file);
    let root = file.catalog().unwrap().get(b"StructTreeRoot").unwrap().as_reference().unwrap();
    let kids = file.get_dictionary(root).unwrap().get(b"K").unwrap().as_array().unwrap();
    Reader { file: &file, texts: &texts }.element(kids[0].as_reference().unwrap(), None)
}

impl Element {
    /// The text in reading order, leaving out elements of these roles.
    pub fn text_without(&self, roles: &[&str]) -> String {
        let mut out = String::new();
        self.push_text(roles, &mut out);
        out
    }

    fn push_text(&self, roles: &[&str], out: &mut String) {
        let apart = matches!(
            self.role.as_str(),
            "P" | "H1" | "H2" | "H3" | "H4" | "H5" | "H6" | "TD" | "TH" | "LI" | "Caption" | "Lbl"
        );
        if apart {
            out.push('\n');
        }
        for part in &self.parts {
            match part {
                Part::Text(text) => out.push_str(text),
                Part::Element(element) if !roles.contains(&element.role.as_str()) => {
                    element.push_text(roles, out);
                }
                _ => {}
            }
        }
        if apart {
            out.push('\n');
        }
    }

    /// All elements of that role, outer ones first.
    pub fn all<'e>(&'e self, role: &str, found: &mut Vec<&'e Element>) {
        if self.role == role {
            found.push(self);
        }
        for part in &self.parts {
            if let Part::Element(element) = part {
                element.all(role, found);
            }
        }
    }

    /// Roles and texts, an element a line.
    pub fn outline(&self) -> String {
        let mut out = String::new();
        self.push_outline(0, &mut out);
        out
    }

    fn push_outline(&self, depth: usize, out: &mut String) {
        let alt = self.alt.as_ref().map(|alt| format!(" alt “{alt}”")).unwrap_or_default();
        let language = self.language.as_ref().map(|tag| format!(" {tag}")).unwrap_or_default();
        out.push_str(&format!("{}{}{language}{alt}\n", "  ".repeat(depth), self.role));
        for part in &self.parts {
            let indent = "  ".repeat(depth + 1);
            match part {
                Part::Text(text) => out.push_str(&format!("{indent}“{text}”\n")),
                Part::Element(element) => element.push_outline(depth + 1, out),
                Part::Object(kind) => out.push_str(&format!("{indent}({kind})\n")),
            }
        }
    }
}

struct Reader<'a> {
    file: &'a Document,
    texts: &'a HashMap<(ObjectId, i64), String>,
}

impl Reader<'_> {
    fn element(&self, id: ObjectId, page: Option<ObjectId>) -> Element {
        let dict = self.file.get_dictionary(id).unwrap();
        let page = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page);
        let mut element = Element {
            role: String::from_utf8_lossy(dict.get(b"S").unwrap().as_name().unwrap()).into_owned(),
            alt: dict.get(b"Alt").ok().map(string),
            language: dict.get(b"Lang").ok().map(string),
            parts: vec![],
        };
        let kids = match dict.get(b"K") {
            Ok(Object::Array(kids)) => kids.clone(),
            Ok(kid) => vec![kid.clone()],
            Err(_) => vec![],
        };
        element.parts.extend(kids.iter().filter_map(|kid| self.part(kid, page)));
        element
    }

    fn part(&self, kid: &Object, page: Option<ObjectId>) -> Option<Part> {
        match kid {
            Object::Integer(mcid) => self.texts.get(&(page?, *mcid)).cloned().map(Part::Text),
            Object::Reference(id) => Some(Part::Element(self.element(*id, page))),
            Object::Dictionary(dict) if dict.has(b"MCID") => {
                let page = dict.get(b"Pg").and_then(Object::as_reference).ok().or(page)?;
                let mcid = dict.get(b"MCID").and_then(Object::as_i64).ok()?;
                self.texts.get(&(page, mcid)).cloned().map(Part::Text)
            }
            Object::Dictionary(dict) => {
                let object = dict.get(b"Obj").and_then(Object::as_reference).ok()?;
                let kind = self.file.get_dictionary(object).ok()?.get(b"Subtype").ok()?.as_name().ok()?;
                Some(Part::Object(String::from_utf8_lossy(kind).into_owned()))
            }
            _ => None,
        }
    }
}

pub(super) fn string(object: &Object) -> String {
    let bytes = object.as_str().unwrap();
    match bytes.strip_prefix(&[0xfe, 0xff]) {
        Some(wide) => {
            let units: Vec<u16> = wide.chunks(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]])).collect();
            String::from_utf16(&units).unwrap()
        }
        None => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The text of each piece of marked content, by page and number.
fn marked_texts(file: &Document) -> HashMap<(ObjectId, i64), String> {
    let mut texts = HashMap::new();
    let mut maps: BTreeMap<ObjectId, HashMap<u16, String>> = BTreeMap::new();
    for page in file.get_pages().into_values() {
        let fonts: HashMap<Vec<u8>, HashMap<u16, String>> = file
            .get_page_fonts(page)
            .unwrap()
            .into_iter()
            .map(|(name, font)| {
                let id = font.get(b"ToUnicode").unwrap().as_reference().unwrap();
                (name, maps.entry(id).or_insert_with(|| to_unicode(file, id)).clone())
            })
            .collect();
        let content = Content::decode(&file.get_page_content(page)).unwrap();
        read_page(page, &content, &fonts, &mut texts);
    }
    texts
}

/// What a marked-content operator opens.
enum Open {
    Content(i64),
    Actual,
    Other,
}

fn read_page(
    page: ObjectId,
    content: &Content,
    fonts: &HashMap<Vec<u8>, HashMap<u16, String>>,
    texts: &mut HashMap<(ObjectId, i64), String>,
) {
    let nothing = HashMap::new();
    let mut font = &nothing;
    let mut open: Vec<Open> = Vec::new();
    for operation in &content.operations {
        let mcid =
            open.iter().rev().find_map(|open| if let Open::Content(n) = open { Some(*n) } else { None });
        match operation.operator.as_str() {
            "Tf" => font = &fonts[operation.operands[0].as_name().unwrap()],
            "BMC" => open.push(Open::Other),
            "EMC" => {
                open.pop();
            }
            "BDC" => {
                let dict = operation.operands[1].as_dict().unwrap();
                let own = dict.get(b"MCID").and_then(Object::as_i64).ok();
                if let Ok(said) = dict.get(b"ActualText") {
                    if let Some(mcid) = own.or(mcid) {
                        texts.entry((page, mcid)).or_default().push_str(&string(said));
                    }
                    open.push(Open::Actual);
                } else {
                    open.push(own.map_or(Open::Other, Open::Content));
                }
            }
            "TJ" | "Tj" => {
                let told = open.iter().any(|open| matches!(open, Open::Actual));
                if let Some(mcid) = mcid.filter(|_| !told) {
                    let text = shown(&operation.operands[0], font);
                    texts.entry((page, mcid)).or_default().push_str(&text);
                }
            }
            _ => {}
        }
    }
}

fn shown(operand: &Object, font: &HashMap<u16, String>) -> String {
    let strings: Vec<&[u8]> = match operand {
        Object::Array(items) => items.iter().filter_map(|item| item.as_str().ok()).collect(),
        other => vec![other.as_str().unwrap()],
    };
    let codes = strings.concat();
    codes.chunks(2).filter_map(|code| font.get(&u16::from_be_bytes([code[0], code[1]]))).cloned().collect()
}

/// A font's map from codes to text.
fn to_unicode(file: &Document, id: ObjectId) -> HashMap<u16, String> {
    let stream = file.get_object(id).unwrap().as_stream().unwrap();
    let text = stream.decompressed_content().unwrap_or_else(|_| stream.content.clone());
    let text = String::from_utf8_lossy(&text).into_owned();
    let mut map = HashMap::new();
    let mut kind = "";
    for line in text.lines() {
        if line.contains("beginbfchar") {
            kind = "char";
        } else if line.contains("beginbfrange") {
            kind = "range";
        } else if line.contains("endbf") {
            kind = "";
        }
        let parts: Vec<&str> = line.split('<').skip(1).filter_map(|part| part.split('>').next()).collect();
        match (kind, parts.as_slice()) {
            ("char", [code, to]) => {
                map.insert(u16::from_str_radix(code, 16).unwrap(), units(to, 0));
            }
            ("range", [from, last, to]) => {
                let (from, last) =
                    (u16::from_str_radix(from, 16).unwrap(), u16::from_str_radix(last, 16).unwrap());
                for code in from..=last {
                    map.insert(code, units(to, code - from));
                }
            }
            _ => {}
        }
    }
    map
}

fn units(hex: &str, add: u16) -> String {
    let hex: Vec<char> = hex.chars().filter(|c| c.is_ascii_hexdigit()).collect();
    let mut units: Vec<u16> = hex
        .chunks(4)
        .map(|unit| u16::from_str_radix(&unit.iter().collect::<String>(), 16).unwrap())
        .collect();
    if let Some(last) = units.last_mut() {
        *last += add;
    }
    String::from_utf16_lossy(&units)
}

/// The document information or another dictionary of the trailer.
pub(super) fn info(bytes: &[u8]) -> Dictionary {
    let file = Document::load_mem(bytes).unwrap();
    let id = file.trailer.get(b"Info").unwrap().as_reference().unwrap();
    file.get_dictionary(id).unwrap().clone()
}
