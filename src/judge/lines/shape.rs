//! What does one line look like by itself? Counted in one pass, in every language alike.

use crate::document::Block;
use crate::document::Document;
use crate::judge::lines::spelling;
use crate::judge::lines::spelling::Told;
use crate::judge::lines::spelling::Word;
use crate::judge::lines::words::Lexicon;
use crate::judge::lines::words::Sum;
use crate::text;
use crate::text::bytes;
use crate::text::bytes::CAPITAL;
use crate::text::bytes::DIGIT;
use crate::text::bytes::JOINS;
use crate::text::bytes::LETTER;
use crate::text::bytes::PAUSE;
use crate::text::bytes::SIGN;
use crate::text::bytes::WIDE;
use crate::text::eight;
use crate::text::letters;
use crate::text::letters::LOWER;
use crate::text::letters::UPPER;

/// Counts of one line. Shares are made of them later, so that neighbours can be added up.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Shape {
    /// By `text::count_words`.
    pub words: u32,
    /// Code points.
    pub chars: u32,
    /// Words that begin with a letter that has case.
    pub cased: u32,
    /// Of those, the ones that begin with a capital.
    pub capital: u32,
    /// Words of two or more letters, all capitals.
    pub shouted: u32,
    pub letters: u32,
    pub digits: u32,
    /// Full stops, commas and their like.
    pub stops: u32,
    /// `|`, `©`, `@`, `/`, `›` and their like.
    pub symbols: u32,
    /// 2: ends as a sentence does; 1: in a quote or bracket; 0: neither.
    pub ending: u8,
    pub colon: bool,
    pub bullet: bool,
    /// A blank line stands before it.
    pub apart: bool,
    /// Words that stand in the title, too.
    pub title_words: u32,
    /// What its words say; `None` where none is known.
    pub said: Option<f32>,
}

/// The different words of a document's title, hashed.
#[derive(Debug, Default)]
pub struct Title {
    words: Vec<u64>,
    /// How many words each part has, where the names of a site, a section or an author follow the headline.
    parts: Vec<usize>,
    /// For each first byte the lengths of the words, a bit each: most words of a text meet none, and need no hash.
    lengths: [u64; 32],
}

impl Title {
    /// Returns the words of a title; none where it is not known.
    pub fn of(title: Option<&str>) -> Self {
        let (mut words, mut lengths) = (Vec::new(), [0; 32]);
        let title = title.unwrap_or_default();
        let lower = title.to_ascii_lowercase();
        characters(title, lower.as_bytes(), (&mut Word::default(), &mut Shape::default()), |word| {
            let (place, bit) = place_of_length(word);
            lengths[place] |= bit;
            words.push(word.hash());
        });
        words.sort_unstable();
        words.dedup();
        let parts = parts_of(title).into_iter().map(text::count_words).collect();
        Self { words, parts, lengths }
    }

    /// Returns how many different words the title has.
    pub fn len(&self) -> usize {
        self.words.len()
    }

    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// Returns whether a part of the title has so many words.
    pub fn has_part_of(&self, words: usize) -> bool {
        self.parts.contains(&words)
    }

    fn has(&self, word: &Told<'_>) -> bool {
        let (place, bit) = place_of_length(word);
        self.lengths[place] & bit != 0 && self.words.binary_search(&word.hash()).is_ok()
    }
}

/// Returns the parts of a title between the marks that set a site's name apart.
fn parts_of(title: &str) -> Vec<&str> {
    let mut parts = vec![title];
    for mark in text::SITE_SEPARATORS {
        parts = parts.into_iter().flat_map(|part| part.split(mark)).collect();
    }
    parts
}

fn place_of_length(word: &Told<'_>) -> (usize, u64) {
    (usize::from(word.text.first().copied().unwrap_or_default() & 31), 1 << word.text.len().min(63))
}

/// Returns what of the shape of each block tells dump types apart: the rest of it is nothing.
pub fn outlines(document: &Document) -> Vec<Shape> {
    let before = std::iter::once(None).chain(document.blocks.iter().map(Some));
    let all = document.blocks.iter().zip(before);
    all.map(|(block, before)| Shape {
        letters: count_letters(document.text_of(block)),
        ..outline(document, block, before)
    })
    .collect()
}

