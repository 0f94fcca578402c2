//! What do the first documents of a dump say of its type?

use std::ops::ControlFlow;
use std::sync::Arc;
use std::sync::atomic::AtomicU64;

use crate::judge::lines::dump::Vote;
use crate::pipeline::Cleaner;
use crate::read;
use crate::read::Options;
use crate::read::Raw;
use crate::read::inputs::Input;
use crate::read::ledger::Ledger;

/// Documents that vote: their mean tells the type of each level of the benchmark, and they take a second at most.
const VOTERS: usize = 100;

/// Returns the cleaner that knows what the first documents of the inputs say.
pub fn with_vote(cleaner: Cleaner, inputs: &[Input], options: &Options) -> Cleaner {
    let vote = vote(inputs, options, &cleaner);
    cleaner.with_vote(vote)
}

/// Returns the vote of the first documents; of inputs that can be read but once (pipes) there is none.
fn vote(inputs: &[Input], options: &Options, cleaner: &Cleaner) -> Vote {
    let mut vote = Vote::default();
    let mut seen = 0;
    for input in inputs.iter().filter(|input| input.size() > 0) {
        let mut emit = |raw: Raw| {
            seen += 1;
            if let Some(fit) = read::parse(raw, options).ok().and_then(|source| cleaner.fit_early(source)) {
                vote.add(&fit);
            }
            if seen < VOTERS { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
        };
        if read::split(input, options, &Arc::new(AtomicU64::new(0)), &Ledger::default(), &mut emit).is_break() {
            break;
        }
    }
    vote
}
