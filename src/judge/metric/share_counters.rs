//! Do bare counters of shares or comments stand in the text?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

pub struct ShareCounters;

static ABOUT: About = About {
    id: "share-counters",
    name: "share counters",
    unit: "count",
    range: (0.0, f64::INFINITY),
    group: Group::Residue,
    sided: true,
};

impl Metric for ShareCounters {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        Some(evidence.count_fed(ABOUT.id, side))
    }
}
