//! The one module that knows sled: keys and values, safely.
//!
//! Values are compressed, cut into chunks of at most 32 kB (larger ones leak in sled 0.34), and carry a checksum.
//! Every write is one atomic batch, flushed before it returns. A panic inside sled becomes an error.

use crate::StoreError;
use crate::rows::{self, Sum};
use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;
use std::time::{Duration, Instant};

/// Bytes of a stored chunk at most.
const CHUNK: usize = 32 * 1024 - 64;
/// Bytes that are copied to another store at once, about.
const COPIED: usize = 4 << 20;
/// sled's page cache in bytes; its own default is 1 GB.
const CACHE: u64 = 64 << 20;
/// sled may hold its lock for a moment after the last close.
const PATIENCE: Duration = Duration::from_secs(3);

/// Puts (`Some`) and deletes (`None`) by key.
pub(crate) type Writes = BTreeMap<Vec<u8>, Option<Vec<u8>>>;

/// A key and its value.
pub(crate) type Row = (Vec<u8>, Vec<u8>);

/// Values that were looked at.
pub(crate) struct Looked {
    /// Keys whose values are not what was written.
    pub damaged: Vec<Vec<u8>>,
    /// Bytes of keys and values.
    pub bytes: u64,
    /// What they add to the sum of all rows.
    pub sum: Sum,
    /// Where to go on; `None` at the end.
    pub next: Option<Vec<u8>>,
}

/// A key-value store on disk.
pub(crate) struct Engine {
    db: sled::Db,
}

