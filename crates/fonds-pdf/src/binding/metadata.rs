//! What the file says of itself: XMP with Dublin Core, the document information, ids, and the colours that are meant.

use super::{deflated, failed, text};
use crate::PdfError;
use crate::content::packed;
use fonds_model::{Book, Digest, Timestamp};
use lopdf::{Document, Object, ObjectId, Stream, StringFormat, dictionary};
use std::fmt::Write;

/// Who wrote the file.
const PRODUCER: &str = concat!("Fonds ", env!("CARGO_PKG_VERSION"), " (Typst, printpdf)");

/// Adds everything. `carries`: whether the file carries others, which only PDF/A-3 allows.
pub(crate) fn add(
    file: &mut Document,
    book: &Book,
    catalog: ObjectId,
    carries: bool,
) -> Result<(), PdfError> {
    file.version = "1.7".into();
    let part = if carries { 3 } else { 2 };
    let dict = dictionary! { "Type" => "Metadata", "Subtype" => "XML" };
    let xmp = Stream::new(dict, xmp(book, part).into_bytes()).with_compression(false);
    let xmp = file.add_object(xmp);
    let intent = output_intent(file)?;
    let catalog = file.get_dictionary_mut(catalog).map_err(failed)?;
    catalog.set("Metadata", xmp);
    catalog.set("OutputIntents", vec![intent]);
    set_info(file, book);
    set_id(file, book);
    Ok(())
}

/// A date as PDF writes it (ISO 32000-1, 7.9.4), in UTC.
pub(crate) fn date(time: Timestamp) -> String {
    format!("D:{}Z", time.strftime("%Y%m%d%H%M%S"))
}

/// Colours are those of sRGB.
fn output_intent(file: &mut Document) -> Result<Object, PdfError> {
    let profile = srgb()?;
    let dict = dictionary! { "N" => 3 };
    let profile = file.add_object(deflated(dict, packed(&profile).map_err(failed)?));
    let name = || Object::string_literal("sRGB IEC61966-2.1");
    Ok(dictionary! {
        "Type" => "OutputIntent",
        "S" => "GTS_PDFA1",
        "OutputConditionIdentifier" => name(),
        "Info" => name(),
        "DestOutputProfile" => profile,
    }
    .into())
}

/// sRGB's profile. It says when it was made (ICC.1:2022, 7.2.8), which must not depend on the clock.
fn srgb() -> Result<Vec<u8>, PdfError> {
    const MADE: [u8; 12] = [0x07, 0xd0, 0, 1, 0, 1, 0, 0, 0, 0, 0, 0];
    let profile = moxcms::ColorProfile::new_srgb().encode();
    let mut profile = profile.map_err(|error| failed(format!("{error:?}")))?;
    if let Some(date) = profile.get_mut(24..36) {
        date.copy_from_slice(&MADE);
    }
    Ok(profile)
}

fn set_info(file: &mut Document, book: &Book) {
    let meta = &book.meta;
    let mut info = dictionary! {
        "Title" => text(&meta.title),
        "Creator" => text("Fonds"),
        "Producer" => text(PRODUCER),
        "CreationDate" => Object::string_literal(date(meta.modified)),
        "ModDate" => Object::string_literal(date(meta.modified)),
    };
    if !meta.compiler.is_empty() {
        info.set("Author", text(&meta.compiler));
    }
    if !meta.subjects.is_empty() {
        info.set("Keywords", text(&keywords(book)));
    }
    if !meta.description.is_empty() {
        info.set("Subject", text(&meta.description));
    }
    let id = file.add_object(info);
    file.trailer.set("Info", id);
}

fn keywords(book: &Book) -> String {
    let labels: Vec<&str> = book.meta.subjects.iter().map(|subject| subject.label.as_str()).collect();
    labels.join(", ")
}

/// The first half names the book for good, the second this edition of it.
fn set_id(file: &mut Document, book: &Book) {
    let half = |seed: String| {
        let digest = Digest::of(seed.as_bytes()).0;
        let bytes = (0..16).filter_map(|i| u8::from_str_radix(digest.get(i * 2..i * 2 + 2)?, 16).ok());
        Object::String(bytes.collect(), StringFormat::Hexadecimal)
    };
    let lasting = half(book.meta.identifier.clone());
    let edition = half(edition(book));
    file.trailer.set("ID", vec![lasting, edition]);
}

fn edition(book: &Book) -> String {
    format!("{} {}", book.meta.identifier, book.meta.modified)
}

