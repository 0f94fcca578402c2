//! How many pieces of site chrome stand in the text?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Lines under claims, by the weight of their category: a byline left in the text is hardly dirt, a consent banner is.
/// The curve flattens and never ends: the first piece says that the text needs cleaning, one more is one more.
/// Does not apply where there are no rules for the language: English rules flagged 98 % of Arabic documents.
pub struct ChromePresent;

static ABOUT: About = About {
    id: "chrome-present",
    name: "chrome present",
    unit: "pieces",
    range: (0.0, f64::INFINITY),
    group: Group::Residue,
    sided: true,
};

impl Metric for ChromePresent {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        let (mut value, mut before): (f64, f64) = (0.0, 0.0);
        let mut spans = Vec::new();
        for (cover, under) in evidence.chrome(side).filter(|(cover, under)| cover.weight > 0.0 && under.pieces > 0) {
            // Two claims on one piece are one piece, of the graver one.
            let first = if under.joined { (cover.weight - before).max(0.0) } else { cover.weight };
            value += first + cover.weight * (under.pieces - 1) as f64;
            before = cover.weight;
            spans.push(cover.span);
        }
        spans.truncate(MAX_SPANS);
        evidence.has_rules(ABOUT.id).then_some(Reading { value, spans })
    }
}
