//! What does each outlet of a dump repeat? The first pass over it.
//!
//! ```text
//! documents ─sample▶ pages of each outlet ─dedupe▶ View ─lines, blocks, frames, glue▶ [Draft] ─propose▶ [Rule]
//! ```
//!
//! What is found is said in the rule language, so a person can read, prove and change it, and the same code runs it.

pub mod alike;
pub mod blocks;
pub mod dedupe;
pub mod draft;
pub mod frames;
pub mod glue;
pub mod lines;
pub mod look;
pub mod profile;
pub mod proofs;
pub mod propose;
pub mod sample;
pub mod view;
pub mod words;
pub mod yaml;

use std::sync::Mutex;
use std::sync::PoisonError;
use std::thread;

use crate::rule::Rule;
use crate::rule::matcher::RuleSet;
use crate::survey::sample::Page;
use crate::survey::view::View;

/// What was learnt of an outlet.
#[derive(Clone, Debug)]
pub struct Learnt {
    pub outlet: String,
    /// Documents that were looked at, copies counted once.
    pub documents: usize,
    /// Drafts, the most frequent first.
    pub rules: Vec<Rule>,
}

/// Returns what was learnt of every outlet, in the order of their names.
///
/// What the rules in force cut anyway is not proposed again. The result does not depend on `jobs`.
pub fn learn(outlets: Vec<(String, Vec<Page>)>, in_force: &RuleSet, jobs: usize) -> Vec<Learnt> {
    let queue = Mutex::new(outlets.into_iter());
    let done = Mutex::new(Vec::new());
    let work = || {
        loop {
            let taken = queue.lock().unwrap_or_else(PoisonError::into_inner).next();
            let Some((outlet, pages)) = taken else { return };
            let learnt = of_outlet(outlet, pages, in_force);
            done.lock().unwrap_or_else(PoisonError::into_inner).push(learnt);
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs.max(1) {
            scope.spawn(work);
        }
    });
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by(|a: &Learnt, b| a.outlet.cmp(&b.outlet));
    done
}

fn of_outlet(outlet: String, pages: Vec<Page>, in_force: &RuleSet) -> Learnt {
    let view = View::new(outlet, pages);
    let rules = propose::propose(&view, in_force);
    Learnt { documents: view.len(), outlet: view.outlet, rules }
}
