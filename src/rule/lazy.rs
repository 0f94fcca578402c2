//! How is a regex asked, and when is it built? At its first use: most of a few thousand rules never meet a line that could
//! match. It is tried step by step (`walker`) until that has cost as much as an automaton; then one is built. Texts of
//! common characters have one of their own: see `common`.

use std::ops::Range;
use std::sync::Mutex;
use std::sync::OnceLock;
use std::sync::atomic::AtomicU64;
use std::sync::atomic::Ordering;

use regex::Captures;
use regex::Regex;
use regex_syntax::hir::Hir;

use crate::rule::common;
use crate::rule::common::Reach;
use crate::rule::walk::Walk;
use crate::rule::walker::GaveUp;
use crate::rule::walker::Walker;
use crate::rule::whole::Whole;

/// A compiled regex may take this many bytes at most: a huge counted repetition is refused, not built.
pub const REGEX_SIZE_LIMIT: usize = 4 << 20;

/// Bytes that the lazily built automaton of a regex may take: above the default of 2 MiB, at which a few regexes with
/// counted Unicode classes threw theirs away time and again (3,000 articles: 30 ms for one of them, 3 ms here).
pub const DFA_SIZE_LIMIT: usize = 16 << 20;

/// Steps that a regex may take beyond what an automaton would: some milliseconds, as long as building one takes.
const MOST_STEPS: u64 = 1 << 20;
/// Steps that take as long as asking an automaton once, besides one for each byte.
const STEPS_OF_A_QUESTION: u64 = 100;

/// A regex that is compiled at its first use.
#[derive(Debug)]
pub struct LazyRegex {
    source: String,
    /// The regex, parsed, where that was done already: until it is first asked.
    parsed: Mutex<Option<Hir>>,
    walk: OnceLock<Option<Walk>>,
    /// Steps taken beyond what an automaton would have. Threads may lose some of each other's: only speed depends on it.
    debt: AtomicU64,
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

/// A match: where it stands, and its groups that have names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    pub whole: Range<usize>,
    named: Vec<(String, Range<usize>)>,
}

impl Found {
    /// Returns where a group stands; `None` where it has no part in the match.
    pub fn group(&self, name: &str) -> Option<Range<usize>> {
        self.named.iter().find(|(own, _)| own == name).map(|(_, range)| range.clone())
    }

    fn walked(walk: &Walk, slots: &[Option<usize>]) -> Self {
        let range = |group: usize| Some((*slots.get(2 * group)?)?..(*slots.get(2 * group + 1)?)?);
        let named = walk.names().filter_map(|(group, name)| Some((name.to_owned(), range(group)?)));
        Self { whole: range(0).unwrap_or_default(), named: named.collect() }
    }

    fn captured(regex: &Regex, captures: &Captures<'_>) -> Self {
        let names = regex.capture_names().flatten();
        let named = names.filter_map(|name| Some((name.to_owned(), captures.name(name)?.range()))).collect();
        Self { whole: captures.get(0).map(|whole| whole.range()).unwrap_or_default(), named }
    }
}

impl LazyRegex {
    pub fn new(source: String) -> Self {
        Self {
            source,
            parsed: Mutex::default(),
            walk: OnceLock::new(),
            debt: AtomicU64::new(0),
            general: Forms::default(),
            whole: None,
        }
    }

    /// Returns the regex that need not be parsed at its first use.
    #[must_use]
    pub fn with_parsed(self, hir: Option<Hir>) -> Self {
        Self { parsed: Mutex::new(hir), ..self }
    }

    /// Returns the regex that must match the whole of a text.
    pub fn whole(source: &str) -> Self {
        Self { whole: Some(Forms::default()), ..Self::new(format!(r"\A(?:{source})\z")) }
    }

    /// Returns the first match in a text.
    pub fn first(&self, text: &str) -> Option<Found> {
        self.walked(text, |walk, walker| Ok(walker.find(0)?.map(|slots| Found::walked(walk, &slots)))).unwrap_or_else(
            || {
                let regex = self.general(Reach::of(text))?;
                regex.captures(text).map(|captures| Found::captured(regex, &captures))
            },
        )
    }

    /// Returns all matches in a text that are not empty and don't overlap, in order.
    pub fn all(&self, text: &str) -> Vec<Found> {
        self.walked(text, |walk, walker| all_walked(walk, walker, text)).unwrap_or_else(|| {
            let Some(regex) = self.general(Reach::of(text)) else { return Vec::new() };
            // Captures need the slower engine of the regex crate, and most lines hold no match.
            let hits = regex.find_iter(text).filter(|hit| !hit.is_empty());
            let captured = hits.filter_map(|hit| regex.captures_at(text, hit.start()));
            captured.map(|captures| Found::captured(regex, &captures)).collect()
        })
    }

    pub fn is_match(&self, text: &str) -> bool {
        self.walked(text, |_, walker| walker.is_match()).unwrap_or_else(|| {
            let reach = Reach::of(text);
            let whole = self.whole.as_ref().and_then(|forms| forms.get(reach, || Whole::new(&self.hir(reach)?)));
            let found = whole.and_then(|whole| whole.is_match(text));
            found.unwrap_or_else(|| self.general(reach).is_some_and(|regex| regex.is_match(text)))
        })
    }

    /// Asks step by step; `None` where an automaton is to be asked instead.
    fn walked<T>(&self, text: &str, ask: impl FnOnce(&Walk, &mut Walker<'_>) -> Result<T, GaveUp>) -> Option<T> {
        let debt = self.debt.load(Ordering::Relaxed);
        let most = MOST_STEPS.checked_sub(debt).filter(|most| *most > 0)?;
        let parsed = || self.parsed.lock().ok()?.take();
        let walk = self.walk.get_or_init(|| Walk::new(&parsed().or_else(|| self.hir(Reach::Any))?)).as_ref()?;
        let mut walker = Walker::new(walk, text, most);
        let answer = ask(walk, &mut walker).ok();
        let paid = STEPS_OF_A_QUESTION + text.len() as u64;
        self.debt.store((debt + walker.steps).saturating_sub(paid), Ordering::Relaxed);
        answer
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

fn all_walked(walk: &Walk, walker: &mut Walker<'_>, text: &str) -> Result<Vec<Found>, GaveUp> {
    let (mut all, mut from) = (Vec::new(), 0);
    while from <= text.len()
        && let Some(slots) = walker.find(from)?
    {
        let found = Found::walked(walk, &slots);
        from = found.whole.end.max(from);
        if found.whole.is_empty() {
            from = found.whole.end + text.get(from..).and_then(|rest| rest.chars().next()).map_or(1, char::len_utf8);
        } else {
            all.push(found);
        }
    }
    Ok(all)
}

/// Compiles a regex as rules are compiled.
///
/// # Errors
/// Where the syntax is wrong, or the compiled form is above [`REGEX_SIZE_LIMIT`].
pub fn build(source: &str) -> Result<Regex, regex::Error> {
    regex::RegexBuilder::new(source).size_limit(REGEX_SIZE_LIMIT).dfa_size_limit(DFA_SIZE_LIMIT).build()
}
