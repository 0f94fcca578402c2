//! Which phrases are glued to the start or the end of paragraphs, or of documents that are one line?
//!
//! The first (or last) words of all lines are sorted, so that lines with the same start stand together; where what
//! is common to them ends and the rest differs, a phrase ends.

use std::collections::BTreeSet;
use std::ops::Range;

use xxhash_rust::xxh3::xxh3_64;

use crate::rule::At;
use crate::rule::Pattern;
use crate::rule::Unit;
use crate::survey::alike;
use crate::survey::draft::Draft;
use crate::survey::draft::regex_of;
use crate::survey::lines::FEWEST;
use crate::survey::lines::FEWEST_UNNAMED;
use crate::survey::lines::MOSTLY;
use crate::survey::look;
use crate::survey::view::Spot;
use crate::survey::view::View;
use crate::survey::words;

/// Words that a glued phrase has at most: a form with a list of countries has more, and its first words will do.
const MAX_WORDS: usize = 40;
/// The share of the documents of a phrase from which on one next word belongs to it.
const STICKS: f64 = 0.85;
/// Words of a phrase that only repetition speaks for; where the script has no capitals, more.
const MIN_WORDS: usize = 4;
const MIN_WORDS_UNCASED: usize = 6;
/// Words of a line that is a label and a title.
const TITLE_WORDS: usize = 25;
/// The share of its lines at which a phrase must meet a new sentence: where its words tell what it is, and where not.
const MEETS_NAMED: f64 = 0.6;
const MEETS: f64 = 0.9;

/// What stands for a name in a phrase: up to four words with capitals, initials among them. A full stop ends it, as
/// the sentence before may end in a name.
const NAME: &str = r"(?:\p{Lu}\.\s?|\p{Lu}[\p{L}\p{M}'’-]+\s+){0,3}\p{Lu}[\p{L}\p{M}'’-]*";

/// One end of one line.
struct End<'a> {
    spot: Spot,
    /// The words from that end inwards.
    words: Vec<&'a str>,
    /// The same as numbers; digits set aside.
    keys: Vec<u64>,
}

/// Which end of the lines is looked at.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Side {
    Start,
    End,
}

/// Returns a draft for every phrase that is glued to lines.
pub fn find(view: &View) -> Vec<Draft> {
    [Side::Start, Side::End].into_iter().flat_map(|side| Search::new(view, side).run()).collect()
}

struct Search<'a> {
    view: &'a View,
    side: Side,
    ends: Vec<End<'a>>,
    found: Vec<Found>,
}

/// A glued phrase.
struct Found {
    phrase: String,
    confidence: f64,
    /// It always meets another sentence, so its rule may ask for that.
    strict: bool,
    /// What follows is a title that goes with it.
    leads: bool,
}

impl<'a> Search<'a> {
    fn new(view: &'a View, side: Side) -> Self {
        let mut ends: Vec<End<'a>> = view.lines().map(|(spot, line)| End::new(spot, line, side)).collect();
        ends.retain(|end| end.keys.len() > 1);
        ends.sort_by(|a, b| a.keys.cmp(&b.keys));
        Self { view, side, ends, found: Vec::new() }
    }

    fn run(mut self) -> Vec<Draft> {
        self.walk(0..self.ends.len(), 0);
        let phrases: Vec<&str> = self.found.iter().map(|found| found.phrase.as_str()).collect();
        let groups = alike::group(&phrases);
        let alone = (0..self.found.len()).filter(|at| !groups.iter().any(|group| group.members.contains(at)));
        let alone = alone.filter_map(|at| self.found.get(at)).map(|found| {
            if found.leads {
                return self.titled(found);
            }
            self.draft(&found.phrase, &regex_of(&found.phrase), found.confidence, found.strict)
        });
        let merged = groups.iter().map(|group| {
            let members: Vec<&Found> = group.members.iter().filter_map(|at| self.found.get(*at)).collect();
            let confidence = members.iter().map(|found| found.confidence).fold(1.0, f64::min);
            let gap = if group.before.is_empty() { "" } else { r"\s+" };
            let regex = format!("{}{gap}{NAME}{}", regex_of(&group.before), regex_of(&group.after));
            // Any name is more than those that were seen, so it must stand between sentences.
            self.draft(&format!("{}{}", group.before, group.after), &regex, confidence, true)
        });
        alone.chain(merged).collect()
    }

