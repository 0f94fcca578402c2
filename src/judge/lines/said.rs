//! What do the words of a line and of its neighbours say?

use crate::judge::lines::facts::Line;

/// Lines to either side of which the windows tell.
const WINDOWS: [usize; 3] = [3, 8, 20];

/// The words of all lines, added up.
pub struct Said {
    each: Vec<Option<f32>>,
    sums: Sums,
    known: Sums,
}

impl Said {
    /// Adds up what the words of the lines say.
    pub fn of(lines: &[Line]) -> Self {
        let each: Vec<Option<f32>> = lines.iter().map(|line| line.shape.said).collect();
        let sums = Sums::of(each.iter().map(|said| said.unwrap_or_default()));
        let known = Sums::of(each.iter().map(|said| f32::from(u8::from(said.is_some()))));
        Self { each, sums, known }
    }

    /// Returns what the line says, the two before and after it, the mean of those within 3, 8 and 20 lines, and of the
    /// text; unknown where no word is known.
    pub fn of_line(&self, at: usize) -> [f32; 9] {
        let each = |at: Option<usize>| at.and_then(|at| *self.each.get(at)?).unwrap_or(f32::NAN);
        let [near, far, farther] = WINDOWS.map(|reach| {
            let (first, end) = reach_of(at, reach, self.each.len());
            self.mean(first, end)
        });
        [
            each(Some(at)),
            each(at.checked_sub(1)),
            each(Some(at + 1)),
            each(at.checked_sub(2)),
            each(Some(at + 2)),
            near,
            far,
            farther,
            self.mean(0, self.each.len()),
        ]
    }

    fn mean(&self, first: usize, end: usize) -> f32 {
        let known = self.known.between(first, end);
        if known > 0.0 { self.sums.between(first, end) / known } else { f32::NAN }
    }
}

/// Returns the lines within reach of one, of so many.
pub fn reach_of(at: usize, reach: usize, count: usize) -> (usize, usize) {
    (at.saturating_sub(reach), (at + reach + 1).min(count))
}

/// Sums over all values before each, so that the sum between two places costs the same wherever they are.
pub struct Sums(Vec<f64>);

impl Sums {
    /// Adds up values.
    pub fn of(values: impl Iterator<Item = f32>) -> Self {
        let mut sum = 0.0;
        let rest = values.map(|value| {
            sum += f64::from(value);
            sum
        });
        Self(std::iter::once(0.0).chain(rest).collect())
    }

    /// Returns the sum of the values from `first` up to, not with, `end`.
    pub fn between(&self, first: usize, end: usize) -> f32 {
        let of = |at: usize| self.0.get(at).copied().unwrap_or_default();
        (of(end) - of(first)) as f32
    }
}
