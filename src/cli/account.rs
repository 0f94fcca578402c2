//! What is kept of a run beside its output: which inputs, which rules, which arguments?

use std::env;
use std::fs;

use xxhash_rust::xxh3::Xxh3;

use crate::error::Error;
use crate::read::ledger::Ledger;
use crate::report::run_json::RulesOut;
use crate::report::run_json::RunOut;
use crate::report::run_json::hex;
use crate::rule::matcher::RuleSet;
use crate::write::atomic::Out;
use crate::write::output::Target;

/// Options that cannot change the result, by their long and their short name, and whether a value follows.
const WITHOUT_EFFECT: &[(&str, char, bool)] = &[("output", 'o', true), ("jobs", 'j', true), ("quiet", 'q', false)];

/// The account of a run while it runs.
pub struct Account {
    pub run: RunOut,
    ledger: Ledger,
}

impl Account {
    pub fn new(rules: &RuleSet, ledger: Ledger) -> Self {
        let arguments: Vec<String> = env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
        Self { run: RunOut::new(telling(&arguments), rules_out(rules)), ledger }
    }

    /// Returns the account with what was read.
    pub fn close(mut self) -> RunOut {
        self.run.close(self.ledger.totals());
        self.run
    }

    /// Writes it beside the output; an output that is no file (a pipe, a device) has none. A file that is no account
    /// is not touched.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn save(self, target: &Target) -> Result<(), Error> {
        let is_file = match target {
            Target::Stdout => false,
            Target::Folder(_) => true,
            Target::File(path) => fs::metadata(path).is_ok_and(|meta| meta.is_file()),
        };
        let Some(path) = target.account().filter(|_| is_file) else { return Ok(()) };
        if fs::read_to_string(&path).is_ok_and(|text| RunOut::parse(&text).is_err()) {
            let path = path.display();
            anstream::eprintln!("presswash: {path} is there and no account of a run: it stays, this run leaves none");
            return Ok(());
        }
        let mut out = Out::create(&Some(path))?;
        out.write(self.close().json().as_bytes())?;
        out.finish()
    }
}

/// Returns the number of the rules in force and their hash.
pub fn rules_out(rules: &RuleSet) -> RulesOut {
    let mut hash = Xxh3::new();
    for loaded in rules.rules() {
        hash.update(&serde_json::to_vec(&loaded.rule).unwrap_or_default());
    }
    for loaded in rules.overrides() {
        hash.update(&serde_json::to_vec(&loaded.item).unwrap_or_default());
    }
    RulesOut { count: rules.rules().len() as u64, xxh3: hex(hash.digest128()) }
}

/// Returns the arguments without those that cannot change the result.
fn telling(arguments: &[String]) -> Vec<String> {
    let mut kept = Vec::new();
    let mut rest = arguments.iter();
    while let Some(word) = rest.next() {
        let (shown, takes_next) = match word.strip_prefix("--") {
            Some("") => {
                kept.push(word.clone());
                kept.extend(rest.by_ref().cloned());
                break;
            }
            Some(long) => long_option(word, long),
            None => short_options(word),
        };
        kept.extend(shown);
        if takes_next {
            rest.next();
        }
    }
    kept
}

fn long_option(word: &str, long: &str) -> (Option<String>, bool) {
    let (name, value) = long.split_once('=').map_or((long, None), |(name, value)| (name, Some(value)));
    match WITHOUT_EFFECT.iter().find(|(long, ..)| *long == name) {
        Some((_, _, takes)) => (None, *takes && value.is_none()),
        None => (Some(word.to_owned()), false),
    }
}

/// `-qo out` is two options and a value.
fn short_options(word: &str) -> (Option<String>, bool) {
    let Some(letters) = word.strip_prefix('-').filter(|letters| !letters.is_empty()) else {
        return (Some(word.to_owned()), false);
    };
    let mut kept = String::from("-");
    for (at, letter) in letters.char_indices() {
        match WITHOUT_EFFECT.iter().find(|(_, short, _)| *short == letter) {
            Some((_, _, true)) => {
                let ends = at + letter.len_utf8() == letters.len();
                return (Some(kept).filter(|kept| kept.len() > 1), ends);
            }
            Some(_) => {}
            None => kept.push(letter),
        }
    }
    (Some(kept).filter(|kept| kept.len() > 1), false)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn arguments_that_change_nothing_are_left_out() {
        for (given, want) in [
            ("clean a.jsonl -o out", "clean a.jsonl"),
            ("clean -j 4 --quiet a --rules r.yml --output=x", "clean a --rules r.yml"),
            ("clean -qo out a - -j8 --jobs 2", "clean a -"),
            ("clean --keep social -- -o", "clean --keep social -- -o"),
        ] {
            let words: Vec<String> = given.split(' ').map(str::to_owned).collect();
            assert_eq!(telling(&words).join(" "), want, "{given}");
        }
    }
}
