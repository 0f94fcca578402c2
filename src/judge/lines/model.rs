//! How sure is the line model that a line is boilerplate? Boosted trees, read from data.
//!
//! `models/lines.md` is the model's card: what it was trained on, how, and how well it does.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::judge::lines::dump::DumpType;
use crate::judge::lines::grove::Ground;
use crate::judge::lines::names::NAMES;
use crate::judge::lines::names::Row;
use crate::judge::lines::words::Lexicon;

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    Model::parse(include_str!("../../../models/lines.json"), include_str!("../../../models/lines-words.tsv"))
});

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

/// A node; a leaf leads to itself, whatever it asks.
#[derive(Clone, Copy, Debug, Default)]
pub struct Node {
    threshold: f32,
    pub feature: u16,
    unknown_right: bool,
    /// Where a value up to the threshold goes, and where one above.
    pub children: [u16; 2],
}

impl Node {
    /// Returns a leaf that stands at a place.
    pub fn leaf(place: u16) -> Self {
        Self { children: [place; 2], ..Self::default() }
    }

    /// Returns where a line goes: computed, as a branch would be foreseen wrongly half of the time.
    pub fn next(&self, row: &Row) -> u16 {
        let value = row.get(usize::from(self.feature)).copied().unwrap_or_default();
        let right = (value > self.threshold) | (value.is_nan() & self.unknown_right);
        self.children[usize::from(right)]
    }
}

/// The trees, checked: every index in them is in bounds, and no path goes in a circle.
#[derive(Debug)]
pub struct Model {
    nodes: Vec<Node>,
    /// Log-odds of each node.
    values: Vec<f32>,
    /// For each leaf where its path begins and ends in `steps`.
    paths: Vec<(u32, u32)>,
    /// The features that are asked on the way to a leaf, and what each answer adds.
    steps: Vec<(u16, f32)>,
    roots: Vec<u16>,
    ground: Ground,
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
        let mut model = Self {
            nodes: Vec::new(),
            values: Vec::new(),
            paths: Vec::new(),
            steps: Vec::new(),
            roots: Vec::new(),
            ground: Ground::default(),
            calibration,
            words,
        };
        for tree in &file.trees {
            model.add(tree)?;
        }
        model.ground = Ground::of(&model.nodes, &model.values);
        Some(model)
    }

    fn add(&mut self, tree: &Tree) -> Option<()> {
        let base = u16::try_from(self.nodes.len()).ok()?;
        self.roots.push(base);
        let mut ways: Vec<Vec<(u16, f32)>> = vec![Vec::new(); tree.feature.len()];
        for (at, feature) in tree.feature.iter().enumerate() {
            let (own, value) = (base.checked_add(u16::try_from(at).ok()?)?, *tree.value.get(at)?);
            self.values.push(value);
            let way = std::mem::take(ways.get_mut(at)?);
            let from = u32::try_from(self.steps.len()).ok()?;
            if *feature < 0 {
                self.nodes.push(Node::leaf(own));
                self.steps.extend(&way);
            } else {
                let feature = u16::try_from(*feature).ok().filter(|feature| usize::from(*feature) < NAMES.len())?;
                let (threshold, unknown_right) = (*tree.threshold.get(at)?, *tree.unknown_left.get(at)? != 1);
                let sides = [*tree.left.get(at)?, *tree.right.get(at)?];
                for side in sides {
                    let next = ways.get_mut(side as usize).filter(|_| side as usize > at)?;
                    next.clone_from(&way);
                    next.push((feature, tree.value.get(side as usize)? - value));
                }
                let children = sides.map(|side| base.saturating_add(u16::try_from(side).unwrap_or(u16::MAX)));
                self.nodes.push(Node { threshold, feature, unknown_right, children });
            }
            self.paths.push((from, u32::try_from(self.steps.len()).ok()?));
        }
        (!tree.feature.is_empty()).then_some(())
    }

    /// Returns the nodes of all trees; children stand after their parents.
    pub fn nodes(&self) -> &[Node] {
        &self.nodes
    }

    /// Returns what is the same in all texts.
    pub fn ground(&self) -> &Ground {
        &self.ground
    }

    /// Returns the root of each tree, in their order.
    pub fn roots(&self) -> &[u16] {
        &self.roots
    }

    /// Returns the log-odds of a node.
    pub fn value(&self, at: u16) -> f32 {
        self.values.get(usize::from(at)).copied().unwrap_or_default()
    }

    /// Returns the features that are asked on the way to a leaf, and what each answer adds.
    pub fn steps(&self, leaf: u16) -> &[(u16, f32)] {
        let (from, to) = self.paths.get(usize::from(leaf)).copied().unwrap_or_default();
        self.steps.get(from as usize..to as usize).unwrap_or_default()
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
}
