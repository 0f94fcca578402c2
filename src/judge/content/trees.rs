//! What do boosted decision trees say of rows of numbers? Reads them from lines of text and answers for many rows.
//!
//! No tree is walked. Every question of every tree is asked feature by feature, and a "no" strikes the leaves to its
//! left; the first leaf that is left is where the row falls (Lucchese et al., QuickScorer, SIGIR 2015). There is nothing
//! to guess in that for the processor, and several rows are answered at a time.

/// Rows that are answered at a time.
const LANES: usize = 8;
/// Leaves of one tree: each is a bit.
const MAX_LEAVES: usize = 32;

/// Trees whose leaves add up to a logit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trees {
    /// The questions about each feature, the lowest threshold first.
    features: Vec<Vec<Question>>,
    /// The leaves of each tree, from left to right.
    leaves: Vec<[f32; MAX_LEAVES]>,
}

/// Is the number at most the threshold?
#[derive(Clone, Copy, Debug, PartialEq)]
struct Question {
    threshold: f32,
    tree: u32,
    /// The leaves that are left where it is not.
    no: u32,
}

/// A question as it is written: left and right are nodes, below 0 leaves.
struct Node {
    feature: usize,
    threshold: f32,
    left: i32,
    right: i32,
}

impl Trees {
    /// Reads one tree a line: its nodes as `feature:threshold:left:right`, a bar, the values of its leaves.
    ///
    /// Left and right are nodes of the same tree; below 0 they are leaves, -1 the first. Returns `None` where a line
    /// is no such tree, or there is none.
    pub fn read<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let mut trees = Self::default();
        for line in lines {
            trees.add(line)?;
        }
        trees.features.iter_mut().for_each(|questions| questions.sort_by(|a, b| a.threshold.total_cmp(&b.threshold)));
        (!trees.leaves.is_empty()).then_some(trees)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let (nodes, leaves) = line.split_once('|')?;
        let values: Option<Vec<f32>> = leaves.split_ascii_whitespace().map(|leaf| leaf.parse().ok()).collect();
        let values = values.filter(|values| (1..=MAX_LEAVES).contains(&values.len()))?;
        let nodes: Option<Vec<Node>> = nodes.split_ascii_whitespace().map(node).collect();
        let nodes = nodes.filter(|nodes| nodes.len() + 1 == values.len())?;
        let mut ordered = [0.0; MAX_LEAVES];
        let mut placed = 0;
        let mut open = vec![if nodes.is_empty() { Step::To(-1) } else { Step::To(0) }];
        let tree = self.leaves.len() as u32;
        while let Some(step) = open.pop() {
            match step {
                Step::To(leaf) if leaf < 0 => {
                    *ordered.get_mut(placed)? = *values.get(!leaf as usize)?;
                    placed += 1;
                }
                Step::To(at) => {
                    let node = nodes.get(at as usize)?;
                    // Children follow their parent, so that every walk ends; the leaves run out where one has two.
                    if (0..=at).contains(&node.left) || (0..=at).contains(&node.right) {
                        return None;
                    }
                    open.extend([Step::To(node.right), Step::Right(at, placed), Step::To(node.left)]);
                }
                Step::Right(at, first) => {
                    let node = nodes.get(at as usize)?;
                    let struck = bits(placed)? & !bits(first)?;
                    self.ask(node, Question { threshold: node.threshold, tree, no: !struck });
                }
            }
        }
        self.leaves.push(ordered);
        (placed == values.len()).then_some(())
    }

    fn ask(&mut self, node: &Node, question: Question) {
        if self.features.len() <= node.feature {
            self.features.resize(node.feature + 1, Vec::new());
        }
        if let Some(questions) = self.features.get_mut(node.feature) {
            questions.push(question);
        }
    }

    /// Returns the probability of each row of a table of `width` columns, from 0 to 1; a column that the table does
    /// not have counts as 0.
    pub fn probabilities(&self, table: &[f32], width: usize) -> Vec<f32> {
        let width = width.max(1);
        let mut out = Vec::with_capacity(table.len() / width + LANES);
        // What all rows say alike is asked once: a third of the questions are about the page.
        let mut shared = vec![[u32::MAX; LANES]; self.leaves.len()];
        let mut asked: Vec<(usize, &[Question])> = Vec::with_capacity(self.features.len());
        for (feature, questions) in self.features.iter().enumerate() {
            match one_value(table, width, feature) {
                Some(value) => strike(questions, [value; LANES], &mut shared),
                None => asked.push((feature, questions)),
            }
        }
        let mut left = shared.clone();
        for rows in table.chunks(LANES * width) {
            left.copy_from_slice(&shared);
            for (feature, questions) in &asked {
                strike(questions, column(rows, width, *feature), &mut left);
            }
            out.extend(self.sums(&left).map(|sum| 1.0 / (1.0 + (-sum).exp())));
        }
        out.truncate(table.len() / width);
        out
    }

    fn sums(&self, left: &[[u32; LANES]]) -> [f32; LANES] {
        let mut sums = [0.0; LANES];
        for (leaves, left) in self.leaves.iter().zip(left) {
            for (sum, left) in sums.iter_mut().zip(left) {
                *sum += leaves.get(left.trailing_zeros() as usize).copied().unwrap_or(0.0);
            }
        }
        sums
    }
}

