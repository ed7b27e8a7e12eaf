//! Taking Typst's frames apart: drawings, and the structure that the template's markers tell.
//!
//! The template puts a marker before and after everything that has a place in the structure. A marker is a metadata
//! element: a dictionary opens an element (`o` names it), the string `c` closes the last one that is open. Markers come
//! in the order of the flow, except that notes and cells that break across pages come in groups of their own, which name
//! their place; each has its own stack of open elements.

use crate::drawing::{Dashes, Draw, Glyph, LinkBox, MarkBox, Marked, Page, Placed, Run, Step, Target};
use crate::fonts::Case;
use crate::structure::{CellPlace, Kid, Role, Tree};
use fonds_model::Digest;
use std::collections::{BTreeSet, HashMap, HashSet};
use typst::foundations::{Content, Dict, Value};
use typst::introspection::{Location, MetadataElem, Tag};
use typst::layout::{Frame, FrameItem, GroupItem, Point, Size, Transform};
use typst::model::Destination;
use typst::syntax::Span;
use typst::text::{Glyph as Shaped, TextItem};
use typst::visualize::{Color, CurveItem, Geometry as Outline, Image, ImageKind, LineCap, Paint, Shape};

/// What a text's frames hold.
#[derive(Clone)]
pub(crate) struct Taken {
    pub pages: Vec<Page>,
    pub tree: Tree,
    /// Letters that no font has.
    pub missing: BTreeSet<char>,
    /// Where notes are referred to, in order.
    pub references: Vec<Referred>,
    /// Where notes stand: id and page.
    pub notes: Vec<(String, usize)>,
}

/// A reference to a note.
#[derive(Clone)]
pub(crate) struct Referred {
    pub note: String,
    pub page: usize,
    /// The height of its line above the page's foot, in points.
    pub y: f32,
    pub node: usize,
}

/// Stands in a stack for an element that is furniture, or a repetition.
const FURNITURE: usize = usize::MAX;

/// Takes the frames of a text apart, page by page.
pub(crate) struct Taker<'a> {
    fonts: &'a [Case],
    /// Pictures by the hash of their bytes.
    pictures: &'a HashMap<u128, Digest>,
    tree: Tree,
    stacks: HashMap<Option<Location>, Vec<usize>>,
    at: Option<Location>,
    /// Keys of elements that were opened already: heads that Typst repeats on further pages.
    keys: HashSet<i64>,
    /// The reference to each note.
    references: HashMap<String, usize>,
    referred: Vec<Referred>,
    notes: Vec<(String, usize)>,
    leaves: Vec<Leaf>,
    last_cluster: Option<LastCluster>,
    /// The leaf of each element.
    leaf_of: Vec<Option<usize>>,
    /// The annotation whose part of a picture the next rectangle outlines.
    region: Option<String>,
    /// The page number that the next runs show, by its place among those of the text.
    slot: Option<usize>,
    missing: BTreeSet<char>,
    pages: Vec<Page>,
    height: f32,
}

/// The last cluster of the last run.
#[derive(PartialEq)]
struct LastCluster {
    /// Where it comes from.
    span: (Span, u16),
    text: String,
    size: f32,
    /// The end of its run.
    end: [f32; 2],
}

/// A leaf of the text's projection.
struct Leaf {
    /// The next code point.
    next: usize,
    /// Whether it is in a note, which stands apart from the text.
    noted: bool,
}

impl<'a> Taker<'a> {
    /// `furniture`: nothing of the text has a place in the structure.
    pub fn new(fonts: &'a [Case], pictures: &'a HashMap<u128, Digest>, furniture: bool) -> Self {
        Self {
            fonts,
            pictures,
            tree: Tree::new(Role::Sect),
            stacks: HashMap::from([(None, vec![if furniture { FURNITURE } else { 0 }])]),
            at: None,
            keys: HashSet::new(),
            references: HashMap::new(),
            referred: vec![],
            notes: vec![],
            leaves: vec![],
            last_cluster: None,
            leaf_of: vec![None],
            region: None,
            slot: None,
            missing: BTreeSet::new(),
            pages: vec![],
            height: 0.0,
        }
    }

    /// Takes the next page.
    pub fn page(&mut self, frame: &Frame) {
        self.height = frame.height().to_pt() as f32;
        self.pages.push(Page { height: self.height, ..Page::default() });
        self.at = None;
        self.frame(frame, Transform::identity());
    }

