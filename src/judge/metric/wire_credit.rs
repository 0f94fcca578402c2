//! Is the story credited to an agency or another source?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

pub struct WireCredit;

static ABOUT: About = About {
    id: "wire-credit",
    name: "wire credit",
    unit: "flag",
    range: (0.0, 1.0),
    group: Group::Advisory,
    sided: false,
};

impl Metric for WireCredit {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        Some(Reading::of(if evidence.case.metadata.source.is_some() { 1.0 } else { 0.0 }))
    }
}
