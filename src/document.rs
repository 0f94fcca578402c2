//! A text and its blocks: what every later stage looks at and none changes.

pub mod page;

use crate::document::page::Page;
use crate::document::page::Within;
use crate::text::Span;

/// Which kind of source the text was made from; rules may be limited to one (`formats:`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    Text,
    Html,
}

/// The visible text of a source and its blocks, in reading order.
///
/// For a plain text `text` is the source to the letter; for HTML it is the page's whole visible
/// text, laid out so that every block stands on lines of its own.
pub struct Document {
    pub text: String,
    pub form: Form,
    /// Every line that holds more than white space, in order, without overlap.
    pub blocks: Vec<Block>,
    pub page: Option<Page>,
}

/// The smallest unit that is kept or cut whole: one line of `Document::text` that is not blank.
#[derive(Clone, Debug, PartialEq)]
pub struct Block {
    /// The line without the white space around it.
    pub span: Span,
    /// Words, by `text::count_words`.
    pub words: usize,
    /// The number of the line in `Document::text`, from 0; blank lines count.
    pub line: usize,
    /// What the markup says of the block; `None` for plain text.
    pub markup: Option<Markup>,
}

/// What a page's markup says of a block.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Markup {
    /// The nearest block element, in lower case (`p`, `li`, `h2`, `td`, `div`).
    pub tag: &'static str,
    /// Elements above the block, at most 512 or so.
    pub depth: u16,
    /// Code points of the block that stand inside links.
    pub link_chars: usize,
    /// Which elements stand above the block.
    pub within: Within,
    /// The index of the nearest block element in `Page::elements`.
    pub element: u32,
}

impl Document {
    /// Returns the text of a block.
    pub fn text_of(&self, block: &Block) -> &str {
        block.span.of(&self.text)
    }
}
