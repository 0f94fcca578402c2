//! What else on the page is built like a block: rows of a list, posts of a thread, teasers?

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Table;
use super::log;
use crate::judge::content::lexicon::Lexicon;
use crate::judge::content::view::Counts;
use crate::judge::content::view::View;
use crate::judge::content::view::share;
use crate::text::hash;
use crate::text::hash::ByHash;

/// Elements up from a block, itself among them, whose tags and classes say how it is built.
const NEAR: usize = 2;
const FAR: usize = 4;

pub const NAMES: &[&str] = &[
    "alike",
    "alike-words",
    "alike-mean",
    "alike-links",
    "alike-prose",
    "group",
    "group-mean",
    "group-links",
    "group-part",
    "same-text",
];

pub fn fill(view: &View<'_>, _lexicon: &Lexicon, table: &mut Table) {
    let (near, far) = (alike(view), Groups::of(shapes(view, FAR)));
    let (near_counts, far_counts) = (near.counts(view), far.counts(view));
    let texts = Groups::of((0..view.blocks.len()).map(|at| hash::of(view.text(at))));
    let text_counts = texts.counts(view);
    for at in 0..view.blocks.len() {
        let (alike, group) = (near.of_block(at, &near_counts), far.of_block(at, &far_counts));
        table.set(
            at,
            [
                log(alike.blocks),
                share(alike.words, view.total.words),
                share(alike.words, alike.blocks),
                alike.links(),
                share(alike.prose, 2 * alike.words),
                log(group.blocks),
                share(group.words, group.blocks),
                group.links(),
                share(group.prose, view.total.prose),
                log(texts.of_block(at, &text_counts).blocks),
            ],
        );
    }
}

/// The blocks of a page in groups that have something in common.
pub struct Groups {
    /// The group of each block.
    pub of: Vec<usize>,
    pub count: usize,
}

impl Groups {
    fn of(keys: impl Iterator<Item = u64>) -> Self {
        let mut known: ByHash<usize> = ByHash::default();
        let of = keys.map(|key| {
            let next = known.len();
            *known.entry(key).or_insert(next)
        });
        Self { of: of.collect(), count: known.len() }
    }

    /// Returns what each group adds up to.
    fn counts(&self, view: &View<'_>) -> Vec<Counts> {
        let mut counts = vec![Counts::default(); self.count];
        for (group, block) in self.of.iter().zip(&view.blocks) {
            if let Some(held) = counts.get_mut(*group) {
                *held = held.plus(*block);
            }
        }
        counts
    }

    fn of_block(&self, at: usize, counts: &[Counts]) -> Counts {
        self.of.get(at).and_then(|group| counts.get(*group)).copied().unwrap_or_default()
    }
}

/// Returns the blocks that share the tags and classes of their two nearest elements.
pub fn alike(view: &View<'_>) -> Groups {
    Groups::of(shapes(view, NEAR))
}

/// Returns for each block what it shares with those whose elements have the same tags and classes, so many up.
fn shapes(view: &View<'_>, levels: usize) -> impl Iterator<Item = u64> {
    (0..view.blocks.len()).map(move |at| {
        let mut hash = levels as u64;
        let mut next = view.owner(at);
        for _ in 0..levels {
            let Some(index) = next else { break };
            let one = view.shapes.get(index as usize).copied().unwrap_or(0);
            hash = xxh3_64_with_seed(&one.to_le_bytes(), hash);
            next = view.parent(index);
        }
        hash
    })
}
