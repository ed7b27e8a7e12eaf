//! The pages: contents, boxes, links, highlights, crop marks.

use super::{deflated, front_pages, text};
use crate::drawing::{LinkBox, Page, Target};
use crate::furniture::Piece;
use crate::press::{Press, SetText};
use crate::{Laid, PdfError, Sheet};
use lopdf::{Dictionary, Document, Object, ObjectId, dictionary};
use std::collections::HashMap;
use std::sync::Arc;

/// What the structure and the outline have to know of the pages.
pub(crate) struct Bound<'l> {
    /// The tree that holds all pages.
    pub tree: ObjectId,
    /// All pages in order.
    pub pages: Vec<ObjectId>,
    /// By text (0 is the front, then the sections): its pages' places among all pages.
    pub texts: Vec<Vec<usize>>,
    /// By text, page and number: the object of each link and highlight.
    pub boxes: HashMap<(usize, usize, usize), ObjectId>,
    /// How far each page's text is moved, in points.
    pub shifts: Vec<[f32; 2]>,
    /// Contents that were packed when their texts were set, by their objects, which are empty.
    pub streams: HashMap<ObjectId, &'l [u8]>,
}

/// Contents that pages share.
struct Shared {
    /// Moves what follows, for right and left pages.
    begin: [ObjectId; 2],
    /// Likewise for notes in the margin, and for furniture.
    begin_margin: [ObjectId; 2],
    begin_furniture: ObjectId,
    end: ObjectId,
    marks: Option<ObjectId>,
}

/// Adds all pages.
pub(crate) fn add<'l>(
    file: &mut Document,
    press: &Press<'_>,
    laid: &'l Laid,
    resources: ObjectId,
) -> Result<Bound<'l>, PdfError> {
    let shared = shared(file, press, laid)?;
    let tree = file.new_object_id();
    let bound = Bound::of(laid, tree);
    let mut binder = Binder { file, press, shared, resources, bound, pieces: HashMap::new() };
    for number in 0..front_pages(laid) {
        let at = (number < laid.front.pages.len()).then_some((0, number, &*laid.front));
        binder.page(number, at, (&[], &[]));
    }
    for (n, sheet) in laid.body.sheets.iter().enumerate() {
        let at = match *sheet {
            Sheet::Page { text, page } => Some((text + 1, page, &*laid.body.texts[text])),
            Sheet::Blank => None,
        };
        let furniture = laid.furniture.pages.get(n).map(Vec::as_slice).unwrap_or_default();
        binder.page(n, at, (&laid.furniture.texts, furniture));
    }
    let bound = binder.bound;
    let kids: Vec<Object> = bound.pages.iter().map(|page| Object::from(*page)).collect();
    let count = kids.len() as i64;
    file.set_object(tree, dictionary! { "Type" => "Pages", "Count" => count, "Kids" => kids });
    Ok(bound)
}

impl Bound<'_> {
    fn of(laid: &Laid, tree: ObjectId) -> Self {
        let texts = vec![vec![]; laid.body.texts.len() + 1];
        Self { tree, pages: vec![], texts, boxes: HashMap::new(), shifts: vec![], streams: HashMap::new() }
    }
}

fn shared(file: &mut Document, press: &Press<'_>, laid: &Laid) -> Result<Shared, PdfError> {
    let design = press.design;
    let around = design.around_pt();
    let points = |mm: f64| (mm * crate::design::POINTS) as f32;
    // Texts are set for right pages; on left ones the spine is at the other side.
    let mirror = points(design.outer - design.inner);
    let margin = points(design.outer - design.width);
    let mut stream = |content: String| -> Result<ObjectId, PdfError> {
        Ok(file.add_object(lopdf::Stream::new(Dictionary::new(), content.into_bytes())))
    };
    let moved = |dx: f32| format!("q 1 0 0 1 {dx} {around} cm\n");
    let begin = [stream(moved(around))?, stream(moved(around + mirror))?];
    let noted = laid.body.texts.iter().any(|text| !text.contents.margins.is_empty());
    Ok(Shared {
        begin,
        begin_margin: if noted { [begin[0], stream(moved(around + margin))?] } else { begin },
        begin_furniture: begin[0],
        end: stream("\nQ\n".into())?,
        marks: if design.crop_marks { Some(stream(crop_marks(press))?) } else { None },
    })
}

