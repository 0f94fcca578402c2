//! Which language is a document in, and which of its paragraphs are in another?

use crate::document::Block;
use crate::document::Document;
use crate::language::Guess;
use crate::language::Language;
use crate::language::UNDETERMINED;
use crate::language::decide::detect;
use crate::language::decide::detect_beside;
use crate::language::hint::Hint;

/// Blocks read of a document, spread evenly over it; more are read only beside one in another language.
const SAMPLED_BLOCKS: usize = 24;
/// Bytes read of a block: 300 letters tell every language of the benchmark.
const SAMPLED_BYTES: usize = 360;
/// Paragraphs that must agree before a few function words are enough to confirm the next.
const AGREED: usize = 2;
/// Words from which on a block counts as a full paragraph in the vote: headings and links count less.
const FULL_VOTE_WORDS: f64 = 12.0;
/// Words below which a block is not said to be in another language: names, titles and labels are borrowed.
const PARAGRAPH_WORDS: usize = 6;

/// Returns the language that most paragraphs of a document are in, and the paragraphs in others.
///
/// `hint` is what the record, the page or the outlet claims; it counts only where a text is not reliable.
/// `und` with confidence 0 where nothing tells. Cost is bounded: a sample of blocks is read, a part of each.
/// Blocks of a few words are read only where no longer one tells.
pub fn of_document(document: &Document, hint: Option<&str>) -> Language {
    let mut reading = Reading {
        document,
        hint: hint.and_then(Hint::read),
        guesses: vec![None; document.blocks.len()],
        known: Known::default(),
    };
    let is_long = |at: &usize| document.blocks.get(*at).is_some_and(|block| block.words >= PARAGRAPH_WORDS);
    let mut read = sample(&(0..document.blocks.len()).filter(is_long).collect::<Vec<_>>());
    reading.read(&read);
    if !reading.is_reliable() {
        let all = sample(&(0..document.blocks.len()).collect::<Vec<_>>());
        reading.read(&all);
        read.extend(all);
        read.sort_unstable();
        read.dedup();
    }
    let vote = vote(document, &reading.guesses);
    let vote = if reading.is_reliable() { vote } else { surer(joined(document, hint), vote) };
    let Some(main) = vote else {
        return Language { code: UNDETERMINED.to_owned(), confidence: 0.0, paragraphs: Vec::new() };
    };
    reading.widen(&read, &main.code);
    let paragraphs = paragraphs(document, &reading.guesses, &main.code);
    Language { code: main.code, confidence: main.confidence, paragraphs }
}

/// What is known of a document's blocks so far.
struct Reading<'a> {
    document: &'a Document,
    hint: Option<Hint>,
    guesses: Vec<Option<Guess>>,
    known: Known,
}

impl Reading<'_> {
    fn read(&mut self, blocks: &[usize]) {
        for &at in blocks {
            if self.guesses.get(at).is_some_and(Option::is_none) {
                self.guesses[at] = self.guess(at, self.known.tag());
                self.known.add(self.guesses[at].as_ref());
            }
        }
    }

    fn guess(&self, at: usize, known: Option<&str>) -> Option<Guess> {
        let text = head(self.document.text_of(self.document.blocks.get(at)?), SAMPLED_BYTES);
        detect_beside(text, self.hint.as_ref(), known)
    }

    fn is_reliable(&self) -> bool {
        self.known.reliable > 0
    }

    /// Reads the blocks beside each one in another language, until its run ends; at most as many as were sampled.
    fn widen(&mut self, read: &[usize], main: &str) {
        let mut budget = SAMPLED_BLOCKS;
        for pair in read.windows(2) {
            let [from, to] = pair else { continue };
            let differs = |at: &usize| other(self.document, &self.guesses, *at, main).is_some();
            if !(differs(from) || differs(to)) {
                continue;
            }
            for at in (from + 1..*to).take(budget) {
                budget -= 1;
                self.guesses[at] = self.guess(at, None);
            }
        }
    }
}

/// Returns the guess with the higher confidence; the first of equals.
fn surer(first: Option<Guess>, second: Option<Guess>) -> Option<Guess> {
    match (first, second) {
        (Some(a), Some(b)) => Some(if b.confidence > a.confidence { b } else { a }),
        (a, b) => a.or(b),
    }
}

