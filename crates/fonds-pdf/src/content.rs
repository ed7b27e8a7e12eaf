//! Contents of pages: drawings written with printpdf, as marked content.
//!
//! Glyphs are called by their numbers in the whole font, so that what is written of a text does not depend on the rest
//! of the book; the finished file maps them to the subset.

use crate::drawing::{Draw, Marked, Page, Placed, Run, Step};
use crate::fonts::{Case, font_id};
use crate::pictures::{Picture, picture_id};
use crate::structure::Tree;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use fonds_model::Digest;
use printpdf::{
    Color, CurTransMat, DictItem, Line, LineCapStyle, LineDashPattern, LinePoint, Op, PaintMode, PdfDocument,
    PdfFontHandle, PdfPage, PdfSaveOptions, Point, Polygon, PolygonRing, Pt, Rgb, TextMatrix, WindingOrder,
    XObjectTransform,
};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};
use std::io::Write;

/// The content streams of some pages, and what they need.
#[derive(Clone, Debug, Default)]
pub(crate) struct Contents {
    /// Packed with deflate, a page each.
    pub streams: Vec<Vec<u8>>,
    /// Likewise what stands in a page's outer margin, by the page's number.
    pub margins: BTreeMap<usize, Vec<u8>>,
    /// Glyphs by font, with their texts where the font's own table does not tell them.
    pub glyphs: BTreeMap<usize, BTreeMap<u16, String>>,
    pub pictures: BTreeSet<Digest>,
}

/// How hard content is packed: more makes files smaller by hundredths, and takes half as long again.
const LEVEL: u32 = 4;

/// Writes pages. What has no place in the structure is marked as furniture.
pub(crate) fn write(
    pages: &[Page],
    tree: &Tree,
    cases: &[Case],
    pictures: &BTreeMap<Digest, Picture>,
    size: [f32; 2],
) -> std::io::Result<Contents> {
    let mut writer = Writer { cases, pictures, tree, contents: Contents::default() };
    let mut document = PdfDocument::new("");
    let mut printed = Vec::with_capacity(pages.len());
    let noted: Vec<usize> = (0..pages.len()).filter(|n| !pages[*n].margin.is_empty()).collect();
    let bodies = pages.iter().map(|page| &page.draws);
    for draws in bodies.chain(noted.iter().map(|n| &pages[*n].margin)) {
        printed.push(PdfPage::new(Pt(size[0]).into(), Pt(size[1]).into(), writer.ops(draws)));
    }
    let mut contents = writer.contents;
    document.with_pages(printed);
    // Operators that printpdf does not know by name are written too.
    let options = PdfSaveOptions { subset_fonts: false, secure: false, ..PdfSaveOptions::default() };
    let file = document.to_lopdf_document(&options, &mut Vec::new());
    for page in file.get_pages().into_values() {
        let bytes = file.get_page_content(page);
        contents.streams.push(packed(&bytes)?);
    }
    let margins = contents.streams.split_off(pages.len().min(contents.streams.len()));
    contents.margins = noted.into_iter().zip(margins).collect();
    Ok(contents)
}

/// Deflated bytes.
pub(crate) fn packed(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    PACKER.with_borrow_mut(|packer| {
        let done = packer.write_all(bytes).and_then(|()| packer.reset(Vec::with_capacity(bytes.len() / 3)));
        if done.is_err() {
            *packer = new_packer();
        }
        done
    })
}

thread_local! {
    // A packer has tables of 300 kB, which to clear costs as much as to pack a page.
    static PACKER: RefCell<ZlibEncoder<Vec<u8>>> = RefCell::new(new_packer());
}

fn new_packer() -> ZlibEncoder<Vec<u8>> {
    ZlibEncoder::new(Vec::new(), Compression::new(LEVEL))
}

struct Writer<'a> {
    cases: &'a [Case],
    pictures: &'a BTreeMap<Digest, Picture>,
    tree: &'a Tree,
    contents: Contents,
}

/// The operators of a page, and what those so far have set: nothing is set twice, as a page has a hundred lines of one colour
/// and type.
#[derive(Default)]
struct Stream {
    ops: Vec<Op>,
    /// Whether a text section is open.
    in_text: bool,
    colour: Option<[u8; 3]>,
    /// Number and size.
    font: Option<(usize, f32)>,
    /// White after each glyph, in points.
    spacing: f32,
}

impl Stream {
    /// Adds an operator that does not belong into a text section.
    fn push(&mut self, op: Op) {
        self.end_text();
        self.ops.push(op);
    }

    fn end_text(&mut self) {
        if std::mem::take(&mut self.in_text) {
            self.ops.push(Op::EndTextSection);
        }
    }

