//! How are a few counts kept by name, so that thousands of months of thousands of outlets fit into memory?

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

/// Two counts by name, in order of the names. A list of three takes 200 bytes, a tree of them 600.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pairs(Vec<(Cow<'static, str>, (u64, u64))>);

impl Pairs {
    /// Adds to the counts of a name.
    pub fn add(&mut self, name: Cow<'static, str>, counts: (u64, u64)) {
        match self.0.binary_search_by(|(held, _)| held.cmp(&name)) {
            Ok(at) => self.0[at].1 = sum(self.0[at].1, counts),
            Err(at) => {
                self.0.reserve_exact(1);
                self.0.insert(at, (name, counts));
            }
        }
    }

    /// Adds what was counted elsewhere.
    pub fn merge(&mut self, other: &Self) {
        other.0.iter().for_each(|(name, counts)| self.add(name.clone(), *counts));
    }

    pub fn iter(&self) -> impl Iterator<Item = (&str, (u64, u64))> {
        self.0.iter().map(|(name, counts)| (&**name, *counts))
    }
}

const fn sum(a: (u64, u64), b: (u64, u64)) -> (u64, u64) {
    (a.0 + b.0, a.1 + b.1)
}

impl Serialize for Pairs {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_map(self.iter())
    }
}

impl<'de> Deserialize<'de> for Pairs {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let read: BTreeMap<String, (u64, u64)> = BTreeMap::deserialize(from)?;
        Ok(Self(read.into_iter().map(|(name, counts)| (Cow::Owned(name), counts)).collect()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_in_order_and_add_up_however_they_come() {
        let of = |names: &[&'static str]| {
            let mut pairs = Pairs::default();
            names.iter().for_each(|name| pairs.add(Cow::Borrowed(name), (1, 10)));
            pairs
        };
        let mut merged = of(&["residue", "damage"]);
        merged.merge(&of(&["identity", "damage"]));
        assert_eq!(merged, of(&["damage", "identity", "damage", "residue"]));
        let json = serde_json::to_string(&merged).expect("a map");
        assert_eq!(json, r#"{"damage":[2,20],"identity":[1,10],"residue":[1,10]}"#);
        assert_eq!(serde_json::from_str::<Pairs>(&json).expect("the same map"), merged);
    }
}