    fn draft(&self, text: &str, cut: &str, confidence: f64, strict: bool) -> Draft {
        let mut draft = Draft::new(&self.view.outlet, Unit::Span, text, confidence);
        draft.rule.at = if self.side == Side::Start { At::LineStart } else { At::LineEnd };
        draft.rule.matches = Some(Pattern { regex: Some(self.regex(cut, strict)), ..Pattern::default() });
        draft
    }

    /// Looks at ends that share their first `depth` words.
    fn walk(&mut self, range: Range<usize>, depth: usize) {
        let children = self.children(range.clone(), depth);
        let all = self.documents(range.clone());
        let least = self.view.fewest(FEWEST.0, FEWEST.1);
        let children = children.into_iter().filter(|child| child.len() >= least);
        let children: Vec<(usize, Range<usize>)> =
            children.map(|child| (self.documents(child.clone()), child)).collect();
        let sticks = children.iter().any(|(count, _)| *count as f64 >= STICKS * all as f64);
        if depth > 0 && !sticks && self.take(range, depth, all) {
            return;
        }
        for (count, child) in children {
            if count >= least && depth < MAX_WORDS {
                self.walk(child, depth + 1);
            }
        }
    }

    /// Groups the ends of a range by their word at `depth`.
    fn children(&self, range: Range<usize>, depth: usize) -> Vec<Range<usize>> {
        let mut out: Vec<Range<usize>> = Vec::new();
        let mut last = None;
        for at in range {
            let Some(key) = self.ends[at].keys.get(depth) else { continue };
            match out.last_mut() {
                Some(group) if last == Some(*key) => group.end = at + 1,
                _ => out.push(at..at + 1),
            }
            last = Some(*key);
        }
        out
    }

    fn documents(&self, range: Range<usize>) -> usize {
        self.ends[range].iter().map(|end| end.spot.0).collect::<BTreeSet<_>>().len()
    }

    /// Makes a draft of the phrase of `depth` words that a range shares, if it is no content.
    fn take(&mut self, range: Range<usize>, depth: usize, count: usize) -> bool {
        let ends = &self.ends[range];
        let Some(first) = ends.first() else { return false };
        let phrase = self.phrase(first, depth);
        let open = ends.iter().filter(|end| end.words.len() > depth);
        let (longer, meets) = open.fold((0, 0), |(all, meets), end| {
            (all + 1, meets + usize::from(self.meets_sentence(&phrase, end.words[depth])))
        });
        // What mostly stands alone is a line of its own.
        if longer * 2 < ends.len() {
            return false;
        }
        let meets = f64::from(meets as u32) / f64::from(longer as u32);
        let spots: Vec<Spot> = ends.iter().map(|end| end.spot).collect();
        let at_edge = self.is_at_edge(&spots);
        let Some(confidence) = self.confidence(&phrase, depth, count, meets, at_edge) else { return false };
        let strict = meets >= MEETS && look::has_case(&phrase);
        let leads = self.side == Side::Start && words::leads_to_title(&phrase) && self.has_titles(&spots);
        self.found.push(Found { phrase, confidence, strict, leads });
        true
    }

    fn phrase(&self, end: &End<'_>, depth: usize) -> String {
        let mut words: Vec<&str> = end.words.iter().take(depth).copied().collect();
        if self.side == Side::End {
            words.reverse();
        }
        words.join(" ")
    }

    /// A line of a label and a title.
    fn titled(&self, found: &Found) -> Draft {
        let mut draft = Draft::new(&self.view.outlet, Unit::Line, &found.phrase, found.confidence);
        let regex = format!(r"{}\s+.+[^.!?…]", regex_of(&found.phrase));
        draft.rule.matches = Some(Pattern { regex: Some(regex), ..Pattern::default() });
        draft.rule.max_words = Some(TITLE_WORDS);
        draft
    }

