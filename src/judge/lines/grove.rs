//! What is left of the model's trees in one text? Half of their questions are about the text as a whole, which all of its
//! lines answer alike: they are asked once, and the trees that are left are small.

use crate::judge::lines::model::Model;
use crate::judge::lines::model::Node;
use crate::judge::lines::names::NAMES;
use crate::judge::lines::names::Row;

/// Log-odds by which a score may be below what is asked for before it is given up: far more than sums of floats err.
const SLACK: f32 = 0.01;
/// Below this log-odds of what was learnt nothing is left to tell apart.
const FLOOR: f32 = -20.0;
/// Trees that are walked together: where a walk goes can't be foreseen, and while one waits the others go on.
const TOGETHER: usize = 8;

/// Whether a feature is the same for all lines of a text.
const OF_TEXT: [bool; NAMES.len()] = of_text();

const fn of_text() -> [bool; NAMES.len()] {
    let mut table = [false; NAMES.len()];
    let mut at = 0;
    while at < table.len() {
        let name = NAMES[at].as_bytes();
        let of_run = name.len() > 6 && matches!(name, [b'r', b'u', b'n', b'-', .., b's', b'h', b'a', b'r', b'e']);
        table[at] = of_run || matches!(name, [b'd', b'o', b'c', b'-', ..]);
        at += 1;
    }
    table
}

/// The trees of a model in one text.
#[derive(Debug)]
pub struct Grove<'a> {
    model: &'a Model,
    /// The nodes of the model, each led to the ones that its text comes to without a look at the line.
    nodes: Vec<Node>,
    roots: Vec<u16>,
    /// The most that each tree and those after it can add to a score, in log-odds; 0 after the last.
    most: Vec<f32>,
}

/// What of the trees is the same in all texts.
#[derive(Debug, Default)]
pub struct Ground {
    /// The most that a path below each node can add, in log-odds, where no question below it is about the text.
    best: Vec<f32>,
    /// The other nodes, the last one first.
    open: Vec<u16>,
    /// The nodes of which a child asks of the text.
    above: Vec<u16>,
}

impl Ground {
    /// Looks at nodes and their log-odds; children stand after their parents.
    pub fn of(nodes: &[Node], values: &[f32]) -> Self {
        let mut ground = Self { best: values.to_vec(), open: Vec::new(), above: Vec::new() };
        let mut is_open = vec![false; nodes.len()];
        for (place, node) in nodes.iter().enumerate().rev() {
            let own = u16::try_from(place).unwrap_or(u16::MAX);
            if node.children == [own; 2] {
                continue;
            }
            let below = node.children.map(usize::from);
            if asks_of_text(node) || below.iter().any(|child| is_open.get(*child) == Some(&true)) {
                is_open[place] = true;
                ground.open.push(own);
            }
            if below.iter().any(|child| nodes.get(*child).is_some_and(asks_of_text)) {
                ground.above.push(own);
            }
            let value = |at: usize| ground.best.get(at).copied().unwrap_or(f32::NEG_INFINITY);
            ground.best[place] = value(below[0]).max(value(below[1]));
        }
        ground
    }
}

/// Returns whether a node that is no leaf asks of the text as a whole.
fn asks_of_text(node: &Node) -> bool {
    OF_TEXT.get(usize::from(node.feature)) == Some(&true)
}

impl<'a> Grove<'a> {
    /// Asks what is asked of the text as a whole; `row` is that of any of its lines.
    pub fn new(model: &'a Model, row: &Row) -> Self {
        let (nodes, ground) = (model.nodes(), model.ground());
        let mut ways: Vec<u16> = (0..=u16::MAX).take(nodes.len()).collect();
        let mut best = ground.best.clone();
        for own in &ground.open {
            let place = usize::from(*own);
            let Some(node) = nodes.get(place) else { continue };
            let value = |at: u16| best.get(usize::from(at)).copied().unwrap_or(f32::NEG_INFINITY);
            if asks_of_text(node) {
                let next = node.next(row);
                let way = ways.get(usize::from(next)).copied().unwrap_or(*own);
                (ways[place], best[place]) = (way, value(way));
            } else {
                best[place] = value(node.children[0]).max(value(node.children[1]));
            }
        }
        let mut most = vec![0.0; model.roots().len() + 1];
        for (tree, root) in model.roots().iter().enumerate().rev() {
            most[tree] = most[tree + 1] + best.get(usize::from(*root)).copied().unwrap_or_default();
        }
        let way = |at: u16| ways.get(usize::from(at)).copied().unwrap_or(at);
        let mut nodes = nodes.to_vec();
        for own in &ground.above {
            if let Some(node) = nodes.get_mut(usize::from(*own)) {
                node.children = node.children.map(way);
            }
        }
        Self { model, nodes, roots: model.roots().iter().map(|root| way(*root)).collect(), most }
    }

    /// Returns the score of a line, from 0 to 1: the higher, the more like boilerplate; `None` where it cannot reach
    /// `least`, which most lines of prose show before the last tree. `leaves` takes where the line comes to in each tree.
    pub fn score(&self, row: &Row, least: f32, leaves: &mut Vec<u16>) -> Option<f32> {
        let least = log_odds(least) - SLACK;
        let mut sum = 0.0;
        leaves.clear();
        for (roots, most) in self.roots.chunks(TOGETHER).zip(self.most.iter().step_by(TOGETHER)) {
            if sum + most < least {
                return None;
            }
            for leaf in self.leaves(roots, row).iter().take(roots.len()) {
                leaves.push(*leaf);
                sum += self.model.value(*leaf);
            }
        }
        Some(1.0 / (1.0 + (-f32::max(sum, FLOOR)).exp()))
    }

    /// Returns whether some line of the text may have a score of at least `least`.
    pub fn may_reach(&self, least: f32) -> bool {
        self.most.first().is_some_and(|most| *most >= log_odds(least) - SLACK)
    }

    /// Returns what each feature added to the score of a line that comes to these leaves, in log-odds: the steps along the
    /// paths, added up by feature.
    pub fn reasons(&self, leaves: &[u16]) -> [f32; NAMES.len()] {
        let mut reasons = [0.0; NAMES.len()];
        for (feature, step) in leaves.iter().flat_map(|leaf| self.model.steps(*leaf)) {
            if let Some(slot) = reasons.get_mut(usize::from(*feature)) {
                *slot += step;
            }
        }
        reasons
    }

    /// Returns the leaves that a line comes to from these roots, in their order; where they are fewer, the rest is nothing.
    fn leaves(&self, roots: &[u16], row: &Row) -> [u16; TOGETHER] {
        let mut at = [roots.first().copied().unwrap_or_default(); TOGETHER];
        at.iter_mut().zip(roots).for_each(|(at, root)| *at = *root);
        loop {
            let mut moved = 0;
            for place in &mut at {
                let next = self.nodes.get(usize::from(*place)).map_or(*place, |node| node.next(row));
                moved |= next ^ *place;
                *place = next;
            }
            if moved == 0 {
                return at;
            }
        }
    }
}

fn log_odds(share: f32) -> f32 {
    (share / (1.0 - share)).ln()
}
