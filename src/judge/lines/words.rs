//! Are the words of a line those of menus and calls, or those of prose? Adds up weights that were learnt from labelled
//! pages: `models/lines-words.tsv`.

use crate::judge::lines::spelling;

/// The language that the weights were learnt from; in others the model goes without words.
const LANGUAGE: &str = "en";
/// Words of a line that are asked: what a line is shows at its beginning.
const ASKED: u32 = 24;
/// Bits for each slot, so that at most one in eight is set; those of the built-in words take 16 KiB.
const BITS_PER_SLOT: usize = 4;
/// Stand before the first and after the last word of a line.
const START: &str = "^";
const END: &str = "$";

/// Weights of words and of pairs of words, by their hashes.
#[derive(Debug, Default)]
pub struct Lexicon {
    /// Open addressing; the length is a power of two, more than twice the entries. 0 is a free place.
    slots: Vec<(u64, f32)>,
    /// One of so many bits for each entry: most pairs of words have none, and are told without a look at the slots, which
    /// are too many for the caches of the processor.
    bits: Vec<u64>,
    start: u64,
    end: u64,
}

impl Lexicon {
    /// Returns the weights for texts in a language; `None` where there are none.
    pub fn of(&self, language: Option<&str>) -> Option<&Self> {
        (language == Some(LANGUAGE)).then_some(self)
    }

    /// Reads one entry a line: a word, or two with a blank between, a tab, and the weight; above 0 speaks for
    /// boilerplate. Returns `None` where a line is no such entry.
    pub fn parse(text: &str) -> Option<Self> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let size = (lines.clone().count() * 2 + 1).next_power_of_two();
        let mut slots = vec![(0, 0.0); size];
        let mut bits = vec![0; (size * BITS_PER_SLOT).div_ceil(64)];
        for line in lines {
            let (words, weight) = line.split_once('\t')?;
            let key = match words.split_once(' ') {
                Some((first, second)) => pair(spelling::key(first), spelling::key(second)),
                None => spelling::key(words),
            };
            let weight: f32 = weight.parse().ok()?;
            let at = slot(&slots, key)?;
            *slots.get_mut(at)? = (key, weight);
            let (at, bit) = place_of_bit(&bits, key)?;
            *bits.get_mut(at)? |= bit;
        }
        Some(Self { slots, bits, start: spelling::key(START), end: spelling::key(END) })
    }

    /// Returns whether a key may have a weight.
    fn may_have(&self, key: u64) -> bool {
        let found = place_of_bit(&self.bits, key);
        found.is_some_and(|(at, bit)| self.bits.get(at).is_some_and(|bits| bits & bit != 0))
    }

    fn weight(&self, key: u64) -> Option<f32> {
        let (held, weight) = self.slots.get(slot(&self.slots, key)?)?;
        (*held == key).then_some(*weight)
    }

    /// Begins a line.
    pub fn line(&self) -> Sum<'_> {
        Sum { lexicon: self, before: self.start, asked: 0, keys: [0; MAX_KEYS], count: 0 }
    }
}

/// Returns where a key stands, or would stand.
fn slot(slots: &[(u64, f32)], key: u64) -> Option<usize> {
    let mask = slots.len().checked_sub(1)?;
    // The low bits of a product are the weaker ones.
    let first = (key >> 32) as usize & mask;
    (0..slots.len())
        .map(|step| (first + step) & mask)
        .find(|at| slots.get(*at).is_none_or(|(held, _)| *held == key || *held == 0))
}

/// Returns where the bit of a key stands: by other bits of the key than its slot.
fn place_of_bit(bits: &[u64], key: u64) -> Option<(usize, u64)> {
    let mask = bits.len().checked_sub(1)?;
    Some(((key >> 6) as usize & mask, 1 << (key & 63)))
}

fn pair(first: u64, second: u64) -> u64 {
    (first.rotate_left(17) ^ second).wrapping_mul(0x9E37_79B9_7F4A_7C15)
}

/// Keys of a line at most: of its words, of each with the one before, and of the last one with the end.
const MAX_KEYS: usize = 2 * ASKED as usize + 1;

/// A line that is being read word by word.
#[derive(Debug)]
pub struct Sum<'a> {
    lexicon: &'a Lexicon,
    before: u64,
    asked: u32,
    /// The keys so far, to be looked up all at once: which are known can't be foreseen.
    keys: [u64; MAX_KEYS],
    count: usize,
}

impl Sum<'_> {
    /// Returns whether the next word counts.
    pub fn asks(&self) -> bool {
        self.asked < ASKED
    }

    /// Takes the next word, by its key.
    pub fn word(&mut self, key: u64) {
        if self.asks() {
            self.asked += 1;
            self.add(key);
            self.add(pair(self.before, key));
            self.before = key;
        }
    }

    /// Returns what the words say, more than 0 for boilerplate; `None` where none of them is known.
    ///
    /// The sum is divided by the root of the known words and pairs: ten words say more than one, not ten times as much.
    pub fn close(mut self) -> Option<f32> {
        if self.asks() {
            self.add(pair(self.before, self.lexicon.end));
        }
        let mut likely = 0;
        for at in 0..self.count {
            let key = self.keys[at];
            self.keys[likely] = key;
            likely += usize::from(self.lexicon.may_have(key));
        }
        let (mut known, mut sum) = (0_u16, 0.0);
        for weight in self.keys.iter().take(likely).filter_map(|key| self.lexicon.weight(*key)) {
            known += 1;
            sum += weight;
        }
        (known > 0).then(|| sum / f32::from(known).sqrt())
    }

    fn add(&mut self, key: u64) {
        if let Some(slot) = self.keys.get_mut(self.count) {
            *slot = key;
            self.count += 1;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn say(lexicon: &Lexicon, line: &str) -> Option<f32> {
        let mut sum = lexicon.line();
        line.split(' ').for_each(|word| sum.word(spelling::key(word)));
        sum.close()
    }

    #[test]
    fn words_and_pairs_add_up_by_the_root_of_their_count() {
        let lexicon =
            Lexicon::parse("# words\nlog\t1\nlog in\t2\n^ log\t0.5\nin $\t0.5\nhouse\t-1\n").expect("a lexicon");
        assert_eq!(say(&lexicon, "log in"), Some(4.0 / 2.0), "one word and three pairs");
        assert_eq!(say(&lexicon, "in log"), Some(1.0));
        assert_eq!(say(&lexicon, "house"), Some(-1.0));
        assert_eq!(say(&lexicon, "bridge"), None);
    }

    #[test]
    fn only_english_has_words_and_broken_entries_are_refused() {
        let lexicon = Lexicon::default();
        assert!(lexicon.of(Some("en")).is_some() && lexicon.of(Some("sw")).is_none() && lexicon.of(None).is_none());
        for broken in ["log", "log\tx", "log in 1"] {
            assert!(Lexicon::parse(broken).is_none(), "{broken}");
        }
    }
}
