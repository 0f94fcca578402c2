//! What of a regex can be tried on a text step by step, without an automaton?
//!
//! An automaton takes milliseconds to build and to warm up, and most regexes of rules are asked a few times in a dump, of
//! short lines: on 7 MB of articles 13,000 questions to 103 regexes took 390 ms, nine tenths of it for building. What is
//! built here takes microseconds; how it is tried stands in `walker`.

use regex_syntax::hir::Class;
use regex_syntax::hir::ClassUnicode;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;
use regex_syntax::hir::Look;
use regex_syntax::hir::Repetition;

use crate::rule::edge;
use crate::rule::edge::Bytes;

/// Steps of a regex at most, some 60 bytes each: what is larger, by counted repetitions of groups, is left to automata.
const MAX_OPS: usize = 1 << 15;

/// A step, and what comes after it: places in `Walk::ops`.
#[derive(Clone, Copy, Debug)]
pub enum Op {
    /// These bytes of `Walk::texts`.
    Text {
        from: u32,
        to: u32,
        next: u32,
    },
    /// So many characters of a class, at least and at most; the most first where greedy.
    Many {
        class: u32,
        min: u32,
        max: u32,
        greedy: bool,
        next: u32,
    },
    Look {
        look: Look,
        next: u32,
    },
    /// One of these ways, of `Walk::ways`, the first that leads to the end.
    Fork {
        from: u32,
        to: u32,
    },
    /// A group begins or ends.
    Save {
        slot: u32,
        next: u32,
    },
    End,
}

/// The characters of a class: of ASCII as bits, the others as ranges in rising order.
#[derive(Debug, Default)]
pub struct Chars {
    ascii: u128,
    others: Vec<(char, char)>,
}

impl Chars {
    fn of(class: &ClassUnicode) -> Self {
        let mut chars = Self::default();
        for range in class.iter() {
            let (from, to) = (range.start(), range.end());
            if from.is_ascii() {
                let upto = u128::MAX >> (127 - u32::from(to).min(127));
                chars.ascii |= upto & (u128::MAX << u32::from(from));
            }
            if !to.is_ascii() {
                chars.others.push((from.max('\u{80}'), to));
            }
        }
        chars
    }

    /// Returns how many bytes a character of the class takes at a place of a text; `None` where another stands there.
    pub fn length_at(&self, text: &str, at: usize) -> Option<usize> {
        let byte = *text.as_bytes().get(at)?;
        if byte < 0x80 {
            return (self.ascii >> byte & 1 == 1).then_some(1);
        }
        let c = text.get(at..)?.chars().next()?;
        let near = self.others.partition_point(|(_, to)| *to < c);
        self.others.get(near).is_some_and(|(from, _)| *from <= c).then(|| c.len_utf8())
    }
}

/// What a text may go on with at a step: its next byte, or its end.
#[derive(Clone, Copy, Debug, Default)]
struct Ahead {
    bytes: Bytes,
    end: bool,
}

impl Ahead {
    const ANY: Self = Self { bytes: Bytes::ALL, end: true };

    fn or(mut self, other: Self) -> Self {
        self.bytes.join(other.bytes);
        self.end |= other.end;
        self
    }
}

/// A regex as steps.
#[derive(Debug, Default)]
pub struct Walk {
    ops: Vec<Op>,
    /// What a text may go on with at each step, as far as is known.
    ahead: Vec<Ahead>,
    ways: Vec<u32>,
    texts: Vec<u8>,
    classes: Vec<Chars>,
    /// The names of groups, by their number.
    names: Vec<Option<Box<str>>>,
    start: u32,
    /// A match stands at the start of the text, or nowhere.
    pub anchored: bool,
}

impl Walk {
    /// Lays out a regex; `None` where it has what is left to automata.
    pub fn new(hir: &Hir) -> Option<Self> {
        let mut walk = Self { names: vec![None], ..Self::default() };
        walk.anchored = hir.properties().look_set_prefix().contains(Look::Start);
        let end = walk.push(Op::End, Ahead::ANY)?;
        let close = walk.push(Op::Save { slot: 1, next: end }, Ahead::ANY)?;
        walk.start = walk.add(hir, close)?;
        Some(walk)
    }

    pub fn op(&self, at: u32) -> Op {
        self.ops.get(at as usize).copied().unwrap_or(Op::End)
    }

    pub fn start(&self) -> u32 {
        self.start
    }