    fn fill(&mut self, colour: [u8; 3]) {
        if self.colour.replace(colour) != Some(colour) {
            self.ops.push(Op::SetFillColor { col: rgb(colour) });
        }
    }

    /// Sets what shows glyphs: a text section, colour, font, and the white between them.
    fn text(&mut self, run: &Run, spacing: f32) {
        if !std::mem::replace(&mut self.in_text, true) {
            self.ops.push(Op::StartTextSection);
        }
        self.fill(run.colour);
        let font = (run.font, run.size);
        if self.font.replace(font) != Some(font) {
            let name = PdfFontHandle::External(font_id(run.font));
            self.ops.push(Op::SetFont { font: name, size: Pt(run.size) });
        }
        // What stands alone has nothing after it.
        if run.glyphs.len() > 1 && self.spacing != spacing {
            self.ops.push(Op::SetCharacterSpacing { multiplier: spacing });
            self.spacing = spacing;
        }
    }
}

impl Writer<'_> {
    fn ops(&mut self, draws: &[Placed]) -> Vec<Op> {
        let mut stream = Stream { ops: Vec::with_capacity(draws.len() * 3), ..Stream::default() };
        let mut open: Option<Option<Marked>> = None;
        for placed in draws {
            if open != Some(placed.content) {
                if open.is_some() {
                    stream.push(Op::EndMarkedContent);
                }
                stream.push(self.begin(placed));
                open = Some(placed.content);
            }
            self.draw(placed, &mut stream);
        }
        if open.is_some() {
            stream.push(Op::EndMarkedContent);
        }
        stream.ops
    }

    fn begin(&self, Placed { content, draw }: &Placed) -> Op {
        let Some(Marked { node, mcid }) = content else {
            return Op::BeginMarkedContent { tag: "Artifact".into() };
        };
        let number = ("MCID".to_owned(), DictItem::Int(i64::from(*mcid)));
        match draw.said() {
            Some(said) => begin("Span", [number, actual_text(said)]),
            None => begin(self.tree.nodes.get(*node).map_or("P", |node| node.role.name()), [number]),
        }
    }

    fn draw(&mut self, Placed { content, draw }: &Placed, stream: &mut Stream) {
        match draw {
            Draw::Text(run) => match run.said.as_ref().filter(|_| content.is_none()) {
                Some(said) => {
                    stream.push(begin("Span", [actual_text(said)]));
                    self.text(run, stream);
                    stream.push(Op::EndMarkedContent);
                }
                None => self.text(run, stream),
            },
            Draw::Fill { path, colour } => {
                stream.end_text();
                stream.fill(*colour);
                let (mode, winding_order) = (PaintMode::Fill, WindingOrder::NonZero);
                stream.push(Op::DrawPolygon { polygon: Polygon { rings: rings(path), mode, winding_order } });
            }
            Draw::Stroke { path, colour, width, dashes } => {
                if let Some(dashes) = dashes {
                    stream.push(Op::SaveGraphicsState);
                    let dash = LineDashPattern::new(dashes.phase, &dashes.lengths);
                    stream.push(Op::SetLineDashPattern { dash });
                    let cap = if dashes.round { LineCapStyle::Round } else { LineCapStyle::Butt };
                    stream.push(Op::SetLineCapStyle { cap });
                }
                stream.push(Op::SetOutlineColor { col: rgb(*colour) });
                stream.push(Op::SetOutlineThickness { pt: Pt(*width) });
                let is_closed = path.iter().any(|step| matches!(step, Step::Close));
                for ring in rings(path) {
                    stream.push(Op::DrawLine { line: Line { points: ring.points, is_closed } });
                }
                if dashes.is_some() {
                    stream.push(Op::RestoreGraphicsState);
                }
            }
            Draw::Picture { digest, place } => self.picture(digest, *place, stream),
        }
    }

    fn picture(&mut self, digest: &Digest, [x, y, width, height]: [f32; 4], stream: &mut Stream) {
        if !self.pictures.contains_key(digest) {
            return;
        }
        self.contents.pictures.insert(digest.clone());
        stream.push(Op::SaveGraphicsState);
        stream
            .push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw([width, 0.0, 0.0, height, x, y]) });
        let transform = XObjectTransform { no_auto_scale: true, ..XObjectTransform::default() };
        stream.push(Op::UseXobject { id: picture_id(digest), transform });
        stream.push(Op::RestoreGraphicsState);
    }

    fn text(&mut self, run: &Run, stream: &mut Stream) {
        let Some(case) = self.cases.get(run.font) else { return };
        let [a, b, c, d, x, y] = run.matrix;
        let first = run.glyphs.first().map_or(0.0, |glyph| glyph.offset) * run.size / 1000.0;
        let offsets = offsets(run, case);
        let common = commonest(&offsets);
        stream.text(run, -common * run.size / 1000.0);
        let ops = &mut stream.ops;
        ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw([a, b, c, d, x + first * a, y + first * b]) });
        // printpdf's own operator makes a string of each glyph, which is twice as long and takes twice the time.
        ops.push(Op::Unknown {
            key: "TJ".into(),
            value: vec![DictItem::Array(codes(run, &offsets, common))],
        });
        self.note_glyphs(run, case);
    }

    fn note_glyphs(&mut self, run: &Run, case: &Case) {
        let used = self.contents.glyphs.entry(run.font).or_default();
        for glyph in &run.glyphs {
            if used.contains_key(&glyph.id) {
                continue;
            }
            let told = case.letter(glyph.id).map(String::from);
            used.insert(glyph.id, told.unwrap_or_else(|| run.shown(glyph).to_owned()));
        }
    }
}

