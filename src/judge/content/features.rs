//! What is known of each block of a page, as numbers: the evidence that the trained model weighs.
//!
//! The trainer reads the same rows (`train/features.rs`), so there is one implementation of each number.

mod context;
mod names;
mod own;
mod repeats;
mod said;
mod smooth;
mod tree;
mod whole;

use super::lexicon::Lexicon;
use super::view::View;

/// One kind of evidence: the names of its numbers, and what fills them in for every block.
pub struct Group {
    pub name: &'static str,
    pub features: &'static [&'static str],
    fill: fn(&View<'_>, &Lexicon, &mut Table),
}

/// Every kind of evidence, in the order of the columns.
pub const GROUPS: &[Group] = &[
    Group { name: "text", features: own::NAMES, fill: own::fill },
    Group { name: "neighbours", features: context::NAMES, fill: context::fill },
    Group { name: "tree", features: tree::NAMES, fill: tree::fill },
    Group { name: "names", features: names::NAMES, fill: names::fill },
    Group { name: "repeats", features: repeats::NAMES, fill: repeats::fill },
    Group { name: "said", features: said::NAMES, fill: said::fill },
    Group { name: "page", features: whole::NAMES, fill: whole::fill },
    Group { name: "opinion", features: smooth::NAMES, fill: |_, _, _| {} },
];

/// A row of numbers for each block, of which a group sees its own columns.
pub struct Table {
    pub width: usize,
    pub values: Vec<f32>,
    first: usize,
    count: usize,
}

impl Table {
    /// Returns the columns of the current group for a block.
    fn row(&mut self, block: usize) -> &mut [f32] {
        let start = block * self.width + self.first;
        self.values.get_mut(start..start + self.count).unwrap_or_default()
    }

    /// Writes the numbers of the current group for a block, in the order of its names.
    fn set<const N: usize>(&mut self, block: usize, numbers: [f32; N]) {
        debug_assert_eq!(N, self.count, "a group names as many columns as it fills in");
        if let Some(row) = self.row(block).first_chunk_mut::<N>() {
            *row = numbers;
        }
    }

    /// Returns the rows in order, one for each block.
    pub fn rows(&self) -> impl Iterator<Item = &[f32]> {
        self.values.chunks_exact(self.width)
    }
}

/// Adds the columns of the last group: what the first opinion, from 0 to 1, says of the blocks around each block.
pub fn add_opinions(view: &View<'_>, first: &[f32], table: &mut Table) {
    table.count = smooth::NAMES.len();
    table.first = table.width - table.count;
    smooth::fill(view, first, table);
}

/// Returns the row of every block; the columns of the last group are 0.
pub fn table(view: &View<'_>, lexicon: &Lexicon) -> Table {
    let width = GROUPS.iter().map(|group| group.features.len()).sum();
    let mut table = Table { width, values: vec![0.0; width * view.blocks.len()], first: 0, count: 0 };
    for group in GROUPS {
        table.count = group.features.len();
        (group.fill)(view, lexicon, &mut table);
        table.first += table.count;
    }
    table
}

/// Returns the logarithm of a count, so that a tree splits small counts as finely as large ones.
fn log(count: usize) -> f32 {
    (count as f32).ln_1p()
}
