//! The file's bytes: objects that are not streams packed together, streams as they are, and the table of where each
//! stands (ISO 32000-1, 7.5).

use super::failed;
use crate::PdfError;
use crate::content::packed;
use fonds_model::Progress;
use lopdf::content::{Content, Operation};
use lopdf::{Dictionary, Document, Object, ObjectId};
use rayon::prelude::*;
use std::borrow::Cow;

/// Objects that are packed together.
const TOGETHER: usize = 100;
/// Streams that are written between two looks at whether the user wants to stop.
const BETWEEN: usize = 64;

/// The content of a stream that is kept elsewhere, or is to be had only now.
pub(super) type Filled<'f> = dyn Fn(ObjectId) -> Option<std::io::Result<Cow<'f, [u8]>>> + 'f;

/// Writes a document whose objects are all of generation 0, and those that are packed already. What is written is let go.
pub(super) fn bytes(
    file: Document,
    packed: Vec<Pack>,
    filled: &Filled<'_>,
    progress: &dyn Progress,
) -> Result<Vec<u8>, PdfError> {
    let Document { version, objects, trailer, max_id, .. } = file;
    let (streams, plain): (Vec<_>, Vec<_>) =
        objects.into_iter().partition(|(_, object)| matches!(object, Object::Stream(_)));
    let groups: Vec<Vec<(ObjectId, Object)>> = in_groups(plain);
    let packs: Vec<Vec<Pack>> = groups.into_par_iter().map(pack).collect::<Result<_, PdfError>>()?;
    let mut writer = Writer { bytes: Vec::new(), places: vec![Place::Free; max_id as usize + 1] };
    // Four bytes above 127 say that the file is binary (ISO 19005-2, 6.1.2).
    writer.bytes.extend_from_slice(format!("%PDF-{version}\n%\u{c7}\u{ec}\n").as_bytes());
    for (n, (id, object)) in streams.into_iter().enumerate() {
        if n % BETWEEN == 0 {
            progress.check()?;
        }
        let Object::Stream(stream) = object else { continue };
        let elsewhere = filled(id).transpose().map_err(failed)?;
        let content = elsewhere.unwrap_or(Cow::Owned(stream.content));
        writer.stream(id.0 as usize, stream.dict, &content)?;
    }
    for pack in packed.into_iter().chain(packs.into_iter().flatten()) {
        let number = writer.places.len();
        writer.places.push(Place::Free);
        for (index, object) in pack.objects.iter().enumerate() {
            writer.places[*object as usize] = Place::Packed { pack: number, index };
        }
        writer.stream(number, pack.dict, &pack.content)?;
    }
    writer.finish(trailer)
}

/// Objects that are packed together: their numbers and the stream that holds them.
pub(super) struct Pack {
    objects: Vec<u32>,
    dict: Dictionary,
    content: Vec<u8>,
}

/// Packs objects as they come.
#[derive(Default)]
pub(super) struct Packer {
    packs: Vec<Pack>,
    objects: Vec<u32>,
    /// Where each stands in the content.
    table: String,
    content: Vec<u8>,
}

impl Packer {
    /// Adds an object, as a file has it.
    pub fn add(&mut self, number: u32, object: &[u8]) -> Result<(), PdfError> {
        self.table.push_str(&format!("{number} {} ", self.content.len()));
        self.objects.push(number);
        self.content.extend_from_slice(object);
        self.content.push(b'\n');
        if self.objects.len() < TOGETHER { Ok(()) } else { self.close() }
    }

    /// All packs.
    pub fn finish(mut self) -> Result<Vec<Pack>, PdfError> {
        self.close()?;
        Ok(self.packs)
    }

    fn close(&mut self) -> Result<(), PdfError> {
        let Self { packs, objects, table, content } = self;
        if objects.is_empty() {
            return Ok(());
        }
        let mut dict = Dictionary::new();
        dict.set("Type", "ObjStm");
        dict.set("N", objects.len() as i64);
        dict.set("First", table.len() as i64);
        dict.set("Filter", "FlateDecode");
        content.splice(0..0, table.bytes());
        let packed = packed(content).map_err(failed)?;
        packs.push(Pack { objects: std::mem::take(objects), dict, content: packed });
        table.clear();
        content.clear();
        Ok(())
    }
}

fn in_groups(objects: Vec<(ObjectId, Object)>) -> Vec<Vec<(ObjectId, Object)>> {
    let mut groups = Vec::with_capacity(objects.len() / TOGETHER + 1);
    let mut rest = objects.into_iter().peekable();
    while rest.peek().is_some() {
        groups.push(rest.by_ref().take(TOGETHER).collect());
    }
    groups
}

