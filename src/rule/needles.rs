//! Which needles does a line hold? Needles are the literals that a pattern needs in order to match at all.
//!
//! Each needle is found by its rarest three bytes: one bit of a table of 4 KiB says whether any needle has the three
//! bytes that end here, and only then are needles compared. An Aho-Corasick automaton over the same needles takes 4 to
//! 8 MB as a DFA, which every other stage throws out of the caches of the processor again: on 18 MB of articles it took
//! 20 to 30 ns a byte between the other stages where it took 7 by itself, and a contiguous NFA 16; this takes 4.

use std::collections::HashMap;
use std::sync::LazyLock;

/// Bits of the class of a byte, and of three classes together.
const CLASS_BITS: usize = 5;
const KEYS: usize = 1 << (3 * CLASS_BITS);

/// The class of each byte: a letter in either case, a space, a digit, four groups of signs. Bytes beyond ASCII by their
/// low bits, which tell the letters of other scripts apart.
const CLASSES: [u8; 256] = classes();

/// How often letters stand in English text, per thousand, from `a` (Lewand, Cryptological Mathematics, 2000), and
/// other bytes by their class: spaces are the commonest. Only speed depends on it.
const OFTEN: [u32; 1 << CLASS_BITS] = [
    200, 82, 15, 28, 43, 127, 22, 20, 61, 70, 2, 8, 40, 24, 67, 75, 19, 1, 60, 63, 91, 28, 10, 24, 2, 20, 1, 10, 10, 5,
    2, 2,
];

/// How often three bytes stand together in texts, by their key, for a billion places; only speed depends on it. What
/// `models/needle-trigrams.tsv` does not name is rarer than what it names, and told by how often its letters stand.
static THREE: LazyLock<Vec<u64>> = LazyLock::new(|| {
    let mut known = vec![0; KEYS];
    let mut least = u64::MAX;
    for line in include_str!("../../models/needle-trigrams.tsv").lines().filter(|line| !line.starts_with('#')) {
        let Some((count, three)) = line.split_once('\t') else { continue };
        let count = 1000 * count.parse::<u64>().unwrap_or_default();
        least = least.min(count);
        known[key(three.replace('_', " ").as_bytes()) & (KEYS - 1)] += count;
    }
    let often = |at: usize| -> u64 { (0..3).map(|n| u64::from(OFTEN[at >> (n * CLASS_BITS) & 31])).product() };
    known.iter().enumerate().map(|(at, count)| if *count > 0 { *count } else { often(at).min(least) }).collect()
});

/// Returns the key of the last three bytes of a text, or of all of a shorter one.
fn key(text: &[u8]) -> usize {
    text.iter().fold(0, |key, byte| key << CLASS_BITS | usize::from(CLASSES[usize::from(*byte)])) & (KEYS - 1)
}

/// A set of needles that a line is searched for, ASCII letters in either case.
#[derive(Debug)]
pub struct Needles {
    /// For each key whether a needle has it.
    bits: Box<[u64; KEYS / 64]>,
    /// The same without needles that are shorter than a key, and have many.
    whole: Vec<u64>,
    /// For each 64 keys how many of `whole` there are before them.
    before: Vec<u16>,
    /// For each key of `whole`, in order, where its entries begin in `entries`; one more at the end.
    starts: Vec<u32>,
    entries: Vec<Entry>,
    /// The needles that are shorter than a key, by the class of their last byte.
    short: Vec<Vec<Entry>>,
    needles: Vec<Needle>,
    /// Of all needles one after the other, so that they are near each other in memory: ASCII letters in lower case.
    texts: Vec<u8>,
    owners: Vec<usize>,
}

/// Where a needle begins in `Needles::texts`, and the patterns that need it in `Needles::owners`; the next one's ends are
/// there.
#[derive(Clone, Copy, Debug)]
struct Needle {
    text: usize,
    owners: usize,
}

#[derive(Clone, Copy, Debug)]
struct Entry {
    /// The first bytes of the needle, so that nearly all others are told apart without a look at it.
    head: u64,
    needle: u32,
    /// Bytes of the needle up to and with its rarest three.
    upto: u16,
    /// Bytes of `head`: fewer than eight where the needle is shorter.
    known: u8,
}

