//! What did each rule do: hits, documents, outlets, characters, and an example or two?

use std::collections::BTreeMap;
use std::collections::HashSet;

use xxhash_rust::xxh3::xxh3_64;

use crate::judge::Cut;
use crate::judge::outlet::UNKNOWN;
use crate::mark::Mark;
use crate::report::gather::Seen;
use crate::report::gather::beginning;
use crate::report::gather::smallest::Smallest;

/// Examples kept of each rule.
const EXAMPLES: usize = 2;

/// Characters of an example.
const EXAMPLE_CHARS: usize = 140;

/// Everything that cut, marked or gave a verdict, by its id.
#[derive(Debug, Default)]
pub struct Rules(pub BTreeMap<String, RuleCount>);

/// What one of them did.
#[derive(Debug)]
pub struct RuleCount {
    pub category: String,
    pub why: String,
    /// Cuts, and the documents that they were made in.
    pub hits: u64,
    pub documents: u64,
    /// Code points that it cut.
    pub characters: u64,
    /// Claims that were not cut.
    pub marked: u64,
    /// Documents whose verdict it gave.
    pub verdicts: u64,
    /// Hashes of the outlets' names.
    pub outlets: HashSet<u64>,
    pub examples: Smallest<Example>,
}

/// A cut.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Example {
    pub id: String,
    pub outlet: Option<String>,
    pub text: String,
}

impl Rules {
    /// Counts one document.
    pub fn add(&mut self, seen: &Seen, key: &(u64, String)) {
        let outlet = xxh3_64(seen.source.outlet.as_deref().unwrap_or(UNKNOWN).as_bytes());
        let cuts = &seen.verdict.cuts;
        let mut fired: HashSet<&str> = HashSet::new();
        for cut in cuts {
            let first = fired.insert(&cut.mark.by);
            let text = cut.span.of(&seen.text);
            let count = self.of(&cut.mark);
            count.hits += 1;
            count.documents += u64::from(first);
            count.characters += text.chars().count() as u64;
            count.outlets.insert(outlet);
            if first {
                count.examples.keep(key, || Example {
                    id: seen.source.id.clone(),
                    outlet: seen.source.outlet.clone(),
                    text: beginning(text, EXAMPLE_CHARS),
                });
            }
        }
        for lost in seen.verdict.lost.iter().filter(|lost| lost.mark.void.is_none() && !lost.mark.span.is_empty()) {
            if !Cut::any_touches(cuts, lost.mark.span) {
                self.of(&lost.mark).marked += 1;
            }
        }
        if let Some(by) = &seen.verdict.by {
            let count = self.of(&Mark { by: by.clone(), ..Mark::default() });
            count.verdicts += 1;
            count.outlets.insert(outlet);
        }
    }

    fn of(&mut self, mark: &Mark) -> &mut RuleCount {
        // Most marks are of a rule that is known: no allocation for those.
        if !self.0.contains_key(&*mark.by) {
            self.0.insert(mark.by.to_string(), RuleCount::new(mark));
        }
        let count = self.0.get_mut(&*mark.by).expect("internal error: the rule was counted a line above");
        if count.category.is_empty() {
            count.category = mark.category.to_string();
        }
        // The line model says why of each line: which of its reasons stands here must not depend on the order.
        if count.why.is_empty() || (!mark.why.is_empty() && *mark.why < *count.why) {
            count.why = mark.why.to_string();
        }
        count
    }
}

impl RuleCount {
    fn new(mark: &Mark) -> Self {
        Self {
            category: mark.category.to_string(),
            why: mark.why.to_string(),
            hits: 0,
            documents: 0,
            characters: 0,
            marked: 0,
            verdicts: 0,
            outlets: HashSet::new(),
            examples: Smallest::new(EXAMPLES),
        }
    }
}
