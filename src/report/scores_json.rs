//! What do programs read of a score? One JSON document with a version. Text hygiene, not truthfulness.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::judge::evidence::settings::Settings;
use crate::judge::metric::About;
use crate::judge::metric::METRICS;
use crate::judge::outlet::OutletHygiene;
use crate::judge::outlet::cell::Cell;
use crate::judge::outlet::cell::Example;
use crate::judge::outlet::copies::Copies;
use crate::judge::outlet::copies::Shares;
use crate::judge::outlet::estimate::Estimate;
use crate::judge::outlet::estimate::Population;
use crate::judge::outlet::estimate::Standing;
use crate::judge::outlet::estimate::wilson;
use crate::judge::outlet::table::Dirt;
use crate::judge::outlet::table::Row;
use crate::judge::outlet::table::Table;
use crate::report::paint::NOTE;
use crate::report::scores::DocumentRow;
use crate::report::scores_copies_json;
use crate::report::scores_copies_json::CopiesOut;
use crate::report::scores_copies_json::CopyOut;
use crate::report::scores_copies_json::TextOut;

/// The version of [`Scores`].
pub const SCHEMA: &str = "presswash.score/1";

/// Scores of outlets, best first.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "presswash.score/1")]
pub struct Scores {
    /// `presswash.score/1`.
    pub schema: &'static str,
    /// `text hygiene, not truthfulness`.
    pub note: &'static str,
    pub documents: u64,
    /// What the rows of `outlets` stand for: `outlet`, `scraper`, `language`, `month`.
    pub by: &'static str,
    /// How scores of the texts as they came differ.
    pub population: PopulationOut,
    pub outlets: Vec<OutletOut>,
    /// The same documents by what else they share: each list in the order of its names.
    pub scrapers: Vec<SliceOut>,
    pub languages: Vec<SliceOut>,
    pub months: Vec<SliceOut>,
    /// Texts that copy earlier ones.
    pub copies: CopiesOut,
    /// What is measured, and what it costs, in the order of reports.
    pub metrics: Vec<MetricOut>,
    /// Each document, where asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<DocumentOut>>,
}

/// Points; variances as standard deviations.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct PopulationOut {
    pub mean: f64,
    pub between: f64,
    pub within: f64,
}

/// Plain means of the documents of one scraper, language or month; `unknown` where that is not known.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct SliceOut {
    pub name: String,
    pub documents: u64,
    /// From 0 to 100.
    pub raw: f64,
    pub clean: f64,
}

/// One metric.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct MetricOut {
    pub id: &'static str,
    /// For people.
    pub name: &'static str,
    /// `residue`, `damage`, `identity`; `advisory` costs nothing.
    pub group: &'static str,
    /// `share`, `count`, `per-1000-words`, `flag`, `pieces`, `words`.
    pub unit: &'static str,
    /// Why it costs what it costs.
    pub why: String,
    /// Pairs of value and severity, from 0 to 1, joined by straight lines.
    pub curve: Vec<(f64, f64)>,
}

/// One outlet; of a table by scraper, language or month one of those.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OutletOut {
    pub name: String,
    pub documents: u64,
    /// `A` to `E`; null with too few documents.
    pub grade: Option<char>,
    /// `B (A–C)`, `too few`.
    pub grade_text: String,
    /// `too-few`, `provisional`, `graded`.
    pub standing: &'static str,
    /// Of the texts as they came: what is graded.
    pub raw: EstimateOut,
    /// Of the texts that are left.
    pub clean: EstimateOut,
    /// By one group of metrics alone: residue, damage, identity.
    pub groups: BTreeMap<&'static str, PairOut>,
    /// Share of documents, from 0 to 1, that copy an earlier one of the outlet.
    pub duplicates: f64,
    /// Documents that copy another outlet's earlier one, whole or in part, of those compared: a tag, no fault.
    pub near_copies: u64,
    pub reworked: u64,
    pub compared: u64,
    /// Examples of copies: at most 3 of its own texts, 3 of other outlets'.
    pub copies: Vec<TextOut>,
    /// Share of letters, from 0 to 1, in lines that the outlet repeats and no rule covers.
    pub template: f64,
    /// Share of documents, from 0 to 1, in another language than nearly all.
    pub other_language: f64,
    /// What cost points, the worst first.
    pub dirt: Vec<DirtOut>,
    /// Documents by verdict.
    pub verdicts: BTreeMap<String, u64>,
    /// Documents by signal.
    pub signals: BTreeMap<String, u64>,
    /// First and last day, ISO 8601.
    pub first: Option<String>,
    pub last: Option<String>,
    /// In order; `unknown` for documents without a date. At most 240, the newest.
    pub months: Vec<SliceOut>,
}

