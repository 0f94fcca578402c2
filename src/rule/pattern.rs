//! Does a line match a pattern of a rule, and by which needles is such a line found?

use std::sync::OnceLock;

use memchr::memmem::Finder;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;
use regex_syntax::hir::Look;

use crate::rule::Pattern;
use crate::rule::clue;
use crate::rule::clue::Clue;
use crate::rule::edge;
use crate::rule::edge::Bytes;
use crate::rule::folded;
use crate::rule::folded::Folded;
use crate::rule::lazy::LazyRegex;
use crate::rule::literal;
use crate::rule::need::Asked;
use crate::rule::need::Need;
use crate::text;

/// A line longer than this many times a literal cannot fold to it; curly quotes and bullets shrink a line.
const FOLD_SLACK: usize = 3;
/// Bytes that bullets and end marks may add to a line that equals a literal.
const FOLD_MARGIN: usize = 24;

/// The named group of a span regex that is cut.
pub const CUT_GROUP: &str = "cut";

/// How much of the line a regex must cover.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Anchor {
    Line,
    /// A whole sentence of a line.
    Sentence,
    Start,
    End,
    None,
}

/// The largest lines and documents that a pattern is tried on; `None`: any.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Limits {
    /// The longest line in bytes that the regex can match, where the regex bounds it.
    pub bytes: Option<usize>,
    /// The most words of a line: the rule's `max_words`.
    pub words: Option<usize>,
    /// The most words of the whole document: `max_words` of a verdict rule.
    pub document_words: Option<usize>,
}

impl Limits {
    /// Returns whether a line of at least `words` words can match, in a document of at least `document` words.
    pub fn allow(&self, words: usize, document: usize) -> bool {
        // Words of one letter with a space between: no line of so many words is shorter.
        let bytes = (2 * words).saturating_sub(1);
        self.words.is_none_or(|max| words <= max)
            && self.bytes.is_none_or(|max| bytes <= max)
            && self.document_words.is_none_or(|max| document <= max)
    }
}

/// A pattern ready to run.
#[derive(Debug)]
pub struct Compiled {
    exact: bool,
    /// As written where `exact`, else folded; compared to the whole line. Sorted.
    pub equals: Vec<String>,
    /// Bytes of the longest of them; `None` without any.
    longest: Option<usize>,
    starts: Vec<String>,
    contains: Vec<String>,
    pub regex: Option<LazyRegex>,
    /// What a line must hold for the regex to match, where its needles were looked for in that.
    need: Option<Need>,
    /// One of these must stand in the line for the regex to be tried at all, though not in the part that it matches. Folded.
    keywords: Vec<Finder<'static>>,
    /// What a line must begin and end with for the regex to match: everything where the regex may stand inside.
    edges: (Bytes, Bytes),
    /// Bytes that a text has at least and at most for the regex to match.
    lengths: (usize, usize),
    pub limits: Limits,
    /// A line that matches other than by `equals` has one of these; `None`: any line may match.
    pub clues: Option<Vec<Clue>>,
    /// The pattern matches sentences of a line, so that `equals` does not tell the line.
    pub in_line: bool,
    /// The regex names other groups than the one that is cut.
    pub has_names: bool,
    /// What a line must hold besides a needle to match other than by `equals`; built when a line has a needle.
    asked: OnceLock<Asked>,
}

impl Compiled {
    /// Compiles a pattern; `keywords` are needles that the rule's writer gives for its regex.
    pub fn new(pattern: &Pattern, keywords: &[String], anchor: Anchor) -> Self {
        let fold = |text: &String| if pattern.exact { text.clone() } else { text::fold(text) };
        let hir = pattern.regex.as_deref().and_then(|source| regex_syntax::parse(source).ok());
        let mut compiled = Self {
            exact: pattern.exact,
            equals: pattern.equals.iter().chain(&pattern.any_of).map(fold).collect(),
            starts: pattern.starts_with.iter().map(fold).collect(),
            contains: pattern.contains.iter().map(fold).collect(),
            regex: pattern.regex.as_deref().map(|source| anchored(source, anchor)),
            longest: None,
            need: hir.as_ref().map(Need::of),
            keywords: keywords.iter().map(|word| Finder::new(&folded::fold(keyword(word))).into_owned()).collect(),
            edges: hir.as_ref().map_or((Bytes::ALL, Bytes::ALL), |hir| edges(hir, anchor)),
            lengths: hir.as_ref().map_or((0, usize::MAX), |hir| lengths(hir, anchor)),
            limits: Limits::default(),
            clues: None,
            in_line: false,
            has_names: hir.iter().flat_map(group_names).any(|name| name != CUT_GROUP),
            asked: OnceLock::new(),
        };
        if compiled.starts.is_empty() && compiled.contains.is_empty() && anchor == Anchor::Line {
            compiled.limits.bytes = hir.as_ref().and_then(|hir| hir.properties().maximum_len());
        }
        compiled.in_line = anchor == Anchor::Sentence;
        compiled.equals.sort_unstable();
        compiled.longest = compiled.equals.iter().map(String::len).max();
        compiled.clues = compiled.find_clues(hir.as_ref(), keywords);
        compiled.regex = compiled.regex.map(|regex| regex.with_parsed(hir.map(|hir| parsed(hir, anchor))));
        compiled
    }

