//! What does one pass over a document see that several metrics need?

use crate::document::Document;
use crate::judge::evidence::cover::Cover;
use crate::judge::evidence::cover::Place;
use crate::judge::evidence::damage;
use crate::judge::evidence::repeats;
use crate::judge::evidence::word::Open;
use crate::judge::evidence::word::Word;
use crate::judge::evidence::word::mix;
use crate::text;
use crate::text::Span;
use crate::text::bytes;
use crate::text::bytes::CAPITAL;
use crate::text::bytes::DIGIT;
use crate::text::bytes::LETTER;
use crate::text::eight;
use crate::text::hash::ByHash;
use crate::text::letters;

/// A kind of damage that shows in single characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sight {
    Mojibake,
    Control,
    Markup,
    RunOn,
}

/// One place of damage, outside of cuts.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Event {
    pub sight: Sight,
    pub span: Span,
}

/// What a line holds outside of every span that is chrome for sure.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Line {
    /// From the first to the last piece that no claim covers.
    pub span: Span,
    /// The last piece.
    pub tail: Span,
    /// Letters and digits.
    pub letters: usize,
    /// Where its words begin in [`Scan::words`], and how many they are.
    pub first_word: usize,
    pub words: usize,
    /// Of its words; 0 for a line without words.
    pub hash: u64,
    /// Double quotes of any shape.
    pub quotes: usize,
    /// An earlier line has the same words.
    pub repeats: bool,
}

/// What a claimed span covers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Covered {
    /// Letters and digits.
    pub letters: usize,
    /// Lines, whole or in part, that have letters under the claim.
    pub pieces: usize,
    /// Nothing stands between it and the claim before, in one line: the two are one piece.
    pub joined: bool,
}

/// Figures of one document, from one pass over its text.
#[derive(Clone, Debug, Default)]
pub struct Scan {
    /// Lines that hold more than claimed spans, in order.
    pub lines: Vec<Line>,
    pub words: Vec<Word>,
    pub events: Vec<Event>,
    /// What stands under each cover, in the order of the covers.
    pub covered: Vec<Covered>,
    /// Letters and digits of lines that no claim covers and that do not repeat.
    pub letters: usize,
    /// Words of those lines.
    pub content_words: usize,
    pub exclamations: usize,
    pub ellipses: usize,
    /// Share of 5-grams that stood before, from 0 to 1, in lines that do not repeat; `None` below 50 words.
    pub repeated_phrases: Option<f64>,
}

/// Places of damage that are kept: a bound on memory, far above what full severity needs.
const MAX_EVENTS: usize = 10_000;

/// Runs the pass.
pub fn scan(document: &Document, covers: &[Cover]) -> Scan {
    let words = document.blocks.iter().map(|block| block.words).sum();
    let mut pass = Pass {
        text: &document.text,
        scan: Scan {
            covered: vec![Covered::default(); covers.len()],
            words: Vec::with_capacity(words),
            ..Scan::default()
        },
        letters: 0,
        quotes: 0,
        word: None,
        claimed: false,
        goes_on: false,
    };
    let mut next = 0;
    for block in &document.blocks {
        pass.line(block.span, covers, &mut next);
    }
    let mut scan = pass.scan;
    let mut seen: ByHash<()> = ByHash::default();
    for line in &mut scan.lines {
        line.repeats = line.words > 0 && seen.insert(line.hash, ()).is_some();
        if !line.repeats {
            scan.letters += line.letters;
            scan.content_words += line.words;
        }
    }
    scan.repeated_phrases = repeats::share(&scan.lines, &scan.words);
    scan
}

struct Pass<'a> {
    text: &'a str,
    scan: Scan,
    /// Of the piece that is being read.
    letters: usize,
    quotes: usize,
    word: Option<Open>,
    /// A claim of the line that is being read ends here.
    claimed: bool,
    /// Content of the line that is being read ends here.
    goes_on: bool,
}

