//! Is so much cut that a person should look first?

use std::sync::Arc;

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Lost;
use crate::judge::lines::dump::DumpType;
use crate::judge::resolve;
use crate::judge::resolve::Policy;
use crate::mark::Mark;
use crate::text;

/// Words that a text has at least for its share to say anything.
const MIN_WORDS: usize = 50;

/// Returns the cuts, the claims that lost, and an alarm where more would go than any text of its kind should lose.
///
/// The line model's claims are then marked and not cut. What rules cut stays cut: each names what it saw.
pub fn resolve(
    document: &Document,
    marks: &mut [Mark],
    policy: &Policy,
    dump: Option<DumpType>,
) -> (Vec<Cut>, Vec<Lost>, Option<String>) {
    let (cuts, lost) = resolve::resolve(document, marks, policy);
    let words: usize = document.blocks.iter().map(|block| block.words).sum();
    let Some(limit) = dump.map(limit).filter(|_| words >= MIN_WORDS) else { return (cuts, lost, None) };
    let removed = removed_share(document, &cuts, words);
    if removed <= limit {
        return (cuts, lost, None);
    }
    let alarm = format!("removed_share {removed:.2} is above {limit:.2}");
    let why: Arc<str> = format!("{alarm}: marked, for a person to look at").into();
    for mark in marks.iter_mut().filter(|mark| mark.by.starts_with("model/") && mark.void.is_none()) {
        mark.void = Some(why.clone());
    }
    let (cuts, lost) = resolve::resolve(document, marks, policy);
    (cuts, lost, Some(alarm))
}

/// Of all words, the most that may go. Of 991 pages at each level of dirt, cleaned by a model that saw no page of their
/// site, none lost so much as full text; as harvest 23 did, and 10 of those lost over 5 % of their content; as what
/// extractors left one in 3,964 did.
fn limit(dump: DumpType) -> f64 {
    match dump {
        DumpType::FullText => 0.9,
        DumpType::Harvest => 0.7,
        DumpType::Extract | DumpType::Flattened | DumpType::Wrapped => 0.3,
    }
}

fn removed_share(document: &Document, cuts: &[Cut], words: usize) -> f64 {
    let removed: usize = cuts.iter().map(|cut| text::count_words(cut.span.of(&document.text))).sum();
    removed as f64 / words.max(1) as f64
}
