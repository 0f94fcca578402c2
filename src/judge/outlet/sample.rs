//! Which documents of a cell are kept in mind, to find copies and the lines that an outlet repeats?
//!
//! The texts with the smallest ranks, each with how often it came. A rank is drawn from a text's smallest trigram,
//! so near copies mostly have the same one, and are kept together or not at all. A text that belongs here belongs
//! in every part of the dump that holds it, so counts are exact and parts can be merged in any order. Of a small
//! outlet the sample is all there is; of a large one it is drawn evenly over its different texts.

use std::collections::BTreeMap;
use std::collections::HashMap;
use std::collections::HashSet;
use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::STANDARD_NO_PAD;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;

use crate::judge::evidence::settings::Template;
use crate::judge::outlet::Entry;
use crate::judge::print;
use crate::judge::print::LinePrint;
use crate::judge::print::Print;

/// Texts that every cell may keep, whatever else is in the dump.
///
/// With [`crate::judge::print::MAX_LINES`] lines of 16 bytes and a sketch of 256 bytes each 250 KB at most, 80 KB
/// as a rule. The standard error of a share of copies of .1 is then .03.
pub const MAX_TEXTS: usize = 128;

/// A sample of the texts of a cell.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Sample {
    texts: BTreeMap<Hex, Text>,
}

/// A text that was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Text {
    /// Documents with this text.
    pub documents: u64,
    /// The earliest of them.
    pub first: Origin,
    /// Traces of a synonym machine, see `rules/hygiene/spin.yml`; at most 5 are counted.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub traces: u8,
    /// Hash and letters of each line; empty beyond the first [`MAX_TEXTS`] of a cell.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    lines: Vec<(Hex, u32)>,
    /// [`Print::trigrams`].
    pub trigrams: Sketch,
}

/// Where a text was found.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Origin {
    /// ISO 8601, with the time where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    pub id: String,
    pub place: String,
    /// The agency or broadcaster that the text credits.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

/// Hashes of trigrams in rising order; in JSON as base64 of 4 bytes each, little end first.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sketch(pub Vec<u32>);

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

impl Serialize for Sketch {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        let bytes: Vec<u8> = self.0.iter().flat_map(|hash| hash.to_le_bytes()).collect();
        to.serialize_str(&STANDARD_NO_PAD.encode(bytes))
    }
}

impl<'de> Deserialize<'de> for Sketch {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        let bytes = STANDARD_NO_PAD.decode(String::deserialize(from)?).map_err(serde::de::Error::custom)?;
        Ok(Self(bytes.as_chunks().0.iter().map(|four| u32::from_le_bytes(*four)).collect()))
    }
}

fn is_zero(count: &u8) -> bool {
    *count == 0
}

impl Origin {
    /// Returns what decides which of two is earlier: the day, then the time where it is known, then the id. What has
    /// no date comes last.
    pub fn order(&self) -> (bool, &str, &str, &str, &str) {
        let date = self.date.as_deref().unwrap_or_default();
        let (day, time) = date.split_at_checked(10).unwrap_or((date, ""));
        (self.date.is_none(), day, if time.is_empty() { "~" } else { time }, &self.id, &self.place)
    }
}

/// Returns what a text is kept under: its rank, and below it what tells texts of one rank apart.
///
/// `None` for a document without words: it is no copy of another.
pub fn key(print: &Print) -> Option<Hex> {
    let content = print.content?;
    let rank = print.trigrams.first().map_or(content, |least| u64::from(*least));
    Some(Hex((u64::from(print::spread(rank)) << 32) | (content & 0xffff_ffff)))
}

impl Sample {
    /// Counts one document.
    pub fn add(&mut self, entry: &Entry<'_>) {
        let print = &entry.hygiene.print;
        let Some(key) = key(print) else { return };
        let traces = entry.hygiene.measures.iter().find(|m| m.metric == "spun-copy").map_or(0, |m| m.spans.len());
        let text = Text {
            documents: 1,
            first: Origin {
                date: entry.published.map(str::to_owned),
                id: entry.id.to_owned(),
                place: entry.place.to_owned(),
                credit: entry.credit.map(str::to_owned),
            },
            traces: u8::try_from(traces).unwrap_or(u8::MAX),
            lines: print.lines.iter().map(|LinePrint { hash, letters, .. }| (Hex(*hash), *letters)).collect(),
            trigrams: Sketch(print.trigrams.clone()),
        };
        self.keep(key, text);
    }

    /// Adds another sample.
    pub fn merge(&mut self, other: &Self) {
        for (key, text) in &other.texts {
            self.keep(*key, text.clone());
        }
    }

    fn keep(&mut self, key: Hex, text: Text) {
        let Some(kept) = self.texts.get_mut(&key) else { return drop(self.texts.insert(key, text)) };
        kept.documents += text.documents;
        if (text.first.order(), &text.first) < (kept.first.order(), &kept.first) {
            kept.first = text.first;
        }
        kept.traces = kept.traces.max(text.traces);
        kept.lines = std::mem::take(&mut kept.lines).min(text.lines);
        kept.trigrams = std::mem::take(&mut kept.trigrams).min(text.trigrams);
    }

    /// Lets go of texts above `border` but for the first [`MAX_TEXTS`], and of the lines of all but those.
    pub fn settle(&mut self, border: Hex) {
        let Some(last) = self.texts.keys().nth(MAX_TEXTS).copied() else { return };
        self.texts.retain(|key, _| *key < last || *key <= border);
        for (_, text) in self.texts.range_mut(last..) {
            text.lines = Vec::new();
        }
    }

    /// Returns the texts by rising key.
    pub fn texts(&self) -> impl ExactSizeIterator<Item = (Hex, &Text)> {
        self.texts.iter().map(|(key, text)| (*key, text))
    }

    /// Returns the text under a key.
    pub fn get(&self, key: Hex) -> Option<&Text> {
        self.texts.get(&key)
    }

    /// Returns the lines that stand in many different texts of the cell, and the share of letters, from 0 to 1, in them.
    ///
    /// What `is_copy` names is left out: a copy repeats every line, and is charged as one.
    pub fn template(&self, border: Template, is_copy: impl Fn(Hex) -> bool) -> (HashSet<Hex>, f64) {
        let own: Vec<&Text> =
            self.texts.iter().take(MAX_TEXTS).filter(|(key, _)| !is_copy(**key)).map(|(_, text)| text).collect();
        let mut texts: HashMap<Hex, u64> = HashMap::new();
        for (hash, _) in own.iter().flat_map(|text| &text.lines) {
            *texts.entry(*hash).or_default() += 1;
        }
        let least = border.documents.max((border.share * own.len() as f64).ceil() as u64);
        let (mut template, mut all) = (0, 0);
        for (hash, letters) in own.iter().flat_map(|text| &text.lines) {
            all += u64::from(*letters);
            if texts.get(hash).is_some_and(|n| *n >= least) {
                template += u64::from(*letters);
            }
        }
        let lines = texts.into_iter().filter(|(_, n)| *n >= least).map(|(hash, _)| hash).collect();
        (lines, if all == 0 { 0.0 } else { template as f64 / all as f64 })
    }
}
