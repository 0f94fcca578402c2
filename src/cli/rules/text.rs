//! How are rules, their places and their failed cases printed for a person?

use std::fmt::Write;

use similar::TextDiff;

use crate::rule::Origin;
use crate::rule::Unit;
use crate::rule::config::Exception;
use crate::rule::config::Row;
use crate::rule::config::State;
use crate::rule::matcher::Loaded;
use crate::rule::problem::count;
use crate::rule::proof::Case;

/// Lines around a difference.
const DIFF_CONTEXT: usize = 2;

/// Returns the table of `rules list`.
pub fn list(rules: &[&Loaded]) -> String {
    let rows: Vec<[String; 4]> = rules
        .iter()
        .map(|loaded| {
            let rule = &loaded.rule;
            [rule.id.clone(), unit(rule.unit).to_owned(), scope_of(loaded), rule.why.clone()]
        })
        .collect();
    format!("{}{}\n", table(&["id", "unit", "where", "why"], &rows), count(rules.len(), "rule"))
}

/// Returns the table of `explain --config HOST`.
pub fn config(rows: &[Row<'_>], exceptions: &[Exception<'_>], host: &str) -> String {
    let lines: Vec<[String; 4]> = rows
        .iter()
        .map(|row| {
            let layer = row.loaded.origin.layer.name().to_owned();
            [row.loaded.rule.id.clone(), state(&row.state), layer, place(&row.loaded.origin)]
        })
        .collect();
    let mut text = table(&["id", "state", "layer", "written in"], &lines);
    for exception in exceptions {
        for regex in exception.regexes {
            let _ =
                writeln!(text, "never cut: lines that match {regex} ({}; {})", place(exception.origin), exception.why);
        }
    }
    let runs = rows.iter().filter(|row| row.state == State::Runs).count();
    let _ = writeln!(text, "{} for {host}, {runs} of them run and cut", count(rows.len(), "rule"));
    let _ = writeln!(text, "precedence: project > local pack > fetched pack > built in; then the more specific host");
    text
}

/// Returns a rule as it is written in `text`, the text of its file, with the comment right above it, under a line that
/// says where that is.
pub fn as_written(loaded: &Loaded, text: &str) -> String {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let lines: Vec<&str> = text.lines().collect();
    let at = loaded.origin.line.saturating_sub(1).min(lines.len());
    let is_item = |line: &&str| line.trim_start().starts_with("- ");
    let indent = |line: &str| line.len() - line.trim_start().len();
    let id_indent = lines.get(at).map_or(0, |line| indent(line));
    let before = lines[..at].iter().rposition(|line| is_item(line) && indent(line) < id_indent);
    let first = match lines.get(at) {
        Some(line) if !is_item(line) => before.unwrap_or(at),
        _ => at,
    };
    let own = lines.get(first).map_or(0, |line| indent(line));
    let rest = lines.get(first + 1..).unwrap_or_default();
    let len = rest.iter().position(|line| !line.trim().is_empty() && indent(line) <= own).unwrap_or(rest.len());
    let above =
        lines[..first.min(lines.len())].iter().rev().take_while(|line| line.trim_start().starts_with('#')).count();
    let body = lines.get(first - above..first + 1 + len).unwrap_or_default().join("\n");
    format!("# {} ({})\n{}\n", place(&loaded.origin), loaded.origin.layer.name(), body.trim_end())
}

/// Returns a case that failed, with the difference.
pub fn failed(case: &Case) -> String {
    let name = case.name.as_ref().map(|name| format!(": {name}")).unwrap_or_default();
    let mut text = format!("{}:{}: {}{name}\n", case.file.display(), case.line, case.id);
    for failure in &case.failures {
        match failure.key {
            "want" => {
                text.push_str("  not what is wanted (- want, + got)\n");
                let diff = TextDiff::from_lines(&failure.want, &failure.got);
                let lines = diff.unified_diff().context_radius(DIFF_CONTEXT).missing_newline_hint(true).to_string();
                lines.lines().filter(|line| !line.starts_with("@@")).for_each(|line| {
                    let _ = writeln!(text, "    {line}");
                });
            }
            "contains" => push(&mut text, "is gone and should stay", &failure.want),
            "absent" => push(&mut text, "is still there and should go", &failure.want),
            key => {
                let _ = writeln!(text, "  {key}: wanted {}, got {}", failure.want, failure.got);
            }
        }
        for because in &failure.because {
            let _ = writeln!(text, "  the rule matches here, but {because}");
        }
    }
    text.push('\n');
    text
}

fn push(text: &mut String, what: &str, part: &str) {
    let _ = writeln!(text, "  {what}: {part:?}");
}

fn scope_of(loaded: &Loaded) -> String {
    let scope = [loaded.rule.sites.join(" "), loaded.rule.langs.join(" ")].join(" ");
    if scope.trim().is_empty() { "everywhere".to_owned() } else { scope.trim().to_owned() }
}

fn state(state: &State<'_>) -> String {
    match state {
        State::Runs => "runs".to_owned(),
        State::Draft => "marks only: a draft".to_owned(),
        State::Deprecated => "off: deprecated".to_owned(),
        State::Replaced(by) => format!("replaced by {} ({})", place(by), by.layer.name()),
        State::Disabled(by, why) => format!("off by {} ({}): {why}", place(by), by.layer.name()),
        State::Flagged(by, why) => format!("marks only by {} ({}): {why}", place(by), by.layer.name()),
    }
}

fn place(origin: &Origin) -> String {
    format!("{}:{}", origin.file.display(), origin.line)
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Line => "line",
        Unit::Block => "block",
        Unit::Sentence => "sentence",
        Unit::Span => "span",
        Unit::Tail => "tail",
        Unit::Document => "document",
        Unit::Html => "html",
    }
}

/// Returns rows as columns; the last one is not padded.
fn table(head: &[&str; 4], rows: &[[String; 4]]) -> String {
    let head = head.map(str::to_owned);
    let all = || std::iter::once(&head).chain(rows);
    let width = |column: usize| all().map(|row| row[column].chars().count()).max().unwrap_or(0);
    let widths = [width(0), width(1), width(2)];
    let mut text = String::new();
    for [a, b, c, d] in all() {
        let line = format!("{a:<0$}  {b:<1$}  {c:<2$}  {d}", widths[0], widths[1], widths[2]);
        let _ = writeln!(text, "{}", line.trim_end());
    }
    text
}