    fn find_clues(&self, hir: Option<&Hir>, keywords: &[String]) -> Option<Vec<Clue>> {
        let whole = self.equals.iter().filter(|_| self.in_line);
        let literals = self.starts.iter().chain(&self.contains).chain(whole);
        let mut clues: Vec<Clue> = literals.map(|text| Clue::literal(text)).collect();
        if let (Some(hir), Some(need)) = (hir, &self.need) {
            let given: Vec<Clue> = keywords.iter().map(|word| Clue::text(keyword(word))).collect();
            let known = || literal::required(hir).map(|texts| texts.iter().map(|text| Clue::text(text)).collect());
            let simple = if keywords.is_empty() { known() } else { Some(given) };
            let ask = |clue: Clue| Clue { keyword: !keywords.is_empty(), ..clue };
            let each = Clue::of(need).map(|clues| clues.into_iter().map(ask).collect());
            clues.extend(rarer(simple, each)?);
        }
        clues.iter().all(|clue| !clue.needle.is_empty()).then_some(clues)
    }

    /// Returns what a line must hold to match other than by `equals`.
    fn asked(&self) -> &Asked {
        self.asked.get_or_init(|| {
            let regex = self.regex.iter().map(|_| self.need.clone().unwrap_or(Need::Nothing));
            let whole = self.equals.iter().filter(|_| self.in_line);
            let literals = self.starts.iter().chain(&self.contains).chain(whole).map(|literal| Need::words(literal));
            Asked::new(&Need::any(regex.chain(literals).collect()))
        })
    }

    /// Returns whether a line holds what the pattern needs to match in it other than by `equals`.
    pub fn is_met(&self, line: &mut Folded, text: &str) -> bool {
        let asked = self.asked();
        asked.is_empty() || asked.is_met(line.read_once(text))
    }

    /// Returns whether a line has one of the keywords.
    pub fn has_keyword(&self, line: &Folded) -> bool {
        self.keywords.iter().any(|word| line.has(word))
    }

    /// Returns whether the pattern has more than `equals`, so that a line must be looked at.
    pub fn looks_at_lines(&self) -> bool {
        self.regex.is_some() || !self.starts.is_empty() || !self.contains.is_empty() || self.in_line
    }

    /// Returns whether a trimmed line whose folded form is a literal of `equals` matches indeed.
    pub fn equals_line(&self, line: &str) -> bool {
        !self.exact || self.equals.iter().any(|text| text == line)
    }

    /// Returns whether a trimmed line matches in any way.
    pub fn matches(&self, line: &str) -> bool {
        let longest = self.longest.filter(|longest| may_fold_to(line, *longest));
        let is_equal = || {
            let folded = if self.exact { line.to_owned() } else { text::fold(line) };
            self.equals.binary_search(&folded).is_ok()
        };
        (longest.is_some() && is_equal()) || self.matches_line(line)
    }

    /// Returns whether whole lines are compared.
    pub fn has_equals(&self) -> bool {
        self.longest.is_some()
    }

    /// Returns whether only `equals` can match: then to compare is cheaper than to ask what a line holds.
    pub fn is_list(&self) -> bool {
        self.regex.is_none() && self.starts.is_empty() && self.contains.is_empty()
    }

    /// Returns whether a trimmed line matches other than by `equals`.
    pub fn matches_line(&self, line: &str) -> bool {
        self.regex.as_ref().is_some_and(|regex| self.may_match(line) && regex.is_match(line))
            || self.starts.iter().any(|text| self.starts_line(text, line))
            || self.holds_any(line)
    }

    /// Returns whether a text may match at all other than by `equals`, by its length and its first and last byte.
    pub fn may_be(&self, text: &str) -> bool {
        self.regex.is_none() || !self.starts.is_empty() || !self.contains.is_empty() || self.may_match(text)
    }

    /// Returns whether the length and the first and the last byte of a line allow the regex to match.
    pub fn may_match(&self, line: &str) -> bool {
        if line.len() < self.lengths.0 || line.len() > self.lengths.1 {
            return false;
        }
        let allows = |bytes: &Bytes, byte: Option<&u8>| byte.is_none_or(|byte| bytes.holds(*byte));
        allows(&self.edges.0, line.as_bytes().first()) && allows(&self.edges.1, line.as_bytes().last())
    }

    fn starts_line(&self, literal: &str, line: &str) -> bool {
        if self.exact {
            return line.starts_with(literal);
        }
        if first_letter(literal).is_some_and(|first| first_letter(line) != Some(first)) {
            return false;
        }
        // Folding drops characters, at most a few; four times the literal is more than enough of the line.
        let upto = line.char_indices().nth(literal.chars().count() * 4 + 16).map_or(line.len(), |(at, _)| at);
        let folded = text::fold(line.get(..upto).unwrap_or(line));
        folded.strip_prefix(literal).is_some_and(|rest| !ends_mid_word(literal, rest))
    }

