//! What is counted of the documents of one outlet, one scraper and one language?

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;
use xxhash_rust::xxh3::xxh3_64;

use crate::judge::Measure;
use crate::judge::metric::Group;
use crate::judge::outlet::Entry;
use crate::judge::outlet::UNKNOWN;
use crate::judge::outlet::month;
use crate::judge::outlet::month::Month;
use crate::judge::outlet::sample::Hex;
use crate::judge::outlet::sample::Sample;
use crate::judge::score;

/// Counts of one cell. About 30 KB at most but for the sample, see [`Sample`].
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub documents: u64,
    /// Scores of the texts as they came.
    pub raw: Sums,
    /// Scores of the texts that are left.
    pub clean: Sums,
    /// Scores by the metrics of one group alone, summed: as they came, and as they are left (hundredths).
    pub groups: BTreeMap<String, (u64, u64)>,
    pub metrics: BTreeMap<String, Count>,
    /// Documents by verdict.
    pub kinds: BTreeMap<String, u64>,
    /// Documents by signal.
    pub signals: BTreeMap<String, u64>,
    pub sample: Sample,
    /// By month (`2016-10`), `unknown` for documents without a date; at most [`month::MAX_MONTHS`].
    pub months: BTreeMap<String, Month>,
    /// First and last date, as ISO 8601 days.
    pub first: Option<String>,
    pub last: Option<String>,
}

/// A sum and a sum of squares of scores, in hundredths of a point.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sums {
    pub sum: u64,
    pub squares: u64,
}

/// What one metric said of a cell's documents.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Count {
    /// Documents to which it applied.
    pub applicable: u64,
    /// Documents that it charged (an advisory one: that it saw something in), before and after cleaning.
    pub hits: u64,
    pub left: u64,
    /// Points that it cost, in hundredths, before and after cleaning.
    pub points: u64,
    pub points_left: u64,
    /// Σ and Σ² of its values, in millionths.
    pub sum: u64,
    pub squares: u64,
    /// Documents by size of the value, in 64 buckets: see [`bucket`].
    pub histogram: BTreeMap<u8, u64>,
    /// The documents with the smallest hashes among those charged: a sample that no order can change.
    pub examples: BTreeMap<Hex, Example>,
}

/// A document that a metric charged.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Example {
    pub id: String,
    pub place: String,
    /// The beginning of the first span, at most 100 characters; may be empty.
    pub text: String,
}

/// Examples kept for each metric of a cell.
const MAX_EXAMPLES: usize = 3;

/// Characters of an example's text.
const EXAMPLE_CHARS: usize = 100;

impl Sums {
    /// Counts one score.
    pub fn add(&mut self, score: f64) {
        let value = hundredths(score);
        self.sum += value;
        self.squares += value * value;
    }

    /// Adds other sums.
    pub fn merge(&mut self, other: Self) {
        self.sum += other.sum;
        self.squares += other.squares;
    }
}

impl Cell {
    /// Counts one document.
    pub fn add(&mut self, entry: &Entry<'_>) {
        let hygiene = entry.hygiene;
        self.documents += 1;
        self.raw.add(hygiene.raw);
        self.clean.add(hygiene.clean);
        for group in Group::CHARGED {
            let (raw, clean) = self.groups.entry(group.name().to_owned()).or_default();
            *raw += hundredths(score::group_score(&hygiene.measures, group));
            *clean += hundredths(score::group_score(&hygiene.left, group));
        }
        for measure in &hygiene.measures {
            self.count(measure.metric).add(measure, entry);
        }
        for measure in &hygiene.left {
            self.count(measure.metric).add_left(measure);
        }
        *self.kinds.entry(entry.kind.as_str().to_owned()).or_default() += 1;
        for signal in &hygiene.signals {
            *self.signals.entry((*signal).to_owned()).or_default() += 1;
        }
        self.sample.add(entry);
        let day = entry.published.and_then(|date| date.get(..10)).filter(|day| is_day(day));
        let month = day.and_then(|day| day.get(..7)).unwrap_or(UNKNOWN);
        self.months.entry(month.to_owned()).or_default().add(hygiene);
        month::bound(&mut self.months);
        self.span_dates(day.map(str::to_owned), day.map(str::to_owned));
    }

    fn count(&mut self, metric: &str) -> &mut Count {
        self.metrics.entry(metric.to_owned()).or_default()
    }

