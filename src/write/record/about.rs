//! What does a record say of the language and the hygiene of its document?

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::judge::Hygiene;
use crate::judge::Measure;
use crate::judge::Verdict;
use crate::source::Source;

/// A language and how sure it is.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct LanguageOut<'a> {
    /// A BCP 47 tag; `und` when undetermined.
    pub code: &'a str,
    /// From 0 to 1: a rank, not a probability.
    pub confidence: f64,
    /// Paragraphs in another language: tag, first block, last block + 1. Blocks are lines that are not blank, from 0.
    pub paragraphs: &'a [(String, usize, usize)],
    /// What the record, the user or the page claims.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub declared: Option<&'a str>,
}

/// Text hygiene, not truthfulness.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct HygieneOut {
    /// Of the text as it came, from 0 to 100.
    #[schemars(range(max = 100))]
    pub raw: u8,
    /// Of the clean text, from 0 to 100.
    #[schemars(range(max = 100))]
    pub clean: u8,
    /// What was found in the text as it came, by metric. A metric that found nothing and cost nothing is left out.
    pub measures: BTreeMap<&'static str, MeasureOut>,
    /// Tags that cost little or nothing by themselves. Left out when empty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub signals: Vec<&'static str>,
}

/// What one metric says.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MeasureOut {
    pub value: f64,
    /// `share` (0 to 1), `count`, `per-1000-words`, `flag` (0 or 1), `words`.
    pub unit: &'static str,
    /// Points out of 100 that it cost.
    pub points: f64,
}

/// Returns what was found of the language, and what is claimed of it.
pub fn language<'a>(source: &'a Source, verdict: &'a Verdict) -> LanguageOut<'a> {
    let found = verdict.language.as_ref();
    LanguageOut {
        code: found.map_or("und", |language| language.code.as_str()),
        confidence: found.map_or(0.0, |language| rounded(language.confidence, 100.0)),
        paragraphs: found.map_or(&[], |language| language.paragraphs.as_slice()),
        declared: source.language.as_deref().or(verdict.metadata.language.as_deref()),
    }
}

/// Returns the hygiene, rounded for people.
pub fn hygiene(hygiene: &Hygiene) -> HygieneOut {
    let measure =
        |m: &Measure| MeasureOut { value: rounded(m.value, 10_000.0), unit: m.unit, points: rounded(m.points, 10.0) };
    HygieneOut {
        raw: percent(hygiene.raw),
        clean: percent(hygiene.clean),
        measures: hygiene.measures.iter().filter(|m| tells(m)).map(|m| (m.metric, measure(m))).collect(),
        signals: hygiene.signals.clone(),
    }
}

/// A count of words tells nothing by itself, the others do wherever they are above nothing.
fn tells(measure: &Measure) -> bool {
    measure.points > 0.0 || (measure.value > 0.0 && measure.unit != "words")
}

fn percent(points: f64) -> u8 {
    points.round().clamp(0.0, 100.0) as u8
}

/// Returns the value to the nearest `1 / steps`, for people; never `-0`.
fn rounded(value: f64, steps: f64) -> f64 {
    (value * steps).round() / steps + 0.0
}
