//! What kind of document is it: an article, an error page, a wall, a listing, nothing?

use crate::document::Document;
use crate::judge::Cut;
use crate::mark::Mark;
use crate::rule::Kind;

/// Returns the verdict on the document as a whole.
pub fn kind(document: &Document, marks: &[Mark], _cuts: &[Cut]) -> Kind {
    if document.blocks.iter().all(|block| block.words == 0) {
        return Kind::Empty;
    }
    marks.iter().filter(|m| m.void.is_none()).find_map(|m| m.verdict).unwrap_or(Kind::Article)
}
