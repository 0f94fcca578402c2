//! Does the outlet disclaim what it prints?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

pub struct Disclaimer;

static ABOUT: About = About {
    id: "disclaimer",
    name: "disclaimer",
    unit: "count",
    range: (0.0, f64::INFINITY),
    group: Group::Advisory,
    sided: true,
};

impl Metric for Disclaimer {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        evidence.has_rules(ABOUT.id).then(|| evidence.count_fed(ABOUT.id, side))
    }
}
