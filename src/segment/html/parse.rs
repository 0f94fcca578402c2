//! How does a page become a tree, without ever paying for a hostile one?
//!
//! html5ever is quadratic in the depth of its stack of open elements and in the attributes of one tag, and markup
//! that opens fonts in one paragraph after the other makes it build elements without end. All three are capped here,
//! before the tree builder pays. Browsers cap the depth at 512 too.

use std::borrow::Cow;
use std::cell::Cell;
use std::cell::RefCell;

use ego_tree::NodeId;
use ego_tree::Tree;
use html5ever::LocalName;
use html5ever::TokenizerResult;
use html5ever::interface::Tracer;
use html5ever::interface::TreeSink;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::BufferQueue;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::Tokenizer;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeBuilderOpts;
use scraper::Html;
use scraper::HtmlTreeSink;
use scraper::Node;

use super::attributes;
use super::attributes::MAX_ATTRIBUTES;
use super::raw::Insides;
use super::sink::CountingSink;

/// Open elements and formatting elements together: what browsers allow in depth (512).
const MAX_DEPTH: usize = 512;
/// Elements that the builder may make for every start tag before the page counts as an explosion: real pages that
/// leave `<font>` and `<b>` open stay below 4.
const MAX_ELEMENTS_PER_TAG: usize = 8;
/// Elements a page may have beyond that in any case.
const FREE_ELEMENTS: usize = 4096;
/// Bytes fed at a time. A piece without a single token lies in a giant tag or comment: only then are attributes
/// counted.
const PIECE: usize = 4096;

/// A tree and whether it is all that the page asked for.
pub struct Parsed {
    pub tree: Html,
    /// Tags were left out because they lay too deep.
    pub too_deep: bool,
    /// Attributes were left out because one tag had too many.
    pub too_many_attributes: bool,
}

/// Returns the tree; `None` where the markup would make more elements than a page can use.
pub fn parse(html: &str, scripting: bool) -> Option<Parsed> {
    let mut text = Cow::Borrowed(html);
    loop {
        let (tokenizer, fed) = start(&text, scripting);
        match fed {
            Fed::Whole => return Some(finish(tokenizer, matches!(text, Cow::Owned(_)))),
            Fed::Exploded => return None,
            Fed::Limited(fewer) => text = Cow::Owned(fewer),
        }
    }
}

enum Fed {
    Whole,
    Exploded,
    /// The page with fewer attributes: to be parsed anew.
    Limited(String),
}

type Parser = Tokenizer<Guard>;

fn start(html: &str, scripting: bool) -> (Parser, Fed) {
    let options = TreeBuilderOpts { scripting_enabled: scripting, ..TreeBuilderOpts::default() };
    let sink = CountingSink::new(HtmlTreeSink::new(empty(html)));
    let tokenizer = Tokenizer::new(Guard::new(TreeBuilder::new(sink, options)), TokenizerOpts::default());
    let whole = StrTendril::from(html);
    let queue = BufferQueue::default();
    let (mut at, mut counted) = (0, false);
    let mut insides = Insides::of(html).peekable();
    while at < html.len() {
        let inside = insides.peek().copied();
        let stop = inside.map_or(html.len(), |inside| inside.start);
        let end = html.floor_char_boundary(at + PIECE).max(at + 1).min(stop);
        let before = tokenizer.sink.tokens.get();
        queue.push_back(whole.subtendril(at as u32, (end - at) as u32));
        while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
        at = end;
        if let Some(inside) = inside.filter(|inside| inside.start == end) {
            insides.next();
            // Only where the parser, too, has just opened what it reads as raw text.
            at = if tokenizer.sink.raw.get() { inside.end } else { end };
        }
        if tokenizer.sink.exploded() {
            return (tokenizer, Fed::Exploded);
        }
        if !counted && tokenizer.sink.tokens.get() == before {
            counted = true;
            if let Cow::Owned(fewer) = attributes::limit(html) {
                return (tokenizer, Fed::Limited(fewer));
            }
        }
    }
    (tokenizer, Fed::Whole)
}

/// Returns an empty tree with room for what a page holds: it does not move while it grows.
fn empty(html: &str) -> Html {
    // Half of the tags close an element, and as many pieces of text stand between them.
    let nodes = memchr::memchr_iter(b'<', html.as_bytes()).count() + 1;
    Html { tree: Tree::with_capacity(Node::Document, nodes), ..Html::new_document() }
}

