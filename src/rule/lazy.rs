//! Which automaton runs a regex, and when is it built? At its first use: most of a few thousand rules never meet a line
//! that could match. Texts of common characters have one of their own: see `common`.

use std::sync::OnceLock;

use regex::Regex;
use regex_syntax::hir::Hir;

use crate::rule::common;
use crate::rule::common::Reach;
use crate::rule::whole::Whole;

/// A compiled regex may take this many bytes at most: a huge counted repetition is refused, not built.
pub const REGEX_SIZE_LIMIT: usize = 4 << 20;

/// Bytes that the lazily built automaton of a regex may take: above the default of 2 MiB, at which a few regexes with
/// counted Unicode classes threw theirs away time and again (3,000 articles: 30 ms for one of them, 3 ms here).
pub const DFA_SIZE_LIMIT: usize = 16 << 20;

/// A regex that is compiled at its first use.
#[derive(Debug)]
pub struct LazyRegex {
    source: String,
    general: Forms<Regex>,
    /// Where the regex must match a whole line: all that is needed to tell whether it does.
    whole: Option<Forms<Whole>>,
}

/// An automaton for texts of each reach; `None` where it cannot be built.
#[derive(Debug)]
struct Forms<T>([OnceLock<Option<T>>; 3]);

impl<T> Default for Forms<T> {
    fn default() -> Self {
        Self([const { OnceLock::new() }; 3])
    }
}

impl<T> Forms<T> {
    fn get(&self, reach: Reach, build: impl FnOnce() -> Option<T>) -> Option<&T> {
        self.0[reach as usize].get_or_init(build).as_ref()
    }
}

impl LazyRegex {
    pub fn new(source: String) -> Self {
        Self { source, general: Forms::default(), whole: None }
    }

    /// Returns the regex that must match the whole of a text.
    pub fn whole(source: &str) -> Self {
        Self { whole: Some(Forms::default()), ..Self::new(format!(r"\A(?:{source})\z")) }
    }

    /// Returns the regex for a text, whose groups have the names that they were given; `None` where it does not compile,
    /// which `load` has refused before.
    pub fn on(&self, text: &str) -> Option<&Regex> {
        self.general(Reach::of(text))
    }

    pub fn is_match(&self, text: &str) -> bool {
        let reach = Reach::of(text);
        let whole = self.whole.as_ref().and_then(|forms| forms.get(reach, || Whole::new(&self.hir(reach)?)));
        let found = whole.and_then(|whole| whole.is_match(text));
        found.unwrap_or_else(|| self.general(reach).is_some_and(|regex| regex.is_match(text)))
    }

    fn general(&self, reach: Reach) -> Option<&Regex> {
        self.general.get(reach, || {
            let reduced = || self.hir(reach).and_then(|hir| build(&hir.to_string()).ok());
            let reduced = if reach < Reach::Any { reduced() } else { None };
            reduced.or_else(|| build(&self.source).ok())
        })
    }

    /// Returns the regex, parsed; for texts of a reach.
    fn hir(&self, reach: Reach) -> Option<Hir> {
        let hir = regex_syntax::parse(&self.source).ok()?;
        Some(if reach < Reach::Any { common::reduce(hir, reach) } else { hir })
    }
}

/// Compiles a regex as rules are compiled.
///
/// # Errors
/// Where the syntax is wrong, or the compiled form is above [`REGEX_SIZE_LIMIT`].
pub fn build(source: &str) -> Result<Regex, regex::Error> {
    regex::RegexBuilder::new(source).size_limit(REGEX_SIZE_LIMIT).dfa_size_limit(DFA_SIZE_LIMIT).build()
}