/// How far each next glyph stands to the left of where the pen comes to stand, in thousandths of the size.
fn offsets(run: &Run, case: &Case) -> Vec<f32> {
    let next = run.glyphs.iter().skip(1).map(|next| next.offset);
    let pairs = run.glyphs.iter().zip(next);
    pairs.map(|(glyph, next)| case.width(glyph.id) - glyph.advance + glyph.offset - next).collect()
}

/// The offset that most glyphs of a run have: lines that are justified have some white, or less, after every glyph. It is
/// none where only few share it.
fn commonest(offsets: &[f32]) -> f32 {
    let mut tenths: Vec<i32> = offsets.iter().map(|offset| (offset * 10.0).round() as i32).collect();
    tenths.sort_unstable();
    let longest = tenths.chunk_by(|one, next| one == next).max_by_key(|equal| equal.len());
    longest.filter(|equal| equal.len() > 3).map_or(0.0, |equal| equal[0] as f32 / 10.0)
}

/// The codes of glyphs with what moves the pen between them: a number moves the next glyph to the left. Whole thousandths are
/// told, and the next number makes up for what is left, so that nobody can see a difference at the end of the line either.
fn codes(run: &Run, offsets: &[f32], common: f32) -> Vec<DictItem> {
    let string = |data: Vec<u8>| DictItem::String { data, literal: true };
    let (mut items, mut codes) = (Vec::new(), Vec::with_capacity(run.glyphs.len() * 2));
    let mut owed = 0.0;
    for (at, glyph) in run.glyphs.iter().enumerate() {
        codes.extend(glyph.id.to_be_bytes());
        owed += offsets.get(at).map_or(0.0, |offset| offset - common);
        let told = owed.round();
        if told != 0.0 && at < offsets.len() {
            owed -= told;
            items.push(string(std::mem::take(&mut codes)));
            items.push(DictItem::Int(told as i64));
        }
    }
    if !codes.is_empty() {
        items.push(string(codes));
    }
    items
}

/// Tells readers what the next glyphs mean (ISO 32000-1, 14.9.4).
fn actual_text(said: &str) -> (String, DictItem) {
    let data = [0xfe, 0xff].into_iter().chain(said.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    ("ActualText".to_owned(), DictItem::String { data, literal: false })
}

fn begin(tag: &str, properties: impl IntoIterator<Item = (String, DictItem)>) -> Op {
    let properties = DictItem::Dict { map: properties.into_iter().collect() };
    Op::BeginMarkedContentWithProperties { tag: tag.to_owned(), properties }
}

fn rgb([r, g, b]: [u8; 3]) -> Color {
    let part = |part: u8| f32::from(part) / 255.0;
    Color::Rgb(Rgb { r: part(r), g: part(g), b: part(b), icc_profile: None })
}

fn rings(path: &[Step]) -> Vec<PolygonRing> {
    let mut rings: Vec<PolygonRing> = Vec::new();
    let mut add = |x: f32, y: f32, bezier: bool, fresh: bool| {
        if fresh || rings.is_empty() {
            rings.push(PolygonRing { points: vec![] });
        }
        if let Some(ring) = rings.last_mut() {
            ring.points.push(LinePoint { p: Point { x: Pt(x), y: Pt(y) }, bezier });
        }
    };
    for step in path {
        match step {
            Step::Move(x, y) => add(*x, *y, false, true),
            Step::Line(x, y) => add(*x, *y, false, false),
            Step::Cubic([ax, ay, bx, by, cx, cy]) => {
                add(*ax, *ay, true, false);
                add(*bx, *by, true, false);
                add(*cx, *cy, false, false);
            }
            Step::Close => {}
        }
    }
    rings
}
