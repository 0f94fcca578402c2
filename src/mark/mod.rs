//! Which evidence says that a span is not content? Marks are claims: nothing is cut here.
//!
//! A marker never sees another's marks, so their order cannot matter.

pub mod by_density;
pub mod by_flat;
pub mod by_repetition;
pub mod by_rule;
pub mod by_structure;
pub mod by_thread;
pub mod by_title;
pub mod classes;
pub mod forum;
pub mod prose;
pub mod readability;

use std::sync::Arc;

use crate::document::Document;
use crate::rule::Field;
use crate::rule::Kind;
use crate::rule::matcher::RuleSet;
use crate::survey::profile::Profile;
use crate::text::Span;

/// Below this a claim only marks: it is as likely wrong as right.
pub const MIN_CONFIDENCE: f32 = 0.5;

/// A claim that a span of `Document::text` is not content, or holds metadata.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    pub span: Span,
    /// The kind of chrome, named by its file in `rules/`.
    pub category: Arc<str>,
    /// What claims it: a rule's id, or `marker/reason` (`structure/nav`).
    pub by: Arc<str>,
    /// One sentence for the person who reads the report.
    pub why: Arc<str>,
    /// From 0 to 1: how sure the marker is that the span is no content.
    pub confidence: f32,
    /// The claim only marks: a draft, or an override that says `flag`.
    pub flag_only: bool,
    /// The verdict that a mark on the whole document asks for; such a mark cuts nothing.
    pub verdict: Option<Kind>,
    /// Metadata that the span holds, as written there.
    pub lifts: Vec<(Field, String)>,
    /// Why the claim cannot hold after all (an exception, a neighbour that is not there); kept for `explain`.
    pub void: Option<Arc<str>>,
}

impl Mark {
    /// Returns whether the claim holds by itself, before others are weighed against it.
    pub fn holds(&self) -> bool {
        self.void.is_none() && self.confidence >= MIN_CONFIDENCE
    }
}

impl Default for Mark {
    /// Returns a sure claim on no text, without a name: to be filled in.
    fn default() -> Self {
        let empty: Arc<str> = "".into();
        Self {
            span: Span::default(),
            category: empty.clone(),
            by: empty.clone(),
            why: empty,
            confidence: 1.0,
            flag_only: false,
            verdict: None,
            lifts: Vec::new(),
            void: None,
        }
    }
}

/// What a marker may know besides the document.
pub struct Context<'a> {
    pub rules: &'a RuleSet,
    /// The outlet's registrable domain, or its name.
    pub outlet: Option<&'a str>,
    /// The document's address, where that is known.
    pub address: Option<&'a str>,
    /// The host of that address.
    pub host: Option<&'a str>,
    /// The title that the record names.
    pub title: Option<&'a str>,
    /// The primary language tag of the document (`en`); `None` where undetermined.
    pub language: Option<&'a str>,
    /// Names of markers that are not asked.
    pub without: &'a [String],
    /// What outlets repeat, where that was learnt.
    pub profile: Option<&'a Profile>,
}

/// One kind of evidence.
pub trait Marker: Sync {
    /// A word for tables and `explain`.
    fn name(&self) -> &'static str;
    /// Returns every claim, in any order.
    fn mark(&self, document: &Document, context: &Context<'_>) -> Vec<Mark>;
}

/// Every marker. What is written in a `by_*` file and not listed here fails `tests/house.rs`.
pub static MARKERS: &[&dyn Marker] = &[
    &by_density::ByDensity,
    &by_flat::ByFlat,
    &by_repetition::ByRepetition,
    &by_rule::ByRule,
    &by_structure::ByStructure,
    &by_thread::ByThread,
    &by_title::ByTitle,
];

/// Returns the marks of every marker, sorted so that the order of markers cannot be seen.
pub fn mark(document: &Document, context: &Context<'_>) -> Vec<Mark> {
    let asked = |marker: &&&dyn Marker| !context.without.iter().any(|out| out == marker.name());
    let mut marks: Vec<Mark> = MARKERS.iter().filter(asked).flat_map(|marker| marker.mark(document, context)).collect();
    marks.sort_by(|a, b| (a.span, &a.by, &a.category).cmp(&(b.span, &b.by, &b.category)));
    marks
}
