//! What may a metric know of a document?

pub mod cover;
pub mod damage;
pub mod repeats;
pub mod scan;
pub mod settings;
pub mod spin;
pub mod word;

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Lost;
use crate::judge::Metadata;
use crate::judge::evidence::cover::Cover;
use crate::judge::evidence::cover::Place;
use crate::judge::evidence::scan::Covered;
use crate::judge::evidence::scan::Line;
use crate::judge::evidence::scan::Scan;
use crate::judge::evidence::scan::Sight;
use crate::judge::evidence::settings::Settings;
use crate::judge::evidence::word::Word;
use crate::judge::reading::MAX_SPANS;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;
use crate::judge::repair;
use crate::judge::repair::Change;
use crate::rule::Kind;
use crate::text::Span;

/// What was decided on a document so far.
#[derive(Clone, Copy)]
pub struct Case<'a> {
    pub document: &'a Document,
    pub cuts: &'a [Cut],
    pub repairs: &'a [Change],
    pub lost: &'a [Lost],
    pub kind: Kind,
    /// A BCP 47 tag; `None` where undetermined.
    pub language: Option<&'a str>,
    pub metadata: &'a Metadata,
    /// What a first pass learnt of the outlet.
    pub outlet: Option<&'a OutletFacts>,
}

/// What a first pass over a dump learnt of a document's outlet. Without it the outlet pass charges on the whole.
#[derive(Clone, Debug, Default)]
pub struct OutletFacts {
    /// The language of nearly all documents; `None` where there are several.
    pub language: Option<String>,
    /// An earlier document of the outlet has the same text.
    pub duplicate: bool,
    /// Hashes of the outlet's template lines, sorted: [`Line::hash`].
    pub template: Vec<u64>,
}

/// A case with everything that metrics share.
pub struct Evidence<'a> {
    pub case: Case<'a>,
    pub settings: &'a Settings,
    pub covers: Vec<Cover>,
    pub scan: Scan,
}

impl<'a> Evidence<'a> {
    /// Runs the pass over the text.
    pub fn of(case: Case<'a>, settings: &'a Settings) -> Self {
        let covers = cover::covers(case.cuts, case.lost, settings);
        let scan = scan::scan(case.document, &covers);
        Self { case, settings, covers, scan }
    }

    /// Returns the covers that count as chrome on this side, with what stands under each.
    pub fn chrome(&self, side: Side) -> impl Iterator<Item = (&Cover, Covered)> {
        let covered = self.covers.iter().zip(self.scan.covered.iter().copied());
        covered.filter(move |(cover, _)| side == Side::Raw || cover.place != Place::Cut)
    }

    /// Returns how many covers of the metric's categories there are on this side, and where.
    pub fn count_fed(&self, metric: &str, side: Side) -> Reading {
        let mut spans: Vec<Span> = self
            .chrome(side)
            .filter(|(cover, _)| self.settings.feeds(metric, &cover.category))
            .map(|(cover, _)| cover.span)
            .collect();
        let value = spans.len() as f64;
        spans.truncate(MAX_SPANS);
        Reading { value, spans }
    }

    /// Returns how often a kind of damage shows, per 1,000 words; what is cut is charged as chrome, and what was
    /// repaired is not in the clean text.
    pub fn rate(&self, sight: Sight, side: Side) -> Reading {
        let stands = |span: Span| side == Side::Raw || !repair::overlaps(self.case.repairs, span);
        let seen = self.scan.events.iter().filter(|e| e.sight == sight && stands(e.span));
        let mut spans: Vec<Span> = seen.map(|e| e.span).collect();
        let value = self.per_1000(spans.len());
        spans.truncate(MAX_SPANS);
        Reading { value, spans }
    }

    /// Returns a count per 1,000 words of content.
    pub fn per_1000(&self, count: usize) -> f64 {
        count as f64 * 1000.0 / (self.scan.content_words as f64).max(self.settings.least_words).max(1.0)
    }

    /// Returns whether there are rules to judge this document by: for its language, or because one spoke.
    pub fn has_rules(&self, metric: &str) -> bool {
        !self.covers.is_empty() || self.settings.covers(metric, self.case.language)
    }

    /// Returns the text of a span.
    pub fn text(&self, span: Span) -> &str {
        span.of(&self.case.document.text)
    }

    /// Returns the hashes of the words of a line.
    pub fn words(&self, line: &Line) -> &[Word] {
        self.scan.words.get(line.first_word..line.first_word + line.words).unwrap_or(&[])
    }

    /// Returns whether the document is a story, and not a page in its place.
    pub fn is_article(&self) -> bool {
        matches!(self.case.kind, Kind::Article | Kind::Paywall | Kind::Unknown)
    }
}