impl Pass<'_> {
    /// Reads one line, piece by piece, as the covers divide it.
    fn line(&mut self, block: Span, covers: &[Cover], next: &mut usize) {
        let mut line = Line { first_word: self.scan.words.len(), ..Line::default() };
        (self.claimed, self.goes_on) = (false, false);
        let mut at = block.start;
        while at < block.end {
            while covers.get(*next).is_some_and(|c| c.span.end <= at) {
                *next += 1;
            }
            let cover = covers.get(*next).filter(|c| c.span.start < block.end);
            let inside = cover.filter(|c| c.span.start <= at);
            let end = match (inside, cover) {
                (Some(c), _) => c.span.end.min(block.end),
                (None, Some(c)) => c.span.start,
                (None, None) => block.end,
            };
            self.piece(Span::new(at, end), inside.map(|c| (*next, c)), &mut line);
            at = end;
        }
        self.finish(line);
    }

    fn piece(&mut self, span: Span, under: Option<(usize, &Cover)>, line: &mut Line) {
        let words = self.scan.words.len();
        let hidden = under.is_some_and(|(_, cover)| cover.hides);
        self.characters(span, under.filter(|_| hidden).map_or(Place::Content, |(_, cover)| cover.place));
        let letters = std::mem::take(&mut self.letters);
        let quotes = std::mem::take(&mut self.quotes);
        if let Some(sum) = under.and_then(|(at, _)| self.scan.covered.get_mut(at)) {
            sum.joined |= sum.pieces == 0 && letters > 0 && self.claimed;
            sum.letters += letters;
            sum.pieces += usize::from(letters > 0);
        }
        let trimmed = span.trim(self.text);
        if hidden {
            self.scan.words.truncate(words);
        } else if !trimmed.is_empty() {
            line.tail = if self.goes_on { Span::new(line.tail.start, trimmed.end) } else { trimmed };
            line.span = if line.span.is_empty() { line.tail } else { Span::new(line.span.start, line.tail.end) };
            line.letters += letters;
            line.quotes += quotes;
        }
        self.claimed = if under.is_some() { self.claimed || letters > 0 } else { self.claimed && trimmed.is_empty() };
        self.goes_on = !hidden && (self.goes_on || !trimmed.is_empty());
    }

    fn finish(&mut self, mut line: Line) {
        if line.span.is_empty() {
            return;
        }
        let words = self.scan.words.get(line.first_word..).unwrap_or(&[]);
        line.words = words.len();
        line.hash = words.iter().fold(0, |h, w| mix(h, u64::from(w.full)));
        self.scan.lines.push(line);
    }

    fn characters(&mut self, span: Span, place: Place) {
        let piece = span.of(self.text);
        let (mut at, mut before) = (0, ' ');
        while let Some(byte) = piece.as_bytes().get(at) {
            if bytes::class(*byte) & (LETTER | DIGIT) != 0 {
                if let Some(read) = self.short_word(piece.as_bytes(), at, before) {
                    (at, before) = read;
                    continue;
                }
                (at, before) = self.ascii_word(piece, at, before, span.start, place);
                // Most words end at a space.
                if piece.as_bytes().get(at) == Some(&b' ') {
                    self.close();
                    (at, before) = (at + 1, ' ');
                }
            } else if matches!(byte, b' ' | b',') {
                self.close();
                (at, before) = (at + 1, char::from(*byte));
            } else {
                (at, before) = self.other(piece, at, before, span.start, place);
            }
        }
        self.close();
    }

    /// Reads a word of fewer than eight letters and digits of ASCII, without a capital inside, and the space behind it:
    /// most words of most texts. Returns where that ends, and the last character; `None` where it is no such word.
    fn short_word(&mut self, text: &[u8], at: usize, before: char) -> Option<(usize, char)> {
        let eight = eight::at(text, at).filter(|_| self.word.is_none())?;
        let count = eight::run(eight::letters(eight) | eight::digits(eight));
        if !(1..8).contains(&count) {
            return None;
        }
        let capitals = eight::first(eight::capitals(eight), count);
        if capitals > u64::from(u8::MAX) || (capitals != 0 && before.is_lowercase()) {
            return None;
        }
        let word = Open::short(eight, count);
        self.letters += count;
        let byte = |place: usize| (eight >> (8 * place)) as u8;
        if byte(count) == b' ' {
            self.scan.words.push(word.hashes());
            return Some((at + count + 1, ' '));
        }
        self.word = Some(word);
        Some((at + count, char::from(byte(count - 1))))
    }

    /// Reads letters and digits of ASCII, most of most texts; returns where they end, and the last of them.
    fn ascii_word(&mut self, piece: &str, from: usize, before: char, start: usize, place: Place) -> (usize, char) {
        if self.word.as_ref().is_some_and(|word| word.unspaced) {
            self.close();
        }
        let text = piece.as_bytes();
        let (end, rest) = self.word.get_or_insert_default().add_ascii(text, from);
        self.letters += end - from;
        // Most words have a capital at their start or none.
        if rest & CAPITAL != 0 || (bytes::class_at(text, from) & CAPITAL != 0 && before.is_lowercase()) {
            self.capitals(piece, (from, end), before, start, place);
        }
        (end, end.checked_sub(1).and_then(|at| text.get(at)).map_or(before, |byte| char::from(*byte)))
    }

    /// Looks for words that run together at a capital.
    fn capitals(&mut self, piece: &str, (from, end): (usize, usize), before: char, start: usize, place: Place) {
        let mut last = before;
        for (at, byte) in piece.as_bytes().iter().enumerate().take(end).skip(from) {
            if byte.is_ascii_uppercase() && last.is_lowercase() {
                self.run_on(piece, at, start, place);
            }
            last = char::from(*byte);
        }
    }

    /// Reads any other character; returns where the next one begins, and this one.
    fn other(&mut self, piece: &str, at: usize, before: char, start: usize, place: Place) -> (usize, char) {
        let Some(c) = piece.get(at..).and_then(|rest| rest.chars().next()) else { return (piece.len(), ' ') };
        if let Some((sight, length)) = damage::at(piece, at, c, before) {
            self.event(sight, Span::new(start + at, start + at + length), place);
            // An invisible character inside a word leaves the word whole.
            if sight == Sight::Markup {
                self.close();
            }
            return (at + length, before);
        }
        if damage::may_run_on(c, before) {
            self.run_on(piece, at, start, place);
        }
        self.character(c, place);
        (at + c.len_utf8(), c)
    }

    fn run_on(&mut self, piece: &str, at: usize, start: usize, place: Place) {
        if let Some(length) = damage::run_on(piece, at) {
            self.event(Sight::RunOn, Span::new(start + at, start + at + length), place);
        }
    }

    fn character(&mut self, c: char, place: Place) {
        let known = letters::of(c);
        if !c.is_ascii() && (known.is(letters::WORD) || text::is_mark(c)) {
            self.letter(known.lower, text::is_unspaced(c));
        } else if !matches!(c, '\'' | '’' | '-' | '\u{ad}' | '\u{200d}' | '\u{200c}') {
            self.close();
            match c {
                '"' | '“' | '”' | '„' | '«' | '»' | '‟' => self.quotes += 1,
                '!' | '！' if place == Place::Content => self.scan.exclamations += 1,
                '…' if place == Place::Content => self.scan.ellipses += 1,
                _ => {}
            }
        }
    }

    /// In scripts without spaces two characters make a word, as in `text::count_words`.
    fn letter(&mut self, c: char, unspaced: bool) {
        self.letters += 1;
        if self.word.as_ref().is_some_and(|w| w.unspaced != unspaced || (unspaced && w.length == 2)) {
            self.close();
        }
        self.word.get_or_insert_with(|| Open::in_script(unspaced)).add(c);
    }

    fn close(&mut self) {
        if let Some(word) = self.word.take() {
            self.scan.words.push(word.hashes());
        }
    }

    fn event(&mut self, sight: Sight, span: Span, place: Place) {
        if place != Place::Cut && self.scan.events.len() < MAX_EVENTS {
            self.scan.events.push(Event { sight, span });
        }
    }
}

/// Returns the stems of the words of a text: for comparing a title with the body.
pub fn stems(text: &str) -> Vec<u32> {
    let mut pass =
        Pass { text, scan: Scan::default(), letters: 0, quotes: 0, word: None, claimed: false, goes_on: false };
    pass.characters(Span::new(0, text.len()), Place::Content);
    pass.scan.words.iter().map(|w| w.stem).collect()
}
