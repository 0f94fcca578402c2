//! Does a regex match a text, and which parts of it? Tries one way after the other and goes back where one leads nowhere,
//! in the order of preference that regexes have, so that the first match found is the one that an automaton finds.
//!
//! There are texts on which going back takes for ever: steps are counted, and who counts too many gives up.

use regex_syntax::hir::Look;

use crate::rule::walk::Op;
use crate::rule::walk::Walk;

/// It took too many steps: an automaton must say.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct GaveUp;

/// Where each group begins and ends, the whole match first.
pub type Slots = Vec<Option<usize>>;

/// Where to go on when a way leads nowhere.
#[derive(Clone, Copy, Debug)]
enum Back {
    /// With a step at a place.
    Go { op: u32, at: usize },
    /// One character less of many, which end here; not below the least.
    Less { next: u32, at: usize, least: usize },
    /// One character more of those that `op` takes, up to `left`.
    More { op: u32, at: usize, left: u32 },
    /// A group ended elsewhere before.
    Slot { slot: u32, held: Option<usize> },
}

/// A regex on its way through a text.
pub struct Walker<'a> {
    walk: &'a Walk,
    text: &'a str,
    back: Vec<Back>,
    slots: Slots,
    /// Steps taken, and how many at most.
    pub steps: u64,
    most: u64,
}

impl<'a> Walker<'a> {
    /// Starts with a text; `most` bounds the steps.
    pub fn new(walk: &'a Walk, text: &'a str, most: u64) -> Self {
        Self { walk, text, back: Vec::new(), slots: Vec::new(), steps: 0, most }
    }

    /// Returns whether the regex matches somewhere.
    pub fn is_match(&mut self) -> Result<bool, GaveUp> {
        Ok(self.first_from(0)?.is_some())
    }

    /// Returns the groups of the first match that begins at a place or behind it.
    pub fn find(&mut self, from: usize) -> Result<Option<Slots>, GaveUp> {
        self.slots.clear();
        self.slots.resize(2 * self.walk.groups(), None);
        let Some(start) = self.first_from(from)? else { return Ok(None) };
        let mut slots = std::mem::take(&mut self.slots);
        slots[0] = Some(start);
        Ok(Some(slots))
    }

    /// Returns where the first match begins.
    fn first_from(&mut self, from: usize) -> Result<Option<usize>, GaveUp> {
        let last = if self.walk.anchored { 0 } else { self.text.len() };
        self.steps += (last + 1).saturating_sub(from) as u64 / 4;
        let mut at = from;
        while let Some(start) = self.walk.next_start(self.text, at, last) {
            if self.text.is_char_boundary(start) && self.runs_from(start)? {
                return Ok(Some(start));
            }
            at = start + 1;
        }
        Ok(None)
    }

    fn runs_from(&mut self, start: usize) -> Result<bool, GaveUp> {
        self.back.clear();
        let mut now = Some((self.walk.start(), start));
        while let Some((op, at)) = now {
            self.steps += 1;
            if self.steps > self.most {
                return Err(GaveUp);
            }
            let forward = match self.walk.op(op) {
                Op::End => return Ok(true),
                Op::Text { from, to, next } => {
                    let text = self.walk.text(from, to);
                    let here = self.text.as_bytes().get(at..at + text.len());
                    (here == Some(text)).then_some((next, at + text.len()))
                }
                Op::Many { .. } => self.many(op, at),
                Op::Look { look, next } => stands(look, self.text, at).then_some((next, at)),
                Op::Fork { from, to } => self.fork(from, to, at),
                Op::Save { slot, next } => {
                    if let Some(held) = self.slots.get_mut(slot as usize) {
                        self.back.push(Back::Slot { slot, held: *held });
                        *held = Some(at);
                    }
                    Some((next, at))
                }
            };
            now = forward.or_else(|| self.go_back());
        }
        Ok(false)
    }

    /// Takes the first way that may lead on, and keeps the others.
    fn fork(&mut self, from: u32, to: u32, at: usize) -> Option<(u32, usize)> {
        let (walk, bytes) = (self.walk, self.text.as_bytes());
        let mut ways = walk.ways(from, to).iter().copied().filter(|way| walk.may(*way, bytes, at));
        let first = ways.next()?;
        let kept = self.back.len();
        self.back.extend(ways.map(|op| Back::Go { op, at }));
        self.back[kept..].reverse();
        Some((first, at))
    }

    /// Takes as many characters as there are, or as few as may be.
    fn many(&mut self, op: u32, from: usize) -> Option<(u32, usize)> {
        let Op::Many { class, min, max, greedy, next } = self.walk.op(op) else { return None };
        let (mut at, mut count, mut least) = (from, 0, from);
        let upto = if greedy { max } else { min };
        while count < upto
            && let Some(length) = self.walk.length_at(class, self.text, at)
        {
            at += length;
            count += 1;
            if count == min {
                least = at;
            }
        }
        self.steps += u64::from(count) / 4;
        if count < min {
            return None;
        }
        if !greedy {
            return self.more(op, at, max - min);
        }
        if self.walk.may(next, self.text.as_bytes(), at) {
            if at > least {
                self.back.push(Back::Less { next, at, least });
            }
            return Some((next, at));
        }
        self.less(next, at, least)
    }

    /// Gives characters back until the rest may go on.
    fn less(&mut self, next: u32, mut at: usize, least: usize) -> Option<(u32, usize)> {
        let bytes = self.text.as_bytes();
        while at > least {
            at -= 1;
            self.steps += 1;
            // Within a character nothing goes on, but a class of bytes might seem to.
            if self.walk.may(next, bytes, at) && self.text.is_char_boundary(at) {
                if at > least {
                    self.back.push(Back::Less { next, at, least });
                }
                return Some((next, at));
            }
        }
        None
    }

