//! Which rules are proposed for an outlet: counted by what they really match, with examples and proof?

use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::document::Document;
use crate::rule::Learned;
use crate::rule::Origin;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::Unit;
use crate::rule::literal;
use crate::rule::matcher::Loaded;
use crate::rule::matcher::RuleSet;
use crate::rule::matcher::Scope;
use crate::survey::blocks;
use crate::survey::draft::Draft;
use crate::survey::draft::regexes;
use crate::survey::frames;
use crate::survey::glue;
use crate::survey::lines;
use crate::survey::proofs::Proofs;
use crate::survey::view::View;
use crate::text::Span;

/// Documents of an outlet below which nothing is learnt: four of them are half of it, by chance or by topic.
pub const MIN_DOCUMENTS: usize = 8;
/// The share of what a rule cuts from which on it is of no use beside the others.
const COVERED: f64 = 0.95;
/// Documents in which the rules in force are asked whether they cut the same: with few, chance would decide.
const ASKED: usize = 32;
/// The share of those documents from which on a rule would add nothing.
const MOSTLY_CUT: f64 = 0.9;
/// Examples of a rule, and characters of each at most.
const EXAMPLES: usize = 3;
const EXAMPLE_CHARS: usize = 200;

/// Where a draft matches: document and span, sorted.
type Hits = Vec<(usize, Span)>;

/// Returns the rules that are proposed for an outlet, drafts all, sorted by how many documents they match.
pub fn propose(view: &View, in_force: &RuleSet) -> Vec<Rule> {
    if view.len() < MIN_DOCUMENTS {
        return Vec::new();
    }
    let counted = counted(view, drafts(view));
    let mut kept = without_covered(view, counted);
    let mut asked = Asked { view, in_force, cuts: HashMap::new() };
    kept.retain(|(_, hits)| !asked.cuts_most(hits));
    if kept.is_empty() {
        return Vec::new();
    }
    let proofs = Proofs::new(view);
    let mut rules: Vec<Rule> =
        kept.into_iter().filter_map(|(draft, hits)| finish(view, draft, &hits, &proofs)).collect();
    rules.sort_by(|a, b| (count(b), &a.id).cmp(&(count(a), &b.id)));
    rules
}

/// Returns all that was found and that a file can hold.
fn drafts(view: &View) -> Vec<Draft> {
    let groups = lines::groups(view, view.fewest(lines::FEWEST_LONG.0, lines::FEWEST_LONG.1));
    let mut drafts = blocks::find(view, &groups);
    drafts.extend(lines::find(view, &groups));
    drafts.extend(frames::find(view));
    drafts.extend(glue::find(view));
    drafts.retain(Draft::loads);
    drafts
}

fn count(rule: &Rule) -> usize {
    rule.learned.as_ref().map_or(0, |learned| learned.documents)
}

/// Runs the drafts over the documents; those that match too few of them go.
fn counted(view: &View, drafts: Vec<Draft>) -> Vec<(Draft, Hits)> {
    let mut by_id: HashMap<String, (Draft, Hits)> = HashMap::new();
    for draft in drafts {
        by_id.entry(draft.rule.id.clone()).or_insert((draft, Vec::new()));
    }
    let loaded = by_id.values().map(|(draft, _)| load(draft.rule.clone())).collect();
    let set = RuleSet::compile(loaded, Vec::new());
    for (number, document) in view.documents.iter().enumerate() {
        for hit in set.hits(document, scope(&view.outlet)).into_iter().filter(|hit| hit.void.is_none()) {
            if let Some((_, hits)) = by_id.get_mut(&set.rules()[hit.rule].rule.id) {
                hits.push((number, hit.span));
            }
        }
    }
    let fewest = view.fewest(lines::FEWEST_LONG.0, lines::FEWEST_LONG.1);
    let mut all: Vec<(Draft, Hits)> = by_id.into_values().filter(|(_, hits)| documents(hits) >= fewest).collect();
    all.sort_by(|(a, a_hits), (b, b_hits)| {
        (rank(b), b_hits.len(), &a.rule.id).cmp(&(rank(a), a_hits.len(), &b.rule.id))
    });
    all
}

/// What holds most first, so that a block goes before its lines and a pattern before its literals; then the surest.
fn rank(draft: &Draft) -> (bool, bool, u32) {
    (draft.rule.unit == Unit::Block, draft.open, (draft.rule.confidence.unwrap_or_default() * 1000.0) as u32)
}

fn load(rule: Rule) -> Loaded {
    Loaded { rule: Rule { status: Status::Stable, ..rule }, origin: Origin::default() }
}

/// Returns the scope of an outlet, in any language.
pub fn scope(outlet: &str) -> Scope<'_> {
    Scope { host: None, outlet: Some(outlet), language: None }
}

fn documents(hits: &Hits) -> usize {
    hits.iter().map(|(document, _)| document).collect::<BTreeSet<_>>().len()
}

/// Leaves out what earlier drafts cut anyway.
fn without_covered(view: &View, all: Vec<(Draft, Hits)>) -> Vec<(Draft, Hits)> {
    let mut taken: Vec<Vec<Span>> = vec![Vec::new(); view.len()];
    let mut kept = Vec::new();
    for (draft, hits) in all {
        let covered = hits.iter().filter(|(document, span)| is_covered(&taken[*document], *span)).count();
        if (covered as f64) < COVERED * hits.len() as f64 {
            for (document, span) in &hits {
                taken[*document].push(*span);
            }
            kept.push((draft, hits));
        }
    }
    kept
}

