//! What is kept of a source that its record would not give back?

use schemars::JsonSchema;
use serde::Serialize;

use crate::source::Content;
use crate::source::Source;
use crate::write::base64;

/// A source as it was, in one of its forms.
#[derive(Clone, Debug, Serialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum SourceOut<'a> {
    /// The page.
    Html(&'a str),
    /// The bytes of a file, in base64.
    Bytes {
        base64: String,
        /// The charset that they were read in, by its name in the WHATWG standard.
        encoding: &'a str,
    },
}

/// Returns the source, where `keep` asks for it and the record alone would not give it back.
pub fn kept(source: &Source, keep: bool) -> Option<SourceOut<'_>> {
    if !keep {
        return None;
    }
    if let Some(original) = &source.original {
        let base64 = base64(&original.bytes);
        return Some(SourceOut::Bytes { base64, encoding: original.encoding });
    }
    match &source.content {
        Content::Html(page) => Some(SourceOut::Html(page)),
        Content::Text(_) => None,
    }
}
