//! By what is a word of a line known again? By a hash of its letters in lower case; and what do its capitals say?

use crate::judge::lines::shape::Shape;
use crate::text::hash;

/// Letters of a word that its hash reads: enough to tell words apart, whatever their endings.
const HASHED_LETTERS: usize = 12;

/// A word that was read, by what its hashes read.
#[derive(Clone, Copy, Debug)]
pub struct Told<'a> {
    pub text: &'a [u8],
    /// The same for words that differ in numbers only: see [`key`].
    key: &'a [u8],
}

impl Told<'_> {
    /// Returns the hash by which the word is known.
    pub fn hash(&self) -> u64 {
        hash::of_bytes(self.text)
    }

    /// Returns its key: see [`key`].
    pub fn key(&self) -> u64 {
        hash::of_bytes(self.key)
    }
}

/// A word that is being read: letters and digits, and what joins them.
#[derive(Debug, Default)]
pub struct Word {
    chars: usize,
    letters: u32,
    capitals: u32,
    first_capital: bool,
    cased: bool,
    /// What is hashed.
    text: Vec<u8>,
    /// The same, every number as one digit.
    key: Vec<u8>,
    /// Its last character is a digit.
    number: bool,
}

impl Word {
    /// Returns whether no word is open.
    pub fn is_closed(&self) -> bool {
        self.chars == 0
    }

    /// Takes a letter, and what it is in lower case.
    pub fn letter(&mut self, folded: char, capital: bool, cased: bool, shape: &mut Shape) {
        shape.letters += 1;
        if self.letters == 0 {
            (self.first_capital, self.cased) = (capital, cased);
        }
        if self.chars < HASHED_LETTERS {
            let mut bytes = [0; 4];
            let folded = folded.encode_utf8(&mut bytes).as_bytes();
            self.text.extend(folded);
            self.key.extend(folded);
        }
        self.number = false;
        self.chars += 1;
        self.letters += 1;
        self.capitals += u32::from(capital);
    }

    /// Takes letters of ASCII, as they stand and in lower case.
    pub fn letters(&mut self, run: &[u8], lower: &[u8], capitals: u32, shape: &mut Shape) {
        shape.letters += count(run);
        if self.letters == 0 {
            (self.first_capital, self.cased) = (run.first().is_some_and(u8::is_ascii_uppercase), true);
        }
        let hashed = lower.len().min(HASHED_LETTERS.saturating_sub(self.chars));
        self.text.extend(&lower[..hashed]);
        self.key.extend(&lower[..hashed]);
        self.number = false;
        self.chars += run.len();
        self.letters += count(run);
        self.capitals += capitals;
    }

    /// Takes a digit of any script.
    pub fn digit(&mut self, digit: char) {
        self.text.extend(digit.encode_utf8(&mut [0; 4]).as_bytes());
        if self.chars < HASHED_LETTERS && !self.number {
            self.key.push(b'0');
        }
        self.number = true;
        self.chars += 1;
    }

    /// Ends the word that is open, if one is, and tells it.
    pub fn close(&mut self, shape: &mut Shape, each: &mut impl FnMut(&Told<'_>)) {
        if self.chars == 0 {
            return;
        }
        shape.cased += u32::from(self.cased);
        shape.capital += u32::from(self.first_capital);
        shape.shouted += u32::from(self.letters > 1 && self.capitals == self.letters);
        each(&Told { text: &self.text, key: &self.key });
        self.text.clear();
        self.key.clear();
        (self.chars, self.letters, self.capitals) = (0, 0, 0);
        (self.first_capital, self.cased, self.number) = (false, false, false);
    }
}

/// Returns the key of a word that is written as it is counted: in lower case, cut after twelve characters, every number
/// as `0`.
pub fn key(word: &str) -> u64 {
    hash::of(word)
}

/// Reads a word of ASCII letters, as they stand and in lower case, with so many capitals.
pub fn plain<'a>(word: &[u8], lower: &'a [u8], capitals: u32, shape: &mut Shape) -> Told<'a> {
    let letters = count(word);
    shape.letters += letters;
    shape.cased += 1;
    shape.capital += u32::from(word.first().is_some_and(u8::is_ascii_uppercase));
    shape.shouted += u32::from(letters > 1 && capitals == letters);
    let text = &lower[..lower.len().min(HASHED_LETTERS)];
    Told { text, key: text }
}

/// Tells a character of a script without spaces, which stands for a word.
pub fn alone(c: char, shape: &mut Shape, each: &mut impl FnMut(&Told<'_>)) {
    shape.letters += 1;
    let mut bytes = [0; 4];
    let text = c.encode_utf8(&mut bytes).as_bytes();
    each(&Told { text, key: text });
}

fn count(letters: &[u8]) -> u32 {
    u32::try_from(letters.len()).unwrap_or(u32::MAX)
}
