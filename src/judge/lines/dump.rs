//! What left a plain text as it is: a whole page, its paragraphs, an extractor, or one without line breaks?

use std::sync::LazyLock;

use serde::Deserialize;

use crate::judge::lines::facts::Line;

static WEIGHTS: LazyLock<Weights> =
    LazyLock::new(|| serde_json::from_str(include_str!("../../../models/dump-types.json")).unwrap_or_default());

/// A text of at most as many lines ...
const FLAT_LINES: usize = 3;
/// ... with as many words a line has lost its line breaks; the longest paragraphs of news run to 150 words or so.
const FLAT_WORDS: u32 = 150;
/// Lines that a text broken at a fixed width has at least.
const WRAPPED_LINES: usize = 8;
/// Code points of the width at which texts are broken: e-mail and terminals, 50 to 100.
const WRAPPED_WIDTH: std::ops::RangeInclusive<u32> = 45..=110;
/// A broken line is at most a long word shorter than the width.
const WRAPPED_SLACK: u32 = 16;
/// Of all lines, in percent, as many are broken ones.
const WRAPPED_PERCENT: usize = 55;

/// What kind of dump a plain text comes from. What helps on one type harms on another.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DumpType {
    /// All visible text of a page, menus and all.
    FullText,
    /// Paragraphs, headings and list items of a page, wherever they stood.
    Harvest,
    /// What an extractor took for the article; or clean text.
    Extract,
    /// All on one line, or nearly.
    Flattened,
    /// Broken at a fixed width.
    Wrapped,
}

/// How many values tell the first three types apart.
pub const SIGNS: usize = 11;

/// How well the first three types fit, as logarithms of probabilities.
pub type Fit = [f32; 3];

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Weights {
    /// One list a type, full text first: one weight a sign, then the constant.
    types: Vec<Vec<f32>>,
}

impl DumpType {
    /// Every type.
    pub const ALL: [Self; 5] = [Self::FullText, Self::Harvest, Self::Extract, Self::Flattened, Self::Wrapped];

    /// Returns the word that options and summaries use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::FullText => "full-text",
            Self::Harvest => "harvest",
            Self::Extract => "extract",
            Self::Flattened => "flattened",
            Self::Wrapped => "wrapped",
        }
    }

    /// Returns the type of that name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.as_str() == name)
    }
}

/// Returns the type that the lines by themselves show: no line breaks, or too regular ones.
pub fn by_breaks(lines: &[Line]) -> Option<DumpType> {
    let words: u32 = lines.iter().map(|line| line.shape.words).sum();
    if lines.len() <= FLAT_LINES && words >= FLAT_WORDS * lines.len().max(1) as u32 {
        return Some(DumpType::Flattened);
    }
    is_wrapped(lines).then_some(DumpType::Wrapped)
}

/// Returns whether most lines end within a word of one width, and few of those where a sentence does.
fn is_wrapped(lines: &[Line]) -> bool {
    let width = lines.iter().map(|line| line.shape.chars).max().unwrap_or_default();
    if lines.len() < WRAPPED_LINES || !WRAPPED_WIDTH.contains(&width) {
        return false;
    }
    let full = |line: &&Line| line.shape.chars + WRAPPED_SLACK > width;
    let broken = lines.iter().filter(full).filter(|line| line.shape.ending < 2).count();
    let ended = lines.iter().filter(full).filter(|line| line.shape.ending == 2).count();
    broken * 100 >= lines.len() * WRAPPED_PERCENT && ended * 3 <= broken
}

/// Returns how well each of the first three types fits the signs of a text.
pub fn fit(signs: &[f32; SIGNS]) -> Fit {
    let mut fit = [0.0; 3];
    for (slot, weights) in fit.iter_mut().zip(&WEIGHTS.types) {
        let (inner, constant) = weights.split_at(weights.len().min(SIGNS));
        *slot = inner.iter().zip(signs).map(|(weight, sign)| weight * sign).sum::<f32>()
            + constant.first().copied().unwrap_or_default();
    }
    let most = fit.iter().copied().fold(f32::NEG_INFINITY, f32::max);
    let all = most + fit.iter().map(|value| (value - most).exp()).sum::<f32>().ln();
    fit.map(|value| value - all)
}

/// Returns the type that fits best; of equals the first.
pub fn best(fit: &Fit) -> DumpType {
    let [full, harvest, extract] = *fit;
    if full >= harvest && full >= extract {
        DumpType::FullText
    } else if harvest >= extract {
        DumpType::Harvest
    } else {
        DumpType::Extract
    }
}

/// What the first documents of a dump say of its type.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Vote {
    fit: Fit,
    documents: u32,
}

/// How many times the vote of a dump counts against a document's own signs, at most: a page that differs from
/// the rest of its dump may still be seen.
const VOTE_WEIGHT: f32 = 3.0;

impl Vote {
    /// Adds the vote of one document.
    pub fn add(&mut self, fit: &Fit) {
        self.fit.iter_mut().zip(fit).for_each(|(sum, value)| *sum += value.max(-VOTE_WEIGHT * 2.0));
        self.documents += 1;
    }

    /// Returns the mean of the votes; nothing speaks for any type where there was none.
    pub fn mean(&self) -> Fit {
        let count = self.documents.max(1) as f32;
        self.fit.map(|sum| VOTE_WEIGHT * sum / count)
    }

    /// Returns the type of the dump; `None` without a vote.
    pub fn winner(&self) -> Option<DumpType> {
        (self.documents > 0).then(|| best(&self.fit))
    }
}