    /// Whether nearly all lines are as short as a label and a title, and no sentence.
    fn has_titles(&self, spots: &[Spot]) -> bool {
        let is_title =
            |spot: &&Spot| self.view.words(**spot) <= TITLE_WORDS && !look::ends_sentence(self.view.line(**spot));
        spots.iter().filter(is_title).count() as f64 >= MOSTLY * spots.len() as f64
    }

    /// Whether the lines of a phrase nearly always stand at the end of the document at which it is glued.
    fn is_at_edge(&self, spots: &[Spot]) -> bool {
        let standing = self.view.standing(spots);
        let share = if self.side == Side::Start { standing.head } else { standing.tail };
        share >= MOSTLY
    }

    /// Whether the word next to a phrase shows that a sentence starts after it, or has ended before it.
    fn meets_sentence(&self, phrase: &str, word: &str) -> bool {
        match self.side {
            Side::Start => look::opens_sentence(word, phrase),
            Side::End => look::ends_sentence(word),
        }
    }

    /// Returns how sure it is that a phrase is glued and not written; `None` where it may be written.
    fn confidence(&self, phrase: &str, words: usize, count: usize, meets: f64, at_edge: bool) -> Option<f64> {
        let enough = |(documents, share)| count >= self.view.fewest(documents, share);
        if !look::has_words(phrase) || look::is_dateline(phrase) {
            return None;
        }
        let cased = look::has_case(phrase);
        let opens = !cased || !phrase.starts_with(|c: char| c.is_lowercase());
        if words::tells(phrase) {
            let short = words == 1 && !phrase.ends_with(':');
            let meets = meets >= if opens { MEETS_NAMED } else { MEETS };
            return (!short && meets && enough(FEWEST)).then_some(0.9);
        }
        let told = look::is_names(phrase) || look::is_label(phrase, words) || look::opens_with_dateline(phrase);
        if !at_edge || !opens || told || !enough(FEWEST_UNNAMED) {
            return None;
        }
        let whole = if cased {
            words >= MIN_WORDS && meets >= MEETS && (self.side == Side::End || look::ends_sentence(phrase))
        } else {
            words >= MIN_WORDS_UNCASED && (meets >= MOSTLY || self.side == Side::End)
        };
        whole.then_some(0.75)
    }

    /// The regex of a phrase; where it always meets another sentence, that is asked for.
    fn regex(&self, cut: &str, strict: bool) -> String {
        match (self.side, strict) {
            (Side::Start, true) => format!(r#"(?<cut>{cut})(?:\s+["“‘«¿¡'„]?[^\p{{Ll}}\s]|\z)"#),
            (Side::Start, false) => format!(r"(?<cut>{cut})(?:\s|\z)"),
            (Side::End, true) => format!(r#"(?:\A|[.!?…。！？؟।۔]["”’'»)\]“]*\s+)(?<cut>{cut})"#),
            (Side::End, false) => format!(r"(?:\A|\s)(?<cut>{cut})"),
        }
    }
}

impl<'a> End<'a> {
    fn new(spot: Spot, line: &'a str, side: Side) -> Self {
        let words: Vec<&str> = match side {
            Side::Start => line.split_whitespace().take(MAX_WORDS).collect(),
            Side::End => line.split_whitespace().rev().take(MAX_WORDS).collect(),
        };
        let mut buffer = String::new();
        let keys = words.iter().map(|word| key(word, &mut buffer)).collect();
        Self { spot, keys, words }
    }
}

/// Returns the number of a word, every run of digits counting as one.
fn key(word: &str, buffer: &mut String) -> u64 {
    buffer.clear();
    for c in word.chars() {
        if !c.is_numeric() {
            buffer.push(c);
        } else if !buffer.ends_with('0') {
            buffer.push('0');
        }
    }
    xxh3_64(buffer.as_bytes())
}
