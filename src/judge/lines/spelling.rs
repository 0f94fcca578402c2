//! By what is a word of a line known again? By a hash of its letters in lower case; and what do its capitals say?

use crate::judge::lines::shape::Shape;
use crate::text::hash;

/// Letters of a word that its hash reads: enough to tell words apart, whatever their endings.
const HASHED_LETTERS: usize = 12;

/// A word that was read.
#[derive(Clone, Copy, Debug)]
pub struct Told {
    pub hash: u64,
    /// The same for words that differ in numbers only: see [`key`].
    pub key: u64,
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
    pub fn letters(&mut self, run: &[u8], lower: &[u8], shape: &mut Shape) {
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
        self.capitals += run.iter().map(|byte| u32::from(byte.is_ascii_uppercase())).sum::<u32>();
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
    pub fn close(&mut self, shape: &mut Shape, each: &mut impl FnMut(&Told)) {
        if self.chars == 0 {
            return;
        }
        shape.cased += u32::from(self.cased);
        shape.capital += u32::from(self.first_capital);
        shape.shouted += u32::from(self.letters > 1 && self.capitals == self.letters);
        each(&Told { hash: hash::of_bytes(&self.text), key: hash::of_bytes(&self.key) });
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

/// Reads a word of ASCII letters, as they stand and in lower case.
pub fn plain(word: &[u8], lower: &[u8], shape: &mut Shape) -> Told {
    shape.letters += count(word);
    shape.cased += 1;
    if word.first().is_some_and(u8::is_ascii_uppercase) {
        shape.capital += 1;
        shape.shouted += u32::from(word.len() > 1 && word.iter().all(u8::is_ascii_uppercase));
    }
    let hash = hash::of_bytes(&lower[..lower.len().min(HASHED_LETTERS)]);
    Told { hash, key: hash }
}

/// Reads a character of a script without spaces, which stands for a word.
pub fn alone(c: char, shape: &mut Shape) -> Told {
    shape.letters += 1;
    let hash = hash::of(c.encode_utf8(&mut [0; 4]));
    Told { hash, key: hash }
}

fn count(letters: &[u8]) -> u32 {
    u32::try_from(letters.len()).unwrap_or(u32::MAX)
}
