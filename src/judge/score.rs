//! How clean was the text, and how clean is what is left? Text hygiene, not truthfulness.

use crate::document::Document;
use crate::judge::Hygiene;
use crate::judge::Measure;
use crate::judge::Verdict;
use crate::judge::evidence::Case;
use crate::judge::evidence::Evidence;
use crate::judge::evidence::settings::Settings;
use crate::judge::metric::Group;
use crate::judge::metric::METRICS;
use crate::judge::print;
use crate::judge::reading::Side;
use crate::language::UNDETERMINED;
use crate::rule::Kind;

/// Returns the score of a document on which all else is decided.
pub fn score(document: &Document, verdict: &Verdict, settings: &Settings) -> Hygiene {
    let language =
        verdict.language.as_ref().map(|language| language.code.as_str()).filter(|code| *code != UNDETERMINED);
    let case = Case {
        document,
        cuts: &verdict.cuts,
        repairs: &verdict.repairs,
        lost: &verdict.lost,
        kind: verdict.kind,
        language,
        metadata: &verdict.metadata,
        outlet: None,
    };
    score_case(case, settings)
}

/// Returns the score of a document before and after cleaning: 100 times the product of (1 - severity).
pub fn score_case(case: Case<'_>, settings: &Settings) -> Hygiene {
    let evidence = Evidence::of(case, settings);
    let measures = measure(&evidence, Side::Raw, &[]);
    // Without a cut or a repair there is only one text.
    let left = if case.cuts.is_empty() && case.repairs.is_empty() {
        measures.clone()
    } else {
        measure(&evidence, Side::Clean, &measures)
    };
    let signals = measures.iter().filter(|m| m.value > 0.0).filter_map(|m| signal(m.metric, case.kind)).collect();
    Hygiene { raw: product(&measures), clean: product(&left), measures, left, signals, print: print::of(&evidence) }
}

/// Metrics that are tags as well, whatever they cost.
fn signal(metric: &'static str, kind: Kind) -> Option<&'static str> {
    let article = matches!(kind, Kind::Article | Kind::Unknown);
    matches!(metric, "spun-copy" | "wire-credit" | "disclaimer" | "error-fragment" | "truncation" | "duplicate")
        .then_some(metric)
        .filter(|_| article)
}

/// Measures one side; what reads the same on both is taken from `other`, where that was measured.
fn measure(evidence: &Evidence<'_>, side: Side, other: &[Measure]) -> Vec<Measure> {
    let mut measures: Vec<Measure> = Vec::with_capacity(METRICS.len());
    for metric in METRICS {
        let about = metric.about();
        if side == Side::Clean && !about.sided {
            measures.extend(other.iter().find(|m| m.metric == about.id).cloned());
        } else if let Some(reading) = metric.measure(evidence, side) {
            let severity = evidence.settings.severity(about.id, reading.value);
            let (metric, unit, group) = (about.id, about.unit, about.group);
            measures.push(Measure {
                metric,
                group,
                value: reading.value,
                unit,
                severity,
                points: 0.0,
                spans: reading.spans,
            });
        }
    }
    share_out(&mut measures);
    measures
}

/// Shares the points lost out among the metrics by their severities: together they are what was lost.
pub fn share_out(measures: &mut [Measure]) {
    let lost = 100.0 - product(measures.iter());
    let all: f64 = measures.iter().map(|m| m.severity).sum();
    for measure in measures {
        measure.points = if all > 0.0 { lost * measure.severity / all } else { 0.0 };
    }
}

/// Returns 100 times the product of (1 - severity).
pub fn product<'a>(measures: impl IntoIterator<Item = &'a Measure>) -> f64 {
    100.0 * measures.into_iter().map(|m| 1.0 - m.severity).product::<f64>()
}

/// Returns the score, from 0 to 100, by the metrics of one group alone.
pub fn group_score(measures: &[Measure], group: Group) -> f64 {
    product(measures.iter().filter(|m| m.group == group))
}
