//! What is the next tag, text or comment of a page, where its markup leaves nothing to ask?
//!
//! Nearly all markup is plain: names, quotes that close, references with their semicolon. html5ever reads it a character
//! at a time and copies what it reads; here a token is found in one search and shares the bytes of the page. Whatever is
//! odd is none of this file's business: html5ever reads it then, and both read the same tokens (`tests` of `parse.rs`).

use std::borrow::Cow;

use html5ever::Attribute;
use html5ever::LocalName;
use html5ever::QualName;
use html5ever::ns;
use html5ever::tendril::StrTendril;
use html5ever::tokenizer::Tag;
use html5ever::tokenizer::TagKind;
use html5ever::tokenizer::Token;
use memchr::memchr;
use memchr::memchr2;
use memchr::memmem;

use super::names::Names;
use super::references;
use super::references::Place;

/// Attributes of a plain tag: each is compared with all before it, and of 1,497 pages few tags have more than 20.
const MAX_ATTRIBUTES: usize = 64;

/// The tokens of a page whose lines end in `\n` alone and that holds no NUL.
pub struct Tokens<'a> {
    html: &'a str,
    whole: StrTendril,
    names: Names,
}

impl<'a> Tokens<'a> {
    pub fn of(html: &'a str) -> Self {
        Self { html, whole: StrTendril::from(html), names: Names::new() }
    }

    /// Returns a range of the page, whose ends are characters' ends: shared, not copied.
    pub fn piece(&self, start: usize, end: usize) -> StrTendril {
        self.whole.subtendril(start as u32, end.saturating_sub(start) as u32)
    }

    /// Returns the token that starts at a place outside of tags and raw text, and where it ends.
    ///
    /// Returns `None` where it is not plain, and at the end of the page.
    pub fn next(&mut self, at: usize) -> Option<(Token, usize)> {
        let bytes = self.html.as_bytes();
        if *bytes.get(at)? != b'<' {
            return self.text(at);
        }
        match bytes.get(at + 1)? {
            b'!' => self.comment(at),
            b'/' if bytes.get(at + 2)?.is_ascii_alphabetic() => self.end_tag(at + 2),
            byte if byte.is_ascii_alphabetic() => self.start_tag(at + 1),
            _ => None,
        }
    }

    fn text(&self, start: usize) -> Option<(Token, usize)> {
        let (text, end) = self.value(start, b'<', Place::Text)?;
        Some((Token::CharacterTokens(text), end))
    }

    /// Returns what stands before the next byte of a kind, its references resolved, and where that is.
    fn value(&self, start: usize, close: u8, place: Place) -> Option<(StrTendril, usize)> {
        let bytes = self.html.as_bytes();
        let first = start + memchr2(close, b'&', bytes.get(start..)?)?;
        if *bytes.get(first)? == close {
            return Some((self.piece(start, first), first));
        }
        let end = first + memchr(close, bytes.get(first..)?)?;
        Some((self.resolved(start, end, place)?, end))
    }

    fn resolved(&self, start: usize, end: usize, place: Place) -> Option<StrTendril> {
        match references::resolve(self.html.get(start..end)?, place)? {
            Cow::Borrowed(_) => Some(self.piece(start, end)),
            Cow::Owned(text) => Some(StrTendril::from(text)),
        }
    }

    fn comment(&self, at: usize) -> Option<(Token, usize)> {
        let start = at + "<!--".len();
        let inside = self.html.get(at..)?.strip_prefix("<!--")?.as_bytes();
        let end = start + memmem::find(inside, b"--").filter(|_| !matches!(inside.first(), Some(b'>' | b'-')))?;
        let closed = self.html.as_bytes().get(end + 2) == Some(&b'>');
        closed.then(|| (Token::CommentToken(self.piece(start, end)), end + "-->".len()))
    }

