//! A sum over all rows of the catalog, kept with them, so that a row that is gone is noticed, and not only one that changed.
//!
//! Each row adds a number made of its key and its value's checksum; the order does not matter.

/// Where the sum lies: before all tables.
pub(crate) const KEY: &[u8] = b"\0sum";

/// A sum, or what is missing of one.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Sum(u64);

impl Sum {
    /// As it is stored; `None` of other bytes.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        Some(Self(u64::from_be_bytes(bytes.try_into().ok()?)))
    }

    pub fn bytes(self) -> [u8; 8] {
        self.0.to_be_bytes()
    }

    pub fn add(&mut self, key: &[u8], checksum: u32) {
        self.0 = self.0.wrapping_add(number(key, checksum));
    }

    pub fn subtract(&mut self, key: &[u8], checksum: u32) {
        self.0 = self.0.wrapping_sub(number(key, checksum));
    }

    pub fn join(&mut self, other: Self) {
        self.0 = self.0.wrapping_add(other.0);
    }
}

/// The number of a row, mixed well (SplitMix64, Steele et al. 2014).
fn number(key: &[u8], checksum: u32) -> u64 {
    let mut n = (u64::from(crc32fast::hash(key)) << 32) | u64::from(checksum);
    n = n.wrapping_add(0x9e37_79b9_7f4a_7c15);
    n = (n ^ (n >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    n = (n ^ (n >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    n ^ (n >> 31)
}
