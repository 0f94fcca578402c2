//! Which whole lines does an outlet repeat, numbers set aside, and which of them are chrome?

use std::collections::BTreeMap;
use std::collections::HashMap;

use xxhash_rust::xxh3::xxh3_64;

use crate::rule::Unit;
use crate::rule::Zone;
use crate::survey::draft::Draft;
use crate::survey::draft::line_pattern;
use crate::survey::look;
use crate::survey::view;
use crate::survey::view::Spot;
use crate::survey::view::Standing;
use crate::survey::view::View;
use crate::survey::words;
use crate::text;

/// Documents, and share of all, that a line must stand in where its words tell that it is chrome.
pub const FEWEST: (usize, f64) = (4, 0.02);
/// The same for a sentence or more: nobody writes the same one three times by chance.
pub const FEWEST_LONG: (usize, f64) = (3, 0.02);
/// The same where only repetition speaks for it: the share that C4's and others' line filters call boilerplate.
pub const FEWEST_UNNAMED: (usize, f64) = (5, 0.05);
/// The same for a sentence or more at one end of the document.
const FEWEST_LONG_UNNAMED: (usize, f64) = (5, 0.02);
/// The same for a line that stands anywhere in the text.
const FEWEST_LOOSE: (usize, f64) = (5, 0.1);
/// Nobody writes a fifth of an outlet: a name on so many documents is a desk or an agency.
const NAMES_SHARE: f64 = 0.2;
/// The share of its spots from which on a line belongs to one end of the document, or stands before paragraphs.
pub const MOSTLY: f64 = 0.8;
/// A heading stands before a paragraph at least so often; captions and lists stand between some of them.
const OFTEN: f64 = 0.5;

/// Lines that are the same but for case, numbers and end marks.
pub struct Group {
    pub spots: Vec<Spot>,
    /// The most frequent spelling; of equally frequent ones the first of the alphabet.
    pub text: String,
}

/// Returns the groups of lines that stand in at least `fewest` documents, the most frequent first.
pub fn groups(view: &View, fewest: usize) -> Vec<Group> {
    let mut by_key: HashMap<u64, Vec<Spot>> = HashMap::new();
    for (spot, line) in view.lines() {
        by_key.entry(key(line)).or_default().push(spot);
    }
    by_key.retain(|_, spots| spots.len() >= fewest && view::documents(spots) >= fewest);
    let mut groups: Vec<Group> =
        by_key.into_values().map(|spots| Group { text: spelling(view, &spots), spots }).collect();
    groups.retain(|group| look::has_words(&group.text));
    groups.sort_by(|a, b| (b.spots.len(), &a.text).cmp(&(a.spots.len(), &b.text)));
    groups
}

/// Returns the number under which a line is counted.
pub fn key(line: &str) -> u64 {
    let mut bare = String::with_capacity(line.len());
    for c in text::fold(line).chars() {
        if !c.is_numeric() {
            bare.push(c);
        } else if !bare.ends_with('0') {
            bare.push('0');
        }
    }
    xxh3_64(bare.as_bytes())
}

fn spelling(view: &View, spots: &[Spot]) -> String {
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for spot in spots {
        *counts.entry(view.line(*spot)).or_default() += 1;
    }
    let most = counts.values().max().copied().unwrap_or_default();
    counts.into_iter().find(|(_, count)| *count == most).map(|(line, _)| line.to_owned()).unwrap_or_default()
}

/// Returns a draft for every repeated line that is chrome.
pub fn find(view: &View, groups: &[Group]) -> Vec<Draft> {
    groups.iter().filter_map(|group| draft(view, group)).collect()
}

fn draft(view: &View, group: &Group) -> Option<Draft> {
    let standing = view.standing(&group.spots);
    let confidence = confidence(view, group)?;
    let mut draft = Draft::new(&view.outlet, Unit::Line, &group.text, confidence).within(zone(standing));
    draft.rule.matches = Some(line_pattern(&group.text));
    Some(draft)
}

/// Returns the part of the document that a line is limited to: the end that it nearly always stands at.
pub fn zone(standing: Standing) -> Zone {
    if standing.head >= 1.0 {
        Zone::Head
    } else if standing.tail >= 1.0 {
        Zone::Tail
    } else {
        Zone::Any
    }
}

/// Returns how sure it is that a repeated line is chrome; `None` where it may be content: a subhead, a dateline, a
/// speaker, a name, or a sentence that reports share.
pub fn confidence(view: &View, group: &Group) -> Option<f64> {
    let standing = view.standing(&group.spots);
    let (line, words) = (group.text.as_str(), text::count_words(&group.text));
    let count = view::documents(&group.spots);
    let enough = |(documents, share)| count >= view.fewest(documents, share);
    let long = look::is_prose(words);
    if words::tells(line) {
        return enough(if long { FEWEST_LONG } else { FEWEST }).then_some(0.95);
    }
    if look::is_label(line, words) || look::is_dateline(line) {
        return None;
    }
    if look::is_names(line) && count < view.fewest(FEWEST_UNNAMED.0, NAMES_SHARE) {
        return None;
    }
    if look::is_heading(line, words) && standing.before_prose >= OFTEN {
        return None;
    }
    if standing.head >= MOSTLY || standing.tail >= MOSTLY {
        return enough(if long { FEWEST_LONG_UNNAMED } else { FEWEST_UNNAMED }).then_some(0.85);
    }
    (enough(FEWEST_LOOSE) && (look::ends_sentence(line) || !look::is_heading(line, words))).then_some(0.7)
}
