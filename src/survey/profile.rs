//! What is known of outlets when their documents are cleaned: learnt rules, ready to run.

use std::path::PathBuf;

use crate::error::Error;
use crate::rule::Layer;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::load;
use crate::rule::matcher::Loaded;
use crate::rule::matcher::RuleSet;
use crate::rule::origin::Origin;
use crate::rule::parse;
use crate::survey::Learnt;

/// What outlets repeat.
#[derive(Debug, Default)]
pub struct Profile {
    rules: RuleSet,
}

impl Profile {
    /// Returns the profile of what was just learnt.
    pub fn new(learnt: &[Learnt]) -> Self {
        let rules = learnt.iter().flat_map(|outlet| outlet.rules.iter().cloned());
        Self::of(rules.map(|rule| Loaded { rule, origin: Origin::default() }).collect())
    }

    /// Returns the profile that rule files hold: drafts and stable rules; deprecated ones do not run.
    ///
    /// # Errors
    /// A path cannot be read, or a file is broken.
    pub fn load(paths: &[PathBuf]) -> Result<Self, Error> {
        let mut texts = Vec::new();
        for path in paths {
            texts.extend(load::read(path, Layer::Project)?);
        }
        Ok(Self::of(parse::parse_all(&texts, None).checked()?.rules))
    }

    fn of(mut rules: Vec<Loaded>) -> Self {
        for Loaded { rule, .. } in &mut rules {
            // Who asks for the profile asks for its drafts; who has doubts reviews them and passes them as rules.
            if rule.status == Status::Draft {
                rule.status = Status::Stable;
            }
        }
        Self { rules: RuleSet::compile(rules, Vec::new()) }
    }

    pub fn rules(&self) -> &RuleSet {
        &self.rules
    }

    /// Returns a rule of the set by its place in it.
    pub fn rule(&self, number: usize) -> Option<&Rule> {
        self.rules.rules().get(number).map(|loaded| &loaded.rule)
    }
}