impl Entry {
    fn new(needle: u32, upto: u16, text: &[u8]) -> Self {
        let mut head = [0; HEAD];
        let known = text.len().min(HEAD);
        head.iter_mut().zip(text).for_each(|(own, byte)| *own = byte.to_ascii_lowercase());
        Self { head: u64::from_le_bytes(head), needle, upto, known: known as u8 }
    }

    /// Returns whether a text begins with what is known of the needle; `None` where it is too short to say.
    fn begins(&self, text: &[u8]) -> Option<bool> {
        let first = text.first_chunk()?;
        let unknown = 8 * (HEAD - usize::from(self.known));
        Some((u64::from_le_bytes(*first) ^ self.head) << unknown == 0)
    }

    /// Returns whether all of the needle is known.
    fn is_short(&self) -> bool {
        usize::from(self.known) < HEAD
    }
}

/// Bytes of a needle beside its entry.
const HEAD: usize = 8;

impl Needles {
    /// Builds the set: each needle, not empty, with the patterns that need it.
    pub fn new(needles: HashMap<String, Vec<usize>>) -> Self {
        let mut sorted: Vec<(String, Vec<usize>)> = needles.into_iter().filter(|(text, _)| !text.is_empty()).collect();
        sorted.sort();
        let mut all: Vec<(usize, Entry)> = Vec::with_capacity(sorted.len());
        let mut set = Self {
            bits: Box::new([0; KEYS / 64]),
            whole: vec![0; KEYS / 64],
            before: Vec::with_capacity(KEYS / 64),
            starts: Vec::new(),
            entries: Vec::with_capacity(sorted.len()),
            short: vec![Vec::new(); 1 << CLASS_BITS],
            needles: Vec::with_capacity(sorted.len() + 1),
            texts: Vec::new(),
            owners: Vec::new(),
        };
        for (number, (text, _)) in sorted.iter().enumerate() {
            let (upto, keys) = rarest(text.as_bytes());
            let entry = Entry::new(u32::try_from(number).unwrap_or(u32::MAX), upto, text.as_bytes());
            keys.iter().for_each(|key| set.bits[key / 64] |= 1 << (key % 64));
            match keys[..] {
                [key] => all.push((key, entry)),
                _ => set.short[key(text.as_bytes()) & ((1 << CLASS_BITS) - 1)].push(entry),
            }
        }
        all.sort_by_key(|(key, _)| *key);
        for same in all.chunk_by(|a, b| a.0 == b.0) {
            set.starts.push(u32::try_from(set.entries.len()).unwrap_or(u32::MAX));
            set.entries.extend(same.iter().map(|(_, entry)| *entry));
            let key = same.first().map_or(0, |(key, _)| *key);
            set.whole[key / 64] |= 1 << (key % 64);
        }
        set.starts.push(u32::try_from(set.entries.len()).unwrap_or(u32::MAX));
        let mut before = 0;
        for bits in &set.whole {
            set.before.push(before);
            before += bits.count_ones() as u16;
        }
        set.keep(sorted);
        set
    }

    /// Keeps the texts of the needles and the patterns that need them, in the order of their numbers.
    fn keep(&mut self, sorted: Vec<(String, Vec<usize>)>) {
        for (text, owners) in sorted {
            self.needles.push(Needle { text: self.texts.len(), owners: self.owners.len() });
            self.texts.extend(text.to_ascii_lowercase().bytes());
            self.owners.extend(owners);
        }
        self.needles.push(Needle { text: self.texts.len(), owners: self.owners.len() });
    }

    /// Calls `found` with the patterns of each needle that a line holds, once for each place. ASCII letters of the line
    /// are in lower case.
    pub fn search(&self, line: &[u8], mut found: impl FnMut(&[usize])) {
        let bits = &*self.bits;
        let mut key = 0;
        for (at, byte) in line.iter().enumerate() {
            key = (key << CLASS_BITS | usize::from(CLASSES[usize::from(*byte)])) & (KEYS - 1);
            if bits[key / 64] >> (key % 64) & 1 == 1 {
                self.compare(line, at + 1, key, &mut found);
            }
        }
    }

