//! Does a rule make sense: the keys that its unit needs, ids, scopes, ranges, cases?

use crate::rule::At;
use crate::rule::Neighbour;
use crate::rule::Override;
use crate::rule::Rule;
use crate::rule::Status;
use crate::rule::Test;
use crate::rule::Unit;
use crate::rule::check_pattern;
use crate::rule::problem::Code;
use crate::rule::problem::Sink;
use crate::rule::problem::Spot;
use crate::rule::yaml::Node;
use crate::rule::yaml::Value;

/// Lines that a block may hold at most: above this a `tail` is meant.
const MAX_BLOCK_LINES: usize = 500;

/// The keys that every unit has.
const COMMON: &[&str] = &[
    "id",
    "category",
    "why",
    "unit",
    "status",
    "since",
    "refs",
    "sites",
    "langs",
    "formats",
    "confidence",
    "learned",
    "tests",
];

/// What a unit must and may have besides [`COMMON`].
struct UnitKeys {
    name: &'static str,
    must: &'static [&'static str],
    may: &'static [&'static str],
}

fn unit_keys(unit: Unit) -> UnitKeys {
    let (name, must, may): (_, &[&str], &[&str]) = match unit {
        Unit::Line => ("line", &["match"], &["where", "run", "context", "max_words", "lift", "keywords", "scans"]),
        Unit::Sentence => {
            ("sentence", &["match"], &["at", "where", "context", "max_words", "lift", "keywords", "scans"])
        }
        Unit::Span => ("span", &["match"], &["at", "where", "context", "lift", "keywords", "scans"]),
        Unit::Block => {
            ("block", &["start", "end", "max_lines"], &["where", "context", "max_words", "lift", "keywords", "scans"])
        }
        Unit::Tail => ("tail", &["from", "max_share"], &["at", "where", "context", "max_words", "keywords", "scans"]),
        Unit::Document => ("document", &["when", "verdict"], &["keywords", "scans"]),
        Unit::Html => ("html", &["css"], &["max_text_share", "lift"]),
    };
    UnitKeys { name, must, may }
}

const UNITS: [Unit; 7] = [Unit::Line, Unit::Sentence, Unit::Span, Unit::Block, Unit::Tail, Unit::Document, Unit::Html];

/// What the checks need to know besides the rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Depth {
    /// Everything; for files of users.
    Whole,
    /// Without compiling regexes and selectors, which the tests of this crate have done; for built-in rules.
    Quick,
}

/// Tells everything that is wrong with a rule whose shape is right.
pub fn check_rule(rule: &Rule, node: &Node, depth: Depth, sink: &mut Sink<'_>) {
    check_id(rule, node, sink);
    not_blank(&rule.why, "why", node, sink);
    check_scope(&rule.sites, &rule.langs, node, sink);
    check_unit(rule, node, sink);
    check_at(rule, node, sink);
    check_ranges(rule, node, sink);
    check_pattern::check(rule, node, depth, sink);
    for (test, node) in rule.tests.iter().zip(node.get("tests").map(Node::items).unwrap_or_default()) {
        check_test(test, rule, node, sink);
    }
}

/// Returns where a key's value stands; the whole node where the key is not there.
pub fn spot_of(node: &Node, key: &str) -> Spot {
    node.get(key).map_or(node.spot, |value| value.spot)
}

fn check_id(rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    let spot = spot_of(node, "id");
    let Some((left, right)) = rule.id.split_once('/') else {
        sink.error(Code::Value, spot, format!("the id `{}` has no slash", rule.id))
            .help("write `category/name`, as in `navigation/skip-link`");
        return;
    };
    let word = |word: &str, dots: bool| {
        !word.is_empty()
            && word.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-' || (dots && c == '.'))
            && !word.starts_with(['-', '.'])
    };
    if !word(left, true) || !word(right, false) {
        sink.error(Code::Value, spot, format!("the id `{}` is not of the form `category/name`", rule.id))
            .help("use lower-case letters, digits and dashes: `navigation/skip-link`, `cnn.com/story-highlights`");
    }
    if let Some(category) = &rule.category {
        if !word(category, false) {
            sink.error(Code::Value, spot_of(node, "category"), format!("the category `{category}` is no plain word"))
                .help("use lower-case letters, digits and dashes, as in `read-time`");
        }
    } else if left.contains('.') {
        sink.error(Code::MissingKey, spot, format!("missing key `category`: `{left}` is a host and no category"))
            .help("add `category:`, the kind of chrome that the rule removes, as in `category: disclaimer`");
    }
}

