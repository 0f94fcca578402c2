//! How does the text of a YAML file become a tree in which every value knows its line and column?
//!
//! The only file that knows the YAML parser. It works on the parser's events, not through serde, so that
//! every problem of a file can be shown at its place, and not only the first. Anchors, aliases and tags
//! are no part of the rule language; without them the tree is never larger than the file.

use serde_saphyr::granit_parser::Event;
use serde_saphyr::granit_parser::Options;
use serde_saphyr::granit_parser::Parser;
use serde_saphyr::granit_parser::ScalarStyle;
use serde_saphyr::granit_parser::ScanError;
use serde_saphyr::granit_parser::Span;

use crate::rule::problem::Code;
use crate::rule::problem::Sink;
use crate::rule::problem::Spot;

/// Collections inside each other: a rule file needs 7 (file, rules, rule, tests, case, …); the rest is slack.
const MAX_DEPTH: usize = 24;

/// A value and where it stands.
#[derive(Clone, Debug)]
pub struct Node {
    pub spot: Spot,
    pub value: Value,
}

/// What a value is. Whether a word is a number or a truth value depends on the key that it stands under.
#[derive(Clone, Debug)]
pub enum Value {
    Text {
        text: String,
        /// Written without quotes.
        plain: bool,
    },
    List(Vec<Node>),
    Map(Vec<(Node, Node)>),
}

impl Node {
    /// Returns the value of a key of a map.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.entry(key).map(|(_, value)| value)
    }

    /// Returns the key itself and its value.
    pub fn entry(&self, key: &str) -> Option<(&Node, &Node)> {
        let Value::Map(entries) = &self.value else { return None };
        entries.iter().find(|(k, _)| k.text() == Some(key)).map(|(k, v)| (k, v))
    }

    /// Returns the items of a list; a text stands for a list of one, a map has none.
    pub fn items(&self) -> &[Node] {
        match &self.value {
            Value::List(items) => items,
            Value::Text { .. } => std::slice::from_ref(self),
            Value::Map(_) => &[],
        }
    }

    /// Returns the text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Text { text, .. } => Some(text),
            _ => None,
        }
    }
}

/// A collection that is not closed yet.
enum Open {
    List(Spot, Vec<Node>),
    Map(Spot, Vec<(Node, Node)>, Option<Node>),
}

/// Returns the tree of the file's one document; `None` for an empty file and after an error.
pub fn parse(text: &str, sink: &mut Sink<'_>) -> Option<Node> {
    let mut options = Options::default();
    options.set_emit_comments(false);
    options.emit_anchor_events = true;
    options.flow_nesting_limit = MAX_DEPTH;
    options.block_nesting_limit = MAX_DEPTH;
    let mut stack: Vec<Open> = Vec::new();
    let mut root = None;
    for next in Parser::new_from_str_with_options(text, options) {
        let (event, span) = match next {
            Ok(next) => next,
            Err(error) => {
                syntax_error(&error, text, sink);
                return None;
            }
        };
        let node = match step(event, &span, &mut stack, root.is_some(), sink) {
            Ok(node) => node,
            Err(()) => return None,
        };
        if let Some(node) = node {
            place(node, &mut stack, &mut root);
        }
    }
    root
}

