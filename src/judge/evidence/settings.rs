//! What does each kind of dirt cost, and from how many documents on is an outlet graded? Data, not code.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;
use serde_json::Value;

use crate::rule::data;

/// `rules/hygiene/hygiene.yml`: severities, weights, borders, each with its reason.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Settings {
    pub schema: String,
    pub metrics: BTreeMap<String, Charge>,
    pub weights: BTreeMap<String, f64>,
    pub categories: BTreeMap<String, Vec<String>>,
    pub residue_confidence: Sure,
    pub least_words: f64,
    pub spin: SpinRule,
    pub copies: CopyRule,
    pub prior: Prior,
    pub grades: Grades,
    pub template: Template,
    /// From 0 to 1.
    pub majority: f64,
}

/// What a metric costs. An empty curve costs nothing.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Charge {
    #[serde(default)]
    pub why: String,
    /// Pairs of value and severity, in rising order of the value.
    #[serde(default)]
    pub curve: Vec<(f64, f64)>,
    /// Primary language tags for which there are rules to judge by; empty: every language.
    #[serde(default)]
    pub languages: Vec<String>,
}

/// How sure a claim that cuts nothing must be, from 0 to 1: nothing of it counts at `least`, all of it from `full` on.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Sure {
    pub least: f32,
    pub full: f32,
}

impl Sure {
    /// Returns how much of a claim counts, from 0 to 1.
    pub fn weight(self, confidence: f32) -> f64 {
        f64::from(((confidence - self.least) / (self.full - self.least).max(f32::EPSILON)).clamp(0.0, 1.0))
    }
}

/// When hits of spin phrases make a spun copy.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SpinRule {
    pub hits: usize,
    pub kinds: usize,
    pub per_1000_words: f64,
}

/// When a text is a copy of an earlier one.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CopyRule {
    /// Least share of the shorter text, from 0 to 1, that stands in the other: for a duplicate within the outlet, for a
    /// whole copy of another outlet's, and for a reworked one.
    pub duplicate: f64,
    pub near: f64,
    pub reworked: f64,
    /// Least number of trigram hashes in common: fewer may be chance.
    pub shared: usize,
    /// Least traces of a synonym machine that make a reworked text a spun one.
    pub traces: u8,
}

/// Standard deviations of document scores, in points, believed before a dump is seen.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Prior {
    pub between: f64,
    pub within: f64,
    /// How many outlets, and how many documents of one outlet, the two weigh as much as.
    pub outlets: f64,
    pub documents: f64,
}

/// Least documents and least scores of grades.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Grades {
    pub provisional: u64,
    pub graded: u64,
    #[serde(rename = "A")]
    pub a: f64,
    #[serde(rename = "B")]
    pub b: f64,
    #[serde(rename = "C")]
    pub c: f64,
    #[serde(rename = "D")]
    pub d: f64,
}

/// From how many documents on a line is one of the outlet's template.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Template {
    pub documents: u64,
    pub share: f64,
}

const TEXT: &str = include_str!("../../../rules/hygiene/hygiene.yml");

/// The version of [`Settings`].
const SCHEMA: &str = "presswash.hygiene-rules/1";

static BUILT_IN: LazyLock<Settings> = LazyLock::new(|| data::built_in(TEXT));

