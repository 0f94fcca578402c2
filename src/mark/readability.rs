//! Which blocks would the readability algorithm keep? A second opinion, for pages on which ours is in doubt.
//!
//! It costs more than all other evidence of a page together, so it is no `Marker`: `judge::content` asks when needed.

use std::panic;
use std::panic::AssertUnwindSafe;

use dom_smoothie::Config;
use dom_smoothie::Readability;
use memchr::memmem;

use crate::document::Document;
use crate::document::page::Page;

/// Nodes of a page that is asked about: time grows faster than they do.
const MAX_NODES: usize = 50_000;
/// Bytes of markup of a page that is asked about: few pages of news sites hold more.
const MAX_BYTES: usize = 2 << 20;
/// Bytes of the answer, folded: a longer one is no article, and the search for the blocks is bounded by it.
const MAX_ANSWER: usize = 400 << 10;
/// Bytes of a folded block that stands once on a page, about eight words; a shorter one is looked for only right
/// behind the one before it, as "Share" may stand anywhere.
const MIN_UNIQUE: usize = 40;
/// Bytes of the answer, folded, in which a short block is looked for.
const NEAR: usize = 400;

/// Returns for each block whether the readability algorithm keeps it; `None` where it has no opinion or the page is
/// too big or too wild to be asked about.
pub fn keeps(document: &Document) -> Option<Vec<bool>> {
    let page = document.page.as_ref().filter(|page| page.alarms.is_empty())?;
    let answer = fold(&ask(page)?);
    if answer.is_empty() || answer.len() > MAX_ANSWER {
        return None;
    }
    let mut rest = answer.as_str();
    let found = document.blocks.iter().map(|block| {
        let text = fold(document.text_of(block));
        let within = if text.len() < MIN_UNIQUE { rest.floor_char_boundary(NEAR) } else { rest.len() };
        let end = rest.get(..within).and_then(|near| memmem::find(near.as_bytes(), text.as_bytes()));
        let end = end.filter(|_| !text.is_empty()).map(|at| at + text.len());
        rest = end.and_then(|end| rest.get(end..)).unwrap_or(rest);
        end.is_some()
    });
    Some(found.collect())
}

/// Returns the text of the article. The tree is written out again, so that every cap of our parse holds for theirs.
fn ask(page: &Page) -> Option<String> {
    if page.tree.tree.values().take(MAX_NODES + 1).count() > MAX_NODES {
        return None;
    }
    // The core never panics, whatever a library does.
    let asked = panic::catch_unwind(AssertUnwindSafe(|| {
        let html = page.tree.html();
        if html.len() > MAX_BYTES {
            return None;
        }
        let config = Config { disable_json_ld: true, ..Config::default() };
        Readability::new(html, None, Some(config)).ok()?.parse().ok()
    }));
    asked.ok()?.map(|article| article.text_content.to_string())
}

/// Returns letters and digits alone, in lower case: the two texts differ in white space and signs.
fn fold(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}
