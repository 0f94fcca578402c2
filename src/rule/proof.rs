//! Do the cases that a rule brings along come out as it says?

use std::collections::HashSet;
use std::path::PathBuf;

use crate::document::Document;
use crate::error::Error;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::Test;
use crate::rule::Unit;
use crate::rule::load;
use crate::rule::matcher::Hit;
use crate::rule::matcher::Loaded;
use crate::rule::matcher::RuleSet;
use crate::rule::matcher::Scope;
use crate::text::Span;

/// What `want:` says for a text that must stay as it is.
pub const UNCHANGED: &str = "unchanged";

/// Makes the document of a case: `Test::html`, or else `Test::input`.
pub type Make<'a> = &'a dyn Fn(&Test) -> Document;

/// One case and how it came out.
#[derive(Clone, Debug, PartialEq)]
pub struct Case {
    pub id: String,
    pub file: PathBuf,
    /// From 1.
    pub line: usize,
    pub name: Option<String>,
    /// The rule made a hit that holds.
    pub fired: bool,
    pub failures: Vec<Failure>,
}

/// An expectation that does not hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The key: `want`, `contains`, `absent`, `verdict`, `input_file`.
    pub key: &'static str,
    pub want: String,
    pub got: String,
    /// Why a match of the rule did not hold, where one did not.
    pub because: Vec<String>,
}

/// Runs every case of the rules that `wanted` picks, in the order of their ids.
///
/// A rule runs among all the others, so that `context: { category }` sees its neighbours, but only its own hits
/// count. Overrides are left out: they are no part of what a rule says.
pub fn prove(rules: &[Loaded], wanted: &dyn Fn(&Loaded) -> bool, make: Make<'_>) -> Vec<Case> {
    let set = RuleSet::compile(rules.to_vec(), Vec::new());
    let mut cases = Vec::new();
    for (number, loaded) in set.rules().iter().enumerate() {
        if wanted(loaded) && loaded.rule.status != Status::Deprecated {
            cases.extend(loaded.rule.tests.iter().map(|test| prove_case(&set, number, loaded, test, make)));
        }
    }
    cases
}

/// What a rule alone does to the input of a case.
#[derive(Clone, Debug, PartialEq)]
pub struct Applied {
    /// The texts that it takes, in order.
    pub taken: Vec<String>,
    pub left: String,
}

/// Returns what a rule of the set, by its number there, alone does to the input of a case.
pub fn applied(set: &RuleSet, number: usize, test: &Test, make: Make<'_>) -> Applied {
    let document = make(test);
    let Some(loaded) = set.rules().get(number) else {
        return Applied { taken: Vec::new(), left: document.text };
    };
    let (held, _) = own_hits(set, number, loaded, test, &document);
    let taken = held.iter().map(|hit| hit.span.of(&document.text).to_owned()).collect();
    Applied { taken, left: without(&document.text, &held) }
}

/// Returns the rules of those that `wanted` picks that no case fires.
pub fn uncovered<'a>(rules: &'a [Loaded], wanted: &dyn Fn(&Loaded) -> bool, cases: &[Case]) -> Vec<&'a Loaded> {
    let fired: HashSet<&str> = cases.iter().filter(|case| case.fired).map(|case| case.id.as_str()).collect();
    let due = |loaded: &&Loaded| loaded.rule.status != Status::Deprecated && !fired.contains(loaded.rule.id.as_str());
    rules.iter().filter(|loaded| wanted(loaded)).filter(due).collect()
}

fn prove_case(set: &RuleSet, number: usize, loaded: &Loaded, test: &Test, make: Make<'_>) -> Case {
    let (id, file) = (loaded.rule.id.clone(), loaded.origin.file.clone());
    let mut case = Case { id, file, line: test.line, name: test.name.clone(), fired: false, failures: Vec::new() };
    let test = match with_input(test, loaded) {
        Ok(test) => test,
        Err(error) => {
            case.failures.push(Failure::new("input_file", "a text file beside the rule file", &error.to_string()));
            return case;
        }
    };
    let document = make(&test);
    let (held, void) = own_hits(set, number, loaded, &test, &document);
    case.fired = !held.is_empty();
    case.failures = failures(&loaded.rule, &test, &document.text, &held);
    let because: Vec<String> = void.into_iter().filter_map(|hit| hit.void).collect();
    for failure in &mut case.failures {
        failure.because.clone_from(&because);
    }
    case
}

