//! A page as it is shown: characters and pictures with their places, in points from its lower left corner.

use super::MOST_PAGES;
use super::ruling::{self, Ruling};
use super::unpacking::is_too_deep;
use hayro_interpret::font::Glyph as Drawn;
use hayro_interpret::hayro_cmap::BfString;
use hayro_interpret::hayro_syntax::object::{Array, Dict, Rect as PdfRect, String as PdfString};
use hayro_interpret::hayro_syntax::page::Page as PdfPage;
use hayro_interpret::hayro_syntax::{Filter, Pdf};
use hayro_interpret::util::{RectExt, TransformExt};
use hayro_interpret::{
    BlendMode, ClipPath, Context, Device, GlyphDrawMode, Image, InterpreterCache, InterpreterSettings, Paint,
    PathDrawMode, SoftMask, interpret_page,
};
use kurbo::{Affine, BezPath, Point, Rect};
use std::collections::HashMap;
use std::panic::{AssertUnwindSafe, catch_unwind};

/// What the characters that are read may cost together; one costs 1.
const MOST_COST: usize = 6_000_000;
/// What one costs where the font is not embedded, or finds its characters by their names: the library looks through all.
const COST_BY_NAME: usize = 2;
/// More characters of one page are not read.
const MOST_GLYPHS_OF_A_PAGE: usize = 500_000;
/// More that is drawn, besides characters, is not looked at: forms that draw each other could go on for ever.
const MOST_STEPS: usize = 3_000_000;
/// What a character costs that is not on the page: finding it in its font may take long.
const COST_OF_A_GLYPH: usize = 4;
/// More links of one page are not read.
const MOST_LINKS: usize = 300;
/// Smaller pictures are signs and ornaments, in pixels.
const SMALLEST: u32 = 80;
/// More pictures of one page are not taken: the same one may be drawn again and again.
const MOST_PICTURES_OF_A_PAGE: usize = 200;
/// Pictures together may have so many bytes.
const MOST_PICTURE_BYTES: usize = 128 << 20;

/// Stands for a character that its font does not name: it may be a bullet, and is no text.
pub(super) const UNKNOWN: char = '\0';

/// A character on a page. Books have millions, so it is small.
#[derive(Clone, Debug)]
pub(super) struct Glyph {
    pub c: char,
    x: f32,
    y: f32,
    width: f32,
    size: f32,
    pub bold: bool,
    pub italic: bool,
    /// Number of the page's link that it is part of.
    pub link: Option<u16>,
}

impl Glyph {
    /// A plain character whose lower left corner, width and size an area gives.
    pub fn new(c: char, area: Rect) -> Self {
        let [x, y, width, size] = [area.x0, area.y0, area.width(), area.height()].map(|value| value as f32);
        Self { c, x, y, width, size, bold: false, italic: false, link: None }
    }

    pub fn x(&self) -> f64 {
        f64::from(self.x)
    }

    /// The height of its base line.
    pub fn y(&self) -> f64 {
        f64::from(self.y)
    }

    pub fn width(&self) -> f64 {
        f64::from(self.width)
    }

    /// Height of the font.
    pub fn size(&self) -> f64 {
        f64::from(self.size)
    }

    pub fn is_blank(&self) -> bool {
        self.c.is_whitespace()
    }
}

/// What a page shows.
#[derive(Default)]
pub(super) struct Page {
    pub glyphs: Vec<Glyph>,
    pub links: Vec<(Rect, String)>,
    /// Pictures with the height of their lower edge.
    pub pictures: Vec<(f64, Vec<u8>)>,
    pub pictures_left: usize,
    /// What its characters cost.
    cost: usize,
    /// Characters whose meaning the font does not tell.
    pub unknown: usize,
    pub height: f64,
    pub ruling: Ruling,
    /// The library could not go on in it.
    pub is_broken: bool,
}