    /// Adds what another cell counted.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.raw.merge(other.raw);
        self.clean.merge(other.clean);
        for (group, (raw, clean)) in &other.groups {
            let sums = self.groups.entry(group.clone()).or_default();
            *sums = (sums.0 + raw, sums.1 + clean);
        }
        for (metric, count) in &other.metrics {
            self.count(metric).merge(count);
        }
        for (kind, n) in &other.kinds {
            *self.kinds.entry(kind.clone()).or_default() += n;
        }
        for (signal, n) in &other.signals {
            *self.signals.entry(signal.clone()).or_default() += n;
        }
        self.sample.merge(&other.sample);
        for (name, month) in &other.months {
            self.months.entry(name.clone()).or_default().merge(month);
        }
        month::bound(&mut self.months);
        self.span_dates(other.first.clone(), other.last.clone());
    }

    fn span_dates(&mut self, first: Option<String>, last: Option<String>) {
        // `None` is the smallest `Option`: right for the last day, to be passed over for the first.
        self.first = [self.first.take(), first].into_iter().flatten().min();
        self.last = self.last.take().max(last);
    }
}

impl Count {
    fn add(&mut self, measure: &Measure, entry: &Entry<'_>) {
        self.applicable += 1;
        self.points += hundredths(measure.points);
        let value = measure.value.clamp(0.0, MAX_VALUE);
        self.sum += millionths(value);
        self.squares += millionths(value * value);
        *self.histogram.entry(bucket(measure.value)).or_default() += 1;
        if is_hit(measure) {
            self.hits += 1;
            let span = measure.spans.first().copied().unwrap_or_default();
            let text = span.of(entry.text).chars().take(EXAMPLE_CHARS).collect();
            let example = Example { id: entry.id.to_owned(), place: entry.place.to_owned(), text };
            self.exemplify(Hex(xxh3_64(entry.id.as_bytes())), example);
        }
    }

    fn add_left(&mut self, measure: &Measure) {
        self.left += u64::from(is_hit(measure));
        self.points_left += hundredths(measure.points);
    }

    fn merge(&mut self, other: &Self) {
        self.applicable += other.applicable;
        self.hits += other.hits;
        self.left += other.left;
        self.points += other.points;
        self.points_left += other.points_left;
        self.sum += other.sum;
        self.squares += other.squares;
        for (bucket, n) in &other.histogram {
            *self.histogram.entry(*bucket).or_default() += n;
        }
        for (hash, example) in &other.examples {
            self.exemplify(*hash, example.clone());
        }
    }

    /// Keeps the example if its hash is among the smallest; of two with one hash the smaller.
    fn exemplify(&mut self, hash: Hex, example: Example) {
        let kept = self.examples.entry(hash).or_insert_with(|| example.clone());
        if example < *kept {
            *kept = example;
        }
        while self.examples.len() > MAX_EXAMPLES {
            self.examples.pop_last();
        }
    }
}

fn is_hit(measure: &Measure) -> bool {
    measure.severity > 0.0 || (measure.group == Group::Advisory && measure.value > 0.0)
}

/// Values above this count as this: keeps sums of squares of a hundred million documents within 64 bits.
const MAX_VALUE: f64 = 300.0;

/// Returns the bucket, from 0 to 63, of a value: 0 for nothing, then four for each doubling from 2^-15 on.
///
/// Four buckets a doubling tell values apart that differ by a fifth; 63 reach from 0.00003 to 1.5.
pub fn bucket(value: f64) -> u8 {
    let (mut border, mut n) = (2f64.powi(-15), 1);
    if value.is_nan() || value <= 0.0 {
        return 0;
    }
    while n < 63 && value >= border {
        // The fourth root of two; a product, not a power, so that every machine finds the same borders.
        border *= 1.189_207_115_002_721;
        n += 1;
    }
    n
}

/// Returns points in hundredths.
pub fn hundredths(points: f64) -> u64 {
    (points.clamp(0.0, 100.0) * 100.0).round() as u64
}

fn millionths(value: f64) -> u64 {
    (value * 1e6).round() as u64
}

/// Returns whether the text is a day as in ISO 8601: `2016-10-20`.
fn is_day(text: &str) -> bool {
    text.len() == 10
        && text.bytes().enumerate().all(|(at, b)| if at == 4 || at == 7 { b == b'-' } else { b.is_ascii_digit() })
}
