//! Which damage of a text can be mended beyond doubt, and what stands in its place then? Only on demand.
//!
//! A repair proposes changes of the original text; none sees what another proposes. The table's order decides where
//! two want the same place. Every change is recorded with what it replaced, so that `restore` undoes it.

pub mod duplicate_paragraphs;
pub mod entities;
pub mod hyphenation;
pub mod line_wrap;
pub mod mojibake;
pub mod zero_width;

use crate::document::Block;
use crate::document::Document;
use crate::document::Form;
use crate::judge::Cut;
use crate::mark::Mark;
#[cfg(test)]
use crate::segment::text;
use crate::text::Span;

/// A piece of the original text and what stands in its place in the clean text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// Bytes of `Document::text`; never empty, never across a cut.
    pub span: Span,
    /// May be empty.
    pub with: String,
    /// The repair's name: `mojibake`.
    pub repair: &'static str,
    /// One sentence for the person who reads the report.
    pub why: &'static str,
}

/// What a repair may look at: the text that is left.
#[derive(Clone, Copy)]
pub struct Left<'a> {
    pub document: &'a Document,
    /// In order, without overlap.
    pub cuts: &'a [Cut],
    /// The primary language tag; `None` where undetermined.
    pub language: Option<&'a str>,
}

/// What a repair proposes.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Proposal {
    /// Pieces and what stands in their place.
    pub changes: Vec<(Span, String)>,
    /// Lines that go; they become cuts like those of rules, so that no gap is left.
    pub lines: Vec<Span>,
}

/// One kind of damage and how it is undone.
pub trait Repair: Sync {
    /// The word for `--repair`.
    fn name(&self) -> &'static str;
    /// Why such a change is right, in one sentence.
    fn why(&self) -> &'static str;
    /// Returns what can be mended, in any order. What overlaps a cut is dropped.
    fn repair(&self, left: &Left<'_>) -> Proposal;
}

/// Every repair, the strongest first: where two change one place, the first does. What is written and not listed
/// here fails `tests/house.rs`.
pub static REPAIRS: &[&dyn Repair] = &[
    &duplicate_paragraphs::DuplicateParagraphs,
    &mojibake::Mojibake,
    &entities::Entities,
    &hyphenation::Hyphenation,
    &line_wrap::LineWrap,
    &zero_width::ZeroWidth,
];

impl<'a> Left<'a> {
    /// Returns whether a cut touches the span.
    pub fn is_cut(&self, span: Span) -> bool {
        let at = self.cuts.partition_point(|cut| cut.span.end <= span.start);
        self.cuts.get(at).is_some_and(|cut| cut.span.overlaps(span))
    }

    /// Returns the blocks that no cut touches, in order.
    pub fn blocks(&self) -> impl Iterator<Item = &'a Block> {
        let left = *self;
        left.document.blocks.iter().filter(move |block| !left.is_cut(block.span))
    }

    /// Returns the blocks of which something is left, in order.
    pub fn blocks_touched(&self) -> impl Iterator<Item = &'a Block> {
        let left = *self;
        left.document.blocks.iter().filter(move |block| {
            let at = left.cuts.partition_point(|cut| cut.span.end < block.span.end);
            !left.cuts.get(at).is_some_and(|cut| cut.span.contains(block.span))
        })
    }

    /// Returns the pairs of lines that follow each other without a blank line and without a cut between them.
    ///
    /// A page has none: its line breaks were made here.
    pub fn joints(&self) -> impl Iterator<Item = (&'a Block, &'a Block)> {
        let left = *self;
        let is_text = left.document.form == Form::Text;
        let pairs = left.document.blocks.windows(2).filter(move |_| is_text);
        pairs
            .map(|pair| (&pair[0], &pair[1]))
            .filter(move |(a, b)| a.line + 1 == b.line && !left.is_cut(Span::new(a.span.start, b.span.end)))
    }
}

/// Returns the changes of these repairs, in order, without overlap among themselves and with cuts.
pub fn changes(left: &Left<'_>, repairs: &[&'static dyn Repair]) -> Vec<Change> {
    let mut taken: Vec<Change> = Vec::new();
    for repair in REPAIRS.iter().filter(|known| repairs.iter().any(|wanted| wanted.name() == known.name())) {
        let mut own = repair.repair(left).changes;
        own.retain(|(span, with)| !span.is_empty() && !left.is_cut(*span) && span.of(&left.document.text) != with);
        own.sort();
        let mut end = 0;
        own.retain(|(span, _)| {
            let free = span.start >= end && !overlaps(&taken, *span);
            end = if free { span.end } else { end };
            free
        });
        taken.extend(own.into_iter().map(|(span, with)| Change {
            span,
            with,
            repair: repair.name(),
            why: repair.why(),
        }));
        taken.sort_by_key(|change| change.span);
    }
    taken
}

/// Returns the claims of these repairs on whole lines, under the repair's name as category.
pub fn marks(left: &Left<'_>, repairs: &[&'static dyn Repair]) -> Vec<Mark> {
    let claim = |repair: &&'static dyn Repair, span: Span| Mark {
        span,
        category: repair.name().into(),
        by: format!("repair/{}", repair.name()).into(),
        why: repair.why().into(),
        ..Mark::default()
    };
    let of = |repair: &&'static dyn Repair| {
        let lines = repair.repair(left).lines.into_iter().filter(|span| !left.is_cut(*span));
        lines.map(|span| claim(repair, span)).collect::<Vec<Mark>>()
    };
    repairs.iter().flat_map(of).collect()
}

/// Returns whether the span shares a byte with one of the changes, which are in order.
pub fn overlaps(changes: &[Change], span: Span) -> bool {
    let at = changes.partition_point(|change| change.span.end <= span.start);
    changes.get(at).is_some_and(|change| change.span.overlaps(span))
}

/// Returns an English text as one repair leaves it, for the tests of repairs.
#[cfg(test)]
fn mended(text: &str, repair: &'static dyn Repair) -> String {
    let document = text::segment(text);
    let left = Left { document: &document, cuts: &[], language: Some("en") };
    let mut out = text.to_owned();
    for change in changes(&left, &[repair]).into_iter().rev() {
        out.replace_range(change.span.start..change.span.end, &change.with);
    }
    out
}
