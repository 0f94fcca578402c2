//! Which rules apply to a host, where do they come from, and what overrules what?

use std::cmp::Reverse;

use crate::rule::Origin;
use crate::rule::Status;
use crate::rule::matcher::Loaded;
use crate::rule::matcher::RuleSet;
use crate::rule::matcher::Scope;
use crate::rule::scope;

/// A rule that is meant for a host, and what becomes of it there.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub loaded: &'a Loaded,
    pub state: State<'a>,
}

/// What becomes of a rule at a host.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum State<'a> {
    Runs,
    /// It marks and does not cut: a draft.
    Draft,
    /// It does not run: deprecated.
    Deprecated,
    /// A stronger layer has a rule with the same id.
    Replaced(&'a Origin),
    /// An override turns it off: where that stands, and why.
    Disabled(&'a Origin, &'a str),
    /// An override lets it mark and not cut.
    Flagged(&'a Origin, &'a str),
}

/// Regexes of lines that are never cut at a host.
#[derive(Clone, Debug)]
pub struct Exception<'a> {
    pub regexes: &'a [String],
    pub origin: &'a Origin,
    pub why: &'a str,
}

/// Returns every rule that is meant for the host, sorted by id, the strongest layer first.
///
/// Precedence: project, local pack, fetched pack, built in; in one layer the more specific host.
pub fn rows<'a>(set: &'a RuleSet, host: &str) -> Vec<Row<'a>> {
    let names = names(host);
    let overrides = scope::Overrides::new(set.overrides()).of(&names);
    let here = |loaded: &&Loaded| is_for(loaded, &names);
    let mut rows: Vec<Row<'_>> =
        set.rules().iter().filter(here).map(|loaded| Row { loaded, state: state(loaded, set, &overrides) }).collect();
    for loaded in set.overruled().iter().filter(here) {
        let by = set.rules().iter().find(|held| held.rule.id == loaded.rule.id);
        rows.extend(by.map(|by| Row { loaded, state: State::Replaced(&by.origin) }));
    }
    rows.sort_by_key(|row| (&row.loaded.rule.id, Reverse(row.loaded.origin.layer), &row.loaded.origin));
    rows
}

/// Returns the lines that overrides except from every cut at the host.
pub fn exceptions<'a>(set: &'a RuleSet, host: &str) -> Vec<Exception<'a>> {
    let numbers = scope::Overrides::new(set.overrides()).of(&names(host));
    let items = numbers.iter().filter_map(|number| set.overrides().get(*number));
    items
        .filter(|loaded| !loaded.item.except.is_empty())
        .map(|loaded| Exception { regexes: &loaded.item.except, origin: &loaded.origin, why: &loaded.item.why })
        .collect()
}

/// Returns whether the rule is meant for the host, whatever the language.
pub fn applies(loaded: &Loaded, host: &str) -> bool {
    is_for(loaded, &names(host))
}

fn names(host: &str) -> Vec<String> {
    Scope { host: Some(host), outlet: None, language: None }.names()
}

fn is_for(loaded: &Loaded, names: &[String]) -> bool {
    let mut hosts = scope::hosts(&loaded.rule).peekable();
    let meant = hosts.peek().is_none() || hosts.any(|host| names.contains(&host));
    meant && scope::allows(&loaded.rule, names, None)
}

fn state<'a>(loaded: &'a Loaded, set: &'a RuleSet, overrides: &[usize]) -> State<'a> {
    let ruling = scope::ruling(loaded, set.overrides(), overrides);
    let by = scope::decider(loaded, set.overrides(), overrides).and_then(|number| set.overrides().get(number));
    match (by, loaded.rule.status) {
        (_, Status::Deprecated) => State::Deprecated,
        (Some(by), _) if ruling.disabled => State::Disabled(&by.origin, &by.item.why),
        (Some(by), _) => State::Flagged(&by.origin, &by.item.why),
        (None, Status::Draft) => State::Draft,
        (None, Status::Stable) => State::Runs,
    }
}
