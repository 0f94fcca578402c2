//! Where does a line stand: head or tail, beside which neighbours?

use crate::document::Document;
use crate::rule::Neighbour;
use crate::rule::Zone;
use crate::rule::lazy::LazyRegex;
use crate::text;

/// The first lines that count as head in any document: a skip link, a title, a dek, a byline, a date, counters.
const HEAD_LINES: usize = 10;
/// The last lines that count as tail in any document: bios, tags and legal boxes come in longer runs than heads.
const TAIL_LINES: usize = 15;
/// Bytes from the edge of the text within which those lines must start, so that ten lines of a text whose
/// paragraphs are one line each are not all head: about the length of two and of four paragraphs.
const HEAD_BYTES: usize = 1_200;
const TAIL_BYTES: usize = 2_500;
/// Head and tail are at least thirds of the text: the measured catalogue of chrome counts hits by thirds.
const THIRDS: usize = 3;

/// Returns whether a span that starts at byte `at` of block number `block` stands in the zone.
pub fn in_zone(document: &Document, zone: Zone, block: usize, at: usize) -> bool {
    let (len, count) = (document.text.len(), document.blocks.len());
    match zone {
        Zone::Any => true,
        Zone::Head => (block < HEAD_LINES && at <= HEAD_BYTES) || at * THIRDS <= len,
        Zone::Tail => (block + TAIL_LINES >= count && len <= at + TAIL_BYTES) || at * THIRDS >= len * (THIRDS - 1),
    }
}

/// A condition on a neighbour, ready to run.
#[derive(Debug)]
pub struct CompiledNeighbour {
    min_words: Option<usize>,
    max_words: Option<usize>,
    blank: Option<bool>,
    edge: Option<bool>,
    equals: Option<String>,
    regex: Option<LazyRegex>,
    pub category: Vec<String>,
}

/// Which side of a match is looked at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    Prev,
    Next,
}

impl CompiledNeighbour {
    pub fn new(neighbour: &Neighbour) -> Self {
        Self {
            min_words: neighbour.min_words,
            max_words: neighbour.max_words,
            blank: neighbour.blank,
            edge: neighbour.edge,
            equals: neighbour.equals.as_deref().map(text::fold),
            regex: neighbour.regex.as_deref().map(LazyRegex::whole),
            category: neighbour.category.clone(),
        }
    }

    /// Returns the number of the block on one side of block `block`.
    pub fn block_beside(document: &Document, block: usize, side: Side) -> Option<usize> {
        let beside = match side {
            Side::Prev => block.checked_sub(1)?,
            Side::Next => block + 1,
        };
        (beside < document.blocks.len()).then_some(beside)
    }

    /// Returns why the neighbour does not fit (categories are not looked at); `None` where it fits.
    pub fn misfit(&self, document: &Document, block: usize, side: Side) -> Option<String> {
        let word = if side == Side::Prev { "line before" } else { "line after" };
        let beside = Self::block_beside(document, block, side);
        if self.edge.is_some_and(|edge| edge != beside.is_none()) {
            return Some(format!("the {word} is {}", if beside.is_none() { "missing" } else { "there" }));
        }
        let Some(beside) = beside else {
            let asks = self.min_words.is_some() || self.equals.is_some() || self.regex.is_some();
            return asks.then(|| format!("there is no {word}"));
        };
        let item = &document.blocks[beside];
        let gap = document.blocks[block].line.abs_diff(item.line) > 1;
        if self.blank.is_some_and(|blank| blank != gap) {
            return Some(format!("a blank line {} before the {word}", if gap { "stands" } else { "is missing" }));
        }
        if self.min_words.is_some_and(|min| item.words < min) {
            return Some(format!("the {word} has {} words, too few", item.words));
        }
        if self.max_words.is_some_and(|max| item.words > max) {
            return Some(format!("the {word} has {} words, too many", item.words));
        }
        let line = document.text_of(item);
        let unequal = self.equals.as_ref().is_some_and(|want| text::fold(line) != *want);
        let unmatched = self.regex.as_ref().is_some_and(|regex| !regex.is_match(line));
        (unequal || unmatched).then(|| format!("the {word} is another"))
    }
}
