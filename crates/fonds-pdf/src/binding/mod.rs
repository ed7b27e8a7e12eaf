//! Binding: everything that was set becomes one file that conforms to PDF/A-2a (ISO 19005-2; with data PDF/A-3a,
//! ISO 19005-3) and PDF/UA-1 (ISO 14289-1).
//!
//! [`bind`] is the entry: printpdf writes fonts and pictures; then [`sheets`] adds the pages, [`structure`] the tree of
//! elements, [`outline`] bookmarks, labels and named destinations, [`metadata`] says what the file is, and [`file`] writes it.

mod attachments;
mod file;
mod metadata;
mod outline;
mod sheets;
mod structure;

use crate::content::packed;
use crate::fonts::{Subset, font_id};
use crate::pictures;
use crate::press::{Press, SetText};
use crate::{Embedded, Laid, PdfError};
use file::Pack;
use fonds_model::{Digest, Progress, Stage};
use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{
    Codepoint, Mm, Op, PdfDocument, PdfFontHandle, PdfPage, PdfSaveOptions, Pt, TextItem, TextMatrix,
};
use rayon::prelude::*;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

/// The bytes of the finished file.
pub(crate) fn bind(
    press: &Press<'_>,
    laid: &Laid,
    data: &[Embedded],
    progress: &dyn Progress,
) -> Result<Vec<u8>, PdfError> {
    let total = page_count(laid) as u64;
    progress.step(Stage::Write, 0, total);
    let (mut file, shown) = stock(press, laid)?;
    let resources = resources(&mut file)?;
    let pictures = picture_objects(&file, resources, shown)?;
    progress.check()?;
    let bound = sheets::add(&mut file, press, laid, resources)?;
    progress.step(Stage::Write, total / 2, total);
    progress.check()?;
    let (root, elements) = structure::add(&mut file, press.book, laid, &bound)?;
    let catalog = outline::catalog(&mut file, press.book, laid, &bound, root);
    let embeds = if press.design.embed_data { data } else { &[] };
    attachments::add(&mut file, embeds, catalog)?;
    metadata::add(&mut file, press.book, catalog, !embeds.is_empty())?;
    progress.check()?;
    let filled = |object: ObjectId| match bound.streams.get(&object) {
        Some(content) => Some(Ok(Cow::Borrowed(*content))),
        None => Some(press.picture(pictures.get(&object)?).map(Cow::Owned)),
    };
    let bytes = save(file, elements, &filled, progress)?;
    progress.step(Stage::Write, total, total);
    Ok(bytes)
}

/// How many pages the file has.
pub(crate) fn page_count(laid: &Laid) -> usize {
    front_pages(laid) + laid.body.sheets.len()
}

/// Pages before the text: an even number, so that the text begins on a right page.
pub(crate) fn front_pages(laid: &Laid) -> usize {
    laid.front.pages.len().next_multiple_of(2)
}

pub(crate) fn failed(error: impl std::fmt::Display) -> PdfError {
    PdfError::Write(error.to_string())
}

