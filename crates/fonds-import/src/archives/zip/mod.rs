//! ZIP archives of files: each is read as if it had come alone, with the pictures beside it in the archive.
//!
//! 1. [`members`] unpacks within bounds, whatever the archive claims.
//!    [`names`] finds the encoding of their names.
//! 2. [`companions`] tells the files that only belong to others.

mod companions;
mod members;
mod names;

pub(crate) use members::{Budget, has_too_many_entries, unpack};

use crate::package::resolve;
use crate::{AssetLoader, Batch, Format, ImportError, Input, NoAssets, Options, Unread};
use companions::Companions;
use fonds_model::text::nfc;
use members::Member;
use std::collections::HashMap;
use std::io;
use std::sync::Arc;

/// How deep archives may lie in each other.
const DEEPEST: usize = 3;

/// The articles of all files in an archive.
pub(crate) fn read(bytes: &[u8], options: Options) -> Result<Batch, ImportError> {
    let mut reader = Reader { options, budget: Budget::default(), batch: Batch::default() };
    reader.archive(bytes, "", 1)?;
    Ok(reader.batch)
}

struct Reader {
    options: Options,
    budget: Budget,
    batch: Batch,
}

impl Reader {
    /// Reads an archive that lies at `outer`, which is empty or ends with a stroke.
    fn archive(&mut self, bytes: &[u8], outer: &str, depth: usize) -> Result<(), ImportError> {
        let unpacked = unpack(bytes, &mut self.budget, &companions::may_be_read)?;
        self.batch.diagnostics.extend(unpacked.remarks);
        let companions = Companions::of(&unpacked.members);
        let files = Files::of(&unpacked.members);
        for member in unpacked.members.iter().filter(|member| !companions.has(&member.path)) {
            let part = format!("{outer}{}", member.path);
            if let Err(error) = self.member(member, &files, &part, depth) {
                self.batch.failed.push(Unread { part, error });
            }
        }
        Ok(())
    }

    fn member(
        &mut self,
        member: &Member,
        files: &Files<'_>,
        part: &str,
        depth: usize,
    ) -> Result<(), ImportError> {
        let bytes = member.content.as_ref().map_err(Clone::clone)?;
        let input = Input { bytes: bytes.as_ref(), file_name: Some(member.name()), ..Input::default() };
        if !bytes.is_empty() && crate::format::of(&input)? == Format::Zip {
            if depth == DEEPEST {
                let reason = "too many archives lie in each other".to_owned();
                return Err(ImportError::Broken { format: "ZIP archive", reason });
            }
            return self.archive(bytes, &format!("{part}/"), depth + 1);
        }
        let beside = Beside { files, path: &member.path };
        let read = crate::read(&input, self.options, &beside)?;
        self.take(read, bytes, part);
        Ok(())
    }

    /// Takes in what one file gave; the file is what its articles were made of.
    fn take(&mut self, read: Batch, original: &Arc<[u8]>, part: &str) {
        for mut imported in read.articles {
            imported.original.get_or_insert_with(|| Arc::clone(original));
            self.batch.articles.push(imported);
        }
        for mut received in read.received {
            received.original.get_or_insert_with(|| Arc::clone(original));
            self.batch.received.push(received);
        }
        let inner = |unread: Unread| Unread { part: format!("{part}/{}", unread.part), ..unread };
        self.batch.failed.extend(read.failed.into_iter().map(inner));
        self.batch.diagnostics.extend(read.diagnostics.into_iter().map(|remark| match &remark.place {
            None => remark.at(part),
            Some(_) => remark,
        }));
    }
}

/// The files of an archive by path, and by path without regard to capitals.
struct Files<'a> {
    exact: HashMap<String, &'a [u8]>,
    folded: HashMap<String, &'a [u8]>,
}

impl<'a> Files<'a> {
    fn of(members: &'a [Member]) -> Self {
        let mut files = Self { exact: HashMap::new(), folded: HashMap::new() };
        for member in members {
            let Ok(content) = &member.content else { continue };
            let path = nfc(&member.path);
            files.folded.entry(path.to_lowercase()).or_insert(content);
            files.exact.insert(path, content);
        }
        files
    }
}

/// The files beside one in an archive.
struct Beside<'a> {
    files: &'a Files<'a>,
    path: &'a str,
}

impl AssetLoader for Beside<'_> {
    fn load(&self, reference: &str) -> io::Result<Vec<u8>> {
        let path = nfc(&resolve(self.path, reference));
        let found = self.files.exact.get(&path).or_else(|| self.files.folded.get(&path.to_lowercase()));
        found.map_or_else(|| NoAssets.load(reference), |bytes| Ok(bytes.to_vec()))
    }
}