/// The pages of a document, within the limits.
pub(super) fn read_all(pdf: &Pdf) -> Vec<Page> {
    let mut cache = InterpreterCache::new();
    let (mut cost, mut bytes, mut steps) = (0, 0, MOST_STEPS);
    let mut fonts = HashMap::new();
    let mut pages = Vec::new();
    for page in pdf.pages().iter().take(MOST_PAGES) {
        // Turned as it is shown: what is scanned or printed across often lies on its side in the file.
        let turn = page.initial_transform(false).to_kurbo();
        let (width, height) = page.render_dimensions();
        let bounds = Rect::new(0.0, 0.0, f64::from(width), f64::from(height));
        let settings = InterpreterSettings { render_annotations: false, ..InterpreterSettings::default() };
        let mut context = Context::new(turn, bounds, &cache, pdf.xref(), settings);
        let mut pencil =
            Pencil { page: Page::default(), bounds, fonts: &mut fonts, bytes: &mut bytes, steps: &mut steps };
        pencil.page.links = links(page, turn);
        pencil.page.height = bounds.height();
        let is_sound = !page.page_stream().is_some_and(is_too_deep)
            && catch_unwind(AssertUnwindSafe(|| interpret_page(page, &mut context, &mut pencil))).is_ok();
        let mut shown = pencil.page;
        shown.is_broken = !is_sound;
        drop(context);
        if shown.is_broken {
            cache = InterpreterCache::new();
        }
        ruling::write_bullets(&mut shown);
        cost += shown.cost;
        pages.push(shown);
        if cost > MOST_COST || steps == 0 {
            break;
        }
    }
    pages
}

/// The links of a page that lead to addresses.
fn links(page: &PdfPage<'_>, turn: Affine) -> Vec<(Rect, String)> {
    let Some(annotations) = page.raw().get::<Array<'_>>("Annots") else { return vec![] };
    let link = |annotation: Dict<'_>| {
        let address = annotation.get::<Dict<'_>>("A")?.get::<PdfString<'_>>("URI")?;
        let area = annotation.get::<PdfRect>("Rect")?;
        let address = String::from_utf8_lossy(address.as_bytes()).into_owned();
        Some((turn.transform_rect_bbox(area.to_kurbo()), address))
    };
    annotations.iter::<Dict<'_>>().take(MOST_LINKS).filter_map(link).collect()
}

/// Takes down what is drawn.
struct Pencil<'p> {
    page: Page,
    bounds: Rect,
    fonts: &'p mut HashMap<u128, Font>,
    bytes: &'p mut usize,
    /// How much more that is drawn is looked at.
    steps: &'p mut usize,
}

/// What ends the drawing of a page.
struct Enough;

/// A font of a document.
#[derive(Clone, Copy)]
struct Font {
    bold: bool,
    italic: bool,
    /// What one of its characters costs.
    cost: usize,
}

impl Pencil<'_> {
    /// Counts what is drawn. The library cannot be asked to stop, so drawing is unwound when it is too much.
    fn step(&mut self, cost: usize) {
        match self.steps.checked_sub(cost) {
            Some(left) => *self.steps = left,
            None => {
                *self.steps = 0;
                std::panic::resume_unwind(Box::new(Enough))
            }
        }
    }

    fn font(&mut self, glyph: &Drawn<'_>) -> Font {
        let unknown = Font { bold: false, italic: false, cost: COST_BY_NAME };
        let Drawn::Outline(outline) = glyph else { return unknown };
        *self.fonts.entry(outline.font_cache_key()).or_insert_with(|| {
            let Some(font) = outline.font_data() else { return unknown };
            let name = font.postscript_name.unwrap_or_default().to_lowercase();
            let bold = font.weight.is_some_and(|weight| weight >= 600) || name.contains("bold");
            let italic = font.is_italic || name.contains("italic") || name.contains("oblique");
            Font { bold, italic, cost: 1 }
        })
    }
}