/// A score from 0 to 100 with its 95 % interval.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct EstimateOut {
    pub mean: f64,
    /// The mean, drawn to that of all outlets by as much as it is chance.
    pub score: f64,
    pub low: f64,
    pub high: f64,
}

/// Means from 0 to 100.
#[derive(Clone, Copy, Debug, Serialize, JsonSchema)]
pub struct PairOut {
    pub raw: f64,
    pub clean: f64,
}

/// What one metric cost.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DirtOut {
    pub metric: &'static str,
    pub group: &'static str,
    /// Mean points a document.
    pub points: f64,
    /// Documents charged, of those to which the metric applies; 0 of 0 where only the outlet as a whole shows it.
    pub hits: u64,
    pub applicable: u64,
    /// Wilson's 95 % interval of the rate; null where nothing applies.
    pub rate: Option<(f64, f64)>,
    /// At most 3; of the three worst metrics of an outlet.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub examples: Vec<ExampleOut>,
}

/// A document that a metric charged.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ExampleOut {
    pub id: String,
    /// Path, with the record's number.
    pub place: String,
    /// The beginning of what was found, at most 100 characters; may be empty.
    pub text: String,
}

/// One document.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct DocumentOut {
    pub id: String,
    pub outlet: String,
    pub verdict: &'static str,
    pub raw: f64,
    pub clean: f64,
    /// Points by metric.
    pub dirt: BTreeMap<&'static str, f64>,
    pub signals: Vec<&'static str>,
    /// The earlier document that it copies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<CopyOut>,
}

/// Returns the scores for programs.
pub fn scores(
    tally: &OutletHygiene,
    table: &Table<'_>,
    documents: Option<&[DocumentRow]>,
    settings: &Settings,
) -> Scores {
    let cells = || tally.cells.iter();
    Scores {
        schema: SCHEMA,
        note: NOTE,
        documents: table.documents,
        by: table.by.name(),
        population: population(table.raw),
        outlets: table.rows.iter().map(|row| outlet(row, &table.copies)).collect(),
        scrapers: slices(cells().map(|(key, cell)| (key.scraper.as_str(), whole(cell)))),
        languages: slices(cells().map(|(key, cell)| (key.language.as_str(), whole(cell)))),
        months: slices(cells().flat_map(|(_, cell)| by_month(cell))),
        copies: scores_copies_json::copies(&table.copies),
        metrics: METRICS.iter().map(|metric| metric_out(metric.about(), settings)).collect(),
        items: documents.map(|rows| rows.iter().map(|row| document(row, &table.copies)).collect()),
    }
}

/// Documents, and the sums of their scores in hundredths.
type Plain = (u64, u64, u64);

fn whole(cell: &Cell) -> Plain {
    (cell.documents, cell.raw.sum, cell.clean.sum)
}

fn by_month(cell: &Cell) -> impl Iterator<Item = (&str, Plain)> {
    cell.months.iter().map(|(name, month)| (name.as_str(), (month.documents, month.raw.sum, month.clean.sum)))
}

fn slices<'a>(parts: impl Iterator<Item = (&'a str, Plain)>) -> Vec<SliceOut> {
    let mut sums: BTreeMap<&str, Plain> = BTreeMap::new();
    for (name, (documents, raw, clean)) in parts {
        let sum = sums.entry(name).or_default();
        *sum = (sum.0 + documents, sum.1 + raw, sum.2 + clean);
    }
    let mean = |sum: u64, documents: u64| round(sum as f64 / 100.0 / documents.max(1) as f64);
    let slice = |(name, (documents, raw, clean)): (&str, Plain)| SliceOut {
        name: name.to_owned(),
        documents,
        raw: mean(raw, documents),
        clean: mean(clean, documents),
    };
    sums.into_iter().map(slice).collect()
}

