//! Which bytes may a match of a regex begin and end with? Asked before the regex, whose automaton is far from the
//! caches of the processor: most lines that hold a needle of a rule begin or end with another byte.

use regex_syntax::hir::Class;
use regex_syntax::hir::Hir;
use regex_syntax::hir::HirKind;

/// A set of bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bytes([u64; 4]);

impl Bytes {
    pub const ALL: Self = Self([u64::MAX; 4]);

    pub fn holds(&self, byte: u8) -> bool {
        self.0[usize::from(byte >> 6)] >> (byte & 63) & 1 == 1
    }

    fn add(&mut self, from: u8, to: u8) {
        for (at, own) in (0..).zip(&mut self.0) {
            let (first, last) = (from.max(at << 6), to.min(at << 6 | 63));
            if first <= last {
                *own |= (u64::MAX >> (63 - (last - first))) << (first & 63);
            }
        }
    }

    /// Adds the bytes of another set.
    pub fn join(&mut self, other: Self) {
        self.0.iter_mut().zip(other.0).for_each(|(own, other)| *own |= other);
    }
}

/// The bytes at one end of the matches, and whether a match may be empty.
struct Edge {
    bytes: Bytes,
    empty: bool,
}

/// One of the two ends of a match.
#[derive(Clone, Copy, PartialEq, Eq)]
enum End {
    First,
    Last,
}

/// Returns the bytes that a match may begin with; all of them where it may be empty.
pub fn first(hir: &Hir) -> Bytes {
    known(edge(hir, End::First))
}

/// Returns the bytes that a match may end with; all of them where it may be empty.
pub fn last(hir: &Hir) -> Bytes {
    known(edge(hir, End::Last))
}

fn known(edge: Edge) -> Bytes {
    if edge.empty { Bytes::ALL } else { edge.bytes }
}

fn edge(hir: &Hir, end: End) -> Edge {
    match hir.kind() {
        HirKind::Empty | HirKind::Look(_) => Edge { bytes: Bytes::default(), empty: true },
        HirKind::Literal(literal) => {
            let byte = if end == End::First { literal.0.first() } else { literal.0.last() };
            let mut bytes = Bytes::default();
            byte.iter().for_each(|byte| bytes.add(**byte, **byte));
            Edge { bytes, empty: byte.is_none() }
        }
        HirKind::Class(class) => Edge { bytes: of_class(class, end), empty: false },
        HirKind::Repetition(repeat) => {
            let inner = edge(&repeat.sub, end);
            Edge { empty: inner.empty || repeat.min == 0, ..inner }
        }
        HirKind::Capture(capture) => edge(&capture.sub, end),
        HirKind::Concat(parts) if end == End::First => of_concat(parts.iter(), end),
        HirKind::Concat(parts) => of_concat(parts.iter().rev(), end),
        HirKind::Alternation(parts) => {
            let mut all = Edge { bytes: Bytes::default(), empty: false };
            for part in parts {
                let one = edge(part, end);
                all.bytes.join(one.bytes);
                all.empty |= one.empty;
            }
            all
        }
    }
}

fn of_concat<'a>(parts: impl Iterator<Item = &'a Hir>, end: End) -> Edge {
    let mut all = Edge { bytes: Bytes::default(), empty: true };
    for part in parts {
        let one = edge(part, end);
        all.bytes.join(one.bytes);
        if !one.empty {
            return Edge { empty: false, ..all };
        }
    }
    all
}

fn of_class(class: &Class, end: End) -> Bytes {
    let mut bytes = Bytes::default();
    match class {
        Class::Bytes(class) => class.iter().for_each(|range| bytes.add(range.start(), range.end())),
        Class::Unicode(class) => {
            for range in class.iter() {
                let (from, to) = (lead(range.start()), lead(range.end()));
                match end {
                    End::First => bytes.add(from, to),
                    End::Last => {
                        if from < 0x80 {
                            bytes.add(from, to.min(0x7F));
                        }
                        // Of a character of several bytes any byte of continuation may be the last.
                        if to >= 0x80 {
                            bytes.add(0x80, 0xBF);
                        }
                    }
                }
            }
        }
    }
    bytes
}

/// Returns the first byte of a character in UTF-8.
fn lead(c: char) -> u8 {
    let byte = match u32::from(c) {
        code @ ..0x80 => code,
        code @ 0x80..0x800 => 0xC0 | code >> 6,
        code @ 0x800..0x1_0000 => 0xE0 | code >> 12,
        code => 0xF0 | code >> 18,
    };
    byte as u8
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn edges_of_regexes() {
        for (regex, begins, never, ends, nor) in [
            ("(?i)sign up!?", "sS", "aé ", "pP!", "un"),
            (r"\d+ min|© .*\.", "17©", "m ", "n.", "1"),
            (r"^\s*(by|von) \p{Lu}\p{Ll}+$", "bv ", "yB1", "aé", "A1"),
        ] {
            let hir = regex_syntax::parse(regex).expect(regex);
            let holds = |bytes: Bytes, c: char, at_end: bool| {
                let mut buffer = [0; 4];
                let encoded = c.encode_utf8(&mut buffer).as_bytes();
                bytes.holds(encoded[if at_end { encoded.len() - 1 } else { 0 }])
            };
            assert!(begins.chars().all(|c| holds(first(&hir), c, false)), "{regex}");
            assert!(!never.chars().any(|c| holds(first(&hir), c, false)), "{regex}");
            assert!(ends.chars().all(|c| holds(last(&hir), c, true)), "{regex}");
            assert!(!nor.chars().any(|c| holds(last(&hir), c, true)), "{regex}");
        }
        let may_be_empty = regex_syntax::parse("a*").expect("a regex");
        assert!(first(&may_be_empty).holds(b'z'));
    }
}
