//! The originals: WARC files that are only ever appended to, each byte sequence once.

use crate::error::at;
use crate::folder::{self, make_folder, sync_folder};
use crate::warc::{self, Exchange, Resource};
use crate::{StoreError, warc::Record};
use fonds_model::{Digest, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
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
pub struct Place {
    /// File below `originals/`, with `/`.
    pub(crate) file: String,
    /// Byte offset of the gzip member.
    pub(crate) offset: u64,
}

/// Where an original lies, in any file, and how many bytes it has.
#[derive(Default)]
pub(crate) struct Found {
    pub bytes: u64,
    pub places: BTreeSet<Place>,
}

/// An original that is to leave a file.
pub(crate) struct Erased {
    /// Where its record begins, in bytes.
    pub offset: u64,
    pub digest: Digest,
    /// When it was purged.
    pub time: Timestamp,
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
        make_folder(&own)?;
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
            // The file is cut back so that no half record stays; if even that fails, the next one does it.
            let file = OpenOptions::new().write(true).open(&path);
            let _ = file
                .and_then(|file| if file.metadata()?.len() > before { file.set_len(before) } else { Ok(()) });
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

    /// Every place of each of these originals, and how many bytes it has: devices that did not know of each other may each
    /// have kept it. `tell` hears how many bytes of the files were passed.
    pub fn places_of(
        &self,
        wanted: &BTreeSet<Digest>,
        tell: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<BTreeMap<Digest, Found>, StoreError> {
        let mut found: BTreeMap<Digest, Found> = BTreeMap::new();
        let mut before = 0;
        self.read_after(&BTreeMap::new(), &mut |met| {
            let (Met::Original(_, place) | Met::Damage(place, _)) = &met;
            tell(place.offset.saturating_sub(before))?;
            before = place.offset;
            if let Met::Original(record, place) = met
                && let Some(digest) = record.digest().filter(|digest| wanted.contains(digest))
            {
                let entry = found.entry(digest).or_default();
                entry.bytes = record.payload().len() as u64;
                entry.places.insert(place);
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// How many bytes the record at a place holds, by its head.
    pub fn length_at(&self, place: &Place) -> Option<u64> {
        let mut file = File::open(self.folder.join(&place.file)).ok()?;
        file.seek(SeekFrom::Start(place.offset)).ok()?;
        warc::content_length(BufReader::new(file)).ok().flatten()
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

    /// Overwrites originals of one file, and what they were read as, with nothing; all else in the file stays where it is.
    /// `tell` hears how many bytes were written.
    ///
    /// The file is written anew beside the old one, which it then replaces. One that is not what it should be is left, and
    /// told when the others are gone.
    pub fn erase(
        &self,
        file: &str,
        gone: &[Erased],
        tell: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let path = self.folder.join(file);
        let mut blanks = BTreeMap::new();
        let mut left = None;
        for erased in gone {
            match blank(&path, erased).map_err(at(&path))? {
                Some(bytes) => drop(blanks.insert(erased.offset, bytes)),
                None => left = Some(erased.offset),
            }
        }
        if !blanks.is_empty() {
            replace_parts(&path, &blanks, tell)?;
        }
        match left {
            Some(offset) => Err(StoreError::Damaged { file: format!("originals/{file}"), offset }),
            None => Ok(()),
        }
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

    /// Cuts off what a crash left behind the last whole record of this device's last file, and keeps it beside; `known` is
    /// how much of the file is known to be whole. Gives how much was cut.
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
            folder::cut_behind(&path, end).map_err(at(&path))?;
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
        let mut file = folder::open_to_append(path, self.length)?;
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

/// What takes the place of an original and of what it was read as; `None` where something else lies.
fn blank(path: &Path, erased: &Erased) -> std::io::Result<Option<Vec<u8>>> {
    let Erased { offset, digest, time } = erased;
    let mut input = BufReader::new(File::open(path)?);
    input.seek(SeekFrom::Start(*offset))?;
    let record = warc::read(&mut input).ok().flatten();
    if record.is_none_or(|record| record.digest().as_ref() != Some(digest)) {
        return Ok(None);
    }
    let end = input.stream_position()?;
    let Some(mut blank) = warc::purged(end - offset, digest, *time) else { return Ok(None) };
    if warc::read(&mut input).is_ok_and(|next| next.is_some_and(|next| next.is_conversion_of(digest))) {
        let Some(more) = warc::purged(input.stream_position()? - end, digest, *time) else { return Ok(None) };
        blank.extend(more);
    }
    Ok(Some(blank))
}

/// Writes bytes over parts of a file, by where they begin, by way of a copy of it.
fn replace_parts(
    path: &Path,
    parts: &BTreeMap<u64, Vec<u8>>,
    tell: &mut dyn FnMut(u64) -> Result<(), StoreError>,
) -> Result<(), StoreError> {
    let copy = path.with_extension("new");
    let mut write = || -> Result<(), StoreError> {
        let mut source = File::open(path).map_err(at(path))?;
        let mut target = File::create(&copy).map_err(at(&copy))?;
        let mut done = 0;
        for (from, bytes) in parts {
            std::io::copy(&mut (&mut source).take(from - done), &mut target).map_err(at(&copy))?;
            target.write_all(bytes).map_err(at(&copy))?;
            let end = from + bytes.len() as u64;
            source.seek(SeekFrom::Start(end)).map_err(at(path))?;
            tell(end - done)?;
            done = end;
        }
        let rest = std::io::copy(&mut source, &mut target).map_err(at(&copy))?;
        target.sync_all().map_err(at(&copy))?;
        tell(rest)?;
        fs::rename(&copy, path).map_err(at(path))
    };
    let written = write();
    if written.is_err() {
        // The old file is whole; what there is of the copy only takes room.
        let _ = fs::remove_file(&copy);
    }
    written?;
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
