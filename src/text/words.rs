//! How many words does a text have? Counted eight bytes at a time where they are ASCII, as most of most texts are.

use crate::text::eight;
use crate::text::eight::HIGH;
use crate::text::eight::equal;
use crate::text::eight::one_bit_each;
use crate::text::is_mark;
use crate::text::is_unspaced;
use crate::text::letters;
use crate::text::letters::WORD;

/// Counts words: runs of letters and digits; in scripts without spaces (Han, kana, Thai, Lao, Khmer,
/// Burmese) every character counts as half a word, about the mean length of a word there.
pub fn count_words(text: &str) -> usize {
    let bytes = text.as_bytes();
    let (mut count, mut at) = (Count::default(), 0);
    while let Some(eight) = eight::at(bytes, at) {
        if eight & HIGH == 0 {
            count.ascii(eight);
            at += 8;
        } else {
            at = count.characters(text, at, at + 8);
        }
    }
    count.characters(text, at, text.len());
    count.words + usize::div_ceil(count.unspaced, 2)
}

#[derive(Default)]
struct Count {
    words: usize,
    unspaced: usize,
    /// A word is open.
    inside: bool,
}

impl Count {
    /// Takes eight characters of ASCII: the first in the lowest bits.
    fn ascii(&mut self, eight: u64) {
        let word = one_bit_each(eight::letters(eight) | eight::digits(eight));
        let joins = one_bit_each(equal(eight, b'\'') | equal(eight, b'-'));
        // What joins right behind a word, however many stand together: adding carries through the run and clears it.
        let behind = joins & (word << 1 | u32::from(self.inside));
        let open = word | joins & !(joins + behind);
        self.words += (word & !(open << 1 | u32::from(self.inside))).count_ones() as usize;
        self.inside = open >> 7 & 1 == 1;
    }

    /// Takes the characters that begin between two places; returns where the next one begins.
    fn characters(&mut self, text: &str, from: usize, to: usize) -> usize {
        let mut at = from;
        for c in text.get(from..).unwrap_or_default().chars() {
            if at >= to {
                break;
            }
            at += c.len_utf8();
            self.character(c);
        }
        at
    }

    fn character(&mut self, c: char) {
        if is_unspaced(c) {
            self.unspaced += 1;
            self.inside = false;
        } else if letters::of(c).is(WORD) {
            self.words += usize::from(!self.inside);
            self.inside = true;
        } else if !matches!(c, '\'' | '’' | '-' | '\u{ad}' | '\u{200d}' | '\u{200c}') && !is_mark(c) {
            self.inside = false;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_spaced_and_unspaced_scripts() {
        for (text, words) in [("", 0), ("Don't stop — 42 times", 4), ("今天天气", 2), ("हिन्दी में", 2), ("e-mail", 1)]
        {
            assert_eq!(count_words(text), words, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn eight_at_a_time_are_counted_as_one_by_one(text in "[a-cA-Z0-9 '’@`{/:\\[.é天\u{301}-]{0,60}") {
            let mut count = Count::default();
            text.chars().for_each(|c| count.character(c));
            proptest::prop_assert_eq!(count_words(&text), count.words + count.unspaced.div_ceil(2), "{}", text);
        }
    }
}
