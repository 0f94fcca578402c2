//! Which lines are the same but for the names, addresses and links in them? `Write to … at …@harbour.example`.
//!
//! A name in bylines and bios becomes a pattern, not forty literals.

use std::collections::BTreeMap;
use std::collections::BTreeSet;
use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::rule::Pattern;
use crate::rule::Unit;
use crate::survey::draft::Draft;
use crate::survey::draft::regex_of;
use crate::survey::lines::FEWEST;
use crate::survey::lines::FEWEST_UNNAMED;
use crate::survey::lines::MOSTLY;
use crate::survey::lines::zone;
use crate::survey::look;
use crate::survey::view;
use crate::survey::view::Spot;
use crate::survey::view::View;
use crate::survey::words;
use crate::text;

/// Words of a line that is looked at: bios are longer than labels.
const MAX_WORDS: usize = 45;
/// Different fillings that make a gap: with two it may be chance.
const MIN_FILLINGS: usize = 3;
/// Words that all lines of a frame share, where nothing but repetition speaks for it.
const MIN_FIXED: usize = 2;

/// What stands in a gap: any name, or any list of names. Not counted: each repetition would be compiled anew, and a line
/// with two gaps would be too large a regex.
const NAME: &str = r"\p{Lu}[\p{L}\p{M}.'’-]*,?(?:\s+(?:[\p{Ll}&]{1,3}\s+){0,2}\p{Lu}[\p{L}\p{M}.'’-]*,?)*";
/// What stands in a gap: any address of a person or a page.
const ADDRESS: &str = r"[(\[<]?@?[^\s@]+@[^\s@]+|[(\[<]?(?:@\w+|https?://\S+|www\.\S+)[)\]>.,]*";

/// What stands for a dash or a bullet, and the space after it.
const LEAD: &str = r"[—–•*·-]+\s*";
/// What may stand before the first word, at its side or apart from it.
const LEADS: &[char] = &['—', '–', '-', '•', '*', '·', ' '];