fn finish(tokenizer: Parser, limited: bool) -> Parsed {
    tokenizer.end();
    let guard = tokenizer.sink;
    Parsed {
        too_deep: guard.too_deep.get(),
        too_many_attributes: limited || guard.too_many_attributes.get(),
        tree: guard.builder.sink.finish(),
    }
}

/// Stands between tokenizer and tree builder and lets through what the builder can carry.
struct Guard {
    builder: TreeBuilder<NodeId, CountingSink>,
    /// Tokens that were no parse errors.
    tokens: Cell<usize>,
    start_tags: Cell<usize>,
    /// The last token opened raw text: a script, a style sheet.
    raw: Cell<bool>,
    /// The number of made elements at which the stacks are counted anew.
    count_at: Cell<usize>,
    /// Names of start tags that were left out, so that their end tags go too.
    dropped: RefCell<Vec<LocalName>>,
    too_deep: Cell<bool>,
    too_many_attributes: Cell<bool>,
}

impl Guard {
    fn new(builder: TreeBuilder<NodeId, CountingSink>) -> Self {
        Self {
            builder,
            tokens: Cell::new(0),
            start_tags: Cell::new(0),
            raw: Cell::new(false),
            count_at: Cell::new(MAX_DEPTH / 2),
            dropped: RefCell::default(),
            too_deep: Cell::new(false),
            too_many_attributes: Cell::new(false),
        }
    }

    fn exploded(&self) -> bool {
        self.builder.sink.made.get() > FREE_ELEMENTS + self.start_tags.get() * MAX_ELEMENTS_PER_TAG
    }

    /// Returns whether one more open element would be too many.
    ///
    /// An element adds at most one to each of the two stacks, so they need counting only after half of what was
    /// free has been made.
    fn full(&self) -> bool {
        let made = self.builder.sink.made.get();
        if made < self.count_at.get() {
            return false;
        }
        let count = Count(Cell::new(0));
        self.builder.trace_handles(&count);
        let free = MAX_DEPTH.saturating_sub(count.0.get());
        self.count_at.set(made + free / 2);
        free <= 1
    }

    /// Returns the token that takes the place of a tag, or the tag itself.
    fn guard(&self, mut tag: Tag) -> Token {
        if tag.attrs.len() > MAX_ATTRIBUTES {
            tag.attrs.truncate(MAX_ATTRIBUTES);
            self.too_many_attributes.set(true);
        }
        match tag.kind {
            TagKind::StartTag => {
                self.start_tags.set(self.start_tags.get() + 1);
                if !closes_itself(&tag.name) && self.full() {
                    self.too_deep.set(true);
                    self.dropped.borrow_mut().push(tag.name);
                    // A space, so that no words are glued where the tag was.
                    return Token::CharacterTokens(" ".into());
                }
            }
            TagKind::EndTag => {
                // Only the last few are looked at: the search must not become what it prevents.
                let mut dropped = self.dropped.borrow_mut();
                let tail = dropped.len().saturating_sub(16);
                if let Some(at) = dropped.iter().skip(tail).rposition(|name| *name == tag.name) {
                    dropped.truncate(tail + at);
                    return Token::CharacterTokens(" ".into());
                }
            }
        }
        Token::TagToken(tag)
    }
}

/// Elements that hold no others, so that they add no depth; most of them switch the tokenizer and must pass.
fn closes_itself(name: &LocalName) -> bool {
    matches!(
        &**name,
        "script"
            | "style"
            | "textarea"
            | "title"
            | "xmp"
            | "iframe"
            | "noembed"
            | "noframes"
            | "noscript"
            | "plaintext"
            | "br"
            | "img"
            | "input"
            | "hr"
            | "meta"
            | "link"
            | "wbr"
            | "area"
            | "base"
            | "col"
            | "embed"
            | "param"
            | "source"
            | "track"
    )
}

impl TokenSink for Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let token = match token {
            Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(tag) => self.guard(tag),
            other => other,
        };
        self.tokens.set(self.tokens.get() + 1);
        let result = self.builder.process_token(token, line);
        self.raw.set(matches!(result, TokenSinkResult::RawData(_)));
        result
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.builder.adjusted_current_node_present_but_not_in_html_namespace()
    }
}

/// Counts open elements and formatting elements.
struct Count(Cell<usize>);

impl Tracer for Count {
    type Handle = NodeId;

    fn trace_handle(&self, _node: &NodeId) {
        self.0.set(self.0.get() + 1);
    }
}
