//! What would be cut, and where does a person find it: file, record, line, column?

use serde::Serialize;

use crate::document::Document;
use crate::judge::Cut;
use crate::judge::Verdict;
use crate::judge::repair::Change;
use crate::mark::Mark;
use crate::rule::Kind;
use crate::source::Source;
use crate::text::CodePoints;
use crate::text::Span;

/// Characters of a cut that are quoted; a person knows it by its first words.
const QUOTED_CHARS: usize = 60;

/// Something to look at in a document. Lines and columns count from 1, columns and `chars` in code points.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Finding {
    pub path: String,
    /// The line or row of the record in its file, for dumps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub record: Option<u64>,
    pub id: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub outlet: Option<String>,
    /// The field of the record that holds the text, for dumps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// In the text of the document.
    pub line: usize,
    pub column: usize,
    pub rule: String,
    pub category: String,
    pub why: String,
    pub confidence: f32,
    /// Code points of the text that would go.
    pub chars: usize,
    /// Its beginning, on one line.
    pub text: String,
}

impl Finding {
    /// Returns the finding on one line: `dump.jsonl:418:$.text:1:1: [navigation/skip-link] "Skip to …" (20 chars)`.
    pub fn line(&self) -> String {
        let record = self.record.map_or_else(String::new, |n| format!(":{n}"));
        let field = self.field.as_ref().map_or_else(String::new, |name| format!(":$.{name}"));
        let Self { path, line, column, rule, text, chars, why, .. } = self;
        if *chars == 0 {
            return format!("{path}{record}{field}:{line}:{column}: [{rule}] {why}");
        }
        format!("{path}{record}{field}:{line}:{column}: [{rule}] \"{text}\" ({chars} chars)")
    }
}

/// Returns what was found in a document, in the order of its text; first a verdict that says it is no article.
pub fn findings(source: &Source, document: &Document, verdict: &Verdict) -> Vec<Finding> {
    let base = Finding {
        path: if source.place.path.is_empty() { source.id.clone() } else { source.place.path.clone() },
        record: source.place.record,
        id: source.id.clone(),
        outlet: source.outlet.clone(),
        field: source.content_field.clone(),
        line: 1,
        column: 1,
        rule: format!("verdict/{}", verdict.kind.as_str()),
        category: verdict.kind.as_str().to_owned(),
        why: format!("the document is no article: {}", verdict.kind.as_str()),
        confidence: 1.0,
        chars: 0,
        text: String::new(),
    };
    let mut found = Vec::new();
    if !matches!(verdict.kind, Kind::Article | Kind::Unknown) {
        found.push(base.clone());
    }
    let place = |places: &mut Places<'_>, span: Span| {
        let span = if span.trim(&document.text).is_empty() { span } else { span.trim(&document.text) };
        let (line, column) = places.at(span.start);
        let text = span.of(&document.text);
        Finding { line, column, chars: text.chars().count(), text: quoted(text), ..base.clone() }
    };
    let mut places = Places::new(&document.text);
    let cuts = verdict.cuts.iter().map(|cut| of_cut(cut, place(&mut places, cut.span)));
    let mut spans: Vec<Finding> = cuts.collect();
    let mut places = Places::new(&document.text);
    let changes = verdict.repairs.iter().map(|change| of_change(change, place(&mut places, change.span)));
    spans.extend(changes);
    spans.sort_by_key(|finding| (finding.line, finding.column));
    found.extend(spans);
    found
}

fn of_cut(cut: &Cut, at: Finding) -> Finding {
    let Mark { by, category, why, confidence, .. } = &cut.mark;
    let (rule, category, why) = (by.to_string(), category.to_string(), why.to_string());
    Finding { rule, category, why, confidence: *confidence, ..at }
}

fn of_change(change: &Change, at: Finding) -> Finding {
    let (rule, category) = (format!("repair/{}", change.repair), change.repair.to_owned());
    Finding { rule, category, why: change.why.to_owned(), confidence: 1.0, ..at }
}

fn quoted(text: &str) -> String {
    let mut line: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = line.char_indices().nth(QUOTED_CHARS) {
        line.truncate(at);
        line.push('…');
    }
    line.chars().map(|c| if c.is_control() { '\u{FFFD}' } else { c }).collect()
}

/// Lines and columns of rising byte offsets.
struct Places<'a> {
    text: &'a str,
    points: CodePoints<'a>,
    at: usize,
    line: usize,
}

impl<'a> Places<'a> {
    fn new(text: &'a str) -> Self {
        Self { text, points: CodePoints::new(text), at: 0, line: 1 }
    }

    fn at(&mut self, offset: usize) -> (usize, usize) {
        let passed = Span::new(self.at, offset).of(self.text);
        self.line += memchr::memchr_iter(b'\n', passed.as_bytes()).count();
        self.at = offset;
        let start = self.text.get(..offset).and_then(|before| before.rfind('\n')).map_or(0, |at| at + 1);
        let first = self.points.at(start);
        (self.line, self.points.at(offset) - first + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::segment::text::segment;

    #[test]
    fn a_finding_names_line_and_column() {
        let text = "Ünder\nä AD b\n";
        let mark = Mark { by: "advertisement/label".into(), ..Mark::default() };
        let at = text.find("AD").expect("in the text");
        let verdict = Verdict { cuts: vec![Cut { span: Span::new(at, at + 3), mark }], ..Verdict::default() };
        let got = findings(&Source::text("a.txt", text), &segment(text), &verdict);
        let lines: Vec<String> = got.iter().map(Finding::line).collect();
        assert_eq!(lines, ["a.txt:2:3: [advertisement/label] \"AD\" (2 chars)"]);
    }
}