/// A part of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Part<'a> {
    Word(&'a str),
    /// A run of words with capitals.
    Name(&'a str),
    Address(&'a str),
    Number(&'a str),
    /// A dash or a bullet before the first word, with or without a space.
    Lead(&'a str),
}

/// Lines of one frame.
struct Frame<'a> {
    spots: Vec<Spot>,
    lines: Vec<Vec<Part<'a>>>,
}

/// Returns a draft for every frame that is chrome.
pub fn find(view: &View) -> Vec<Draft> {
    let fewest = view.fewest(FEWEST.0, FEWEST.1);
    // Counted first: nearly every line is the only one of its frame, and need not be held.
    let mut counts: HashMap<u64, usize> = HashMap::new();
    for (_, line) in lines(view) {
        keys(&parts(line)).for_each(|(_, key)| *counts.entry(key).or_default() += 1);
    }
    counts.retain(|_, count| *count >= fewest);
    let mut frames: BTreeMap<u64, Frame<'_>> = BTreeMap::new();
    for (spot, line) in lines(view) {
        let parts = parts(line);
        for (first, key) in keys(&parts).filter(|(_, key)| counts.contains_key(key)) {
            let frame = frames.entry(key).or_insert_with(|| Frame { spots: Vec::new(), lines: Vec::new() });
            frame.spots.push(spot);
            frame.lines.push(with_first_word(&parts, first));
        }
    }
    frames.retain(|_, frame| view::documents(&frame.spots) >= fewest);
    frames.values().filter_map(|frame| draft(view, frame)).collect()
}

/// The lines that may have a frame: short, and of a script with capitals.
fn lines(view: &View) -> impl Iterator<Item = (Spot, &str)> {
    view.lines().filter(|(spot, line)| view.words(*spot) <= MAX_WORDS && look::has_case(line))
}

/// The keys of a line's frame: with its first word as part of a name, and as a word.
fn keys<'p>(parts: &'p [Part<'p>]) -> impl Iterator<Item = (bool, u64)> + 'p {
    let named = matches!(parts.first(), Some(Part::Name(_)));
    [false, true].into_iter().filter(move |first| named || !first).filter_map(|first| Some((first, key(parts, first)?)))
}

/// Cuts a line into words, names, addresses and numbers.
fn parts(line: &str) -> Vec<Part<'_>> {
    let mut out: Vec<Part<'_>> = Vec::new();
    let mut at = line.len() - line.trim_start_matches(LEADS).len();
    if at > 0 {
        out.push(Part::Lead(line.get(..at).unwrap_or_default()));
    }
    while let Some((start, end)) = next_word(line, at) {
        let word = line.get(start..end).unwrap_or_default();
        at = end;
        if word.contains('@') || word.contains("://") || word.starts_with("www.") {
            out.push(Part::Address(word));
        } else if word.chars().any(char::is_numeric) {
            out.push(Part::Number(word));
        } else if is_plain(word) && look::starts_upper(word) {
            let end = name_end(line, end);
            out.push(Part::Name(line.get(start..end).unwrap_or_default()));
            at = end;
        } else {
            out.push(Part::Word(word));
        }
    }
    out
}

fn next_word(line: &str, at: usize) -> Option<(usize, usize)> {
    let rest = line.get(at..)?;
    let start = at + rest.find(|c: char| !c.is_whitespace())?;
    let len = line.get(start..)?.find(char::is_whitespace).unwrap_or(line.len() - start);
    Some((start, start + len))
}

/// Returns where a name ends: after the last word with a capital, a particle or two between them.
fn name_end(line: &str, from: usize) -> usize {
    let (mut end, mut at, mut small) = (from, from, 0);
    while let Some((start, stop)) = next_word(line, at) {
        let word = line.get(start..stop).unwrap_or_default();
        if is_plain(word) && look::starts_upper(word) {
            (end, small) = (stop, 0);
        } else if small < 2 && is_particle(word) {
            small += 1;
        } else {
            break;
        }
        at = stop;
    }
    end
}

/// Whether a word has nothing in it that a name has not; a comma may end it, as in a list of names.
fn is_plain(word: &str) -> bool {
    word.trim_end_matches(',').chars().all(|c| c.is_alphabetic() || "-.’'".contains(c))
}

/// Parts of names that are written small, and what joins two names.
fn is_particle(word: &str) -> bool {
    words::particles().iter().any(|particle| particle == word)
}

/// Returns the key of a line's frame: its words, and a sign for what may differ. None without a gap.
fn key(parts: &[Part<'_>], first: bool) -> Option<u64> {
    let parts = with_first_word(parts, first);
    let gaps = parts.iter().any(|part| matches!(part, Part::Name(_) | Part::Address(_)));
    let words = parts.iter().any(|part| matches!(part, Part::Word(_)));
    let sign = |part: &Part<'_>| match part {
        Part::Word(word) => (*word).to_owned(),
        Part::Name(_) => "\u{1}".to_owned(),
        Part::Address(_) => "\u{2}".to_owned(),
        Part::Number(_) => "0".to_owned(),
        Part::Lead(_) => "\u{3}".to_owned(),
    };
    (gaps && words).then(|| xxh3_64(parts.iter().map(sign).collect::<Vec<String>>().join(" ").as_bytes()))
}

/// Returns the parts with the first word of a leading name set apart: a line starts with a capital anyway.
fn with_first_word<'a>(parts: &[Part<'a>], first: bool) -> Vec<Part<'a>> {
    match parts.split_first() {
        Some((Part::Name(name), rest)) if first => {
            let (head, tail) = name.split_once(char::is_whitespace).unwrap_or((name, ""));
            let tail = Some(tail.trim()).filter(|tail| !tail.is_empty()).map(Part::Name);
            [Part::Word(head)].into_iter().chain(tail).chain(rest.iter().copied()).collect()
        }
        _ => parts.to_vec(),
    }
}

