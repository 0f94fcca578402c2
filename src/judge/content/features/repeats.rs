//! What else on the page is built like a block: rows of a list, posts of a thread, teasers?

use std::collections::HashMap;
use std::hash::DefaultHasher;
use std::hash::Hash;
use std::hash::Hasher;

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
    "in-title",
    "in-description",
    "of-title",
];

pub fn fill(view: &View<'_>, _lexicon: &Lexicon, table: &mut Table) {
    let shapes = Shapes::of(view);
    let mut same: HashMap<&str, usize> = HashMap::new();
    for at in 0..view.blocks.len() {
        *same.entry(view.text(at)).or_default() += 1;
    }
    let titles = words(view.page.metadata.title.iter().map(|found| found.value.as_str()));
    let descriptions = words(view.page.metadata.description.iter().map(|found| found.value.as_str()));
    for at in 0..view.blocks.len() {
        let (alike, group) = shapes.counts(at);
        let (in_title, of_title) = overlap(view.text(at), &titles);
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
                log(same.get(view.text(at)).copied().unwrap_or(0)),
                in_title,
                overlap(view.text(at), &descriptions).0,
                of_title,
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
    let mut hasher = DefaultHasher::new();
    levels.hash(&mut hasher);
    let mut next = view.owner(at);
    for _ in 0..levels {
        let Some(index) = next else { break };
        own.get(index as usize).hash(&mut hasher);
        next = view.parent(index);
    }
    hasher.finish()
}

fn shape(view: &View<'_>, element: &Element) -> u64 {
    let mut hasher = DefaultHasher::new();
    element.tag.hash(&mut hasher);
    let value = view.page.tree.tree.get(element.node).and_then(|node| node.value().as_element());
    value.and_then(|value| value.attr("class")).unwrap_or("").hash(&mut hasher);
    hasher.finish()
}

fn words<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<String> {
    let mut words: Vec<String> = texts.flat_map(split).collect();
    words.sort_unstable();
    words.dedup();
    words
}

fn split(text: &str) -> impl Iterator<Item = String> + '_ {
    text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase)
}

/// Words of a block that are compared: titles and descriptions are no longer.
const MAX_WORDS: usize = 60;

/// Returns the share of a block's words that are among `known`, and the share of `known` that the block has.
fn overlap(text: &str, known: &[String]) -> (f32, f32) {
    if known.is_empty() {
        return (-1.0, -1.0);
    }
    let (mut all, mut hits) = (0, 0);
    for word in split(text).take(MAX_WORDS) {
        all += 1;
        hits += usize::from(known.binary_search(&word).is_ok());
    }
    (share(hits, all), share(hits, known.len()).min(1.0))
}
