//! What do programs read of a score? One JSON document with a version. Text hygiene, not truthfulness.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::Serialize;

use crate::judge::outlet::estimate::Estimate;
use crate::judge::outlet::estimate::Population;
use crate::judge::outlet::estimate::Standing;
use crate::judge::outlet::estimate::wilson;
use crate::judge::outlet::table::Dirt;
use crate::judge::outlet::table::Row;
use crate::judge::outlet::table::Table;
use crate::report::paint::NOTE;
use crate::report::scores::DocumentRow;

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
    /// How scores of the texts as they came differ.
    pub population: PopulationOut,
    pub outlets: Vec<OutletOut>,
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

/// One outlet.
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
    /// Share of documents, from 0 to 1, whose text another document of the outlet has.
    pub duplicates: f64,
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
}

/// Returns the scores for programs.
pub fn scores(table: &Table, documents: Option<&[DocumentRow]>) -> Scores {
    Scores {
        schema: SCHEMA,
        note: NOTE,
        documents: table.documents,
        population: population(table.raw),
        outlets: table.rows.iter().map(outlet).collect(),
        items: documents.map(|rows| rows.iter().map(document).collect()),
    }
}

fn population(of: Population) -> PopulationOut {
    PopulationOut { mean: round(of.mean), between: round(of.between.sqrt()), within: round(of.within.sqrt()) }
}

fn outlet(row: &Row) -> OutletOut {
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
        template: round(row.whole.template),
        other_language: round(row.whole.other_language),
        dirt: row.dirt.iter().map(dirt).collect(),
        verdicts: row.cell.kinds.clone(),
        signals: row.cell.signals.clone(),
        first: row.cell.first.clone(),
        last: row.cell.last.clone(),
    }
}

fn estimate(of: Estimate) -> EstimateOut {
    EstimateOut { mean: round(of.mean), score: round(of.score), low: round(of.low), high: round(of.high) }
}

fn dirt(dirt: &Dirt) -> DirtOut {
    let (low, high) = wilson(dirt.hits, dirt.applicable);
    DirtOut {
        metric: dirt.metric,
        group: dirt.group.name(),
        points: round(dirt.points),
        hits: dirt.hits,
        applicable: dirt.applicable,
        rate: (dirt.applicable > 0).then_some((round(low), round(high))),
    }
}

fn document(row: &DocumentRow) -> DocumentOut {
    DocumentOut {
        id: row.id.clone(),
        outlet: row.outlet.clone(),
        verdict: row.kind,
        raw: round(row.raw),
        clean: round(row.clean),
        dirt: row.dirt.iter().map(|(name, points)| (*name, round(*points))).collect(),
        signals: row.signals.clone(),
    }
}

/// Four digits: more than the score has, few enough to read.
fn round(value: f64) -> f64 {
    (value * 1e4).round() / 1e4
}
