//! How does a page become a tree, without ever paying for a hostile one?
//!
//! Plain markup is read by `tokens.rs`, the rest by html5ever's tokenizer; html5ever's tree builder makes the tree of
//! it, behind a guard. It is quadratic in the attributes of one tag, too, so the excess is left out before it reads.

use std::borrow::Cow;
use std::iter::Peekable;
use std::mem;

use ego_tree::Tree;
use html5ever::LocalName;
use html5ever::TokenizerResult;
use html5ever::interface::TreeSink;
use html5ever::tokenizer::BufferQueue;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::Tokenizer;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tokenizer::states::State;
use html5ever::tree_builder::TreeBuilder;
use html5ever::tree_builder::TreeBuilderOpts;
use scraper::Html;
use scraper::HtmlTreeSink;
use scraper::Node;

use super::attributes;
use super::guard::Guard;
use super::raw::Insides;
use super::sink::CountingSink;
use super::tokens::Tokens;

/// Bytes after which is looked whether the page explodes. So many without a single token lie in a giant tag or
/// comment: only then are attributes counted.
const PIECE: usize = 4096;
const BYTE_ORDER_MARK: char = '\u{feff}';

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
    let mut text = without_returns(html.strip_prefix(BYTE_ORDER_MARK).unwrap_or(html));
    let mut limited = false;
    loop {
        let guard = guard(&text, scripting);
        match Parser::new(&text, &guard).run() {
            Ok(()) => return Some(finish(guard, limited)),
            Err(Stop::Exploded) => return None,
            Err(Stop::Limited(fewer)) => (text, limited) = (Cow::Owned(fewer), true),
        }
    }
}

/// Returns the page with its lines ended as the standard has it.
fn without_returns(html: &str) -> Cow<'_, str> {
    let mut out = String::new();
    let mut rest = html;
    while let Some((line, after)) = memchr::memchr(b'\r', rest.as_bytes()).and_then(|at| rest.split_at_checked(at)) {
        out.reserve(rest.len());
        out.push_str(line);
        out.push('\n');
        rest = after.strip_prefix("\r\n").or(after.get(1..)).unwrap_or_default();
    }
    if out.is_empty() {
        return Cow::Borrowed(html);
    }
    out.push_str(rest);
    Cow::Owned(out)
}

fn guard(html: &str, scripting: bool) -> Guard {
    let options = TreeBuilderOpts { scripting_enabled: scripting, ..TreeBuilderOpts::default() };
    Guard::new(TreeBuilder::new(CountingSink::new(HtmlTreeSink::new(empty(html))), options))
}

/// Returns an empty tree with room for what a page holds: it does not move while it grows.
fn empty(html: &str) -> Html {
    // Half of the tags close an element, and as many pieces of text stand between them.
    let nodes = memchr::memchr_iter(b'<', html.as_bytes()).count() + 1;
    Html { tree: Tree::with_capacity(Node::Document, nodes), ..Html::new_document() }
}

fn finish(guard: Guard, limited: bool) -> Parsed {
    Parsed {
        too_deep: guard.too_deep.get(),
        too_many_attributes: limited || guard.too_many_attributes.get(),
        tree: guard.builder.sink.finish(),
    }
}

/// Why a parse ends before the page does.
enum Stop {
    Exploded,
    /// The page with fewer attributes: to be parsed anew.
    Limited(String),
}

struct Parser<'a> {
    html: &'a str,
    guard: &'a Guard,
    tokens: Tokens<'a>,
    insides: Peekable<Insides<'a>>,
    /// What is read.
    at: usize,
    /// A NUL is another thing in every state: such a page is html5ever's alone.
    holds_nul: bool,
    /// The attributes of the page were counted.
    counted: bool,
}

impl<'a> Parser<'a> {
    fn new(html: &'a str, guard: &'a Guard) -> Self {
        Self {
            html,
            guard,
            tokens: Tokens::of(html),
            insides: Insides::of(html).peekable(),
            at: 0,
            holds_nul: memchr::memchr(0, html.as_bytes()).is_some(),
            counted: false,
        }
    }

    fn run(&mut self) -> Result<(), Stop> {
        let mut check_at = PIECE;
        let mut done = false;
        while !done {
            done = match self.tokens.next(self.at).filter(|_| !self.holds_nul) {
                Some((token, end)) => {
                    self.at = end;
                    self.plain(token)?
                }
                None => self.odd(State::Data, None)?,
            };
            if self.at >= check_at {
                check_at = self.at + PIECE;
                self.check()?;
            }
        }
        Ok(())
    }

    fn check(&self) -> Result<(), Stop> {
        if self.guard.exploded() { Err(Stop::Exploded) } else { Ok(()) }
    }

