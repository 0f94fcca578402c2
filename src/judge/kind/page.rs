//! What kind is a page, by what is left of it: running text, links to elsewhere, or nothing but a frame?

use crate::document::Block;
use crate::document::Document;
use crate::judge::Cut;
use crate::mark::prose;
use crate::rule::Kind;

/// Words from which on a line is running text.
const RUNNING_WORDS: usize = 20;
/// Words of a line that is more than a label at least.
const LABEL_WORDS: usize = 10;
/// Of a line's characters, in percent: with more of them in links the line is a link, not text with one.
const MAX_LINK_PERCENT: usize = 30;
const LINK_PERCENT: usize = 50;
/// Lines that are links, at least, and of the words that are left the share in links, in percent, from which on a page
/// lists others. Of 1,497 pages this finds 44 of 99 that list things and 36 of 117 collections, and is said of 3 of
/// 793 articles, 2 of 113 threads and 3 of 91 pages of documentation.
const MIN_LINKS: usize = 8;
const LISTING_PERCENT: usize = 30;
/// Words that are left, without a line that is more than a label: a page with fewer shows its frame alone.
const FRAME_WORDS: usize = 20;

/// What is left of a page, in words and lines.
#[derive(Debug, Default)]
pub struct Left {
    words: usize,
    running: usize,
    /// Of 100 times the words.
    in_links: usize,
    links: usize,
    /// Lines that are more than labels.
    lines: usize,
}

impl Left {
    /// Counts the lines that no cut takes whole.
    pub fn of(document: &Document, cuts: &[Cut]) -> Self {
        let mut left = Self::default();
        let mut cuts = cuts.iter().peekable();
        for block in &document.blocks {
            while cuts.next_if(|cut| cut.span.end <= block.span.start).is_some() {}
            if !cuts.peek().is_some_and(|cut| cut.span.contains(block.span)) {
                left.add(block, document.text_of(block));
            }
        }
        left
    }

    fn add(&mut self, block: &Block, text: &str) {
        let percent = prose::link_percent(block, text).min(100);
        self.words += block.words;
        self.in_links += percent * block.words;
        self.links += usize::from(percent >= LINK_PERCENT && block.words > 0);
        self.lines += usize::from(block.words >= LABEL_WORDS);
        if block.words >= RUNNING_WORDS && percent < MAX_LINK_PERCENT {
            self.running += block.words;
        }
    }

    /// Returns whether most of what is left is running text: lines of names and times between it are those of posts.
    pub const fn is_mostly_text(&self) -> bool {
        self.running * 2 > self.words
    }

    /// Returns the verdict that the counts alone allow; `None` for an article.
    pub const fn kind(&self) -> Option<Kind> {
        if self.links >= MIN_LINKS && self.in_links > LISTING_PERCENT * self.words {
            Some(Kind::Listing)
        } else if self.lines == 0 && self.words < FRAME_WORDS {
            Some(Kind::Empty)
        } else {
            None
        }
    }
}