/// At most as many of `blocks` as are sampled, evenly spread, in their order.
fn sample(blocks: &[usize]) -> Vec<usize> {
    let count = blocks.len().min(SAMPLED_BLOCKS);
    (0..count).filter_map(|n| blocks.get(n * blocks.len() / count).copied()).collect()
}

/// What the paragraphs so far agree on, all of them.
#[derive(Default)]
struct Known {
    code: Option<String>,
    reliable: usize,
    disputed: bool,
}

impl Known {
    fn add(&mut self, guess: Option<&Guess>) {
        let Some(guess) = guess.filter(|guess| guess.is_reliable()) else { return };
        self.disputed |= self.code.as_ref().is_some_and(|code| *code != guess.code);
        self.code.get_or_insert_with(|| guess.code.clone());
        self.reliable += 1;
    }

    fn tag(&self) -> Option<&str> {
        self.code.as_deref().filter(|_| self.reliable >= AGREED && !self.disputed)
    }
}

/// Returns at most `bytes` of a text, cut at white space where some is near.
fn head(text: &str, bytes: usize) -> &str {
    if text.len() <= bytes {
        return text;
    }
    let cut = text.get(..text.floor_char_boundary(bytes)).unwrap_or("");
    cut.rfind(char::is_whitespace).filter(|at| *at * 2 > bytes).and_then(|at| cut.get(..at)).unwrap_or(cut)
}

/// Each paragraph votes with its confidence; a short one with less. The confidence is that of the voters, times
/// the share of votes that the winner has beyond the second.
fn vote(document: &Document, guesses: &[Option<Guess>]) -> Option<Guess> {
    let mut tally: Vec<(&str, f64, f64)> = Vec::new();
    for (block, guess) in document.blocks.iter().zip(guesses) {
        let Some(guess) = guess else { continue };
        let weight = weight(block);
        match tally.iter_mut().find(|(code, ..)| *code == guess.code) {
            Some((_, votes, sure)) => {
                *votes += weight * guess.confidence;
                *sure = sure.max(guess.confidence);
            }
            None => tally.push((&guess.code, weight * guess.confidence, guess.confidence)),
        }
    }
    tally.sort_by(|a, b| b.1.total_cmp(&a.1).then(a.0.cmp(b.0)));
    let (code, votes, sure) = tally.first()?;
    let second = tally.get(1).map_or(0.0, |(_, votes, _)| *votes);
    // Half of the votes against one are as good as none: a tie says nothing of which is the main language.
    let lead = (2.0 * (votes - second) / (votes + second)).clamp(0.5, 1.0);
    Some(Guess { code: (*code).to_owned(), confidence: sure * lead })
}

fn weight(block: &Block) -> f64 {
    (block.words as f64 / FULL_VOTE_WORDS).clamp(1.0 / FULL_VOTE_WORDS, 1.0)
}

/// What the first blocks say together, for documents of nothing but short lines.
fn joined(document: &Document, hint: Option<&str>) -> Option<Guess> {
    let mut text = String::new();
    for block in &document.blocks {
        if text.len() >= 2 * SAMPLED_BYTES {
            break;
        }
        text.push_str(head(document.text_of(block), SAMPLED_BYTES));
        text.push('\n');
    }
    detect(&text, hint)
}

/// Returns the language of a block where it is surely another than the main one.
fn other<'a>(document: &Document, guesses: &'a [Option<Guess>], at: usize, main: &str) -> Option<&'a str> {
    let guess = guesses.get(at)?.as_ref()?;
    let long = document.blocks.get(at)?.words >= PARAGRAPH_WORDS;
    (long && guess.is_reliable() && guess.code != main).then_some(guess.code.as_str())
}

fn paragraphs(document: &Document, guesses: &[Option<Guess>], main: &str) -> Vec<(String, usize, usize)> {
    let mut runs: Vec<(String, usize, usize)> = Vec::new();
    for at in 0..guesses.len() {
        let Some(code) = other(document, guesses, at, main) else { continue };
        match runs.last_mut() {
            Some((known, _, end)) if *end == at && known == code => *end = at + 1,
            _ => runs.push((code.to_owned(), at, at + 1)),
        }
    }
    runs
}