    fn holds_any(&self, line: &str) -> bool {
        if self.contains.is_empty() {
            return false;
        }
        if self.exact {
            return self.contains.iter().any(|text| line.contains(text.as_str()));
        }
        let folded = text::fold(line);
        self.contains.iter().any(|text| folded.contains(text.as_str()))
    }
}

/// Returns whether a line is short enough to fold to a literal of at most so many bytes.
pub fn may_fold_to(line: &str, longest: usize) -> bool {
    line.len() <= longest * FOLD_SLACK + FOLD_MARGIN
}

/// Returns the first letter or digit in lower case: what folding leaves alone.
fn first_letter(text: &str) -> Option<char> {
    text.chars().find(|c| c.is_alphanumeric()).and_then(|c| c.to_lowercase().next())
}

/// Returns whether a literal stops inside a word of the line: `copyright` in `copyrighted`.
fn ends_mid_word(literal: &str, rest: &str) -> bool {
    let last = literal.chars().next_back();
    let next = rest.chars().next();
    match (last, next) {
        (Some(a), Some(b)) => a.is_alphanumeric() && b.is_alphanumeric() && !text::is_unspaced(a),
        _ => false,
    }
}

/// Returns the part of a keyword that is looked for: outside of ASCII its longest word.
fn keyword(word: &str) -> &str {
    let longest = || word.split_whitespace().max_by_key(|word| word.len()).unwrap_or(word);
    if word.is_ascii() { word } else { longest() }
}

/// Returns of two sets of clues, of which a match must have one each, the one that fewer lines have.
fn rarer(simple: Option<Vec<Clue>>, each: Option<Vec<Clue>>) -> Option<Vec<Clue>> {
    match (simple, each) {
        (Some(simple), Some(each)) if clue::likelihood(&simple) < clue::likelihood(&each) => Some(simple),
        (simple, each) => each.or(simple),
    }
}

/// Returns the names of the groups of a regex, in order.
pub fn group_names(hir: &Hir) -> Vec<&str> {
    match hir.kind() {
        HirKind::Capture(group) => group.name.as_deref().into_iter().chain(group_names(&group.sub)).collect(),
        HirKind::Repetition(repeat) => group_names(&repeat.sub),
        HirKind::Concat(parts) | HirKind::Alternation(parts) => parts.iter().flat_map(group_names).collect(),
        _ => Vec::new(),
    }
}

fn edges(hir: &Hir, anchor: Anchor) -> (Bytes, Bytes) {
    let begins =
        if matches!(anchor, Anchor::Line | Anchor::Sentence | Anchor::Start) { edge::first(hir) } else { Bytes::ALL };
    let ends =
        if matches!(anchor, Anchor::Line | Anchor::Sentence | Anchor::End) { edge::last(hir) } else { Bytes::ALL };
    (begins, ends)
}

fn lengths(hir: &Hir, anchor: Anchor) -> (usize, usize) {
    let most = hir.properties().maximum_len().filter(|_| matches!(anchor, Anchor::Line | Anchor::Sentence));
    (hir.properties().minimum_len().unwrap_or_default(), most.unwrap_or(usize::MAX))
}

fn anchored(source: &str, anchor: Anchor) -> LazyRegex {
    match anchor {
        Anchor::Line | Anchor::Sentence => LazyRegex::whole(source),
        Anchor::Start => LazyRegex::new(format!(r"\A(?:{source})")),
        Anchor::End => LazyRegex::new(format!(r"(?:{source})\z")),
        Anchor::None => LazyRegex::new(source.to_owned()),
    }
}

/// Returns what `anchored` makes of a regex, parsed.
fn parsed(hir: Hir, anchor: Anchor) -> Hir {
    let (start, end) = (Hir::look(Look::Start), Hir::look(Look::End));
    match anchor {
        Anchor::Line | Anchor::Sentence => Hir::concat(vec![start, hir, end]),
        Anchor::Start => Hir::concat(vec![start, hir]),
        Anchor::End => Hir::concat(vec![hir, end]),
        Anchor::None => hir,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn matches(yaml: &Pattern, line: &str) -> bool {
        let compiled = Compiled::new(yaml, &[], Anchor::Line);
        compiled.matches_line(line)
    }

    #[test]
    fn starts_with_minds_word_borders_and_contains_does_not() {
        let starts = Pattern { starts_with: vec!["Copyright".into()], ..Pattern::default() };
        let contains = Pattern { contains: vec!["sign-up".into()], ..Pattern::default() };
        for (pattern, line, want) in [
            (&starts, "COPYRIGHT 2016 Harbour News", true),
            (&starts, "* Copyright: Harbour News", true),
            (&starts, "Copyrighted works are not free", false),
            (&contains, "Newsletter Sign–up form", true),
            (&contains, "He signed up", false),
        ] {
            assert_eq!(matches(pattern, line), want, "{line}");
        }
    }

    #[test]
    fn a_regex_covers_the_whole_line() {
        let pattern = Pattern { regex: Some(r"\d+ min".into()), ..Pattern::default() };
        for (line, want) in [("5 min", true), ("5 min read", false), ("in 5 min", false)] {
            assert_eq!(matches(&pattern, line), want, "{line}");
        }
    }
}