    /// Everything that was taken.
    pub fn finish(self) -> Taken {
        let Self { pages, tree, missing, referred: references, notes, .. } = self;
        Taken { pages, tree, missing, references, notes }
    }

    fn frame(&mut self, frame: &Frame, transform: Transform) {
        for (at, item) in frame.items() {
            let here = transform.pre_concat(Transform::translate(at.x, at.y));
            match item {
                FrameItem::Group(group) => self.group(group, here),
                FrameItem::Text(text) => self.text(text, here),
                FrameItem::Shape(shape, _) => self.shape(shape, here),
                FrameItem::Image(image, size, _) => self.picture(image, *size, here),
                FrameItem::Link(Destination::Url(url), size) => self.link(url.as_str(), *size, here),
                FrameItem::Tag(Tag::Start(content, _)) => self.marker(content, here),
                FrameItem::Link(..) | FrameItem::Tag(Tag::End(..)) => {}
            }
        }
    }

    fn group(&mut self, group: &GroupItem, transform: Transform) {
        let here = transform.pre_concat(group.transform);
        let Some(parent) = group.parent else { return self.frame(&group.frame, here) };
        let around = self.at;
        if !self.stacks.contains_key(&Some(parent.location)) {
            let stack = self.stack().clone();
            self.stacks.insert(Some(parent.location), stack);
        }
        self.at = Some(parent.location);
        self.frame(&group.frame, here);
        self.at = around;
    }

    fn stack(&mut self) -> &mut Vec<usize> {
        self.stacks.entry(self.at).or_insert_with(|| vec![0])
    }

    /// The open element; none when it is furniture.
    fn open(&mut self) -> Option<usize> {
        self.stack().last().copied().filter(|node| *node != FURNITURE)
    }

    fn marker(&mut self, content: &Content, transform: Transform) {
        let Some(marker) = content.to_packed::<MetadataElem>() else { return };
        match &marker.value {
            Value::Dict(dict) => self.opened(dict, transform),
            Value::Str(text) if text.as_str() == "c" && self.stack().len() > 1 => {
                self.stack().pop();
            }
            _ => {}
        }
    }

    fn opened(&mut self, dict: &Dict, transform: Transform) {
        if let Some(offset) = number(dict, "at") {
            return self.resume(offset);
        }
        if dict.contains("number") {
            self.slot = number(dict, "number").and_then(|number| usize::try_from(number).ok());
            return;
        }
        if let Some(annotation) = text(dict, "region") {
            self.region = Some(annotation.to_owned());
            return;
        }
        let node = self.new_node(dict, transform).unwrap_or(FURNITURE);
        self.stack().push(node);
    }

    /// The text goes on at that code point.
    fn resume(&mut self, offset: i64) {
        let leaf = self.open().and_then(|node| self.leaf_of[node]);
        if let Some(leaf) = leaf {
            self.leaves[leaf].next = usize::try_from(offset).unwrap_or_default();
        }
    }

    fn new_node(&mut self, dict: &Dict, transform: Transform) -> Option<usize> {
        let parent = self.open()?;
        if number(dict, "key").is_some_and(|key| !self.keys.insert(key)) {
            return None;
        }
        let name = text(dict, "o")?;
        if name == "Furniture" {
            return None;
        }
        // What a house style calls by a name that is not known is still text.
        let role = Role::named(name).unwrap_or(Role::P);
        let note = text(dict, "note");
        let node = match note.filter(|_| role == Role::Note).and_then(|note| self.references.get(note)) {
            Some(reference) => self.tree.add_after(role, *reference),
            None => self.tree.add(role, parent),
        };
        if let Some(note) = note {
            self.note_seen(note.to_owned(), role, node, transform);
        }
        let within = self.tree.nearest(node, |node| node.role == Role::Note).is_some();
        let leaf = match number(dict, "off") {
            Some(offset) => {
                self.leaves.push(Leaf { next: usize::try_from(offset).unwrap_or_default(), noted: within });
                Some(self.leaves.len() - 1)
            }
            None if matches!(role, Role::Reference | Role::Label | Role::Note) => None,
            None => self.leaf_of[parent],
        };
        self.leaf_of.push(leaf);
        let inherited = self.tree.nodes[parent].mark.clone();
        let new = &mut self.tree.nodes[node];
        new.language = text(dict, "lang").map(str::to_owned);
        new.alt = text(dict, "alt").map(str::to_owned);
        new.actual = text(dict, "actual").map(str::to_owned);
        self.missing.extend(new.actual.iter().flat_map(|text| text.chars()));
        new.mark = text(dict, "mark").map(str::to_owned).or(inherited);
        let count = |name| number(dict, name).and_then(|n| u32::try_from(n).ok()).unwrap_or_default();
        if matches!(role, Role::Cell | Role::HeadCell) {
            let head = number(dict, "head") == Some(1);
            new.cell =
                Some(CellPlace { head, row: count("row"), columns: count("columns"), rows: count("rows") });
        }
        Some(node)
    }

