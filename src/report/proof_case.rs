//! Which case would prove that a rule cuts this, in the YAML of a rule's `tests:`? One that passes, or none.

use std::collections::HashMap;
use std::fmt::Write;

use crate::document::Document;
use crate::report::gather::page::Claim;
use crate::report::gather::page::Page;
use crate::rule::Test;
use crate::rule::Unit;
use crate::rule::matcher::RuleSet;
use crate::rule::proof;
use crate::segment;
use crate::source::Source;
use crate::text;
use crate::text::Span;

/// Lines of context that are tried on each side of the cut, in this order: a neighbour shows what stays.
const CONTEXT: &[usize] = &[1, 0, 3, 8];

/// Bytes of an input above which a case is too long to read.
const MAX_INPUT: usize = 3000;

/// The rules, ready to try cases on.
pub struct Prover {
    set: RuleSet,
    numbers: HashMap<String, usize>,
}

impl Prover {
    /// Cases are proved without overrides, as `presswash rules test` does.
    pub fn new(rules: &RuleSet) -> Self {
        let set = RuleSet::compile(rules.rules().to_vec(), Vec::new());
        let numbers = set.rules().iter().enumerate().map(|(at, loaded)| (loaded.rule.id.clone(), at)).collect();
        Self { set, numbers }
    }

    /// Returns what the rule leaves of the input where it takes just `taken`.
    fn left(&self, number: usize, test: &Test, taken: &str) -> Option<String> {
        let applied = proof::applied(&self.set, number, test, &document_of);
        match applied.taken.as_slice() {
            [one] if one.trim() == taken => Some(applied.left),
            _ => None,
        }
    }
}

fn document_of(test: &Test) -> Document {
    segment::segment(&Source::text("case", test.input.as_deref().unwrap_or("")))
}

/// Returns the case for a cut; `None` where no rule cut it, or where no short input shows it.
pub fn of(prover: &Prover, page: &Page, claim: &Claim) -> Option<String> {
    let number = *prover.numbers.get(&claim.by)?;
    let rule = &prover.set.rules().get(number)?.rule;
    if matches!(rule.unit, Unit::Html | Unit::Document) {
        return None;
    }
    let taken = claim.span.of(&page.text).trim();
    for lines in CONTEXT {
        let input = around(&page.text, claim.span.trim(&page.text), *lines);
        if input.len() > MAX_INPUT {
            continue;
        }
        let test = Test { site: page.outlet.clone(), input: Some(input.to_owned()), ..Test::default() };
        if let Some(want) = prover.left(number, &test, taken) {
            return Some(yaml(page, claim, input, &want));
        }
    }
    None
}

/// Returns the lines of a span with so many lines that are not blank on each side.
fn around(text: &str, span: Span, lines: usize) -> &str {
    let all: Vec<Span> = text::lines(text).collect();
    let first = all.partition_point(|line| line.end < span.start);
    let last = all.partition_point(|line| line.start < span.end).saturating_sub(1).max(first);
    let blank = |at: &usize| all.get(*at).is_none_or(|line| line.of(text).trim().is_empty());
    let from = (0..first).rev().filter(|at| !blank(at)).take(lines).last().unwrap_or(first);
    let to = (last + 1..all.len()).filter(|at| !blank(at)).take(lines).last().unwrap_or(last);
    let ends = (all.get(from).map_or(0, |line| line.start), all.get(to).map_or(text.len(), |line| line.end));
    Span::new(ends.0, ends.1).of(text)
}

fn yaml(page: &Page, claim: &Claim, input: &str, want: &str) -> String {
    let from = page.outlet.as_ref().map_or_else(String::new, |outlet| format!(" of {outlet}"));
    let name = format!("{}{from}", page.id);
    let mut out = format!("# one more of the tests: of {}\n- name: {}\n", claim.by, quoted(&name));
    if let Some(outlet) = &page.outlet {
        let _ = writeln!(out, "  site: {}", quoted(outlet));
    }
    let _ = writeln!(out, "  input: {}", quoted(input));
    let _ = writeln!(out, "  want: {}", quoted(want));
    out
}

/// Returns a text as a double-quoted YAML scalar; what YAML does not take as it stands is escaped.
pub fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            // C0, DEL, C1, separators, marks of direction and byte order: not printable, or not seen.
            c if c.is_control()
                || matches!(u32::from(c), 0x2028..=0x202E | 0x2066..=0x2069 | 0xFEFF | 0xFFFE | 0xFFFF) =>
            {
                let _ = write!(out, "\\u{:04X}", u32::from(c));
            }
            c => out.push(c),
        }
    }
    out + "\""
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_quoted_text_is_read_back_to_the_letter() {
        for text in
            ["", "a \"b\" \\ c", "x\r\n\ty", "\u{0}\u{1b}\u{7f}\u{85}\u{2028}\u{feff}", "é漢😀", "# - : {a} *b &c !d"]
        {
            let read: String = serde_saphyr::from_str(&quoted(text)).unwrap();
            assert_eq!(read, text);
        }
    }

    #[test]
    fn context_is_lines_that_are_not_blank() {
        let text = "a\n\nb\nCUT\n\nc\nd\n";
        let at = text.find("CUT").unwrap();
        for (lines, want) in [(0, "CUT"), (1, "b\nCUT\n\nc"), (9, "a\n\nb\nCUT\n\nc\nd")] {
            assert_eq!(around(text, Span::new(at, at + 3), lines), want);
        }
    }
}
