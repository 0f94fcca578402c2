//! Which rules of `rules/` claim a span?

use crate::document::Document;
use crate::mark::Context;
use crate::mark::Mark;
use crate::mark::Marker;
use crate::rule::matcher::Hit;
use crate::rule::matcher::Scope;

/// The confidence of a rule that names none: written for chrome, proven by its tests, not measured.
const DEFAULT_CONFIDENCE: f64 = 0.95;

pub struct ByRule;

impl Marker for ByRule {
    fn name(&self) -> &'static str {
        "rule"
    }

    fn mark(&self, document: &Document, context: &Context<'_>) -> Vec<Mark> {
        let scope = Scope { host: context.host, outlet: context.outlet, language: context.language };
        context.rules.hits(document, scope).into_iter().map(|hit| mark_of(hit, context)).collect()
    }
}

fn mark_of(hit: Hit, context: &Context<'_>) -> Mark {
    let rule = &context.rules.rules()[hit.rule].rule;
    let labels = context.rules.labels(hit.rule).clone();
    Mark {
        span: hit.span,
        category: labels.category,
        by: labels.id,
        why: labels.why,
        confidence: rule.confidence.unwrap_or(DEFAULT_CONFIDENCE) as f32,
        flag_only: hit.flag_only,
        verdict: rule.verdict,
        lifts: hit.lifts,
        void: hit.void.map(Into::into),
    }
}
