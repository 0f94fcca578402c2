//! Which lines of the dump prove a learnt rule: one that it matches, and a look-alike that it spares?

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use crate::document::Document;
use crate::rule::At;
use crate::rule::Origin;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::Test;
use crate::rule::Unit;
use crate::rule::matcher::Loaded;
use crate::rule::proof;
use crate::rule::proof::UNCHANGED;
use crate::segment;
use crate::survey::view::Spot;
use crate::survey::view::View;
use crate::text;
use crate::text::Span;

/// Words of a neighbour or a look-alike that stand in a case.
const CASE_WORDS: usize = 12;
/// Lines before a tail that stand in its case.
const TAIL_BEFORE: usize = 12;
/// Documents in which look-alikes are looked for.
const SEARCHED: usize = 128;
/// Lines that are remembered for a word, to look for look-alikes in.
const POSTINGS: usize = 200;
/// Letters of a word that tells one line from another.
const WORD_LETTERS: usize = 3;
/// Documents and look-alikes that are tried.
const TRIES: usize = 8;

/// Finds cases in the documents of an outlet.
pub struct Proofs<'a> {
    view: &'a View,
    /// For each word some of the lines that hold it.
    lines: HashMap<String, Vec<Spot>>,
}

impl<'a> Proofs<'a> {
    pub fn new(view: &'a View) -> Self {
        let mut lines: HashMap<String, Vec<Spot>> = HashMap::new();
        for (spot, line) in view.lines().take_while(|(spot, _)| spot.0 < SEARCHED) {
            for word in words(line) {
                let held = lines.entry(word).or_default();
                if held.len() < POSTINGS && held.last() != Some(&spot) {
                    held.push(spot);
                }
            }
        }
        Self { view, lines }
    }

    /// Returns a case that the rule matches and one that it spares; `None` where the dump has none.
    pub fn of(&self, rule: &Rule, hits: &[(usize, Span)]) -> Option<Vec<Test>> {
        let matched = hits.iter().take(TRIES).find_map(|(document, span)| {
            let test = self.matching(rule, *document, *span)?;
            holds(rule, &test, true).then_some(test)
        })?;
        let spared = self.look_alikes(rule, hits).into_iter().find(|test| holds(rule, test, false))?;
        Some(vec![matched, spared])
    }

    fn matching(&self, rule: &Rule, number: usize, span: Span) -> Option<Test> {
        let document = self.view.documents.get(number)?;
        let cut = span.of(&document.text).to_owned();
        let (before, after) = self.around(rule, document, span);
        let kept = [&before, &after].into_iter().find(|text| !text.is_empty() && !cut.contains(text.as_str()));
        let kept = kept.map(|text| text.trim().to_owned());
        let input = match (rule.unit, rule.at) {
            (Unit::Span, At::LineStart) => format!("{cut} {after}\n"),
            (Unit::Span, _) => format!("{before} {cut}\n"),
            _ => [before.as_str(), &cut, &after]
                .into_iter()
                .filter(|s| !s.is_empty())
                .map(|s| format!("{s}\n"))
                .collect(),
        };
        let first = text::lines(&cut).next().map(|line| line.of(&cut).to_owned())?;
        Some(Test { input: Some(input), absent: Some(first), contains: kept, ..Test::default() })
    }

    /// What stands before and after a span: words of the same line, or of the neighbours.
    fn around(&self, rule: &Rule, document: &Document, span: Span) -> (String, String) {
        let line = document.blocks.iter().position(|block| block.span.end >= span.start).unwrap_or_default();
        let last = document.blocks.iter().rposition(|block| block.span.start < span.end).unwrap_or_default();
        let line_text =
            |at: Option<usize>| at.and_then(|at| document.blocks.get(at)).map_or("", |b| document.text_of(b));
        match rule.unit {
            Unit::Span => {
                let block = document.blocks.get(line).map_or(span, |block| block.span);
                let before = Span::new(block.start, span.start).of(&document.text);
                let after = Span::new(span.end, block.end).of(&document.text);
                (last_words(before), first_words(after))
            }
            Unit::Tail => {
                let from = document.blocks.get(line.saturating_sub(TAIL_BEFORE)).map_or(0, |block| block.span.start);
                (Span::new(from, span.start).of(&document.text).trim().to_owned(), String::new())
            }
            _ => (first_words(line_text(line.checked_sub(1))), first_words(line_text(Some(last + 1)))),
        }
    }

