//! What is decided on a document: which claims become cuts, what kind it is, what was lifted, how clean it is.

pub mod comments;
pub mod content;
pub mod date;
pub mod evidence;
pub mod guard;
pub mod kind;
pub mod lift;
pub mod lines;
pub mod metadata;
pub mod metric;
pub mod outlet;
pub mod print;
pub mod reading;
pub mod repair;
pub mod resolve;
pub mod score;
pub mod space;

use std::sync::Arc;

pub use crate::judge::metadata::Metadata;

use crate::judge::lines::dump::DumpType;
use crate::judge::metric::Group;
use crate::judge::print::Print;
use crate::judge::repair::Change;

use crate::language::Language;
use crate::mark::Mark;
use crate::rule::Kind;
use crate::text::Span;

/// A span that is left out of the clean text, and the claim that won.
#[derive(Clone, Debug, PartialEq)]
pub struct Cut {
    /// What goes: the claimed span with the line break or the space that it would leave behind.
    pub span: Span,
    pub mark: Mark,
}

impl Cut {
    /// Returns whether one of the cuts, which are in order and do not overlap, takes a span whole.
    pub fn any_takes(cuts: &[Self], span: Span) -> bool {
        let after = cuts.partition_point(|cut| cut.span.start <= span.start);
        after.checked_sub(1).and_then(|at| cuts.get(at)).is_some_and(|cut| cut.span.contains(span))
    }

    /// Returns whether one of the cuts, which are in order and do not overlap, takes a part of a span.
    pub fn any_touches(cuts: &[Self], span: Span) -> bool {
        let at = cuts.partition_point(|cut| cut.span.end <= span.start);
        cuts.get(at).is_some_and(|cut| cut.span.overlaps(span))
    }
}

/// A claim that did not become a cut, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct Lost {
    pub mark: Mark,
    pub because: String,
}

/// What one metric says of one document.
#[derive(Clone, Debug, PartialEq)]
pub struct Measure {
    /// The metric's id: `chrome-share`.
    pub metric: &'static str,
    pub group: Group,
    pub value: f64,
    /// `share` (0 to 1), `count`, `per-1000-words`, `flag` (0 or 1), `words`.
    pub unit: &'static str,
    /// From 0 to 1: what the value costs by itself.
    pub severity: f64,
    /// Points out of 100 that it cost; all points of a document add up to 100 less its score.
    pub points: f64,
    /// Where it shows, in `Document::text`; may be empty.
    pub spans: Vec<Span>,
}

/// Text hygiene, **not truthfulness**: how clean the text was and is, from 0 to 100.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Hygiene {
    /// Of the text as it came.
    pub raw: f64,
    /// Of the text that is left.
    pub clean: f64,
    /// What the text as it came lost points for, and what was looked at. What is missing did not apply.
    pub measures: Vec<Measure>,
    /// The same of the text that is left.
    pub left: Vec<Measure>,
    /// Tags that cost nothing or little by themselves: `spun-copy`, `wire-credit`.
    pub signals: Vec<&'static str>,
    /// What the tally of an outlet needs to find copies and repeated lines.
    pub print: Print,
}

/// Everything that was decided on one document.
#[derive(Clone, Debug, Default)]
pub struct Verdict {
    pub kind: Kind,
    /// The rule that gave the verdict, where one did.
    pub by: Option<Arc<str>>,
    /// In order, without overlap. `text - cuts` is the clean text.
    pub cuts: Vec<Cut>,
    /// What was mended, where that was asked for: in order, without overlap among themselves and with the cuts.
    pub repairs: Vec<Change>,
    pub lost: Vec<Lost>,
    pub metadata: Metadata,
    pub language: Option<Language>,
    pub hygiene: Hygiene,
    /// How likely each block of a page is main content, from 0 to 1, by the trained model; empty where it was not asked.
    pub main: Vec<f32>,
    /// What kind of dump a plain text comes from; `None` for a page.
    pub dump: Option<DumpType>,
    /// What a person should look at: `removed_share` above its limit, a cap that was hit.
    pub alarms: Vec<String>,
}

impl Verdict {
    /// Returns what is left of `text` without the cuts and with the repairs.
    pub fn clean_text(&self, text: &str) -> String {
        let mut out = String::with_capacity(text.len());
        let mut at = 0;
        for (span, with) in self.edits() {
            out.push_str(Span::new(at, span.start).of(text));
            out.push_str(with);
            at = span.end;
        }
        out.push_str(Span::new(at, text.len()).of(text));
        out
    }

    /// Returns everything that changes, in order: each span, and what stands in its place ("" for a cut).
    pub fn edits(&self) -> Vec<(Span, &str)> {
        let cuts = self.cuts.iter().map(|cut| (cut.span, ""));
        let repairs = self.repairs.iter().map(|change| (change.span, change.with.as_str()));
        let mut edits: Vec<(Span, &str)> = cuts.chain(repairs).collect();
        edits.sort_unstable();
        edits
    }
}
