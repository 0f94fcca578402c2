//! Which patterns match which lines? One search for needles and one table of literals, so that most regexes never run.

use std::collections::HashMap;
use std::sync::OnceLock;

use aho_corasick::packed::Searcher;
use memchr::memmem::Finder;

use crate::document::Document;
use crate::rule::clue::Clue;
use crate::rule::folded::Folded;
use crate::rule::needles::Needles;
use crate::rule::pattern;
use crate::rule::pattern::Compiled;
use crate::text;

/// A pattern of the set and the block whose line it matches; for a span pattern: may match.
pub type LineMatch = (usize, usize);

/// Lines up to so many words are looked at together: labels and bylines, headlines and captions, the rest. Most text
/// stands in long lines and most rules are about short ones, so most text meets few needles.
const TIERS: [usize; 3] = [12, 40, usize::MAX];

/// Needles that are searched for all at once at most: as many as the packed search was made for.
const FEW_NEEDLES: usize = 64;

/// What a line must be for a pattern other than by `equals`, beside each other in memory: patterns are large, and most
/// lines that hold a needle fail here.
#[derive(Clone, Copy, Debug)]
pub struct Gate {
    max_bytes: usize,
}

impl Gate {
    pub fn of(pattern: &Compiled) -> Self {
        Self { max_bytes: pattern.limits.bytes.unwrap_or(usize::MAX) }
    }
}

/// Finds the lines that patterns match.
#[derive(Debug, Default)]
pub struct Index {
    equals: HashMap<String, Vec<usize>>,
    /// For each number of words the length in bytes of the longest literal that has about so many.
    longest: Vec<usize>,
    /// Every pattern that has more than `equals`.
    members: Vec<usize>,
    /// The size in words of the largest document that a verdict rule looks at.
    small: usize,
    /// For each of `TIERS`, in small documents and in others. Built when a line asks for it.
    tiers: [[OnceLock<Tier>; 2]; TIERS.len()],
}

/// What is looked for in lines of one size.
#[derive(Debug, Default)]
struct Tier {
    needles: Option<Needles>,
    /// Tells lines that have one of a few needles, as of the rules of a host, faster than these are found.
    few: Option<Searcher>,
    /// What the needles lead to: those of one pattern stand together.
    leads: Vec<Lead>,
    /// Patterns that no needle can find: every line short enough is tried.
    scans: Vec<usize>,
}

/// A clue of a pattern, which its needle leads to.
#[derive(Debug)]
struct Lead {
    pattern: usize,
    /// The other texts of the clue.
    also: Vec<Finder<'static>>,
    keyword: bool,
    whole: bool,
}

impl Lead {
    fn new(pattern: usize, clue: &Clue) -> Self {
        let also = clue.also.iter().map(|text| Finder::new(text).into_owned()).collect();
        Self { pattern, also, keyword: clue.keyword, whole: clue.whole }
    }

    /// Returns whether a line that has the needle has the rest, too.
    fn holds(&self, patterns: &[Compiled], line: &Folded) -> bool {
        self.also.iter().all(|text| line.has(text)) && (!self.keyword || patterns[self.pattern].has_keyword(line))
    }
}

/// Patterns, and what is asked of them before they are run.
pub struct Asked<'a> {
    pub patterns: &'a [Compiled],
    pub gates: &'a [Gate],
    /// Words of the document.
    pub words: usize,
    /// Whether a pattern may match a block at all (scope, zone, length): cheap, so it is asked first.
    pub wanted: &'a mut dyn FnMut(usize, usize) -> bool,
    /// Whether a found line is run against the pattern here, or later by the unit.
    pub verify: &'a dyn Fn(usize) -> bool,
}

/// A line that every index looks at.
struct Line<'a> {
    text: &'a str,
    block: usize,
    words: usize,
    folded: &'a mut Folded,
}

/// Returns every match of the patterns of some indexes, in no order and possibly twice.
pub fn find(indexes: &[&Index], document: &Document, mut asked: Asked<'_>) -> Vec<LineMatch> {
    let (mut folded, mut leads, mut found) = (Folded::default(), Vec::new(), Vec::new());
    for (block, item) in document.blocks.iter().enumerate() {
        folded.next();
        let mut line = Line { text: document.text_of(item), block, words: item.words, folded: &mut folded };
        for index in indexes {
            index.find_in(&mut line, &mut asked, &mut leads, &mut found);
        }
    }
    found
}