fn not_blank(text: &str, key: &str, node: &Node, sink: &mut Sink<'_>) {
    if text.trim().is_empty() {
        sink.error(Code::Value, spot_of(node, key), format!("`{key}` is empty"))
            .help("say in one sentence, for the person who reads the report, what this text is");
    }
}

/// Checks `sites:` and `langs:`, of a rule or of a file.
pub fn check_scope(sites: &[String], langs: &[String], node: &Node, sink: &mut Sink<'_>) {
    let items = |key: &str| node.get(key).map(Node::items).unwrap_or_default();
    for (site, item) in sites.iter().zip(items("sites")) {
        check_site(site.strip_prefix('!').unwrap_or(site), item.spot, sink);
    }
    for (lang, item) in langs.iter().zip(items("langs")) {
        if !(2..=3).contains(&lang.len()) || !lang.chars().all(|c| c.is_ascii_lowercase()) {
            sink.error(Code::Value, item.spot, format!("`{lang}` is no primary language tag"))
                .help("write two or three lower-case letters, as in `en`, `de`, `zh`");
        }
    }
}

fn check_site(site: &str, spot: Spot, sink: &mut Sink<'_>) {
    let advice = if site.contains("://") || site.contains('/') {
        "write the host alone: `example.com`, not `https://example.com/`"
    } else if site.contains('*') {
        "write `example.com`: subdomains are included"
    } else if site.is_empty() || holds_several(site) || site.contains(':') {
        "write a host, as in `example.com`"
    } else {
        return;
    };
    sink.error(Code::Value, spot, format!("`{site}` is no host")).help(advice);
}

/// Returns whether a site is no host and no outlet's name (`bbc news`, as records write it), but several hosts.
fn holds_several(site: &str) -> bool {
    let is_host = |word: &str| word.trim_matches('.').contains('.');
    site.trim() != site || site.contains(char::is_whitespace) && site.split_whitespace().any(is_host)
}

fn check_unit(rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    let unit = unit_keys(rule.unit);
    let Value::Map(entries) = &node.value else { return };
    for (key, _) in entries {
        let Some(name) = key.text() else { continue };
        if COMMON.contains(&name) || unit.must.contains(&name) || unit.may.contains(&name) {
            continue;
        }
        let units: Vec<&str> = UNITS
            .into_iter()
            .map(unit_keys)
            .filter(|other| other.must.contains(&name) || other.may.contains(&name))
            .map(|other| other.name)
            .collect();
        sink.error(Code::WrongUnit, key.spot, format!("`{name}` has no meaning in a rule with `unit: {}`", unit.name))
            .label(format!("belongs to `unit: {}`", units.join("`, `")))
            .help(format!("keys of this unit: {}", [unit.must, unit.may].concat().join(", ")));
    }
    for name in unit.must.iter().filter(|name| node.get(name).is_none()) {
        sink.error(Code::MissingKey, spot_of(node, "unit"), format!("missing key `{name}`"))
            .label(format!("`unit: {}` needs {}", unit.name, unit.must.join(", ")))
            .help(needed(name));
    }
    if rule.unit == Unit::Html && rule.css.is_empty() && node.get("css").is_some() {
        sink.error(Code::Value, spot_of(node, "css"), "`css` is empty").help(needed("css"));
    }
}

/// Tells of places that make no sense for the unit.
fn check_at(rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    if rule.unit == Unit::Sentence && matches!(rule.at, At::SentenceStart | At::SentenceEnd) {
        sink.error(Code::Value, spot_of(node, "at"), "a sentence is cut whole: `at` says where in the line it stands")
            .help("write `at: line_start`, `at: line_end` or `at: anywhere`; or use `unit: span` for a part of a sentence");
    }
    if rule.unit == Unit::Tail && !matches!(rule.at, At::SentenceStart | At::Anywhere) {
        sink.error(Code::Value, spot_of(node, "at"), "a tail starts with a line, or with a sentence of it")
            .help("write `at: sentence_start`, or remove `at`");
    }
}

