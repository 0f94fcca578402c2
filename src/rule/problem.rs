//! How is a mistake in a rule file told: which code, where, what it looks like, what to do?

use std::fmt;
use std::path::Path;
use std::path::PathBuf;

/// Problems that are printed of one run; the rest is counted.
const MAX_SHOWN: usize = 100;
/// Columns of a source line that are printed; longer lines are cropped around the problem.
const MAX_COLUMNS: usize = 110;

/// A place in a rule file; line and column count from 1, in characters.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    pub line: usize,
    pub column: usize,
    /// Characters to underline.
    pub len: usize,
}

/// What is wrong, as a number that can be looked up. Codes keep their meaning for ever.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Code {
    /// The file cannot be read, is no UTF-8, or is too large.
    Unreadable,
    Syntax,
    UnknownKey,
    DuplicateKey,
    WrongType,
    MissingKey,
    WrongUnit,
    Regex,
    Selector,
    Value,
    DuplicateId,
    UnknownRule,
    Proof,
    Lift,
    Conflict,
    /// Lint: nothing wrong, but slow, dead or hard to understand.
    Lint,
}

impl Code {
    /// Returns the code as it is printed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Unreadable => "PW-R001",
            Self::Syntax => "PW-R002",
            Self::UnknownKey => "PW-R003",
            Self::DuplicateKey => "PW-R004",
            Self::WrongType => "PW-R005",
            Self::MissingKey => "PW-R006",
            Self::WrongUnit => "PW-R007",
            Self::Regex => "PW-R008",
            Self::Selector => "PW-R009",
            Self::Value => "PW-R010",
            Self::DuplicateId => "PW-R011",
            Self::UnknownRule => "PW-R012",
            Self::Proof => "PW-R013",
            Self::Lift => "PW-R014",
            Self::Conflict => "PW-R015",
            Self::Lint => "PW-R100",
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    Error,
    Warning,
}

/// One mistake. `Display` gives the message with the source line, ready for a terminal.
#[derive(Clone, Debug)]
pub struct Problem {
    pub severity: Severity,
    pub code: Code,
    pub file: PathBuf,
    /// `None` where the file as a whole is meant.
    pub spot: Option<Spot>,
    pub message: String,
    /// Stands behind the underline.
    pub label: String,
    pub help: String,
    /// The line of the file that `spot` names.
    pub source: String,
}

impl Problem {
    pub fn label(&mut self, label: impl Into<String>) -> &mut Self {
        self.label = label.into();
        self
    }

    pub fn help(&mut self, help: impl Into<String>) -> &mut Self {
        self.help = help.into();
        self
    }
}

/// Collects the problems of one file.
pub struct Sink<'a> {
    file: &'a Path,
    lines: Vec<&'a str>,
    pub problems: Vec<Problem>,
}

impl<'a> Sink<'a> {
    pub fn new(file: &'a Path, text: &'a str) -> Self {
        Self { file, lines: text.lines().collect(), problems: Vec::new() }
    }

    /// Adds an error and returns it, so that a label and advice can be set.
    pub fn error(&mut self, code: Code, spot: Spot, message: impl Into<String>) -> &mut Problem {
        self.add(Severity::Error, code, Some(spot), message.into())
    }

    pub fn warning(&mut self, code: Code, spot: Spot, message: impl Into<String>) -> &mut Problem {
        self.add(Severity::Warning, code, Some(spot), message.into())
    }

    /// Adds an error about the file as a whole.
    pub fn file_error(&mut self, code: Code, message: impl Into<String>) -> &mut Problem {
        self.add(Severity::Error, code, None, message.into())
    }

    /// Returns the line of the file, from 1, without its end.
    pub fn line(&self, line: usize) -> &'a str {
        self.lines.get(line.wrapping_sub(1)).copied().unwrap_or("")
    }

    /// Returns where a character first stands.
    pub fn find(&self, wanted: char) -> Spot {
        let at = self.lines.iter().enumerate().find_map(|(n, line)| Some((n, line.chars().position(|c| c == wanted)?)));
        at.map_or(Spot::default(), |(line, column)| Spot { line: line + 1, column: column + 1, len: 1 })
    }

    /// Returns an error without adding it, for what is told only if something later holds.
    pub fn pending(&self, code: Code, spot: Spot, message: impl Into<String>) -> Problem {
        self.make(Severity::Error, code, Some(spot), message.into())
    }

    fn make(&self, severity: Severity, code: Code, spot: Option<Spot>, message: String) -> Problem {
        let source = spot.map(|spot| self.line(spot.line).to_owned()).unwrap_or_default();
        let (label, help) = (String::new(), String::new());
        Problem { severity, code, file: self.file.to_owned(), spot, message, label, help, source }
    }

    fn add(&mut self, severity: Severity, code: Code, spot: Option<Spot>, message: String) -> &mut Problem {
        let at = self.problems.len();
        self.problems.push(self.make(severity, code, spot, message));
        &mut self.problems[at]
    }
}