/// Text that is not ASCII is UTF-16 with its mark.
pub(crate) fn text(value: &str) -> Object {
    if value.is_ascii() {
        return Object::string_literal(value);
    }
    let bytes = [0xfe, 0xff].into_iter().chain(value.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A stream that is packed already.
pub(crate) fn deflated(mut dict: Dictionary, content: Vec<u8>) -> Stream {
    dict.set("Filter", "FlateDecode");
    Stream::new(dict, content).with_compression(false)
}

fn texts(laid: &Laid) -> impl Iterator<Item = &SetText> {
    let all = std::iter::once(&laid.front).chain(&laid.body.texts).chain(&laid.furniture.texts);
    all.map(|text| &**text)
}

/// A file with the fonts and the pictures, and one page that shows each once, so that printpdf writes them.
///
/// Pictures are without their content; also gives which there are.
fn stock<'l>(press: &Press<'_>, laid: &'l Laid) -> Result<(Document, BTreeSet<&'l Digest>), PdfError> {
    let mut used: BTreeMap<usize, BTreeMap<u16, String>> = BTreeMap::new();
    let mut shown: BTreeSet<&Digest> = BTreeSet::new();
    for set in texts(laid) {
        for (font, glyphs) in &set.contents.glyphs {
            let known = used.entry(*font).or_default();
            for (glyph, text) in glyphs {
                // Which text is told does not depend on the order of sections.
                let told = known.entry(*glyph).or_insert_with(|| text.clone());
                if text < told {
                    told.clone_from(text);
                }
            }
        }
        shown.extend(&set.contents.pictures);
    }
    let subsets: Result<BTreeMap<usize, Subset>, PdfError> = used
        .par_iter()
        .filter_map(|(number, glyphs)| Some((*number, press.cases.get(*number)?.subset(glyphs))))
        .map(|(number, subset)| Ok((number, subset?)))
        .collect();
    let subsets = subsets?;
    let mut document = PdfDocument::new("");
    for (number, subset) in &subsets {
        let font = printpdf::PdfFont::new(subset.parsed.clone());
        document.resources.fonts.map.insert(font_id(*number), font);
    }
    for digest in &shown {
        if let Some(picture) = press.pictures.get(digest) {
            let object = pictures::object(picture);
            document.resources.xobjects.map.insert(pictures::picture_id(digest), object);
        }
    }
    let specimen = used.iter().flat_map(|(number, glyphs)| specimen(*number, glyphs)).collect();
    document.with_pages(vec![PdfPage::new(Mm(100.0), Mm(100.0), specimen)]);
    let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
    let mut file = document.to_lopdf_document(&options, &mut Vec::new());
    for (number, subset) in &subsets {
        map_glyphs(&mut file, *number, subset)?;
    }
    Ok((file, shown))
}

/// Every glyph of a font once, with its text.
fn specimen(number: usize, glyphs: &BTreeMap<u16, String>) -> Vec<Op> {
    let codes = glyphs.iter().map(|(glyph, text)| {
        // A glyph without a text of its own, as the second half of a cluster, tells a joiner, which nobody sees.
        let told = if text.is_empty() { "\u{2060}" } else { text };
        Codepoint { gid: *glyph, offset: 0.0, cid: Some(told.to_owned()) }
    });
    vec![
        Op::StartTextSection,
        Op::SetFont { font: PdfFontHandle::External(font_id(number)), size: Pt(1.0) },
        Op::SetTextMatrix { matrix: TextMatrix::Raw([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]) },
        Op::ShowText { items: vec![TextItem::GlyphIds(codes.collect())] },
        Op::EndTextSection,
    ]
}

/// The only page's resources, which all pages share; nothing else is left.
fn resources(file: &mut Document) -> Result<ObjectId, PdfError> {
    let page = file.get_pages().into_values().next().ok_or_else(|| failed("there is no page"))?;
    let resources = file.get_dictionary(page).and_then(|page| page.get(b"Resources")).map_err(failed)?;
    let resources = resources.as_reference().map_err(failed)?;
    // All else was only for printpdf to write these.
    file.trailer = dictionary! { "Root" => resources };
    file.prune_objects();
    Ok(resources)
}

/// The pictures by their objects.
fn picture_objects<'d>(
    file: &Document,
    resources: ObjectId,
    shown: BTreeSet<&'d Digest>,
) -> Result<HashMap<ObjectId, &'d Digest>, PdfError> {
    if shown.is_empty() {
        return Ok(HashMap::new());
    }
    let named = file.get_dictionary(resources).and_then(|all| all.get(b"XObject")).map_err(failed)?;
    let named = file.dereference(named).and_then(|(_, named)| named.as_dict()).map_err(failed)?;
    let object = |digest: &'d Digest| {
        let object = named.get(pictures::picture_id(digest).0.as_bytes()).and_then(Object::as_reference);
        Ok((object.map_err(failed)?, digest))
    };
    shown
        .into_iter()
        .filter(|digest| named.has(pictures::picture_id(digest).0.as_bytes()))
        .map(object)
        .collect()
}

