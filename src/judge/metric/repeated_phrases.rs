//! How often does the text say the same five words again?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// 5-grams that stood before, in lines that do not repeat as a whole; does not apply below 50 words.
pub struct RepeatedPhrases;

static ABOUT: About = About {
    id: "repeated-phrases",
    name: "repeated phrases",
    unit: "share",
    range: (0.0, 1.0),
    group: Group::Residue,
    sided: false,
};

impl Metric for RepeatedPhrases {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        evidence.scan.repeated_phrases.map(Reading::of)
    }
}