fn metric_out(about: &'static About, settings: &Settings) -> MetricOut {
    let charge = settings.metrics.get(about.id).cloned().unwrap_or_default();
    let (id, name, group, unit) = (about.id, about.name, about.group.name(), about.unit);
    MetricOut { id, name, group, unit, why: charge.why, curve: charge.curve }
}

fn population(of: Population) -> PopulationOut {
    PopulationOut { mean: round(of.mean), between: round(of.between.sqrt()), within: round(of.within.sqrt()) }
}

fn outlet(row: &Row, copies: &Copies<'_>) -> OutletOut {
    let standing = match row.grade.standing {
        Standing::TooFew => "too-few",
        Standing::Provisional => "provisional",
        Standing::Graded => "graded",
    };
    let pair = |raw: f64, clean: f64| PairOut { raw: round(raw), clean: round(clean) };
    OutletOut {
        name: row.name.clone(),
        documents: row.documents,
        grade: (row.grade.standing != Standing::TooFew).then_some(row.grade.letter),
        grade_text: row.grade.text(),
        standing,
        raw: estimate(row.raw),
        clean: estimate(row.clean),
        groups: row.groups.iter().map(|(group, raw, clean)| (group.name(), pair(*raw, *clean))).collect(),
        duplicates: round(row.whole.duplicates),
        near_copies: row.copies.near_copies,
        reworked: row.copies.reworked,
        compared: row.copies.compared,
        copies: if row.copies == Shares::default() {
            Vec::new()
        } else {
            scores_copies_json::of_outlet(&row.name, copies, EXAMPLES)
        },
        template: round(row.whole.template),
        other_language: round(row.whole.other_language),
        dirt: row
            .dirt
            .iter()
            .enumerate()
            .map(|(at, one)| dirt(one, if at < EXAMPLES { Some(&row.cell) } else { None }))
            .collect(),
        verdicts: row.cell.kinds.clone(),
        signals: row.cell.signals.clone(),
        first: row.cell.first.clone(),
        last: row.cell.last.clone(),
        months: slices(by_month(&row.cell)),
    }
}

/// Returns a score with its interval for programs.
pub fn estimate(of: Estimate) -> EstimateOut {
    EstimateOut { mean: round(of.mean), score: round(of.score), low: round(of.low), high: round(of.high) }
}

fn dirt(dirt: &Dirt, cell: Option<&Cell>) -> DirtOut {
    let count = cell.and_then(|cell| cell.metrics.get(dirt.metric));
    let (low, high) = wilson(dirt.hits, dirt.applicable);
    DirtOut {
        metric: dirt.metric,
        group: dirt.group.name(),
        points: round(dirt.points),
        hits: dirt.hits,
        applicable: dirt.applicable,
        rate: (dirt.applicable > 0).then_some((round(low), round(high))),
        examples: count.map(|count| count.examples.values().map(example).collect()).unwrap_or_default(),
    }
}

fn example(example: &Example) -> ExampleOut {
    ExampleOut { id: example.id.clone(), place: example.place.clone(), text: example.text.clone() }
}

fn document(row: &DocumentRow, copies: &Copies<'_>) -> DocumentOut {
    DocumentOut {
        id: row.id.clone(),
        outlet: row.key.outlet.clone(),
        verdict: row.kind,
        raw: round(row.raw),
        clean: round(row.clean),
        dirt: row.dirt.iter().map(|(name, points)| (*name, round(*points))).collect(),
        signals: row.signals.clone(),
        copy: scores_copies_json::of_document(row, copies),
    }
}

/// Examples of a kind of dirt, and kinds of dirt of an outlet that bring some.
const EXAMPLES: usize = 3;

/// Four digits: more than the score has, few enough to read.
pub fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
