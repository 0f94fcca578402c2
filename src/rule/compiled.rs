//! What is a rule when it is ready to run? The written form stands in `rule`, the matching in `matcher`.

use std::sync::Arc;
use std::sync::OnceLock;

use scraper::Selector;

use crate::rule::At;
use crate::rule::Context;
use crate::rule::Pattern;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::Unit;
use crate::rule::pattern::Anchor;
use crate::rule::pattern::Compiled;
use crate::rule::place::CompiledNeighbour;

/// What a pattern is to its rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// `match`, of a line or a span; `from`, of a tail.
    Match,
    Start,
    End,
    Any,
    All,
    None,
}

/// A rule's compiled parts, beside the rule as written.
#[derive(Debug)]
pub struct CompiledRule {
    /// Numbers into the set's patterns.
    pub patterns: Vec<(Role, usize)>,
    pub prev: Option<CompiledNeighbour>,
    pub next: Option<CompiledNeighbour>,
    pub selectors: Vec<LazySelector>,
    pub labels: Labels,
}

/// What each claim of a rule says, shared by all of them.
#[derive(Clone, Debug)]
pub struct Labels {
    pub category: Arc<str>,
    pub id: Arc<str>,
    pub why: Arc<str>,
}

/// A CSS selector that is compiled at its first use.
#[derive(Debug)]
pub struct LazySelector {
    source: String,
    cell: OnceLock<Option<Selector>>,
}

impl LazySelector {
    /// Returns the selector; `None` where it does not parse, which `load` has refused before.
    pub fn get(&self) -> Option<&Selector> {
        self.cell.get_or_init(|| Selector::parse(&self.source).ok()).as_ref()
    }
}

impl CompiledRule {
    /// Compiles a rule; its patterns are added to `patterns`, in step with `owners`.
    pub fn new(number: usize, rule: &Rule, patterns: &mut Vec<Compiled>, owners: &mut Vec<(usize, Role)>) -> Self {
        let mut own = Vec::new();
        for (role, pattern) in written(rule) {
            own.push((role, patterns.len()));
            owners.push((number, role));
            let keywords = if role == Role::Match { rule.keywords.as_slice() } else { &[] };
            let mut compiled = Compiled::new(pattern, keywords, anchor_of(rule, role));
            match rule.unit {
                Unit::Document => compiled.limits.document_words = rule.when.as_ref().and_then(|when| when.max_words),
                _ if looks_inside(rule) => {}
                _ => compiled.limits.words = rule.max_words,
            }
            patterns.push(compiled);
        }
        let context = rule.context.clone().unwrap_or(Context { prev: None, next: None });
        Self {
            patterns: own,
            prev: context.prev.as_ref().map(CompiledNeighbour::new),
            next: context.next.as_ref().map(CompiledNeighbour::new),
            labels: Labels {
                category: rule.category().into(),
                id: rule.id.as_str().into(),
                why: rule.why.as_str().into(),
            },
            selectors: rule.css.iter().map(|css| LazySelector { source: css.clone(), cell: OnceLock::new() }).collect(),
        }
    }

    /// Returns whether the rule asks what category a neighbour is of, so that it runs after the others.
    pub fn asks_category(&self) -> bool {
        self.prev.iter().chain(&self.next).any(|neighbour| !neighbour.category.is_empty())
    }

    /// Returns whether the rule can only hit where one of its patterns matches a line.
    pub fn needs_a_line(&self) -> bool {
        self.patterns.iter().any(|(role, _)| *role != Role::None)
    }

    pub fn pattern(&self, role: Role) -> Option<usize> {
        self.patterns_of(role).next()
    }

    pub fn patterns_of(&self, role: Role) -> impl Iterator<Item = usize> + '_ {
        self.patterns.iter().filter(move |(has, _)| *has == role).map(|(_, id)| *id)
    }
}

/// Returns whether the rule looks for its match inside of lines, so that a line by itself says little.
pub fn looks_inside(rule: &Rule) -> bool {
    matches!(rule.unit, Unit::Span | Unit::Sentence) || (rule.unit == Unit::Tail && rule.at == At::SentenceStart)
}

/// Returns whether the rule runs at all.
pub fn runs(rule: &Rule) -> bool {
    rule.status != Status::Deprecated
}

fn written(rule: &Rule) -> Vec<(Role, &Pattern)> {
    let mut all: Vec<(Role, &Pattern)> = Vec::new();
    all.extend(rule.matches.iter().chain(&rule.from).map(|p| (Role::Match, p)));
    all.extend(rule.start.iter().map(|p| (Role::Start, p)));
    all.extend(rule.end.iter().map(|p| (Role::End, p)));
    if let Some(when) = &rule.when {
        all.extend(when.any.iter().map(|p| (Role::Any, p)));
        all.extend(when.all.iter().map(|p| (Role::All, p)));
        all.extend(when.none.iter().map(|p| (Role::None, p)));
    }
    all
}

fn anchor_of(rule: &Rule, role: Role) -> Anchor {
    match (rule.unit, role, rule.at) {
        (Unit::Span, _, At::LineStart | At::SentenceStart) => Anchor::Start,
        (Unit::Span, _, At::LineEnd | At::SentenceEnd) => Anchor::End,
        (Unit::Span, _, At::Anywhere) => Anchor::None,
        (Unit::Sentence, _, _) | (Unit::Tail, _, At::SentenceStart) => Anchor::Sentence,
        (Unit::Document, _, _) => Anchor::None,
        _ => Anchor::Line,
    }
}
