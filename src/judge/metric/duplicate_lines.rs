//! How much of the text stood in an earlier line?

use crate::judge::evidence::Evidence;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Letters in lines that no claim covers and whose words all stood in an earlier line (case and marks set aside).
pub struct DuplicateLines;

static ABOUT: About = About {
    id: "duplicate-lines",
    name: "duplicate lines",
    unit: "share",
    range: (0.0, 1.0),
    group: Group::Residue,
    sided: false,
};

impl Metric for DuplicateLines {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let (mut again, mut spans) = (0, Vec::new());
        for line in evidence.scan.lines.iter().filter(|line| line.repeats) {
            again += line.letters;
            spans.push(line.span);
        }
        let all = again + evidence.scan.letters;
        spans.truncate(MAX_SPANS);
        (all > 0).then(|| Reading { value: again as f64 / all as f64, spans })
    }
}
