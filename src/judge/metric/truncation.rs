//! Does the last paragraph of prose break off?

use crate::judge::evidence::Evidence;
use crate::judge::evidence::scan::Line;
use crate::judge::metric::About;
use crate::judge::metric::Group;
use crate::judge::metric::Metric;
use crate::judge::reading::Reading;
use crate::judge::reading::Side;

/// Looked at after chrome is gone, so that a newsletter line at the end is not taken for a broken sentence.
/// Does not apply where half of the paragraphs end without an end mark.
pub struct Truncation;

static ABOUT: About =
    About { id: "truncation", name: "truncated", unit: "flag", range: (0.0, 1.0), group: Group::Damage, sided: false };

impl Metric for Truncation {
    fn about(&self) -> &'static About {
        &ABOUT
    }

    fn measure(&self, evidence: &Evidence<'_>, _: Side) -> Option<Reading> {
        let prose: Vec<&Line> =
            evidence.scan.lines.iter().filter(|line| line.words >= PROSE && !line.repeats).collect();
        let last = prose.last().filter(|_| evidence.is_article())?;
        let whole = prose.iter().filter(|line| ends_sentence(evidence.text(line.tail))).count();
        let text = evidence.text(last.tail);
        // Lists, verse, and scripts without end marks: then an end without one says nothing.
        if whole * 2 < prose.len().saturating_sub(1) || text.chars().next_back().is_some_and(has_no_end_mark) {
            return None;
        }
        let address = text.split_whitespace().next_back().is_some_and(|word| word.contains(['/', '@']));
        Some(Reading::flag(if ends_sentence(text) || address || is_attributed(text) {
            Vec::new()
        } else {
            vec![last.tail]
        }))
    }
}

/// Words from which on a line counts as a paragraph of prose; below it may be a subhead, a name or a leftover.
const PROSE: usize = 8;

/// Returns whether a line ends as sentences end: an end mark, with closing quotes or brackets after it.
///
/// An ellipsis ends none: in dumps it mostly says that the rest was not copied.
pub fn ends_sentence(line: &str) -> bool {
    let line = line.trim_end();
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

/// Returns whether a quotation is followed by who said it: `… no answer.” — Ada Lindqvist, harbour master`.
fn is_attributed(line: &str) -> bool {
    let Some((quote, name)) = line.rsplit_once(['—', '–', '―']) else { return false };
    ends_sentence(quote) && name.split_whitespace().count() <= MAX_ATTRIBUTION
}

/// Words of a name with its office.
const MAX_ATTRIBUTION: usize = 14;

/// Thai and Lao write no mark at the end of a sentence.
fn has_no_end_mark(c: char) -> bool {
    matches!(u32::from(c), 0x0E00..=0x0EFF)
}