    /// Returns the entries of a key, but for those of short needles.
    fn with_key(&self, key: usize) -> &[Entry] {
        let (bits, bit) = (self.whole[key / 64], 1 << (key % 64));
        if bits & bit == 0 {
            return &[];
        }
        let place = usize::from(self.before[key / 64]) + (bits & (bit - 1)).count_ones() as usize;
        self.entries.get(self.starts[place] as usize..self.starts[place + 1] as usize).unwrap_or_default()
    }

    // Kept out of the loop above, which then runs in registers.
    #[inline(never)]
    fn compare(&self, line: &[u8], end: usize, key: usize, found: &mut impl FnMut(&[usize])) {
        for entry in self.with_key(key).iter().chain(&self.short[key & ((1 << CLASS_BITS) - 1)]) {
            let Some(here) = end.checked_sub(usize::from(entry.upto)).and_then(|start| line.get(start..)) else {
                continue;
            };
            let begins = entry.begins(here);
            if begins == Some(false) {
                continue;
            }
            let at = entry.needle as usize;
            let (own, next) = (self.needles[at], self.needles[at + 1]);
            if begins == Some(true) && entry.is_short() || here.starts_with(&self.texts[own.text..next.text]) {
                found(&self.owners[own.owners..next.owners]);
            }
        }
    }
}

/// Returns how often a text stands at a place of another, by how often its letters do.
pub fn chance(text: &[u8]) -> f64 {
    text.iter().map(|byte| f64::from(OFTEN[usize::from(CLASSES[usize::from(*byte)])]) / 1000.0).product()
}

/// Returns where the rarest three bytes of a needle end, and their key: of a shorter needle all keys that end in it.
fn rarest(needle: &[u8]) -> (u16, Vec<usize>) {
    let near = needle.windows(3).take(usize::from(u16::MAX) - 2);
    let best = near.enumerate().min_by_key(|(_, three)| THREE[key(three)]);
    match best {
        Some((at, three)) => (u16::try_from(at + 3).unwrap_or(u16::MAX), vec![key(three)]),
        None => {
            let open = CLASS_BITS * needle.len();
            let upto = u16::try_from(needle.len()).unwrap_or(u16::MAX);
            (upto, (0..KEYS >> open).map(|before| before << open | key(needle)).collect())
        }
    }
}

const fn classes() -> [u8; 256] {
    let mut table = [0; 256];
    let mut byte = 0;
    while byte < 256 {
        let b = byte as u8;
        table[byte] = match b {
            b'a'..=b'z' | b'A'..=b'Z' => b & 31,
            b'0'..=b'9' => 27,
            b'.' | b',' | b'\'' | b'"' => 28,
            b'-' | b'(' | b')' | b':' | b';' => 29,
            b'!'..=b'~' => 30,
            0x80.. => b & 31,
            _ => 0,
        };
        byte += 1;
    }
    table
}

#[cfg(test)]
mod tests {
    use super::*;

    fn held(needles: &[&str], line: &str) -> Vec<String> {
        let owners = needles.iter().enumerate().map(|(at, text)| ((*text).to_owned(), vec![at])).collect();
        let mut found = Vec::new();
        let line = line.to_ascii_lowercase();
        Needles::new(owners)
            .search(line.as_bytes(), |owners| found.extend(owners.iter().map(|at| needles[*at].to_owned())));
        found.sort();
        found.dedup();
        found
    }

    #[test]
    fn needles_are_found_wherever_they_stand() {
        let needles = ["©", "ap", "by ", "sign up", "up", "новости", "@"];
        for (line, want) in [
            ("SIGN UP", vec!["sign up", "up"]),
            ("© 2019", vec!["©"]),
            ("By Nora, AP", vec!["ap", "by "]),
            ("РИА новости", vec!["новости"]),
            ("a@b", vec!["@"]),
            ("sign", vec![]),
            ("", vec![]),
        ] {
            assert_eq!(held(&needles, line), want, "{line}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_needle_is_missed(line in "[a-cA-C é(]{0,40}", needles in proptest::collection::vec("[a-c é(]{1,5}", 1..6)) {
            let lower = line.to_ascii_lowercase();
            let texts: Vec<&str> = needles.iter().map(String::as_str).collect();
            let mut want: Vec<String> = needles.iter().filter(|needle| lower.contains(*needle)).cloned().collect();
            want.sort();
            want.dedup();
            proptest::prop_assert_eq!(held(&texts, &line), want);
        }
    }
}
