//! How sure is the line model that a line is boilerplate? Boosted trees, read from data.
//!
//! `models/lines.md` is the model's card: what it was trained on, how, and how well it does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::judge::lines::dump::DumpType;
use crate::judge::lines::names::NAMES;
use crate::judge::lines::names::Row;
use crate::judge::lines::words::Lexicon;

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    Model::parse(include_str!("../../../models/lines.json"), include_str!("../../../models/lines-words.tsv"))
});

/// Below this log-odds of what was learnt nothing is left to tell apart.
const FLOOR: f32 = -20.0;

/// Log-odds by which a score may be below what is asked for before it is given up: far more than sums of floats err.
const SLACK: f32 = 0.01;

/// `models/lines.json`.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    schema: String,
    features: Vec<String>,
    /// For each dump type, in rising order: a score, and the share of boilerplate among the words of lines with it.
    calibration: BTreeMap<String, Vec<(f32, f32)>>,
    trees: Vec<Tree>,
}

/// A tree as columns, one entry a node; the first is the root, and children stand after their parents.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Tree {
    /// The feature that is asked; -1 in a leaf.
    feature: Vec<i32>,
    /// At most this goes left.
    threshold: Vec<f32>,
    left: Vec<u32>,
    right: Vec<u32>,
    /// 1 where an unknown value goes left.
    unknown_left: Vec<u8>,
    /// Log-odds of the lines that come here, as this tree sees them.
    value: Vec<f32>,
}

impl Tree {
    /// Returns the most that a line can get from it.
    fn most(&self) -> f32 {
        let leaves = self.feature.iter().zip(&self.value).filter(|(feature, _)| **feature < 0);
        leaves.map(|(_, value)| *value).fold(f32::NEG_INFINITY, f32::max)
    }
}

#[derive(Clone, Copy, Debug)]
struct Node {
    feature: Option<u16>,
    unknown_left: bool,
    threshold: f32,
    left: u32,
    right: u32,
    value: f32,
}

/// The trees, checked: every index in them is in bounds, and no path goes in a circle.
#[derive(Debug)]
pub struct Model {
    nodes: Vec<Node>,
    roots: Vec<u32>,
    /// The most that each tree and those after it can add to a score, in log-odds; 0 after the last.
    most: Vec<f32>,
    calibration: BTreeMap<DumpType, Vec<(f32, f32)>>,
    words: Lexicon,
}

/// Returns the model that is built in; `None` where its data is broken, which a test forbids.
pub fn built_in() -> Option<&'static Model> {
    MODEL.as_ref()
}

impl Model {
    /// Reads a model, its trees and the weights of words; `None` where it is for other features, or broken.
    pub fn parse(json: &str, words: &str) -> Option<Self> {
        let file: File = serde_json::from_str(json).ok()?;
        if file.schema != "presswash.line-model/1" || file.features != NAMES {
            return None;
        }
        let calibration = file.calibration.into_iter().map(|(name, knots)| Some((DumpType::parse(&name)?, knots)));
        let (calibration, words) = (calibration.collect::<Option<_>>()?, Lexicon::parse(words)?);
        let mut model = Self { nodes: Vec::new(), roots: Vec::new(), most: vec![0.0], calibration, words };
        for tree in &file.trees {
            model.add(tree)?;
        }
        for tree in file.trees.iter().rev() {
            let after = model.most.last().copied().unwrap_or_default();
            model.most.push(after + tree.most());
        }
        model.most.reverse();
        Some(model)
    }