    fn end_tag(&mut self, start: usize) -> Option<(Token, usize)> {
        let (name, end) = self.tag_name(start)?;
        let close = self.after_space(end);
        let tag = Tag {
            kind: TagKind::EndTag,
            name,
            self_closing: false,
            attrs: Vec::new(),
            had_duplicate_attributes: false,
        };
        (self.html.as_bytes().get(close) == Some(&b'>')).then(|| (Token::TagToken(tag), close + 1))
    }

    fn start_tag(&mut self, start: usize) -> Option<(Token, usize)> {
        let (name, mut at) = self.tag_name(start)?;
        let (mut attrs, mut self_closing, mut had_duplicate_attributes) = (Vec::new(), false, false);
        loop {
            at = self.after_space(at);
            match self.html.as_bytes().get(at)? {
                b'>' => break,
                b'/' => {
                    at += 1;
                    self_closing = self.html.as_bytes().get(at) == Some(&b'>');
                    continue;
                }
                _ => {}
            }
            let (attribute, end) = self.attribute(at)?;
            at = end;
            if attrs.iter().any(|held: &Attribute| held.name.local == attribute.name.local) {
                had_duplicate_attributes = true;
            } else if attrs.len() < MAX_ATTRIBUTES {
                attrs.push(attribute);
            } else {
                return None;
            }
        }
        let tag = Tag { kind: TagKind::StartTag, name, self_closing, attrs, had_duplicate_attributes };
        Some((Token::TagToken(tag), at + 1))
    }

    fn tag_name(&mut self, start: usize) -> Option<(LocalName, usize)> {
        let end = self.until(start, ENDS_TAG_NAME)?;
        Some((self.names.get(self.html.get(start..end)?), end))
    }

    /// Reads an attribute, and where it ends.
    fn attribute(&mut self, start: usize) -> Option<(Attribute, usize)> {
        let bytes = self.html.as_bytes();
        let end = self.until(start, ENDS_NAME)?;
        // A name that starts with `=` or holds one of these is odd.
        if end == start || matches!(bytes.get(end)?, b'"' | b'\'' | b'<') {
            return None;
        }
        let name = QualName::new(None, ns!(), self.names.get(self.html.get(start..end)?));
        let equals = self.after_space(end);
        if bytes.get(equals) != Some(&b'=') {
            return Some((Attribute { name, value: StrTendril::new() }, equals));
        }
        let from = self.after_space(equals + 1);
        let (value, end) = match bytes.get(from)? {
            quote @ (b'"' | b'\'') => {
                let (value, close) = self.value(from + 1, *quote, Place::Attribute)?;
                (value, close + 1)
            }
            b'>' => return None,
            _ => {
                let end = self.until(from, ENDS_VALUE)?;
                (self.resolved(from, end, Place::Attribute)?, end)
            }
        };
        Some((Attribute { name, value }, end))
    }

    /// Returns where the next byte of a kind stands.
    fn until(&self, start: usize, kind: u8) -> Option<usize> {
        let is_end = |byte: &u8| KINDS.get(usize::from(*byte)).is_some_and(|kinds| kinds & kind != 0);
        self.html.as_bytes().get(start..)?.iter().position(is_end).map(|found| start + found)
    }

    fn after_space(&self, at: usize) -> usize {
        let rest = self.html.as_bytes().get(at..).unwrap_or_default();
        at + rest.iter().take_while(|byte| matches!(byte, b' ' | b'\n' | b'\t' | b'\x0c')).count()
    }
}

const ENDS_TAG_NAME: u8 = 1;
const ENDS_NAME: u8 = 2;
const ENDS_VALUE: u8 = 4;

/// What each byte ends.
const KINDS: [u8; 256] = {
    let mut kinds = [0; 256];
    let all = *b" \n\t\x0c>/=\"'<";
    let mut at = 0;
    while at < all.len() {
        kinds[all[at] as usize] = match all[at] {
            b'/' => ENDS_TAG_NAME | ENDS_NAME,
            b'=' | b'"' | b'\'' | b'<' => ENDS_NAME,
            _ => ENDS_TAG_NAME | ENDS_NAME | ENDS_VALUE,
        };
        at += 1;
    }
    kinds
};
