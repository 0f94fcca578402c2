//! Are words or sentences glued together?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::scan::Sight;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// What counts is told in `metric/damage.rs`.
pub struct RunOnWords;

static ABOUT: About = About {
    id: "run-on-words",
    name: "run-on words",
    unit: "per-1000-words",
    range: (0.0, f64::INFINITY),
    group: Group::Damage,
    sided: false,
};

impl Metric for RunOnWords {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        Some(evidence.rate(Sight::RunOn, side))
    }
}
