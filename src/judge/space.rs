//! Which white space goes with a cut, so that what is left reads as if the chrome had never been there?

use crate::judge::Cut;
use crate::text::Span;

/// Widens each cut by the white space that it would leave behind.
///
/// A whole line goes with its line break, and with the blank lines after it where blank lines stand before
/// it, too; a span inside a line goes with one of the two runs of spaces around it. Kept text is never touched.
pub fn close_gaps(text: &str, cuts: &mut [Cut]) {
    let mut at = 0;
    while at < cuts.len() {
        let mut last = at;
        let whole_line = starts_line(text, cuts[at].span.start);
        while last + 1 < cuts.len() && joins(text, cuts[last].span.end, cuts[last + 1].span.start, whole_line) {
            cuts[last].span.end = cuts[last + 1].span.start;
            last += 1;
        }
        let group = widen(text, Span::new(cuts[at].span.start, cuts[last].span.end));
        // White space at the end of the cut before is that one's already.
        cuts[at].span.start = group.start.max(at.checked_sub(1).map_or(0, |before| cuts[before].span.end));
        cuts[last].span.end = group.end;
        at = last + 1;
    }
}

/// Returns whether the text between two cuts goes with them: white space, but no line break after kept text, which
/// would glue it to what follows.
fn joins(text: &str, start: usize, end: usize, whole_line: bool) -> bool {
    let between = Span::new(start, end).of(text);
    between.trim().is_empty() && (whole_line || !between.contains('\n'))
}

fn starts_line(text: &str, at: usize) -> bool {
    let head = Span::new(0, at).of(text).trim_end_matches(is_inline_space);
    head.is_empty() || head.ends_with('\n')
}

fn widen(text: &str, span: Span) -> Span {
    let (before, after) = (Span::new(0, span.start).of(text), Span::new(span.end, text.len()).of(text));
    let head = before.trim_end_matches(is_inline_space);
    let tail = after.trim_start_matches(is_inline_space);
    let starts_line = head.is_empty() || head.ends_with('\n');
    let ends_line = tail.is_empty() || tail.starts_with('\n') || tail.starts_with("\r\n");
    match (starts_line, ends_line) {
        (true, true) => whole_lines(text, head.len(), text.len() - tail.len()),
        (true, false) => Span::new(head.len(), text.len() - tail.len()),
        (false, true) => Span::new(head.len(), span.end),
        (false, false) if head.len() < before.len() => Span::new(span.start, text.len() - tail.len()),
        (false, false) => span,
    }
}

/// `start` stands at the start of a line, `end` before a line break or at the end of the text.
fn whole_lines(text: &str, start: usize, end: usize) -> Span {
    let (before, after) = (Span::new(0, start).of(text), Span::new(end, text.len()).of(text));
    if after.trim().is_empty() {
        return at_the_end(text, before);
    }
    let rest = after.strip_prefix("\r\n").or_else(|| after.strip_prefix('\n')).unwrap_or(after);
    let blank_before = before.is_empty() || before.trim_end_matches(is_inline_space_or_return).ends_with("\n\n") || {
        let held = before.strip_suffix('\n').unwrap_or(before).trim_end_matches(is_inline_space_or_return);
        held.is_empty() || held.ends_with('\n')
    };
    let kept = if blank_before { without_blank_lines(rest) } else { rest };
    Span::new(start, text.len() - kept.len())
}

/// Everything up to the end goes; one line break stays where the text ended in one.
fn at_the_end(text: &str, before: &str) -> Span {
    let kept = before.trim_end();
    let white = before.get(kept.len()..).unwrap_or_default();
    let first_break = white.find('\n').map_or(0, |at| at + 1);
    let ends_in_break = text.ends_with('\n');
    let keep_break = if ends_in_break && !kept.is_empty() { first_break } else { 0 };
    Span::new(kept.len() + keep_break, text.len())
}

fn without_blank_lines(text: &str) -> &str {
    let mut rest = text;
    while let Some(at) = rest.find('\n') {
        let (line, next) = rest.split_at(at + 1);
        if !line.trim().is_empty() {
            break;
        }
        rest = next;
    }
    rest
}

fn is_inline_space(c: char) -> bool {
    c.is_whitespace() && c != '\n' && c != '\r'
}

fn is_inline_space_or_return(c: char) -> bool {
    c.is_whitespace() && c != '\n'
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::judge::Verdict;
    use crate::mark::Mark;

    /// Cuts what stands between `[` and `]` and returns what is left.
    fn left(marked: &str) -> String {
        let (mut text, mut cuts, mut open) = (String::new(), Vec::new(), 0);
        for c in marked.chars() {
            match c {
                '[' => open = text.len(),
                ']' => cuts.push(Cut { span: Span::new(open, text.len()), mark: Mark::default() }),
                c => text.push(c),
            }
        }
        close_gaps(&text, &mut cuts);
        assert!(cuts.windows(2).all(|pair| pair[0].span.end <= pair[1].span.start), "{marked:?}: {cuts:?}");
        Verdict { cuts, ..Verdict::default() }.clean_text(&text)
    }

    #[test]
    fn no_gap_is_left() {
        for (marked, want) in [
            ("[Skip]\n\nTitle\n\nText", "Title\n\nText"),
            ("A\n\n[chrome]\n\nB\n", "A\n\nB\n"),
            ("A\n[chrome]\n\nB", "A\n\nB"),
            ("A\n\n[chrome]\nB", "A\n\nB"),
            ("A\r\n\r\n[chrome]\r\n\r\nB", "A\r\n\r\nB"),
            ("A\n\n[one]\n\n[two]\n\nB", "A\n\nB"),
            ("Body.\n\n[chrome]", "Body."),
            ("Body.\n\n[chrome]\n", "Body.\n"),
            ("[all]\n", ""),
            ("[(CNN)]Russia wants", "Russia wants"),
            ("[(CNN)] Russia wants", "Russia wants"),
            ("Putin [site] rejected", "Putin rejected"),
            ("was told. [Read more]\nNext", "was told.\nNext"),
            ("end.[Read]The", "end.The"),
            ("end[ one]\n[two] The", "end\nThe"),
            ("end [one]\n[two]\n\nThe", "end\n\nThe"),
            ("  [indented]\nB", "B"),
            ("end[ one ]\n[two]", "end"),
        ] {
            assert_eq!(left(marked), want, "{marked:?}");
        }
    }
}
