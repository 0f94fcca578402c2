//! What do the units claim that cut a part of a line: spans and sentences?

use crate::rule::At;
use crate::rule::Field;
use crate::rule::compiled::Role;
use crate::rule::folded::Folded;
use crate::rule::lazy::Found;
use crate::rule::pattern::CUT_GROUP;
use crate::rule::pattern::Compiled;
use crate::rule::place;
use crate::rule::unit::Case;
use crate::rule::unit::Raw;
use crate::text;
use crate::text::Span;

/// Words of a sentence at most, unless the rule says else: what is longer is no call, credit or label, and may be
/// two sentences whose border was not found.
const MAX_SENTENCE_WORDS: usize = 60;

/// Returns the spans that a regex matches, in the lines or in the sentences of the lines.
pub fn spans(case: &Case<'_>) -> Vec<Raw> {
    let Some(pattern) = case.compiled.pattern(Role::Match).map(|id| &case.patterns[id]) else { return Vec::new() };
    let mut out = Vec::new();
    for block in case.matched(Role::Match) {
        if matches!(case.rule.at, At::SentenceStart | At::SentenceEnd) {
            for sentence in case.sentences.of(case.document, block).iter() {
                out.extend(spans_in(case, pattern, block, *sentence));
            }
        } else {
            out.extend(spans_in(case, pattern, block, case.document.blocks[block].span));
        }
    }
    out
}

fn spans_in(case: &Case<'_>, pattern: &Compiled, block: usize, within: Span) -> Vec<Raw> {
    let piece = within.of(&case.document.text);
    let Some(regex) = pattern.regex.as_ref().filter(|_| pattern.may_match(piece)) else { return Vec::new() };
    let claim = |found: Found| {
        let cut = found.group(CUT_GROUP).unwrap_or(found.whole.clone());
        let span = Span::new(within.start + cut.start, within.start + cut.end);
        raw(case, block, span, || case.lifts(&found, piece, span.of(&case.document.text)))
    };
    regex.all(piece).into_iter().filter_map(claim).collect()
}

/// Returns the sentences that the pattern matches; those that follow each other are one claim.
pub fn sentences(case: &Case<'_>) -> Vec<Raw> {
    let Some(pattern) = case.compiled.pattern(Role::Match).map(|id| &case.patterns[id]) else { return Vec::new() };
    let max = case.rule.max_words.unwrap_or(MAX_SENTENCE_WORDS);
    let mut out: Vec<Raw> = Vec::new();
    let mut folded = Folded::default();
    for block in case.matched(Role::Match) {
        let all = case.sentences.of(case.document, block);
        let text = |span: &Span| span.of(&case.document.text);
        let hit: Vec<bool> = all
            .iter()
            .map(|span| matches(pattern, &mut folded, text(span)) && text::count_words(text(span)) <= max)
            .collect();
        let (head, tail) = (run(hit.iter()), hit.len() - run(hit.iter().rev()));
        for (at, span) in all.iter().enumerate().filter(|(at, _)| hit[*at]) {
            let stands = match case.rule.at {
                At::LineStart => at < head,
                At::LineEnd => at >= tail,
                _ => true,
            };
            let Some(claim) = stands.then(|| raw(case, block, *span, || lifts(case, text(span)))).flatten() else {
                continue;
            };
            match out.last_mut() {
                Some(Raw { blocks, span: last, lifts, .. }) if blocks.0 == block && follows(case, *last, *span) => {
                    last.end = span.end;
                    lifts.extend(claim.lifts);
                }
                _ => out.push(claim),
            }
        }
    }
    out
}

fn matches(pattern: &Compiled, folded: &mut Folded, sentence: &str) -> bool {
    folded.next();
    let may = || pattern.has_equals() || pattern.may_be(sentence);
    (pattern.is_list() || may() && pattern.is_met(folded, sentence)) && pattern.matches(sentence)
}

fn follows(case: &Case<'_>, a: Span, b: Span) -> bool {
    Span::new(a.end, b.start).of(&case.document.text).trim().is_empty()
}

/// Returns where a tail may start, as block and byte: the lines that match, or with `at: sentence_start` sentences.
pub fn starts(case: &Case<'_>) -> Vec<(usize, usize)> {
    let blocks = case.matched(Role::Match);
    if case.rule.at != At::SentenceStart {
        return blocks.into_iter().map(|block| (block, case.document.blocks[block].span.start)).collect();
    }
    let Some(pattern) = case.compiled.pattern(Role::Match).map(|id| &case.patterns[id]) else { return Vec::new() };
    let zone = case.rule.place.unwrap_or_default().zone;
    let mut out = Vec::new();
    let mut folded = Folded::default();
    for block in blocks {
        let all = case.sentences.of(case.document, block);
        let mut stands = |span: &&Span| {
            let sentence = span.of(&case.document.text);
            place::in_zone(case.document, zone, block, span.start) && matches(pattern, &mut folded, sentence)
        };
        out.extend(all.iter().filter(&mut stands).map(|span| (block, span.start)));
    }
    out
}

/// Returns how many there are until the first that does not match.
fn run<'a>(hit: impl Iterator<Item = &'a bool>) -> usize {
    hit.take_while(|hit| **hit).count()
}

fn lifts(case: &Case<'_>, sentence: &str) -> Vec<(Field, String)> {
    let pattern = case.compiled.pattern(Role::Match).map(|id| &case.patterns[id]);
    match pattern.and_then(|pattern| pattern.regex.as_ref()?.first(sentence)) {
        Some(found) => case.lifts(&found, sentence, sentence),
        None => case.rule.lift.iter().map(|field| (*field, sentence.to_owned())).collect(),
    }
}

fn raw(case: &Case<'_>, block: usize, span: Span, lifts: impl Fn() -> Vec<(Field, String)>) -> Option<Raw> {
    let zone = case.rule.place.unwrap_or_default().zone;
    let stands = !span.is_empty() && place::in_zone(case.document, zone, block, span.start);
    stands.then(|| {
        let void = case.misfit(block, block);
        Raw { span, blocks: (block, block), edges: (block, block), lifts: lifts(), void }
    })
}