/// Lines at the corners that show where to cut, outside of the bleed.
fn crop_marks(press: &Press<'_>) -> String {
    let ([width, height], around) = (press.design.page_pt(), press.design.around_pt());
    let gap = (press.design.bleed.max(3.0) * crate::design::POINTS) as f32;
    let mut out = String::from("/Artifact BMC\nq 0.25 w 0 G\n");
    for x in [around, around + width] {
        for (from, to) in [(0.0, around - gap), (around + height + gap, height + 2.0 * around)] {
            out.push_str(&format!("{x} {from} m {x} {to} l S\n"));
        }
    }
    for y in [around, around + height] {
        for (from, to) in [(0.0, around - gap), (around + width + gap, width + 2.0 * around)] {
            out.push_str(&format!("{from} {y} m {to} {y} l S\n"));
        }
    }
    out.push_str("Q\nEMC\n");
    out
}

struct Binder<'a, 'b, 'l> {
    file: &'a mut Document,
    press: &'a Press<'b>,
    shared: Shared,
    resources: ObjectId,
    bound: Bound<'l>,
    /// Pieces of furniture that are in the file: pages share them.
    pieces: HashMap<Piece, ObjectId>,
}

impl<'l> Binder<'_, '_, 'l> {
    /// Adds a page. `number`: its place in front matter or text, of which odd ones are left pages.
    fn page(
        &mut self,
        number: usize,
        at: Option<(usize, usize, &'l SetText)>,
        (pieces, furniture): (&'l [Arc<SetText>], &[Piece]),
    ) {
        let side = number % 2;
        let place = self.bound.pages.len();
        let shift = self.shift(side);
        self.bound.shifts.push(shift);
        let mut contents: Vec<Object> = Vec::new();
        let mut boxes = Vec::new();
        if let Some((text, page, set)) = at {
            self.bound.texts[text].push(place);
            self.body(side, page, set, &mut contents);
            boxes = self.boxes(side, (text, page), &set.pages[page]);
        }
        for piece in furniture {
            let Some(stream) = self.piece(pieces, *piece) else { continue };
            contents.extend([self.shared.begin_furniture, stream, self.shared.end].map(Object::from));
        }
        contents.extend(self.shared.marks.map(Object::from));
        let page = self.page_object(place, contents, boxes);
        let page = self.file.add_object(page);
        self.bound.pages.push(page);
    }

    fn piece(&mut self, texts: &'l [Arc<SetText>], piece: Piece) -> Option<ObjectId> {
        if let Some(known) = self.pieces.get(&piece) {
            return Some(*known);
        }
        let stream = texts.get(piece.text)?.contents.streams.get(piece.page)?;
        let object = self.stream(stream);
        self.pieces.insert(piece, object);
        Some(object)
    }

    fn stream(&mut self, content: &'l [u8]) -> ObjectId {
        let object = self.file.add_object(deflated(Dictionary::new(), vec![]));
        self.bound.streams.insert(object, content);
        object
    }

    fn page_object(&self, place: usize, contents: Vec<Object>, boxes: Vec<Object>) -> Dictionary {
        let design = self.press.design;
        let ([width, height], around) = (design.page_pt(), design.around_pt());
        let bleed = (design.bleed * crate::design::POINTS) as f32;
        let grown = |by: f32| -> Object {
            let low = around - by;
            vec![low, low, around + width + by, around + height + by]
                .into_iter()
                .map(Object::Real)
                .collect::<Vec<_>>()
                .into()
        };
        let mut page = dictionary! {
            "Type" => "Page",
            "Parent" => self.bound.tree,
            "MediaBox" => grown(around),
            "TrimBox" => grown(0.0),
            "BleedBox" => grown(bleed),
            "Resources" => self.resources,
            "Contents" => contents,
            "StructParents" => place as i64,
        };
        if !boxes.is_empty() {
            page.set("Annots", boxes);
            page.set("Tabs", "S");
        }
        page
    }

    fn body(&mut self, side: usize, page: usize, set: &'l SetText, contents: &mut Vec<Object>) {
        if let Some(stream) = set.contents.streams.get(page) {
            let stream = self.stream(stream);
            contents.extend([self.shared.begin[side], stream, self.shared.end].map(Object::from));
        }
        if let Some(margin) = set.contents.margins.get(&page) {
            let stream = self.stream(margin);
            contents.extend([self.shared.begin_margin[side], stream, self.shared.end].map(Object::from));
        }
    }

    /// How far the text of a right or left page is moved.
    fn shift(&self, side: usize) -> [f32; 2] {
        let design = self.press.design;
        let around = design.around_pt();
        let mirror = if side == 1 { (design.outer - design.inner) * crate::design::POINTS } else { 0.0 };
        [around + mirror as f32, around]
    }

    /// Links and highlights, in the order that the structure counts them.
    fn boxes(&mut self, side: usize, (text, number): (usize, usize), page: &Page) -> Vec<Object> {
        let by = self.shift(side);
        let links = page.links.iter().map(|area| link(area, by));
        let highlights = page.highlights.iter().map(|(id, pieces)| highlight(self.press, id, pieces, by));
        let mut all = Vec::new();
        let entries: Vec<_> = links.map(|link| (link, None)).chain(highlights).collect();
        for (n, (mut annotation, appearance)) in entries.into_iter().enumerate() {
            if let Some(form) = appearance {
                let form = self.file.add_object(form);
                annotation.set("AP", dictionary! { "N" => form });
            }
            let object = self.file.add_object(annotation);
            self.bound.boxes.insert((text, number, n), object);
            all.push(Object::from(object));
        }
        all
    }
}

fn reals(values: impl IntoIterator<Item = f32>) -> Vec<Object> {
    values.into_iter().map(|value| Object::Real((value * 100.0).round() / 100.0)).collect()
}

fn link(area: &LinkBox, [dx, dy]: [f32; 2]) -> Dictionary {
    let [left, bottom, right, top] = area.place;
    let words = area.words.trim();
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Link",
        "Rect" => reals([left + dx, bottom + dy, right + dx, top + dy]),
        "Border" => vec![0.into(), 0.into(), 0.into()],
        "F" => 4,
    };
    match &area.target {
        Target::Address(address) => {
            let contents = if words.is_empty() { address.as_str() } else { words };
            annotation.set("Contents", text(contents));
            let uri = Object::string_literal(ascii_address(address));
            annotation.set("A", dictionary! { "S" => "URI", "URI" => uri });
        }
        Target::Section(section) => {
            annotation.set("Contents", text(if words.is_empty() { section } else { words }));
            annotation.set("Dest", Object::string_literal(section.as_str()));
        }
    }
    annotation
}

/// Addresses in PDF are ASCII; other characters are written as RFC 3987 maps them.
fn ascii_address(address: &str) -> String {
    let mut out = String::with_capacity(address.len());
    for byte in address.bytes() {
        if byte.is_ascii_graphic() {
            out.push(char::from(byte))
        } else {
            out.push_str(&format!("%{byte:02X}"))
        }
    }
    out
}

/// A highlight, or a square around a part of a picture, with its note. The tint and the outline are in the page itself, so
/// its appearance draws nothing.
fn highlight(
    press: &Press<'_>,
    id: &str,
    pieces: &[[f32; 4]],
    [dx, dy]: [f32; 2],
) -> (Dictionary, Option<lopdf::Stream>) {
    let around = pieces.iter().fold([f32::MAX, f32::MAX, f32::MIN, f32::MIN], |all, piece| {
        [all[0].min(piece[0]), all[1].min(piece[1]), all[2].max(piece[2]), all[3].max(piece[3])]
    });
    let rect = reals([around[0] + dx, around[1] + dy, around[2] + dx, around[3] + dy]);
    let quads = pieces.iter().flat_map(|[left, bottom, right, top]| {
        [left + dx, top + dy, right + dx, top + dy, left + dx, bottom + dy, right + dx, bottom + dy]
    });
    let mut annotation = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Highlight",
        "Rect" => rect.clone(),
        "QuadPoints" => reals(quads),
        "F" => 4,
        // Readers that paint highlights themselves need not: the tint is in the page.
        "CA" => 0,
        "NM" => Object::string_literal(id),
    };
    if let Some(placed) = press.annotations.get(id) {
        let told = &placed.annotation;
        let words = if told.note.is_empty() { &told.target.quote.exact } else { &told.note };
        annotation.set("Contents", text(words));
        let is_part = told.target.region.is_some();
        annotation.set("C", colour(if is_part { told.colour.line() } else { told.colour.tint() }));
        if is_part {
            annotation.set("Subtype", "Square");
            annotation.remove(b"QuadPoints");
        }
        annotation.set("M", Object::string_literal(super::metadata::date(told.modified)));
        annotation.set("CreationDate", Object::string_literal(super::metadata::date(told.created)));
        if !told.creator.is_empty() {
            annotation.set("T", text(&told.creator));
        }
    }
    let form = dictionary! { "Type" => "XObject", "Subtype" => "Form", "BBox" => rect };
    (annotation, Some(lopdf::Stream::new(form, b"q\nQ\n".to_vec())))
}

fn colour(tint: &str) -> Vec<Object> {
    let part =
        |at: usize| tint.get(at..at + 2).and_then(|part| u8::from_str_radix(part, 16).ok()).unwrap_or(255);
    [0, 2, 4].map(|at| Object::Real(f32::from(part(at)) / 255.0)).into()
}
