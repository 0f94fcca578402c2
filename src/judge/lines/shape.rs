//! What does one line look like by itself? Counted in one pass, in every language alike.

use crate::document::Block;
use crate::document::Document;
use crate::judge::lines::words::Lexicon;
use crate::judge::lines::words::Sum;
use crate::text;

/// Letters of a word that its hash reads: enough to tell words apart, whatever their endings.
const HASHED_LETTERS: usize = 12;

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
    /// Of the line in lower case, every number as one digit: equal for lines that say the same.
    pub hash: u64,
    /// Words that stand in the title, too.
    pub title_words: u32,
    /// What its words say; `None` where none is known.
    pub said: Option<f32>,
}

/// The different words of a document's title, hashed.
#[derive(Debug, Default)]
pub struct Title(Vec<u64>);

impl Title {
    /// Returns the words of a title; none where it is not known.
    pub fn of(title: Option<&str>) -> Self {
        let mut words = Vec::new();
        characters(title.unwrap_or_default(), &mut Shape::default(), |word| words.push(word.hash));
        words.sort_unstable();
        words.dedup();
        Self(words)
    }

    /// Returns how many different words the title has.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    fn has(&self, hash: u64) -> bool {
        self.0.binary_search(&hash).is_ok()
    }
}

/// Returns the shape of each block of the document.
pub fn shapes(document: &Document, title: &Title, lexicon: Option<&Lexicon>) -> Vec<Shape> {
    let before = std::iter::once(None).chain(document.blocks.iter().map(Some));
    document.blocks.iter().zip(before).map(|(block, before)| shape(document, block, before, title, lexicon)).collect()
}

fn shape(
    document: &Document,
    block: &Block,
    before: Option<&Block>,
    title: &Title,
    lexicon: Option<&Lexicon>,
) -> Shape {
    let line = document.text_of(block);
    let mut shape = Shape {
        words: u32::try_from(block.words).unwrap_or(u32::MAX),
        apart: before.is_some_and(|before| block.line > before.line + 1),
        ending: ending(line),
        colon: line.ends_with([':', '：']),
        bullet: line.starts_with(is_bullet),
        ..Shape::default()
    };
    let mut common = 0;
    let mut said = lexicon.map(Lexicon::line);
    characters(line, &mut shape, |word| {
        common += u32::from(title.has(word.hash));
        if let Some(said) = &mut said {
            said.word(word.key);
        }
    });
    shape.title_words = common;
    shape.said = said.and_then(Sum::close);
    shape
}

/// Counts the characters of a line, and tells each word; in scripts without spaces, of each character.
fn characters(line: &str, shape: &mut Shape, mut each: impl FnMut(&Word)) {
    let mut word = Word::default();
    let mut number = false;
    for c in line.chars() {
        shape.chars += 1;
        let class = Class::of(c);
        match class {
            Class::Letter { folded, capital, cased } => {
                shape.letters += 1;
                if !c.is_ascii() && text::is_unspaced(c) {
                    word.close(shape, &mut each);
                    each(&Word { hash: mix(0, c), key: mix(0, c), ..Word::default() });
                } else {
                    word.letter(folded, capital, cased);
                }
                shape.hash = mix(shape.hash, folded);
            }
            Class::Digit => {
                shape.digits += 1;
                word.digit(c);
                if !number {
                    shape.hash = mix(shape.hash, '0');
                }
            }
            Class::Other if matches!(c, '\'' | '’' | '-') && word.chars > 0 => {}
            Class::Other => {
                word.close(shape, &mut each);
                shape.stops += u32::from(is_stop(c));
                shape.symbols += u32::from(is_symbol(c));
            }
        }
        number = matches!(class, Class::Digit);
    }
    word.close(shape, &mut each);
}

enum Class {
    Letter { folded: char, capital: bool, cased: bool },
    Digit,
    Other,
}

