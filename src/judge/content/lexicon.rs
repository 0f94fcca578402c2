//! How much does a name speak for content? Learnt weights of the words of classes and ids, of roles and of tags.

use std::collections::HashMap;

use scraper::node;

use crate::mark::classes;

/// Words of a name after which it is not a name but a style sheet.
const MAX_WORDS: usize = 7;
/// Words of a block that is read as a label: a longer one is read by its length and its signs.
const MAX_LABEL: usize = 8;

/// Weights by the hash of a word: logits, above 0 where the word speaks for content.
#[derive(Clone, Debug, Default)]
pub struct Lexicon(HashMap<u64, f32>);

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
    pub fn page<'a>(&self) -> Known<'a, '_> {
        Known { lexicon: self, names: HashMap::new() }
    }

    /// Returns the weight of the words of a short block, and 0 of a longer one.
    pub fn phrase(&self, text: &str) -> f32 {
        if self.0.is_empty() {
            return 0.0;
        }
        let (mut sum, mut words) = (0.0, 0);
        for word in text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()) {
            words += 1;
            if words > MAX_LABEL {
                return 0.0;
            }
            sum += self.weight(Hash::of("=").folded(word));
        }
        sum
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
        let step = |hash: u64, byte: &u8| (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        Self(text.as_bytes().iter().fold(self.0, step))
    }

    /// Adds the text in lower case.
    pub fn folded(self, text: &str) -> Self {
        let mut bytes = [0; 4];
        text.chars().flat_map(char::to_lowercase).fold(self, |hash, c| hash.with(c.encode_utf8(&mut bytes)))
    }
}

/// The weights of the names that a page has shown so far.
pub struct Known<'a, 'l> {
    lexicon: &'l Lexicon,
    names: HashMap<&'a str, f32>,
}

impl<'a> Known<'a, '_> {
    /// Returns the weight of an element: the sum over its names.
    pub fn weight(&mut self, element: &'a node::Element) -> f32 {
        let lexicon = self.lexicon;
        if lexicon.0.is_empty() {
            return 0.0;
        }
        let of_name = |name: &str| words(name).iter().map(|word| lexicon.weight(Hash::of(word))).sum();
        let named: f32 = names(element).map(|name| *self.names.entry(name).or_insert_with(|| of_name(name))).sum();
        let mut mark = Hash::of("<").with(element.name());
        for value in marks(element) {
            mark = mark.with(" ").folded(value);
        }
        named + lexicon.weight(mark)
    }
}

/// Returns the words of an element, as the trainer counts them.
pub fn of_element(element: &node::Element) -> Vec<String> {
    let mut all: Vec<String> = names(element).flat_map(words).collect();
    all.push(marked(element));
    all
}

fn names(element: &node::Element) -> impl Iterator<Item = &str> {
    let value = |name: &str| element.attr(name).unwrap_or("").split_ascii_whitespace();
    value("class").chain(value("id"))
}

/// Returns the tag with the role and the property that it bears.
fn marked(element: &node::Element) -> String {
    marks(element).fold(format!("<{}", element.name()), |mark, value| mark + " " + &value.to_lowercase())
}

fn marks(element: &node::Element) -> impl Iterator<Item = &str> {
    ["role", "itemprop"].into_iter().filter_map(|name| element.attr(name))
}

/// Returns the words of a name, and each two that follow one another.
fn words(name: &str) -> Vec<String> {
    if name.contains([':', '[']) {
        return Vec::new();
    }
    let mut words = classes::words_of(name);
    if words.len() > MAX_WORDS {
        return Vec::new();
    }
    let pairs: Vec<String> = words.windows(2).map(|pair| pair.join("-")).collect();
    words.extend(pairs);
    words
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
