//! Does a regex match the whole of a line? That and nothing more: no groups, no search for where a match begins.
//!
//! A general regex is compiled three times: forward, backward, and with its groups. Most regexes of rules are only asked
//! whether they match a line from its start to its end, and one automaton tells that: compiling 130 regexes took .7
//! seconds of a run on 9 MB of articles, more than all else that rules did.

use std::fmt;
use std::panic::RefUnwindSafe;
use std::panic::UnwindSafe;

use regex_automata::Anchored;
use regex_automata::Input;
use regex_automata::hybrid::dfa::Cache;
use regex_automata::hybrid::dfa::Config;
use regex_automata::hybrid::dfa::DFA;
use regex_automata::nfa::thompson;
use regex_automata::nfa::thompson::WhichCaptures;
use regex_automata::util::pool::Pool;
use regex_syntax::hir::Hir;

use crate::rule::lazy::DFA_SIZE_LIMIT;
use crate::rule::lazy::REGEX_SIZE_LIMIT;

/// The automaton gives up where it was thrown away so often and built states for so few bytes: as the regex crate has it.
const MIN_CLEARS: usize = 3;
const MIN_BYTES_PER_STATE: usize = 10;

type MakeCache = Box<dyn Fn() -> Cache + Send + Sync + UnwindSafe + RefUnwindSafe>;

/// An automaton over a regex that begins with `\A` and ends with `\z`.
pub struct Whole {
    dfa: DFA,
    caches: Pool<Cache, MakeCache>,
}

impl Whole {
    /// Compiles a regex; `None` where the automaton cannot run it, as with borders of words outside of ASCII.
    pub fn new(hir: &Hir) -> Option<Self> {
        if hir.properties().look_set().contains_word_unicode() {
            return None;
        }
        let thompson =
            thompson::Config::new().which_captures(WhichCaptures::None).nfa_size_limit(Some(REGEX_SIZE_LIMIT));
        let nfa = thompson::Compiler::new().configure(thompson).build_from_hir(hir).ok()?;
        let config = Config::new()
            .cache_capacity(DFA_SIZE_LIMIT)
            .skip_cache_capacity_check(true)
            .minimum_cache_clear_count(Some(MIN_CLEARS))
            .minimum_bytes_per_state(Some(MIN_BYTES_PER_STATE));
        let dfa = DFA::builder().configure(config).build_from_nfa(nfa).ok()?;
        let make: MakeCache = {
            let dfa = dfa.clone();
            Box::new(move || dfa.create_cache())
        };
        Some(Self { dfa, caches: Pool::new(make) })
    }

    /// Returns whether the whole line matches; `None` where the automaton gave up.
    pub fn is_match(&self, line: &str) -> Option<bool> {
        let input = Input::new(line).anchored(Anchored::Yes).earliest(true);
        self.dfa.try_search_fwd(&mut self.caches.get(), &input).ok().map(|found| found.is_some())
    }
}

impl fmt::Debug for Whole {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Whole").finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_matches_as_the_general_engine_says() {
        for regex in [r"(?i)sign up for .{1,20}(?:now|today)!?", r"\p{Lu}\p{L}{2,9} \d+", "a|ab|", r"x.*(?:€|\d)$"] {
            let source = format!(r"\A(?:{regex})\z");
            let hir = regex_syntax::parse(&source).expect(regex);
            let (whole, general) = (Whole::new(&hir).expect(regex), regex::Regex::new(&source).expect(regex));
            for line in ["Sign up for émigré news NOW", "Ämter 12", "ab", "", "x 5 €", "x\n€", "abc", "Sign up for now"]
            {
                assert_eq!(whole.is_match(line), Some(general.is_match(line)), "{regex}: {line}");
            }
        }
        assert!(Whole::new(&regex_syntax::parse(r"\A(?:\bword\b)\z").expect("a regex")).is_none());
    }
}
