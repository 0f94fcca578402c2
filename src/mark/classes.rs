//! What do the names of an element's classes and its id say of it?

use std::sync::Arc;
use std::sync::LazyLock;

use serde::Deserialize;

use crate::rule::data;
use crate::text::hash;
use crate::text::hash::ByHash;

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

/// By the hash of the words with hyphens between them.
static HINTS: LazyLock<ByHash<Hint>> = LazyLock::new(|| {
    let entries: Vec<Entry> = data::built_in(include_str!("../../rules/structure/classes.yml"));
    let hint = |entry: &Entry, word: &str| Hint {
        category: entry.category.as_str().into(),
        confidence: entry.confidence,
        most: entry.most.unwrap_or(MOST),
        word: word.into(),
    };
    let keyed = |entry: &Entry| -> Vec<(u64, Hint)> {
        entry.words.iter().map(|word| (hash::of(word), hint(entry, word))).collect()
    };
    entries.iter().flat_map(keyed).collect()
});

static LONGEST: LazyLock<usize> =
    LazyLock::new(|| HINTS.values().map(|hint| hint.word.split('-').count()).max().unwrap_or(1));

/// Iterates over the categories that a name may speak for; "content" speaks against every one.
pub fn categories() -> impl Iterator<Item = &'static str> {
    HINTS.values().filter(|hint| hint.confidence > 0.0).map(|hint| &*hint.category)
}

/// Remembers the names of one page, which repeat a lot.
#[derive(Default)]
pub struct Names {
    hints: ByHash<Option<&'static Hint>>,
    words: Words,
}

impl Names {
    /// Returns the surest hint of the names in a `class` and an `id`; one that says "content" beats all.
    pub fn hint(&mut self, class: &str, id: &str) -> Option<&'static Hint> {
        surer(self.of_all(class), self.of_all(id))
    }

    fn of_all(&mut self, names: &str) -> Option<&'static Hint> {
        if names.is_empty() {
            return None;
        }
        let key = hash::of(names);
        if let Some(held) = self.hints.get(&key) {
            return *held;
        }
        let mut best = None;
        for name in names.split_ascii_whitespace() {
            best = surer(best, *self.hints.entry(hash::of(name)).or_insert_with(|| hint_of(self.words.read(name))));
        }
        self.hints.insert(key, best);
        best
    }
}

/// Returns the surer of two hints, the first where they are even; one that says "content" beats all.
fn surer(a: Option<&'static Hint>, b: Option<&'static Hint>) -> Option<&'static Hint> {
    match (a, b) {
        (Some(held), Some(hint)) if held.confidence >= 0.0 && (hint.confidence < 0.0 || beats(hint, held)) => b,
        (Some(_), _) => a,
        _ => b,
    }
}

fn beats(a: &Hint, b: &Hint) -> bool {
    a.confidence > b.confidence
}

/// Returns what one name says: the surest of its words, unless one says "content".
fn hint_of(words: &Words) -> Option<&'static Hint> {
    if words.get(0, 1).is_none_or(|first| SAYS_NOTHING.contains(&first)) {
        return None;
    }
    let mut best: Option<&'static Hint> = None;
    for at in 0..words.len() {
        let of_words = |count: usize| HINTS.get(&hash::of(words.get(at, count)?));
        match (1..=*LONGEST).rev().find_map(of_words) {
            Some(hint) if hint.confidence < 0.0 => return Some(hint),
            Some(hint) if best.is_none_or(|held| beats(hint, held)) => best = Some(hint),
            _ => {}
        }
    }
    best
}

/// The words of a name, in lower case, with hyphens between them: `siteNav_bar2` is `site-nav-bar`.
#[derive(Default)]
pub struct Words {
    joined: String,
    /// Where each word stands.
    spans: Vec<(usize, usize)>,
}

impl Words {
    /// Reads a name, cut at what is no letter and before capitals; what is no name but a style sheet has no words.
    pub fn read(&mut self, name: &str) -> &Self {
        self.joined.clear();
        self.spans.clear();
        if memchr::memchr2(b':', b'[', name.as_bytes()).is_some() {
            return self;
        }
        let mut before = b' ';
        for byte in name.bytes() {
            if byte.is_ascii_alphabetic() {
                self.letter(
                    byte,
                    !before.is_ascii_alphabetic() || before.is_ascii_lowercase() && byte.is_ascii_uppercase(),
                );
                if self.spans.len() > MAX_WORDS {
                    self.spans.clear();
                    return self;
                }
            }
            before = byte;
        }
        self
    }

    fn letter(&mut self, byte: u8, starts: bool) {
        if starts && !self.joined.is_empty() {
            self.joined.push('-');
        }
        if starts {
            self.spans.push((self.joined.len(), self.joined.len()));
        }
        self.joined.push(char::from(byte.to_ascii_lowercase()));
        if let Some((_, end)) = self.spans.last_mut() {
            *end = self.joined.len();
        }
    }

    pub fn len(&self) -> usize {
        self.spans.len()
    }

    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Returns so many words from one on, with hyphens between them; `None` where there are not as many.
    pub fn get(&self, first: usize, count: usize) -> Option<&str> {
        let (start, end) = (self.spans.get(first)?.0, self.spans.get((first + count).checked_sub(1)?)?.1);
        self.joined.get(start..end)
    }

    /// Iterates over the words, then over each two that follow one another.
    pub fn singles_and_pairs(&self) -> impl Iterator<Item = &str> {
        let all = |count: usize| (0..self.len()).filter_map(move |first| self.get(first, count));
        all(1).chain(all(2))
    }
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
