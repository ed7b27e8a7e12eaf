//! The journal: every change as a JSON line, each holding the SHA-256 of the line before.
//!
//! Each device appends to files of its own ([`Journal`]) and reads everybody's ([`Reader`]). [`merged`] gives the lines
//! of all devices in the one order that every device comes to: by [`Stamp`].

use crate::error::at;
use crate::folder::{self, make_folder, sync_folder};
use crate::{Change, StoreError};
use fonds_model::{Digest, Timestamp};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{BufRead, BufReader, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file is closed once it is this long, in bytes.
const SEGMENT: u64 = 256 << 20;

/// A line as it is written.
#[derive(Clone, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Number of the line in this device's journal, from 1.
    pub seq: u64,
    /// Whose journal it is.
    pub device: String,
    /// With `count` a hybrid logical clock: never earlier than any line this device had seen.
    pub time: Timestamp,
    /// Tells lines of one moment apart.
    pub count: u32,
    /// Who did it.
    pub agent: String,
    /// Number of the first line that was written together with this one; 0 in lines of format 1, each by itself.
    #[serde(default)]
    pub group: u64,
    /// The last line of each other device that this one knew of; lines of before do not tell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub knew: Option<Knew>,
    /// Whether it takes an earlier group back, or does it again.
    #[serde(flatten)]
    pub turn: Turn,
    /// What was done.
    #[serde(flatten)]
    pub change: Change,
    /// SHA-256 of the line before.
    pub prev: Digest,
}

/// What a group is to an earlier one of the same device.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Turn {
    /// It undoes the group of that number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub undoes: Option<u64>,
    /// It does the group of that number again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redoes: Option<u64>,
}

/// The order of all lines of all devices.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub(crate) struct Stamp {
    pub time: Timestamp,
    pub count: u32,
    pub device: String,
}

/// Where a device's journal has been read or written to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Mark {
    /// The last line's number; 0 before the first.
    pub seq: u64,
    /// The last line's SHA-256; 64 zeros before the first.
    pub hash: Digest,
    /// Number of the file.
    pub segment: u32,
    /// Where the next line begins in it.
    pub offset: u64,
}

/// The number of the last line of each device that is known.
pub(crate) type Knew = BTreeMap<String, u64>;

/// How far each device's journal is read.
pub(crate) type Marks = BTreeMap<String, Mark>;

/// A place of a journal that is not as it was written.
pub(crate) struct Damage {
    /// The file, below the library's folder.
    pub file: String,
    /// Where the damaged line begins, in bytes.
    pub offset: u64,
    pub code: &'static str,
    pub reason: String,
}

/// What reading met.
pub(crate) enum Met {
    /// A line; with damage when the line before it is not the one that it was written after.
    Line(Box<Line>, Option<Damage>),
    /// A place that is not a line; reading goes on after it.
    Damage(Damage),
    /// The file ends within a line, as after a power cut or while another device's file still comes in.
    Torn { file: String, segment: u32, offset: u64 },
}

/// This device's journal, to append to.
pub(crate) struct Journal {
    folder: PathBuf,
    device: String,
    mark: Mark,
    /// Time and count of the latest line that this device has seen, its own or another's.
    clock: (Timestamp, u32),
}

/// Lines that are ready to be appended.
pub(crate) struct Prepared {
    pub lines: Vec<Line>,
    bytes: Vec<u8>,
    mark: Mark,
    clock: (Timestamp, u32),
}

impl Mark {
    /// Before the first line.
    pub fn start() -> Self {
        Self { seq: 0, hash: Digest("0".repeat(64)), segment: 1, offset: 0 }
    }
}

impl Line {
    /// Whether the device that wrote this did not know of a line of another one. Of lines of before nobody can say.
    pub fn knew_nothing_of(&self, device: &str, seq: u64) -> bool {
        let knew = |knew: &Knew| knew.get(device).copied().unwrap_or_default();
        device != self.device && self.knew.as_ref().is_some_and(|known| knew(known) < seq)
    }

