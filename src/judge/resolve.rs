//! Which marks become cuts? The one place that decides.

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Lost;
use crate::mark::Mark;

/// What the user asked for.
#[derive(Clone, Debug, Default)]
pub struct Policy {
    /// Categories that are marked and never cut.
    pub keep: Vec<String>,
}

/// Returns the cuts in order, without overlap, and the claims that lost.
pub fn resolve(_document: &Document, _marks: Vec<Mark>, _policy: &Policy) -> (Vec<Cut>, Vec<Lost>) {
    (Vec::new(), Vec::new())
}
