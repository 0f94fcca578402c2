//! Where does a block stand in the tree: in which container, beside what, near the centre of the text or far off?

use super::Table;
use super::log;
use crate::document::page::Tag;
use crate::judge::content::lexicon::Lexicon;
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
    let places = places(view);
    for at in 0..view.blocks.len() {
        let mut row = [0.0; 31];
        levels(view, at, &mut row);
        let owner = view.owner(at);
        let place = owner.and_then(|owner| places.get(owner as usize)).copied().unwrap_or_default();
        row[0] = owner.and_then(|owner| view.element(owner)).map_or(0.0, |element| f32::from(element.depth));
        row[21] = place.to_main;
        row[22] = f32::from(main.is_some_and(|(first, end)| (first as usize..end as usize).contains(&at)));
        row[23] = f32::from(main.is_some_and(|(_, end)| at >= end as usize));
        row[24] = place.article.map_or(-1.0, |article| share(view.within(article).prose, view.total.prose));
        row[25] = place.article.map_or(-1.0, |article| log(view.within(article).words));
        row[26] = centres.of_block(view, at);
        row[27] = f32::from(centres.in_best(at));
        row[28] = share(view.within(place.top.unwrap_or((at as u32, at as u32 + 1))).prose, view.total.prose);
        row[29] = place.list.map_or(-1.0, |list| log(view.within(list).blocks));
        row[30] = place.list.map_or(-1.0, |list| view.within(list).links());
        table.set(at, row);
    }
}

/// What holds for every block of an element.
#[derive(Clone, Copy, Default)]
struct Place {
    /// The nearest article and the nearest list, itself among them.
    article: Option<Range>,
    list: Option<Range>,
    /// How many containers one has to climb to one that holds half of the running text.
    to_main: f32,
    /// The last container on the way up that does not hold (nearly) the whole page.
    top: Option<Range>,
}

fn places(view: &View<'_>) -> Vec<Place> {
    let mut places: Vec<Place> = Vec::with_capacity(view.page.elements.len());
    for element in &view.page.elements {
        let up = element.parent.and_then(|up| places.get(up as usize)).copied().unwrap_or_default();
        let above = element.parent.and_then(|up| view.element(up)).map(|above| above.blocks);
        let held = view.within(element.blocks);
        let is =
            |tags: &[Tag], above: Option<Range>| if tags.contains(&element.tag) { Some(element.blocks) } else { above };
        let whole = held.words * 100 >= view.total.words * 97;
        let step = if above == Some(element.blocks) { 0.0 } else { 1.0 };
        places.push(Place {
            article: is(&[Tag::Article], up.article),
            list: is(&[Tag::Ul, Tag::Ol], up.list),
            to_main: if 2 * held.prose >= view.total.prose { 0.0 } else { up.to_main + step },
            top: if whole { None } else { up.top.or(Some(element.blocks)) },
        });
    }
    places
}

/// Fills in the numbers of the containers above a block.
fn levels(view: &View<'_>, at: usize, row: &mut [f32; 31]) {
    let mut held: Range = (at as u32, at as u32 + 1);
    let mut next = view.owner(at);
    let mut level = 0;
    while let Some(element) = next.and_then(|next| view.element(next)).filter(|_| level < LEVELS) {
        if element.blocks != held {
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