    fn note_seen(&mut self, note: String, role: Role, node: usize, transform: Transform) {
        let page = self.pages.len().saturating_sub(1);
        if role == Role::Note {
            self.notes.push((note, page));
        } else if role == Role::Reference {
            self.references.entry(note.clone()).or_insert(node);
            let (_, y) = self.point(Point::zero(), transform);
            self.referred.push(Referred { note, page, y, node });
        }
    }

    /// Typst counts from the upper left corner, PDF from the lower left one.
    fn point(&self, point: Point, transform: Transform) -> (f32, f32) {
        let placed = point.transform(transform);
        (placed.x.to_pt() as f32, self.height - placed.y.to_pt() as f32)
    }

    /// The box of that size as lower left and upper right corner.
    fn corners(&self, size: Size, transform: Transform) -> [f32; 4] {
        let (left, top) = self.point(Point::zero(), transform);
        let (right, bottom) = self.point(size.to_point(), transform);
        [left.min(right), bottom.min(top), right.max(left), top.max(bottom)]
    }

    /// Draws of one element that follow one another are one piece of marked content.
    fn draw(&mut self, node: Option<usize>, draw: Draw) {
        let number = self.pages.len().saturating_sub(1);
        let Some(page) = self.pages.last_mut() else { return };
        let last = page.draws.last().and_then(|last| last.content);
        // What is said in the place of glyphs is a piece of its own: readers lose the thread in nested ones.
        let apart = draw.said().is_some() || page.draws.last().is_some_and(|last| last.draw.said().is_some());
        let content = node.map(|node| match last {
            Some(last) if last.node == node && !apart => last,
            _ => {
                let mcid = page.contents;
                page.contents += 1;
                self.tree.nodes[node].kids.push(Kid::Content { page: number, mcid });
                Marked { node, mcid }
            }
        });
        page.draws.push(Placed { content, draw });
    }

    fn picture(&mut self, image: &Image, size: Size, transform: Transform) {
        let ImageKind::Raster(raster) = image.kind() else { return };
        let hash = typst::utils::hash128(raster.data());
        let Some(digest) = self.pictures.get(&hash).cloned() else { return };
        let [left, bottom, right, top] = self.corners(size, transform);
        let (node, page) = (self.open(), self.pages.len().saturating_sub(1));
        if let Some(node) = node.map(|node| &mut self.tree.nodes[node]) {
            node.bounds = Some(([left, bottom, right, top], page));
        }
        self.draw(node, Draw::Picture { digest, place: [left, bottom, right - left, top - bottom] });
    }

    fn link(&mut self, address: &str, size: Size, transform: Transform) {
        let target = match address.strip_prefix(fonds_model::book::SECTION_LINK) {
            Some(section) => Target::Section(section.to_owned()),
            None => Target::Address(address.to_owned()),
        };
        let place = self.corners(size, transform);
        let node = self.open().and_then(|node| self.tree.nearest(node, |node| node.role == Role::Link));
        // A link that has no place in the structure, as in a head that is repeated, is left as words.
        let Some(node) = node else { return };
        let page_number = self.pages.len().saturating_sub(1);
        let Some(page) = self.pages.last_mut() else { return };
        // A link of several runs on one line is one area.
        if let Some(last) = page.links.last_mut()
            && last.node == Some(node)
            && last.target == target
            && (last.place[1] - place[1]).abs() < 2.0
        {
            last.place = around(last.place, place);
            return;
        }
        page.links.push(LinkBox { place, target, node: Some(node), words: String::new() });
        let number = page.links.len() - 1;
        self.tree.nodes[node].kids.push(Kid::Box { page: page_number, number });
    }