    /// Lines that share words with what the rule matches, the most alike first.
    fn look_alikes(&self, rule: &Rule, hits: &[(usize, Span)]) -> Vec<Test> {
        let Some((number, span)) = hits.first() else { return Vec::new() };
        let own = words(span.of(&self.view.documents[*number].text));
        let mut shared: BTreeMap<Spot, usize> = BTreeMap::new();
        for spot in own.iter().filter_map(|word| self.lines.get(word)).flatten() {
            *shared.entry(*spot).or_default() += 1;
        }
        let touched: BTreeSet<Spot> = hits.iter().flat_map(|(number, span)| self.spots(*number, *span)).collect();
        let mut spots: Vec<(usize, Spot)> =
            shared.into_iter().filter(|(spot, _)| !touched.contains(spot)).map(|(spot, count)| (count, spot)).collect();
        spots.sort_by(|a, b| (b.0, a.1).cmp(&(a.0, b.1)));
        let others = self.view.lines().map(|(spot, _)| (0, spot)).filter(|(_, spot)| !touched.contains(spot));
        let spots =
            spots.into_iter().take(TRIES).chain(others.filter(|(_, spot)| self.view.words(*spot) > 3).take(TRIES));
        let at_end = rule.unit == Unit::Span && rule.at == At::LineEnd;
        let part = |line: &str| if at_end { last_words(line) } else { around_word(line, &own) };
        let mut cases: Vec<Test> = spots.map(|(_, spot)| spared(&part(self.view.line(spot)))).collect();
        // Where every line of the dump is matched, what stands beside the match is left.
        let beside = hits.iter().take(TRIES).flat_map(|(number, span)| {
            let (before, after) = self.around(rule, &self.view.documents[*number], *span);
            [before, after].into_iter().filter(|text| !text.is_empty())
        });
        cases.extend(beside.map(|text| spared(&text)));
        cases
    }

    fn spots(&self, number: usize, span: Span) -> Vec<Spot> {
        let blocks = self.view.documents[number].blocks.iter().enumerate();
        blocks.filter(|(_, block)| block.span.overlaps(span)).map(|(at, _)| (number, at)).collect()
    }
}

/// A case of a text that must stay.
fn spared(text: &str) -> Test {
    Test { input: Some(format!("{text}\n")), want: Some(UNCHANGED.to_owned()), ..Test::default() }
}

/// Whether the case comes out as it says, and fires the rule or does not.
fn holds(rule: &Rule, test: &Test, fires: bool) -> bool {
    let rule = Rule { tests: vec![test.clone()], status: Status::Stable, ..rule.clone() };
    let loaded = [Loaded { rule, origin: Origin::default() }];
    let make = |test: &Test| segment::text::segment(test.input.as_deref().unwrap_or_default());
    let cases = proof::prove(&loaded, &|_| true, &make);
    cases.iter().all(|case| case.failures.is_empty() && case.fired == fires) && !cases.is_empty()
}

/// The different words of a text that can tell it from others, folded.
fn words(text: &str) -> BTreeSet<String> {
    let folded = text::fold(text);
    let words = folded.split(|c: char| !c.is_alphanumeric());
    words.filter(|word| word.chars().count() >= WORD_LETTERS).map(str::to_owned).collect()
}

fn first_words(text: &str) -> String {
    text.split_whitespace().take(CASE_WORDS).collect::<Vec<&str>>().join(" ")
}

fn last_words(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    words.get(words.len().saturating_sub(CASE_WORDS)..).unwrap_or_default().join(" ")
}

/// Returns the words around the first one of `own`, one of them before it.
fn around_word(line: &str, own: &BTreeSet<String>) -> String {
    let words: Vec<&str> = line.split_whitespace().collect();
    let first = words.iter().position(|word| self::words(word).iter().any(|word| own.contains(word)));
    let from = first.unwrap_or_default().saturating_sub(1);
    words.get(from..(from + CASE_WORDS).min(words.len())).unwrap_or_default().join(" ")
}
