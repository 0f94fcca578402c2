//! Can the patterns of a rule be compiled, and do their groups fit what the rule lifts?

use scraper::Selector;

use crate::rule::Pattern;
use crate::rule::Rule;
use crate::rule::Unit;
use crate::rule::check::Depth;
use crate::rule::check::spot_of;
use crate::rule::lazy;
use crate::rule::lazy::REGEX_SIZE_LIMIT;
use crate::rule::pattern;
use crate::rule::problem::Code;
use crate::rule::problem::Sink;
use crate::rule::problem::Spot;
use crate::rule::shape::nearest;
use crate::rule::yaml::Node;

/// Groups and repetitions inside each other.
const REGEX_DEPTH: u32 = 50;
/// The groups of a regex that have a meaning besides the fields of `lift`.
const CUT: &str = "cut";

/// Tells what is wrong with the patterns, selectors and lifts of a rule.
pub fn check(rule: &Rule, node: &Node, depth: Depth, sink: &mut Sink<'_>) {
    for (key, pattern) in [("match", &rule.matches), ("start", &rule.start), ("end", &rule.end), ("from", &rule.from)] {
        if let (Some(pattern), Some(node)) = (pattern, node.get(key)) {
            check_pattern(pattern, node, depth, sink);
        }
    }
    if let (Some(when), Some(node)) = (&rule.when, node.get("when")) {
        for (key, patterns) in [("any", &when.any), ("all", &when.all), ("none", &when.none)] {
            for (pattern, node) in patterns.iter().zip(node.get(key).map(Node::items).unwrap_or_default()) {
                check_pattern(pattern, node, depth, sink);
            }
        }
    }
    if let (Some(context), Some(node)) = (&rule.context, node.get("context")) {
        for (key, neighbour) in [("prev", &context.prev), ("next", &context.next)] {
            let regex = neighbour.as_ref().and_then(|neighbour| neighbour.regex.as_deref());
            if let (Some(regex), Some(node)) = (regex, node.get(key).and_then(|node| node.get("regex"))) {
                check_regex(regex, node, depth, sink);
            }
        }
    }
    if let (Unit::Span, Some(pattern), Some(node)) = (rule.unit, &rule.matches, node.get("match"))
        && pattern.regex.is_none()
    {
        sink.error(Code::MissingKey, node.spot, "missing key `regex`: a span is found by a regex")
            .help("write `match: { regex: '(?<cut>…)' }`, or `unit: line` for whole lines");
    }
    check_texts(&rule.keywords, node.get("keywords"), "keywords", sink);
    if depth == Depth::Whole {
        check_selectors(rule, node, sink);
        check_groups(rule, node, sink);
    }
}

/// Tells which regexes of a list cannot be compiled.
pub fn check_regexes(regexes: &[String], node: Option<&Node>, depth: Depth, sink: &mut Sink<'_>) {
    for (regex, node) in regexes.iter().zip(node.map(Node::items).unwrap_or_default()) {
        check_regex(regex, node, depth, sink);
    }
}

fn check_pattern(pattern: &Pattern, node: &Node, depth: Depth, sink: &mut Sink<'_>) {
    let literals = !pattern.any_of.is_empty() || !pattern.starts_with.is_empty() || !pattern.contains.is_empty();
    if pattern.equals.is_none() && pattern.regex.is_none() && !literals {
        sink.error(Code::MissingKey, node.spot, "a pattern that says nothing")
            .help("give at least one of equals, any_of, starts_with, contains, regex");
    }
    if pattern.equals.as_deref().is_some_and(|text| text.trim().is_empty()) {
        sink.error(Code::Value, spot_of(node, "equals"), "`equals` is empty and would match nothing")
            .help("blank lines are never matched; name the text of the line");
    }
    check_texts(&pattern.any_of, node.get("any_of"), "any_of", sink);
    check_texts(&pattern.starts_with, node.get("starts_with"), "starts_with", sink);
    check_texts(&pattern.contains, node.get("contains"), "contains", sink);
    if let (Some(regex), Some(node)) = (&pattern.regex, node.get("regex")) {
        check_regex(regex, node, depth, sink);
    }
}

fn check_texts(texts: &[String], node: Option<&Node>, key: &str, sink: &mut Sink<'_>) {
    for (text, node) in texts.iter().zip(node.map(Node::items).unwrap_or_default()) {
        if text.trim().is_empty() {
            sink.error(Code::Value, node.spot, format!("an empty text in `{key}` would match every line"))
                .help("remove it");
        }
    }
}