fn pack(group: Vec<(ObjectId, Object)>) -> Result<Vec<Pack>, PdfError> {
    let mut packer = Packer::default();
    for ((number, _), object) in group {
        packer.add(number, &written(object)?)?;
    }
    packer.finish()
}

/// An object as a file has it, with white space after it.
pub(super) fn written(object: Object) -> Result<Vec<u8>, PdfError> {
    // Operands of content are written by the same rules, and lopdf has no other door to them.
    let alone = Content { operations: vec![Operation::new("", vec![object])] };
    alone.encode().map_err(failed)
}

/// Where an object stands.
#[derive(Clone, Copy)]
enum Place {
    Free,
    At(usize),
    Packed { pack: usize, index: usize },
}

struct Writer {
    bytes: Vec<u8>,
    /// By the objects' numbers.
    places: Vec<Place>,
}

impl Writer {
    fn stream(&mut self, number: usize, mut dict: Dictionary, content: &[u8]) -> Result<(), PdfError> {
        dict.set("Length", content.len() as i64);
        if let Some(place) = self.places.get_mut(number) {
            *place = Place::At(self.bytes.len());
        }
        self.bytes.extend_from_slice(format!("{number} 0 obj\n").as_bytes());
        self.bytes.extend(written(dict.into())?);
        self.bytes.extend_from_slice(b"stream\n");
        self.bytes.extend_from_slice(content);
        // A line feed alone would make one line end of itself and of a carriage return that the content ends with; not
        // every reader looks at the length first.
        self.bytes.extend_from_slice(b"\r\nendstream\nendobj\n");
        Ok(())
    }

    /// The table of places, which is a stream itself and says what a trailer says.
    fn finish(mut self, trailer: Dictionary) -> Result<Vec<u8>, PdfError> {
        let (number, start) = (self.places.len(), self.bytes.len());
        self.places.push(Place::At(start));
        let mut table = Vec::with_capacity(self.places.len() * 8);
        for place in &self.places {
            let (kind, first, second) = match *place {
                Place::Free => (0, 0, u16::MAX),
                Place::At(offset) => (1, offset, 0),
                Place::Packed { pack, index } => (2, pack, index as u16),
            };
            table.push(kind);
            table.extend_from_slice(&(first as u64).to_be_bytes()[3..]);
            table.extend_from_slice(&second.to_be_bytes());
        }
        let mut dict = Dictionary::new();
        for name in ["Root", "Info", "ID"] {
            if let Ok(value) = trailer.get(name.as_bytes()) {
                dict.set(name, value.clone());
            }
        }
        dict.set("Type", "XRef");
        dict.set("Size", self.places.len() as i64);
        dict.set("W", vec![Object::from(1), Object::from(5), Object::from(2)]);
        dict.set("Filter", "FlateDecode");
        self.stream(number, dict, &packed(&table).map_err(failed)?)?;
        self.bytes.extend_from_slice(format!("startxref\n{start}\n%%EOF\n").as_bytes());
        Ok(self.bytes)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use fonds_model::Quiet;
    use lopdf::{Stream, dictionary};

    #[test]
    fn what_is_written_is_read_again_whatever_a_stream_ends_with() {
        let mut file = Document::with_version("1.7");
        let ends = [&b"q\r"[..], b"q\n", b"q\r\n", b"q", b""];
        let streams: Vec<Object> = ends
            .iter()
            .map(|end| file.add_object(Stream::new(dictionary! {}, end.to_vec())).into())
            .collect();
        // A number that nothing stands at.
        file.new_object_id();
        let many: Vec<Object> = (0..250).map(|n| file.add_object(Object::from(n)).into()).collect();
        let root = file.add_object(dictionary! { "Type" => "Catalog", "Streams" => streams, "Many" => many });
        file.trailer.set("Root", root);
        let mut packer = Packer::default();
        let written: Vec<u32> = (0..250).map(|_| file.new_object_id().0).collect();
        written.iter().for_each(|number| packer.add(*number, format!("({number})").as_bytes()).unwrap());
        let bytes = bytes(file, packer.finish().unwrap(), &|_| None, &Quiet).unwrap();
        let read = Document::load_mem(&bytes).unwrap();
        let of = |name: &[u8]| read.catalog().unwrap().get(name).unwrap().as_array().unwrap().clone();
        for (stream, end) in of(b"Streams").iter().zip(ends) {
            let stream = read.get_object(stream.as_reference().unwrap()).unwrap().as_stream().unwrap();
            assert_eq!(stream.content, end);
        }
        for (n, number) in of(b"Many").iter().enumerate() {
            let number = read.get_object(number.as_reference().unwrap()).unwrap();
            assert_eq!(number.as_i64().unwrap(), n as i64);
        }
        for number in written {
            let object = read.get_object((number, 0)).unwrap();
            assert_eq!(object.as_str().unwrap(), number.to_string().as_bytes());
        }
    }
}
