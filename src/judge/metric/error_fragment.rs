//! Does a piece of an error page stand in a story?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

pub struct ErrorFragment;

static ABOUT: About = About {
    id: "error-fragment",
    name: "error fragment",
    unit: "count",
    range: (0.0, f64::INFINITY),
    group: Group::Damage,
    sided: true,
};

impl Metric for ErrorFragment {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        evidence.is_article().then(|| evidence.count_fed(ABOUT.id, side))
    }
}
