//! Was the text read in the wrong charset?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::scan::Sight;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// What counts is told in `metric/damage.rs`.
pub struct Mojibake;

static ABOUT: About = About {
    id: "mojibake",
    name: "mojibake",
    unit: "per-1000-words",
    range: (0.0, f64::INFINITY),
    group: Group::Damage,
    sided: true,
};

impl Metric for Mojibake {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        Some(evidence.rate(Sight::Mojibake, side))
    }
}
