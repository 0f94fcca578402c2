//! What is the text of a page that is too big or too wild for a tree? Its tokens, in one pass.

use std::cell::RefCell;

use html5ever::TokenizerResult;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::BufferQueue;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use html5ever::tokenizer::TokenSink;
use html5ever::tokenizer::TokenSinkResult;
use html5ever::tokenizer::Tokenizer;
use html5ever::tokenizer::TokenizerOpts;
use html5ever::tokenizer::states::RawKind;

use super::attributes;
use super::flow;
use super::flow::Flow;
use super::lines::Lines;
use crate::document::page::Tag;

/// Returns the text outside of tags, scripts and styles; every block element starts a line.
pub fn text(html: &str) -> Lines {
    let html = attributes::limit(html);
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(&*html));
    let tokenizer = Tokenizer::new(Flat::default(), TokenizerOpts::default());
    while !matches!(tokenizer.feed(&queue), TokenizerResult::Done) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner().lines
}

#[derive(Default)]
struct Flat(RefCell<State>);

#[derive(Default)]
struct State {
    lines: Lines,
    /// The element whose text is not shown.
    skipping: Option<Tag>,
}

impl TokenSink for Flat {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut state = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(text) if state.skipping.is_none() => state.lines.push_text(&text),
            Token::TagToken(tag) => return state.tag(Tag::of(&tag.name), tag.kind),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl State {
    fn tag(&mut self, tag: Tag, kind: TagKind) -> TokenSinkResult<()> {
        if kind == TagKind::EndTag && self.skipping == Some(tag) {
            self.skipping = None;
        }
        match flow::flow(tag) {
            Flow::Paragraph => self.lines.end_line(2),
            Flow::Line | Flow::Cell => self.lines.end_line(1),
            Flow::Break => self.lines.line_break(),
            _ => {}
        }
        if kind == TagKind::EndTag {
            return TokenSinkResult::Continue;
        }
        match tag {
            Tag::Script => self.raw(tag, RawKind::ScriptData),
            Tag::Style | Tag::Iframe => self.raw(tag, RawKind::Rawtext),
            Tag::Title | Tag::Textarea => self.raw(tag, RawKind::Rcdata),
            _ => TokenSinkResult::Continue,
        }
    }

    fn raw(&mut self, tag: Tag, kind: RawKind) -> TokenSinkResult<()> {
        self.skipping = Some(tag);
        TokenSinkResult::RawData(kind)
    }
}
