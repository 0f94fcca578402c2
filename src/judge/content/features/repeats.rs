//! What else on the page is built like a block: rows of a list, posts of a thread, teasers?

use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;
use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::Table;
use super::log;
use crate::document::page::Element;
use crate::judge::content::lexicon::Lexicon;
use crate::judge::content::view::Counts;
use crate::judge::content::view::View;
use crate::judge::content::view::share;

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
    let shapes = Shapes::of(view);
    let texts: Vec<u64> = (0..view.blocks.len()).map(|at| xxh3_64(view.text(at).as_bytes())).collect();
    let mut same: HashMap<u64, usize> = HashMap::new();
    for text in &texts {
        *same.entry(*text).or_default() += 1;
    }
    for at in 0..view.blocks.len() {
        let (alike, group) = shapes.counts(at);
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
                log(texts.get(at).and_then(|text| same.get(text)).copied().unwrap_or(0)),
            ],
        );
    }
}

/// The blocks that share the tags and classes of their elements: the two nearest, and four.
struct Shapes {
    near: Vec<u64>,
    far: Vec<u64>,
    counts: HashMap<u64, Counts>,
}

impl Shapes {
    fn of(view: &View<'_>) -> Self {
        let own = own_shapes(view);
        let mut counts: HashMap<u64, Counts> = HashMap::new();
        let (mut near, mut far) = (Vec::new(), Vec::new());
        for (at, block) in view.blocks.iter().enumerate() {
            for (levels, keys) in [(NEAR, &mut near), (FAR, &mut far)] {
                let key = shape_of(view, &own, at, levels);
                let held = counts.entry(key).or_default();
                *held = held.plus(*block);
                keys.push(key);
            }
        }
        Self { near, far, counts }
    }

    fn counts(&self, at: usize) -> (Counts, Counts) {
        let of = |keys: &[u64]| keys.get(at).and_then(|key| self.counts.get(key)).copied().unwrap_or_default();
        (of(&self.near), of(&self.far))
    }
}

/// Returns for each block what it shares with those that are built alike.
pub fn shapes(view: &View<'_>) -> Vec<u64> {
    let own = own_shapes(view);
    (0..view.blocks.len()).map(|at| shape_of(view, &own, at, NEAR)).collect()
}

fn own_shapes(view: &View<'_>) -> Vec<u64> {
    view.page.elements.iter().map(|element| shape(view, element)).collect()
}

fn shape_of(view: &View<'_>, own: &[u64], at: usize, levels: usize) -> u64 {
    let mut hash = levels as u64;
    let mut next = view.owner(at);
    for _ in 0..levels {
        let Some(index) = next else { break };
        let one = own.get(index as usize).copied().unwrap_or(0);
        hash = xxh3_64_with_seed(&one.to_le_bytes(), hash);
        next = view.parent(index);
    }
    hash
}

fn shape(view: &View<'_>, element: &Element) -> u64 {
    let value = view.page.tree.tree.get(element.node).and_then(|node| node.value().as_element());
    let class = value.and_then(|value| value.attr("class")).unwrap_or("");
    xxh3_64_with_seed(class.as_bytes(), element.tag as u64)
}