fn needed(key: &str) -> &'static str {
    match key {
        "match" => "add what to match, as in `match: { any_of: [Skip to main content] }`",
        "start" => "add the first line, as in `start: { equals: Page not found }`",
        "end" => "add the last line, as in `end: { starts_with: [The content you requested] }`",
        "max_lines" => {
            "add how long the block may get, as in `max_lines: 6`, so that a missing end cannot eat the article"
        }
        "from" => "add the first line of the tail, as in `from: { equals: ATTENTION READERS }`",
        "max_share" => "add how much of the text may go, as in `max_share: 0.35`",
        "when" => "add the conditions, as in `when: { max_words: 120, any: [{ contains: [page not found] }] }`",
        "verdict" => "add what the document is, as in `verdict: error-page`",
        _ => "add selectors, as in `css: ['.sharedaddy', '[class*=\"share-buttons\"]']`",
    }
}

fn check_ranges(rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    for (key, value) in
        [("max_share", rule.max_share), ("max_text_share", rule.max_text_share), ("confidence", rule.confidence)]
    {
        if value.is_some_and(|value| !(value > 0.0 && value <= 1.0)) {
            sink.error(Code::Value, spot_of(node, key), format!("`{key}` must be above 0 and at most 1"))
                .help("it is a share: a third is 0.33");
        }
    }
    if rule.max_lines.is_some_and(|lines| lines == 0 || lines > MAX_BLOCK_LINES) {
        sink.error(Code::Value, spot_of(node, "max_lines"), format!("`max_lines` must be from 1 to {MAX_BLOCK_LINES}"))
            .help("for everything up to the end of the text use `unit: tail`");
    }
    if let (Some(run), Some(node)) = (rule.run, node.get("run")) {
        check_order("min", run.min, "max", run.max, node, sink);
        if run.min == Some(0) || run.max == Some(0) {
            sink.error(Code::Value, node.spot, "`run` counts matching lines from 1")
                .help("write `run: { min: 1, max: 4 }`");
        }
    }
    if let (Some(when), Some(node)) = (&rule.when, node.get("when")) {
        check_order("min_words", when.min_words, "max_words", when.max_words, node, sink);
        let none = when.any.is_empty() && when.all.is_empty() && when.none.is_empty();
        if none && when.min_words.is_none() && when.max_words.is_none() {
            sink.error(Code::Value, node.spot, "`when` has no condition").help(needed("when"));
        }
    }
    if let (Some(context), Some(node)) = (&rule.context, node.get("context")) {
        if context.prev.is_none() && context.next.is_none() {
            sink.error(Code::Value, node.spot, "`context` names no neighbour")
                .help("write `context: { next: { min_words: 8 } }`");
        }
        for (key, neighbour) in [("prev", &context.prev), ("next", &context.next)] {
            if let (Some(neighbour), Some(node)) = (neighbour, node.get(key)) {
                check_neighbour(neighbour, node, sink);
            }
        }
    }
}

fn check_neighbour(neighbour: &Neighbour, node: &Node, sink: &mut Sink<'_>) {
    check_order("min_words", neighbour.min_words, "max_words", neighbour.max_words, node, sink);
    if matches!(&node.value, Value::Map(entries) if entries.is_empty()) {
        sink.error(Code::Value, node.spot, "a neighbour without a condition").help("write `next: { min_words: 8 }`");
    }
}

fn check_order(low: &str, min: Option<usize>, high: &str, max: Option<usize>, node: &Node, sink: &mut Sink<'_>) {
    if let (Some(min), Some(max)) = (min, max)
        && min > max
    {
        sink.error(
            Code::Value,
            spot_of(node, low),
            format!("`{low}` {min} is above `{high}` {max}: nothing can match"),
        )
        .help(format!("exchange the two, or remove `{high}`"));
    }
}

