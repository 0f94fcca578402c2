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
            sink.error(Code::Syntax, spot, "a second document in the file")
                .help("remove the `---`: one file, one document");
            return Err(());
        }
        Event::Alias(_) => {
            sink.error(Code::Syntax, spot, "aliases (`*name`) are no part of the rule language")
                .help("write the value out; quote a text that starts with `*`");
            return Err(());
        }
        Event::Scalar(text, style, anchor, tag) => {
            plain_node(anchor, tag.is_some(), spot, sink)?;
            let value = Value::Text { text: text.into_owned(), plain: style == ScalarStyle::Plain };
            return Ok(Some(Node { spot, value }));
        }
        Event::SequenceStart(_, anchor, tag) => {
            plain_node(anchor, tag.is_some(), spot, sink)?;
            stack.push(Open::List(spot, Vec::new()));
        }
        Event::MappingStart(_, anchor, tag) => {
            plain_node(anchor, tag.is_some(), spot, sink)?;
            stack.push(Open::Map(spot, Vec::new(), None));
        }
        Event::SequenceEnd | Event::MappingEnd => {
            return Ok(stack.pop().map(|open| match open {
                Open::List(spot, items) => Node { spot, value: Value::List(items) },
                Open::Map(spot, entries, _) => Node { spot, value: Value::Map(entries) },
            }));
        }
        _ => {}
    }
    Ok(None)
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

fn plain_node(anchor: usize, tagged: bool, spot: Spot, sink: &mut Sink<'_>) -> Result<(), ()> {
    if anchor != 0 {
        sink.error(Code::Syntax, spot, "anchors (`&name`) are no part of the rule language")
            .help("write the value out; quote a text that starts with `&`");
        return Err(());
    }
    if tagged {
        sink.error(Code::Syntax, spot, "tags (`!name`) are no part of the rule language")
            .help("remove the tag; quote a text that starts with `!`: sites: ['!blog.example.com']");
        return Err(());
    }
    Ok(())
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
    if kind.contains("nest") || kind.contains("recursion") {
        problem.help(format!("a rule file needs no more than {MAX_DEPTH} levels"));
    } else if source.contains(": ") || source.trim_start().starts_with(['*', '&', '!', '%', '@', '`']) {
        problem.help("quote a text that holds `: ` or ` #`, or starts with one of * & ! % @ ` [ { ' \"");
    } else {
        problem.help("look at the indentation of this line and of the one above");
    }
}