/// Returns the shape of each block of the document.
pub fn shapes(document: &Document, title: &Title, lexicon: Option<&Lexicon>) -> Vec<Shape> {
    let before = std::iter::once(None).chain(document.blocks.iter().map(Some));
    let lower = document.text.as_bytes().to_ascii_lowercase();
    let all = document.blocks.iter().zip(before);
    let mut open = Word::default();
    all.map(|(block, before)| {
        let mut shape = outline(document, block, before);
        let mut common = 0;
        let mut said = lexicon.map(Lexicon::line);
        let lower = lower.get(block.span.start..block.span.end).unwrap_or_default();
        characters(document.text_of(block), lower, (&mut open, &mut shape), |word| {
            common += u32::from(title.has(word));
            if let Some(said) = said.as_mut().filter(|said| said.asks()) {
                said.word(word.key());
            }
        });
        shape.title_words = common;
        shape.said = said.and_then(Sum::close);
        shape
    })
    .collect()
}

/// What shows without a look at each character.
fn outline(document: &Document, block: &Block, before: Option<&Block>) -> Shape {
    let line = document.text_of(block);
    Shape {
        words: u32::try_from(block.words).unwrap_or(u32::MAX),
        chars: u32::try_from(line.chars().count()).unwrap_or(u32::MAX),
        apart: before.is_some_and(|before| block.line > before.line + 1),
        ending: ending(line),
        colon: line.ends_with([':', '：']),
        bullet: line.starts_with(is_bullet),
        ..Shape::default()
    }
}

/// Returns the letters of a line in lower case, every number as one digit: equal for lines that say the same.
pub fn gist(line: &str) -> String {
    let mut out = String::with_capacity(line.len());
    let mut number = false;
    for c in line.chars() {
        let class = Class::of(c);
        match class {
            Class::Letter { folded, .. } => out.push(folded),
            Class::Digit if !number => out.push('0'),
            _ => {}
        }
        number = matches!(class, Class::Digit);
    }
    out
}

/// Counts the letters as `characters` does.
fn count_letters(line: &str) -> u32 {
    let ascii = line.bytes().filter(u8::is_ascii_alphabetic).count();
    let is_letter = |c: &char| !c.is_ascii() && matches!(Class::of(*c), Class::Letter { .. });
    let all = ascii + if line.is_ascii() { 0 } else { line.chars().filter(is_letter).count() };
    u32::try_from(all).unwrap_or(u32::MAX)
}

