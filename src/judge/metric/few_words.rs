//! Is there enough text to be a document?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Words outside of claims and of repeated lines: the same before and after cleaning, so that neither chrome
/// lifts a text over the border nor cleaning drops it below.
pub struct FewWords;

static ABOUT: About = About {
    id: "few-words",
    name: "few words",
    unit: "words",
    range: (0.0, f64::INFINITY),
    group: Group::Damage,
    sided: false,
};

impl Metric for FewWords {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        Some(Reading::of(evidence.scan.content_words as f64))
    }
}
