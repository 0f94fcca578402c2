//! Does our evidence leave a page nearly empty that the readability algorithm finds an article on?

use super::blocks_under;
use super::give;
use crate::document::Document;
use crate::mark::Mark;
use crate::mark::prose::Prose;
use crate::mark::readability;

/// Of the running text of a page, in percent: with less left our decision is in doubt. On 1,497 pages 4 of the 30 below
/// 5 change, all for the better (word F1 of all 0.0012 up); from 5 to 50 more pages lose by the second opinion than win.
const DOUBT_PERCENT: usize = 5;
/// Running words that the second opinion must keep: fewer are a notice or a teaser.
const MIN_WORDS: usize = 50;
/// How many times our running text the second opinion must keep to be believed; 2 to 4 change the same pages.
const MIN_GAIN: usize = 2;
const GIVEN_BACK: &str = "little else would be left, and the readability algorithm keeps text of it";

/// Takes back what markup claims of blocks that the second opinion keeps, where ours leaves next to nothing.
pub fn settle(document: &Document, marks: &mut Vec<Mark>) {
    let claimed = blocks_under(document, marks, give::is_sure);
    let free = |at: usize| claimed.get(at) == Some(&false);
    let left = Prose::of(document, free).total();
    let whole = Prose::of(document, |_| true).total();
    if left * 100 >= whole * DOUBT_PERCENT || whole < 2 * MIN_WORDS {
        return;
    }
    let Some(kept) = readability::keeps(document) else { return };
    let by_rule = blocks_under(document, marks, |mark| give::is_sure(mark) && !give::is_markup(mark));
    let theirs = Prose::of(document, |at| kept.get(at) == Some(&true) && by_rule.get(at) == Some(&false)).total();
    // `Prose` counts half words.
    if theirs >= 2 * MIN_WORDS && theirs >= MIN_GAIN * left {
        give::give_back(document, marks, &kept, GIVEN_BACK);
    }
}
