//! Which part of a line does a rule for whole lines claim, where a scraper glued prose to the line?
//!
//! `Sign up for our newsletter!` may stand in front of a whole paragraph, and a regex that ends in "and anything" takes
//! both. Of such a line only the sentences go that the pattern needs, if what is left reads like prose.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use aho_corasick::AhoCorasick;
use aho_corasick::AhoCorasickBuilder;
use aho_corasick::MatchKind;
use serde::Deserialize;

use crate::rule::data;
use crate::rule::folded::Folded;
use crate::rule::pattern::Compiled;
use crate::rule::sentence;
use crate::text;
use crate::text::Span;

/// Words of prose at least: a long sentence. Of 2,517 lines with more sentences than their rule needs (788 articles at five
/// levels of dirt) no shorter rest of these categories was content.
pub const MIN_PROSE_WORDS: usize = 25;
/// Words of prose for each word that addresses readers, at least: a quote has one or two, small print one in ten.
const WORDS_PER_ADDRESS: usize = 20;
/// Words of a sentence of prose on average, at least: the lines of a form are shorter.
const MIN_SENTENCE_WORDS: usize = 8;

/// Sentences of the line, and words of a sentence, among which the end of the call is looked for, and sentences behind it
/// among which prose may begin: bounds the cost of a hostile line. No built-in rule allows a call of more than 70 words.
const MAX_SENTENCES: usize = 12;
const MAX_LABEL_WORDS: usize = 70;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    categories: BTreeMap<String, Vec<String>>,
    words: Vec<String>,
}

/// Words that tell what belongs to a call.
struct Words {
    found: AhoCorasick,
    /// For each word whether it is only the beginning of one.
    begins: Vec<bool>,
}

impl Words {
    fn new(words: &[String]) -> Self {
        let texts = words.iter().map(|word| word.trim_end_matches('*'));
        let found = AhoCorasickBuilder::new().match_kind(MatchKind::LeftmostLongest).build(texts);
        let found = found.expect("internal error: the words of calls.yml make no automaton");
        Self { found, begins: words.iter().map(|word| word.ends_with('*')).collect() }
    }

    /// Counts them.
    fn count(&self, part: &str) -> usize {
        let lower = part.to_lowercase();
        let open = |c: Option<char>| c.is_none_or(|c| !c.is_alphanumeric() || text::is_unspaced(c));
        let stands = |from: usize, to: usize, begins: bool| {
            let left = lower.get(..from).and_then(|left| left.chars().next_back());
            let right = lower.get(to..).and_then(|right| right.chars().next());
            open(left) && (begins || open(right))
        };
        let hits = self.found.find_iter(&lower);
        hits.filter(|hit| stands(hit.start(), hit.end(), self.begins[hit.pattern().as_usize()])).count()
    }
}

/// The words of every category, and those of each.
struct Calls {
    common: Words,
    own: BTreeMap<String, Words>,
}

static CALLS: LazyLock<Calls> = LazyLock::new(|| {
    let File { categories, words } = data::built_in(include_str!("../../rules/sentence/calls.yml"));
    let own = categories.into_iter().map(|(category, own)| (category, Words::new(&own))).collect();
    Calls { common: Words::new(&words), own }
});

/// Returns whether rules of a category leave prose that is glued to their line.
pub fn leaves_prose(category: &str) -> bool {
    CALLS.own.contains_key(category)
}

/// Returns the part of a line that the pattern of a rule needs, where the rest is prose; `None` where the whole line
/// belongs together, as always in categories that run on like prose. `sentences` are those of the line, as spans of `text`.
pub fn needed(category: &str, pattern: &Compiled, text: &str, sentences: &[Span]) -> Option<Span> {
    let words = CALLS.own.get(category)?;
    let (first, last) = fewest(pattern, text, sentences)?;
    let pieces = split_last(pattern, text, sentences, (first, last));
    let before = (1..=first).rev().find(|to| begins_prose(words, text, &pieces[..*to], to - 1));
    let after =
        (last + 1..pieces.len()).take(MAX_SENTENCES).find(|from| begins_prose(words, text, &pieces[*from..], 0));
    if before.is_none() && after.is_none() {
        return None;
    }
    Some(Span::new(pieces[before.unwrap_or(0)].start, pieces[after.unwrap_or(pieces.len()) - 1].end))
}

/// Returns the first and the last of the fewest sentences that the pattern matches by themselves, from the front.
fn fewest(pattern: &Compiled, text: &str, sentences: &[Span]) -> Option<(usize, usize)> {
    let mut fits = matcher(pattern, text);
    let last = (0..sentences.len().min(MAX_SENTENCES)).find(|last| fits(sentences[0].start, sentences[*last].end))?;
    (0..=last).rev().find(|first| fits(sentences[*first].start, sentences[last].end)).map(|first| (first, last))
}

