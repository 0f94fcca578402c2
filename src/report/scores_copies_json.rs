//! What do programs read of copies: groups, their earliest text, who is credited?

use schemars::JsonSchema;
use serde::Serialize;

use crate::judge::outlet::copies::Copies;
use crate::judge::outlet::copies::Kind;
use crate::judge::outlet::copies::Link;
use crate::judge::outlet::copies::Unit;
use crate::judge::outlet::groups;
use crate::judge::outlet::groups::Group;
use crate::report::scores::DocumentRow;
use crate::report::scores_copies;
use crate::report::scores_json::round;

/// Copies among the documents whose texts were compared. Within an outlet they are dirt; across outlets they are a tag,
/// mostly an agency's text, and cost nothing.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CopiesOut {
    /// Documents compared: all, or an even sample of a large dump.
    pub compared: u64,
    /// Copies of an earlier document of their outlet.
    pub duplicates: u64,
    /// Whole copies of another outlet's earlier document, and copies of a part.
    pub near_copies: u64,
    pub reworked: u64,
    /// How many groups of copies there are.
    pub groups_found: usize,
    /// The groups of most outlets, then of most documents: at most 200.
    pub groups: Vec<GroupOut>,
}

/// Texts that copy one another.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct GroupOut {
    pub documents: u64,
    pub outlets: usize,
    /// The agency or broadcaster that the earliest text with a credit names.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
    /// The earliest first: at most 10.
    pub texts: Vec<TextOut>,
}

/// A text of a group.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct TextOut {
    pub outlet: String,
    /// Of the earliest document with this text.
    pub id: String,
    pub place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// Documents of the outlet with this very text.
    pub documents: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<CopyOut>,
}

/// What a text copies.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct CopyOut {
    /// `duplicate` (of its outlet), `near-copy`, `reworked`, `spun-copy` (reworked by a synonym machine).
    pub kind: &'static str,
    /// How much of the shorter text stands in the longer, from 0 to 1: an estimate.
    pub share: f64,
    /// The earlier document.
    pub outlet: String,
    pub id: String,
    pub place: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    /// The agency or broadcaster that the earlier document credits.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub credit: Option<String>,
}

impl CopyOut {
    /// Returns whether the earlier document is one of the same outlet.
    pub fn is_duplicate(&self) -> bool {
        self.kind == Kind::Duplicate.name()
    }
}

/// Groups, and texts of each, that are written.
const GROUPS: usize = 200;
const TEXTS: usize = 10;

/// Returns the copies of a dump for programs.
pub fn copies(copies: &Copies<'_>) -> CopiesOut {
    let (sum, all) = (scores_copies::total(copies), groups::groups(copies));
    CopiesOut {
        compared: sum.compared,
        duplicates: sum.duplicates,
        near_copies: sum.near_copies,
        reworked: sum.reworked,
        groups_found: all.len(),
        groups: all.iter().take(GROUPS).map(|one| group(one, copies)).collect(),
    }
}

fn group(group: &Group, copies: &Copies<'_>) -> GroupOut {
    let units = group.members.iter().filter_map(|at| copies.units.get(*at));
    GroupOut {
        documents: group.documents,
        outlets: group.outlets,
        credit: group.credit(copies).map(str::to_owned),
        texts: units.take(TEXTS).map(|unit| text(unit, copies)).collect(),
    }
}

fn text(unit: &Unit<'_>, copies: &Copies<'_>) -> TextOut {
    let first = &unit.text.first;
    TextOut {
        outlet: unit.key.outlet.clone(),
        id: first.id.clone(),
        place: first.place.clone(),
        date: first.date.clone(),
        documents: unit.text.documents,
        copy: unit.across.or(unit.within).and_then(|link| of_link(link, copies)),
    }
}

fn of_link(link: Link, copies: &Copies<'_>) -> Option<CopyOut> {
    let of = copies.units.get(link.of)?;
    Some(copy(link.kind.name(), link.share, of))
}

fn copy(kind: &'static str, share: f64, of: &Unit<'_>) -> CopyOut {
    let first = &of.text.first;
    CopyOut {
        kind,
        share: round(share),
        outlet: of.key.outlet.clone(),
        id: first.id.clone(),
        place: first.place.clone(),
        date: first.date.clone(),
        credit: first.credit.clone(),
    }
}

/// Returns what a document copies: first of all its outlet's own, then another's.
pub fn of_document(row: &DocumentRow, copies: &Copies<'_>) -> Option<CopyOut> {
    let unit = copies.unit(&row.key, row.text?)?;
    if unit.text.first.id != row.id || unit.text.first.place != row.place {
        return Some(copy("duplicate", 1.0, unit));
    }
    of_link(unit.within.or(unit.across)?, copies)
}

/// Returns examples of an outlet's copies: of its own texts, then of other outlets'.
pub fn of_outlet(outlet: &str, copies: &Copies<'_>, most: usize) -> Vec<TextOut> {
    let own = copies.of_outlet(outlet);
    let within = own.clone().filter(|unit| unit.within.is_some()).take(most);
    let across = own.filter(|unit| unit.within.is_none() && unit.across.is_some()).take(most);
    within.chain(across).map(|unit| text(unit, copies)).collect()
}
