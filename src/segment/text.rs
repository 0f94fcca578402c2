//! Which blocks does a plain text have? One a line that is not blank.

use crate::document::Block;
use crate::document::Document;
use crate::document::Form;
use crate::text;

/// Returns the document whose text is `text` to the letter.
pub fn segment(text: &str) -> Document {
    Document { text: text.to_owned(), form: Form::Text, blocks: blocks(text), page: None }
}

/// Returns a block for every line that holds more than white space.
pub fn blocks(text: &str) -> Vec<Block> {
    text::lines(text)
        .enumerate()
        .map(|(line, span)| (line, span.trim(text)))
        .filter(|(_, span)| !span.is_empty())
        .map(|(line, span)| Block { span, words: text::count_words(span.of(text)), line, markup: None })
        .collect()
}