impl Settings {
    /// Returns the settings that the binary brings along.
    pub fn built_in() -> &'static Self {
        &BUILT_IN
    }

    /// Returns the text of the built-in settings.
    pub fn text() -> &'static str {
        TEXT
    }

    /// Reads settings from YAML. What the text does not name stays as it is built in; of a metric, its curve, its
    /// languages and its reason by themselves.
    ///
    /// # Errors
    /// A text for a terminal that names what is wrong.
    pub fn parse(yaml: &str) -> Result<Self, String> {
        let read = |text: &str| serde_saphyr::from_str::<Value>(text).map_err(|error| error.to_string());
        let mut whole = read(TEXT)?;
        overlay(&mut whole, read(yaml)?);
        let settings: Self = serde_json::from_value(whole).map_err(|error| error.to_string())?;
        settings.check().map(|()| settings)
    }

    fn check(&self) -> Result<(), String> {
        for (id, charge) in &self.metrics {
            // A test holds the built-in charges against the table of metrics.
            if !BUILT_IN.metrics.contains_key(id) {
                let known: Vec<&str> = BUILT_IN.metrics.keys().map(String::as_str).collect();
                return Err(format!("metrics: {id}: unknown; there are {}", known.join(", ")));
            }
            let (values, severities): (Vec<f64>, Vec<f64>) = charge.curve.iter().copied().unzip();
            if !values.is_sorted() || severities.iter().any(|severity| !(0.0..=1.0).contains(severity)) {
                return Err(format!("metrics: {id}: curve: values must rise, severities lie between 0 and 1"));
            }
        }
        if self.schema == SCHEMA {
            Ok(())
        } else {
            Err(format!("schema: {:?} is not known here; write {SCHEMA}, or leave the line out", self.schema))
        }
    }

    /// Returns the severity, from 0 to 1, of a value of a metric; 0 for a metric that costs nothing.
    pub fn severity(&self, metric: &str, value: f64) -> f64 {
        self.metrics.get(metric).map_or(0.0, |charge| along(&charge.curve, value)).clamp(0.0, 1.0)
    }

    /// Returns whether there are rules to judge a text of this language by.
    pub fn covers(&self, metric: &str, language: Option<&str>) -> bool {
        let Some(charge) = self.metrics.get(metric) else { return true };
        let primary = language.map(|tag| tag.split(['-', '_']).next().unwrap_or(tag));
        charge.languages.is_empty() || primary.is_some_and(|p| charge.languages.iter().any(|l| l == p))
    }

    /// Returns how much of a category counts as chrome, from 0 to 1.
    pub fn weight(&self, category: &str) -> f64 {
        self.weights.get(category).copied().unwrap_or(1.0)
    }

    /// Returns whether cuts of this category feed the metric.
    pub fn feeds(&self, metric: &str, category: &str) -> bool {
        self.categories.get(metric).is_some_and(|list| list.iter().any(|c| c == category))
    }
}

/// Lays maps over maps, key by key; anything else takes the place of what was there.
fn overlay(under: &mut Value, over: Value) {
    match (under, over) {
        (Value::Object(under), Value::Object(over)) => {
            for (key, value) in over {
                overlay(under.entry(key).or_insert(Value::Null), value);
            }
        }
        (_, Value::Null) => {}
        (under, over) => *under = over,
    }
}

/// Interpolates a curve of (value, severity); flat beyond its ends, 0 without points.
fn along(curve: &[(f64, f64)], value: f64) -> f64 {
    let Some(&(first, low)) = curve.first() else { return 0.0 };
    if value <= first {
        return low;
    }
    let pair = curve.iter().zip(curve.iter().skip(1)).find(|(_, right)| value <= right.0);
    match pair {
        Some(((x0, y0), (x1, y1))) => y0 + (y1 - y0) * (value - x0) / (x1 - x0).max(f64::EPSILON),
        None => curve.last().map_or(0.0, |last| last.1),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_says_only_what_it_changes() {
        let settings = Settings::parse("metrics: {few-words: {curve: [[0, 1], [20, 0]]}}\ngrades: {A: 95}\n")
            .expect("the file is valid");
        assert!(settings.severity("few-words", 30.0) == 0.0 && settings.severity("few-words", 10.0) == 0.5);
        assert!((settings.severity("error-page", 1.0) - 1.0).abs() < 1e-12);
        assert!(settings.metrics["few-words"].why.contains("50 words"));
        assert_eq!((settings.grades.a, settings.grades.b), (95.0, 80.0));
    }

    #[test]
    fn what_is_wrong_is_named() {
        for (yaml, want) in [
            ("metrix: {}", "metrix"),
            ("metrics: {few-wrods: {curve: [[0, 1]]}}", "few-wrods"),
            ("metrics: {few-words: {curve: [[0, 2]]}}", "few-words"),
            ("metrics: {few-words: {curve: [[9, 1], [1, 0]]}}", "few-words"),
            ("schema: presswash.hygiene-rules/9", "hygiene-rules/1"),
            ("grades: [", "line"),
        ] {
            let error = Settings::parse(yaml).expect_err(yaml);
            assert!(error.contains(want), "{yaml}: {error}");
        }
    }

    #[test]
    fn curves_join_their_points_and_stay_flat_beyond() {
        let curve = [(1.0, 0.0), (3.0, 0.2)];
        for (value, want) in [(0.0, 0.0), (1.0, 0.0), (2.0, 0.1), (3.0, 0.2), (9.0, 0.2)] {
            assert!((along(&curve, value) - want).abs() < 1e-12, "{value}");
        }
        assert!(along(&[], 1.0).abs() < 1e-12);
    }
}
