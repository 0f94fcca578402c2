//! What does a metric read from a text, and from which side of cleaning?

use crate::text::Span;

/// Which text is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// The text as it came: cuts count as dirt.
    Raw,
    /// The text that is left.
    Clean,
}

/// What a metric reads from one document.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    pub value: f64,
    /// Where it shows, at most [`MAX_SPANS`]; may be empty.
    pub spans: Vec<Span>,
}

/// Spans that a reading keeps as examples.
pub const MAX_SPANS: usize = 5;

impl Reading {
    /// Returns a reading without a place.
    pub fn of(value: f64) -> Self {
        Self { value, spans: Vec::new() }
    }

    /// Returns 1 or 0, and where it shows.
    pub fn flag(spans: Vec<Span>) -> Self {
        Self { value: if spans.is_empty() { 0.0 } else { 1.0 }, spans }
    }
}
