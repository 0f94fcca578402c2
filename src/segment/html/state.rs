//! Does a page that shows next to nothing hold its text in the state of its scripts? Then that text follows.
//!
//! Pages that a script draws carry what it draws as data: JSON in a `<script>`, an assignment to a variable, JSON inside
//! a string. Whatever its form, prose stands in it between double quotes; no framework is known by name.

use memchr::memchr2;

use super::flat;
use super::layout::Layout;
use super::structured;
use crate::text;
use crate::text::hash;
use crate::text::hash::ByHash;

/// Bytes that a page may show and still be asked: a notice, a name and a few links. Of 1,497 pages 11 show less than
/// 2,000 and hold as much in their scripts, and on 10 of them that is no content: settings, messages, other products.
const MAX_SHOWN: usize = 300;
/// Bytes of a text that is worth reading: less is a teaser or a notice. As for structured data.
const MIN_BYTES: usize = 500;
/// Bytes of scripts that are read: the states of news sites that were seen hold about one megabyte.
const MAX_READ: usize = 4 << 20;
/// Words of a string that is prose; shorter ones are labels, and the paragraphs of a story are hardly ever as short.
const MIN_WORDS: usize = 8;
/// Bytes of a paragraph in the mean: messages of a program are shorter.
const MIN_MEAN: usize = 80;
/// Of the characters of prose, in percent, at least so many are letters, digits or spaces; code has about 70.
const MIN_PLAIN: usize = 88;
/// Of a text with markup, in percent: so much of it is prose, the rest may be headings.
const MIN_PROSE: usize = 60;
/// How often a string may stand in a string.
const MAX_NESTED: usize = 2;

/// Adds the lines of the longest text in the page's scripts, if the page shows less than that and next to nothing.
///
/// Returns whether it did.
pub fn add(layout: &mut Layout, html: &str) -> bool {
    if layout.text.len() > MAX_SHOWN {
        return false;
    }
    let mut found = Found::default();
    let mut left = MAX_READ;
    for script in scripts(html) {
        let part = script.get(..script.floor_char_boundary(left)).unwrap_or("");
        found.read(part, 0);
        left -= part.len();
    }
    let body = found.longest();
    body.len() >= MIN_BYTES && body.len() > layout.text.len() && structured::append(layout, &body)
}

/// Iterates over what stands in scripts, JSON-LD left out: it was read.
fn scripts(html: &str) -> impl Iterator<Item = &str> {
    html.split("<script").skip(1).filter_map(|part| {
        let (tag, rest) = part.split_once('>')?;
        (!tag.to_ascii_lowercase().contains("ld+json")).then(|| rest.split("</script").next().unwrap_or(""))
    })
}

/// The prose under each key, in order, each text once.
#[derive(Default)]
struct Found {
    texts: Vec<Vec<String>>,
    keys: ByHash<usize>,
    seen: ByHash<()>,
}

impl Found {
    fn read(&mut self, script: &str, nested: usize) {
        let (mut at, mut key) = (0, "");
        while let Some((literal, end)) = next_string(script, at) {
            let after = script.get(end..).unwrap_or("").trim_start();
            at = end;
            if after.starts_with(':') {
                key = literal;
            } else if literal.len() > 4 * MIN_WORDS && (nested > 0 || !key.is_empty() || literal.contains("\\\"")) {
                self.string(key, literal, nested);
            }
        }
    }

    fn string(&mut self, key: &str, literal: &str, nested: usize) {
        let Ok(value) = serde_json::from_str::<String>(&format!("\"{literal}\"")) else { return };
        if value.contains("\":") && nested < MAX_NESTED {
            return self.read(&value, nested + 1);
        }
        let value = if value.contains('<') { plain(&value) } else { value };
        if !is_prose(&value) || self.seen.insert(hash::of(&value), ()).is_some() {
            return;
        }
        let at = *self.keys.entry(hash::of(key)).or_insert(self.texts.len());
        match self.texts.get_mut(at) {
            Some(values) => values.push(value),
            None => self.texts.push(vec![value]),
        }
    }

    /// Returns the longest string, or all under the same key where they are twice as long: paragraphs of one text.
    fn longest(self) -> String {
        let size = |values: &[String]| {
            let size = values.iter().map(String::len).sum::<usize>();
            if size >= values.len() * MIN_MEAN { size } else { 0 }
        };
        let one = self.texts.iter().flatten().max_by_key(|value| value.len()).cloned().unwrap_or_default();
        let all = self.texts.into_iter().max_by_key(|values| size(values)).unwrap_or_default();
        if size(&all) > 2 * one.len() { all.join("\n") } else { one }
    }
}

/// Returns the inside of the next string between double quotes, and where it ends.
fn next_string(script: &str, from: usize) -> Option<(&str, usize)> {
    let bytes = script.as_bytes();
    let start = from + memchr::memchr(b'"', bytes.get(from..)?)? + 1;
    let mut at = start;
    loop {
        let found = at + memchr2(b'"', b'\\', bytes.get(at..)?)?;
        if bytes.get(found) == Some(&b'"') {
            return Some((script.get(start..found)?, found + 1));
        }
        at = found + 2;
    }
}

/// Returns whether a text is mostly lines of prose, not a page of labels in a string.
fn is_prose(value: &str) -> bool {
    let prose: usize = value.lines().filter(|line| is_sentence(line)).map(str::len).sum();
    prose * 100 >= value.len() * MIN_PROSE && prose > 0
}

fn is_sentence(value: &str) -> bool {
    let plain = value.chars().filter(|c| c.is_alphanumeric() || c.is_whitespace()).count();
    plain * 100 >= value.chars().count() * MIN_PLAIN
        && text::count_words(value) >= MIN_WORDS
        && value.trim_end().ends_with(['.', '!', '?', '…', '"', '”', '»', '。', '！', '？', '।', '۔', '؟'])
}

fn plain(markup: &str) -> String {
    let mut lines = flat::text(markup);
    lines.finish();
    lines.text
}
