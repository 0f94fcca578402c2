//! What does a record say of the spans that were cut, claimed or mended?

use schemars::JsonSchema;
use serde::Serialize;

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Verdict;
use crate::mark::Mark;
use crate::text::CodePoints;
use crate::text::Span;

/// A span that was cut.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Removed<'a> {
    /// Where it starts: code points (not bytes, not UTF-16 units) of the original text before it.
    pub start: usize,
    /// Where it ends: the first code point after it.
    pub end: usize,
    /// The kind of chrome.
    pub category: &'a str,
    /// What claimed it: a rule's id, or the kind of evidence.
    pub rule: &'a str,
    /// Why it is not content, in one sentence.
    pub why: &'a str,
    /// From 0 to 1.
    pub confidence: f32,
    /// Exactly what was taken out, white space included.
    pub text: &'a str,
}

/// A span that was claimed and kept.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Marked<'a> {
    #[serde(flatten)]
    pub span: Removed<'a>,
    /// Why it was not cut.
    pub because: &'a str,
}

/// A span that was mended: other text stands in its place in the clean text.
#[derive(Clone, Debug, Serialize, JsonSchema)]
pub struct Repaired<'a> {
    /// Where it starts: code points of the original text before it.
    pub start: usize,
    /// Where it ends: the first code point after it.
    pub end: usize,
    /// The repair, as `--repair` names it.
    pub repair: &'a str,
    /// What was wrong, in one sentence.
    pub why: &'a str,
    /// Exactly what stood in the original.
    pub text: &'a str,
    /// What stands in its place; may be empty.
    pub with: &'a str,
}

/// Returns every cut.
pub fn cuts<'a>(document: &'a Document, verdict: &'a Verdict) -> Vec<Removed<'a>> {
    let mut points = CodePoints::new(&document.text);
    verdict.cuts.iter().map(|cut| removed(cut.span, &cut.mark, document, &mut points)).collect()
}

/// Returns every repair.
pub fn repaired<'a>(document: &'a Document, verdict: &'a Verdict) -> Vec<Repaired<'a>> {
    let mut points = CodePoints::new(&document.text);
    let changes = verdict.repairs.iter().map(|change| Repaired {
        start: points.at(change.span.start),
        end: points.at(change.span.end),
        repair: change.repair,
        why: change.why,
        text: change.span.of(&document.text),
        with: &change.with,
    });
    changes.collect()
}

fn removed<'a>(span: Span, mark: &'a Mark, document: &'a Document, points: &mut CodePoints<'_>) -> Removed<'a> {
    Removed {
        start: points.at(span.start),
        end: points.at(span.end),
        category: &mark.category,
        rule: &mark.by,
        why: &mark.why,
        confidence: mark.confidence,
        text: span.of(&document.text),
    }
}

/// Returns the claims in doubt: not void, and not on text that another claim took.
pub fn marked<'a>(document: &'a Document, verdict: &'a Verdict) -> Vec<Marked<'a>> {
    let taken = |span: Span| Cut::any_touches(&verdict.cuts, span);
    let doubtful = verdict.lost.iter().filter(|lost| {
        let mark = &lost.mark;
        mark.void.is_none() && mark.verdict.is_none() && !mark.span.is_empty() && !taken(mark.span)
    });
    let mut doubtful: Vec<_> = doubtful.collect();
    doubtful.sort_by(|a, b| (a.mark.span, &a.mark.by).cmp(&(b.mark.span, &b.mark.by)));
    let mut points = CodePoints::new(&document.text);
    let marked = doubtful.into_iter().map(|lost| Marked {
        span: removed(lost.mark.span, &lost.mark, document, &mut points),
        because: &lost.because,
    });
    marked.collect()
}
