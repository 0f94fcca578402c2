//! How is a file of learnt rules written, so that a person can read and edit it?

use crate::rule::At;
use crate::rule::Learned;
use crate::rule::Pattern;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::Test;
use crate::rule::Unit;
use crate::rule::Zone;
use crate::survey::Learnt;

/// Returns the text of the rule file of an outlet.
pub fn file(learnt: &Learnt) -> String {
    let mut out = format!(
        "about: {}\nsites: [{}]\nrules:\n",
        quoted(&format!(
            "What {} repeats, learnt from {} of its documents. A draft only marks: `status: stable` lets it cut.",
            learnt.outlet, learnt.documents
        )),
        quoted(&learnt.outlet)
    );
    for rule in &learnt.rules {
        out.push_str(&one(rule));
    }
    out
}

fn one(rule: &Rule) -> String {
    let mut lines = vec![format!("- id: {}", rule.id)];
    let mut add = |key: &str, value: Option<String>| lines.extend(value.map(|value| format!("  {key}: {value}")));
    add("category", rule.category.clone());
    add("why", Some(quoted(&rule.why)));
    add("unit", Some(unit(rule.unit).to_owned()));
    add("status", Some(status(rule.status).to_owned()));
    add("at", (rule.unit == Unit::Span).then(|| at(rule.at).to_owned()));
    add("match", rule.matches.as_ref().map(pattern));
    add("start", rule.start.as_ref().map(pattern));
    add("end", rule.end.as_ref().map(pattern));
    add("max_lines", rule.max_lines.map(|lines| lines.to_string()));
    add("from", rule.from.as_ref().map(pattern));
    add("max_share", rule.max_share.map(|share| share.to_string()));
    add("where", rule.place.map(|place| format!("{{ zone: {} }}", zone(place.zone))));
    add("max_words", rule.max_words.map(|words| words.to_string()));
    add("scans", rule.scans.then(|| "true".to_owned()));
    add("confidence", rule.confidence.map(|confidence| confidence.to_string()));
    let mut out = lines.join("\n") + "\n";
    out.push_str(&rule.learned.as_ref().map(learned).unwrap_or_default());
    if !rule.tests.is_empty() {
        out.push_str("  tests:\n");
        rule.tests.iter().for_each(|case| out.push_str(&test(case)));
    }
    out
}

fn learned(learned: &Learned) -> String {
    let Learned { documents, of, share, .. } = learned;
    let mut out = format!("  learned:\n    documents: {documents}\n    of: {of}\n    share: {share}\n");
    for (key, date) in [("first", &learned.first), ("last", &learned.last)] {
        out.push_str(&date.as_ref().map(|date| format!("    {key}: {}\n", quoted(date))).unwrap_or_default());
    }
    out.push_str("    examples:\n");
    learned.examples.iter().for_each(|text| out.push_str(&format!("    - {}\n", quoted(text))));
    out
}

fn test(test: &Test) -> String {
    let keys = [("input", &test.input), ("want", &test.want), ("absent", &test.absent), ("contains", &test.contains)];
    let entries: Vec<String> =
        keys.iter().filter_map(|(key, text)| Some(format!("{key}: {}", quoted(text.as_ref()?)))).collect();
    format!("  - {{ {} }}\n", entries.join(", "))
}

fn pattern(pattern: &Pattern) -> String {
    let texts = [("equals", &pattern.equals), ("regex", &pattern.regex)];
    let entries: Vec<String> =
        texts.iter().filter_map(|(key, text)| Some(format!("{key}: {}", quoted(text.as_ref()?)))).collect();
    format!("{{ {} }}", entries.join(", "))
}

/// Returns a text as YAML: bare where that is safe, in single quotes where it fits a line, else in double quotes.
fn quoted(text: &str) -> String {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '.' | '_' | '-');
    let is_word = text.starts_with(|c: char| c.is_ascii_alphabetic()) && text.chars().all(plain);
    if is_word && !matches!(text.to_ascii_lowercase().as_str(), "null" | "true" | "false" | "yes" | "no" | "on" | "off")
    {
        return text.to_owned();
    }
    if text.chars().any(is_special) {
        return serde_json::to_string(text).unwrap_or_default().chars().map(escaped).collect();
    }
    format!("'{}'", text.replace('\'', "''"))
}

/// What a text in single quotes cannot hold, or nobody could see there.
fn is_special(c: char) -> bool {
    c.is_control() || matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{a0}' | '\u{200b}'..='\u{200f}')
}

/// A special character as both JSON and YAML write it; JSON escapes fewer of them.
fn escaped(c: char) -> String {
    if is_special(c) { format!("\\u{:04x}", u32::from(c)) } else { c.to_string() }
}

fn unit(unit: Unit) -> &'static str {
    match unit {
        Unit::Line => "line",
        Unit::Sentence => "sentence",
        Unit::Block => "block",
        Unit::Span => "span",
        Unit::Tail => "tail",
        Unit::Document => "document",
        Unit::Html => "html",
    }
}

fn status(status: Status) -> &'static str {
    match status {
        Status::Draft => "draft",
        Status::Stable => "stable",
        Status::Deprecated => "deprecated",
    }
}

fn at(at: At) -> &'static str {
    match at {
        At::LineStart => "line_start",
        At::LineEnd => "line_end",
        At::SentenceStart => "sentence_start",
        At::SentenceEnd => "sentence_end",
        At::Anywhere => "anywhere",
    }
}

fn zone(zone: Zone) -> &'static str {
    match zone {
        Zone::Head => "head",
        Zone::Tail => "tail",
        Zone::Any => "any",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_quoted_as_they_need() {
        for (text, want) in [
            ("related", "related"),
            ("no", "'no'"),
            ("2018-01-02", "'2018-01-02'"),
            ("Don't: miss", "'Don''t: miss'"),
            ("a\nb \"c\"", r#""a\nb \"c\"""#),
            ("a\u{a0}b", r#""a\u00a0b""#),
        ] {
            assert_eq!(quoted(text), want, "{text:?}");
        }
    }
}
