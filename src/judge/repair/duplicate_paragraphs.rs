//! Does a paragraph stand in the document twice?

use std::collections::HashSet;

use crate::judge::repair::Left;
use crate::judge::repair::Proposal;
use crate::judge::repair::Repair;

/// Words of a paragraph that cannot stand twice by intention: verse, refrains, answers and cells of tables are shorter.
const MIN_WORDS: usize = 12;

pub struct DuplicateParagraphs;

impl Repair for DuplicateParagraphs {
    fn name(&self) -> &'static str {
        "duplicate-paragraphs"
    }

    fn why(&self) -> &'static str {
        "The same paragraph stands earlier in the document."
    }

    fn repair(&self, left: &Left<'_>) -> Proposal {
        let mut seen = HashSet::new();
        let long = left.blocks().filter(|block| block.words >= MIN_WORDS);
        let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        let again = long.filter(|block| !seen.insert(words(left.document.text_of(block))));
        Proposal { lines: again.map(|block| block.span).collect(), ..Proposal::default() }
    }
}
