//! By which few numbers can copies of a document, and lines that an outlet repeats, be found later?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::scan::Line;
use crate::judge::evidence::scan::mix;

/// The content of a document as hashes: outside of claims, case and marks set aside.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Print {
    /// Of all lines in their order; `None` for a document without words.
    pub content: Option<u64>,
    /// The lines with the smallest hashes, at most [`MAX_LINES`], in rising order.
    pub lines: Vec<LinePrint>,
}

/// A line as a hash, and its letters and digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LinePrint {
    pub hash: u64,
    pub letters: u32,
}

/// Lines that are kept of a document: a bound on memory. Every document keeps its smallest hashes, so a line
/// that two documents share is mostly kept in both or in neither.
pub const MAX_LINES: usize = 96;

/// Returns the print of a document.
pub fn of(evidence: &Evidence<'_>) -> Print {
    let lines: Vec<&Line> = evidence.scan.lines.iter().filter(|line| line.words > 0 && !line.repeats).collect();
    let content = (!lines.is_empty()).then(|| lines.iter().fold(0, |hash, line| mix(hash, line.hash)));
    let letters = |line: &Line| u32::try_from(line.letters).unwrap_or(u32::MAX);
    let mut prints: Vec<LinePrint> =
        lines.iter().map(|line| LinePrint { hash: line.hash, letters: letters(line) }).collect();
    prints.sort_unstable();
    prints.truncate(MAX_LINES);
    Print { content, lines: prints }
}
