//! What do boosted decision trees say of a row of numbers? Reads them from lines of text and walks them.

/// Trees whose leaves add up to a logit.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Trees {
    nodes: Vec<Node>,
    leaves: Vec<f32>,
    /// Where each tree begins: 0 or above is a node, below 0 a leaf (`!leaf`).
    roots: Vec<i32>,
}

/// A question: at most the threshold goes left.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Node {
    threshold: f32,
    feature: u32,
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
        (!trees.roots.is_empty()).then_some(trees)
    }

    fn add(&mut self, line: &str) -> Option<()> {
        let (nodes, leaves) = line.split_once('|')?;
        let (node_base, leaf_base) = (self.nodes.len() as i32, self.leaves.len() as i32);
        let values: Option<Vec<f32>> = leaves.split_ascii_whitespace().map(|leaf| leaf.parse().ok()).collect();
        let values = values.filter(|values| !values.is_empty())?;
        let parts: Vec<&str> = nodes.split_ascii_whitespace().collect();
        for (at, part) in parts.iter().enumerate() {
            let mut fields = part.split(':');
            let (feature, threshold) = (fields.next()?.parse().ok()?, fields.next()?.parse().ok()?);
            let mut child = || {
                let to: i32 = fields.next()?.parse().ok()?;
                // Children follow their parent, so that every walk ends.
                let known =
                    if to < 0 { (!to as usize) < values.len() } else { (at + 1..parts.len()).contains(&(to as usize)) };
                known.then_some(if to < 0 { !(!to + leaf_base) } else { to + node_base })
            };
            let (left, right) = (child()?, child()?);
            self.nodes.push(Node { threshold, feature, left, right });
        }
        self.roots.push(if parts.is_empty() { !leaf_base } else { node_base });
        self.leaves.extend(values);
        Some(())
    }

    /// Returns the probability of a row, from 0 to 1; a column that the row does not have counts as 0.
    pub fn probability(&self, row: &[f32]) -> f32 {
        let sum: f32 = self.roots.iter().map(|root| self.leaf(*root, row)).sum();
        1.0 / (1.0 + (-sum).exp())
    }

    fn leaf(&self, root: i32, row: &[f32]) -> f32 {
        let mut at = root;
        while let Some(node) = usize::try_from(at).ok().and_then(|at| self.nodes.get(at)) {
            let value = row.get(node.feature as usize).copied().unwrap_or(0.0);
            at = if value <= node.threshold { node.left } else { node.right };
        }
        self.leaves.get(!at as usize).copied().unwrap_or(0.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_row_falls_through_every_tree() {
        let text = "0:1.5:-1:1 1:0:-2:-3|1 2 4\n|0.5";
        let trees = Trees::read(text.lines()).expect("trees");
        for (row, sum) in [([1.0, 0.0], 1.5), ([1.5, 9.0], 1.5), ([2.0, 0.0], 2.5), ([2.0, 0.1], 4.5)] {
            let want = 1.0 / (1.0 + (-sum as f32).exp());
            assert_eq!(trees.probability(&row), want, "{row:?}");
        }
    }

    #[test]
    fn what_is_no_tree_is_refused() {
        for broken in ["", "0:1:-1|1", "0:1:-1:-2|", "0:1:-1:-2|1", "0:1:0:-1|1", "x:1:-1:-1|1", "0:1:-1:1|1"] {
            assert_eq!(Trees::read([broken].into_iter()), None, "{broken:?}");
        }
    }
}
