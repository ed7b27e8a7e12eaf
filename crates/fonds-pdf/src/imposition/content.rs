//! What is drawn on a page, as the one stream that a form needs (ISO 32000-2, 7.8.2).

use lopdf::{Dictionary, Document, Error, Object, ObjectId, Stream, dictionary};

/// What the content streams of all pages may come to, in bytes. Pictures and fonts are not among them.
const MAX_CONTENT: usize = 512 << 20;

/// Filters that a stream may have one after the other.
const MAX_FILTERS: usize = 8;

/// Filters that need no parameters, so that a stream can keep them.
const SIMPLE: [&[u8]; 5] =
    [b"FlateDecode", b"LZWDecode", b"ASCII85Decode", b"ASCIIHexDecode", b"RunLengthDecode"];

/// Reads content streams until there are too many.
pub(super) struct Contents {
    left: usize,
}

impl Contents {
    pub fn new() -> Self {
        Self { left: MAX_CONTENT }
    }

    /// The contents of a page with nothing but a filter in the dictionary. A page with one stream keeps it as it is
    /// packed; several are unpacked and joined.
    ///
    /// # Errors
    /// A short reason, if a stream is missing, packed in an unknown way, or too large.
    pub fn of(&mut self, file: &Document, page: ObjectId) -> Result<Stream, String> {
        let streams = streams(file, page)?;
        if let [stream] = streams.as_slice()
            && let Some(dict) = kept(&stream.dict)
        {
            self.take(stream.content.len())?;
            return Ok(Stream::new(dict, stream.content.clone()));
        }
        let mut joined = Vec::new();
        for stream in streams {
            let plain = unpacked(file, stream, self.left)?;
            self.take(plain.len())?;
            joined.extend(plain);
            // A stream may end within an operation, but not within a word.
            joined.push(b'\n');
        }
        Ok(Stream::new(Dictionary::new(), joined))
    }

    fn take(&mut self, bytes: usize) -> Result<(), String> {
        self.left = self.left.checked_sub(bytes).ok_or("there is too much on the pages")?;
        Ok(())
    }
}

/// What a stream says of its packing, if it is so little that a copy can have it.
fn kept(dict: &Dictionary) -> Option<Dictionary> {
    if dict.has(b"DecodeParms") {
        return None;
    }
    match dict.get(b"Filter") {
        Err(_) => Some(Dictionary::new()),
        Ok(Object::Name(filter)) if SIMPLE.contains(&filter.as_slice()) => {
            Some(dictionary! { "Filter" => Object::Name(filter.clone()) })
        }
        Ok(_) => None,
    }
}

fn streams(file: &Document, page: ObjectId) -> Result<Vec<&Stream>, String> {
    let page = file.get_dictionary(page).map_err(|error| error.to_string())?;
    let Ok(contents) = page.get(b"Contents") else { return Ok(vec![]) };
    let (_, contents) = file.dereference(contents).map_err(|error| error.to_string())?;
    let parts = match contents {
        Object::Array(parts) => parts.as_slice(),
        Object::Null => &[],
        one => std::slice::from_ref(one),
    };
    let stream = |part| file.dereference(part).and_then(|(_, part)| part.as_stream());
    parts.iter().map(stream).collect::<Result<_, _>>().map_err(|error| error.to_string())
}

/// One filter after the other: lopdf has the same parameters for all of them.
fn unpacked(file: &Document, stream: &Stream, most: usize) -> Result<Vec<u8>, String> {
    let filters = listed(file, &stream.dict, b"Filter");
    let parameters = listed(file, &stream.dict, b"DecodeParms");
    if filters.len() > MAX_FILTERS {
        return Err("it is packed too often".into());
    }
    let mut content = stream.content.clone();
    for (at, filter) in filters.into_iter().enumerate() {
        let mut layer = Stream::new(Dictionary::new(), content);
        layer.dict.set("Filter", filter.clone());
        if let Some(Object::Dictionary(parameters)) = parameters.get(at) {
            layer.dict.set("DecodeParms", parameters.clone());
        }
        content = layer.decompressed_content_with_limit(most).map_err(|error| match error {
            Error::Unimplemented(_) => "it is packed in a way that is not known here".into(),
            error => error.to_string(),
        })?;
    }
    Ok(content)
}

