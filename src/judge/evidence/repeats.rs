//! How much of a text said the same five words before?

use crate::judge::evidence::scan::Line;
use crate::judge::evidence::word::Word;
use crate::judge::evidence::word::mix;

/// Words that are looked at: a bound on memory and time; a longer text is judged by its beginning.
const MAX_WORDS: usize = 20_000;

/// Below this many words a share of repeated phrases says nothing (units: words).
const LEAST_WORDS: usize = 50;

/// Returns the share of 5-grams that stood before, in lines that do not repeat as a whole.
pub fn share(lines: &[Line], words: &[Word]) -> Option<f64> {
    let kept: Vec<u32> = lines
        .iter()
        .filter(|line| !line.repeats)
        .flat_map(|line| words.get(line.first_word..line.first_word + line.words).unwrap_or(&[]))
        .take(MAX_WORDS)
        .map(|word| word.full)
        .collect();
    if kept.len() < LEAST_WORDS {
        return None;
    }
    let mut table = Table::for_values(kept.len());
    let again = kept.windows(5).filter(|five| !table.insert(five.iter().fold(0, |h, w| mix(h, u64::from(*w))))).count();
    Some(again as f64 / (kept.len() - 4) as f64)
}

/// A set of hashes by open addressing: several times faster than `HashSet` here, where values are hashes already.
struct Table {
    slots: Vec<u64>,
}

impl Table {
    fn for_values(count: usize) -> Self {
        Self { slots: vec![0; (count * 2).next_power_of_two()] }
    }

    /// Returns whether the value is new.
    fn insert(&mut self, value: u64) -> bool {
        let value = value.max(1);
        let mask = self.slots.len() - 1;
        let mut at = (value >> 20) as usize & mask;
        loop {
            match self.slots.get_mut(at) {
                Some(slot) if *slot == 0 => {
                    *slot = value;
                    return true;
                }
                Some(slot) if *slot == value => return false,
                Some(_) => at = (at + 1) & mask,
                None => return true,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_repeated_phrases_count() {
        let line = |first_word, words| Line { first_word, words, ..Line::default() };
        let numbered = |range: std::ops::Range<u32>| range.map(|n| Word { full: n, stem: n }).collect::<Vec<_>>();
        let fresh = numbered(0..100);
        assert_eq!(share(&[line(0, 100)], &fresh), Some(0.0));
        assert_eq!(share(&[line(0, 40)], &fresh), None);
        let twice = [numbered(0..50), numbered(0..50)].concat();
        let got = share(&[line(0, 50), line(50, 50)], &twice).unwrap_or(0.0);
        assert!((0.4..0.55).contains(&got), "{got}");
    }
}