    pub fn stamp(&self) -> Stamp {
        Stamp { time: self.time, count: self.count, device: self.device.clone() }
    }
}

impl Journal {
    /// `last` is the latest line of any device that is known.
    pub fn open(library: &Path, device: &str, mark: Mark, last: Option<&Stamp>) -> Result<Self, StoreError> {
        let folder = library.join("journal").join(device);
        make_folder(&folder)?;
        let clock = last.map_or((Timestamp::UNIX_EPOCH, 0), |stamp| (stamp.time, stamp.count));
        Ok(Self { folder, device: device.to_owned(), mark, clock })
    }

    pub fn device(&self) -> &str {
        &self.device
    }

    pub fn mark(&self) -> &Mark {
        &self.mark
    }

    /// Makes lines of changes, which [`Journal::append`] then writes. `marks` are those of all that is applied.
    pub fn prepare(
        &self,
        changes: &[Change],
        turn: Turn,
        agent: &str,
        now: Timestamp,
        marks: &Marks,
    ) -> Result<Prepared, StoreError> {
        let others = marks.iter().filter(|(device, _)| **device != self.device);
        let knew: Knew = others.map(|(device, mark)| (device.clone(), mark.seq)).collect();
        let mut mark = self.mark.clone();
        if mark.offset >= SEGMENT {
            mark.segment += 1;
            mark.offset = 0;
        }
        let group = mark.seq + 1;
        let mut clock = self.clock;
        let mut bytes = Vec::new();
        let mut lines = Vec::with_capacity(changes.len());
        for change in changes {
            clock = tick(clock, now);
            mark.seq += 1;
            let line = Line {
                seq: mark.seq,
                device: self.device.clone(),
                time: clock.0,
                count: clock.1,
                agent: agent.to_owned(),
                group,
                knew: Some(knew.clone()),
                turn,
                change: change.clone(),
                prev: mark.hash,
            };
            let from = bytes.len();
            serde_json::to_writer(&mut bytes, &line)?;
            mark.hash = Digest::of(&bytes[from..]);
            bytes.push(b'\n');
            lines.push(line);
        }
        Ok(Prepared { lines, bytes, mark, clock })
    }

    /// Appends lines and makes them durable. On failure the file is as before.
    pub fn append(&mut self, prepared: Prepared) -> Result<(), StoreError> {
        let Prepared { bytes, mut mark, clock, .. } = prepared;
        let path = segment_path(&self.folder, mark.segment);
        let before = mark.offset;
        write_and_sync(&path, before, &bytes).map_err(at(&path))?;
        if before == 0 {
            sync_folder(&self.folder)?;
        }
        mark.offset += bytes.len() as u64;
        self.mark = mark;
        self.clock = clock;
        Ok(())
    }
}

/// A hybrid logical clock (Kulkarni et al. 2014): the machine's time, but always after what was seen before.
fn tick(before: (Timestamp, u32), now: Timestamp) -> (Timestamp, u32) {
    if now > before.0 { (now, 0) } else { (before.0, before.1 + 1) }
}

/// The devices that have journals in a library, by name.
pub(crate) fn devices(library: &Path) -> Result<Vec<String>, StoreError> {
    let folder = library.join("journal");
    let entries = fs::read_dir(&folder).map_err(at(&folder))?;
    let folders = entries.flatten().filter(|entry| entry.path().is_dir());
    let mut names: Vec<_> = folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    Ok(names)
}

/// Whether a device's journal reaches at least as far as `mark`.
pub(crate) fn reaches(library: &Path, device: &str, mark: &Mark) -> bool {
    let path = segment_path(&library.join("journal").join(device), mark.segment);
    mark.offset == 0 || path.metadata().is_ok_and(|meta| meta.len() >= mark.offset)
}

/// The files of a device's journal in order: name below the library's folder, and path.
pub(crate) fn segments(library: &Path, device: &str) -> Vec<(String, PathBuf)> {
    let folder = library.join("journal").join(device);
    let named =
        |segment: u32| (format!("journal/{device}/{segment:06}.jsonl"), segment_path(&folder, segment));
    (1..).map(named).take_while(|(_, path)| path.exists()).collect()
}

