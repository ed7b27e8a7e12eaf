//! The new file: forms, sheets, and what it keeps of the old one.

use super::carry::Carrier;
use super::content::Contents;
use super::frame::Frame;
use super::order::{Order, Side};
use super::source::{SourcePage, inherited};
use super::{Imposition, ImpositionError, sheet};
use fonds_model::Digest;
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, dictionary};
use std::collections::BTreeMap;

/// What the information dictionary keeps; other entries may claim a standard that the sheets do not follow.
const INFO: [&[u8]; 8] =
    [b"Title", b"Author", b"Subject", b"Keywords", b"Creator", b"Producer", b"CreationDate", b"ModDate"];

/// What the catalog keeps: the inks that the file is made for, and which layers are shown.
const CATALOG: [&[u8]; 2] = [b"OutputIntents", b"OCProperties"];

/// All that was decided before anything is written.
pub(super) struct Plan<'a> {
    pub pages: &'a [SourcePage],
    pub order: &'a Order,
    pub frame: &'a Frame,
    pub options: &'a Imposition,
    /// See [`document_id`].
    pub id: Object,
}

/// The bytes of the new file.
pub(super) fn write(from: Document, plan: Plan) -> Result<Vec<u8>, ImpositionError> {
    // The print dialogue's settings in the catalog are from PDF 1.7.
    let version = if from.version.as_str() > "1.7" { from.version.as_str() } else { "1.7" };
    let mut writer = Writer {
        to: Document::with_version(version),
        from,
        carrier: Carrier::default(),
        resources: BTreeMap::new(),
    };
    let forms = writer.forms(plan.pages)?;
    let root = writer.to.new_object_id();
    let marks = writer.to.add_object(sheet::colours());
    let mut sheets = Vec::with_capacity(plan.order.sides.len());
    for side in &plan.order.sides {
        let contents = sheet::draw(side, plan.pages, plan.frame, plan.options).encode().map_err(failed)?;
        let contents = writer.to.add_object(Stream::new(Dictionary::new(), contents));
        let mut page = sheet_page(side, plan.frame, &forms, marks);
        page.set("Parent", root);
        page.set("Contents", contents);
        sheets.push(Object::from(writer.to.add_object(page)));
    }
    let count = sheets.len() as i64;
    writer.to.set_object(root, dictionary! { "Type" => "Pages", "Kids" => sheets, "Count" => count });
    writer.finish(root, plan.id)
}

/// The first half names the sheets of this book for good, the second these sheets (ISO 32000-2, 14.4). A file without
/// an identifier is known by its digest.
pub(super) fn document_id(from: &Document, pdf: &[u8], options: &Imposition) -> Object {
    let old = from.trailer.get_deref(b"ID", from).and_then(Object::as_array);
    let mut old: Vec<&[u8]> = old.into_iter().flatten().filter_map(|half| half.as_str().ok()).collect();
    let digest = Digest::of(pdf).0;
    if old.is_empty() {
        old.push(digest.as_bytes());
    }
    let half = |seed: String| {
        let digest = Digest::of(seed.as_bytes()).0;
        Object::string_literal(digest.get(..32).unwrap_or_default())
    };
    let lasting = half(format!("{options:?} {:?}", old.first()));
    let edition = half(format!("{options:?} {old:?}"));
    vec![lasting, edition].into()
}

struct Writer {
    from: Document,
    to: Document,
    carrier: Carrier,
    /// The resources in the new file, by the page or node that has them in the old one.
    resources: BTreeMap<ObjectId, Object>,
}

impl Writer {
    /// The forms of the pages, in their order. A page that the file shows twice has one.
    fn forms(&mut self, pages: &[SourcePage]) -> Result<Vec<ObjectId>, ImpositionError> {
        let mut contents = Contents::new();
        let mut made: BTreeMap<ObjectId, ObjectId> = BTreeMap::new();
        let mut forms = Vec::with_capacity(pages.len());
        for (at, page) in pages.iter().enumerate() {
            let form = match made.get(&page.id) {
                Some(form) => *form,
                None => self
                    .form(page, &mut contents)
                    .map_err(|reason| ImpositionError::Page { page: at + 1, reason })?,
            };
            made.insert(page.id, form);
            forms.push(form);
        }
        Ok(forms)
    }