impl Engine {
    /// Opens or creates the store in a folder.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let begun = Instant::now();
        loop {
            let config = sled::Config::new().path(folder).cache_capacity(CACHE).mode(sled::Mode::LowSpace);
            match guarded(|| config.open()) {
                Ok(db) => return Ok(Self { db }),
                Err(error) if is_held(&error) && begun.elapsed() < PATIENCE => {
                    std::thread::sleep(Duration::from_millis(50));
                }
                Err(error) => return Err(error),
            }
        }
    }

    /// The value of a key.
    pub fn get(&self, key: &[u8]) -> Result<Option<Vec<u8>>, StoreError> {
        let Some(first) = guarded(|| self.db.get(chunk_key(key, 0)))? else { return Ok(None) };
        let mut packed = first.to_vec();
        for n in 1..chunk_count(&packed)? {
            let next = guarded(|| self.db.get(chunk_key(key, n)))?;
            packed.extend_from_slice(&next.ok_or_else(|| damaged(key))?);
        }
        unpack(&packed).ok_or_else(|| damaged(key)).map(Some)
    }

    /// Whether there is such a key.
    pub fn has(&self, key: &[u8]) -> Result<bool, StoreError> {
        guarded(|| self.db.contains_key(chunk_key(key, 0)))
    }

    /// All keys that begin so, in order, with their values.
    pub fn scan(&self, prefix: &[u8]) -> Result<Vec<Row>, StoreError> {
        self.scan_behind(prefix, &[], usize::MAX)
    }

    /// The first `count` keys that begin so and come after another, in order, with their values.
    pub fn scan_behind(&self, prefix: &[u8], after: &[u8], count: usize) -> Result<Vec<Row>, StoreError> {
        let mut found: Vec<Row> = Vec::new();
        // Behind all chunks of that key.
        let from = if after.is_empty() { prefix.to_vec() } else { [after, &[0, 0xff, 0xff, 0xff]].concat() };
        guarded(|| {
            for entry in self.db.range(from..) {
                let (key, value) = entry?;
                if !key.starts_with(prefix) {
                    break;
                }
                let (key, n) = split_chunk_key(&key);
                let is_full = found.len() == count;
                match found.last_mut() {
                    Some((last, packed)) if n > 0 && last == key => packed.extend_from_slice(&value),
                    _ if is_full => break,
                    _ => found.push((key.to_vec(), value.to_vec())),
                }
            }
            Ok(())
        })?;
        found
            .into_iter()
            .map(|(key, packed)| {
                let value = unpack(&packed).ok_or_else(|| damaged(&key))?;
                Ok((key, value))
            })
            .collect()
    }

    /// The keys that begin so, in order.
    pub fn keys(&self, prefix: &[u8]) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut found = Vec::new();
        guarded(|| {
            for entry in self.db.scan_prefix(prefix) {
                let (key, _) = entry?;
                let (key, n) = split_chunk_key(&key);
                if n == 0 {
                    found.push(key.to_vec());
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// The last `count` keys that begin so, the last one first.
    pub fn last_keys(&self, prefix: &[u8], count: usize) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut found = Vec::new();
        guarded(|| {
            for entry in self.db.scan_prefix(prefix).rev() {
                if found.len() >= count {
                    break;
                }
                let (key, _) = entry?;
                let (key, n) = split_chunk_key(&key);
                if n == 0 {
                    found.push(key.to_vec());
                }
            }
            Ok(())
        })?;
        Ok(found)
    }

    /// Looks at `count` values (or a few more) from a key on, without unpacking them.
    pub fn look(&self, from: Vec<u8>, count: usize) -> Result<Looked, StoreError> {
        let mut looked = Looked { damaged: vec![], bytes: 0, sum: Sum::default(), next: None };
        let mut bytes = 0;
        let mut open: Option<Row> = None;
        let mut seen = 0;
        let mut close = |row: Row| {
            looked.sum.add(&row.0, checksum_of(&row.1).unwrap_or_default());
            if !is_sound(&row.1) {
                looked.damaged.push(row.0);
            }
        };
        let mut next = None;
        guarded(|| {
            for entry in self.db.range(from..) {
                let (key, value) = entry?;
                let (name, n) = split_chunk_key(&key);
                if name == rows::KEY {
                    continue;
                }
                bytes += (key.len() + value.len()) as u64;
                match &mut open {
                    Some((last, packed)) if n > 0 && last == name => packed.extend_from_slice(&value),
                    _ if seen == count => {
                        next = Some(key.to_vec());
                        break;
                    }
                    _ => {
                        seen += 1;
                        open.replace((name.to_vec(), value.to_vec())).into_iter().for_each(&mut close);
                    }
                }
            }
            Ok(())
        })?;
        open.into_iter().for_each(&mut close);
        looked.next = next;
        looked.bytes = bytes;
        Ok(looked)
    }

    /// Bytes of its files.
    pub fn size_on_disk(&self) -> Result<u64, StoreError> {
        guarded(|| self.db.size_on_disk())
    }

    /// Writes all that is in it to a new store, durably; `tell` hears how many bytes are copied.
    pub fn copy_to(
        &self,
        other: &Self,
        tell: &mut dyn FnMut(u64) -> Result<(), StoreError>,
    ) -> Result<(), StoreError> {
        let (mut from, mut copied) = (Vec::new(), 0);
        loop {
            let mut batch = sled::Batch::default();
            let mut last = None;
            let mut bytes = 0;
            guarded(|| {
                for entry in self.db.range(from.clone()..) {
                    let (key, value) = entry?;
                    bytes += key.len() + value.len();
                    last = Some(key.to_vec());
                    batch.insert(key, value);
                    if bytes > COPIED {
                        break;
                    }
                }
                Ok(())
            })?;
            let Some(last) = last else { break };
            guarded(|| other.db.apply_batch(batch))?;
            copied += bytes as u64;
            tell(copied)?;
            from = [last.as_slice(), &[0]].concat();
        }
        guarded(|| other.db.flush())?;
        Ok(())
    }

    /// Whether another store holds the same keys and values.
    pub fn is_same_as(&self, other: &Self) -> Result<bool, StoreError> {
        guarded(|| {
            let mut theirs = other.db.iter();
            for own in self.db.iter() {
                if Some(own?) != theirs.next().transpose()? {
                    return Ok(false);
                }
            }
            Ok(theirs.next().transpose()?.is_none())
        })
    }

    /// Loses a row, as damage does.
    #[cfg(test)]
    pub fn lose(&self, key: &[u8]) {
        self.db.remove(chunk_key(key, 0)).unwrap().unwrap();
    }

    /// The sum of all rows as it was kept with them; `None` where it was lost, or was never kept.
    pub fn sum(&self) -> Result<Option<Sum>, StoreError> {
        let kept = guarded(|| self.db.get(chunk_key(rows::KEY, 0)))?;
        match kept {
            Some(bytes) => Ok(Sum::read(&bytes)),
            None => guarded(|| Ok(self.db.is_empty().then(Sum::default))),
        }
    }

    /// Applies all writes at once, durably.
    pub fn write(&self, writes: Writes) -> Result<(), StoreError> {
        let mut batch = sled::Batch::default();
        let mut sum = self.sum()?;
        for (key, value) in writes {
            let before = guarded(|| self.db.get(chunk_key(&key, 0)))?;
            if let (Some(sum), Some(before)) = (&mut sum, &before) {
                sum.subtract(&key, checksum_of(before).unwrap_or_default());
            }
            let mut kept = 0;
            if let Some(value) = value {
                let packed = pack(&value);
                if let Some(sum) = &mut sum {
                    sum.add(&key, checksum_of(&packed).unwrap_or_default());
                }
                kept = insert_chunks(&mut batch, &key, &packed);
            }
            // Chunks that an earlier, longer value of the key left behind.
            let count = before.map_or(0, |first| chunk_count(&first).unwrap_or(1));
            (kept..count).for_each(|n| batch.remove(chunk_key(&key, n)));
        }
        if let Some(sum) = sum {
            batch.insert(chunk_key(rows::KEY, 0), sum.bytes().to_vec());
        }
        guarded(|| self.db.apply_batch(batch))?;
        guarded(|| self.db.flush())?;
        Ok(())
    }
}

fn is_held(error: &StoreError) -> bool {
    matches!(error, StoreError::Io { source, .. } if source.to_string().contains("lock"))
}

/// A value as it is stored: the number of its chunks, a checksum, and itself, compressed.
fn pack(value: &[u8]) -> Vec<u8> {
    let compressed = lz4_flex::compress_prepend_size(value);
    let count = (compressed.len() + 6).div_ceil(CHUNK).max(1) as u16;
    let mut packed = Vec::with_capacity(compressed.len() + 6);
    packed.extend_from_slice(&count.to_be_bytes());
    packed.extend_from_slice(&crc32fast::hash(&compressed).to_be_bytes());
    packed.extend_from_slice(&compressed);
    packed
}

/// Gives the number of chunks.
fn insert_chunks(batch: &mut sled::Batch, key: &[u8], packed: &[u8]) -> u16 {
    let mut count = 0;
    for (n, chunk) in (0..).zip(packed.chunks(CHUNK)) {
        batch.insert(chunk_key(key, n), chunk);
        count = n + 1;
    }
    count
}

fn checksum_of(packed: &[u8]) -> Option<u32> {
    Some(u32::from_be_bytes(packed.get(2..6)?.try_into().ok()?))
}

/// Whether all chunks of a value are there, as they were written.
fn is_sound(packed: &[u8]) -> bool {
    let whole =
        chunk_count(packed).is_ok_and(|count| packed.len().div_ceil(CHUNK).max(1) == usize::from(count));
    whole && checksum_of(packed) == packed.get(6..).map(crc32fast::hash)
}

fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let checksum = checksum_of(packed)?;
    let compressed = packed.get(6..)?;
    if crc32fast::hash(compressed) != checksum {
        return None;
    }
    lz4_flex::decompress_size_prepended(compressed).ok()
}

fn chunk_count(first: &[u8]) -> Result<u16, StoreError> {
    let count = first.get(..2).and_then(|two| two.try_into().ok()).map(u16::from_be_bytes);
    count.ok_or_else(|| StoreError::Catalog("a value has no head".into()))
}

fn chunk_key(key: &[u8], n: u16) -> Vec<u8> {
    [key, &[0], &n.to_be_bytes()].concat()
}

fn split_chunk_key(key: &[u8]) -> (&[u8], u16) {
    match key.split_last_chunk::<3>() {
        Some((rest, [_, high, low])) => (rest, u16::from_be_bytes([*high, *low])),
        None => (key, 0),
    }
}

fn damaged(key: &[u8]) -> StoreError {
    StoreError::Catalog(format!("the value of {} is damaged", String::from_utf8_lossy(key).escape_debug()))
}

fn guarded<T>(work: impl FnOnce() -> sled::Result<T>) -> Result<T, StoreError> {
    match catch_unwind(AssertUnwindSafe(work)) {
        Ok(Ok(value)) => Ok(value),
        Ok(Err(sled::Error::Io(source))) => Err(StoreError::Io { path: "catalog".into(), source }),
        Ok(Err(error)) => Err(StoreError::Catalog(error.to_string())),
        Err(_) => Err(StoreError::Catalog("it stopped on a damaged place".into())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_values_are_cut_and_joined() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(folder.path()).unwrap();
        // Bytes that do not compress.
        let noise: Vec<u8> =
            (0u64..200_000).map(|i| (i.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 33) as u8).collect();
        engine.write(Writes::from([(b"a".to_vec(), Some(noise.clone()))])).unwrap();
        assert_eq!(engine.get(b"a").unwrap(), Some(noise));
        engine
            .write(Writes::from([(b"a".to_vec(), Some(b"short".to_vec())), (b"b".to_vec(), Some(vec![]))]))
            .unwrap();
        assert_eq!(engine.scan(b"a").unwrap(), [(b"a".to_vec(), b"short".to_vec())]);
        assert_eq!(engine.scan_behind(b"", b"a", 9).unwrap(), [(b"b".to_vec(), vec![])]);
        assert_eq!(engine.scan_behind(b"a", b"a", 9).unwrap(), []);
        assert_eq!(engine.scan(b"b").unwrap(), [(b"b".to_vec(), vec![])]);
        let looked = engine.look(vec![], 1).unwrap();
        assert!(looked.damaged.is_empty());
        assert_eq!(looked.next, Some(chunk_key(b"b", 0)));
        let other = tempfile::tempdir().unwrap();
        let copy = Engine::open(other.path()).unwrap();
        assert!(!engine.is_same_as(&copy).unwrap());
        engine.copy_to(&copy, &mut |_| Ok(())).unwrap();
        assert!(engine.is_same_as(&copy).unwrap() && copy.is_same_as(&engine).unwrap());
        engine.db.insert(chunk_key(b"a", 0), b"\0\x01flipped").unwrap();
        assert_eq!(engine.look(vec![], 9).unwrap().damaged, [b"a".to_vec()]);
        engine.write(Writes::from([(b"a".to_vec(), None)])).unwrap();
        assert_eq!(engine.get(b"a").unwrap(), None);
        assert_eq!((engine.keys(b"a").unwrap(), engine.keys(b"b").unwrap()), (vec![], vec![b"b".to_vec()]));
    }

    #[test]
    fn the_sum_of_all_rows_follows_them_and_misses_one_that_is_gone() {
        let folder = tempfile::tempdir().unwrap();
        let engine = Engine::open(folder.path()).unwrap();
        let write = |rows: &[(&str, Option<&str>)]| {
            let put = |(key, value): &(&str, Option<&str>)| {
                (key.as_bytes().to_vec(), value.map(|value| value.as_bytes().to_vec()))
            };
            engine.write(rows.iter().map(put).collect()).unwrap();
        };
        let measured = || {
            let (mut sum, mut from) = (Sum::default(), Some(vec![]));
            while let Some(key) = from {
                let looked = engine.look(key, 1).unwrap();
                sum.join(looked.sum);
                from = looked.next;
            }
            Some(sum)
        };
        assert_eq!(engine.sum().unwrap(), measured());
        write(&[("a", Some("một")), ("b", Some("hai")), ("c", Some(&"ba ".repeat(90_000)))]);
        assert_eq!(engine.sum().unwrap(), measured());
        write(&[("a", None), ("b", Some("khác")), ("c", Some("ba")), ("d", None)]);
        assert_eq!(engine.sum().unwrap(), measured());
        engine.lose(b"b");
        assert_ne!(engine.sum().unwrap(), measured());
        // Rows of a store that kept no sum are not held against it.
        engine.lose(rows::KEY);
        write(&[("e", Some("năm"))]);
        assert_eq!(engine.sum().unwrap(), None);
    }
}
