//! Did the outlet publish the same text before?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Known only after a pass over the outlet; without one, `judge::outlet` charges the outlet as a whole.
/// Across outlets a copy is mostly an agency's: no fault.
pub struct Duplicate;

static ABOUT: About =
    About { id: "duplicate", name: "duplicate", unit: "flag", range: (0.0, 1.0), group: Group::Identity, sided: false };

impl Metric for Duplicate {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        evidence.case.outlet.map(|facts| Reading::of(if facts.duplicate { 1.0 } else { 0.0 }))
    }
}
