//! Which documents of a cell are kept in mind, to find copies and the lines that an outlet repeats?
//!
//! The texts with the smallest hashes, each with how often it came. A text that belongs here belongs in every
//! part of the dump that holds it, so counts are exact and parts can be merged in any order. Of a small outlet
//! the sample is all there is; of a large one it is drawn evenly over its different texts. One sketch gives
//! what a HyperLogLog and a table of line counts would: the number of different texts, the share of copies, and
//! the template, which shows in a hundred documents as well as in all.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::judge::evidence::settings::Template;
use crate::judge::print::LinePrint;
use crate::judge::print::Print;

/// Texts kept in a cell; with [`crate::judge::print::MAX_LINES`] lines of 16 bytes each 200 KB at most, 50 KB as a rule.
///
/// The standard error of a share of copies of .1 is then .03.
pub const MAX_TEXTS: usize = 128;

/// A sample of the texts of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sample {
    texts: BTreeMap<Hex, Sampled>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Sampled {
    /// Documents with this text.
    documents: u64,
    /// The smallest of their ids.
    id: String,
    /// Hash and letters of each line.
    lines: Vec<(Hex, u32)>,
}

/// A hash that JSON readers without 64-bit integers keep whole: 16 hexadecimal digits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hex(pub u64);

impl fmt::Display for Hex {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:016x}", self.0)
    }
}

impl Serialize for Hex {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Hex {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let text = String::deserialize(from)?;
        u64::from_str_radix(&text, 16).map(Self).map_err(serde::de::Error::custom)
    }
}

impl Sample {
    /// Counts one document; one without words is no copy of another.
    pub fn add(&mut self, print: &Print, id: &str) {
        let Some(content) = print.content else { return };
        let lines = print.lines.iter().map(|LinePrint { hash, letters }| (Hex(*hash), *letters)).collect();
        self.keep(Hex(content), Sampled { documents: 1, id: id.to_owned(), lines });
    }

    /// Adds another sample.
    pub fn merge(&mut self, other: &Self) {
        for (hash, sampled) in &other.texts {
            self.keep(*hash, sampled.clone());
        }
    }

    fn keep(&mut self, hash: Hex, sampled: Sampled) {
        if self.texts.len() >= MAX_TEXTS && self.texts.last_key_value().is_some_and(|(last, _)| hash > *last) {
            return;
        }
        match self.texts.get_mut(&hash) {
            Some(kept) => {
                kept.documents += sampled.documents;
                kept.id = std::mem::take(&mut kept.id).min(sampled.id);
                kept.lines = std::mem::take(&mut kept.lines).min(sampled.lines);
            }
            None => drop(self.texts.insert(hash, sampled)),
        }
        while self.texts.len() > MAX_TEXTS {
            self.texts.pop_last();
        }
    }

    /// Returns the share of documents, from 0 to 1, whose text an other document of the cell has already.
    pub fn duplicates(&self) -> f64 {
        let documents: u64 = self.texts.values().map(|text| text.documents).sum();
        if documents == 0 { 0.0 } else { 1.0 - self.texts.len() as f64 / documents as f64 }
    }

    /// Returns the ids of the texts that came most often, at most `most`.
    pub fn most_copied(&self, most: usize) -> Vec<(&str, u64)> {
        let mut copied: Vec<_> =
            self.texts.values().filter(|t| t.documents > 1).map(|t| (t.id.as_str(), t.documents)).collect();
        copied.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        copied.truncate(most);
        copied
    }

    /// Returns the share of letters, from 0 to 1, in lines that stand in many different texts of the cell.
    pub fn template_share(&self, border: Template) -> f64 {
        let mut texts: HashMap<Hex, u64> = HashMap::new();
        for (hash, _) in self.texts.values().flat_map(|text| &text.lines) {
            *texts.entry(*hash).or_default() += 1;
        }
        let least = border.documents.max((border.share * self.texts.len() as f64).ceil() as u64);
        let (mut template, mut all) = (0, 0);
        for (hash, letters) in self.texts.values().flat_map(|text| &text.lines) {
            all += u64::from(*letters);
            if texts.get(hash).is_some_and(|n| *n >= least) {
                template += u64::from(*letters);
            }
        }
        if all == 0 { 0.0 } else { template as f64 / all as f64 }
    }
}
