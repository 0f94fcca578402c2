//! Is there any site chrome in the text?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// The weight of the gravest chrome: a byline left in the text is hardly dirt, a consent banner is.
/// Does not apply where there are no rules for the language: English rules flagged 98 % of Arabic documents.
pub struct ChromePresent;

static ABOUT: About = About {
    id: "chrome-present",
    name: "chrome present",
    unit: "weight",
    range: (0.0, 1.0),
    group: Group::Residue,
    sided: true,
};

impl Metric for ChromePresent {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        let mut value: f64 = 0.0;
        let mut spans = Vec::new();
        for (cover, _) in evidence.chrome(side).filter(|(cover, letters)| cover.weight > 0.0 && *letters > 0) {
            value = value.max(cover.weight);
            spans.push(cover.span);
        }
        spans.truncate(MAX_SPANS);
        evidence.has_rules(ABOUT.id).then_some(Reading { value, spans })
    }
}
