//! What does each unit make of the lines that its patterns match: line, block, sentence, span, tail, document, html?

use crate::document::Document;
use crate::rule::Field;
use crate::rule::Rule;
use crate::rule::Run;
use crate::rule::Unit;
use crate::rule::compiled::CompiledRule;
use crate::rule::compiled::Role;
use crate::rule::glued;
use crate::rule::inline;
use crate::rule::lazy::Found;
use crate::rule::pattern::Compiled;
use crate::rule::place::CompiledNeighbour;
use crate::rule::place::Side;
use crate::rule::sentence::Sentences;
use crate::text;
use crate::text::CodePoints;
use crate::text::Span;
use crate::text::cover::Cover;

/// The share of a page's visible characters that an element under a CSS rule may hold unless the rule says else:
/// a selector that takes half of a page was written for another template.
const MAX_TEXT_SHARE: f64 = 0.5;
/// Words of other prose that a page with a verdict may hold: a long sentence; corpus/en/cookie-banner-above-story has more.
const MAX_PROSE: usize = 30;
/// Words from which on a sentence is prose and no label of a button or a link.
const SENTENCE_WORDS: usize = 8;

/// A match of one rule, before overrides are asked.
#[derive(Debug)]
pub struct Raw {
    pub span: Span,
    /// The first and the last block that it touches.
    pub blocks: (usize, usize),
    /// The first and the last block whose neighbours count: those of the run, where the rule asks for one.
    pub edges: (usize, usize),
    pub lifts: Vec<(Field, String)>,
    pub void: Option<String>,
}

/// One rule, the document, and the lines that the rule's patterns match.
pub struct Case<'a> {
    pub rule: &'a Rule,
    pub compiled: &'a CompiledRule,
    pub patterns: &'a [Compiled],
    pub document: &'a Document,
    /// Sorted by pattern, then block.
    pub matches: &'a [(usize, usize)],
    /// The spans that other rules claim; empty in the first round.
    pub claimed: &'a Cover,
    pub sentences: &'a Sentences<'a>,
}

