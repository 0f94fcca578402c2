//! What is wrong with a rule that loads: slow, dead, overruled, unproven, unexplained?

use std::collections::HashMap;

use regex_syntax::hir::HirKind;

use crate::rule::Pattern;
use crate::rule::Rule;
use crate::rule::Test;
use crate::rule::check;
use crate::rule::check::spot_of;
use crate::rule::literal;
use crate::rule::load::RuleText;
use crate::rule::load::Rules;
use crate::rule::parse;
use crate::rule::parse::Lint;
use crate::rule::problem::Code;
use crate::rule::problem::Sink;
use crate::rule::yaml::Node;
use crate::text;

/// Words that a reason needs to say what the text is and why it is no content.
const MIN_WHY_WORDS: usize = 2;

/// Loads the files and adds what lint has to say: a proof that is not whole is an error, the rest are warnings.
pub fn lint(texts: &[RuleText]) -> Rules {
    lint_beside(&[], texts)
}

/// Does the same beside files that are known to be good, and hold the rules that the others may refer to.
pub fn lint_beside(known: &[RuleText], texts: &[RuleText]) -> Rules {
    let also = |rule: &Rule, node: &Node, sink: &mut Sink<'_>| lint_rule(rule, node, sink);
    parse::parse_all(&[known, texts].concat(), Some(Lint { from: known.len(), also: &also }))
}

fn lint_rule(rule: &Rule, node: &Node, sink: &mut Sink<'_>) {
    check::check_proof(rule, node, sink);
    if text::count_words(&rule.why) < MIN_WHY_WORDS && !rule.why.trim().is_empty() {
        sink.warning(Code::Lint, spot_of(node, "why"), "`why` says too little")
            .help("say what this text is, as in `why: Accessibility link, the first text of most templates.`");
    }
    for (key, pattern) in [("match", &rule.matches), ("start", &rule.start), ("end", &rule.end), ("from", &rule.from)] {
        if let (Some(pattern), Some(node)) = (pattern, node.get(key)) {
            lint_pattern(rule, pattern, node, sink);
        }
    }
    if rule.scans && !rule.keywords.is_empty() {
        sink.warning(Code::Lint, spot_of(node, "scans"), "`scans` and `keywords` contradict each other")
            .help("keep `keywords`, and the regex runs on lines that hold one of them only");
    }
    for (number, test) in rule.tests.iter().enumerate() {
        let same = |other: &&Test| other.input == test.input && other.html == test.html && other.site == test.site;
        if test.input_file.is_none() && rule.tests[..number].iter().any(|other| same(&other)) {
            let spot = node.get("tests").and_then(|node| node.items().get(number)).map_or(node.spot, |node| node.spot);
            sink.warning(Code::Lint, spot, "the same input twice").help("join the two cases, or change one");
        }
    }
}

fn lint_pattern(rule: &Rule, pattern: &Pattern, node: &Node, sink: &mut Sink<'_>) {
    if let (Some(regex), Some(node)) = (&pattern.regex, node.get("regex")) {
        lint_regex(rule, regex, node, sink);
    }
    let lists = [("any_of", &pattern.any_of), ("starts_with", &pattern.starts_with), ("contains", &pattern.contains)];
    for (key, texts) in lists {
        let mut seen: HashMap<String, usize> = HashMap::new();
        for (text, node) in texts.iter().zip(node.get(key).map(Node::items).unwrap_or_default()) {
            let folded = if pattern.exact { text.clone() } else { text::fold(text) };
            if let Some(line) = seen.insert(folded, node.spot.line) {
                let problem = sink.warning(Code::Lint, node.spot, format!("`{text}` is in `{key}` twice"));
                problem.label(format!("first in line {line}; case, quotes and end marks do not count"));
                problem.help("remove it, or say `exact: true`");
            }
        }
    }
}

fn lint_regex(rule: &Rule, regex: &str, node: &Node, sink: &mut Sink<'_>) {
    let Ok(hir) = regex_syntax::parse(regex) else { return };
    if matches!(hir.kind(), HirKind::Literal(_)) {
        sink.warning(Code::Lint, node.spot, "this regex is a plain text")
            .help("write it under `equals` or `any_of`: faster, and blind to case and quotes");
    } else if hir.properties().minimum_len() == Some(0) {
        sink.warning(Code::Lint, node.spot, "this regex matches the empty text")
            .help("make at least one part of it mandatory");
    } else if literal::required(&hir).is_none() && rule.keywords.is_empty() && !rule.scans {
        sink.warning(Code::Lint, node.spot, "no literal is required: the regex runs on every line of every document")
            .help("add `keywords: […]` of which a line must hold one, or `scans: true` if there is none");
    }
    if hir.properties().minimum_len().is_none() {
        sink.warning(Code::Lint, node.spot, "this regex can never match")
            .help("look for an empty class such as `[^\\s\\S]`");
    }
}
