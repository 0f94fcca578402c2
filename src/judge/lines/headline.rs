//! Which line is the headline, where the record names no title, and which is the standfirst below it?
//!
//! Headlines were left out of what the model learnt from, as the gold texts lack them: to it they are short lines among
//! short lines. So are most standfirsts.

use crate::judge::lines::around::Around;
use crate::judge::lines::facts::Line;

/// Lines between the headline and the main run of text at most: byline, section, date, summary.
const MAX_ABOVE: usize = 6;
/// Words of a headline.
const WORDS: std::ops::RangeInclusive<u32> = 4..=25;

/// Words of a line of the standfirst: fewer are a section or a name.
const STANDFIRST: std::ops::RangeInclusive<u32> = 8..=60;
/// Letters for each digit in it at least: with fewer a line says when and by whom.
const LETTERS_A_DIGIT: u32 = 10;

/// Returns whether a line is one of the two below the headline that no rule claims and that read like a sentence.
pub fn is_standfirst(lines: &[Line], at: usize, is_headline: impl Fn(usize) -> bool) -> bool {
    let reads = |line: &Line| {
        let shape = &line.shape;
        let text = shape.digits * LETTERS_A_DIGIT <= shape.letters && !shape.bullet;
        text && !line.claimed && STANDFIRST.contains(&shape.words)
    };
    let is_free = |at: usize| lines.get(at).is_some_and(reads);
    let above = at.checked_sub(1).filter(|above| is_headline(*above) || is_free(*above));
    is_free(at) && above.is_some_and(|above| is_headline(above) || above.checked_sub(1).is_some_and(&is_headline))
}

/// Returns the nearest line at or above the start of the main run of text that no rule claims, that has the length of a
/// headline, and that does not end as a sentence does.
pub fn find(lines: &[Line], around: &Around<'_>) -> Option<usize> {
    let run = (0..lines.len()).find(|at| around.in_main_run(*at))?;
    (run.saturating_sub(MAX_ABOVE)..=run).rev().find(|at| {
        lines.get(*at).is_some_and(|line| !line.claimed && line.shape.ending == 0 && WORDS.contains(&line.shape.words))
    })
}
