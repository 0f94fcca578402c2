//! Which spans does the outlet repeat, as a first pass over the dump has learnt?

use crate::document::Document;
use crate::mark::Context;
use crate::mark::Mark;
use crate::mark::Marker;
use crate::rule::matcher::Scope;

/// The confidence of a learnt rule that names none: somebody wrote it by hand into the file.
const DEFAULT_CONFIDENCE: f64 = 0.8;

pub struct ByRepetition;

impl Marker for ByRepetition {
    fn name(&self) -> &'static str {
        "repetition"
    }

    /// Returns a mark for every match of a learnt rule; its reason carries the counts.
    fn mark(&self, document: &Document, context: &Context<'_>) -> Vec<Mark> {
        let Some(profile) = context.profile else { return Vec::new() };
        let scope = Scope { host: context.host, outlet: context.outlet, language: context.language };
        let hits = profile.rules().hits(document, scope).into_iter();
        let marks = hits.filter_map(|hit| {
            let rule = profile.rule(hit.rule)?;
            Some(Mark {
                span: hit.span,
                category: rule.category().into(),
                by: rule.id.as_str().into(),
                why: rule.why.as_str().into(),
                confidence: rule.confidence.unwrap_or(DEFAULT_CONFIDENCE) as f32,
                flag_only: hit.flag_only,
                verdict: rule.verdict,
                lifts: hit.lifts,
                void: hit.void.map(Into::into),
            })
        });
        marks.collect()
    }
}
