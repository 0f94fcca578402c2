//! What does a line say, capitals aside, and which three bytes stand in it? Read once, so that many texts can be
//! looked for in it at little cost.

use std::sync::LazyLock;

use memchr::memmem::Finder;

/// Bits of the set of three bytes: a paragraph fills a twentieth of them.
const BITS: usize = 1 << 13;
/// A longer line (bytes) holds nearly everything that is looked for: its three bytes are not read. A long article in one
/// line has less.
const MAX_BYTES: usize = 32 << 10;

/// A line whose characters are folded one by one, and the set of its three bytes, read when it is asked for.
#[derive(Debug)]
pub struct Folded {
    text: String,
    bits: [u64; BITS / 64],
    read: bool,
    has_bits: bool,
}

impl Default for Folded {
    fn default() -> Self {
        Self { text: String::new(), bits: [0; BITS / 64], read: false, has_bits: false }
    }
}

impl Folded {
    /// Forgets the line, so that the next one is read.
    pub fn next(&mut self) {
        self.read = false;
    }

    /// Reads a line, unless one was read since `next`.
    pub fn read_once(&mut self, line: &str) -> &mut Self {
        if !self.read {
            (self.read, self.has_bits) = (true, false);
            self.text.clear();
            push(&mut self.text, line);
        }
        self
    }

    /// Returns the folded line.
    pub fn bytes(&self) -> &[u8] {
        self.text.as_bytes()
    }

    /// Returns whether the line is so long that its three bytes are not read.
    pub fn is_long(&self) -> bool {
        self.text.len() > MAX_BYTES
    }

    /// Reads the three bytes of the line, unless that was done.
    pub fn read_keys(&mut self) {
        if self.has_bits {
            return;
        }
        self.has_bits = true;
        self.bits.fill(0);
        for key in keys(self.text.as_bytes()) {
            self.bits[usize::from(key) / 64] |= 1 << (key % 64);
        }
    }

    /// Returns whether the line has all of these keys, as far as they were read.
    pub fn may_hold(&self, keys: &[u16]) -> bool {
        keys.iter().all(|key| self.bits[usize::from(*key) / 64] >> (key % 64) & 1 == 1)
    }

    /// Returns whether the line holds what a finder of a folded text looks for.
    pub fn has(&self, text: &Finder<'_>) -> bool {
        text.find(self.text.as_bytes()).is_some()
    }
}

/// Returns the key of each three bytes that stand together.
pub fn keys(text: &[u8]) -> impl Iterator<Item = u16> + '_ {
    let mut three = text.iter().take(2).fold(0, |two, byte| two >> 8 | u32::from(*byte) << 16);
    text.iter().skip(2).map(move |byte| {
        three = three >> 8 | u32::from(*byte) << 16;
        // The upper bits of a product depend on all bits of the value (multiplicative hashing; Knuth, volume 3).
        (three.wrapping_mul(0x9E37_79B1) >> 19) as u16
    })
}

/// Returns a text with each character folded.
pub fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    push(&mut out, text);
    out
}

/// The characters of one and two bytes, folded: Latin, Greek, Cyrillic, Hebrew, Arabic.
static FOLDS: LazyLock<Vec<char>> = LazyLock::new(|| ('\0'..'\u{800}').map(fold_char).collect());

fn push(out: &mut String, text: &str) {
    if text.is_ascii() {
        out.push_str(text);
        out.make_ascii_lowercase();
        return;
    }
    let mut rest = text;
    while let Some(at) = rest.bytes().position(|byte| !byte.is_ascii()) {
        let (ascii, others) = rest.split_at(at);
        out.push_str(ascii);
        let end = others.bytes().position(|byte| byte.is_ascii()).unwrap_or(others.len());
        let (others, after) = others.split_at(end);
        out.extend(others.chars().map(|c| FOLDS.get(c as usize).copied().unwrap_or_else(|| fold_char(c))));
        rest = after;
    }
    out.push_str(rest);
    out.make_ascii_lowercase();
}

/// Returns the one character that all cases of a character fold to, those that `(?i)` takes for it included (`ſ`, the
/// Kelvin sign).
pub fn fold_char(c: char) -> char {
    match c {
        c if c.is_ascii() => c.to_ascii_lowercase(),
        // No letters: quotes, dashes, spaces, signs of currencies.
        '\u{2000}'..='\u{20ff}' => c,
        // Its lower case has a dot of its own.
        'İ' => 'i',
        c => {
            let upper = only(c.to_uppercase()).unwrap_or(c);
            only(upper.to_lowercase()).unwrap_or(c)
        }
    }
}

fn only(mut all: impl Iterator<Item = char>) -> Option<char> {
    all.next().filter(|_| all.next().is_none())
}
