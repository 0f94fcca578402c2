//! Where do phrases stand that a synonym machine leaves behind? The phrases are data: `rules/hygiene/spin.yml`.

use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use aho_corasick::MatchKind;
use serde::Deserialize;

use crate::judge::evidence::Evidence;
use crate::judge::evidence::cover::Cover;
use crate::judge::evidence::cover::Place;
use crate::rule::data;
use crate::text;
use crate::text::Span;

/// A phrase that was found.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Hit {
    pub kind: &'static str,
    pub span: Span,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    #[serde(rename = "schema")]
    _schema: String,
    #[serde(rename = "langs")]
    _langs: Vec<String>,
    least_words: usize,
    kinds: Vec<Trace>,
}

/// One kind of trace.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
struct Trace {
    kind: String,
    #[serde(rename = "why")]
    _why: String,
    phrases: Vec<String>,
    #[serde(default)]
    before_not: Vec<String>,
    #[serde(default)]
    after_not: Vec<String>,
    #[serde(default)]
    before: Option<Case>,
    #[serde(default)]
    after: Option<Case>,
}

#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Case {
    Lower,
}

struct Traces {
    file: File,
    automaton: Option<AhoCorasick>,
    /// The kind of each pattern of the automaton, as its place in `file.kinds`.
    kinds: Vec<usize>,
}

static TRACES: LazyLock<Traces> = LazyLock::new(|| {
    let file: File = data::built_in(include_str!("../../../rules/hygiene/spin.yml"));
    let phrases: Vec<(usize, &String)> =
        file.kinds.iter().enumerate().flat_map(|(at, kind)| kind.phrases.iter().map(move |p| (at, p))).collect();
    let automaton =
        AhoCorasick::builder().match_kind(MatchKind::LeftmostLongest).build(phrases.iter().map(|p| p.1)).ok();
    let kinds = phrases.iter().map(|p| p.0).collect();
    Traces { file, automaton, kinds }
});

/// Returns every trace in the running text: outside of claims, but for inserts that were copied along.
pub fn hits(evidence: &Evidence<'_>) -> Vec<Hit> {
    let traces = &*TRACES;
    let Some(automaton) = &traces.automaton else { return Vec::new() };
    let text = &evidence.case.document.text;
    let found = automaton.find_iter(text).filter_map(|m| {
        let trace = traces.file.kinds.get(*traces.kinds.get(m.pattern().as_usize())?)?;
        let span = Span::new(m.start(), m.end());
        (counts(evidence, span, traces.file.least_words) && fits(text, span, trace))
            .then_some(Hit { kind: trace.kind.as_str(), span })
    });
    found.collect()
}

/// Returns whether the phrase stands in running text.
fn counts(evidence: &Evidence<'_>, span: Span, least_words: usize) -> bool {
    let blocks = &evidence.case.document.blocks;
    let at = blocks.partition_point(|block| block.span.end <= span.start);
    let long = blocks.get(at).is_some_and(|block| block.span.contains(span) && block.words >= least_words);
    long && !evidence.covers.iter().any(|cover| hides(cover, span))
}

/// A small insert in a sentence is what the machine copied along, although it is cut.
fn hides(cover: &Cover, span: Span) -> bool {
    cover.span.overlaps(span) && !(cover.place == Place::Cut && &*cover.category == "editorial-insert")
}

fn fits(text: &str, span: Span, trace: &Trace) -> bool {
    let (left, right) = (Span::new(0, span.start).of(text), Span::new(span.end, text.len()).of(text));
    let inside = |c: char| c.is_alphanumeric() || c == '_';
    let letter = span.of(text).starts_with(inside);
    if letter && (left.ends_with(inside) || right.starts_with(inside)) {
        return false;
    }
    let before = left.trim_end().rsplit(|c: char| c.is_whitespace() || c == '"' || c == '“').next().unwrap_or("");
    let after = right.strip_prefix("'s").or(right.strip_prefix("’s")).unwrap_or(right);
    let after = after.split_whitespace().next().unwrap_or("");
    let lower = |word: &str, case: Option<Case>| match case {
        Some(Case::Lower) => word.chars().next().is_some_and(char::is_lowercase),
        None => true,
    };
    let named = |words: &[String], word: &str| words.iter().any(|w| *w == text::fold(word));
    lower(before, trace.before)
        && lower(after, trace.after)
        && !named(&trace.before_not, before)
        && !named(&trace.after_not, after)
}
