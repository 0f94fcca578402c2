//! What keeps a hostile page from the tree builder? Caps on depth, attributes and made elements, before it pays.
//!
//! html5ever is quadratic in the depth of its stack of open elements, and markup that opens fonts in one paragraph after
//! the other makes it build elements without end. Browsers cap the depth at 512 too.

use std::cell::Cell;
use std::cell::RefCell;

use ego_tree::NodeId;
use html5ever::LocalName;
use html5ever::interface::Tracer;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tree_builder::TreeBuilder;

use super::attributes::MAX_ATTRIBUTES;
use super::sink::CountingSink;

/// Open elements and formatting elements together: what browsers allow in depth (512).
const MAX_DEPTH: usize = 512;
/// Elements that the builder may make for every start tag before the page counts as an explosion: real pages that
/// leave `<font>` and `<b>` open stay below 4.
const MAX_ELEMENTS_PER_TAG: usize = 8;
/// Elements a page may have beyond that in any case.
const FREE_ELEMENTS: usize = 4096;

/// Stands between tokenizer and tree builder and lets through what the builder can carry.
pub struct Guard {
    pub builder: TreeBuilder<NodeId, CountingSink>,
    /// Tokens that were no parse errors.
    pub tokens: Cell<usize>,
    /// Tokens that end with a `>`: tags, comments, the doctype.
    pub ends: Cell<usize>,
    /// The last token opened raw text: a script, a style sheet, a title.
    pub raw: Cell<bool>,
    pub too_deep: Cell<bool>,
    pub too_many_attributes: Cell<bool>,
    start_tags: Cell<usize>,
    /// The number of made elements at which the stacks are counted anew.
    count_at: Cell<usize>,
    /// The stacks were full, and no tag has been let through since.
    still_full: Cell<bool>,
    /// Names of start tags that were left out, so that their end tags go too.
    dropped: RefCell<Vec<LocalName>>,
}

impl Guard {
    pub fn new(builder: TreeBuilder<NodeId, CountingSink>) -> Self {
        Self {
            builder,
            tokens: Cell::new(0),
            ends: Cell::new(0),
            raw: Cell::new(false),
            too_deep: Cell::new(false),
            too_many_attributes: Cell::new(false),
            start_tags: Cell::new(0),
            count_at: Cell::new(MAX_DEPTH / 2),
            still_full: Cell::new(false),
            dropped: RefCell::default(),
        }
    }

    /// Returns whether the markup makes more elements than a page can use.
    pub fn exploded(&self) -> bool {
        self.builder.sink.made.get() > FREE_ELEMENTS + self.start_tags.get() * MAX_ELEMENTS_PER_TAG
    }

    /// Returns whether one more open element would be too many.
    ///
    /// An element adds at most one to each of the two stacks, so they need counting only after half of what was
    /// free has been made.
    fn full(&self) -> bool {
        let made = self.builder.sink.made.get();
        if self.still_full.get() || made < self.count_at.get() {
            return self.still_full.get();
        }
        let count = Count(Cell::new(0));
        self.builder.trace_handles(&count);
        let free = MAX_DEPTH.saturating_sub(count.0.get());
        self.count_at.set(made + free / 2);
        self.still_full.set(free <= 1);
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
                if self.full() && !closes_itself(&tag.name) {
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
        self.still_full.set(false);
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

/// By reference, so that one guard hears the tokens of more than one tokenizer.
impl TokenSink for &Guard {
    type Handle = NodeId;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<NodeId> {
        let ends = usize::from(!matches!(token, Token::CharacterTokens(_) | Token::NullCharacterToken));
        let token = match token {
            Token::ParseError(_) => return TokenSinkResult::Continue,
            Token::TagToken(tag) => self.guard(tag),
            other => other,
        };
        self.tokens.set(self.tokens.get() + 1);
        self.ends.set(self.ends.get() + ends);
        let result = self.builder.process_token(token, line);
        self.raw.set(matches!(result, TokenSinkResult::RawData(_) | TokenSinkResult::Plaintext));
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
