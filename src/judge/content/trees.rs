//! What do boosted decision trees say of rows of numbers? Reads them from lines of text and answers for many rows.
//!
//! No tree is walked. Every question of a tree is asked, and a "no" strikes the leaves to its left; the first leaf that is
//! left is where the row falls (Lucchese et al., QuickScorer, SIGIR 2015). There is nothing to guess in that for the
//! processor, and several rows are answered at a time; what all rows of a table say alike is asked once.

/// Rows that are answered at a time.
const LANES: usize = 16;
/// Leaves of one tree: each is a bit.
const MAX_LEAVES: usize = 32;

/// Trees whose leaves add up to a logit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trees(Vec<Tree>);

#[derive(Clone, Debug, Default, PartialEq)]
struct Tree {
    questions: Vec<Question>,
    /// From left to right.
    leaves: [f32; MAX_LEAVES],
}

/// Is the number at most the threshold?
#[derive(Clone, Copy, Debug, PartialEq)]
struct Question {
    feature: u32,
    threshold: f32,
    /// The leaves that are left where it is not.
    no: u32,
}

/// A question as it is written: left and right are nodes, below 0 leaves.
struct Node {
    feature: u32,
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
        let trees: Vec<Tree> = lines.map(Tree::read).collect::<Option<_>>()?;
        (!trees.is_empty()).then_some(Self(trees))
    }

    /// Returns the probability of each row of a table of `width` columns, from 0 to 1; a column that the table does
    /// not have counts as 0.
    pub fn probabilities(&self, table: &[f32], width: usize) -> Vec<f32> {
        let width = width.max(1);
        let mut out = Vec::with_capacity(table.len() / width + LANES);
        let asked = Asked::of(&self.0, &bounds(table, width));
        let mut columns = vec![[0.0; LANES]; width];
        for rows in table.chunks(LANES * width) {
            for feature in &asked.features {
                if let Some(column) = columns.get_mut(*feature) {
                    for (value, row) in column.iter_mut().zip(rows.chunks_exact(width)) {
                        *value = row.get(*feature).copied().unwrap_or(0.0);
                    }
                }
            }
            out.extend(asked.sums(&columns).map(|sum| 1.0 / (1.0 + (-sum).exp())));
        }
        out.truncate(table.len() / width);
        out
    }
}

impl Tree {
    fn read(line: &str) -> Option<Self> {
        let (nodes, leaves) = line.split_once('|')?;
        let values: Option<Vec<f32>> = leaves.split_ascii_whitespace().map(|leaf| leaf.parse().ok()).collect();
        let values = values.filter(|values| (1..=MAX_LEAVES).contains(&values.len()))?;
        let nodes: Option<Vec<Node>> = nodes.split_ascii_whitespace().map(node).collect();
        let nodes = nodes.filter(|nodes| nodes.len() + 1 == values.len())?;
        let mut tree = Self::default();
        let mut placed = 0;
        let mut open = vec![if nodes.is_empty() { Step::To(-1) } else { Step::To(0) }];
        while let Some(step) = open.pop() {
            match step {
                Step::To(leaf) if leaf < 0 => {
                    *tree.leaves.get_mut(placed)? = *values.get(!leaf as usize)?;
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
                    let no = !(bits(placed)? & !bits(first)?);
                    tree.questions.push(Question { feature: node.feature, threshold: node.threshold, no });
                }
            }
        }
        (placed == values.len()).then_some(tree)
    }
}

/// What is left to ask about the rows of one table.
struct Asked<'t> {
    questions: Vec<Question>,
    features: Vec<usize>,
    /// Of each tree the leaves that are left for every row, where its questions end, and the leaves.
    trees: Vec<(u32, usize, &'t [f32; MAX_LEAVES])>,
}

impl<'t> Asked<'t> {
    /// Leaves out the questions to which all rows give the same answer: a third is about the page.
    fn of(trees: &'t [Tree], bounds: &[(f32, f32)]) -> Self {
        let mut asked = Self { questions: Vec::new(), features: Vec::new(), trees: Vec::with_capacity(trees.len()) };
        let mut used = vec![false; bounds.len()];
        for tree in trees {
            let mut left = u32::MAX;
            for question in &tree.questions {
                let (least, most) = bounds.get(question.feature as usize).copied().unwrap_or_default();
                if least > question.threshold {
                    left &= question.no;
                } else if most > question.threshold {
                    asked.questions.push(*question);
                    if let Some(used) = used.get_mut(question.feature as usize) {
                        *used = true;
                    }
                }
            }
            asked.trees.push((left, asked.questions.len(), &tree.leaves));
        }
        asked.features.extend(used.iter().enumerate().filter(|(_, used)| **used).map(|(feature, _)| feature));
        asked
    }

    /// Returns the sum of the leaves of each of the rows whose columns these are.
    fn sums(&self, columns: &[[f32; LANES]]) -> [f32; LANES] {
        let mut sums = [0.0; LANES];
        let mut start = 0;
        for (all, end, leaves) in &self.trees {
            let mut left = [*all; LANES];
            for question in self.questions.get(start..*end).unwrap_or_default() {
                let Some(values) = columns.get(question.feature as usize) else { continue };
                for (left, value) in left.iter_mut().zip(values) {
                    // All bits where the row says yes: without a branch the processor strikes all lanes at once.
                    *left &= question.no | if *value <= question.threshold { u32::MAX } else { 0 };
                }
            }
            start = *end;
            for (sum, left) in sums.iter_mut().zip(left) {
                *sum += leaves.get(left.trailing_zeros() as usize).copied().unwrap_or(0.0);
            }
        }
        sums
    }
}

/// Returns the least and the greatest number of each column.
fn bounds(table: &[f32], width: usize) -> Vec<(f32, f32)> {
    let mut rows = table.chunks_exact(width);
    let mut bounds: Vec<(f32, f32)> = rows.next().unwrap_or_default().iter().map(|value| (*value, *value)).collect();
    for row in rows {
        for ((least, most), value) in bounds.iter_mut().zip(row) {
            (*least, *most) = (least.min(*value), most.max(*value));
        }
    }
    bounds
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
