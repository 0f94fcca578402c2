//! How is text given back that the markup alone claims?

use std::sync::Arc;

use crate::document::Document;
use crate::mark::Mark;
use crate::text::Span;

/// Returns whether a claim would cut.
pub fn is_sure(mark: &Mark) -> bool {
    mark.holds() && mark.verdict.is_none() && !mark.flag_only
}

/// Returns whether a claim rests on the markup alone, not on the words.
pub fn is_markup(mark: &Mark) -> bool {
    ["structure/", "density/", "content/"].iter().any(|marker| mark.by.starts_with(marker))
}

/// Voids each claim of the markup on a kept block, and claims anew what it covers besides.
pub fn give_back(document: &Document, marks: &mut Vec<Mark>, kept: &[bool], why: &str) {
    let why: Arc<str> = why.into();
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
