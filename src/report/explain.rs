//! Why does a document come out as it does? The listing with the reason of every cut and of every claim that lost.

use std::collections::BTreeMap;

use crate::document::Document;
use crate::judge::Hygiene;
use crate::judge::Verdict;
use crate::judge::repair::REPAIRS;
use crate::mark::Mark;
use crate::report::listing;
use crate::report::listing::KEEP;
use crate::report::listing::Row;

/// Columns that stand before a reason, so that it lies under the text of its row.
const INDENT: &str = "               ";
/// Points below which a measure is not told: it rounds to nothing.
const TOLD_POINTS: f64 = 0.05;

/// Lines on which the lost claims of one rule are told; what a wide rule lost on every line drowns the rest.
const TOLD_LINES: usize = 2;

/// Returns the explanation, for a person.
pub fn explain(document: &Document, verdict: &Verdict) -> String {
    let mut out = String::new();
    let mut lost: BTreeMap<&str, usize> = BTreeMap::new();
    for row in listing::rows(document, verdict) {
        out.push_str(&row.line(&document.text));
        out.push('\n');
        for note in notes(&row, &document.text, verdict, &mut lost) {
            out.push_str(&format!("{INDENT}{note}\n"));
        }
    }
    for (rule, lines) in lost.into_iter().filter(|(_, lines)| *lines > TOLD_LINES) {
        let what = if REPAIRS.iter().any(|repair| repair.name() == rule) {
            "mended more places:"
        } else {
            "lost on more lines:"
        };
        out.push_str(&format!("{INDENT}· {rule} {what} {}\n", lines - TOLD_LINES));
    }
    out.push_str(&summary(verdict));
    out
}

fn notes<'a>(row: &Row<'_>, text: &str, verdict: &'a Verdict, seen: &mut BTreeMap<&'a str, usize>) -> Vec<String> {
    let mut notes: Vec<String> = Vec::new();
    if row.category != KEEP {
        let cuts = verdict.cuts.iter().filter(|cut| cut.span.overlaps(row.span) && *cut.mark.category == *row.category);
        notes.extend(cuts.map(|cut| format!("└ cut by {}", told(&cut.mark))));
    }
    for lost in verdict.lost.iter().filter(|lost| lost.mark.span.overlaps(row.span)) {
        let lines = seen.entry(&lost.mark.by).or_default();
        *lines += 1;
        if *lines <= TOLD_LINES {
            notes.push(format!("· not {}: {}", told(&lost.mark), lost.because));
        }
    }
    let mended =
        verdict.repairs.iter().filter(|change| change.span.overlaps(row.span) || row.span.end == change.span.start);
    for change in mended {
        let lines = seen.entry(change.repair).or_default();
        *lines += 1;
        if *lines <= TOLD_LINES {
            notes.push(format!("~ {}: {:?} becomes {:?}", change.repair, change.span.of(text), change.with));
        }
    }
    notes.dedup();
    notes
}

fn told(mark: &Mark) -> String {
    format!("{} ({:.2}) — {}", mark.by, mark.confidence, mark.why.trim_end_matches('.'))
}

fn summary(verdict: &Verdict) -> String {
    let language = verdict.language.as_ref();
    let code = language.map_or("und", |language| language.code.as_str());
    let sure = language.map_or(0.0, |language| language.confidence);
    let metadata = serde_json::to_string(&verdict.metadata).unwrap_or_default();
    let alarms: String = verdict.alarms.iter().map(|alarm| format!("\nalarm      {alarm}")).collect();
    format!(
        "\nverdict    {}\nlanguage   {code} ({sure:.2})\nmetadata   {metadata}{alarms}\n{}",
        verdict.kind.as_str(),
        hygiene(&verdict.hygiene)
    )
}

fn hygiene(hygiene: &Hygiene) -> String {
    let Hygiene { raw, clean, measures, .. } = hygiene;
    let mut text = format!("hygiene    {raw:.0} as it came, {clean:.0} clean (text hygiene, not truthfulness)\n");
    let mut costly: Vec<_> = measures.iter().filter(|measure| measure.points >= TOLD_POINTS).collect();
    costly.sort_by(|a, b| b.points.total_cmp(&a.points).then_with(|| a.metric.cmp(b.metric)));
    for measure in costly {
        let line = format!("{:>8.1}   {} = {:.3} {}\n", -measure.points, measure.metric, measure.value, measure.unit);
        text.push_str(&line);
    }
    text
}
