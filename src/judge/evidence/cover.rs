//! Which spans of a text are claimed as chrome, and do they still stand in the clean text?

use std::sync::Arc;

use crate::judge::Cut;
use crate::judge::Lost;
use crate::judge::evidence::settings::Settings;
use crate::text::Span;

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Outside of every claim.
    Content,
    /// In a cut: in the text as it came only.
    Cut,
    /// Under a claim that was not cut: in both texts.
    Standing,
}

/// A claimed span. Covers are in order and do not overlap.
#[derive(Clone, Debug, PartialEq)]
pub struct Cover {
    pub span: Span,
    pub place: Place,
    pub category: Arc<str>,
    /// How much of it counts as chrome, from 0 to 1.
    pub weight: f64,
    /// Whether what stands under it is chrome and nothing else. A doubt hides no dirt: its text is read as content, too.
    pub hides: bool,
}

/// Returns the cuts, and the lost claims that are sure enough to count as chrome that was left.
pub fn covers(cuts: &[Cut], lost: &[Lost], settings: &Settings) -> Vec<Cover> {
    let cover = |span, place, category: &Arc<str>, sure: f64| Cover {
        span,
        place,
        category: Arc::clone(category),
        weight: settings.weight(category) * sure,
        hides: sure >= 1.0,
    };
    let mut all: Vec<Cover> = cuts.iter().map(|cut| cover(cut.span, Place::Cut, &cut.mark.category, 1.0)).collect();
    let standing = lost.iter().map(|lost| &lost.mark).filter(|mark| {
        mark.void.is_none()
            && mark.verdict.is_none()
            && mark.confidence >= settings.residue_confidence.least
            && !mark.span.is_empty()
            && !overlaps(cuts, mark.span)
    });
    all.extend(standing.map(|mark| {
        cover(mark.span, Place::Standing, &mark.category, settings.residue_confidence.weight(mark.confidence))
    }));
    all.sort_by(|a, b| (a.span, &a.category).cmp(&(b.span, &b.category)));
    let mut end = 0;
    for cover in &mut all {
        cover.span.start = cover.span.start.max(end);
        end = end.max(cover.span.end);
    }
    all.retain(|cover| !cover.span.is_empty());
    all
}

/// Returns whether the span shares a byte with a cut; cuts are in order.
fn overlaps(cuts: &[Cut], span: Span) -> bool {
    let at = cuts.partition_point(|cut| cut.span.end <= span.start);
    cuts.get(at).is_some_and(|cut| cut.span.overlaps(span))
}