impl Case<'_> {
    /// Returns the matches of the rule, sorted by span.
    pub fn hits(&self) -> Vec<Raw> {
        match self.rule.unit {
            Unit::Line => self.lines(),
            Unit::Block => self.blocks(),
            Unit::Sentence => inline::sentences(self),
            Unit::Span => inline::spans(self),
            Unit::Tail => self.tail(&inline::starts(self)).into_iter().collect(),
            Unit::Document => self.whole().into_iter().collect(),
            Unit::Html => self.elements(),
        }
    }

    /// The blocks that the pattern of a role matches, in order.
    pub fn matched(&self, role: Role) -> Vec<usize> {
        self.compiled.pattern(role).map(|id| self.matched_by(id)).unwrap_or_default()
    }

    fn matched_by(&self, pattern: usize) -> Vec<usize> {
        let from = self.matches.partition_point(|(id, _)| *id < pattern);
        self.matches[from..].iter().take_while(|(id, _)| *id == pattern).map(|(_, block)| *block).collect()
    }

    fn lines(&self) -> Vec<Raw> {
        let matched = self.matched(Role::Match);
        if let Some(run) = self.rule.run {
            return runs(&matched).into_iter().flat_map(|(from, to)| self.run(from, to, run)).collect();
        }
        matched.into_iter().map(|block| self.line(block)).collect()
    }

    /// A match of one line, without the prose that is glued to it.
    fn line(&self, block: usize) -> Raw {
        let raw = self.raw(block, block, self.misfit(block, block));
        if self.document.blocks[block].words < glued::MIN_PROSE_WORDS || !glued::leaves_prose(self.rule.category()) {
            return raw;
        }
        let pattern = self.compiled.pattern(Role::Match).map(|id| &self.patterns[id]);
        let sentences = self.sentences.of(self.document, block);
        let part =
            pattern.and_then(|pattern| glued::needed(self.rule.category(), pattern, &self.document.text, &sentences));
        Raw { span: part.unwrap_or(raw.span), ..raw }
    }

    fn run(&self, from: usize, to: usize, run: Run) -> Vec<Raw> {
        let count = to - from + 1;
        let wrong = run.min.is_some_and(|min| count < min) || run.max.is_some_and(|max| count > max);
        let void = wrong.then(|| format!("{count} such lines stand together")).or_else(|| self.misfit(from, to));
        (from..=to).map(|block| Raw { edges: (from, to), ..self.raw(block, block, void.clone()) }).collect()
    }

    fn blocks(&self) -> Vec<Raw> {
        let (max, count) = (self.rule.max_lines.unwrap_or(1), self.document.blocks.len());
        let (mut out, mut free) = (Vec::new(), 0);
        for start in self.matched(Role::Start) {
            let near = start..count.min(start + max);
            let Some(end) = near.into_iter().find(|end| self.ends(*end)) else { continue };
            if start >= free {
                out.push(self.raw(start, end, self.misfit(start, end)));
                free = end + 1;
            }
        }
        out
    }

    /// Whether a line is the last of a block: asked only where a first line stands before it.
    fn ends(&self, block: usize) -> bool {
        let item = &self.document.blocks[block];
        let fits = self.rule.max_words.is_none_or(|max| item.words <= max);
        let pattern = self.compiled.pattern(Role::End).filter(|_| fits);
        pattern.is_some_and(|id| self.patterns[id].matches(self.document.text_of(item)))
    }

    /// The first of the places where a tail may start that is not refused; without one the first.
    fn tail(&self, starts: &[(usize, usize)]) -> Option<Raw> {
        let text = &self.document.text;
        starts.first()?;
        let end = text.trim_end().len();
        // Counted on from one place to the next: a text may hold as many of them as sentences.
        let (mut ends, mut points) = (CodePoints::new(text), CodePoints::new(text));
        let (last, all) = (ends.at(end), ends.at(text.len()));
        let mut refused = None;
        for &(block, start) in starts {
            let span = Span::new(start, end);
            let share = last.saturating_sub(points.at(start)) as f64 / all.max(1) as f64;
            let max = self.rule.max_share.unwrap_or(0.0);
            let over = (share > max).then(|| format!("it would take {share:.2} of the text, more than {max}"));
            let void = over.or_else(|| self.misfit(block, self.document.blocks.len() - 1));
            let blocks = (block, self.document.blocks.len() - 1);
            let raw = Raw { span, blocks, edges: blocks, lifts: Vec::new(), void };
            if raw.void.is_none() {
                return Some(raw);
            }
            refused = refused.or(Some(raw));
        }
        refused
    }

    fn whole(&self) -> Option<Raw> {
        let when = self.rule.when.as_ref()?;
        let words: usize = self.document.blocks.iter().map(|block| block.words).sum();
        if when.max_words.is_some_and(|max| words > max) || when.min_words.is_some_and(|min| words < min) {
            return None;
        }
        let hit = |id: usize| !self.matched_by(id).is_empty();
        let any = when.any.is_empty() || self.compiled.patterns_of(Role::Any).any(hit);
        let all = self.compiled.patterns_of(Role::All).all(hit);
        let none = !self.compiled.patterns_of(Role::None).any(hit);
        let last = self.document.blocks.len().checked_sub(1)?;
        let span = Span::new(0, self.document.text.len()).trim(&self.document.text);
        if !(any && all && none) {
            return None;
        }
        let (prose, max) = (self.other_prose(), when.max_prose.unwrap_or(MAX_PROSE));
        let void =
            (prose > max).then(|| format!("{prose} words of other prose stand in the document, more than {max}"));
        Some(Raw { span, blocks: (0, last), edges: (0, last), lifts: Vec::new(), void })
    }

    /// Words in sentences that none of the rule's patterns matches and that no other rule claims.
    fn other_prose(&self) -> usize {
        let count = self.document.blocks.len();
        let sentences = (0..count).flat_map(|block| self.sentences.of(self.document, block).to_vec());
        let is_other =
            |sentence: &str| !self.compiled.patterns.iter().any(|(_, id)| self.patterns[*id].matches_line(sentence));
        let free = sentences.filter(|span| !self.claimed.overlaps(*span)).map(|span| span.of(&self.document.text));
        let words = free.map(|sentence| (text::count_words(sentence), sentence));
        words.filter(|(words, sentence)| *words >= SENTENCE_WORDS && is_other(sentence)).map(|(words, _)| words).sum()
    }

    fn elements(&self) -> Vec<Raw> {
        let Some(page) = &self.document.page else { return Vec::new() };
        let max = self.rule.max_text_share.unwrap_or(MAX_TEXT_SHARE);
        let mut spans: Vec<Span> = self
            .compiled
            .selectors
            .iter()
            .filter_map(|selector| selector.get())
            .flat_map(|selector| page.tree.select(selector))
            .filter_map(|element| page.spans.get(&element.id()).copied())
            .filter(|span| !span.is_empty())
            .collect();
        spans.sort_unstable();
        spans.dedup();
        spans.into_iter().filter_map(|span| self.element(span, max)).collect()
    }

    fn element(&self, span: Span, max: f64) -> Option<Raw> {
        let blocks = &self.document.blocks;
        let first = blocks.partition_point(|block| block.span.end <= span.start);
        let last = blocks.partition_point(|block| block.span.start < span.end).checked_sub(1)?;
        let share = span.len() as f64 / self.document.text.len().max(1) as f64;
        let void = (share > max).then(|| format!("it would take {share:.2} of the page's text, more than {max}"));
        let lifts = self.rule.lift.iter().map(|field| (*field, span.of(&self.document.text).to_owned())).collect();
        (first <= last).then_some(Raw { span, blocks: (first, last), edges: (first, last), lifts, void })
    }

    /// A match of the whole lines from one block to another.
    fn raw(&self, from: usize, to: usize, void: Option<String>) -> Raw {
        let span = Span::new(self.document.blocks[from].span.start, self.document.blocks[to].span.end);
        let mut lifts = Vec::new();
        if !self.rule.lift.is_empty() {
            let roles = if self.rule.unit == Unit::Block { [Role::Start, Role::End] } else { [Role::Match; 2] };
            for (role, block) in roles.into_iter().zip([from, to]) {
                lifts.extend(self.line_lifts(role, block));
            }
            lifts.sort();
            lifts.dedup();
        }
        Raw { span, blocks: (from, to), edges: (from, to), lifts, void }
    }

    fn line_lifts(&self, role: Role, block: usize) -> Vec<(Field, String)> {
        let line = self.document.text_of(&self.document.blocks[block]);
        let regex = self.compiled.pattern(role).and_then(|id| self.patterns[id].regex.as_ref());
        match regex.and_then(|regex| regex.first(line)) {
            Some(found) => self.lifts(&found, line, line),
            None if role == Role::Match => self.rule.lift.iter().map(|field| (*field, line.to_owned())).collect(),
            None => Vec::new(),
        }
    }

    /// The fields that a match in a text holds: each from the group of its name, or `whole` where no group has a field's name.
    pub fn lifts(&self, found: &Found, text: &str, whole: &str) -> Vec<(Field, String)> {
        let group = |field: Field| text.get(found.group(field.name())?);
        let named = |field: Field| group(field).map(|group| (field, group.to_owned()));
        let found: Vec<_> = self.rule.lift.iter().filter_map(|field| named(*field)).collect();
        let mut patterns = self.compiled.patterns.iter().map(|(_, id)| &self.patterns[*id]);
        let Some(pattern) = patterns.find(|pattern| pattern.regex.is_some()) else { return found };
        match self.rule.lift.first() {
            Some(field) if !pattern.has_names => vec![(*field, whole.to_owned())],
            _ => found,
        }
    }

    /// Why the neighbours do not fit (categories aside); `None` where they fit.
    pub fn misfit(&self, from: usize, to: usize) -> Option<String> {
        let ask = |neighbour: &Option<CompiledNeighbour>, block, side| {
            neighbour.as_ref().and_then(|neighbour| neighbour.misfit(self.document, block, side))
        };
        ask(&self.compiled.prev, from, Side::Prev).or_else(|| ask(&self.compiled.next, to, Side::Next))
    }
}

/// Returns the runs of consecutive numbers in a sorted list, as first and last.
fn runs(sorted: &[usize]) -> Vec<(usize, usize)> {
    let mut out: Vec<(usize, usize)> = Vec::new();
    for &number in sorted {
        match out.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => out.push((number, number)),
        }
    }
    out
}
