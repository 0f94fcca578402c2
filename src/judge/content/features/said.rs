//! What does the page say of its content in its head: are the words of a block in its title, its description, its
//! structured text?

use std::iter;

use memchr::memmem;

use super::Table;
use crate::judge::content::lexicon::Hash;
use crate::judge::content::lexicon::Lexicon;
use crate::judge::content::view::View;
use crate::judge::content::view::share;

pub const NAMES: &[&str] = &["in-title", "in-description", "of-title", "in-body", "has-body"];

/// Words of a block that are compared: titles and descriptions are no longer.
const MAX_WORDS: usize = 60;
/// Bytes of structured text that are searched: the longest articles of news sites hold fewer.
const MAX_BODY: usize = 200 << 10;
/// Bytes of a folded block that stands once in a text, about three words.
const MIN_FOUND: usize = 16;

pub fn fill(view: &View<'_>, _lexicon: &Lexicon, table: &mut Table) {
    let said = &view.page.metadata;
    let titles = words(said.title.iter().map(|found| found.value.as_str()));
    let descriptions = words(said.description.iter().map(|found| found.value.as_str()));
    let bodies = said.body.iter().map(|found| fold(&found.value)).filter(|body| body.len() <= MAX_BODY);
    let body = bodies.max_by_key(String::len).unwrap_or_default();
    let mut own = Vec::with_capacity(MAX_WORDS);
    for at in 0..view.blocks.len() {
        own.clear();
        if !titles.is_empty() || !descriptions.is_empty() {
            own.extend(split(view.text(at)).take(MAX_WORDS));
        }
        let (in_title, of_title) = overlap(&own, &titles);
        let (in_description, _) = overlap(&own, &descriptions);
        table.set(
            at,
            [in_title, in_description, of_title, found(view.text(at), &body), share(body.len(), view.total.chars)],
        );
    }
}

/// Returns 1 where the text stands in the page's own structured text, 0 where it does not, -1 where nobody can tell.
fn found(block: &str, body: &str) -> f32 {
    if body.is_empty() {
        return -1.0;
    }
    let block = fold(block);
    if block.len() < MIN_FOUND {
        return -1.0;
    }
    f32::from(memmem::find(body.as_bytes(), block.as_bytes()).is_some())
}

/// Returns letters and digits alone, in lower case.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars().filter(|c| c.is_alphanumeric()) {
        if c.is_ascii() {
            out.push(c.to_ascii_lowercase());
        } else {
            out.extend(c.to_lowercase());
        }
    }
    out
}

/// Returns the hashes of the words of some texts, sorted.
fn words<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<u64> {
    let mut words: Vec<u64> = texts.flat_map(split).collect();
    words.sort_unstable();
    words.dedup();
    words
}

/// Iterates over the hashes of the words of a text, in lower case.
fn split(text: &str) -> impl Iterator<Item = u64> + '_ {
    let mut chars = text.chars();
    iter::from_fn(move || {
        let first = chars.by_ref().find(|c| c.is_alphanumeric())?;
        let rest = chars.by_ref().take_while(|c| c.is_alphanumeric());
        Some(rest.fold(Hash::of("").lower(first), Hash::lower).0)
    })
}

/// Returns the share of a block's words that are among `known`, and the share of `known` that the block has.
fn overlap(own: &[u64], known: &[u64]) -> (f32, f32) {
    if known.is_empty() {
        return (-1.0, -1.0);
    }
    let hits = own.iter().filter(|word| known.binary_search(word).is_ok()).count();
    (share(hits, own.len()), share(hits, known.len()).min(1.0))
}