/// Returns the problems as one text, sorted by file and place, with a count at the end.
pub fn render(problems: &[Problem]) -> String {
    let mut sorted: Vec<&Problem> = problems.iter().collect();
    sorted.sort_by(|a, b| (&a.file, a.spot, a.code, &a.message).cmp(&(&b.file, b.spot, b.code, &b.message)));
    let mut out = String::new();
    for problem in sorted.iter().take(MAX_SHOWN) {
        out.push_str(&problem.to_string());
        out.push('\n');
    }
    if sorted.len() > MAX_SHOWN {
        out.push_str(&format!("and {} more\n\n", sorted.len() - MAX_SHOWN));
    }
    out.push_str(&summary(problems));
    out
}

/// Returns the counts: `2 errors, 1 warning in 2 rule files`.
pub fn summary(problems: &[Problem]) -> String {
    let errors = problems.iter().filter(|p| p.severity == Severity::Error).count();
    let warnings = problems.len() - errors;
    let mut files: Vec<&PathBuf> = problems.iter().map(|p| &p.file).collect();
    files.sort();
    files.dedup();
    let mut parts = Vec::new();
    if errors > 0 {
        parts.push(count(errors, "error"));
    }
    if warnings > 0 || errors == 0 {
        parts.push(count(warnings, "warning"));
    }
    format!("{} in {}", parts.join(", "), count(files.len(), "rule file"))
}

/// Returns `1 rule`, `2 rules`.
pub fn count(n: usize, noun: &str) -> String {
    format!("{n} {noun}{}", if n == 1 { "" } else { "s" })
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let severity = if self.severity == Severity::Error { "error" } else { "warning" };
        writeln!(f, "{severity}[{}]: {}", self.code.name(), visible(&self.message))?;
        let file = self.file.display();
        let Some(spot) = self.spot else {
            writeln!(f, "  ┌─ {file}")?;
            return self.fmt_help(f, 1);
        };
        let width = spot.line.to_string().len();
        let pad = " ".repeat(width + 1);
        writeln!(f, "{pad}┌─ {file}:{}:{}", spot.line, spot.column)?;
        let (source, before, under) = cropped(&self.source, spot);
        writeln!(f, "{} │ {source}", spot.line)?;
        let label = visible(&self.label);
        writeln!(f, "{pad}│ {}", format!("{before}{under} {label}").trim_end())?;
        self.fmt_help(f, width)
    }
}

impl Problem {
    fn fmt_help(&self, f: &mut fmt::Formatter<'_>, width: usize) -> fmt::Result {
        if self.help.is_empty() {
            return Ok(());
        }
        writeln!(f, "{}= help: {}", " ".repeat(width + 1), visible(&self.help))
    }
}

/// Returns what is printed of a source line, the blanks before the underline, and the underline.
fn cropped(source: &str, spot: Spot) -> (String, String, String) {
    let chars: Vec<char> = source.trim_end().chars().map(harmless).collect();
    let at = (spot.column.max(1) - 1).min(chars.len());
    let from = if chars.len() <= MAX_COLUMNS { 0 } else { at.saturating_sub(MAX_COLUMNS / 3) };
    let upto = chars.len().min(from + MAX_COLUMNS);
    let mut shown: String = chars[from..upto].iter().collect();
    let mut shift = at - from;
    if from > 0 {
        shown.insert(0, '…');
        shift += 1;
    }
    if upto < chars.len() {
        shown.push('…');
    }
    let len = spot.len.clamp(1, (upto - at.min(upto)).max(1));
    (shown, " ".repeat(shift), "^".repeat(len))
}

/// Returns a character that cannot steer a terminal, one column for one column.
fn harmless(c: char) -> char {
    match c {
        '\t' => ' ',
        c if c.is_control()
            || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}') =>
        {
            '�'
        }
        c => c,
    }
}

fn visible(text: &str) -> String {
    text.chars().map(|c| if c == '\n' { c } else { harmless(c) }).collect()
}
