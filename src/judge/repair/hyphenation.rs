//! Is a word divided at the end of a line (`exam-` / `ple`)?
//!
//! A hyphen there may also be the word's own (`well-` / `known`), so it goes only where the document or the ending
//! tells that the word has none.

use std::collections::BTreeMap;
use std::collections::HashSet;
use std::sync::LazyLock;

use crate::document::Block;
use crate::judge::repair::Left;
use crate::judge::repair::Proposal;
use crate::judge::repair::Repair;
use crate::rule::data;
use crate::text::Span;

static ENDINGS: LazyLock<BTreeMap<String, HashSet<String>>> =
    LazyLock::new(|| data::built_in(include_str!("../../../rules/repair/hyphenation.yml")));

/// Letters of each part at least: typesetters leave and carry over two or more.
const MIN_LETTERS: usize = 2;

pub struct Hyphenation;

impl Repair for Hyphenation {
    fn name(&self) -> &'static str {
        "hyphenation"
    }

    fn why(&self) -> &'static str {
        "A word was divided at the end of a line."
    }

    fn repair(&self, left: &Left<'_>) -> Proposal {
        let divided: Vec<Divided<'_>> = left.joints().filter_map(|(a, b)| divided(left, a, b)).collect();
        if divided.is_empty() {
            return Proposal::default();
        }
        let words = words(&left.document.text);
        let sure = divided.into_iter().filter(|word| is_sure(word, &words, left.language));
        Proposal { changes: sure.map(|word| (word.gap, String::new())).collect(), ..Proposal::default() }
    }
}

struct Divided<'a> {
    head: &'a str,
    tail: &'a str,
    /// From the hyphen to the rest of the word.
    gap: Span,
    /// The hyphen is a soft one, which never belongs to a word.
    soft: bool,
}

fn divided<'a>(left: &Left<'a>, a: &Block, b: &Block) -> Option<Divided<'a>> {
    let (upper, lower) = (left.document.text_of(a), left.document.text_of(b));
    let hyphen = upper.chars().next_back().filter(|c| matches!(c, '-' | '\u{2010}' | '\u{ad}' | '¬'))?;
    let head = upper.strip_suffix(hyphen)?;
    let head = head.rsplit(|c: char| !c.is_alphabetic()).next()?;
    let tail = lower.split(|c: char| !c.is_alphabetic()).next()?;
    let long = |part: &str| part.chars().count() >= MIN_LETTERS;
    let fits = long(head) && long(tail) && tail.chars().all(char::is_lowercase);
    let gap = Span::new(a.span.end - hyphen.len_utf8(), b.span.start);
    fits.then_some(Divided { head, tail, gap, soft: matches!(hyphen, '\u{ad}' | '¬') })
}

/// The words of the text in lower case, those with hyphens whole.
fn words(text: &str) -> HashSet<String> {
    let words = text.split(|c: char| !(c.is_alphabetic() || c == '-')).filter(|word| !word.is_empty());
    words.map(str::to_lowercase).collect()
}

fn is_sure(word: &Divided<'_>, words: &HashSet<String>, language: Option<&str>) -> bool {
    let (head, tail) = (word.head.to_lowercase(), word.tail.to_lowercase());
    if words.contains(&format!("{head}-{tail}")) {
        return false;
    }
    let ending = || language.and_then(|tag| ENDINGS.get(tag)).is_some_and(|endings| endings.contains(&tail));
    word.soft || words.contains(&format!("{head}{tail}")) || ending()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::repair::mended;

    fn check(dirty: &str, want: &str) {
        assert_eq!(mended(dirty, &Hyphenation), want, "{dirty:?}");
    }

    #[test]
    fn divided_words_are_joined_where_that_is_sure() {
        for (dirty, want) in [
            ("The example held. One exam-\nple more.", "The example held. One example more."),
            ("The govern-\n  ment held.", "The government held."),
            ("The dam\u{ad}\nming held.", "The damming held."),
            ("A well-\nknown dam.", "A well-\nknown dam."),
            ("A well-\nknown dam, well-known.", "A well-\nknown dam, well-known."),
            ("wellknown and well-known: well-\nknown", "wellknown and well-known: well-\nknown"),
            ("pre-\n\nment", "pre-\n\nment"),
            ("Orla-\nMill and 3-\n4", "Orla-\nMill and 3-\n4"),
            ("- \nitem", "- \nitem"),
        ] {
            check(dirty, want);
        }
    }
}
