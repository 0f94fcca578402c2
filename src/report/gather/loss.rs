//! Which documents lost so much that a person should look? What was cut wrongly shows here first.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::document::Form;
use crate::report::gather::Seen;
use crate::report::gather::page::Page;
use crate::rule::Kind;

/// Share of characters, from 0 to 1, whose loss is an alarm. Of a text half: on 788 articles chrome is a third of a
/// full page's text and 4 % of an extractor's. Of a page nearly all, as its menus count as text.
const TEXT_LOSS: f64 = 0.5;
const PAGE_LOSS: f64 = 0.97;

/// Code points below which a loss is no alarm: a short text can be chrome and nothing else.
const LEAST_CUT: u64 = 300;

/// Documents that are kept, those that lost the most.
const MOST: usize = 20;

/// The documents that lost much.
#[derive(Debug, Default)]
pub struct Losses {
    pub documents: u64,
    kept: BTreeMap<(Reverse<u64>, u64, String), Page>,
}

impl Losses {
    /// Looks at one document. A page that stands in a story's place (an error, a consent wall) may lose all.
    pub fn add(&mut self, seen: &Seen, key: &(u64, String)) {
        let border = if seen.form == Form::Html { PAGE_LOSS } else { TEXT_LOSS };
        let story = matches!(seen.verdict.kind, Kind::Article | Kind::Unknown | Kind::Empty);
        if !story || seen.cut < LEAST_CUT || seen.share() < border {
            return;
        }
        self.documents += 1;
        let key = (Reverse((seen.share() * 1e6) as u64), key.0, key.1.clone());
        if self.kept.len() >= MOST && self.kept.last_key_value().is_some_and(|(last, _)| key > *last) {
            return;
        }
        self.kept.insert(key, Page::of(seen));
        while self.kept.len() > MOST {
            self.kept.pop_last();
        }
    }

    /// Iterates over the documents, the greatest loss first.
    pub fn iter(&self) -> impl Iterator<Item = &Page> {
        self.kept.values()
    }

    /// The borders, for the text that explains them: of a text, of a page.
    pub const fn borders() -> (f64, f64) {
        (TEXT_LOSS, PAGE_LOSS)
    }
}
