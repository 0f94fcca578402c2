//! Where does a block stand in the tree: in which container, beside what, near the centre of the text or far off?

use super::Table;
use super::log;
use crate::document::page::Tag;
use crate::judge::content::lexicon::Lexicon;
use crate::judge::content::view::Counts;
use crate::judge::content::view::Range;
use crate::judge::content::view::View;
use crate::judge::content::view::share;

/// Containers above a block that are looked at; wrappers around the same blocks count once.
const LEVELS: usize = 4;

pub const NAMES: &[&str] = &[
    "depth",
    "up1-prose",
    "up1-links",
    "up1-words",
    "up1-place",
    "up1-mean",
    "up2-prose",
    "up2-links",
    "up2-words",
    "up2-place",
    "up2-mean",
    "up3-prose",
    "up3-links",
    "up3-words",
    "up3-place",
    "up3-mean",
    "up4-prose",
    "up4-links",
    "up4-words",
    "up4-place",
    "up4-mean",
    "to-main",
    "in-main",
    "after-main",
    "article-prose",
    "article-rank",
    "centre",
    "best-centre",
    "top-part",
    "list-length",
    "list-links",
];

pub fn fill(view: &View<'_>, _lexicon: &Lexicon, table: &mut Table) {
    let centres = Centres::of(view);
    let main = main(view);
    for at in 0..view.blocks.len() {
        let mut row = [0.0; 31];
        levels(view, at, &mut row);
        let owner = view.owner(at);
        row[0] = owner.and_then(|owner| view.element(owner)).map_or(0.0, |element| f32::from(element.depth));
        row[21] = to_main(view, at);
        row[22] = f32::from(main.is_some_and(|(first, end)| (first as usize..end as usize).contains(&at)));
        row[23] = f32::from(main.is_some_and(|(_, end)| at >= end as usize));
        let article = above(view, at, Tag::Article);
        row[24] = article.map_or(-1.0, |article| share(article.prose, view.total.prose));
        row[25] = article.map_or(-1.0, |article| log(article.words));
        row[26] = centres.of_block(view, at);
        row[27] = f32::from(centres.in_best(at));
        row[28] = top_part(view, at);
        let list = above(view, at, Tag::Ul).or_else(|| above(view, at, Tag::Ol));
        row[29] = list.map_or(-1.0, |list| log(list.blocks));
        row[30] = list.map_or(-1.0, Counts::links);
        table.set(at, row);
    }
}

/// Fills in the numbers of the containers above a block.
fn levels(view: &View<'_>, at: usize, row: &mut [f32; 31]) {
    let mut held: Range = (at as u32, at as u32 + 1);
    let mut next = view.owner(at);
    let mut level = 0;
    while let Some(element) = next.and_then(|next| view.element(next)) {
        if element.blocks != held && level < LEVELS {
            held = element.blocks;
            let counts = view.within(held);
            let first = 1 + 5 * level;
            if let Some(slots) = row.get_mut(first..first + 5) {
                slots.copy_from_slice(&[
                    share(counts.prose, view.total.prose),
                    counts.links(),
                    share(counts.words, view.total.words),
                    share(at.saturating_sub(held.0 as usize), counts.blocks),
                    share(counts.words, counts.blocks),
                ]);
            }
            level += 1;
        }
        next = element.parent;
    }
}

/// Returns how many containers one has to climb to one that holds half of the running text.
fn to_main(view: &View<'_>, at: usize) -> f32 {
    let (mut steps, mut held) = (0.0, (0, 0));
    let mut next = view.owner(at);
    while let Some(element) = next.and_then(|next| view.element(next)) {
        if element.blocks != held {
            held = element.blocks;
            if 2 * view.within(held).prose >= view.total.prose {
                return steps;
            }
            steps += 1.0;
        }
        next = element.parent;
    }
    steps
}

/// Returns the counts of the nearest element of a kind above a block.
fn above(view: &View<'_>, at: usize, tag: Tag) -> Option<Counts> {
    let mut next = view.owner(at);
    while let Some(element) = next.and_then(|next| view.element(next)) {
        if element.tag == tag {
            return Some(view.within(element.blocks));
        }
        next = element.parent;
    }
    None
}

/// Returns the share of the running text in the last container below the body that still holds the block.
fn top_part(view: &View<'_>, at: usize) -> f32 {
    let whole = (0, view.blocks.len() as u32);
    let mut held = (at as u32, at as u32 + 1);
    let mut next = view.owner(at);
    while let Some(element) = next.and_then(|next| view.element(next)) {
        let most = view.within(element.blocks);
        if element.blocks == whole || most.words * 100 >= view.total.words * 97 {
            break;
        }
        held = element.blocks;
        next = element.parent;
    }
    share(view.within(held).prose, view.total.prose)
}

/// Returns the blocks of the deepest element with 85 % of the running text.
fn main(view: &View<'_>) -> Option<Range> {
    let enough = |blocks: Range| view.within(blocks).prose * 100 >= view.total.prose * 85;
    let deepest = view.page.elements.iter().rev().find(|element| enough(element.blocks));
    deepest.filter(|_| view.total.prose > 0).map(|element| element.blocks)
}

/// Scores of elements after the readability algorithm: running text counts for the parent whole, for the one above
/// half, for the next a third; links take their share away.
struct Centres {
    scores: Vec<f32>,
    best: f32,
    range: Range,
}

impl Centres {
    fn of(view: &View<'_>) -> Self {
        let mut scores = vec![0.0_f32; view.page.elements.len()];
        for (at, counts) in view.blocks.iter().enumerate().filter(|(_, counts)| counts.prose > 0) {
            let worth = 1.0 + counts.stops as f32 + (counts.chars as f32 / 100.0).min(3.0);
            let mut next = view.owner(at).and_then(|owner| view.parent(owner));
            for part in [1.0, 0.5, 0.33] {
                let Some(index) = next else { break };
                if let Some(score) = scores.get_mut(index as usize) {
                    *score += worth * part;
                }
                next = view.parent(index);
            }
        }
        let (mut best, mut range) = (0.0, (0, 0));
        for (score, element) in scores.iter_mut().zip(&view.page.elements) {
            *score *= 1.0 - view.within(element.blocks).links();
            if *score > best {
                (best, range) = (*score, element.blocks);
            }
        }
        Self { scores, best, range }
    }

    /// Returns the best score above a block, of the best on the page.
    fn of_block(&self, view: &View<'_>, at: usize) -> f32 {
        let mut most = 0.0_f32;
        let mut next = view.owner(at);
        for _ in 0..4 {
            let Some(index) = next else { break };
            most = most.max(self.scores.get(index as usize).copied().unwrap_or(0.0));
            next = view.parent(index);
        }
        if self.best > 0.0 { most / self.best } else { 0.0 }
    }

    fn in_best(&self, at: usize) -> bool {
        (self.range.0 as usize..self.range.1 as usize).contains(&at)
    }
}
