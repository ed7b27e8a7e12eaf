//! The originals: WARC files that are only ever appended to, each byte sequence once.

use crate::error::at;
use crate::folder::sync_folder;
use crate::warc::{self, Exchange, Resource};
use crate::{StoreError, warc::Record};
use fonds_model::{Digest, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File, OpenOptions};
use std::io::{BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file is closed once it is this long, in bytes.
const SEGMENT: u64 = 1 << 30;

/// Bytes to be kept as they came in.
pub struct Original<'a> {
    /// The exact bytes.
    pub bytes: &'a [u8],
    /// Their media type.
    pub media_type: &'a str,
    /// The file's name, without folders.
    pub file_name: Option<&'a str>,
    /// Where they were found.
    pub url: Option<&'a str>,
    /// The text that was made of them, where they are not text themselves.
    pub text: Option<&'a str>,
    /// How they came over the network, if they did.
    pub exchange: Option<&'a Exchange>,
}

/// Where an original's record begins.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Place {
    /// File below `originals/`, with `/`.
    pub file: String,
    /// Byte offset of the gzip member.
    pub offset: u64,
}

/// Appends to this device's files, reads from all.
pub(crate) struct Originals {
    folder: PathBuf,
    device: String,
    library: String,
    segment: u32,
    length: u64,
}

/// A record met while reading all files.
pub(crate) enum Met {
    /// An original and where it begins.
    Original(Box<Record>, Place),
    /// A damaged place; reading goes on with the next whole record.
    Damage(Place, String),
}

impl Originals {
    pub fn open(library_folder: &Path, device: &str, library: &str) -> Result<Self, StoreError> {
        let folder = library_folder.join("originals");
        let own = folder.join(device);
        fs::create_dir_all(&own).map_err(at(&own))?;
        let last = segments(&own)?.pop();
        let segment = last.as_deref().and_then(|name| name.get(..6)?.parse().ok()).unwrap_or(1);
        let length =
            last.map_or(Ok(0), |name| own.join(name).metadata().map(|meta| meta.len())).map_err(at(&own))?;
        Ok(Self { folder, device: device.into(), library: library.into(), segment, length })
    }

    /// Reads the files of all devices and appends to none.
    pub fn read_only(library_folder: &Path) -> Self {
        let folder = library_folder.join("originals");
        Self { folder, device: String::new(), library: String::new(), segment: 1, length: 0 }
    }

