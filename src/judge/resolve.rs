//! Which marks become cuts? The one place that decides.

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Lost;
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
}

/// Kinds of text that are content unless the user says else.
pub const CONTENT: &[&str] = &[by_title::TITLE];

impl Policy {
    /// Returns whether claims of a category are weighed at all.
    pub fn asks(&self, category: &str) -> bool {
        !CONTENT.contains(&category) || self.cut.iter().any(|cut| cut == category)
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
    claims.sort_by(|a, b| {
        let sure = b.confidence.total_cmp(&a.confidence);
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
    (mark.confidence < MIN_CONFIDENCE).then(|| format!("its confidence {:.2} is too low to cut", mark.confidence))
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
