//! In which forms can the clean text be read? As it is, as Markdown, or as HTML.
//!
//! A view is made from the kept text, with its repairs, and the markup of its page. It never adds a word, and never
//! changes `Document::text`, the text that all positions refer to.

mod html;
mod inline;
mod leaves;
mod links;
mod markdown;
mod outline;
mod pictures;
mod tables;

pub use html::escaped;
use outline::Kept;

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::repair::Change;

/// A form of the clean text.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum View {
    /// The text as it is, without the cuts.
    #[default]
    Text,
    /// CommonMark with the tables of GitHub.
    Markdown,
    /// Elements of structure and links; no scripts, styles, classes, forms or frames.
    Html,
}

/// Every view.
pub const VIEWS: &[View] = &[View::Text, View::Markdown, View::Html];

impl View {
    /// Returns the word for `--format`.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
        }
    }

    /// Returns the ending of a file, with the dot.
    pub const fn ending(self) -> &'static str {
        match self {
            Self::Text => ".txt",
            Self::Markdown => ".md",
            Self::Html => ".html",
        }
    }
}

/// Returns the Markdown of what is left of a document; "" where nothing is.
///
/// `address` is where the page was: relative links are resolved against it.
pub fn markdown(document: &Document, cuts: &[Cut], repairs: &[Change], address: Option<&str>) -> String {
    markdown::write(&outline::outline(document, &Kept::new(&document.text, cuts, repairs), address))
}

/// Returns the HTML of what is left of a document, without a head; "" where nothing is.
///
/// Every character of the text is escaped, and links lead to `http`, `https`, `mailto`, `tel` or a relative
/// place: no text can become markup or script.
pub fn html(document: &Document, cuts: &[Cut], repairs: &[Change], address: Option<&str>) -> String {
    html::write(&outline::outline(document, &Kept::new(&document.text, cuts, repairs), address))
}