/// Counts the characters of a line, and tells each word; in scripts without spaces, of each character.
///
/// `lower` is the line with its ASCII letters in lower case; no word is open before it and after it.
fn characters(line: &str, lower: &[u8], (word, shape): (&mut Word, &mut Shape), mut each: impl FnMut(&Told<'_>)) {
    let (bytes, mut at) = (line.as_bytes(), 0);
    while let Some(byte) = bytes.get(at) {
        let class = bytes::class(*byte);
        if class & LETTER != 0 {
            let (end, capitals, next) = run_of_letters(bytes, at);
            let (run, lower) = (&bytes[at..end], lower.get(at..end).unwrap_or_default());
            // Most of most texts are words of ASCII letters alone.
            if word.is_closed() && next & (DIGIT | JOINS | WIDE) == 0 {
                each(&spelling::plain(run, lower, capitals, shape));
            } else {
                word.letters(run, lower, capitals, shape);
            }
            at = end;
        } else if class & (DIGIT | JOINS | WIDE) == 0 {
            word.close(shape, &mut each);
            shape.stops += u32::from(class & PAUSE != 0);
            shape.symbols += u32::from(class & SIGN != 0);
            at += 1;
        } else {
            let Some(c) = line.get(at..).and_then(|rest| rest.chars().next()) else { break };
            character(c, word, shape, &mut each);
            at += c.len_utf8();
        }
    }
    word.close(shape, &mut each);
}

/// Returns where a run of ASCII letters ends, how many of them are capitals, and what stands behind it.
fn run_of_letters(bytes: &[u8], from: usize) -> (usize, u32, u8) {
    if let Some(eight) = eight::at(bytes, from) {
        let count = eight::run(eight::letters(eight));
        if count < 8 {
            let capitals = eight::first(eight::capitals(eight), count).count_ones();
            return (from + count, capitals, bytes::class((eight >> (8 * count)) as u8));
        }
    }
    let (mut at, mut capitals) = (from, 0);
    for byte in bytes.get(from..).unwrap_or_default() {
        let class = bytes::class(*byte);
        if class & LETTER == 0 {
            return (at, capitals, class);
        }
        capitals += u32::from(class & CAPITAL != 0);
        at += 1;
    }
    (at, capitals, 0)
}

/// Takes any character.
fn character(c: char, word: &mut Word, shape: &mut Shape, each: &mut impl FnMut(&Told<'_>)) {
    match Class::of(c) {
        Class::Letter { folded, capital, cased } => {
            if text::is_unspaced(c) {
                word.close(shape, each);
                spelling::alone(c, shape, each);
            } else {
                word.letter(folded, capital, cased, shape);
            }
        }
        Class::Digit => {
            shape.digits += 1;
            word.digit(c);
        }
        Class::Other if matches!(c, '\'' | '’' | '-') && !word.is_closed() => {}
        Class::Other => {
            word.close(shape, each);
            shape.stops += u32::from(is_stop(c));
            shape.symbols += u32::from(is_symbol(c));
        }
    }
}

enum Class {
    Letter { folded: char, capital: bool, cased: bool },
    Digit,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        match c {
            'a'..='z' => Self::Letter { folded: c, capital: false, cased: true },
            'A'..='Z' => Self::Letter { folded: c.to_ascii_lowercase(), capital: true, cased: true },
            '0'..='9' => Self::Digit,
            c if c.is_ascii() || ('\u{2000}'..='\u{206f}').contains(&c) => Self::Other,
            c => match letters::of(c) {
                known if known.is(letters::LETTER) => {
                    let (capital, cased) = (known.is(UPPER), known.is(UPPER | LOWER));
                    Self::Letter { folded: known.lower, capital, cased }
                }
                known if known.is(letters::NUMBER) => Self::Digit,
                _ => Self::Other,
            },
        }
    }
}

fn ending(line: &str) -> u8 {
    let mut last = line.chars().rev();
    match (last.next(), last.next()) {
        (Some(end), _) if is_end(end) => 2,
        (Some(end), Some(before)) if is_closing(end) => 1 + u8::from(is_end(before)),
        _ => 0,
    }
}

const fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '»' | '«' | ')' | '’' | '\'' | '」' | '』')
}

fn is_bullet(c: char) -> bool {
    matches!(c, '*' | '-' | '•' | '·' | '|' | '>' | '#' | '+' | '▶' | '►' | '→' | '–' | '—' | '›' | '»')
}

const fn is_stop(c: char) -> bool {
    is_end(c) || matches!(c, ',' | ';' | '，' | '、' | '；' | '،' | '؛')
}

const fn is_symbol(c: char) -> bool {
    matches!(c, '|' | '©' | '@' | '/' | '›' | '»' | '#' | '®' | '™' | '►' | '▶' | '&' | '+' | '_' | '→')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Form;
    use crate::text::Span;

    fn of(line: &str, title: Option<&str>) -> Shape {
        let text = line.to_owned();
        let span = Span::new(0, text.len());
        let block = Block { span, words: text::count_words(&text), line: 0, markup: None };
        let document = Document { text, form: Form::Text, blocks: vec![block], page: None };
        shapes(&document, &Title::of(title), None).first().copied().unwrap_or_default()
    }

    #[test]
    fn a_line_is_counted_in_every_script() {
        let shape = of("* Read MORE: 3 stories, by A. Writer.", None);
        assert_eq!((shape.words, shape.cased, shape.capital, shape.shouted), (7, 6, 4, 1));
        assert_eq!((shape.digits, shape.stops, shape.ending, shape.bullet, shape.colon), (1, 3, 2, true, false));
        let shape = of("今天天气很好。", None);
        assert_eq!((shape.words, shape.cased, shape.letters, shape.ending), (3, 0, 6, 2));
        assert_eq!(of("قال الرئيس؟", None).ending, 2);
        assert_eq!(of("he said \"no\"", None).ending, 1);
    }

    #[test]
    fn lines_that_differ_in_numbers_case_and_marks_are_twins() {
        assert_eq!(gist("12 Comments"), gist("* 7 comments:"));
        assert_ne!(gist("Comments"), gist("Comment"));
    }

    #[test]
    fn words_of_the_title_are_found_again() {
        let title = Some("Old Bridge Closed until Spring");
        assert_eq!(of("The old bridge: closed until spring", title).title_words, 5);
        assert_eq!(of("Home", title).title_words, 0);
        assert_eq!(of("Home", None).title_words, 0);
    }
}
