//! Which part of a text do many spans cover? Asked and answered in the logarithm of their number.

use std::collections::BTreeMap;

use crate::text::Span;

/// What spans cover, whatever their order and overlaps.
#[derive(Clone, Debug, Default)]
pub struct Cover {
    /// Ends by starts; those that overlapped are one.
    ends: BTreeMap<usize, usize>,
}

impl Cover {
    /// Returns whether a span shares a byte with what is covered.
    pub fn overlaps(&self, span: Span) -> bool {
        self.last_before(span.end).is_some_and(|held| held.overlaps(span))
    }

    /// Covers a span, too.
    pub fn add(&mut self, span: Span) {
        let mut whole = span;
        while let Some(held) = self.last_before(whole.end).filter(|held| held.overlaps(whole)) {
            self.ends.remove(&held.start);
            whole = Span::new(held.start.min(whole.start), held.end.max(whole.end));
        }
        if !whole.is_empty() {
            self.ends.insert(whole.start, whole.end);
        }
    }

    fn last_before(&self, end: usize) -> Option<Span> {
        self.ends.range(..end).next_back().map(|(start, end)| Span::new(*start, *end))
    }
}

impl Extend<Span> for Cover {
    fn extend<I: IntoIterator<Item = Span>>(&mut self, spans: I) {
        spans.into_iter().for_each(|span| self.add(span));
    }
}

impl FromIterator<Span> for Cover {
    fn from_iter<I: IntoIterator<Item = Span>>(spans: I) -> Self {
        let mut cover = Self::default();
        cover.extend(spans);
        cover
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_is_what_one_of_the_spans_covers() {
        let spans =
            [(8, 9), (2, 4), (3, 6), (5, 5), (20, 30), (22, 23), (12, 14), (11, 21)].map(|(a, b)| Span::new(a, b));
        let cover: Cover = spans.into_iter().collect();
        for start in 0..32 {
            for end in start..32 {
                let asked = Span::new(start, end);
                let want = !asked.is_empty() && spans.iter().any(|span| !span.is_empty() && span.overlaps(asked));
                assert_eq!(!asked.is_empty() && cover.overlaps(asked), want, "{asked:?} of {spans:?}");
            }
        }
    }
}
