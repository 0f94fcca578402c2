//! Which line is the headline, where the record names no title?
//!
//! Headlines were left out of what the model learnt from, as the gold texts lack them: to it they are short lines among
//! short lines.

use crate::judge::lines::around::Around;
use crate::judge::lines::facts::Line;

/// Lines between the headline and the main run of text at most: byline, section, date, summary.
const MAX_ABOVE: usize = 6;
/// Words of a headline.
const WORDS: std::ops::RangeInclusive<u32> = 4..=25;

/// Returns the nearest line at or above the start of the main run of text that no rule claims, that has the length of a
/// headline, and that does not end as a sentence does.
pub fn find(lines: &[Line], around: &Around<'_>) -> Option<usize> {
    let run = (0..lines.len()).find(|at| around.in_main_run(*at))?;
    (run.saturating_sub(MAX_ABOVE)..=run).rev().find(|at| {
        lines.get(*at).is_some_and(|line| !line.claimed && line.shape.ending == 0 && WORDS.contains(&line.shape.words))
    })
}
