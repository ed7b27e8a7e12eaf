//! Laying out: Typst's frames become drawings.

use crate::PdfError;
use crate::data::{self, ContentsLine, Geometry};
use crate::drawing::{Draw, Glyph, Page, Run, Step, Target};
use crate::fonts;
use crate::pictures::{self, Picture};
use crate::world::{Cases, Desk};
use fonds_model::{AssetSource, Book, Diagnostic, Digest, Section};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use typst::layout::{Frame, FrameItem, GroupItem, Point, Transform};
use typst::model::Destination;
use typst::text::{Font, TextItem};
use typst::visualize::{Color, CurveItem, Geometry as Outline, ImageKind, Paint, Shape};
use typst_layout::PagedDocument;

/// Pages of furniture laid out at once.
const FURNITURE: usize = 200;

/// Lays out a book's texts.
pub(crate) struct Press<'a> {
    book: &'a Book,
    geometry: &'a Geometry,
    cases: Cases,
    pub pictures: BTreeMap<Digest, Picture>,
    diagnostics: Vec<Diagnostic>,
    /// Letters that no font has, with the text they stand in.
    missing: BTreeSet<(char, String)>,
}

impl<'a> Press<'a> {
    pub fn new(book: &'a Book, assets: &dyn AssetSource, geometry: &'a Geometry) -> Self {
        let mut diagnostics = Vec::new();
        let pictures = pictures::read(book, assets, &mut diagnostics);
        let cases = Cases::of(fonts::for_book(book));
        Self { book, geometry, cases, pictures, diagnostics, missing: BTreeSet::new() }
    }

    /// The fonts by number.
    pub fn fonts(&self) -> &[Font] {
        &self.cases.fonts
    }

    /// The pages of a section. One that Typst refuses is laid out as plain paragraphs.
    pub fn section(
        &mut self,
        section: &Section,
        pages: &BTreeMap<&str, usize>,
    ) -> Result<Vec<Page>, PdfError> {
        let data = data::section(self.book, section, self.geometry, &self.pictures, pages, false);
        match self.lay_out(&data, &section.title) {
            Ok(pages) => Ok(pages),
            Err(error) => {
                let message = format!("“{}” was printed as plain paragraphs ({error})", section.title);
                self.diagnostics.push(Diagnostic::warning("section-simplified", message));
                let data = data::section(self.book, section, self.geometry, &self.pictures, pages, true);
                self.lay_out(&data, &section.title)
            }
        }
    }

    /// Title page and contents.
    pub fn front(&mut self, contents: &[ContentsLine]) -> Result<Vec<Page>, PdfError> {
        let data = data::front(self.book, self.geometry, contents);
        self.lay_out(&data, &self.book.labels.contents)
    }

    /// Running heads and page numbers, a page each.
    pub fn furniture(&mut self, lines: &[(String, String, bool)]) -> Result<Vec<Page>, PdfError> {
        let mut pages = Vec::with_capacity(lines.len());
        for group in lines.chunks(FURNITURE) {
            pages.extend(self.lay_out(&data::furniture(self.book, self.geometry, group), "")?);
        }
        Ok(pages)
    }

    /// Everything that was remarked.
    pub fn into_diagnostics(self) -> Vec<Diagnostic> {
        let mut diagnostics = self.diagnostics;
        for (letter, place) in self.missing {
            let message = format!("no font has U+{:04X} {letter}", u32::from(letter));
            let remark = Diagnostic::warning("glyph-missing", message).at(place);
            diagnostics.push(remark.hint("install a font that has it"));
        }
        diagnostics
    }

    fn lay_out(&mut self, data: &Value, what: &str) -> Result<Vec<Page>, PdfError> {
        let failed = |reason: String| PdfError::Layout { what: what.to_owned(), reason };
        let bytes = serde_json::to_vec(data).map_err(|error| failed(error.to_string()))?;
        let desk = Desk::with(&self.cases, bytes, &self.pictures);
        let result = typst::compile::<PagedDocument>(&desk).output;
        let document = result.map_err(|errors| {
            failed(errors.iter().map(|error| error.message.to_string()).collect::<Vec<_>>().join("; "))
        })?;
        let mut pages = Vec::with_capacity(document.pages().len());
        for page in document.pages() {
            let height = page.frame.height().to_pt() as f32;
            let mut taker = Taker { press: self, height, page: Page::default(), missing: vec![] };
            taker.frame(&page.frame, Transform::identity());
            let Taker { page, missing, .. } = taker;
            self.missing.extend(missing.into_iter().map(|letter| (letter, what.to_owned())));
            pages.push(page);
        }
        // Nothing of a section is needed for the next one.
        comemo::evict(0);
        Ok(pages)
    }
}

/// Takes one page's frame apart.
struct Taker<'a, 'b> {
    press: &'a Press<'b>,
    height: f32,
    page: Page,
    missing: Vec<char>,
}

