//! What stands around a block, in reading order?

use super::Table;
use super::log;
use crate::document::page::Tag;
use crate::judge::content::lexicon::Lexicon;
use crate::judge::content::view::View;
use crate::judge::content::view::share;

/// Blocks on either side that are looked at as a whole.
const NEAR: usize = 3;
const WIDE: usize = 10;

pub const NAMES: &[&str] = &[
    "before-words",
    "before-links",
    "before2-words",
    "after-words",
    "after-links",
    "after2-words",
    "near-prose",
    "near-links",
    "near-words",
    "wide-prose",
    "wide-links",
    "wide-words",
    "position",
    "word-position",
    "prose-before",
    "prose-after",
    "since-headline",
    "to-prose-before",
    "to-prose-after",
    "since-heading",
    "blank-before",
];

pub fn fill(view: &View<'_>, _lexicon: &Lexicon, table: &mut Table) {
    let count = view.blocks.len();
    let headline = headline(view);
    let (last_prose, next_prose) = (distances(view, false), distances(view, true));
    let mut heading = None;
    for at in 0..count {
        let counts = |index: Option<usize>| index.and_then(|index| view.blocks.get(index)).copied().unwrap_or_default();
        let (before, after) = (counts(at.checked_sub(1)), counts(Some(at + 1)));
        let around = |reach: usize| view.within((at.saturating_sub(reach) as u32, (at + reach + 1).min(count) as u32));
        let (near, wide) = (around(NEAR), around(WIDE));
        let (above, below) = (view.within((0, at as u32)), view.within((at as u32 + 1, count as u32)));
        table.set(
            at,
            [
                log(before.words),
                before.links(),
                log(counts(at.checked_sub(2)).words),
                log(after.words),
                after.links(),
                log(counts(Some(at + 2)).words),
                share(near.prose, 2 * near.words),
                near.links(),
                share(near.words, near.blocks),
                share(wide.prose, 2 * wide.words),
                wide.links(),
                share(wide.words, wide.blocks),
                share(at, count),
                share(above.words, view.total.words),
                share(above.prose, view.total.prose),
                share(below.prose, view.total.prose),
                headline.map_or(-100.0, |headline| (at as f32 - headline as f32).clamp(-50.0, 50.0)),
                last_prose.get(at).copied().unwrap_or(50.0),
                next_prose.get(at).copied().unwrap_or(50.0),
                heading.map_or(50.0, |heading: usize| ((at - heading) as f32).min(50.0)),
                lines_before(view, at).min(9) as f32,
            ],
        );
        if is_heading(view, at) {
            heading = Some(at);
        }
    }
}

/// Returns how many lines down from the block before it a block stands.
fn lines_before(view: &View<'_>, at: usize) -> usize {
    let line = |index: usize| view.document.blocks.get(index).map_or(0, |block| block.line);
    at.checked_sub(1).map_or(usize::MAX, |up| line(at) - line(up))
}

fn is_heading(view: &View<'_>, at: usize) -> bool {
    let tag = view.owner(at).and_then(|owner| view.element(owner)).map(|element| element.tag);
    matches!(tag, Some(Tag::H1 | Tag::H2 | Tag::H3 | Tag::H4 | Tag::H5 | Tag::H6))
}

/// Returns the block of the headline: the longest first-level heading.
fn headline(view: &View<'_>) -> Option<usize> {
    let is_h1 = |at: &usize| {
        view.owner(*at).and_then(|owner| view.element(owner)).is_some_and(|element| element.tag == Tag::H1)
    };
    (0..view.blocks.len())
        .filter(is_h1)
        .max_by_key(|at| (view.blocks.get(*at).map(|counts| counts.words), usize::MAX - at))
}

/// Returns for each block how far the nearest running text before it is, or after it: 50 blocks at most.
fn distances(view: &View<'_>, after: bool) -> Vec<f32> {
    let mut far = 50.0_f32;
    let mut out = vec![50.0; view.blocks.len()];
    let mut visit = |at: usize| {
        if let (Some(slot), Some(counts)) = (out.get_mut(at), view.blocks.get(at)) {
            *slot = far;
            far = if counts.prose > 0 { 1.0 } else { (far + 1.0).min(50.0) };
        }
    };
    if after {
        (0..view.blocks.len()).rev().for_each(&mut visit);
    } else {
        (0..view.blocks.len()).for_each(&mut visit);
    }
    out
}
