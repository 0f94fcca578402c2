//! Which few of many are kept? Those with the smallest hashes: no order, split or thread can change the choice.

use std::collections::BTreeMap;

/// At most so many values, those with the smallest keys.
#[derive(Clone, Debug)]
pub struct Smallest<T> {
    most: usize,
    kept: BTreeMap<(u64, String), T>,
}

impl<T> Smallest<T> {
    pub fn new(most: usize) -> Self {
        Self { most, kept: BTreeMap::new() }
    }

    /// Returns whether a value of this key would be kept now.
    pub fn wants(&self, key: &(u64, String)) -> bool {
        self.kept.len() < self.most || self.kept.last_key_value().is_some_and(|(last, _)| key < last)
    }

    /// Keeps the value if its key is among the smallest; `make` is asked only then.
    pub fn keep(&mut self, key: &(u64, String), make: impl FnOnce() -> T) {
        if !self.wants(key) {
            return;
        }
        self.kept.entry(key.clone()).or_insert_with(make);
        while self.kept.len() > self.most {
            self.kept.pop_last();
        }
    }

    /// Iterates over what is kept, in the order of the keys.
    pub fn iter(&self) -> impl Iterator<Item = (&(u64, String), &T)> {
        self.kept.iter()
    }

    /// Iterates over the values, in the order of the keys.
    pub fn values(&self) -> impl Iterator<Item = &T> {
        self.kept.values()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_smallest_stay_in_whatever_order_they_come() {
        let kept = |order: &[u64]| {
            let mut smallest = Smallest::new(2);
            order.iter().for_each(|n| smallest.keep(&(*n, String::new()), || *n));
            smallest.values().copied().collect::<Vec<_>>()
        };
        assert_eq!(kept(&[5, 1, 9, 3]), [1, 3]);
        assert_eq!(kept(&[1, 3, 5, 9]), kept(&[9, 5, 3, 1]));
        assert!(kept(&[]).is_empty());
    }
}
