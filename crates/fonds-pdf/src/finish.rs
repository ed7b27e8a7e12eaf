//! What printpdf does not write: outline, language, page labels, times and document id (ISO 32000-2).

use crate::{Laid, PdfError};
use flate2::Compression;
use flate2::write::ZlibEncoder;
use fonds_model::{Book, Digest, SectionKind};
use lopdf::{Dictionary, Document, Object, ObjectId, StringFormat, dictionary};
use printpdf::{PdfDocument, PdfSaveOptions};
use rayon::prelude::*;
use std::io::Write;

/// The bytes of the finished file.
pub(crate) fn finish(document: PdfDocument, book: &Book, laid: &Laid) -> Result<Vec<u8>, PdfError> {
    let options = PdfSaveOptions { subset_fonts: false, optimize: true, ..PdfSaveOptions::default() };
    let mut file = document.to_lopdf_document(&options, &mut Vec::new());
    drop(document);
    file.version = "1.7".into();
    let pages: Vec<ObjectId> = file.get_pages().into_values().collect();
    let outline = add_outline(&mut file, book, laid, &pages);
    set_info(&mut file, book);
    let front = laid.front.len() as i64;
    let labels = dictionary! {
        "Nums" => vec![
            0.into(), dictionary! { "S" => "r" }.into(),
            front.into(), dictionary! { "S" => "D", "St" => 1 }.into(),
        ],
    };
    let language = text(&book.meta.language);
    let catalog = file.catalog_mut().map_err(failed)?;
    catalog.set("Outlines", outline);
    catalog.set("Lang", language);
    catalog.set("PageLabels", labels);
    catalog.set("PageMode", "UseOutlines");
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    catalog.remove(b"Metadata");
    catalog.remove(b"OutputIntents");
    file.prune_objects();
    file.renumber_objects();
    set_id(&mut file, book);
    compress(&mut file)?;
    let mut bytes = Vec::new();
    file.save_to(&mut bytes).map_err(failed)?;
    Ok(bytes)
}

/// Packs page contents, fonts and character maps, which printpdf leaves as they are.
fn compress(file: &mut Document) -> Result<(), PdfError> {
    let plain = file.objects.values_mut().filter_map(|object| match object {
        Object::Stream(stream) if !stream.dict.has(b"Filter") && stream.content.len() > 64 => Some(stream),
        _ => None,
    });
    let plain: Vec<_> = plain.collect();
    plain.into_par_iter().try_for_each(|stream| {
        let mut packer = ZlibEncoder::new(Vec::new(), Compression::default());
        packer.write_all(&stream.content).map_err(failed)?;
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(packer.finish().map_err(failed)?);
        Ok(())
    })
}

fn failed(error: impl std::fmt::Display) -> PdfError {
    PdfError::Write(error.to_string())
}

/// Text that is not ASCII is UTF-16 with its mark.
fn text(value: &str) -> Object {
    if value.is_ascii() {
        return Object::string_literal(value);
    }
    let bytes = [0xfe, 0xff].into_iter().chain(value.encode_utf16().flat_map(u16::to_be_bytes)).collect();
    Object::String(bytes, StringFormat::Hexadecimal)
}

fn set_info(file: &mut Document, book: &Book) {
    let meta = &book.meta;
    let date = format!("D:{}Z", meta.modified.strftime("%Y%m%d%H%M%S"));
    let mut info = dictionary! {
        "Title" => text(&meta.title),
        "Creator" => text("Fonds"),
        "Producer" => text("Fonds (Typst, printpdf)"),
        "CreationDate" => Object::string_literal(date.clone()),
        "ModDate" => Object::string_literal(date),
    };
    if !meta.compiler.is_empty() {
        info.set("Author", text(&meta.compiler));
    }
    if !meta.subjects.is_empty() {
        info.set("Keywords", text(&meta.subjects.join(", ")));
    }
    let id = file.add_object(info);
    file.trailer.set("Info", id);
}

/// The first half names the book for good, the second this edition of it.
fn set_id(file: &mut Document, book: &Book) {
    let half = |seed: String| {
        let digest = Digest::of(seed.as_bytes()).0;
        let bytes = (0..16).filter_map(|i| u8::from_str_radix(digest.get(i * 2..i * 2 + 2)?, 16).ok());
        Object::String(bytes.collect(), StringFormat::Hexadecimal)
    };
    let lasting = half(book.meta.identifier.clone());
    let edition = half(format!("{} {}", book.meta.identifier, book.meta.modified));
    file.trailer.set("ID", vec![lasting, edition]);
}

/// Parts hold their articles.
fn add_outline(file: &mut Document, book: &Book, laid: &Laid, pages: &[ObjectId]) -> ObjectId {
    let root = file.new_object_id();
    let mut tree: Vec<(usize, Vec<usize>)> = Vec::new();
    let mut in_part = false;
    for (n, section) in book.sections.iter().enumerate() {
        match section.kind {
            SectionKind::Part => in_part = true,
            SectionKind::Bibliography => in_part = false,
            SectionKind::Foreword => {}
            _ if in_part => {
                if let Some((_, inside)) = tree.last_mut() {
                    inside.push(n);
                }
                continue;
            }
            _ => {}
        }
        tree.push((n, vec![]));
    }
    let writer = Outline { file, book, laid, pages };
    let tops = tree.iter().map(|(n, inside)| {
        let id = writer.file.new_object_id();
        let children: Vec<(ObjectId, usize)> =
            inside.iter().map(|n| (writer.file.new_object_id(), *n)).collect();
        (id, *n, children)
    });
    let tops: Vec<_> = tops.collect();
    let ids: Vec<(ObjectId, usize)> = tops.iter().map(|(id, n, _)| (*id, *n)).collect();
    for (at, (id, n, children)) in tops.iter().enumerate() {
        let mut entry = writer.entry(*n, root, at, &ids);
        if let (Some(first), Some(last)) = (children.first(), children.last()) {
            entry.set("First", first.0);
            entry.set("Last", last.0);
            entry.set("Count", children.len() as i64);
        }
        writer.file.set_object(*id, entry);
        for (at, (child, n)) in children.iter().enumerate() {
            let entry = writer.entry(*n, *id, at, children);
            writer.file.set_object(*child, entry);
        }
    }
    let open: usize = tops.iter().map(|(_, _, children)| children.len() + 1).sum();
    let mut outline = dictionary! { "Type" => "Outlines", "Count" => open as i64 };
    if let (Some(first), Some(last)) = (ids.first(), ids.last()) {
        outline.set("First", first.0);
        outline.set("Last", last.0);
    }
    file.set_object(root, outline);
    root
}

struct Outline<'a> {
    file: &'a mut Document,
    book: &'a Book,
    laid: &'a Laid,
    pages: &'a [ObjectId],
}

impl Outline<'_> {
    fn entry(&self, n: usize, parent: ObjectId, at: usize, siblings: &[(ObjectId, usize)]) -> Dictionary {
        let mut entry = dictionary! { "Title" => text(&self.book.sections[n].title), "Parent" => parent };
        if let Some(page) =
            self.laid.starts.get(n).and_then(|start| self.pages.get(self.laid.front.len() + start))
        {
            entry.set(
                "Dest",
                vec![Object::from(*page), "XYZ".into(), Object::Null, Object::Null, Object::Null],
            );
        }
        if at > 0 {
            entry.set("Prev", siblings[at - 1].0);
        }
        if let Some((next, _)) = siblings.get(at + 1) {
            entry.set("Next", *next);
        }
        entry
    }
}
