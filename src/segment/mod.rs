//! Which blocks does a source have?

pub mod html;
pub mod text;

use crate::document::Document;
use crate::source::Content;
use crate::source::Source;

/// Returns the document; it never fails, it only has less structure.
pub fn segment(source: &Source) -> Document {
    match &source.content {
        Content::Text(text) => text::segment(text),
        Content::Html(html) => html::segment(html),
    }
}