/// An entry that is one thing or an array of things.
fn listed<'a>(file: &'a Document, dict: &'a Dictionary, key: &[u8]) -> Vec<&'a Object> {
    let parts = match dict.get_deref(key, file) {
        Ok(Object::Array(parts)) => parts.as_slice(),
        Ok(one) => std::slice::from_ref(one),
        Err(_) => &[],
    };
    parts.iter().filter_map(|part| file.dereference(part).ok()).map(|(_, part)| part).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// `0 g` as zlib packs it, then as ASCII base 85.
    fn packed() -> Stream {
        let mut flate = Stream::new(Dictionary::new(), b"0 g ".repeat(40));
        flate.compress().unwrap();
        let dict = dictionary! { "Filter" => vec!["ASCII85Decode".into(), "FlateDecode".into()] };
        Stream::new(dict, ascii85(&flate.content))
    }

    fn ascii85(bytes: &[u8]) -> Vec<u8> {
        let mut out = Vec::new();
        for chunk in bytes.chunks(4) {
            let mut word = [0; 4];
            word[..chunk.len()].copy_from_slice(chunk);
            let mut word = u32::from_be_bytes(word);
            let mut digits = [0; 5];
            for digit in digits.iter_mut().rev() {
                *digit = b'!' + (word % 85) as u8;
                word /= 85;
            }
            out.extend(&digits[..chunk.len() + 1]);
        }
        out.extend(b"~>");
        out
    }

    fn contents(streams: Vec<Stream>) -> Result<Stream, String> {
        let mut file = Document::new();
        let streams = streams.into_iter().map(|stream| file.add_object(stream).into());
        let streams: Vec<Object> = streams.collect();
        let page = file.add_object(dictionary! { "Contents" => streams });
        Contents::new().of(&file, page)
    }

    #[test]
    fn streams_are_unpacked_and_joined_with_a_space_between_them() {
        let plain = Stream::new(Dictionary::new(), b"BT".to_vec());
        let joined = contents(vec![plain, packed()]).unwrap();
        assert_eq!(joined.content, [b"BT\n".to_vec(), b"0 g ".repeat(40), b"\n".to_vec()].concat());
    }

    #[test]
    fn each_filter_has_its_own_parameters() {
        // Rows of four bytes, each after a byte that says it is the difference from the row above.
        let rows = b"\x020 g \x02\0\0\0\0".repeat(30);
        let mut stream = Stream::new(Dictionary::new(), rows);
        stream.compress().unwrap();
        let predictor = dictionary! { "Predictor" => 12, "Columns" => 4 };
        let dict = dictionary! {
            "Filter" => vec!["ASCII85Decode".into(), "FlateDecode".into()],
            "DecodeParms" => vec![Object::Null, predictor.into()],
        };
        let content = contents(vec![Stream::new(dict, ascii85(&stream.content))]).unwrap().content;
        assert_eq!(content.len(), 30 * 2 * 4 + 1);
        assert!(content.starts_with(b"0 g 0 g "));
    }

    #[test]
    fn one_stream_stays_as_it_is() {
        let dict = dictionary! { "Filter" => "RunLengthDecode", "Other" => 1 };
        let kept = contents(vec![Stream::new(dict, vec![128])]).unwrap();
        assert_eq!(kept.content, [128]);
        assert_eq!(kept.filters().unwrap(), [b"RunLengthDecode"]);
        assert!(!kept.dict.has(b"Other"));
    }

    #[test]
    fn a_page_may_be_empty_but_not_torn() {
        assert!(contents(vec![]).unwrap().content.is_empty());
        let mut file = Document::new();
        let page = file.add_object(dictionary! { "Contents" => Object::Reference((99, 0)) });
        assert!(Contents::new().of(&file, page).is_err());
        let unknown = Stream::new(dictionary! { "Filter" => "Unheard" }, vec![]);
        assert!(contents(vec![unknown]).is_err());
        let often = Stream::new(dictionary! { "Filter" => vec![Object::from("FlateDecode"); 9] }, vec![]);
        assert!(contents(vec![often]).is_err());
    }

    #[test]
    fn contents_have_a_limit() {
        let mut contents = Contents { left: 10 };
        assert!(contents.take(6).is_ok());
        assert!(contents.take(6).is_err());
    }
}
