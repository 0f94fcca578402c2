//! What does the markup of a page say: navigation, aside, footer, hidden, link lists?

use crate::document::Document;
use crate::mark::Context;
use crate::mark::Mark;
use crate::mark::Marker;

pub struct ByStructure;

impl Marker for ByStructure {
    fn name(&self) -> &'static str {
        "structure"
    }

    fn mark(&self, _document: &Document, _context: &Context<'_>) -> Vec<Mark> {
        Vec::new()
    }
}