    /// Returns the text of `Op::Text`.
    pub fn text(&self, from: u32, to: u32) -> &[u8] {
        self.texts.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Returns the ways of `Op::Fork`.
    pub fn ways(&self, from: u32, to: u32) -> &[u32] {
        self.ways.get(from as usize..to as usize).unwrap_or_default()
    }

    /// Returns how many bytes a character of a class takes at a place; `None` where another stands there.
    pub fn length_at(&self, class: u32, text: &str, at: usize) -> Option<usize> {
        self.classes.get(class as usize)?.length_at(text, at)
    }

    /// Returns whether a text may go on at a place with a step and what follows it.
    pub fn may(&self, op: u32, text: &[u8], at: usize) -> bool {
        let Some(ahead) = self.ahead.get(op as usize) else { return true };
        text.get(at).map_or(ahead.end, |byte| ahead.bytes.holds(*byte))
    }

    /// Returns the first place from one on, up to another, at which a match may begin.
    pub fn next_start(&self, text: &str, from: usize, last: usize) -> Option<usize> {
        let ahead = self.ahead(self.start);
        let bytes = text.as_bytes();
        let near = bytes.get(from..bytes.len().min(last + 1)).unwrap_or_default();
        let found = near.iter().position(|byte| ahead.bytes.holds(*byte)).map(|at| from + at);
        found.or((ahead.end && from <= last && last >= bytes.len()).then_some(bytes.len()))
    }

    /// Returns how many groups there are, the whole match included.
    pub fn groups(&self) -> usize {
        self.names.len()
    }

    /// Returns the groups that have names, by their numbers.
    pub fn names(&self) -> impl Iterator<Item = (usize, &str)> {
        self.names.iter().enumerate().filter_map(|(group, name)| Some((group, name.as_deref()?)))
    }

    fn push(&mut self, op: Op, ahead: Ahead) -> Option<u32> {
        (self.ops.len() < MAX_OPS).then_some(())?;
        self.ops.push(op);
        self.ahead.push(ahead);
        u32::try_from(self.ops.len() - 1).ok()
    }

    fn ahead(&self, op: u32) -> Ahead {
        self.ahead.get(op as usize).copied().unwrap_or(Ahead::ANY)
    }

    /// Adds the steps of a part in front of others; returns where they begin.
    fn add(&mut self, hir: &Hir, next: u32) -> Option<u32> {
        match hir.kind() {
            HirKind::Empty => Some(next),
            HirKind::Literal(literal) => {
                let from = u32::try_from(self.texts.len()).ok()?;
                self.texts.extend(&literal.0);
                let to = u32::try_from(self.texts.len()).ok()?;
                self.push(Op::Text { from, to, next }, Ahead { bytes: edge::first(hir), end: false })
            }
            HirKind::Class(_) => self.many(one_char(hir)?, edge::first(hir), (1, 1, true), next),
            HirKind::Look(look) => self.look(*look, next),
            HirKind::Repetition(repeat) => self.repeat(repeat, next),
            HirKind::Capture(group) => {
                let number = group.index as usize;
                self.names.resize(self.names.len().max(number + 1), None);
                self.names[number].clone_from(&group.name);
                let close = self.push(Op::Save { slot: 2 * group.index + 1, next }, self.ahead(next))?;
                let inner = self.add(&group.sub, close)?;
                self.push(Op::Save { slot: 2 * group.index, next: inner }, self.ahead(inner))
            }
            HirKind::Concat(parts) => parts.iter().rev().try_fold(next, |next, part| self.add(part, next)),
            HirKind::Alternation(parts) => {
                let ways: Option<Vec<u32>> = parts.iter().map(|part| self.add(part, next)).collect();
                self.fork(&ways?)
            }
        }
    }

    fn fork(&mut self, ways: &[u32]) -> Option<u32> {
        let from = u32::try_from(self.ways.len()).ok()?;
        self.ways.extend(ways);
        let ahead = ways.iter().fold(Ahead::default(), |all, way| all.or(self.ahead(*way)));
        self.push(Op::Fork { from, to: from + u32::try_from(ways.len()).ok()? }, ahead)
    }

    fn look(&mut self, look: Look, next: u32) -> Option<u32> {
        let ahead = match look {
            Look::End => Ahead { end: true, ..Ahead::default() },
            Look::Start | Look::StartLF | Look::EndLF => self.ahead(next),
            Look::WordAscii | Look::WordAsciiNegate | Look::WordUnicode | Look::WordUnicodeNegate => self.ahead(next),
            _ => return None,
        };
        self.push(Op::Look { look, next }, ahead)
    }

    /// Adds so many characters of one class.
    fn many(&mut self, chars: Chars, bytes: Bytes, times: (u32, u32, bool), next: u32) -> Option<u32> {
        let (min, max, greedy) = times;
        self.classes.push(chars);
        let class = u32::try_from(self.classes.len() - 1).ok()?;
        let own = Ahead { bytes, end: false };
        let ahead = if min == 0 { own.or(self.ahead(next)) } else { own };
        self.push(Op::Many { class, min, max, greedy, next }, ahead)
    }

    fn repeat(&mut self, repeat: &Repetition, next: u32) -> Option<u32> {
        let Repetition { min, max, greedy, .. } = *repeat;
        let sub = &*repeat.sub;
        if let Some(chars) = one_char(sub) {
            return self.many(chars, edge::first(sub), (min, max.unwrap_or(u32::MAX), greedy), next);
        }
        let order = |inner: u32| if greedy { [inner, next] } else { [next, inner] };
        let mut at = next;
        match max {
            Some(max) => {
                for _ in min..max {
                    let inner = self.add(sub, at)?;
                    at = self.fork(&order(inner))?;
                }
            }
            // A part that may be empty could be repeated for ever.
            None if sub.properties().minimum_len().is_none_or(|least| least == 0) => return None,
            None => {
                at = self.push(Op::End, Ahead::ANY)?;
                let inner = self.add(sub, at)?;
                let fork = self.fork(&order(inner))?;
                self.ops[at as usize] = self.op(fork);
                self.ahead[at as usize] = self.ahead(fork);
            }
        }
        (0..min).try_fold(at, |next, _| self.add(sub, next))
    }
}

/// Returns what a part stands for that is always one character.
fn one_char(hir: &Hir) -> Option<Chars> {
    match hir.kind() {
        HirKind::Class(Class::Unicode(class)) => Some(Chars::of(class)),
        HirKind::Literal(literal) => {
            let mut chars = std::str::from_utf8(&literal.0).ok()?.chars();
            let only = chars.next().filter(|_| chars.next().is_none())?;
            let ascii = if only.is_ascii() { 1 << u32::from(only) } else { 0 };
            Some(Chars { ascii, others: if only.is_ascii() { Vec::new() } else { vec![(only, only)] } })
        }
        _ => None,
    }
}
