//! Which kind of chrome is a repeated text, by its words?

use std::sync::LazyLock;

use serde::Deserialize;

use crate::rule::data;
use crate::text;

/// Words of text for which one hit of the list is enough: a longer one is prose, and needs a second.
const LABEL_WORDS: usize = 40;

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
    let folded = text::fold(text);
    let needed = if text::count_words(&folded) > LABEL_WORDS { 2 } else { 1 };
    let mut best: Option<(usize, &'static str)> = None;
    for entry in &WORDS.categories {
        let whole = entry.lines.contains(&folded);
        let hits = usize::from(whole) * needed + entry.words.iter().filter(|word| holds(&folded, word)).count();
        if hits >= needed && best.is_none_or(|(most, _)| hits > most) {
            best = Some((hits, &entry.category));
        }
    }
    best.map(|(_, category)| category)
}

/// Returns the parts of names that are written small (`de`, `van`).
pub fn particles() -> &'static [String] {
    &WORDS.particles
}

/// Returns whether a text is a label that leads to a title, as `Read more:` does.
pub fn leads_to_title(text: &str) -> bool {
    text.ends_with([':', '：']) && category(text).is_some_and(|held| WORDS.leads.iter().any(|lead| lead == held))
}

/// Returns whether a folded text holds a word or phrase at borders of words; in scripts without spaces anywhere.
fn holds(folded: &str, phrase: &str) -> bool {
    folded.match_indices(phrase).any(|(at, found)| {
        let before = folded.get(..at).and_then(|head| head.chars().next_back());
        let after = folded.get(at + found.len()..).and_then(|tail| tail.chars().next());
        let joins = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() && !text::is_unspaced(c));
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
}
