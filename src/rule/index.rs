//! Which patterns match which lines? One automaton and one table of literals, so that most regexes never run.

use std::collections::HashMap;

use aho_corasick::AhoCorasick;
use aho_corasick::AhoCorasickBuilder;
use aho_corasick::AhoCorasickKind;

use crate::document::Document;
use crate::rule::pattern::Compiled;
use crate::text;

/// A line longer than this many times a literal cannot fold to it; curly quotes and bullets shrink a line.
const FOLD_SLACK: usize = 3;
/// Bytes that bullets and end marks may add to a line that equals a literal.
const FOLD_MARGIN: usize = 24;

/// A pattern of the set and the block whose line it matches; for a span pattern: may match.
pub type LineMatch = (usize, usize);

/// Finds the lines that patterns match.
#[derive(Debug, Default)]
pub struct Index {
    equals: HashMap<String, Vec<usize>>,
    longest_equal: usize,
    automaton: Option<AhoCorasick>,
    /// For each needle of the automaton the patterns that need it.
    needle_owners: Vec<Vec<usize>>,
    /// Patterns that no needle can find: every line short enough is tried.
    scans: Vec<usize>,
}

impl Index {
    /// Builds the index over those of `patterns` that `members` names.
    pub fn new(patterns: &[Compiled], members: &[usize]) -> Self {
        let mut index = Self::default();
        let mut needles: HashMap<String, Vec<usize>> = HashMap::new();
        for &id in members {
            let pattern = &patterns[id];
            for literal in pattern.equals.iter().filter(|_| !pattern.in_line) {
                let key = text::fold(literal);
                index.longest_equal = index.longest_equal.max(key.len());
                index.equals.entry(key).or_default().push(id);
            }
            match &pattern.needles {
                _ if !pattern.looks_at_lines() => {}
                None => index.scans.push(id),
                Some(words) => {
                    for needle in words.iter().flat_map(|word| spellings(word)) {
                        needles.entry(needle).or_default().push(id);
                    }
                }
            }
        }
        index.set_needles(needles);
        index
    }

    fn set_needles(&mut self, needles: HashMap<String, Vec<usize>>) {
        let mut sorted: Vec<(String, Vec<usize>)> = needles.into_iter().collect();
        sorted.sort();
        if sorted.is_empty() {
            return;
        }
        let words = sorted.iter().map(|(word, _)| word);
        // A DFA trades memory for speed. Building fails only beyond 2^31 states; every pattern is then tried on every line.
        match AhoCorasickBuilder::new().ascii_case_insensitive(true).kind(Some(AhoCorasickKind::DFA)).build(words) {
            Ok(automaton) => {
                self.automaton = Some(automaton);
                self.needle_owners = sorted.into_iter().map(|(_, owners)| owners).collect();
            }
            Err(_) => self.scans.extend(sorted.into_iter().flat_map(|(_, owners)| owners)),
        }
    }

    /// Adds every match to `found`, in no order and possibly twice.
    ///
    /// `wanted` says whether a pattern may match a block at all (scope, zone, length): cheap, so it is asked first.
    /// `verify` says whether a found line is run against the pattern here, or later by the unit.
    pub fn find(
        &self,
        patterns: &[Compiled],
        document: &Document,
        wanted: &dyn Fn(usize, usize) -> bool,
        verify: &dyn Fn(usize) -> bool,
        found: &mut Vec<LineMatch>,
    ) {
        let mut tried: Vec<LineMatch> = Vec::new();
        self.by_needle(document, &mut tried);
        for (block, item) in document.blocks.iter().enumerate() {
            let len = item.span.len();
            let fits = |id: &&usize| patterns[**id].max_len.is_none_or(|max| len <= max);
            tried.extend(self.scans.iter().filter(fits).map(|id| (*id, block)));
        }
        tried.sort_unstable();
        tried.dedup();
        found.extend(tried.into_iter().filter(|&(id, block)| {
            let pattern = &patterns[id];
            let span = document.blocks[block].span;
            pattern.max_len.is_none_or(|max| span.len() <= max)
                && wanted(id, block)
                && (!verify(id) || pattern.matches_line(span.of(&document.text)))
        }));
        self.by_equality(patterns, document, wanted, found);
    }

    fn by_equality(
        &self,
        patterns: &[Compiled],
        document: &Document,
        wanted: &dyn Fn(usize, usize) -> bool,
        found: &mut Vec<LineMatch>,
    ) {
        let limit = if self.equals.is_empty() { 0 } else { self.longest_equal * FOLD_SLACK + FOLD_MARGIN };
        for (block, item) in document.blocks.iter().enumerate() {
            if item.span.len() > limit {
                continue;
            }
            let line = item.span.of(&document.text);
            let Some(owners) = self.equals.get(&text::fold(line)) else { continue };
            found.extend(
                owners.iter().filter(|&&id| wanted(id, block) && patterns[id].equals_line(line)).map(|&id| (id, block)),
            );
        }
    }

    /// One pass over the whole text; a needle that crosses a line break belongs to the line where it ends.
    fn by_needle(&self, document: &Document, tried: &mut Vec<LineMatch>) {
        let Some(automaton) = &self.automaton else { return };
        let (blocks, mut block) = (&document.blocks, 0);
        for hit in automaton.find_overlapping_iter(&document.text) {
            while block < blocks.len() && blocks[block].span.end < hit.end() {
                block += 1;
            }
            if blocks.get(block).is_some_and(|item| item.span.start < hit.end()) {
                let owners = &self.needle_owners[hit.pattern().as_usize()];
                tried.extend(owners.iter().map(|id| (*id, block)));
            }
        }
    }
}

/// The spellings under which a lower-case needle is looked for: the automaton folds the case of ASCII only.
///
/// Elsewhere the longest word stands for the needle: "риа новости" would be missed as "РИА Новости".
fn spellings(needle: &str) -> Vec<String> {
    let mut all = vec![needle.to_owned()];
    if !needle.is_ascii() {
        let needle = needle.split_whitespace().max_by_key(|word| word.len()).unwrap_or(needle);
        all = vec![needle.to_owned()];
        let mut chars = needle.chars();
        let title = chars.next().map(|c| c.to_uppercase().collect::<String>() + chars.as_str());
        all.extend(title);
        all.push(needle.to_uppercase());
        all.sort();
        all.dedup();
    }
    all
}