enum Step {
    /// A node, below 0 a leaf.
    To(i32),
    /// The right branch of a node, and the leaves to the left of the node.
    Right(i32, usize),
}

/// Returns a word with so many of its lowest bits set; `None` of more than a tree may have.
fn bits(count: usize) -> Option<u32> {
    (count <= MAX_LEAVES).then(|| ((1_u64 << count) - 1) as u32)
}

fn node(text: &str) -> Option<Node> {
    let mut fields = text.split(':');
    let feature = fields.next()?.parse::<u16>().ok()?.into();
    let threshold = fields.next()?.parse().ok()?;
    Some(Node { feature, threshold, left: fields.next()?.parse().ok()?, right: fields.next()?.parse().ok()? })
}

/// Returns the number that a column has in every row; 0 of a column that is not there.
fn one_value(table: &[f32], width: usize, feature: usize) -> Option<f32> {
    if feature >= width {
        return Some(0.0);
    }
    let mut values = table.chunks_exact(width).filter_map(|row| row.get(feature).copied());
    let first = values.next().unwrap_or(0.0);
    values.all(|value| value == first).then_some(first)
}

/// Returns the numbers of one column; rows and columns that are not there give 0.
fn column(rows: &[f32], width: usize, feature: usize) -> [f32; LANES] {
    let mut values = [0.0; LANES];
    if feature < width {
        for (value, row) in values.iter_mut().zip(rows.chunks_exact(width)) {
            *value = row.get(feature).copied().unwrap_or(0.0);
        }
    }
    values
}

/// Strikes the leaves that rows with these values cannot reach.
fn strike(questions: &[Question], values: [f32; LANES], left: &mut [[u32; LANES]]) {
    let most = values.iter().copied().fold(f32::MIN, f32::max);
    // Where the threshold is no lower than the greatest value, all rows say yes, to this and to all that follow.
    for question in questions.iter().take_while(|question| question.threshold < most) {
        if let Some(left) = left.get_mut(question.tree as usize) {
            for (left, value) in left.iter_mut().zip(&values) {
                // All bits where the row says yes: without a branch the processor strikes all lanes at once.
                *left &= question.no | u32::from(*value <= question.threshold).wrapping_neg();
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_falls_through_every_tree() {
        let text = "0:1.5:-1:1 1:0:-2:-3|1 2 4\n|0.5";
        let trees = Trees::read(text.lines()).expect("trees");
        let cases = [([1.0, 0.0], 1.5), ([1.5, 9.0], 1.5), ([2.0, 0.0], 2.5), ([2.0, 0.1], 4.5)];
        for (row, sum) in cases {
            let want = 1.0 / (1.0 + (-sum as f32).exp());
            assert_eq!(trees.probabilities(&row, 2), [want], "{row:?}");
        }
        // More rows than are answered at a time, and a rest.
        let table: Vec<f32> = cases.repeat(5).into_iter().flat_map(|(row, _)| row).collect();
        let alone: Vec<f32> = cases.repeat(5).iter().flat_map(|(row, _)| trees.probabilities(row, 2)).collect();
        assert_eq!(trees.probabilities(&table, 2), alone);
    }

    #[test]
    fn leaves_may_stand_in_any_order() {
        let trees = Trees::read("0:5:1:-1 0:2:-3:2 1:0:-4:-2|1 2 3 4".lines()).expect("trees");
        for (row, sum) in [([9.0, 0.0], 1.0), ([4.0, 1.0], 2.0), ([1.0, 0.0], 3.0), ([4.0, 0.0], 4.0)] {
            assert_eq!(trees.probabilities(&row, 2), [1.0 / (1.0 + (-sum as f32).exp())], "{row:?}");
        }
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        let giant = format!("|{}", "1 ".repeat(300));
        let twice = "0:1:1:1 0:2:-1:-2|1 2 3";
        for broken in
            ["", "0:1:-1|1", "0:1:-1:-2|", "0:1:-1:-2|1", "0:1:0:-1|1", "x:1:-1:-1|1", "0:1:-1:1|1", &giant, twice]
        {
            assert_eq!(Trees::read([broken].into_iter()), None, "{broken:?}");
        }
    }
}
