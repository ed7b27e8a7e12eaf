//! The journal: every change as a JSON line, each holding the SHA-256 of the line before.

use crate::error::at;
use crate::folder::sync_folder;
use crate::{Change, StoreError};
use fonds_model::{Digest, Timestamp};
use serde::{Deserialize, Serialize};
use std::fs::{self, File, OpenOptions};
use std::io::{BufRead, BufReader, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

/// A file is closed once it is this long, in bytes.
const SEGMENT: u64 = 64 << 20;

/// A line of the journal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub(crate) struct Line {
    /// Counts from 1 within the device.
    pub seq: u64,
    /// Whose journal it is.
    pub device: String,
    /// With `count` a hybrid logical clock: never earlier than the line before.
    pub time: Timestamp,
    /// Tells lines of one millisecond apart.
    pub count: u32,
    /// Who did it.
    pub agent: String,
    /// What was done.
    #[serde(flatten)]
    pub change: Change,
    /// SHA-256 of the line before.
    pub prev: Digest,
}

/// Where the journal has been read or written to.
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
    /// The last line's time.
    pub time: Timestamp,
    /// The last line's count.
    pub count: u32,
}

/// What reading met.
pub(crate) enum Met {
    /// A line that fits.
    Line(Box<Line>, Mark),
    /// A place that is not a line, or a line that does not fit the one before; reading goes on after it.
    Damage { file: String, offset: u64, code: &'static str, reason: String },
    /// The file ends within a line, as after a power cut.
    Torn { file: String, segment: u32, offset: u64 },
}

/// This device's journal.
pub(crate) struct Journal {
    folder: PathBuf,
    device: String,
    mark: Mark,
}

impl Mark {
    /// Before the first line.
    pub fn start() -> Self {
        let hash = Digest("0".repeat(64));
        Self { seq: 0, hash, segment: 1, offset: 0, time: Timestamp::UNIX_EPOCH, count: 0 }
    }
}

impl Journal {
    pub fn open(library: &Path, device: &str, mark: Mark) -> Result<Self, StoreError> {
        let folder = library.join("journal").join(device);
        fs::create_dir_all(&folder).map_err(at(&folder))?;
        Ok(Self { folder, device: device.to_owned(), mark })
    }

    pub fn mark(&self) -> &Mark {
        &self.mark
    }

    pub fn set_mark(&mut self, mark: Mark) {
        self.mark = mark;
    }

    /// Whether the journal reaches at least as far as `mark`.
    pub fn reaches(&self, mark: &Mark) -> bool {
        let path = self.path(mark.segment);
        mark.offset == 0 || path.metadata().is_ok_and(|meta| meta.len() >= mark.offset)
    }

    /// Appends changes as lines and makes them durable. On failure the file is as before.
    pub fn append(&mut self, changes: &[Change], agent: &str, now: Timestamp) -> Result<(), StoreError> {
        let mut mark = self.mark.clone();
        if mark.offset >= SEGMENT {
            mark.segment += 1;
            mark.offset = 0;
        }
        let mut bytes = Vec::new();
        for change in changes {
            let line = self.next_line(&mut mark, change.clone(), agent, now);
            let from = bytes.len();
            serde_json::to_writer(&mut bytes, &line)?;
            mark.hash = Digest::of(&bytes[from..]);
            bytes.push(b'\n');
        }
        let path = self.path(mark.segment);
        let before = mark.offset;
        write_and_sync(&path, before, &bytes).map_err(at(&path))?;
        if before == 0 {
            sync_folder(&self.folder)?;
        }
        mark.offset += bytes.len() as u64;
        self.mark = mark;
        Ok(())
    }

    /// Reads all lines after `from`.
    pub fn read(
        &self,
        from: Mark,
        visit: &mut dyn FnMut(Met) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut mark = from;
        loop {
            let path = self.path(mark.segment);
            if path.exists() {
                self.read_file(&path, &mut mark, visit)?;
            }
            if !self.path(mark.segment + 1).exists() {
                return Ok(());
            }
            mark.segment += 1;
            mark.offset = 0;
        }
    }