    /// A page as a form (ISO 32000-2, 8.10), in the page's own coordinates.
    fn form(&mut self, page: &SourcePage, contents: &mut Contents) -> Result<ObjectId, String> {
        let mut stream = contents.of(&self.from, page.id)?;
        stream.dict.set("Type", "XObject");
        stream.dict.set("Subtype", "Form");
        stream.dict.set("BBox", sheet::corners(&page.bleed));
        stream.dict.set("Resources", self.resources(page.id));
        // Without it colours are blended in another space than on the page.
        if let Ok(group) = self.from.get_dictionary(page.id).and_then(|page| page.get(b"Group")) {
            let group = self.carrier.carry(group.clone(), &self.from, &mut self.to);
            stream.dict.set("Group", group);
        }
        Ok(self.to.add_object(stream))
    }

    fn resources(&mut self, page: ObjectId) -> Object {
        let Some((holder, resources)) = inherited(&self.from, page, b"Resources") else {
            return Dictionary::new().into();
        };
        if let Some(known) = self.resources.get(&holder) {
            return known.clone();
        }
        let mut carried = self.carrier.carry(resources.clone(), &self.from, &mut self.to);
        if carried.as_reference().is_err() {
            carried = self.to.add_object(carried).into();
        }
        self.resources.insert(holder, carried.clone());
        carried
    }

    fn finish(mut self, root: ObjectId, id: Object) -> Result<Vec<u8>, ImpositionError> {
        let mut catalog = dictionary! {
            "Type" => "Catalog",
            "Pages" => root,
            "ViewerPreferences" => dictionary! { "Duplex" => "DuplexFlipShortEdge", "PrintScaling" => "None" },
        };
        if let Ok(old) = self.from.catalog() {
            let kept = self.carrier.carry(picked(old, &CATALOG).into(), &self.from, &mut self.to);
            catalog.extend(kept.as_dict().map_err(failed)?);
        }
        let catalog = self.to.add_object(catalog);
        self.to.trailer.set("Root", catalog);
        if let Ok(old) = self.from.trailer.get_deref(b"Info", &self.from).and_then(Object::as_dict) {
            let info = self.carrier.carry(picked(old, &INFO).into(), &self.from, &mut self.to);
            let info = self.to.add_object(info);
            self.to.trailer.set("Info", info);
        }
        self.to.trailer.set("ID", id);
        self.carrier.finish(self.from, &mut self.to);
        self.to.compress();
        let mut bytes = Vec::new();
        self.to.save_to(&mut bytes).map_err(failed)?;
        Ok(bytes)
    }
}

fn sheet_page(side: &Side, frame: &Frame, forms: &[ObjectId], marks: ObjectId) -> Dictionary {
    let shown = side.pages.iter().flatten();
    let shown =
        shown.filter_map(|page| Some((sheet::page_name(*page).into_bytes(), (*forms.get(*page)?).into())));
    dictionary! {
        "Type" => "Page",
        "MediaBox" => sheet::corners(&frame.sheet),
        "BleedBox" => sheet::corners(&frame.bleed(side.depth)),
        "TrimBox" => sheet::corners(&frame.trim(side.depth).intersect(&frame.sheet)),
        "Resources" => dictionary! { "XObject" => shown.collect::<Dictionary>(), "ColorSpace" => marks },
    }
}

fn picked(dict: &Dictionary, keys: &[&[u8]]) -> Dictionary {
    keys.iter().filter_map(|key| Some((key.to_vec(), dict.get(key).ok()?.clone()))).collect()
}

fn failed(error: impl std::fmt::Display) -> ImpositionError {
    ImpositionError::Write(error.to_string())
}