    /// Goes on where it stands, and keeps that it may take more.
    fn more(&mut self, op: u32, at: usize, left: u32) -> Option<(u32, usize)> {
        let Op::Many { class, next, .. } = self.walk.op(op) else { return None };
        if left > 0
            && let Some(length) = self.walk.length_at(class, self.text, at)
        {
            self.back.push(Back::More { op, at: at + length, left: left - 1 });
        }
        Some((next, at))
    }

    fn go_back(&mut self) -> Option<(u32, usize)> {
        while let Some(back) = self.back.pop() {
            let found = match back {
                Back::Go { op, at } => Some((op, at)),
                Back::Less { next, at, least } => self.less(next, at, least),
                Back::More { op, at, left } => self.more(op, at, left),
                Back::Slot { slot, held } => {
                    self.slots[slot as usize] = held;
                    None
                }
            };
            if found.is_some() {
                return found;
            }
        }
        None
    }
}

/// Returns whether an assertion holds at a place.
fn stands(look: Look, text: &str, at: usize) -> bool {
    let before = || text.get(..at).and_then(|left| left.chars().next_back());
    let after = || text.get(at..).and_then(|right| right.chars().next());
    let border = |is_word: fn(char) -> bool| before().is_some_and(is_word) != after().is_some_and(is_word);
    match look {
        Look::Start => at == 0,
        Look::End => at == text.len(),
        Look::StartLF => before().is_none_or(|c| c == '\n'),
        Look::EndLF => after().is_none_or(|c| c == '\n'),
        Look::WordAscii => border(is_ascii_word),
        Look::WordAsciiNegate => !border(is_ascii_word),
        Look::WordUnicode => border(is_word),
        Look::WordUnicodeNegate => !border(is_word),
        _ => false,
    }
}

fn is_ascii_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

fn is_word(c: char) -> bool {
    is_ascii_word(c) || (!c.is_ascii() && regex_syntax::try_is_word_character(c).unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::load;

    /// One line in so many is shown to a regex.
    const PART: usize = 7;

    fn found(regex: &str, text: &str) -> Option<Vec<Option<(usize, usize)>>> {
        let walk = Walk::new(&regex_syntax::parse(regex).expect(regex)).expect(regex);
        let slots = Walker::new(&walk, text, 100_000).find(0).expect("few steps")?;
        Some(slots.chunks(2).map(|pair| Some((pair[0]?, pair[1]?))).collect())
    }

    #[test]
    fn what_takes_too_long_is_given_up() {
        let walk = Walk::new(&regex_syntax::parse(r"\A(?:a*a*a*a*a*b)\z").expect("a regex")).expect("steps");
        assert_eq!(Walker::new(&walk, &"a".repeat(200), 10_000).is_match(), Err(GaveUp));
        assert_eq!(Walker::new(&walk, "aab", 10_000).is_match(), Ok(true));
    }

    #[test]
    fn built_in_regexes_find_in_the_lines_of_all_proofs_what_the_general_engine_finds() {
        let rules = load::load(&[]).expect("the built-in rules").rules;
        let tests = rules.iter().flat_map(|loaded| &loaded.rule.tests);
        let lines: Vec<&str> = tests.filter_map(|test| test.input.as_deref()).flat_map(str::lines).collect();
        let regexes = rules.iter().filter_map(|loaded| loaded.rule.matches.as_ref()?.regex.as_deref());
        let mut walked = 0;
        for (at, regex) in regexes.enumerate() {
            for source in [regex.to_owned(), format!(r"\A(?:{regex})\z")] {
                let Some(walk) = Walk::new(&regex_syntax::parse(&source).expect("a regex")) else { continue };
                let general = regex::Regex::new(&source).expect("a regex");
                // Each regex sees a part of the lines: all of them take too long.
                for line in lines.iter().skip(at % PART).step_by(PART) {
                    let want = general.find(line).map(|found| (found.start(), found.end()));
                    let Ok(slots) = Walker::new(&walk, line, 1_000_000).find(0) else { continue };
                    assert_eq!(slots.and_then(|slots| Some((slots[0]?, slots[1]?))), want, "{source} on {line}");
                    walked += 1;
                }
            }
        }
        assert!(walked > 10_000, "hardly a regex was asked: {walked}");
    }

    #[test]
    fn what_could_be_repeated_for_ever_and_huge_counts_are_left_to_automata() {
        for regex in ["(?:a?)*", "(?:a|b?)+", "(?:ab){50000}", r"\b{start}a"] {
            assert!(Walk::new(&regex_syntax::parse(regex).expect(regex)).is_none(), "{regex}");
        }
    }

    proptest::proptest! {
        #[test]
        fn groups_are_those_that_the_general_engine_finds(
            regex in r"(?:\(\?i\))?(?:[a-cKé–]|\\b|\\B|\\A|\\z|\\w\{1,3\}\??|[^a-b ]|\.\*\??|(?:\(a\|ж\|éa\)|\(\?<n>b\|\)|\(\?:ab\|a\|c \))(?:[*+?]\??|\{0,2\}\??)?|\[\^a\]\*\?|[ab](?:\?\??|\{2\})){1,6}",
            text in "[a-cKéA-C– жſ]{0,16}",
        ) {
            let Ok(hir) = regex_syntax::parse(&regex) else { return Ok(()) };
            if Walk::new(&hir).is_none() { return Ok(()) }
            let general = regex::Regex::new(&regex).expect("known to parse");
            let groups = general.captures(&text)
                .map(|all| all.iter().map(|group| group.map(|g| (g.start(), g.end()))).collect::<Vec<_>>());
            proptest::prop_assert_eq!(found(&regex, &text), groups, "{} on {}", regex, text);
        }
    }
}
