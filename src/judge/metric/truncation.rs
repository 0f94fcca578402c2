//! Does the last paragraph of prose break off?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::scan::Line;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::print::End;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Looked at after chrome is gone, so that a newsletter line at the end is not taken for a broken sentence.
/// Does not apply where a quarter of the other paragraphs end without an end mark, and at least three: such a text ends
/// in a list, a heading or a caption as well.
pub struct Truncation;

static ABOUT: About =
    About { id: "truncation", name: "truncated", unit: "flag", range: (0.0, 1.0), group: Group::Damage, sided: false };

impl Metric for Truncation {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let prose = prose(evidence);
        let last = prose.last().filter(|_| evidence.is_article())?;
        breaks_off(evidence, &prose).map(|breaks| Reading::flag(if breaks { vec![last.tail] } else { Vec::new() }))
    }
}

fn prose<'a>(evidence: &'a Evidence<'_>) -> Vec<&'a Line> {
    evidence.scan.lines.iter().filter(|line| line.words >= PROSE && !line.repeats).collect()
}

/// Returns the last paragraphs of prose, the last one first, at most `most`, and whether the text would break off there.
pub fn ends(evidence: &Evidence<'_>, most: usize) -> Vec<End> {
    let prose = if evidence.is_article() { prose(evidence) } else { Vec::new() };
    let ends = (0..prose.len()).rev().take(most).filter_map(|at| Some((prose.get(at)?, prose.get(..=at)?)));
    ends.map(|(line, to)| End { hash: line.hash, breaks: breaks_off(evidence, to) == Some(true) }).collect()
}

/// Returns whether the last of some paragraphs breaks off; `None` where its end says nothing.
fn breaks_off(evidence: &Evidence<'_>, prose: &[&Line]) -> Option<bool> {
    let others = prose.len().saturating_sub(NEAR_END);
    let bare = prose.iter().take(others).filter(|line| !ends_sentence(evidence.text(line.tail))).count();
    let text = without_tags(evidence.text(prose.last()?.tail));
    // Lists, headings, verse, and scripts without end marks: then an end without one says nothing.
    if (bare >= LEAST_BARE && bare * SHARE_BARE >= others) || text.chars().next_back().is_some_and(has_no_end_mark) {
        return None;
    }
    let address = text.split_whitespace().next_back().is_some_and(|word| word.contains(['/', '@']));
    let whole = ends_sentence(text) || address || is_attributed(text) || is_link(text) || is_shouted(text);
    Some(!whole)
}

/// Paragraphs without an end mark from which on one more says nothing: so many, and one in so many.
const LEAST_BARE: usize = 3;
const SHARE_BARE: usize = 4;

/// Paragraphs at the end that are not asked: where a text breaks off, more than the last may be broken.
const NEAR_END: usize = 2;

/// Words from which on a line counts as a paragraph of prose; below it may be a subhead, a name or a leftover.
const PROSE: usize = 8;

/// Returns whether a line ends as sentences end: an end mark, with closing quotes or brackets after it.
///
/// An ellipsis ends none: in dumps it mostly says that the rest was not copied.
pub fn ends_sentence(line: &str) -> bool {
    let line = without_tags(line.trim_end());
    let inner = line.trim_end_matches(|c: char| {
        c.is_whitespace()
            || matches!(c, '"' | '\'' | '”' | '’' | '»' | '«' | '“' | ')' | ']' | '」' | '』' | '*' | '）')
    });
    let dots = inner.ends_with("...") || inner.ends_with("…") || inner.ends_with("[…");
    let ends = |c: char| {
        matches!(c, '.' | '!' | '?' | '。' | '！' | '？' | '؟' | '।' | '॥' | '۔' | '።' | '፧' | '։' | '។' | '။')
    };
    // A closed bracket after a sentence ("(Reporting by …)") ends it as well; a lone quote does, too.
    !dots && (inner.ends_with(ends) || (inner.len() < line.len() && line.ends_with(['”', '"', '»', '」', ')'])))
}

/// Tags that were left in the text stand outside of its sentences.
fn without_tags(mut line: &str) -> &str {
    while let Some((before, _)) = line.strip_suffix('>').and_then(|rest| rest.rsplit_once('<')) {
        line = before.trim_end();
    }
    line
}

/// Returns whether a quotation is followed by who said it: `… no answer.” — Ada Lindqvist, harbour master`.
fn is_attributed(line: &str) -> bool {
    let Some((quote, name)) = line.rsplit_once(['—', '–', '―']) else { return false };
    ends_sentence(quote) && name.split_whitespace().count() <= MAX_ATTRIBUTION
}

/// Returns whether a line names another story behind a label: `Check out: 13 ways to cross the sound`.
fn is_link(line: &str) -> bool {
    let label = line.split_once(": ").map_or(usize::MAX, |(label, _)| label.split_whitespace().count());
    label <= MAX_LABEL && line.split_whitespace().count() <= MAX_LINK
}

/// Words of the label before a headline, and of the two together.
const MAX_LABEL: usize = 3;
const MAX_LINK: usize = 20;

/// Returns whether a line is all capitals: a heading or a call, and no prose.
fn is_shouted(line: &str) -> bool {
    line.contains(char::is_uppercase) && !line.contains(char::is_lowercase)
}

/// Words of a name with its office.
const MAX_ATTRIBUTION: usize = 14;

/// Thai and Lao write no mark at the end of a sentence.
fn has_no_end_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF)
}
