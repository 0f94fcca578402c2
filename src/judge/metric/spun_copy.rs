//! Was the text put through a synonym machine?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::spin;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// At least three hits of at least two kinds and at least eight per 1,000 words, outside of removed chrome.
/// The phrases stand in `rules/hygiene/spin.yml`; a word list alone also hit USA TODAY, a law's name and a drop-down.
pub struct SpunCopy;

static ABOUT: About =
    About { id: "spun-copy", name: "spun copy", unit: "flag", range: (0.0, 1.0), group: Group::Identity, sided: false };

impl Metric for SpunCopy {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        if !evidence.settings.covers(ABOUT.id, evidence.case.language) {
            return None;
        }
        let hits = spin::hits(evidence);
        let mut kinds: Vec<&str> = hits.iter().map(|hit| hit.kind).collect();
        kinds.sort_unstable();
        kinds.dedup();
        let rule = evidence.settings.spin;
        let rate = hits.len() as f64 * 1000.0 / evidence.scan.content_words.max(1) as f64;
        let spun = hits.len() >= rule.hits && kinds.len() >= rule.kinds && rate >= rule.per_1000_words;
        // Told where they are too few as well: with a copy elsewhere in the dump, fewer are proof enough.
        let spans = hits.iter().map(|hit| hit.span).take(MAX_SPANS).collect();
        Some(Reading { value: if spun { 1.0 } else { 0.0 }, spans })
    }
}
