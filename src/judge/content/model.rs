//! What does the trained model say of each block? Its weights are data under `models/main-content/`.

use std::sync::LazyLock;

use super::features;
use super::features::Table;
use super::lexicon::Lexicon;
use super::trees::Trees;
use super::view::View;

/// Below that the first opinion stands: it holds for 39 % of the blocks of 1,497 pages, and word F1 is the same to the
/// fourth digit, cross-validated.
const SURELY_NOT: f32 = 0.02;

/// Both opinions and the words that they know. The first looks at each block and the page around it, the second at
/// what the first says of the blocks around it.
pub struct Model {
    pub lexicon: Lexicon,
    first: Trees,
    second: Trees,
}

static MODEL: LazyLock<Option<Model>> = LazyLock::new(|| {
    Model::read(
        include_str!("../../../models/main-content/names.tsv"),
        include_str!("../../../models/main-content/first.txt"),
        include_str!("../../../models/main-content/second.txt"),
    )
});

impl Model {
    /// Returns the model that is built in; `None` only where its data cannot be read, which a test rules out.
    pub fn built_in() -> Option<&'static Self> {
        MODEL.as_ref()
    }

    /// Reads a model from its three files; `None` where one of the trees cannot be read.
    pub fn read(names: &str, first: &str, second: &str) -> Option<Self> {
        Some(Self {
            lexicon: Lexicon::read(names),
            first: Trees::read(first.lines())?,
            second: Trees::read(second.lines())?,
        })
    }

    /// Returns for each block the probability that it belongs to the main content, from 0 to 1.
    pub fn probabilities(&self, view: &View<'_>) -> Vec<f32> {
        let mut table = features::table(view, &self.lexicon);
        let first = self.first.probabilities(&table.values, table.width);
        features::add_opinions(view, &first, &mut table);
        self.second_opinions(&table, first)
    }

    /// Returns the second opinion on each block of which the first is not sure, and the first on the others.
    fn second_opinions(&self, table: &Table, mut first: Vec<f32>) -> Vec<f32> {
        let mut asked = Vec::with_capacity(table.values.len());
        for (row, _) in table.rows().zip(&first).filter(|(_, p)| **p >= SURELY_NOT) {
            asked.extend_from_slice(row);
        }
        let second = self.second.probabilities(&asked, table.width);
        first.iter_mut().filter(|p| **p >= SURELY_NOT).zip(second).for_each(|(p, second)| *p = second);
        first
    }
}