    fn text(&mut self, item: &TextItem, transform: Transform) {
        let font = item.font.font();
        let Some(number) = self.fonts.iter().position(|known| &known.font == font) else { return };
        let node = self.open();
        let (mut glyphs, missing) = glyphs(item);
        self.missing.extend(missing);
        let (x, y) = self.point(Point::zero(), transform);
        let told = self.told_before(item, [x, y]);
        glyphs.iter_mut().filter(|glyph| glyph.to <= told).for_each(|glyph| glyph.to = glyph.from);
        let top = y + item.size.to_pt() as f32 * 0.8;
        self.advance(node, item.text.get(usize::from(told)..).unwrap_or_default(), top);
        let matrix = [
            transform.sx.get() as f32,
            -transform.ky.get() as f32,
            -transform.kx.get() as f32,
            transform.sy.get() as f32,
            x,
            y,
        ];
        let size = item.size.to_pt() as f32;
        self.highlight(node, [x, y], item.width().to_pt() as f32, size);
        let (text, colour) = (item.text.as_str().into(), rgb(&item.fill));
        let slot = self.slot;
        let run = Run { font: number, size, matrix, colour, text, first: true, slot, said: None, glyphs };
        for piece in cut(run, &self.fonts[number]) {
            self.draw(node, Draw::Text(piece));
        }
    }

    /// Marks that stand higher or lower than their letter come in a run of their own, which says the whole cluster again.
    /// Gives the bytes of the run's text that were said before.
    fn told_before(&mut self, item: &TextItem, [x, y]: [f32; 2]) -> u16 {
        let (Some(first), Some(last)) = (item.glyphs.first(), item.glyphs.last()) else { return 0 };
        let size = item.size.to_pt() as f32;
        let text = |glyph: &Shaped| item.text.get(glyph.range()).unwrap_or_default();
        let end = [x + item.width().to_pt() as f32, y];
        let now = LastCluster { span: last.span, text: text(last).to_owned(), size, end };
        let same = self.last_cluster.replace(now).is_some_and(|before| {
            let risen = (before.end[1] - y).abs();
            (before.span, before.size, before.text.as_str()) == (first.span, size, text(first))
                && (before.end[0] - x).abs() < size
                && risen > 0.0
                && risen < size
        });
        if same { first.range().end as u16 } else { 0 }
    }

    /// Counts the text's code points, so that a page knows with which one it begins.
    fn advance(&mut self, node: Option<usize>, text: &str, top: f32) {
        let Some(leaf) = node.and_then(|node| self.leaf_of[node]) else { return };
        let leaf = &mut self.leaves[leaf];
        if let Some(page) = self.pages.last_mut().filter(|page| page.offset.is_none() && !leaf.noted) {
            page.offset = Some(leaf.next);
            page.begins = Some(top);
        }
        leaf.next += text.chars().filter(|c| *c != '\u{ad}').count();
    }

    fn highlight(&mut self, node: Option<usize>, [x, y]: [f32; 2], width: f32, size: f32) {
        let Some(node) = node else { return };
        let Some(annotation) = self.tree.nodes[node].mark.clone() else { return };
        let Some(page) = self.pages.last_mut() else { return };
        let place = [x, y - size * 0.24, x + width, y + size * 0.8];
        match page.marks.last_mut() {
            Some(last) if last.annotation == annotation && (last.place[1] - place[1]).abs() < 1.0 => {
                last.place = around(last.place, place);
            }
            _ => page.marks.push(MarkBox { place, annotation, node }),
        }
    }

    /// A rectangle around a part of a picture is where an annotation stands.
    fn outlined(&mut self, outline: &Outline, transform: Transform) {
        let Outline::Rect(size) = outline else { return };
        let (Some(annotation), Some(node)) = (self.region.take(), self.open()) else { return };
        let place = self.corners(*size, transform);
        if let Some(page) = self.pages.last_mut() {
            page.marks.push(MarkBox { place, annotation, node });
        }
    }

