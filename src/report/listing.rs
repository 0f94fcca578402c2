//! How does a person see every line of a document with what was decided on it?
//!
//! ```text
//! navigation   | Skip to main content
//! dateline     | (CNN)
//! keep        +| Rescue teams worked through the night …
//! ```
//!
//! One row a line of the document that is not blank. A line of which only a part is cut has one row
//! a part; `+` before the bar says that the row goes on with the line of the row above.

use crate::document::Block;
use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Verdict;
use crate::text::Span;

/// What stands in the place of a category where the text stays.
pub const KEEP: &str = "keep";

/// Columns that the category takes at least (`share-count` is the longest of the frequent ones).
const WIDTH: usize = 12;

/// One row of the listing.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Row<'a> {
    /// The category of the cut that takes the text; [`KEEP`] where none does.
    pub category: &'a str,
    pub span: Span,
    /// The row goes on with the line of the row before.
    pub continues: bool,
}

impl Row<'_> {
    /// Returns the row as a line, without its break.
    pub fn line(&self, text: &str) -> String {
        let joint = if self.continues { '+' } else { ' ' };
        format!("{:<WIDTH$}{joint}| {}", self.category, self.span.of(text))
    }
}

/// Returns the listing of a document, each row ended by a line break; "" where it has no block.
pub fn listing(document: &Document, verdict: &Verdict) -> String {
    rows(document, verdict).iter().map(|row| row.line(&document.text) + "\n").collect()
}

/// Returns the rows of a document.
///
/// White space around a part is left out. Parts of one line that follow each other and have the same
/// category are one row, whichever rules claimed them.
pub fn rows<'a>(document: &Document, verdict: &'a Verdict) -> Vec<Row<'a>> {
    let mut cuts = verdict.cuts.as_slice();
    let mut rows = Vec::new();
    for block in &document.blocks {
        let passed = cuts.partition_point(|cut| cut.span.end <= block.span.start);
        cuts = cuts.get(passed..).unwrap_or_default();
        rows.extend(parts(document, block, cuts));
    }
    rows
}

/// Returns the parts of a block; `cuts` are in order and start with the first that may touch it.
fn parts<'a>(document: &Document, block: &Block, cuts: &'a [Cut]) -> Vec<Row<'a>> {
    let mut parts = Vec::new();
    let mut at = block.span.start;
    for cut in cuts.iter().take_while(|cut| cut.span.start < block.span.end) {
        push(&mut parts, document, KEEP, Span::new(at, cut.span.start));
        let end = cut.span.end.min(block.span.end);
        push(&mut parts, document, &cut.mark.category, Span::new(at.max(cut.span.start), end));
        at = end;
    }
    push(&mut parts, document, KEEP, Span::new(at, block.span.end));
    parts
}

/// Adds a part that holds more than white space, or lets the last one grow if it is of the same category.
fn push<'a>(parts: &mut Vec<Row<'a>>, document: &Document, category: &'a str, span: Span) {
    let span = span.trim(&document.text);
    if span.is_empty() {
        return;
    }
    match parts.last_mut() {
        Some(last) if last.category == category => last.span.end = span.end,
        _ => parts.push(Row { category, span, continues: !parts.is_empty() }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mark::Mark;
    use crate::segment::text::segment;

    fn check(text: &str, cuts: &[(&str, usize, usize)], want: &str) {
        let cuts = cuts.iter().map(|&(category, start, end)| cut(category, Span::new(start, end))).collect();
        let verdict = Verdict { cuts, ..Verdict::default() };
        assert_eq!(listing(&segment(text), &verdict), want, "{text:?}");
    }

    fn cut(category: &str, span: Span) -> Cut {
        let (category, by, why) = (category.into(), "test/cut".into(), "A test.".into());
        let (flag_only, verdict, lifts, void) = (false, None, Vec::new(), None);
        Cut { span, mark: Mark { span, category, by, why, confidence: 1.0, flag_only, verdict, lifts, void } }
    }

    #[test]
    fn rows_are_lines_and_parts_of_lines() {
        check("", &[], "");
        check(" \n\n", &[], "");
        check("One.\n\n Two.\n", &[], "keep         | One.\nkeep         | Two.\n");
        check("Menu\nOne.\n", &[("navigation", 0, 5)], "navigation   | Menu\nkeep         | One.\n");
        check("(CNN)One.\n", &[("dateline", 0, 5)], "dateline     | (CNN)\nkeep        +| One.\n");
        check(
            "One. Ad Two.",
            &[("advertisement", 5, 8)],
            "keep         | One.\nadvertisement+| Ad\nkeep        +| Two.\n",
        );
        check("Ad Ad", &[("related", 0, 3), ("related", 3, 5)], "related      | Ad Ad\n");
        check("A\nB\nC", &[("social", 0, 4)], "social       | A\nsocial       | B\nkeep         | C\n");
    }
}