/// Returns the hits of one rule among all the others: those that hold, and those that do not.
fn own_hits(set: &RuleSet, number: usize, loaded: &Loaded, test: &Test, document: &Document) -> (Vec<Hit>, Vec<Hit>) {
    let first_site = loaded.rule.sites.iter().find(|site| !site.starts_with('!'));
    let site = test.site.as_ref().or(first_site).map(String::as_str);
    let scope = Scope { host: site, outlet: site, language: loaded.rule.langs.first().map(String::as_str) };
    let own = set.hits(document, scope).into_iter().filter(|hit| hit.rule == number);
    own.partition(|hit| hit.void.is_none())
}

fn with_input(test: &Test, loaded: &Loaded) -> Result<Test, Error> {
    let mut test = test.clone();
    if let Some(name) = &test.input_file {
        test.input = Some(load::input_file(&loaded.origin, name)?);
    }
    Ok(test)
}

fn failures(rule: &Rule, test: &Test, text: &str, hits: &[Hit]) -> Vec<Failure> {
    let left = if rule.unit == Unit::Document { text.to_owned() } else { without(text, hits) };
    let mut out = Vec::new();
    if let Some(want) = &test.want {
        if want == UNCHANGED && rule.unit == Unit::Document && !hits.is_empty() {
            out.push(Failure::new("want", "no verdict", "the verdict of the rule"));
        }
        let want = if want == UNCHANGED { text } else { want };
        if want != left {
            out.push(Failure::new("want", want, &left));
        }
    }
    if let Some(part) = test.contains.as_ref().filter(|part| !left.contains(part.as_str())) {
        out.push(Failure::new("contains", part, &left));
    }
    if let Some(part) = test.absent.as_ref().filter(|part| left.contains(part.as_str())) {
        out.push(Failure::new("absent", part, &left));
    }
    if let Some(want) = test.verdict {
        let same = Some(want) == rule.verdict;
        if same == hits.is_empty() {
            let got = if hits.is_empty() { "no verdict".to_owned() } else { format!("{:?}", rule.verdict) };
            out.push(Failure::new("verdict", &format!("{want:?}"), &got));
        }
    }
    out
}

impl Failure {
    fn new(key: &'static str, want: &str, got: &str) -> Self {
        Self { key, want: want.to_owned(), got: got.to_owned(), because: Vec::new() }
    }
}

/// Returns the text without the hits: a whole line goes with its line break, a span inside a line with the
/// spaces that would be left double or at an end of the line.
fn without(text: &str, hits: &[Hit]) -> String {
    let mut out = String::with_capacity(text.len());
    let mut at = 0;
    for hit in hits {
        let span = widened(text, hit.span);
        out.push_str(Span::new(at, span.start.max(at)).of(text));
        at = at.max(span.end);
    }
    out.push_str(Span::new(at, text.len()).of(text));
    out
}

fn widened(text: &str, span: Span) -> Span {
    let (before, after) = (Span::new(0, span.start).of(text), Span::new(span.end, text.len()).of(text));
    let blank = |c: char| c.is_whitespace() && c != '\n';
    let (head, tail) = (before.trim_end_matches(blank), after.trim_start_matches(blank));
    let (starts, ends) = (head.is_empty() || head.ends_with('\n'), tail.is_empty() || tail.starts_with('\n'));
    let after_blanks = text.len() - tail.len();
    match (starts, ends) {
        (true, true) => Span::new(head.len(), (after_blanks + 1).min(text.len())),
        (true, false) => Span::new(head.len(), after_blanks),
        (false, true) => Span::new(head.len(), span.end),
        (false, false) if head.len() < before.len() => Span::new(span.start, after_blanks),
        (false, false) => span,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_go_with_their_break_and_spans_with_one_space() {
        let cases = [
            ("Skip\n\nTalks\n", "Skip", "\nTalks\n"),
            ("A\r\nSkip\r\nB\r\n", "Skip", "A\r\nB\r\n"),
            ("A\n  Skip ", "Skip", "A\n"),
            ("A (AP) b", "(AP)", "A b"),
            ("(AP) A", "(AP)", "A"),
            ("A (AP)\n", "(AP)", "A\n"),
            ("(CNN)Russia", "(CNN)", "Russia"),
        ];
        for (text, cut, want) in cases {
            let start = text.find(cut).unwrap_or_default();
            let span = Span::new(start, start + cut.len());
            let hit = Hit { rule: 0, span, lifts: Vec::new(), flag_only: false, void: None };
            assert_eq!(without(text, &[hit]), want, "{text:?}");
        }
    }
}
