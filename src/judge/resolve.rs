//! Which marks become cuts? The one place that decides.

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Lost;
use crate::judge::comments;
use crate::judge::comments::Comments;
use crate::judge::lines::dump::DumpType;
use crate::judge::space;
use crate::mark::MIN_CONFIDENCE;
use crate::mark::Mark;
use crate::mark::by_title;
use crate::text::Span;

/// What the user asked for.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Categories that are marked and never cut.
    pub keep: Vec<String>,
    /// Categories that are cut although they are no chrome by default: see [`CONTENT`].
    pub cut: Vec<String>,
    pub comments: Comments,
    /// The last day that a document can be of, in ISO 8601; `None` where the clock is not asked.
    pub latest: Option<String>,
    /// Kinds of evidence that are not asked: a marker's name, or one of [`WEIGHERS`].
    pub without: Vec<String>,
    pub thoroughness: Thoroughness,
    /// The dump type of plain texts; `None`: found from each document and the first ones of the dump.
    pub dump: Option<DumpType>,
}

/// Kinds of text that are content unless the user says else.
pub const CONTENT: &[&str] = &[by_title::TITLE];

/// Kinds of evidence that weigh what the markers claim: the models of pages and of lines, and the readability algorithm.
pub const WEIGHERS: &[&str] = &["model", "readability"];

impl Policy {
    /// Returns whether a kind of evidence is asked.
    pub fn asks_kind(&self, kind: &str) -> bool {
        !self.without.iter().any(|out| out == kind)
    }

    /// Returns whether claims of a category are weighed at all.
    pub fn asks(&self, category: &str) -> bool {
        !CONTENT.contains(&category) || self.cut.iter().any(|cut| cut == category)
    }
}

/// How much content may be risked for how much chrome: `--profile`.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Thoroughness {
    /// Cuts only what is nearly certain; the rest is marked.
    Careful,
    #[default]
    Balanced,
    /// Cuts what is more likely chrome than content.
    Thorough,
}

impl Thoroughness {
    /// Every one, the most careful first.
    pub const ALL: [Self; 3] = [Self::Careful, Self::Balanced, Self::Thorough];

    /// Returns the word that options use.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Careful => "careful",
            Self::Balanced => "balanced",
            Self::Thorough => "thorough",
        }
    }

    /// Returns how sure a claim must be to cut, from 0 to 1.
    ///
    /// The line model has limits of its own, since it errs on many lines of one document at once. They hold a loss
    /// budget that was measured, cross-validated by domain: `docs/plain-text.md`.
    pub fn limit(self, mark: &Mark) -> f32 {
        match (self, mark.by.starts_with("model/")) {
            (Self::Careful, true) => 0.95,
            (Self::Careful, false) => 0.9,
            (Self::Balanced, true) => 0.82,
            (Self::Thorough, true) => 0.7,
            (Self::Balanced | Self::Thorough, false) => MIN_CONFIDENCE,
        }
    }
}

/// Returns the cuts in order, without overlap, and the claims that lost.
///
/// Where claims overlap, the surer one takes the text, then the longer one, then the one whose name comes
/// first; what it leaves of the other is cut under the other's name.
pub fn resolve(document: &Document, marks: &[Mark], policy: &Policy) -> (Vec<Cut>, Vec<Lost>) {
    let (mut claims, mut lost) = (Vec::new(), Vec::new());
    for mark in marks.iter().filter(|mark| mark.verdict.is_none()).cloned() {
        match objection(&mark, policy) {
            None => claims.push(mark),
            Some(because) => lost.push(Lost { mark, because }),
        }
    }
    // Of a section that goes into a field of its own, the chrome goes first.
    let apart = policy.comments == Comments::Separate;
    let sure = |mark: &Mark| if apart && comments::is_section(mark) { MIN_CONFIDENCE } else { mark.confidence };
    claims.sort_by(|a, b| {
        let sure = sure(b).total_cmp(&sure(a));
        sure.then(b.span.len().cmp(&a.span.len())).then_with(|| (a.span, &a.by).cmp(&(b.span, &b.by)))
    });
    let mut taken = Taken::default();
    let mut cuts: Vec<Cut> = Vec::new();
    for mark in claims {
        let pieces = taken.claim(mark.span);
        if pieces.is_empty() {
            lost.push(Lost { because: "a surer or longer claim covers it".to_owned(), mark });
        } else {
            cuts.extend(pieces.into_iter().map(|span| Cut { span, mark: mark.clone() }));
        }
    }
    cuts.sort_by_key(|cut| cut.span);
    cuts.retain(|cut| !cut.span.trim(&document.text).is_empty());
    space::close_gaps(&document.text, &mut cuts);
    lost.sort_by(|a, b| (a.mark.span, &a.mark.by).cmp(&(b.mark.span, &b.mark.by)));
    (cuts, lost)
}

/// Returns why a claim cannot become a cut whatever the others say.
fn objection(mark: &Mark, policy: &Policy) -> Option<String> {
    if let Some(why) = &mark.void {
        return Some(why.to_string());
    }
    if mark.span.is_empty() {
        return Some("it covers no text".to_owned());
    }
    if policy.keep.iter().any(|kept| **kept == *mark.category) {
        return Some(format!("{} is kept by request", mark.category));
    }
    if mark.flag_only {
        return Some("it only marks: a draft, or flagged for this outlet".to_owned());
    }
    let limit = policy.thoroughness.limit(mark);
    (mark.confidence < limit).then(|| format!("its confidence {:.2} is too low to cut", mark.confidence))
}

/// The spans that are claimed already: sorted, without overlap.
#[derive(Default)]
struct Taken(std::collections::BTreeMap<usize, usize>);

impl Taken {
    /// Takes what is still free of `span` and returns it.
    fn claim(&mut self, span: Span) -> Vec<Span> {
        let mut free = Vec::new();
        let mut at = span.start;
        let before = self.0.range(..span.start).next_back().map(|(start, end)| (*start, *end));
        let inside = self.0.range(span.start..span.end).map(|(start, end)| (*start, *end));
        for (start, end) in before.into_iter().chain(inside) {
            if start > at {
                free.push(Span::new(at, start));
            }
            at = at.max(end);
        }
        if at < span.end {
            free.push(Span::new(at, span.end));
        }
        self.0.extend(free.iter().map(|piece| (piece.start, piece.end)));
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_claim_takes_only_what_is_free() {
        let mut taken = Taken::default();
        let spans = |list: &[(usize, usize)]| list.iter().map(|(a, b)| Span::new(*a, *b)).collect::<Vec<_>>();
        for (claim, want) in [
            ((10, 20), spans(&[(10, 20)])),
            ((5, 25), spans(&[(5, 10), (20, 25)])),
            ((12, 18), spans(&[])),
            ((0, 30), spans(&[(0, 5), (25, 30)])),
        ] {
            assert_eq!(taken.claim(Span::new(claim.0, claim.1)), want, "{claim:?}");
        }
    }
}
