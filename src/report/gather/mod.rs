//! What does a report keep of a run? Counts, and samples that a hash chooses: bounded, however many documents pass.
//!
//! Everything but [`residue`] adds up to the same whatever the order of the documents.

pub mod loss;
pub mod page;
pub mod residue;
pub mod rules;
pub mod smallest;

use std::collections::BTreeMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::document::Document;
use crate::document::Form;
use crate::judge::Verdict;
use crate::judge::outlet::Entry;
use crate::judge::outlet::Key;
use crate::judge::outlet::OutletHygiene;
use crate::judge::outlet::UNKNOWN;
use crate::language::UNDETERMINED;
use crate::report::gather::loss::Losses;
use crate::report::gather::page::Pages;
use crate::report::gather::residue::Line;
use crate::report::gather::residue::Residue;
use crate::report::gather::rules::Rules;
use crate::report::gather::smallest::Smallest;
use crate::rule::Kind;
use crate::source::Source;

/// Documents shown for each verdict.
const SAMPLES_A_VERDICT: usize = 4;

/// Characters of a document that is shown for its verdict.
const SAMPLE_CHARS: usize = 320;

/// Classes of scores: five points each, the last one with the 100.
pub const CLASSES: usize = 20;

/// Different alarms that are counted; texts of alarms hold no text of a page.
const MAX_ALARMS: usize = 50;

/// One document on its way to the counts.
pub struct Seen {
    pub source: Source,
    pub text: String,
    pub form: Form,
    pub verdict: Verdict,
    /// Code points of the text as it came, and of what was cut.
    pub characters: u64,
    pub cut: u64,
    /// Lines that no claim touches.
    pub lines: Vec<Line>,
}

/// What is kept of all documents.
#[derive(Default)]
pub struct Gathered {
    pub documents: u64,
    pub characters: u64,
    pub cut: u64,
    /// Documents that something was cut from.
    pub touched: u64,
    pub pages: u64,
    pub tally: OutletHygiene,
    pub raw: Scores,
    pub clean: Scores,
    pub rules: Rules,
    pub kinds: BTreeMap<Kind, Kinds>,
    pub languages: BTreeMap<String, Spoken>,
    pub shown: Pages,
    pub losses: Losses,
    pub alarms: BTreeMap<String, u64>,
    pub residue: Residue,
}

/// Scores of documents: their sum in hundredths, and how many fall into each class.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Scores {
    pub sum: u64,
    pub classes: [u64; CLASSES],
}

/// Documents of one verdict.
#[derive(Debug)]
pub struct Kinds {
    pub documents: u64,
    pub samples: Smallest<Taste>,
}

/// The beginning of a document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Taste {
    pub id: String,
    pub place: String,
    pub outlet: Option<String>,
    pub characters: u64,
    /// What decided on the verdict, where a rule did.
    pub by: Option<String>,
    pub text: String,
}

/// Documents of one language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Spoken {
    pub documents: u64,
    pub characters: u64,
    pub cut: u64,
    /// Confidences, each to two digits as in a record, and scores; both in hundredths.
    pub confidence: u64,
    pub raw: u64,
    pub clean: u64,
}

impl Seen {
    /// Makes a document ready to be counted, on any thread.
    pub fn of(source: Source, document: Document, verdict: Verdict) -> Self {
        let characters = document.text.chars().count() as u64;
        let cut = verdict.cuts.iter().map(|cut| cut.span.of(&document.text).chars().count() as u64).sum();
        let lines = residue::lines(&document, &verdict);
        Self { source, form: document.form, text: document.text, verdict, characters, cut, lines }
    }

    /// Returns where a person finds it: a path, with the record's line.
    pub fn place(&self) -> String {
        let place = &self.source.place;
        place.record.map_or_else(|| place.path.clone(), |record| format!("{}:{record}", place.path))
    }

    /// Returns the share of characters that was cut, from 0 to 1.
    pub fn share(&self) -> f64 {
        self.cut as f64 / self.characters.max(1) as f64
    }

    fn language(&self) -> &str {
        self.verdict.language.as_ref().map_or(UNDETERMINED, |language| language.code.as_str())
    }

    /// Returns what decides whether it is a sample: nothing that a thread or an order can change.
    fn key(&self) -> (u64, String) {
        let place = self.place();
        let outlet = self.source.outlet.as_deref().unwrap_or(UNKNOWN);
        (xxh3_64(format!("{outlet}\0{}\0{place}", self.source.id).as_bytes()), place)
    }
}