    fn shape(&mut self, shape: &Shape, transform: Transform) {
        self.outlined(&shape.geometry, transform);
        let path = self.path(&shape.geometry, transform);
        if let Some(fill) = &shape.fill {
            self.draw(None, Draw::Fill { path: path.clone(), colour: rgb(fill) });
        }
        if let Some(stroke) = &shape.stroke {
            let width = stroke.thickness.to_pt() as f32;
            let dashes = stroke.dash.as_ref().map(|dash| Dashes {
                lengths: dash.array.iter().map(|length| length.to_pt() as f32).collect(),
                phase: dash.phase.to_pt() as f32,
                round: stroke.cap == LineCap::Round,
            });
            self.draw(None, Draw::Stroke { path, colour: rgb(&stroke.paint), width, dashes });
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

/// The glyphs of a run, and the letters for which there is none: these show the sign that stands for unknown letters,
/// because archival files must not show a font's empty box (ISO 19005-2, 6.2.11.8).
fn glyphs(item: &TextItem) -> (Vec<Glyph>, Vec<char>) {
    let mut missing = Vec::new();
    let face = item.font.ttf();
    let unknown = ['\u{fffd}', '?'].into_iter().find_map(|sign| face.glyph_index(sign));
    let unknown = unknown.map_or(0, |glyph| glyph.0);
    let glyphs = item.glyphs.iter().map(|glyph| {
        let range = glyph.range();
        let is_joint = item.text.get(range.clone()) == Some("\u{200b}");
        if glyph.id == 0 && !is_joint {
            missing.extend(item.text.get(range.clone()).unwrap_or_default().chars());
        }
        Glyph {
            id: if glyph.id == 0 { unknown } else { glyph.id },
            from: range.start as u16,
            to: range.end as u16,
            advance: (glyph.x_advance.get() * 1000.0) as f32,
            offset: (glyph.x_offset.get() * 1000.0) as f32,
        }
    });
    let glyphs = glyphs.collect();
    (glyphs, missing)
}

/// The run cut where a cluster's text is not what the font tells of its glyph.
fn cut(run: Run, case: &Case) -> Vec<Run> {
    let pieces = pieces(&run, case);
    if let [(None, ..)] = pieces.as_slice() {
        return vec![run];
    }
    let (mut cut, mut pen, mut at) = (Vec::with_capacity(pieces.len()), 0.0, 0);
    for (said, end) in pieces {
        let glyphs = run.glyphs[at..end].to_vec();
        let [a, b, c, d, x, y] = run.matrix;
        let matrix = [a, b, c, d, x + pen * a, y + pen * b];
        pen += glyphs.iter().map(|glyph| glyph.advance).sum::<f32>() * run.size / 1000.0;
        let Run { font, size, colour, slot, .. } = run;
        let (text, first) = (run.text.clone(), at == 0);
        cut.push(Run { font, size, matrix, colour, text, first, slot, said, glyphs });
        at = end;
    }
    cut
}

/// Where a run is to be cut: what is to be said of each piece, and its end.
fn pieces(run: &Run, case: &Case) -> Vec<(Option<String>, usize)> {
    let mut pieces: Vec<(Option<String>, usize)> = Vec::new();
    let mut at = 0;
    while let Some(glyph) = run.glyphs.get(at) {
        let cluster =
            run.glyphs[at..].iter().take_while(|next| (next.from, next.to) == (glyph.from, glyph.to));
        let end = at + cluster.count();
        let shown = run.shown(glyph);
        let plain = end == at + 1 && case.tells(glyph.id, shown);
        match pieces.last_mut() {
            Some((None, last)) if plain => *last = end,
            _ if plain => pieces.push((None, end)),
            _ => pieces.push((Some(shown.to_owned()), end)),
        }
        at = end;
    }
    pieces
}

fn around(a: [f32; 4], b: [f32; 4]) -> [f32; 4] {
    [a[0].min(b[0]), a[1].min(b[1]), a[2].max(b[2]), a[3].max(b[3])]
}

fn text<'d>(dict: &'d Dict, name: &str) -> Option<&'d str> {
    match dict.get(name).ok()? {
        Value::Str(text) => Some(text.as_str()),
        _ => None,
    }
}

fn number(dict: &Dict, name: &str) -> Option<i64> {
    match dict.get(name).ok()? {
        Value::Int(number) => Some(*number),
        _ => None,
    }
}

fn rgb(paint: &Paint) -> [u8; 3] {
    let colour = if let Paint::Solid(colour) = paint { colour.clone() } else { Color::BLACK };
    let parts = colour.to_rgb();
    [parts.red, parts.green, parts.blue].map(|part| (part * 255.0).round() as u8)
}
