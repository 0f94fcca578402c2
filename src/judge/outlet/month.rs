//! How clean were the documents of one month?

use std::collections::BTreeMap;

use serde::Deserialize;
use serde::Serialize;

use crate::judge::Hygiene;
use crate::judge::metric::Group;
use crate::judge::outlet::cell::Cell;
use crate::judge::outlet::cell::Count;
use crate::judge::outlet::cell::Sums;
use crate::judge::outlet::cell::hundredths;
use crate::judge::score;

/// Months that a cell keeps, the newest: 20 years, 1 KB each.
pub const MAX_MONTHS: usize = 240;

/// Counts of one month of a cell, or of all documents without a date.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Month {
    pub documents: u64,
    pub raw: Sums,
    pub clean: Sums,
    /// As in [`Cell::groups`].
    pub groups: BTreeMap<String, (u64, u64)>,
    /// Of each metric that charged something: documents, points in hundredths.
    pub charged: BTreeMap<String, (u64, u64)>,
}

impl Month {
    /// Counts one document.
    pub fn add(&mut self, hygiene: &Hygiene) {
        self.documents += 1;
        self.raw.add(hygiene.raw);
        self.clean.add(hygiene.clean);
        for group in Group::CHARGED {
            let (raw, clean) = self.groups.entry(group.name().to_owned()).or_default();
            *raw += hundredths(score::group_score(&hygiene.measures, group));
            *clean += hundredths(score::group_score(&hygiene.left, group));
        }
        for measure in hygiene.measures.iter().filter(|m| m.severity > 0.0) {
            let (hits, points) = self.charged.entry(measure.metric.to_owned()).or_default();
            *hits += 1;
            *points += hundredths(measure.points);
        }
    }

    /// Adds what was counted elsewhere of the same month.
    pub fn merge(&mut self, other: &Self) {
        self.documents += other.documents;
        self.raw.merge(other.raw);
        self.clean.merge(other.clean);
        for (to, from) in [(&mut self.groups, &other.groups), (&mut self.charged, &other.charged)] {
            for (name, (a, b)) in from {
                let sums = to.entry(name.clone()).or_default();
                *sums = (sums.0 + a, sums.1 + b);
            }
        }
    }

    /// Returns the month as a cell: what a table needs of it.
    pub fn cell(&self) -> Cell {
        let count = |(hits, points): &(u64, u64)| Count { hits: *hits, points: *points, ..Count::default() };
        Cell {
            documents: self.documents,
            raw: self.raw,
            clean: self.clean,
            groups: self.groups.clone(),
            metrics: self.charged.iter().map(|(metric, sums)| (metric.clone(), count(sums))).collect(),
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