impl Gathered {
    /// Counts one document.
    pub fn add(&mut self, seen: &Seen) {
        let key = seen.key();
        self.documents += 1;
        self.characters += seen.characters;
        self.cut += seen.cut;
        self.touched += u64::from(!seen.verdict.cuts.is_empty());
        self.pages += u64::from(seen.form == Form::Html);
        self.raw.add(seen.verdict.hygiene.raw);
        self.clean.add(seen.verdict.hygiene.clean);
        self.tally(seen, &key.1);
        self.rules.add(seen, &key);
        self.kinds.entry(seen.verdict.kind).or_default().add(seen, &key);
        self.languages.entry(seen.language().to_owned()).or_default().add(seen);
        for alarm in seen.verdict.alarms.iter().map(|alarm| without_numbers(alarm)) {
            if self.alarms.len() < MAX_ALARMS || self.alarms.contains_key(&alarm) {
                *self.alarms.entry(alarm).or_default() += 1;
            }
        }
        self.losses.add(seen, &key);
        self.residue.add(seen);
        self.shown.add(seen, key);
    }

    fn tally(&mut self, seen: &Seen, place: &str) {
        let verdict = &seen.verdict;
        let language = Some(seen.language()).filter(|code| *code != UNDETERMINED);
        self.tally.add(&Entry {
            key: &Key::of(seen.source.outlet.as_deref(), seen.source.scraper.as_deref(), language),
            id: &seen.source.id,
            place,
            published: verdict.metadata.published.as_deref(),
            credit: verdict.metadata.source.as_deref(),
            kind: verdict.kind,
            hygiene: &verdict.hygiene,
            text: &seen.text,
        });
    }
}

impl Scores {
    fn add(&mut self, score: f64) {
        self.sum += hundredths(score);
        let class = (score / 100.0 * CLASSES as f64) as usize;
        self.classes[class.min(CLASSES - 1)] += 1;
    }
}

impl Default for Kinds {
    fn default() -> Self {
        Self { documents: 0, samples: Smallest::new(SAMPLES_A_VERDICT) }
    }
}

impl Kinds {
    fn add(&mut self, seen: &Seen, key: &(u64, String)) {
        self.documents += 1;
        self.samples.keep(key, || Taste {
            id: seen.source.id.clone(),
            place: key.1.clone(),
            outlet: seen.source.outlet.clone(),
            characters: seen.characters,
            by: seen.verdict.by.as_deref().map(str::to_owned),
            text: beginning(&seen.text, SAMPLE_CHARS),
        });
    }
}

impl Spoken {
    fn add(&mut self, seen: &Seen) {
        self.documents += 1;
        self.characters += seen.characters;
        self.cut += seen.cut;
        let confidence = seen.verdict.language.as_ref().map_or(0.0, |language| language.confidence);
        self.confidence += (confidence.clamp(0.0, 1.0) * 100.0).round() as u64;
        self.raw += hundredths(seen.verdict.hygiene.raw);
        self.clean += hundredths(seen.verdict.hygiene.clean);
    }
}

/// Returns the first characters of a text on one line, with an ellipsis where it goes on.
pub fn beginning(text: &str, characters: usize) -> String {
    let words = text.split_whitespace().scan(0, |used, word| {
        let fits = *used <= characters;
        *used += word.chars().count() + 1;
        fits.then_some(word)
    });
    let line = words.collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(characters) {
        Some((at, _)) => format!("{}…", line.get(..at).unwrap_or_default().trim_end()),
        None => line,
    }
}

/// Returns an alarm with an ellipsis for each number: those of one kind are counted together.
fn without_numbers(alarm: &str) -> String {
    let is_number = |word: &str| word.starts_with(|c: char| c.is_ascii_digit());
    let words = alarm.split(' ').map(|word| if is_number(word) { "…" } else { word });
    words.collect::<Vec<_>>().join(" ")
}

fn hundredths(points: f64) -> u64 {
    (points.clamp(0.0, 100.0) * 100.0).round() as u64
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_beginning_is_one_line() {
        for (text, most, want) in
            [("a\n\n b", 9, "a b"), ("abcdef", 3, "abc…"), ("ab cd", 3, "ab…"), ("", 3, ""), ("é漢字", 3, "é漢字")]
        {
            assert_eq!(beginning(text, most), want);
        }
    }
}
