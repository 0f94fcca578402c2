//! Which kinds of text, and which repairs, does a person name on the command line?

use crate::error::Error;
use crate::judge::repair::REPAIRS;
use crate::judge::repair::Repair;
use crate::judge::repair::duplicate_paragraphs::DuplicateParagraphs;
use crate::judge::resolve::CONTENT;
use crate::mark::classes;
use crate::rule::matcher::RuleSet;
use crate::rule::shape::nearest;

/// Returns every kind that some rule or marker may claim, in order.
pub fn known(rules: &RuleSet) -> Vec<&str> {
    let mut known: Vec<&str> = rules.rules().iter().map(|loaded| loaded.rule.category()).collect();
    classes::categories().chain(CONTENT.iter().copied()).for_each(|kind| known.push(kind));
    known.push(DuplicateParagraphs.name());
    known.sort_unstable();
    known.dedup();
    known
}

/// Returns the kinds that the names stand for: a kind's name, or its last word where no other kind ends so
/// (`caption` for `media-caption`).
///
/// # Errors
/// When a name stands for no kind, with the kind that was probably meant.
pub fn named(flag: &str, names: &[String], known: &[&str]) -> Result<Vec<String>, Error> {
    let find = |name: &String| {
        let ends = |kind: &&&str| kind.rsplit('-').next() == Some(name.as_str());
        let mut short = known.iter().filter(ends);
        let only = short.next().filter(|_| short.next().is_none());
        let found = known.iter().find(|kind| **kind == name.as_str()).or(only);
        found.map(|kind| (*kind).to_owned()).ok_or_else(|| {
            let meant =
                nearest(name, known.iter().copied()).map_or_else(String::new, |near| format!(" did you mean {near}?"));
            Error::Usage(format!("{flag} {name}: no such kind of text;{meant} choose of {}", known.join(", ")))
        })
    };
    names.iter().map(find).collect()
}

/// Returns the repairs of these names; `all` stands for every one.
///
/// # Errors
/// When there is no repair of a name.
pub fn repairs(names: &[String]) -> Result<Vec<&'static dyn Repair>, Error> {
    if names.iter().any(|name| name == "all") {
        return Ok(REPAIRS.to_vec());
    }
    let find = |name: &String| {
        REPAIRS.iter().copied().find(|repair| repair.name() == name).ok_or_else(|| {
            let known: Vec<&str> = REPAIRS.iter().map(|repair| repair.name()).collect();
            let meant =
                nearest(name, known.iter().copied()).map_or_else(String::new, |near| format!(" did you mean {near}?"));
            Error::Usage(format!("--repair {name}: unknown;{meant} choose of {}, or all", known.join(", ")))
        })
    };
    names.iter().map(find).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stand_for_kinds_or_are_refused_with_advice() {
        let known = ["byline", "consent", "media-caption", "media-player"];
        let ask = |name: &str| named("--keep", &[name.to_owned()], &known).map_err(|error| error.to_string());
        assert_eq!(ask("caption"), Ok(vec!["media-caption".to_owned()]));
        assert_eq!(ask("byline"), Ok(vec!["byline".to_owned()]));
        for (name, advice) in [("bylines", "did you mean byline?"), ("media", "choose of byline"), ("", "choose of")] {
            assert!(ask(name).is_err_and(|error| error.contains(advice)), "{name}");
        }
    }
}