impl Index {
    /// Builds the index over those of `patterns` that `members` names.
    pub fn new(patterns: &[Compiled], members: &[usize]) -> Self {
        let mut index = Self::default();
        for &id in members {
            let pattern = &patterns[id];
            for literal in pattern.equals.iter().filter(|_| !pattern.in_line) {
                let key = text::fold(literal);
                index.note_length(&key);
                index.equals.entry(key).or_default().push(id);
            }
            if pattern.looks_at_lines() {
                index.members.push(id);
                index.small = index.small.max(pattern.limits.document_words.unwrap_or(0));
            }
        }
        index
    }

    fn note_length(&mut self, literal: &str) {
        let words = text::count_words(literal);
        self.longest.resize(self.longest.len().max(words + 2), 0);
        // Folding joins words at a dash now and then: one more or less.
        for near in &mut self.longest[words.saturating_sub(1)..words + 2] {
            *near = literal.len().max(*near);
        }
    }

    /// Adds every match in one line to `found`, in no order and possibly twice.
    fn find_in(&self, line: &mut Line<'_>, asked: &mut Asked<'_>, leads: &mut Vec<usize>, found: &mut Vec<LineMatch>) {
        let (text, block, words) = (line.text, line.block, line.words);
        let tier = self.tier(asked.patterns, words, asked.words);
        let folded = &mut line.folded;
        tier.find_leads(folded.read_once(text).bytes(), leads);
        let (patterns, gates) = (asked.patterns, asked.gates);
        let mut may = |id: usize| text.len() <= gates[id].max_bytes && (asked.wanted)(id, block);
        let fits = |id: usize| !(asked.verify)(id) || patterns[id].may_be(text);
        let matches = |id: usize| !(asked.verify)(id) || patterns[id].matches_line(text);
        let mut done = None;
        for lead in leads.iter().filter_map(|at| tier.leads.get(*at)) {
            let id = lead.pattern;
            if done == Some(id) || may(id) && !lead.holds(patterns, folded) {
                continue;
            }
            done = Some(id);
            if may(id) && fits(id) && (lead.whole || patterns[id].is_met(folded, text)) && matches(id) {
                found.push((id, block));
            }
        }
        let scanned =
            tier.scans.iter().copied().filter(|&id| may(id) && patterns[id].is_met(folded, text) && matches(id));
        found.extend(scanned.map(|id| (id, block)));
        if self.longest.get(words).is_some_and(|longest| pattern::may_fold_to(text, *longest)) {
            self.by_equality(patterns, (block, text), asked.wanted, found);
        }
    }

    /// Returns what is looked for in a line of so many words, in a document of so many.
    fn tier(&self, patterns: &[Compiled], line: usize, document: usize) -> &Tier {
        let at = TIERS.iter().position(|most| line <= *most).unwrap_or(TIERS.len() - 1);
        let large = document > self.small;
        self.tiers[at][usize::from(large)].get_or_init(|| {
            let least = at.checked_sub(1).map_or(0, |before| TIERS[before] + 1);
            let size = if large { self.small + 1 } else { 0 };
            Tier::new(patterns, self.members.iter().copied().filter(|id| patterns[*id].limits.allow(least, size)))
        })
    }

    fn by_equality(
        &self,
        patterns: &[Compiled],
        (block, line): (usize, &str),
        wanted: &mut dyn FnMut(usize, usize) -> bool,
        found: &mut Vec<LineMatch>,
    ) {
        let Some(owners) = self.equals.get(&text::fold(line)) else { return };
        for &id in owners {
            if wanted(id, block) && patterns[id].equals_line(line) {
                found.push((id, block));
            }
        }
    }
}

impl Tier {
    fn new(patterns: &[Compiled], members: impl Iterator<Item = usize>) -> Self {
        let mut tier = Self::default();
        let mut needles: HashMap<String, Vec<usize>> = HashMap::new();
        for id in members {
            let Some(clues) = &patterns[id].clues else {
                tier.scans.push(id);
                continue;
            };
            for clue in clues {
                needles.entry(clue.needle.clone()).or_default().push(tier.leads.len());
                tier.leads.push(Lead::new(id, clue));
            }
        }
        if needles.len() <= FEW_NEEDLES {
            tier.few = Searcher::new(needles.keys().map(|needle| needle.to_ascii_lowercase()));
        }
        tier.needles = (!needles.is_empty()).then(|| Needles::new(needles));
        tier
    }

    /// Takes where in `leads` those of a folded line stand, in order.
    fn find_leads(&self, line: &[u8], leads: &mut Vec<usize>) {
        leads.clear();
        let may = self.few.as_ref().is_none_or(|few| few.find(line).is_some());
        if let Some(needles) = self.needles.as_ref().filter(|_| may) {
            needles.search(line, |owners| leads.extend(owners));
        }
        leads.sort_unstable();
        leads.dedup();
    }
}