    /// Appends originals and makes them durable; gives each one's place. On failure the file is as before.
    pub fn append(
        &mut self,
        originals: &[(&Digest, &Original<'_>)],
        now: Timestamp,
    ) -> Result<Vec<Place>, StoreError> {
        if originals.is_empty() {
            return Ok(vec![]);
        }
        if self.length >= SEGMENT {
            self.segment += 1;
            self.length = 0;
        }
        let name = format!("{:06}.warc.gz", self.segment);
        let path = self.folder.join(&self.device).join(&name);
        let before = self.length;
        let appended = self.append_to(&path, &name, originals, now);
        if appended.is_err() && before > 0 {
            // The file is cut back so that no half record stays; if even that fails, opening finds it.
            let _ = OpenOptions::new().write(true).open(&path).and_then(|file| file.set_len(before));
        } else if appended.is_err() {
            let _ = fs::remove_file(&path);
        }
        let (places, length) = appended.map_err(at(&path))?;
        if before == 0 {
            sync_folder(&self.folder.join(&self.device))?;
        }
        self.length = length;
        Ok(places)
    }

    /// The bytes of an original, checked against its digest.
    pub fn read(&self, digest: &Digest, place: &Place) -> Result<Vec<u8>, StoreError> {
        let path = self.folder.join(&place.file);
        let damaged =
            || StoreError::Damaged { file: format!("originals/{}", place.file), offset: place.offset };
        let mut file = File::open(&path).map_err(at(&path))?;
        file.seek(SeekFrom::Start(place.offset)).map_err(at(&path))?;
        let record = warc::read(&mut BufReader::new(file)).ok().flatten().ok_or_else(damaged)?;
        let bytes = record.into_payload();
        if Digest::of(&bytes) == *digest { Ok(bytes) } else { Err(damaged()) }
    }

    /// Every record of every device after the known part of its file; gives how far each file was read.
    pub fn read_after(
        &self,
        known: &BTreeMap<String, u64>,
        visit: &mut dyn FnMut(Met) -> Result<(), StoreError>,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        self.read_between(known, None, visit)
    }

    /// As [`Originals::read_after`], up to where `until` says that each file ends.
    pub fn read_between(
        &self,
        known: &BTreeMap<String, u64>,
        until: Option<&BTreeMap<String, u64>>,
        visit: &mut dyn FnMut(Met) -> Result<(), StoreError>,
    ) -> Result<BTreeMap<String, u64>, StoreError> {
        let mut read = BTreeMap::new();
        for (file, length) in self.lengths()? {
            let path = self.folder.join(&file);
            let start = known.get(&file).copied().unwrap_or_default();
            let end = until.map_or(length, |until| until.get(&file).copied().unwrap_or_default());
            if end <= start {
                continue;
            }
            let mut input = BufReader::new(File::open(&path).map_err(at(&path))?);
            input.seek(SeekFrom::Start(start)).map_err(at(&path))?;
            let mut offset = start;
            while offset < end {
                let place = Place { file: file.clone(), offset };
                match warc::read(&mut input) {
                    Ok(None) => break,
                    Ok(Some(record)) => visit(Met::Original(Box::new(record), place))?,
                    Err(error) => {
                        visit(Met::Damage(place, error.to_string()))?;
                        // The records behind the damaged one are whole.
                        let Some(next) = next_record(&path, offset) else { break };
                        input.seek(SeekFrom::Start(next)).map_err(at(&path))?;
                    }
                }
                offset = input.stream_position().map_err(at(&path))?;
            }
            read.insert(file, offset);
        }
        Ok(read)
    }

    /// Every place of an original: devices that did not know of each other may each have kept it.
    pub fn places_of(&self, digest: &Digest) -> Result<Vec<Place>, StoreError> {
        let mut places = Vec::new();
        self.read_after(&BTreeMap::new(), &mut |met| {
            if let Met::Original(record, place) = met
                && record.digest().as_ref() == Some(digest)
            {
                places.push(place);
            }
            Ok(())
        })?;
        Ok(places)
    }

    /// Whether an original, and not what stands for a purged one, lies at a place. Only the record's head is read.
    pub fn lies_at(&self, place: &Place) -> bool {
        let head = || {
            let mut file = File::open(self.folder.join(&place.file))?;
            file.seek(SeekFrom::Start(place.offset))?;
            warc::is_original(BufReader::new(file))
        };
        head().unwrap_or(false)
    }

    /// Overwrites an original, and what it was read as, with nothing; all else in the file stays where it is.
    ///
    /// The file is written anew beside the old one, which it then replaces.
    pub fn erase(&self, digest: &Digest, place: &Place, now: Timestamp) -> Result<(), StoreError> {
        let path = self.folder.join(&place.file);
        let damaged =
            || StoreError::Damaged { file: format!("originals/{}", place.file), offset: place.offset };
        let mut input = BufReader::new(File::open(&path).map_err(at(&path))?);
        input.seek(SeekFrom::Start(place.offset)).map_err(at(&path))?;
        let record = warc::read(&mut input).ok().flatten();
        record.filter(|record| record.digest().as_ref() == Some(digest)).ok_or_else(damaged)?;
        let end = input.stream_position().map_err(at(&path))?;
        let mut blank = warc::purged(end - place.offset, digest, now).ok_or_else(damaged)?;
        if warc::read(&mut input).is_ok_and(|next| next.is_some_and(|next| next.is_conversion_of(digest))) {
            let end_of_text = input.stream_position().map_err(at(&path))?;
            blank.extend(warc::purged(end_of_text - end, digest, now).ok_or_else(damaged)?);
        }
        replace_part(&path, place.offset, &blank)
    }

    /// This device's file that is appended to, and its length in bytes.
    pub fn current(&self) -> (String, u64) {
        (format!("{}/{:06}.warc.gz", self.device, self.segment), self.length)
    }

    /// Length of each file in bytes.
    pub fn lengths(&self) -> Result<BTreeMap<String, u64>, StoreError> {
        let length = |file: String| {
            let path = self.folder.join(&file);
            Ok((file, path.metadata().map_err(at(&path))?.len()))
        };
        self.files()?.into_iter().map(length).collect()
    }

    /// Length of all files in bytes.
    pub fn total_length(&self) -> u64 {
        self.lengths().unwrap_or_default().values().sum()
    }

    /// Cuts off what a crash left behind the last whole record of this device's last file; `known` is how much of the
    /// file is known to be whole. Gives how much was cut.
    pub fn cut_torn_end(&mut self, known: u64) -> Result<u64, StoreError> {
        let path = self.folder.join(self.current().0);
        if !path.exists() {
            return Ok(0);
        }
        let length = path.metadata().map_err(at(&path))?.len();
        let mut input = BufReader::new(File::open(&path).map_err(at(&path))?);
        let mut end = known.min(length);
        input.seek(SeekFrom::Start(end)).map_err(at(&path))?;
        while let Ok(Some(_)) = warc::read(&mut input) {
            end = input.stream_position().map_err(at(&path))?;
        }
        // Damage before a later whole record is for `verify` to name; only an end without records is torn.
        if end < length && next_record(&path, end).is_none() {
            let file = OpenOptions::new().write(true).open(&path).map_err(at(&path))?;
            file.set_len(end).and_then(|()| file.sync_all()).map_err(at(&path))?;
            self.length = end;
            return Ok(length - end);
        }
        Ok(0)
    }

    fn append_to(
        &self,
        path: &Path,
        name: &str,
        originals: &[(&Digest, &Original<'_>)],
        now: Timestamp,
    ) -> std::io::Result<(Vec<Place>, u64)> {
        let mut file = OpenOptions::new().append(true).create(true).open(path)?;
        let mut length = self.length;
        if length == 0 {
            let head = warc::info(name, &self.library, now)?;
            file.write_all(&head)?;
            length += head.len() as u64;
        }
        let mut places = Vec::with_capacity(originals.len());
        for (digest, original) in originals {
            let [record, request] = records(digest, original, now)?;
            file.write_all(&record)?;
            places.push(Place { file: format!("{}/{name}", self.device), offset: length });
            length += record.len() as u64;
            if let Some(text) = original.text {
                let record = warc::conversion(digest, text, now)?;
                file.write_all(&record)?;
                length += record.len() as u64;
            }
            file.write_all(&request)?;
            length += request.len() as u64;
        }
        file.sync_all()?;
        Ok((places, length))
    }

    fn files(&self) -> Result<Vec<String>, StoreError> {
        let mut files = Vec::new();
        let devices = fs::read_dir(&self.folder).map_err(at(&self.folder))?;
        let mut devices: Vec<_> = devices.flatten().filter(|entry| entry.path().is_dir()).collect();
        devices.sort_by_key(fs::DirEntry::file_name);
        for device in devices {
            let name = device.file_name().to_string_lossy().into_owned();
            files.extend(segments(&device.path())?.into_iter().map(|file| format!("{name}/{file}")));
        }
        Ok(files)
    }
}

/// The record of an original, and that of the request that it answered, which may be nothing.
fn records(digest: &Digest, original: &Original<'_>, now: Timestamp) -> std::io::Result<[Vec<u8>; 2]> {
    if let Some(exchange) = original.exchange {
        return warc::exchange(exchange, digest, original.bytes);
    }
    let resource = Resource {
        digest,
        media_type: original.media_type,
        file_name: original.file_name,
        url: original.url,
        date: now,
    };
    Ok([warc::resource(&resource, original.bytes)?, vec![]])
}

/// Writes bytes over a part of a file, by way of a copy of it.
fn replace_part(path: &Path, from: u64, bytes: &[u8]) -> Result<(), StoreError> {
    let copy = path.with_extension("new");
    let write = || {
        let mut source = File::open(path)?;
        let mut target = File::create(&copy)?;
        std::io::copy(&mut (&mut source).take(from), &mut target)?;
        target.write_all(bytes)?;
        source.seek(SeekFrom::Current(bytes.len() as i64))?;
        std::io::copy(&mut source, &mut target)?;
        target.sync_all()?;
        fs::rename(&copy, path)
    };
    let written = write();
    if written.is_err() {
        // The old file is whole; what there is of the copy only takes room.
        let _ = fs::remove_file(&copy);
    }
    written.map_err(at(path))?;
    path.parent().map_or(Ok(()), sync_folder)
}

fn segments(folder: &Path) -> Result<Vec<String>, StoreError> {
    let entries = fs::read_dir(folder).map_err(at(folder))?;
    let mut names: Vec<_> =
        entries.flatten().map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.retain(|name| name.ends_with(".warc.gz"));
    names.sort();
    Ok(names)
}

/// Where the first whole record after `offset` begins.
fn next_record(path: &Path, offset: u64) -> Option<u64> {
    let bytes = fs::read(path).ok()?;
    let from = offset as usize + 1;
    let rest = bytes.get(from..)?;
    let starts = rest.windows(3).enumerate().filter(|(_, three)| *three == [0x1f, 0x8b, 0x08]);
    let mut starts = starts.map(|(start, _)| start);
    let whole = starts.find(|start| matches!(warc::read(&mut &rest[*start..]), Ok(Some(_))));
    whole.map(|start| (from + start) as u64)
}
