//! What does the first opinion say of the blocks around a block? A page's main content is a few contiguous sections.

use super::Table;
use super::log;
use super::repeats;
use crate::judge::content::view::View;

pub const NAMES: &[&str] = &[
    "p",
    "p-before",
    "p-after",
    "p-before2",
    "p-after2",
    "p-near",
    "p-wide",
    "p-up1",
    "p-up2",
    "p-up3",
    "p-up4",
    "p-alike",
    "p-page",
    "p-most",
    "p-mass-before",
    "p-mass",
];

/// Containers above a block that are looked at.
const LEVELS: usize = 4;

/// Fills in the columns of every block, given the first opinion on each.
pub fn fill(view: &View<'_>, first: &[f32], table: &mut Table) {
    let masses = Masses::of(view, first);
    let alike = alike(view, first);
    let count = first.len();
    let (page, mass) = (masses.mean(0, count), masses.words(0, count));
    let most = first.iter().copied().fold(0.0, f32::max);
    let p = |index: Option<usize>| index.and_then(|index| first.get(index)).copied().unwrap_or(0.0);
    for at in 0..count {
        let near = |reach: usize| masses.mean(at.saturating_sub(reach), (at + reach + 1).min(count));
        let up = levels(view, &masses, at);
        let before = if mass > 0.0 { masses.words(0, at) / mass } else { 0.0 };
        table.set(
            at,
            [
                p(Some(at)),
                p(at.checked_sub(1)),
                p(Some(at + 1)),
                p(at.checked_sub(2)),
                p(Some(at + 2)),
                near(3),
                near(10),
                up[0],
                up[1],
                up[2],
                up[3],
                alike.get(at).copied().unwrap_or(0.0),
                page,
                most,
                before,
                log(mass as usize),
            ],
        );
    }
}

/// Returns for each block the mean opinion on the blocks that are built like it.
fn alike(view: &View<'_>, first: &[f32]) -> Vec<f32> {
    let groups = repeats::alike(view);
    let mut sums = vec![(0.0, 0.0); groups.count];
    for ((group, p), counts) in groups.of.iter().zip(first).zip(&view.blocks) {
        let weight = counts.words as f32 + 0.5;
        if let Some((words, mass)) = sums.get_mut(*group) {
            (*words, *mass) = (*words + weight, *mass + weight * p);
        }
    }
    groups.of.iter().map(|group| sums.get(*group).map_or(0.0, |(words, mass)| mass / words)).collect()
}

/// Words, and the words that the first opinion expects to be content, added up.
struct Masses(Vec<(f32, f32)>);

impl Masses {
    fn of(view: &View<'_>, first: &[f32]) -> Self {
        let mut sums = vec![(0.0, 0.0)];
        let (mut words, mut mass) = (0.0, 0.0);
        for (counts, p) in view.blocks.iter().zip(first) {
            // A block without a word still stands for something.
            let weight = counts.words as f32 + 0.5;
            words += weight;
            mass += weight * p;
            sums.push((words, mass));
        }
        Self(sums)
    }

    fn between(&self, from: usize, to: usize) -> (f32, f32) {
        let at = |index: usize| self.0.get(index).copied().unwrap_or_default();
        (at(to).0 - at(from).0, at(to).1 - at(from).1)
    }

    fn words(&self, from: usize, to: usize) -> f32 {
        self.between(from, to).1
    }

    fn mean(&self, from: usize, to: usize) -> f32 {
        let (words, mass) = self.between(from, to);
        if words > 0.0 { mass / words } else { 0.0 }
    }
}

/// Returns the mean opinion in each of the containers above a block; what is missing repeats the last.
fn levels(view: &View<'_>, masses: &Masses, at: usize) -> [f32; LEVELS] {
    let mut out = [0.0; LEVELS];
    let mut held = (at as u32, at as u32 + 1);
    let mut next = view.owner(at);
    let mut level = 0;
    while let Some(element) = next.and_then(|next| view.element(next)).filter(|_| level < LEVELS) {
        if element.blocks != held {
            held = element.blocks;
            out[level] = masses.mean(held.0 as usize, held.1 as usize);
            level += 1;
        }
        next = element.parent;
    }
    let last = level.checked_sub(1).and_then(|at| out.get(at)).copied().unwrap_or_else(|| masses.mean(at, at + 1));
    out.iter_mut().skip(level).for_each(|slot| *slot = last);
    out
}