/// Contents call glyphs by their numbers in the whole font; this leads to those of the subset (ISO 32000-1, 9.7.4).
fn map_glyphs(file: &mut Document, number: usize, subset: &Subset) -> Result<(), PdfError> {
    let Some(font) = font_object(file, number) else { return Ok(()) };
    let largest = subset.glyphs.keys().next_back().copied().unwrap_or_default();
    if subset.is_cff {
        return map_codes(file, font, subset);
    }
    let mut map = vec![0u8; (usize::from(largest) + 1) * 2];
    for (old, new) in &subset.glyphs {
        let at = usize::from(*old) * 2;
        map[at..at + 2].copy_from_slice(&new.to_be_bytes());
    }
    let map = file.add_object(deflated(Dictionary::new(), packed(&map).map_err(failed)?));
    if let Some(descendant) = descendant(file, font) {
        descendant.set("CIDToGIDMap", map);
    }
    Ok(())
}

/// PostScript outlines have no such map: the codes themselves are led to the subset's glyphs, and so are the widths.
fn map_codes(file: &mut Document, font: ObjectId, subset: &Subset) -> Result<(), PdfError> {
    let units = f32::from(subset.parsed.pdf_font_metrics.units_per_em);
    let mut widths: Vec<Object> = Vec::new();
    let mut lines = String::new();
    for (old, new) in &subset.glyphs {
        let width = subset.parsed.glyph_widths.get(old).copied().unwrap_or_default();
        let width = (f32::from(width) * 1000.0 / units) as i64;
        widths.extend([Object::from(i64::from(*new)), vec![Object::from(width)].into()]);
        lines.push_str(&format!("1 begincidchar\n<{old:04x}> {new}\nendcidchar\n"));
    }
    let info = "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> def";
    let map = format!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n{info}\n/CMapName /Fonds def\n/CMapType 1 def\n\
        /WMode 0 def\n1 begincodespacerange\n<0000> <ffff>\nendcodespacerange\n{lines}endcmap\n\
        CMapName currentdict /CMap defineresource pop\nend\nend\n"
    );
    let dict = dictionary! {
        "Type" => "CMap",
        "CMapName" => "Fonds",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("Identity"),
            "Supplement" => 0,
        },
        "WMode" => 0,
    };
    let map = file.add_object(deflated(dict, packed(map.as_bytes()).map_err(failed)?));
    if let Ok(font) = file.get_dictionary_mut(font) {
        font.set("Encoding", map);
    }
    if let Some(descendant) = descendant(file, font) {
        descendant.set("W", widths);
    }
    Ok(())
}

fn font_object(file: &Document, number: usize) -> Option<ObjectId> {
    let page = file.get_pages().into_values().next()?;
    let resources = file.get_dictionary(page).ok()?.get(b"Resources").ok()?.as_reference().ok()?;
    let fonts = file.get_dictionary(resources).ok()?.get(b"Font").ok()?.as_reference().ok()?;
    file.get_dictionary(fonts).ok()?.get(font_id(number).0.as_bytes()).ok()?.as_reference().ok()
}

fn descendant(file: &mut Document, font: ObjectId) -> Option<&mut Dictionary> {
    let font = file.get_dictionary_mut(font).ok()?;
    font.get_mut(b"DescendantFonts").ok()?.as_array_mut().ok()?.first_mut()?.as_dict_mut().ok()
}

/// What printpdf left unpacked is packed, and all is written.
fn save(
    mut file: Document,
    elements: Vec<Pack>,
    filled: &file::Filled<'_>,
    progress: &dyn Progress,
) -> Result<Vec<u8>, PdfError> {
    let plain = file.objects.values_mut().filter_map(|object| match object {
        Object::Stream(stream) if !stream.dict.has(b"Filter") && stream.content.len() > 64 => Some(stream),
        _ => None,
    });
    // Metadata has to be readable without unpacking (ISO 19005-2, 6.6.2.1).
    let plain: Vec<_> = plain.filter(|stream| !stream.dict.has_type(b"Metadata")).collect();
    plain.into_par_iter().try_for_each(|stream| {
        let content = packed(&stream.content).map_err(failed)?;
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(content);
        Ok::<(), PdfError>(())
    })?;
    file::bytes(file, elements, filled, progress)
}
