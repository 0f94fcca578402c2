//! How much of the text is site chrome?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Letters and digits under claims, by the weight of their category, of all that is chrome or content.
/// What repeats, as lines or as phrases, is left out below the line, so that other dirt never thins this share.
pub struct ChromeShare;

static ABOUT: About = About {
    id: "chrome-share",
    name: "chrome share",
    unit: "share",
    range: (0.0, 1.0),
    group: Group::Residue,
    sided: true,
};

impl Metric for ChromeShare {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, side: Side) -> Option<Reading> {
        let mut spans = Vec::new();
        let mut chrome = 0.0;
        for (cover, under) in evidence.chrome(side) {
            chrome += cover.weight * under.letters as f64;
            if cover.weight > 0.0 && spans.len() < MAX_SPANS {
                spans.push(cover.span);
            }
        }
        let fresh = 1.0 - evidence.scan.repeated_phrases.unwrap_or(0.0);
        let all = chrome + evidence.scan.letters as f64 * fresh;
        let value = if all > 0.0 { chrome / all } else { 0.0 };
        evidence.has_rules(ABOUT.id).then_some(Reading { value, spans })
    }
}
