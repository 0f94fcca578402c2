//! By which hashes is a word of the content known?

use crate::text::bytes;
use crate::text::bytes::CAPITAL;
use crate::text::bytes::DIGIT;
use crate::text::bytes::LETTER;
use crate::text::eight;

/// Characters of a stem: enough to tell words apart, few enough to set most endings aside.
const STEM: usize = 5;

/// A word of the content: hashes of its lower case, whole and cut to five characters.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Word {
    pub full: u32,
    pub stem: u32,
}

/// A word that is being read.
#[derive(Default)]
pub struct Open {
    full: u64,
    stem: u64,
    pub length: usize,
    /// Of a script without spaces.
    pub unspaced: bool,
}

impl Open {
    /// Returns a word without a character, of a script without spaces or of another.
    pub fn in_script(unspaced: bool) -> Self {
        Self { unspaced, ..Self::default() }
    }

    /// Returns a word of the first so many of eight bytes, fewer than eight, letters and digits of ASCII.
    pub fn short(eight: u64, count: usize) -> Self {
        // All lengths are hashed, whatever the word's: the processor goes on with the next words meanwhile.
        let (mut hashes, mut hash, mut rest) = ([0; 8], 0, eight | eight::EACH << 5);
        for held in &mut hashes[1..] {
            hash = mix(hash, rest & 0xff);
            *held = hash;
            rest >>= 8;
        }
        let at = |count: usize| hashes.get(count).copied().unwrap_or_default();
        Self { full: at(count), stem: at(count.min(STEM)), length: count, unspaced: false }
    }

    /// Returns the word by its hashes.
    pub fn hashes(&self) -> Word {
        Word { full: fold(self.full), stem: fold(self.stem) }
    }

    /// Adds a character.
    pub fn add(&mut self, c: char) {
        self.full = mix(self.full, u64::from(u32::from(c)));
        self.length += 1;
        if self.length <= STEM {
            self.stem = self.full;
        }
    }

    /// Adds the letters and digits of ASCII at a place; returns where they end, and the classes of all but the first.
    pub fn add_ascii(&mut self, text: &[u8], from: usize) -> (usize, u8) {
        let mut rest = text.get(from..).unwrap_or_default().iter();
        let (mut full, mut at, mut seen) = (self.full, from, 0);
        let stem = from + STEM.saturating_sub(self.length);
        let first = rest.as_slice().first().map_or(0, |byte| bytes::class(*byte));
        while at < stem {
            let Some(class) = add_one(&mut full, rest.next()) else { break };
            seen |= class;
            at += 1;
        }
        if self.length < STEM {
            self.stem = full;
        }
        if at == stem {
            while let Some(class) = add_one(&mut full, rest.next()) {
                seen |= class;
                at += 1;
            }
        }
        self.full = full;
        self.length += at - from;
        // Of the first the others say nothing.
        let others = text.get(from + 1..at).unwrap_or_default();
        let capital = first & CAPITAL == 0 || others.iter().any(u8::is_ascii_uppercase);
        (at, if capital { seen } else { seen & !CAPITAL })
    }
}

/// Takes a letter or a digit of ASCII into a hash; returns its class, `None` for anything else.
fn add_one(hash: &mut u64, byte: Option<&u8>) -> Option<u8> {
    let byte = *byte?;
    let class = bytes::class(byte);
    if class & (LETTER | DIGIT) == 0 {
        return None;
    }
    // In lower case a letter of ASCII has this bit, and a digit has it anyway.
    *hash = mix(*hash, u64::from(byte | 0x20));
    Some(class)
}

/// Takes one more value into a hash (multiply and rotate, as in FxHash); good enough where no one attacks.
pub fn mix(hash: u64, value: u64) -> u64 {
    (hash.rotate_left(5) ^ value ^ 0x9E37).wrapping_mul(0x517C_C1B7_2722_0A95)
}

fn fold(hash: u64) -> u32 {
    (hash >> 32) as u32
}
