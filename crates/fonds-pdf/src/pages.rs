//! Writing pages with printpdf: fonts as subsets, glyph runs, pictures, links.

use crate::Laid;
use crate::PdfError;
use crate::data::Geometry;
use crate::drawing::{Draw, Page, Run, Step, Target};
use crate::layout::Press;
use crate::pictures::Picture;
use fonds_model::{Book, Digest, Progress, Stage};
use printpdf::{
    Actions, BorderArray, Codepoint, Color, CurTransMat, Destination, DictItem, ExternalStream,
    ExternalXObject, FontId, Line, LinePoint, LinkAnnotation, Mm, Op, PaintMode, ParsedFont, PdfDocument,
    PdfFontHandle, PdfPage, Point, Polygon, PolygonRing, Pt, RawImage, RawImageData, RawImageFormat, Rect,
    Rgb, TextItem, TextMatrix, WindingOrder, XObject, XObjectId, XObjectTransform,
};
use std::collections::{BTreeMap, BTreeSet};
use subsetter::GlyphRemapper;
use typst::text::Font;

/// The document with all pages.
pub(crate) fn document(
    book: &Book,
    laid: &Laid,
    press: &Press<'_>,
    geometry: &Geometry,
    progress: &dyn Progress,
) -> Result<PdfDocument, PdfError> {
    let mut document = PdfDocument::new(&book.meta.title);
    let types = subset_fonts(laid, press.fonts())?;
    for (number, face) in
        types.iter().filter_map(|(number, face)| face.parsed.as_ref().map(|parsed| (number, parsed)))
    {
        document.resources.fonts.map.insert(font_id(*number), printpdf::PdfFont::new(face.clone()));
    }
    add_pictures(&mut document, laid, &press.pictures)?;
    let starts: BTreeMap<&str, usize> = book
        .sections
        .iter()
        .zip(&laid.starts)
        .map(|(section, start)| (section.id.as_str(), laid.front.len() + start + 1))
        .collect();
    let writer =
        Writer { faces: &types, starts: &starts, pictures: &press.pictures, height: geometry.height_mm };
    let total = (laid.front.len() + laid.body.len()) as u64;
    let mut pages = Vec::with_capacity(total as usize);
    for (n, page) in laid.front.iter().chain(&laid.body).enumerate() {
        if n % 50 == 0 {
            progress.check()?;
            progress.step(Stage::Write, n as u64, total);
        }
        pages.push(PdfPage::new(
            Mm(geometry.width_mm as f32),
            Mm(geometry.height_mm as f32),
            writer.ops(page),
        ));
    }
    document.with_pages(pages);
    progress.step(Stage::Write, total, total);
    Ok(document)
}

/// A font as the file has it: only the glyphs that are used, numbered anew.
struct Face {
    parsed: Option<ParsedFont>,
    glyphs: GlyphRemapper,
    /// Widths as the file states them, by the new numbers, in thousandths.
    widths: BTreeMap<u16, f32>,
}

fn font_id(number: usize) -> FontId {
    FontId(format!("T{number}"))
}

fn subset_fonts(laid: &Laid, fonts: &[Font]) -> Result<BTreeMap<usize, Face>, PdfError> {
    let mut used: BTreeMap<usize, BTreeSet<u16>> = BTreeMap::new();
    for draw in laid.front.iter().chain(&laid.body).flat_map(|page| &page.draws) {
        if let Draw::Text(run) = draw {
            used.entry(run.font).or_default().extend(run.glyphs.iter().map(|glyph| glyph.id));
        }
    }
    used.into_iter()
        .filter_map(|(number, glyphs)| Some((number, fonts.get(number)?, glyphs)))
        .map(|(number, font, glyphs)| Ok((number, face(font, &glyphs)?)))
        .collect()
}

