//! How often does the text trail off?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

pub struct Ellipsis;

static ABOUT: About = About {
    id: "ellipsis",
    name: "ellipses",
    unit: "per-1000-words",
    range: (0.0, f64::INFINITY),
    group: Group::Advisory,
    sided: false,
};

impl Metric for Ellipsis {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        Some(Reading::of(evidence.per_1000(evidence.scan.ellipses)))
    }
}
