//! Which blocks does a page have, and what does its markup say of them?

use crate::document::Document;

/// Returns the document whose text is the page's whole visible text.
pub fn segment(html: &str) -> Document {
    super::text::segment(html)
}
