//! How much does a name speak for content? Learnt weights of the words of classes and ids, of roles and of tags.

use scraper::node;

use crate::document::page::Named;
use crate::mark::classes::Words;
use crate::text::hash;
use crate::text::hash::ByHash;

/// Words of a block that is read as a label: a longer one is read by its length and its signs.
const MAX_LABEL: usize = 8;

/// Weights by the hash of a word: logits, above 0 where the word speaks for content.
#[derive(Clone, Debug, Default)]
pub struct Lexicon(ByHash<f32>);

impl Lexicon {
    /// Reads lines of a word, a tab and a weight; what is no such line is skipped.
    pub fn read(lines: &str) -> Self {
        let pair = |line: &str| {
            let (word, weight) = line.split_once('\t')?;
            Some((Hash::of(word).0, weight.trim().parse().ok()?))
        };
        Self(lines.lines().filter_map(pair).collect())
    }

    /// Returns what remembers the names of one page, which repeat a lot.
    pub fn page(&self) -> Known<'_> {
        Known { lexicon: self, names: ByHash::default(), words: Words::default() }
    }

    /// Returns the weight of the words of a short block, and 0 of a longer one.
    pub fn phrase(&self, text: &str) -> f32 {
        if self.0.is_empty() {
            return 0.0;
        }
        let words = || text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
        if words().nth(MAX_LABEL).is_some() {
            return 0.0;
        }
        words().fold(0.0, |sum, word| sum + self.weight(Hash::of("=").folded(word)))
    }

    fn weight(&self, word: Hash) -> f32 {
        self.0.get(&word.0).copied().unwrap_or(0.0)
    }
}

/// FNV-1a of 64 bits, so that a word is looked up in pieces and without a copy.
#[derive(Clone, Copy)]
pub struct Hash(pub u64);

impl Hash {
    pub fn of(text: &str) -> Self {
        Self(0xcbf2_9ce4_8422_2325).with(text)
    }

    fn with(self, text: &str) -> Self {
        text.bytes().fold(self, Self::step)
    }

    #[inline]
    fn step(self, byte: u8) -> Self {
        Self((self.0 ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
    }

    /// Adds the text in lower case.
    pub fn folded(self, text: &str) -> Self {
        text.chars().fold(self, Self::lower)
    }

    /// Adds a character in lower case.
    #[inline]
    pub fn lower(self, c: char) -> Self {
        if c.is_ascii() {
            return self.step(c.to_ascii_lowercase() as u8);
        }
        let mut bytes = [0; 4];
        c.to_lowercase().fold(self, |hash, c| hash.with(c.encode_utf8(&mut bytes)))
    }
}

/// The weights of the names that a page has shown so far.
pub struct Known<'l> {
    lexicon: &'l Lexicon,
    names: ByHash<f32>,
    words: Words,
}

impl Known<'_> {
    /// Returns the weight of an element: the sum over its names.
    pub fn weight(&mut self, named: &Named<'_>) -> f32 {
        if self.lexicon.0.is_empty() {
            return 0.0;
        }
        let mut mark = Hash::of("<").with(named.tag);
        for value in named.role.into_iter().chain(named.itemprop) {
            mark = mark.with(" ").folded(value);
        }
        self.of_all(named.class) + self.of_all(named.id) + self.lexicon.weight(mark)
    }

    fn of_all(&mut self, names: &str) -> f32 {
        if names.is_empty() {
            return 0.0;
        }
        let key = hash::of(names);
        if let Some(held) = self.names.get(&key) {
            return *held;
        }
        let (lexicon, words) = (self.lexicon, &mut self.words);
        let mut of_name =
            |name: &str| words.read(name).singles_and_pairs().map(|words| lexicon.weight(Hash::of(words))).sum();
        let each = names.split_ascii_whitespace();
        let sum = each.map(|name| *self.names.entry(hash::of(name)).or_insert_with(|| of_name(name))).sum();
        self.names.insert(key, sum);
        sum
    }
}

/// Returns the words of an element, as the trainer counts them.
pub fn of_element(element: &node::Element) -> Vec<String> {
    let named = Named::of(element);
    let names = named.class.split_ascii_whitespace().chain(named.id.split_ascii_whitespace());
    let (mut all, mut words): (Vec<String>, _) = (Vec::new(), Words::default());
    for name in names {
        all.extend(words.read(name).singles_and_pairs().map(str::to_owned));
    }
    let marks = named.role.into_iter().chain(named.itemprop);
    all.push(marks.fold(format!("<{}", element.name()), |mark, value| mark + " " + &value.to_lowercase()));
    all
}

/// Returns the words of a short block in lower case, marked as text; none of a longer one.
pub fn label(text: &str) -> Vec<String> {
    let words: Vec<String> = text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .take(MAX_LABEL + 1)
        .map(|word| format!("={}", word.to_lowercase()))
        .collect();
    if words.len() > MAX_LABEL { Vec::new() } else { words }
}
