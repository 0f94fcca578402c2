//! Which language is a text in, how sure is that, and which paragraphs differ?

/// A language as BCP 47 tag; `und` where the text does not tell.
#[derive(Clone, Debug, PartialEq)]
pub struct Language {
    pub code: String,
    /// From 0 to 1; a rank, not a probability: see `docs/language.md`.
    pub confidence: f64,
    /// Paragraphs in another language than `code`: tag, first and last+1 block number.
    pub paragraphs: Vec<(String, usize, usize)>,
}