    fn add(&mut self, tree: &Tree) -> Option<()> {
        let base = u32::try_from(self.nodes.len()).ok()?;
        self.roots.push(base);
        for (at, feature) in tree.feature.iter().enumerate() {
            let feature = if *feature < 0 { None } else { Some(u16::try_from(*feature).ok()?) };
            let (left, right) = (*tree.left.get(at)?, *tree.right.get(at)?);
            let inside = |child: u32| child as usize > at && (child as usize) < tree.feature.len();
            if feature.is_some_and(|feature| feature as usize >= NAMES.len() || !inside(left) || !inside(right)) {
                return None;
            }
            self.nodes.push(Node {
                feature,
                unknown_left: *tree.unknown_left.get(at)? == 1,
                threshold: *tree.threshold.get(at)?,
                left: base + left,
                right: base + right,
                value: *tree.value.get(at)?,
            });
        }
        (!tree.feature.is_empty()).then_some(())
    }

    /// Returns the score of a line, from 0 to 1: the higher, the more like boilerplate; `None` where it cannot reach
    /// `least`, which most lines of prose show after a few trees.
    pub fn score(&self, row: &Row, least: f32) -> Option<f32> {
        let least = (least / (1.0 - least)).ln() - SLACK;
        let mut sum = 0.0;
        for (root, most) in self.roots.iter().zip(&self.most) {
            if sum + most < least {
                return None;
            }
            sum += self.walk(*root, row, |_, _| {});
        }
        Some(1.0 / (1.0 + (-f32::max(sum, FLOOR)).exp()))
    }

    /// Returns the least score at which a line of a dump of that type is boilerplate with that confidence; `None` where
    /// no score is as sure, or the model does not know the type.
    pub fn least_score(&self, confidence: f32, dump: DumpType) -> Option<f32> {
        let knots = self.calibration.get(&dump)?;
        let at = knots.iter().position(|knot| knot.1 >= confidence)?;
        let (above, below) = (knots.get(at)?, at.checked_sub(1).and_then(|before| knots.get(before)));
        Some(below.map_or(0.0, |below| {
            below.0 + (above.0 - below.0) * (confidence - below.1) / (above.1 - below.1).max(f32::EPSILON)
        }))
    }

    /// Returns the weights of words in a language; `None` where there are none.
    pub fn words(&self, language: Option<&str>) -> Option<&Lexicon> {
        self.words.of(language)
    }

    /// Returns whether the model was trained on texts of that type.
    pub fn knows(&self, dump: DumpType) -> bool {
        self.calibration.contains_key(&dump)
    }

    /// Returns the share of boilerplate among lines with that score in dumps of that type; `None` where the model
    /// does not know the type.
    pub fn confidence(&self, score: f32, dump: DumpType) -> Option<f32> {
        let knots = self.calibration.get(&dump)?;
        let above = knots.partition_point(|knot| knot.0 <= score);
        let (before, after) = (above.checked_sub(1).and_then(|at| knots.get(at)), knots.get(above));
        match (before, after) {
            (Some(a), Some(b)) => Some(a.1 + (b.1 - a.1) * (score - a.0) / (b.0 - a.0).max(f32::EPSILON)),
            (Some(only), None) | (None, Some(only)) => Some(only.1),
            (None, None) => None,
        }
    }

    /// Returns what each feature added to the score, in log-odds: the steps along the paths, added up by feature.
    pub fn reasons(&self, row: &Row) -> [f32; NAMES.len()] {
        let mut reasons = [0.0; NAMES.len()];
        for root in &self.roots {
            self.walk(*root, row, |feature, step| {
                if let Some(slot) = reasons.get_mut(feature) {
                    *slot += step;
                }
            });
        }
        reasons
    }

    /// Follows one tree from its root and tells each step: the feature that was asked and what it changed.
    fn walk(&self, root: u32, row: &Row, mut step: impl FnMut(usize, f32)) -> f32 {
        let mut at = root as usize;
        loop {
            let Some(node) = self.nodes.get(at) else { return 0.0 };
            let Some(feature) = node.feature else { return node.value };
            let value = row.get(feature as usize).copied().unwrap_or_default();
            let left = if value.is_nan() { node.unknown_left } else { value <= node.threshold };
            at = if left { node.left } else { node.right } as usize;
            step(feature as usize, self.nodes.get(at).map_or(0.0, |next| next.value - node.value));
        }
    }
}