/// Length of all files of all devices in bytes.
pub(crate) fn total_length(library: &Path) -> Result<u64, StoreError> {
    let folders = devices(library)?.into_iter().map(|device| library.join("journal").join(device));
    Ok(folders.map(|folder| folder_length(&folder)).sum())
}

/// Cuts a torn end off; its bytes are kept beside the journal.
pub(crate) fn cut(library: &Path, device: &str, segment: u32, offset: u64) -> Result<(), StoreError> {
    let path = segment_path(&library.join("journal").join(device), segment);
    folder::cut_behind(&path, offset).map_err(at(&path))
}

/// Whether the line before a mark is the one that was read or written there: damage to the last line, or another file in
/// the journal's place, shows in no later line.
pub(crate) fn ends_as_marked(library: &Path, device: &str, mark: &Mark) -> Result<bool, StoreError> {
    let path = segment_path(&library.join("journal").join(device), mark.segment);
    // Before the first line of a file there is nothing to compare.
    let Some(end) = mark.offset.checked_sub(1) else { return Ok(true) };
    let mut file = File::open(&path).map_err(at(&path))?;
    let mut length = LAST_LINE.min(end);
    loop {
        let mut bytes = vec![0; usize::try_from(length).unwrap_or(usize::MAX)];
        file.seek(SeekFrom::Start(end - length)).map_err(at(&path))?;
        file.read_exact(&mut bytes).map_err(at(&path))?;
        let begin = bytes.iter().rposition(|byte| *byte == b'\n').map(|at| at + 1);
        match begin.or((length == end).then_some(0)) {
            Some(begin) => return Ok(Digest::of(&bytes[begin..]) == mark.hash),
            None => length = (length * 8).min(end),
        }
    }
}

/// The damage of a journal whose last line is not the one that was marked.
pub(crate) fn changed_end(device: &str, mark: &Mark) -> Damage {
    Damage {
        file: format!("journal/{device}/{:06}.jsonl", mark.segment),
        offset: mark.offset,
        code: "journal-chain",
        reason: format!("line {} of {device} is not what was written", mark.seq),
    }
}

/// How much of a journal's end is read to find its last line, in bytes, before more is.
const LAST_LINE: u64 = 64 << 10;

/// Reads one device's journal from a mark on.
pub(crate) struct Reader {
    folder: PathBuf,
    device: String,
    mark: Mark,
    /// Where the line before the next one begins.
    before: (u32, u64),
    input: Option<BufReader<File>>,
    bytes: Vec<u8>,
    ended: bool,
}

impl Reader {
    pub fn new(library: &Path, device: &str, from: Mark) -> Self {
        let folder = library.join("journal").join(device);
        let before = (from.segment, from.offset);
        let device = device.to_owned();
        Self { folder, device, mark: from, before, input: None, bytes: Vec::new(), ended: false }
    }

    /// The next thing there is, `None` at the end.
    pub fn next(&mut self) -> Result<Option<Met>, StoreError> {
        while !self.ended {
            let path = segment_path(&self.folder, self.mark.segment);
            if self.input.is_none() && path.exists() {
                let mut file = File::open(&path).map_err(at(&path))?;
                file.seek(SeekFrom::Start(self.mark.offset)).map_err(at(&path))?;
                self.input = Some(BufReader::with_capacity(1 << 20, file));
            }
            self.bytes.clear();
            let read = match &mut self.input {
                Some(input) => input.read_until(b'\n', &mut self.bytes).map_err(at(&path))?,
                None => 0,
            };
            if read > 0 {
                return Ok(Some(self.met()));
            }
            self.input = None;
            if segment_path(&self.folder, self.mark.segment + 1).exists() {
                self.mark.segment += 1;
                self.mark.offset = 0;
            } else {
                self.ended = true;
            }
        }
        Ok(None)
    }

