//! Objects go from the read file to the written one, with new numbers and without what nothing refers to.

use lopdf::{Document, Object, ObjectId};
use std::collections::{BTreeMap, VecDeque};

/// What leads back into the page tree and the structure tree, which stay behind.
const LEFT_BEHIND: [&[u8]; 5] = [b"Catalog", b"Pages", b"Page", b"StructTreeRoot", b"StructElem"];

/// Gives new numbers, and remembers what has to follow.
#[derive(Default)]
pub(super) struct Carrier {
    numbers: BTreeMap<ObjectId, ObjectId>,
    following: VecDeque<(ObjectId, ObjectId)>,
}

impl Carrier {
    /// An object as it is in the new file. What it refers to follows.
    pub fn carry(&mut self, mut object: Object, from: &Document, to: &mut Document) -> Object {
        let mut inside = vec![&mut object];
        while let Some(part) = inside.pop() {
            match part {
                Object::Reference(id) => *part = self.renumbered(*id, from, to),
                Object::Array(parts) => inside.extend(parts),
                Object::Dictionary(dict) => inside.extend(dict.iter_mut().map(|(_, value)| value)),
                Object::Stream(stream) => {
                    stream.dict.remove(b"StructParent");
                    stream.dict.remove(b"StructParents");
                    inside.extend(stream.dict.iter_mut().map(|(_, value)| value));
                }
                _ => {}
            }
        }
        object
    }

    /// Moves all that is referred to.
    pub fn finish(mut self, mut from: Document, to: &mut Document) {
        while let Some((old, new)) = self.following.pop_front() {
            if let Some(object) = from.objects.remove(&old) {
                let object = self.carry(object, &from, to);
                to.set_object(new, object);
            }
        }
    }

    fn renumbered(&mut self, old: ObjectId, from: &Document, to: &mut Document) -> Object {
        if let Some(new) = self.numbers.get(&old) {
            return Object::Reference(*new);
        }
        let Some(object) = from.objects.get(&old) else { return Object::Null };
        if object.type_name().is_ok_and(|name| LEFT_BEHIND.contains(&name)) {
            return Object::Null;
        }
        let new = to.new_object_id();
        self.numbers.insert(old, new);
        self.following.push_back((old, new));
        Object::Reference(new)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use lopdf::{Dictionary, Stream, dictionary};

    #[test]
    fn what_is_shared_goes_once_and_pages_stay_behind() {
        let mut from = Document::new();
        let page = from.add_object(dictionary! { "Type" => "Page" });
        let font = from.new_object_id();
        // The font refers to itself.
        from.set_object(
            font,
            dictionary! { "Self" => font, "Page" => page, "Lost" => Object::Reference((99, 0)) },
        );
        let dict = dictionary! { "StructParent" => 7, "Fonts" => vec![font.into(), font.into()] };
        let picture = from.add_object(Stream::new(dict, vec![1, 2]));
        from.add_object(Dictionary::new());

        let mut to = Document::new();
        let mut carrier = Carrier::default();
        let carried = carrier.carry(vec![picture.into(), 5.into()].into(), &from, &mut to);
        carrier.finish(from, &mut to);

        assert_eq!(carried, vec![Object::Reference((1, 0)), 5.into()].into());
        let stream = to.get_object((1, 0)).and_then(Object::as_stream).unwrap();
        assert!(!stream.dict.has(b"StructParent"));
        let font = Object::Reference((2, 0));
        assert_eq!(stream.dict.get(b"Fonts").unwrap(), &vec![font.clone(), font.clone()].into());
        let expected = dictionary! { "Self" => font, "Page" => Object::Null, "Lost" => Object::Null };
        assert_eq!(to.get_dictionary((2, 0)).unwrap(), &expected);
        assert_eq!(to.objects.len(), 2);
    }
}
