//! How do pieces of text become lines: white space squeezed, nothing glued, no space where scripts have none?

use crate::text;
use crate::text::Span;

/// The visible text so far, and what must stand before the next word.
#[derive(Default)]
pub struct Lines {
    pub text: String,
    /// The lines that are complete.
    pub done: Vec<Line>,
    /// Line breaks before the next word: at most 2, except in `<pre>`.
    breaks: usize,
    /// White space of a `<pre>` before the next word.
    indent: String,
    space: Space,
    /// Where the current line starts, if it has text.
    current: Option<usize>,
    /// The number of the current line.
    number: usize,
    /// Code points of the current line inside links.
    link_chars: usize,
    pub in_link: bool,
    /// The last word stands inside a link.
    after_link: bool,
    /// What the caller wants to find again on the line: the element that the line's first word stands in.
    pub owner: u32,
    line_owner: u32,
}

/// A line that is not blank.
#[derive(Clone, Copy, Debug)]
pub struct Line {
    pub span: Span,
    pub number: usize,
    pub link_chars: usize,
    pub owner: u32,
}

#[derive(Clone, Copy, Default, PartialEq)]
enum Space {
    #[default]
    None,
    /// White space of the source; `true` if it held a line break.
    Some(bool),
    Tab,
}

impl Lines {
    /// Adds text of the source, its white space squeezed.
    pub fn push_text(&mut self, source: &str) {
        let mut rest = source;
        while !rest.is_empty() {
            let (word, tail) = rest.split_at(run(rest, false));
            if !word.is_empty() {
                self.push_word(word);
            }
            let (space, tail) = tail.split_at(run(tail, true));
            if !space.is_empty() && self.space != Space::Tab {
                let broken = memchr::memchr(b'\n', space.as_bytes()).is_some();
                self.space = Space::Some(broken || self.space == Space::Some(true));
            }
            rest = tail;
        }
    }

    /// Adds text of the source as it is: its line breaks end lines.
    pub fn push_verbatim(&mut self, source: &str) {
        for (number, line) in source.split('\n').enumerate() {
            if number > 0 {
                self.breaks += 1;
                self.indent.clear();
            }
            let line = line.trim_end_matches('\r');
            if line.trim().is_empty() {
                self.indent.push_str(line);
            } else {
                self.push_word(line);
            }
        }
    }

    fn push_word(&mut self, word: &str) {
        if self.breaks > 0 || self.current.is_none() {
            self.start_line();
        } else {
            self.push_space(word);
        }
        if !self.indent.is_empty() {
            self.text.push_str(&self.indent);
            self.indent.clear();
        }
        if self.in_link {
            self.link_chars += word.chars().count();
        }
        self.text.push_str(word);
        self.after_link = self.in_link;
        self.space = Space::None;
    }

    fn start_line(&mut self) {
        self.finish();
        if !self.text.is_empty() {
            for _ in 0..self.breaks.max(1) {
                self.text.push('\n');
                self.number += 1;
            }
        }
        self.breaks = 0;
        self.current = Some(self.text.len());
        self.line_owner = self.owner;
    }

    fn push_space(&mut self, word: &str) {
        let blank = match self.space {
            Space::None => return,
            Space::Tab => '\t',
            // A line break in the source of a script without spaces is no space.
            Space::Some(true) if unspaced(self.text.chars().next_back()) && unspaced(word.chars().next()) => return,
            Space::Some(_) => ' ',
        };
        self.text.push(blank);
        self.link_chars += usize::from(self.in_link && self.after_link);
    }

    /// Ends the line; `breaks` of 2 leaves a blank line before the next word.
    pub fn end_line(&mut self, breaks: usize) {
        self.indent.clear();
        self.breaks = self.breaks.max(breaks);
    }

    /// A `<br>`: two of them leave a blank line.
    pub fn line_break(&mut self) {
        self.breaks = self.breaks.max((self.breaks + 1).min(2));
    }

    /// Keeps the next word from being glued to the last.
    pub fn apart(&mut self) {
        if self.space == Space::None {
            self.space = Space::Some(false);
        }
    }

    pub fn apart_if(&mut self, apart: bool) {
        if apart {
            self.apart();
        }
    }

    /// Puts a tab before the next word.
    pub fn next_cell(&mut self) {
        self.space = Space::Tab;
    }

    /// Returns whether the next word follows the last without a space or a line break.
    pub fn would_glue(&self) -> bool {
        self.breaks == 0 && self.space == Space::None && self.current.is_some()
    }

    /// Returns the index of the line on which the first word of `source` will stand.
    pub fn upcoming(&self, source: &str, verbatim: bool) -> usize {
        let blank = &source[..source.len() - source.trim_start().len()];
        let starts_line = self.breaks > 0 || verbatim && blank.contains('\n');
        self.done.len() + usize::from(starts_line && self.current.is_some())
    }

    /// Completes the last line.
    pub fn finish(&mut self) {
        if let Some(start) = self.current.take() {
            let span = Span::new(start, self.text.len()).trim(&self.text);
            self.done.push(Line { span, number: self.number, link_chars: self.link_chars, owner: self.line_owner });
        }
        self.link_chars = 0;
    }
}

/// Returns how many bytes at the start of a text are white space, or are none.
///
/// White space is what a browser or a reader sees as one space; U+200B and U+FEFF are not seen at all.
fn run(text: &str, space: bool) -> usize {
    let bytes = text.as_bytes();
    let mut at = 0;
    while let Some(byte) = bytes.get(at) {
        let (is_space, len) = match byte {
            b' ' | b'\n' | b'\t' | b'\r' | b'\x0c' => (true, 1),
            // Beyond ASCII, white space begins with one of these.
            0xC2 | 0xE1..=0xE3 => {
                let c = text.get(at..).and_then(|rest| rest.chars().next());
                c.map_or((false, 1), |c| (c.is_whitespace(), c.len_utf8()))
            }
            _ => (false, 1),
        };
        if is_space != space {
            return at;
        }
        at += len;
    }
    at
}

fn unspaced(c: Option<char>) -> bool {
    c.is_some_and(|c| text::is_unspaced(c) || matches!(u32::from(c), 0x3000..=0x303F | 0xFF00..=0xFFEF))
}