impl Taker<'_, '_> {
    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (at, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => self.group(group, here),
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Shape(shape, _) => self.shape(shape, here),
                FrameItem::Image(image, size, _) => {
                    if let ImageKind::Raster(raster) = image.kind() {
                        let (x, y) = self.point(Point::new(typst::layout::Abs::zero(), size.y), here);
                        let found =
                            self.press.pictures.iter().find(|(_, picture)| picture.bytes == *raster.data());
                        if let Some((digest, _)) = found {
                            let (width, height) = (size.x.to_pt() as f32, size.y.to_pt() as f32);
                            self.page.draws.push(Draw::Picture {
                                digest: digest.clone(),
                                x,
                                y,
                                width,
                                height,
                            });
                        }
                    }
                }
                FrameItem::Link(Destination::Url(url), size) => {
                    let (x, y) = self.point(Point::new(typst::layout::Abs::zero(), size.y), here);
                    let (width, height) = (size.x.to_pt() as f32, size.y.to_pt() as f32);
                    let target = match url.as_str().strip_prefix("fonds:") {
                        Some(section) => Target::Section(section.to_owned()),
                        None => Target::Address(url.as_str().to_owned()),
                    };
                    self.page.draws.push(Draw::Link { x, y, width, height, target });
                }
                FrameItem::Link(..) | FrameItem::Tag(_) => {}
            }
        }
    }

    fn group(&mut self, group: &GroupItem, transform: Transform) {
        self.frame(&group.frame, transform.pre_concat(group.transform));
    }

    /// Typst counts from the upper left corner, PDF from the lower left one.
    fn point(&self, point: Point, transform: Transform) -> (f32, f32) {
        let placed = point.transform(transform);
        (placed.x.to_pt() as f32, self.height - placed.y.to_pt() as f32)
    }

    fn text(&mut self, text: &TextItem, transform: Transform) {
        let font = text.font.font();
        let Some(number) = self.press.cases.fonts.iter().position(|known| known == font) else { return };
        let (x, y) = self.point(Point::zero(), transform);
        let mut last = None;
        let glyphs = text.glyphs.iter().map(|glyph| {
            let range = glyph.range();
            if glyph.id == 0 {
                self.missing.extend(text.text.get(range.clone()).unwrap_or_default().chars());
            }
            // A cluster's text goes with its first glyph.
            let again = last.as_ref() == Some(&range);
            last = Some(range.clone());
            Glyph {
                id: glyph.id,
                from: range.start as u16,
                to: if again { range.start } else { range.end } as u16,
                advance: (glyph.x_advance.get() * 1000.0) as f32,
                offset: (glyph.x_offset.get() * 1000.0) as f32,
            }
        });
        let run = Run {
            font: number,
            size: text.size.to_pt() as f32,
            x,
            y,
            colour: rgb(&text.fill),
            text: text.text.to_string(),
            glyphs: glyphs.collect(),
        };
        self.page.draws.push(Draw::Text(run));
    }

    fn shape(&mut self, shape: &Shape, transform: Transform) {
        let path = self.path(&shape.geometry, transform);
        if let Some(fill) = &shape.fill {
            self.page.draws.push(Draw::Fill { path: path.clone(), colour: rgb(fill) });
        }
        if let Some(stroke) = &shape.stroke {
            let width = stroke.thickness.to_pt() as f32;
            self.page.draws.push(Draw::Stroke { path, colour: rgb(&stroke.paint), width });
        }
    }

    fn path(&self, outline: &Outline, transform: Transform) -> Vec<Step> {
        let at = |point: Point| self.point(point, transform);
        let line = |point: Point| {
            let (x, y) = at(point);
            Step::Line(x, y)
        };
        let start = |point: Point| {
            let (x, y) = at(point);
            Step::Move(x, y)
        };
        match outline {
            Outline::Line(end) => vec![start(Point::zero()), line(*end)],
            Outline::Rect(size) => vec![
                start(Point::zero()),
                line(Point::with_x(size.x)),
                line(size.to_point()),
                line(Point::with_y(size.y)),
                Step::Close,
            ],
            Outline::Curve(curve) => {
                let step = |item: &CurveItem| match item {
                    CurveItem::Move(point) => start(*point),
                    CurveItem::Line(point) => line(*point),
                    CurveItem::Cubic(a, b, c) => {
                        let ((ax, ay), (bx, by), (cx, cy)) = (at(*a), at(*b), at(*c));
                        Step::Cubic([ax, ay, bx, by, cx, cy])
                    }
                    CurveItem::Close => Step::Close,
                };
                curve.0.iter().map(step).collect()
            }
        }
    }
}

fn rgb(paint: &Paint) -> [u8; 3] {
    let colour = if let Paint::Solid(colour) = paint { colour.clone() } else { Color::BLACK };
    let parts = colour.to_rgb();
    [parts.red, parts.green, parts.blue].map(|part| (part * 255.0).round() as u8)
}
