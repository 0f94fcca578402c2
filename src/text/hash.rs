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

/// Mixes a number into a hash: for keys that are no hashes and that no one chooses.
#[derive(Clone, Copy, Default)]
pub struct Mixed(u64);

impl Hasher for Mixed {
    fn finish(&self) -> u64 {
        // A table looks at the lowest and the highest bits; those of a product depend on few bits and on all.
        self.0.rotate_left(32)
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.write_u64(u64::from(*byte)));
    }

    fn write_u32(&mut self, key: u32) {
        self.write_u64(u64::from(key));
    }

    fn write_u64(&mut self, key: u64) {
        // Multiplicative hashing (Knuth, volume 3).
        self.0 = (self.0 ^ key).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}