fn face(font: &Font, used: &BTreeSet<u16>) -> Result<Face, PdfError> {
    let failed = |reason: String| PdfError::Write(format!("the font {}: {reason}", font.info().family));
    let mut glyphs = GlyphRemapper::new();
    used.iter().for_each(|glyph| {
        glyphs.remap(*glyph);
    });
    let bytes =
        subsetter::subset(font.data(), font.index(), &glyphs).map_err(|error| failed(error.to_string()))?;
    let whole =
        ttf_parser::Face::parse(font.data(), font.index()).map_err(|error| failed(error.to_string()))?;
    let mut parsed = ParsedFont::from_bytes(font.data(), font.index() as usize, &mut Vec::new())
        .ok_or_else(|| failed("printpdf cannot read it".into()))?;
    let units = f32::from(whole.units_per_em());
    let mut widths = BTreeMap::new();
    parsed.glyph_widths.clear();
    for old in used {
        let (Some(new), Some(width)) = (glyphs.get(*old), whole.glyph_hor_advance(ttf_parser::GlyphId(*old)))
        else {
            continue;
        };
        parsed.glyph_widths.insert(new, width);
        widths.insert(new, (f32::from(width) * 1000.0 / units).trunc());
    }
    parsed.original_bytes = bytes;
    parsed.font_index = 0;
    parsed.codepoint_to_glyph.clear();
    parsed.font_name = Some(subset_name(font, used));
    Ok(Face { parsed: Some(parsed), glyphs, widths })
}

/// Six letters that tell subsets of one font apart, made of the glyphs in it (ISO 32000-2, 9.9.2).
fn subset_name(font: &Font, used: &BTreeSet<u16>) -> String {
    let seed: Vec<u8> = used.iter().flat_map(|glyph| glyph.to_be_bytes()).collect();
    let digest = Digest::of(&seed).0;
    let tag: String = digest.bytes().take(6).map(|b| char::from(b'A' + b % 26)).collect();
    let name = font.post_script_name().unwrap_or_else(|| "Font".into());
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || *c == '-').collect();
    format!("{tag}+{name}")
}

fn add_pictures(
    document: &mut PdfDocument,
    laid: &Laid,
    pictures: &BTreeMap<Digest, Picture>,
) -> Result<(), PdfError> {
    let mut shown = BTreeSet::new();
    for draw in laid.front.iter().chain(&laid.body).flat_map(|page| &page.draws) {
        if let Draw::Picture { digest, .. } = draw {
            shown.insert(digest);
        }
    }
    for digest in shown {
        let Some(picture) = pictures.get(digest) else { continue };
        let object = if picture.jpeg { jpeg(picture) } else { pixels(picture)? };
        document.resources.xobjects.map.insert(picture_id(digest), object);
    }
    Ok(())
}

fn picture_id(digest: &Digest) -> XObjectId {
    XObjectId(format!("P{}", digest.as_str().get(..16).unwrap_or_default()))
}

/// A JPEG goes into the file as it is.
fn jpeg(picture: &Picture) -> XObject {
    let name = |text: &str| DictItem::Name(text.as_bytes().to_vec());
    let dict = [
        ("Type", name("XObject")),
        ("Subtype", name("Image")),
        ("Width", DictItem::Int(i64::from(picture.width))),
        ("Height", DictItem::Int(i64::from(picture.height))),
        ("ColorSpace", name("DeviceRGB")),
        ("BitsPerComponent", DictItem::Int(8)),
        ("Filter", name("DCTDecode")),
    ];
    let dict = dict.into_iter().map(|(key, value)| (key.to_owned(), value)).collect();
    let stream = ExternalStream { dict, content: picture.bytes.to_vec(), compress: false };
    XObject::External(ExternalXObject { stream, width: None, height: None, dpi: None })
}

fn pixels(picture: &Picture) -> Result<XObject, PdfError> {
    let decoded =
        image::load_from_memory(&picture.bytes).map_err(|error| PdfError::Write(error.to_string()))?;
    Ok(XObject::Image(RawImage {
        width: picture.width as usize,
        height: picture.height as usize,
        data_format: RawImageFormat::RGB8,
        pixels: RawImageData::U8(decoded.to_rgb8().into_raw()),
        tag: vec![],
    }))
}

struct Writer<'a> {
    faces: &'a BTreeMap<usize, Face>,
    /// Each section's page in the file, from 1.
    starts: &'a BTreeMap<&'a str, usize>,
    pictures: &'a BTreeMap<Digest, Picture>,
    height: f64,
}