    /// Cuts a torn end off; its bytes are kept beside the journal.
    pub fn cut(&self, segment: u32, offset: u64) -> Result<(), StoreError> {
        let path = self.path(segment);
        let bytes = fs::read(&path).map_err(at(&path))?;
        let torn = self.folder.join(format!("{segment:06}-{offset}.torn"));
        fs::write(&torn, bytes.get(offset as usize..).unwrap_or_default()).map_err(at(&torn))?;
        let file = OpenOptions::new().write(true).open(&path).map_err(at(&path))?;
        file.set_len(offset).and_then(|()| file.sync_all()).map_err(at(&path))
    }

    /// Length of all files in bytes.
    pub fn total_length(&self) -> u64 {
        (1..).map_while(|segment| self.path(segment).metadata().ok()).map(|meta| meta.len()).sum()
    }

    /// A hybrid logical clock (Kulkarni et al. 2014): the machine's time, but never before the last line's.
    fn next_line(&self, mark: &mut Mark, change: Change, agent: &str, now: Timestamp) -> Line {
        if now > mark.time {
            mark.time = now;
            mark.count = 0;
        } else {
            mark.count += 1;
        }
        mark.seq += 1;
        Line {
            seq: mark.seq,
            device: self.device.clone(),
            time: mark.time,
            count: mark.count,
            agent: agent.to_owned(),
            change,
            prev: mark.hash.clone(),
        }
    }

    fn read_file(
        &self,
        path: &Path,
        mark: &mut Mark,
        visit: &mut dyn FnMut(Met) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let mut file = File::open(path).map_err(at(path))?;
        file.seek(SeekFrom::Start(mark.offset)).map_err(at(path))?;
        let mut input = BufReader::with_capacity(1 << 20, file);
        let mut bytes = Vec::new();
        loop {
            bytes.clear();
            let length = input.read_until(b'\n', &mut bytes).map_err(at(path))? as u64;
            if length == 0 {
                return Ok(());
            }
            if bytes.pop() != Some(b'\n') {
                let file = self.shown(mark.segment);
                return visit(Met::Torn { file, segment: mark.segment, offset: mark.offset });
            }
            self.read_line(&bytes, mark, visit)?;
        }
    }

    fn read_line(
        &self,
        bytes: &[u8],
        mark: &mut Mark,
        visit: &mut dyn FnMut(Met) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let file = self.shown(mark.segment);
        let offset = mark.offset;
        let damage = |code, reason| Met::Damage { file, offset, code, reason };
        let hash = Digest::of(bytes);
        let before = std::mem::replace(&mut mark.hash, hash);
        mark.offset += bytes.len() as u64 + 1;
        match serde_json::from_slice::<Line>(bytes) {
            Err(error) => {
                mark.seq += 1;
                visit(damage("journal-line", error.to_string()))
            }
            Ok(line) => {
                if line.prev != before || line.seq != mark.seq + 1 {
                    visit(damage(
                        "journal-chain",
                        format!("line {} does not follow the one before it", line.seq),
                    ))?;
                }
                mark.seq = line.seq;
                mark.time = line.time;
                mark.count = line.count;
                visit(Met::Line(Box::new(line), mark.clone()))
            }
        }
    }

    /// A file's name below the library's folder.
    fn shown(&self, segment: u32) -> String {
        format!("journal/{}/{segment:06}.jsonl", self.device)
    }

    fn path(&self, segment: u32) -> PathBuf {
        self.folder.join(format!("{segment:06}.jsonl"))
    }
}

fn write_and_sync(path: &Path, before: u64, bytes: &[u8]) -> std::io::Result<()> {
    let mut file = OpenOptions::new().append(true).create(true).open(path)?;
    let written = file.write_all(bytes).and_then(|()| file.sync_all());
    if written.is_err() {
        // Half a group must not stay: the next line would follow it.
        let _ = file.set_len(before);
    }
    written
}