/// Whether nearly all of a span lies in others.
fn is_covered(others: &[Span], span: Span) -> bool {
    let shared = |other: &Span| other.end.min(span.end).saturating_sub(other.start.max(span.start));
    others.iter().map(shared).sum::<usize>() as f64 >= COVERED * span.len() as f64
}

/// What the rules in force cut in the documents that were asked for.
struct Asked<'a> {
    view: &'a View,
    in_force: &'a RuleSet,
    cuts: HashMap<usize, Vec<Span>>,
}

impl Asked<'_> {
    /// Returns whether the rules in force cut nearly all hits anyway, as far as some documents show.
    fn cuts_most(&mut self, hits: &Hits) -> bool {
        let mut first: Vec<(usize, Span)> = hits.clone();
        first.dedup_by_key(|(document, _)| *document);
        first.truncate(ASKED);
        let covered = first.iter().filter(|(document, span)| is_covered(self.cuts_of(*document), *span)).count();
        covered as f64 >= MOSTLY_CUT * first.len() as f64
    }

    fn cuts_of(&mut self, number: usize) -> &[Span] {
        let (view, in_force) = (self.view, self.in_force);
        self.cuts.entry(number).or_insert_with(|| {
            let document: &Document = &view.documents[number];
            let hits = in_force.hits(document, scope(&view.outlet)).into_iter();
            let cuts = |rule: usize| in_force.rules().get(rule).is_some_and(|held| held.rule.unit != Unit::Document);
            let mut spans: Vec<Span> =
                hits.filter(|hit| hit.void.is_none() && !hit.flag_only && cuts(hit.rule)).map(|hit| hit.span).collect();
            spans.sort_unstable();
            spans.dedup();
            spans
        })
    }
}

/// Gives a draft its counts, examples and proof; `None` where no proof can be found.
fn finish(view: &View, draft: Draft, hits: &Hits, proofs: &Proofs<'_>) -> Option<Rule> {
    let numbers: BTreeSet<usize> = hits.iter().map(|(document, _)| *document).collect();
    let mut dates: Vec<&str> = numbers.iter().filter_map(|at| view.dates[*at].as_deref()?.get(..10)).collect();
    dates.sort_unstable();
    let share = (numbers.len() as f64 / view.len() as f64 * 10_000.0).round() / 10_000.0;
    let mut rule = draft.rule;
    rule.why = why(&rule, numbers.len(), view);
    rule.learned = Some(Learned {
        documents: numbers.len(),
        of: view.len(),
        share,
        first: dates.first().map(|date| (*date).to_owned()),
        last: dates.last().map(|date| (*date).to_owned()),
        examples: examples(view, hits),
    });
    rule.scans = scans(&rule);
    rule.tests = proofs.of(&rule, hits)?;
    Some(rule)
}

/// Whether one of the regexes must be tried on every line, as no literal stands in all that it matches.
fn scans(rule: &Rule) -> bool {
    regexes(rule).any(|regex| regex_syntax::parse(regex).is_ok_and(|hir| literal::required(&hir).is_none()))
}

fn why(rule: &Rule, documents: usize, view: &View) -> String {
    let what = match rule.unit {
        Unit::Block => "These lines stand together in",
        Unit::Tail => "From this line on only links and labels follow, in",
        Unit::Span => "This text is glued to paragraphs in",
        _ => "This line stands in",
    };
    let percent = documents as f64 / view.len().max(1) as f64 * 100.0;
    format!("{what} {documents} of {} documents of {} ({percent:.0} %).", view.len(), view.outlet)
}

fn examples(view: &View, hits: &Hits) -> Vec<String> {
    let mut out: Vec<String> = Vec::new();
    for (document, span) in hits {
        let text: String = span.of(&view.documents[*document].text).chars().take(EXAMPLE_CHARS).collect();
        if !out.contains(&text) {
            out.push(text);
        }
        if out.len() == EXAMPLES {
            break;
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::survey::sample::Page;

    #[test]
    fn a_line_without_its_name_and_the_lines_with_one_are_two_drafts() {
        let name = |n: usize| format!("—B{} Wit ", char::from(b'a' + u8::try_from(n).unwrap_or_default()));
        let page = |n: usize| {
            let name = if n < 5 { String::new() } else { name(n) };
            Page { date: None, text: format!("A word for page {n}.\n{name}contributed to this article.") }
        };
        let view = View::new("harbour.example".to_owned(), (0..12).map(page).collect());
        let counted = counted(&view, drafts(&view));
        let documents: Vec<usize> = counted.iter().map(|(_, hits)| documents(hits)).collect();
        assert_eq!(documents, [7, 5, 12], "with names, without, and the first lines: {counted:?}");
    }

    #[test]
    fn a_line_with_more_names_than_a_regex_holds_is_no_draft() {
        let letter = |n: usize| char::from(b'a' + u8::try_from(n % 26).unwrap_or_default());
        let page = |n: usize| {
            let names: String =
                (0..14).map(|gap| format!("on B{}{} ", letter(n * 5 + gap), letter(n + gap * 3))).collect();
            Page { date: None, text: format!("A word for page {n}.\nFollow us {names}on Twitter") }
        };
        let view = View::new("harbour.example".to_owned(), (0..12).map(page).collect());
        assert!(frames::find(&view).iter().any(|draft| !draft.loads()), "too few names to show it");
        assert!(drafts(&view).iter().all(Draft::loads));
    }
}
