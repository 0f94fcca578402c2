//! What do the names of an element's classes and its id say of it?

use std::collections::HashMap;
use std::sync::Arc;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::rule::data;

/// The entries of `rules/structure/classes.yml`.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    category: String,
    confidence: f32,
    #[serde(default)]
    most: Option<f32>,
    words: Vec<String>,
}

/// What a name says.
#[derive(Clone, Debug, PartialEq)]
pub struct Hint {
    pub category: Arc<str>,
    /// From 0 to 1 that the element is no content; negative where its name says that it is.
    pub confidence: f32,
    /// Of the running text of the page: an element that holds more is misnamed.
    pub most: f32,
    /// The word that says so.
    pub word: Arc<str>,
}

/// Words of a name after which it is not a name but a style sheet (`md:grid-cols-[auto_1fr]`).
const MAX_WORDS: usize = 7;

/// What an element may hold unless the list says otherwise. On 747 pages 0.1 to 0.5 came within 0.002 word F1.
const MOST: f32 = 0.25;

/// How a name begins that says how an element looks or what it holds, not what it is.
const SAYS_NOTHING: &[&str] = &["has", "is", "no", "with", "js", "u", "not", "hide", "md", "lg", "sm", "xl"];

static HINTS: LazyLock<HashMap<Vec<String>, Hint>> = LazyLock::new(|| {
    let entries: Vec<Entry> = data::built_in(include_str!("../../rules/structure/classes.yml"));
    let hint = |entry: &Entry, word: &str| Hint {
        category: entry.category.as_str().into(),
        confidence: entry.confidence,
        most: entry.most.unwrap_or(MOST),
        word: word.into(),
    };
    let keyed = |entry: &Entry| -> Vec<(Vec<String>, Hint)> {
        entry.words.iter().map(|word| (word.split('-').map(str::to_owned).collect(), hint(entry, word))).collect()
    };
    entries.iter().flat_map(keyed).collect()
});

static LONGEST: LazyLock<usize> = LazyLock::new(|| HINTS.keys().map(Vec::len).max().unwrap_or(1));

/// Iterates over the categories that a name may speak for; "content" speaks against every one.
pub fn categories() -> impl Iterator<Item = &'static str> {
    HINTS.values().filter(|hint| hint.confidence > 0.0).map(|hint| &*hint.category)
}

/// Remembers the names of one page, which repeat a lot.
#[derive(Default)]
pub struct Names<'a>(HashMap<&'a str, Option<&'static Hint>>);

impl<'a> Names<'a> {
    /// Returns the surest hint of the names in a `class` and an `id`; one that says "content" beats all.
    pub fn hint(&mut self, class: &'a str, id: &'a str) -> Option<&'static Hint> {
        let mut best: Option<&'static Hint> = None;
        for name in class.split_ascii_whitespace().chain(id.split_ascii_whitespace()) {
            let Some(hint) = *self.0.entry(name).or_insert_with(|| hint_of(name)) else { continue };
            if best.is_none_or(|held| held.confidence >= 0.0 && (hint.confidence < 0.0 || beats(hint, held))) {
                best = Some(hint);
            }
        }
        best
    }
}

fn beats(a: &Hint, b: &Hint) -> bool {
    a.confidence > b.confidence
}

/// Returns what one name says: the surest of its words, unless one says "content".
fn hint_of(name: &str) -> Option<&'static Hint> {
    if name.contains([':', '[']) {
        return None;
    }
    let words = words_of(name);
    if words.len() > MAX_WORDS || words.first().is_none_or(|first| SAYS_NOTHING.contains(&first.as_str())) {
        return None;
    }
    let mut best: Option<&'static Hint> = None;
    for at in 0..words.len() {
        let longest = (1..=*LONGEST).rev().find_map(|len| HINTS.get(words.get(at..at + len)?));
        match longest {
            Some(hint) if hint.confidence < 0.0 => return Some(hint),
            Some(hint) if best.is_none_or(|held| beats(hint, held)) => best = Some(hint),
            _ => {}
        }
    }
    best
}

/// Cuts a name at what is no letter and before capitals: `siteNav_bar2` is `site nav bar`.
pub fn words_of(name: &str) -> Vec<String> {
    let mut words: Vec<String> = Vec::new();
    let mut before = ' ';
    for c in name.chars() {
        if c.is_ascii_alphabetic() {
            let starts = !before.is_ascii_alphabetic()
                || c.is_ascii_uppercase() && (before.is_ascii_lowercase() || before.is_ascii_digit());
            match words.last_mut() {
                Some(word) if !starts => word.push(c.to_ascii_lowercase()),
                _ => words.push(c.to_ascii_lowercase().to_string()),
            }
        }
        before = c;
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_read_word_by_word() {
        for (class, id, want) in [
            ("siteNav_bar2", "", Some("navigation")),
            ("", "cookie-banner", Some("consent")),
            ("post has-sidebar", "", None),
            ("entry-content widget-area", "", Some("content")),
            ("md:grid-cols-[menu_1fr]", "", None),
            ("shared", "", None),
            ("x share-count", "", Some("social")),
        ] {
            let got = Names::default().hint(class, id).map(|hint| &*hint.category);
            assert_eq!(got, want, "{class} {id}");
        }
    }
}