fn draft(view: &View, frame: &Frame<'_>) -> Option<Draft> {
    let example = frame.spots.first().map(|spot| view.line(*spot))?;
    let places: Vec<BTreeSet<Part<'_>>> =
        (0..frame.lines.first()?.len()).map(|at| frame.lines.iter().map(|line| line[at]).collect()).collect();
    if places.iter().map(BTreeSet::len).max()? < MIN_FILLINGS {
        return None;
    }
    let fixed: Vec<&str> = places.iter().filter_map(fixed_text).filter(|word| look::has_words(word)).collect();
    let frame_text = fixed.join(" ");
    let fixed_words = text::count_words(&frame_text);
    let standing = view.standing(&frame.spots);
    let enough = |(documents, share)| view::documents(&frame.spots) >= view.fewest(documents, share);
    let edge = standing.head >= MOSTLY || standing.tail >= MOSTLY;
    let named = words::tells(&frame_text);
    let prose = look::is_prose(view.words(frame.spots[0]));
    let confidence = match (named, edge) {
        (true, _) if enough(FEWEST) && (fixed_words >= MIN_FIXED || edge) => 0.9,
        (false, true) if enough(FEWEST_UNNAMED) && fixed_words > MIN_FIXED && !prose => 0.75,
        _ => return None,
    };
    let regex = regex(&places);
    let gapped = gapped(&places);
    let shown = if named { &gapped } else { example };
    let mut draft = Draft::new(&view.outlet, Unit::Line, shown, confidence).within(zone(standing));
    draft.rule.matches = Some(Pattern { regex: Some(regex), ..Pattern::default() });
    draft.open = true;
    Some(draft)
}

/// Returns what all lines share, with a sign for each gap: so a frame never has the id of a line, or of another frame.
fn gapped(places: &[BTreeSet<Part<'_>>]) -> String {
    places.iter().map(|place| fixed_text(place).unwrap_or("…")).collect::<Vec<&str>>().join(" ")
}

/// Returns the text of a place that all lines share.
fn fixed_text<'a>(fillings: &BTreeSet<Part<'a>>) -> Option<&'a str> {
    match fillings.first() {
        Some(Part::Word(text) | Part::Name(text) | Part::Number(text) | Part::Address(text)) if fillings.len() == 1 => {
            Some(text)
        }
        _ => None,
    }
}

/// Returns the regex of a line, white space between its parts.
fn regex(places: &[BTreeSet<Part<'_>>]) -> String {
    let mut out = String::new();
    for place in places {
        if !out.is_empty() && !out.ends_with(LEAD) {
            out += r"\s+";
        }
        out += &pattern_of(place);
    }
    out
}

fn pattern_of(fillings: &BTreeSet<Part<'_>>) -> String {
    if matches!(fillings.first(), Some(Part::Lead(_))) {
        return LEAD.to_owned();
    }
    if let Some(text) = fixed_text(fillings) {
        return regex_of(text);
    }
    match fillings.first() {
        Some(Part::Name(_)) => NAME.to_owned(),
        Some(Part::Address(_)) => format!("(?:{ADDRESS})"),
        _ => r"\S*\d\S*".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_fall_into_parts() {
        use Part::*;
        for (line, want) in [
            (
                "Write to Ann de Wit at a@b.example",
                vec![Name("Write"), Word("to"), Name("Ann de Wit"), Word("at"), Address("a@b.example")],
            ),
            ("—Bo Wit wrote this", vec![Lead("—"), Name("Bo Wit"), Word("wrote"), Word("this")]),
            ("Photo 3, taken by Bo", vec![Name("Photo"), Number("3,"), Word("taken"), Word("by"), Name("Bo")]),
        ] {
            assert_eq!(parts(line), want, "{line}");
        }
        assert_eq!(with_first_word(&[Name("Follow Ann Wit")], true), [Word("Follow"), Name("Ann Wit")]);
    }
}