impl Writer<'_> {
    fn ops(&self, page: &Page) -> Vec<Op> {
        let mut ops = Vec::with_capacity(page.draws.len() * 6);
        for draw in &page.draws {
            match draw {
                Draw::Text(run) => self.text(run, &mut ops),
                Draw::Fill { path, colour } => {
                    ops.push(Op::SetFillColor { col: rgb(*colour) });
                    let polygon = Polygon {
                        rings: rings(path),
                        mode: PaintMode::Fill,
                        winding_order: WindingOrder::NonZero,
                    };
                    ops.push(Op::DrawPolygon { polygon });
                }
                Draw::Stroke { path, colour, width } => {
                    ops.push(Op::SetOutlineColor { col: rgb(*colour) });
                    ops.push(Op::SetOutlineThickness { pt: Pt(*width) });
                    let closed = path.iter().any(|step| matches!(step, Step::Close));
                    for ring in rings(path) {
                        ops.push(Op::DrawLine { line: Line { points: ring.points, is_closed: closed } });
                    }
                }
                Draw::Picture { digest, x, y, width, height } => {
                    if self.pictures.contains_key(digest) {
                        picture(digest, [*x, *y, *width, *height], self.pictures, &mut ops);
                    }
                }
                Draw::Link { x, y, width, height, target } => {
                    self.link([*x, *y, *width, *height], target, &mut ops)
                }
            }
        }
        ops
    }

    fn text(&self, run: &Run, ops: &mut Vec<Op>) {
        let Some(face) = self.faces.get(&run.font) else { return };
        let mut codes: Vec<Codepoint> = Vec::with_capacity(run.glyphs.len());
        let mut before = 0.0;
        for glyph in &run.glyphs {
            let Some(id) = face.glyphs.get(glyph.id) else { continue };
            let shown = run.text.get(usize::from(glyph.from)..usize::from(glyph.to)).unwrap_or_default();
            // A number after a glyph moves the next one: left when it is positive.
            if let Some(last) = codes.last_mut() {
                last.offset = settled(before - glyph.offset);
            }
            let width = face.widths.get(&id).copied().unwrap_or_default();
            before = width - glyph.advance + glyph.offset;
            codes.push(Codepoint { gid: id, offset: 0.0, cid: Some(shown.to_owned()) });
        }
        let first = run.glyphs.first().map_or(0.0, |glyph| glyph.offset) * run.size / 1000.0;
        ops.push(Op::StartTextSection);
        ops.push(Op::SetFillColor { col: rgb(run.colour) });
        ops.push(Op::SetFont { font: PdfFontHandle::External(font_id(run.font)), size: Pt(run.size) });
        ops.push(Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, run.x + first, run.y]) });
        ops.push(Op::ShowText { items: vec![TextItem::GlyphIds(codes)] });
        ops.push(Op::EndTextSection);
    }

    fn link(&self, [x, y, width, height]: [f32; 4], target: &Target, ops: &mut Vec<Op>) {
        let actions = match target {
            Target::Address(address) => Actions::Uri(address.clone()),
            Target::Section(id) => match self.starts.get(id.as_str()) {
                Some(page) => Actions::Goto(Destination::Xyz {
                    page: *page,
                    left: Some(0.0),
                    top: Some((self.height * 72.0 / 25.4) as f32),
                    zoom: None,
                }),
                None => return,
            },
        };
        let rect = Rect::from_xywh(Pt(x), Pt(y), Pt(width), Pt(height));
        let border = Some(BorderArray::Solid([0.0, 0.0, 0.0]));
        ops.push(Op::LinkAnnotation { link: LinkAnnotation::new(rect, actions, border, None, None) });
    }
}

/// Differences that nobody can see make the file larger.
fn settled(offset: f32) -> f32 {
    let rounded = (offset * 10.0).round() / 10.0;
    if rounded.abs() < 0.5 { 0.0 } else { rounded }
}

fn picture(
    digest: &Digest,
    [x, y, width, height]: [f32; 4],
    pictures: &BTreeMap<Digest, Picture>,
    ops: &mut Vec<Op>,
) {
    let Some(known) = pictures.get(digest) else { return };
    ops.push(Op::SaveGraphicsState);
    if known.jpeg {
        ops.push(Op::SetTransformationMatrix { matrix: CurTransMat::Raw([width, 0.0, 0.0, height, x, y]) });
        ops.push(Op::UseXobject { id: picture_id(digest), transform: XObjectTransform::default() });
    } else {
        let transform = XObjectTransform {
            translate_x: Some(Pt(x)),
            translate_y: Some(Pt(y)),
            scale_x: Some(width / known.width as f32),
            scale_y: Some(height / known.height as f32),
            dpi: Some(72.0),
            ..XObjectTransform::default()
        };
        ops.push(Op::UseXobject { id: picture_id(digest), transform });
    }
    ops.push(Op::RestoreGraphicsState);
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
