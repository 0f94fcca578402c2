//! Which language is a text in, how sure is that, and which paragraphs differ?

mod clean;
mod decide;
mod engine;
mod hint;
mod lexicon;
mod script;
mod vote;

pub use crate::language::decide::detect;
pub use crate::language::hint::of_page;
pub use crate::language::vote::of_document;

/// From this confidence on a guess is reliable: no hint changes it, and a paragraph may differ from its document.
pub const RELIABLE: f64 = 0.9;

/// The tag of BCP 47 for a text whose language nothing tells.
pub const UNDETERMINED: &str = "und";

/// A language as BCP 47 tag; `und` where the text does not tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    pub code: String,
    /// From 0 to 1, 0 for `und`: how often such an answer is right; `docs/language.md` has the table.
    pub confidence: f64,
    /// Paragraphs in another language than `code`: tag, first and last+1 block number.
    pub paragraphs: Vec<(String, usize, usize)>,
}

impl Language {
    /// Returns the primary tag (`pt` of `pt-BR`); `None` where the language is undetermined.
    pub fn primary(&self) -> Option<&str> {
        self.code.split('-').next().filter(|tag| *tag != UNDETERMINED)
    }
}

/// What one text says of its language.
#[derive(Clone, Debug, PartialEq)]
pub struct Guess {
    /// A tag of BCP 47, never `und`.
    pub code: String,
    /// Above 0 up to 1; see [`Language::confidence`].
    pub confidence: f64,
}

impl Guess {
    /// Returns whether the text alone tells the language.
    pub fn is_reliable(&self) -> bool {
        self.confidence >= RELIABLE
    }
}
