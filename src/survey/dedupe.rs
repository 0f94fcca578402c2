//! Which documents of an outlet are the same page, scraped twice? What a page repeats of itself is no template.

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

/// Words of a shingle: long enough that two texts share one only where one copies the other.
const SHINGLE: usize = 5;
/// Values of a sketch. The share of equal ones estimates the share of common shingles, to within 0.1 (two standard
/// errors at 0.8); one-permutation hashing, Li, Owen and Zhang 2012.
const BINS: usize = 64;
/// The share of common shingles from which on two documents are the same page; chrome alone, on pages where it is
/// most of the text, seldom makes so much.
const SAME: f64 = 0.8;
/// Bins of a sketch that documents are grouped by, to compare them within a group only.
const BANDS: usize = 32;

type Sketch = [u32; BINS];

/// Returns which of the texts stay: of those that are the same page the first.
pub fn distinct(texts: &[&str]) -> Vec<bool> {
    let sketches: Vec<Sketch> = texts.iter().map(|text| sketch(text)).collect();
    let mut groups: HashMap<(usize, u32, u32), Vec<usize>> = HashMap::new();
    let mut stays = Vec::with_capacity(texts.len());
    for (at, own) in sketches.iter().enumerate() {
        let keys = (0..BANDS).map(|band| (band, own[band * 2], own[band * 2 + 1]));
        let copy = keys.clone().filter_map(|key| groups.get(&key)).flatten().any(|other| same(own, &sketches[*other]));
        if !copy {
            for key in keys.filter(|key| key.1 != u32::MAX && key.2 != u32::MAX) {
                groups.entry(key).or_default().push(at);
            }
        }
        stays.push(!copy);
    }
    stays
}

fn same(a: &Sketch, b: &Sketch) -> bool {
    let held = a.iter().zip(b).filter(|(a, b)| **a != u32::MAX || **b != u32::MAX);
    let (all, equal) = held.fold((0usize, 0usize), |(all, equal), (a, b)| (all + 1, equal + usize::from(a == b)));
    all > 0 && equal as f64 >= SAME * all as f64
}

/// The smallest hash of the shingles that fall into each bin; words without digits, so that counters do not count.
fn sketch(text: &str) -> Sketch {
    let words: Vec<u64> = text
        .split_whitespace()
        .filter(|word| !word.bytes().any(|b| b.is_ascii_digit()))
        .map(|word| xxh3_64(word.as_bytes()))
        .collect();
    let mut bins = [u32::MAX; BINS];
    for shingle in words.windows(SHINGLE.min(words.len().max(1))) {
        let hash =
            shingle.iter().fold(0u64, |held, word| (held.rotate_left(7) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let bin = (hash >> 58) as usize % BINS;
        bins[bin] = bins[bin].min((hash as u32) & (u32::MAX - 1));
    }
    bins
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(from: usize, to: usize) -> String {
        (from..to)
            .map(|n| format!("w{}", "abcdefghij".chars().cycle().skip(n % 10).take(n / 10 + 1).collect::<String>()))
            .collect::<Vec<_>>()
            .join(" ")
    }

    #[test]
    fn the_same_page_twice_counts_once() {
        let (page, other) = (words(0, 150), words(200, 350));
        let again = format!("17 shares {page} read by 9");
        let chrome = words(400, 450);
        let (one, two) = (format!("{chrome} {page}"), format!("{chrome} {other}"));
        for (texts, want) in [
            ([page.as_str(), again.as_str()], [true, false]),
            ([page.as_str(), other.as_str()], [true, true]),
            ([one.as_str(), two.as_str()], [true, true]),
        ] {
            assert_eq!(distinct(&texts), want);
        }
        assert_eq!(distinct(&["", "", "one"]), [true, true, true]);
    }
}
