//! How far is each line from running text, from claims, from the title and from the best run of lines?

use crate::judge::lines::facts::Line;

/// Distances are told up to here, in lines.
const FAR: usize = 51;
/// Counts of claimed lines are told up to here.
const MANY: u32 = 30;
/// Lines between two lines of running text, told up to here.
const MAX_GAP: usize = 100;
/// What a line costs the best run, in words: two ways to draw its borders.
const PENALTIES: [i64; 2] = [6, 12];
/// Words of a line that the best run counts at most: one giant line is no article.
const MAX_RUN_WORDS: i64 = 60;

/// Where each line stands, one value a line.
pub struct Places {
    rows: Vec<[f32; 15]>,
}

impl Places {
    /// Looks at all lines: once forward, once backward, once for each best run.
    pub fn of(lines: &[Line]) -> Self {
        let mut rows = vec![[0.0; 15]; lines.len()];
        forward(lines, &mut rows);
        backward(lines, &mut rows);
        for (penalty, slot) in PENALTIES.into_iter().zip([11, 13]) {
            best_run(lines, penalty, slot, &mut rows);
        }
        Self { rows }
    }

    /// Returns, in this order: lines since and until running text, since and until a claimed line, claimed lines before
    /// and after, lines since and until the title, since comments and related stories opened, lines of the gap between
    /// running text, distance from and share of each best run.
    pub fn of_line(&self, at: usize) -> [f32; 15] {
        self.rows.get(at).copied().unwrap_or_default()
    }

    /// Returns whether a line stands within the best run by the higher penalty.
    pub fn in_main_run(&self, at: usize) -> bool {
        self.rows.get(at).is_some_and(|row| row[13] == 0.0)
    }
}

/// How many lines ago something was seen.
#[derive(Clone, Copy, Default)]
struct Ago(Option<usize>);

impl Ago {
    fn lines(self, at: usize) -> f32 {
        self.0.map_or(FAR, |seen| at.abs_diff(seen).min(FAR)) as f32
    }

    fn see(&mut self, at: usize, is: bool) {
        if is {
            self.0 = Some(at);
        }
    }
}

fn forward(lines: &[Line], rows: &mut [[f32; 15]]) {
    let [mut long, mut claimed, mut title, mut comments, mut related] = [Ago::default(); 5];
    let mut count = 0;
    for (at, (line, row)) in lines.iter().zip(rows).enumerate() {
        row[0] = long.lines(at);
        row[2] = claimed.lines(at);
        row[4] = count.min(MANY) as f32;
        row[6] = title.lines(at);
        row[8] = comments.lines(at);
        row[9] = related.lines(at);
        long.see(at, line.long);
        claimed.see(at, line.claimed);
        title.see(at, line.titled);
        comments.see(at, line.claims.opens_comments);
        related.see(at, line.claims.opens_related);
        count += u32::from(line.claimed);
    }
}

fn backward(lines: &[Line], rows: &mut [[f32; 15]]) {
    let [mut long, mut claimed, mut title] = [Ago::default(); 3];
    let mut count = 0;
    let mut gap_end = lines.len();
    for at in (0..lines.len()).rev() {
        let (Some(line), Some(row)) = (lines.get(at), rows.get_mut(at)) else { continue };
        row[1] = long.lines(at);
        row[3] = claimed.lines(at);
        row[5] = count.min(MANY) as f32;
        row[7] = title.lines(at);
        long.see(at, line.long);
        claimed.see(at, line.claimed);
        title.see(at, line.titled);
        count += u32::from(line.claimed);
        let starts = at == 0 || lines.get(at - 1).is_some_and(|before| before.long);
        if line.long {
            gap_end = at;
        } else if starts {
            let gap = (gap_end - at).min(MAX_GAP) as f32;
            rows.iter_mut().take(gap_end).skip(at).for_each(|row| row[10] = gap);
        }
    }
}

/// The run of lines whose words, less the penalty for each line, add up to the most.
fn best_run(lines: &[Line], penalty: i64, slot: usize, rows: &mut [[f32; 15]]) {
    let (mut best, mut first, mut end) = (0, 0, 0);
    let (mut sum, mut start) = (0, 0);
    for (at, line) in lines.iter().enumerate() {
        if sum <= 0 {
            (sum, start) = (0, at);
        }
        sum += i64::from(line.shape.words).min(MAX_RUN_WORDS) - penalty;
        if sum > best {
            (best, first, end) = (sum, start, at + 1);
        }
    }
    let words = |lines: &[Line]| lines.iter().map(|line| u64::from(line.shape.words)).sum::<u64>() as f32;
    let share = words(lines.get(first..end).unwrap_or_default()) / words(lines).max(1.0);
    for (at, row) in rows.iter_mut().enumerate() {
        let far = FAR as f32 - 1.0;
        row[slot] = match at {
            at if at < first => -((first - at) as f32).min(far),
            at if at >= end => ((at + 1 - end) as f32).min(far),
            _ => 0.0,
        };
        row[slot + 1] = share;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::lines::shape::Shape;

    /// Lines of so many words; 15 and more are running text.
    fn places(words: &[u32]) -> Places {
        let line = |words: &u32| Line {
            shape: Shape { words: *words, ..Shape::default() },
            long: *words >= 15,
            ..Line::default()
        };
        Places::of(&words.iter().map(line).collect::<Vec<_>>())
    }

    #[test]
    fn a_line_knows_its_distance_from_running_text_and_from_the_best_run() {
        let places = places(&[1, 2, 30, 3, 30, 1]);
        let column = |at: usize| (0..6).map(|line| places.of_line(line)[at]).collect::<Vec<_>>();
        assert_eq!(column(0), [51.0, 51.0, 51.0, 1.0, 2.0, 1.0], "since running text");
        assert_eq!(column(1), [2.0, 1.0, 2.0, 1.0, 51.0, 51.0], "until running text");
        assert_eq!(column(10), [2.0, 2.0, 0.0, 1.0, 0.0, 1.0], "lines of the gap");
        assert_eq!(column(11), [-2.0, -1.0, 0.0, 0.0, 0.0, 1.0], "from the best run");
        assert_eq!(column(12)[0], 63.0 / 67.0, "share of the best run");
    }

    #[test]
    fn a_text_without_words_has_no_best_run() {
        assert_eq!(places(&[0, 0]).of_line(0)[12], 0.0);
    }
}
