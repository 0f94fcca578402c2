//! Does our evidence leave a page nearly empty that the readability algorithm finds an article on?

use std::sync::Arc;

use super::blocks_under;
use crate::document::Document;
use crate::mark::Mark;
use crate::mark::prose::Prose;
use crate::mark::readability;
use crate::text::Span;

/// Of the running text of a page, in percent: with less left our decision is in doubt. On 1,497 pages 4 of the 30 below
/// 5 change, all for the better (word F1 of all 0.0012 up); from 5 to 50 more pages lose by the second opinion than win.
const DOUBT_PERCENT: usize = 5;
/// Running words that the second opinion must keep: fewer are a notice or a teaser.
const MIN_WORDS: usize = 50;
/// How many times our running text the second opinion must keep to be believed; 2 to 4 change the same pages.
const MIN_GAIN: usize = 2;

/// Takes back what markup claims of blocks that the second opinion keeps, where ours leaves next to nothing.
pub fn settle(document: &Document, marks: &mut Vec<Mark>) {
    let claimed = blocks_under(document, marks, is_sure);
    let free = |at: usize| claimed.get(at) == Some(&false);
    let left = Prose::of(document, free).total();
    let whole = Prose::of(document, |_| true).total();
    if left * 100 >= whole * DOUBT_PERCENT || whole < 2 * MIN_WORDS {
        return;
    }
    let Some(kept) = readability::keeps(document) else { return };
    let by_rule = blocks_under(document, marks, |mark| is_sure(mark) && !is_markup(mark));
    let theirs = Prose::of(document, |at| kept.get(at) == Some(&true) && by_rule.get(at) == Some(&false)).total();
    // `Prose` counts half words.
    if theirs >= 2 * MIN_WORDS && theirs >= MIN_GAIN * left {
        give_back(document, marks, &kept);
    }
}

fn is_sure(mark: &Mark) -> bool {
    mark.holds() && mark.verdict.is_none() && !mark.flag_only
}

/// Returns whether a claim rests on the markup alone, not on the words.
fn is_markup(mark: &Mark) -> bool {
    ["structure/", "density/", "content/"].iter().any(|marker| mark.by.starts_with(marker))
}

/// Voids each claim of the markup on a kept block, and claims anew what it covers besides.
fn give_back(document: &Document, marks: &mut Vec<Mark>, kept: &[bool]) {
    let why: Arc<str> = "little else would be left, and the readability algorithm keeps text of it".into();
    let mut pieces = Vec::new();
    for mark in marks.iter_mut().filter(|mark| is_sure(mark) && is_markup(mark)) {
        let runs = without(document, mark.span, kept);
        if runs.as_slice() == [mark.span] {
            continue;
        }
        pieces.extend(runs.into_iter().map(|span| Mark { span, ..mark.clone() }));
        mark.void = Some(why.clone());
    }
    marks.extend(pieces);
}

/// Returns what is left of a span without the kept blocks; the span itself where it covers none of them.
fn without(document: &Document, span: Span, kept: &[bool]) -> Vec<Span> {
    let first = document.blocks.partition_point(|block| block.span.end <= span.start);
    let covered = document.blocks.iter().enumerate().skip(first).take_while(|(_, block)| block.span.start < span.end);
    let mut runs: Vec<Span> = Vec::new();
    let (mut running, mut whole) = (false, true);
    for (at, block) in covered {
        let stays = kept.get(at) == Some(&true);
        whole &= !stays;
        match runs.last_mut() {
            Some(run) if !stays && running => run.end = block.span.end.min(span.end),
            _ if !stays => runs.push(Span::new(block.span.start.max(span.start), block.span.end.min(span.end))),
            _ => {}
        }
        running = !stays;
    }
    if whole { vec![span] } else { runs }
}
