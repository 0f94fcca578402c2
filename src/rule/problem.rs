//! How is a mistake in a rule file told: which code, where, what it looks like, what to do?

use std::fmt;
use std::path::Path;
use std::path::PathBuf;

/// Problems that are printed of one run; the rest is counted.
const MAX_SHOWN: usize = 100;
/// Problems that are kept of one file, so that a hostile one cannot make more work than it is long.
const MAX_KEPT: usize = 200;
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
    /// What is shown of the line that `spot` names, and what is printed under it.
    pub source: String,
    pub underline: String,
}

impl Problem {
    fn new(severity: Severity, code: Code, file: &Path) -> Self {
        let text = String::new;
        let (message, label, help, source, underline) = (text(), text(), text(), text(), text());
        Self { severity, code, file: file.to_owned(), spot: None, message, label, help, source, underline }
    }

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
    /// Where the problems after [`MAX_KEPT`] go.
    surplus: Problem,
}

impl<'a> Sink<'a> {
    pub fn new(file: &'a Path, text: &'a str) -> Self {
        let surplus = Problem::new(Severity::Error, Code::Syntax, file);
        Self { file, lines: text.lines().collect(), problems: Vec::new(), surplus }
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

    /// Returns whether no more problems are kept.
    pub fn is_full(&self) -> bool {
        self.problems.len() >= MAX_KEPT
    }

    fn add(&mut self, severity: Severity, code: Code, spot: Option<Spot>, message: String) -> &mut Problem {
        if self.is_full() {
            return &mut self.surplus;
        }
        let at = self.problems.len();
        let (source, before, under) = spot.map(|spot| cropped(self.line(spot.line), spot)).unwrap_or_default();
        let underline = format!("{before}{under}");
        let new = Problem::new(severity, code, self.file);
        self.problems.push(Problem { spot, message, source, underline, ..new });
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
        writeln!(f, "{} │ {}", spot.line, self.source)?;
        let label = visible(&self.label);
        writeln!(f, "{pad}│ {}", format!("{} {label}", self.underline).trim_end())?;
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
    let source = source.trim_end();
    let column = spot.column.max(1) - 1;
    let is_long = source.chars().nth(MAX_COLUMNS).is_some();
    let from = if is_long { column.saturating_sub(MAX_COLUMNS / 3) } else { 0 };
    let mut shown: String = source.chars().skip(from).take(MAX_COLUMNS).map(harmless).collect();
    let count = shown.chars().count();
    let at = (column - from).min(count);
    if source.chars().nth(from + MAX_COLUMNS).is_some() {
        shown.push('…');
    }
    if from > 0 {
        shown.insert(0, '…');
    }
    let len = spot.len.clamp(1, (count - at).max(1));
    (shown, " ".repeat(at + usize::from(from > 0)), "^".repeat(len))
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
