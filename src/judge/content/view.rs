//! What does every feature look up? Counts of a page, added up once so that any range of blocks is one subtraction.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::document::Block;
use crate::document::Document;
use crate::document::page::Element;
use crate::document::page::Named;
use crate::document::page::Page;
use crate::judge::content::signs::Signs;
use crate::mark::Mark;
use crate::mark::prose;

/// What can be counted of a block, or of a range of blocks.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    pub blocks: usize,
    pub words: usize,
    /// Words of running text in half words (`mark/prose.rs`).
    pub prose: usize,
    pub chars: usize,
    pub link_chars: usize,
    /// Signs that part a sentence or end it.
    pub stops: usize,
}

/// A half-open range of blocks.
pub type Range = (u32, u32);

/// One page, looked at as a whole.
pub struct View<'a> {
    pub document: &'a Document,
    pub page: &'a Page,
    pub marks: &'a [Mark],
    /// The address of the page, as the record or the page itself gives it.
    pub address: &'a str,
    pub blocks: Vec<Counts>,
    /// Which signs the text of each block holds.
    pub signs: Vec<Signs>,
    /// What each element is called.
    pub names: Vec<Named<'a>>,
    /// What each element is built like: a hash of its tag and its classes.
    pub shapes: Vec<u64>,
    sums: Vec<Counts>,
    pub total: Counts,
}

impl<'a> View<'a> {
    pub fn new(document: &'a Document, page: &'a Page, marks: &'a [Mark], address: &'a str) -> Self {
        let signs: Vec<Signs> = document.blocks.iter().map(|block| Signs::of(document.text_of(block))).collect();
        let count = |(block, signs): (&Block, &Signs)| count(document, block, signs);
        let blocks: Vec<Counts> = document.blocks.iter().zip(&signs).map(count).collect();
        let mut sums = Vec::with_capacity(blocks.len() + 1);
        let mut sum = Counts::default();
        sums.push(sum);
        for block in &blocks {
            sum = sum.plus(*block);
            sums.push(sum);
        }
        let names: Vec<Named<'_>> = page.elements.iter().map(|element| page.named(element)).collect();
        let shape =
            |(element, named): (&Element, &Named<'_>)| xxh3_64_with_seed(named.class.as_bytes(), element.tag as u64);
        let shapes = page.elements.iter().zip(&names).map(shape).collect();
        Self { document, page, marks, address, blocks, signs, names, shapes, sums, total: sum }
    }

    /// Returns the sum over a range of blocks.
    pub fn within(&self, (first, end): Range) -> Counts {
        let at = |index: u32| self.sums.get(index as usize).copied().unwrap_or(self.total);
        at(end).minus(at(first))
    }

    /// Returns the index of the nearest block element of a block.
    pub fn owner(&self, block: usize) -> Option<u32> {
        self.document.blocks.get(block)?.markup.as_ref().map(|markup| markup.element)
    }

    pub fn element(&self, at: u32) -> Option<&'a Element> {
        self.page.elements.get(at as usize)
    }

    /// Returns the element above another.
    pub fn parent(&self, at: u32) -> Option<u32> {
        self.element(at).and_then(|element| element.parent)
    }

    pub fn text(&self, block: usize) -> &'a str {
        self.document.blocks.get(block).map_or("", |block| self.document.text_of(block))
    }
}

impl Counts {
    pub fn plus(self, other: Self) -> Self {
        Self {
            blocks: self.blocks + other.blocks,
            words: self.words + other.words,
            prose: self.prose + other.prose,
            chars: self.chars + other.chars,
            link_chars: self.link_chars + other.link_chars,
            stops: self.stops + other.stops,
        }
    }

    fn minus(self, other: Self) -> Self {
        Self {
            blocks: self.blocks.saturating_sub(other.blocks),
            words: self.words.saturating_sub(other.words),
            prose: self.prose.saturating_sub(other.prose),
            chars: self.chars.saturating_sub(other.chars),
            link_chars: self.link_chars.saturating_sub(other.link_chars),
            stops: self.stops.saturating_sub(other.stops),
        }
    }

    /// Returns the share of the characters that stand in links, from 0 to 1.
    pub fn links(self) -> f32 {
        share(self.link_chars, self.chars).min(1.0)
    }
}

/// Returns `part / whole`, and 0 of nothing.
pub fn share(part: usize, whole: usize) -> f32 {
    if whole == 0 { 0.0 } else { part as f32 / whole as f32 }
}

fn count(document: &Document, block: &Block, signs: &Signs) -> Counts {
    let link_chars = block.markup.as_ref().map_or(0, |markup| markup.link_chars);
    let prose = prose::half_words(block, document.text_of(block));
    Counts { blocks: 1, words: block.words, prose, chars: signs.chars, link_chars, stops: signs.stops }
}