    /// Hands a plain token over, and reads the raw text that it opens; returns whether the page ends with it.
    fn plain(&mut self, token: Token) -> Result<bool, Stop> {
        let name = match &token {
            Token::TagToken(tag) => tag.name.clone(),
            _ => LocalName::default(),
        };
        match self.guard.process_token(token, 1) {
            TokenSinkResult::RawData(kind) => {
                self.pass_over();
                if self.closes(&name) { Ok(false) } else { self.odd(State::RawData(kind), Some(name)) }
            }
            TokenSinkResult::Plaintext => self.odd(State::Plaintext, None),
            _ => Ok(false),
        }
    }

    /// Passes over the inside of a script or a style sheet that the parser has just opened.
    fn pass_over(&mut self) {
        while let Some(inside) = self.insides.next_if(|inside| inside.start <= self.at) {
            if inside.start == self.at {
                self.at = inside.end;
            }
        }
    }

    /// Returns whether the end tag of an element comes next.
    fn closes(&self, name: &LocalName) -> bool {
        let rest = self.html.as_bytes().get(self.at..).and_then(|rest| rest.strip_prefix(b"</"));
        rest.and_then(|rest| rest.split_at_checked(name.len())).is_some_and(|(tag, rest)| {
            tag.eq_ignore_ascii_case(name.as_bytes())
                && rest.first().is_some_and(|byte| byte.is_ascii_whitespace() || matches!(byte, b'>' | b'/'))
        })
    }

    /// Has html5ever read on to the end of the next tag or comment, from within the raw text of an element if so.
    ///
    /// Each of them ends with a `>`, so pieces end there as well, and whatever was open is closed then. Returns whether
    /// the page ends before.
    fn odd(&mut self, state: State, element: Option<LocalName>) -> Result<bool, Stop> {
        let options = TokenizerOpts {
            initial_state: Some(state),
            last_start_tag_name: element.map(|name| name.to_string()),
            discard_bom: false,
            ..TokenizerOpts::default()
        };
        let tokenizer = Tokenizer::new(self.guard, options);
        let queue = BufferQueue::default();
        let mut silent = 0;
        while self.at < self.html.len() {
            let (tokens, ends) = (self.guard.tokens.get(), self.guard.ends.get());
            let end = self.piece_end();
            queue.push_back(self.tokens.piece(self.at, end));
            while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
            silent = if self.guard.tokens.get() == tokens { silent + end - self.at } else { 0 };
            self.at = end;
            self.check()?;
            if silent >= PIECE
                && !mem::replace(&mut self.counted, true)
                && let Cow::Owned(fewer) = attributes::limit(self.html)
            {
                return Err(Stop::Limited(fewer));
            }
            match (self.guard.ends.get() > ends, self.guard.raw.get()) {
                (true, false) => return Ok(false),
                (true, true) => self.pass_over(),
                _ => {}
            }
        }
        tokenizer.end();
        Ok(true)
    }

    /// Returns where the next piece for html5ever ends: behind a `>`, or where the piece is long enough.
    fn piece_end(&self) -> usize {
        let longest = self.html.floor_char_boundary(self.at + PIECE).max(self.at + 1);
        let piece = self.html.as_bytes().get(self.at..longest).unwrap_or_default();
        memchr::memchr(b'>', piece).map_or(longest, |found| self.at + found + 1)
    }
}

#[cfg(test)]
mod tests {
    use std::iter;

    use super::*;

    /// Pieces of markup, plain and odd, of which pages are made.
    const PIECES: &str = include_str!("../../../tests/data/markup.txt");
    const PAGES: usize = 5_000;
    /// Pieces of a page.
    const LENGTH: usize = 12;

    /// Returns numbers that look random, the same each time (Marsaglia, Xorshift RNGs, 2003).
    fn numbers() -> impl Iterator<Item = usize> {
        let mut state = 0x9E37_79B9_7F4A_7C15_u64;
        iter::from_fn(move || {
            state ^= state << 13;
            state ^= state >> 7;
            state ^= state << 17;
            Some((state >> 16) as usize)
        })
    }

    #[test]
    fn whoever_reads_a_token_the_tree_is_the_same() {
        let pieces: Vec<String> = PIECES.lines().map(|line| line.replace("\\n", "\n").replace("\\r", "\r")).collect();
        let mut numbers = numbers();
        for _ in 0..PAGES {
            let page: String = numbers.by_ref().take(LENGTH).map(|at| pieces[at % pieces.len()].as_str()).collect();
            let got = parse(&page, true).expect("no explosion");
            assert!(got.tree.tree == Html::parse_document(&page).tree, "{page}\n{}", got.tree.html());
        }
    }
}