fn check_test(test: &Test, rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    let inputs = [test.input.is_some(), test.input_file.is_some(), test.html.is_some()];
    let inputs = inputs.into_iter().filter(|given| *given).count();
    if inputs != 1 {
        let message = if inputs == 0 { "a test without an input" } else { "a test with two inputs" };
        sink.error(Code::Proof, node.spot, message).help("give one of `input`, `input_file` and `html`");
    }
    if test.want.is_none() && test.contains.is_none() && test.absent.is_none() && test.verdict.is_none() {
        sink.error(Code::Proof, node.spot, "a test that expects nothing")
            .help("add `want:` (the text that is left, or `unchanged`), `contains:`, `absent:` or `verdict:`");
    }
    if test.verdict.is_some() && rule.unit != Unit::Document {
        sink.error(Code::Proof, spot_of(node, "verdict"), "`verdict` in a test of a rule that gives none")
            .help("expect `want:`, `contains:` or `absent:`; verdicts belong to `unit: document`");
    }
    if test.input.is_some() && rule.unit == Unit::Html {
        sink.error(Code::Proof, spot_of(node, "input"), "a rule with `unit: html` never sees plain text")
            .help("write the page under `html:`");
    }
    if let Some(path) = &test.input_file
        && (path.starts_with(['/', '\\']) || path.contains(':') || path.split(['/', '\\']).any(|part| part == ".."))
    {
        sink.error(Code::Proof, spot_of(node, "input_file"), "`input_file` leaves the folder of the rule file")
            .help("put the file beside the rule file and write its name");
    }
    if let Some(site) = &test.site {
        check_site(site, spot_of(node, "site"), sink);
    }
}

/// Tells whether the proof is whole: a case that matches, and one look-alike that is spared. For lint.
pub fn check_proof(rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    if rule.status == Status::Deprecated {
        return;
    }
    let spot = node.entry("tests").or(node.entry("id")).map_or(node.spot, |(key, _)| key.spot);
    let matches = rule.tests.iter().any(|test| !spares(test, rule));
    let spared = rule.tests.iter().any(|test| spares(test, rule));
    let missing = match (matches, spared) {
        (true, true) => return,
        (false, false) => "has no proof",
        (false, true) => "has no case that matches",
        (true, false) => "has no look-alike that is spared",
    };
    sink.error(Code::Proof, spot, format!("the rule `{}` {missing}", rule.id)).help(
        "give under `tests:` at least one input that the rule cuts (`want:` what is left) and one that it must leave alone (`want: unchanged`)",
    );
}

/// Returns whether a case shows a text that the rule must leave alone.
pub fn spares(test: &Test, rule: &Rule) -> bool {
    let unchanged = test.want.as_deref().is_some_and(|want| want == "unchanged" || Some(want) == test.input.as_deref());
    let other_verdict = test.verdict.is_some_and(|verdict| Some(verdict) != rule.verdict);
    unchanged || other_verdict || (test.want.is_none() && test.absent.is_none() && test.verdict.is_none())
}

/// Tells everything that is wrong with an override whose shape is right.
pub fn check_override(item: &Override, node: &Node, depth: Depth, sink: &mut Sink<'_>) {
    if item.site != "*" {
        check_site(&item.site, spot_of(node, "site"), sink);
    }
    not_blank(&item.why, "why", node, sink);
    if item.disable.is_empty() && item.flag.is_empty() && item.except.is_empty() {
        sink.error(Code::MissingKey, node.spot, "an override that changes nothing")
            .help("add `disable: [category/name]`, `flag: [category/name]` or `except: ['regex']`");
    }
    for (key, ids) in [("disable", &item.disable), ("flag", &item.flag)] {
        for (id, node) in ids.iter().zip(node.get(key).map(Node::items).unwrap_or_default()) {
            if !id.contains('/') {
                sink.error(Code::Value, node.spot, format!("`{id}` is no rule id"))
                    .help(format!("write `category/name`, or `{id}/*` for a whole category"));
            }
        }
    }
    check_pattern::check_regexes(&item.except, node.get("except"), depth, sink);
}
