//! How clean were the documents of one month?

use std::borrow::Cow;
use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::judge::Hygiene;
use crate::judge::metric::Group;
use crate::judge::outlet::cell::Cell;
use crate::judge::outlet::cell::Count;
use crate::judge::outlet::cell::Sums;
use crate::judge::outlet::cell::hundredths;
use crate::judge::outlet::pairs::Pairs;
use crate::judge::score;

/// Months that a cell keeps, the newest: 20 years.
pub const MAX_MONTHS: usize = 240;

/// Counts of one month of a cell, or of all documents without a date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    pub documents: u64,
    pub raw: Sums,
    pub clean: Sums,
    /// As in [`Cell::groups`].
    pub groups: Pairs,
    /// Of each metric that charged something: documents, points in hundredths.
    pub charged: Pairs,
}

impl Month {
    /// Counts one document.
    pub fn add(&mut self, hygiene: &Hygiene) {
        self.documents += 1;
        self.raw.add(hygiene.raw);
        self.clean.add(hygiene.clean);
        for group in Group::CHARGED {
            let score = |measures| hundredths(score::group_score(measures, group));
            self.groups.add(Cow::Borrowed(group.name()), (score(&hygiene.measures), score(&hygiene.left)));
        }
        for measure in hygiene.measures.iter().filter(|m| m.severity > 0.0) {
            self.charged.add(Cow::Borrowed(measure.metric), (1, hundredths(measure.points)));
        }
    }

    /// Adds what was counted elsewhere of the same month.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.raw.merge(other.raw);
        self.clean.merge(other.clean);
        self.groups.merge(&other.groups);
        self.charged.merge(&other.charged);
    }

    /// Returns the month as a cell: what a table needs of it.
    pub fn cell(&self) -> Cell {
        let count = |(hits, points)| Count { hits, points, ..Count::default() };
        Cell {
            documents: self.documents,
            raw: self.raw,
            clean: self.clean,
            groups: self.groups.iter().map(|(group, sums)| (group.to_owned(), sums)).collect(),
            metrics: self.charged.iter().map(|(metric, sums)| (metric.to_owned(), count(sums))).collect(),
            ..Cell::default()
        }
    }
}

/// Lets go of the oldest months.
pub fn bound(months: &mut BTreeMap<String, Month>) {
    while months.len() > MAX_MONTHS {
        months.pop_first();
    }
}