/// XMP (ISO 16684-1). PDF/UA's mark is not among the schemas that PDF/A knows, so it is described
/// (ISO 19005-2, 6.6.2.3.3).
fn xmp(book: &Book, part: u8) -> String {
    let meta = &book.meta;
    let mut out = String::from(
        "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n<x:xmpmeta xmlns:x=\"adobe:ns:meta/\">\n\
        <rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">\n<rdf:Description rdf:about=\"\"\n \
        xmlns:dc=\"http://purl.org/dc/elements/1.1/\"\n xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\"\n \
        xmlns:xmpMM=\"http://ns.adobe.com/xap/1.0/mm/\"\n xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\"\n \
        xmlns:pdfaid=\"http://www.aiim.org/pdfa/ns/id/\"\n xmlns:pdfuaid=\"http://www.aiim.org/pdfua/ns/id/\"\n \
        xmlns:pdfaExtension=\"http://www.aiim.org/pdfa/ns/extension/\"\n \
        xmlns:pdfaSchema=\"http://www.aiim.org/pdfa/ns/schema#\"\n \
        xmlns:pdfaProperty=\"http://www.aiim.org/pdfa/ns/property#\">\n",
    );
    dublin_core(&mut out, book);
    let time = meta.modified.strftime("%Y-%m-%dT%H:%M:%SZ");
    for name in ["xmp:CreateDate", "xmp:ModifyDate", "xmp:MetadataDate"] {
        element(&mut out, name, &time.to_string());
    }
    element(&mut out, "xmp:CreatorTool", "Fonds");
    element(&mut out, "pdf:Producer", PRODUCER);
    if !meta.subjects.is_empty() {
        element(&mut out, "pdf:Keywords", &keywords(book));
    }
    element(&mut out, "xmpMM:DocumentID", &meta.identifier);
    element(&mut out, "xmpMM:InstanceID", &Digest::of(edition(book).as_bytes()).uuid_urn());
    element(&mut out, "pdfaid:part", &part.to_string());
    element(&mut out, "pdfaid:conformance", "A");
    element(&mut out, "pdfuaid:part", "1");
    out.push_str(
        "<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType=\"Resource\">\n\
        <pdfaSchema:schema>PDF/UA identification</pdfaSchema:schema>\n\
        <pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>\n\
        <pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>\n\
        <pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType=\"Resource\">\n\
        <pdfaProperty:name>part</pdfaProperty:name>\n<pdfaProperty:valueType>Integer</pdfaProperty:valueType>\n\
        <pdfaProperty:category>internal</pdfaProperty:category>\n\
        <pdfaProperty:description>Part of ISO 14289 that the file follows</pdfaProperty:description>\n\
        </rdf:li></rdf:Seq></pdfaSchema:property>\n</rdf:li></rdf:Bag></pdfaExtension:schemas>\n\
        </rdf:Description>\n</rdf:RDF>\n</x:xmpmeta>\n<?xpacket end=\"w\"?>",
    );
    out
}

fn dublin_core(out: &mut String, book: &Book) {
    let meta = &book.meta;
    out.push_str("<dc:format>application/pdf</dc:format>\n");
    element(out, "dc:identifier", &meta.identifier);
    alternatives(out, "dc:title", &meta.title, &meta.language);
    let compiler = [meta.compiler.as_str()];
    list(out, "dc:creator", "Seq", compiler.into_iter().filter(|name| !name.is_empty()));
    let makers = meta.contributors.iter().map(|maker| maker.name.as_str());
    list(out, "dc:contributor", "Bag", makers);
    list(out, "dc:publisher", "Bag", [meta.institution.as_str()].into_iter().filter(|name| !name.is_empty()));
    alternatives(out, "dc:description", &meta.description, &meta.language);
    alternatives(out, "dc:rights", &meta.rights, &meta.language);
    list(out, "dc:language", "Bag", [meta.language.as_str()]);
    list(out, "dc:subject", "Bag", meta.subjects.iter().map(|subject| subject.label.as_str()));
    let date = meta.modified.strftime("%Y-%m-%d").to_string();
    list(out, "dc:date", "Seq", [date.as_str()]);
}

fn element(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "<{name}>{}</{name}>", escaped(value));
}

/// Text that may come in several languages; the book's is the usual one.
fn alternatives(out: &mut String, name: &str, value: &str, language: &str) {
    if value.is_empty() {
        return;
    }
    let (value, language) = (escaped(value), escaped(language));
    let _ = writeln!(
        out,
        "<{name}><rdf:Alt><rdf:li xml:lang=\"x-default\">{value}</rdf:li>\
        <rdf:li xml:lang=\"{language}\">{value}</rdf:li></rdf:Alt></{name}>"
    );
}

fn list<'v>(out: &mut String, name: &str, kind: &str, values: impl IntoIterator<Item = &'v str>) {
    let items: String =
        values.into_iter().map(|value| format!("<rdf:li>{}</rdf:li>", escaped(value))).collect();
    if !items.is_empty() {
        let _ = writeln!(out, "<{name}><rdf:{kind}>{items}</rdf:{kind}></{name}>");
    }
}

/// A value on one line, as XML has it.
fn escaped(value: &str) -> String {
    fonds_model::text::escaped(value).replace(['\t', '\n', '\r'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_profile_does_not_tell_the_time() {
        let (first, _) = (srgb().unwrap(), std::thread::sleep(std::time::Duration::from_millis(1100)));
        assert!(first == srgb().unwrap());
        assert_eq!(&first[36..40], b"acsp");
    }
}
