//! Where does a page hold running text, as against labels, links and buttons?

use crate::document::Block;
use crate::document::Document;

/// Words of a block that can be running text (jusText's short blocks have fewer than about 10).
const MIN_WORDS: usize = 8;
/// Words from which a block is running text whatever it ends in.
const SURE_WORDS: usize = 20;
/// Of the characters of running text that links may hold, in percent (jusText cuts above 20, readability halves; a
/// sentence that names many sources holds more).
const MAX_LINK_PERCENT: usize = 35;

/// The running text before each block, so that any range of blocks is one subtraction.
pub struct Prose(Vec<usize>);

impl Prose {
    /// Counts the blocks that `counts` says yes to.
    pub fn of(document: &Document, counts: impl Fn(usize) -> bool) -> Self {
        let mut sums = Vec::with_capacity(document.blocks.len() + 1);
        let mut sum = 0;
        sums.push(0);
        for (at, block) in document.blocks.iter().enumerate() {
            if counts(at) {
                sum += half_words(block, document.text_of(block));
            }
            sums.push(sum);
        }
        Self(sums)
    }

    /// Returns the half words of running text in a half-open range of blocks.
    pub fn within(&self, (first, end): (u32, u32)) -> usize {
        let at = |index: u32| self.0.get(index as usize).or(self.0.last()).copied().unwrap_or(0);
        at(end).saturating_sub(at(first))
    }

    pub fn total(&self) -> usize {
        self.0.last().copied().unwrap_or(0)
    }

    /// Returns the share of all running text in a range of blocks, from 0 to 1; 0 where there is none.
    pub fn share(&self, range: (u32, u32)) -> f32 {
        if self.total() == 0 { 0.0 } else { self.within(range) as f32 / self.total() as f32 }
    }
}

/// Returns the running text of a block in half words: a short line without a sentence in it counts half.
pub fn half_words(block: &Block, text: &str) -> usize {
    if block.words < MIN_WORDS || link_percent(block, text) > MAX_LINK_PERCENT {
        return 0;
    }
    let sentence = block.words >= SURE_WORDS || text.ends_with(ends_sentence) || text.contains([',', '，', '、']);
    if sentence { 2 * block.words } else { block.words }
}

fn ends_sentence(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '…' | ':' | ';' | '"' | '”' | '।' | '۔' | '؟')
}

/// Returns the share of a block's characters that stand in links, in percent.
pub fn link_percent(block: &Block, text: &str) -> usize {
    let links = block.markup.as_ref().map_or(0, |markup| markup.link_chars);
    if links == 0 { 0 } else { 100 * links / text.chars().count().max(1) }
}
