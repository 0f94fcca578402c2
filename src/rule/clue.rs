//! By which text is a line found that may match a pattern, and what must it hold beside that?
//!
//! A pattern may have hundreds of alternatives, and most needles are common words: a line that holds one is asked for the
//! other words of that alternative alone. Asking for all alternatives took an eighth of the time of a run on articles.

use crate::rule::folded;
use crate::rule::need::Need;
use crate::rule::needles;

/// Bytes of a text that is asked for at least: what is shorter stands in nearly every line.
const MIN_BYTES: usize = 3;
/// Clues of a regex at most: more take more room than they save time.
const MAX_CLUES: usize = 128;

/// A text that tells a line, and other texts that such a line holds. All are folded: see `folded`.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Clue {
    pub needle: String,
    pub also: Vec<String>,
    /// A line that has all of it meets what the pattern needs: nothing is left to ask but the pattern itself.
    pub whole: bool,
    /// One of the pattern's keywords must be there as well.
    pub keyword: bool,
}

impl Clue {
    /// Returns a clue that is one text, and leaves the rest open.
    pub fn text(text: &str) -> Self {
        Self { needle: folded::fold(text), ..Self::default() }
    }

    /// Returns the clue of a literal: its rarest word, and the others. Between them a line may have other marks.
    pub fn literal(literal: &str) -> Self {
        let mut words: Vec<String> =
            literal.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(folded::fold).collect();
        words.sort();
        words.dedup();
        let rarest = (0..words.len()).min_by(|a, b| chance(&words[*a]).total_cmp(&chance(&words[*b])));
        let Some(rarest) = rarest else { return Self { whole: true, ..Self::text(literal) } };
        let needle = words.remove(rarest);
        words.retain(|word| word.len() >= MIN_BYTES);
        words.sort_by(|a, b| chance(a).total_cmp(&chance(b)));
        Self { needle, also: words, whole: true, keyword: false }
    }

    /// Returns the clues of what a regex needs, one for each alternative: every line with a match has one of them, as rare
    /// as is known. `None` where there are none.
    pub fn of(need: &Need) -> Option<Vec<Self>> {
        match need {
            Need::Nothing => None,
            Need::Text(text) => Some(vec![Self { needle: text.clone(), ..Self::default() }]),
            Need::All(parts) => Self::of_all(parts),
            Need::Any(parts) => {
                let all: Option<Vec<Vec<Self>>> = parts.iter().map(Self::of).collect();
                Some(all?.concat()).filter(|clues| clues.len() <= MAX_CLUES)
            }
        }
    }

    fn of_all(parts: &[Need]) -> Option<Vec<Self>> {
        let sets = parts.iter().enumerate().filter_map(|(at, part)| Some((at, Self::of(part)?)));
        let (at, mut clues) = sets.min_by(|(_, a), (_, b)| likelihood(a).total_cmp(&likelihood(b)))?;
        for (_, part) in parts.iter().enumerate().filter(|(other, _)| *other != at) {
            if let Need::Text(text) = part {
                clues.iter_mut().for_each(|clue| clue.also.push(text.clone()));
            }
        }
        clues.iter_mut().for_each(|clue| clue.also.sort_by(|a, b| chance(a).total_cmp(&chance(b))));
        Some(clues)
    }
}

/// Returns how often one of the needles stands at a place of a text, by how often its letters do; only speed depends on it.
pub fn likelihood(clues: &[Clue]) -> f64 {
    clues.iter().map(|clue| chance(&clue.needle)).sum()
}

fn chance(text: &str) -> f64 {
    needles::chance(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(clue: &Clue) -> String {
        format!("{}<{}>", clue.needle, clue.also.join(","))
    }

    #[test]
    fn each_alternative_of_a_regex_has_a_clue_of_its_own() {
        for (regex, want) in [
            ("(?:read more|watch)", Some("read more<> watch<>")),
            ("(?:See also: .{3,9} week|mehr lesen)", Some("see also: < week> mehr lesen<>")),
            (r"\d+", None),
        ] {
            let need = Need::of(&regex_syntax::parse(regex).expect(regex));
            let clues = Clue::of(&need).map(|clues| clues.iter().map(shown).collect::<Vec<_>>().join(" "));
            assert_eq!(clues.as_deref(), want, "{regex}");
        }
    }

    #[test]
    fn a_literal_is_found_by_its_rarest_word() {
        assert_eq!(shown(&Clue::literal("Sign up — for our Newsletter!")), "newsletter<sign,for,our>");
        assert_eq!(shown(&Clue::literal("***")), "***<>");
    }
}