impl<'a> Device<'a> for Pencil<'_> {
    fn draw_glyph(
        &mut self,
        glyph: &Drawn<'a>,
        transform: Affine,
        glyph_transform: Affine,
        _: &Paint<'a>,
        _: &GlyphDrawMode,
    ) {
        if self.page.glyphs.len() >= MOST_GLYPHS_OF_A_PAGE {
            std::panic::resume_unwind(Box::new(Enough));
        }
        let whole = transform * glyph_transform;
        let at = whole * Point::ORIGIN;
        let size = whole.determinant().abs().sqrt() * 1000.0;
        // Text that stands upright or outside the page is a note on its margin.
        let [a, b, ..] = whole.as_coeffs();
        let level = b.abs() <= a.abs() * 0.2 && a > 0.0;
        if !level || !self.bounds.inflate(2.0, 2.0).contains(at) || !(1.0..=1000.0).contains(&size) {
            return self.step(COST_OF_A_GLYPH);
        }
        let text = glyph.as_unicode().unwrap_or_else(|| {
            self.page.unknown += 1;
            BfString::Char(UNKNOWN)
        });
        let advance = match glyph {
            Drawn::Outline(outline) => outline.advance_width().map(f64::from).unwrap_or(500.0),
            Drawn::Type3(_) => 500.0,
        };
        let Font { bold, italic, cost } = self.font(glyph);
        self.page.cost += cost;
        let width = (advance * a).abs();
        let middle = Point::new(at.x + width / 2.0, at.y + size * 0.3);
        let link = self.page.links.iter().position(|(area, _)| area.contains(middle));
        let link = link.and_then(|link| u16::try_from(link).ok());
        let mut push = |c: char, x: f64, width: f64| {
            let place = Rect::new(x, at.y, x + width, at.y + size);
            self.page.glyphs.push(Glyph { bold, italic, link, ..Glyph::new(c, place) });
        };
        match text {
            BfString::Char(c) => push(c, at.x, width),
            BfString::String(text) => {
                let part = width / text.chars().count().max(1) as f64;
                text.chars().enumerate().for_each(|(n, c)| push(c, at.x + part * n as f64, part));
            }
        }
    }

    fn draw_image(&mut self, image: Image<'a, '_>, transform: Affine) {
        self.step(1);
        let Image::Raster(raster) = image else { return };
        if raster.width() < SMALLEST || raster.height() < SMALLEST {
            return;
        }
        if self.page.pictures.len() >= MOST_PICTURES_OF_A_PAGE {
            self.page.pictures_left += 1;
            return;
        }
        // JPEG is kept as it is; what is packed otherwise would have to be made anew.
        let is_jpeg =
            raster.stream().filters().last().is_some_and(|filter| matches!(filter, Filter::DctDecode));
        let alone = raster.stream().filters().len() == 1;
        let bytes = raster.stream().raw_data();
        if !is_jpeg || !alone || *self.bytes + bytes.len() > MOST_PICTURE_BYTES {
            self.page.pictures_left += 1;
            return;
        }
        *self.bytes += bytes.len();
        let lower = transform.transform_rect_bbox(Rect::new(0.0, 0.0, 1.0, 1.0)).y0;
        self.page.pictures.push((lower, bytes.into_owned()));
    }

    fn draw_path(&mut self, path: &BezPath, transform: Affine, _: &Paint<'a>, mode: &PathDrawMode) {
        self.step(1);
        self.page.ruling.take(path, transform, matches!(mode, PathDrawMode::Stroke(_)));
    }

    fn set_soft_mask(&mut self, _: Option<SoftMask<'a>>) {}
    fn set_blend_mode(&mut self, _: BlendMode) {}
    fn push_clip_path(&mut self, _: &ClipPath) {
        // Each form that is drawn begins with one.
        self.step(10);
    }

    fn push_transparency_group(&mut self, _: f32, _: Option<SoftMask<'a>>, _: BlendMode) {}
    fn pop_clip_path(&mut self) {}
    fn pop_transparency_group(&mut self) {}
}
