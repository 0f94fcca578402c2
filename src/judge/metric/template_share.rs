//! How much of the text repeats in other documents of the outlet, though no rule covers it?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Known only after a pass over the outlet; without one, `judge::outlet` charges the outlet as a whole.
pub struct TemplateShare;

static ABOUT: About = About {
    id: "template-share",
    name: "template lines",
    unit: "share",
    range: (0.0, 1.0),
    group: Group::Residue,
    sided: false,
};

impl Metric for TemplateShare {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let facts = evidence.case.outlet?;
        let lines = evidence.scan.lines.iter().filter(|line| !line.repeats && line.words > 0);
        let (mut template, mut spans) = (0, Vec::new());
        for line in lines.filter(|line| facts.template.binary_search(&line.hash).is_ok()) {
            template += line.letters;
            spans.push(line.span);
        }
        spans.truncate(MAX_SPANS);
        Some(Reading { value: template as f64 / evidence.scan.letters.max(1) as f64, spans })
    }
}
