//! Which kind of chrome is a repeated text, by its words?

use std::sync::LazyLock;

use serde::Deserialize;

use crate::rule::data;
use crate::text;
use crate::text::Span;

/// Words of a text for which one hit of the list is enough: a longer one is prose, which may well speak of Twitter.
const LABEL_WORDS: usize = 15;

/// What `rules/survey/words.yml` holds.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Words {
    categories: Vec<Entry>,
    particles: Vec<String>,
    leads: Vec<String>,
}

/// The words of one category.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    category: String,
    words: Vec<String>,
    lines: Vec<String>,
}

static WORDS: LazyLock<Words> = LazyLock::new(|| data::built_in(include_str!("../../rules/survey/words.yml")));

/// Returns the category that the words of a text speak for; `None` where none does.
pub fn category(text: &str) -> Option<&'static str> {
    best(&text::fold(text)).map(|(_, category)| category)
}

/// Returns whether the words of a text tell that it is chrome: one of them is enough in a label, prose needs two.
pub fn tells(text: &str) -> bool {
    let needed = if text::count_words(text) > LABEL_WORDS { 2 } else { 1 };
    best(&text::fold(text)).is_some_and(|(hits, _)| hits >= needed)
}

/// Returns the category with the most hits, and how many.
fn best(folded: &str) -> Option<(usize, &'static str)> {
    let mut best: Option<(usize, &'static str)> = None;
    for entry in &WORDS.categories {
        let whole = entry.lines.iter().any(|line| line == folded);
        let spans: Vec<Span> = entry.words.iter().filter_map(|word| find(folded, word)).collect();
        // `on twitter` and the `twitter` in it are one hit.
        let alone = |span: &&Span| !spans.iter().any(|other| other != *span && other.contains(**span));
        let hits = usize::from(whole) + spans.iter().filter(alone).count();
        if hits > 0 && best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, &entry.category));
        }
    }
    best
}

/// Returns the parts of names that are written small (`de`, `van`).
pub fn particles() -> &'static [String] {
    &WORDS.particles
}

/// Returns whether a text is a label that leads to a title, as `Read more:` and `Read more ...` do.
pub fn leads_to_title(text: &str) -> bool {
    (text.ends_with([':', '：', '…', '»', '>']) || text.ends_with("..."))
        && category(text).is_some_and(|held| WORDS.leads.iter().any(|lead| lead == held))
}

/// Returns where a folded text first holds a word or phrase, at borders of words; in scripts without spaces anywhere.
fn find(folded: &str, phrase: &str) -> Option<Span> {
    let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !text::is_unspaced(c));
    let mut spans = folded.match_indices(phrase).map(|(at, found)| Span::new(at, at + found.len()));
    spans.find(|span| {
        let before = folded.get(..span.start).and_then(|head| head.chars().next_back());
        let after = folded.get(span.end..).and_then(|tail| tail.chars().next());
        !joins(before) && !joins(after)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_words_tell_the_category() {
        for (text, want) in [
            ("Sign up for our daily newsletter!", Some("newsletter")),
            ("AD", Some("advertisement")),
            ("Leia também:", Some("related")),
            ("© Copyright 2018 by Harbour Syndicate", Some("copyright")),
            ("What's happening", None),
            ("The undersigned uphold it", None),
            ("阅读全文", Some("continue-reading")),
        ] {
            assert_eq!(category(text), want, "{text}");
        }
    }

    #[test]
    fn one_word_tells_nothing_of_prose() {
        for (text, want) in [
            ("Follow us on Twitter", true),
            ("The dam held", false),
            ("The minister wrote on Twitter that the dam had held through the night and that nobody was hurt.", false),
            ("Sign up for our newsletter, and get the news of the dam and the harbour in your inbox every day.", true),
        ] {
            assert_eq!(tells(text), want, "{text}");
        }
    }
}