    fn met(&mut self) -> Met {
        let (segment, offset) = (self.mark.segment, self.mark.offset);
        if self.bytes.pop() != Some(b'\n') {
            self.ended = true;
            return Met::Torn { file: self.shown(segment), segment, offset };
        }
        let expected = std::mem::replace(&mut self.mark.hash, Digest::of(&self.bytes));
        let before = std::mem::replace(&mut self.before, (segment, offset));
        self.mark.offset += self.bytes.len() as u64 + 1;
        self.mark.seq += 1;
        match serde_json::from_slice::<Line>(&self.bytes) {
            Err(error) => Met::Damage(self.damage((segment, offset), "journal-line", error.to_string())),
            Ok(line) => {
                let number = std::mem::replace(&mut self.mark.seq, line.seq);
                let fits = line.prev == expected && line.seq == number && line.device == self.device;
                let reason = || format!("line {number} of {} is not what was written", self.device);
                let damage = (!fits).then(|| self.damage(before, "journal-chain", reason()));
                Met::Line(Box::new(line), damage)
            }
        }
    }

    fn damage(&self, place: (u32, u64), code: &'static str, reason: String) -> Damage {
        Damage { file: self.shown(place.0), offset: place.1, code, reason }
    }

    /// A file's name below the library's folder.
    fn shown(&self, segment: u32) -> String {
        format!("journal/{}/{segment:06}.jsonl", self.device)
    }
}

/// The lines of several journals in the order of their stamps; what is damaged comes when it is met.
pub(crate) struct Merged {
    readers: Vec<Ahead>,
    /// How far each journal was given out.
    given: Marks,
}

/// A reader and the line that it has read ahead.
struct Ahead {
    reader: Reader,
    waiting: Option<(Stamp, Box<Line>, Option<Damage>)>,
}

/// Reads all devices' journals from these marks on, in one order.
pub(crate) fn merged(library: &Path, from: &Marks) -> Result<Merged, StoreError> {
    let readers = devices(library)?.into_iter().map(|device| {
        let mark = from.get(&device).cloned().unwrap_or_else(Mark::start);
        Ahead { reader: Reader::new(library, &device, mark), waiting: None }
    });
    Ok(Merged { readers: readers.collect(), given: from.clone() })
}

impl Merged {
    /// The next thing there is, `None` at the end of all journals.
    pub fn next(&mut self) -> Result<Option<Met>, StoreError> {
        for Ahead { reader, waiting } in self.readers.iter_mut().filter(|ahead| ahead.waiting.is_none()) {
            match reader.next()? {
                Some(Met::Line(line, damage)) => *waiting = Some((line.stamp(), line, damage)),
                Some(other) => {
                    if matches!(other, Met::Damage(_)) {
                        self.given.insert(reader.device.clone(), reader.mark.clone());
                    }
                    return Ok(Some(other));
                }
                None => {}
            }
        }
        let stamp = |ahead: &&mut Ahead| ahead.waiting.as_ref().map(|(stamp, ..)| stamp.clone());
        let first = self.readers.iter_mut().filter(|ahead| ahead.waiting.is_some()).min_by_key(stamp);
        let Some(Ahead { reader, waiting }) = first else { return Ok(None) };
        self.given.insert(reader.device.clone(), reader.mark.clone());
        Ok(waiting.take().map(|(_, line, damage)| Met::Line(line, damage)))
    }

    /// How far each journal was given out.
    pub fn marks(&self) -> &Marks {
        &self.given
    }
}

fn folder_length(folder: &Path) -> u64 {
    (1..).map_while(|segment| segment_path(folder, segment).metadata().ok()).map(|meta| meta.len()).sum()
}

fn segment_path(folder: &Path, segment: u32) -> PathBuf {
    folder.join(format!("{segment:06}.jsonl"))
}

fn write_and_sync(path: &Path, before: u64, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = folder::open_to_append(path, before)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a group must not stay: the next line would follow it. What cannot be cut off now is cut off before that.
        let _ = file.set_len(before);
    }
    written
}
