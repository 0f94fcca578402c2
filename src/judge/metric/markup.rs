//! Is there markup in the plain text?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::scan::Sight;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// What counts is told in `metric/damage.rs`.
pub struct Markup;

static ABOUT: About = About {
    id: "markup",
    name: "markup",
    unit: "per-1000-words",
    range: (0.0, f64::INFINITY),
    group: Group::Damage,
    sided: true,
};

impl Metric for Markup {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        Some(evidence.rate(Sight::Markup, side))
    }
}