fn check_regex(regex: &str, node: &Node, depth: Depth, sink: &mut Sink<'_>) {
    if depth == Depth::Quick {
        return;
    }
    if let Err(error) = regex_syntax::ParserBuilder::new().nest_limit(REGEX_DEPTH).build().parse(regex) {
        let (kind, start, len) = match &error {
            regex_syntax::Error::Parse(e) => (e.kind().to_string(), e.span().start.offset, e.span().end.offset),
            regex_syntax::Error::Translate(e) => (e.kind().to_string(), e.span().start.offset, e.span().end.offset),
            other => (other.to_string(), 0, 0),
        };
        let spot = inside(regex, start, len, node.spot, sink);
        sink.error(Code::Regex, spot, format!("bad regex: {kind}")).help(regex_advice(regex));
        return;
    }
    if let Err(error) = lazy::build(regex) {
        let message = match error {
            regex::Error::CompiledTooBig(_) => {
                format!("the regex takes more than {} KiB compiled", REGEX_SIZE_LIMIT >> 10)
            }
            other => format!("bad regex: {}", other.to_string().lines().last().unwrap_or_default()),
        };
        sink.error(Code::Regex, node.spot, message)
            .help("lower its counted repetitions (`{1,200}`), or use [a-z] in place of \\w or \\p{L} in them");
    }
}

fn regex_advice(regex: &str) -> &'static str {
    if ["(?=", "(?!", "(?<=", "(?<!"].iter().any(|look| regex.contains(look)) {
        "there is no look-around; use `context`, a group named `cut`, or `except` in an override"
    } else {
        "syntax: https://docs.rs/regex/latest/regex/#syntax; put regexes in single quotes"
    }
}

/// Returns the part of a scalar from byte `start` to `end` of its text, where the file shows the text letter by letter.
fn inside(text: &str, start: usize, end: usize, spot: Spot, sink: &Sink<'_>) -> Spot {
    let line = sink.line(spot.line);
    let (Some(before), Some(part)) = (text.get(..start), text.get(start..end.max(start))) else { return spot };
    let shown: String = line.chars().skip(spot.column - 1).collect();
    let quote = usize::from(shown.starts_with(['\'', '"']));
    if !shown.chars().skip(quote).collect::<String>().starts_with(text) {
        return spot;
    }
    Spot { line: spot.line, column: spot.column + quote + before.chars().count(), len: part.chars().count().max(1) }
}

fn check_selectors(rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    for (css, node) in rule.css.iter().zip(node.get("css").map(Node::items).unwrap_or_default()) {
        if let Err(error) = Selector::parse(css) {
            sink.error(Code::Selector, node.spot, format!("bad CSS selector: {error}"))
                .help("write a selector as in a style sheet, in quotes: '.share-bar', 'div[id^=\"ad-\"]'");
        }
    }
}

/// A group of a regex must be `cut` or a field that `lift` lists; of several fields each needs its group.
fn check_groups(rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    let main = [("match", &rule.matches), ("start", &rule.start), ("end", &rule.end), ("from", &rule.from)];
    let fields: Vec<String> = rule.lift.iter().map(|field| field.name().to_owned()).collect();
    let mut found: Vec<String> = Vec::new();
    for (key, pattern) in main {
        let Some(regex) = pattern.as_ref().and_then(|pattern| pattern.regex.as_deref()) else { continue };
        let Ok(hir) = regex_syntax::parse(regex) else { return };
        let spot = node.get(key).map_or(node.spot, |node| spot_of(node, "regex"));
        for name in pattern::group_names(&hir) {
            found.push(name.to_owned());
            let known = fields.iter().any(|field| field == name) || (name == CUT && rule.unit == Unit::Span);
            if !known {
                unknown_group(name, rule.unit, &fields, regex, spot, sink);
            }
        }
    }
    if fields.len() > 1 {
        for (field, node) in fields.iter().zip(node.get("lift").map(Node::items).unwrap_or_default()) {
            if !found.contains(field) {
                sink.error(
                    Code::Lift,
                    node.spot,
                    format!("`lift` lists `{field}`, and no regex has a group of that name"),
                )
                .help(format!("name the part of the match that holds it: `(?<{field}>…)`"));
            }
        }
    }
}

fn unknown_group(name: &str, unit: Unit, fields: &[String], regex: &str, spot: Spot, sink: &mut Sink<'_>) {
    let at = [format!("(?<{name}>"), format!("(?P<{name}>")].iter().find_map(|group| regex.find(group.as_str()));
    let spot = at.map_or(spot, |at| inside(regex, at, at + name.len() + 4, spot, sink));
    let near = nearest(name, fields.iter().map(String::as_str).chain((unit == Unit::Span).then_some(CUT)));
    let problem = sink.error(Code::Lift, spot, format!("the group `{name}` is not listed in `lift`"));
    if let Some(near) = near {
        problem.label(format!("did you mean `{near}`?"));
    }
    problem.help(match unit {
        Unit::Span => "list it under `lift`, name it `cut`, or make it a plain group `(?:…)`",
        _ => "list it under `lift`, or make it a plain group `(?:…)`; `cut` belongs to `unit: span`",
    });
}