/// Takes one event; returns a node that is complete, or an error that ends the parse.
fn step(
    event: Event<'_>,
    span: &Span,
    stack: &mut Vec<Open>,
    has_root: bool,
    sink: &mut Sink<'_>,
) -> Result<Option<Node>, ()> {
    let spot = spot_of(span);
    match event {
        Event::DocumentStart(..) if has_root => {
            return refuse(spot, "a second document in the file", "remove the `---`: one file, one document", sink);
        }
        Event::Anchor(..) => {
            let what = "anchors (`&name`) are no part of the rule language";
            return refuse(spot, what, "write the value out; quote a text that starts with `&`", sink);
        }
        Event::Alias(_) => {
            let what = "aliases (`*name`) are no part of the rule language";
            return refuse(spot, what, "write the value out; quote a text that starts with `*`", sink);
        }
        Event::Scalar(text, style, _, tag) => {
            untagged(tag.is_some(), span, sink)?;
            let value = Value::Text { text: text.into_owned(), plain: style == ScalarStyle::Plain };
            return Ok(Some(Node { spot, value }));
        }
        Event::SequenceStart(_, _, tag) => {
            untagged(tag.is_some(), span, sink)?;
            stack.push(Open::List(spot, Vec::new()));
        }
        Event::MappingStart(_, _, tag) => {
            untagged(tag.is_some(), span, sink)?;
            stack.push(Open::Map(spot, Vec::new(), None));
        }
        Event::SequenceEnd | Event::MappingEnd => {
            return Ok(stack.pop().map(|open| match open {
                Open::List(spot, items) => Node { spot, value: Value::List(items) },
                Open::Map(spot, entries, _) => {
                    // A map in brackets without braces (`[Share this:]`) is told at its end otherwise.
                    let spot = entries.first().map_or(spot, |(key, _)| key.spot);
                    Node { spot, value: Value::Map(entries) }
                }
            }));
        }
        _ => {}
    }
    Ok(None)
}

fn refuse(spot: Spot, what: &str, help: &str, sink: &mut Sink<'_>) -> Result<Option<Node>, ()> {
    sink.error(Code::Syntax, spot, what).help(help);
    Err(())
}

fn place(node: Node, stack: &mut [Open], root: &mut Option<Node>) {
    match stack.last_mut() {
        None => *root = Some(node),
        Some(Open::List(_, items)) => items.push(node),
        Some(Open::Map(_, entries, key)) => match key.take() {
            None => *key = Some(node),
            Some(key) => entries.push((key, node)),
        },
    }
}

fn untagged(tagged: bool, span: &Span, sink: &mut Sink<'_>) -> Result<(), ()> {
    if !tagged {
        return Ok(());
    }
    let spot = span.tag_span().map_or_else(|| spot_of(span), |tag| spot_of(&tag));
    sink.error(Code::Syntax, spot, "tags (`!name`) are no part of the rule language")
        .help("remove the tag; quote a text that starts with `!`: sites: ['!blog.example.com']");
    Err(())
}

fn spot_of(span: &Span) -> Spot {
    let len = if span.start.line() == span.end.line() { span.end.col().saturating_sub(span.start.col()) } else { 1 };
    Spot { line: span.start.line(), column: span.start.col() + 1, len: len.max(1) }
}

fn syntax_error(error: &ScanError, text: &str, sink: &mut Sink<'_>) {
    let mark = error.marker();
    let (line, column) = (mark.line().max(1), mark.col() + 1);
    let source = text.lines().nth(line - 1).unwrap_or("");
    let indent = &source[..source.len() - source.trim_start().len()];
    let kind = error.kind().to_string();
    if let Some(at) = indent.find('\t') {
        let spot = Spot { line, column: indent[..at].chars().count() + 1, len: 1 };
        sink.error(Code::Syntax, spot, "a tab in the indentation").help("indent with spaces");
        return;
    }
    let problem = sink.error(Code::Syntax, Spot { line, column, len: 1 }, format!("no valid YAML: {kind}"));
    let quotable = source.split_once(": ").is_some_and(|(_, rest)| rest.contains(": "))
        || source.trim_start().trim_start_matches("- ").starts_with(['*', '&', '!', '%', '@', '`']);
    problem.help(if kind.contains("nest") || kind.contains("recursion") {
        "a rule file needs few levels; close the brackets that were opened"
    } else if kind.contains("quote") {
        "close the quote; inside single quotes write a quote twice: 'it''s'"
    } else if kind.contains("bracket") || kind.contains("flow") {
        "close every [ with ] and every { with }; quote a text that holds , [ ] { }"
    } else if quotable {
        "quote a text that holds `: ` or ` #`, or starts with one of * & ! % @ ` [ { ' \""
    } else {
        "look at the indentation of this line and of the one above"
    });
}
