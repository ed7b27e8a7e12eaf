//! Files that a print file carries: the collection's data (ISO 19005-3, 6.8).

use super::{deflated, failed, text};
use crate::content::packed;
use crate::{Embedded, PdfError};
use lopdf::{Document, Object, ObjectId, dictionary};

/// Adds files to the catalog, by name and as files that belong to the whole document.
pub(crate) fn add(file: &mut Document, files: &[Embedded], catalog: ObjectId) -> Result<(), PdfError> {
    if files.is_empty() {
        return Ok(());
    }
    let mut names: Vec<(&str, ObjectId)> = Vec::with_capacity(files.len());
    for embedded in files {
        names.push((&embedded.name, specification(file, embedded)?));
    }
    names.sort_unstable_by_key(|(name, _)| *name);
    let all: Vec<Object> = names.iter().map(|(_, id)| Object::from(*id)).collect();
    let list = names.into_iter().flat_map(|(name, id)| [Object::string_literal(name), id.into()]);
    let tree = dictionary! { "Names" => list.collect::<Vec<_>>() };
    let tree = file.add_object(tree);
    let catalog = file.get_dictionary_mut(catalog).map_err(failed)?;
    catalog.set("AF", all);
    if let Ok(names) = catalog.get_mut(b"Names").and_then(Object::as_dict_mut) {
        names.set("EmbeddedFiles", tree);
    }
    Ok(())
}

fn specification(file: &mut Document, embedded: &Embedded) -> Result<ObjectId, PdfError> {
    let dict = dictionary! {
        "Type" => "EmbeddedFile",
        "Subtype" => Object::Name(embedded.media_type.clone().into_bytes()),
        "Params" => dictionary! { "Size" => embedded.bytes.len() as i64 },
    };
    let content = packed(&embedded.bytes).map_err(failed)?;
    let stream = file.add_object(deflated(dict, content));
    Ok(file.add_object(dictionary! {
        "Type" => "Filespec",
        "F" => Object::string_literal(embedded.name.as_str()),
        "UF" => text(&embedded.name),
        "EF" => dictionary! { "F" => stream, "UF" => stream },
        "Desc" => text(&embedded.description),
        "AFRelationship" => "Data",
    }))
}
