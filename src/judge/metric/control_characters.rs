//! Are there characters that nobody sees?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::scan::Sight;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// What counts is told in `metric/damage.rs`.
pub struct ControlCharacters;

static ABOUT: About = About {
    id: "control-characters",
    name: "control characters",
    unit: "per-1000-words",
    range: (0.0, f64::INFINITY),
    group: Group::Damage,
    sided: true,
};

impl Metric for ControlCharacters {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        Some(evidence.rate(Sight::Control, side))
    }
}
