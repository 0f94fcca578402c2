//! How is text looked up fast that one page repeats a lot? By a hash of 64 bits that stands for it.

use std::collections::HashMap;
use std::hash::BuildHasherDefault;
use std::hash::Hasher;

use xxhash_rust::xxh3::xxh3_64;

/// What is known of texts, by their hash: two texts of one page with the same one are not expected before 2^32 of them.
pub type ByHash<V> = HashMap<u64, V, BuildHasherDefault<AsIs>>;

/// Returns the hash of a text.
pub fn of(text: &str) -> u64 {
    of_bytes(text.as_bytes())
}

/// Returns the hash of the bytes of a text.
pub fn of_bytes(bytes: &[u8]) -> u64 {
    xxh3_64(bytes)
}

/// Takes a key for its own hash.
#[derive(Clone, Copy, Default)]
pub struct AsIs(u64);

impl Hasher for AsIs {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key;
    }
}