/// Splits the last needed sentence where a label without an end mark stands in front of a sentence of prose: behind
/// the fewest words that match, before a capital.
fn split_last(pattern: &Compiled, text: &str, sentences: &[Span], (first, last): (usize, usize)) -> Vec<Span> {
    let mut pieces = sentences.to_vec();
    let (start, long) = (sentences[first].start, sentences[last]);
    let line = long.of(text);
    if text::count_words(line) <= MIN_PROSE_WORDS {
        return pieces;
    }
    let mut fits = matcher(pattern, text);
    let blanks = line.match_indices(' ').take(MAX_LABEL_WORDS).map(|(at, _)| long.start + at);
    let capital = |at: usize| text.get(at + 1..).and_then(|rest| rest.chars().next()).is_some_and(char::is_uppercase);
    if let Some(at) = blanks.into_iter().find(|at| capital(*at) && fits(start, *at)) {
        pieces[last].end = at;
        pieces.insert(last + 1, Span::new(at + 1, long.end));
    }
    pieces
}

/// Asks the pattern about the part of `text` from one byte to another.
fn matcher<'a>(pattern: &'a Compiled, text: &'a str) -> impl FnMut(usize, usize) -> bool + 'a {
    let mut folded = Folded::default();
    move |from, to| {
        let part = Span::new(from, to).of(text);
        folded.next();
        pattern.is_met(&mut folded, part) && pattern.matches(part)
    }
}

/// Whether sentences are prose, and the one that stands next to the call doesn't belong to it.
fn begins_prose(own: &Words, text: &str, sentences: &[Span], beside: usize) -> bool {
    let (Some(first), Some(last)) = (sentences.first(), sentences.last()) else { return false };
    let part = Span::new(first.start, last.end).of(text);
    let words = text::count_words(part);
    let addresses = |part: &str| CALLS.common.count(part) + own.count(part);
    let addresses_few = |part: &str| addresses(part) * WORDS_PER_ADDRESS <= text::count_words(part);
    words >= MIN_PROSE_WORDS
        && words >= MIN_SENTENCE_WORDS * sentences.len()
        && sentence::is_ended(part)
        && addresses_few(sentences[beside].of(text))
        && addresses_few(part)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rule::Pattern;
    use crate::rule::pattern::Anchor;
    use crate::rule::sentence::sentences;

    const PROSE: &str = "The dam of Orla held in the storm of Monday night, the mayor said, and most of the four thousand \
                         people who had left the valley were home by noon.";

    fn claimed(regex: &str, line: &str) -> String {
        claimed_as("newsletter", regex, line)
    }

    fn claimed_as(category: &str, regex: &str, line: &str) -> String {
        let pattern = Compiled::new(&Pattern { regex: Some(regex.into()), ..Pattern::default() }, &[], Anchor::Line);
        assert!(pattern.matches(line), "{line}");
        needed(category, &pattern, line, &sentences(line, Some("en"))).map_or(line, |span| span.of(line)).to_owned()
    }

    #[test]
    fn glued_prose_is_left() {
        for call in [
            "Sign up for our letter!",
            "Sign up for our letter. We never share your address.",
            "Sign up for our letter",
        ] {
            assert_eq!(claimed("Sign up for our letter.*", &format!("{call} {PROSE} “We held,” she said.")), call);
        }
        assert_eq!(
            claimed(".*Sign up for our letter.*", &format!("{PROSE} Sign up for our letter!")),
            "Sign up for our letter!"
        );
    }

    #[test]
    fn what_belongs_to_a_bio_goes_with_it() {
        let bio = "Ann Lee is a reporter. Follow her @annlee.";
        let more = "She has written nine novels, and her latest book, which tells of the dams of the valley and of those who \
                    built them with their own hands, came out in May.";
        let theirs = PROSE.replace("the valley", "their valley");
        for (category, rest, want) in
            [("author-bio", theirs.as_str(), bio), ("author-bio", more, ""), ("media-caption", PROSE, "")]
        {
            let line = format!("{bio} {rest}");
            assert_eq!(claimed_as(category, ".*Follow her.*", &line), if want.is_empty() { &line } else { want });
        }
    }

    #[test]
    fn a_line_that_belongs_together_goes_whole() {
        for rest in [
            "It comes every day.",
            "By signing up you agree to our terms, and to get email from our partners, which you can stop at any time with \
             the link that stands in each of them.",
            "Home News Sport Weather Harbour Town Council Business Letters Obituaries Jobs Homes Cars Notices Archive Maps \
             Tides Ferries Schools Church Market Events",
        ] {
            let line = format!("Sign up for our letter! {rest}");
            assert_eq!(claimed("Sign up for our letter.*", &line), line);
        }
        let line = format!("Sign up for our letter! {PROSE}");
        assert_eq!(claimed("Sign up .* noon[.]", &line), line, "the pattern needs all of it");
    }
}
