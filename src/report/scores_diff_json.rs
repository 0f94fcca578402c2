//! What do programs read of the difference of two tallies? One JSON document with a version. Text hygiene, not
//! truthfulness.

use schemars::JsonSchema;
use serde::Serialize;

use crate::judge::outlet::table::Change;
use crate::judge::outlet::table::Row;
use crate::judge::outlet::table::Table;
use crate::report::paint::NOTE;
use crate::report::scores_json::EstimateOut;
use crate::report::scores_json::estimate;
use crate::report::scores_json::round;

/// The version of [`Diff`].
pub const SCHEMA: &str = "presswash.score-diff/1";

/// How outlets changed between two tallies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[schemars(title = "presswash.score-diff/1")]
pub struct Diff {
    /// `presswash.score-diff/1`.
    pub schema: &'static str,
    /// `text hygiene, not truthfulness`.
    pub note: &'static str,
    /// Documents of each tally.
    pub old_documents: u64,
    pub new_documents: u64,
    /// Outlets that changed by more than chance gives in 1 of 20 cases: of 20 outlets that did not change, about one does.
    pub beyond_noise: usize,
    /// Outlets in both, the greatest loss first.
    pub outlets: Vec<ChangeOut>,
    /// Outlets in one of the two only, by name.
    pub only_old: Vec<OnlyOut>,
    pub only_new: Vec<OnlyOut>,
}

/// How one outlet changed.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct ChangeOut {
    pub name: String,
    /// Of the texts as they came.
    pub old: EstimateOut,
    pub new: EstimateOut,
    pub old_documents: u64,
    pub new_documents: u64,
    /// Points of the plain means, new less old.
    pub points: f64,
    /// The 95 % interval of `points`.
    pub low: f64,
    pub high: f64,
    /// Whether the interval leaves out 0.
    pub beyond_noise: bool,
}

/// An outlet of one tally only.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct OnlyOut {
    pub name: String,
    pub documents: u64,
    pub mean: f64,
}

/// Returns the difference for programs.
pub fn diff(old: &Table<'_>, new: &Table<'_>, changes: &[Change]) -> Diff {
    Diff {
        schema: SCHEMA,
        note: NOTE,
        old_documents: old.documents,
        new_documents: new.documents,
        beyond_noise: changes.iter().filter(|change| change.beyond_noise).count(),
        outlets: changes.iter().map(change_out).collect(),
        only_old: only(old, changes),
        only_new: only(new, changes),
    }
}

fn change_out(change: &Change) -> ChangeOut {
    ChangeOut {
        name: change.name.clone(),
        old: estimate(change.old),
        new: estimate(change.new),
        old_documents: change.documents.0,
        new_documents: change.documents.1,
        points: round(change.points),
        low: round(change.points - change.half),
        high: round(change.points + change.half),
        beyond_noise: change.beyond_noise,
    }
}

fn only(table: &Table<'_>, both: &[Change]) -> Vec<OnlyOut> {
    let alone = |row: &&Row| !both.iter().any(|change| change.name == row.name);
    let out = |row: &Row| OnlyOut { name: row.name.clone(), documents: row.documents, mean: round(row.raw.mean) };
    let mut all: Vec<OnlyOut> = table.rows.iter().filter(alone).map(out).collect();
    all.sort_by(|a, b| a.name.cmp(&b.name));
    all
}