impl Class {
    fn of(c: char) -> Self {
        // Most characters of most texts: told apart first.
        match c {
            'a'..='z' => Self::Letter { folded: c, capital: false, cased: true },
            'A'..='Z' => Self::Letter { folded: c.to_ascii_lowercase(), capital: true, cased: true },
            '0'..='9' => Self::Digit,
            c if c.is_ascii() => Self::Other,
            c if c.is_alphabetic() => {
                let capital = c.is_uppercase();
                let folded = c.to_lowercase().next().unwrap_or(c);
                Self::Letter { folded, capital, cased: capital || c.is_lowercase() }
            }
            c if c.is_numeric() => Self::Digit,
            _ => Self::Other,
        }
    }
}

/// A word that is being read: letters and digits, and what joins them.
#[derive(Default)]
struct Word {
    chars: usize,
    letters: u32,
    capitals: u32,
    first_capital: bool,
    cased: bool,
    hash: u64,
    /// The same for words that differ in numbers only: see [`key`].
    key: u64,
    /// Its last character is a digit.
    number: bool,
}

impl Word {
    fn letter(&mut self, folded: char, capital: bool, cased: bool) {
        if self.letters == 0 {
            (self.first_capital, self.cased) = (capital, cased);
        }
        if self.chars < HASHED_LETTERS {
            self.hash = mix(self.hash, folded);
            self.key = mix(self.key, folded);
        }
        self.number = false;
        self.chars += 1;
        self.letters += 1;
        self.capitals += u32::from(capital);
    }

    fn digit(&mut self, digit: char) {
        self.hash = mix(self.hash, digit);
        if self.chars < HASHED_LETTERS && !self.number {
            self.key = mix(self.key, '0');
        }
        self.number = true;
        self.chars += 1;
    }

    fn close(&mut self, shape: &mut Shape, each: &mut impl FnMut(&Self)) {
        if self.chars == 0 {
            return;
        }
        shape.cased += u32::from(self.cased);
        shape.capital += u32::from(self.first_capital);
        shape.shouted += u32::from(self.letters > 1 && self.capitals == self.letters);
        each(self);
        *self = Self::default();
    }
}

/// Returns the key of a word that is written as it is counted: in lower case, cut after twelve characters, every number
/// as `0`.
pub fn key(word: &str) -> u64 {
    word.chars().fold(0, mix)
}

fn ending(line: &str) -> u8 {
    let mut last = line.chars().rev();
    match (last.next(), last.next()) {
        (Some(end), _) if is_end(end) => 2,
        (Some(end), Some(before)) if is_closing(end) => 1 + u8::from(is_end(before)),
        _ => 0,
    }
}

fn is_end(c: char) -> bool {
    matches!(c, '.' | '!' | '?' | '…' | '。' | '！' | '？' | '؟' | '۔' | '।')
}

fn is_closing(c: char) -> bool {
    matches!(c, '"' | '”' | '“' | '»' | '«' | ')' | '’' | '\'' | '」' | '』')
}

fn is_bullet(c: char) -> bool {
    matches!(c, '*' | '-' | '•' | '·' | '|' | '>' | '#' | '+' | '▶' | '►' | '→' | '–' | '—' | '›' | '»')
}

fn is_stop(c: char) -> bool {
    is_end(c) || matches!(c, ',' | ';' | '，' | '、' | '；' | '،' | '؛')
}

fn is_symbol(c: char) -> bool {
    matches!(c, '|' | '©' | '@' | '/' | '›' | '»' | '#' | '®' | '™' | '►' | '▶' | '&' | '+' | '_' | '→')
}

fn mix(hash: u64, c: char) -> u64 {
    (hash.rotate_left(5) ^ u64::from(u32::from(c)) ^ 0x9E37).wrapping_mul(0x517C_C1B7_2722_0A95)
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
        assert_eq!(of("12 Comments", None).hash, of("* 7 comments:", None).hash);
        assert_ne!(of("Comments", None).hash, of("Comment", None).hash);
    }

    #[test]
    fn words_of_the_title_are_found_again() {
        let title = Some("Old Bridge Closed until Spring");
        assert_eq!(of("The old bridge: closed until spring", title).title_words, 5);
        assert_eq!(of("Home", title).title_words, 0);
        assert_eq!(of("Home", None).title_words, 0);
    }
}
